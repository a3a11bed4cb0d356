//! Every step by which this stage changes a disk, in one place, so that the tests beside it can let any of them
//! fail, and all after it, as a full disk or a kill does.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

#[cfg(not(test))]
pub(super) fn reach() -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
pub(super) use injected::reach;

/// Gives a file or a folder another name.
pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    reach()?;
    fs::rename(from, to)
}

/// Makes a folder.
pub(super) fn create_dir(folder: &Path) -> io::Result<()> {
    reach()?;
    fs::create_dir(folder)
}

/// Removes a file.
pub(super) fn remove_file(file: &Path) -> io::Result<()> {
    reach()?;
    fs::remove_file(file)
}

/// Removes an empty folder.
pub(super) fn remove_dir(folder: &Path) -> io::Result<()> {
    reach()?;
    fs::remove_dir(folder)
}

/// Removes a folder with all that is in it.
pub(super) fn remove_dir_all(folder: &Path) -> io::Result<()> {
    if let Err(error) = reach() {
        // It is many steps to the system: some of them may have been done.
        let first = fs::read_dir(folder)?.flatten().find(|entry| entry.path().is_file());
        let _ = first.map(|entry| fs::remove_file(entry.path()));
        return Err(error);
    }
    fs::remove_dir_all(folder)
}

/// Makes a file.
pub(super) fn create_new(file: &Path) -> io::Result<File> {
    reach()?;
    File::create_new(file)
}

/// Writes to a file; of one that cannot be written whole, some is there.
pub(super) fn write_all(file: &mut File, bytes: &[u8]) -> io::Result<()> {
    if let Err(error) = reach() {
        let _ = file.write_all(&bytes[..bytes.len() / 2]);
        return Err(error);
    }
    file.write_all(bytes)
}

/// Writes a file anew.
pub(super) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    reach()?;
    write_all(&mut File::create(path)?, bytes)
}

/// Which steps fail.
#[cfg(test)]
pub(super) mod injected {
    use std::cell::Cell;
    use std::io;

    /// What goes wrong, and for how long.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(in crate::write) enum WriteError {
        /// One step fails, as where a disk is full for a moment; those after it work.
        Once,
        /// It and all after it fail: as if the process had been killed before it.
        ForEver,
    }

    thread_local! {
        static REACHED: Cell<u64> = const { Cell::new(0) };
        static FAULT: Cell<Option<(u64, WriteError)>> = const { Cell::new(None) };
    }

    /// Does something while the step of this number, and perhaps those after it, fail on this thread. Says how
    /// many steps were reached.
    pub(in crate::write) fn with<T>(
        at: Option<(u64, WriteError)>,
        run: impl FnOnce() -> T,
    ) -> (T, u64) {
        REACHED.set(0);
        FAULT.set(at);
        let done = run();
        FAULT.set(None);
        (done, REACHED.get())
    }

    pub(in crate::write) fn reach() -> io::Result<()> {
        let here = REACHED.get();
        REACHED.set(here + 1);
        let fails = FAULT.get().is_some_and(|(at, fault)| match fault {
            WriteError::Once => here == at,
            WriteError::ForEver => here >= at,
        });
        if fails { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
    }
}
