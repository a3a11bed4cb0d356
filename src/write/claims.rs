//! Which paths may be published: those that stay inside the folder, and of these each only once — also on file
//! systems that see no difference between `A` and `a`, or between one spelling of `é` and the other.

use std::collections::hash_map::Entry;

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::error::WriteError;
use crate::base::output::folded;

/// Names at the top of the output that begin so are our own bookkeeping.
pub(super) const RESERVED: &str = ".mingbai-";

/// The paths taken so far.
#[derive(Default)]
pub(super) struct Claims {
    /// By their folded spelling.
    taken: FxHashMap<String, Claim>,
    /// Folders, as they are spelled.
    folders: FxHashSet<String>,
}

struct Claim {
    /// How it is spelled, where that is not as it is folded.
    spelling: Option<String>,
    folder: bool,
}

impl Claims {
    /// None yet of so many files, of which every other stands in a folder of its own.
    pub(super) fn with_room(files: usize) -> Self {
        let taken = FxHashMap::with_capacity_and_hasher(files * 3 / 2, FxBuildHasher);
        Self { taken, ..Self::default() }
    }

    /// Takes `path` for a file, and its folders for folders.
    pub(super) fn claim(&mut self, path: &str) -> Result<(), WriteError> {
        allowed(path)?;
        for folder in folders(path) {
            // Most files stand where another one does.
            if !self.folders.contains(folder) {
                self.take(folder, path, true)?;
                self.folders.insert(folder.to_owned());
            }
        }
        self.take(path, path, false)
    }

    fn take(&mut self, name: &str, path: &str, folder: bool) -> Result<(), WriteError> {
        let entry = match self.taken.entry(folded(name)) {
            Entry::Occupied(entry) => entry,
            Entry::Vacant(free) => {
                let spelling = (free.key() != name).then(|| name.to_owned());
                free.insert(Claim { spelling, folder });
                return Ok(());
            }
        };
        let taken = entry.get();
        let spelling = taken.spelling.as_ref().unwrap_or(entry.key());
        if spelling != name {
            Err(WriteError::Alike(spelling.clone(), name.to_owned()))
        } else if taken.folder && folder {
            Ok(())
        } else if taken.folder || folder {
            Err(WriteError::FileAndFolder(name.to_owned()))
        } else {
            Err(WriteError::Duplicate(path.to_owned()))
        }
    }
}

/// Whether `path` is a plain relative path that stays below the folder and is not one of our own names. Control
/// characters are refused as well: no URL needs them, and the manifest has one path to a line.
pub(super) fn allowed(path: &str) -> Result<(), WriteError> {
    let plain = |part: &str| !matches!(part, "" | "." | "..");
    // Nearly all paths are ASCII, of which this is seen at once.
    let controls = match path.is_ascii() {
        true => path.bytes().any(|byte| byte.is_ascii_control()),
        false => path.contains(char::is_control),
    };
    if controls || !path.split('/').all(plain) {
        Err(WriteError::Path(path.to_owned()))
    } else if path.starts_with(RESERVED) {
        Err(WriteError::Reserved(path.to_owned()))
    } else {
        Ok(())
    }
}

/// The folders a path lies in, outermost first: `a`, `a/b` for `a/b/c`.
pub(super) fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}
