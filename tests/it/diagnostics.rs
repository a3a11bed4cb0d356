//! What authors are told: every `tests/diagnostics/<name>.md` is a guide with something wrong in it,
//! `<name>.stderr` the full report, in a site of a few good pages, `site/`. Those in `guidance/` are
//! in a site with the editorial rules, `guidance/site/`.
//!
//! Add a `.md`, run `UPDATE=1 cargo test diagnostics`, and read what it wrote.

use crate::support::{cases, first_difference, request, update};
use mingbai::commands::pipeline;
use mingbai::diag::report;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn every_fault_is_reported_as_expected() {
    let mut failures = Vec::new();
    for case in all().iter().filter(|p| p.extension().is_some_and(|e| e == "md")) {
        let actual = report_of(case);
        let expected = case.with_extension("stderr");
        if update() {
            fs::write(&expected, &actual).expect("writable");
            continue;
        }
        let wanted = fs::read_to_string(&expected).unwrap_or_default();
        if wanted != actual {
            let name = case.file_name().expect("named").to_string_lossy().into_owned();
            failures.push(format!("{name}:\n{}", first_difference(&wanted, &actual)));
        }
    }
    assert!(failures.is_empty(), "UPDATE=1 accepts:\n{}", failures.join("\n"));
}

#[test]
fn every_expectation_has_its_guide() {
    for case in all() {
        let guide = case.with_extension("md");
        assert!(guide.is_file() || case.is_dir(), "{} has no guide", case.display());
    }
}

fn all() -> Vec<PathBuf> {
    let mut all = cases("diagnostics");
    all.extend(cases("diagnostics/guidance"));
    all
}

/// The report on a site that consists of the folder `site` beside the guide and the guide.
fn report_of(case: &Path) -> String {
    let site = tempfile::tempdir().expect("a folder");
    copy(&case.with_file_name("site"), site.path());
    let guides = site.path().join("content/strategies");
    fs::create_dir_all(&guides).expect("writable");
    fs::copy(case, guides.join(case.file_name().expect("named"))).expect("readable");
    let prepared = pipeline::check(&request(site.path())).expect("readable");
    let text = report::render(&prepared.diagnostics, &prepared.sources, report::Style::default());
    text.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("writable");
    for entry in fs::read_dir(from).expect("readable").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("writable");
        }
    }
}
