//! What machines read: feed, sitemap, robots, old addresses.

use super::entries::Views;
use super::view::{FeedEntry, FeedView, RedirectView};
use crate::base::address;
use crate::base::day::{self, Day};
use crate::model::addresses::What;
use crate::model::page::{Page, PageId, Role};
use crate::model::site::Site;

/// How many guides the feed holds.
const FEED: usize = 50;

/// The newest guides. Empty when the site does not know its address or no guide has a date.
pub(super) fn feed(views: Views<'_>) -> FeedView {
    let site = views.site;
    let mut dated: Vec<(PageId, &Page)> =
        site.guides().filter(|(id, p)| changed(site, *id).is_some() && !p.meta.noindex).collect();
    dated.sort_by_key(|(id, _)| (std::cmp::Reverse(changed(site, *id)), *id));
    dated.truncate(FEED);
    let begins = |day: Day| day::begins(day, &site.config.timezone);
    // A feed must carry a day even when no guide does.
    let newest = dated.first().and_then(|(id, _)| changed(site, *id)).unwrap_or(site.day);
    let entries: Vec<FeedEntry> = dated
        .into_iter()
        .map(|(id, page)| {
            let (updated, published) =
                (changed(site, id), page.meta.date.as_ref().map(|d| d.value));
            FeedEntry {
                title: views.own(id, &page.meta.title),
                url: views.whole(&page.url),
                updated: updated.map(|day| day.to_string()),
                updated_at: updated.map(begins),
                published: published.map(|day| day.to_string()),
                published_at: published.map(begins),
                summary: views.summary(id),
            }
        })
        .collect();
    FeedView {
        base_url: views.edition.base_url.clone(),
        updated: newest.to_string(),
        updated_at: begins(newest),
        entries,
    }
}

/// Every address that search engines should know, in all editions.
pub(super) fn sitemap(views: Views<'_>) -> Vec<FeedEntry> {
    let site = views.site;
    let page = |what: What| match what {
        What::Page(id) => Some(id),
        What::Home => site.iter().find(|(_, page)| page.role == Role::Home).map(|(id, _)| id),
        _ => None,
    };
    let listed = || site.addresses.list().iter().filter(|a| site.is_listed(a.what));
    let mut entries: Vec<FeedEntry> = Vec::new();
    for edition in views.editions {
        entries.extend(listed().map(|listed| FeedEntry {
            title: String::new(),
            url: address::whole(&edition.base_url, &listed.path),
            updated: page(listed.what).and_then(|id| changed(site, id)).map(|day| day.to_string()),
            updated_at: None,
            published: None,
            published_at: None,
            summary: String::new(),
        }));
    }
    entries.sort_by(|a, b| a.url.cmp(&b.url));
    entries.dedup_by(|a, b| a.url == b.url);
    entries
}

/// A page at an old address that leads to the new one.
pub(super) fn redirect(views: Views<'_>, to: PageId) -> RedirectView {
    let page = views.site.page(to);
    RedirectView {
        title: views.own(to, &page.meta.title),
        to: views.local(&page.url),
        canonical: views.whole(&page.url),
    }
}

/// `_redirects`, as several hosts read it.
pub(super) fn redirects_file(views: Views<'_>) -> String {
    let site = views.site;
    let lines = views.editions.iter().flat_map(|edition| {
        site.addresses.list().iter().filter_map(|old| {
            let What::Redirect { to, .. } = old.what else { return None };
            let to = address::below(&edition.base, &site.page(to).url);
            Some(format!("{} {to} 301\n", address::below(&edition.base, &old.path)))
        })
    });
    lines.collect()
}

/// The first day that a page names: when its text was there at the latest.
pub(super) fn published(site: &Site, id: PageId) -> Option<String> {
    let meta = &site.page(id).meta;
    let given = meta.date.as_ref().map(|d| d.value);
    let noted = meta.changes.iter().map(|c| c.date).min();
    let first = [site.links_of(id).updated, noted, meta.as_of].into_iter().flatten().min();
    given.or(first).map(|d| d.to_string())
}

/// The day a page's text last changed for its readers.
pub(super) fn changed(site: &Site, id: PageId) -> Option<Day> {
    let meta = &site.page(id).meta;
    let noted = meta.changes.first().map(|c| c.date);
    let days = [site.links_of(id).updated, noted, meta.as_of, meta.date.as_ref().map(|d| d.value)];
    days.into_iter().flatten().max()
}
