//! The rules of `mingbai check`, which `build` applies as well: what is well formed and still wrong.
//!
//! Slips of the hand are looked for on every site; the editorial rules belong to the profile
//! `guidance`. Everything is read from the linked [`Site`] and the files it came from, and nothing is
//! changed. Whether ids, links and types are right is decided before, in `parse` and `link`.

mod active;
mod alerts;
mod allow;
mod anchors;
mod calculators;
mod controls;
mod expires;
pub(crate) mod fix;
mod flow;
mod foreign;
mod front;
mod guide;
mod hidden;
mod labels;
mod letter;
mod looks;
mod named;
mod nested;
mod personal;
mod portable;
mod prose;
mod settle;
mod shape;
mod slips;
mod sound;
mod tags;
mod time;
mod unread;
mod word_finder;
mod words;

use crate::base::evenly::Evenly as _;
use crate::base::noted::Noted;
use crate::base::source::{Source, SourceId, Sources, Span};
use crate::diag::{Diagnostic, Finding, Problem};
use crate::model::config::Profile;
use crate::model::page::PageId;
use crate::model::site::Site;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use sound::Sound;
use std::collections::HashSet;
use std::sync::Arc;

pub(crate) use alerts::alert;
pub use front::name_colons;
pub use settle::{settle, settle_further};

/// What the rules are applied for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// A build: what only a day has made wrong never stops it, and notes are not worth its time.
    Build,
    /// A check: everything counts.
    Check,
}

/// Applies all rules.
pub fn check(site: &Site, sources: &Sources) -> Vec<Diagnostic> {
    Checked::of(site, sources, None, &Noted::default()).found().cloned().collect()
}

/// What the rules find, by what it follows from: what an edit leaves as it is, is not looked at again.
#[derive(Debug)]
pub struct Checked {
    /// In each page, in the order of pages: from its own texts and what they are linked to.
    of_pages: Vec<Vec<Diagnostic>>,
    /// In each file, in the order of files: from how it is written.
    of_files: Vec<Vec<Diagnostic>>,
    /// From what pages show of themselves, from registries and from files that are copied.
    of_faces: Vec<Diagnostic>,
    /// From what all pages are linked to.
    of_links: Vec<Diagnostic>,
}

/// A site that was checked, with what was found in it.
pub type Before<'b> = (&'b Site, &'b Sources, &'b Checked);

impl Checked {
    /// Applies all rules. Those for single pages and files are not applied again where what they look at is
    /// what it was `before`, or of which it is `noted` that they find nothing.
    pub fn of(site: &Site, sources: &Sources, before: Option<Before<'_>>, noted: &Noted) -> Self {
        let known = before.and_then(|before| Known::of(before, site, sources));
        let pages: FxHashMap<SourceId, PageId> =
            site.iter().map(|(id, page)| (page.source, id)).collect();
        let (rules, files) = (Rules::new(site), &sources.files);
        let sound = Sound::new(site, sources, noted);
        let page = |id: PageId| {
            let same = known.as_ref().and_then(|known| known.page(site, id));
            let found = || sound.page(id, || rules.page(sources, id));
            same.map_or_else(found, <[_]>::to_vec)
        };
        let file = |source: &Arc<Source>| {
            let page = pages.get(&source.id).copied();
            let same = known.as_ref().and_then(|known| known.file(site, source, page));
            let found = || sound.file(source, page, || rules.file(sources, source, page.as_ref()));
            same.map_or_else(found, <[_]>::to_vec)
        };
        let ids = (0..site.pages.len()).into_par_iter().evenly().map(PageId::at);
        let ((of_faces, of_links), (of_pages, of_files)) = rayon::join(
            || (of_faces(site, sources), of_links(site, sources)),
            || {
                rayon::join(
                    || ids.map(page).collect(),
                    || files.par_iter().evenly().map(file).collect(),
                )
            },
        );
        Self { of_pages, of_files, of_faces, of_links }
    }

    /// Applies again what may say something else where nothing has changed but the texts of these pages
    /// and what they are linked to.
    pub fn again(&mut self, site: &Site, sources: &Sources, pages: &[PageId]) {
        let rules = Rules::new(site);
        for id in pages {
            let place = sources.place(site.page(*id).source);
            self.of_pages[id.index()] = rules.page(sources, *id);
            self.of_files[place] = rules.file(sources, &sources.files[place], Some(id));
        }
        self.of_links = of_links(site, sources);
    }

    /// The same for a file that is a page which is not shown.
    pub fn again_in_hidden(&mut self, site: &Site, sources: &Sources, place: usize) {
        self.of_files[place] = Rules::new(site).file(sources, &sources.files[place], None);
    }

    /// Everything that was found.
    pub fn found(&self) -> impl Iterator<Item = &Diagnostic> {
        let one_by_one = self.of_pages.iter().chain(&self.of_files).flatten();
        one_by_one.chain(&self.of_faces).chain(&self.of_links)
    }
}

/// What was found before in what is the same now.
struct Known<'b> {
    site: &'b Site,
    sources: &'b Sources,
    checked: &'b Checked,
    pages: FxHashMap<SourceId, PageId>,
}

impl<'b> Known<'b> {
    /// `None` where what all rules look at is another: settings, registries, the day.
    fn of((site, sources, checked): Before<'b>, after: &Site, now: &Sources) -> Option<Self> {
        let same = Arc::ptr_eq(&site.config, &after.config)
            && Arc::ptr_eq(&site.registry, &after.registry)
            && site.day == after.day
            && sources.originals == now.originals;
        let pages = site.iter().map(|(id, page)| (page.source, id)).collect();
        same.then_some(Self { site, sources, checked, pages })
    }

    /// The number that a page with the same front matter and text had.
    fn number(&self, site: &Site, id: PageId) -> Option<PageId> {
        let before = *self.pages.get(&site.page(id).source)?;
        let (old, new) = (before.index(), id.index());
        let same = Arc::ptr_eq(&self.site.pages[old], &site.pages[new])
            && Arc::ptr_eq(&self.site.bodies[old], &site.bodies[new]);
        same.then_some(before)
    }

    /// What was found in a page, unless it depends on other pages: a flow's answers may have their names.
    fn page(&self, site: &Site, id: PageId) -> Option<&'b [Diagnostic]> {
        let before = self.number(site, id).filter(|_| !site.kind_of(site.page(id)).flow)?;
        Some(&self.checked.of_pages[before.index()])
    }

    fn file(
        &self,
        site: &Site,
        source: &Arc<Source>,
        page: Option<PageId>,
    ) -> Option<&'b [Diagnostic]> {
        let place = self.sources.find(source.id)?;
        let same = Arc::ptr_eq(&self.sources.files[place], source)
            && match page {
                Some(id) => self.number(site, id).is_some(),
                None => !self.pages.contains_key(&source.id),
            };
        same.then(|| &*self.checked.of_files[place])
    }
}

/// The rules for single pages and files of a site.
struct Rules<'s> {
    site: &'s Site,
    guidance: bool,
    words: words::Rules<'s>,
    numbers: HashSet<String>,
}

impl<'s> Rules<'s> {
    fn new(site: &'s Site) -> Self {
        Self {
            site,
            guidance: site.config.profile == Profile::Guidance,
            words: words::Rules::new(site),
            numbers: personal::official(site),
        }
    }

    fn page(&self, sources: &Sources, id: PageId) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        let (page, body) = (self.site.page(id), &*self.site.bodies[id.index()]);
        let source = sources.get(page.source);
        slips::check(page, body, source, &mut out);
        anchors::check(page, body, &mut out);
        let answer = page.meta.answer.as_deref().into_iter();
        for document in answer.chain([body]) {
            let found = document.found.iter().cloned();
            out.extend(found.map(|(span, finding)| at(span, finding)));
            nested::check(document, source, &mut out);
            labels::check(document, source, &mut out);
            foreign::check(document, source, &mut out);
        }
        front::check_page(self.site, page, source, &mut out);
        expires::check(self.site, page, &mut out);
        flow::check(self.site, id, &mut out);
        letter::check(self.site, id, source, &mut out);
        calculators::check_page(self.site, id, &mut out);
        if self.guidance {
            shape::check(body, source, &mut out);
            self.words.check(page, body, source, &mut out);
            time::check_page(self.site, page, &mut out);
        }
        out
    }

    fn file(&self, sources: &Sources, source: &Source, page: Option<&PageId>) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        if source.is_yaml() {
            front::check_yaml(source, 0..source.text.len(), &mut out);
        }
        controls::check(source, sources, &mut out);
        hidden::check(self.site, source, page.copied(), &mut out);
        if self.guidance {
            out.extend(personal::find(source, &self.numbers));
        }
        out
    }
}

fn of_faces(site: &Site, sources: &Sources) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    active::check(site, sources, &mut out);
    calculators::check_registry(site, &mut out);
    hidden::check_names(site, &mut out);
    unread::check(site, sources, &mut out);
    named::check(site, sources, &mut out);
    portable::check(site, sources, &mut out);
    if site.config.profile == Profile::Guidance {
        tags::check(site, &mut out);
        time::check_registry(site, &mut out);
        out.par_extend(personal::find_in_pictures(site));
    }
    out
}

fn of_links(site: &Site, sources: &Sources) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    calculators::check_uses(site, &mut out);
    time::check_translations(site, &mut out);
    if site.config.profile == Profile::Guidance {
        guide::check(site, &mut out);
        time::check_laws(site, sources, &mut out);
    }
    out
}

/// A finding at a place.
fn at(span: Span, finding: impl Into<Finding>) -> Diagnostic {
    Diagnostic::at(span, Problem::Rule { finding: finding.into() })
}

/// Where a diagnostic is, if in a file that was read.
fn span(diagnostic: &Diagnostic) -> Option<Span> {
    match diagnostic.place {
        Some(crate::diag::Place::Span(span)) => Some(span),
        _ => None,
    }
}
