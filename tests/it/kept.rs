//! A site that is kept while its author works on it is, after every edit, the site that is read from nothing.

use crate::edits::{Draft, Edit, draft, edit};
use crate::support::request;
use mingbai::check::Occasion;
use mingbai::commands::pipeline::{self, Changes, KeptSite, Prepared};
use mingbai::diag::{Diagnostic, report};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::fmt::Debug;
use std::path::Path;

/// How many sequences are tried: `MINGBAI_CASES` for more of them.
fn cases() -> u32 {
    let asked = std::env::var("MINGBAI_CASES").ok().and_then(|n| n.parse().ok());
    asked.unwrap_or(150)
}

#[test]
fn a_kept_site_is_the_one_that_is_read_from_nothing() {
    let config =
        ProptestConfig { cases: cases(), max_shrink_iters: 400, ..ProptestConfig::default() };
    let sequence = (draft(), prop::collection::vec(edit(), 1..8));
    let followed = |(draft, edits): (Draft, Vec<Edit>)| follow(draft, &edits);
    TestRunner::new(config).run(&sequence, followed).unwrap_or_else(|wrong| panic!("{wrong}"));
}

/// Keeps a site through these edits. Every other is told of as one of any file.
fn follow(mut draft: Draft, edits: &[Edit]) -> Result<(), TestCaseError> {
    let folder = tempfile::tempdir().expect("a folder");
    draft.write(folder.path(), None);
    let mut kept = KeptSite::open(&request(folder.path()), Occasion::Build).expect("readable");
    for (n, edit) in edits.iter().enumerate() {
        let changed = draft.apply(edit);
        draft.write(folder.path(), Some(&changed));
        let changes = match n % 5 {
            4 => Changes::Anything,
            _ => Changes::Files(changed.into_iter().map(str::to_owned).collect()),
        };
        kept.update(&changes).expect("readable");
        same(&kept.prepared(), folder.path(), edit)?;
    }
    Ok(())
}

/// Holds a site to the one that is in the folder, in all that the further stages see of it.
fn same(kept: &Prepared, root: &Path, edit: &Edit) -> Result<(), TestCaseError> {
    let fresh = pipeline::prepare(&request(root)).expect("readable");
    let (a, b) = (&fresh.site, &kept.site);
    equal("pages", &a.pages, &b.pages, edit)?;
    equal("texts", &a.bodies, &b.bodies, edit)?;
    equal("linked texts", &a.linked, &b.linked, edit)?;
    equal("backlinks", &a.backlinks, &b.backlinks, edit)?;
    equal("tags", &a.tags, &b.tags, edit)?;
    equal("folders", &a.folders, &b.folders, edit)?;
    equal("addresses", &a.addresses.list(), &b.addresses.list(), edit)?;
    equal("files", &(&a.assets, &a.asset_urls), &(&b.assets, &b.asset_urls), edit)?;
    equal("the rest", &rest(&fresh), &rest(kept), edit)?;
    equal("themes", &fresh.theme, &kept.theme, edit)?;
    equal("what is wrong", &sorted(&fresh), &sorted(kept), edit)
}

fn equal<T: PartialEq + Debug>(
    what: &str,
    fresh: &T,
    kept: &T,
    edit: &Edit,
) -> Result<(), TestCaseError> {
    let difference = || {
        let (fresh, kept) = (format!("{fresh:#?}"), format!("{kept:#?}"));
        crate::support::first_difference(&fresh, &kept)
    };
    prop_assert!(fresh == kept, "{what} after {edit:?}:\n{}", difference());
    Ok(())
}

fn sorted(prepared: &Prepared) -> Vec<Diagnostic> {
    let mut diagnostics = prepared.diagnostics.clone();
    report::sort(&mut diagnostics, &prepared.sources);
    diagnostics
}

/// What cannot be compared but as text.
fn rest(prepared: &Prepared) -> String {
    let Prepared { sources, site, .. } = prepared;
    let mut drafts: Vec<usize> = site.drafts.iter().map(|id| sources.place(*id)).collect();
    drafts.sort_unstable();
    let settings = (&site.config, &site.situations, &site.image, &site.menu, &site.footer_menu);
    let contacts = (&site.footer_contacts, &site.crisis_contacts, site.crisis_page);
    format!("{:#?}", (settings, contacts, &site.registry, &site.links, &site.uses, drafts))
}
