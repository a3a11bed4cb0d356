//! First stage: reads the site's folder. Besides the theme, the only stage that reads a disk.
//!
//! It reads inside the site's folder and nowhere else: a link that leads out is an error, pipes and
//! devices are skipped. What the files say is for `parse`.

mod fence;
pub(crate) mod history;
pub mod theme;

use crate::base::evenly::Evenly as _;
use crate::base::fold::composed;
use crate::base::output::OnDisk;
use crate::base::picture;
use crate::base::source::{Admitted, Asset, MARKDOWN, Sources};
use crate::diag::{Diagnostic, Excerpt, Place, Problem};
use fence::Fence;
use rayon::prelude::*;
use std::cell::RefCell;
use std::collections::HashMap;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use walkdir::{DirEntry, WalkDir};

/// Text files beyond this are refused: no guide is that long, and no build should hang on one.
const TEXT_LIMIT: usize = 4 * 1024 * 1024;

/// The head of a file that is too large to be held: enough to see what it is.
const HEAD: usize = 64 * 1024;

/// Files beyond this are copied from disk to disk.
const HELD: usize = 8 * 1024 * 1024;

/// Pictures are decoded and freed of what cameras write into them, and so have to be held.
const PICTURE_LIMIT: usize = 64 * 1024 * 1024;

/// Reads everything below `root/content`. `Err` means that the folder itself cannot be read.
pub fn load(root: &Path) -> io::Result<(Sources, Vec<Diagnostic>)> {
    load_after(root, &Sources::default())
}

/// The same after an earlier reading: what is still the same is shared with it, not held twice.
pub fn load_after(root: &Path, before: &Sources) -> io::Result<(Sources, Vec<Diagnostic>)> {
    let content = root.join("content");
    fs::read_dir(&content)?;
    let inside = root.canonicalize()?;
    let (found, mut diagnostics) = walk(&content, root, &inside);
    let read: Vec<Read> =
        found.par_iter().evenly().map(|file| read(&file.path, &file.name)).collect();
    let mut sources = Sources::default();
    let assets: HashMap<&str, &Arc<Asset>> =
        before.assets.iter().map(|asset| (asset.path.as_str(), asset)).collect();
    for (FoundFile { name, real, linked, .. }, read) in found.into_iter().zip(read) {
        sources.linked |= linked;
        match read {
            Read::Text(text) => {
                sources.add_after(name, text, before);
            }
            Read::Bytes(bytes, on_disk) => {
                let asset = Asset { path: name, bytes, on_disk, real };
                let known = assets.get(asset.path.as_str()).filter(|known| ****known == asset);
                sources
                    .assets
                    .push(known.map_or_else(|| Arc::new(asset), |known| Arc::clone(known)));
            }
            Read::Bad(diagnostic) => diagnostics.push(diagnostic),
        }
    }
    Ok((sources, diagnostics))
}

/// The text of a file that was read before and is still in its place: a regular file, as large as a text
/// may be, in UTF-8. `None` for anything else.
pub fn text_again(root: &Path, name: &str) -> Option<Admitted> {
    let path = root.join(name);
    let regular = fs::symlink_metadata(&path).is_ok_and(|found| found.is_file());
    match regular.then(|| read(&path, name))? {
        Read::Text(text) => Some(text),
        Read::Bytes(..) | Read::Bad(_) => None,
    }
}

/// Whether a file of this name, if there was one, would be read as a text of the site.
pub fn would_be_text(name: &str) -> bool {
    let below = name.strip_prefix("content/");
    is_text(name) && below.is_some_and(|below| below.split('/').all(is_visible_name))
}

/// Everything that is to be read, and what is wrong with the rest.
fn walk(content: &Path, root: &Path, inside: &Path) -> (Vec<FoundFile>, Vec<Diagnostic>) {
    let (mut found, mut diagnostics) = (Vec::new(), Vec::new());
    let fence = RefCell::new(Fence::new(inside));
    let refused = RefCell::new(Vec::new());
    let enters = |entry: &DirEntry| {
        is_visible(entry)
            && fence.borrow_mut().check(entry).map_err(|problem| {
                let name = relative(entry.path(), root);
                refused.borrow_mut().push(Diagnostic::in_file(name, problem));
            }) == Ok(())
    };
    let walk = WalkDir::new(content).follow_links(true).sort_by_file_name();
    for entry in walk.into_iter().filter_entry(enters) {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => match consider(&entry, root, &fence.borrow()) {
                Ok(file) => found.push(file),
                Err(problem) => {
                    let name = relative(entry.path(), root);
                    diagnostics.push(Diagnostic::in_file(name, problem));
                }
            },
            Err(error) => {
                let path = error.path().unwrap_or(content);
                let reason =
                    error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                diagnostics.push(Diagnostic::in_file(
                    relative(path, root),
                    Problem::Unreadable { reason },
                ));
            }
        }
    }
    diagnostics.extend(refused.into_inner());
    (found, diagnostics)
}

struct FoundFile {
    path: PathBuf,
    /// Below the site's folder, `/` between parts, NFC.
    name: String,
    /// The same of the file that a link leads to.
    real: Option<String>,
    /// Whether a link leads to it, by its own name or a folder's.
    linked: bool,
}

enum Read {
    Text(Admitted),
    /// All bytes, or the first of them and where they are.
    Bytes(Vec<u8>, Option<OnDisk>),
    Bad(Diagnostic),
}

/// Hidden files are nobody's content, except those that web hosts ask for; nor is what editors and systems
/// leave beside a file for themselves.
fn is_visible(entry: &DirEntry) -> bool {
    entry.depth() == 0 || is_visible_name(&entry.file_name().to_string_lossy())
}

/// Whether a file or folder of this name may be anybody's content.
pub(crate) fn is_visible_name(name: &str) -> bool {
    !(is_hidden(name) || is_left_behind(name))
}

/// Copies that Emacs, Vim and Office keep while a file is open, and what Windows notes of a folder.
fn is_left_behind(name: &str) -> bool {
    name.ends_with('~')
        || name.starts_with("~$")
        || (name.starts_with('#') && name.ends_with('#'))
        || [".swp", ".swo", ".swx"].iter().any(|ending| name.ends_with(ending))
        || ["Thumbs.db", "ehthumbs.db", "desktop.ini"]
            .iter()
            .any(|of| of.eq_ignore_ascii_case(name))
}

fn is_hidden(name: &str) -> bool {
    name.starts_with('.') && ![".well-known", ".nojekyll"].contains(&name)
}

fn consider(entry: &DirEntry, root: &Path, fence: &Fence<'_>) -> Result<FoundFile, Problem> {
    let name = relative(entry.path(), root);
    if !entry.file_type().is_file() {
        return Err(Problem::NotRegular);
    }
    let real = fence.real(entry, &name, is_text)?;
    let linked = real.is_some() || entry.path_is_symlink();
    Ok(FoundFile { path: entry.path().to_owned(), name, real, linked })
}

/// Reads a file as text if the site reads it, as bytes if it is only copied.
fn read(path: &Path, name: &str) -> Read {
    let unreadable = |error: &io::Error| {
        let problem = Problem::Unreadable { reason: error.to_string() };
        Read::Bad(Diagnostic::in_file(name, problem))
    };
    let held = is_text(name) || picture::is_named_like_one(name);
    let limit = match (is_text(name), held) {
        (true, _) => TEXT_LIMIT,
        (false, true) => PICTURE_LIMIT,
        (false, false) => HELD,
    };
    match bounded(path, limit) {
        Ok(Some(bytes)) if is_text(name) => text(bytes, name),
        Ok(Some(bytes)) => Read::Bytes(bytes, None),
        Ok(None) if held => {
            Read::Bad(Diagnostic::in_file(name, Problem::TooLarge { limit_kib: limit / 1024 }))
        }
        Ok(None) => match fs::File::open(path).and_then(|file| OnDisk::of(path, file, HEAD)) {
            Ok((head, on_disk)) => Read::Bytes(head, Some(on_disk)),
            Err(error) => unreadable(&error),
        },
        Err(error) => unreadable(&error),
    }
}

/// All of a file, unless it is larger than `limit`: how large it is, is asked for before it is read.
fn bounded(path: &Path, limit: usize) -> io::Result<Option<Vec<u8>>> {
    let file = fs::File::open(path)?;
    let size = file.metadata()?.len();
    if size > limit as u64 {
        return Ok(None);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
    // It may grow while it is read.
    file.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() <= limit).then_some(bytes))
}

/// A file's text.
fn text(bytes: Vec<u8>, name: &str) -> Read {
    if let Some(nul) = utf16(&bytes) {
        return Read::Bad(not_utf8(name, &bytes, nul));
    }
    match simdutf8::compat::from_utf8(&bytes) {
        Ok(text) => Read::Text(text.strip_prefix('\u{FEFF}').unwrap_or(text).into()),
        Err(error) => Read::Bad(not_utf8(name, &bytes, error.valid_up_to())),
    }
}

/// The first zero of a text that has one beside most of its letters: UTF-16 without a mark, whose bytes are
/// UTF-8 all the same.
fn utf16(bytes: &[u8]) -> Option<usize> {
    // Without an early end many bytes are looked at in one step, and nearly no text has any.
    if !bytes.iter().fold(false, |any, byte| any | (*byte == 0)) {
        return None;
    }
    let zeros = bytes.iter().filter(|&&byte| byte == 0).count();
    (zeros * 4 > bytes.len()).then(|| bytes.iter().position(|&byte| byte == 0)).flatten()
}

/// Points at the first byte that is not UTF-8.
fn not_utf8(name: &str, bytes: &[u8], valid: usize) -> Diagnostic {
    let before = String::from_utf8_lossy(&bytes[..valid]);
    let before = before.strip_prefix('\u{FEFF}').unwrap_or(&before);
    let line_start = before.rfind('\n').map_or(0, |i| i + 1);
    let rest = &bytes[valid..];
    let rest_of_line = &rest[..rest.iter().position(|&b| b == b'\n').unwrap_or(rest.len())];
    let excerpt = format!("{}{}", &before[line_start..], String::from_utf8_lossy(rest_of_line));
    let mut diagnostic = Diagnostic::in_file(name, Problem::NotUtf8);
    let column = before[line_start..].chars().count() + 1;
    diagnostic.place = Some(Place::File {
        path: name.to_owned(),
        line: before.matches('\n').count() + 1,
        column,
        excerpt: Excerpt::of(&excerpt, column),
        width: 1,
    });
    diagnostic
}

/// Markdown and YAML in every spelling: what has a wrong name must not be taken for a file to copy.
fn is_text(name: &str) -> bool {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let extension = extension.to_ascii_lowercase();
    let text = MARKDOWN.contains(&&*extension) || ["yaml", "yml"].contains(&&*extension);
    text && !name.starts_with("content/static/")
}

fn relative(path: &Path, root: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<String> =
        below.components().map(|c| composed(&c.as_os_str().to_string_lossy())).collect();
    parts.join("/")
}
