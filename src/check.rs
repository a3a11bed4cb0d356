//! The rules of `mingbai check`, which `build` applies as well: what is well formed and still wrong.
//!
//! Slips of the hand are looked for on every site; the editorial rules belong to the profile
//! `guidance`. Everything is read from the linked [`Site`] and the files it came from, and nothing is
//! changed. Whether ids, links and types are right is decided before, in `parse` and `link`.

mod active;
mod alerts;
mod allow;
mod anchors;
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
mod prose;
mod settle;
mod shape;
mod slips;
mod tags;
mod time;
mod unread;
mod word_finder;
mod words;

use crate::base::source::{Sources, Span};
use crate::diag::{Diagnostic, Finding, Problem};
use crate::model::config::Profile;
use crate::model::site::Site;
use rayon::prelude::*;

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
    let guidance = site.config.profile == Profile::Guidance;
    let words = words::Rules::new(site);
    let numbers = personal::official(site);
    let mut out: Vec<Diagnostic> = site
        .pages
        .par_iter()
        .zip(&site.bodies)
        .flat_map_iter(|(page, body)| {
            let mut out = Vec::new();
            let source = sources.get(page.source);
            slips::check(page, body, source, &mut out);
            anchors::check(page, body, &mut out);
            let answer = page.meta.answer.iter();
            for document in answer.chain([body]) {
                let found = document.found.iter().cloned();
                out.extend(found.map(|(span, finding)| at(span, finding)));
                nested::check(document, source, &mut out);
                labels::check(document, source, &mut out);
                foreign::check(document, source, &mut out);
            }
            front::check_page(site, page, source, &mut out);
            expires::check(site, page, &mut out);
            if guidance {
                shape::check(body, source, &mut out);
                words.check(page, body, source, &mut out);
                time::check_page(site, page, &mut out);
            }
            out
        })
        .collect();
    for source in sources.files.iter().filter(|s| s.is_yaml()) {
        front::check_yaml(source, 0..source.text.len(), &mut out);
    }
    out.par_extend(sources.files.par_iter().flat_map_iter(|source| {
        let mut out = Vec::new();
        controls::check(source, sources, &mut out);
        out
    }));
    active::check(site, sources, &mut out);
    flow::check(site, &mut out);
    letter::check(site, sources, &mut out);
    hidden::check(site, sources, &mut out);
    unread::check(site, sources, &mut out);
    named::check(site, sources, &mut out);
    if guidance {
        guide::check(site, &mut out);
        tags::check(site, &mut out);
        time::check_laws(site, sources, &mut out);
        time::check_registry(site, &mut out);
        let found = sources.files.par_iter().flat_map_iter(|s| personal::find(s, &numbers));
        out.par_extend(found);
        out.par_extend(personal::find_in_pictures(site));
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
