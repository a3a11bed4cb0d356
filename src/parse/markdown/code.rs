//! Code blocks.

use super::{Builder, index};
use crate::diag::Slip;
use crate::model::document::{Code, HoleKind};
use pulldown_cmark::{CodeBlockKind, Event, TagEnd};
use std::ops::Range;

impl<'e> Builder<'e> {
    pub(super) fn code_block(
        &mut self,
        i: usize,
        kind: &CodeBlockKind<'e>,
        range: &Range<usize>,
    ) -> usize {
        self.end_block();
        let mut text = String::new();
        let mut end = i + 1;
        while let Some((event, _)) = self.events.get(end) {
            match event {
                Event::Text(t) => text.push_str(t),
                Event::End(TagEnd::CodeBlock) => break,
                _ => {}
            }
            end += 1;
        }
        let language = match kind {
            CodeBlockKind::Fenced(info) => {
                self.fence(range);
                info.split([' ', ',', '{']).next().filter(|l| !l.is_empty()).map(str::to_owned)
            }
            CodeBlockKind::Indented => None,
        };
        self.doc.text.push_str(&text);
        self.end_block();
        let index = index(self.doc.shown.codes.len());
        self.doc.shown.codes.push(Code { language, text });
        self.mark(HoleKind::Code(index), true);
        end + 1
    }

    /// Reports a fence that nothing closes: a list item or the whole text ends first.
    fn fence(&mut self, range: &Range<usize>) {
        let Some(written) = self.source.text.get(range.clone()) else { return };
        let written = written.trim_end();
        let first = written.lines().next().unwrap_or_default();
        let Some(mark) = first.chars().next().filter(|c| matches!(c, '`' | '~')) else { return };
        let length = first.len() - first.trim_start_matches(mark).len();
        let last = written.rsplit_once('\n').map_or("", |(_, last)| last);
        let closing = last.trim_start_matches([' ', '\t', '>']);
        if closing.len() < length || closing.contains(|c| c != mark) {
            self.report(range.start..range.start + length, Slip::OpenFence);
        }
    }
}
