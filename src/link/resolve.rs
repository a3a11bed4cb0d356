//! Answers every reference of every page, or says why it leads nowhere.

use super::names::{Found, Names, Registered};
use crate::diagnostic::{Diagnostic, Problem, Severity};
use crate::page::{Document, PageId, Reference, Scheme, Target};
use crate::registry::Registry;
use crate::site::{Links, Resolved, Site};
use crate::slug::slug;
use crate::source::Sources;
use std::collections::{HashMap, HashSet};

/// Fills `answer`, `body` and `images` of every page's links.
pub(super) fn references(
    site: &Site,
    names: &Names,
    registered: &Registered,
    sources: &Sources,
    links: &mut [Links],
    out: &mut Vec<Diagnostic>,
) {
    let mut resolver =
        Resolver { site, names, registered, addresses: addresses(site), assets: assets(site), out };
    for ((id, page), links) in site.iter().zip(links) {
        let path = &sources.get(page.source).path;
        let folder = path.strip_prefix("content/").unwrap_or(path);
        let folder = folder.rsplit_once('/').map_or("", |(folder, _)| folder);
        let here = Here { id, folder };
        if let Some(answer) = &page.meta.answer {
            links.answer = resolver.document(&here, answer);
        }
        links.body = resolver.document(&here, &page.body);
        let images = page.meta.answer.iter().flat_map(|a| &a.images).chain(&page.body.images);
        links.images = images.map(|image| resolver.image(&here, &image.url, image.span)).collect();
    }
}

/// The page whose references are being answered.
struct Here<'a> {
    id: PageId,
    /// Folder of its file below `content/`.
    folder: &'a str,
}

struct Resolver<'a> {
    site: &'a Site,
    names: &'a Names,
    registered: &'a Registered,
    /// Every address that the finished site has, without a first `/`.
    addresses: HashSet<String>,
    /// Assets by path below `content/`.
    assets: HashMap<&'a str, usize>,
    out: &'a mut Vec<Diagnostic>,
}

impl Resolver<'_> {
    fn document(&mut self, here: &Here<'_>, document: &Document) -> Vec<Resolved> {
        document.references.iter().map(|r| self.reference(here, r)).collect()
    }

    fn reference(&mut self, here: &Here<'_>, reference: &Reference) -> Resolved {
        match self.target(here, reference) {
            Ok(resolved) => resolved,
            Err(problem) => {
                let mut diagnostic = Diagnostic::at(reference.span, problem);
                if matches!(diagnostic.problem, Problem::HiddenTarget { .. }) {
                    diagnostic.severity = Severity::Warning;
                }
                self.out.push(diagnostic);
                Resolved::Words(written(&reference.target))
            }
        }
    }

    fn target(&mut self, here: &Here<'_>, reference: &Reference) -> Result<Resolved, Problem> {
        match &reference.target {
            Target::External(url) => Ok(Resolved::External(url.clone())),
            Target::Inert(scheme) => {
                Err(Problem::DeadLink { target: format!("{scheme}:"), nearest: None })
            }
            Target::Anchor(anchor) => self.anchor(here, anchor),
            Target::Wiki { page, heading } => {
                let id = self.shown(self.names.by_word(page)?, page)?;
                let anchor = heading.as_deref().map(|h| self.heading(id, h)).transpose()?;
                Ok(Resolved::Page(id, anchor))
            }
            Target::File { path, anchor } => self.file(here, path, anchor.as_deref()),
            Target::Path(path) => self.path(path),
            Target::Entry { scheme, id } => {
                let words = reference.words.as_deref();
                entry(&self.site.registry, self.registered, *scheme, id, words)
            }
        }
    }

    fn shown(&self, found: Found, target: &str) -> Result<PageId, Problem> {
        match found {
            Found::Shown(id) => Ok(id),
            Found::Hidden => Err(Problem::HiddenTarget { target: target.to_owned() }),
        }
    }

    fn anchor(&self, here: &Here<'_>, anchor: &str) -> Result<Resolved, Problem> {
        if anchor.is_empty() {
            return Err(Problem::DeadLink { target: String::new(), nearest: None });
        }
        self.heading(here.id, anchor).map(Resolved::Anchor)
    }

    /// A heading of a page, by its id or its words.
    fn heading(&self, page: PageId, wanted: &str) -> Result<String, Problem> {
        let page = self.site.page(page);
        let headings = &page.body.headings;
        let by_words = slug(wanted);
        let by_id = headings.iter().find(|h| h.id == wanted);
        let found =
            by_id.or_else(|| headings.iter().find(|h| slug(page.body.heading_text(h)) == by_words));
        if let Some(heading) = found {
            return Ok(heading.id.clone());
        }
        // Footnotes, and ids in raw HTML.
        if page.body.markup.contains(&format!("id=\"{wanted}\"")) {
            return Ok(wanted.to_owned());
        }
        Err(Problem::DeadAnchor {
            target: page.name().to_owned(),
            anchor: wanted.to_owned(),
            nearest: self.names.guesses.nearest(
                "dead-anchor",
                wanted,
                headings.iter().map(|h| h.id.as_str()),
            ),
        })
    }

    fn file(&self, here: &Here<'_>, path: &str, anchor: Option<&str>) -> Result<Resolved, Problem> {
        let dead = || Problem::DeadLink {
            target: path.to_owned(),
            nearest: self.names.nearest_path(path),
        };
        let full = join(here.folder, path).ok_or_else(dead)?;
        if let Some(found) = self.names.by_path(&full) {
            let id = self.shown(found, path)?;
            let anchor = anchor.map(|a| self.heading(id, a)).transpose()?;
            return Ok(Resolved::Page(id, anchor));
        }
        self.assets.get(full.as_str()).map(|a| Resolved::Asset(*a)).ok_or_else(dead)
    }

    fn path(&self, path: &str) -> Result<Resolved, Problem> {
        let address = path.split(['#', '?']).next().unwrap_or(path).trim_start_matches('/');
        if self.addresses.contains(address) {
            return Ok(Resolved::Path(path.to_owned()));
        }
        let known = self.addresses.iter().map(String::as_str);
        let nearest = self.names.guesses.nearest("dead-path", address, known);
        let nearest = nearest.map(|n| format!("/{n}"));
        Err(Problem::DeadLink { target: path.to_owned(), nearest })
    }

    fn image(&mut self, here: &Here<'_>, url: &str, span: crate::source::Span) -> Option<usize> {
        if url.contains("://") || url.starts_with("//") || url.starts_with("data:") {
            return None;
        }
        let path = match url.strip_prefix('/') {
            Some(below) => Some(format!("static/{below}")),
            None => join(here.folder, url),
        };
        let found = path.as_deref().and_then(|p| self.assets.get(p)).copied();
        if found.is_none() {
            let known = self.assets.keys().copied();
            let nearest = self.names.guesses.nearest("dead-image", url, known);
            self.out
                .push(Diagnostic::at(span, Problem::DeadLink { target: url.to_owned(), nearest }));
        }
        found
    }
}

/// An entry of a registry, to which a text gave these words, if any.
pub(super) fn entry(
    registry: &Registry,
    registered: &Registered,
    scheme: Scheme,
    id: &str,
    words: Option<&str>,
) -> Result<Resolved, Problem> {
    let ids = match scheme {
        Scheme::Law => return law(registry, registered, id),
        Scheme::Contact => &registered.contacts,
        Scheme::Fact => &registered.facts,
        Scheme::Term => &registered.terms,
        Scheme::Source => &registered.sources,
    };
    let index = *ids.get(id).ok_or_else(|| dead_entry(scheme, id, ids, registered))?;
    Ok(match scheme {
        Scheme::Contact => Resolved::Contact(index),
        Scheme::Term => Resolved::Term(index),
        Scheme::Source => Resolved::Source(index),
        _ => {
            let fact = &registry.facts[index];
            // The author's words must be the value, or they would drift from it.
            if let Some(words) = words.filter(|w| *w != fact.value) {
                return Err(Problem::FactWords {
                    fact: id.to_owned(),
                    value: fact.value.clone(),
                    words: words.to_owned(),
                });
            }
            Resolved::Fact(index)
        }
    })
}

/// A law, or one of its articles.
pub(super) fn law(
    registry: &Registry,
    registered: &Registered,
    id: &str,
) -> Result<Resolved, Problem> {
    let (law_id, article) = id.split_once('/').map_or((id, None), |(l, a)| (l, Some(a)));
    let (laws, guesses) = (&registered.laws, &registered.guesses);
    let index =
        *laws.get(law_id).ok_or_else(|| dead_entry(Scheme::Law, law_id, laws, registered))?;
    let law = &registry.laws[index];
    let Some(key) = article else { return Ok(Resolved::Law(index, None)) };
    if law.report {
        let (law, id) = (law.short.clone(), law.id.clone());
        return Err(Problem::ReportArticle { law, id });
    }
    let found = law.articles.iter().position(|a| a.key == key);
    found.map(|a| Resolved::Law(index, Some(a))).ok_or_else(|| {
        let renumbered = law.articles.iter().find(|a| a.was.as_deref() == Some(key));
        let near = renumbered.map(|a| a.key.clone());
        Problem::DeadArticle {
            law: law.short.clone(),
            article: key.to_owned(),
            nearest: near.or_else(|| {
                let known = law.articles.iter().map(|a| a.key.as_str());
                guesses.nearest("dead-article", key, known)
            }),
        }
    })
}

fn dead_entry(
    scheme: Scheme,
    id: &str,
    known: &HashMap<String, usize>,
    registered: &Registered,
) -> Problem {
    let known = known.keys().map(String::as_str);
    let nearest = registered.guesses.nearest("dead-reference", id, known);
    Problem::DeadReference { scheme: scheme.name(), target: id.to_owned(), nearest }
}

/// The words shown for a reference that leads nowhere.
pub(super) fn written(target: &Target) -> String {
    match target {
        Target::Wiki { page, .. } => page.clone(),
        Target::Entry { id, .. } => id.clone(),
        _ => String::new(),
    }
}

/// Joins a relative path to a folder; `None` when it climbs out of the content.
fn join(folder: &str, path: &str) -> Option<String> {
    let (start, path) = match path.strip_prefix('/') {
        Some(below) => ("", below),
        None => (folder, path),
    };
    let mut parts: Vec<&str> = start.split('/').filter(|p| !p.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

fn assets(site: &Site) -> HashMap<&str, usize> {
    let paths = site.assets.iter().map(|a| a.path.strip_prefix("content/").unwrap_or(&a.path));
    paths.enumerate().map(|(i, path)| (path, i)).collect()
}

/// The addresses that a link may give as such.
pub(super) fn addresses(site: &Site) -> HashSet<String> {
    let fixed =
        ["", "tags/", "laws/", "contacts/", "glossary/", "search/", "feed.xml", "sitemap.xml"];
    let mut addresses: HashSet<String> = fixed.iter().map(|a| (*a).to_owned()).collect();
    addresses.extend(site.pages.iter().map(|p| p.url.clone()));
    addresses.extend(site.pages.iter().map(|p| format!("{}/", p.folder)));
    addresses.extend(site.registry.laws.iter().map(|l| format!("laws/{}/", l.id)));
    addresses.extend(site.tags.iter().map(|t| format!("tags/{}/", t.slug)));
    addresses.extend(site.asset_urls.iter().cloned());
    addresses
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn paths_join_and_never_climb_out() {
        assert_eq!(join("rights", "../methods/x.md").as_deref(), Some("methods/x.md"));
        assert_eq!(join("", "x.md").as_deref(), Some("x.md"));
        assert_eq!(join("a/b", "/c/./d.md").as_deref(), Some("c/d.md"));
        assert_eq!(join("a", "../../x.md"), None);
    }
}
