//! Publishing in place, for outputs that cannot be exchanged: all new files lie ready in the scratch folder, then the
//! new manifest is put beside them as the journal, and from that instant the publication will be finished — by this
//! build or, if it is killed, by the next one, doing again what is not yet done.

use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::Path;

use super::disk::{self, At};
use super::manifest::{self, Manifest};
use super::plan::Plan;
use super::scratch::{self, journal};
use super::step;
use super::survey::{Ours, survey};
use super::target::Target;

/// Publishes the plan file by file.
pub(super) fn publish(target: &Target, plan: &Plan) -> io::Result<()> {
    let scratch = target.scratch();
    let (draft, journal) = (scratch.join("draft"), journal(&scratch));
    step::write(&draft, &plan.next.bytes()).at(&draft)?;
    disk::flush(&scratch).at(&scratch)?;
    step::rename(&draft, &journal).at(&journal)?;
    disk::flush_folder(&scratch).at(&scratch)?;
    redo(target.output(), &scratch)?;
    if target.in_place { scratch::remove(&scratch) } else { scratch::discard(&target.tree()) }
}

/// Does what the journal in this scratch folder says, if there is one. Every step may have been done before.
pub(super) fn redo(live: &Path, scratch: &Path) -> io::Result<()> {
    let Some(next) = Manifest::read(&journal(scratch))? else { return Ok(()) };
    let previous = Manifest::load(live)?.unwrap_or_default();
    if previous.paths().any(|path| !next.has(path)) {
        remove_stale(live, &previous, &next)?;
    }
    let waiting = names(scratch)?;
    for path in next.paths() {
        let name = scratch::name(path);
        if waiting.contains(OsStr::new(&name)) {
            let to = live.join(path);
            disk::make_folders(live, Path::new(path))?;
            step::rename(&scratch.join(name), &to).at(&to)?;
        }
    }
    // The journal becomes the manifest, which says both that this is the site and that nothing is left to do.
    let manifest = live.join(manifest::NAME);
    step::rename(&journal(scratch), &manifest).at(&manifest)?;
    disk::flush_folder(live).at(live)
}

/// Stale files go first, because a file may be where a folder has to be, or the other way round.
fn remove_stale(live: &Path, previous: &Manifest, next: &Manifest) -> io::Result<()> {
    let found = survey(live, &Ours::of(previous, next))?;
    for file in found.files.iter().filter(|file| !next.has(&file.path)) {
        let file = live.join(&file.path);
        step::remove_file(&file).at(&file)?;
    }
    for folder in found.unwanted(next) {
        let folder = live.join(&folder.path);
        match step::remove_dir(&folder) {
            // Something foreign is in it.
            Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => {}
            removed => removed.at(&folder)?,
        }
    }
    Ok(())
}

/// The new files that are not yet where they belong.
fn names(scratch: &Path) -> io::Result<HashSet<OsString>> {
    let entries = fs::read_dir(scratch).at(scratch)?;
    entries.map(|entry| entry.map(|entry| entry.file_name()).at(scratch)).collect()
}
