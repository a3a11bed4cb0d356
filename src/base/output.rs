//! One file of the finished site, as data. Stages make these; only [`crate::write`] puts them on a disk.

use crate::base::cache::Key;
use crate::base::fold::is_plain;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use unicode_normalization::UnicodeNormalization;
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

/// A file to publish.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Output {
    /// Path below the output folder: relative, `/` between parts, in NFC.
    pub path: String,
    /// The file's bytes, exactly as published; nothing if they are somewhere else.
    pub bytes: Vec<u8>,
    /// Where the bytes are, if there are too many to be held.
    pub on_disk: Option<OnDisk>,
}

/// A file that is too large to be held: it is copied from disk to disk.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct OnDisk {
    /// Where it is.
    pub path: PathBuf,
    /// How many bytes it has.
    pub size: u64,
    /// A fingerprint of them, XXH3 of 128 bits.
    pub hash: u128,
}

/// What tells a file's bytes from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Print {
    /// A fingerprint of them, XXH3 of 128 bits.
    pub hash: u128,
    /// How many there are.
    pub size: u64,
}

/// What is known of files that were made before: what would be the same again, and stands where it belongs,
/// need not be made.
pub trait Standing: Sync {
    /// Whether what follows from `key`, and nothing else, stands at this path. From then on the file is one of
    /// the site's, as if it had been made.
    fn stands(&self, path: &str, key: Key) -> bool;

    /// Takes note of a file that was made, and of the key that it follows from, if that is known.
    fn made(&self, key: Option<Key>, file: &Output);

    /// Takes note that the file at a path, which stands or was made, follows from this key as well.
    fn follows(&self, path: &str, key: Key);
}

impl OnDisk {
    /// Reads a file piece by piece; returns the first `head` bytes besides.
    pub fn of(path: &Path, mut file: impl Read, head: usize) -> io::Result<(Vec<u8>, Self)> {
        let (mut hasher, mut size, mut first) = (Xxh3::new(), 0, Vec::new());
        let mut piece = vec![0; 1 << 20];
        loop {
            let read = match file.read(&mut piece) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            let wanted = head.saturating_sub(first.len()).min(read);
            first.extend_from_slice(&piece[..wanted]);
            hasher.update(&piece[..read]);
            size += read as u64;
        }
        Ok((first, Self { path: path.to_owned(), size, hash: hasher.digest128() }))
    }
}

impl Output {
    /// A file at `path` with these bytes.
    pub fn new(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), bytes: bytes.into(), on_disk: None }
    }

    /// A file at `path` with the bytes of another.
    pub fn copy(path: impl Into<String>, of: OnDisk) -> Self {
        Self { path: path.into(), bytes: Vec::new(), on_disk: Some(of) }
    }

    /// What tells its bytes from others.
    pub fn print(&self) -> Print {
        match &self.on_disk {
            Some(there) => Print { hash: there.hash, size: there.size },
            None => Print { hash: xxh3_128(&self.bytes), size: self.bytes.len() as u64 },
        }
    }

    /// How many bytes it has.
    pub fn size(&self) -> u64 {
        self.on_disk.as_ref().map_or(self.bytes.len() as u64, |there| there.size)
    }
}

/// One spelling for all paths that some file system takes for the same name. Upper case comes first because it joins what
/// lower case keeps apart (`ß` and `ss`, `σ` and `ς`).
pub fn folded(path: &str) -> String {
    if is_plain(path) {
        return path.to_ascii_lowercase();
    }
    let cased = path.nfd().flat_map(char::to_uppercase).flat_map(char::to_lowercase);
    cased.nfd().collect()
}
