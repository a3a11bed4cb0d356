//! What lies in a tree, told apart by manifests: our files, the folders that hold them, and what is foreign. It only
//! looks, and never through a symlink.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::LazyCell;
use std::fs::{self, FileType};
use std::io;
use std::iter;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::SystemTime;

use super::disk::{self, At};
use super::manifest::{self, Manifest};
use super::scratch::{LOCK, SCRATCH};
use super::system::{self, Rights};
use crate::base::bug::bug;
use crate::base::evenly::Evenly as _;

/// Our own bookkeeping at the top of a tree: neither published nor foreign.
const BOOKKEEPING: [&str; 3] = [manifest::NAME, SCRATCH, LOCK];

/// Fewer folders are not worth a thread.
const SHARE: usize = 128;

/// The contents of a tree.
#[derive(Default)]
pub(super) struct Survey {
    /// Our files.
    pub(super) files: Vec<OurFile>,
    /// The folders of our files, each after its parent.
    pub(super) folders: Vec<OurFolder>,
    /// The rest. A foreign folder stands for all that is in it.
    pub(super) foreign: Vec<Foreign>,
}

/// A file we published.
pub(super) struct OurFile {
    /// Its path below the tree.
    pub(super) path: String,
    /// Its inode: two names with the same one are the same file.
    pub(super) inode: u64,
}

/// A folder that holds files we published.
pub(super) struct OurFolder {
    /// Its path below the tree.
    pub(super) path: String,
    /// Who may do what in it.
    pub(super) rights: Rights,
}

/// Something in our folder that we did not publish.
pub(super) struct Foreign {
    /// Its path below the tree. It need not be Unicode.
    pub(super) path: PathBuf,
    /// What it is.
    pub(super) kind: FileType,
}

/// What makes a path ours.
pub(super) struct Ours<'a> {
    files: &'a Manifest,
    folders: FxHashSet<&'a str>,
}

impl<'a> Ours<'a> {
    /// Our files are those of one manifest. A folder is entered if there are files in it by either, so that a foreign
    /// folder we publish into is shared rather than foreign.
    pub(super) fn of(files: &'a Manifest, other: &'a Manifest) -> Self {
        let mut folders = files.folder_set();
        folders.extend(other.folders());
        Self { files, folders }
    }
}

/// Looks through the tree at `root`: the folders of one depth after those above, side by side. Not by the threads
/// that others share their work with: who looks may hold what these wait for.
pub(super) fn survey(root: &Path, ours: &Ours<'_>) -> io::Result<Survey> {
    let mut survey = Survey::default();
    let mut deepest = Vec::new();
    survey.read(root, "", ours, &mut deepest)?;
    while !deepest.is_empty() {
        let found = enter_all(root, &deepest, ours);
        deepest.clear();
        for found in found {
            let (found, below) = found?;
            survey.extend(found);
            deepest.extend(below);
        }
    }
    Ok(survey)
}

/// Enters many folders. What is found in them, and the folders below them.
fn enter_all(
    root: &Path,
    folders: &[String],
    ours: &Ours<'_>,
) -> Vec<io::Result<(Survey, Vec<String>)>> {
    let read = &|folders: &[String]| {
        let (mut found, mut below) = (Survey::default(), Vec::new());
        for folder in folders {
            let here = root.join(folder);
            let rights = system::rights(&fs::symlink_metadata(&here).at(&here)?);
            found.folders.push(OurFolder { path: folder.clone(), rights });
            found.read(root, folder, ours, &mut below)?;
        }
        Ok((found, below))
    };
    if folders.len() <= SHARE {
        return vec![read(folders)];
    }
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let shares = folders.chunks(folders.len().div_ceil(cores).max(SHARE));
    thread::scope(|scope| {
        let threads: Vec<_> = shares.map(|share| scope.spawn(move || read(share))).collect();
        let lost = |_| bug("a thread that only looks has panicked");
        threads.into_iter().map(|thread| thread.join().unwrap_or_else(lost)).collect()
    })
}

impl Survey {
    /// The rights of our folders, by path.
    pub(super) fn rights(&self) -> FxHashMap<&str, Rights> {
        self.folders.iter().map(|folder| (folder.path.as_str(), folder.rights)).collect()
    }

    /// Our folders in which nothing is to be by this manifest, each before its parent.
    pub(super) fn unwanted(&self, next: &Manifest) -> impl Iterator<Item = &OurFolder> {
        let wanted = next.folder_set();
        self.folders.iter().rev().filter(move |folder| !wanted.contains(folder.path.as_str()))
    }

    /// What is foreign in those of the surveyed folders that have changed since then. What is `ours` is asked for if
    /// any has.
    pub(super) fn latecomers<'o>(
        &self,
        root: &Path,
        ours: impl Fn() -> Ours<'o>,
        since: SystemTime,
    ) -> io::Result<Vec<Foreign>> {
        let folders = self.folders.iter().map(|folder| folder.path.as_str());
        let folders: Vec<&str> = iter::once("").chain(folders).collect();
        let is_changed = |folder: &str| {
            let here = root.join(folder);
            let found = disk::lstat(&here).at(&here)?.and_then(|found| found.modified().ok());
            Ok(found.is_some_and(|modified| modified >= since))
        };
        let changed: Vec<io::Result<bool>> =
            folders.par_iter().evenly().map(|folder| is_changed(folder)).collect();
        let (mut late, ours) = (Self::default(), LazyCell::new(ours));
        for (folder, changed) in folders.into_iter().zip(changed) {
            if changed? {
                late.read(root, folder, &ours, &mut Vec::new())?;
            }
        }
        Ok(late.foreign)
    }

    fn extend(&mut self, other: Self) {
        self.files.extend(other.files);
        self.folders.extend(other.folders);
        self.foreign.extend(other.foreign);
    }

    /// Adds what lies in one folder. The folders of ours are to be entered: they go `below`.
    fn read(
        &mut self,
        root: &Path,
        folder: &str,
        ours: &Ours<'_>,
        below: &mut Vec<String>,
    ) -> io::Result<()> {
        let here = root.join(folder);
        for entry in fs::read_dir(&here).at(&here)? {
            let entry = entry.at(&here)?;
            let kind = entry.file_type().at(&here)?;
            let path = Path::new(folder).join(entry.file_name());
            match path.to_str() {
                Some(own) if BOOKKEEPING.contains(&own) => {}
                Some(own) if kind.is_dir() && ours.folders.contains(own) => {
                    below.push(own.to_owned());
                }
                Some(own) if !kind.is_dir() && ours.files.has(own) => {
                    self.files.push(OurFile {
                        path: own.to_owned(),
                        inode: system::inode_of_entry(&entry),
                    });
                }
                _ => self.foreign.push(Foreign { path, kind }),
            }
        }
        Ok(())
    }
}
