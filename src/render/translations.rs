//! A page in other languages: what search engines are told of its translations, and what its readers see.

use super::entries::Views;
use super::view::{AlternateView, TranslationView};
use crate::base::address;
use crate::model::changes;
use crate::model::page::PageId;

/// A page, its original or its translations: the original first.
fn group(views: Views<'_>, id: PageId) -> Vec<PageId> {
    let original = views.site.links_of(id).original.unwrap_or(id);
    let translations = views.site.links_of(original).translations.iter().copied();
    std::iter::once(original).chain(translations).collect()
}

/// All of them with their languages, for search engines; nothing for a page that is alone, or where the site
/// does not know its own address. Whoever reads another language is led to the original.
pub(super) fn alternates(views: Views<'_>, id: PageId) -> Option<Vec<AlternateView>> {
    let (group, own) = (group(views, id), views.editions.first()?);
    if group.len() < 2 || own.base_url.is_empty() {
        return None;
    }
    let alternate = |lang: &str, base_url: &str, page: PageId| AlternateView {
        lang: lang.to_owned(),
        label: String::new(),
        url: address::whole(base_url, &views.site.page(page).url),
    };
    let written =
        group.iter().filter_map(|page| Some(alternate(&views.lang(*page)?, &own.base_url, *page)));
    let mut alternates: Vec<AlternateView> = written.collect();
    for page in group.iter().filter(|page| views.lang(**page).is_none()) {
        for edition in views.editions {
            // What somebody wrote in the language goes before what was made of another.
            if alternates.iter().all(|known| known.lang != edition.language) {
                alternates.push(alternate(&edition.language, &edition.base_url, *page));
            }
        }
    }
    alternates.push(alternate("x-default", &own.base_url, group[0]));
    Some(alternates)
}

/// The others, for readers.
pub(super) fn views(views: Views<'_>, id: PageId) -> Vec<TranslationView> {
    let others = group(views, id).into_iter().filter(|other| *other != id);
    let shown = others.map(|other| TranslationView {
        title: views.own(other, &views.site.page(other).meta.title),
        url: views.local(&views.site.page(other).url),
        lang: views.lang(other).unwrap_or_else(|| views.edition.language.clone()),
    });
    shown.collect()
}

/// What readers of a translation are told whose original has changed since.
pub(super) fn behind(views: Views<'_>, id: PageId) -> Option<String> {
    let (changed, _) = changes::behind(views.site, id)?;
    Some(views.word("behind").replace("{d}", &changed.to_string()))
}
