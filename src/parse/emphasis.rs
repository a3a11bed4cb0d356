//! Emphasis beside Chinese punctuation.
//!
//! CommonMark decides by the neighbours of `**` whether it may open or close; beside full-width
//! punctuation, with no space around, it decides wrongly (`**注意。**下一句` stays literal). The public
//! `markdown-cjk-friendly` specification mends the rule: where neither neighbour is white space and
//! at least one is CJK, a run of `*` or `~~` may do both.
//!
//! The parser has no such option yet, so invisible private-use characters are put between the run
//! and the punctuation, and taken out of everything the parser says. When the parser learns the rule,
//! [`prepare`] becomes the identity.

use crate::cjk::{is_cjk, is_variation_selector};
use std::borrow::Cow;

/// Text ready for the parser, and the way back to the author's offsets.
pub struct Prepared<'a> {
    /// What to parse.
    pub text: Cow<'a, str>,
    /// For every guard: its offset in `text`, and how many bytes of guards stand up to its end.
    guards: Vec<(usize, usize)>,
}

/// A letter to the parser: neither punctuation nor white space.
const LETTER: char = '\u{E000}';
/// Punctuation to the parser, for neighbours that are delimiters themselves and must still see some.
/// Assigned but in no living use (Duployan); no text that contains it is changed.
const PUNCTUATION: char = '\u{1BC9F}';

/// Prepares Markdown for the parser.
pub fn prepare(text: &str) -> Prepared<'_> {
    let plain = || Prepared { text: Cow::Borrowed(text), guards: Vec::new() };
    if !text.contains(['*', '~', '_']) || text.contains([LETTER, PUNCTUATION]) {
        return plain();
    }
    let mut out = String::new();
    let mut guards = Vec::new();
    let (mut copied, mut added) = (0, 0);
    let mut put = |out: &mut String, at: usize, guard: char| {
        out.push_str(&text[copied..at]);
        copied = at;
        added += guard.len_utf8();
        guards.push((out.len(), added));
        out.push(guard);
    };
    let mut chars = text.char_indices().peekable();
    // The neighbour before a run, looking through variation selectors.
    let mut before: Option<char> = None;
    let mut selector = false;
    while let Some((start, c)) = chars.next() {
        let varied = std::mem::replace(&mut selector, is_variation_selector(c));
        match c {
            '\\' if chars.peek().is_some_and(|(_, n)| n.is_ascii_punctuation()) => {
                before = chars.next().map(|(_, n)| n);
            }
            '*' | '~' => {
                let mut end = start + 1;
                while chars.next_if(|&(_, n)| n == c).is_some() {
                    end += 1;
                }
                let after = text[end..].chars().next();
                if let (Some(b), Some(a)) = (before, after)
                    && !b.is_whitespace()
                    && !a.is_whitespace()
                    && (is_cjk(b) || is_cjk(a))
                {
                    if is_delimiter(b) {
                        put(&mut out, start, PUNCTUATION);
                    }
                    if needs_guard(b) {
                        put(&mut out, start, LETTER);
                    }
                    if needs_guard(a) {
                        put(&mut out, end, LETTER);
                    }
                    if is_delimiter(a) {
                        put(&mut out, end, PUNCTUATION);
                    }
                }
                before = Some(c);
            }
            // `_` may open behind punctuation, but the parser would see the selector instead.
            '_' if varied && before.is_some_and(|b| !b.is_alphanumeric()) => {
                put(&mut out, start, PUNCTUATION);
                before = Some(c);
            }
            c if is_variation_selector(c) => {}
            c => before = Some(c),
        }
    }
    if guards.is_empty() {
        return plain();
    }
    out.push_str(&text[copied..]);
    Prepared { text: Cow::Owned(out), guards }
}

/// Anything but a letter or digit may count as punctuation to the parser.
fn needs_guard(c: char) -> bool {
    !c.is_alphanumeric()
}

fn is_delimiter(c: char) -> bool {
    matches!(c, '*' | '_' | '~')
}

impl Prepared<'_> {
    /// The author's offset of an offset in the prepared text.
    pub fn original(&self, offset: usize) -> usize {
        match self.guards.partition_point(|&(at, _)| at < offset) {
            0 => offset,
            n => offset - self.guards[n - 1].1.min(offset),
        }
    }

    /// What the parser said, without guards.
    pub fn clean<'s>(&self, said: &'s str) -> Cow<'s, str> {
        if self.guards.is_empty() || !said.contains([LETTER, PUNCTUATION]) {
            return Cow::Borrowed(said);
        }
        Cow::Owned(said.replace([LETTER, PUNCTUATION], ""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_lead_back_to_the_authors_text() {
        let text = "前**注意。**下一句**“引”**后";
        let prepared = prepare(text);
        assert_ne!(prepared.text, text);
        for (i, c) in prepared.text.char_indices().filter(|(_, c)| *c != LETTER) {
            let original = prepared.original(i);
            assert_eq!(text[original..].chars().next(), Some(c), "at {i}");
        }
        assert_eq!(prepared.clean(&prepared.text), text);
    }

    #[test]
    fn text_without_chinese_is_not_touched() {
        for text in ["**a**b", "a * b", "* * *", "\\*。", "plain"] {
            assert_eq!(prepare(text).text, text);
        }
    }
}
