//! The list of what we published: every path with the hash of its bytes, sorted, without dates, so that the same
//! site has the same manifest. It lies in the output as `.mingbai-manifest` and is the proof that a folder is ours.

use std::fmt::{self, Write as _};
use std::fs;
use std::io;
use std::iter;
use std::path::Path;

use indexmap::IndexMap;
use rustc_hash::{FxBuildHasher, FxHashSet};
use xxhash_rust::xxh3::xxh3_128;

use super::claims;
use super::disk::{self, At};
use super::error::WriteError;

/// The manifest's name in the output folder.
pub(super) const NAME: &str = ".mingbai-manifest";

/// The first line: what the file is, and the version of its format.
const HEAD: &str = "mingbai-manifest 1";

/// So many bytes has a line besides its path.
const LINE: usize = 34;

/// Paths and hashes of a published site.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    /// In the order of their paths, which are asked for far oftener than they are gone through.
    files: IndexMap<String, Hash, FxBuildHasher>,
}

/// A fingerprint of a file's bytes. It tells changes from no changes; it is no defence against forgery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hash(u128);

impl Manifest {
    /// The manifest of the tree at `root`, if it has one.
    pub(super) fn load(root: &Path) -> io::Result<Option<Self>> {
        Self::read(&root.join(NAME))
    }

    /// The manifest in this file, if the file exists. Anything but a manifest there is an error.
    pub(super) fn read(file: &Path) -> io::Result<Option<Self>> {
        match disk::lstat(file).at(file)? {
            None => Ok(None),
            Some(found) if !found.is_file() => Err(WriteError::BrokenManifest(file.into()).into()),
            Some(_) => {
                let manifest = Self::parse(&fs::read(file).at(file)?);
                manifest.map(Some).ok_or_else(|| WriteError::BrokenManifest(file.into()).into())
            }
        }
    }

    /// The file's bytes.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let length: usize = self.files.keys().map(|path| path.len() + LINE).sum();
        let mut text = String::with_capacity(HEAD.len() + 1 + length);
        let _ = writeln!(text, "{HEAD}");
        for (path, hash) in &self.files {
            let _ = writeln!(text, "{hash} {path}");
        }
        text.into_bytes()
    }

    /// The manifest of these files, each with another path.
    pub(super) fn of(files: impl IntoIterator<Item = (String, Hash)>) -> Self {
        let mut files: IndexMap<_, _, _> = files.into_iter().collect();
        if !files.keys().is_sorted() {
            files.sort_unstable_keys();
        }
        Self { files }
    }

    /// How many files there are.
    pub(super) fn len(&self) -> usize {
        self.files.len()
    }

    /// The hash of the file at this path.
    pub(super) fn hash(&self, path: &str) -> Option<Hash> {
        self.files.get(path).copied()
    }

    /// The place of the file at this path among all.
    pub(super) fn place(&self, path: &str) -> Option<usize> {
        self.files.get_index_of(path)
    }

    /// Whether there is a file at this path.
    pub(super) fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// All paths, sorted.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// All folders that hold files, each once and after its parent: what lies in one stands together.
    pub(super) fn folders(&self) -> impl Iterator<Item = &str> {
        let before = iter::once("").chain(self.paths());
        before.zip(self.paths()).flat_map(|(before, path)| {
            let entered = |folder: &str| {
                before.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
            };
            claims::folders(path).filter(move |folder| !entered(folder))
        })
    }

    /// The same, to ask for many.
    pub(super) fn folder_set(&self) -> FxHashSet<&str> {
        // Nearly every page has a folder of its own and a second file in it.
        let room = self.files.len() / 2;
        let mut set = FxHashSet::with_capacity_and_hasher(room, FxBuildHasher);
        set.extend(self.folders());
        set
    }

    /// A manifest may come from anywhere, so its paths are held to the same rules as those of new files: nothing in
    /// it can point out of the folder.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let mut lines = std::str::from_utf8(bytes).ok()?.lines();
        if lines.next() != Some(HEAD) {
            return None;
        }
        let mut files = Vec::with_capacity(bytes.len() / LINE);
        for line in lines {
            let (hash, path) = line.split_once(' ')?;
            claims::allowed(path).ok()?;
            files.push((path.to_owned(), Hash::parse(hash)?));
        }
        Some(Self::of(files))
    }
}

impl Hash {
    /// The fingerprint of these bytes.
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self(xxh3_128(bytes))
    }

    /// The fingerprint of bytes that were read elsewhere.
    pub(super) fn known(hash: u128) -> Self {
        Self(hash)
    }

    /// Reads a printed fingerprint.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let is_hash = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let half = |half| u64::from_str_radix(half, 16).ok().map(u128::from);
        if !is_hash {
            return None;
        }
        Some(Self(half(&text[..16])? << 64 | half(&text[16..])?))
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Halves are spelled several times faster than the whole.
        write!(f, "{:016x}{:016x}", (self.0 >> 64) as u64, self.0 as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    /// Paths of few names, of which some sort before what lies in a folder of a shorter name.
    fn paths() -> impl Strategy<Value = BTreeSet<String>> {
        let path =
            prop::collection::vec(prop::sample::select(vec!["a", "a-", "a.b", "ab", "b"]), 1..5);
        prop::collection::btree_set(path.prop_map(|parts| parts.join("/")), 0..20)
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_folder_is_named_once_and_after_its_parent(paths in paths()) {
            let manifest = Manifest::of(paths.iter().rev().map(|path| (path.clone(), Hash::of(b""))));
            prop_assert!(manifest.paths().eq(paths.iter()));
            let folders: Vec<&str> = manifest.folders().collect();
            let wanted: BTreeSet<&str> = paths.iter().flat_map(|path| claims::folders(path)).collect();
            prop_assert_eq!(folders.iter().copied().collect::<BTreeSet<&str>>(), wanted);
            prop_assert_eq!(folders.len(), manifest.folder_set().len());
            for (at, folder) in folders.iter().enumerate() {
                let parents = claims::folders(folder).all(|parent| folders[..at].contains(&parent));
                prop_assert!(parents, "{folder} stands before a parent: {folders:?}");
            }
        }

        #[test]
        fn what_is_written_is_read_again(hash: u128, paths in paths()) {
            let manifest = Manifest::of(paths.into_iter().map(|path| (path, Hash::known(hash >> 9))));
            prop_assert_eq!(Manifest::parse(&manifest.bytes()), Some(manifest));
        }
    }
}
