//! What a guide must or should have, beyond being well formed.

use super::at;
use crate::diag::{Diagnostic, Editorial};
use crate::model::document::Target;
use crate::model::links::Resolved;
use crate::model::page::{Page, PageId, Role};
use crate::model::registry::{EntryId, Scheme};
use crate::model::site::Site;
use std::collections::HashSet;

/// How many characters of a title fit two lines of a phone.
const TITLE: usize = 22;

/// Reports what guides lack.
pub(super) fn check(site: &Site, out: &mut Vec<Diagnostic>) {
    let reached = reached(site);
    for (id, page) in site.guides().filter(|(_, page)| !page.broken) {
        let links = site.links_of(id);
        let mut report = |finding| out.push(at(page.head(), finding));
        missing(site, page).for_each(|key| report(Editorial::Required { key }));
        // A flow's steps lead on, and rest on the pages that they lead to; a letter on those that it
        // belongs to.
        let (flow, letter) = (site.kind_of(page).flow, site.kind_of(page).letter);
        if links.next.is_empty() && !flow {
            report(Editorial::NoNext);
        }
        if !reached.contains(&id) {
            report(Editorial::Orphan);
        }
        if page.meta.aka.is_empty() {
            report(Editorial::NoAka);
        }
        if page.meta.reviewed.is_none() {
            report(Editorial::NoReview);
        }
        let length = page.meta.title.chars().count();
        if length > TITLE {
            report(Editorial::LongTitle { length, limit: TITLE });
        }
        if !has_source(site, id) && (!flow && !letter || site.kind_of(page).sourced) {
            report(Editorial::NoSources { demanded: site.kind_of(page).sourced });
        }
    }
}

fn missing<'s>(site: &'s Site, page: &'s Page) -> impl Iterator<Item = String> + 's {
    let kind = site.kind_of(page);
    let own = |key: &str| page.meta.own.iter().any(|own| kind.fields[own.field].name == key);
    let given = move |key: &&str| own(key) || (*key == "answer" && page.meta.answer.is_some());
    kind.required().filter(move |key| !given(key)).map(str::to_owned)
}

/// Whether a guide says what it relies on: a source, a law, or a page elsewhere.
fn has_source(site: &Site, id: PageId) -> bool {
    let relations = site.links_of(id).relations.iter().flat_map(|(_, to)| to);
    let mut named = site.resolved(id).chain(relations);
    !site.page(id).meta.sources.is_empty()
        || named.any(|r| {
            matches!(r, Resolved::Entry(EntryId { scheme: Scheme::Law | Scheme::Source, .. }))
        })
        || site.bodies[id.index()]
            .references
            .iter()
            .any(|r| matches!(&r.target, Target::External(url) if url.starts_with("http")))
}

/// Guides that somebody decided to lead readers to: in a text, by a relation, on the home page. The
/// list of a folder, what was computed as related and names that were linked by themselves are
/// nobody's decision.
fn reached(site: &Site) -> HashSet<PageId> {
    let mut reached: HashSet<PageId> = site.situations.iter().map(|(_, page)| *page).collect();
    let menu: HashSet<&str> =
        site.config.menu.iter().map(|m| m.url.value.trim_start_matches('/')).collect();
    for (id, page) in site.iter() {
        let links = site.links_of(id);
        let by_hand = page.meta.related.is_some().then_some(&links.related);
        reached.extend(&links.translations);
        reached
            .extend(links.next.iter().chain(&links.not_you).chain(by_hand.into_iter().flatten()));
        let linked = site.backlinks(id).any(|(by, used)| by != id && !used.automatic);
        let related = links.inverse.iter().any(|inverse| inverse.pages.iter().any(|p| *p != id));
        // A two-way relation leads back from the page that it names.
        let fields = &site.kind_of(page).fields;
        let both_ways = |field: usize| fields[field].inverse.is_some();
        let named = links.relations.iter().any(|(field, to)| both_ways(*field) && !to.is_empty());
        if linked
            || related
            || named
            || menu.contains(page.url.as_str())
            || page.role != Role::Guide
        {
            reached.insert(id);
        }
    }
    reached
}
