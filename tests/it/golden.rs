//! Golden sites: every folder in `tests/sites` is a site with the tree it must build to. Add a folder
//! with `content/`, run `UPDATE=1 cargo test golden`, and read what it wrote to `expected/`.
//!
//! Most cases have a theme of a few lines (`themes/default/`), so that a change of the shipped theme
//! does not touch them. Files whose bytes are the theme's own are left out of the comparison by
//! `expected/` not having an `assets/` folder.

use crate::support::{build, cases, differences, tree, update};
use std::collections::BTreeMap;
use std::fs;

#[test]
fn every_site_builds_to_what_is_expected() {
    let mut failures = Vec::new();
    for case in cases("sites") {
        let name = case.file_name().expect("named").to_string_lossy().into_owned();
        let (files, report) = build(&case);
        let mut actual: BTreeMap<String, Vec<u8>> =
            files.into_iter().filter(|(path, _)| !is_the_themes(path)).map(without_hash).collect();
        actual.insert("report.txt".to_owned(), report.into_bytes());
        let expected = case.join("expected");
        if update() {
            let _ = fs::remove_dir_all(&expected);
            for (path, bytes) in &actual {
                let to = expected.join(path);
                fs::create_dir_all(to.parent().expect("below")).expect("writable");
                fs::write(to, bytes).expect("writable");
            }
            continue;
        }
        let lines = differences(&tree(&expected), &actual);
        failures.extend(lines.into_iter().map(|line| format!("{name}: {line}")));
    }
    assert!(failures.is_empty(), "UPDATE=1 accepts:\n{}", failures.join("\n"));
}

/// A page without the name of the folder that the theme's files are in, which changes with them.
fn without_hash((path, bytes): (String, Vec<u8>)) -> (String, Vec<u8>) {
    if !path.ends_with(".html") {
        return (path, bytes);
    }
    let html = String::from_utf8(bytes).expect("UTF-8");
    let mut parts = html.split("/assets/");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let hash = part
            .find('/')
            .filter(|end| *end == 12 && part[..*end].chars().all(|c| c.is_ascii_hexdigit()));
        let rest = hash.map_or_else(|| part.to_owned(), |end| format!("HASH{}", &part[end..]));
        out.push_str("/assets/");
        out.push_str(&rest);
    }
    (path, without_integrity(&out).into_bytes())
}

/// A page without what it says of the theme's bytes.
fn without_integrity(html: &str) -> String {
    let mut parts = html.split(" integrity=\"sha256-");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(" integrity=\"HASH\"");
        out.push_str(part.split_once('"').map_or(part, |(_, rest)| rest));
    }
    out
}

/// Scripts, styles and the search index are tested where they are made.
fn is_the_themes(path: &str) -> bool {
    let search = path.strip_prefix("zh-hant/").unwrap_or(path).strip_prefix("search/");
    path.starts_with("assets/") || search.is_some_and(|file| file != "index.html")
}
