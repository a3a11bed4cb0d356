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

use crate::base::chars::{GUARD as LETTER, PUNCTUATION, may_be_foul};
use crate::base::cjk::{is_cjk, is_variation_selector};
use memchr::{memchr_iter, memchr2, memchr2_iter, memchr3_iter};
use std::borrow::Cow;
use std::ops::Range;

/// Text ready for the parser, and the way back to the author's offsets.
pub struct Prepared<'a> {
    /// What to parse.
    pub text: Cow<'a, str>,
    /// For every guard: its offset in `text`, and how many bytes of guards stand up to its end.
    guards: Vec<(usize, usize)>,
}

/// A place in a text, and what to put there. A guard of the first kind is a letter to the parser:
/// neither punctuation nor white space; the other kind is punctuation, for neighbours that are
/// delimiters themselves and must still see some.
pub type Guard = (usize, char);

/// Prepares Markdown for the parser.
pub fn prepare(text: &str) -> Prepared<'_> {
    prepare_with(text, Vec::new())
}

/// The same with further guards. No text is changed that holds such characters itself.
pub fn prepare_with(text: &str, further: Vec<Guard>) -> Prepared<'_> {
    let mut places = guards(text);
    places.extend(further);
    if places.is_empty() || may_be_foul(text) && text.contains([LETTER, PUNCTUATION]) {
        return Prepared { text: Cow::Borrowed(text), guards: Vec::new() };
    }
    // What stands at one place keeps its order.
    places.sort_by_key(|(at, _)| *at);
    let mut out = String::with_capacity(text.len() + places.len() * LETTER.len_utf8());
    let mut guards = Vec::with_capacity(places.len());
    let (mut copied, mut added) = (0, 0);
    for (at, guard) in places {
        out.push_str(&text[copied..at]);
        copied = at;
        added += guard.len_utf8();
        guards.push((out.len(), added));
        out.push(guard);
    }
    out.push_str(&text[copied..]);
    Prepared { text: Cow::Owned(out), guards }
}

/// Where emphasis needs guards.
fn guards(text: &str) -> Vec<Guard> {
    let mut places = Vec::new();
    let mut put = |at: usize, guard: char| places.push((at, guard));
    let bytes = text.as_bytes();
    let mut from = 0;
    // Between the few characters that matter nothing is read.
    let mut high = memchr3_iter(b'\\', b'*', b'~', bytes).peekable();
    let mut low = memchr_iter(b'_', bytes).peekable();
    loop {
        while high.next_if(|at| *at < from).is_some() {}
        while low.next_if(|at| *at < from).is_some() {}
        let next = [high.peek(), low.peek()].into_iter().flatten().min();
        let Some(&start) = next else { break };
        from = start + 1;
        match bytes[start] {
            b'\\' => from += usize::from(bytes.get(from).is_some_and(u8::is_ascii_punctuation)),
            // It may open behind punctuation, but the parser would see the selector instead.
            b'_' => {
                let varied = text[..start].ends_with(is_variation_selector);
                if varied && neighbour(text, start).is_some_and(|b| !b.is_alphanumeric()) {
                    put(start, PUNCTUATION);
                }
            }
            mark => {
                from += bytes[from..].iter().take_while(|b| **b == mark).count();
                around(text, start..from, &mut put);
            }
        }
    }
    places
}

/// The guards of a run of `*` or `~`.
fn around(text: &str, run: Range<usize>, put: &mut impl FnMut(usize, char)) {
    let (before, after) = (neighbour(text, run.start), text[run.end..].chars().next());
    let (Some(before), Some(after)) = (before, after) else { return };
    let white = before.is_whitespace() || after.is_whitespace();
    if white || !(is_cjk(before) || is_cjk(after)) {
        return;
    }
    if is_delimiter(before) {
        put(run.start, PUNCTUATION);
    }
    if needs_guard(before) {
        put(run.start, LETTER);
    }
    if needs_guard(after) {
        put(run.end, LETTER);
    }
    if is_delimiter(after) {
        put(run.end, PUNCTUATION);
    }
}

/// The neighbour before a place, looking through variation selectors.
fn neighbour(text: &str, place: usize) -> Option<char> {
    text[..place].chars().rev().find(|c| !is_variation_selector(*c))
}

/// Anything but a letter or digit may count as punctuation to the parser.
fn needs_guard(c: char) -> bool {
    !c.is_alphanumeric()
}

fn is_delimiter(c: char) -> bool {
    matches!(c, '*' | '_' | '~')
}

/// The first bytes of the two guards, which few other characters begin with.
const FIRST: [u8; 2] = [0xEE, 0xF0];

impl Prepared<'_> {
    /// The author's offset of an offset in the prepared text.
    pub fn original(&self, offset: usize) -> usize {
        match self.guards.partition_point(|&(at, _)| at < offset) {
            0 => offset,
            n => offset - self.guards[n - 1].1.min(offset),
        }
    }

    /// Whether nothing of what the parser said can be a guard: nothing begins as these two do.
    pub(crate) fn says_no_guard(&self, said: &str) -> bool {
        self.guards.is_empty() || memchr2(FIRST[0], FIRST[1], said.as_bytes()).is_none()
    }

    /// What the parser said, without guards.
    pub fn clean<'s>(&self, said: &'s str) -> Cow<'s, str> {
        if self.guards.is_empty() {
            return Cow::Borrowed(said);
        }
        let (mut out, mut copied) = (String::new(), 0);
        for at in memchr2_iter(FIRST[0], FIRST[1], said.as_bytes()) {
            let guard = said[at..].chars().next().filter(|c| matches!(*c, LETTER | PUNCTUATION));
            if let Some(guard) = guard {
                out.push_str(&said[copied..at]);
                copied = at + guard.len_utf8();
            }
        }
        if copied == 0 {
            return Cow::Borrowed(said);
        }
        Cow::Owned(out + &said[copied..])
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
        for guard in [LETTER, PUNCTUATION] {
            assert_eq!(prepared.clean(&format!("甲{guard}乙😀")), "甲乙😀");
        }
        assert!(matches!(prepared.clean("，“引”——é"), Cow::Borrowed(_)));
    }

    #[test]
    fn text_without_chinese_is_not_touched() {
        for text in ["**a**b", "a * b", "* * *", "\\*。", "plain"] {
            assert_eq!(prepare(text).text, text);
        }
    }
}
