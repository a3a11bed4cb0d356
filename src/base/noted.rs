//! Of which keys something is known that takes no room to say, such as that nothing is wrong with what they
//! were made from.

use super::cache::{Cache, Key};
use rustc_hash::FxHashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Keys that were noted by whoever came last, and those that are noted now.
#[derive(Debug, Default)]
pub struct Noted {
    before: FxHashSet<Key>,
    now: Mutex<Vec<Key>>,
    lasts: bool,
}

impl Noted {
    /// What was noted under a name, if anything outlasts the program.
    pub fn recalled(cache: &Cache, name: &str) -> Self {
        let noted = cache.recall(name).unwrap_or_default();
        let before = noted.chunks_exact(LENGTH).filter_map(|key| Some(Key(key.try_into().ok()?)));
        Self { before: before.collect(), now: Mutex::default(), lasts: cache.lasts() }
    }

    /// Whether it is worth asking.
    pub fn is_kept(&self) -> bool {
        self.lasts
    }

    /// Whether a key was noted; if so, it is noted again.
    pub fn has(&self, key: Key) -> bool {
        let known = self.before.contains(&key);
        if known {
            self.add(key);
        }
        known
    }

    /// Notes a key.
    pub fn add(&self, key: Key) {
        self.now().push(key);
    }

    /// Leaves what is noted now for who comes next, and nothing else.
    pub fn leave(self, cache: &Cache, name: &str) {
        let mut now = std::mem::take(&mut *self.now());
        now.sort_unstable_by_key(|key| key.0);
        now.dedup();
        if now.len() != self.before.len() || now.iter().any(|key| !self.before.contains(key)) {
            cache.note(name, &now.iter().flat_map(|key| key.0).collect::<Vec<u8>>());
        }
    }

    fn now(&self) -> MutexGuard<'_, Vec<Key>> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// So many bytes has a key.
const LENGTH: usize = size_of::<Key>();
