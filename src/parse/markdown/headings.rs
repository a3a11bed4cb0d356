//! Headings: the leading title, and ids that each stand once on the page.
//!
//! An id that an author wrote comes first, wherever it stands; ids made of a heading's words give way
//! to it, and to those of the page's frame.

use super::guards::{is_attribute, is_attributes, without_closing};
use super::{Builder, Lead, index, mark};
use crate::base::slug::{RESERVED, slug};
use crate::diag::Slip;
use crate::model::document::{Heading, HoleKind};
use crate::parse::comments;
use pulldown_cmark::{CowStr, Event, HeadingLevel, Tag, TagEnd};
use std::collections::HashSet;
use std::ops::Range;

/// The ids that the author wrote.
#[derive(Debug, Default)]
pub(super) struct GivenIds {
    /// Those that stand on the page already.
    placed: HashSet<String>,
}

impl<'e> Builder<'e> {
    /// Keeps the author's ids for what they were given to: `html` are those of raw HTML, each with its tag.
    pub(super) fn give_ids(&mut self, html: &[(String, Range<usize>)]) {
        for (id, range) in html {
            self.given_at(id, range.clone());
            self.ids.reserve(id);
            self.doc.ids.push(id.clone());
        }
        for (event, _) in self.events {
            if let Event::Start(Tag::Heading { id: Some(id), .. }) = event {
                self.ids.reserve(id);
            }
        }
    }

    /// Whether an id that was given here is free; if not, that is said.
    fn given_at(&mut self, id: &str, range: Range<usize>) -> bool {
        let reserved = RESERVED.contains(&id);
        let free = !reserved && self.given.placed.insert(id.to_owned());
        if !free {
            self.report(range, Slip::DuplicateAnchor { id: id.to_owned(), reserved });
        }
        free
    }

    pub(super) fn heading(
        &mut self,
        i: usize,
        level: HeadingLevel,
        id: Option<&str>,
        classes: &[CowStr<'e>],
        range: &Range<usize>,
    ) -> usize {
        self.end_block();
        let (end, text) = self.words_until(i, |e| matches!(e, Event::End(TagEnd::Heading(_))));
        if level == HeadingLevel::H1 && self.is_lead(&text) {
            if let Some(comment) = comments::in_text(&text) {
                let written = comment.to_owned();
                self.report(range.clone(), Slip::ForeignComment { written });
            }
            self.doc.title_ids.extend(id.map(str::to_owned));
            self.doc.title_ids.push(slug(&text));
            self.title = Some(text);
            self.unseen.push(range.clone());
            return end + 1;
        }
        self.attributes(range, id.is_some() || !classes.is_empty());
        let given = id.filter(|id| !id.is_empty()).map(str::to_owned);
        let named_later = given.is_none() && self.has_bare_references(i + 1..end);
        let number = index(self.doc.headings.len());
        let step = self.start_step(i);
        let id = match given {
            Some(id) if self.given_at(&id, range.clone()) => id,
            Some(id) => self.ids.take(&id),
            None if named_later => String::new(),
            None => self.ids.take(&slug(&text)),
        };
        self.doc.headings.push(Heading {
            level: level as u8,
            id: id.clone(),
            block: self.block_index(),
            span: self.span(range),
        });
        let id = if named_later { mark(HoleKind::HeadingId(number)) } else { id };
        self.html.push(Event::Start(Tag::Heading {
            level,
            id: Some(id.into()),
            // A class means something to the theme: a stranger's text does not dress up as its parts.
            classes: if self.mode.untrusted { Vec::new() } else { classes.to_vec() },
            // What an answer leads to takes the focus.
            attrs: step.map(|_| ("tabindex".into(), Some("-1".into()))).into_iter().collect(),
        }));
        if let Some(step) = step {
            self.mark(HoleKind::StepNumber(step), false);
        }
        self.no_cards += 1;
        self.closed += 1;
        let from = self.html.len();
        let mut next = i + 1;
        while next < end {
            next = self.event(next);
        }
        if !self.has_bare_references(i + 1..end) {
            self.keep_clauses(from, level as u8);
        }
        self.no_cards -= 1;
        self.closed -= 1;
        // A heading's block exists even when its text is empty.
        self.block_references = true;
        self.end_block();
        self.html.push(self.events[end].0.clone());
        end + 1
    }

    /// Whether a first-level heading of these words is the page's title: nothing that a reader sees
    /// stands before it.
    fn is_lead(&self, words: &str) -> bool {
        let wanted = match self.mode.lead {
            Lead::Heading => false,
            Lead::Title => true,
            Lead::Again(title) => title.trim() == words.trim(),
        };
        let blank = |event: &Event<'_>| match event {
            Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock) => true,
            Event::Html(html) => html.trim().is_empty(),
            _ => false,
        };
        let first = wanted && self.title.is_none() && self.doc.headings.is_empty();
        first && self.html.iter().all(blank)
    }

    /// What is wrong with a heading's `{…}`. `read`: the parser took them for attributes.
    fn attributes(&mut self, range: &Range<usize>, read: bool) {
        let Some(written) = self.source.text.get(range.clone()) else { return };
        let mut line = words_of(written);
        line.end = line.start + without_comment(&written[line.clone()]).len();
        let Some(open) = written[line.clone()].rfind(['{', '｛']).map(|at| line.start + at) else {
            return;
        };
        let block = &written[open..line.end];
        if !block.ends_with(['}', '｝']) {
            return;
        }
        let inside = block.trim_matches(['{', '}', '｛', '｝']);
        let full = block.starts_with('｛') || block.ends_with('｝');
        let place = |at: usize, part: &str| range.start + at..range.start + at + part.len();
        let found = if full {
            let marked = inside.trim_start().starts_with(['#', '.', '＃', '．']);
            marked.then(|| (place(open, block), block))
        } else if !read && is_meant(&written[..open], inside) {
            Some((place(open, block), block))
        } else if is_attributes(&written[line.clone()]) {
            let dropped = inside.split_ascii_whitespace().find(|word| !counts(word));
            dropped.map(|word| (place(open + block.find(word).unwrap_or(0), word), word))
        } else {
            None
        };
        if let Some((range, written)) = found {
            let full = full || written.starts_with('{');
            let written = written.to_owned();
            self.report(range, Slip::HeadingAttributes { written, full });
        }
    }
}

/// A line without a comment at its end.
fn without_comment(line: &str) -> &str {
    let end = line.ends_with("-->").then(|| line.rfind("<!--")).flatten();
    line[..end.unwrap_or(line.len())].trim_end()
}

/// Whether what stands in braces was meant to be an id or a class, perhaps as other programs write it.
fn is_meant(before: &str, inside: &str) -> bool {
    let inside = inside.trim_start();
    let words = inside.strip_prefix(':').unwrap_or(inside);
    let named = |word: &str| word.starts_with(['#', '.']) && is_attribute(word) && counts(word);
    !before.ends_with('\\')
        && words.split_ascii_whitespace().all(is_attribute)
        && words.split_ascii_whitespace().any(named)
}

/// Whether a heading takes this over: an id, or a class that is one word and no list of endings.
fn counts(word: &str) -> bool {
    let one = |class: &str| class.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    word.starts_with('#') || word.strip_prefix('.').is_some_and(one)
}

/// The last line of a heading's words, without its marks at the end.
fn words_of(written: &str) -> Range<usize> {
    let end = written.trim_end().len();
    let start = |end: usize| written[..end].rfind('\n').map_or(0, |at| at + 1);
    let last = start(end);
    let underline = written[last..end].chars().all(|c| matches!(c, '=' | '-' | '>' | ' '));
    if last > 0 && underline {
        let end = written[..last].trim_end().len();
        return start(end)..end;
    }
    last..last + without_closing(&written[last..end]).len()
}
