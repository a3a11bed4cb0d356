//! What has changed on the site, for its readers: the notes of all pages and the entries of registries that
//! say something else than before, in one list.

use crate::base::day::Day;
use crate::model::page::{self, PageId};
use crate::model::registry::{EntryId, Scheme};
use crate::model::site::Site;
use std::cmp::Reverse;

/// Something that changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SiteChange<'s> {
    /// When.
    pub day: Day,
    /// What.
    pub what: Changed<'s>,
}

/// What changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changed<'s> {
    /// A page, and what its author says of it.
    Page(PageId, &'s page::Change),
    /// An entry, or one article of a law: it says something else.
    Entry(EntryId),
    /// A law no longer binds.
    Repealed(EntryId),
}

/// Every change that readers may know of, the newest first; those of one day in the order of pages, then of
/// registries.
pub fn all(site: &Site) -> Vec<SiteChange<'_>> {
    let mut all: Vec<SiteChange<'_>> = of_pages(site).collect();
    let used = |entry: &EntryId| site.uses_of(*entry).next().is_some();
    // A fact stands nowhere but in the texts that use it.
    let entries = of_entries(site);
    all.extend(
        entries
            .into_iter()
            .filter(|(_, what)| match what {
                Changed::Entry(entry) if entry.scheme == Scheme::Fact => used(entry),
                _ => true,
            })
            .map(|(day, what)| SiteChange { day, what }),
    );
    all.sort_by_key(|change| Reverse(change.day));
    all
}

/// Whether there may be any, as far as is known before texts are linked.
pub fn any(site: &Site) -> bool {
    of_pages(site).next().is_some() || !of_entries(site).is_empty()
}

/// The day a page's text last changed for its readers.
pub fn changed(site: &Site, id: PageId) -> Option<Day> {
    let meta = &site.page(id).meta;
    let noted = meta.changes.first().map(|c| c.date);
    let days = [site.links_of(id).updated, noted, meta.as_of, meta.date.as_ref().map(|d| d.value)];
    days.into_iter().flatten().max()
}

/// The days on which the original of a translation and the translation last changed, where the original is
/// ahead.
pub fn behind(site: &Site, translation: PageId) -> Option<(Day, Day)> {
    let original = site.links_of(translation).original?;
    let (ahead, since) = (changed(site, original)?, changed(site, translation)?);
    (ahead > since).then_some((ahead, since))
}

fn of_pages<'s>(site: &'s Site) -> impl Iterator<Item = SiteChange<'s>> {
    let told = site.iter().filter(|(_, page)| !page.meta.noindex);
    told.flat_map(|(id, page)| {
        let change = move |note: &'s page::Change| {
            let what = Changed::Page(id, note);
            SiteChange { day: note.date, what }
        };
        page.meta.changes.iter().map(change)
    })
}

/// What has happened to entries up to the site's day. What is announced for a later one has not.
fn of_entries<'s>(site: &Site) -> Vec<(Day, Changed<'s>)> {
    let mut found = Vec::new();
    for scheme in Scheme::ALL {
        for (index, entry) in site.registry.entries(scheme).into_iter().enumerate() {
            let what = Changed::Entry(EntryId::new(scheme, index));
            found.extend(entry.changed().map(|day| (day, what)));
        }
    }
    for (index, law) in site.registry.laws.iter().enumerate() {
        let repealed = Changed::Repealed(EntryId::law(index, None));
        found.extend(law.repealed.map(|day| (day, repealed)));
        for (number, article) in law.articles.iter().enumerate() {
            let what = Changed::Entry(EntryId::law(index, Some(number)));
            found.extend(article.changed.map(|day| (day, what)));
        }
    }
    found.retain(|(day, _)| *day <= site.day);
    found
}
