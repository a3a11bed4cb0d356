//! Links the first use of a term, or of another guide's printed names, by itself.
//!
//! At most one link for each thing on a page, none to what the author links there already, and none
//! in the short answer, which a reader in a hurry reads in one go. Which words are meant is decided
//! by the [`vocabulary`], which of them on a page are linked by its [`reader`]; here they become
//! references like an author's, marked as automatic.

mod quoted;
mod reader;
mod vocabulary;

use crate::base::source::Sources;
use crate::model::page::{Document, Hole, HoleKind, PageId, Reference, Role, Target};
use crate::model::registry::{EntryId, Scheme};
use crate::model::site::{Links, Resolved, Site};
use rayon::prelude::*;
use reader::{Pick, Reader};
use vocabulary::Vocabulary;

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

/// Adds the links to every page's body, behind its own references.
pub(super) fn link(site: &mut Site, sources: &Sources, links: &mut [Links]) {
    let found = find(site, sources, links);
    for page in &mut site.pages {
        page.body.prose = Vec::new();
    }
    for (index, picks, references) in found {
        links[index].body.extend(picks.iter().map(|pick| pick.goal.resolved()));
        insert(&mut site.pages[index].body, &picks, references);
    }
}

/// The picks of every page that has any, with the references that they become.
fn find(
    site: &Site,
    sources: &Sources,
    links: &[Links],
) -> Vec<(usize, Vec<Pick>, Vec<Reference>)> {
    let Some(vocabulary) = Vocabulary::new(site) else { return Vec::new() };
    let readers =
        site.pages.par_iter().zip(links).enumerate().filter_map(|(index, (page, own))| {
            // The home page and the introductions of folders are ways in, not texts to look things up in.
            let read =
                matches!(page.role, Role::Guide | Role::Plain) && !page.body.prose.is_empty();
            let source = sources.get(page.source);
            let picks =
                read.then(|| Reader::new(site, &vocabulary, super::page_id(index), own, source));
            let picks = picks?.picks();
            let references = picks.iter().map(|pick| reference(site, &page.body, pick)).collect();
            (!picks.is_empty()).then_some((index, picks, references))
        });
    readers.collect()
}

fn reference(site: &Site, document: &Document, pick: &Pick) -> Reference {
    let block = document.blocks.partition_point(|b| b.start as usize <= pick.text.start);
    let block = index(block.saturating_sub(1));
    let above = document.headings.partition_point(|h| h.block < block);
    Reference {
        target: pick.goal.target(site),
        span: pick.span,
        words: Some(document.text[pick.text.clone()].to_owned()),
        block,
        at: index(pick.text.start),
        heading: above.checked_sub(1).map(index),
        automatic: true,
        attribute: false,
    }
}

/// Puts the references and their holes, both in the order of the text, into a document.
fn insert(document: &mut Document, picks: &[Pick], references: Vec<Reference>) {
    let first = document.references.len();
    document.references.reserve_exact(references.len());
    document.references.extend(references);
    let mut holes = Vec::with_capacity(document.holes.len() + picks.len() * 2);
    let mut old = std::mem::take(&mut document.holes).into_iter().peekable();
    for (n, pick) in picks.iter().enumerate() {
        let n = index(first + n);
        let (start, end) = (index(pick.markup.start), index(pick.markup.end));
        // A picture right before the name stays before its link.
        while let Some(hole) = old.next_if(|hole| hole.at <= start) {
            holes.push(hole);
        }
        holes.push(Hole { at: start, what: HoleKind::LinkOpen(n) });
        holes.push(Hole { at: end, what: HoleKind::LinkClose(n) });
    }
    holes.extend(old);
    document.holes = holes;
}

fn index(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
