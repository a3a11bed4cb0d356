//! `updated` from Git: real repositories in a temporary folder, made with fixed days.

use crate::support::{put, request};
use mingbai::Request;
use mingbai::commands::pipeline;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

fn git(root: &Path, args: &[&str]) {
    let settings =
        ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
    let mut git = Command::new("git");
    let done = git.arg("-C").arg(root).args(settings).args(args).output().expect("git runs");
    assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
}

fn commit(root: &Path, time: &str) {
    git(root, &["add", "--all"]);
    let mut command = Command::new("git");
    command.arg("-C").arg(root).env("GIT_COMMITTER_DATE", time).env("GIT_AUTHOR_DATE", time);
    command.args(["-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "--quiet"]);
    let done = command.args(["--no-gpg-sign", "--message", time]).status().expect("git runs");
    assert!(done.success());
}

/// A repository whose site is in a folder below it: one page changed twice, one that says its own
/// day, one never committed.
fn repository() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path().join("site");
    put(&site, "content/site.yaml", "title: 史\nbase_url: https://example.org/\n");
    put(&site, "content/rights/old.md", "---\ntitle: 旧\nlimits: 无\n---\n一\n");
    put(&site, "content/rights/花 呗.md", "---\ntitle: 花\nlimits: 无\n---\n一\n");
    put(
        &site,
        "content/rights/own.md",
        "---\ntitle: 自\nlimits: 无\nupdated: 2020-01-01\n---\n一\n",
    );
    git(folder.path(), &["init", "--quiet"]);
    // Late in the evening of the first here, already the second in Shanghai.
    commit(folder.path(), "2026-01-01T20:00:00Z");
    put(&site, "content/rights/old.md", "---\ntitle: 旧\nlimits: 无\n---\n二\n");
    commit(folder.path(), "2026-03-04T01:00:00Z");
    put(&site, "content/rights/new.md", "---\ntitle: 新\nlimits: 无\n---\n一\n");
    folder
}

/// The day of each page by id, and the codes of what is wrong.
fn days(site: &Path) -> (BTreeMap<String, Option<String>>, Vec<&'static str>) {
    let asked = Request { history: true, ..request(site) };
    let prepared = pipeline::prepare(&asked).expect("readable");
    let pages = prepared.site.pages.iter().zip(prepared.site.links.iter());
    let days = pages.map(|(p, links)| (p.meta.id.clone(), links.updated.map(|d| d.to_string())));
    let codes = prepared.diagnostics.iter().map(|d| d.problem.code());
    (days.collect(), codes.collect())
}

fn expected(days: [(&str, Option<&str>); 4]) -> BTreeMap<String, Option<String>> {
    days.into_iter().map(|(id, day)| (id.to_owned(), day.map(str::to_owned))).collect()
}

#[test]
fn pages_have_the_day_of_their_last_commit() {
    let folder = repository();
    let (found, wrong) = days(&folder.path().join("site"));
    let wanted = expected([
        ("new", None),
        ("old", Some("2026-03-04")),
        ("own", Some("2020-01-01")),
        ("花 呗", Some("2026-01-02")),
    ]);
    assert_eq!(found, wanted);
    assert_eq!(wrong, Vec::<&str>::new());
}

#[test]
fn half_a_history_is_none() {
    let folder = repository();
    let cut = tempfile::tempdir().expect("a folder");
    let from = format!("file://{}", folder.path().display());
    git(cut.path(), &["clone", "--quiet", "--depth", "1", &from, "copy"]);
    let (found, wrong) = days(&cut.path().join("copy/site"));
    assert_eq!(found.get("old"), Some(&None));
    assert_eq!(found.get("own"), Some(&Some("2020-01-01".to_owned())));
    assert_eq!(wrong, ["no-history"]);
}

#[test]
fn a_folder_without_a_repository_is_said_once() {
    let folder = repository();
    fs::remove_dir_all(folder.path().join(".git")).expect("writable");
    let (found, wrong) = days(&folder.path().join("site"));
    assert_eq!(found.get("old"), Some(&None));
    assert_eq!(wrong, ["no-history"]);
}

#[test]
fn a_site_of_another_day_does_not_ask() {
    let folder = repository();
    let prepared = pipeline::prepare(&request(&folder.path().join("site"))).expect("readable");
    let (old, _) = prepared.site.iter().find(|(_, p)| p.meta.id == "old").expect("there");
    assert_eq!(prepared.site.links_of(old).updated, None);
}

/// Gives the last commit a signature, so that Git would have something to verify.
#[cfg(unix)]
fn sign_last_commit(root: &Path) {
    let git = |args: &[&str]| {
        let output = Command::new("git").arg("-C").arg(root).args(args).output().expect("git runs");
        assert!(output.status.success(), "{args:?}");
        String::from_utf8(output.stdout).expect("UTF-8").trim_end().to_owned()
    };
    let (head, message) = {
        let commit = git(&["cat-file", "commit", "HEAD"]);
        let (head, message) = commit.split_once("\n\n").expect("a message");
        (head.to_owned(), message.to_owned())
    };
    let signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----";
    let file = root.join("commit");
    fs::write(&file, format!("{head}\n{signature}\n\n{message}\n")).expect("writable");
    let signed = git(&["hash-object", "-t", "commit", "-w", "commit"]);
    fs::remove_file(file).expect("there");
    git(&["update-ref", "HEAD", &signed]);
}

#[cfg(unix)]
#[test]
fn a_repository_runs_nothing_of_its_own() {
    let folder = repository();
    sign_last_commit(folder.path());
    let trap = folder.path().join("trap");
    let program = folder.path().join("program");
    fs::write(&program, format!("#!/bin/sh\ntouch '{}'\n", trap.display())).expect("writable");
    let runs = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    fs::set_permissions(&program, runs).expect("writable");
    let program = program.to_str().expect("UTF-8");
    for key in ["core.pager", "core.fsmonitor", "gpg.program", "diff.external", "pager.log"] {
        git(folder.path(), &["config", key, program]);
    }
    git(folder.path(), &["config", "log.showSignature", "true"]);
    let (found, _) = days(&folder.path().join("site"));
    assert_eq!(found.get("old"), Some(&Some("2026-03-04".to_owned())));
    assert!(!trap.exists(), "a program of the repository ran");
}
