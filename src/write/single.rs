//! One file of its own, such as a bundle: written beside its place and then put there in one step, so that
//! what stood there stays whole until the new one is.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::disk::{self, At};
use super::resolve::resolve;
use super::step;
use super::system;
use super::target::{Refusal, not_writable, refuse_sources};

/// A file that may be written.
#[derive(Debug)]
pub struct Single {
    path: PathBuf,
}

impl Single {
    /// Makes sure that a file of the site in `site_root` may be written here: it is no source, and what stands
    /// there, if anything does, begins with `mark`. Nothing is written.
    pub fn check(path: &Path, site_root: &Path, mark: &str) -> Result<Self, Refusal> {
        let really = |path: &Path| {
            resolve(path).map_err(|error| Refusal::Unresolved(path.into(), error.kind()))
        };
        let (path, site_root) = (really(path)?, really(site_root)?);
        refuse_sources(&path, &site_root)?;
        match disk::lstat(&path).map_err(not_writable(&path))? {
            Some(found) if found.is_dir() => return Err(Refusal::Folder(path)),
            Some(_) if !begins(&path, mark).map_err(not_writable(&path))? => {
                return Err(Refusal::NotOurFile(path));
            }
            _ => {}
        }
        let folder = path.parent().unwrap_or(&path);
        match disk::lstat(folder).map_err(not_writable(folder))? {
            Some(found) if found.is_dir() => {
                system::writable(folder).map_err(not_writable(folder))?;
            }
            _ => return Err(Refusal::NotAFolder(folder.into())),
        }
        Ok(Self { path })
    }

    /// Writes it, whole or not at all.
    pub fn write(&self, bytes: &[u8]) -> io::Result<()> {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        let new = self.path.with_file_name(format!(".{name}.mingbai-new"));
        let put = || {
            step::write(&new, bytes)?;
            // A file that was opened to be read cannot be brought to the disk everywhere.
            OpenOptions::new().write(true).open(&new)?.sync_all()?;
            step::rename(&new, &self.path)
        };
        put().at(&self.path).inspect_err(|_| {
            // Nobody else knows of it.
            let _ = step::remove_file(&new);
        })
    }
}

/// Whether a file begins so; an empty one may become anything.
fn begins(path: &Path, mark: &str) -> io::Result<bool> {
    let mut head = Vec::new();
    File::open(path)?.take(mark.len() as u64).read_to_end(&mut head)?;
    Ok(head.is_empty() || head == mark.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::super::step::injected::{self, WriteError};
    use super::*;
    use std::fs;

    const MARK: &str = "<!-- ours -->";

    #[test]
    fn only_a_file_of_ours_is_written_over() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().canonicalize().expect("there");
        fs::create_dir_all(root.join("content/x")).expect("writable");
        fs::write(root.join("notes.html"), "mine").expect("writable");
        fs::write(root.join("old.html"), format!("{MARK} old")).expect("writable");
        let check = |path: &str| Single::check(&root.join(path), &root, MARK).map(|_| ());
        assert_eq!(check("new.html"), Ok(()));
        assert_eq!(check("old.html"), Ok(()));
        assert_eq!(check("notes.html"), Err(Refusal::NotOurFile(root.join("notes.html"))));
        assert_eq!(
            check("content"),
            Err(Refusal::Source(root.join("content"), root.join("content")))
        );
        let inside = root.join("content/x/a.html");
        assert_eq!(check("content/x/a.html"), Err(Refusal::Source(inside, root.join("content"))));
        assert_eq!(check("."), Err(Refusal::Folder(root.clone())));
        assert_eq!(check("missing/a.html"), Err(Refusal::NotAFolder(root.join("missing"))));
    }

    #[test]
    fn whatever_fails_the_old_file_stays_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.html");
        fs::write(&path, format!("{MARK} old")).expect("writable");
        let single = Single::check(&path, folder.path(), MARK).expect("ours");
        for at in 0.. {
            let (done, steps) =
                injected::with(Some((at, WriteError::Once)), || single.write(b"new"));
            if done.is_ok() {
                assert!(at >= 3 && steps >= 3, "{steps} steps");
                break;
            }
            assert_eq!(fs::read_to_string(&path).expect("there"), format!("{MARK} old"));
            assert_eq!(fs::read_dir(folder.path()).expect("there").count(), 1, "nothing is left");
        }
        assert_eq!(fs::read_to_string(&path).expect("there"), "new");
    }
}
