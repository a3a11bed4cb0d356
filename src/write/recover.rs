//! Putting right what a killed build left behind, before the next one begins.

use std::io;

use super::disk::{self, At};
use super::foreign::Replaced;
use super::journal;
use super::manifest::Manifest;
use super::scratch::{self, SCRATCH};
use super::system;
use super::target::Target;

/// Finishes what had been decided, and throws away what had not.
pub(super) fn recover(target: &Target) -> io::Result<()> {
    let live = target.output();
    let scratch = live.join(SCRATCH);
    if system::writable(target.parent()).is_ok() {
        recover_second_tree(target)?;
    }
    journal::redo(live, &scratch)?;
    scratch::remove(&scratch)
}

fn recover_second_tree(target: &Target) -> io::Result<()> {
    let (live, tree) = (target.output(), target.second_tree());
    let exists = |path| disk::lstat(path).map(|found| found.is_some()).at(path);
    if !exists(&tree)? {
        return Ok(());
    }
    let scratch = tree.join(SCRATCH);
    journal::redo(live, &scratch)?;
    if exists(&scratch)? || !exists(live)? {
        return scratch::discard(&tree);
    }
    if exists(&live.join(SCRATCH))? {
        // Killed between the exchange and its end.
        let new = Manifest::load(live)?.unwrap_or_default();
        Replaced::look(&tree, &new)?.bring_home(&tree, live)?;
    }
    Ok(())
}
