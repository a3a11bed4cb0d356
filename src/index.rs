//! Fifth stage: the linked site to what the reader's browser searches.
//!
//! This module only says which of a site's words are searched and as what; everything about cutting,
//! weighing and packing them is below it and knows nothing of pages. It reads documents, never HTML.

pub mod alphabet;
pub(crate) mod bits;
pub mod build;
pub(crate) mod common;
pub mod constants;
pub mod corpus;
mod counting;
pub mod danger;
mod encoding;
mod entries;
pub mod fold;
pub(crate) mod huffman;
pub(crate) mod impact;
mod inversion;
mod joints;
pub(crate) mod lists;
pub(crate) mod manifest;
mod neighbours;
pub mod numbers;
pub(crate) mod order;
pub(crate) mod packs;
pub(crate) mod pieces;
pub mod posting;
pub mod postings;
pub mod readings;
pub(crate) mod records;
pub(crate) mod shards;
pub(crate) mod sound;
mod starts;
pub mod stem;
pub mod survey;
pub(crate) mod tally;
pub mod text;
pub mod thesaurus;
pub mod tokenize;
mod totals;
mod unpack;
pub(crate) mod written;

use crate::base::address;
use crate::base::cache::Cache;
use crate::base::evenly::Evenly as _;
use crate::base::output::Output;
use crate::model::edition::Edition;
use crate::model::linked::LinkedDocument;
use crate::model::page::{Page, PageId, Role};
use crate::model::site::Site;
use corpus::{Corpus, Doc, Word};
use entries::Entries;
use rayon::prelude::*;
use std::borrow::Cow;
use thesaurus::Thesaurus;
use written::Written;

/// The search index of a site, and one for each further edition. Files are complete and deterministic. What
/// was read of the pages before is in the cache.
pub fn index(site: &Site, cache: &Cache) -> Vec<Output> {
    let (shared, pages) = rayon::join(|| Shared::of(site), || pages(site));
    let corpus = shared.corpus(site, pages);
    let mut files = vec![packs::sample()];
    let editions = Edition::all(&site.config, &site.registry);
    for edition in editions.iter().filter(|e| e.is_further()) {
        let written = Written::new(&corpus, edition, &site.config.language);
        let below = |file: Output| {
            let path = format!("{}{}", edition.prefix, file.path);
            Output { path, ..file }
        };
        let built = build::build(written.corpus(), cache);
        files.extend(built.into_iter().chain([packs::sample()]).map(below));
    }
    files.extend(build::build(corpus, cache));
    files
}

/// The index of what a bundle carries, without the texts, which are in it already. `place` says where an
/// address of the site stands in it, if it does.
pub fn inside(site: &Site, place: &dyn Fn(&str) -> Option<String>, cache: &Cache) -> Vec<Output> {
    let shared = Shared::of(site);
    let mut corpus = shared.corpus(site, pages(site));
    corpus.base = "";
    corpus.texts_apart = true;
    corpus.docs.retain_mut(|doc| {
        let found = place(&doc.url);
        // A number can be called from anywhere.
        let kept = found.is_some() || doc.entry.is_some_and(|entry| !entry.number.is_empty());
        doc.url = found.unwrap_or_default();
        kept
    });
    build::build(corpus, cache)
}

/// The way from the folder of an index to what it leads to, where addresses are relative.
const UP: &str = "../";

/// What a corpus of a site is made from and does not own.
struct Shared {
    entries: Entries,
    thesaurus: Thesaurus,
}

impl Shared {
    fn of(site: &Site) -> Self {
        Self {
            entries: Entries::new(&site.registry, &site.config.language),
            thesaurus: Thesaurus::new(!site.registry.words.only_own, &site.registry.words.same),
        }
    }

    fn corpus<'s>(&'s self, site: &'s Site, pages: Vec<Doc<'s>>) -> Corpus<'s> {
        let mut docs = pages;
        let language = &site.config.language;
        docs.extend(self.entries.docs(language));
        let terms = &site.registry.terms;
        Corpus {
            docs,
            tags: site.tags.iter().map(|t| word(&t.label, &t.aka, None)).collect(),
            terms: terms.iter().map(|t| word(&t.term, &t.aka, t.pinyin.as_deref())).collect(),
            thesaurus: Some(&self.thesaurus),
            base: if site.config.relative { UP } else { site.config.base_path() },
            texts_apart: false,
        }
    }
}

/// The pages that are searched.
fn pages(site: &Site) -> Vec<Doc<'_>> {
    let pages = site.iter().filter(|(_, p)| searched(p.role, p.meta.noindex));
    let pages: Vec<PageId> = pages.map(|(id, _)| id).collect();
    pages.into_par_iter().evenly().map(|page| doc(site, page)).collect()
}

/// Guides and plain pages; a folder's introduction is only a way to them.
fn searched(role: Role, noindex: bool) -> bool {
    matches!(role, Role::Guide | Role::Plain) && !noindex
}

fn doc(site: &Site, id: PageId) -> Doc<'_> {
    let (page, links) = (site.page(id), site.links_of(id));
    let kind = site.kind_of(page);
    let body = LinkedDocument::body(site, id);
    let answer = LinkedDocument::answer(site, id).map(|answer| answer.text());
    Doc {
        url: address::encoded(&page.url),
        title: &page.meta.title,
        name: page.name(),
        kind: &kind.id,
        kind_label: &kind.label,
        tags: links.tags.iter().map(|t| u32::try_from(*t).unwrap_or(u32::MAX)).collect(),
        lang: page.meta.lang.as_deref().unwrap_or(&site.config.language),
        crisis: links.crisis,
        names: &page.meta.names,
        aka: &page.meta.aka,
        answer: answer.map(trimmed).unwrap_or_default(),
        headings: body.document.headings.iter().map(|h| body.heading_text(h)).collect(),
        blocks: LinkedDocument::texts(site, id).chain(around_letter(site, page)).collect(),
        entry: None,
    }
}

/// What is said of a letter before it: when to use it is what readers type.
fn around_letter<'s>(site: &Site, page: &'s Page) -> impl Iterator<Item = Cow<'s, str>> + use<'s> {
    let own = if site.kind_of(page).letter { page.meta.own.as_slice() } else { &[] };
    own.iter().flat_map(|own| own.value.texts()).map(|text| Cow::from(text.as_str()))
}

fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}

fn word<'a>(label: &'a str, aka: &'a [String], pinyin: Option<&'a str>) -> Word<'a> {
    Word { label, aka, pinyin }
}
