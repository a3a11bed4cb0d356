//! What this stage asks of the operating system beyond the standard library, each question and each step under one
//! name. What the steps add up to is decided elsewhere.

use std::error::Error;
use std::fmt;
use std::fs::{self, File, Metadata, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
use std::path::{Path, PathBuf};

use rustix::fs::{Access, FlockOperation, OFlags};
use rustix::io::Errno;

use super::error::WriteError;
use super::step;
use crate::base::output::{OnDisk, Output};

/// For opening a file only if the path itself is one, and not a symlink to one.
pub(super) const NOFOLLOW: i32 = OFlags::NOFOLLOW.bits() as i32;

/// Waits for a lock on this file, or takes it only if that needs no waiting (`false`: somebody has it).
pub(super) fn lock(file: &File, wait: bool) -> io::Result<bool> {
    let how =
        if wait { FlockOperation::LockExclusive } else { FlockOperation::NonBlockingLockExclusive };
    match rustix::io::retry_on_intr(|| rustix::fs::flock(file, how)) {
        Ok(()) => Ok(true),
        Err(Errno::WOULDBLOCK) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Gives the lock on this file up.
pub(super) fn unlock(file: &File) -> io::Result<()> {
    Ok(rustix::fs::flock(file, FlockOperation::Unlock)?)
}

/// Makes two folders change places in one step; `false` where that is not possible.
pub(super) fn exchange(one: &Path, other: &Path) -> io::Result<bool> {
    step::reach()?;
    possible(renaming::exchange(one, other))
}

/// Renames where nothing is in the way; an error where something is.
pub(super) fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    step::reach()?;
    if possible(renaming::no_replace(from, to))? {
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
    possible(rustix::fs::link(from, to))
}

/// Brings everything written so far below this folder to the disk itself.
pub(super) fn flush(folder: &Path) -> io::Result<()> {
    step::reach()?;
    #[cfg(any(target_os = "linux", target_os = "android"))]
    rustix::fs::syncfs(File::open(folder)?)?;
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    {
        rustix::fs::sync();
        flush_folder(folder)?;
    }
    Ok(())
}

/// Brings a folder's own entries to the disk.
pub(super) fn flush_folder(folder: &Path) -> io::Result<()> {
    step::reach()?;
    File::open(folder)?.sync_all()
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
        match step::create_dir(&folder) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                if !fs::symlink_metadata(&folder).at(&folder)?.is_dir() {
                    return Err(WriteError::Foreign(folder).into());
                }
            }
            made => made.at(&folder)?,
        }
    }
    Ok(())
}

/// Whether entries may be made and removed in this folder.
pub(super) fn writable(folder: &Path) -> io::Result<()> {
    Ok(rustix::fs::access(folder, Access::WRITE_OK | Access::EXEC_OK)?)
}

/// Whether a file system is mounted on this folder, so that the folder itself cannot be renamed.
pub(super) fn is_mount_point(folder: &Path) -> io::Result<bool> {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    {
        use rustix::fs::{AtFlags, CWD, StatxAttributes, StatxFlags, statx};
        // Tells bind mounts too; older kernels do not answer and leave it to the comparison below.
        let answer = statx(CWD, folder, AtFlags::SYMLINK_NOFOLLOW, StatxFlags::empty());
        if let Ok(found) = answer
            && found.stx_attributes_mask.contains(StatxAttributes::MOUNT_ROOT)
        {
            return Ok(found.stx_attributes.contains(StatxAttributes::MOUNT_ROOT));
        }
    }
    let parent = folder.parent().unwrap_or(folder);
    Ok(fs::symlink_metadata(folder)?.dev() != fs::metadata(parent)?.dev())
}

/// Who may do what with a file or folder.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Rights {
    owner: u32,
    group: u32,
    mode: u32,
}

impl Rights {
    /// The rights of what has been found.
    pub(super) fn of(found: &Metadata) -> Self {
        Self { owner: found.uid(), group: found.gid(), mode: found.mode() }
    }

    /// Gives these rights to another file or folder, as far as we may.
    pub(super) fn give(self, file: &File) -> io::Result<()> {
        let own = Self::of(&file.metadata()?);
        if (own.owner, own.group) != (self.owner, self.group) {
            // Only root may give files away. Whoever may not publishes under their own name, as with any other tool.
            let _ = fchown(file, Some(self.owner), Some(self.group));
        }
        // After the owner, because changing that clears some bits of the mode.
        if Self::of(&file.metadata()?).mode != self.mode {
            file.set_permissions(Permissions::from_mode(self.mode & 0o7777))?;
        }
        Ok(())
    }
}

/// Makes one folder like another in rights and labels, so that it can stand in for it; `false` where we may not.
pub(super) fn make_alike(copy: &Path, model: &Path) -> io::Result<bool> {
    let wanted = Rights::of(&fs::symlink_metadata(model)?);
    wanted.give(&File::open(copy)?)?;
    copy_labels(copy, model);
    Ok(Rights::of(&fs::symlink_metadata(copy)?) == wanted)
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
        write!(f, "{}: {}", self.path.display(), self.cause)
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

/// Tells "this file system, or this place, cannot do that" from errors that mean something went wrong.
fn possible(result: Result<(), Errno>) -> io::Result<bool> {
    const IMPOSSIBLE: [Errno; 10] = [
        Errno::BUSY,      // a mount point
        Errno::XDEV,      // another mount, or an overlay's lower folder
        Errno::NOSYS,     // an old kernel
        Errno::INVAL,     // a file system that knows only the plain kind
        Errno::NOTSUP,    // the same, elsewhere
        Errno::OPNOTSUPP, // the same, elsewhere
        Errno::PERM, // a sticky parent, a file of another's that may not be linked, or no links at all
        Errno::ACCESS, // a parent that is not ours to write
        Errno::MLINK, // one name too many
        Errno::ROFS, // a parent nobody may write
    ];
    match result {
        Ok(()) => Ok(true),
        Err(error) if IMPOSSIBLE.contains(&error) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Copies extended attributes: security labels, access lists. What may not be copied is left to what new folders
/// get by default.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn copy_labels(copy: &Path, model: &Path) {
    let mut names = Vec::with_capacity(4096);
    let Ok(_) = rustix::fs::llistxattr(model, rustix::buffer::spare_capacity(&mut names)) else {
        return;
    };
    for name in names.split(|&byte| byte == 0).filter(|name| !name.is_empty()) {
        let mut value = Vec::with_capacity(4096);
        if rustix::fs::lgetxattr(model, name, rustix::buffer::spare_capacity(&mut value)).is_ok() {
            let _ = rustix::fs::lsetxattr(copy, name, &value, rustix::fs::XattrFlags::empty());
        }
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn copy_labels(_copy: &Path, _model: &Path) {}

/// The renames that plain `rename` cannot do.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
mod renaming {
    use std::path::Path;

    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;

    pub(super) fn exchange(one: &Path, other: &Path) -> Result<(), Errno> {
        renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)
    }

    pub(super) fn no_replace(from: &Path, to: &Path) -> Result<(), Errno> {
        renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE)
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
mod renaming {
    use std::path::Path;

    use rustix::io::Errno;

    pub(super) fn exchange(_one: &Path, _other: &Path) -> Result<(), Errno> {
        Err(Errno::NOSYS)
    }

    pub(super) fn no_replace(_from: &Path, _to: &Path) -> Result<(), Errno> {
        Err(Errno::NOSYS)
    }
}
