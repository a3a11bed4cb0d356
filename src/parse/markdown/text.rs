//! The plain text beside the HTML: blocks, line breaks, and where each stretch of it was written.

use super::marks::PROSE;
use super::{Builder, Spot, index};
use crate::base::cjk::joins;
use crate::base::source::Span;
use crate::model::document::{Block, MarkupOffset, Prose, Run, RunKind, TextOffset};
use crate::parse::tags::words;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

impl<'e> Builder<'e> {
    /// A line break of the author's: nothing between two CJK characters, else a space.
    pub(super) fn soft_break(&mut self, i: usize) {
        if self.joins_at(i, &self.doc.text[self.block_start..]) {
            return;
        }
        self.doc.text.push(' ');
        self.html.push(Event::SoftBreak);
    }

    /// Whether no space is meant by the line break at `i`, behind these words.
    pub(super) fn joins_at(&self, i: usize, before: &str) -> bool {
        let words = |(event, _): &'e Spot<'e>| match event {
            Event::Text(t) | Event::Code(t) => Some(&**t),
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. })
            | Event::End(
                TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link,
            )
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_) => Some(""),
            _ => None,
        };
        let after = self.events[i + 1..].iter().map_while(words).flat_map(str::chars);
        joins(before.chars().rev(), after)
    }

    pub(super) fn block_index(&self) -> u32 {
        index(self.doc.blocks.len())
    }

    /// Ends the current block of plain text, if there is one.
    pub(super) fn end_block(&mut self) {
        let end = self.doc.text.len();
        let empty = self.doc.text[self.block_start..].trim().is_empty();
        if empty && !self.block_references {
            self.doc.text.truncate(self.block_start);
            return;
        }
        self.doc
            .blocks
            .push(Block { start: TextOffset::new(self.block_start), end: TextOffset::new(end) });
        self.doc.text.push('\n');
        self.block_start = end + 1;
        self.block_references = false;
    }

    /// Adds what a reader sees of the author's own HTML, a block that starts at `i`.
    pub(super) fn html_words(&mut self, i: usize) {
        let lines = self.events[i + 1..].iter().map_while(|(event, _)| match event {
            Event::Html(html) => Some(&**html),
            _ => None,
        });
        let html: String = lines.collect();
        self.doc.text.push_str(&words(&html));
    }

    /// Notes that the next `length` bytes of text may hold names to link.
    pub(super) fn prose(&mut self, length: usize) {
        let alone = self.closed > 0 || !self.open_links.is_empty() || self.elements.closed();
        if alone || !self.mode.prose {
            return;
        }
        let start = self.doc.text.len();
        let (start, end) = (TextOffset::new(start), TextOffset::new(start + length));
        match self.doc.shown.prose.last_mut().filter(|_| self.in_prose) {
            Some(stretch) => stretch.end = end,
            None => {
                self.html.push(Event::InlineHtml(PROSE.into()));
                self.doc.shown.prose.push(Prose { start, end, markup: MarkupOffset::new(0) });
                self.in_prose = true;
            }
        }
    }

    pub(super) fn run_of(&mut self, range: &Range<usize>, kind: RunKind) {
        let span = self.span(range);
        let (block, quoted) = (self.block_index(), self.quotes > 0);
        let at = TextOffset::new(self.doc.text.len());
        self.doc.raw |= kind == RunKind::Raw;
        self.doc.words.runs.push(Run::new(span.start..span.end, at, block, kind, quoted));
    }

    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        self.source.span(range.clone())
    }
}
