//! Paths and folders that cannot be published to.

use super::*;

#[test]
fn paths_that_cannot_be_published_are_faults() {
    let path = |path: &str| WriteError::Path(path.into());
    let alike = |one: &str, other: &str| WriteError::Alike(one.into(), other.into());
    let cases: [(&[&str], WriteError); 19] = [
        (&["../escape"], path("../escape")),
        (&["a/../../escape"], path("a/../../escape")),
        (&["/etc/passwd"], path("/etc/passwd")),
        (&[""], path("")),
        (&["a//b"], path("a//b")),
        (&["a/"], path("a/")),
        (&["./a"], path("./a")),
        (&["a\nb"], path("a\nb")),
        (&["a\0b"], path("a\0b")),
        (&[MANIFEST], WriteError::Reserved(MANIFEST.into())),
        (&[".mingbai-new/x"], WriteError::Reserved(".mingbai-new/x".into())),
        (&["a", "a"], WriteError::Duplicate("a".into())),
        (&["a/b", "A/c"], alike("a", "A")),
        (&["x/Twin", "x/twin"], alike("x/Twin", "x/twin")),
        (&["caf\u{e9}", "cafe\u{301}"], alike("caf\u{e9}", "cafe\u{301}")),
        (&["か\u{3099}/x", "が/y"], alike("か\u{3099}", "が")),
        (&["straße", "STRASSE"], alike("straße", "STRASSE")),
        (&["a", "a/b"], WriteError::FileAndFolder("a".into())),
        (&["a/b/c", "a/b"], WriteError::FileAndFolder("a/b".into())),
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
        assert_eq!(WriteError::of(error), Some(&expected), "{paths:?}");
        assert_eq!(fault(publication.commit()), WriteError::Incomplete, "{paths:?}");
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
    let mut builder = child("refused::a_home_is_refused", &root);
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
