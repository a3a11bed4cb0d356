//! Steps of a decision flow: which headings begin one, and which lists are its answers. Where an answer
//! leads is `link`'s work.
//!
//! Every heading that stands by itself is a step. If the last block below it is a list of nothing but
//! links, one an item, the step is a question and the items are its answers; any other step is an outcome.

use super::references::class;
use super::{Builder, Spot, index};
use crate::diag::FlowRule;
use crate::model::document::{HoleKind, Step, Target};
use crate::parse::target;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// What is known of steps before the text is read, by the numbers of events.
#[derive(Debug, Default)]
pub(super) struct Steps {
    /// Headings that begin a step.
    starts: HashSet<usize>,
    /// Where a list of answers begins, and where it ends.
    answers: HashMap<usize, usize>,
    /// Lists that nearly are answers, by where they begin: what is in them besides.
    nearly: HashMap<usize, Range<usize>>,
    /// Where the list of answers that is being read ends.
    end: usize,
    /// Whether a list of answers is being read.
    pub(super) in_answers: bool,
    /// Whether a step is being read.
    open: bool,
}

impl Steps {
    /// Finds them. `raw`: whether the author's own HTML is HTML, and not text.
    pub(super) fn of(events: &[Spot<'_>], raw: bool) -> Self {
        let mut steps = Self::default();
        let (mut last, mut open) = (None, 0_usize);
        for block in blocks(events) {
            if raw {
                open = still_open(&events[block.clone()], open);
            }
            match &events[block.start].0 {
                Event::Start(Tag::FootnoteDefinition(_)) => break,
                // A step would begin inside what encloses it and end behind it.
                Event::Start(Tag::Heading { .. }) if open == 0 => {
                    steps.list(events, last.take());
                    steps.starts.insert(block.start);
                }
                _ if is_unseen(&events[block.clone()]) => {}
                _ => last = Some(block),
            }
        }
        steps.list(events, last);
        steps
    }

    /// Looks at the last block of a step.
    fn list(&mut self, events: &[Spot<'_>], block: Option<Range<usize>>) {
        let Some(block) = block else { return };
        if !matches!(events[block.start].0, Event::Start(Tag::List(_))) {
            return;
        }
        let items = blocks(&events[block.start + 1..block.end - 1]);
        let items = items.map(|item| &events[block.start + 1..][item]);
        let (mut pure, mut impure, mut steps) = (0, None, false);
        for item in items {
            match sole_link(item) {
                Some(_) => pure += 1,
                None => impure = impure.or_else(|| item.first().map(|(_, range)| range.clone())),
            }
            steps |=
                item.iter().filter_map(target).any(|target| matches!(target, Target::Anchor(_)));
        }
        match impure {
            None if pure > 0 => {
                self.answers.insert(block.start, block.end - 1);
            }
            Some(range) if pure > 0 || steps => {
                self.nearly.insert(block.start, range);
            }
            _ => {}
        }
    }
}

/// The blocks of these events, as ranges of them; what stands in a block belongs to it.
fn blocks<'e>(events: &'e [Spot<'_>]) -> impl Iterator<Item = Range<usize>> + 'e {
    let mut at = 0;
    std::iter::from_fn(move || {
        let (start, mut depth) = (at, 0_usize);
        while let Some((event, _)) = events.get(at) {
            at += 1;
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                return Some(start..at);
            }
        }
        None
    })
}

/// Elements of an author's own HTML that hold blocks of Markdown.
const AROUND: [&str; 11] = [
    "article",
    "aside",
    "blockquote",
    "center",
    "details",
    "div",
    "dl",
    "figure",
    "ol",
    "section",
    "ul",
];

/// How many such elements are open behind a block, of those that were open before it.
fn still_open(block: &[Spot<'_>], before: usize) -> usize {
    let html = block.iter().filter_map(|(event, _)| match event {
        Event::Html(html) => Some(html.as_ref()),
        _ => None,
    });
    let html: String = html.collect();
    let mut open = before;
    let tags = html.split("<!--").enumerate().flat_map(|(n, part)| {
        // Behind each but the first stands a comment.
        let outside =
            if n == 0 { part } else { part.split_once("-->").map_or("", |(_, rest)| rest) };
        outside.split('<').skip(1)
    });
    for tag in tags {
        let (closes, tag) = tag.strip_prefix('/').map_or((false, tag), |tag| (true, tag));
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        if AROUND.iter().any(|around| around.eq_ignore_ascii_case(name)) {
            open = if closes { open.saturating_sub(1) } else { open + 1 };
        }
    }
    open
}

/// Whether a block is nothing but comments.
fn is_unseen(block: &[Spot<'_>]) -> bool {
    let mut html = String::new();
    for (event, _) in block {
        match event {
            Event::Html(part) => html.push_str(part),
            Event::Start(Tag::HtmlBlock) | Event::End(_) => {}
            _ => return false,
        }
    }
    let html = html.trim();
    html.starts_with("<!--") && html.find("-->") == Some(html.len().saturating_sub(3))
}

/// Where the one link leads that an item consists of. An entry of a registry, such as a number to call, is
/// nothing that the flow goes on to.
fn sole_link(item: &[Spot<'_>]) -> Option<Target> {
    let mut seen = item.iter().filter(|(event, _)| !is_frame(event));
    let found = target(seen.next()?)?;
    let ends = |(event, _): &&Spot<'_>| matches!(event, Event::End(TagEnd::Link));
    seen.by_ref().find(ends)?;
    let taken = !matches!(found, Target::Entry { .. } | Target::Blank(_) | Target::Inert(_));
    (taken && seen.next().is_none()).then_some(found)
}

/// Whether this is no more than what a link in an item may stand in.
fn is_frame(event: &Event<'_>) -> bool {
    match event {
        Event::Start(Tag::Item | Tag::Paragraph | Tag::Emphasis | Tag::Strong)
        | Event::End(TagEnd::Item | TagEnd::Paragraph | TagEnd::Emphasis | TagEnd::Strong)
        | Event::SoftBreak => true,
        Event::Text(text) => text.trim().is_empty(),
        Event::InlineHtml(html) => html.starts_with("<!--"),
        _ => false,
    }
}

/// What a link leads to.
fn target((event, _): &Spot<'_>) -> Option<Target> {
    let Event::Start(Tag::Link { link_type, dest_url, .. }) = event else { return None };
    Some(target::classify(class(*link_type), dest_url))
}

impl Builder<'_> {
    /// Begins a step at the heading at `i` if that is one; returns its number.
    pub(super) fn start_step(&mut self, i: usize) -> Option<u32> {
        if !self.steps.starts.contains(&i) {
            return None;
        }
        self.end_step();
        let (number, references) = (index(self.doc.steps.len()), index(self.doc.references.len()));
        self.mark(HoleKind::Step(number), true);
        self.doc.steps.push(Step {
            heading: index(self.doc.headings.len()),
            filled: false,
            references: references..references,
            answers: references..references,
        });
        self.steps.open = true;
        Some(number)
    }

    /// Ends the step that is being read, if there is one.
    pub(super) fn end_step(&mut self) {
        if !std::mem::take(&mut self.steps.open) {
            return;
        }
        let (references, blocks) = (index(self.doc.references.len()), self.block_index());
        let number = index(self.doc.steps.len() - 1);
        if let Some(step) = self.doc.steps.last_mut() {
            let heading = self.doc.headings.get(step.heading as usize);
            step.references.end = references;
            step.filled = heading.is_some_and(|heading| blocks > heading.block + 1)
                || step.references.start < references;
        }
        self.mark(HoleKind::StepEnd(number), true);
    }

    /// Begins the list of a step's answers at `i` if there is one, and says of one that nearly is what
    /// else is in it.
    pub(super) fn start_answers(&mut self, i: usize, ordered: bool) -> bool {
        if let Some(range) = self.steps.nearly.remove(&i).filter(|_| self.steps.open) {
            self.report(range, FlowRule::MixedAnswers);
        }
        let Some(end) = self.steps.answers.remove(&i).filter(|_| self.steps.open) else {
            return false;
        };
        (self.steps.in_answers, self.steps.end) = (true, end);
        self.no_cards += 1;
        let from = index(self.doc.references.len());
        if let Some(step) = self.doc.steps.last_mut() {
            step.answers = from..from;
        }
        self.push_html(if ordered {
            "<ol class=\"answers\">\n"
        } else {
            "<ul class=\"answers\">\n"
        });
        true
    }

    /// Ends it at `i`, if it ends there.
    pub(super) fn end_answers(&mut self, i: usize) {
        if !self.steps.in_answers || self.steps.end != i {
            return;
        }
        self.steps.in_answers = false;
        self.no_cards -= 1;
        let to = index(self.doc.references.len());
        if let Some(step) = self.doc.steps.last_mut() {
            step.answers.end = to;
        }
    }
}
