//! The page of what has changed on the whole site, and its feed.

use super::entries::Views;
use super::feeds;
use super::lists;
use super::view::{ChangesView, FeedEntry, FeedView, SiteChangeView};
use crate::base::address::{ascii, fragment};
use crate::base::day;
use crate::model::addresses::LIST;
use crate::model::changes::{self, Changed, SiteChange};
use crate::model::links::Resolved;
use crate::model::page::PageId;
use crate::model::registry::{EntryId, Scheme};
use std::ptr;

/// Where the page is.
const PATH: &str = "changes/";

/// The newest changes. Older ones of a page stay on that page.
pub(super) fn page(views: Views<'_>) -> ChangesView {
    let all = changes::all(views.site);
    let title = views.word("changes");
    let mut head = lists::head(views, &title, PATH);
    head.feed = lists::own_feed(views, &title, PATH);
    ChangesView {
        head,
        title,
        breadcrumbs: lists::home_crumb(views),
        changes: all.iter().take(LIST).map(|change| view(views, change)).collect(),
        more: all.len() > LIST,
    }
}

/// The newest of them as a feed.
pub(super) fn feed(views: Views<'_>) -> FeedView {
    let all = changes::all(views.site);
    let newest = all.first().map(|change| change.day);
    let entries = all.iter().take(feeds::FEED).map(|change| feed_entry(views, change)).collect();
    feeds::view(views, views.word("changes"), PATH, newest, entries)
}

fn feed_entry(views: Views<'_>, change: &SiteChange<'_>) -> FeedEntry {
    let shown = view(views, change);
    let below = shown.url.strip_prefix(&views.edition.base).unwrap_or(&shown.url);
    let label = shown.ty_label.map(|label| label + &views.word("colon")).unwrap_or_default();
    FeedEntry {
        id: id(views, change),
        title: format!("{label}{}", shown.title),
        url: views.edition.base_url.clone() + &ascii(below),
        updated: Some(shown.date),
        updated_at: Some(day::begins(change.day, &views.site.config.timezone)),
        published: None,
        published_at: None,
        summary: shown.note,
    }
}

/// An address for a change alone, which stays whatever changes later.
fn id(views: Views<'_>, change: &SiteChange<'_>) -> String {
    let day = change.day;
    let of = |entry: EntryId, what: &str| {
        let named = views.site.registry.entry(entry).id();
        let article = entry.article.map(|n| &views.site.registry.laws[entry.index].articles[n].key);
        let article = article.map(|key| format!("/{key}")).unwrap_or_default();
        let name = format!("{}:{named}{article}:{what}:{day}", entry.scheme.name());
        format!("{}{}", views.whole(PATH), ascii(&fragment(&name)))
    };
    match change.what {
        Changed::Page(id, note) => {
            let page = views.site.page(id);
            // Of several on one day the last that is written is the first that was.
            let earlier = page.meta.changes.iter().rev().take_while(|other| !ptr::eq(*other, note));
            let number = earlier.filter(|other| other.date == day).count() + 1;
            format!("{}#changed-{day}-{number}", views.whole(&page.url))
        }
        Changed::Entry(entry) => of(entry, "changed"),
        Changed::Repealed(entry) => of(entry, "repealed"),
    }
}

fn view(views: Views<'_>, change: &SiteChange<'_>) -> SiteChangeView {
    let (ty, shown) = match change.what {
        Changed::Page(id, note) => {
            let page = views.site.page(id);
            let shown = Shown {
                title: views.own(id, &page.meta.title),
                url: views.local(&page.url),
                note: views.own(id, &note.note),
                lang: views.lang(id),
            };
            (note.ty.clone(), shown)
        }
        Changed::Entry(entry) => (Some("entry".to_owned()), of_entry(views, entry)),
        Changed::Repealed(entry) => (Some("repealed".to_owned()), of_entry(views, entry)),
    };
    let Shown { title, url, note, lang } = shown;
    let ty_label = ty.as_ref().map(|ty| views.word(&format!("change_{ty}")));
    SiteChangeView { date: change.day.to_string(), ty, ty_label, title, url, note, lang }
}

/// What changed as readers see it.
struct Shown {
    title: String,
    url: String,
    note: String,
    lang: Option<String>,
}

/// An entry, where it is, and what it says now.
fn of_entry(views: Views<'_>, entry: EntryId) -> Shown {
    let registry = &views.site.registry;
    let note = match entry.scheme {
        Scheme::Law => match entry.article {
            Some(article) => registry.laws[entry.index].articles[article].gist.clone(),
            None => registry.laws[entry.index].title.clone(),
        },
        Scheme::Contact => {
            let contact = &registry.contacts[entry.index];
            let number =
                contact.number.as_ref().map(|number| format!("{number} ")).unwrap_or_default();
            number + &contact.scope
        }
        Scheme::Fact => registry.facts[entry.index].value.clone(),
        Scheme::Term => registry.terms[entry.index].definition.clone(),
        Scheme::Source | Scheme::Calculator => String::new(),
    };
    let fact = Some(entry.index).filter(|_| entry.scheme == Scheme::Fact);
    Shown {
        title: match (fact, entry.scheme) {
            (Some(fact), _) => registry.facts[fact].label.clone(),
            (None, Scheme::Contact) => registry.contacts[entry.index].name.clone(),
            _ => views.label(&Resolved::Entry(entry)),
        },
        url: match fact {
            Some(_) => first_use(views, entry).map(|id| views.local(&views.site.page(id).url)),
            None => Some(views.url(&Resolved::Entry(entry))),
        }
        .unwrap_or_default(),
        note,
        lang: None,
    }
}

/// A fact has no place of its own: the first page that uses it.
fn first_use(views: Views<'_>, entry: EntryId) -> Option<PageId> {
    views.site.uses_of(entry).next().map(|(page, _)| page)
}
