//! Steps and questions that are more than one call of the standard library, each under one name. What the steps add
//! up to is decided elsewhere, in what systems differ in [`super::system`].

use crate::base::path::Shown as _;
use std::error::Error;
use std::fmt;
use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use super::error::WriteError;
use super::step;
use super::system::{self, Rights};
use crate::base::output::{OnDisk, Output};

/// Makes two folders change places in one step; `false` where that is not possible.
pub(super) fn exchange(one: &Path, other: &Path) -> io::Result<bool> {
    step::reach()?;
    system::exchange(one, other)
}

/// Renames where nothing is in the way; an error where something is.
pub(super) fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    step::reach()?;
    if system::rename_new(from, to)? {
        return Ok(());
    }
    // The file system knows only the plain kind, so asking first is the best that can be done.
    match lstat(to)? {
        Some(_) => Err(io::ErrorKind::AlreadyExists.into()),
        None => fs::rename(from, to),
    }
}

/// Gives a file a second name; `false` where that is not possible.
pub(super) fn link(from: &Path, to: &Path) -> io::Result<bool> {
    step::reach()?;
    system::link(from, to)
}

/// Brings everything written so far below this folder to the disk itself.
pub(super) fn flush(folder: &Path) -> io::Result<()> {
    step::reach()?;
    system::flush(folder)
}

/// Brings a folder's own entries to the disk.
pub(super) fn flush_folder(folder: &Path) -> io::Result<()> {
    step::reach()?;
    system::flush_folder(folder)
}

/// What is at this path, symlinks not followed; `None` if nothing is.
pub(super) fn lstat(path: &Path) -> io::Result<Option<Metadata>> {
    match fs::symlink_metadata(path) {
        Ok(found) => Ok(Some(found)),
        Err(error) if is_absence(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether a file has these bytes.
pub(super) fn holds(file: &Path, output: &Output) -> io::Result<bool> {
    Ok(match &output.on_disk {
        Some(there) => OnDisk::of(file, File::open(file)?, 0)?.1.hash == there.hash,
        None => fs::read(file)? == output.bytes,
    })
}

/// Makes the folders of `path` below `root`, as far as they are missing. A symlink on the way is not followed.
pub(super) fn make_folders(root: &Path, path: &Path) -> io::Result<()> {
    let Some(folders) = path.parent() else { return Ok(()) };
    let mut folder = root.to_path_buf();
    for part in folders {
        folder.push(part);
        make_folder(&folder)?;
    }
    Ok(())
}

/// Makes a folder, unless it is there; its parent is.
pub(super) fn make_folder(folder: &Path) -> io::Result<()> {
    match step::create_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            match fs::symlink_metadata(folder).at(folder)?.is_dir() {
                true => Ok(()),
                false => Err(WriteError::Foreign(folder.into()).into()),
            }
        }
        made => made.at(folder),
    }
}

/// Makes one folder like another in rights and labels, so that it can stand in for it; `false` where we may not.
pub(super) fn make_alike(copy: &Path, model: &Path) -> io::Result<bool> {
    let wanted = system::rights(&fs::symlink_metadata(model)?);
    give_rights(copy, wanted)?;
    system::copy_labels(copy, model);
    Ok(system::rights(&fs::symlink_metadata(copy)?) == wanted)
}

/// Gives a folder these rights, if it has others: not every system opens folders.
pub(super) fn give_rights(folder: &Path, wanted: Rights) -> io::Result<()> {
    if system::rights(&fs::symlink_metadata(folder)?) == wanted {
        return Ok(());
    }
    system::give_rights(&File::open(folder)?, wanted)
}

/// An operation's result with the path it was about, for results that know only a number.
pub(super) trait At {
    /// Names the path in the error.
    fn at(self, path: &Path) -> Self;
}

impl<T> At for io::Result<T> {
    fn at(self, path: &Path) -> Self {
        self.map_err(|cause| io::Error::new(cause.kind(), PathError { path: path.into(), cause }))
    }
}

#[derive(Debug)]
struct PathError {
    path: PathBuf,
    cause: io::Error,
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.shown(), self.cause)
    }
}

impl Error for PathError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.cause)
    }
}

fn is_absence(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}
