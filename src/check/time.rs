//! What was right on the day it was written: laws that were repealed, entries nobody verified since,
//! guides whose review is due.

use super::at;
use crate::base::source::Sources;
use crate::diag::{Age, Diagnostic};
use crate::model::changes;
use crate::model::impact::{self, Subject};
use crate::model::page::Page;
use crate::model::registry::EntryId;
use crate::model::review;
use crate::model::site::Site;

/// Whether a page's own review is overdue.
pub(super) fn check_page(site: &Site, page: &Page, out: &mut Vec<Diagnostic>) {
    let due = review::due(site, page).filter(|due| review::is_overdue(*due, site.day));
    if let Some(since) = due {
        out.push(at(page.head(), Age::OverdueReview { since: since.to_string() }));
    }
}

/// Translations whose originals have changed since.
pub(super) fn check_translations(site: &Site, out: &mut Vec<Diagnostic>) {
    for (id, page) in site.iter() {
        let (Some((changed, since)), Some(original)) =
            (changes::behind(site, id), site.links_of(id).original)
        else {
            continue;
        };
        let finding = Age::StaleTranslation {
            original: site.page(original).meta.title.clone(),
            changed: changed.to_string(),
            since: since.to_string(),
        };
        out.push(at(page.meta.translates.as_ref().map_or(page.head(), |id| id.span), finding));
    }
}

/// Every use of a law that is repealed: what `impact` lists for it.
pub(super) fn check_laws(site: &Site, sources: &Sources, out: &mut Vec<Diagnostic>) {
    for (index, law) in site.registry.laws.iter().enumerate() {
        let Some(repealed) = law.repealed.filter(|day| *day <= site.day) else { continue };
        for usage in impact::uses(site, sources, Subject::Entry(EntryId::law(index, None))) {
            let finding = Age::RepealedLaw {
                law: format!("《{}》", law.short),
                date: repealed.to_string(),
                heading: usage.heading,
                successor: law.superseded_by.as_ref().map(|id| id.value.clone()),
            };
            out.push(at(usage.span, finding));
        }
    }
}

/// Facts and contacts past the day by which they should have been verified again.
pub(super) fn check_registry(site: &Site, out: &mut Vec<Diagnostic>) {
    let facts = site.registry.facts.iter().map(|f| (&f.id, f.span, &f.verified));
    let contacts = site.registry.contacts.iter().map(|c| (&c.id, c.span, &c.verified));
    for (id, span, verified) in facts.chain(contacts) {
        if let Some(since) = verified.due().filter(|due| review::is_overdue(*due, site.day)) {
            out.push(at(span, Age::StaleEntry { id: id.clone(), since: since.to_string() }));
        }
    }
}
