//! Publishing, all or nothing: [`Output`]s go in, and the output folder holds either the whole old site or the
//! whole new one, whatever kills the build.
//!
//! New files are written to a scratch folder while pages are still being rendered ([`Publication::put`]); nothing
//! that is published is touched before [`Publication::commit`]. Then, by the better of two ways:
//!
//! * **Exchange** — a second tree beside the output is brought up to date, mostly by hard links to what is already
//!   published, and the two folders change places in one step. The old tree becomes the next build's second tree.
//! * **Journal** — where folders cannot be exchanged (the output is a mount point, its parent is not ours to write,
//!   the file system does not know how), what is to be done is written down first and then done file by file. Each
//!   file is whole at every instant; the site may be a mixture for a moment, and a killed build is finished by the next.
//!
//! What was published is known from the manifest in the output, and only what it names is ever removed. Everything
//! else found there is foreign and stays. A file already published with the same bytes keeps its inode and its
//! modification time, and a build that changes nothing touches nothing.
//!
//! Two places beside an output `public` belong to this module: `.public.mingbai-lock`, which also remembers from what
//! the site was built ([`Publication::recall`]), and `.public.mingbai-staging`.
//! Both trees share the inodes of unchanged files, so the second costs little space. What keeps the *folder* open
//! across a publication — a server started inside it, a bind mount of it — goes on seeing the old tree: mount or
//! serve the parent, or publish with [`Target::in_place`].
//!
//! This stage decides nothing about content. What it asks of a system is in [`system`]; where that is Windows, every
//! publication is by the journal.

mod claims;
mod disk;
mod error;
mod exchange;
mod foreign;
#[cfg(any(test, fuzzing))]
pub(crate) mod fuzzing;
mod journal;
mod lock;
mod manifest;
mod memory;
mod plan;
mod recover;
mod resolve;
mod scratch;
mod single;
mod staging;
mod step;
mod survey;
mod system;
mod target;

pub use error::WriteError;
pub use single::Single;
pub use target::{Refusal, Target};

use std::fs::Metadata;
use std::io;
use std::mem;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::base::output::{Output, Print};
use claims::Claims;
use disk::At;
use lock::Lock;
use manifest::{Hash, Manifest};
use memory::Memory;
use plan::{NewFile, Plan, Standing};
use staging::Staging;
use system::Lie;

/// One build's publication. Files may be [`put`](Self::put) from many threads at once; dropped without
/// [`commit`](Self::commit), it leaves the published site as it was.
pub struct Publication {
    target: Target,
    previous: Manifest,
    /// Whether the output did not exist, so that nothing in it has to be looked at.
    is_first: bool,
    /// When the previous manifest was written: a published file changed since then was changed by somebody else.
    published: Option<SystemTime>,
    ledger: Mutex<Ledger>,
    staging: Staging,
    /// Held until everything above has been dropped.
    lock: Lock,
}

/// Lets a file be run as a program, where files say that.
pub fn make_executable(file: &Path) -> io::Result<()> {
    system::make_executable(file)
}

/// What a publication did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Files of the site, now published.
    pub files: usize,
    /// Of these, new or changed.
    pub written: usize,
    /// Of these, published before with the same bytes.
    pub unchanged: usize,
    /// Files of the previous site that are gone.
    pub removed: usize,
    /// Size of all files of the site together.
    pub bytes: u64,
    /// How the new site took the old one's place.
    pub method: Method,
}

/// How a new site takes the old one's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// In one step: readers see the old site or the new one.
    Exchange,
    /// File by file, each one whole: readers may see a mixture for a moment.
    Journal,
    /// Not at all: it is the same site.
    Unchanged,
}

impl Publication {
    /// Begins a publication: waits for another build of the same output, puts right what a killed one left behind,
    /// and reads what is published now.
    pub fn begin(target: &Target) -> io::Result<Self> {
        Self::begin_telling(target, || ())
    }

    /// Like [`begin`](Self::begin), and calls `waiting` once if another build has to be waited for.
    pub fn begin_telling(target: &Target, waiting: impl FnOnce()) -> io::Result<Self> {
        let lock = Lock::take(target, waiting)?;
        recover::recover(target)?;
        let live = target.output();
        // An output that does not exist has nothing to be kept in place.
        let mut target = target.clone();
        let is_first = disk::lstat(live).at(live)?.is_none();
        target.in_place &= !is_first;
        let previous = Manifest::load(live)?.unwrap_or_default();
        let published =
            disk::lstat(&live.join(manifest::NAME))?.map(|m| m.modified()).transpose()?;
        Ok(Self {
            staging: Staging::new(&target, is_first),
            target,
            is_first,
            ledger: Mutex::new(Ledger::with_room(previous.len())),
            previous,
            published,
            lock,
        })
    }

    /// The paths published before this build, sorted.
    pub fn previous(&self) -> impl Iterator<Item = &str> {
        self.previous.paths()
    }

    /// Looks at what publishing will have to know of the disk, while something else is being done. It need not be
    /// called, and changes nothing.
    pub fn look_ahead(&self) {
        if !self.is_first {
            self.staging.look(&self.previous);
        }
    }

    /// Takes one file of the new site. A path that cannot be published is an error that carries a [`WriteError`]; after
    /// any error this publication can no longer be committed.
    pub fn put(&self, output: Output) -> io::Result<()> {
        let put = self.take(output);
        if put.is_err() {
            self.ledger().failed = true;
        }
        put
    }

    /// Takes a file of the new site that nobody has at hand: `true` if it is published with these bytes and was not
    /// touched since. Otherwise it is not taken, and has to be [`put`](Self::put).
    pub fn keep(&self, path: &str, print: Print) -> io::Result<bool> {
        let live = self.target.output().join(path);
        let untouched = |found: &Metadata| {
            self.is_published(path, print, found) && found.modified().ok() < self.published
        };
        let Some(found) = disk::lstat(&live).at(&live)?.filter(untouched) else { return Ok(false) };
        let file = new_file(path, print, Some(&found));
        let mut ledger = self.ledger();
        if let Err(error) = ledger.claims.claim(path) {
            ledger.failed = true;
            return Err(error.into());
        }
        ledger.enter(file, print.size);
        Ok(true)
    }

    /// The site as it stands and what was noted of it, if it was published from these `inputs` and nobody has touched
    /// a file of it since.
    pub fn recall(&self, inputs: &str) -> Option<(Written, String)> {
        let memory = Memory::recall(&self.lock.file).filter(|memory| memory.inputs == inputs)?;
        let device = system::lie(&self.lock.file.metadata().ok()?)?.device;
        let look = memory::look(self.target.output(), &self.previous, device, &|_| None)?;
        let files = self.previous.len();
        let written = Written {
            files,
            written: 0,
            unchanged: files,
            removed: 0,
            bytes: look.bytes,
            method: Method::Unchanged,
        };
        (self.published.is_some() && look.tree == memory.tree).then_some((written, memory.note))
    }

    /// Publishes what was put, and nothing else.
    pub fn commit(self) -> io::Result<Written> {
        self.finish(None)
    }

    /// The same, for [`recall`](Self::recall): `inputs` is everything the site was built from, in one line, and `note`
    /// what is to be known again.
    pub fn commit_remembering(self, inputs: &str, note: &str) -> io::Result<Written> {
        self.finish(Some((inputs, note)))
    }

    fn finish(mut self, remembered: Option<(&str, &str)>) -> io::Result<Written> {
        let Ledger { files, bytes, failed, .. } = mem::take(&mut *self.ledger());
        if failed {
            return Err(WriteError::Incomplete.into());
        }
        let plan = Plan::new(mem::take(&mut self.previous), files);
        let method = if plan.is_empty() && self.published.is_some() {
            Method::Unchanged
        } else {
            self.publish(&plan)?
        };
        if let Some((inputs, note)) = remembered {
            let (live, known) = (self.target.output(), |path: &str| self.known(&plan, path));
            // Nothing that is published depends on it.
            let _ = memory::keep(&self.lock.file, live, &plan.next, &known, (inputs, note));
        }
        Ok(Written {
            files: plan.next.len(),
            written: plan.fresh().count(),
            unchanged: plan.unchanged(),
            removed: plan.stale().count(),
            bytes,
            method,
        })
    }

    /// How a published file lies, if it has just been looked at and we have not changed it since. If somebody
    /// else has, it does not lie so, which the next build will see; that tells times apart only if this one is
    /// before the look.
    fn known(&self, plan: &Plan, path: &str) -> Option<(u64, Lie)> {
        let (_, Standing { size, lie, .. }) = plan.standing(path)?;
        let lie = lie.filter(|lie| lie.is_older_than(self.published.unwrap_or(UNIX_EPOCH)))?;
        (!self.staging.linked.contains(path)).then_some((*size, lie))
    }

    fn take(&self, output: Output) -> io::Result<()> {
        let path = output.path.as_str();
        self.ledger().claims.claim(path)?;
        let print = output.print();
        let live = self.target.output().join(path);
        let found = if self.is_first { None } else { disk::lstat(&live).at(&live)? };
        if let Some(found) = found.as_ref().filter(|found| self.stands(&output, print, found)) {
            let file = new_file(path, print, Some(found));
            self.ledger().enter(file, print.size);
            return Ok(());
        }
        self.staging.open(&self.previous)?;
        self.staging.write(&output, found.as_ref())?;
        let file = new_file(path, print, None);
        self.ledger().enter(file, print.size);
        Ok(())
    }

    /// Whether the published file already has these bytes. The manifest knows the bytes we wrote, and a file no newer
    /// than the manifest still has them; only a newer one is read.
    fn stands(&self, output: &Output, print: Print, found: &Metadata) -> bool {
        self.is_published(&output.path, print, found)
            && (found.modified().ok() < self.published
                || disk::holds(&self.target.output().join(&output.path), output).unwrap_or(false))
    }

    /// Whether we wrote these bytes there, and what is there now could still be the file.
    fn is_published(&self, path: &str, print: Print, found: &Metadata) -> bool {
        self.previous.hash(path) == Some(Hash::known(print.hash))
            && found.is_file()
            && found.len() == print.size
    }

    fn publish(&mut self, plan: &Plan) -> io::Result<Method> {
        let found = foreign::look(self.target.output(), plan)?;
        self.staging.open(&plan.previous)?;
        if exchange::publish(&self.target, &mut self.staging, plan, found)? {
            return Ok(Method::Exchange);
        }
        journal::publish(&self.target, plan)?;
        Ok(Method::Journal)
    }

    fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What has been put so far.
#[derive(Default)]
struct Ledger {
    claims: Claims,
    files: Vec<NewFile>,
    bytes: u64,
    failed: bool,
}

impl Ledger {
    /// An empty one for so many files, as far as is known.
    fn with_room(files: usize) -> Self {
        let (claims, files) = (Claims::with_room(files), Vec::with_capacity(files));
        Self { claims, files, ..Self::default() }
    }

    /// Writes down a file of the new site.
    fn enter(&mut self, file: NewFile, size: u64) {
        self.bytes += size;
        self.files.push(file);
    }
}

/// A file of the new site, and how it is published already, if it is.
fn new_file(path: &str, print: Print, found: Option<&Metadata>) -> NewFile {
    let standing = found.map(|found| {
        let (inode, lie) = (system::inode(found), system::lie(found));
        Standing { inode, size: found.len(), lie }
    });
    NewFile { path: path.to_owned(), hash: Hash::known(print.hash), standing }
}

#[cfg(test)]
mod tests;
