//! What the rest of the site may show of a page.
//!
//! When a page's face is the same before and after an edit, no other page has changed: only its own page,
//! its twin and the search index are made again. Which of its texts another page shows is decided here and
//! nowhere else; a test edits pages and holds every other page to it.

use crate::model::linked::LinkedDocument;
use crate::model::links::Use;
use crate::model::page::{Page, PageId};
use crate::model::site::Site;
use serde::Serialize;
use std::borrow::Cow;
use std::sync::Arc;

/// The pages that are all that readers may see to be different in a site after an edit; `None` where more
/// may be.
pub fn changed(before: &Site, after: &Site) -> Option<Vec<PageId>> {
    let same = Arc::ptr_eq(&before.config, &after.config)
        && Arc::ptr_eq(&before.registry, &after.registry)
        && Arc::ptr_eq(&before.links, &after.links)
        && Arc::ptr_eq(&before.backlinks, &after.backlinks)
        && Arc::ptr_eq(&before.addresses, &after.addresses)
        && before.day == after.day
        && (&before.menu, &before.footer_menu, before.image)
            == (&after.menu, &after.footer_menu, after.image);
    if !same {
        return None;
    }
    let other = |id: &PageId| {
        let n = id.index();
        !Arc::ptr_eq(&before.bodies[n], &after.bodies[n])
            || !Arc::ptr_eq(&before.linked[n], &after.linked[n])
    };
    let changed: Vec<PageId> = after.iter().map(|(id, _)| id).filter(other).collect();
    let inside = |id: &PageId| Face::of(before, *id) == Face::of(after, *id);
    changed.iter().all(inside).then_some(changed)
}

/// A page's face in a linked site.
#[derive(Debug, PartialEq, Serialize)]
pub struct Face<'s> {
    /// Its address, its kind, its front matter.
    page: &'s Page,
    /// Its short answer as readers see it, for lists.
    answer: Option<Cow<'s, str>>,
    /// Id and words of each heading: other pages lead there, or say where they are mentioned.
    headings: Vec<(&'s str, Cow<'s, str>)>,
    /// Other anchors of its text, to which other pages may lead.
    anchors: &'s [String],
    /// What it says of other pages and of entries, with the sentences around it: backlinks show these.
    uses: &'s [Use],
}

impl<'s> Face<'s> {
    /// The face of a page.
    pub fn of(site: &'s Site, id: PageId) -> Self {
        let body = LinkedDocument::body(site, id);
        let headings = body.document.headings.iter().enumerate();
        Self {
            page: site.page(id),
            answer: LinkedDocument::answer(site, id).map(|answer| answer.text()),
            headings: headings.map(|(n, h)| (body.heading_id(n), body.heading_text(h))).collect(),
            anchors: &body.document.ids,
            uses: &site.linked[id.index()].uses,
        }
    }
}
