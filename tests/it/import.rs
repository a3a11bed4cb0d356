//! `mingbai import`: each folder of `tests/import` has an old site and the new one that is made of it.
//!
//! `UPDATE=1 cargo test import` accepts what is made now.

use crate::support::{put, repository, request, tree, update};
use mingbai::base::lang::Lang;
use mingbai::commands::import::{REPORT, import};
use std::fs;
use std::path::Path;

/// The sites of `tests/import`.
fn cases() -> Vec<String> {
    let folders = fs::read_dir(repository("tests/import")).expect("there").flatten();
    let mut names: Vec<String> =
        folders.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    assert_eq!(names.len(), 7, "every generator has a case");
    names
}

#[test]
fn old_sites_become_what_is_expected() {
    let mut wrong = Vec::new();
    for name in cases() {
        let case = repository(&format!("tests/import/{name}"));
        let before = tree(&case.join("old"));
        let scratch = tempfile::tempdir().expect("a folder");
        let new = scratch.path().join("new");
        let report = import(&case.join("old"), &new, None, &request(&new)).expect("importable");
        assert_eq!(report.generator.name().to_lowercase(), name);
        assert_eq!(tree(&case.join("old")), before, "{name}: the old site is touched");
        assert_eq!(report.errors, 0, "{name}: {}", crate::support::build(&new).1);
        put(&new, REPORT, report.text(Lang::En));
        wrong.extend(differences(&name, &new, &case.join("new")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What differs between the site that was made and the one that is expected.
fn differences(name: &str, made: &Path, expected: &Path) -> Vec<String> {
    let (made_files, expected_files) = (tree(made), tree(expected));
    if update() && made_files != expected_files {
        let _ = fs::remove_dir_all(expected);
        made_files.iter().for_each(|(path, bytes)| put(expected, path, bytes));
        return Vec::new();
    }
    let paths: std::collections::BTreeSet<&String> =
        made_files.keys().chain(expected_files.keys()).collect();
    let differ =
        paths.into_iter().filter(|path| made_files.get(*path) != expected_files.get(*path));
    let text = |bytes: Option<&Vec<u8>>| {
        bytes.map_or("nothing".to_owned(), |bytes| String::from_utf8_lossy(bytes).into_owned())
    };
    differ
        .map(|path| {
            let (is, should) = (text(made_files.get(path)), text(expected_files.get(path)));
            format!("{name}: {path} is\n{is}\nand should be\n{should}")
        })
        .collect()
}

#[test]
fn an_old_site_is_never_written_into() {
    let scratch = tempfile::tempdir().expect("a folder");
    put(scratch.path(), "old/a.md", "# 甲\n");
    let inside = scratch.path().join("old/new");
    let refused = import(&scratch.path().join("old"), &inside, None, &request(&inside));
    assert!(refused.is_err());
    assert_eq!(tree(&scratch.path().join("old")).len(), 1);
    assert!(!inside.exists(), "what was made for it is gone");
    put(scratch.path(), "taken/x", "x");
    let taken = scratch.path().join("taken");
    assert!(import(&scratch.path().join("old"), &taken, None, &request(&taken)).is_err());
}
