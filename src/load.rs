//! First stage: reads the site's folder. Besides the theme, the only stage that reads a disk.
//!
//! It reads inside the site's folder and nowhere else: a link that leads out is an error, pipes and
//! devices are skipped. What the files say is for `parse`.

pub mod history;
pub mod theme;

use crate::base::source::{Asset, MARKDOWN, Sources};
use crate::diag::{Diagnostic, Place, Problem};
use rayon::prelude::*;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use unicode_normalization::UnicodeNormalization;
use walkdir::{DirEntry, WalkDir};

/// Text files beyond this are refused: no guide is that long, and no build should hang on one.
const TEXT_LIMIT: usize = 4 * 1024 * 1024;

/// Reads everything below `root/content`. `Err` means that the folder itself cannot be read.
pub fn load(root: &Path) -> io::Result<(Sources, Vec<Diagnostic>)> {
    let content = root.join("content");
    fs::read_dir(&content)?;
    let inside = root.canonicalize()?;
    let mut found = Vec::new();
    let mut diagnostics = Vec::new();
    let walk = WalkDir::new(&content).follow_links(true).sort_by_file_name();
    for entry in walk.into_iter().filter_entry(is_visible) {
        match entry {
            Ok(entry) => consider(&entry, root, &inside, &mut found, &mut diagnostics),
            Err(error) => {
                let path = error.path().unwrap_or(&content);
                let reason =
                    error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                diagnostics.push(Diagnostic::in_file(
                    relative(path, root),
                    Problem::Unreadable { reason },
                ));
            }
        }
    }
    let read: Vec<Read> = found.par_iter().map(|file| read(&file.path, &file.name)).collect();
    let mut sources = Sources::default();
    for (file, read) in found.into_iter().zip(read) {
        match read {
            Read::Text(text) => {
                sources.add(file.name, text);
            }
            Read::Bytes(bytes) => sources.assets.push(Asset { path: file.name, bytes }),
            Read::Bad(diagnostic) => diagnostics.push(diagnostic),
        }
    }
    Ok((sources, diagnostics))
}

struct Found {
    path: PathBuf,
    /// Below the site's folder, `/` between parts, NFC.
    name: String,
}

enum Read {
    Text(String),
    Bytes(Vec<u8>),
    Bad(Diagnostic),
}

/// Hidden files are nobody's content, except those that web hosts ask for; nor is what editors leave
/// behind while a file is open.
fn is_visible(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    let wanted = [".well-known", ".nojekyll"].contains(&&*name);
    let hidden = name.starts_with('.') && !wanted;
    let leftover = name.ends_with('~') || (name.starts_with('#') && name.ends_with('#'));
    entry.depth() == 0 || !(hidden || leftover)
}

fn consider(
    entry: &DirEntry,
    root: &Path,
    inside: &Path,
    found: &mut Vec<Found>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let name = relative(entry.path(), root);
    if entry.path_is_symlink() {
        let target = entry.path().canonicalize();
        if !target.is_ok_and(|t| t.starts_with(inside)) {
            diagnostics.push(Diagnostic::in_file(name, Problem::OutsideSite));
            return;
        }
    }
    if entry.file_type().is_dir() {
        return;
    }
    if entry.file_type().is_file() {
        found.push(Found { path: entry.path().to_owned(), name });
    } else {
        diagnostics.push(Diagnostic::in_file(name, Problem::NotRegular));
    }
}

/// Reads a file as text if the site reads it, as bytes if it is only copied.
fn read(path: &Path, name: &str) -> Read {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            let problem = Problem::Unreadable { reason: error.to_string() };
            return Read::Bad(Diagnostic::in_file(name, problem));
        }
    };
    if !is_text(name) {
        return Read::Bytes(bytes);
    }
    if bytes.len() > TEXT_LIMIT {
        return Read::Bad(Diagnostic::in_file(
            name,
            Problem::TooLarge { limit_kib: TEXT_LIMIT / 1024 },
        ));
    }
    if let Some(nul) = utf16(&bytes) {
        return Read::Bad(not_utf8(name, &bytes, nul));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Read::Text(match text.strip_prefix('\u{FEFF}') {
            Some(rest) => rest.to_owned(),
            None => text,
        }),
        Err(error) => Read::Bad(not_utf8(name, error.as_bytes(), error.utf8_error().valid_up_to())),
    }
}

/// The first zero of a text that has one beside most of its letters: UTF-16 without a mark, whose bytes are
/// UTF-8 all the same.
fn utf16(bytes: &[u8]) -> Option<usize> {
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
    diagnostic.place = Some(Place::File {
        path: name.to_owned(),
        line: before.matches('\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
        excerpt: excerpt.trim_end().chars().take(200).collect(),
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
        below.components().map(|c| c.as_os_str().to_string_lossy().nfc().collect()).collect();
    parts.join("/")
}
