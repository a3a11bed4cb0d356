//! A build of what was built already does nothing, and one of anything else leaves nothing undone: after every change
//! that an author, a theme, a clock or a stranger can make, the output is what a build into a new folder gives.

use mingbai::base::day::parse_day;
use mingbai::commands::pipeline::{self, Build, Built, Request};
use mingbai::commands::scaffold;
use mingbai::diag::report::Style;
use mingbai::write::Method;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Duration;
use tempfile::TempDir;

use crate::support::{differences, put, tree};

/// A small site and how it is built.
struct Site {
    folder: TempDir,
    request: Request,
    strict: bool,
    brief: bool,
}

impl Site {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("site");
        scaffold::init(&root).expect("a new site");
        let request = Request { root, at: parse_day("2026-11-22"), ..Request::default() };
        let site = Self { folder, request, strict: false, brief: true };
        // Without the rules for guidance, so that a guide may consist of a line.
        site.put("content/site.yaml", "title: 站\n");
        site
    }

    fn path(&self, below: &str) -> PathBuf {
        self.request.root.join(below)
    }

    fn output(&self) -> PathBuf {
        self.path("public")
    }

    fn put(&self, below: &str, text: &str) {
        put(&self.request.root, below, text);
    }

    fn build_into(&self, output: &Path) -> Built {
        let build = Build {
            output: output.to_owned(),
            strict: self.strict,
            style: Style::default(),
            brief: self.brief,
            recalling: true,
            waiting: || (),
        };
        pipeline::build(&self.request, &build).expect("the machine works")
    }

    fn build(&self) -> Built {
        self.build_into(&self.output())
    }

    /// Builds until a build has nothing to do, as one has once the clock of the file system has moved on.
    fn settle(&self) -> Built {
        for _ in 0..100 {
            let built = self.build();
            assert!(built.written.is_some(), "{}", built.report);
            if is_short(&built) {
                return built;
            }
            thread::sleep(Duration::from_millis(20));
        }
        panic!("no build is ever short");
    }

    /// Builds after some change, and compares the output with that of a build that knows nothing.
    fn assert_fresh(&self, why: &str) -> Built {
        let built = self.build();
        let elsewhere = self.folder.path().join("elsewhere");
        let fresh = self.build_into(&elsewhere);
        assert_eq!(fresh.written.is_some(), built.written.is_some(), "{why}: {}", built.report);
        if fresh.written.is_some() {
            let (expected, actual) = (tree(&elsewhere), tree(&self.output()));
            let lines = differences(&expected, &actual);
            assert!(lines.is_empty(), "{why}:\n{}", lines.join("\n"));
            assert_eq!(fresh.guides, built.guides, "{why}");
            fs::remove_dir_all(elsewhere).expect("removable");
        }
        built
    }
}

/// Whether a build ended before it parsed anything.
fn is_short(built: &Built) -> bool {
    built.timings.iter().all(|(stage, _)| *stage != "parse")
}

#[test]
fn a_second_build_does_nothing_and_says_the_same() {
    let site = Site::new();
    site.put("content/rights/odd.md", "---\ntitle: 奇\nlimits: 无\ndate: 2027-01-01\n---\n一\n");
    let first = site.build();
    assert!(!is_short(&first));
    assert!(first.report.contains("future-date"), "{}", first.report);
    let short = site.settle();
    assert_eq!((&short.report, short.guides), (&first.report, first.guides));
    let (first, short) = (first.written.expect("published"), short.written.expect("published"));
    assert_eq!(short.method, Method::Unchanged);
    assert_eq!((short.files, short.bytes), (first.files, first.bytes));
    assert_eq!((short.unchanged, short.written, short.removed), (first.files, 0, 0));
}

#[test]
fn every_option_that_counts_makes_another_build() {
    let mut site = Site::new();
    site.put("content/rights/odd.md", "---\ntitle: 奇\nlimits: 无\ndate: 2027-01-01\n---\n一\n");
    site.put("content/rights/new.md", "---\ntitle: 新\nlimits: 无\ndraft: true\n---\n一\n");
    site.settle();
    let changes: [Change; 5] = [
        ("drafts", |site| site.request.drafts = true),
        ("base url", |site| site.request.base_url = Some("https://a.example/b/".to_owned())),
        ("day", |site| site.request.at = parse_day("2027-02-03")),
        ("notes", |site| site.brief = false),
        ("back again", |site| site.request.at = parse_day("2026-11-22")),
    ];
    for (name, change) in changes {
        change(&mut site);
        let built = site.assert_fresh(name);
        assert!(!is_short(&built), "{name}");
        site.settle();
    }
    site.strict = true;
    let strict = site.build();
    assert!(strict.written.is_none(), "warnings stop a strict build: {}", strict.report);
    site.strict = false;
    assert!(is_short(&site.build()), "the site stands as it was published");
}

#[test]
fn a_commit_makes_another_build() {
    let mut site = Site::new();
    site.request.history = true;
    let git = |arguments: &[&str], day: &str| {
        let mut git = Command::new("git");
        git.arg("-C").arg(&site.request.root).args(["-c", "user.name=a", "-c", "user.email=a@b.c"]);
        git.args(arguments).env("GIT_COMMITTER_DATE", day).env("GIT_AUTHOR_DATE", day);
        assert!(git.status().expect("git runs").success(), "{arguments:?}");
    };
    site.put(".gitignore", "public\n");
    site.settle();
    let first = "2026-01-02T03:04:05Z";
    git(&["init", "--quiet"], first);
    git(&["add", "--all"], first);
    git(&["commit", "--quiet", "--no-gpg-sign", "--message", "x"], first);
    assert!(!is_short(&site.assert_fresh(first)));
    site.settle();
    for day in ["2026-03-04T05:06:07Z", "2026-05-06T07:08:09Z"] {
        git(&["commit", "--quiet", "--no-gpg-sign", "--amend", "--message", "x"], day);
        assert!(!is_short(&site.assert_fresh(day)));
        site.settle();
    }
}

#[test]
fn a_page_that_is_gone_is_told_once() {
    let site = Site::new();
    site.put("content/rights/odd.md", "---\ntitle: 奇\nlimits: 无\n---\n一\n");
    site.settle();
    fs::remove_file(site.path("content/rights/odd.md")).expect("removable");
    let built = site.build();
    assert!(built.report.contains("gone-url"), "{}", built.report);
    assert!(!site.settle().report.contains("gone-url"));
}

#[test]
fn what_is_remembered_may_be_torn_or_forged() {
    let site = Site::new();
    site.settle();
    let lock = site.path(".public.mingbai-lock");
    let whole = fs::read(&lock).expect("readable");
    for cut in [0, 1, 20, whole.len() / 2, whole.len() - 1] {
        fs::write(&lock, &whole[..cut]).expect("writable");
        assert!(!is_short(&site.assert_fresh(&format!("{cut} bytes"))));
        site.settle();
    }
    let mut other = fs::read(&lock).expect("readable");
    let last = other.len() - 1;
    other[last] ^= 1;
    fs::write(&lock, other).expect("writable");
    assert!(!is_short(&site.assert_fresh("another byte")));
}

/// Another option: its name, and how it is set.
type Change = (&'static str, fn(&mut Site));

/// Something that happens between two builds.
#[derive(Debug, Clone)]
enum Event {
    Nothing,
    Edit(usize),
    /// The file keeps its size and its time.
    EditUnseen(usize),
    Add(u8),
    Delete(usize),
    Rename(usize, u8),
    Theme(u8),
    ThemeGone,
    Setting(u8),
    Asset(u8),
    Drafts(bool),
    Day(u8),
    TamperWith(usize),
    TakeAway(usize),
    Foreign(u8),
    Link(usize),
}

fn event() -> impl Strategy<Value = Event> {
    let which = 0..1000usize;
    prop_oneof![
        Just(Event::Nothing),
        which.clone().prop_map(Event::Edit),
        which.clone().prop_map(Event::EditUnseen),
        (0..3u8).prop_map(Event::Add),
        which.clone().prop_map(Event::Delete),
        (which.clone(), 0..3u8).prop_map(|(file, name)| Event::Rename(file, name)),
        (0..3u8).prop_map(Event::Theme),
        Just(Event::ThemeGone),
        (0..3u8).prop_map(Event::Setting),
        (0..3u8).prop_map(Event::Asset),
        any::<bool>().prop_map(Event::Drafts),
        (1..4u8).prop_map(Event::Day),
        which.clone().prop_map(Event::TamperWith),
        which.clone().prop_map(Event::TakeAway),
        (0..3u8).prop_map(Event::Foreign),
        which.prop_map(Event::Link),
    ]
}

impl Site {
    /// The guides that no other names.
    fn guides(&self) -> Vec<PathBuf> {
        let folder = self.path("content/rights");
        let mut guides: Vec<PathBuf> =
            fs::read_dir(folder).expect("a folder").flatten().map(|e| e.path()).collect();
        guides.retain(|guide| !guide.ends_with("quiet-life.md"));
        guides.sort();
        guides
    }

    /// The published files but the manifest, which belongs to the program.
    fn published(&self) -> Vec<PathBuf> {
        let files: BTreeMap<String, Vec<u8>> = tree(&self.output());
        let files = files.into_keys().filter(|path| path != ".mingbai-manifest");
        files.map(|path| self.output().join(path)).collect()
    }

    fn happen(&mut self, event: &Event) {
        let pick = |files: Vec<PathBuf>, n: usize| {
            let some = !files.is_empty();
            some.then(|| files[n % files.len()].clone())
        };
        match event {
            Event::Nothing => {}
            Event::Edit(n) => {
                if let Some(file) = pick(self.guides(), *n) {
                    let text = fs::read_to_string(&file).expect("UTF-8");
                    fs::write(file, text + "\n又一段。\n").expect("writable");
                }
            }
            Event::EditUnseen(n) => {
                if let Some(file) = pick(self.guides(), *n) {
                    let text = fs::read_to_string(&file).expect("UTF-8");
                    let time = fs::metadata(&file).and_then(|m| m.modified()).expect("a time");
                    let other = if text.contains('一') { ('一', "二") } else { ('二', "一") };
                    fs::write(&file, text.replace(other.0, other.1)).expect("writable");
                    File::options()
                        .append(true)
                        .open(file)
                        .and_then(|file| file.set_modified(time))
                        .expect("a time can be set");
                }
            }
            Event::Add(n) => self.put(
                &format!("content/rights/more-{n}.md"),
                &format!("---\ntitle: 多{n}\nlimits: 无\ndraft: {}\n---\n一\n", n % 2 == 0),
            ),
            Event::Delete(n) => {
                if let Some(file) = pick(self.guides(), *n) {
                    fs::remove_file(file).expect("removable");
                }
            }
            Event::Rename(n, name) => {
                if let Some(file) = pick(self.guides(), *n) {
                    let to = file.with_file_name(format!("renamed-{name}.md"));
                    fs::rename(file, to).expect("renamed");
                }
            }
            Event::Theme(n) => self.put(
                "themes/default/templates/404.html",
                &format!("<!doctype html><title>{n}</title>"),
            ),
            Event::ThemeGone => {
                let _ = fs::remove_dir_all(self.path("themes"));
            }
            Event::Setting(n) => self.put("content/site.yaml", &format!("title: 站{n}\n")),
            Event::Asset(n) => self.put("content/static/a.txt", &format!("{n}")),
            Event::Drafts(drafts) => self.request.drafts = *drafts,
            Event::Day(n) => self.request.at = parse_day(&format!("2026-11-2{n}")),
            Event::TamperWith(n) => {
                if let Some(file) = pick(self.published(), *n) {
                    let mut bytes = fs::read(&file).expect("readable");
                    bytes.iter_mut().take(1).for_each(|byte| *byte ^= 1);
                    fs::write(file, bytes).expect("writable");
                }
            }
            Event::TakeAway(n) => {
                if let Some(file) = pick(self.published(), *n) {
                    fs::remove_file(file).expect("removable");
                }
            }
            Event::Foreign(n) => self.put("public/.git/config", &format!("{n}")),
            // The same bytes as before, but not our file.
            Event::Link(n) => {
                if let Some(file) = pick(self.published(), *n) {
                    let copy = self.folder.path().join("copy");
                    let _ = fs::remove_file(&copy);
                    fs::copy(&file, &copy).expect("copied");
                    fs::rename(&copy, &file).expect("renamed");
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5, max_shrink_iters: 20, ..ProptestConfig::default() })]

    /// Events happen one after another to one output; each time it must be as good as new.
    #[test]
    fn whatever_happens_the_output_is_that_of_a_first_build(
        events in prop::collection::vec(event(), 1..8)
    ) {
        let mut site = Site::new();
        for name in ["a", "b"] {
            let text = format!("---\ntitle: 权{name}\nlimits: 无\n---\n一\n");
            site.put(&format!("content/rights/{name}.md"), &text);
        }
        site.settle();
        for event in &events {
            site.happen(event);
            // Foreign files stay in the output, and are in no fresh one.
            let foreign = site.output().join(".git");
            let kept = foreign.exists().then(|| site.folder.path().join("kept"));
            site.build();
            if let Some(kept) = &kept {
                fs::rename(&foreign, kept).expect("foreign files stay");
            }
            site.assert_fresh(&format!("{event:?} of {events:?}"));
            if let Some(kept) = &kept {
                fs::rename(kept, &foreign).expect("renamed");
            }
        }
    }
}
