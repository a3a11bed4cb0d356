//! What the standard library can do everywhere. Folders are not exchanged, so a site is published by the journal;
//! files have neither numbers nor labels, so nothing is remembered of how they lie.

use super::{Identity, Lie, Rights};
use std::fs::{self, DirEntry, File, Metadata, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

pub(super) fn lock(file: &File, wait: bool) -> io::Result<bool> {
    if wait {
        return file.lock().map(|()| true);
    }
    match file.try_lock() {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

pub(super) fn unlock(file: &File) -> io::Result<()> {
    file.unlock()
}

pub(super) fn open_itself(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    if fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink()) {
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, "it is a link"));
    }
    options.open(path)
}

pub(super) fn exchange(_one: &Path, _other: &Path) -> io::Result<bool> {
    Ok(false)
}

pub(super) fn rename_new(_from: &Path, _to: &Path) -> io::Result<bool> {
    Ok(false)
}

pub(super) fn link(_from: &Path, _to: &Path) -> io::Result<bool> {
    Ok(false)
}

/// Only files can be brought to the disk, each by itself.
pub(super) fn flush(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            flush(&entry.path())?;
        } else if kind.is_file() {
            OpenOptions::new().write(true).open(entry.path())?.sync_all()?;
        }
    }
    Ok(())
}

pub(super) fn flush_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// Nobody can say before it is tried.
pub(super) fn writable(folder: &Path) -> io::Result<()> {
    fs::metadata(folder).map(|_| ())
}

pub(super) fn is_mount_point(_folder: &Path) -> io::Result<bool> {
    Ok(false)
}

pub(super) fn identity(path: &Path) -> Option<Identity> {
    path.canonicalize().ok().map(Identity::Path)
}

pub(super) fn inode(_found: &Metadata) -> u64 {
    0
}

pub(super) fn inode_of_entry(_entry: &DirEntry) -> u64 {
    0
}

pub(super) fn is_one_file(_one: &Metadata, _other: &Metadata) -> bool {
    false
}

pub(super) fn lie(_found: &Metadata) -> Option<Lie> {
    None
}

pub(super) fn rights(_found: &Metadata) -> Rights {
    Rights::default()
}

pub(super) fn give_rights(_file: &File, _rights: Rights) -> io::Result<()> {
    Ok(())
}

pub(super) fn copy_labels(_copy: &Path, _model: &Path) {}

pub(super) fn make_executable(_file: &Path) -> io::Result<()> {
    Ok(())
}
