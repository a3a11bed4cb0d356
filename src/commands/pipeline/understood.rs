//! A site that was parsed, linked and checked, with all that helps to do so again after an edit.

use super::{Gathered, Prepared, Request, timed};
use crate::base::noted::Noted;
use crate::base::source::{SourceId, Sources};
use crate::check::{self, Checked, Occasion};
use crate::diag::{Diagnostic, Problem};
use crate::link::{self, Changed, Linking, View};
use crate::load::history::{Missing, Walk};
use crate::model::document::Document;
use crate::model::page::PageId;
use crate::model::site::Site;
use crate::parse::Files;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// The name of the note that says in which pages and files nothing is wrong.
const SOUND: &str = "nothing wrong";

/// A site with what was found out on the way to it, stage by stage.
#[derive(Debug)]
pub(super) struct Understood {
    pub(super) gathered: Gathered,
    files: Files,
    /// The days of the last changes, as far as the history tells; `None` where nobody asked it.
    history: Option<Result<Changed, Missing>>,
    linking: Linking,
    checked: Checked,
    site: Site,
    /// The numbers of the pages, by file.
    pages: FxHashMap<SourceId, PageId>,
}

/// How long it will be asked.
#[derive(Clone, Copy)]
pub(super) enum Lifetime<'b> {
    /// Once: what only serves to do it again is let go of.
    Once,
    /// Again and again. What did not change since another is not parsed again.
    Kept(Option<&'b Understood>),
}

impl Understood {
    /// Parses, links and checks what was gathered.
    pub(super) fn of(
        mut gathered: Gathered,
        walk: Option<&mut Walk>,
        request: &Request,
        lifetime: Lifetime<'_>,
    ) -> Self {
        let before = match lifetime {
            Lifetime::Once => None,
            Lifetime::Kept(before) => before,
        };
        let Gathered { sources, config, timings, day, cache, .. } = &mut gathered;
        let parsed = before.map(|before| &before.files);
        let files = timed(timings, "parse", || Files::parse(sources, config, parsed, cache));
        let history = walk
            .map(|walk| timed(timings, "history", || walk.days(sources, &config.timezone)))
            .or_else(|| before.and_then(|before| before.history.clone()));
        let none = Changed::new();
        let changed = history.as_ref().and_then(|days| days.as_ref().ok()).unwrap_or(&none);
        let view = View { day: *day, drafts: request.drafts };
        let (site, linking) = timed(timings, "link", || {
            let (site, mut linking) =
                link::link(files.parsed(), changed, sources, Arc::clone(config), view);
            if matches!(lifetime, Lifetime::Once) {
                linking.keep_found();
            }
            (site, linking)
        });
        let known = before.map(|b| (&b.site, &b.gathered.sources, &b.checked));
        let noted = match before {
            Some(_) => Noted::default(),
            None => Noted::recalled(cache, SOUND),
        };
        let checked = timed(timings, "check", || Checked::of(&site, sources, known, &noted));
        if before.is_none() {
            noted.leave(cache, SOUND);
        }
        let pages = site.iter().map(|(id, page)| (page.source, id)).collect();
        Self { gathered, files, history, linking, checked, site, pages }
    }

    /// The same site after nothing but the texts of these files has changed: other sources, in which they
    /// stand at these places. `None` if they changed more than the texts of pages.
    pub(super) fn edited(&mut self, sources: &Sources, places: &[usize]) -> Option<()> {
        let mut edited: Vec<(PageId, Arc<Document>)> = Vec::new();
        let mut hidden = Vec::new();
        for place in places {
            let (id, body) = self.files.renew(*place, &sources.files[*place])?;
            match self.pages.get(&id) {
                Some(page) => edited.push((*page, body)),
                None => hidden.push(*place),
            }
        }
        let (site, touched) = self.linking.again(&self.site, edited, sources);
        self.checked.again(&site, sources, &touched);
        for place in hidden {
            self.checked.again_in_hidden(&site, sources, place);
        }
        self.site = site;
        self.gathered.sources = sources.clone();
        Some(())
    }

    /// The site as the other stages take it, with everything that is wrong.
    pub(super) fn prepared(&self, occasion: Occasion) -> Prepared {
        let Gathered { sources, theme, timings, cache, .. } = &self.gathered;
        let mut site = self.site.clone();
        let mut diagnostics = self.found();
        check::settle(&mut diagnostics, &site, sources, occasion);
        link::withhold(&mut site, &diagnostics);
        let (sources, theme, cache) = (sources.clone(), Arc::clone(theme), Arc::clone(cache));
        Prepared { sources, site, theme, diagnostics, timings: timings.clone(), cache }
    }

    /// The same, and nothing else is kept.
    pub(super) fn into_prepared(self, occasion: Occasion) -> Prepared {
        let mut timings = self.gathered.timings.clone();
        let mut prepared = timed(&mut timings, "settle", || self.prepared(occasion));
        prepared.timings = timings;
        prepared
    }

    /// Everything that is wrong, before it is decided how much it counts.
    fn found(&self) -> Vec<Diagnostic> {
        let Gathered { sources, diagnostics, .. } = &self.gathered;
        let mut found = diagnostics.clone();
        found.extend(self.files.found());
        check::name_colons(self.files.pages(), sources, &mut found);
        found.extend(self.no_history());
        found.extend(self.linking.found().cloned());
        found.extend(self.checked.found().cloned());
        found
    }

    /// That pages have no day of their last change, where they would say it: a site that knows its own
    /// address tells feeds, search engines and machines.
    fn no_history(&self) -> Option<Diagnostic> {
        let Some(Err(missing)) = &self.history else { return None };
        let silent = self.files.pages().any(|page| page.meta.updated.is_none() && !page.meta.draft);
        let shallow = *missing == Missing::Shallow;
        (silent && !self.gathered.config.base_url.is_empty())
            .then(|| Diagnostic::in_file("content", Problem::NoHistory { shallow }))
    }
}
