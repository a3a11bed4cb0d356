//! Writes fixes into the author's files: each file whole or not at all, and never one that changed
//! since it was read.

use super::{Failure, Prepared};
use crate::check::fix::fixes;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// A file that was mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// Path below the site's folder.
    pub path: String,
    /// How many places.
    pub places: usize,
    /// What an earlier run that was killed had left beside it, and is gone now.
    pub cleared: Option<String>,
}

/// Mends what is certain among the site's findings.
pub fn mend(prepared: &Prepared, root: &Path) -> Result<Vec<Mended>, Failure> {
    let mut mended = Vec::new();
    for fixed in fixes(&prepared.diagnostics, &prepared.sources) {
        let source = prepared.sources.get(fixed.source);
        let (path, places) = (source.path.clone(), fixed.places);
        let replaced =
            replace(&root.join(&path), prepared.sources.written(fixed.source), &fixed.text);
        // The system does not say which file it speaks of.
        let named = |error: io::Error| io::Error::new(error.kind(), format!("{path}: {error}"));
        if let Some(cleared) = replaced.map_err(named)? {
            let cleared = cleared.then(|| format!("{path}{BESIDE}"));
            mended.push(Mended { path, places, cleared });
        }
    }
    Ok(mended)
}

/// What is added to a file's name for the one that is to take its place. Nobody else's files end so.
const BESIDE: &str = ".mingbai~";

/// Puts `new` where `old` is; a byte-order mark stays. Nothing if the file says something else by now, else
/// whether a run that was killed had left something.
fn replace(path: &Path, old: &str, new: &str) -> io::Result<Option<bool>> {
    // A link stays a link; what it leads to was found inside the site when it was read.
    let Ok(path) = path.canonicalize() else { return Ok(None) };
    let found = fs::read(&path)?;
    let mark: &[u8] = if found.starts_with(b"\xEF\xBB\xBF") { b"\xEF\xBB\xBF" } else { b"" };
    if &found[mark.len()..] != old.as_bytes() {
        return Ok(None);
    }
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(BESIDE);
    let beside = path.with_file_name(name);
    let cleared = fs::remove_file(&beside).is_ok();
    let written = write_new(&beside, mark, new).and_then(|()| {
        fs::set_permissions(&beside, fs::metadata(&path)?.permissions())?;
        fs::rename(&beside, &path)
    });
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written.map(|()| Some(cleared))
}

fn write_new(path: &Path, mark: &[u8], text: &str) -> io::Result<()> {
    let mut file = fs::File::create_new(path)?;
    file.write_all(mark)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}
