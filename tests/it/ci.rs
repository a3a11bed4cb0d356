//! The workflows that `mingbai ci` writes: they are what their hosts read, and the commands in them do what they
//! say, run here as there, but for those of the host itself.

use crate::support::repository;
use std::fs;
use std::path::Path;
use std::process::Command;

fn program() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_mingbai"))
}

fn printed(what: &str) -> serde_json::Value {
    let out = Command::new(program()).args(["ci", what, "--print"]).output().expect("runs");
    assert!(out.status.success());
    serde_yaml::from_slice(&out.stdout).expect("YAML")
}

/// Every command of a job's steps.
fn commands<'j>(job: &'j serde_json::Value, list: &str) -> Vec<&'j str> {
    let steps = job[list].as_array().expect("a list").iter();
    steps.filter_map(|step| step.as_str().or_else(|| step["run"].as_str())).collect()
}

/// Runs it in a folder as a host does, with a program `mingbai` to be found.
fn run(command: &str, folder: &Path) -> (bool, String) {
    let bin = folder.join("../bin");
    let path = std::env::var("PATH").unwrap_or_default();
    let out = Command::new("bash")
        .args(["-e", "-o", "pipefail", "-c", command])
        .current_dir(folder)
        .env("PATH", format!("{}:{path}", bin.display()))
        .env("SOURCE_DATE_EPOCH", "1795284000")
        .env("CI_PAGES_URL", "https://name.gitlab.io/guide")
        .output()
        .expect("runs");
    let text = [out.stdout, out.stderr].concat();
    (out.status.success(), String::from_utf8_lossy(&text).into_owned())
}

/// A folder for programs, and a site beside it: the one that `init` makes, or that of the team's tests.
fn site(team: bool) -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let (bin, site) = (folder.path().join("bin"), folder.path().join("site"));
    fs::create_dir(&bin).expect("writable");
    std::os::unix::fs::symlink(program(), bin.join("mingbai")).expect("writable");
    if team {
        crate::diagnostics::copy(&repository("tests/cli/team.in"), &site);
    } else {
        let made = Command::new(program()).arg("init").arg(&site).output().expect("runs");
        assert!(made.status.success());
    }
    (folder, site)
}

#[test]
fn a_new_site_passes_its_own_workflow() {
    let github = printed("github");
    let jobs = [&github["jobs"]["check"], &github["jobs"]["publish"]];
    let mut steps: Vec<&str> = jobs.into_iter().flat_map(|job| commands(job, "steps")).collect();
    let gitlab = printed("gitlab");
    steps.extend(commands(&gitlab["check"], "script"));
    steps.extend(commands(&gitlab["pages"], "script"));
    let (_folder, site) = site(false);
    let mut ran = 0;
    for step in steps.iter().filter(|step| !step.contains("pipx install")) {
        let step =
            step.replace("${{ steps.pages.outputs.base_url }}", "https://name.github.io/guide");
        let (ok, text) = run(&step, &site);
        assert!(ok, "{step}: {text}");
        ran += 1;
    }
    assert!(ran >= 7, "{ran} commands");
    let feed = fs::read_to_string(site.join("public/sitemap.xml")).expect("published");
    assert!(feed.contains("https://name.gitlab.io/guide/"), "{feed}");
    assert!(fs::read_to_string(site.join("mingbai.sarif")).expect("written").contains("\"2.1.0\""));
}

#[test]
fn an_error_stops_the_workflow_and_is_an_annotation() {
    let (_folder, site) = site(false);
    fs::write(site.join("content/rights/broken.md"), "---\ntitle: 坏\n---\n见 [[nowhere]]。\n")
        .expect("writable");
    let github = printed("github");
    let check = commands(&github["jobs"]["check"], "steps");
    let check = check.iter().find(|step| step.contains("--format github")).expect("a step");
    let (ok, text) = run(check, &site);
    assert!(!ok && text.contains("::error file=content/rights/broken.md,line=4"), "{text}");
}

#[test]
fn the_monthly_issue_lists_what_is_due_and_names_no_owner() {
    let (folder, site) = site(true);
    fs::write(
        folder.path().join("bin/gh"),
        "#!/bin/sh\nwhile [ $# -gt 0 ]; do case $1 in --body-file) cat \"$2\";; esac; shift; done\n",
    )
    .expect("writable");
    let (_, _) = run("chmod +x ../bin/gh", &site);
    let github = printed("github");
    let steps = commands(&github["jobs"]["review"], "steps");
    let mut said = String::new();
    for step in steps.iter().filter(|step| !step.contains("pipx install")) {
        let (ok, text) = run(step, &site);
        assert!(ok, "{step}: {text}");
        said += &text;
    }
    assert!(
        said.contains("- [ ] 2026-11-10 called-back: content/rights/quiet.md 安宁的权利"),
        "{said}"
    );
    assert!(!said.contains("小李"), "{said}");
}

#[test]
fn a_hook_stops_a_commit() {
    let (_folder, site) = site(false);
    let (ok, text) = run(
        "git init -q . && mingbai ci hook && git add -A && git -c user.name=a -c user.email=a@example.org commit -qm one",
        &site,
    );
    assert!(ok, "{text}");
    fs::write(site.join("content/rights/broken.md"), "---\ntitle: 坏\n---\n见 [[nowhere]]。\n")
        .expect("writable");
    let (ok, text) =
        run("git add -A && git -c user.name=a -c user.email=a@example.org commit -qm two", &site);
    assert!(!ok && text.contains("dead-wiki"), "{text}");
    fs::write(site.join(".git/hooks/pre-commit"), "#!/bin/sh\nexit 0\n").expect("writable");
    let (ok, text) = run("mingbai ci hook", &site);
    assert!(!ok && text.contains("changed by somebody else"), "{text}");
}
