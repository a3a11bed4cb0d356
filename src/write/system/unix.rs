//! Unix: Linux and macOS.

use super::{Identity, Lie, Rights};
use rustix::fs::{Access, FlockOperation, OFlags};
use rustix::io::Errno;
use std::fs::{self, DirEntry, File, Metadata, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirEntryExt, MetadataExt, OpenOptionsExt, PermissionsExt, fchown};
use std::path::Path;

pub(super) fn lock(file: &File, wait: bool) -> io::Result<bool> {
    let how =
        if wait { FlockOperation::LockExclusive } else { FlockOperation::NonBlockingLockExclusive };
    match rustix::io::retry_on_intr(|| rustix::fs::flock(file, how)) {
        Ok(()) => Ok(true),
        Err(Errno::WOULDBLOCK) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

pub(super) fn unlock(file: &File) -> io::Result<()> {
    Ok(rustix::fs::flock(file, FlockOperation::Unlock)?)
}

pub(super) fn open_itself(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    options.custom_flags(OFlags::NOFOLLOW.bits() as i32).open(path)
}

pub(super) fn exchange(one: &Path, other: &Path) -> io::Result<bool> {
    possible(renaming::exchange(one, other))
}

pub(super) fn rename_new(from: &Path, to: &Path) -> io::Result<bool> {
    possible(renaming::no_replace(from, to))
}

pub(super) fn link(from: &Path, to: &Path) -> io::Result<bool> {
    possible(rustix::fs::link(from, to))
}

pub(super) fn flush(folder: &Path) -> io::Result<()> {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    rustix::fs::syncfs(File::open(folder)?)?;
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    {
        rustix::fs::sync();
        flush_folder(folder)?;
    }
    Ok(())
}

pub(super) fn flush_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

pub(super) fn writable(folder: &Path) -> io::Result<()> {
    Ok(rustix::fs::access(folder, Access::WRITE_OK | Access::EXEC_OK)?)
}

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

pub(super) fn identity(path: &Path) -> Option<Identity> {
    fs::metadata(path).ok().map(|found| Identity::Number(found.dev(), found.ino()))
}

pub(super) fn inode(found: &Metadata) -> u64 {
    found.ino()
}

pub(super) fn inode_of_entry(entry: &DirEntry) -> u64 {
    entry.ino()
}

pub(super) fn is_one_file(one: &Metadata, other: &Metadata) -> bool {
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

pub(super) fn lie(found: &Metadata) -> Option<Lie> {
    Some(Lie {
        device: found.dev(),
        numbers: [found.ino(), u64::from(found.mode())],
        written: (found.mtime(), found.mtime_nsec()),
        changed: (found.ctime(), found.ctime_nsec()),
    })
}

pub(super) fn rights(found: &Metadata) -> Rights {
    Rights { owner: found.uid(), group: found.gid(), mode: found.mode() }
}

pub(super) fn give_rights(file: &File, wanted: Rights) -> io::Result<()> {
    let own = rights(&file.metadata()?);
    if (own.owner, own.group) != (wanted.owner, wanted.group) {
        // Only root may give files away. Whoever may not publishes under their own name, as with any other tool.
        let _ = fchown(file, Some(wanted.owner), Some(wanted.group));
    }
    // After the owner, because changing that clears some bits of the mode.
    if rights(&file.metadata()?).mode != wanted.mode {
        file.set_permissions(Permissions::from_mode(wanted.mode & 0o7777))?;
    }
    Ok(())
}

pub(super) fn make_executable(file: &Path) -> io::Result<()> {
    let mode = fs::metadata(file)?.mode();
    // Whoever may read it may run it.
    fs::set_permissions(file, Permissions::from_mode(mode | (mode & 0o444) >> 2))
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

/// Extended attributes: security labels, access lists.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
pub(super) fn copy_labels(copy: &Path, model: &Path) {
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
pub(super) fn copy_labels(_copy: &Path, _model: &Path) {}

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
