//! By which words a page or an entry can be found.

use crate::base::fold::{fold, fold_script};
use crate::base::source::{Sources, Span, Spanned};
use crate::base::suggest::Guesses;
use crate::diag::{Diagnostic, Problem, Severity};
use crate::model::page::{Page, PageId, Role};
use crate::model::site::Site;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// A page that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NamedPage {
    /// It is on the site.
    Shown(PageId),
    /// It exists, but is a draft or its day has not come.
    Hidden,
}

/// The words for pages, by rank: a page's id outranks another's title.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// All pages that a word stands for.
    named: Vec<Named>,
    /// By id. More than one page where files in different folders have one name.
    ids: HashMap<String, Meant>,
    /// Name, other printed names, title; folded.
    ranks: [HashMap<String, Meant>; 3],
    /// Path of the file below `content/`.
    paths: BTreeMap<String, NamedPage>,
    /// Addresses of pages that are not shown, and of their files.
    hidden: HashSet<String>,
    /// The first path with each file name.
    files: HashMap<String, String>,
    /// Suggestions for what front matter and settings name wrongly.
    guesses: Guesses,
}

/// The pages that a word stands for, as indices. Nearly always it is one.
#[derive(Debug)]
enum Meant {
    One(u32),
    Several(Vec<u32>),
}

impl Meant {
    /// Adds a page, unless it is the last.
    fn add(&mut self, page: u32) {
        match self {
            Self::One(one) if *one == page => {}
            Self::One(one) => *self = Self::Several(vec![*one, page]),
            Self::Several(pages) if pages.last() == Some(&page) => {}
            Self::Several(pages) => pages.push(page),
        }
    }

    fn pages(&self) -> &[u32] {
        match self {
            Self::One(page) => std::slice::from_ref(page),
            Self::Several(pages) => pages,
        }
    }
}

/// A page that a word stands for.
#[derive(Debug)]
struct Named {
    found: NamedPage,
    id: String,
    /// Its file, below the site's folder.
    path: String,
}

impl Names {
    pub(super) fn new(
        site: &Site,
        hidden: &[Arc<Page>],
        sources: &Sources,
        out: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut names = Self {
            named: Vec::new(),
            ids: HashMap::new(),
            ranks: Default::default(),
            paths: BTreeMap::new(),
            files: HashMap::new(),
            hidden: hidden.iter().map(|page| page.url.clone()).collect(),
            guesses: Guesses::default(),
        };
        let mut first: HashMap<&str, Span> = HashMap::new();
        let shown = site.iter().map(|(id, page)| (NamedPage::Shown(id), page));
        for (found, page) in shown.chain(hidden.iter().map(|p| (NamedPage::Hidden, &**p))) {
            let source = sources.get(page.source);
            let path = source.path.strip_prefix("content/").unwrap_or(&source.path);
            names.paths.insert(path.to_owned(), found);
            // A folder's introduction goes by its folder's name, which a guide may have as an id.
            if matches!(page.role, Role::Home | Role::Section) {
                continue;
            }
            // Files in two folders may have one name; who writes an id means it to be the only one.
            if let Some(here) = page.meta.id_span {
                if let Some(other) = first.get(page.meta.id.as_str()) {
                    let problem = Problem::DuplicateId { id: page.meta.id.clone() };
                    let mut diagnostic = Diagnostic::at(here, problem);
                    if found == NamedPage::Hidden {
                        diagnostic.severity = Severity::Note;
                    }
                    out.push(diagnostic.and(*other));
                    continue;
                }
                first.insert(&page.meta.id, here);
            }
            let number = PageId::at(names.named.len()).0;
            let (id, path) = (page.meta.id.clone(), source.path.clone());
            names.named.push(Named { found, id, path });
            enter(&mut names.ids, page.meta.id.clone(), number);
            let [name, others, title] = &mut names.ranks;
            enter(name, fold(page.name()), number);
            page.meta.names.iter().for_each(|n| enter(others, fold(n), number));
            enter(title, fold(&page.meta.title), number);
        }
        for path in names.paths.keys() {
            let file = path.rsplit('/').next().unwrap_or(path);
            names.files.entry(file.to_owned()).or_insert_with(|| path.clone());
        }
        names
    }

    /// A page by id; nothing when none has it.
    fn by_id(&self, id: &str) -> Option<Result<NamedPage, Problem>> {
        Some(self.the_one(self.ids.get(id)?).map_err(|(one, other)| Problem::AmbiguousId {
            id: id.to_owned(),
            first: one.path.clone(),
            second: other.path.clone(),
        }))
    }

    /// A page by its id in the front-matter key or setting `key`.
    pub(super) fn named(
        &self,
        key: &str,
        id: &Spanned<String>,
    ) -> Result<NamedPage, Box<Diagnostic>> {
        let found = self.by_id(&id.value).unwrap_or_else(|| {
            let ids = self.ids.keys().map(String::as_str);
            Err(Problem::DanglingId {
                key: key.to_owned(),
                id: id.value.clone(),
                nearest: self.guesses.nearest("dangling-id", &id.value, ids),
            })
        });
        found.map_err(|problem| Box::new(Diagnostic::at(id.span, problem)))
    }

    /// A page by the path of its file below `content/`.
    pub(super) fn by_path(&self, path: &str) -> Option<NamedPage> {
        self.paths.get(path).copied()
    }

    /// A page by any of its words. The first rank that has the word decides.
    pub(super) fn by_word(&self, word: &str, guesses: &Guesses) -> Result<NamedPage, Problem> {
        let target = word.to_owned();
        if let Some(found) = self.by_id(word).or_else(|| self.by_id(&fold(word))) {
            return found;
        }
        for folded in [fold(word), fold_script(word)] {
            for rank in &self.ranks {
                let Some(pages) = rank.get(&folded) else { continue };
                return self.the_one(pages).map_err(|(one, other)| {
                    if one.id == other.id {
                        let (first, second) = (one.path.clone(), other.path.clone());
                        return Problem::AmbiguousId { id: target, first, second };
                    }
                    let (first, second) = (one.id.clone(), other.id.clone());
                    Problem::AmbiguousWiki { target, first, second }
                });
            }
        }
        let words = self.ids.keys().chain(self.ranks.iter().flat_map(HashMap::keys));
        let nearest = guesses.nearest("dead-wiki", word, words.map(String::as_str));
        Err(Problem::DeadWiki { target, nearest })
    }

    /// What `[[page#heading]]` names, with the heading; a name may have a `#` of its own.
    pub(super) fn wiki<'h>(
        &self,
        page: &str,
        heading: Option<&'h str>,
        guesses: &Guesses,
    ) -> Result<(NamedPage, Option<&'h str>), Problem> {
        if let Some(heading) = heading
            && let Ok(found) = self.by_word(&format!("{page}#{heading}"), &Guesses::refused())
        {
            return Ok((found, None));
        }
        self.by_word(page, guesses).map(|found| (found, heading))
    }

    /// The page that is meant by a word for these: drafts make nothing ambiguous. Else two of them.
    fn the_one(&self, pages: &Meant) -> Result<NamedPage, (&Named, &Named)> {
        let pages = pages.pages().iter().map(|page| &self.named[*page as usize]);
        let mut shown = pages.filter(|page| page.found != NamedPage::Hidden);
        match (shown.next(), shown.next()) {
            (Some(one), Some(other)) => Err((one, other)),
            (Some(one), None) => Ok(one.found),
            _ => Ok(NamedPage::Hidden),
        }
    }

    /// Keeps these addresses back as well: of files beside pages that are not shown.
    pub(super) fn hide(&mut self, files: Vec<String>) {
        self.hidden.extend(files);
    }

    /// Whether a page, or a file of one, has this address that is not shown yet.
    pub(super) fn is_hidden(&self, url: &str) -> bool {
        self.hidden.contains(url)
    }

    /// The path nearest to one that does not exist, among pages and these files.
    pub(super) fn nearest_path<'a>(
        &'a self,
        path: &str,
        files: impl Iterator<Item = &'a str> + Clone,
        guesses: &Guesses,
    ) -> Option<String> {
        let file = path.rsplit('/').next().unwrap_or(path);
        let same = self.files.get(file).map(String::as_str);
        let same = same.or_else(|| files.clone().find(|p| p.rsplit('/').next() == Some(file)));
        let known = self.paths.keys().map(String::as_str).chain(files);
        same.map(str::to_owned).or_else(|| guesses.nearest("dead-link", path, known))
    }
}

/// Notes a word for a page. The same page may have several of one rank that are one; these come one after another.
fn enter(words: &mut HashMap<String, Meant>, word: String, page: u32) {
    match words.entry(word) {
        Entry::Vacant(free) => _ = free.insert(Meant::One(page)),
        Entry::Occupied(known) => known.into_mut().add(page),
    }
}
