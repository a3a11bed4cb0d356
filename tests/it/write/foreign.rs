//! What is not ours in the output stays, wherever it comes from.

use super::*;

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
            let WriteError::Foreign(path) = in_the_way else { panic!("{in_the_way:?}") };
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
        assert_eq!(in_the_way, WriteError::Foreign(target(site.root(), way).output().join("a")));

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
    assert_eq!(two, WriteError::TwoVersions { published, replaced: replaced.clone() });
    assert_eq!(fs::read_to_string(&replaced).unwrap(), "other.example");
    assert_eq!(site.published(), files(&[("index.html", "2"), ("CNAME", "one.example")]));
    fs::remove_file(replaced).unwrap();
    site.publish(&files(&[("index.html", "3")])).unwrap();
    assert_eq!(site.published(), files(&[("index.html", "3"), ("CNAME", "one.example")]));
}

// ------------------------------------------------------------------------------------------------- what is refused
