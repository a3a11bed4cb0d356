//! What is dear to make and follows from nothing but its key: kept while the program runs, and longer if
//! there is a store for it.
//!
//! A key is a hash of everything that the value is made from, so nothing in here is ever wrong or has to be
//! thrown away for its age; it is thrown away for its size.

use super::packing;
use rustc_hash::FxHashMap;
use serde::Serialize;
use std::cell::RefCell;
use std::fmt::{self, Debug};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How many bytes are held in memory.
const HELD: usize = 64 << 20;

/// What a value is made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key(pub [u8; 32]);

impl Key {
    /// The key of what `kind` makes from these parts.
    pub fn of(kind: &str, parts: &[&[u8]]) -> Self {
        let size: usize = parts.iter().map(|part| part.len()).sum();
        if size > AT_ONCE * parts.len() {
            let mut hasher = blake3::Hasher::new();
            each(kind, parts, |bytes| _ = hasher.update(bytes));
            return Self(*hasher.finalize().as_bytes());
        }
        Self::hashed(joined(kind, parts))
    }

    /// The same where something else than bytes is a part as well; `None` if it cannot be written as bytes.
    pub fn of_value(kind: &str, parts: &[&[u8]], value: &impl Serialize) -> Option<Self> {
        packing::append(value, joined(kind, parts)).ok().map(Self::hashed)
    }

    fn hashed(joined: Vec<u8>) -> Self {
        let key = Self(*blake3::hash(&joined).as_bytes());
        // A list of all pages is large, and there are few of them.
        if joined.capacity() <= HELD_ROOM {
            JOINED.set(joined);
        }
        key
    }

    /// Whether what has this name ends a group of those that are kept together: one in 64 does. Which, the
    /// name alone decides: what comes or goes moves nothing but its own group.
    pub fn ends_group(name: &str) -> bool {
        Self::of("group", &[name.as_bytes()]).0[0].is_multiple_of(64)
    }
}

/// Parts are put together before they are hashed if they have no more bytes than this each, taken together:
/// much at once is hashed several times faster than the same bytes piece by piece.
const AT_ONCE: usize = 1 << 14;

/// As much room as stays for the next key.
const HELD_ROOM: usize = 1 << 20;

thread_local! {
    static JOINED: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// What is hashed of a key, in the room that the last one took.
fn joined(kind: &str, parts: &[&[u8]]) -> Vec<u8> {
    let mut joined = JOINED.take();
    joined.clear();
    each(kind, parts, |bytes| joined.extend_from_slice(bytes));
    joined
}

/// What is hashed of a key: each part with its length, so that two cannot run into each other.
fn each(kind: &str, parts: &[&[u8]], mut out: impl FnMut(&[u8])) {
    for part in std::iter::once(kind.as_bytes()).chain(parts.iter().copied()) {
        out(&part.len().to_le_bytes());
        out(part);
    }
}

/// Where values outlast the program. It may lose any of them at any time, and gives back none that is not
/// as it was.
pub trait Store: Send + Sync {
    /// A value that was put there.
    fn read(&self, key: &Key) -> Option<Vec<u8>>;
    /// Puts a value there, if it can.
    fn write(&self, key: &Key, value: &[u8]);
}

/// Values by key, within a bound.
#[derive(Default)]
pub struct Cache {
    held: Mutex<Held>,
    store: Option<Box<dyn Store>>,
}

/// Two generations: what was not asked for while one filled up goes with the next.
#[derive(Default)]
struct Held {
    young: FxHashMap<Key, Arc<[u8]>>,
    old: FxHashMap<Key, Arc<[u8]>>,
    size: usize,
}

impl Held {
    fn get(&mut self, key: &Key) -> Option<Arc<[u8]>> {
        if let Some(value) = self.young.get(key) {
            return Some(Arc::clone(value));
        }
        let value = self.old.remove(key)?;
        self.put(*key, Arc::clone(&value));
        Some(value)
    }

    fn put(&mut self, key: Key, value: Arc<[u8]>) {
        if self.size + value.len() > HELD / 2 {
            (self.old, self.size) = (std::mem::take(&mut self.young), 0);
        }
        self.size += value.len();
        self.young.insert(key, value);
    }
}

impl Cache {
    /// A cache before a store.
    pub fn before(store: Box<dyn Store>) -> Self {
        Self { held: Mutex::default(), store: Some(store) }
    }

    /// A value, made if it is not known. What cannot be understood, as whoever `reads` it says, is not known.
    pub fn get_or<T>(
        &self,
        key: Key,
        read: impl Fn(&Arc<[u8]>) -> Option<T>,
        make: impl FnOnce() -> (T, Option<Vec<u8>>),
    ) -> T {
        let held = self.held().get(&key);
        if let Some(known) = held.as_ref().and_then(&read) {
            return known;
        }
        let stored: Option<Arc<[u8]>> =
            self.store.as_ref().and_then(|store| store.read(&key)).map(Arc::from);
        let stored = stored.and_then(|stored| Some((read(&stored)?, stored)));
        if let Some((known, stored)) = stored {
            self.held().put(key, stored);
            return known;
        }
        let (made, value) = make();
        if let Some(value) = value {
            if let Some(store) = &self.store {
                store.write(&key, &value);
            }
            self.held().put(key, value.into());
        }
        made
    }

    /// A large value: made if the store does not have it, and not held in memory.
    pub fn kept(&self, key: Key, make: impl FnOnce() -> Vec<u8>) -> Vec<u8> {
        let Some(store) = &self.store else { return make() };
        store.read(&key).unwrap_or_else(|| {
            let made = make();
            store.write(&key, &made);
            made
        })
    }

    /// What was noted under a name by who came last, if that outlasts the program.
    pub fn recall(&self, name: &str) -> Option<Vec<u8>> {
        self.store.as_ref()?.read(&Key::of("note", &[name.as_bytes()]))
    }

    /// Notes something under a name for who comes next.
    pub fn note(&self, name: &str, value: &[u8]) {
        if let Some(store) = &self.store {
            store.write(&Key::of("note", &[name.as_bytes()]), value);
        }
    }

    /// Whether anything outlasts the program.
    pub fn lasts(&self) -> bool {
        self.store.is_some()
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    /// Asks for some bytes under a number, and says whether they had to be made.
    fn ask(cache: &Cache, number: u8, size: usize) -> bool {
        let made = Cell::new(false);
        let read = |bytes: &Arc<[u8]>| (bytes.len() == size).then_some(());
        cache.get_or(Key::of("test", &[&[number]]), read, || {
            made.set(true);
            ((), Some(vec![0; size]))
        });
        made.get()
    }

    #[test]
    fn a_value_is_made_once() {
        let cache = Cache::default();
        assert!(ask(&cache, 1, 3));
        assert!(!ask(&cache, 1, 3));
        assert!(ask(&cache, 2, 3));
        assert!(ask(&cache, 1, 4), "what cannot be understood is not known");
    }

    #[test]
    fn what_is_asked_for_stays_and_the_rest_goes() {
        let cache = Cache::default();
        let third = HELD / 6;
        assert!(ask(&cache, 0, third));
        for other in 1..40 {
            assert!(ask(&cache, other, third));
            assert!(!ask(&cache, 0, third), "asked for again and again, beside {other} others");
        }
        assert!(ask(&cache, 1, third));
        let held = cache.held();
        let bytes = held.young.values().chain(held.old.values()).map(|value| value.len());
        assert!(bytes.sum::<usize>() <= HELD);
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        assert_ne!(Key::of("a", &[b"bc", b"d"]), Key::of("a", &[b"b", b"cd"]));
        assert_ne!(Key::of("ab", &[b"c"]), Key::of("a", &[b"bc"]));
        let (one, other) =
            (Key::of_value("a", &[b"b"], &"c"), Key::of_value("a", &[], &("b", "c")));
        assert!(one.is_some() && one != other);
    }

    #[test]
    fn a_key_does_not_tell_how_it_was_hashed() {
        for size in [0, 1, 2 * AT_ONCE - 1, 2 * AT_ONCE] {
            let mut hasher = blake3::Hasher::new();
            each("a", &[&vec![7; size], b"b"], |bytes| _ = hasher.update(bytes));
            assert_eq!(Key::of("a", &[&vec![7; size], b"b"]).0, *hasher.finalize().as_bytes());
        }
    }
}
