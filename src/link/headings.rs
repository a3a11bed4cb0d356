//! Ids of headings in which a reference stands without words. Readers see its label there, so the id is
//! made of it, too, which no file knows by itself.

use super::entries::{Registered, entry};
use super::names::{NamedPage, Names};
use crate::base::evenly::Evenly as _;
use crate::base::slug::{Ids, slug};
use crate::base::suggest::Guesses;
use crate::model::document::{Document, Heading, Target};
use crate::model::links::Resolved;
use crate::model::page::PageId;
use crate::model::site::Site;
use rayon::prelude::*;

/// The ids of a page's headings, for each document in which `parse` left one without; empty for others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct HeadingIds {
    pub(super) answer: Vec<String>,
    pub(super) body: Vec<String>,
}

/// Names every heading of every page that has no id. Those that have one keep it, so that another file
/// never changes the address of a heading that is written out.
pub(super) fn name(site: &Site, names: &Names, registered: &Registered) -> Vec<HeadingIds> {
    let pages = (0..site.pages.len()).into_par_iter().evenly().map(PageId::at);
    pages.map(|id| of_page(site, names, registered, id)).collect()
}

/// The same for one page.
pub(super) fn of_page(
    site: &Site,
    names: &Names,
    registered: &Registered,
    id: PageId,
) -> HeadingIds {
    let label = |target: &Target| label(site, names, registered, target);
    let answer = site.page(id).meta.answer.as_deref();
    HeadingIds {
        answer: answer.map_or_else(Vec::new, |answer| ids(answer, &label)),
        body: ids(&site.bodies[id.index()], &label),
    }
}

/// The ids of all headings of a document, or none where it gives them itself.
fn ids(document: &Document, label: &impl Fn(&Target) -> String) -> Vec<String> {
    let headings = &document.headings;
    if headings.iter().all(|heading| !heading.id.is_empty()) {
        return Vec::new();
    }
    let mut taken = Ids::in_frame();
    document.ids.iter().for_each(|id| taken.reserve(id));
    for heading in headings.iter().filter(|heading| !heading.id.is_empty()) {
        taken.take(&heading.id);
    }
    let id = |heading: &Heading| match heading.id.is_empty() {
        true => taken.take(&slug(&text(document, heading, label))),
        false => heading.id.clone(),
    };
    headings.iter().map(id).collect()
}

/// A heading's text as readers will see it.
fn text(document: &Document, heading: &Heading, label: &impl Fn(&Target) -> String) -> String {
    let Some(block) = document.blocks.get(heading.block as usize) else { return String::new() };
    let (mut text, mut from) = (String::new(), block.start.get());
    for (at, reference) in document.text_holes_in(&block.range()) {
        text.push_str(&document.text[from..at]);
        text.push_str(&label(&document.references[reference as usize].target));
        from = at;
    }
    text.push_str(&document.text[from..block.end.get()]);
    text
}

/// What a reference without words will read as; one that leads nowhere, as it is written.
fn label(site: &Site, names: &Names, registered: &Registered, target: &Target) -> String {
    // What leads nowhere is reported where it is linked.
    let guesses = Guesses::refused();
    let found = match target {
        Target::Wiki { page, heading } => match names.wiki(page, heading.as_deref(), &guesses) {
            Ok((NamedPage::Shown(page), _)) => Some(Resolved::Page(page, None)),
            _ => None,
        },
        Target::Entry { scheme, id } => {
            entry(&site.registry, registered, *scheme, id, None, &guesses).ok()
        }
        _ => None,
    };
    found.map_or_else(|| target.words().to_owned(), |found| site.label(&found))
}
