//! Pages that list other pages and entries: home, folders, tags, laws, contacts, glossary, search.

use super::bodies::BodyRenderer;
use super::entries::Views;
use super::guide;
use super::head;
use super::structured;
use super::view::{FolderView, HeadView, HomeView, IndexView, LawView, LinkView, ListView, Paging};
use crate::diag::Diagnostic;
use crate::model::addresses::{FEED, LIST, list_page};
use crate::model::links::Resolved;
use crate::model::page::{PageId, Role};
use crate::model::registry::{Contact, EntryId, Scheme};
use crate::model::site::{Folder, SiteTag};

/// The home page.
pub(super) fn home(bodies: &BodyRenderer<'_>, out: &mut Vec<Diagnostic>) -> HomeView {
    let views = bodies.views;
    let site = views.site;
    let page = site.iter().find(|(_, p)| p.role == Role::Home).map(|(id, _)| id);
    let mut head = page.map_or_else(|| head(views, "", ""), |id| guide::head(views, id));
    head.json_ld.extend(structured::website(views, &head));
    HomeView {
        head,
        title: page.map_or_else(
            || site.config.title.clone(),
            |id| views.own(id, &site.page(id).meta.title),
        ),
        body_html: page.map(|id| bodies.body(id, out)).unwrap_or_default(),
        situations: situations(views),
        contacts: site.footer_contacts.iter().map(|c| views.contact(*c)).collect(),
        folders: folders(views, usize::MAX),
        tags: all_tags(views),
    }
}

/// A page of a folder's list, counted from 1.
pub(super) fn folder(
    bodies: &BodyRenderer<'_>,
    folder: &Folder,
    number: usize,
    out: &mut Vec<Diagnostic>,
) -> ListView {
    let views = bodies.views;
    let first = format!("{}/", folder.name);
    let part = Part::of(&first, &folder.pages, number);
    let intro = folder.section.filter(|_| number == 1);
    let mut head = head(views, &views.folder_label(folder), &part.path(number));
    head.description = folder.section.map(|s| views.description(s)).unwrap_or_default();
    head.feed = own_feed(views, &views.folder_label(folder), &first);
    ListView {
        head,
        breadcrumbs: home_crumb(views),
        title: folder
            .section
            .map_or_else(|| folder.label.clone(), |s| views.own(s, &views.site.page(s).meta.title)),
        intro_html: intro.map(|s| bodies.body(s, out)).unwrap_or_default(),
        kind: folder.kind.map(|k| views.site.config.kinds[k].id.clone()).unwrap_or_default(),
        pages: views.cards(part.pages),
        paging: part.paging(views),
        crisis: false,
    }
}

/// A page of a tag's list, counted from 1.
pub(super) fn tag(views: Views<'_>, tag: &SiteTag, number: usize) -> ListView {
    let first = format!("tags/{}/", tag.slug);
    let part = Part::of(&first, &tag.pages, number);
    let mut breadcrumbs = home_crumb(views);
    breadcrumbs.push(LinkView { label: views.word("tags"), url: views.local("tags/") });
    let mut head = head(views, &tag.label, &part.path(number));
    head.feed = own_feed(views, &tag.label, &first);
    ListView {
        head,
        breadcrumbs,
        title: tag.label.clone(),
        intro_html: String::new(),
        kind: String::new(),
        pages: views.cards(part.pages),
        paging: part.paging(views),
        crisis: tag.crisis,
    }
}

/// All tags.
pub(super) fn tags(views: Views<'_>) -> IndexView {
    IndexView { tags: all_tags(views), ..index(views, "tags", "tags/") }
}

/// All laws.
pub(super) fn laws(views: Views<'_>) -> IndexView {
    let laws = (0..views.site.registry.laws.len()).map(|l| views.law(l, None));
    IndexView { laws: laws.collect(), ..index(views, "laws", "laws/") }
}

/// All contacts, with who uses them, by their groups in the order in which these are first named; those
/// of none come first.
pub(super) fn contacts(views: Views<'_>) -> IndexView {
    let site = views.site;
    let all = &site.registry.contacts;
    let place = |c: &Contact| all.iter().position(|other| other.group == c.group);
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|c| all[*c].group.as_ref().and_then(|_| place(&all[*c])));
    let contacts = order.into_iter().map(|c| {
        let mut contact = views.contact(c);
        let entry = EntryId::new(Scheme::Contact, c);
        contact.uses = views.uses(&Resolved::Entry(entry), site.uses_of(entry));
        contact
    });
    IndexView { contacts: contacts.collect(), ..index(views, "contacts", "contacts/") }
}

/// All terms, with who uses them.
pub(super) fn glossary(views: Views<'_>) -> IndexView {
    let site = views.site;
    let terms = (0..site.registry.terms.len()).map(|t| {
        let mut term = views.term(t);
        let entry = EntryId::new(Scheme::Term, t);
        term.uses = views.uses(&Resolved::Entry(entry), site.uses_of(entry));
        term
    });
    IndexView { terms: terms.collect(), ..index(views, "glossary", "glossary/") }
}

/// The search page. Without script it is the index of the whole site, as far as one page can be.
pub(super) fn search(views: Views<'_>) -> IndexView {
    let mut page = index(views, "search", "search/");
    page.head.parts.push("search");
    IndexView {
        tags: all_tags(views),
        folders: folders(views, LIST),
        situations: situations(views),
        ..page
    }
}

/// The page for addresses that lead nowhere.
pub(super) fn not_found(views: Views<'_>) -> IndexView {
    let mut missing = index(views, "not_found", "404.html");
    missing.head.noindex = true;
    missing.head.json_ld.clear();
    missing.head.alternates.clear();
    missing.situations = situations(views);
    missing.folders = folders(views, 0);
    missing
}

/// A law's page.
pub(super) fn law(views: Views<'_>, index: usize) -> LawView {
    let site = views.site;
    let law = &site.registry.laws[index];
    let entry = |article| EntryId::law(index, article);
    let uses = |article: Option<usize>| {
        let of_it = move |of: &Resolved| matches!(of, Resolved::Entry(e) if e.article == article);
        let uses = site.uses_of(entry(None)).filter(move |(_, used)| of_it(&used.of));
        views.uses(&Resolved::Entry(entry(article)), uses)
    };
    let path = format!("laws/{}/", law.id);
    let articles = (0..law.articles.len()).map(|a| views.article(index, a, uses(Some(a))));
    let superseded = law.superseded_by.as_ref().map(|id| &id.value).and_then(|id| {
        let by = site.registry.laws.iter().find(|l| l.id == *id)?;
        Some(LinkView { label: by.short.clone(), url: views.local(&format!("laws/{id}/")) })
    });
    let mut head = head(views, &law.short, &path);
    head.description = law.covers.clone().unwrap_or_default();
    let day = |d: Option<crate::base::day::Day>| d.map(|d| d.to_string());
    LawView {
        head,
        law: views.law(index, None),
        issuer: law.issuer.clone(),
        number: law.number.clone(),
        issued: day(law.issued),
        effective: day(law.effective),
        repealed: day(law.repealed),
        superseded_by: superseded,
        source: law.source.clone(),
        covers: law.covers.clone(),
        not_covers: law.not_covers.clone(),
        articles: articles.collect(),
        uses: uses(None),
    }
}

/// The folders that have a list, with up to `limit` pages each.
fn folders(views: Views<'_>, limit: usize) -> Vec<FolderView> {
    let folders = views.site.folders.iter().filter(|f| !f.pages.is_empty() && f.is_listed());
    folders.map(|f| views.folder(f, &f.pages[..f.pages.len().min(limit)])).collect()
}

fn all_tags(views: Views<'_>) -> Vec<super::view::TagView> {
    let used = (0..views.site.tags.len()).filter(|t| !views.site.tags[*t].pages.is_empty());
    used.map(|t| views.tag(t)).collect()
}

fn situations(views: Views<'_>) -> Vec<LinkView> {
    let site = views.site;
    let links = site.situations.iter().map(|(label, page)| LinkView {
        label: label.clone(),
        url: views.local(&site.page(*page).url),
    });
    links.collect()
}

fn index(views: Views<'_>, key: &str, path: &str) -> IndexView {
    let title = views.word(key);
    IndexView {
        head: head(views, &title, path),
        title,
        breadcrumbs: home_crumb(views),
        tags: Vec::new(),
        laws: Vec::new(),
        contacts: Vec::new(),
        terms: Vec::new(),
        folders: Vec::new(),
        situations: Vec::new(),
    }
}

/// The feed beside a list, if there is one.
pub(super) fn own_feed(views: Views<'_>, label: &str, list: &str) -> Option<LinkView> {
    let path = format!("{list}{FEED}");
    views.site.addresses.find(&path)?;
    Some(LinkView { label: label.to_owned(), url: views.local(&path) })
}

pub(super) fn head(views: Views<'_>, title: &str, path: &str) -> HeadView {
    let head = head::head(views, title, &views.site.config.description, path);
    let crumbs = if path.is_empty() { Vec::new() } else { home_crumb(views) };
    head::with_breadcrumbs(views, head, &crumbs)
}

pub(super) fn home_crumb(views: Views<'_>) -> Vec<LinkView> {
    vec![LinkView { label: views.word("home"), url: views.local("") }]
}

/// One page of a list in pages.
struct Part<'a> {
    /// The address of the first.
    first: &'a str,
    /// Its guides.
    pages: &'a [PageId],
    /// Which it is, counted from 1.
    number: usize,
    /// How many there are.
    last: usize,
}

impl<'a> Part<'a> {
    fn of(first: &'a str, pages: &'a [PageId], number: usize) -> Self {
        let last = pages.len().div_ceil(LIST).max(1);
        let part = pages.chunks(LIST).nth(number - 1).unwrap_or_default();
        Self { first, pages: part, number, last }
    }

    fn path(&self, number: usize) -> String {
        list_page(self.first, number)
    }

    fn paging(&self, views: Views<'_>) -> Option<Paging> {
        let url = |n: usize| views.local(&self.path(n));
        (self.last > 1).then(|| Paging {
            current: self.number,
            last: self.last,
            previous: (self.number > 1).then(|| url(self.number - 1)),
            following: (self.number < self.last).then(|| url(self.number + 1)),
        })
    }
}
