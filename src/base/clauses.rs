//! The clauses of a heading. On a phone its lines end behind a clause rather than inside a word: no
//! dictionary is asked where words end, but marks are certain.

use super::cjk::{is_cjk, is_letter};

/// The clauses of a heading, each with the marks that end it.
pub(crate) fn clauses(heading: &str) -> Vec<&str> {
    let mut clauses = Vec::new();
    let (mut start, mut length, mut ended) = (0, 0, false);
    for (at, c) in heading.char_indices() {
        if ended && !follows(c) {
            clauses.push(&heading[start..at]);
            (start, length, ended) = (at, 0, false);
        }
        length += usize::from(is_letter(c));
        ended |= length > if c == '、' { STUB } else { 0 } && ends(c);
    }
    clauses.push(&heading[start..]);
    clauses
}

/// Whether a clause may be longer than a line of the narrowest phones, in a heading of this level: it
/// must be left to break where it can. Words between spaces break there anyhow.
pub(crate) fn is_long(clause: &str, level: u8) -> bool {
    let line = if level == 1 { TITLE_LINE } else { HEADING_LINE };
    let halves = |c: char| if c.is_ascii() { 1 } else { 2 };
    let is_long = |word: &str| word.chars().map(halves).sum::<usize>() > 2 * line;
    clause.chars().any(is_cjk) && clause.split_whitespace().any(is_long)
}

/// So many Chinese characters stand in a line of 320 pixels.
const TITLE_LINE: usize = 12;
const HEADING_LINE: usize = 15;

/// So few characters of a list are no line of their own: 花呗、
const STUB: usize = 3;

/// A mark behind which a line may end.
fn ends(c: char) -> bool {
    matches!(c, '、' | '，' | '。' | '；' | '：' | '？' | '！' | '…' | '—')
}

/// What belongs to the marks before it.
fn follows(c: char) -> bool {
    ends(c) || c.is_whitespace() || matches!(c, '”' | '’' | '》' | '〉' | '）' | '」' | '』' | '】')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_ends_behind_its_marks() {
        for (heading, expected) in [
            ("催收打给家人怎么办？", &["催收打给家人怎么办？"][..]),
            ("有人堵门、动手，先做什么？", &["有人堵门、", "动手，", "先做什么？"]),
            ("“转告”和“催收”，怎么分？", &["“转告”和“催收”，", "怎么分？"]),
            ("说“还不上，怎么办？”之前", &["说“还不上，", "怎么办？”", "之前"]),
            ("……后来——现在", &["……后来——", "现在"]),
            ("微信分付、 网页", &["微信分付、 ", "网页"]),
            ("花呗、借呗的钱", &["花呗、借呗的钱"]),
            ("花呗、借呗、白条，谁放款？", &["花呗、借呗、", "白条，", "谁放款？"]),
            ("Is it a fee, or interest?", &["Is it a fee, or interest?"]),
            ("", &[""]),
        ] {
            assert_eq!(clauses(heading), expected);
        }
    }

    #[test]
    fn a_clause_is_long_when_a_line_cannot_hold_it() {
        assert!(!is_long("一二三四五六七八九十甲，", 1));
        assert!(is_long("一二三四五六七八九十甲乙，", 1));
        assert!(!is_long("一二三四五六七八九十甲乙，", 2));
        assert!(!is_long("Who may ask a debtor to pay back a loan?", 1));
        assert!(!is_long("GB/T 45251—2025 是什么？", 1));
        assert!(is_long("一二三四五六七八九十甲乙丙丁戊，", 2));
    }
}
