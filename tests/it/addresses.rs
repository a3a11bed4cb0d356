//! The table of addresses: what is rendered is what it says, and every link that is printed leads to
//! something that is.

use crate::support::{cases, repository, request};
use mingbai::Prepared;
use mingbai::base::address::decoded;
use mingbai::commands::pipeline;
use mingbai::model::addresses::{self, FAMILIES};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// All golden sites and the shipped one.
fn sites() -> Vec<PathBuf> {
    let mut sites = cases("sites");
    sites.push(repository(""));
    sites
}

pub(crate) fn rendered(root: &Path) -> (Prepared, BTreeMap<String, Vec<u8>>) {
    let mut prepared = pipeline::prepare(&request(root)).expect("the folder can be read");
    let files = Mutex::new(BTreeMap::new());
    pipeline::render_all(&mut prepared, &|output| {
        files.lock().expect("no panic").insert(output.path, output.bytes);
    });
    (prepared, files.into_inner().expect("no panic"))
}

#[test]
fn what_is_rendered_is_what_the_table_says() {
    for root in sites() {
        let (prepared, files) = rendered(&root);
        let prefixes = prepared.site.config.prefixes();
        let told: BTreeSet<String> =
            prepared.site.addresses.files(&prefixes).map(|(path, _)| path).collect();
        let of_family = |path: &&String| {
            let below = prefixes.iter().rev().find_map(|prefix| path.strip_prefix(prefix.as_str()));
            let below = below.unwrap_or(path);
            FAMILIES.iter().any(|family| below.starts_with(family)) && !told.contains(*path)
        };
        let made: BTreeSet<String> =
            files.keys().filter(|path| !of_family(path)).cloned().collect();
        assert_eq!(made, told, "{}", root.display());
    }
}

#[test]
fn every_link_that_is_printed_leads_somewhere() {
    let mut dead = Vec::new();
    for root in sites() {
        let (prepared, files) = rendered(&root);
        let base = prepared.site.config.base_path();
        // A theme of a few lines prints no ids.
        let has_ids = !root.join("themes/default/templates").is_dir() || root == repository("");
        let found = dead_links(&files, base, has_ids);
        dead.extend(found.into_iter().map(|link| format!("{}: {link}", root.display())));
    }
    dead.dedup();
    assert!(dead.is_empty(), "{}", dead.join("\n"));
}

/// The links of published pages that lead to nothing of the site, each behind its page.
pub(crate) fn dead_links(
    files: &BTreeMap<String, Vec<u8>>,
    base: &str,
    has_ids: bool,
) -> Vec<String> {
    let mut dead = Vec::new();
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = String::from_utf8_lossy(bytes);
        let links = links(&html).into_iter().filter(|link| !leads_elsewhere(link));
        let nowhere = links.filter(|link| !is_alive(link, path, base, files, has_ids));
        dead.extend(nowhere.map(|link| format!("{path}: {link}")));
    }
    dead
}

/// The values of `href` and `src`.
fn links(html: &str) -> Vec<String> {
    let starts = [" href=\"", " src=\""];
    let found = starts.into_iter().flat_map(|start| html.split(start).skip(1));
    let values = found.filter_map(|rest| rest.split('"').next());
    values.map(|value| value.replace("&amp;", "&")).collect()
}

fn leads_elsewhere(link: &str) -> bool {
    ["http:", "https:", "//", "tel:", "mailto:", "data:"].iter().any(|s| link.starts_with(s))
}

fn is_alive(
    link: &str,
    page: &str,
    base: &str,
    files: &BTreeMap<String, Vec<u8>>,
    has_ids: bool,
) -> bool {
    let (path, fragment) = link.split_once('#').map_or((link, ""), |(path, id)| (path, id));
    let path = path.split('?').next().unwrap_or_default();
    let file = match path.strip_prefix(base) {
        _ if path.is_empty() => page.to_owned(),
        Some(below) => addresses::file(&decoded(below)),
        None => return false,
    };
    let Some(bytes) = files.get(&file) else { return false };
    // What follows the search page's `#` is a query.
    let no_anchor = fragment.is_empty() || fragment.starts_with("q=") || !has_ids;
    no_anchor || String::from_utf8_lossy(bytes).contains(&format!("id=\"{}\"", decoded(fragment)))
}
