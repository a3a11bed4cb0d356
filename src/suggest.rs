//! "Did you mean": the known word nearest to a misspelt one.

use unicode_normalization::UnicodeNormalization;

/// The nearest of `known`, if any is near enough to be what was meant.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let wanted = fold(word);
    let length = wanted.chars().count();
    known
        .into_iter()
        .map(|k| {
            let folded = fold(k);
            let part = length >= 2 && (folded.contains(&wanted) || wanted.contains(&folded));
            let distance = strsim::damerau_levenshtein(&wanted, &folded);
            (if part { distance.min(1) } else { distance }, k)
        })
        // A third of the word may differ; for short Chinese words one character.
        .filter(|(distance, _)| *distance <= (length / 3).max(1))
        .min()
        .map(|(_, k)| k.to_owned())
}

/// Folds width and case, so that `Ｔitle` is near `title`.
fn fold(word: &str) -> String {
    word.nfkc().flat_map(char::to_lowercase).filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_meant_or_nothing() {
        let known = ["title", "tags", "as_of", "电话催收", "上门催收"];
        assert_eq!(nearest("tilte", known).as_deref(), Some("title"));
        assert_eq!(nearest("Ｔags", known).as_deref(), Some("tags"));
        assert_eq!(nearest("电话摧收", known).as_deref(), Some("电话催收"));
        assert_eq!(nearest("whatever", known), None);
    }
}
