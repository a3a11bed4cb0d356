//! Characters that no text may hold on its way to a reader: those that HTML and XML forbid, and those
//! that mark something inside Mingbai and would be obeyed.
//!
//! Text enters in three ways, and each goes through here: a file is [`admitted`] when it is read, a
//! value in YAML and whatever the Markdown parser decodes are [`clean`], as an escape can name any
//! character.

use std::borrow::Cow;

/// What stands where a character may not.
const INSTEAD: char = '\u{FFFD}';

/// Guards beside emphasis, and the ends of a mark in half-made HTML; from the private-use area. The first
/// is a letter to the Markdown parser.
pub const GUARD: char = '\u{E000}';
/// Begins a mark.
pub const MARK_OPEN: char = '\u{E001}';
/// Ends a mark.
pub const MARK_CLOSE: char = '\u{E002}';
/// Punctuation to the Markdown parser: assigned, but in no living use (Duployan).
pub const PUNCTUATION: char = '\u{1BC9F}';

/// Around words that are in the edition's script already, such as those of the interface.
pub const KEEP_OPEN: char = '\u{FDD0}';
/// Ends what [`KEEP_OPEN`] begins.
pub const KEEP_CLOSE: char = '\u{FDD1}';

/// A control character that HTML and XML forbid, or a noncharacter that XML does.
pub fn is_forbidden(c: char) -> bool {
    let white = matches!(c, '\t' | '\n' | '\r');
    matches!(c, '\u{FFFE}' | '\u{FFFF}') || c.is_control() && !white
}

/// A character that means something inside.
fn is_mark(c: char) -> bool {
    matches!(c, GUARD | MARK_OPEN | MARK_CLOSE | PUNCTUATION | KEEP_OPEN | KEEP_CLOSE)
}

/// A file's text as it is read: a lone carriage return ends a line as every line end does (CommonMark
/// 2.1), and no mark is left. Every byte keeps its place, so that a place in one is a place in the other;
/// control characters are therefore still there.
pub fn admitted(text: &str) -> Cow<'_, str> {
    let lone = |(at, _): (usize, &str)| text.as_bytes().get(at + 1) != Some(&b'\n');
    let foul = |c: char| is_mark(c) || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    if !text.contains(foul) && !text.match_indices('\r').any(lone) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() != Some(&'\n') => out.push('\n'),
            c if foul(c) => {
                out.push(INSTEAD);
                out.extend(std::iter::repeat_n(' ', c.len_utf8() - INSTEAD.len_utf8()));
            }
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// A text without anything forbidden and without marks. NUL and marks leave U+FFFD (CommonMark 2.3), the
/// controls that divide words a space, the others nothing.
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.contains(|c| is_forbidden(c) || is_mark(c)) {
        return Cow::Borrowed(text);
    }
    let kept = |c: char| match c {
        '\0' | '\u{FFFE}' | '\u{FFFF}' => Some(INSTEAD),
        '\u{B}' | '\u{C}' | '\u{85}' => Some(' '),
        c if is_mark(c) => Some(INSTEAD),
        c => (!is_forbidden(c)).then_some(c),
    };
    Cow::Owned(text.chars().filter_map(kept).collect())
}

/// A finished file that is text, without anything forbidden, wherever it came from.
pub fn publishable(bytes: Vec<u8>) -> Vec<u8> {
    let low = |b: u8| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r') || b == 0x7F;
    let long = |w: &[u8]| matches!(w, [0xC2, 0x80..=0x9F] | [0xBF, 0xBE | 0xBF]);
    if !bytes.iter().any(|b| low(*b)) && !bytes.windows(2).any(long) {
        return bytes;
    }
    match String::from_utf8(bytes) {
        Ok(text) => text.chars().filter(|c| !is_forbidden(*c)).collect::<String>().into_bytes(),
        Err(error) => error.into_bytes(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_admitted_without_moving_a_byte() {
        let text = "甲\r乙\r\n丙\r\rE\u{E001}p0\u{E002}\u{1BC9F}\u{FDD0}丁\u{FFFF}";
        let admitted = admitted(text);
        assert_eq!(admitted, "甲\n乙\r\n丙\n\nE\u{FFFD}p0\u{FFFD}\u{FFFD} \u{FFFD}丁\u{FFFD}");
        assert_eq!(admitted.len(), text.len());
        assert!(matches!(super::admitted("甲\r\n乙"), Cow::Borrowed(_)));
    }

    #[test]
    fn nothing_forbidden_is_published() {
        let text = "a\0b\u{8}c\u{C}d\u{9F}e\u{FFFE}f\u{E001}\t\r\n";
        assert_eq!(clean(text), "a\u{FFFD}bc de\u{FFFD}f\u{FFFD}\t\r\n");
        assert_eq!(publishable(b"a\x08b\x00\n".to_vec()), b"ab\n");
        assert_eq!(publishable("a\u{85}b，\u{FFFF}".into()), "ab，".as_bytes());
        assert_eq!(publishable(vec![0xFF, 0]), [0xFF, 0]);
    }
}
