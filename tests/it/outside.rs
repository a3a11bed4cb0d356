//! What a build reads and does not: nothing outside the site's folder, nothing hidden in it, nothing larger
//! than it has to hold.

use crate::support::{build, put, request, tree};
use mingbai::commands::pipeline;
use std::fs;
use std::io::{Seek, SeekFrom, Write};
use std::os::unix::fs::symlink;
use std::path::Path;

const CANARY: &str = "CANARY-SECRET-VALUE";

/// A folder with a site in `site` and, beside it, what no build may see.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    put(at, "site/content/site.yaml", "title: 站\nbase_url: https://example.org/\n");
    put(at, "site/content/strategies/a.md", "---\ntitle: 甲\ndate: 2026-01-01\n---\n文\n");
    let page = format!("---\ntitle: 外\n---\n{CANARY}\n\n[x](none.md)\n");
    put(at, "outside/p.md", &page);
    put(at, "outside/creds.yaml", format!("password: {CANARY}\n bad: [\n"));
    put(at, "outside/assets/secret.txt", CANARY);
    put(at, "site/.env", CANARY);
    put(at, "site/.git/config", CANARY);
    put(at, "site/private/notes.txt", CANARY);
    put(at, "site/content/data/glossary.yaml", format!("- {{term: 词, definition: {CANARY}}}\n"));
    put(at, "site/content/strategies/.hidden/x.txt", CANARY);
    put(at, "site/content/strategies/draft/index.md", "---\ntitle: 稿\ndraft: true\n---\n");
    put(at, "site/content/strategies/draft/secret.txt", CANARY);
    put(at, "site/themes/default/templates/robots.txt", format!("{{# {CANARY} #}}"));
    folder
}

/// Whether the secret is anywhere in what was built or said.
fn leaks(site: &Path) -> (Vec<String>, String) {
    let (files, report) = build(site);
    let told = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(CANARY);
    // The glossary is published as such; only a copy of its file tells more.
    let published =
        |path: &str| path.contains("glossary") || path.contains("search/") || path == "data.json";
    let found = files.iter().filter(|(path, bytes)| told(bytes) && !published(path));
    let mut found: Vec<String> = found.map(|(path, _)| path.clone()).collect();
    found.extend(report.contains(CANARY).then(|| "the report".to_owned()));
    (found, report)
}

#[test]
fn links_out_of_the_site_or_to_what_is_hidden_in_it_are_refused_unread() {
    for (link, to, code) in [
        ("content/data/out", "../../../outside", "outside-site"),
        ("content/strategies/b.md", "../../../outside/p.md", "outside-site"),
        ("content/static/leak.txt", "../../../outside/assets/secret.txt", "outside-site"),
        ("content/strategies/out", "/usr/share", "outside-site"),
        ("content/static/env.txt", "../../.env", "unpublished-target"),
        ("content/static/git", "../../.git", "unpublished-target"),
        ("content/static/notes.txt", "../../private/notes.txt", "unpublished-target"),
        ("content/static/all", "../..", "unpublished-target"),
        ("content/static/words.txt", "../data/glossary.yaml", "unpublished-target"),
        ("content/static/data", "../data", "unpublished-target"),
        ("content/static/pages", "../strategies", "unpublished-target"),
        (
            "content/static/robots-too.txt",
            "../../themes/default/templates/robots.txt",
            "unpublished-target",
        ),
        ("content/static/x.txt", "../strategies/.hidden/x.txt", "unpublished-target"),
        ("themes/default", "../../outside", "outside-site"),
        ("themes/default", "../.git", "unpublished-target"),
        ("content", "../outside", "outside-site"),
    ] {
        let folder = folder();
        let site = folder.path().join("site");
        let at = site.join(link);
        if ["content", "themes/default"].contains(&link) {
            fs::remove_dir_all(&at).expect("there");
        }
        fs::create_dir_all(at.parent().expect("below")).expect("writable");
        symlink(to, &at).expect("a link");
        let (found, report) = leaks(&site);
        assert_eq!(found, Vec::<String>::new(), "{link} → {to}: {report}");
        assert!(report.contains(&format!("error[{code}]")), "{link} → {to}: {report}");
    }
}

#[test]
fn what_a_draft_hides_no_link_shows() {
    let folder = folder();
    let site = folder.path().join("site");
    fs::create_dir_all(site.join("content/static")).expect("writable");
    symlink("../strategies/draft/secret.txt", site.join("content/static/a.txt")).expect("a link");
    symlink("draft", site.join("content/strategies/shown")).expect("a link");
    assert_eq!(leaks(&site).0, Vec::<String>::new());
}

#[test]
fn links_to_what_is_published_anyway_are_followed() {
    let folder = folder();
    let site = folder.path().join("site");
    put(&site, "content/strategies/p.txt", "words");
    put(&site, "themes/default/assets/logo.txt", "logo");
    fs::create_dir_all(site.join("content/static")).expect("writable");
    symlink("../strategies/p.txt", site.join("content/static/p.txt")).expect("a link");
    symlink("../../themes/default/assets/logo.txt", site.join("content/static/logo.txt"))
        .expect("a link");
    symlink("strategies/a.md", site.join("content/rights.md")).expect("a link");
    let (files, report) = build(&site);
    assert!(!report.contains("error"), "{report}");
    assert_eq!((&files["p.txt"][..], &files["logo.txt"][..]), (&b"words"[..], &b"logo"[..]));
}

/// What editors and systems keep beside files, next to one that is published.
#[test]
fn what_editors_and_systems_leave_behind_is_not_published() {
    let folder = folder();
    let site = folder.path().join("site");
    let left = [
        ".env",
        ".git/config",
        ".DS_Store",
        ".#a.md",
        "a.md~",
        "#a.md#",
        "a.md.swp",
        "a.swo",
        "a.swx",
        "~$a.docx",
        "Thumbs.db",
        "thumbs.db",
        "ehthumbs.db",
        "Desktop.ini",
    ];
    for name in left {
        for beside in ["content/static", "content/strategies", "themes/default/assets"] {
            put(&site, &format!("{beside}/{name}"), CANARY);
        }
    }
    put(&site, "content/static/swp.txt", "words");
    assert_eq!(leaks(&site).0, Vec::<String>::new());
    assert_eq!(build(&site).0["swp.txt"], b"words", "what only sounds like it is published");
}

#[test]
fn links_that_multiply_each_other_are_followed_once() {
    let folder = folder();
    let site = folder.path().join("site");
    for n in 0..24 {
        let here = site.join(format!("content/rights/d{n}"));
        fs::create_dir_all(&here).expect("writable");
        for name in ["left", "right"] {
            symlink(format!("../d{}", n + 1), here.join(name)).expect("a link");
        }
    }
    put(&site, "content/rights/d24/x.txt", "x");
    let prepared = pipeline::check(&request(&site)).expect("readable");
    assert!(prepared.site.assets.len() < 100, "{}", prepared.site.assets.len());
}

#[test]
fn hidden_folders_of_a_theme_are_not_read_and_its_links_not_followed() {
    let folder = folder();
    let site = folder.path().join("site");
    put(&site, "themes/default/assets/.git/config", CANARY);
    symlink("../../../private", site.join("themes/default/assets/more")).expect("a link");
    symlink("../../../private/notes.txt", site.join("themes/default/assets/n.txt")).expect("one");
    let (found, report) = leaks(&site);
    assert_eq!(found, Vec::<String>::new());
    assert!(report.contains("themes/default/assets/more:1:1: warning[not-a-file]"), "{report}");
}

/// A file of this size with words at its end, of which the disk keeps only the words.
fn sparse(path: &Path, size: u64) {
    let mut file = fs::File::create(path).expect("writable");
    file.seek(SeekFrom::Start(size - 4)).expect("seekable");
    file.write_all(b"end\n").expect("writable");
}

#[test]
fn how_large_a_file_is_is_asked_for_before_it_is_read() {
    let folder = folder();
    let site = folder.path().join("site");
    for name in ["b.md", "b.yaml", "b.png"] {
        // Ten gigabytes: to read one would be noticed.
        sparse(&site.join("content/strategies").join(name), 10 << 30);
    }
    let report = build(&site).1;
    for name in ["b.md", "b.yaml", "b.png"] {
        let said = format!("content/strategies/{name}:1:1: error[too-large]");
        assert!(report.contains(&said), "{name}: {report}");
    }
}

#[test]
fn a_large_file_is_never_held_and_arrives_as_it_was() {
    let folder = folder();
    let site = folder.path().join("site");
    fs::remove_dir_all(site.join("themes")).expect("there");
    let large = site.join("content/strategies/big.bin");
    sparse(&large, 20 << 20);
    let prepared = pipeline::check(&request(&site)).expect("readable");
    let held: usize = prepared.site.assets.iter().map(|asset| asset.bytes.len()).sum();
    assert!(held < 1 << 20, "{held} bytes are held");
    let options = |output: &Path| mingbai::Build {
        output: output.to_owned(),
        strict: false,
        style: mingbai::diag::report::Style::default(),
        brief: true,
        recalling: true,
        waiting: || (),
    };
    let output = site.join("public");
    for (text, written) in [("end\n", true), ("end\n", false), ("End\n", true)] {
        let mut file = fs::OpenOptions::new().write(true).open(&large).expect("writable");
        file.seek(SeekFrom::End(-4)).expect("seekable");
        file.write_all(text.as_bytes()).expect("writable");
        let built = mingbai::build(&request(&site), &options(&output)).expect("built");
        let written_now = built.written.expect("no errors");
        assert_eq!(written_now.written > 0, written, "{text}");
        let files = tree(&output);
        let published = &files["strategies/big.bin"];
        assert_eq!((published.len(), published.ends_with(text.as_bytes())), (20 << 20, true));
    }
}
