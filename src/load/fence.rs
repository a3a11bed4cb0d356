//! What of a site's folder may be read. A link is judged by where it leads before anything behind it is
//! looked at; what is refused is neither walked, read nor quoted.

use crate::base::source::is_inner;
use crate::diag::Problem;
use std::path::{Component, Path, PathBuf};
use walkdir::DirEntry;

/// The links of one walk.
pub(super) struct Fence<'r> {
    /// The site's folder, without links.
    inside: &'r Path,
    /// Folders that were entered through a link, and where they really are.
    entered: Vec<(PathBuf, PathBuf)>,
}

impl<'r> Fence<'r> {
    pub(super) fn new(inside: &'r Path) -> Self {
        Self { inside, entered: Vec::new() }
    }

    /// Whether the walk may go on with this entry.
    pub(super) fn check(&mut self, entry: &DirEntry) -> Result<(), Problem> {
        if !entry.path_is_symlink() {
            return Ok(());
        }
        let target = entry.path().canonicalize().map_err(|_| Problem::OutsideSite)?;
        let below = target.strip_prefix(self.inside).map_err(|_| Problem::OutsideSite)?;
        // A link behind a link: a few of them would make a walk without end.
        let nested = self.entered(entry.path()).is_some();
        let top = entry.depth() == 0;
        if nested || !top && !is_published(below) || below.components().any(is_hidden) {
            return Err(Problem::UnpublishedTarget);
        }
        if entry.file_type().is_dir() && !top {
            self.entered.push((entry.path().to_owned(), target));
        }
        Ok(())
    }

    /// Where a file really is, below the site's folder, if a link leads to it. What it is there decides
    /// whether it may be here: `is_text` says which paths are read and not copied.
    pub(super) fn real(
        &self,
        entry: &DirEntry,
        name: &str,
        is_text: fn(&str) -> bool,
    ) -> Result<Option<String>, Problem> {
        let target = match self.entered(entry.path()) {
            Some((link, target)) => target.join(entry.path().strip_prefix(link).unwrap_or(link)),
            None if entry.path_is_symlink() => {
                entry.path().canonicalize().map_err(|_| Problem::OutsideSite)?
            }
            None => return Ok(None),
        };
        let real = super::relative(&target, self.inside);
        let same_kind = is_text(name) == is_text(&real) && (is_inner(name) || !is_inner(&real));
        if same_kind { Ok(Some(real)) } else { Err(Problem::UnpublishedTarget) }
    }

    fn entered(&self, path: &Path) -> Option<&(PathBuf, PathBuf)> {
        self.entered.iter().find(|(link, _)| path.starts_with(link) && path != link)
    }
}

/// What is wrong with a folder that a link leads to, on the way to it or itself: it is outside the site's
/// folder, or hidden in it.
pub(super) fn leads_out(root: &Path, folder: &Path) -> Option<Problem> {
    let (Ok(inside), Ok(target)) = (root.canonicalize(), folder.canonicalize()) else {
        return Some(Problem::OutsideSite);
    };
    match target.strip_prefix(inside) {
        Err(_) => Some(Problem::OutsideSite),
        Ok(below) => below.components().any(is_hidden).then_some(Problem::UnpublishedTarget),
    }
}

/// Whether what is at this path below the site's folder would be published without a link.
fn is_published(below: &Path) -> bool {
    let parts: Vec<_> = below.components().map(Component::as_os_str).collect();
    match parts.as_slice() {
        [first, ..] if *first == "content" => true,
        [first, _, third, ..] => *first == "themes" && *third == "assets",
        _ => false,
    }
}

fn is_hidden(part: Component<'_>) -> bool {
    super::is_hidden(&part.as_os_str().to_string_lossy())
}
