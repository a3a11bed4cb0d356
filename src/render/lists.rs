//! Pages that list other pages and entries: home, folders, tags, laws, contacts, glossary, search.

use super::body::Filler;
use super::entries::Views;
use super::guide;
use super::head;
use super::structured;
use super::view::{FolderView, HeadView, HomeView, IndexView, LawView, LinkView, ListView, Paging};
use crate::diagnostic::Diagnostic;
use crate::page::{PageId, Role};
use crate::site::{Folder, Resolved, SiteTag};

/// How many guides one page of a list holds.
const PAGE: usize = 100;

/// A page to render: where it goes, by which template, with what view.
pub(super) struct Job<V> {
    /// Address below the base, ending in `/` or a file name.
    pub(super) path: String,
    /// The template.
    pub(super) template: &'static str,
    /// What the template sees.
    pub(super) view: V,
}

/// The home page.
pub(super) fn home(filler: &Filler<'_>, out: &mut Vec<Diagnostic>) -> Job<HomeView> {
    let views = filler.views;
    let site = views.site;
    let page = site.iter().find(|(_, p)| p.role == Role::Home).map(|(id, _)| id);
    let mut head = page.map_or_else(|| head(views, "", ""), |id| guide::head(views, id));
    head.json_ld.extend(structured::website(views, &head));
    let view = HomeView {
        head,
        title: page.map_or_else(
            || site.config.title.clone(),
            |id| views.own(id, &site.page(id).meta.title),
        ),
        body_html: page.map(|id| filler.body(id, out)).unwrap_or_default(),
        situations: situations(views),
        contacts: site.footer_contacts.iter().map(|c| views.contact(*c)).collect(),
        folders: folders(views, usize::MAX),
        tags: (0..site.tags.len())
            .filter(|t| !site.tags[*t].pages.is_empty())
            .map(|t| views.tag(t))
            .collect(),
    };
    Job { path: String::new(), template: "home.html", view }
}

/// A folder's list, one job for every hundred guides.
pub(super) fn folder(
    filler: &Filler<'_>,
    folder: &Folder,
    out: &mut Vec<Diagnostic>,
) -> Vec<Job<ListView>> {
    let views = filler.views;
    let first = format!("{}/", folder.name);
    let intro = folder.section.map(|s| filler.body(s, out)).unwrap_or_default();
    let kind = folder.kind.map(|k| views.site.config.kinds[k].id.clone()).unwrap_or_default();
    let jobs = paged(&folder.pages).map(|(number, last, pages)| {
        let path = numbered(&first, number);
        let mut head = head(views, &views.folder_label(folder), &path);
        head.description = folder.section.map(|s| views.description(s)).unwrap_or_default();
        let view = ListView {
            head,
            breadcrumbs: home_crumb(views),
            title: folder.section.map_or_else(
                || folder.label.clone(),
                |s| views.own(s, &views.site.page(s).meta.title),
            ),
            intro_html: if number == 1 { intro.clone() } else { String::new() },
            kind: kind.clone(),
            pages: views.cards(pages),
            paging: paging(views, &first, number, last),
            crisis: false,
        };
        Job { path, template: "folder.html", view }
    });
    jobs.collect()
}

/// A tag's list.
pub(super) fn tag(views: Views<'_>, tag: &SiteTag) -> Vec<Job<ListView>> {
    let first = format!("tags/{}/", tag.slug);
    let jobs = paged(&tag.pages).map(|(number, last, pages)| {
        let path = numbered(&first, number);
        let mut breadcrumbs = home_crumb(views);
        breadcrumbs.push(LinkView { label: views.word("tags"), url: views.local("tags/") });
        let view = ListView {
            head: head(views, &tag.label, &path),
            breadcrumbs,
            title: tag.label.clone(),
            intro_html: String::new(),
            kind: String::new(),
            pages: views.cards(pages),
            paging: paging(views, &first, number, last),
            crisis: tag.crisis,
        };
        Job { path, template: "tag.html", view }
    });
    jobs.collect()
}

/// The site's own index pages: tags, laws, contacts, glossary, search, and the page for addresses
/// that lead nowhere. A list that would be empty has no page.
pub(super) fn indexes(views: Views<'_>) -> Vec<Job<IndexView>> {
    let site = views.site;
    let mut jobs = Vec::new();
    if site.tags.iter().any(|t| !t.pages.is_empty()) {
        let mut view = index(views, "tags", "tags/");
        view.tags = tags(views);
        jobs.push(Job { path: "tags/".to_owned(), template: "tags.html", view });
    }
    if !site.registry.laws.is_empty() {
        let mut view = index(views, "laws", "laws/");
        view.laws = (0..site.registry.laws.len()).map(|l| views.law(l, None)).collect();
        jobs.push(Job { path: "laws/".to_owned(), template: "laws.html", view });
    }
    if !site.registry.contacts.is_empty() {
        let mut view = index(views, "contacts", "contacts/");
        view.contacts = (0..site.registry.contacts.len())
            .map(|c| {
                let mut contact = views.contact(c);
                contact.uses = views.uses(&Resolved::Contact(c), site.uses.contacts[c].iter());
                contact
            })
            .collect();
        jobs.push(Job { path: "contacts/".to_owned(), template: "contacts.html", view });
    }
    if !site.registry.terms.is_empty() {
        let mut view = index(views, "glossary", "glossary/");
        view.terms = (0..site.registry.terms.len())
            .map(|t| {
                let mut term = views.term(t);
                term.uses = views.uses(&Resolved::Term(t), site.uses.terms[t].iter());
                term
            })
            .collect();
        jobs.push(Job { path: "glossary/".to_owned(), template: "glossary.html", view });
    }
    // Without script the search page is the index of the whole site, as far as one page can be.
    let mut search = index(views, "search", "search/");
    search.tags = tags(views);
    search.folders = folders(views, PAGE);
    search.situations = situations(views);
    jobs.push(Job { path: "search/".to_owned(), template: "search.html", view: search });
    let mut missing = index(views, "not_found", "404.html");
    missing.head.noindex = true;
    missing.head.json_ld.clear();
    missing.head.alternates.clear();
    missing.situations = situations(views);
    missing.folders = folders(views, 0);
    jobs.push(Job { path: "404.html".to_owned(), template: "404.html", view: missing });
    jobs
}

/// A law's page.
pub(super) fn law(views: Views<'_>, index: usize) -> Job<LawView> {
    let site = views.site;
    let law = &site.registry.laws[index];
    let uses = &site.uses.laws[index];
    let path = format!("laws/{}/", law.id);
    let articles = (0..law.articles.len()).map(|a| {
        let of_article = uses.iter().filter(|u| u.article == Some(a));
        views.article(index, a, views.uses(&Resolved::Law(index, Some(a)), of_article))
    });
    let superseded = law.superseded_by.as_ref().map(|id| &id.value).and_then(|id| {
        let by = site.registry.laws.iter().find(|l| l.id == *id)?;
        Some(LinkView { label: by.short.clone(), url: views.local(&format!("laws/{id}/")) })
    });
    let mut head = head(views, &law.short, &path);
    head.description = law.covers.clone().unwrap_or_default();
    let day = |d: Option<crate::day::Day>| d.map(|d| d.to_string());
    let view = LawView {
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
        uses: views.uses(&Resolved::Law(index, None), uses.iter().filter(|u| u.article.is_none())),
    };
    Job { path, template: "law.html", view }
}

/// The folders with up to `limit` pages each.
fn folders(views: Views<'_>, limit: usize) -> Vec<FolderView> {
    let folders = views.site.folders.iter().filter(|f| !f.pages.is_empty());
    folders.map(|f| views.folder(f, &f.pages[..f.pages.len().min(limit)])).collect()
}

fn tags(views: Views<'_>) -> Vec<super::view::TagView> {
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

fn head(views: Views<'_>, title: &str, path: &str) -> HeadView {
    let head = head::head(views, title, &views.site.config.description, path);
    let crumbs = if path.is_empty() { Vec::new() } else { home_crumb(views) };
    head::with_breadcrumbs(views, head, &crumbs)
}

fn home_crumb(views: Views<'_>) -> Vec<LinkView> {
    vec![LinkView { label: views.word("home"), url: views.local("") }]
}

/// Number, last number and guides of every page of a list; a list without guides has one page.
fn paged(pages: &[PageId]) -> impl Iterator<Item = (usize, usize, &[PageId])> {
    let last = pages.len().div_ceil(PAGE).max(1);
    (1..=last).map(move |n| (n, last, &pages[(n - 1) * PAGE..pages.len().min(n * PAGE)]))
}

fn numbered(first: &str, number: usize) -> String {
    if number == 1 { first.to_owned() } else { format!("{first}page/{number}/") }
}

fn paging(views: Views<'_>, first: &str, number: usize, last: usize) -> Option<Paging> {
    let url = |n: usize| views.local(&numbered(first, n));
    (last > 1).then(|| Paging {
        current: number,
        last,
        previous: (number > 1).then(|| url(number - 1)),
        following: (number < last).then(|| url(number + 1)),
    })
}
