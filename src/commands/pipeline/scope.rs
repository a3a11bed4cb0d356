//! Which part of a site a report is about: some files, or the guides of one owner.

use super::{Failure, Prepared};
use crate::base::fold::composed;
use crate::base::suggest::nearest;
use crate::diag::{Diagnostic, Place};
use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};

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
            files = Some(
                self.files.iter().map(|f| below(f, root, prepared)).collect::<Result<_, _>>()?,
            );
        }
        if let Some(owner) = &self.owner {
            let owned = prepared.site.pages.iter().filter(|p| p.meta.owner.as_ref() == Some(owner));
            let mut owned: HashSet<String> =
                owned.map(|p| prepared.sources.get(p.source).path.clone()).collect();
            if owned.is_empty() {
                return Err(Failure::NoOwner { owner: owner.clone(), known: owners(prepared) });
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
fn path<'d>(
    diagnostic: &'d Diagnostic,
    sources: &'d crate::base::source::Sources,
) -> Option<&'d str> {
    Some(match diagnostic.place.as_ref()? {
        Place::Span(span) => &sources.get(span.source).path,
        Place::File { path, .. } => path,
    })
}

/// Everybody who owns a guide.
fn owners(prepared: &Prepared) -> Vec<String> {
    let owners = prepared.site.pages.iter().filter_map(|page| page.meta.owner.clone());
    owners.collect::<BTreeSet<_>>().into_iter().collect()
}

/// A file's path below the site's folder, as reports print it.
fn below(typed: &Path, root: &Path, prepared: &Prepared) -> Result<String, Failure> {
    let file = typed.canonicalize().and_then(|file| Ok((file, root.canonicalize()?)));
    let below = file.as_ref().ok().and_then(|(file, root)| file.strip_prefix(root).ok());
    if let Some(below) = below {
        if typed.is_file() {
            return Ok(slashed(below));
        } else if typed.is_dir() {
            return Err(Failure::NotAFile(typed.to_owned()));
        }
    }
    Err(Failure::NoFile { typed: typed.to_owned(), nearest: nearest_file(typed, prepared) })
}

/// The file of the site that was meant: the one whose path ends as was typed, else the most alike.
fn nearest_file(typed: &Path, prepared: &Prepared) -> Option<String> {
    let typed = slashed(typed);
    let paths = || prepared.sources.files.iter().map(|source| source.path.as_str());
    let ending = paths().find(|path| Path::new(path).ends_with(&typed));
    ending.map(str::to_owned).or_else(|| nearest(&typed, paths()))
}

fn slashed(path: &Path) -> String {
    let parts: Vec<String> =
        path.components().map(|c| composed(&c.as_os_str().to_string_lossy())).collect();
    parts.join("/")
}
