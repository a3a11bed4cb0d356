//! All in which systems differ for this stage: how a file is locked, told from another, given somebody's rights,
//! exchanged with another. Each question has one name here and an answer for Unix; `plain` answers with what the
//! standard library has everywhere, which is what Windows gets. Nothing outside of this module knows a system.
//!
//! The plain answers are run by this stage's tests on every system.

#[cfg(any(test, not(unix)))]
mod plain;
#[cfg(unix)]
mod unix;

#[cfg(not(unix))]
use plain as native;
#[cfg(unix)]
use unix as native;

use std::fs::{DirEntry, File, Metadata, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// What tells a folder from every other, however it is spelt.
#[derive(Debug, PartialEq, Eq)]
#[allow(dead_code, reason = "each system makes one of them")]
pub(super) enum Identity {
    /// Its device and its number there.
    Number(u64, u64),
    /// Its path, all links resolved.
    Path(PathBuf),
}

/// Who may do what with a file or folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Rights {
    pub(super) owner: u32,
    pub(super) group: u32,
    pub(super) mode: u32,
}

/// How a file lies on the disk: all that would tell it from one that was put in its place or written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lie {
    /// The file system.
    pub(super) device: u64,
    /// Inode and mode.
    pub(super) numbers: [u64; 2],
    /// When it was last written to, as seconds and nanoseconds.
    pub(super) written: (i64, i64),
    /// When it or its name was last changed.
    pub(super) changed: (i64, i64),
}

impl Lie {
    /// Whether the file has been as it is since before this time, by the clock of its file system.
    pub(super) fn is_older_than(&self, time: SystemTime) -> bool {
        time.duration_since(SystemTime::UNIX_EPOCH).is_ok_and(|since| {
            self.changed < (since.as_secs() as i64, i64::from(since.subsec_nanos()))
        })
    }
}

macro_rules! questions {
    ($($(#[$about:meta])* $name:ident($($arg:ident: $ty:ty),*) -> $out:ty;)*) => {$(
        $(#[$about])*
        pub(super) fn $name($($arg: $ty),*) -> $out {
            #[cfg(test)]
            if testing::is_plain() {
                return plain::$name($($arg),*);
            }
            native::$name($($arg),*)
        }
    )*};
}

questions! {
    /// Waits for a lock on this file, or takes it only if that needs no waiting (`false`: somebody has it).
    lock(file: &File, wait: bool) -> io::Result<bool>;
    /// Gives the lock on this file up.
    unlock(file: &File) -> io::Result<()>;
    /// Opens a file only if the path itself is one, and not a symlink to one.
    open_itself(options: &mut OpenOptions, path: &Path) -> io::Result<File>;
    /// Makes two folders change places in one step; `false` where that is not possible.
    exchange(one: &Path, other: &Path) -> io::Result<bool>;
    /// Renames where nothing is in the way; `false` where only the plain kind is known.
    rename_new(from: &Path, to: &Path) -> io::Result<bool>;
    /// Gives a file a second name; `false` where that is not possible.
    link(from: &Path, to: &Path) -> io::Result<bool>;
    /// Brings everything written so far below this folder to the disk itself.
    flush(folder: &Path) -> io::Result<()>;
    /// Brings a folder's own entries to the disk.
    flush_folder(folder: &Path) -> io::Result<()>;
    /// Whether entries may be made and removed in this folder.
    writable(folder: &Path) -> io::Result<()>;
    /// Whether a file system is mounted on this folder, so that the folder itself cannot be renamed.
    is_mount_point(folder: &Path) -> io::Result<bool>;
    /// What a folder is; nothing where none can be found.
    identity(path: &Path) -> Option<Identity>;
    /// The number of a file: two names with the same one are the same file. 0 where there are no numbers.
    inode(found: &Metadata) -> u64;
    /// The same of what a folder lists.
    inode_of_entry(entry: &DirEntry) -> u64;
    /// Whether what was found in two places is one file with two names.
    is_one_file(one: &Metadata, other: &Metadata) -> bool;
    /// How a file lies; nothing where a change cannot be told for sure.
    lie(found: &Metadata) -> Option<Lie>;
    /// The rights of what has been found.
    rights(found: &Metadata) -> Rights;
    /// Gives these rights to another file or folder, as far as we may.
    give_rights(file: &File, rights: Rights) -> io::Result<()>;
    /// Copies labels of the system's own; what may not be copied is left to what new folders get by default.
    copy_labels(copy: &Path, model: &Path) -> ();
    /// Lets a file be run as a program, where files say that.
    make_executable(file: &Path) -> io::Result<()>;
}

/// Which of the answers a test wants.
#[cfg(test)]
pub(super) mod testing {
    use std::cell::Cell;

    thread_local! {
        static PLAIN: Cell<bool> = const { Cell::new(false) };
    }

    pub(super) fn is_plain() -> bool {
        PLAIN.get()
    }

    /// Does something by the plain answers alone, on this thread.
    pub(in crate::write) fn plainly<T>(run: impl FnOnce() -> T) -> T {
        PLAIN.set(true);
        let done = run();
        PLAIN.set(false);
        done
    }
}
