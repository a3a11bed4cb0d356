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
    // The converter takes a moment to load; what is Simplified already needs none.
    if is_simplified(&folded) { folded } else { CONVERTER.t2s(&folded, false) }
}

/// Whether Simplified text would write nothing of this otherwise.
fn is_simplified(text: &str) -> bool {
    let (characters, phrases) = SIMPLIFIED;
    let is_other = |c: char| characters.binary_search_by_key(&c, |pair| pair.0).is_ok();
    !text.contains(is_other) && !phrases.iter().any(|phrase| text.contains(phrase))
}

/// Characters that Simplified text writes with others, with these. They are the converter's, for whom it would
/// take too long to load.
pub(crate) fn simplified() -> &'static [(char, char)] {
    SIMPLIFIED.0
}

/// The same in their order, and the phrases that Simplified text writes otherwise although they have none of
/// these characters; see `src/build.rs`.
const SIMPLIFIED: (&[(char, char)], &[&str]) = include!(concat!(env!("OUT_DIR"), "/simplified.rs"));

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
    use opencc_fmmseg::DictionaryMaxlength;
    use std::collections::BTreeMap;

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
    fn characters_are_simplified_as_the_converter_does() {
        let simplified: BTreeMap<char, char> = simplified().iter().copied().collect();
        for c in ('\0'..=char::MAX).filter(|c| !c.is_control()) {
            let wanted = CONVERTER.t2s(&c.to_string(), false);
            assert_eq!(simplified.get(&c).unwrap_or(&c).to_string(), wanted, "{c:?}");
        }
        assert!(simplified.len() > 3_000);
    }

    #[test]
    fn what_is_not_simplified_is_told_from_what_is() {
        let phrases = DictionaryMaxlength::new().unwrap().ts_phrases;
        for (from, to) in phrases.iter() {
            let from: String = from.iter().collect();
            assert!(from == to || !is_simplified(&from), "{from} is {to}");
        }
        assert!(phrases.len() > 100);
        assert!(is_simplified("新规：还款") && !is_simplified("還款") && !is_simplified("藉口"));
    }

    #[test]
    fn width_case_and_script_do_not_matter() {
        assert_eq!(fold(" ＡＰＲ "), "apr");
        assert_eq!(fold_script("爆通訊錄"), "爆通讯录");
    }
}
