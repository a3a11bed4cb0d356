//! Characters that no text may hold on its way to a reader: those that HTML and XML forbid, and those
//! that mark something inside Mingbai and would be obeyed.
//!
//! Text enters in three ways, and each goes through here: a file is [`admitted`] when it is read, a
//! value in YAML and whatever the Markdown parser decodes are [`clean`], as an escape can name any
//! character.

use memchr::{memchr, memchr_iter, memchr2, memchr3};
use std::borrow::Cow;

/// What stands where a character may not.
const INSTEAD: char = '\u{FFFD}';

/// Guards beside emphasis, and the ends of a mark in half-made HTML; from the private-use area. The first
/// is a letter to the Markdown parser.
pub(crate) const GUARD: char = '\u{E000}';
/// Begins a mark.
pub(crate) const MARK_OPEN: char = '\u{E001}';
/// Ends a mark.
pub(crate) const MARK_CLOSE: char = '\u{E002}';
/// Punctuation to the Markdown parser: assigned, but in no living use (Duployan).
pub(crate) const PUNCTUATION: char = '\u{1BC9F}';

/// Around words that are in the edition's script already, such as those of the interface.
pub(crate) const KEEP_OPEN: char = '\u{FDD0}';
/// Ends what [`KEEP_OPEN`] begins.
pub(crate) const KEEP_CLOSE: char = '\u{FDD1}';

/// A control character that HTML and XML forbid, or a noncharacter that XML does.
pub(crate) fn is_forbidden(c: char) -> bool {
    let white = matches!(c, '\t' | '\n' | '\r');
    matches!(c, '\u{FFFE}' | '\u{FFFF}') || c.is_control() && !white
}

/// A character that means something inside.
fn is_mark(c: char) -> bool {
    matches!(c, GUARD | MARK_OPEN | MARK_CLOSE | PUNCTUATION | KEEP_OPEN | KEEP_CLOSE)
}

/// A character that turns the direction of what follows, so that it reads otherwise than it is.
pub(crate) fn is_turning(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// A character that is not seen, and makes two words that look alike differ.
pub(crate) fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}' | '\u{2029}'
            | '\u{2060}'..='\u{2065}' | '\u{206A}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}'
            | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}'
    )
}

/// Whether a terminal shows this character as it is, and does nothing else with it.
pub(crate) fn is_printable(c: char) -> bool {
    !c.is_control() && !is_turning(c) && !is_unseen(c)
}

/// A text for a terminal: nothing in it moves the cursor, colours, rings, or reads otherwise than it is.
/// Lines and tabs stay.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    let fine = |c: char| is_printable(c) || matches!(c, '\n' | '\t');
    if text.chars().all(fine) {
        return Cow::Borrowed(text);
    }
    let shown = |c: char| if fine(c) { String::from(c) } else { c.escape_unicode().to_string() };
    Cow::Owned(text.chars().map(shown).collect())
}

/// The same on one line.
pub(crate) fn printable_line(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_printable) {
        return Cow::Borrowed(text);
    }
    let shown = |c: char| match c {
        '\t' => " ".to_owned(),
        c if is_printable(c) => String::from(c),
        c => c.escape_unicode().to_string(),
    };
    Cow::Owned(text.chars().map(shown).collect())
}

/// A line of a file for a terminal: every character in its column, those that cannot be shown as others.
pub(crate) fn pictured(line: &str) -> Cow<'_, str> {
    let fine = |c: char| is_printable(c) || c == '\t';
    if line.chars().all(fine) {
        return Cow::Borrowed(line);
    }
    let shown = |c: char| match c {
        c if fine(c) => c,
        '\0'..='\u{1F}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(INSTEAD),
        '\u{7F}' => '␡',
        _ => INSTEAD,
    };
    Cow::Owned(line.chars().map(shown).collect())
}

/// A file's text as it is read: a lone carriage return ends a line as every line end does (CommonMark
/// 2.1), and no mark is left. Every byte keeps its place, so that a place in one is a place in the other;
/// control characters are therefore still there.
pub(crate) fn admitted(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let lone = |at: usize| bytes.get(at + 1) != Some(&b'\n');
    let foul = |c: char| is_mark(c) || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    let is_foul = may_be_foul(text) && text.contains(foul);
    if !is_foul && !memchr_iter(b'\r', bytes).any(lone) {
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
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    let is_foul = may_be_foul(text) && text.contains(|c| is_forbidden(c) || is_mark(c));
    if !is_foul {
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
pub(crate) fn publishable(bytes: Vec<u8>) -> Vec<u8> {
    if !may_be_forbidden(&bytes) {
        return bytes;
    }
    match String::from_utf8(bytes) {
        Ok(text) => text.chars().filter(|c| !is_forbidden(*c)).collect::<String>().into_bytes(),
        Err(error) => error.into_bytes(),
    }
}

/// Whether a character that is forbidden, or a mark, may be in a text.
pub(crate) fn may_be_foul(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.first().is_some_and(|first| is_low(*first))
        || any_pair(bytes, |a, b| is_low(b) | begins_forbidden(a, b) | begins_mark(a, b))
}

/// Whether a character that is not seen, or turns the text, may be in it.
pub(crate) fn may_be_unseen(text: &str) -> bool {
    let short = |a: u8, b: u8| (a == 0xC2) & (b == 0xAD) | (a == 0xCD) & (b == 0x8F);
    let arabic = |a: u8, b: u8| (a == 0xD8) & (b == 0x9C);
    let old = |a: u8, b: u8| (a == 0xE1) & ((b == 0x85) | (b == 0x9E) | (b == 0xA0));
    let wide = |a: u8, b: u8| (a == 0xEF) & (b == 0xBB) | (a == 0xF3) & (b == 0xA0);
    let bytes = text.as_bytes();
    any_pair(bytes, |a, b| short(a, b) | arabic(a, b) | old(a, b) | wide(a, b))
        || any_triple(bytes, |a, b, c| {
            let general = (b == 0x80) & ((c & 0xF8 == 0x88) | (c & 0xF8 == 0xA8)) | (b == 0x81);
            let filler = (a == 0xE3) & (b == 0x85) & (c == 0xA4);
            let half = (a == 0xEF) & ((b == 0xBE) & (c == 0xA0) | (b == 0xBF) & (c & 0xF8 == 0xB8));
            (a == 0xE2) & general | filler | half
        })
}

/// Whether a character that is forbidden may be among these bytes. All texts are asked, most of them more
/// than once: without an early end and without branches, many bytes are looked at in one step.
fn may_be_forbidden(bytes: &[u8]) -> bool {
    bytes.first().is_some_and(|first| is_low(*first))
        || any_pair(bytes, |a, b| is_low(b) | begins_forbidden(a, b))
}

/// A control character in one byte.
fn is_low(b: u8) -> bool {
    (b < 0x20) & (b != b'\t') & (b != b'\n') & (b != b'\r') | (b == 0x7F)
}

/// Whether a forbidden character of several bytes may have these two.
fn begins_forbidden(a: u8, b: u8) -> bool {
    (a == 0xC2) & (b & 0xE0 == 0x80) | (a == 0xBF) & (b & 0xFE == 0xBE)
}

/// Whether a mark may begin with these bytes.
fn begins_mark(a: u8, b: u8) -> bool {
    (a == 0xEE) & (b == 0x80) | (a == 0xEF) & (b == 0xB7) | (a == 0xF0) & (b == 0x9B)
}

/// Lines, each with its end: `str::split_inclusive`, which looks at fewer bytes in one step.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut start = 0;
    let ends = memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
    let rest = (!text.ends_with('\n') && !text.is_empty()).then_some(text.len());
    ends.chain(rest).map(move |end| &text[std::mem::replace(&mut start, end)..end])
}

/// Whether one of these bytes of ASCII is in a text. Many bytes are looked at in one step.
pub(crate) fn has_any(text: &str, bytes: &[u8]) -> bool {
    let text = text.as_bytes();
    bytes.chunks(3).any(|bytes| match *bytes {
        [a, b, c] => memchr3(a, b, c, text).is_some(),
        [a, b] => memchr2(a, b, text).is_some(),
        _ => bytes.iter().any(|a| memchr(*a, text).is_some()),
    })
}

fn any_triple(bytes: &[u8], is: impl Fn(u8, u8, u8) -> bool) -> bool {
    let triples = bytes.iter().zip(bytes.iter().skip(1)).zip(bytes.iter().skip(2));
    triples.fold(false, |found, ((a, b), c)| found | is(*a, *b, *c))
}

fn any_pair(bytes: &[u8], is: impl Fn(u8, u8) -> bool) -> bool {
    bytes.iter().zip(bytes.iter().skip(1)).fold(false, |found, (a, b)| found | is(*a, *b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_those_of_the_standard_library() {
        for text in ["", "\n", "甲", "甲\n", "\n\n乙\r\n丙", "a\n\n"] {
            assert!(lines(text).eq(text.split_inclusive('\n')), "{text:?}");
        }
        assert!(has_any("甲[", b"<>[]") && has_any("^", b"^") && !has_any("甲乙", b"<>[]"));
    }

    #[test]
    fn a_text_is_admitted_without_moving_a_byte() {
        let text = "甲\r乙\r\n丙\r\rE\u{E001}p0\u{E002}\u{1BC9F}\u{FDD0}丁\u{FFFF}";
        let admitted = admitted(text);
        assert_eq!(admitted, "甲\n乙\r\n丙\n\nE\u{FFFD}p0\u{FFFD}\u{FFFD} \u{FFFD}丁\u{FFFD}");
        assert_eq!(admitted.len(), text.len());
        assert!(matches!(super::admitted("甲\r\n乙"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_terminal_is_told_nothing_but_words() {
        let text = "甲\u{1B}[31m\u{7}b\u{9B}c\u{202E}d\u{200B}\n\t";
        assert_eq!(printable(text), "甲\\u{1b}[31m\\u{7}b\\u{9b}c\\u{202e}d\\u{200b}\n\t");
        assert_eq!(printable_line("a\n::error::b\tc"), "a\\u{a}::error::b c");
        assert_eq!(pictured(text.trim_end()), "甲␛[31m␇b\u{FFFD}c\u{FFFD}d\u{FFFD}");
        assert!(matches!(printable("字，a"), Cow::Borrowed(_)));
    }

    #[test]
    fn bytes_that_look_harmless_are() {
        let (mut forbidden, mut marked, mut unseen) = (0, 0, 0);
        for c in '\0'..=char::MAX {
            let text = format!("字{c}字");
            assert!(may_be_forbidden(text.as_bytes()) || !is_forbidden(c), "{c:?}");
            assert!(any_pair(text.as_bytes(), begins_mark) || !is_mark(c), "{c:?}");
            assert!(may_be_foul(&text) || !(is_forbidden(c) || is_mark(c)), "{c:?}");
            assert_eq!(may_be_foul(&String::from(c)), may_be_foul(&text), "{c:?}");
            assert!(may_be_unseen(&text) || !(is_unseen(c) || is_turning(c)), "{c:?}");
            unseen += usize::from(may_be_unseen(&text));
            forbidden += usize::from(may_be_forbidden(text.as_bytes()));
            marked += usize::from(any_pair(text.as_bytes(), begins_mark));
        }
        assert!(
            forbidden < 20_000 && marked < 5_000 && unseen < 6_000,
            "{forbidden} {marked} {unseen}"
        );
        assert!(!may_be_unseen("“他说——”……《民法典》，1＋1"));
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
