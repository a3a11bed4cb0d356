//! The table of addresses: what is rendered is what it says.

use crate::support::{cases, repository, request};
use mingbai::addresses::FAMILIES;
use mingbai::edition::prefixes;
use mingbai::{Prepared, pipeline};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// All golden sites and the shipped one.
fn sites() -> Vec<PathBuf> {
    let mut sites = cases("sites");
    sites.push(repository(""));
    sites
}

fn rendered(root: &Path) -> (Prepared, BTreeMap<String, Vec<u8>>) {
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
        let prefixes = prefixes(&prepared.site.config);
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
