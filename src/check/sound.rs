//! In which pages and files no rule finds anything, as far as that is known from an earlier build.
//!
//! What the rules for one page or file look at is what [`super::Known`] says: the page as it was parsed,
//! settings, registries and the day. Here it goes into a key as it was read.

use crate::base::cache::Key;
use crate::base::noted::Noted;
use crate::base::source::{Source, Sources};
use crate::diag::Diagnostic;
use crate::model::page::PageId;
use crate::model::site::Site;
use std::collections::BTreeMap;

/// What is known, and the key of what all rules look at.
pub(super) struct Sound<'s> {
    site: &'s Site,
    sources: &'s Sources,
    noted: &'s Noted,
    /// `None` where nothing is kept, so that it is not worth working out.
    shared: Option<Key>,
}

impl<'s> Sound<'s> {
    pub(super) fn new(site: &'s Site, sources: &'s Sources, noted: &'s Noted) -> Self {
        let shared = noted.is_kept().then(|| Self::shared(site, sources));
        Self { site, sources, noted, shared }
    }

    fn shared(site: &Site, sources: &Sources) -> Key {
        let others = sources.files.iter().filter(|file| !file.is_page());
        let others: Vec<[u8; 32]> = others.map(|file| file.key().0).collect();
        let originals: BTreeMap<usize, &String> =
            sources.originals.iter().map(|(id, text)| (sources.place(*id), text)).collect();
        let rest = format!("{:?}", (&site.config, site.day, originals));
        let mut parts: Vec<&[u8]> = vec![rest.as_bytes()];
        parts.extend(others.iter().map(|key| &key[..]));
        Key::of("checked with", &parts)
    }

    /// What the rules find in a page. A flow's answers may have the names of other pages.
    pub(super) fn page(
        &self,
        id: PageId,
        find: impl FnOnce() -> Vec<Diagnostic>,
    ) -> Vec<Diagnostic> {
        let page = self.site.page(id);
        if self.site.kind_of(page).flow {
            return find();
        }
        self.found("page", self.sources.get(page.source), Some(id), find)
    }

    /// What the rules find in a file, which may be a page's.
    pub(super) fn file(
        &self,
        source: &Source,
        page: Option<PageId>,
        find: impl FnOnce() -> Vec<Diagnostic>,
    ) -> Vec<Diagnostic> {
        self.found("file", source, page, find)
    }

    fn found(
        &self,
        kind: &str,
        source: &Source,
        page: Option<PageId>,
        find: impl FnOnce() -> Vec<Diagnostic>,
    ) -> Vec<Diagnostic> {
        let Some(shared) = &self.shared else { return find() };
        // Whether it is somebody else's text may be said by another file.
        let read = page.map(|id| self.site.page(id).meta.untrusted);
        let key = Key::of(kind, &[&shared.0, format!("{read:?}").as_bytes(), &source.key().0]);
        if self.noted.has(key) {
            return Vec::new();
        }
        let found = find();
        if found.is_empty() {
            self.noted.add(key);
        }
        found
    }
}
