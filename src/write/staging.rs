//! The place where a build prepares its files: a scratch folder `.mingbai-new` for new files, inside the tree that is
//! to become the site — the second tree beside the output, or the output itself where work is done in place.
//!
//! The scratch folder is also the mark that tells two states apart after a kill. A second tree that has it is
//! unfinished and may be thrown away; one that has it not is a replaced site, in which something foreign may still
//! be waiting to be brought home. As it lies inside the tree, an exchange carries it along, and so the two trees'
//! states change at the same instant as their places.
//!
//! Of a site that was never published everything is new, and nothing can be in its way: then files are written where
//! they belong in the second tree, and the scratch folder is only the mark.

use rustc_hash::FxHashSet;
use std::fs::{File, Metadata};
use std::io;
use std::mem;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::claims;
use super::disk::{self, At};
use super::error::WriteError;
use super::foreign::Replaced;
use super::manifest::Manifest;
use super::scratch::{self, discard};
use super::step;
use super::survey::Survey;
use super::system;
use super::target::Target;
use crate::base::output::{OnDisk, Output};

/// A build's workplace. It is made when the first file needs it, so that a build that changes nothing leaves no trace.
pub(super) struct Staging {
    target: Target,
    /// The tree that is to become the site.
    tree: PathBuf,
    /// The second tree, if somebody has looked already.
    replaced: Mutex<Option<Replaced>>,
    opened: Mutex<Option<Spare>>,
    /// Whether new files are written where they belong in the second tree.
    pub(super) placed: bool,
    /// The folders that were made for these.
    folders: Mutex<FxHashSet<String>>,
    /// The published files that were given a second name, which says that they were changed now.
    pub(super) linked: FxHashSet<String>,
    /// Set once the second tree is being changed; before that it can be kept when the build is abandoned.
    pub(super) touched: bool,
}

/// The second tree as it was found.
#[derive(Default)]
pub(super) struct Spare {
    /// What is in it.
    pub(super) survey: Survey,
    /// Whether it could be made to look like the published folder: mode, owner, labels.
    pub(super) alike: bool,
}

impl Staging {
    /// A workplace not made yet; `is_first` if nothing stands at the output.
    pub(super) fn new(target: &Target, is_first: bool) -> Self {
        let placed = is_first && !target.in_place;
        Self {
            target: target.clone(),
            tree: target.tree(),
            replaced: Mutex::default(),
            opened: Mutex::default(),
            placed,
            folders: Mutex::default(),
            linked: FxHashSet::default(),
            touched: false,
        }
    }

    /// Looks through the second tree if there is one, so that nobody has to wait for that later. Nothing is changed;
    /// what is wrong with it is said by whoever needs it.
    pub(super) fn look(&self, previous: &Manifest) {
        if self.target.in_place || self.placed {
            return;
        }
        if let Ok(replaced) = Replaced::look(&self.tree, previous) {
            *self.replaced.lock().unwrap_or_else(PoisonError::into_inner) = Some(replaced);
        }
    }

    /// Makes the workplace, unless it is there. `previous` is the published manifest.
    pub(super) fn open(&self, previous: &Manifest) -> io::Result<()> {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        if opened.is_none() {
            let replaced = self.replaced.lock().unwrap_or_else(PoisonError::into_inner).take();
            *opened = Some(prepare(&self.target, previous, replaced)?);
        }
        Ok(())
    }

    /// Writes a new file, with the mode and owner of the file it will replace.
    pub(super) fn write(&self, output: &Output, model: Option<&Metadata>) -> io::Result<()> {
        let create = || {
            let (mut file, at) = self.create(&output.path)?;
            match &output.on_disk {
                Some(there) => copy(there, &mut file, &at)?,
                None => step::write_all(&mut file, &output.bytes)?,
            }
            match model {
                Some(model) if model.is_file() => system::give_rights(&file, system::rights(model)),
                _ => Ok(()),
            }
        };
        create().at(&self.target.output().join(&output.path))
    }

    fn create(&self, path: &str) -> io::Result<(File, PathBuf)> {
        if !self.placed {
            let scratch = self.target.scratch().join(scratch::name(path));
            return Ok((step::create_new(&scratch)?, scratch));
        }
        self.make_folders(path)?;
        let place = self.tree.join(path);
        Ok((step::create_new(&place)?, place))
    }

    /// Makes the folders of a new file but for those that were made before: nobody else has this tree.
    fn make_folders(&self, path: &str) -> io::Result<()> {
        let known = || self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        let missing: Vec<&str> = {
            let known = known();
            claims::folders(path).filter(|folder| !known.contains(*folder)).collect()
        };
        if missing.is_empty() {
            return Ok(());
        }
        for folder in &missing {
            disk::make_folder(&self.tree.join(folder))?;
        }
        known().extend(missing.into_iter().map(str::to_owned));
        Ok(())
    }

    /// Hands over what was found in the second tree, which from now on is being changed.
    pub(super) fn touch(&mut self) -> Spare {
        self.touched = true;
        let opened = self.opened.get_mut().unwrap_or_else(PoisonError::into_inner);
        opened.as_mut().map(mem::take).unwrap_or_default()
    }

    /// Leaves no trace of an abandoned build, as far as that is possible: what stays, the next build deals with.
    fn abandon(&self) -> io::Result<()> {
        let (tree, scratch) = (&self.tree, self.target.scratch());
        if disk::lstat(&scratch)?.is_none() || scratch::is_interrupted(&scratch)? {
            return Ok(());
        }
        if self.placed || self.touched && !self.target.in_place {
            return discard(tree);
        }
        step::remove_dir_all(&scratch)?;
        // A second tree made for this build is empty now; one that was there before is not, and stays.
        if self.target.in_place { Ok(()) } else { step::remove_dir(tree) }
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // There is nobody to tell, and nothing that is published depends on it.
        let _ = self.abandon();
    }
}

/// Copies a file as the system does it best, and makes sure that it is the one that was read.
fn copy(from: &OnDisk, to: &mut File, at: &Path) -> io::Result<()> {
    step::reach()?;
    io::copy(&mut File::open(&from.path)?, to)?;
    if OnDisk::of(at, File::open(at)?, 0)?.1.hash == from.hash {
        return Ok(());
    }
    Err(WriteError::Changed(from.path.clone()).into())
}

fn prepare(target: &Target, previous: &Manifest, replaced: Option<Replaced>) -> io::Result<Spare> {
    let mut spare = Spare::default();
    if !target.in_place {
        let (tree, live) = (target.tree(), target.output());
        spare.survey = second_tree(&tree, live, previous, replaced)?;
        spare.alike = disk::lstat(live).at(live)?.is_none() || disk::make_alike(&tree, live)?;
    }
    let scratch = target.scratch();
    step::create_dir(&scratch).at(&scratch)?;
    Ok(spare)
}

/// Finds or makes the second tree. Something foreign may have come into it since it was replaced, from a program
/// that still had the old folder open.
fn second_tree(
    tree: &Path,
    live: &Path,
    previous: &Manifest,
    replaced: Option<Replaced>,
) -> io::Result<Survey> {
    match disk::lstat(tree).at(tree)? {
        None => step::create_dir(tree).at(tree).map(|()| Survey::default()),
        Some(found) if found.is_dir() => {
            let replaced = replaced.map_or_else(|| Replaced::look(tree, previous), Ok)?;
            replaced.bring_home(tree, live)
        }
        Some(_) => Err(WriteError::Foreign(tree.into()).into()),
    }
}
