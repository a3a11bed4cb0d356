//! Makes words that readers take for the same word equal: width, case and script.

use opencc_fmmseg::OpenCC;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// Folds width and case.
pub fn fold(text: &str) -> String {
    text.trim().nfkc().flat_map(char::to_lowercase).collect()
}

/// Folds width, case, and Traditional to Simplified.
pub fn fold_script(text: &str) -> String {
    // A name is too short to be worth several threads.
    static CONVERTER: LazyLock<OpenCC> = LazyLock::new(|| {
        let mut converter = OpenCC::new();
        converter.set_parallel(false);
        converter
    });
    let folded = fold(text);
    // The tables take a moment to load; ASCII needs none of them.
    if folded.is_ascii() { folded } else { CONVERTER.t2s(&folded, false) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_case_and_script_do_not_matter() {
        assert_eq!(fold(" ＡＰＲ "), "apr");
        assert_eq!(fold_script("爆通訊錄"), "爆通讯录");
    }
}
