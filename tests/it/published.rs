//! Whatever small site is made up: once its pages with errors are taken away, what is published of the rest is
//! HTML as the standard has it, and every link leads somewhere. The shipped site and the golden ones too.

use crate::addresses::{dead_links, rendered};
use crate::edits::{Draft, draft};
use crate::support::{cases, repository, tries};
use html5ever::parse_document;
use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::RcDom;
use mingbai::diag::{Diagnostic, Place, Severity};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

#[test]
fn any_site_without_errors_is_whole() {
    let cases = tries(80);
    let config = ProptestConfig {
        cases,
        max_shrink_iters: 200,
        failure_persistence: None,
        ..Default::default()
    };
    let pages = std::cell::Cell::new(0);
    let tried = TestRunner::new(config).run(&draft(), |draft| {
        pages.set(pages.get() + whole(&draft)?);
        Ok(())
    });
    tried.unwrap_or_else(|wrong| panic!("{wrong}"));
    assert!(pages.get() > cases as usize * 2, "only {} pages were looked at", pages.get());
}

#[test]
fn golden_sites_are_html_as_the_standard_has_it() {
    let mut sites = 0;
    for root in cases("sites").into_iter().chain([repository("")]) {
        // A theme of a few lines has no doctype, and some sites show what becomes of an author's own HTML.
        let few = root.join("themes/default/templates").is_dir() && root != repository("");
        if few || ["markdown", "reading", "addresses"].iter().any(|name| root.ends_with(name)) {
            continue;
        }
        let wrong = faults(&rendered(&root).1);
        assert!(wrong.is_empty(), "{}:\n{}", root.display(), wrong.join("\n"));
        sites += 1;
    }
    assert!(sites > 1, "only {sites} sites have the theme's own templates");
}

/// How many pages were published, if all of them are whole.
fn whole(draft: &Draft) -> Result<usize, TestCaseError> {
    let folder = tempfile::tempdir().expect("a folder");
    draft.write(folder.path(), None);
    for _ in 0..12 {
        let (prepared, files) = rendered(folder.path());
        let wrong: BTreeSet<String> = prepared
            .diagnostics
            .iter()
            .filter(|d| d.severity == Severity::Error)
            .map(|diagnostic| file_of(diagnostic, &prepared))
            .collect();
        if wrong.is_empty() {
            let base = prepared.site.config.base_path();
            let found = [faults(&files), dead_links(&files, base, true)].concat();
            prop_assert!(found.is_empty(), "{}", found.join("\n"));
            return Ok(files.keys().filter(|path| path.ends_with(".html")).count());
        }
        take_away(folder.path(), &wrong);
    }
    // Its settings are wrong, say: nothing is published of it.
    Ok(0)
}

fn file_of(diagnostic: &Diagnostic, prepared: &mingbai::Prepared) -> String {
    match &diagnostic.place {
        Some(Place::Span(span)) => prepared.sources.get(span.source).path.clone(),
        Some(Place::File { path, .. }) => path.clone(),
        None => String::new(),
    }
}

fn take_away(root: &Path, files: &BTreeSet<String>) {
    for file in files.iter().filter(|file| *file != "content/site.yaml") {
        let _ = fs::remove_file(root.join(file));
    }
}

/// What a browser's parser finds wrong in these pages.
fn faults(files: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let mut found = Vec::new();
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let page = parse_document(RcDom::default(), Default::default()).from_utf8().one(&bytes[..]);
        let errors = page.errors.borrow();
        found.extend(errors.iter().map(|error| format!("{path}: {error}")));
    }
    found
}
