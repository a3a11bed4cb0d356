//! Files beside guides that are not shown: they stay as hidden as their guide.
//!
//! A guide in a folder of its own owns what lies in the folder, down to where another guide's own folder
//! begins. The introduction of a folder of guides owns nothing: what lies there belongs to all of them.

use super::addresses;
use crate::base::source::{Asset, Sources};
use crate::model::page::{Page, Role};
use std::collections::HashSet;
use std::sync::Arc;

/// Where each file is published, and the addresses at which files of hidden guides would be.
pub(super) fn sort_out(
    assets: &[Arc<Asset>],
    shown: &[Arc<Page>],
    hidden: &[Arc<Page>],
    sources: &Sources,
) -> (Vec<Option<String>>, Vec<String>) {
    let folders = |pages: &[Arc<Page>]| -> HashSet<String> {
        pages.iter().filter_map(|page| own_folder(page, sources)).collect()
    };
    let (shown, hidden) = (folders(shown), folders(hidden));
    let mut kept_back = Vec::new();
    let urls = assets.iter().map(|asset| {
        let url = addresses::of_asset(&asset.path)?;
        let behind = |path: &str| is_hidden(path, &shown, &hidden);
        let hides = behind(&asset.path) || asset.real.as_deref().is_some_and(behind);
        if hidden.is_empty() || !hides {
            return Some(url);
        }
        kept_back.push(url);
        None
    });
    (urls.collect(), kept_back)
}

/// The folder of a guide that has one to itself.
fn own_folder(page: &Page, sources: &Sources) -> Option<String> {
    let (folder, _) = sources.get(page.source).introduced()?;
    matches!(page.role, Role::Guide | Role::Plain).then(|| folder.to_owned())
}

/// Whether the nearest folder above a file that is a guide's own is that of a hidden one.
fn is_hidden(path: &str, shown: &HashSet<String>, hidden: &HashSet<String>) -> bool {
    let mut folders = path.rmatch_indices('/').map(|(at, _)| &path[..at]);
    let own = folders.find(|folder| shown.contains(*folder) || hidden.contains(*folder));
    own.is_some_and(|folder| hidden.contains(folder))
}
