//! Publishing, all or nothing: what is in the output after every kind of build, also one that was killed, ran out of
//! room, or was not alone. Nearly everything is tried both ways, by exchange and in place.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::io::{self, BufRead, BufReader};
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use mingbai::base::output::Output;
use mingbai::write::{Fault, Method, Publication, Refusal, Target, Written};
use proptest::prelude::*;
use tempfile::TempDir;

const MANIFEST: &str = ".mingbai-manifest";
const SCRATCH: &str = ".mingbai-new";
const WAYS: [Method; 2] = [Method::Exchange, Method::Journal];

/// The files of a site: path and text.
type Files = BTreeMap<String, String>;

/// A site's folder with an output in it.
struct Site {
    folder: TempDir,
    way: Method,
}

impl Site {
    fn new(way: Method) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for name in ["content", "themes", "src"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        Self { folder, way }
    }

    /// A site whose output exists already, so that publishing in place has a place.
    fn with_output(way: Method) -> Self {
        let site = Self::new(way);
        fs::create_dir(site.output()).unwrap();
        site
    }

    fn root(&self) -> &Path {
        self.folder.path()
    }

    fn output(&self) -> PathBuf {
        self.root().join("public")
    }

    fn staging(&self) -> PathBuf {
        self.root().join(".public.mingbai-staging")
    }

    fn target(&self) -> Target {
        target(self.root(), self.way)
    }

    fn publish(&self, files: &Files) -> io::Result<Written> {
        publish(&self.target(), files)
    }

    fn put_foreign(&self, path: &str, text: &str) {
        let file = self.output().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    fn published(&self) -> Files {
        let mut published = contents(&self.output());
        published.remove(MANIFEST);
        published
    }

    /// What the site's folder holds beside the output and its sources.
    fn beside(&self) -> BTreeSet<String> {
        let names = fs::read_dir(self.root()).unwrap().map(|e| e.unwrap().file_name());
        let names = names.map(|name| name.into_string().unwrap());
        names.filter(|name| name.starts_with('.')).collect()
    }
}

fn target(root: &Path, way: Method) -> Target {
    let target = Target::check(&root.join("public"), root).unwrap();
    if way == Method::Journal { target.in_place() } else { target }
}

fn publish(target: &Target, files: &Files) -> io::Result<Written> {
    let publication = Publication::begin(target)?;
    for (path, text) in files {
        publication.put(Output::new(path, text.as_str()))?;
    }
    publication.commit()
}

fn files(list: &[(&str, &str)]) -> Files {
    list.iter().map(|&(path, text)| (path.to_owned(), text.to_owned())).collect()
}

/// Everything in a folder, by path: text of files, `-> target` of symlinks, `/` for empty folders.
fn contents(folder: &Path) -> Files {
    let mut found = Files::new();
    let mut unread = vec![folder.to_path_buf()];
    while let Some(here) = unread.pop() {
        let entries: Vec<_> = fs::read_dir(&here).unwrap().map(Result::unwrap).collect();
        let path = |path: &Path| path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
        if entries.is_empty() && here != folder {
            found.insert(path(&here), "/".to_owned());
        }
        for entry in entries {
            let (kind, file) = (entry.file_type().unwrap(), entry.path());
            if kind.is_dir() {
                unread.push(file);
            } else if kind.is_symlink() {
                found
                    .insert(path(&file), format!("-> {}", fs::read_link(&file).unwrap().display()));
            } else {
                found.insert(path(&file), fs::read_to_string(&file).unwrap());
            }
        }
    }
    found
}

/// Inode and times of everything in a folder, itself included: nothing can be touched without a difference here.
fn marks(folder: &Path) -> BTreeMap<PathBuf, (u64, i64, i64, i64, i64)> {
    let mut marks = BTreeMap::new();
    let mut unread = vec![folder.to_path_buf()];
    while let Some(here) = unread.pop() {
        let m = fs::symlink_metadata(&here).unwrap();
        if m.is_dir() {
            unread.extend(fs::read_dir(&here).unwrap().map(|entry| entry.unwrap().path()));
        }
        marks.insert(here, (m.ino(), m.mtime(), m.mtime_nsec(), m.ctime(), m.ctime_nsec()));
    }
    marks
}

fn fault(result: io::Result<impl Sized>) -> Fault {
    let error = result.err().expect("this should have failed");
    Fault::of(&error).unwrap_or_else(|| panic!("no fault: {error}")).clone()
}

// ---------------------------------------------------------------------------------------------- what is published

#[test]
fn the_output_holds_what_was_put_last() {
    for way in WAYS {
        let site = Site::with_output(way);
        let first = files(&[("index.html", "home"), ("a/index.html", "a"), ("b/c/d.html", "d")]);
        let written = site.publish(&first).unwrap();
        let all = Written { files: 3, written: 3, unchanged: 0, removed: 0, bytes: 6, method: way };
        assert_eq!(written, all);
        assert_eq!(site.published(), first);

        let second = files(&[("index.html", "home"), ("a/index.html", "A!"), ("e.html", "e")]);
        let written = site.publish(&second).unwrap();
        let some =
            Written { files: 3, written: 2, unchanged: 1, removed: 1, bytes: 7, method: way };
        assert_eq!(written, some);
        assert_eq!(site.published(), second);
    }
}

#[test]
fn a_first_output_is_made_with_the_folders_above_it_in_one_step() {
    let site = Site::new(Method::Exchange);
    let deep = site.root().join("out/of/here");
    let target = Target::check(&deep, site.root()).unwrap();
    let home = files(&[("index.html", "home")]);
    assert_eq!(publish(&target, &home).unwrap().method, Method::Exchange);
    assert!(contents(&deep).contains_key("index.html"));
    let missing = Target::check(&site.output(), site.root()).unwrap().in_place();
    assert_eq!(publish(&missing, &home).unwrap().method, Method::Exchange);
}

#[test]
fn an_empty_site_is_a_site() {
    for way in WAYS {
        let site = Site::with_output(way);
        site.publish(&files(&[("a/b.html", "b")])).unwrap();
        assert_eq!(site.publish(&Files::new()).unwrap().removed, 1);
        assert_eq!(site.published(), Files::new());
        assert_eq!(site.publish(&Files::new()).unwrap().method, Method::Unchanged);
    }
}

#[test]
fn files_and_folders_may_change_into_each_other() {
    for way in WAYS {
        let site = Site::with_output(way);
        let file = files(&[("a", "file"), ("b/c/d", "file")]);
        let folder = files(&[("a/b/c", "folder"), ("b/c", "file"), ("b/d", "file")]);
        for edition in [&file, &folder, &file, &folder, &file] {
            site.publish(edition).unwrap();
            assert_eq!(&site.published(), edition, "{way:?}");
        }
    }
}

#[test]
fn the_same_site_is_the_same_bytes() {
    let site = files(&[("index.html", "主页"), ("z.html", "z"), ("利率/index.html", "年利率")]);
    let (one, other) = (Site::new(Method::Exchange), Site::with_output(Method::Journal));
    one.publish(&files(&[("old.html", "gone"), ("z.html", "Z")])).unwrap();
    one.publish(&site).unwrap();
    other.publish(&site).unwrap();
    assert_eq!(contents(&one.output()), contents(&other.output()));
    let manifest = &contents(&one.output())[MANIFEST];
    let paths: Vec<_> =
        manifest.lines().skip(1).map(|line| line.split_once(' ').unwrap().1).collect();
    assert_eq!(paths, site.keys().collect::<Vec<_>>());
}

#[test]
fn many_threads_may_put() {
    let site = Site::new(Method::Exchange);
    for edition in ["first", "second"] {
        let publication = Publication::begin(&site.target()).unwrap();
        thread::scope(|scope| {
            for group in 0..8 {
                let publication = &publication;
                scope.spawn(move || {
                    for page in 0..50 {
                        let path = format!("group{group}/page{page}/index.html");
                        let text = if page % 2 == 0 { "same" } else { edition };
                        publication.put(Output::new(path, text)).unwrap();
                    }
                });
            }
        });
        let written = publication.commit().unwrap();
        assert_eq!((written.files, written.bytes), (400, 200 * (4 + edition.len() as u64)));
    }
    assert_eq!(site.published()["group7/page49/index.html"], "second");
}

#[test]
fn what_was_published_before_can_be_asked() {
    let site = Site::new(Method::Exchange);
    site.publish(&files(&[("b.html", ""), ("a.html", "")])).unwrap();
    let publication = Publication::begin(&site.target()).unwrap();
    assert_eq!(publication.previous().collect::<Vec<_>>(), ["a.html", "b.html"]);
}

// ------------------------------------------------------------------------------------------- what is not touched

#[test]
fn nothing_changed_touches_nothing() {
    for way in WAYS {
        let site = Site::with_output(way);
        let edition = files(&[("index.html", "home"), ("a/b/c.html", "c"), ("empty.txt", "")]);
        site.publish(&edition).unwrap();
        site.publish(&edition).unwrap();
        let before = (marks(&site.output()), site.beside());
        let written = site.publish(&edition).unwrap();
        assert_eq!((written.method, written.unchanged), (Method::Unchanged, 3));
        assert_eq!((marks(&site.output()), site.beside()), before, "{way:?}");
    }
}

#[test]
fn unchanged_files_keep_inode_and_time() {
    for way in WAYS {
        let site = Site::with_output(way);
        let mut edition: Files =
            (0..20).map(|n| (format!("p{n}/index.html"), "text".into())).collect();
        site.publish(&edition).unwrap();
        // Often enough for both trees to have been published more than once.
        for round in 0..5 {
            let before = marks(&site.output());
            edition.insert("p7/index.html".into(), format!("round {round}"));
            assert_eq!(site.publish(&edition).unwrap().written, 1);
            let after = marks(&site.output());
            let file = |marks: &BTreeMap<PathBuf, _>, path: &str| -> (u64, i64, i64, i64, i64) {
                marks[&site.output().join(path)]
            };
            for path in edition.keys() {
                let (was, is) = (file(&before, path), file(&after, path));
                assert_eq!((was.0, was.1, was.2) == (is.0, is.1, is.2), path != "p7/index.html");
            }
        }
    }
}

#[test]
fn a_published_file_that_was_changed_or_lost_is_put_right() {
    for way in WAYS {
        let site = Site::with_output(way);
        let edition = files(&[("edited.html", "1234"), ("longer.html", "1"), ("lost.html", "")]);
        site.publish(&edition).unwrap();
        site.put_foreign("edited.html", "4321");
        site.put_foreign("longer.html", "12");
        fs::remove_file(site.output().join("lost.html")).unwrap();
        assert_eq!(site.publish(&edition).unwrap().written, 3);
        assert_eq!(site.published(), edition);
        assert_eq!(site.publish(&edition).unwrap().method, Method::Unchanged);
    }
}

#[test]
fn modes_are_kept() {
    for way in WAYS {
        let site = Site::with_output(way);
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o7777;
        let chmod = |path: &Path, mode| {
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        };
        let (folder, file) = (site.output().join("a"), site.output().join("a/page.html"));
        site.publish(&files(&[("a/page.html", "1"), ("b.html", "b")])).unwrap();
        chmod(&site.output(), 0o2775);
        chmod(&folder, 0o750);
        chmod(&file, 0o640);
        for text in ["2", "3", "4"] {
            site.publish(&files(&[("a/page.html", text), ("b.html", "b")])).unwrap();
            let modes = [mode(&site.output()), mode(&folder), mode(&file)];
            assert_eq!(modes, [0o2775, 0o750, 0o640], "{way:?}");
        }
    }
}

#[test]
fn an_abandoned_build_leaves_no_trace() {
    for way in WAYS {
        let site = Site::with_output(way);
        let abandon = || {
            let publication = Publication::begin(&site.target()).unwrap();
            publication.put(Output::new("index.html", "not this")).unwrap();
        };
        abandon();
        assert_eq!(contents(&site.output()), Files::new());
        assert_eq!(site.beside(), BTreeSet::from([".public.mingbai-lock".to_owned()]));
        for edition in ["first", "second"] {
            site.publish(&files(&[("index.html", edition)])).unwrap();
        }
        let before = contents(site.root());
        abandon();
        assert_eq!(contents(site.root()), before, "{way:?}");
    }
}

// --------------------------------------------------------------------------------------------- what is not ours

#[test]
fn foreign_files_stay() {
    for way in WAYS {
        let site = Site::with_output(way);
        site.publish(&files(&[("index.html", "home"), ("guides/a.html", "a")])).unwrap();
        site.put_foreign(".git/HEAD", "ref");
        site.put_foreign(".git/objects/aa/bb", "blob");
        site.put_foreign("CNAME", "example.org");
        site.put_foreign("guides/notes.txt", "mine");
        site.put_foreign("guides/drafts/later.txt", "mine");
        fs::create_dir(site.output().join("nothing")).unwrap();
        symlink("/nowhere", site.output().join("guides/link")).unwrap();
        let mut foreign = site.published();
        foreign.retain(|path, _| !path.ends_with(".html"));
        assert_eq!(foreign.len(), 7);
        let inode = |path| fs::symlink_metadata(site.output().join(path)).unwrap().ino();
        let inodes = || [".git", "CNAME", "guides/notes.txt", "guides/link"].map(inode);
        let before = inodes();
        let home = ("index.html", "home");
        for edition in [
            files(&[home]),
            files(&[home, ("guides/b.html", "b")]),
            files(&[("x", "x")]),
            Files::new(),
        ] {
            site.publish(&edition).unwrap();
            let expected: Files = edition.into_iter().chain(foreign.clone()).collect();
            assert_eq!(site.published(), expected, "{way:?}");
            assert_eq!(inodes(), before);
        }
    }
}

#[test]
fn a_foreign_file_that_was_removed_does_not_come_back() {
    let site = Site::new(Method::Exchange);
    for round in 0..4 {
        site.publish(&files(&[("index.html", &round.to_string())])).unwrap();
        site.put_foreign("CNAME", "example.org");
        site.put_foreign("logs/today", "…");
        site.publish(&files(&[("index.html", "between")])).unwrap();
        fs::remove_file(site.output().join("CNAME")).unwrap();
        fs::remove_dir_all(site.output().join("logs")).unwrap();
        let edition = files(&[("index.html", &format!("after {round}"))]);
        site.publish(&edition).unwrap();
        assert_eq!(site.published(), edition);
    }
}

#[test]
fn a_foreign_file_in_the_way_is_an_error_that_names_it() {
    let cases: [(&str, &str); 5] = [
        ("about.html", "about.html"),
        ("a/b/c", "a/b/c"),
        ("about", "about/index.html"),
        ("folder/file", "folder"),
        ("folder/deep/file", "folder/deep"),
    ];
    for way in WAYS {
        for (foreign, wanted) in cases {
            let site = Site::with_output(way);
            site.publish(&files(&[("index.html", "home"), ("a/x.html", "x")])).unwrap();
            site.put_foreign(foreign, "mine");
            let before = marks(&site.output());
            let edition = files(&[("index.html", "new"), ("a/x.html", "x"), (wanted, "ours")]);
            let in_the_way = fault(site.publish(&edition));
            let Fault::Foreign(path) = in_the_way else { panic!("{in_the_way:?}") };
            let named = path.strip_prefix(site.output()).unwrap().to_str().unwrap();
            assert!(foreign.starts_with(named) && wanted.starts_with(named), "{named} {wanted}");
            assert_eq!(
                without_root(marks(&site.output())),
                without_root(before),
                "{way:?} {wanted}"
            );
            fs::remove_file(site.output().join(foreign)).unwrap();
            if foreign.starts_with("folder") {
                fs::remove_dir_all(site.output().join("folder")).unwrap();
            }
            site.publish(&edition).unwrap();
            assert_eq!(site.published(), edition);
        }
    }
}

/// In place, the scratch folder comes and goes in the output, which the output's own times show.
fn without_root<T>(mut marks: BTreeMap<PathBuf, T>) -> BTreeMap<PathBuf, T> {
    marks.pop_first();
    marks
}

#[test]
fn symlinks_in_the_output_are_not_followed() {
    for way in WAYS {
        let site = Site::with_output(way);
        let edition = files(&[("index.html", "home"), ("a/page.html", "page")]);
        site.publish(&edition).unwrap();
        let outside = site.root().join("outside");
        fs::create_dir(&outside).unwrap();
        fs::write(outside.join("page.html"), "victim").unwrap();

        // Instead of a file of ours: it is replaced, not written through.
        fs::remove_file(site.output().join("index.html")).unwrap();
        symlink(outside.join("page.html"), site.output().join("index.html")).unwrap();
        site.publish(&edition).unwrap();
        assert_eq!(site.published(), edition);

        // Instead of a folder of ours: somebody else's, and in the way.
        fs::remove_dir_all(site.output().join("a")).unwrap();
        symlink(&outside, site.output().join("a")).unwrap();
        let in_the_way = fault(site.publish(&files(&[("a/page.html", "new page")])));
        assert_eq!(in_the_way, Fault::Foreign(target(site.root(), way).output().join("a")));

        // Not in the way any more: it stays, and what it leads to is not removed as stale.
        site.publish(&files(&[("index.html", "home")])).unwrap();
        assert!(site.output().join("a").is_symlink());
        assert_eq!(contents(&outside), files(&[("page.html", "victim")]));
    }
}

#[test]
fn what_was_written_to_a_replaced_tree_comes_home() {
    let site = Site::new(Method::Exchange);
    site.publish(&files(&[("a/index.html", "1")])).unwrap();
    site.publish(&files(&[("a/index.html", "2")])).unwrap();
    // A program that works in the old folder does not notice that it has been replaced.
    fs::write(site.staging().join("a/log"), "mine").unwrap();
    fs::create_dir(site.staging().join("uploads")).unwrap();
    fs::write(site.staging().join("uploads/1"), "mine").unwrap();
    let edition = files(&[("index.html", "3")]);
    site.publish(&edition).unwrap();
    let mut expected = edition;
    expected.extend(files(&[("a/log", "mine"), ("uploads/1", "mine")]));
    assert_eq!(site.published(), expected);
    assert!(!contents(&site.staging()).contains_key("a/log"));
}

#[test]
fn two_versions_of_a_foreign_file_are_both_kept() {
    let site = Site::new(Method::Exchange);
    site.publish(&files(&[("index.html", "1")])).unwrap();
    site.publish(&files(&[("index.html", "2")])).unwrap();
    site.put_foreign("CNAME", "one.example");
    fs::write(site.staging().join("CNAME"), "other.example").unwrap();
    let two = fault(site.publish(&files(&[("index.html", "3")])));
    let target = site.target();
    let replaced = target.output().with_file_name(".public.mingbai-staging").join("CNAME");
    let published = target.output().join("CNAME");
    assert_eq!(two, Fault::TwoVersions { published, replaced: replaced.clone() });
    assert_eq!(fs::read_to_string(&replaced).unwrap(), "other.example");
    assert_eq!(site.published(), files(&[("index.html", "2"), ("CNAME", "one.example")]));
    fs::remove_file(replaced).unwrap();
    site.publish(&files(&[("index.html", "3")])).unwrap();
    assert_eq!(site.published(), files(&[("index.html", "3"), ("CNAME", "one.example")]));
}

// ------------------------------------------------------------------------------------------------- what is refused

#[test]
fn paths_that_cannot_be_published_are_faults() {
    let path = |path: &str| Fault::Path(path.into());
    let alike = |one: &str, other: &str| Fault::Alike(one.into(), other.into());
    let cases: [(&[&str], Fault); 19] = [
        (&["../escape"], path("../escape")),
        (&["a/../../escape"], path("a/../../escape")),
        (&["/etc/passwd"], path("/etc/passwd")),
        (&[""], path("")),
        (&["a//b"], path("a//b")),
        (&["a/"], path("a/")),
        (&["./a"], path("./a")),
        (&["a\nb"], path("a\nb")),
        (&["a\0b"], path("a\0b")),
        (&[MANIFEST], Fault::Reserved(MANIFEST.into())),
        (&[".mingbai-new/x"], Fault::Reserved(".mingbai-new/x".into())),
        (&["a", "a"], Fault::Duplicate("a".into())),
        (&["a/b", "A/c"], alike("a", "A")),
        (&["x/Twin", "x/twin"], alike("x/Twin", "x/twin")),
        (&["caf\u{e9}", "cafe\u{301}"], alike("caf\u{e9}", "cafe\u{301}")),
        (&["か\u{3099}/x", "が/y"], alike("か\u{3099}", "が")),
        (&["straße", "STRASSE"], alike("straße", "STRASSE")),
        (&["a", "a/b"], Fault::FileAndFolder("a".into())),
        (&["a/b/c", "a/b"], Fault::FileAndFolder("a/b".into())),
    ];
    for (paths, expected) in cases {
        let site = Site::new(Method::Exchange);
        site.publish(&files(&[("index.html", "home")])).unwrap();
        let publication = Publication::begin(&site.target()).unwrap();
        let put: Vec<_> =
            paths.iter().map(|&path| publication.put(Output::new(path, "x"))).collect();
        let (last, before) = put.split_last().unwrap();
        assert!(before.iter().all(Result::is_ok), "{paths:?}");
        let error = last.as_ref().unwrap_err();
        assert_eq!(Fault::of(error), Some(&expected), "{paths:?}");
        assert_eq!(fault(publication.commit()), Fault::Incomplete, "{paths:?}");
        assert_eq!(site.published(), files(&[("index.html", "home")]));
        assert_eq!(contents(site.root()).keys().filter(|path| path.contains("escape")).count(), 0);
    }
}

#[test]
fn dangerous_outputs_are_refused() {
    let site = Site::new(Method::Exchange);
    // Refusals name the resolved path, and the temporary folder itself may be behind a symlink.
    let root = site.root().canonicalize().unwrap();
    let at = |path: &str| root.join(path);
    fs::create_dir_all(at("photos")).unwrap();
    fs::write(at("photos/1.jpg"), "mine").unwrap();
    fs::write(at("file"), "mine").unwrap();
    fs::create_dir_all(at("forged")).unwrap();
    fs::write(at("forged").join(MANIFEST), "mine").unwrap();
    fs::create_dir_all(at("escaping")).unwrap();
    let hash = "0".repeat(32);
    let escape = format!("mingbai-manifest 1\n{hash} ../file\n");
    fs::write(at("escaping").join(MANIFEST), escape).unwrap();
    fs::create_dir_all(at("linked")).unwrap();
    symlink(at("file"), at("linked").join(MANIFEST)).unwrap();
    fs::create_dir_all(at("repository")).unwrap();
    fs::write(at("repository/.git"), "gitdir: elsewhere").unwrap();
    symlink("content", at("to-content")).unwrap();
    symlink("round", at("round")).unwrap();
    symlink("/", at("to-root")).unwrap();
    let source = |path: &str, sources: &str| Refusal::Source(at(path), at(sources));

    let cases: Vec<(PathBuf, Refusal)> = vec![
        ("/".into(), Refusal::Root),
        (at("to-root"), Refusal::Root),
        (at("content/../../../../../../../../../../../.."), Refusal::Root),
        (root.clone(), Refusal::Site(root.clone())),
        (at("."), Refusal::Site(root.clone())),
        (at("content/.."), Refusal::Site(root.clone())),
        (at("content"), source("content", "content")),
        (at("content/static/new"), source("content/static/new", "content")),
        (at("to-content/x"), source("content/x", "content")),
        (at("themes/mine"), source("themes/mine", "themes")),
        (at("src"), source("src", "src")),
        (at(".git"), source(".git", ".git")),
        (at(".git/worktree"), source(".git/worktree", ".git")),
        (at("elsewhere/.git/x"), source("elsewhere/.git/x", "elsewhere/.git")),
        (at("photos"), Refusal::NotOurs(at("photos"))),
        (at("repository"), Refusal::NotOurs(at("repository"))),
        (at("forged"), Refusal::BrokenManifest(at("forged").join(MANIFEST))),
        (at("escaping"), Refusal::BrokenManifest(at("escaping").join(MANIFEST))),
        (at("linked"), Refusal::BrokenManifest(at("linked").join(MANIFEST))),
        (at("file"), Refusal::NotAFolder(at("file"))),
        (at("file/below/it"), Refusal::NotAFolder(at("file"))),
        (at("round"), Refusal::Unresolved(at("round"), io::ErrorKind::Other)),
    ];
    let before = marks(&root);
    for (output, refusal) in cases {
        assert_eq!(Target::check(&output, &root), Err(refusal), "{}", output.display());
    }
    assert_eq!(Target::check(&root, &at("photos")), Err(Refusal::Site(root.clone())));
    assert_eq!(marks(&root), before);
    for output in ["public", "photos/new", "contents", "content-public", "deep/er"] {
        assert_eq!(Target::check(&at(output), &root).unwrap().output(), at(output));
    }
}

#[test]
fn a_home_is_refused() {
    if let Some(root) = as_child() {
        let (site, home) = (root.join("content"), root.join("themes"));
        assert_eq!(Target::check(&home, &site), Err(Refusal::Home(home.clone())));
        assert_eq!(Target::check(&root, &home), Err(Refusal::Home(root.clone())));
        let output = home.join("public");
        assert_eq!(Target::check(&output, &site).unwrap().output(), output);
        return;
    }
    let site = Site::new(Method::Exchange);
    let root = site.root().canonicalize().unwrap();
    let mut builder = child("a_home_is_refused", &root);
    assert!(builder.env("HOME", root.join("themes")).output().unwrap().status.success());
}

#[test]
fn a_folder_that_cannot_be_written_is_refused() {
    // A folder that even root cannot write to, on every system this runs on.
    let (output, above) = if cfg!(target_os = "linux") {
        ("/proc/self/public", "/proc/self")
    } else {
        ("/System/public", "/System")
    };
    let site = Site::new(Method::Exchange);
    let refusal = Target::check(Path::new(output), site.root()).unwrap_err();
    let Refusal::NotWritable(path, _) = refusal else { panic!("{refusal:?}") };
    assert_eq!(path, fs::canonicalize(above).unwrap());
}

#[test]
fn a_symlinked_output_stays_one() {
    for way in WAYS {
        let site = Site::new(way);
        let real = site.root().join("elsewhere/real");
        symlink("elsewhere/real", site.output()).unwrap();
        for edition in ["1", "2", "3"] {
            site.publish(&files(&[("index.html", edition)])).unwrap();
            assert!(site.output().is_symlink() && !real.is_symlink());
            assert_eq!(contents(&real)["index.html"], edition);
        }
        assert_eq!(site.beside(), BTreeSet::new());
    }
}

// ------------------------------------------------------------------------------------------- builds that end badly

#[test]
fn an_unfinished_second_tree_is_thrown_away() {
    let site = Site::new(Method::Exchange);
    let edition = files(&[("index.html", "1")]);
    site.publish(&edition).unwrap();
    fs::create_dir_all(site.staging().join("half")).unwrap();
    fs::write(site.staging().join("half/written.html"), "<").unwrap();
    fs::create_dir(site.staging().join(SCRATCH)).unwrap();
    let before = marks(&site.output());
    drop(Publication::begin(&site.target()).unwrap());
    assert_eq!(marks(&site.output()), before);
    assert!(!site.staging().exists());
}

#[test]
fn a_build_killed_right_after_the_exchange_is_finished_by_the_next() {
    let site = Site::new(Method::Exchange);
    let edition = files(&[("index.html", "2"), ("a/page.html", "2")]);
    site.publish(&files(&[("index.html", "1"), ("a/page.html", "1")])).unwrap();
    site.put_foreign(".git/HEAD", "ref");
    site.put_foreign("a/drafts/x", "mine");
    site.put_foreign("CNAME", "example.org");
    site.publish(&edition).unwrap();
    let whole = contents(&site.output());
    // As it was at that instant: folders still in the old tree, files in both, and the mark in the new one.
    for folder in [".git", "a/drafts"] {
        fs::rename(site.output().join(folder), site.staging().join(folder)).unwrap();
    }
    fs::hard_link(site.output().join("CNAME"), site.staging().join("CNAME")).unwrap();
    fs::create_dir(site.output().join(SCRATCH)).unwrap();

    drop(Publication::begin(&site.target()).unwrap());
    assert_eq!(contents(&site.output()), whole);
    assert_eq!(contents(&site.staging()).len(), 3);
    assert_eq!(site.publish(&edition).unwrap().method, Method::Unchanged);
}

#[test]
fn a_first_publication_killed_in_place_is_finished_by_the_next() {
    let site = Site::with_output(Method::Journal);
    let edition = files(&[("index.html", "1"), ("a/page.html", "1")]);
    site.publish(&edition).unwrap();
    let whole = contents(&site.output());
    // As it was before the last step, when the journal becomes the manifest.
    let (manifest, scratch) = (site.output().join(MANIFEST), site.output().join(SCRATCH));
    fs::create_dir(&scratch).unwrap();
    fs::rename(manifest, scratch.join("journal")).unwrap();
    drop(Publication::begin(&site.target()).unwrap());
    assert_eq!(contents(&site.output()), whole);
}

/// One of two editions of a site: some files are in both, some differ, some are only in one.
fn edition(number: usize) -> Files {
    let number = number % 2;
    let mut files = Files::new();
    for page in 0..24 {
        files.insert(format!("same/{page}/index.html"), format!("<p>{page}</p>"));
        files.insert(format!("changed/{page}/index.html"), format!("<p>{page} of {number}</p>"));
        files.insert(format!("only{number}/{page}.html"), "<p>here</p>".repeat(100));
    }
    files.insert(["turns", "turns/into"][number].into(), "a folder, a file".into());
    files
}

fn foreign() -> Files {
    files(&[("CNAME", "example.org"), (".git/HEAD", "ref"), ("same/notes/1.txt", "mine")])
}

/// Runs this very test again in a process of its own, where `as_child` gives it the folder to work in.
fn child(test: &str, folder: &Path) -> Command {
    let module = module_path!().split_once("::").unwrap().1;
    let mut command = Command::new(env::current_exe().unwrap());
    command.args([&format!("{module}::{test}"), "--exact", "--nocapture"]);
    command.env("MINGBAI_TEST_CHILD", folder).stdout(Stdio::piped());
    command
}

fn as_child() -> Option<PathBuf> {
    env::var_os("MINGBAI_TEST_CHILD").map(PathBuf::from)
}

#[test]
fn a_killed_exchange_leaves_one_whole_site() {
    if let Some(root) = as_child() {
        publish_for_ever(&root, Method::Exchange);
    }
    let site = started_site(Method::Exchange);
    for kill in 0..kills() {
        kill_a_build("a_killed_exchange_leaves_one_whole_site", &site, kill);
        let mut found = site.published();
        found.retain(|path, _| !foreign().contains_key(path) && path != SCRATCH);
        assert!(found == edition(0) || found == edition(1), "before recovery, kill {kill}");
        assert!(site.output().join("CNAME").exists());
        assert_recovered(&site, kill);
    }
    assert_publishes(&site);
}

#[test]
fn a_killed_journal_leaves_whole_files_and_is_finished() {
    if let Some(root) = as_child() {
        publish_for_ever(&root, Method::Journal);
    }
    let site = started_site(Method::Journal);
    let either = |path: &str, text: &str| {
        [edition(0), edition(1), foreign()]
            .iter()
            .any(|files| files.get(path).is_some_and(|t| t == text))
    };
    for kill in 0..kills() {
        kill_a_build("a_killed_journal_leaves_whole_files_and_is_finished", &site, kill);
        for (path, text) in site.published() {
            let is_ours = path.starts_with(SCRATCH) || text == "/";
            assert!(is_ours || either(&path, &text), "{path} before recovery, kill {kill}");
        }
        assert_recovered(&site, kill);
    }
    assert_publishes(&site);
}

/// `MINGBAI_TEST_KILLS` asks for more than the few that fit into an ordinary run.
fn kills() -> u64 {
    env::var("MINGBAI_TEST_KILLS").map_or(30, |kills| kills.parse().unwrap())
}

fn started_site(way: Method) -> Site {
    let site = Site::with_output(way);
    site.publish(&edition(0)).unwrap();
    for (path, text) in foreign() {
        site.put_foreign(&path, &text);
    }
    site
}

fn publish_for_ever(root: &Path, way: Method) -> ! {
    let target = target(root, way);
    println!("\nready");
    for number in 0.. {
        publish(&target, &edition(number)).unwrap();
    }
    unreachable!()
}

/// Kills a process that publishes one edition after the other, at an instant that differs from kill to kill.
fn kill_a_build(test: &str, site: &Site, kill: u64) {
    let mut builder = child(test, site.root()).spawn().unwrap();
    let lines = BufReader::new(builder.stdout.take().unwrap()).lines();
    assert!(lines.map_while(Result::ok).any(|line| line == "ready"));
    // Steps of the golden ratio fall evenly into the first hundredth of a second.
    thread::sleep(Duration::from_micros(kill * 6180 % 10_000));
    builder.kill().unwrap();
    assert_eq!(builder.wait().unwrap().signal(), Some(9), "the build ended before it was killed");
}

fn assert_recovered(site: &Site, kill: u64) {
    drop(Publication::begin(&site.target()).unwrap());
    let whole = |number| edition(number).into_iter().chain(foreign()).collect::<Files>();
    let found = site.published();
    assert!(found == whole(0) || found == whole(1), "after recovery, kill {kill}");
}

fn assert_publishes(site: &Site) {
    for number in 0..2 {
        site.publish(&edition(number)).unwrap();
        let whole: Files = edition(number).into_iter().chain(foreign()).collect();
        assert_eq!(site.published(), whole);
    }
}

#[test]
fn a_full_disk_leaves_the_old_site() {
    let too_much = "x".repeat(1 << 20);
    if let Some(root) = as_child() {
        let target = target(&root, Method::Exchange);
        let publication = Publication::begin(&target).unwrap();
        publication.put(Output::new("small.html", "fits")).unwrap();
        let error = publication.put(Output::new("large.html", too_much)).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
        assert!(error.to_string().contains("large.html"), "{error}");
        assert_eq!(fault(publication.commit()), Fault::Incomplete);
        return;
    }
    // No disk is full on demand, but a process may be given a limit to the size of its files: past it, a write
    // fails half done, as it does on a full disk, or kills the process where that has not been prevented.
    for (prelude, succeeds) in [("trap '' XFSZ;", true), ("", false)] {
        let site = Site::new(Method::Exchange);
        site.publish(&edition(0)).unwrap();
        let before = (marks(&site.output()), site.beside());
        let command = child("a_full_disk_leaves_the_old_site", site.root());
        let script = format!("{prelude} ulimit -c 0; ulimit -f 64; exec \"$0\" \"$@\"");
        let mut limited = Command::new("sh");
        limited.arg("-c").arg(script).arg(command.get_program()).args(command.get_args());
        limited.env("MINGBAI_TEST_CHILD", site.root());
        let ended = limited.output().unwrap();
        assert_eq!(ended.status.success(), succeeds, "{}", String::from_utf8_lossy(&ended.stderr));
        assert_eq!(marks(&site.output()), before.0);
        drop(Publication::begin(&site.target()).unwrap());
        assert_eq!((marks(&site.output()), site.beside()), before);
        site.publish(&files(&[("large.html", &too_much)])).unwrap();
    }
}

#[test]
fn a_second_build_waits_and_says_so() {
    let site = Site::new(Method::Exchange);
    let first = Publication::begin(&site.target()).unwrap();
    first.put(Output::new("index.html", "first")).unwrap();
    let (say, said) = mpsc::channel();
    let (root, way) = (site.root().to_path_buf(), site.way);
    let second = thread::spawn(move || {
        let waiting = say.clone();
        let target = target(&root, way);
        let second =
            Publication::begin_telling(&target, || waiting.send("waiting").unwrap()).unwrap();
        say.send("begun").unwrap();
        assert_eq!(second.previous().collect::<Vec<_>>(), ["index.html"]);
        second.put(Output::new("index.html", "second")).unwrap();
        second.commit().unwrap()
    });
    assert_eq!(said.recv().unwrap(), "waiting");
    assert!(said.try_recv().is_err());
    first.commit().unwrap();
    assert_eq!(said.recv().unwrap(), "begun");
    assert_eq!(second.join().unwrap().written, 1);
    assert_eq!(site.published(), files(&[("index.html", "second")]));
    let unhindered = Publication::begin_telling(&site.target(), || panic!("nobody to wait for"));
    drop(unhindered.unwrap());
}

#[test]
fn builds_at_the_same_time_do_not_mix() {
    if let Some(root) = as_child() {
        for number in 0..10 {
            publish(&target(&root, Method::Exchange), &edition(number)).unwrap();
        }
        return;
    }
    let site = started_site(Method::Exchange);
    let start = || child("builds_at_the_same_time_do_not_mix", site.root()).spawn().unwrap();
    for builder in [start(), start(), start()] {
        assert!(builder.wait_with_output().unwrap().status.success());
    }
    // Each ended with the second edition.
    let whole: Files = edition(1).into_iter().chain(foreign()).collect();
    assert_eq!(site.published(), whole);
}

#[test]
fn a_foreign_file_that_comes_at_any_moment_stays() {
    for way in WAYS {
        let site = started_site(way);
        let output = site.output();
        let somebody = thread::spawn(move || {
            let mut added = Files::new();
            // Faster than any build, and yet not so many that builds are about little else.
            for number in 0..200 {
                for folder in ["", "same/0/", "changed/1/"] {
                    let path = format!("{folder}{number}.txt");
                    fs::write(output.join(&path), "mine").unwrap();
                    added.insert(path, "mine".to_owned());
                }
                thread::sleep(Duration::from_micros(500));
            }
            added
        });
        for number in (1..).take_while(|_| !somebody.is_finished()) {
            site.publish(&edition(number)).unwrap();
        }
        let added = somebody.join().unwrap();
        // What came to the tree that was just being replaced is found by the next build that changes something.
        for number in 0..2 {
            site.publish(&edition(number)).unwrap();
        }
        let whole = edition(1).into_iter().chain(foreign()).chain(added);
        assert_eq!(site.published(), whole.collect::<Files>(), "{way:?}");
    }
}

// ------------------------------------------------------------------------------------------------- in every order

/// Something that happens to an output.
#[derive(Debug, Clone)]
enum Event {
    Publish(Files),
    Abandon(Files),
    Add(&'static str),
    Remove(&'static str),
    Spoil(usize),
}

fn event() -> impl Strategy<Value = Event> {
    let path =
        prop::sample::select(vec!["a", "b", "a/b", "c/d", "c/e/f", "c/e/g", "利率/页", "h/i/j"]);
    let text = prop::sample::select(vec!["", "one", "two", "three"]);
    let site = prop::collection::btree_map(path, text, 0..6).prop_map(|files| {
        // A path is a file or a folder, not both.
        let is_folder = |path: &str| files.keys().any(|key| key.starts_with(&format!("{path}/")));
        let files = files.iter().filter(|(path, _)| !is_folder(path));
        files.map(|(path, text)| (path.to_string(), text.to_string())).collect::<Files>()
    });
    let foreign = prop::sample::select(vec!["CNAME", ".git/HEAD", "c/notes", "c/e/own/x", "h/y"]);
    prop_oneof![
        4 => site.clone().prop_map(Event::Publish),
        1 => site.prop_map(Event::Abandon),
        1 => foreign.clone().prop_map(Event::Add),
        1 => foreign.prop_map(Event::Remove),
        1 => any::<usize>().prop_map(Event::Spoil),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(48) })]

    #[test]
    fn any_sequence_leaves_the_last_site_and_what_is_foreign(
        events in prop::collection::vec((event(), prop::sample::select(WAYS.to_vec())), 1..14)
    ) {
        let mut site = Site::with_output(Method::Exchange);
        let (mut last, mut foreign) = (Files::new(), Files::new());
        for (event, way) in events {
            site.way = way;
            match event {
                Event::Publish(files) => {
                    let written = site.publish(&files).unwrap();
                    prop_assert_eq!(written.files, files.len());
                    last = files;
                }
                Event::Abandon(files) => {
                    let publication = Publication::begin(&site.target()).unwrap();
                    for (path, text) in files {
                        publication.put(Output::new(path, text)).unwrap();
                    }
                }
                // Before the first publication a foreign file would make the folder one that is not ours.
                Event::Add(path) if site.output().join(MANIFEST).exists() => {
                    site.put_foreign(path, "mine");
                    foreign.insert(path.to_owned(), "mine".to_owned());
                }
                Event::Remove(path) if foreign.remove(path).is_some() => {
                    fs::remove_file(site.output().join(path)).unwrap();
                    remove_empty_folders(&site.output(), path, &last);
                }
                Event::Spoil(number) if !last.is_empty() => {
                    let path = last.keys().nth(number % last.len()).unwrap().clone();
                    fs::write(site.output().join(&path), "spoilt").unwrap();
                    last.insert(path, "spoilt".to_owned());
                }
                _ => {}
            }
            let expected: Files = last.clone().into_iter().chain(foreign.clone()).collect();
            prop_assert_eq!(site.published(), expected);
        }
    }
}

/// An empty folder left by a foreign file is foreign itself; here it goes with the file.
fn remove_empty_folders(output: &Path, path: &str, published: &Files) {
    for folder in
        Path::new(path).ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty())
    {
        if !published.keys().any(|path| Path::new(path).starts_with(folder)) {
            let _ = fs::remove_dir(output.join(folder));
        }
    }
}
