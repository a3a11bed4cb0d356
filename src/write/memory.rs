//! What one build tells the next about the published tree: from which inputs it was made, how every file of it lay on
//! the disk, and a note of whoever built it. It is kept in the lock's file, which is there anyway and belongs to one
//! build at a time.
//!
//! It only ever saves work. Whatever is missing, torn, or not exactly as it was is nothing remembered, and the site is
//! built as if for the first time.

use rayon::prelude::*;
use std::fs::{File, Metadata};
use std::io::{self, Read, Seek, Write};
use std::path::Path;

use crate::base::evenly::Evenly as _;

use super::disk;
use super::manifest::{Hash, Manifest};
use super::step;
use super::system::{self, Lie};

/// The first word: what the file is, and the version of its format.
const HEAD: &str = "mingbai-built-1";

/// What is remembered of the last publication.
pub(super) struct Memory {
    /// What the site was built from, in the caller's words; one line.
    pub(super) inputs: String,
    /// How the published files lay on the disk.
    pub(super) tree: Hash,
    /// What the caller wanted to know again.
    pub(super) note: String,
}

/// The size of a file that has just been looked at, and how it lies.
pub(super) type Known<'k> = dyn Fn(&str) -> Option<(u64, Lie)> + Sync + 'k;

/// How the files of a published tree lie on the disk.
pub(super) struct Look {
    /// All that would tell a file from one that was put in its place or written to: inode, size and times.
    pub(super) tree: Hash,
    /// Their size together.
    pub(super) bytes: u64,
    /// When a file or its name was last changed, as seconds and nanoseconds.
    latest: (i64, i64),
}

impl Memory {
    /// What the lock's file remembers.
    pub(super) fn recall(file: &File) -> Option<Self> {
        let (mut file, mut text) = (file, String::new());
        file.rewind().ok()?;
        file.read_to_string(&mut text).ok()?;
        let (check, rest) = text.strip_prefix(HEAD)?.strip_prefix(' ')?.split_once('\n')?;
        if Hash::parse(check)? != Hash::of(rest.as_bytes()) {
            return None;
        }
        let (tree, rest) = rest.split_once('\n')?;
        let (inputs, note) = rest.split_once('\n')?;
        Some(Self { inputs: inputs.to_owned(), tree: Hash::parse(tree)?, note: note.to_owned() })
    }

    fn text(&self) -> String {
        let rest = format!("{}\n{}\n{}", self.tree, self.inputs, self.note);
        format!("{HEAD} {}\n{rest}", Hash::of(rest.as_bytes()))
    }
}

/// Remembers the tree at `root`, which has just been published; `false` if it cannot be told whether somebody changes
/// it from now on.
///
/// The file is written to first, so that its own time says when the look was taken by the clock of the file system.
/// Only if every file of the tree is older does a later change show, however coarse that clock is. A tree that was
/// published an instant ago is not old enough; the next build, which finds nothing to do, remembers it.
pub(super) fn keep(
    file: &File,
    root: &Path,
    manifest: &Manifest,
    known: &Known<'_>,
    (inputs, note): (&str, &str),
) -> io::Result<bool> {
    step::reach()?;
    file.set_len(0)?;
    write_at_start(file, b"\n")?;
    let Some(begun) = system::lie(&file.metadata()?) else { return Ok(false) };
    let Some(look) = look(root, manifest, begun.device, known) else { return Ok(false) };
    if look.latest >= begun.written {
        return Ok(false);
    }
    let memory = Memory { inputs: inputs.to_owned(), tree: look.tree, note: note.to_owned() };
    step::reach()?;
    write_at_start(file, memory.text().as_bytes())?;
    Ok(true)
}

/// Looks at every file of a published tree; nothing if one is missing, is no file, or lies on a file system other than
/// `device`, whose clock may be another. What is `known` is not looked at again.
pub(super) fn look(
    root: &Path,
    manifest: &Manifest,
    device: u64,
    known: &Known<'_>,
) -> Option<Look> {
    let paths: Vec<&str> = manifest.paths().collect();
    let at = |path: &&str| known(path).or_else(|| found(&root.join(path)));
    let (mut seen, lies) = rayon::join(
        || manifest.bytes(),
        || paths.par_iter().evenly().map(at).collect::<Option<Vec<(u64, Lie)>>>(),
    );
    let (mut bytes, mut latest) = (0, (i64::MIN, 0));
    for (size, lie) in lies? {
        if lie.device != device {
            return None;
        }
        bytes += size;
        latest = latest.max(lie.changed).max(lie.written);
        describe(size, &lie, &mut seen);
    }
    Some(Look { tree: Hash::of(&seen), bytes, latest })
}

/// A file's size, and how it lies.
fn found(file: &Path) -> Option<(u64, Lie)> {
    let found = disk::lstat(file).ok()?.filter(Metadata::is_file)?;
    Some((found.len(), system::lie(&found)?))
}

fn write_at_start(mut file: &File, bytes: &[u8]) -> io::Result<()> {
    file.rewind()?;
    file.write_all(bytes)
}

fn describe(size: u64, lie: &Lie, seen: &mut Vec<u8>) {
    let [inode, mode] = lie.numbers;
    seen.extend([inode, size, mode].into_iter().flat_map(u64::to_le_bytes));
    let times = [lie.written.0, lie.written.1, lie.changed.0, lie.changed.1];
    seen.extend(times.into_iter().flat_map(i64::to_le_bytes));
}
