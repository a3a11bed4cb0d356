//! What was right on the day it was written: laws that were repealed, entries nobody verified since,
//! guides whose review is due.

use super::{at, head};
use crate::day::Day;
use crate::diagnostic::{Diagnostic, Finding};
use crate::page::{OwnValue, Page, Role};
use crate::site::{Links, Resolved, Site};
use crate::source::Span;

/// Laws that a page cites though they are repealed, and the page's own review.
pub(super) fn check_page(site: &Site, page: &Page, links: &Links, out: &mut Vec<Diagnostic>) {
    let answer = page.meta.answer.iter().flat_map(|a| &a.references).map(|r| r.span);
    let cited = answer.zip(&links.answer);
    let cited = cited.chain(page.body.references.iter().map(|r| r.span).zip(&links.body));
    for (span, resolved) in cited.chain(relations(page, links)) {
        if let Resolved::Law(law, _) = resolved
            && let law = &site.registry.laws[*law]
            && let Some(repealed) = law.repealed.filter(|day| *day <= site.day)
        {
            let finding = Finding::RepealedLaw {
                law: format!("《{}》", law.short),
                date: repealed.to_string(),
                successor: law.superseded_by.clone(),
            };
            out.push(at(span, finding));
        }
    }
    let every = page.meta.review_every.or(site.kind_of(page).review_every);
    let looked_at = page.meta.as_of.max(page.meta.reviewed);
    if page.role == Role::Guide
        && let Some(since) = overdue(looked_at, every, site.day)
    {
        out.push(at(head(page), Finding::OverdueReview { since: since.to_string() }));
    }
}

/// What the kind's own fields name, with the place of each id; fields that could not be read as a
/// whole have lost their places and are left out.
fn relations<'p>(
    page: &'p Page,
    links: &'p Links,
) -> impl Iterator<Item = (Span, &'p Resolved)> + 'p {
    links.relations.iter().flat_map(|(field, to)| {
        let own = page.meta.own.iter().find(|own| own.field == *field);
        let ids = match own.map(|own| &own.value) {
            Some(OwnValue::Refs(ids)) if ids.len() == to.len() => ids.as_slice(),
            _ => &[],
        };
        ids.iter().map(|id| id.span).zip(to)
    })
}

/// Facts and contacts past the day by which they should have been verified again.
pub(super) fn check_registry(site: &Site, out: &mut Vec<Diagnostic>) {
    let facts = site.registry.facts.iter().map(|f| (&f.id, f.span, f.as_of, f.verify_every));
    let contacts =
        site.registry.contacts.iter().map(|c| (&c.id, c.span, c.verified, c.verify_every));
    for (id, span, verified, every) in facts.chain(contacts) {
        if let Some(since) = overdue(verified, every, site.day) {
            out.push(at(span, Finding::StaleEntry { id: id.clone(), since: since.to_string() }));
        }
    }
}

/// The day by which something should have been looked at again, if it has passed.
fn overdue(last: Option<Day>, every: Option<u32>, today: Day) -> Option<Day> {
    crate::day::after(last?, every?).filter(|due| *due < today)
}
