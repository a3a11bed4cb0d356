//! A site that is kept while its author works on it is, after every edit, the site that is read from nothing.

use crate::edits::{Draft, Edit, draft, edit, sound_draft};
use crate::support::{build, request, tries};
use mingbai::base::output::Output;
use mingbai::check::Occasion;
use mingbai::commands::pipeline::{self, Changes, KeptSite, Prepared, Request};
use mingbai::diag::report::{self, Style};
use mingbai::diag::{Diagnostic, Severity};
use mingbai::index::{self, danger};
use mingbai::model::addresses::Address;
use mingbai::render::on_demand::OnDemand;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::path::Path;
use std::sync::Mutex;

#[test]
fn a_kept_site_is_the_one_that_is_read_from_nothing() {
    run(tries(150), draft(), |draft, edits| follow(draft, edits, same));
}

#[test]
fn what_is_served_is_what_a_build_publishes() {
    run(tries(150) / 5 + 1, sound_draft(), |draft, edits| {
        let mut shared: Option<(Fixed, OnDemand)> = None;
        follow(draft, edits, |kept, root, edit| {
            let Prepared { site, theme, .. } = kept;
            let mut errors = sorted(kept);
            errors.retain(|found| found.severity == Severity::Error);
            let report = report::render(&errors, &kept.sources, Style::default());
            prop_assert!(errors.is_empty(), "after {edit:?}:\n{report}");
            shared = shared.take().filter(|(_, on_demand)| on_demand.serves(site, theme));
            let (fixed, on_demand) = shared.get_or_insert_with(|| on_demand(kept));
            let (published, _) = build(root);
            let answered = answered(kept, fixed, on_demand);
            let wrong = crate::support::differences(&published, &answered);
            prop_assert!(wrong.is_empty(), "after {edit:?}:\n{}", wrong.join("\n"));
            Ok(())
        })
    });
}

/// Puts random sites and what is done to them to a test.
fn run(
    cases: u32,
    draft: impl Strategy<Value = Draft>,
    test: impl Fn(Draft, &[Edit]) -> Result<(), TestCaseError>,
) {
    let config = ProptestConfig { cases, max_shrink_iters: 200, ..ProptestConfig::default() };
    let sequence = (draft, prop::collection::vec(edit(), 1..8));
    let followed = |(draft, edits): (Draft, Vec<Edit>)| test(draft, &edits);
    TestRunner::new(config).run(&sequence, followed).unwrap_or_else(|wrong| panic!("{wrong}"));
}

/// Keeps a site through these edits, and looks at it after each. Every fifth is told of as one of any file,
/// and another is known before it is saved.
fn follow(
    mut draft: Draft,
    edits: &[Edit],
    mut look: impl FnMut(&Prepared, &Path, &Edit) -> Result<(), TestCaseError>,
) -> Result<(), TestCaseError> {
    let folder = tempfile::tempdir().expect("a folder");
    draft.write(folder.path(), None);
    let mut kept =
        KeptSite::open(&Request { cache: true, ..request(folder.path()) }, Occasion::Build)
            .expect("readable");
    for (n, edit) in edits.iter().enumerate() {
        let changed = draft.apply(edit);
        let texts = changed.iter().map(|path| Some((*path, text(&draft, folder.path(), path)?)));
        let texts: Option<Vec<(&str, String)>> = texts.collect();
        let unsaved = texts.filter(|_| n % 5 == 2);
        for (path, text) in unsaved.iter().flatten() {
            kept.write(path, Some(text.clone())).expect("readable");
        }
        draft.write(folder.path(), Some(&changed));
        if let Some(saved) = unsaved {
            look(&kept.prepared(), folder.path(), edit)?;
            for (path, _) in saved {
                kept.write(path, None).expect("readable");
            }
        } else {
            let files = || changed.iter().map(|path| (*path).to_owned()).collect();
            let changes = if n % 5 == 4 { Changes::Anything } else { Changes::Files(files()) };
            kept.update(&changes).expect("readable");
        }
        look(&kept.prepared(), folder.path(), edit)?;
    }
    Ok(())
}

/// The new text of a file that stays one of a site's texts.
fn text(draft: &Draft, root: &Path, path: &str) -> Option<String> {
    let is_text = path.ends_with(".md") || path.starts_with("content/") && path.ends_with(".yaml");
    let known = is_text && root.join(path).exists();
    known.then(|| draft.text(path)).flatten().and_then(|text| String::from_utf8(text).ok())
}

/// Files that belong to no address.
type Fixed = BTreeMap<String, Vec<u8>>;

fn on_demand(kept: &Prepared) -> (Fixed, OnDemand) {
    let Prepared { site, sources, theme, cache, .. } = kept;
    let (fixed, danger) = (Mutex::new(Fixed::new()), danger::words(&site.registry.crisis));
    let keep = |file: Output| {
        fixed.lock().expect("no panic").insert(file.path, file.bytes);
    };
    let on_demand = OnDemand::new(site, sources, theme, &danger, cache, &keep);
    (fixed.into_inner().expect("no panic"), on_demand)
}

/// Every file of a site as the server answers for it.
fn answered(kept: &Prepared, fixed: &Fixed, on_demand: &OnDemand) -> Fixed {
    let Prepared { site, sources, theme, cache, .. } = kept;
    let mut files = fixed.clone();
    files.extend(index::index(site, cache).into_iter().map(|file| (file.path, file.bytes)));
    let paths = site.addresses.list().iter().map(Address::file);
    let all = paths.flat_map(|path| site.config.prefixes().into_iter().map(move |p| p + &path));
    for path in all {
        if let Some(Ok(file)) = on_demand.file(site, sources, theme, &path) {
            files.insert(path, file.bytes);
        }
    }
    files
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
