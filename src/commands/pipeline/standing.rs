//! Which files of a site an earlier build has made, by the keys of all that each follows from.
//!
//! Of a file its fingerprint is kept and not its bytes: whoever finds that it stands has no need of these, and
//! who does not makes it. So a site's files take some fifty bytes each.

use crate::base::cache::{Cache, Key};
use crate::base::output::{Output, Print, Standing};
use crate::write::Publication;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The name of the note.
const NAME: &str = "standing files";

/// What stands in a place of publication.
pub(super) struct Earlier<'p> {
    publication: &'p Publication,
    before: FxHashMap<Key, Print>,
    now: Mutex<Now>,
}

#[derive(Default)]
struct Now {
    files: Vec<(Key, Print)>,
    /// By path those of which it is not said yet what else they follow from.
    latest: FxHashMap<String, Print>,
    error: Option<io::Error>,
}

impl<'p> Earlier<'p> {
    /// What the last build has left.
    pub(super) fn new(publication: &'p Publication, cache: &Cache) -> Self {
        let noted = cache.recall(NAME).unwrap_or_default();
        let files = noted.chunks_exact(LENGTH);
        let mut before = FxHashMap::with_capacity_and_hasher(files.len(), FxBuildHasher);
        before.extend(files.filter_map(read));
        let latest = FxHashMap::with_capacity_and_hasher(before.len(), FxBuildHasher);
        Self { publication, before, now: Mutex::new(Now { latest, ..Now::default() }) }
    }

    /// Leaves what was made and what stands for the next build. The error is one of publication.
    pub(super) fn leave(self, cache: &Cache) -> io::Result<()> {
        let Now { mut files, latest, error } =
            self.now.into_inner().unwrap_or_else(PoisonError::into_inner);
        if let Some(error) = error {
            return Err(error);
        }
        // Of a file that was found by one key the others are as good as before.
        let found: FxHashSet<u128> = latest.values().map(|print| print.hash).collect();
        let others = self.before.iter().filter(|(_, print)| found.contains(&print.hash));
        files.extend(others.map(|(key, print)| (*key, *print)));
        files.sort_unstable_by_key(|(key, _)| key.0);
        files.dedup_by_key(|(key, _)| key.0);
        let same = files.len() == self.before.len()
            && files.iter().all(|(key, print)| self.before.get(key) == Some(print));
        if !same {
            cache.note(NAME, &files.iter().flat_map(written).collect::<Vec<u8>>());
        }
        Ok(())
    }

    fn enter(&self, key: Option<Key>, path: &str, print: Print) {
        let path = path.to_owned();
        let mut now = self.now();
        now.files.extend(key.map(|key| (key, print)));
        now.latest.insert(path, print);
    }

    fn now(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Standing for Earlier<'_> {
    fn stands(&self, path: &str, key: Key) -> bool {
        let Some(print) = self.before.get(&key) else { return false };
        match self.publication.keep(path, *print) {
            Ok(stands) => {
                if stands {
                    self.enter(Some(key), path, *print);
                }
                stands
            }
            Err(error) => {
                self.now().error.get_or_insert(error);
                true
            }
        }
    }

    fn made(&self, key: Option<Key>, file: &Output) {
        self.enter(key, &file.path, file.print());
    }

    fn follows(&self, path: &str, key: Key) {
        let mut now = self.now();
        let print = now.latest.remove(path);
        now.files.extend(print.map(|print| (key, print)));
    }
}

/// So many bytes has a file in the note.
const LENGTH: usize = 32 + 16 + 8;

fn written((key, print): &(Key, Print)) -> [u8; LENGTH] {
    let mut bytes = [0; LENGTH];
    bytes[..32].copy_from_slice(&key.0);
    bytes[32..48].copy_from_slice(&print.hash.to_le_bytes());
    bytes[48..].copy_from_slice(&print.size.to_le_bytes());
    bytes
}

fn read(bytes: &[u8]) -> Option<(Key, Print)> {
    let (key, rest) = bytes.split_first_chunk::<32>()?;
    let (hash, size) = rest.split_first_chunk::<16>()?;
    let print =
        Print { hash: u128::from_le_bytes(*hash), size: u64::from_le_bytes(size.try_into().ok()?) };
    Some((Key(*key), print))
}
