//! The scratch folder in a tree, where new files wait, and the lock beside it: their names, whether a
//! publication was interrupted there, and how they are cleared away.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::disk::{self, At};
use super::manifest::Hash;
use super::step;

/// The scratch folder's name.
pub(super) const SCRATCH: &str = ".mingbai-new";

/// The lock's name inside the output, where it has to lie if the parent is not ours to write.
pub(super) const LOCK: &str = ".mingbai-lock";

pub(super) fn journal(scratch: &Path) -> PathBuf {
    scratch.join("journal")
}

/// Whether a publication has been written down in this scratch folder and not finished.
pub(super) fn is_interrupted(scratch: &Path) -> io::Result<bool> {
    let journal = journal(scratch);
    Ok(disk::lstat(&journal).at(&journal)?.is_some())
}

/// The name of a new file in the scratch folder: one flat folder, whatever the path.
pub(super) fn name(path: &str) -> String {
    Hash::of(path.as_bytes()).to_string()
}

/// Removes an unfinished second tree. The mark goes last, so that a kill in between leaves it unfinished.
pub(super) fn discard(tree: &Path) -> io::Result<()> {
    for entry in fs::read_dir(tree).at(tree)? {
        let entry = entry.at(tree)?;
        if entry.file_name() != SCRATCH {
            remove(&entry.path())?;
        }
    }
    remove(&tree.join(SCRATCH))?;
    step::remove_dir(tree).at(tree)
}

/// Removes whatever is at this path, if anything is.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    match disk::lstat(path).at(path)? {
        None => Ok(()),
        Some(found) if found.is_dir() => step::remove_dir_all(path).at(path),
        Some(_) => step::remove_file(path).at(path),
    }
}
