//! Second stage: one file to one [`Page`], pure, for each file on its own, and so in parallel.
//!
//! It never fails: whatever cannot be understood is a diagnostic, and the rest of the file is read
//! all the same. It knows the site's settings and kinds, but no other file.

mod comments;
mod elements;
pub mod emphasis;
pub mod front_matter;
mod kept;
pub mod markdown;
pub(crate) mod tags;
pub(crate) mod target;
mod untrusted;

use crate::base::cache::Cache;
use crate::base::cjk::is_same_writing;
use crate::base::evenly::Evenly as _;
use crate::base::fold::composed;
use crate::base::source::{Source, SourceId, Sources, introduces};
use crate::diag::{Diagnostic, Place, Problem};
use crate::model::config::Config;
use crate::model::document::Document;
use crate::model::kind::{Kind, PLAIN};
use crate::model::page::{Page, Role};
use crate::model::registry::{self, Registry};
use crate::yaml::Entry;
use crate::yaml::fields::Fields;
use front_matter::may_be_private as is_private;
use kept::Task;
use markdown::{Lead, Mode};
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use untrusted::Untrusted;

/// A page with its text, shared by all who keep it.
pub type PageAndText = (Arc<Page>, Arc<Document>);

/// Everything that the files say, each on its own.
#[derive(Debug, Default, Clone)]
pub struct Parsed {
    /// Pages with their texts, in the order of their paths.
    pub pages: Vec<PageAndText>,
    /// The registries of `content/data/`, put together.
    pub registry: Arc<Registry>,
}

/// What was parsed, file by file: what is still the same file need not be parsed again.
#[derive(Debug)]
pub struct Files {
    config: Arc<Config>,
    /// In the order of the sources.
    files: Vec<Arc<File>>,
    registry: Arc<Registry>,
}

/// One file, with how it was read.
#[derive(Debug)]
struct File {
    source: Arc<Source>,
    reading: Reading,
    page: Option<PageAndText>,
    registry: Option<Registry>,
    found: Vec<Diagnostic>,
}

/// How a file is to be read, which other files decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    Page {
        untrusted: bool,
    },
    Registry,
    /// Another page introduces its folder.
    Unused,
}

impl Files {
    /// Parses all files, but for those that are the same as `before` or, where there is nothing before, as in
    /// the cache.
    pub fn parse(
        sources: &Sources,
        config: &Arc<Config>,
        before: Option<&Self>,
        cache: &Cache,
    ) -> Self {
        let unused = sources.second_introductions();
        let untrusted = Untrusted::of(sources, config, &unused);
        let before = before.filter(|before| Arc::ptr_eq(&before.config, config));
        let known: HashMap<SourceId, &Arc<File>> = before
            .map(|before| before.files.iter().map(|file| (file.source.id, file)).collect())
            .unwrap_or_default();
        let tasks = sources.files.iter().map(|source| match () {
            () if unused.contains_key(&source.id) => (source, Reading::Unused),
            () if source.is_page() => {
                (source, Reading::Page { untrusted: untrusted.covers(&source.path) })
            }
            () => (source, Reading::Registry),
        });
        let tasks: Vec<Task<'_>> = tasks.collect();
        let file = |(source, reading): &Task<'_>| {
            let same =
                |file: &&&Arc<File>| Arc::ptr_eq(&file.source, source) && file.reading == *reading;
            let file = known.get(&source.id).filter(same).map(|file| Arc::clone(file));
            file.unwrap_or_else(|| Arc::new(File::parse(source, *reading, config)))
        };
        let files: Vec<Arc<File>> = match known.is_empty() && cache.lasts() {
            true => kept::parse(&tasks, config, cache),
            false => tasks.par_iter().evenly().map(file).collect(),
        };
        let registries = || files.iter().filter(|file| file.registry.is_some());
        let kept = before.filter(|before| {
            let known = before.files.iter().filter(|file| file.registry.is_some());
            known.map(Arc::as_ptr).eq(registries().map(Arc::as_ptr))
        });
        let registry = kept.map(|before| Arc::clone(&before.registry));
        let registry = registry.unwrap_or_else(|| {
            let mut registry = Registry::default();
            registries().flat_map(|file| &file.registry).for_each(|r| registry.merge(r.clone()));
            registry.name_anchors();
            Arc::new(registry)
        });
        Self { config: Arc::clone(config), files, registry }
    }

    /// What the files say.
    pub fn parsed(&self) -> Parsed {
        let pages = self.files.iter().filter_map(|file| file.page.clone());
        Parsed { pages: pages.collect(), registry: Arc::clone(&self.registry) }
    }

    /// What is wrong with them.
    pub fn found(&self) -> Vec<Diagnostic> {
        let mut found: Vec<Diagnostic> =
            self.files.iter().flat_map(|file| &file.found).cloned().collect();
        say_once(self.pages(), &mut found);
        found
    }

    /// The pages, in the order of their paths.
    pub fn pages(&self) -> impl Iterator<Item = &Page> {
        self.files.iter().filter_map(|file| file.page.as_ref().map(|(page, _)| &**page))
    }

    /// Parses a page again whose text has changed and whose front matter has not. `None` where more has.
    pub fn renew(
        &mut self,
        place: usize,
        source: &Arc<Source>,
    ) -> Option<(SourceId, Arc<Document>)> {
        let before = self.files.get(place).filter(|file| file.source.id == source.id)?;
        let (page, _) = before.page.as_ref()?;
        let mut after = File::parse(source, before.reading, &self.config);
        let (parsed, body) = after.page.take().filter(|(parsed, _)| parsed == page)?;
        // What an introduction says of its folder's texts is read from its front matter.
        let head =
            |source: &'_ Source| parsed.yaml.clone().map(|yaml| source.text[yaml].to_owned());
        if head(source) != head(&before.source) {
            return None;
        }
        after.page = Some((Arc::clone(page), Arc::clone(&body)));
        self.files[place] = Arc::new(after);
        Some((source.id, body))
    }
}

impl File {
    fn parse(source: &Arc<Source>, reading: Reading, config: &Config) -> Self {
        let (mut page, mut registry, mut found) = (None, None, Vec::new());
        match reading {
            Reading::Unused => {}
            Reading::Page { untrusted } => {
                let (parsed, body, out) = self::page(source, config, untrusted);
                (page, found) = (Some((Arc::new(parsed), Arc::new(body))), out);
            }
            Reading::Registry => registry = registry::parse(source, &mut found),
        }
        Self { source: Arc::clone(source), reading, page, registry, found }
    }
}

/// Parses all files.
pub fn parse(sources: &Sources, config: &Arc<Config>) -> (Parsed, Vec<Diagnostic>) {
    let files = Files::parse(sources, config, None, &Cache::default());
    (files.parsed(), files.found())
}

/// Says of each key of another generator once where it stands first, and in how many files; once more
/// for drafts, in which nothing is an error.
fn say_once<'p>(pages: impl Iterator<Item = &'p Page>, diagnostics: &mut Vec<Diagnostic>) {
    let drafts: HashSet<SourceId> = pages.filter(|p| p.meta.draft).map(|p| p.source).collect();
    let mut first: HashMap<(String, bool), usize> = HashMap::new();
    let mut kept: Vec<Diagnostic> = Vec::with_capacity(diagnostics.len());
    for diagnostic in diagnostics.drain(..) {
        if let (Problem::ForeignKey { key, .. }, Some(Place::Span(span))) =
            (&diagnostic.problem, &diagnostic.place)
        {
            let of = (key.clone(), drafts.contains(&span.source));
            if let Some(at) = first.get(&of) {
                if let Problem::ForeignKey { times, .. } = &mut kept[*at].problem {
                    *times += 1;
                }
                continue;
            }
            first.insert(of, kept.len());
        }
        kept.push(diagnostic);
    }
    *diagnostics = kept;
}

/// Parses one page: what it shows of itself, its text, and what is wrong. `untrusted`: whether it is
/// somebody else's text, whatever it says itself.
pub fn page(
    source: &Source,
    config: &Config,
    untrusted: bool,
) -> (Page, Document, Vec<Diagnostic>) {
    let mut out = Vec::new();
    let path = Path::of(source);
    let parts = front_matter::cut(source, &mut out);
    let cut_failed = !out.is_empty();
    let yaml = parts.yaml;
    let entries = match yaml.clone() {
        Some(range) => front_matter::parse(source, range, &mut out),
        None => Some(Vec::new()),
    };
    let unread = entries.is_none() && yaml.clone().is_some_and(|y| is_private(&source.text[y]));
    let mut broken = entries.is_none() || cut_failed;
    let entries = entries.unwrap_or_default();
    let kind = kind_of(&path, &entries, config, &mut Fields::new(source, &mut out));
    let astray =
        front_matter::report_astray(source, parts.body.clone(), &config.kinds[kind], &mut out);
    broken |= astray && entries.is_empty();
    let mut fields = Fields::new(source, &mut out).in_zone(&config.timezone);
    let (own_kind, kinds) = (&config.kinds[kind], &config.kinds);
    let mut meta = front_matter::read(source, &entries, own_kind, kinds, untrusted, &mut fields);
    meta.withheld |= astray || unread;
    meta.lang = meta.lang.filter(|lang| !is_same_writing(lang, &config.language));
    let is_guide = path.role(&config.kinds[kind]) == Role::Guide;
    let letter = config.kinds[kind].letter && is_guide;
    let mode = Mode {
        untrusted: meta.untrusted,
        line: false,
        lead: if meta.title.is_empty() { Lead::Title } else { Lead::Again(&meta.title) },
        // What is sent to somebody has no links that nobody chose.
        prose: meta.autolink && config.autolink && !letter,
        steps: config.kinds[kind].flow && is_guide,
        letter,
    };
    let (mut body, lead) = markdown::parse(source, parts.body, mode);
    body.found.extend(front_matter::comments(&entries));
    if meta.title.is_empty() {
        let has_key = entries.iter().any(|e| e.key == "title");
        let found = lead.is_some();
        meta.untitled = !found;
        meta.title = lead.unwrap_or_else(|| path.stem.clone());
        if !found && !broken && !has_key {
            let used = meta.title.clone();
            fields.report(source.span(0..0), Problem::MissingTitle { used });
        }
    }
    if meta.id.is_empty() {
        meta.id = path.stem.clone();
    }
    let role = path.role(&config.kinds[kind]);
    let url = path.url(role, meta.slug.as_deref());
    let (source, folder) = (source.id, path.folder);
    (Page { source, role, kind, folder, url, yaml, broken, meta }, body, out)
}

/// What a file's path says about it.
struct Path {
    /// Folders below `content/`, in NFC.
    folders: Vec<String>,
    /// The first folder, or nothing.
    folder: String,
    /// The file's name without `.md`; the folder's name for `x/index.md`.
    stem: String,
    /// Whether the file introduces its folder: `index.md`, `_index.md`, `README.md`.
    index: bool,
}

impl Path {
    fn of(source: &Source) -> Self {
        let path = composed(&source.path);
        let below = path.strip_prefix("content/").unwrap_or(&path);
        let mut folders: Vec<String> = below.split('/').map(str::to_owned).collect();
        let file = folders.pop().unwrap_or_default();
        let index = introduces(&file).is_some();
        let name = match file.strip_suffix(".md") {
            Some(_) if index => "index".to_owned(),
            name => name.unwrap_or(&file).to_owned(),
        };
        let folder = folders.first().cloned().unwrap_or_default();
        let stem = match folders.last() {
            Some(last) if index => last.clone(),
            _ => name,
        };
        Self { folders, folder, stem, index }
    }

    fn role(&self, kind: &Kind) -> Role {
        match (self.folders.len(), self.index) {
            (0, true) => Role::Home,
            (1, true) => Role::Section,
            _ if kind.id == PLAIN => Role::Plain,
            _ => Role::Guide,
        }
    }

    /// `/<folder>/<slug>/`; a guide in a folder of its own has that folder's address.
    fn url(&self, role: Role, slug: Option<&str>) -> String {
        if role == Role::Home {
            return String::new();
        }
        let mut parts = self.folders.clone();
        if self.index {
            parts.pop();
        }
        // An introduction stands where its folder's list is, whatever it calls itself.
        let slug = slug.filter(|_| role != Role::Section);
        parts.push(slug.map_or_else(|| self.stem.clone(), composed));
        parts.join("/") + "/"
    }
}

/// The page's kind: what its front matter says, else what its folder says, else a plain page.
fn kind_of(path: &Path, entries: &[Entry], config: &Config, fields: &mut Fields<'_>) -> usize {
    let plain = config.kinds.len() - 1;
    let by_folder = || {
        let of_folder = |k: &Kind| !k.folder.is_empty() && k.folder == path.folder;
        config.kinds.iter().position(of_folder).unwrap_or(plain)
    };
    let Some(entry) = entries.iter().find(|e| e.key == "kind") else { return by_folder() };
    let Some(name) = fields.spanned_text(entry) else { return by_folder() };
    let known = config.kinds.iter().position(|k| k.id == name.value);
    known.unwrap_or_else(|| {
        let ids = config.kinds.iter().map(|k| k.id.as_str());
        let nearest = crate::base::suggest::nearest(&name.value, ids);
        fields.report(name.span, Problem::UnknownKind { kind: name.value, nearest });
        by_folder()
    })
}
