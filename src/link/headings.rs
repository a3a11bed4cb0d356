//! Ids of headings in which a reference stands without words. Readers see its label there, so the id is
//! made of it, too, which no file knows by itself.

use super::names::{Found, Names, Registered};
use super::resolve::{entry, written};
use crate::base::slug::{Ids, slug};
use crate::model::page::{Document, Heading, Target};
use crate::model::site::{Resolved, Site};

/// Names every heading that `parse` left without an id. Those that have one keep it, so that another
/// file never changes the address of a heading that is written out.
pub(super) fn name(site: &mut Site, names: &Names, registered: &Registered) {
    let label = |target: &Target| label(site, names, registered, target);
    let named: Vec<_> = site
        .pages
        .iter()
        .map(|page| (page.meta.answer.as_ref().map(|a| ids(a, &label)), ids(&page.body, &label)))
        .collect();
    for (page, (answer, body)) in site.pages.iter_mut().zip(named) {
        if let (Some(document), Some(ids)) = (&mut page.meta.answer, answer) {
            give(document, ids);
        }
        give(&mut page.body, body);
    }
}

/// The new ids of a document's nameless headings, in their order.
fn ids(document: &Document, label: &impl Fn(&Target) -> String) -> Vec<String> {
    let nameless = || document.headings.iter().filter(|heading| heading.id.is_empty());
    if nameless().next().is_none() {
        return Vec::new();
    }
    let mut taken = Ids::in_frame();
    document.ids.iter().for_each(|id| taken.reserve(id));
    for heading in document.headings.iter().filter(|heading| !heading.id.is_empty()) {
        taken.take(&heading.id);
    }
    nameless().map(|heading| taken.take(&slug(&text(document, heading, label)))).collect()
}

fn give(document: &mut Document, ids: Vec<String>) {
    let nameless = document.headings.iter_mut().filter(|heading| heading.id.is_empty());
    nameless.zip(ids).for_each(|(heading, id)| heading.id = id);
}

/// A heading's text as readers will see it.
fn text(document: &Document, heading: &Heading, label: &impl Fn(&Target) -> String) -> String {
    let Some(block) = document.blocks.get(heading.block as usize) else { return String::new() };
    let (mut text, mut from) = (String::new(), block.start);
    let holes = &document.text_holes;
    let inside = |(at, _): &&(u32, u32)| (block.start..=block.end).contains(at);
    for (at, reference) in holes.iter().filter(inside) {
        text.push_str(&document.text[from as usize..*at as usize]);
        text.push_str(&label(&document.references[*reference as usize].target));
        from = *at;
    }
    text.push_str(&document.text[from as usize..block.end as usize]);
    text
}

/// What a reference without words will read as; one that leads nowhere, as it is written.
fn label(site: &Site, names: &Names, registered: &Registered, target: &Target) -> String {
    let found = match target {
        Target::Wiki { page, heading } => match names.wiki(page, heading.as_deref()) {
            Ok((Found::Shown(page), _)) => Some(Resolved::Page(page, None)),
            _ => None,
        },
        Target::Entry { scheme, id } => entry(&site.registry, registered, *scheme, id, None).ok(),
        _ => None,
    };
    found.map_or_else(|| written(target), |found| site.label(&found))
}
