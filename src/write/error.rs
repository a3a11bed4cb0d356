//! What is wrong with a file or a folder, as data. These travel inside an [`io::Error`], since whoever publishes can
//! only stop; [`WriteError::of`] finds them again for whoever words the message.

use crate::base::path::Shown as _;
use std::error::Error;
use std::fmt;
use std::io;
use std::path::PathBuf;

/// Why a file cannot be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WriteError {
    /// Not a plain path below the output: absolute, empty, with `.`, `..` or control characters.
    Path(String),
    /// A name that Mingbai keeps for itself (`.mingbai-…`).
    Reserved(String),
    /// Two files want this path.
    Duplicate(String),
    /// Two paths that differ only by case or by Unicode normalisation, as first and as later spelt.
    Alike(String, String),
    /// One file wants this path as a file, another as a folder.
    FileAndFolder(String),
    /// Somebody else's file, or folder, is where a file of the site has to go.
    Foreign(PathBuf),
    /// A foreign file lies in the published folder and, different, in the one it has just replaced. Neither is ours
    /// to throw away: one has to be moved by hand.
    TwoVersions {
        /// The one in the published folder.
        published: PathBuf,
        /// The one in the replaced folder.
        replaced: PathBuf,
    },
    /// This is not a manifest, or not one we can read.
    BrokenManifest(PathBuf),
    /// A file that is copied from disk to disk is no longer what was read.
    Changed(PathBuf),
    /// A file could not be put earlier, so the site is not whole.
    Incomplete,
}

impl WriteError {
    /// The fault inside this error, if it has one.
    pub fn of(error: &io::Error) -> Option<&Self> {
        error.get_ref()?.downcast_ref()
    }

    fn kind(&self) -> io::ErrorKind {
        match self {
            Self::Path(_) | Self::Reserved(_) => io::ErrorKind::InvalidInput,
            Self::BrokenManifest(_) => io::ErrorKind::InvalidData,
            Self::Incomplete => io::ErrorKind::Other,
            _ => io::ErrorKind::AlreadyExists,
        }
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(path) => write!(f, "`{path}` is not a path below the output folder"),
            Self::Reserved(path) => write!(f, "`{path}` is a name Mingbai keeps for itself"),
            Self::Duplicate(path) => write!(f, "two files want `{path}`"),
            Self::Alike(one, other) => {
                write!(f, "`{one}` and `{other}` are one name on some file systems")
            }
            Self::FileAndFolder(path) => write!(f, "`{path}` is wanted as a file and as a folder"),
            Self::Foreign(path) => {
                write!(f, "{} is in the way, and it is not ours", path.shown())
            }
            Self::TwoVersions { published, replaced } => {
                write!(f, "{} and {} differ: keep one", published.shown(), replaced.shown())
            }
            Self::BrokenManifest(path) => write!(f, "{} is not a manifest", path.shown()),
            Self::Changed(path) => write!(f, "{} was changed while it was read", path.shown()),
            Self::Incomplete => write!(f, "the site is not whole"),
        }
    }
}

impl Error for WriteError {}

impl From<WriteError> for io::Error {
    fn from(fault: WriteError) -> Self {
        Self::new(fault.kind(), fault)
    }
}
