//! "Did you mean": the known word nearest to a misspelt one.

use unicode_normalization::UnicodeNormalization;

/// The nearest of `known`, if any is near enough to be what was meant.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let wanted = fold(word);
    let length = wanted.chars().count();
    known
        .into_iter()
        .filter_map(|k| {
            let folded = fold(k);
            let other = folded.chars().count();
            let distance = strsim::damerau_levenshtein(&wanted, &folded);
            // One is part of the other, and no small part: 电话 was meant as 电话催收, `phone` never as `one`.
            let (short, long) =
                if length < other { (&wanted, &folded) } else { (&folded, &wanted) };
            let part = long.starts_with(short) || (!short.is_ascii() && long.contains(short));
            let half = length.min(other) >= 2 && length.min(other) * 2 >= length.max(other);
            // A third of the word may differ; for short Chinese words one character.
            let near = distance <= (length / 3).max(1) && distance < length.max(other);
            (near || (part && half)).then_some((distance, k))
        })
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
        assert_eq!(nearest("上门", known).as_deref(), Some("上门催收"));
        let known = ["", "one", "phone-calls", "甲"];
        assert_eq!(nearest("phone-call", known).as_deref(), Some("phone-calls"));
        assert_eq!(nearest("phone", known), None);
        assert_eq!(nearest("乙", known), None, "one character is no likeness");
    }
}
