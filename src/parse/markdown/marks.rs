//! Marks: what stands for a hole while the parser's library writes the HTML, which knows no holes. No
//! text of an author's holds any: see [`crate::base::chars`].

use super::Builder;
use crate::base::chars::{MARK_CLOSE, MARK_OPEN};
use crate::model::document::{Alert, Document, Hole, HoleKind, MarkupOffset, Shown};
use memchr::memchr_iter;
use pulldown_cmark::Event;

/// The mark where a stretch of prose begins. They need no number: they come in order.
pub(super) const PROSE: &str = "\u{E001}t\u{E002}";

impl Builder<'_> {
    /// Leaves a hole in the HTML, as a block of its own or inside a line.
    pub(super) fn mark(&mut self, hole: HoleKind, block: bool) {
        let mark = mark(hole);
        self.html.push(match block {
            true => Event::Html((mark + "\n").into()),
            false => Event::InlineHtml(mark.into()),
        });
    }
}

/// What stands in the HTML for a hole.
pub(super) fn mark(hole: HoleKind) -> String {
    let (letter, number) = encode(hole);
    format!("{MARK_OPEN}{letter}{number}{MARK_CLOSE}")
}

/// Turns the marked HTML into markup and holes.
pub(super) fn cut_marks(marked: &str, doc: &mut Document) {
    let mut stretches = 0;
    let mut rest = marked;
    let Shown { prose, holes, .. } = &mut *doc.shown;
    let mut markup = String::with_capacity(marked.len());
    while let Some(at) = find(MARK_OPEN, rest) {
        markup.push_str(&rest[..at]);
        let inside = &rest[at + MARK_OPEN.len_utf8()..];
        let (mark, after) = match find(MARK_CLOSE, inside) {
            Some(at) => (&inside[..at], &inside[at + MARK_CLOSE.len_utf8()..]),
            None => (inside, ""),
        };
        if mark == "t"
            && let Some(stretch) = prose.get_mut(stretches)
        {
            stretch.markup = MarkupOffset::new(markup.len());
            stretches += 1;
        } else if let Some(what) = decode(mark) {
            holes.push(Hole { at: MarkupOffset::new(markup.len()), what });
        }
        rest = after;
    }
    markup.push_str(rest);
    doc.shown.enter(&markup, &doc.text);
}

/// Where a mark first begins or ends. The first byte of either begins no character of any script, so few places
/// are looked at; `str::find` would look for the last one, which is in every other character of Chinese.
fn find(end: char, text: &str) -> Option<usize> {
    const FIRST: u8 = 0xEE;
    memchr_iter(FIRST, text.as_bytes()).find(|at| text[*at..].starts_with(end))
}

fn encode(hole: HoleKind) -> (char, u32) {
    match hole {
        HoleKind::LinkOpen(n) => ('l', n),
        HoleKind::LinkClose(n) => ('e', n),
        HoleKind::Inline(n) => ('i', n),
        HoleKind::Card(n) => ('c', n),
        HoleKind::Code(n) => ('p', n),
        HoleKind::Image(n) => ('m', n),
        HoleKind::Alert(alert) => ('a', alert as u32),
        HoleKind::HeadingId(n) => ('h', n),
        HoleKind::Address(n) => ('u', n),
        HoleKind::Step(n) => ('s', n),
        HoleKind::StepNumber(n) => ('q', n),
        HoleKind::StepEnd(n) => ('f', n),
        HoleKind::StepOf(n) => ('g', n),
        HoleKind::Notes => ('n', 0),
        HoleKind::WayBack { note, n } => ('b', u32::from(note) << 16 | u32::from(n)),
    }
}

fn decode(mark: &str) -> Option<HoleKind> {
    let mut chars = mark.chars();
    let letter = chars.next()?;
    let n: u32 = chars.as_str().parse().ok()?;
    Some(match letter {
        'l' => HoleKind::LinkOpen(n),
        'e' => HoleKind::LinkClose(n),
        'i' => HoleKind::Inline(n),
        'c' => HoleKind::Card(n),
        'p' => HoleKind::Code(n),
        'm' => HoleKind::Image(n),
        'h' => HoleKind::HeadingId(n),
        'u' => HoleKind::Address(n),
        's' => HoleKind::Step(n),
        'q' => HoleKind::StepNumber(n),
        'f' => HoleKind::StepEnd(n),
        'g' => HoleKind::StepOf(n),
        'n' => HoleKind::Notes,
        'b' => HoleKind::WayBack { note: (n >> 16) as u16, n: (n & 0xFFFF) as u16 },
        'a' => HoleKind::Alert(
            [Alert::Note, Alert::Tip, Alert::Important, Alert::Warning, Alert::Caution]
                .into_iter()
                .find(|a| *a as u32 == n)?,
        ),
        _ => return None,
    })
}
