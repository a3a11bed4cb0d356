//! One build at a time: a lock beside the output, which ends with the process that holds it, however that ends.

use std::fs::{self, File, OpenOptions};
use std::io;

use super::disk::At;
use super::system;
use super::target::Target;

/// The right to publish to one output, until it is dropped.
pub(super) struct Lock {
    /// What is locked. Nothing in it has to do with the lock; [`super::memory`] writes there.
    pub(super) file: File,
}

impl Lock {
    /// Takes the lock; if another build has it, calls `waiting` and waits.
    pub(super) fn take(target: &Target, waiting: impl FnOnce()) -> io::Result<Self> {
        fs::create_dir_all(target.parent()).at(target.parent())?;
        let path = target.lock();
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true);
        let file = system::open_itself(&mut options, &path).at(&path)?;
        if !system::lock(&file, false).at(&path)? {
            waiting();
            system::lock(&file, true).at(&path)?;
        }
        Ok(Self { file })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing the file is not enough: a program being started at this instant still shares it.
        let _ = system::unlock(&self.file);
    }
}
