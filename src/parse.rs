//! Second stage: one file to one [`Page`], pure, for each file on its own, and so in parallel.
//!
//! It never fails: whatever cannot be understood is a diagnostic, and the rest of the file is read
//! all the same. It knows the site's settings and kinds, but no other file.

mod comments;
mod elements;
pub mod emphasis;
pub mod front_matter;
pub mod markdown;
pub(crate) mod tags;
pub(crate) mod target;
mod untrusted;

use crate::base::cjk::is_same_writing;
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
use markdown::{Lead, Mode};
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};
use unicode_normalization::UnicodeNormalization;
use untrusted::Untrusted;

/// Everything that the files say, each on its own.
#[derive(Debug, Default)]
pub struct Parsed {
    /// Pages with their texts, in the order of their paths.
    pub pages: Vec<(Page, Document)>,
    /// The registries of `content/data/`, put together.
    pub registry: Registry,
}

/// Parses all files.
pub fn parse(sources: &Sources, config: &Config) -> (Parsed, Vec<Diagnostic>) {
    let unused = sources.second_introductions();
    let untrusted = Untrusted::of(sources, config, &unused);
    type File = (Option<(Page, Document)>, Option<Registry>, Vec<Diagnostic>);
    let files: Vec<File> = sources
        .files
        .par_iter()
        .map(|source| {
            if unused.contains_key(&source.id) {
                return (None, None, Vec::new());
            }
            if source.is_page() {
                let untrusted = untrusted.covers(&source.path);
                let (page, body, out) = page(source, config, untrusted);
                return (Some((page, body)), None, out);
            }
            let mut out = Vec::new();
            let registry = registry::parse(source, &mut out);
            (None, registry, out)
        })
        .collect();
    let (mut parsed, mut diagnostics) = (Parsed::default(), Vec::new());
    for (page, registry, out) in files {
        parsed.pages.extend(page);
        registry.into_iter().for_each(|r| parsed.registry.merge(r));
        diagnostics.extend(out);
    }
    say_once(&parsed.pages, &mut diagnostics);
    parsed.registry.name_anchors();
    (parsed, diagnostics)
}

/// Says of each key of another generator once where it stands first, and in how many files; once more
/// for drafts, in which nothing is an error.
fn say_once(pages: &[(Page, Document)], diagnostics: &mut Vec<Diagnostic>) {
    let drafts: HashSet<SourceId> =
        pages.iter().filter(|(p, _)| p.meta.draft).map(|(p, _)| p.source).collect();
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
        let path: String = source.path.nfc().collect();
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
        parts.push(slug.map_or_else(|| self.stem.clone(), |s| s.nfc().collect()));
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
