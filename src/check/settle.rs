//! How much each finding counts in the end: the site's own levels, what was allowed, the occasion.

use super::allow::Allowances;
use super::{Occasion, front, span};
use crate::base::source::Sources;
use crate::diag::{Diagnostic, Problem, Severity};
use crate::model::site::Site;
use std::collections::HashMap;

/// Decides about everything that was found so far.
pub fn settle(
    diagnostics: &mut Vec<Diagnostic>,
    site: &Site,
    sources: &Sources,
    occasion: Occasion,
) {
    front::name_colons(sources, diagnostics);
    let allowances = Allowances::collect(site, sources, diagnostics);
    weigh(diagnostics, site, &allowances, occasion);
}

/// The same for what a check finds later; what is wrong with the allowances was said before.
pub fn settle_further(diagnostics: &mut Vec<Diagnostic>, site: &Site, sources: &Sources) {
    let allowances = Allowances::collect(site, sources, &mut Vec::new());
    weigh(diagnostics, site, &allowances, Occasion::Check);
}

fn weigh(
    diagnostics: &mut Vec<Diagnostic>,
    site: &Site,
    allowances: &Allowances,
    occasion: Occasion,
) {
    let levels: HashMap<&str, Option<Severity>> =
        site.config.levels.iter().map(|(code, level)| (code.as_str(), *level)).collect();
    diagnostics.retain_mut(|diagnostic| {
        let Problem::Rule { finding } = &diagnostic.problem else { return true };
        let code = finding.code();
        if span(diagnostic).is_some_and(|span| allowances.cover(code, span)) {
            return false;
        }
        let softened =
            diagnostic.severity == Severity::Note && finding.severity() != Severity::Note;
        match levels.get(code) {
            Some(None) => return false,
            // What is wrong with a draft is worth a note, whatever the rule.
            Some(Some(level)) if !softened => diagnostic.severity = *level,
            Some(Some(_)) => {}
            None if finding.fails_check() && !softened => diagnostic.severity = Severity::Error,
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
