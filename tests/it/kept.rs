//! A site that is kept while its author works on it is, after every edit, the site that is read from nothing.

use crate::edits::{Draft, Edit, draft, edit};
use crate::support::request;
use mingbai::check::Occasion;
use mingbai::commands::pipeline::{self, Changes, KeptSite, Prepared};
use mingbai::diag::report;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
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

/// Holds a site to the one that is in the folder.
fn same(kept: &Prepared, root: &Path, edit: &Edit) -> Result<(), TestCaseError> {
    let fresh = pipeline::prepare(&request(root)).expect("readable");
    for (kept, fresh) in parts(kept).into_iter().zip(parts(&fresh)) {
        let wrong = crate::support::first_difference(&fresh, &kept);
        prop_assert!(kept == fresh, "after {edit:?}:\n{wrong}");
    }
    Ok(())
}

/// All that the further stages see of a site, as texts.
fn parts(prepared: &Prepared) -> Vec<String> {
    let Prepared { sources, site, theme, diagnostics, .. } = prepared;
    let mut diagnostics = diagnostics.clone();
    report::sort(&mut diagnostics, sources);
    let mut drafts: Vec<usize> = site.drafts.iter().map(|id| sources.place(*id)).collect();
    drafts.sort_unstable();
    vec![
        format!("{diagnostics:#?}"),
        format!("{:#?}", sources.files),
        format!("{:#?}", site.pages),
        format!("{:#?}", site.bodies),
        format!("{:#?}", site.linked),
        format!("{:#?}", site.links),
        format!("{:#?}", (&site.backlinks, &site.uses)),
        format!("{:#?}", (&site.tags, &site.folders, &site.situations)),
        format!("{:#?}", (&site.footer_contacts, &site.crisis_contacts, site.crisis_page)),
        format!("{:#?}", (site.image, &site.menu, &site.footer_menu)),
        format!("{:#?}", (&site.assets, &site.asset_urls, site.addresses.list())),
        format!("{:#?}", (&site.config, &site.registry, drafts)),
        format!("{:#?}", theme.files().collect::<Vec<_>>()),
    ]
}
