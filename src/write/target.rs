//! Where a site may be published. Folders whose contents are not ours to replace are refused before anything is
//! built, by what they are and not by how they are spelt: symlinks are followed, and folders compared by identity.

use crate::base::path::Shown as _;
use std::env;
use std::ffi::OsString;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::disk;
use super::manifest::{self, Manifest};
use super::resolve::resolve;
use super::scratch::{self, LOCK, SCRATCH};
use super::system::{self, Identity, identity};

/// Folders of a site that are sources.
const SOURCES: [&str; 4] = ["content", "themes", ".git", "src"];

/// A folder that may be published to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    output: PathBuf,
    /// Whether new files are prepared inside the output rather than beside it.
    pub(super) in_place: bool,
    /// Whether the lock has to lie inside the output.
    lock_inside: bool,
}

/// Why a folder may not be published to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The root of the file system.
    Root,
    /// The user's home, or a folder above it.
    Home(PathBuf),
    /// The site's own folder, or one above it.
    Site(PathBuf),
    /// In or at a folder of sources: the output, and that folder.
    Source(PathBuf, PathBuf),
    /// A folder with something in it that we have not published.
    NotOurs(PathBuf),
    /// The folder has a file with our manifest's name that is not a manifest.
    BrokenManifest(PathBuf),
    /// This is not a folder, but the output is to be at it or below it.
    NotAFolder(PathBuf),
    /// This folder may not be written, or not even be read.
    NotWritable(PathBuf, io::ErrorKind),
    /// A folder stands where a file is to be written.
    Folder(PathBuf),
    /// A file stands there that we have not made.
    NotOurFile(PathBuf),
    /// The path leads nowhere, for instance round in symlinks.
    Unresolved(PathBuf, io::ErrorKind),
}

impl Target {
    /// Resolves `output` and makes sure that the site in `site_root` may be published there. Nothing is written.
    pub fn check(output: &Path, site_root: &Path) -> Result<Self, Refusal> {
        let really = |path: &Path| {
            resolve(path).map_err(|error| Refusal::Unresolved(path.into(), error.kind()))
        };
        let (output, site_root) = (really(output)?, really(site_root)?);
        refuse_dangerous(&output, &site_root)?;
        match disk::lstat(&output).map_err(not_writable(&output))? {
            None => refuse_unmakeable(&output)?,
            Some(found) if !found.is_dir() => return Err(Refusal::NotAFolder(output)),
            Some(_) => {
                refuse_foreign(&output)?;
                system::writable(&output).map_err(not_writable(&output))?;
                return Self::existing(output);
            }
        }
        Ok(Self { output, in_place: false, lock_inside: false })
    }

    /// The same folder, published to file by file even where it could be exchanged: for a folder that something keeps
    /// open or mounted elsewhere.
    pub fn in_place(self) -> Self {
        Self { in_place: true, ..self }
    }

    /// The folder, with symlinks resolved.
    pub fn output(&self) -> &Path {
        &self.output
    }

    pub(super) fn parent(&self) -> &Path {
        self.output.parent().unwrap_or(&self.output)
    }

    /// The tree in which a new site is prepared.
    pub(super) fn tree(&self) -> PathBuf {
        if self.in_place { self.output.clone() } else { self.second_tree() }
    }

    /// The tree beside the output.
    pub(super) fn second_tree(&self) -> PathBuf {
        self.beside("mingbai-staging")
    }

    /// The folder for new files.
    pub(super) fn scratch(&self) -> PathBuf {
        self.tree().join(SCRATCH)
    }

    pub(super) fn lock(&self) -> PathBuf {
        if self.lock_inside { self.output.join(LOCK) } else { self.beside("mingbai-lock") }
    }

    fn existing(output: PathBuf) -> Result<Self, Refusal> {
        let lock_inside = output.parent().is_some_and(|parent| system::writable(parent).is_err());
        let mounted = system::is_mount_point(&output).map_err(not_writable(&output))?;
        Ok(Self { in_place: lock_inside || mounted, lock_inside, output })
    }

    fn beside(&self, suffix: &str) -> PathBuf {
        let mut name = OsString::from(".");
        name.push(self.output.file_name().unwrap_or_default());
        name.push(".");
        name.push(suffix);
        self.parent().join(name)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => write!(f, "/ is the root of the file system"),
            Self::Home(path) => write!(f, "{} is a home, or holds one", path.shown()),
            Self::Site(path) => {
                write!(f, "{} is the site's own folder, or holds it", path.shown())
            }
            Self::Source(path, sources) => {
                write!(f, "{} is in {}, which are sources", path.shown(), sources.shown())
            }
            Self::NotOurs(path) => {
                write!(f, "{} holds files Mingbai has not published", path.shown())
            }
            Self::BrokenManifest(path) => write!(f, "{} is not a manifest", path.shown()),
            Self::NotAFolder(path) => write!(f, "{} is not a folder", path.shown()),
            Self::NotWritable(path, why) => {
                write!(f, "{} cannot be written: {why}", path.shown())
            }
            Self::Folder(path) => write!(f, "{} is a folder", path.shown()),
            Self::NotOurFile(path) => {
                write!(f, "{} is a file that Mingbai has not made", path.shown())
            }
            Self::Unresolved(path, why) => write!(f, "{} leads nowhere: {why}", path.shown()),
        }
    }
}

impl std::error::Error for Refusal {}

fn refuse_dangerous(output: &Path, site_root: &Path) -> Result<(), Refusal> {
    if output.parent().is_none() {
        return Err(Refusal::Root);
    }
    let is_at_or_above = |path: &Path| {
        path.starts_with(output)
            || identity(output).is_some_and(|own| lineage(path).any(|id| id == own))
    };
    if env::home_dir()
        .and_then(|home| resolve(&home).ok())
        .is_some_and(|home| is_at_or_above(&home))
    {
        return Err(Refusal::Home(output.into()));
    }
    if is_at_or_above(site_root) {
        return Err(Refusal::Site(output.into()));
    }
    refuse_sources(output, site_root)
}

/// Refuses what is in or at a folder of sources.
pub(super) fn refuse_sources(output: &Path, site_root: &Path) -> Result<(), Refusal> {
    let is_in = |sources: &Path| {
        output.starts_with(sources)
            || identity(sources).is_some_and(|id| lineage(output).any(|own| own == id))
    };
    let git = output.ancestors().find(|path| path.file_name().is_some_and(|name| name == ".git"));
    let sources =
        SOURCES.map(|name| site_root.join(name)).into_iter().find(|sources| is_in(sources));
    match git.map(Path::to_path_buf).or(sources) {
        Some(sources) => Err(Refusal::Source(output.into(), sources)),
        None => Ok(()),
    }
}

/// A folder is ours if nothing is in it, if our manifest is, or if our first publication to it was interrupted.
fn refuse_foreign(output: &Path) -> Result<(), Refusal> {
    let manifest = Manifest::load(output);
    match manifest {
        Ok(Some(_)) => return Ok(()),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            return Err(Refusal::BrokenManifest(output.join(manifest::NAME)));
        }
        Err(error) => return Err(not_writable(output)(error)),
        Ok(None) => {}
    }
    let in_place = Target { output: output.into(), in_place: true, lock_inside: false };
    let beside = Target { in_place: false, ..in_place.clone() };
    let interrupted = [in_place, beside]
        .iter()
        .any(|target| scratch::is_interrupted(&target.scratch()).unwrap_or(false));
    let is_bookkeeping = |name: OsString| name == SCRATCH || name == LOCK;
    let entries = fs::read_dir(output).map_err(not_writable(output))?;
    let is_empty = entries.flatten().all(|entry| is_bookkeeping(entry.file_name()));
    if interrupted || is_empty { Ok(()) } else { Err(Refusal::NotOurs(output.into())) }
}

/// An output that does not exist has to be made, in the nearest folder that does.
fn refuse_unmakeable(output: &Path) -> Result<(), Refusal> {
    for above in output.ancestors().skip(1) {
        match disk::lstat(above).map_err(not_writable(above))? {
            None => {}
            Some(found) if !found.is_dir() => return Err(Refusal::NotAFolder(above.into())),
            Some(_) => return system::writable(above).map_err(not_writable(above)),
        }
    }
    Ok(())
}

pub(super) fn not_writable(path: &Path) -> impl FnOnce(io::Error) -> Refusal {
    let path = path.to_path_buf();
    move |error| Refusal::NotWritable(path, error.kind())
}

/// The identities of a path and of all folders above it, as far as they exist.
fn lineage(path: &Path) -> impl Iterator<Item = Identity> {
    path.ancestors().filter_map(identity)
}
