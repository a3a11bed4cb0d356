//! Publishing, all or nothing: what is in the output after every kind of build, also one that was killed, ran out of
//! room, or was not alone. Nearly everything is tried both ways, by exchange and in place.

mod crowded;
mod foreign;
mod killed;
mod published;
mod refused;
mod sequences;

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
use mingbai::write::{Method, Publication, Refusal, Target, WriteError, Written};
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

fn fault(result: io::Result<impl Sized>) -> WriteError {
    let error = result.err().expect("this should have failed");
    WriteError::of(&error).unwrap_or_else(|| panic!("no fault: {error}")).clone()
}

// ---------------------------------------------------------------------------------------------- what is published

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

/// A site that was published, with foreign files in its output.
fn started_site(way: Method) -> Site {
    let site = Site::with_output(way);
    site.publish(&edition(0)).unwrap();
    for (path, text) in foreign() {
        site.put_foreign(&path, &text);
    }
    site
}

/// Runs this very test, `module::name` below this module, again in a process of its own, where `as_child`
/// gives it the folder to work in.
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
