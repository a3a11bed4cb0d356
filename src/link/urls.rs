//! Addresses: each belongs to one page, and some to the site itself.

use super::page_id;
use crate::diagnostic::{Diagnostic, Problem};
use crate::page::PageId;
use crate::site::Site;
use crate::source::Span;
use std::collections::HashMap;

/// First parts of addresses that no page may have.
const RESERVED: [&str; 10] = [
    "tags",
    "laws",
    "contacts",
    "glossary",
    "search",
    "changes",
    "assets",
    "zh-hant",
    "zh-hant-tw",
    "zh-hant-hk",
];

/// Checks that no two pages have one address, also by case; fills redirects and asset addresses.
pub(super) fn assign(site: &mut Site, out: &mut Vec<Diagnostic>) {
    let mut taken: HashMap<String, Span> = HashMap::new();
    for page in &site.pages {
        let here = page.meta.title_span.unwrap_or(Span::new(page.source, 0..0));
        let first = page.url.split('/').next().unwrap_or_default();
        if RESERVED.contains(&first) {
            out.push(Diagnostic::at(here, Problem::ReservedUrl { url: page.url.clone() }));
        }
        if !is_printable(&page.url) {
            out.push(Diagnostic::at(
                here,
                Problem::BadId { id: page.url.escape_debug().to_string() },
            ));
        }
        if let Some(other) = taken.insert(page.url.to_lowercase(), here) {
            let problem = Problem::DuplicateUrl { url: page.url.clone() };
            out.push(Diagnostic::at(here, problem).and(other));
        }
    }
    site.redirects = redirects(site, &mut taken, out);
    site.asset_urls = site.assets.iter().map(|a| asset_url(&a.path)).collect();
}

fn redirects(
    site: &Site,
    taken: &mut HashMap<String, Span>,
    out: &mut Vec<Diagnostic>,
) -> Vec<(String, PageId)> {
    let mut redirects = Vec::new();
    for (i, page) in site.pages.iter().enumerate() {
        for alias in &page.meta.aliases {
            let mut url = alias.value.trim_start_matches('/').to_owned();
            if !url.is_empty() && !url.ends_with('/') && !url.ends_with(".html") {
                url.push('/');
            }
            let bad = !is_printable(&url)
                || url.is_empty()
                || url.contains(['?', '#', ':', '\\'])
                || url.split('/').any(|p| p == "..");
            if bad {
                let problem = Problem::BadId { id: alias.value.clone() };
                out.push(Diagnostic::at(alias.span, problem));
            } else if RESERVED.contains(&url.split('/').next().unwrap_or_default()) {
                out.push(Diagnostic::at(alias.span, Problem::ReservedUrl { url }));
            } else if let Some(other) = taken.insert(url.to_lowercase(), alias.span) {
                let problem = Problem::DuplicateUrl { url };
                out.push(Diagnostic::at(alias.span, problem).and(other));
            } else {
                redirects.push((url, page_id(i)));
            }
        }
    }
    redirects
}

/// Whether every part of an address can be a file's name wherever the site may be published.
fn is_printable(url: &str) -> bool {
    let fits = |part: &str| part.len() <= 255 && !part.chars().any(char::is_control);
    url.split('/').all(fits)
}

/// `content/static/x` is published as `x`, a file beside a guide beside that guide.
fn asset_url(path: &str) -> String {
    let below = path.strip_prefix("content/").unwrap_or(path);
    below.strip_prefix("static/").unwrap_or(below).to_owned()
}
