//! A decision flow as a graph: its steps, and where each answer leads.
//!
//! The steps lie in the document, what its links lead to beside it; nothing is stored twice.

use crate::base::source::Span;
use crate::model::document::Step;
use crate::model::linked::LinkedDocument;
use crate::model::links::Resolved;
use crate::model::page::PageId;
use crate::model::site::Site;
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

/// A flow in a linked site.
pub struct Flow<'s> {
    linked: LinkedDocument<'s>,
    /// The step at which each anchor stands.
    by_anchor: HashMap<&'s str, usize>,
}

/// One answer of a question, or another link of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer<'s> {
    /// What a reader chooses.
    pub words: Cow<'s, str>,
    /// Where it is written.
    pub span: Span,
    /// Where it leads.
    pub to: Way<'s>,
}

/// Where an answer leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way<'s> {
    /// To a step, by its number.
    Step(usize),
    /// Out of the flow.
    Away(&'s Resolved),
}

impl<'s> Flow<'s> {
    /// The flow on a page; none without a step.
    pub fn of(site: &'s Site, page: PageId) -> Option<Self> {
        Self::in_text(LinkedDocument::body(site, page))
    }

    /// The flow that a text is; none without a step.
    pub fn in_text(linked: LinkedDocument<'s>) -> Option<Self> {
        let steps = &linked.document.steps;
        if steps.is_empty() {
            return None;
        }
        // A heading that is no step of its own, in a quotation, belongs to the step around it.
        let step = |heading: usize| {
            steps.partition_point(|step| step.heading as usize <= heading).checked_sub(1)
        };
        let headings = 0..linked.document.headings.len();
        let by_anchor = headings.filter_map(|n| Some((linked.heading_id(n), step(n)?))).collect();
        Some(Self { linked, by_anchor })
    }

    /// Its steps, in the order in which they are written.
    pub fn steps(&self) -> &'s [Step] {
        &self.linked.document.steps
    }

    /// The heading of a step.
    pub fn name(&self, step: usize) -> Cow<'s, str> {
        let heading = &self.linked.document.headings[self.steps()[step].heading as usize];
        self.linked.heading_text(heading)
    }

    /// The anchor of a step.
    pub fn anchor(&self, step: usize) -> &'s str {
        self.linked.heading_id(self.steps()[step].heading as usize)
    }

    /// Where the heading of a step is written.
    pub fn span(&self, step: usize) -> Span {
        self.linked.document.headings[self.steps()[step].heading as usize].span
    }

    /// The answers of a step; none for an outcome.
    pub fn answers(&self, step: usize) -> impl Iterator<Item = Answer<'s>> {
        self.links(&self.steps()[step].answers)
    }

    /// All links of a step, its answers among them.
    pub fn all_links(&self, step: usize) -> impl Iterator<Item = Answer<'s>> {
        self.links(&self.steps()[step].references)
    }

    /// Where a link of the flow leads.
    pub fn way(&self, to: &'s Resolved) -> Way<'s> {
        let own = |page: PageId| self.linked.is_body_of(page);
        let step = match to {
            Resolved::Anchor(id) => self.step_at(id),
            Resolved::Page(page, Some(id)) if own(*page) => self.step_at(id),
            Resolved::Page(page, None) if own(*page) => Some(0),
            _ => None,
        };
        step.map_or(Way::Away(to), Way::Step)
    }

    /// The step at an anchor; the top of the page is where the flow begins.
    fn step_at(&self, anchor: &str) -> Option<usize> {
        self.by_anchor.get(anchor).copied().or_else(|| (anchor == "top").then_some(0))
    }

    fn links(&self, references: &Range<u32>) -> impl Iterator<Item = Answer<'s>> {
        let range = references.start as usize..references.end as usize;
        let references = &self.linked.document.references[range.clone()];
        let resolved = self.linked.links.resolved.get(range).unwrap_or_default();
        let links: Vec<Answer<'s>> = references
            .iter()
            .zip(resolved)
            .map(|(reference, to)| Answer {
                words: self.linked.words(reference, to),
                span: reference.span,
                to: self.way(to),
            })
            .collect();
        links.into_iter()
    }
}
