//! An edit that leaves a page's face as it was changes no other page: every page of every golden site is
//! edited in several ways, and what the site publishes before and after is compared.

use crate::support::{build, cases, request};
use mingbai::base::source::Sources;
use mingbai::commands::pipeline::{self, Prepared};
use mingbai::model::config::Config;
use mingbai::model::face::Face;
use mingbai::model::page::PageId;
use mingbai::parse;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// Edits of a page's file: what is added to its end.
const EDITS: [&str; 6] = [
    "\n\n再说一句普通的话。\n",
    "\n\n## 加了一节\n\n其中一句。\n",
    "\n\n```sh\nls\n```\n",
    "\n\n这里提到 [别处](https://example.org/)。\n",
    "\n\n回到 [首页](/)，也看 [[cut]]。\n",
    "\n\n按 <law:civil-code/680>，不得高利放贷。\n",
];

#[test]
fn pages_change_no_others_while_their_face_stays() {
    let (mut same, mut other) = (0, 0);
    for root in cases("sites") {
        let copy = tempfile::tempdir().expect("a folder");
        for part in ["content", "themes"].iter().filter(|part| root.join(part).is_dir()) {
            crate::diagnostics::copy(&root.join(part), &copy.path().join(part));
        }
        let before = prepared(copy.path());
        let (published, _) = build(copy.path());
        for (id, page) in before.site.iter() {
            let path = copy.path().join(&before.sources.get(page.source).path);
            let text = fs::read(&path).expect("readable");
            // Half of the edits for each page, in turn: together they meet every kind of page.
            for edit in EDITS.iter().skip(id.index() % 2).step_by(2) {
                let edited = [text.as_slice(), edit.as_bytes()].concat();
                fs::write(&path, edited).expect("writable");
                let after = prepared(copy.path());
                if Face::of(&before.site, id) == Face::of(&after.site, id) {
                    same += 1;
                    only_its_own(&before, id, &published, &build(copy.path()).0);
                } else {
                    other += 1;
                }
            }
            fs::write(&path, text).expect("writable");
        }
    }
    assert!(same > 50, "only {same} edits leave a face as it was");
    assert!(other > 30, "only {other} edits change one");
}

#[test]
fn a_page_is_the_same_whatever_other_files_there_are() {
    let page = |others: &[&str]| {
        let mut sources = Sources::default();
        others.iter().for_each(|path| {
            sources.add(*path, "别的\n");
        });
        sources.add("content/rights/b.md", "---\ntitle: 乙\ntags: [罚息]\n---\n见 [[a]]。\n");
        let (mut parsed, _) = parse::parse(&sources, &Arc::new(Config::default()));
        parsed.pages.pop().expect("the last file is the page")
    };
    assert_eq!(page(&[]), page(&["content/data/terms.yaml", "content/rights/a.md"]));
}

fn prepared(root: &Path) -> Prepared {
    pipeline::prepare(&request(root)).expect("readable")
}

/// Holds that two builds differ in nothing but a page, its twins, and what is made of all texts.
fn only_its_own(
    site: &Prepared,
    id: PageId,
    before: &BTreeMap<String, Vec<u8>>,
    after: &BTreeMap<String, Vec<u8>>,
) {
    let url = &site.site.page(id).url;
    let own: Vec<String> =
        ["index.html", "index.md", "letter.txt"].map(|file| format!("{url}{file}")).into();
    let of_all = |path: &str| path.split('/').any(|part| part == "search" || part == "assets");
    let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    for path in paths.into_iter().filter(|path| before.get(*path) != after.get(*path)) {
        // A further edition has the same addresses below its prefix.
        let below = path.split_once('/').map_or("", |(_, below)| below);
        let is_own = own.iter().any(|own| own == path || own == below);
        assert!(is_own || of_all(path), "{url} was edited, its face is the same, {path} differs");
    }
}
