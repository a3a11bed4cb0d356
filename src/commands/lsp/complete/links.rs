//! What can be written in a reference.

use super::items::{Item, Items};
use crate::commands::lsp::cursor::Link;
use crate::commands::lsp::mentions;
use crate::commands::lsp::workspace::Workspace;
use crate::model::document::Target;
use crate::model::linked::LinkedDocument;
use crate::model::page::{PageId, Role};
use crate::model::registry::{EntryId, Scheme};
use crate::model::site::Site;
use crate::parse::front_matter;
use crate::parse::markdown::{self, Mode};
use gen_lsp_types::CompletionItemKind as Kind;
use std::collections::HashSet;

/// Offers what can follow the beginning of a reference in the file at `path`.
pub(super) fn offer(items: &mut Items<'_>, path: &str, link: Link<'_>) {
    let workspace = items.workspace;
    let site = &workspace.now.site;
    match link {
        Link::Wiki(typed) => {
            items.begin(typed);
            wiki(items, site);
        }
        Link::WikiHeading(page, typed) => {
            items.begin(typed);
            let found = mentions::wiki(site, page);
            match page.is_empty() {
                true => own_headings(items, path, "]]"),
                false => found.into_iter().for_each(|page| headings(items, page, "]]")),
            }
        }
        Link::Address(typed, in_parentheses) => {
            items.begin(typed);
            for scheme in Scheme::ALL {
                let word = format!("{}:", scheme.name());
                items.add(&Item::new(&word, "", Kind::Module));
            }
            if in_parentheses {
                items.add(&Item::new("blank:", "", Kind::Module));
                files(items, site, path);
            }
        }
        Link::Entry(scheme, typed, in_parentheses) => {
            items.begin(typed);
            entries(items, scheme, if in_parentheses { ")" } else { ">" });
        }
        Link::Blank(typed) => {
            items.begin(typed);
            blanks(items, path);
        }
        Link::FileHeading(file, typed) => {
            items.begin(typed);
            match file.is_empty() {
                true => own_headings(items, path, ")"),
                false => {
                    let target = joined(path, file);
                    let found = target.and_then(|path| workspace.source(&path));
                    let page = found.and_then(|source| workspace.page(source));
                    page.into_iter().for_each(|(page, _)| headings(items, page, ")"));
                }
            }
        }
        Link::Alert(typed) => {
            items.begin(typed);
            for word in ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"] {
                items.add(&Item { closing: "]", ..Item::new(word, "", Kind::Keyword) });
            }
        }
    }
}

/// Pages by their ids, then by the names that readers know.
fn wiki(items: &mut Items<'_>, site: &Site) {
    let pages = || site.pages.iter().filter(|p| !matches!(p.role, Role::Home | Role::Section));
    for page in pages() {
        let aka = format!("{} {}", page.meta.title, page.meta.aka.join(" "));
        let item = Item::new(&page.meta.id, page.name(), Kind::File);
        items.add(&Item { aka: &aka, closing: "]]", ..item });
    }
    for page in pages() {
        for name in page.meta.name.iter().chain(&page.meta.names) {
            let item = Item::new(name, &page.meta.title, Kind::Reference);
            items.add(&Item { closing: "]]", ..item });
        }
    }
}

/// The entries of a registry; of laws the articles as well.
pub(super) fn entries(items: &mut Items<'_>, scheme: Scheme, closing: &str) {
    let workspace = items.workspace;
    let (registry, language) = (&workspace.now.site.registry, &workspace.now.site.config.language);
    for (index, entry) in registry.entries(scheme).iter().enumerate() {
        let label = registry.label(EntryId::new(scheme, index), language);
        let (detail, aka) = said(workspace, scheme, index, label);
        let item = Item::new(entry.id(), &detail, Kind::Value);
        items.add(&Item { aka: &aka, closing, ..item });
        if scheme != Scheme::Law {
            continue;
        }
        for (number, article) in registry.laws[index].articles.iter().enumerate() {
            let word = format!("{}/{}", entry.id(), article.key);
            let label = registry.label(EntryId::law(index, Some(number)), language);
            let item = Item::new(&word, &label, Kind::Value);
            items.add(&Item { aka: &article.gist, closing, ..item });
        }
    }
}

/// What is shown beside an entry that text calls `label`, and further words by which it is found.
fn said(workspace: &Workspace, scheme: Scheme, index: usize, label: String) -> (String, String) {
    let registry = &workspace.now.site.registry;
    match scheme {
        Scheme::Law => (label, registry.laws[index].title.clone()),
        Scheme::Contact => (registry.contacts[index].name.clone(), label),
        Scheme::Fact => (format!("{label} · {}", registry.facts[index].label), String::new()),
        Scheme::Term => (label, registry.terms[index].aka.join(" ")),
        _ => (label, String::new()),
    }
}

/// The blanks of letters, those of the one that is being written first.
fn blanks(items: &mut Items<'_>, path: &str) {
    let now = &items.workspace.now;
    let own = now.sources.by_path(path).map(|source| source.id);
    let (here, elsewhere): (Vec<_>, Vec<_>) =
        now.site.iter().partition(|(_, page)| Some(page.source) == own);
    let mut seen: HashSet<&str> = HashSet::new();
    for (id, _) in here.into_iter().chain(elsewhere) {
        for reference in &now.site.bodies[id.index()].references {
            let Target::Blank(blank) = &reference.target else { continue };
            if seen.insert(blank) {
                let words = reference.words.as_deref().unwrap_or_default();
                items.add(&Item { closing: ")", ..Item::new(blank, words, Kind::Variable) });
            }
        }
    }
}

fn headings(items: &mut Items<'_>, page: PageId, closing: &str) {
    let site = &items.workspace.now.site;
    let body = LinkedDocument::body(site, page);
    for (number, heading) in body.document.headings.iter().enumerate() {
        let words = body.heading_text(heading);
        let item = Item::new(body.heading_id(number), &words, Kind::Text);
        items.add(&Item { closing, ..item });
    }
}

/// The headings of the page that is being written.
fn own_headings(items: &mut Items<'_>, path: &str, closing: &str) {
    let workspace = items.workspace;
    let Some(source) = workspace.source(path) else { return };
    if let Some((page, _)) = workspace.page(source) {
        return headings(items, page, closing);
    }
    let body = front_matter::cut(source, &mut Vec::new()).body;
    let document = markdown::parse(source, body, Mode::default()).0;
    for heading in &document.headings {
        let words = document.heading_text(heading).to_owned();
        items.add(&Item { closing, ..Item::new(&heading.id, &words, Kind::Text) });
    }
}

/// The files of other pages, as they are written in the one at `path`.
fn files(items: &mut Items<'_>, site: &Site, path: &str) {
    let sources = &items.workspace.now.sources;
    for page in &site.pages {
        let target = &sources.get(page.source).path;
        if target != path {
            let word = relative(path, target);
            let item = Item::new(&word, page.name(), Kind::File);
            items.add(&Item { aka: &page.meta.title, closing: ")", ..item });
        }
    }
}

/// A file as it is written in another one.
fn relative(from: &str, to: &str) -> String {
    let folders = |path: &str| path.matches('/').count();
    let shared = from.split('/').zip(to.split('/')).take_while(|(a, b)| a == b).count();
    let shared = shared.min(folders(from)).min(folders(to));
    let up = "../".repeat(folders(from) - shared);
    up + &to.split('/').skip(shared).collect::<Vec<_>>().join("/")
}

/// The file that is meant by what is written in the one at `path`.
fn joined(path: &str, written: &str) -> Option<String> {
    let mut parts: Vec<&str> = match written.strip_prefix('/') {
        Some(_) => vec!["content"],
        None => path.split('/').collect(),
    };
    if !written.starts_with('/') {
        parts.pop();
    }
    for part in written.split('/').filter(|part| !part.is_empty() && *part != ".") {
        match part {
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_written_from_where_they_are_named() {
        let from = "content/rights/privacy.md";
        for (to, written) in [
            ("content/rights/safety.md", "safety.md"),
            ("content/methods/calls.md", "../methods/calls.md"),
            ("content/about.md", "../about.md"),
        ] {
            assert_eq!(relative(from, to), written);
            assert_eq!(joined(from, written).as_deref(), Some(to));
        }
        assert_eq!(joined(from, "/about.md").as_deref(), Some("content/about.md"));
    }
}
