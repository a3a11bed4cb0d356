//! Files that browsers run, beside pages that are somebody else's: they would run on the site's own
//! address, where the page's text may not.

use crate::base::source::Sources;
use crate::diag::{Diagnostic, Problem};
use crate::model::site::Site;
use std::collections::HashSet;

/// Ends of the names of files that are shown or saved and never run, whatever is in them. A list of what
/// may be, not of what may not: hosts and browsers think of new ones.
const PASSIVE: [&str; 42] = [
    "7z", "aac", "avif", "bmp", "bz2", "csv", "doc", "docx", "epub", "flac", "gif", "gz", "heic",
    "ics", "jfif", "jpeg", "jpg", "jxl", "m4a", "m4v", "mov", "mp3", "mp4", "odp", "ods", "odt",
    "oga", "ogg", "ogv", "opus", "pdf", "png", "ppt", "pptx", "tsv", "txt", "wav", "webm", "webp",
    "xls", "xlsx", "zip",
];

/// What the site's owner puts there is never somebody else's.
const OWN: &str = "content/static/";

/// Refuses them.
pub(super) fn check(site: &Site, sources: &Sources, out: &mut Vec<Diagnostic>) {
    let strangers = Strangers::of(site, sources);
    for (asset, url) in site.assets.iter().zip(site.asset_urls.iter()) {
        let published = url.is_some() && !asset.path.starts_with(OWN);
        if published && !is_passive(&asset.path) && strangers.own(&asset.path) {
            out.push(Diagnostic::in_file(&asset.path, Problem::ActiveFile));
        }
    }
}

/// Where files belong to pages that are somebody else's.
struct Strangers<'s> {
    all: bool,
    /// Folders of theirs: what lies directly there.
    beside: HashSet<&'s str>,
    /// Folders that they introduce: what lies anywhere below.
    below: HashSet<&'s str>,
}

impl<'s> Strangers<'s> {
    fn of(site: &Site, sources: &'s Sources) -> Self {
        let (mut beside, mut below) = (HashSet::new(), HashSet::new());
        for page in site.pages.iter().filter(|page| page.meta.untrusted) {
            let source = sources.get(page.source);
            match source.introduced() {
                Some((folder, _)) => below.insert(folder),
                None => {
                    beside.insert(source.path.rsplit_once('/').map_or("", |(folder, _)| folder))
                }
            };
        }
        Self { all: site.config.untrusted, beside, below }
    }

    fn own(&self, path: &str) -> bool {
        let mut folders = path.rmatch_indices('/').map(|(at, _)| &path[..at]);
        let nearest = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        self.all || self.beside.contains(nearest) || folders.any(|f| self.below.contains(f))
    }
}

fn is_passive(path: &str) -> bool {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    let end = name.rsplit_once('.').map_or("", |(_, end)| end);
    PASSIVE.iter().any(|passive| passive.eq_ignore_ascii_case(end))
}
