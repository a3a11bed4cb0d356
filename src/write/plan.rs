//! What one publication has to do, once every file has been put: the old manifest, the new one, and which files
//! already stand. It says what; [`super::exchange`] and [`super::journal`] are the two ways how.

use std::collections::HashMap;

use super::manifest::Manifest;
use super::survey::Ours;
use super::system::Lie;

/// The difference between the published site and the new one.
pub(super) struct Plan {
    /// What is published.
    pub(super) previous: Manifest,
    /// What is to be published.
    pub(super) next: Manifest,
    /// The files of the new site that are published already.
    pub(super) standing: HashMap<String, Standing>,
}

/// A file that is published already, as it was found.
pub(super) struct Standing {
    /// Its inode.
    pub(super) inode: u64,
    /// How many bytes it has.
    pub(super) size: u64,
    /// How it lies, where that can be told.
    pub(super) lie: Option<Lie>,
}

impl Plan {
    /// Whether there is nothing to do.
    pub(super) fn is_empty(&self) -> bool {
        self.standing.len() == self.next.len() && self.previous == self.next
    }

    /// What is ours in the published folder.
    pub(super) fn ours(&self) -> Ours<'_> {
        Ours { files: &self.previous, folders: [&self.previous, &self.next] }
    }

    /// The files that stand.
    pub(super) fn standing(&self) -> impl Iterator<Item = &str> {
        self.next.paths().filter(|path| self.standing.contains_key(*path))
    }

    /// The new and changed files, which wait in the scratch folder.
    pub(super) fn fresh(&self) -> impl Iterator<Item = &str> {
        self.next.paths().filter(|path| !self.standing.contains_key(*path))
    }

    /// The files that are published and no longer wanted.
    pub(super) fn stale(&self) -> impl Iterator<Item = &str> {
        self.previous.paths().filter(|path| !self.next.has(path))
    }
}
