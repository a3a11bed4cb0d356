//! A build that finds what earlier ones left writes what a build writes that finds nothing: whatever was
//! edited in between, whatever happened to what was left, and on whichever day.

use crate::edits::{Draft, Edit, edit, sound_draft};
use crate::support::{differences, put, tree, tries};
use mingbai::base::day::parse_day;
use mingbai::commands::pipeline::{self, Build, Built, Request};
use mingbai::diag::report::Style;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::fs;
use std::path::{Path, PathBuf};

/// Something that happens between two builds.
#[derive(Debug, Clone)]
enum Event {
    Edit(Edit),
    /// One byte of what is kept becomes another, or the file ends there.
    Tear(usize, usize, bool),
    /// What is kept of one thing gets the name of another's.
    Swap(usize, usize),
    /// All that is kept is gone.
    Forget,
    /// It is another day.
    Day(u8),
}

fn event() -> impl Strategy<Value = Event> {
    let which = 0..1000usize;
    prop_oneof![
        8 => edit().prop_map(Event::Edit),
        2 => (which.clone(), which.clone(), any::<bool>())
            .prop_map(|(file, at, ends)| Event::Tear(file, at, ends)),
        1 => (which.clone(), which).prop_map(|(one, other)| Event::Swap(one, other)),
        1 => Just(Event::Forget),
        1 => (1..5u8).prop_map(Event::Day),
    ]
}

#[test]
fn a_build_that_finds_what_others_left_writes_the_same() {
    let cases = tries(150) / 5 + 1;
    let config = ProptestConfig { cases, max_shrink_iters: 60, ..ProptestConfig::default() };
    let sequence = (sound_draft(), prop::collection::vec(event(), 1..5));
    let followed = |(draft, events): (Draft, Vec<Event>)| follow(draft, &events);
    TestRunner::new(config).run(&sequence, followed).unwrap_or_else(|wrong| panic!("{wrong}"));
}

/// The smallest picture that there is.
const GIF: &[u8] = b"GIF89a\x01\0\x01\0\x80\0\0\xFF\xFF\xFF\0\0\0!\xF9\x04\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";

#[test]
fn what_a_picture_is_called_may_be_decided_by_another_page() {
    // The first of several equal files stands for all that are shown.
    let pictures = [("content/static/a.gif", GIF), ("content/static/b.png", GIF)];
    let other = ("content/rights/b.md", "---\ntitle: 乙\n---\n\n![图](/b.png)\n".as_bytes());
    edited(&[pictures[0], pictures[1], other], ["一句。", "![图](/a.gif)"]);
}

#[test]
fn what_other_programs_read_says_that_a_page_leads_to_itself() {
    edited(&[], ["一句。", "见[[甲]]。"]);
}

/// A site with these files and a page that has one text and then the other.
fn edited(files: &[(&str, &[u8])], texts: [&str; 2]) {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("site");
    put(&root, "content/site.yaml", "title: 站\n");
    files.iter().for_each(|(path, bytes)| put(&root, path, bytes));
    for text in texts {
        put(&root, "content/rights/a.md", format!("---\ntitle: 甲\n---\n\n{text}\n"));
        build(&root, 22, true);
    }
    let (left, fresh) = (build(&root, 22, true), build(&root, 22, false));
    assert!(left.written.is_some() && fresh.written.is_some(), "{}", fresh.report);
    let wrong = differences(&tree(&output(&root, false)), &tree(&output(&root, true)));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn follow(mut draft: Draft, events: &[Event]) -> Result<(), TestCaseError> {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("site");
    draft.write(&root, None);
    let mut day = 22;
    build(&root, day, true);
    for event in events {
        match event {
            Event::Edit(edit) => {
                let changed = draft.apply(edit);
                draft.write(&root, Some(&changed));
            }
            Event::Day(later) => day = 20 + later,
            happening => happen(happening, &root),
        }
        let (left, fresh) = (build(&root, day, true), build(&root, day, false));
        let both = left.written.is_some() && fresh.written.is_some();
        prop_assert!(both, "{event:?}: {}\n{}", left.report, fresh.report);
        let wrong = differences(&tree(&output(&root, false)), &tree(&output(&root, true)));
        prop_assert!(wrong.is_empty(), "after {event:?}:\n{}", wrong.join("\n"));
    }
    Ok(())
}

/// Builds with what others left, or without and into another folder.
fn build(root: &Path, day: u8, cache: bool) -> Built {
    let at = parse_day(&format!("2026-11-{day}"));
    let request = Request { root: root.to_owned(), at, cache, ..Request::default() };
    let build = Build {
        output: output(root, cache),
        strict: false,
        style: Style::default(),
        brief: true,
        recalling: cache,
        waiting: || (),
    };
    pipeline::build(&request, &build).expect("the machine works")
}

fn output(root: &Path, cache: bool) -> PathBuf {
    root.join(if cache { "public" } else { "other" })
}

fn happen(event: &Event, root: &Path) {
    let folder = root.join(".mingbai/cache");
    let files: Vec<PathBuf> = tree(&folder).into_keys().map(|path| folder.join(path)).collect();
    match event {
        Event::Forget => {
            let _ = fs::remove_dir_all(root.join(".mingbai"));
        }
        _ if files.is_empty() => {}
        Event::Tear(file, at, ends) => {
            let file = &files[file % files.len()];
            let mut bytes = fs::read(file).expect("readable");
            let at = at % bytes.len().max(1);
            bytes.truncate(if *ends { at } else { bytes.len() });
            bytes.get_mut(at).into_iter().for_each(|byte| *byte ^= 1);
            fs::write(file, bytes).expect("writable");
        }
        Event::Swap(one, other) => {
            let (one, other) = (&files[one % files.len()], &files[other % files.len()]);
            let bytes = fs::read(one).expect("readable");
            fs::write(other, bytes).expect("writable");
        }
        Event::Edit(_) | Event::Day(_) => {}
    }
}
