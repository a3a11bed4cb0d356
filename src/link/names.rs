//! By which words a page or an entry can be found.

use crate::diagnostic::{Diagnostic, Problem, Severity};
use crate::fold::{fold, fold_script};
use crate::page::{Page, PageId, Role};
use crate::registry::Registry;
use crate::site::Site;
use crate::source::{Sources, Span, Spanned};
use crate::suggest::nearest;
use std::collections::{HashMap, HashSet};

/// A page that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// It is on the site.
    Shown(PageId),
    /// It exists, but is a draft or its day has not come.
    Hidden,
}

/// The words for pages, by rank: a page's id outranks another's title.
pub(super) struct Names {
    ids: HashMap<String, Found>,
    /// Name, other printed names, title; folded.
    ranks: [HashMap<String, Vec<(Found, String)>>; 3],
    /// Path of the file below `content/`.
    paths: HashMap<String, Found>,
    /// Addresses of pages that are not shown.
    hidden: HashSet<String>,
}

impl Names {
    pub(super) fn new(
        site: &Site,
        hidden: &[Page],
        sources: &Sources,
        out: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut names = Self {
            ids: HashMap::new(),
            ranks: Default::default(),
            paths: HashMap::new(),
            hidden: HashSet::new(),
        };
        names.hidden.extend(hidden.iter().map(|page| page.url.clone()));
        let mut first: HashMap<&str, Span> = HashMap::new();
        let shown = site.iter().map(|(id, page)| (Found::Shown(id), page));
        for (found, page) in shown.chain(hidden.iter().map(|p| (Found::Hidden, p))) {
            let source = sources.get(page.source);
            let path = source.path.strip_prefix("content/").unwrap_or(&source.path);
            names.paths.insert(path.to_owned(), found);
            // A folder's introduction goes by its folder's name, which a guide may have as an id.
            if matches!(page.role, Role::Home | Role::Section) {
                continue;
            }
            let here = page.meta.title_span.unwrap_or_else(|| source.span(0..0));
            if let Some(other) = first.get(page.meta.id.as_str()) {
                let mut diagnostic =
                    Diagnostic::at(here, Problem::DuplicateId { id: page.meta.id.clone() });
                if found == Found::Hidden {
                    diagnostic.severity = Severity::Note;
                }
                out.push(diagnostic.and(*other));
                continue;
            }
            first.insert(&page.meta.id, here);
            names.ids.insert(page.meta.id.clone(), found);
            names.add(0, page.name(), found, page);
            page.meta.names.iter().for_each(|n| names.add(1, n, found, page));
            names.add(2, &page.meta.title, found, page);
        }
        names
    }

    fn add(&mut self, rank: usize, word: &str, found: Found, page: &Page) {
        let same = self.ranks[rank].entry(fold(word)).or_default();
        if !same.iter().any(|(_, id)| *id == page.meta.id) {
            same.push((found, page.meta.id.clone()));
        }
    }

    /// A page by id.
    pub(super) fn by_id(&self, id: &str) -> Option<Found> {
        self.ids.get(id).copied()
    }

    /// A page by the path of its file below `content/`.
    pub(super) fn by_path(&self, path: &str) -> Option<Found> {
        self.paths.get(path).copied()
    }

    /// A page by any of its words. The first rank that has the word decides.
    pub(super) fn by_word(&self, word: &str) -> Result<Found, Problem> {
        let target = word.to_owned();
        if let Some(found) = self.by_id(word).or_else(|| self.by_id(&fold(word))) {
            return Ok(found);
        }
        for folded in [fold(word), fold_script(word)] {
            for rank in &self.ranks {
                match rank.get(&folded).map(Vec::as_slice) {
                    None | Some([]) => {}
                    Some([(found, _)]) => return Ok(*found),
                    Some([(_, first), (_, second), ..]) => {
                        let (first, second) = (first.clone(), second.clone());
                        return Err(Problem::AmbiguousWiki { target, first, second });
                    }
                }
            }
        }
        let words = self.ids.keys().chain(self.ranks.iter().flat_map(HashMap::keys));
        let nearest = nearest(word, words.map(String::as_str));
        Err(Problem::DeadWiki { target, nearest })
    }

    /// What `[[page#heading]]` names, with the heading; a name may have a `#` of its own.
    pub(super) fn wiki<'h>(
        &self,
        page: &str,
        heading: Option<&'h str>,
    ) -> Result<(Found, Option<&'h str>), Problem> {
        if let Some(heading) = heading
            && let Ok(found) = self.by_word(&format!("{page}#{heading}"))
        {
            return Ok((found, None));
        }
        self.by_word(page).map(|found| (found, heading))
    }

    /// Whether a page has this address that is not shown yet.
    pub(super) fn is_hidden(&self, url: &str) -> bool {
        self.hidden.contains(url)
    }

    /// The path nearest to one that does not exist, among pages and these files.
    pub(super) fn nearest_path<'a>(
        &'a self,
        path: &str,
        files: impl Iterator<Item = &'a str> + Clone,
    ) -> Option<String> {
        let file = path.rsplit('/').next().unwrap_or(path);
        let known = || self.paths.keys().map(String::as_str).chain(files.clone());
        let same = known().filter(|p| p.rsplit('/').next() == Some(file)).min();
        same.map(str::to_owned).or_else(|| nearest(path, known()))
    }

    /// The message for an id in front matter or settings that names nothing.
    pub(super) fn dangling(&self, key: &str, id: &Spanned<String>) -> Diagnostic {
        let problem = Problem::DanglingId {
            key: key.to_owned(),
            id: id.value.clone(),
            nearest: nearest(&id.value, self.ids.keys().map(String::as_str)),
        };
        Diagnostic::at(id.span, problem)
    }
}

/// The ids of registry entries.
pub(super) struct Registered {
    pub(super) laws: HashMap<String, usize>,
    pub(super) contacts: HashMap<String, usize>,
    pub(super) facts: HashMap<String, usize>,
    pub(super) terms: HashMap<String, usize>,
    pub(super) sources: HashMap<String, usize>,
}

impl Registered {
    pub(super) fn new(registry: &Registry, out: &mut Vec<Diagnostic>) -> Self {
        Self {
            laws: unique(registry.laws.iter().map(|e| (e.id.as_str(), e.span)), out),
            contacts: unique(registry.contacts.iter().map(|e| (e.id.as_str(), e.span)), out),
            facts: unique(registry.facts.iter().map(|e| (e.id.as_str(), e.span)), out),
            terms: unique(registry.terms.iter().map(|e| (e.term.as_str(), e.span)), out),
            sources: unique(registry.sources.iter().map(|e| (e.id.as_str(), e.span)), out),
        }
    }
}

fn unique<'a>(
    entries: impl Iterator<Item = (&'a str, Span)>,
    out: &mut Vec<Diagnostic>,
) -> HashMap<String, usize> {
    let mut ids = HashMap::new();
    let mut first: HashMap<&str, Span> = HashMap::new();
    for (index, (id, span)) in entries.enumerate() {
        match first.get(id) {
            Some(other) => {
                let problem = Problem::DuplicateId { id: id.to_owned() };
                out.push(Diagnostic::at(span, problem).and(*other));
            }
            None => {
                first.insert(id, span);
                ids.insert(id.to_owned(), index);
            }
        }
    }
    ids
}
