//! One file of the finished site, as data. Stages make these; only [`crate::write`] puts them on a disk.

use unicode_normalization::UnicodeNormalization;

/// A file to publish.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Output {
    /// Path below the output folder: relative, `/` between parts, in NFC.
    pub path: String,
    /// The file's bytes, exactly as published.
    pub bytes: Vec<u8>,
}

impl Output {
    /// A file at `path` with these bytes.
    pub fn new(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), bytes: bytes.into() }
    }
}

/// One spelling for all paths that some file system takes for the same name. Upper case comes first because it joins what
/// lower case keeps apart (`ß` and `ss`, `σ` and `ς`).
pub fn folded(path: &str) -> String {
    if path.is_ascii() {
        return path.to_ascii_lowercase();
    }
    let cased = path.nfd().flat_map(char::to_uppercase).flat_map(char::to_lowercase);
    cased.nfd().collect()
}
