//! What a letter cannot hold: it is sent as plain text, in which tables, pictures and boxes are lost.

use super::Builder;
use crate::diag::{LetterRule, Lost};
use pulldown_cmark::{Event, Tag};
use std::ops::Range;

impl Builder<'_> {
    /// Says of what begins here, in a letter, that it is lost when the letter is sent.
    pub(super) fn lost_in_letter(&mut self, event: &Event<'_>, range: &Range<usize>) {
        if !self.mode.letter || self.in_comment {
            return;
        }
        if let Some(lost) = lost(event) {
            self.report(range.clone(), LetterRule::NotText { lost });
        }
    }
}

fn lost(event: &Event<'_>) -> Option<Lost> {
    Some(match event {
        Event::Start(Tag::Table(_)) => Lost::Table,
        Event::Start(Tag::Image { .. }) => Lost::Picture,
        Event::Start(Tag::CodeBlock(_)) => Lost::Code,
        Event::Start(Tag::BlockQuote(_)) => Lost::Box,
        Event::FootnoteReference(_) => Lost::Note,
        Event::Html(html) | Event::InlineHtml(html) if has_tag(html) => Lost::Html,
        _ => return None,
    })
}

/// Whether a start tag stands in it, outside comments.
fn has_tag(html: &str) -> bool {
    let before = html.split("<!--").next().unwrap_or_default();
    before.split('<').skip(1).any(|tag| tag.starts_with(|c: char| c.is_ascii_alphabetic()))
}
