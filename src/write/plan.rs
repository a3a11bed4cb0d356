//! What one publication has to do, once every file has been put: the old manifest, the new one, and which files
//! already stand. It says what; [`super::exchange`] and [`super::journal`] are the two ways how.

use rayon::prelude::*;

use super::manifest::{Hash, Manifest};
use super::survey::Ours;
use super::system::Lie;

/// The difference between the published site and the new one.
pub(super) struct Plan {
    /// What is published.
    pub(super) previous: Manifest,
    /// What is to be published.
    pub(super) next: Manifest,
    /// Of each file of that, how it is published already, if it is.
    standing: Vec<Option<Standing>>,
}

/// A file of the new site.
pub(super) struct NewFile {
    pub(super) path: String,
    pub(super) hash: Hash,
    /// How it is published already, if it is.
    pub(super) standing: Option<Standing>,
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
    /// From what is published to these files, each with another path.
    pub(super) fn new(previous: Manifest, mut files: Vec<NewFile>) -> Self {
        files.par_sort_unstable_by(|a, b| a.path.cmp(&b.path));
        let mut standing = Vec::with_capacity(files.len());
        let next = files.into_iter().map(|file| {
            standing.push(file.standing);
            (file.path, file.hash)
        });
        Self { previous, next: Manifest::of(next), standing }
    }

    /// Whether there is nothing to do.
    pub(super) fn is_empty(&self) -> bool {
        self.unchanged() == self.next.len() && self.previous == self.next
    }

    /// What is ours in the published folder.
    pub(super) fn ours(&self) -> Ours<'_> {
        Ours::of(&self.previous, &self.next)
    }

    /// The files of the new site, each with how it stands, if it does.
    pub(super) fn files(&self) -> impl Iterator<Item = (&str, Option<&Standing>)> {
        self.next.paths().zip(self.standing.iter().map(Option::as_ref))
    }

    /// The new and changed files, which wait in the scratch folder.
    pub(super) fn fresh(&self) -> impl Iterator<Item = &str> {
        self.files().filter(|(_, standing)| standing.is_none()).map(|(path, _)| path)
    }

    /// The place of a file that stands among all of the new site, and how it stands.
    pub(super) fn standing(&self, path: &str) -> Option<(usize, &Standing)> {
        let place = self.next.place(path)?;
        self.standing[place].as_ref().map(|standing| (place, standing))
    }

    /// How many files stand.
    pub(super) fn unchanged(&self) -> usize {
        self.standing.iter().flatten().count()
    }

    /// The files that are published and no longer wanted.
    pub(super) fn stale(&self) -> impl Iterator<Item = &str> {
        self.previous.paths().filter(|path| !self.next.has(path))
    }
}
