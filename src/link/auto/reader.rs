//! Reads one page and picks the words that become links.

use super::Goal;
use super::quoted::Quoted;
use super::vocabulary::{Vocabulary, is_whole, language};
use crate::base::source::{Source, Span};
use crate::model::document::{Document, HoleKind, Prose};
use crate::model::links::Linked;
use crate::model::page::PageId;
use crate::model::site::Site;
use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashSet;
use std::ops::Range;

/// How many names of one block are linked: a paragraph is there to be read, not to be clicked.
const IN_BLOCK: usize = 2;

/// A name that is to be linked.
#[derive(Debug)]
pub(super) struct Pick {
    /// What it leads to.
    pub(super) goal: Goal,
    /// Where it stands in the document's text.
    pub(super) text: Range<usize>,
    /// Where it stands in the document's markup.
    pub(super) markup: Range<usize>,
    /// Where it is written.
    pub(super) span: Span,
}

/// One page and what is known about it so far.
pub(super) struct Reader<'a> {
    vocabulary: &'a Vocabulary,
    document: &'a Document,
    source: &'a Source,
    language: &'a str,
    /// What the page is, links to, or has been given a link to.
    done: HashSet<Goal>,
    quoted: OnceCell<Quoted>,
    /// Its markup, once words are looked up in it.
    markup: OnceCell<Cow<'a, str>>,
    /// Where reading has come to.
    place: Place,
}

/// A place in the text, and the same place in the markup.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    /// Index of a stretch of prose.
    stretch: usize,
    /// Offset in the text.
    text: usize,
    /// Offset in the markup.
    markup: usize,
}

impl Place {
    /// Where the first stretch of a document begins.
    fn at(first: &Prose) -> Self {
        Self { stretch: 0, text: first.start.get(), markup: first.markup.get() }
    }
}

impl<'a> Reader<'a> {
    /// Gets ready to read a page's body.
    pub(super) fn new(
        site: &'a Site,
        vocabulary: &'a Vocabulary,
        id: PageId,
        linked: &Linked,
        source: &'a Source,
    ) -> Self {
        let (page, body) = (site.page(id), &site.bodies[id.index()]);
        let linked = linked.answer.resolved.iter().chain(&linked.body.resolved);
        let linked = linked.filter_map(Goal::of);
        Self {
            vocabulary,
            document: body,
            source,
            language: language(site, page),
            done: linked.chain([Goal::Page(id)]).collect(),
            quoted: OnceCell::new(),
            markup: OnceCell::new(),
            place: body.shown.prose.first().map_or_else(Place::default, Place::at),
        }
    }

    /// The names to link, in the order of the text.
    pub(super) fn picks(mut self) -> Vec<Pick> {
        let document = self.document;
        let mut picks: Vec<Pick> = Vec::new();
        let mut from = document.shown.prose.first().map_or(0, |p| p.start.get());
        while let Some(found) = self.vocabulary.next(&document.text, from) {
            from = found.range.end;
            // What is known already, and what is known to mean nothing, hides what stands in it.
            let goal = found.word.goal(self.language).filter(|goal| !self.done.contains(goal));
            let Some(goal) = goal else { continue };
            let words = &document.text[found.range.clone()];
            if !found.word.is_written(words) || !is_whole(&document.text, &found.range) {
                from = found.range.start + words.chars().next().map_or(1, char::len_utf8);
                continue;
            }
            if let Some(markup) = self.markup(&found.range)
                && !self.quoted.get_or_init(|| Quoted::of(&document.text)).hold(&found.range)
                && !self.is_crowded(&picks, found.range.start)
                && !self.touches_link(&markup)
            {
                let span = self.span(&found.range);
                self.done.insert(goal);
                picks.push(Pick { goal, text: found.range, markup, span });
            }
        }
        picks
    }

    /// Where words of the text stand in the markup, if they stand in one stretch of prose.
    fn markup(&mut self, words: &Range<usize>) -> Option<Range<usize>> {
        let prose = &self.document.shown.prose;
        let before = self.place.stretch;
        while prose.get(self.place.stretch).is_some_and(|s| s.end.get() < words.end) {
            self.place.stretch += 1;
        }
        let stretch = prose.get(self.place.stretch).filter(|s| s.start.get() <= words.start)?;
        if self.place.stretch != before || self.place.text < stretch.start.get() {
            self.place.text = stretch.start.get();
            self.place.markup = stretch.markup.get();
        }
        let text = &self.document.text;
        let start = self.place.markup + escaped(&text[self.place.text..words.start]).len();
        (self.place.text, self.place.markup) = (words.start, start);
        // A link is put only where the words are seen to stand.
        let wanted = escaped(&text[words.clone()]);
        let markup = start..start + wanted.len();
        let whole = self.markup.get_or_init(|| self.document.markup());
        (whole.get(markup.clone()) == Some(&*wanted)).then_some(markup)
    }

    /// Whether the block at `at` has its share of links.
    fn is_crowded(&self, picks: &[Pick], at: usize) -> bool {
        let Some(earlier) = picks.len().checked_sub(IN_BLOCK) else { return false };
        let blocks = &self.document.blocks;
        let block = blocks.partition_point(|b| b.start.get() <= at).saturating_sub(1);
        blocks.get(block).is_some_and(|b| picks[earlier].text.start >= b.start.get())
    }

    /// Whether another link begins or ends right beside: two that touch look like one.
    fn touches_link(&self, markup: &Range<usize>) -> bool {
        let holes = &self.document.shown.holes;
        let at = |offset: usize| {
            let first = holes.partition_point(|hole| hole.at.get() < offset);
            holes[first..].iter().take_while(move |hole| hole.at.get() == offset)
        };
        at(markup.start).chain(at(markup.end)).any(|hole| {
            matches!(
                hole.what,
                HoleKind::LinkOpen(_) | HoleKind::LinkClose(_) | HoleKind::Inline(_)
            )
        })
    }

    /// Where words of the text are written in the file.
    fn span(&self, words: &Range<usize>) -> Span {
        let runs = &self.document.words.runs;
        let run = runs.partition_point(|run| run.at.get() <= words.start).saturating_sub(1);
        let Some(run) = runs.get(run) else { return self.source.span(0..0) };
        let (text, first) = (&self.document.text, run.at.get());
        let written = self.source.text.get(run.range()).unwrap_or_default();
        // Text reads as it is written but for escapes, entities and line breaks.
        let before = text.get(first..words.start).filter(|b| written.starts_with(b));
        let start = before.map(str::len).or_else(|| written.find(&text[words.clone()]));
        let Some(start) = start else {
            return Span { source: self.source.id, start: run.start, end: run.end };
        };
        let start = run.start.get() + start;
        self.source.span(start..(start + words.len()).min(self.source.text.len()))
    }
}

/// Words as the markup has them.
fn escaped(words: &str) -> Cow<'_, str> {
    if !words.contains(['&', '<', '>']) {
        return Cow::Borrowed(words);
    }
    Cow::Owned(words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"))
}
