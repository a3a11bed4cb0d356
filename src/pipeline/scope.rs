//! Which part of a site a report is about: some files, or the guides of one owner.

use super::{Failure, Prepared};
use crate::diagnostic::{Diagnostic, Place};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use unicode_normalization::UnicodeNormalization;

/// What to report on; everything unless something is named.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    /// Files as they were typed.
    pub files: Vec<PathBuf>,
    /// The owner of guides, as in front matter.
    pub owner: Option<String>,
}

impl Scope {
    /// Whether it is the whole site.
    pub fn is_everything(&self) -> bool {
        self.files.is_empty() && self.owner.is_none()
    }

    /// Leaves only what is about this part of the site.
    pub fn narrow(&self, prepared: &mut Prepared, root: &Path) -> Result<(), Failure> {
        if let Some(files) = self.files_of(prepared, root)? {
            prepared
                .diagnostics
                .retain(|d| path(d, &prepared.sources).is_some_and(|p| files.contains(p)));
        }
        Ok(())
    }

    /// The files of this part; `None` means all of them.
    pub(super) fn files_of(
        &self,
        prepared: &Prepared,
        root: &Path,
    ) -> Result<Option<HashSet<String>>, Failure> {
        if self.is_everything() {
            return Ok(None);
        }
        let mut files: Option<HashSet<String>> = None;
        if !self.files.is_empty() {
            files =
                Some(self.files.iter().map(|file| below(file, root)).collect::<Result<_, _>>()?);
        }
        if let Some(owner) = &self.owner {
            let owned = prepared.site.pages.iter().filter(|p| p.meta.owner.as_ref() == Some(owner));
            let mut owned: HashSet<String> =
                owned.map(|p| prepared.sources.get(p.source).path.clone()).collect();
            if owned.is_empty() {
                return Err(Failure::Usage(format!("no guide has the owner `{owner}`")));
            }
            if let Some(files) = files {
                owned.retain(|path| files.contains(path));
            }
            files = Some(owned);
        }
        Ok(files)
    }
}

/// The file that a diagnostic is about.
fn path<'d>(diagnostic: &'d Diagnostic, sources: &'d crate::source::Sources) -> Option<&'d str> {
    Some(match diagnostic.place.as_ref()? {
        Place::Span(span) => &sources.get(span.source).path,
        Place::File { path, .. } => path,
    })
}

/// A file's path below the site's folder, as reports print it.
fn below(file: &Path, root: &Path) -> Result<String, Failure> {
    let fault = || Failure::Usage(format!("{} is no file of this site", file.display()));
    let file = file.canonicalize().map_err(|_| fault())?;
    let root = root.canonicalize().map_err(|_| fault())?;
    let below = file.strip_prefix(&root).map_err(|_| fault())?;
    if !file.is_file() {
        return Err(fault());
    }
    let parts: Vec<String> =
        below.components().map(|c| c.as_os_str().to_string_lossy().nfc().collect()).collect();
    Ok(parts.join("/"))
}
