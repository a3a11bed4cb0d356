//! Other people's files in our folder: `.git`, `CNAME`, somebody's notes. They stay where they are, and where one of
//! them is in the way of the site, that is an error.
//!
//! When two trees are exchanged, foreign files have been given a second name in the new tree beforehand; folders
//! cannot have two names, so [`Replaced::bring_home`] moves them right afterwards, or after a kill.

use rustc_hash::FxHashSet;
use std::io;
use std::path::Path;
use std::time::SystemTime;

use super::disk::{self, At};
use super::error::WriteError;
use super::manifest::Manifest;
use super::plan::Plan;
use super::step;
use super::survey::{Foreign, OurFolder, Ours, Survey, survey};
use super::system;

/// What is in the published folder; an error if anything foreign is where the new site wants to be.
pub(super) fn look(live: &Path, plan: &Plan) -> io::Result<Survey> {
    if disk::lstat(live).at(live)?.is_none() {
        return Ok(Survey::default());
    }
    let survey = survey(live, &plan.ours())?;
    if survey.foreign.is_empty() {
        return Ok(survey);
    }
    let folders = plan.next.folder_set();
    match survey.foreign.iter().find(|foreign| is_in_the_way(foreign, &plan.next, &folders)) {
        Some(found) => Err(WriteError::Foreign(live.join(&found.path)).into()),
        None => Ok(survey),
    }
}

/// A replaced tree, as it was found.
pub(super) struct Replaced {
    /// What its own manifest names.
    old: Manifest,
    survey: Survey,
}

impl Replaced {
    /// Looks through the tree at `replaced`; `new` is the manifest of what took its place.
    pub(super) fn look(replaced: &Path, new: &Manifest) -> io::Result<Self> {
        let old = Manifest::load(replaced)?.unwrap_or_default();
        let survey = survey(replaced, &Ours::of(&old, new))?;
        Ok(Self { old, survey })
    }

    /// Moves everything foreign from it to the published tree, and says what is left: nothing but what its own
    /// manifest names.
    pub(super) fn bring_home(mut self, replaced: &Path, live: &Path) -> io::Result<Survey> {
        move_home(replaced, live, &self.old, &mut self.survey)?;
        Ok(self.survey)
    }
}

/// Does the same for a tree replaced just now, which need not be looked through again: it is as it was when it was
/// published, but for what has been put into it since then.
pub(super) fn bring_home_from(
    replaced: &Path,
    live: &Path,
    plan: &Plan,
    mut found: Survey,
    since: SystemTime,
) -> io::Result<()> {
    found.foreign.extend(found.latecomers(replaced, || plan.ours(), since)?);
    move_home(replaced, live, &plan.previous, &mut found)
}

fn move_home(replaced: &Path, live: &Path, old: &Manifest, found: &mut Survey) -> io::Result<()> {
    for foreign in found.foreign.drain(..) {
        carry(&foreign.path, replaced, live)?;
    }
    // A foreign folder that the new site shares has been emptied file by file.
    let folders = old.folder_set();
    let is_emptied = |folder: &OurFolder| !folders.contains(folder.path.as_str());
    for folder in found.folders.iter().rev().filter(|folder| is_emptied(folder)) {
        let folder = replaced.join(&folder.path);
        step::remove_dir(&folder).at(&folder)?;
    }
    found.folders.retain(|folder| !is_emptied(folder));
    Ok(())
}

/// A shared folder was entered by the survey, so whatever is found at or above a path of ours is no folder of ours.
fn is_in_the_way(foreign: &Foreign, next: &Manifest, folders: &FxHashSet<&str>) -> bool {
    let mut here_and_above = foreign.path.ancestors().filter_map(Path::to_str);
    foreign.path.to_str().is_some_and(|path| folders.contains(path))
        || here_and_above.any(|path| next.has(path))
}

fn carry(path: &Path, replaced: &Path, live: &Path) -> io::Result<()> {
    let (from, to) = (replaced.join(path), live.join(path));
    let (Some(here), there) = (disk::lstat(&from).at(&from)?, disk::lstat(&to).at(&to)?) else {
        return Ok(());
    };
    match there {
        None => {
            disk::make_folders(live, path)?;
            disk::rename_new(&from, &to).at(&to)
        }
        Some(there) if system::is_one_file(&there, &here) => step::remove_file(&from).at(&from),
        Some(_) => Err(WriteError::TwoVersions { published: to, replaced: from }.into()),
    }
}
