//! What machines read: feed, sitemap, robots, old addresses.

use super::entries::Views;
use super::url;
use super::view::{FeedEntry, FeedView, RedirectView};
use crate::page::{Page, PageId, Role};
use crate::site::Site;

/// How many guides the feed holds.
const FEED: usize = 50;

/// How many addresses one sitemap may hold, by the protocol.
pub(super) const SITEMAP: usize = 50_000;

/// The newest guides. Empty when the site does not know its address or no guide has a date.
pub(super) fn feed(views: Views<'_>) -> FeedView {
    let site = views.site;
    let mut dated: Vec<(PageId, &Page)> =
        site.guides().filter(|(_, p)| changed(p).is_some() && !p.meta.noindex).collect();
    dated.sort_by_key(|(id, page)| (std::cmp::Reverse(changed(page)), *id));
    dated.truncate(FEED);
    let entries: Vec<FeedEntry> = dated
        .into_iter()
        .map(|(id, page)| FeedEntry {
            title: page.meta.title.clone(),
            url: url::whole(&site.config, &page.url),
            updated: changed(page),
            published: page.meta.date.as_ref().map(|d| d.value.to_string()),
            summary: views.summary(id),
        })
        .collect();
    let newest = entries.first().and_then(|e| e.updated.clone());
    FeedView {
        base_url: site.config.base_url.clone(),
        // A feed must carry a day even when no guide does.
        updated: newest.unwrap_or_else(|| site.day.to_string()),
        entries,
    }
}

/// Every address that search engines should know.
pub(super) fn sitemap(site: &Site, others: &[String]) -> Vec<FeedEntry> {
    let entry = |path: &str, updated| FeedEntry {
        title: String::new(),
        url: url::whole(&site.config, path),
        updated,
        published: None,
        summary: String::new(),
    };
    let pages = site.pages.iter().filter(|p| !p.meta.noindex && !p.meta.draft);
    let own = pages.filter(|p| p.role != Role::Section).map(|p| entry(&p.url, changed(p)));
    let mut entries: Vec<FeedEntry> = own.collect();
    entries.extend(others.iter().map(|path| entry(path, None)));
    entries.sort_by(|a, b| a.url.cmp(&b.url));
    entries.dedup_by(|a, b| a.url == b.url);
    entries
}

/// A page at an old address that leads to the new one.
pub(super) fn redirect(views: Views<'_>, to: PageId) -> RedirectView {
    let page = views.site.page(to);
    RedirectView {
        title: page.meta.title.clone(),
        to: views.local(&page.url),
        canonical: url::whole(&views.site.config, &page.url),
    }
}

/// `_redirects`, as several hosts read it.
pub(super) fn redirects_file(site: &Site) -> String {
    let lines = site.redirects.iter().map(|(from, to)| {
        let to = url::local(&site.config, &site.page(*to).url);
        format!("{} {to} 301\n", url::local(&site.config, from))
    });
    lines.collect()
}

/// The day a page's text last changed for its readers.
fn changed(page: &Page) -> Option<String> {
    let meta = &page.meta;
    let noted = meta.changes.first().map(|c| c.date);
    let days = [meta.updated, noted, meta.as_of, meta.date.as_ref().map(|d| d.value)];
    days.into_iter().flatten().max().map(|d| d.to_string())
}
