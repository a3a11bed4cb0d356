//! A site's folder as an editor names its files: by addresses that begin with `file:`.

use crate::base::fold::composed;
use crate::commands::pipeline::find_site;
use gen_lsp_types::Uri;
use std::env;
use std::path::{Path, PathBuf};
use url::Url;

/// The folder of a site.
#[derive(Debug)]
pub(super) struct Folder {
    /// As the editor knows it.
    pub(super) root: PathBuf,
    /// Without links, in case the editor names a file in another way.
    real: Option<PathBuf>,
}

impl Folder {
    /// The first of these in which a site is, or that lies in one.
    pub(super) fn find(candidates: impl IntoIterator<Item = PathBuf>) -> Option<Self> {
        candidates.into_iter().find_map(|candidate| {
            let whole = env::current_dir().map_or(candidate.clone(), |here| here.join(&candidate));
            let whole: PathBuf = whole.components().collect();
            let found = whole.ancestors().find(|folder| find_site(folder).is_ok())?;
            Some(Self { root: found.to_owned(), real: found.canonicalize().ok() })
        })
    }

    /// A file's path below the site's folder, `/` between parts; nothing for one that is no part of the site.
    pub(super) fn path_of(&self, uri: &Uri) -> Option<String> {
        let file = file(uri)?;
        let below = file.strip_prefix(&self.root).map(Path::to_owned).ok().or_else(|| {
            let file = file.canonicalize().ok()?;
            file.strip_prefix(self.real.as_ref()?).map(Path::to_owned).ok()
        })?;
        let parts = below.components().map(|part| composed(&part.as_os_str().to_string_lossy()));
        let path = parts.collect::<Vec<String>>().join("/");
        ["content/", "themes/"].iter().any(|of_site| path.starts_with(of_site)).then_some(path)
    }

    /// The address of a file of the site; nothing for a template that is in no folder.
    pub(super) fn uri_of(&self, path: &str) -> Option<Uri> {
        let built_in = path.split('/').next().is_some_and(|first| first.contains(':'));
        let url = Url::from_file_path(self.root.join(path)).ok().filter(|_| !built_in)?;
        Some(Uri::from(url.as_str()))
    }

    /// Whether a file of the site is on the disk.
    pub(super) fn has(&self, path: &str) -> bool {
        self.root.join(path).is_file()
    }
}

/// The path that an address stands for.
pub(super) fn file(uri: &Uri) -> Option<PathBuf> {
    Url::parse(uri.as_ref()).ok()?.to_file_path().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn files_are_named_both_ways() {
        let root = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(root.path().join("content/rights")).expect("writable");
        let folder = Folder::find([root.path().join("content/rights")]).expect("a site");
        assert_eq!(folder.root, root.path());
        let uri = folder.uri_of("content/rights/个人信息.md").expect("an address");
        assert!(uri.as_ref().ends_with("/content/rights/%E4%B8%AA%E4%BA%BA%E4%BF%A1%E6%81%AF.md"));
        assert_eq!(folder.path_of(&uri).as_deref(), Some("content/rights/个人信息.md"));
        for other in ["untitled:Untitled-1", "file:///elsewhere/content/a.md", "https://x.cn/a.md"]
        {
            assert_eq!(folder.path_of(&Uri::from(other)), None, "{other}");
        }
        assert_eq!(folder.uri_of("theme:default/templates/page.html"), None);
    }
}
