//! A site that is kept while its author works on it: what `serve` and whoever else follows edits stands on.
//!
//! It is told which files changed, looks at these, and does the least that makes it the site that a build
//! of the folder would make of it. What an edit may lead to is decided by what the stages are made from: a
//! page's text alone is parsed, linked and checked alone; after anything else all is linked again, from
//! pages of which only the changed ones are parsed. Where it is not clear what changed, all is read.

use super::inputs::Fingerprints;
use super::understood::{Lifetime, Understood};
use super::{Failure, Gathered, Prepared, Request, Timings, day_of, find_site, settings, theme};
use crate::base::source::{Admitted, Sources};
use crate::check::Occasion;
use crate::diag::Diagnostic;
use crate::load;
use crate::load::history;
use crate::load::theme::Theme;
use crate::model::config::{self, Config};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What may have changed since a site was last looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changes {
    /// Only files at these paths below the site's folder, `/` between parts.
    Files(BTreeSet<String>),
    /// Anything.
    Anything,
}

/// A site in step with its folder.
#[derive(Debug)]
pub struct KeptSite {
    request: Request,
    occasion: Occasion,
    understood: Understood,
    /// Texts that stand for those on the disk, by path: what an editor has not saved yet.
    unsaved: BTreeMap<String, String>,
    fingerprints: Fingerprints,
}

impl KeptSite {
    /// Reads a site.
    pub fn open(request: &Request, occasion: Occasion) -> Result<Self, Failure> {
        let (gathered, mut walk) = super::gather(request)?;
        let fingerprints = Fingerprints::default();
        let understood = Understood::of(gathered, walk.as_mut(), request, Lifetime::Kept(None));
        let (request, unsaved) = (request.clone(), BTreeMap::new());
        Ok(Self { request, occasion, understood, unsaved, fingerprints })
    }

    /// Looks at what may have changed. Whatever goes wrong, the site stays as it was.
    pub fn update(&mut self, changes: &Changes) -> Result<(), Failure> {
        let done = match changes {
            Changes::Files(paths) => self.reread(paths),
            Changes::Anything => false,
        };
        if done { Ok(()) } else { self.read_all() }
    }

    /// Takes a text for that of a file of the site, whatever is on the disk; or the file's own again.
    pub fn write(&mut self, path: &str, text: Option<String>) -> Result<(), Failure> {
        match text {
            Some(text) => self.unsaved.insert(path.to_owned(), text),
            None => self.unsaved.remove(path),
        };
        self.update(&Changes::Files(BTreeSet::from([path.to_owned()])))
    }

    /// The site as it is now, with everything that is wrong with it but what rendering shows.
    pub fn prepared(&self) -> Prepared {
        self.understood.prepared(self.occasion)
    }

    /// The fingerprint of everything that the site follows from.
    pub fn fingerprint(&mut self) -> String {
        self.fingerprints.of_site(&self.understood.gathered, &self.request)
    }

    /// Reads these files again. `false` where more than their texts has changed.
    fn reread(&mut self, paths: &BTreeSet<String>) -> bool {
        let Gathered { sources, config, day, .. } = &self.understood.gathered;
        if sources.linked || *day != day_of(&self.request, config) {
            return false;
        }
        let (mut sources, mut places) = (sources.clone(), Vec::new());
        for path in paths {
            // With other settings nothing is as it was.
            let known = sources.place_of(path).filter(|_| path != config::FILE);
            let Some(place) = known else { return false };
            let Some(text) = self.text(path) else { return false };
            if sources.replace(place, text) {
                places.push(place);
            }
        }
        if places.is_empty() {
            return true;
        }
        if self.understood.edited(&sources, &places).is_some() {
            return true;
        }
        let Gathered { config, theme, day, diagnostics, cache, .. } = &self.understood.gathered;
        let (config, theme, day) = (Arc::clone(config), Arc::clone(theme), *day);
        let (diagnostics, cache) = (diagnostics.clone(), Arc::clone(cache));
        let timings = Timings::new();
        let gathered = Gathered { sources, config, theme, day, diagnostics, timings, cache };
        let before = Lifetime::Kept(Some(&self.understood));
        self.understood = Understood::of(gathered, None, &self.request, before);
        true
    }

    /// A file's text, as it is on the disk or stands for it.
    fn text(&self, path: &str) -> Option<Admitted> {
        let on_disk = || load::text_again(&self.request.root, path);
        self.unsaved.get(path).map(Admitted::from).or_else(on_disk)
    }

    /// Reads all of the folder, and shares what is the same.
    fn read_all(&mut self) -> Result<(), Failure> {
        find_site(&self.request.root)?;
        let before = &self.understood.gathered;
        let root = &self.request.root;
        let (mut sources, mut diagnostics) = load::load_after(root, &before.sources)
            .map_err(|error| Failure::Unreadable(root.join("content"), error))?;
        self.unsaved_over(&mut sources);
        let mut walk = self.request.history.then(|| history::start(root, &sources));
        let config = self.config(&sources, &mut diagnostics)?;
        let theme = self.theme(&config, &mut diagnostics);
        let day = day_of(&self.request, &config);
        let (timings, cache) = (Timings::new(), Arc::clone(&self.understood.gathered.cache));
        let gathered = Gathered { sources, config, theme, day, diagnostics, timings, cache };
        let before = Lifetime::Kept(Some(&self.understood));
        self.understood = Understood::of(gathered, walk.as_mut(), &self.request, before);
        Ok(())
    }

    /// Puts what is not saved in the place of what was read; a file that was never saved among the others.
    fn unsaved_over(&self, sources: &mut Sources) {
        for (path, text) in &self.unsaved {
            if let Some(place) = sources.place_of(path) {
                sources.replace(place, text.clone());
            } else if load::would_be_text(path) && !self.request.root.join(path).exists() {
                sources.insert(path, text.clone(), &self.understood.gathered.sources);
            }
        }
    }

    /// The settings; those of before if their file is the same.
    fn config(&self, sources: &Sources, out: &mut Vec<Diagnostic>) -> Result<Arc<Config>, Failure> {
        let config = settings(sources, &self.request, out)?;
        let before = &self.understood.gathered;
        let (old, new) = (before.sources.by_path(config::FILE), sources.by_path(config::FILE));
        let same = old.zip(new).is_some_and(|(old, new)| std::ptr::eq(old, new));
        Ok(if same { Arc::clone(&before.config) } else { Arc::new(config) })
    }

    /// The theme; that of before if its files are the same.
    fn theme(&self, config: &Config, out: &mut Vec<Diagnostic>) -> Arc<Theme> {
        let theme = theme(&self.request, config, out);
        let before = &self.understood.gathered.theme;
        if theme == **before { Arc::clone(before) } else { Arc::new(theme) }
    }
}
