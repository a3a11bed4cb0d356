//! What is rendered one by one, when somebody asks for it, is what a build publishes.

use crate::support::{build, cases, repository, request};
use mingbai::base::output::Output;
use mingbai::commands::pipeline::{self, Prepared};
use mingbai::index::danger;
use mingbai::render::on_demand::OnDemand;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;

#[test]
fn every_file_of_every_site_is_the_same_by_itself() {
    let mut sites = cases("sites");
    sites.push(repository(""));
    let mut asked = 0;
    for root in sites {
        let (published, _) = build(&root);
        let (mut alone, rendered) = alone(&root, published.keys());
        asked += rendered;
        // What is searched is made of all texts at once.
        let is_index = |path: &String| path.contains("search/") && !path.ends_with(".html");
        let published: BTreeMap<_, _> =
            published.into_iter().filter(|(path, _)| !is_index(path)).collect();
        alone.retain(|path, _| !is_index(path));
        let wrong = crate::support::differences(&published, &alone);
        assert!(wrong.is_empty(), "{}:\n{}", root.display(), wrong.join("\n"));
    }
    assert!(asked > 200, "only {asked} files were asked for");
}

/// All files that a site hands over or renders for these paths, and how many of them were rendered.
fn alone<'p>(
    root: &Path,
    paths: impl Iterator<Item = &'p String>,
) -> (BTreeMap<String, Vec<u8>>, usize) {
    let prepared = pipeline::prepare(&request(root)).expect("readable");
    let Prepared { site, sources, theme, cache, .. } = &prepared;
    let files: Mutex<BTreeMap<String, Vec<u8>>> = Mutex::default();
    let keep = |file: Output| {
        files.lock().expect("no panic").insert(file.path, file.bytes);
    };
    let words = danger::words(&site.registry.crisis);
    let on_demand = OnDemand::new(site, sources, theme, &words, cache, &keep);
    let mut rendered = 0;
    for path in paths {
        if let Some(Ok(file)) = on_demand.file(site, sources, theme, path) {
            assert!(OnDemand::has(site, path), "{path} is there and is said not to be");
            assert_eq!(&file.path, path);
            rendered += 1;
            keep(file);
        }
    }
    (files.into_inner().expect("no panic"), rendered)
}
