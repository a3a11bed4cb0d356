//! What outlasts a build: dear results in `.mingbai/` in the site's folder, by the hash of all that they
//! were made from, the program included.
//!
//! It only ever saves work. A file that is missing, torn, of another program or under another's name is no
//! value; a folder that cannot be written to keeps nothing. It hides itself from Git, may be deleted at any
//! time, and stays within a bound.

use super::inputs;
use crate::base::cache::{Cache, Key, Store};
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};
use xxhash_rust::xxh3::Xxh3;

/// The folder below the site's own.
pub(super) const FOLDER: &str = ".mingbai";

/// How many bytes it may hold when a build ends.
const HELD: u64 = 512 << 20;

/// A larger value is not kept.
const LARGEST: u64 = 64 << 20;

/// What was used within this time is as good as new.
const RECENT: Duration = Duration::from_secs(3600);

/// What is said to Git of the folder, and to whoever makes backups.
const IGNORED: [(&str, &str); 2] = [
    (".gitignore", "# What builds keep for the next ones. It may be deleted at any time.\n*\n"),
    ("CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55\n"),
];

/// The cache of a site: one that lasts if that is asked for, else as long as the program runs.
pub(super) fn cache(root: &Path, lasting: bool) -> Arc<Cache> {
    let folder = lasting.then(|| Folder::of(root)).flatten();
    Arc::new(folder.map_or_else(Cache::default, |folder| Cache::before(Box::new(folder))))
}

/// The fingerprint before a value.
type Seal = [u8; 16];

/// A folder of values.
struct Folder {
    /// `.mingbai`.
    top: PathBuf,
    /// What makes the values.
    program: u128,
    /// Whether the folder is ready to be written to, once that is asked.
    ready: OnceLock<bool>,
    /// Whether something was written.
    grown: AtomicBool,
}

impl Folder {
    /// `None` where whatever stands there is no folder of the site's own.
    fn of(root: &Path) -> Option<Self> {
        let top = root.join(FOLDER);
        let strange = |path: &Path| fs::symlink_metadata(path).is_ok_and(|found| !found.is_dir());
        if strange(&top) || strange(&top.join("cache")) {
            return None;
        }
        let (ready, grown) = (OnceLock::new(), AtomicBool::new(false));
        Some(Self { top, program: inputs::program()?, ready, grown })
    }

    fn values(&self) -> PathBuf {
        self.top.join("cache")
    }

    /// Where a value is. Another program has other names for all of them.
    fn path(&self, key: &Key) -> PathBuf {
        let mut name = String::with_capacity(64);
        for byte in self.name(key).as_bytes() {
            let _ = write!(name, "{byte:02x}");
        }
        self.values().join(&name[..2]).join(&name[2..])
    }

    fn name(&self, key: &Key) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&self.program.to_le_bytes()).update(&key.0).finalize()
    }

    /// What stands before a value: what it must be, and for whom. It tells whether the value is whole, and is no
    /// defence against whoever may write here, who may write the site as well.
    fn seal(&self, key: &Key, value: &[u8]) -> Seal {
        let mut hasher = Xxh3::new();
        hasher.update(self.name(key).as_bytes());
        hasher.update(value);
        hasher.digest128().to_le_bytes()
    }

    fn is_ready(&self) -> bool {
        *self.ready.get_or_init(|| self.prepare().is_ok())
    }

    fn prepare(&self) -> io::Result<()> {
        fs::create_dir_all(self.values())?;
        for (name, text) in IGNORED {
            let path = self.top.join(name);
            if fs::symlink_metadata(&path).is_err() {
                fs::write(path, text)?;
            }
        }
        Ok(())
    }

    fn put(&self, key: &Key, value: &[u8]) -> io::Result<()> {
        let path = self.path(key);
        let folder = path.parent().unwrap_or(&self.top);
        fs::create_dir_all(folder)?;
        let beside = folder.join(passing());
        let written = File::create_new(&beside).and_then(|mut file| {
            file.write_all(&self.seal(key, value))?;
            file.write_all(value)?;
            drop(file);
            fs::rename(&beside, &path)
        });
        if written.is_err() {
            let _ = fs::remove_file(&beside);
        }
        written
    }
}

impl Store for Folder {
    fn read(&self, key: &Key) -> Option<Vec<u8>> {
        let path = self.path(key);
        let found = fs::symlink_metadata(&path).ok()?;
        if !found.is_file() || found.len() > LARGEST {
            return None;
        }
        let mut file = File::open(&path).ok()?;
        let (mut seal, mut value) = (Seal::default(), Vec::with_capacity(found.len() as usize));
        file.read_exact(&mut seal).ok()?;
        file.read_to_end(&mut value).ok()?;
        let whole = seal == self.seal(key, &value);
        if whole && found.modified().is_ok_and(is_old) {
            // What is used is not the oldest, whenever it was made. A folder that is only read stays as it is.
            let file = File::options().append(true).open(&path);
            let _ = file.and_then(|file| file.set_modified(SystemTime::now()));
        }
        whole.then_some(value)
    }

    fn write(&self, key: &Key, value: &[u8]) {
        let fits = (value.len() + size_of::<Seal>()) as u64 <= LARGEST;
        if fits && self.is_ready() && self.put(key, value).is_ok() {
            self.grown.store(true, Ordering::Relaxed);
        }
    }
}

/// Values are thrown away when a program has done its work and added some.
impl Drop for Folder {
    fn drop(&mut self) {
        if self.grown.load(Ordering::Relaxed) {
            prune(&self.values(), HELD);
        }
    }
}

/// Whether something was not made or used for a while.
fn is_old(time: SystemTime) -> bool {
    time.elapsed().is_ok_and(|age| age > RECENT)
}

/// A name that no other writer has at the same time.
fn passing() -> String {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    format!("{}-{}.tmp", process::id(), NUMBER.fetch_add(1, Ordering::Relaxed))
}

/// Removes the oldest files of a folder of values until it is within a bound.
fn prune(folder: &Path, bound: u64) {
    let entries = |folder: &Path| fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<(SystemTime, PathBuf, u64)> = Vec::new();
    for part in entries(folder).filter(|part| part.file_type().is_ok_and(|kind| kind.is_dir())) {
        files.extend(entries(&part.path()).filter_map(|file| {
            let found = file.metadata().ok().filter(fs::Metadata::is_file)?;
            Some((found.modified().ok()?, file.path(), found.len()))
        }));
    }
    let mut held: u64 = files.iter().map(|(_, _, size)| size).sum();
    files.sort_unstable();
    for (_, path, size) in files {
        if held <= bound {
            break;
        }
        if fs::remove_file(path).is_ok() {
            held -= size;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(folder: &Path) -> Vec<PathBuf> {
        let mut files = Vec::new();
        for entry in fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() { files.extend(self::files(&path)) } else { files.push(path) }
        }
        files.sort();
        files
    }

    #[test]
    fn a_value_is_given_back_as_it_was_or_not_at_all() {
        let site = tempfile::tempdir().unwrap();
        let (one, other) = (Key::of("a", &[b"1"]), Key::of("a", &[b"2"]));
        let folder = Folder::of(site.path()).unwrap();
        folder.write(&one, b"value");
        assert_eq!(folder.read(&one).as_deref(), Some(&b"value"[..]));
        assert_eq!(folder.read(&other), None);
        let ignored = fs::read_to_string(site.path().join(".mingbai/.gitignore")).unwrap();
        assert!(ignored.ends_with("\n*\n"));
        let [file] = files(&folder.values()).try_into().unwrap();
        let whole = fs::read(&file).unwrap();
        for at in 0..whole.len() {
            fs::write(&file, &whole[..at]).unwrap();
            assert_eq!(folder.read(&one), None, "{at} bytes of it");
            let mut torn = whole.clone();
            torn[at] ^= 1;
            fs::write(&file, torn).unwrap();
            assert_eq!(folder.read(&one), None, "byte {at} is another");
        }
        // A whole value under another's name.
        let place = folder.path(&other);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(&place, &whole).unwrap();
        assert_eq!(folder.read(&other), None);
        let mut foreign = Folder::of(site.path()).unwrap();
        foreign.program ^= 1;
        fs::write(&file, &whole).unwrap();
        assert_eq!(foreign.read(&one), None);
        assert!(folder.read(&one).is_some());
    }

    #[test]
    fn a_folder_that_is_none_keeps_nothing() {
        let site = tempfile::tempdir().unwrap();
        fs::write(site.path().join(FOLDER), "mine").unwrap();
        assert!(Folder::of(site.path()).is_none());
        assert_eq!(fs::read_to_string(site.path().join(FOLDER)).unwrap(), "mine");
    }

    #[test]
    fn the_oldest_go_until_the_rest_fits() {
        let site = tempfile::tempdir().unwrap();
        let folder = Folder::of(site.path()).unwrap();
        let kept = |n: u8| folder.read(&Key::of("a", &[&[n]])).is_some();
        for n in 0..5 {
            let key = Key::of("a", &[&[n]]);
            folder.write(&key, &[0; 68]);
            let time = SystemTime::UNIX_EPOCH + Duration::from_secs(u64::from(n));
            let file = File::options().append(true).open(folder.path(&key)).unwrap();
            file.set_modified(time).unwrap();
        }
        assert!(kept(1), "and from now on it is the newest");
        prune(&folder.values(), 250);
        assert_eq!([0, 1, 2, 3, 4].map(kept), [false, true, false, false, true]);
    }
}
