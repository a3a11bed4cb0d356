//! How much each finding counts in the end: drafts, the site's own levels, what was allowed, the
//! occasion.

use super::allow::Allowances;
use super::{Occasion, span};
use crate::base::source::Sources;
use crate::diag::table::Level;
use crate::diag::{Diagnostic, Finding, Personal, Place, Problem, Severity, Wording};
use crate::model::site::Site;
use std::collections::HashMap;

/// Decides about everything that was found so far.
pub fn settle(
    diagnostics: &mut Vec<Diagnostic>,
    site: &Site,
    sources: &Sources,
    occasion: Occasion,
) {
    let allowances = Allowances::collect(site, sources, diagnostics);
    weigh(diagnostics, site, sources, &allowances, occasion);
}

/// The same for what a check finds later; what is wrong with the allowances was said before.
pub fn settle_further(diagnostics: &mut Vec<Diagnostic>, site: &Site, sources: &Sources) {
    let allowances = Allowances::collect(site, sources, &mut Vec::new());
    weigh(diagnostics, site, sources, &allowances, Occasion::Check);
}

fn weigh(
    diagnostics: &mut Vec<Diagnostic>,
    site: &Site,
    sources: &Sources,
    allowances: &Allowances,
    occasion: Occasion,
) {
    let levels: HashMap<&str, Option<Severity>> =
        site.config.levels.iter().map(|(code, level)| (code.as_str(), *level)).collect();
    let drafts = Drafts::new(site, sources);
    diagnostics.retain_mut(|diagnostic| {
        // Drafts never block: whatever is wrong with one is worth a note, whatever the rule. Where drafts
        // are to be published, an address that cannot be does block: no file could be written there.
        let draft = !diagnostic.problem.forbids_a_file() && drafts.have(diagnostic);
        if draft {
            diagnostic.severity = Severity::Note;
        }
        let Problem::Rule { finding } = &diagnostic.problem else { return true };
        let rule = finding.rule();
        if span(diagnostic).is_some_and(|span| allowances.cover(rule.code, span)) {
            return false;
        }
        match levels.get(rule.code) {
            Some(None) => return false,
            Some(Some(level)) if !draft => diagnostic.severity = *level,
            Some(Some(_)) => {}
            None if rule.level == Level::AgedError && !draft => {
                diagnostic.severity = Severity::Error;
            }
            None => {}
        }
        if occasion == Occasion::Build {
            if finding.is_of_time() {
                diagnostic.severity = diagnostic.severity.min(Severity::Warning);
            }
            return diagnostic.severity != Severity::Note;
        }
        true
    });
}

/// The drafts of a site, shown or not.
struct Drafts<'s> {
    site: &'s Site,
    /// The folders of those that have one of their own.
    folders: Vec<&'s str>,
}

impl<'s> Drafts<'s> {
    fn new(site: &'s Site, sources: &'s Sources) -> Self {
        let introduced = site.drafts.iter().filter_map(|id| sources.get(*id).introduced());
        Self { site, folders: introduced.map(|(folder, _)| folder).collect() }
    }

    /// Whether something is wrong with one of them, or with a picture in its own folder.
    fn have(&self, diagnostic: &Diagnostic) -> bool {
        match (&diagnostic.place, &diagnostic.problem) {
            (Some(Place::Span(span)), _) => self.site.drafts.contains(&span.source),
            (Some(Place::File { path, .. }), Problem::Rule { finding }) => {
                let picture = Wording::PersonalData { what: Personal::Location };
                *finding == Finding::Wording(picture)
                    && self.folders.iter().any(|folder| {
                        path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
                    })
            }
            _ => false,
        }
    }
}
