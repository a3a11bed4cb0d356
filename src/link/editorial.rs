//! What a guide must have, beyond being well formed: the rules of the `guidance` profile.
//!
//! `structure` sites are spared them. Rules that weigh words or time are not here yet.

use crate::config::Profile;
use crate::diagnostic::{Diagnostic, Problem};
use crate::page::Page;
use crate::site::Site;
use crate::source::Span;

/// Reports guides that lack an answer or a field that their kind requires.
pub(super) fn check(site: &Site, out: &mut Vec<Diagnostic>) {
    if site.config.profile != Profile::Guidance {
        return;
    }
    for (_, page) in site.guides().filter(|(_, page)| !page.broken) {
        let here = page.meta.title_span.unwrap_or(Span::new(page.source, 0..0));
        for key in missing(site, page) {
            out.push(Diagnostic::at(here, Problem::MissingField { key }));
        }
    }
}

fn missing<'s>(site: &'s Site, page: &'s Page) -> impl Iterator<Item = String> + 's {
    let answer = page.meta.answer.is_none().then(|| "answer".to_owned());
    let fields = site.kind_of(page).fields.iter().enumerate();
    let required = fields
        .filter(|(i, field)| field.required && !page.meta.own.iter().any(|own| own.field == *i));
    answer.into_iter().chain(required.map(|(_, field)| field.name.clone()))
}
