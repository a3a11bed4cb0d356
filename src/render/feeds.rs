//! What machines read: feeds, sitemap, robots, old addresses.

use super::entries::Views;
use super::view::{FeedEntry, FeedView, RedirectView, SitemapEntry};
use crate::base::address;
use crate::base::day::{self, Day};
use crate::model::addresses::{self, Address, SITEMAP, What};
use crate::model::changes::changed;
use crate::model::edition::Edition;
use crate::model::page::{PageId, Role};
use crate::model::site::{Folder, Site, SiteTag};
use std::cmp::Reverse;

/// How many entries a feed holds.
pub(super) const FEED: usize = 50;

/// The site's newest guides. Empty when the site does not know its address or no guide has a date.
pub(super) fn feed(views: Views<'_>) -> FeedView {
    let title = views.site.config.title.clone();
    newest(views, title, "", views.site.guides().map(|(id, _)| id))
}

/// A folder's newest guides.
pub(super) fn of_folder(views: Views<'_>, folder: &Folder) -> FeedView {
    let title = views.folder_label(folder);
    newest(views, title, &format!("{}/", folder.name), folder.pages.iter().copied())
}

/// A tag's newest guides.
pub(super) fn of_tag(views: Views<'_>, tag: &SiteTag) -> FeedView {
    let pages = tag.pages.iter().copied();
    newest(views, tag.label.clone(), &format!("tags/{}/", tag.slug), pages)
}

/// The newest of these guides, for the page at `path`, which is called `title`.
fn newest(
    views: Views<'_>,
    title: String,
    path: &str,
    guides: impl Iterator<Item = PageId>,
) -> FeedView {
    let site = views.site;
    let told = guides.filter(|id| !site.page(*id).meta.noindex);
    let mut dated: Vec<(Day, PageId)> =
        told.filter_map(|id| Some((changed(site, id)?, id))).collect();
    dated.sort_by_key(|(day, id)| (Reverse(*day), *id));
    dated.truncate(FEED);
    let newest = dated.first().map(|(day, _)| *day);
    let entries = dated.into_iter().map(|(updated, id)| guide(views, id, updated)).collect();
    view(views, title, path, newest, entries)
}

/// A guide in a feed.
fn guide(views: Views<'_>, id: PageId, updated: Day) -> FeedEntry {
    let page = views.site.page(id);
    let published = page.meta.date.as_ref().map(|d| d.value);
    let begins = |day: Day| day::begins(day, &views.site.config.timezone);
    FeedEntry {
        id: views.whole(&page.url),
        title: views.own(id, &page.meta.title),
        url: views.whole(&page.url),
        updated: Some(updated.to_string()),
        updated_at: Some(begins(updated)),
        published: published.map(|day| day.to_string()),
        published_at: published.map(begins),
        summary: views.summary(id),
    }
}

/// The feed of the page at `path`, whose newest entry is of the day `newest`.
pub(super) fn view(
    views: Views<'_>,
    title: String,
    path: &str,
    newest: Option<Day>,
    entries: Vec<FeedEntry>,
) -> FeedView {
    let site = &views.site.config.title;
    // A feed must carry a day even when no entry does.
    let newest = newest.unwrap_or(views.site.day);
    FeedView {
        base_url: views.edition.base_url.clone(),
        title: if path.is_empty() { title } else { format!("{title} · {site}") },
        url: views.whole(path),
        feed_url: views.whole(&format!("{path}{}", addresses::FEED)),
        updated: newest.to_string(),
        updated_at: day::begins(newest, &views.site.config.timezone),
        entries,
    }
}

/// The addresses that search engines should know, in all editions: those of the sitemap's part `number`,
/// counted from 0.
pub(super) fn sitemap(views: Views<'_>, number: usize) -> Vec<SitemapEntry> {
    let site = views.site;
    let page = |what: What| match what {
        What::Page(id) => Some(id),
        What::Home => site.iter().find(|(_, page)| page.role == Role::Home).map(|(id, _)| id),
        _ => None,
    };
    let listed = |edition| {
        let addresses = site.addresses.list().iter().filter(|a| site.is_listed(a.what));
        addresses.map(move |address| (edition, address))
    };
    let all = views.editions.iter().flat_map(listed);
    let part = all.skip(number * SITEMAP).take(SITEMAP);
    let entry = |(edition, listed): (&Edition<'_>, &Address)| SitemapEntry {
        url: address::whole(&edition.base_url, &listed.path),
        updated: page(listed.what).and_then(|id| changed(site, id)).map(|day| day.to_string()),
    };
    let mut entries: Vec<SitemapEntry> = part.map(entry).collect();
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
