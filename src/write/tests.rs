//! Every step of a publication fails once, and then for ever, in both ways of publishing: readers have the old site
//! or the new one, whole, and the next build is clean.

use super::step::injected::{self, WriteError as Injected};
use super::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

type Files = BTreeMap<String, String>;

fn edition(number: usize) -> Files {
    let list: [&[(&str, &str)]; 2] = [
        &[
            ("index.html", "old"),
            ("a/page.html", "old"),
            ("same.css", "same"),
            ("b", "a file"),
            ("c/d/x", "old"),
            ("gone/y", "old"),
        ],
        &[
            ("index.html", "new"),
            ("a/page.html", "new"),
            ("same.css", "same"),
            ("b/in", "a folder now"),
            ("c/d", "a file now"),
            ("e/z", "new"),
        ],
    ];
    list[number].iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

/// Somebody else's files, which stay whatever happens.
const FOREIGN: [(&str, &str); 2] = [("CNAME", "example.org"), (".git/HEAD", "ref")];

struct Place {
    folder: TempDir,
    way: Method,
}

impl Place {
    /// A site's folder with the old edition published, as it is after two builds.
    fn with_old_site(way: Method) -> Self {
        let place = Self { folder: tempfile::tempdir().unwrap(), way };
        for name in ["content", "public"] {
            fs::create_dir(place.folder.path().join(name)).unwrap();
        }
        // The second tree then is that of an edition before, as on any site that has been built for a while.
        place.publish(&edition(1)).unwrap();
        place.publish(&edition(0)).unwrap();
        for (path, text) in FOREIGN {
            let file = place.output().join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
        place
    }

    fn output(&self) -> std::path::PathBuf {
        self.folder.path().join("public")
    }

    fn target(&self) -> Target {
        let target = Target::check(&self.output(), self.folder.path()).unwrap();
        if self.way == Method::Journal { target.in_place() } else { target }
    }

    fn publish(&self, files: &Files) -> io::Result<Written> {
        let publication = Publication::begin(&self.target())?;
        for (path, text) in files {
            publication.put(Output::new(path, text.as_str()))?;
        }
        publication.commit_remembering("inputs", "note")
    }

    /// What is in the output, our own files aside.
    fn found(&self) -> Files {
        let mut found = Files::new();
        collect(&self.output(), &self.output(), &mut found);
        found.retain(|path, _| !path.starts_with(".mingbai"));
        found
    }
}

fn collect(root: &Path, folder: &Path, found: &mut Files) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() {
            collect(root, &entry.path(), found);
        } else {
            let below = entry.path().strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            found.insert(below, fs::read_to_string(entry.path()).unwrap());
        }
    }
}

fn whole(number: usize) -> Files {
    let foreign = FOREIGN.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    edition(number).into_iter().chain(foreign).collect()
}

/// Right after the fault, before anybody has put anything right.
fn assert_readers_are_served(place: &Place, context: &str) {
    let found = place.found();
    if place.way == Method::Exchange {
        // Foreign folders may still have to be brought home: they are no part of the site.
        let ours = |files: &Files| -> Files {
            let foreign = |path: &str| FOREIGN.iter().any(|(known, _)| *known == path);
            files.iter().filter(|(p, _)| !foreign(p)).map(|(p, t)| (p.clone(), t.clone())).collect()
        };
        let found = ours(&found);
        assert!(found == edition(0) || found == edition(1), "{context}: a mixture {found:?}");
    }
    let (old, new) = (whole(0), whole(1));
    for (path, text) in &found {
        let known = [&old, &new].iter().any(|files| files.get(path) == Some(text));
        assert!(known, "{context}: {path} is torn: {text:?}");
    }
}

fn every_step_fails(way: Method) {
    let place = Place::with_old_site(way);
    let (done, steps) = injected::with(None, || place.publish(&edition(1)));
    assert_eq!(done.unwrap().method, way);
    assert!(steps > 20, "{steps} steps");
    for fault in [Injected::Once, Injected::ForEver] {
        for at in 0..steps {
            let context = format!("{way:?}, {fault:?} at step {at} of {steps}");
            let place = Place::with_old_site(way);
            let (done, _) = injected::with(Some((at, fault)), || place.publish(&edition(1)));
            assert_readers_are_served(&place, &context);
            let published = done.is_ok();
            drop(Publication::begin(&place.target()).expect(&context));
            let found = place.found();
            assert!(found == whole(0) || found == whole(1), "{context}: after recovery {found:?}");
            assert!(!published || found == whole(1), "{context}: it said that it had published");
            for number in [1, 0, 1] {
                place.publish(&edition(number)).expect(&context);
                assert_eq!(place.found(), whole(number), "{context}: the next build");
            }
        }
    }
}

/// A recovery that fails is taken up again by the next build.
fn every_step_of_a_recovery_fails(way: Method) {
    let place = Place::with_old_site(way);
    let (_, steps) = injected::with(None, || place.publish(&edition(1)));
    for at in (0..steps).step_by(3) {
        for again in 0..6 {
            let context = format!("{way:?}, killed at step {at}, its recovery at {again}");
            let place = Place::with_old_site(way);
            let killed = Some((at, Injected::ForEver));
            let _ = injected::with(killed, || place.publish(&edition(1)));
            let killed = Some((again, Injected::ForEver));
            let _ = injected::with(killed, || Publication::begin(&place.target()).map(drop));
            assert_readers_are_served(&place, &context);
            place.publish(&edition(1)).expect(&context);
            assert_eq!(place.found(), whole(1), "{context}");
        }
    }
}

#[test]
fn whatever_step_of_an_exchange_fails_there_is_one_whole_site() {
    every_step_fails(Method::Exchange);
    every_step_of_a_recovery_fails(Method::Exchange);
}

#[test]
fn whatever_step_of_a_journal_fails_its_files_are_whole_and_the_next_build_finishes_it() {
    every_step_fails(Method::Journal);
    every_step_of_a_recovery_fails(Method::Journal);
}

#[test]
fn where_nothing_but_the_standard_library_is_known_the_journal_does_the_same() {
    system::testing::plainly(|| {
        every_step_fails(Method::Journal);
        every_step_of_a_recovery_fails(Method::Journal);
    });
}

#[test]
fn a_folder_that_nobody_can_exchange_is_published_file_by_file() {
    system::testing::plainly(|| {
        let folder = tempfile::tempdir().unwrap();
        let publish = |number: usize| {
            let target = Target::check(&folder.path().join("public"), folder.path()).unwrap();
            let publication = Publication::begin(&target).unwrap();
            for (path, text) in edition(number) {
                publication.put(Output::new(path, text)).unwrap();
            }
            publication.commit_remembering("inputs", "note").unwrap()
        };
        for number in [0, 1, 0, 0] {
            let written = publish(number);
            assert_eq!(written.files, edition(number).len());
            let mut found = Files::new();
            collect(&folder.path().join("public"), &folder.path().join("public"), &mut found);
            found.retain(|path, _| !path.starts_with(".mingbai"));
            assert_eq!(found, edition(number));
        }
        let target = Target::check(&folder.path().join("public"), folder.path()).unwrap();
        assert!(Publication::begin(&target).unwrap().recall("inputs").is_none(), "no change shows");
        assert!(Target::check(folder.path(), folder.path()).is_err(), "the site's own folder");
    });
}
