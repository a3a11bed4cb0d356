//! Makes words that readers take for the same word equal: width, case and script.

use opencc_fmmseg::OpenCC;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// Folds width and case.
pub(crate) fn fold(text: &str) -> String {
    text.trim().nfkc().flat_map(char::to_lowercase).collect()
}

/// Folds width alone.
pub(crate) fn width(text: &str) -> String {
    text.trim().nfkc().collect()
}

/// The same with Latin letters and digits as wide as Chinese characters.
pub(crate) fn full_width(text: &str) -> String {
    let widen = |c: char| match c {
        '0'..='9' | 'A'..='Z' | 'a'..='z' => char::from_u32(c as u32 + 0xFEE0).unwrap_or(c),
        c => c,
    };
    text.chars().map(widen).collect()
}

/// A word as pages in the other script write it: Simplified, and Traditional as in each region.
pub(crate) fn scripts(word: &str) -> [String; 4] {
    let converter = &*CONVERTER;
    let simplified = converter.t2s(word, false);
    let (taiwan, hong_kong) =
        (converter.s2tw(&simplified, false), converter.s2hk(&simplified, false));
    [converter.s2t(&simplified, false), taiwan, hong_kong, simplified]
}

/// Folds width, case, and Traditional to Simplified.
pub(crate) fn fold_script(text: &str) -> String {
    let folded = fold(text);
    // The tables take a moment to load; ASCII needs none of them.
    if folded.is_ascii() { folded } else { CONVERTER.t2s(&folded, false) }
}

/// A name is too short to be worth several threads.
static CONVERTER: LazyLock<OpenCC> = LazyLock::new(|| {
    let mut converter = OpenCC::new();
    converter.set_parallel(false);
    converter
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_case_and_script_do_not_matter() {
        assert_eq!(fold(" ＡＰＲ "), "apr");
        assert_eq!(fold_script("爆通訊錄"), "爆通讯录");
    }
}
