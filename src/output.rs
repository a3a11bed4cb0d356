//! One file of the finished site, as data. Stages make these; only [`crate::write`] puts them on a disk.

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
