//! When each guide was last changed, as Git remembers: the `updated` of those that do not say.
//!
//! One `git log` for the whole site, read while the files are parsed and ended as soon as every guide
//! has been seen. The repository is not trusted: no pager, signature check, filter or fetch that its
//! settings may ask for is run, and a repository of another user is refused by Git itself.

use crate::base::day::{self, Day};
use crate::base::source::{Source, SourceId, Sources};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use unicode_normalization::UnicodeNormalization;

/// Why nothing is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Missing {
    /// There is no repository, or no Git to read it.
    Absent,
    /// The repository's history was cut off when it was cloned: it would give one day for all.
    Shallow,
}

/// A walk through the history that has begun.
#[derive(Debug)]
pub(crate) struct Walk {
    /// Until somebody has waited for it.
    walking: Option<JoinHandle<Result<Times, Missing>>>,
    found: Result<Times, Missing>,
}

/// Seconds since 1970 of the last commit of each file.
type Times = BTreeMap<String, i64>;

/// Begins to look for the last commit of every page below `root`.
pub(crate) fn start(root: &Path, sources: &Sources) -> Walk {
    let pages = sources.files.iter().filter(|source| source.is_page());
    let wanted = pages.map(|source| source.path.clone()).collect();
    let root = root.to_owned();
    let walking = thread::spawn(move || last_commits(&root, wanted));
    Walk { walking: Some(walking), found: Err(Missing::Absent) }
}

impl Walk {
    /// The day of each page's last commit, in `timezone`. A file that was never committed has none.
    pub(crate) fn days(
        &mut self,
        sources: &Sources,
        timezone: &str,
    ) -> Result<HashMap<SourceId, Day>, Missing> {
        let times = self.found().as_ref().map_err(|missing| *missing)?;
        let pages = sources.files.iter().filter(|source| source.is_page());
        let day = |source: &Arc<Source>| {
            let time = times.get(&source.path)?;
            Some((source.id, day::of_second(*time, timezone)?))
        };
        Ok(pages.filter_map(day).collect())
    }

    /// All that the history says, as a text: two walks with the same are the same to every page.
    pub(crate) fn told(&mut self, timezone: &str) -> String {
        match self.found() {
            Err(missing) => format!("{missing:?}"),
            Ok(times) => times
                .iter()
                .map(|(path, time)| format!("{path} {:?}\n", day::of_second(*time, timezone)))
                .collect(),
        }
    }

    /// What was found, once the walk has come to its end.
    fn found(&mut self) -> &Result<Times, Missing> {
        if let Some(walking) = self.walking.take() {
            self.found = walking.join().unwrap_or(Err(Missing::Absent));
        }
        &self.found
    }
}

fn last_commits(root: &Path, mut wanted: HashSet<String>) -> Result<Times, Missing> {
    let shallow = git(root).args(["rev-parse", "--is-shallow-repository"]).output();
    match shallow.map_err(|_| Missing::Absent)?.stdout.as_slice() {
        b"false\n" => {}
        b"true\n" => return Err(Missing::Shallow),
        _ => return Err(Missing::Absent),
    }
    let mut log = git(root)
        .args(["log", "--format=%x02%ct", "--name-only", "-z", "--relative", "--no-renames"])
        .args(["--no-show-signature", "--no-ext-diff", "--no-textconv", "--", "content"])
        .spawn()
        .map_err(|_| Missing::Absent)?;
    let mut times = Times::new();
    if let Some(out) = log.stdout.take() {
        let mut time = 0;
        for token in BufReader::new(out).split(0).map_while(Result::ok) {
            let token = String::from_utf8_lossy(&token);
            if let Some(seconds) = token.strip_prefix('\u{2}') {
                time = seconds.trim().parse().unwrap_or(0);
                continue;
            }
            let path: String = token.trim_start_matches('\n').nfc().collect();
            if wanted.remove(&path) {
                times.insert(path, time);
                if wanted.is_empty() {
                    break;
                }
            }
        }
    }
    // What is older is nobody's last change.
    let _ = log.kill();
    let _ = log.wait();
    Ok(times)
}

/// Git in the site's folder, with everything kept from it that could run or fetch something.
fn git(root: &Path) -> Command {
    let mut git = Command::new("git");
    git.arg("-C").arg(root).args(["--no-pager", "-c", "core.fsmonitor=false"]);
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_EXTERNAL_DIFF"] {
        git.env_remove(variable);
    }
    for variable in ["GIT_NO_LAZY_FETCH", "GIT_NO_REPLACE_OBJECTS"] {
        git.env(variable, "1");
    }
    git.env("GIT_OPTIONAL_LOCKS", "0").env("GIT_TERMINAL_PROMPT", "0");
    git.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    git
}
