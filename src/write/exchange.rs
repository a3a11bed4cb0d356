//! Publishing in one step: the second tree is made into the new site, then it and the published folder change places.
//! Until that instant nothing published has been touched.

use rayon::prelude::*;
use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::disk::{self, At};
use super::foreign;
use super::manifest;
use super::plan::Plan;
use super::scratch::{self, LOCK, SCRATCH};
use super::staging::Staging;
use super::step;
use super::survey::{Foreign, OurFile, Survey};
use super::system;
use super::target::Target;
use crate::base::evenly::Evenly as _;

/// How far a file system's clock may lag behind ours. Looking at a few folders too many costs nothing.
const CLOCKS: Duration = Duration::from_secs(2);

/// Publishes the plan by an exchange; `false` if that is not possible here, with all new files back in the scratch
/// folder.
pub(super) fn publish(
    target: &Target,
    staging: &mut Staging,
    plan: &Plan,
    published: Survey,
) -> io::Result<bool> {
    if target.in_place {
        return Ok(false);
    }
    let since = SystemTime::now() - CLOCKS;
    let (live, tree) = (target.output(), target.tree());
    let is_first = disk::lstat(live).at(live)?.is_none();
    let (spare, placed) = (staging.touch(), staging.placed);
    if !spare.alike
        || !(is_first || is_possible(target, &published.foreign)?)
        || !stage(target, plan, &published, &spare.survey, staging)?
    {
        return if placed { unstage(target, plan).map(|()| false) } else { Ok(false) };
    }
    write_manifest(&tree, plan)?;
    disk::flush(&tree).at(&tree)?;
    if is_first {
        disk::rename_new(&tree, live).at(live)?;
    } else if disk::exchange(&tree, live).at(live)? {
        foreign::bring_home_from(&tree, live, plan, published, since)?;
    } else {
        return unstage(target, plan).map(|()| false);
    }
    disk::flush_folder(target.parent()).at(target.parent())?;
    scratch::remove(&live.join(SCRATCH))?;
    Ok(true)
}

/// Asks everything that can be asked before the work is done: whether the file system exchanges folders at all, and
/// whether foreign folders could be moved afterwards.
fn is_possible(target: &Target, foreign: &[Foreign]) -> io::Result<bool> {
    let (one, other) = (target.scratch().join("one"), target.scratch().join("other"));
    step::create_dir(&one).at(&one)?;
    step::create_dir(&other).at(&other)?;
    let mut possible = disk::exchange(&one, &other).at(&one)?;
    step::remove_dir(&one).at(&one)?;
    step::remove_dir(&other).at(&other)?;
    for folder in foreign.iter().filter(|foreign| foreign.kind.is_dir()) {
        let folder = target.output().join(&folder.path);
        possible &=
            system::writable(&folder).is_ok() && !system::is_mount_point(&folder).at(&folder)?;
    }
    Ok(possible)
}

/// Turns the second tree into the new site: keeps what it shares with the published one, links the rest of what
/// stands, and moves the new files in unless they are `placed`. `false` if this file system does not link.
fn stage(
    target: &Target,
    plan: &Plan,
    published: &Survey,
    spare: &Survey,
    staging: &mut Staging,
) -> io::Result<bool> {
    let (live, tree, placed) = (target.output(), target.tree(), staging.placed);
    let kept = clear(&tree, plan, spare)?;
    make_folders(&tree, plan, published, spare, placed)?;
    let files = plan.files().zip(kept);
    let missing = files.filter(|((_, standing), kept)| standing.is_some() && !kept);
    for ((path, _), _) in missing {
        let (from, to) = (live.join(path), tree.join(path));
        if !disk::link(&from, &to).at(&to)? {
            return Ok(false);
        }
        staging.linked.insert(path.to_owned());
    }
    for path in plan.fresh().filter(|_| !placed) {
        let to = tree.join(path);
        step::rename(&target.scratch().join(scratch::name(path)), &to).at(&to)?;
    }
    link_foreign(live, &tree, &published.foreign)?;
    Ok(true)
}

/// Empties the second tree of all but the files it shares with the published one. Nothing else in it is trusted: a
/// file is right only if it is the same file. Says of each file of the plan whether it is there.
fn clear(tree: &Path, plan: &Plan, spare: &Survey) -> io::Result<Vec<bool>> {
    let shared = |file: &OurFile| {
        let (place, found) = plan.standing(&file.path)?;
        (found.inode == file.inode).then_some(place)
    };
    let places: Vec<Option<usize>> = spare.files.par_iter().evenly().map(shared).collect();
    let mut kept = vec![false; plan.next.len()];
    for (OurFile { path, .. }, place) in spare.files.iter().zip(places) {
        match place {
            Some(place) => kept[place] = true,
            None => {
                let file = tree.join(path);
                step::remove_file(&file).at(&file)?;
            }
        }
    }
    for folder in spare.unwanted(&plan.next) {
        let folder = tree.join(&folder.path);
        step::remove_dir(&folder).at(&folder)?;
    }
    scratch::remove(&tree.join(manifest::NAME))?;
    scratch::remove(&tree.join(LOCK))?;
    Ok(kept)
}

/// Makes the folders of the new site that are missing, and gives all of them the rights they have where readers are.
fn make_folders(
    tree: &Path,
    plan: &Plan,
    published: &Survey,
    spare: &Survey,
    placed: bool,
) -> io::Result<()> {
    // Each has been made for the file that is in it, and nobody had other rights before.
    if placed {
        return Ok(());
    }
    let (wanted, had) = rayon::join(|| published.rights(), || spare.rights());
    let folders: Vec<&str> = plan.next.folders().collect();
    let rights = |path: &&str| (had.get(path).copied(), wanted.get(path).copied());
    let rights: Vec<_> = folders.par_iter().evenly().map(rights).collect();
    for (path, (own, wanted)) in folders.into_iter().zip(rights) {
        if own.is_none() {
            let folder = tree.join(path);
            step::create_dir(&folder).at(&folder)?;
        }
        if let Some(wanted) = wanted.filter(|wanted| own != Some(*wanted)) {
            let folder = tree.join(path);
            disk::give_rights(&folder, wanted).at(&folder)?;
        }
    }
    Ok(())
}

/// Gives foreign files a second name in the new tree, so that they are there the instant it is published. What cannot
/// be linked is brought home afterwards.
fn link_foreign(live: &Path, tree: &Path, foreign: &[Foreign]) -> io::Result<()> {
    for file in foreign.iter().filter(|foreign| foreign.kind.is_file()) {
        disk::make_folders(tree, &file.path)?;
        let to = tree.join(&file.path);
        disk::link(&live.join(&file.path), &to).at(&to)?;
    }
    Ok(())
}

/// The manifest is written last: that no published file is newer is how the next build knows that none was changed.
fn write_manifest(tree: &Path, plan: &Plan) -> io::Result<()> {
    let file = tree.join(manifest::NAME);
    step::write(&file, &plan.next.bytes()).at(&file)
}

/// Puts the new files back into the scratch folder.
fn unstage(target: &Target, plan: &Plan) -> io::Result<()> {
    for path in plan.fresh() {
        let from = target.tree().join(path);
        step::rename(&from, &target.scratch().join(scratch::name(path))).at(&from)?;
    }
    Ok(())
}
