//! Ids in front matter: relations of the kinds, both ways, and the common lists.

use super::entries::Registered;
use super::names::{NamedPage, Names};
use super::translations;
use crate::base::source::Spanned;
use crate::diag::{Diagnostic, Problem};
use crate::model::kind::FieldType;
use crate::model::links::{Inverse, Links, Resolved};
use crate::model::page::{OwnValue, Page, PageId};
use crate::model::registry::{EntryId, Scheme};
use crate::model::site::Site;
use std::collections::BTreeMap;

/// How many next steps are taken from a guide's strategies when it names none itself.
const NEXT: usize = 3;

/// Fills relations, their inverses, next steps, other situations and sources.
pub(super) fn collect(
    site: &Site,
    names: &Names,
    registered: &Registered,
    links: &mut [Links],
    out: &mut Vec<Diagnostic>,
) {
    let mut lookup = Lookup { site, names, registered, out };
    let mut inverse: BTreeMap<(PageId, usize, usize), Vec<PageId>> = BTreeMap::new();
    for (i, page) in site.pages.iter().enumerate() {
        let links = &mut links[i];
        links.relations = lookup.relations(page);
        for (field, targets) in &links.relations {
            for target in targets.iter().filter_map(Resolved::page) {
                inverse.entry((target, page.kind, *field)).or_default().push(PageId::at(i));
            }
        }
        links.next = match &page.meta.next {
            Some(ids) => lookup.pages("next", ids),
            None => strategies(site, page, links),
        };
        links.not_you = lookup.pages("not_you", &page.meta.not_you);
        links.related = lookup.pages("related", page.meta.related.as_deref().unwrap_or_default());
        links.sources = lookup.sources(&page.meta.sources);
        links.original = page.meta.translates.as_ref().and_then(|id| lookup.page("translates", id));
    }
    translations::collect(site, links, out);
    for ((target, kind, field), pages) in inverse {
        links[target.index()].inverse.push(Inverse { kind, field, pages });
    }
}

/// The next steps of a guide that names none: its first strategies.
fn strategies(site: &Site, page: &Page, links: &Links) -> Vec<PageId> {
    let fields = &site.config.kinds[page.kind].fields;
    let of_strategies = |field: &usize| matches!(&fields[*field].ty, FieldType::Refs(to) | FieldType::Ref(to) if to == "strategy");
    let relation = links.relations.iter().find(|(field, _)| of_strategies(field));
    relation
        .map_or_else(Vec::new, |(_, to)| to.iter().filter_map(Resolved::page).take(NEXT).collect())
}

struct Lookup<'a> {
    site: &'a Site,
    names: &'a Names,
    registered: &'a Registered,
    out: &'a mut Vec<Diagnostic>,
}

impl Lookup<'_> {
    fn relations(&mut self, page: &Page) -> Vec<(usize, Vec<Resolved>)> {
        let mut relations = Vec::new();
        for own in &page.meta.own {
            let field = &self.site.config.kinds[page.kind].fields[own.field];
            if let (FieldType::Ref(to) | FieldType::Refs(to), OwnValue::Refs(ids)) =
                (&field.ty, &own.value)
            {
                let targets =
                    ids.iter().filter_map(|id| self.relation(&field.name, to, id)).collect();
                relations.push((own.field, targets));
            }
        }
        relations
    }

    fn relation(&mut self, key: &str, to: &str, id: &Spanned<String>) -> Option<Resolved> {
        if let Some(scheme) = Scheme::from_name(to) {
            let index = self.entry(scheme, key, id)?;
            return Some(Resolved::Entry(EntryId::new(scheme, index)));
        }
        let page = self.page(key, id)?;
        let found = &self.site.config.kinds[self.site.page(page).kind].id;
        if found != to {
            let problem = Problem::WrongKind {
                id: id.value.clone(),
                expected: to.to_owned(),
                found: found.clone(),
            };
            self.out.push(Diagnostic::at(id.span, problem));
            return None;
        }
        Some(Resolved::Page(page, None))
    }

    fn pages(&mut self, key: &str, ids: &[Spanned<String>]) -> Vec<PageId> {
        ids.iter().filter_map(|id| self.page(key, id)).collect()
    }

    /// A page by id. One that is not shown yet is left out without a word: its day will come.
    fn page(&mut self, key: &str, id: &Spanned<String>) -> Option<PageId> {
        match self.names.named(key, id) {
            Ok(NamedPage::Shown(page)) => Some(page),
            Ok(NamedPage::Hidden) => None,
            Err(wrong) => {
                self.out.push(*wrong);
                None
            }
        }
    }

    fn sources(&mut self, ids: &[Spanned<String>]) -> Vec<usize> {
        ids.iter().filter_map(|id| self.entry(Scheme::Source, "sources", id)).collect()
    }

    fn entry(&mut self, scheme: Scheme, key: &str, id: &Spanned<String>) -> Option<usize> {
        let known = &self.registered.ids[scheme];
        let found = known.get(&id.value).copied();
        if found.is_none() {
            let problem = Problem::DanglingId {
                key: key.to_owned(),
                id: id.value.clone(),
                nearest: self.registered.guesses.nearest(
                    "dangling-id",
                    &id.value,
                    known.keys().map(String::as_str),
                ),
            };
            self.out.push(Diagnostic::at(id.span, problem));
        }
        found
    }
}
