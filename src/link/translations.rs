//! Which pages say the same in different languages: a translation names its original, and nothing else has to.

use crate::base::cjk::is_same_writing;
use crate::diag::{Diagnostic, Problem, TranslationFault};
use crate::model::links::Links;
use crate::model::page::PageId;
use crate::model::site::Site;

/// Lists with every original its translations; an original that cannot be one is forgotten, with a reason.
pub(super) fn collect(site: &Site, links: &mut [Links], out: &mut Vec<Diagnostic>) {
    let originals: Vec<Option<PageId>> = links.iter().map(|links| links.original).collect();
    for (index, original) in originals.iter().enumerate() {
        let (page, Some(original)) = (PageId::at(index), *original) else { continue };
        let known = &links[original.index()].translations;
        let same = |other: PageId| is_same_writing(language(site, page), language(site, other));
        let fault = if originals[original.index()].is_some() && original != page {
            Some(TranslationFault::OfTranslation)
        } else if same(original) {
            Some(TranslationFault::SameLanguage)
        } else if known.iter().any(|other| same(*other)) {
            Some(TranslationFault::Second)
        } else {
            None
        };
        match fault {
            None => links[original.index()].translations.push(page),
            Some(fault) => {
                links[index].original = None;
                let named = site.page(page).meta.translates.as_ref();
                out.extend(named.map(|id| {
                    let language = language(site, page).to_owned();
                    Diagnostic::at(id.span, Problem::BadTranslation { language, fault })
                }));
            }
        }
    }
}

/// The language of a page.
fn language(site: &Site, page: PageId) -> &str {
    site.page(page).meta.lang.as_deref().unwrap_or(&site.config.language)
}
