//! A site full of faults, `tests/faults`: before each stands what `check` must say of it, and nothing
//! else may be said. `⟦code⟧` is enough; `⟦code error =word⟧` wants that severity and the help to name
//! that word. The marks are taken out before the site is read, so that line and column are those of
//! the fault itself.

use crate::support::{repository, request};
use mingbai::base::lang::Lang;
use mingbai::commands::pipeline;
use mingbai::diag::report::{self, Format, Style};
use mingbai::diag::{Diagnostic, Elsewhere, Severity, rules};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Rules of which fewer than two places can be planted, because of what they are about.
const ONCE: [&str; 5] =
    ["missing-next", "long-title", "overdue-review", "unknown-rule", "expired-allowance"];

#[test]
fn every_planted_fault_is_found_at_its_place_and_nothing_else() {
    let (site, planted) = site();
    let prepared = pipeline::check(&request(site.path())).expect("readable");
    let mut found: BTreeMap<(String, usize, usize, &str), Vec<&Diagnostic>> = BTreeMap::new();
    for diagnostic in &prepared.diagnostics {
        let at = report::locus(diagnostic, &prepared.sources).expect("a place");
        let place = (at.path, at.position.line, at.position.column, diagnostic.problem.code());
        found.entry(place).or_default().push(diagnostic);
    }
    let mut wrong = Vec::new();
    for Fault { path, line, column, mark } in &planted {
        let code = mark.split(' ').next().unwrap_or_default();
        match found.get_mut(&(path.clone(), *line, *column, code)).and_then(Vec::pop) {
            None => wrong.push(format!("missing: {path}:{line}:{column}: {mark}")),
            Some(diagnostic) => {
                let said = said_of(diagnostic, mark);
                wrong.extend(said.map(|said| format!("{said}: {path}:{line}:{column}: {mark}")));
            }
        }
    }
    for ((path, line, column, code), left) in &found {
        let extra =
            |d: &&Diagnostic| format!("extra: {path}:{line}:{column}: {:?} {code}", d.severity);
        wrong.extend(left.iter().map(extra));
    }
    wrong.sort();
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
}

/// What is said otherwise than a mark wants, if anything is.
fn said_of(diagnostic: &Diagnostic, mark: &str) -> Option<String> {
    let help = diagnostic.problem.help(Lang::En).unwrap_or_default();
    mark.split(' ').skip(1).find_map(|wanted| match wanted.strip_prefix('=') {
        Some(word) => (!help.contains(word)).then(|| format!("help is {help:?}")),
        None => {
            let word = diagnostic.severity.word();
            (word != wanted).then(|| format!("severity is {word}"))
        }
    })
}

#[test]
fn at_least_a_hundred_faults_are_planted_and_some_of_every_rule() {
    let (_site, planted) = site();
    assert!(planted.len() >= 100, "{} faults", planted.len());
    // Addresses elsewhere are asked by `--external` only.
    let elsewhere = |code: &str| Elsewhere::RULES.iter().any(|rule| rule.code == code);
    for rule in rules::codes().filter(|rule| !elsewhere(rule)) {
        let of_rule = |fault: &&Fault| fault.mark.split(' ').next() == Some(rule);
        let times = planted.iter().filter(of_rule).count();
        let wanted = if ONCE.contains(&rule) { 1 } else { 2 };
        assert!(times >= wanted, "{rule} is planted {times} times");
    }
}

#[test]
fn a_build_of_it_is_not_stopped_by_any_day() {
    let (site, _) = site();
    let built = pipeline::prepare(&request(site.path())).expect("readable");
    for code in [
        "repealed-law",
        "expired-allowance",
        "stale-entry",
        "overdue-review",
        "expired-page",
        "future-date",
    ] {
        let found = built.diagnostics.iter().filter(|d| d.problem.code() == code);
        let severities: Vec<Severity> = found.map(|d| d.severity).collect();
        assert!(!severities.is_empty(), "{code} is found");
        assert!(severities.iter().all(|s| *s == Severity::Warning), "{code}: {severities:?}");
    }
}

#[test]
fn after_twenty_of_one_code_people_are_told_a_number_and_programs_the_rest() {
    let (site, planted) = site();
    let prepared = pipeline::check(&request(site.path())).expect("readable");
    let text = |format| {
        let style = Style { format, ..Style::default() };
        report::render(&prepared.diagnostics, &prepared.sources, style)
    };
    let all = planted.iter().filter(|fault| fault.mark.starts_with("wrong-type")).count();
    assert!(all > 20, "{all} are enough to try it");
    let short = text(Format::Short);
    assert_eq!(short.matches("[wrong-type]: ").count(), 20);
    assert!(short.contains(&format!("… and {} more [wrong-type]", all - 20)), "{short}");
    assert_eq!(text(Format::Full).matches("error[wrong-type]").count(), 20);
    assert_eq!(text(Format::Json).matches("\"code\":\"wrong-type\"").count(), all);
    assert_eq!(text(Format::Sarif).matches("\"ruleId\": \"wrong-type\"").count(), all);
    assert_eq!(text(Format::Github).matches(",title=wrong-type::").count(), all);
}

/// The site without its marks, and what they say.
pub(crate) fn site() -> (tempfile::TempDir, Vec<Fault>) {
    let site = tempfile::tempdir().expect("a folder");
    let mut planted = Vec::new();
    let faults = repository("tests/faults");
    plant(&faults, &faults, site.path(), &mut planted);
    (site, planted)
}

/// A place with what must be said of it.
pub(crate) struct Fault {
    path: String,
    line: usize,
    column: usize,
    mark: String,
}

/// Copies a folder without its marks.
fn plant(root: &Path, from: &Path, to: &Path, planted: &mut Vec<Fault>) {
    fs::create_dir_all(to).expect("writable");
    for entry in fs::read_dir(from).expect("readable").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            plant(root, &entry.path(), &target, planted);
            continue;
        }
        let marked = fs::read_to_string(entry.path()).expect("UTF-8");
        let path = entry.path();
        let path = path.strip_prefix(root).expect("below").to_str().expect("UTF-8");
        fs::write(target, unmarked(path, &marked, planted)).expect("writable");
    }
}

/// A file's text, and what its marks say.
fn unmarked(path: &str, marked: &str, planted: &mut Vec<Fault>) -> String {
    let mut text = String::new();
    for part in marked.split('⟦') {
        let (mark, rest) = part.split_once('⟧').unwrap_or(("", part));
        if !mark.is_empty() {
            let line = text.matches('\n').count() + 1;
            let column = text.chars().rev().take_while(|c| *c != '\n').count() + 1;
            planted.push(Fault { path: path.to_owned(), line, column, mark: mark.to_owned() });
        }
        text.push_str(rest);
    }
    text
}
