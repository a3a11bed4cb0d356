//! Links the first use of a term, or of another guide's printed names, by itself.
//!
//! At most one link for each thing on a page, none to what the author links there already, and none
//! in the short answer, which a reader in a hurry reads in one go. Which words are meant is decided
//! by the [`vocabulary`], which of them on a page are linked by its [`reader`]; here they become
//! references like an author's, marked as automatic.

mod quoted;
mod reader;
mod vocabulary;

use crate::base::bug::bug;
use crate::base::source::Sources;
use crate::model::document::{
    Document, Hole, HoleKind, MarkupOffset, Reference, Target, TextOffset,
};
use crate::model::links::{Linked, Resolved};
use crate::model::page::{PageId, Role};
use crate::model::registry::{EntryId, Scheme};
use crate::model::site::Site;
use reader::{Pick, Reader};

pub(super) use vocabulary::Vocabulary;

/// What a name can lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Goal {
    /// An entry of the glossary.
    Term(usize),
    /// A page.
    Page(PageId),
}

impl Goal {
    /// What a reference leads to, if that is a goal.
    fn of(resolved: &Resolved) -> Option<Self> {
        match resolved {
            Resolved::Entry(entry) if entry.scheme == Scheme::Term => Some(Self::Term(entry.index)),
            Resolved::Page(page, _) => Some(Self::Page(*page)),
            _ => None,
        }
    }

    fn resolved(self) -> Resolved {
        match self {
            Self::Term(term) => Resolved::Entry(EntryId::new(Scheme::Term, term)),
            Self::Page(page) => Resolved::Page(page, None),
        }
    }

    /// As an author would have written it.
    fn target(self, site: &Site) -> Target {
        match self {
            Self::Term(term) => {
                let id = site.registry.terms[term].term.clone();
                Target::Entry { scheme: Scheme::Term, id }
            }
            Self::Page(page) => {
                let page = site.page(page).meta.id.clone();
                Target::Wiki { page, heading: None }
            }
        }
    }
}

/// Adds the links to a page's body, behind the author's own.
pub(super) fn link(
    site: &Site,
    vocabulary: &Vocabulary,
    id: PageId,
    sources: &Sources,
    linked: &mut Linked,
) {
    let (page, body) = (site.page(id), &site.bodies[id.index()]);
    // The home page and the introductions of folders are ways in, not texts to look things up in.
    if !matches!(page.role, Role::Guide | Role::Plain) || body.shown.prose.is_empty() {
        return;
    }
    let picks = Reader::new(site, vocabulary, id, linked, sources.get(page.source)).picks();
    if picks.is_empty() {
        return;
    }
    linked.body.resolved.extend(picks.iter().map(|pick| pick.goal.resolved()));
    linked.body.automatic = picks.iter().map(|pick| reference(site, body, pick)).collect();
    linked.body.holes = holes(body, &picks);
}

fn reference(site: &Site, document: &Document, pick: &Pick) -> Reference {
    let block = document.blocks.partition_point(|b| b.start.get() <= pick.text.start);
    let block = index(block.saturating_sub(1));
    let above = document.headings.partition_point(|h| h.block < block);
    Reference {
        target: pick.goal.target(site),
        span: pick.span,
        words: Some(document.text[pick.text.clone()].to_owned()),
        block,
        at: TextOffset::new(pick.text.start),
        heading: above.checked_sub(1).map(index),
        automatic: true,
        attribute: false,
    }
}

/// The document's holes with those of the picks among them, in the order of the markup.
fn holes(document: &Document, picks: &[Pick]) -> Vec<Hole> {
    let first = document.references.len();
    let mut holes = Vec::with_capacity(document.shown.holes.len() + picks.len() * 2);
    let mut old = document.shown.holes.iter().copied().peekable();
    for (n, pick) in picks.iter().enumerate() {
        let n = index(first + n);
        let start = MarkupOffset::new(pick.markup.start);
        let end = MarkupOffset::new(pick.markup.end);
        // A picture right before the name stays before its link.
        while let Some(hole) = old.next_if(|hole| hole.at <= start) {
            holes.push(hole);
        }
        holes.push(Hole { at: start, what: HoleKind::LinkOpen(n) });
        holes.push(Hole { at: end, what: HoleKind::LinkClose(n) });
    }
    holes.extend(old);
    holes
}

fn index(n: usize) -> u32 {
    u32::try_from(n).unwrap_or_else(|_| bug("more parts of a text than it has bytes"))
}
