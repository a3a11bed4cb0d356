//! What lies in a tree, told apart by manifests: our files, the folders that hold them, and what is foreign. It only
//! looks, and never through a symlink.

use rayon::prelude::*;
use std::collections::HashMap;
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
    /// Our files are those in here.
    pub(super) files: &'a Manifest,
    /// A folder is entered if any of these has files in it, so that a foreign folder we publish into is shared
    /// rather than foreign.
    pub(super) folders: [&'a Manifest; 2],
}

/// Looks through the tree at `root`: the folders of one depth after those above, side by side. Not by the threads
/// that others share their work with: who looks may hold what these wait for.
pub(super) fn survey(root: &Path, ours: &Ours<'_>) -> io::Result<Survey> {
    let mut survey = Survey::default();
    survey.read(root, "", ours)?;
    let mut deepest = 0..survey.folders.len();
    while !deepest.is_empty() {
        let end = deepest.end;
        let found = read_all(root, &survey.folders[deepest], ours);
        found.into_iter().try_for_each(|found| found.map(|found| survey.extend(found)))?;
        deepest = end..survey.folders.len();
    }
    Ok(survey)
}

/// Reads many folders.
fn read_all(root: &Path, folders: &[OurFolder], ours: &Ours<'_>) -> Vec<io::Result<Survey>> {
    let read = &|folders: &[OurFolder]| {
        let mut found = Survey::default();
        folders.iter().try_for_each(|folder| found.read(root, &folder.path, ours)).map(|()| found)
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
    pub(super) fn rights(&self) -> HashMap<&str, Rights> {
        self.folders.iter().map(|folder| (folder.path.as_str(), folder.rights)).collect()
    }

    /// What is foreign in those of the surveyed folders that have changed since then.
    pub(super) fn latecomers(
        &self,
        root: &Path,
        ours: &Ours<'_>,
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
        let mut late = Self::default();
        for (folder, changed) in folders.into_iter().zip(changed) {
            if changed? {
                late.read(root, folder, ours)?;
            }
        }
        Ok(late.foreign)
    }

    fn extend(&mut self, other: Self) {
        self.files.extend(other.files);
        self.folders.extend(other.folders);
        self.foreign.extend(other.foreign);
    }

    /// Adds what lies in one folder.
    fn read(&mut self, root: &Path, folder: &str, ours: &Ours<'_>) -> io::Result<()> {
        let here = root.join(folder);
        for entry in fs::read_dir(&here).at(&here)? {
            let entry = entry.at(&here)?;
            let kind = entry.file_type().at(&here)?;
            let path = Path::new(folder).join(entry.file_name());
            match path.to_str() {
                Some(own) if BOOKKEEPING.contains(&own) => {}
                Some(own) if kind.is_dir() && ours.folders.iter().any(|m| m.is_folder(own)) => {
                    let rights = system::rights(&entry.metadata().at(&path)?);
                    self.folders.push(OurFolder { path: own.to_owned(), rights });
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
