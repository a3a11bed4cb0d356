//! Where a path really leads, when some of it may not exist yet: symlinks are followed as far as there are any.

use std::collections::VecDeque;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{self, Component, Path, PathBuf};

use super::disk;

/// As many symlinks as the system itself follows before it calls them a loop.
const MOST_LINKS: usize = 40;

/// The absolute path without symlinks, `.` and `..`. The part that does not exist is taken as it is written.
pub(super) fn resolve(path: &Path) -> io::Result<PathBuf> {
    let mut real = PathBuf::new();
    let mut ahead = VecDeque::new();
    enter(&path::absolute(path)?, &mut real, &mut ahead);
    let mut links = 0;
    while let Some(part) = ahead.pop_front() {
        if part == ".." {
            real.pop();
            continue;
        }
        real.push(part);
        if disk::lstat(&real)?.is_some_and(|found| found.is_symlink()) {
            links += 1;
            if links > MOST_LINKS {
                return Err(io::Error::other("too many symbolic links"));
            }
            let to = fs::read_link(&real)?;
            real.pop();
            enter(&to, &mut real, &mut ahead);
        }
    }
    Ok(real)
}

/// Puts a path's parts before those still to be walked, starting over if it is absolute.
fn enter(path: &Path, real: &mut PathBuf, ahead: &mut VecDeque<OsString>) {
    for part in path.components().rev() {
        match part {
            Component::Normal(name) => ahead.push_front(name.into()),
            Component::ParentDir => ahead.push_front("..".into()),
            Component::RootDir | Component::Prefix(_) => *real = PathBuf::from("/"),
            Component::CurDir => {}
        }
    }
}
