//! Where the site leads elsewhere: in guides, in fields that hold an address, in the registries, in
//! the menu.

use crate::base::source::{Sources, Span};
use crate::model::kind::FieldType;
use crate::model::linked::LinkedDocument;
use crate::model::links::Resolved;
use crate::model::page::{OwnValue, Page};
use crate::model::site::Site;

/// An address and the place where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    /// The address, without the fragment.
    pub(super) url: String,
    /// Its place.
    pub(super) span: Span,
}

/// All addresses outside the site, in the order of files and places.
pub(super) fn collect(site: &Site, sources: &Sources) -> Vec<Link> {
    let mut found: Vec<(String, Span)> = Vec::new();
    for (id, page) in site.iter() {
        for linked in LinkedDocument::all(site, id) {
            for (reference, resolved) in linked.references() {
                if let Resolved::External(url) = resolved {
                    found.push((url.clone(), reference.span));
                }
            }
            let elsewhere = linked.images().filter(|(_, asset)| asset.is_none());
            found.extend(elsewhere.map(|(image, _)| (image.url.clone(), image.span)));
        }
        let fields = own_addresses(site, page);
        found.extend(fields.map(|url| (url.clone(), written(sources, start(page), url))));
    }
    let registry = &site.registry;
    let laws = registry.laws.iter().filter_map(|l| Some((l.source.as_ref()?, l.span)));
    let contacts = registry.contacts.iter().filter_map(|c| Some((c.url.as_ref()?, c.span)));
    let cited = registry.sources.iter().filter_map(|s| Some((s.url.as_ref()?, s.span)));
    let entries = laws.chain(contacts).chain(cited);
    found.extend(entries.map(|(url, span)| (url.clone(), written(sources, span, url))));
    let menus = site.config.menu.iter().chain(&site.config.footer_menu);
    found
        .extend(menus.map(|link| {
            (link.url.value.clone(), written(sources, link.url.span, &link.url.value))
        }));
    let own = site.config.base_url.as_str();
    let mut links: Vec<Link> = found
        .into_iter()
        .filter(|(url, _)| url.starts_with("https://") || url.starts_with("http://"))
        .filter(|(url, _)| own.is_empty() || !url.starts_with(own))
        .map(|(url, span)| Link { url: url.split('#').next().unwrap_or_default().to_owned(), span })
        .collect();
    links.sort_by_key(|link| sources.order(link.span));
    links
}

/// Values of the kind's own fields that hold an address.
fn own_addresses<'s>(site: &'s Site, page: &'s Page) -> impl Iterator<Item = &'s String> + 's {
    let fields = &site.kind_of(page).fields;
    page.meta.own.iter().filter_map(|own| match (&fields[own.field].ty, &own.value) {
        (FieldType::Url, OwnValue::Text(url)) => Some(url),
        _ => None,
    })
}

fn start(page: &Page) -> Span {
    Span::new(page.source, 0..0)
}

/// Where an address of an entry is written: at or behind the entry's own place.
fn written(sources: &Sources, entry: Span, url: &str) -> Span {
    let source = sources.get(entry.source);
    let from = entry.start.get();
    let at = source.text.get(from..).and_then(|text| text.find(url));
    at.map_or(entry, |at| source.span(from + at..from + at + url.len()))
}
