//! The list of what we published: every path with the hash of its bytes, sorted, without dates, so that the same
//! site has the same manifest. It lies in the output as `.mingbai-manifest` and is the proof that a folder is ours.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write as _};
use std::fs;
use std::io;
use std::path::Path;

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
    files: BTreeMap<String, Hash>,
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

    /// Adds a file.
    pub(super) fn insert(&mut self, path: String, hash: Hash) {
        self.files.insert(path, hash);
    }

    /// How many files there are.
    pub(super) fn len(&self) -> usize {
        self.files.len()
    }

    /// The hash of the file at this path.
    pub(super) fn hash(&self, path: &str) -> Option<Hash> {
        self.files.get(path).copied()
    }

    /// Whether there is a file at this path.
    pub(super) fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// Whether there are files below this path.
    pub(super) fn is_folder(&self, path: &str) -> bool {
        let below = format!("{path}/");
        self.files.range(below.clone()..).next().is_some_and(|(first, _)| first.starts_with(&below))
    }

    /// All paths, sorted.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// All folders that hold files, each after its parent.
    pub(super) fn folders(&self) -> BTreeSet<&str> {
        self.paths().flat_map(claims::folders).collect()
    }

    /// A manifest may come from anywhere, so its paths are held to the same rules as those of new files: nothing in
    /// it can point out of the folder.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let mut lines = std::str::from_utf8(bytes).ok()?.lines();
        if lines.next() != Some(HEAD) {
            return None;
        }
        let files = lines.map(|line| {
            let (hash, path) = line.split_once(' ')?;
            claims::allowed(path).ok()?;
            Some((path.to_owned(), Hash::parse(hash)?))
        });
        Some(Self { files: files.collect::<Option<_>>()? })
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
        write!(f, "{:032x}", self.0)
    }
}
