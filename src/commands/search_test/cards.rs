//! The entries of registries that the search shows as cards, as authors refer to them.

use crate::base::source::Spanned;
use crate::base::suggest::Guesses;
use crate::diag::Problem;
use crate::model::registry::{EntryId, Registry, Scheme};
use crate::model::site::Site;
use crate::yaml::Entry;
use crate::yaml::fields::Fields;
use std::collections::BTreeMap;

/// Their addresses below the base, by reference: `law:civil-code/680`.
pub(super) struct Cards {
    by_reference: BTreeMap<String, String>,
    guesses: Guesses,
}

impl Cards {
    pub(super) fn of(site: &Site) -> Self {
        let registry = &site.registry;
        let schemes = [Scheme::Law, Scheme::Contact, Scheme::Term].into_iter();
        let whole = schemes.flat_map(|scheme| {
            registry.entries(scheme).into_iter().map(move |entry| {
                (format!("{}:{}", scheme.name(), entry.id()), entry.place().address())
            })
        });
        let by_reference = whole.chain(articles(registry)).collect();
        Self { by_reference, guesses: Guesses::default() }
    }

    /// The address of the entry that is written so.
    pub(super) fn address(
        &self,
        entry: &Entry,
        written: Spanned<String>,
        fields: &mut Fields<'_>,
    ) -> Option<String> {
        if let Some(address) = self.by_reference.get(&written.value) {
            return Some(address.clone());
        }
        let known = self.by_reference.keys().map(String::as_str);
        let nearest = self.guesses.nearest("dangling-id", &written.value, known);
        let problem = Problem::DanglingId { key: entry.key.clone(), nearest, id: written.value };
        fields.report(written.span, problem);
        None
    }
}

fn articles(registry: &Registry) -> impl Iterator<Item = (String, String)> {
    registry.laws.iter().enumerate().flat_map(move |(law, of)| {
        of.articles.iter().enumerate().map(move |(article, part)| {
            let place = registry.place(EntryId::law(law, Some(article)));
            (format!("{}:{}/{}", Scheme::Law.name(), of.id, part.key), place.address())
        })
    })
}
