//! Makes words that readers take for the same word equal: width, case and script; and the one spelling of a text
//! in which everything is compared.

use opencc_fmmseg::OpenCC;
use std::sync::LazyLock;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Whether a text has nothing but ASCII and Chinese characters, as nearly every name and address has: it is
/// the same in all of Unicode's normal forms, and only its ASCII has case.
pub(crate) fn is_plain(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_ascii() || matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'))
}

/// A text in NFC.
pub(crate) fn composed(text: &str) -> String {
    let is_composed = is_plain(text) || is_nfc_quick(text.chars()) == IsNormalized::Yes;
    if is_composed { text.to_owned() } else { text.nfc().collect() }
}

/// Folds width and case.
pub(crate) fn fold(text: &str) -> String {
    let text = text.trim();
    match is_plain(text) {
        true => text.to_ascii_lowercase(),
        false => text.nfkc().flat_map(char::to_lowercase).collect(),
    }
}

/// Folds width alone.
pub(crate) fn width(text: &str) -> String {
    let text = text.trim();
    if is_plain(text) { text.to_owned() } else { text.nfkc().collect() }
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

/// Converts between the scripts. Its tables take longer to load than a small site takes to build, so whoever
/// converts shares them. What is converted at a time is too short to be worth several threads; and one that
/// waited for others could be handed work that waits for it.
pub(crate) static CONVERTER: LazyLock<OpenCC> = LazyLock::new(|| {
    let mut converter = OpenCC::new();
    converter.set_parallel(false);
    converter
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_text_is_the_same_in_all_forms() {
        let plain: String = ('\0'..=char::MAX).filter(|c| is_plain(&c.to_string())).collect();
        assert!(plain.chars().count() > 27_000);
        // In this order and in the other, so that each also stands behind what might join it.
        for text in [plain.clone(), plain.chars().rev().collect()] {
            assert!(text.nfc().eq(text.chars()) && text.nfd().eq(text.chars()));
            assert!(text.nfkc().eq(text.chars()));
            assert_eq!(text.to_lowercase(), text.to_ascii_lowercase());
            assert_eq!(text.to_uppercase(), text.to_ascii_uppercase());
        }
        assert!(!is_plain("é") && !is_plain("Ａ") && !is_plain("，") && !is_plain("a\u{301}"));
    }

    #[test]
    fn width_case_and_script_do_not_matter() {
        assert_eq!(fold(" ＡＰＲ "), "apr");
        assert_eq!(fold_script("爆通訊錄"), "爆通讯录");
    }
}
