//! What the output holds after a build, and what a build leaves untouched.

use super::*;

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
fn a_file_that_stands_can_be_kept_without_its_bytes() {
    for way in WAYS {
        let site = Site::with_output(way);
        let files = files(&[("a", "same"), ("b", "same"), ("c/d", "gone"), ("e", "touched")]);
        site.publish(&files).unwrap();
        // The clock of a file system is coarse: what is as new as the manifest may have been changed since.
        for path in ["a", "b"] {
            let file = fs::File::options().append(true).open(site.output().join(path)).unwrap();
            file.set_modified(std::time::UNIX_EPOCH).unwrap();
        }
        fs::write(site.output().join("e"), "TOUCHED").unwrap();
        let publication = Publication::begin(&site.target()).unwrap();
        let keep = |path: &str, text: &str| {
            publication.keep(path, Output::new(path, text).print()).unwrap()
        };
        assert!(keep("a", "same"));
        assert!(!keep("b", "another"), "it is not what stands there");
        assert!(!keep("e", "touched") && !keep("e", "TOUCHED"), "somebody has written to it");
        assert!(!keep("f", "new"), "there is nothing");
        for (path, text) in [("b", "another"), ("e", "touched")] {
            publication.put(Output::new(path, text)).unwrap();
        }
        let twice = publication.keep("a", Output::new("a", "same").print());
        assert!(twice.is_err(), "it is taken");
        drop(publication);
        let publication = Publication::begin(&site.target()).unwrap();
        assert!(publication.keep("a", Output::new("a", "same").print()).unwrap());
        publication.put(Output::new("e", "touched")).unwrap();
        let written = publication.commit().unwrap();
        assert_eq!((written.files, written.unchanged, written.removed), (2, 1, 2));
        assert_eq!(fs::read_to_string(site.output().join("a")).unwrap(), "same");
        assert_eq!(fs::read_to_string(site.output().join("e")).unwrap(), "touched");
        assert!(!site.output().join("c").exists());
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
