//! Folders: which guides stand in them, and in what order.

use crate::model::links::Links;
use crate::model::page::{PageId, Role};
use crate::model::site::{Folder, Site};

/// The folders that have guides or an introduction, kinds' folders first and in their order.
pub(super) fn collect(site: &Site) -> Vec<Folder> {
    let mut folders: Vec<Folder> = Vec::new();
    for (id, page) in site.iter() {
        if page.folder.is_empty() || page.role == Role::Home {
            continue;
        }
        let at = folders.iter().position(|f| f.name == page.folder).unwrap_or_else(|| {
            folders.push(new_folder(site, &page.folder));
            folders.len() - 1
        });
        match page.role {
            Role::Section => {
                folders[at].label.clone_from(&page.name().to_owned());
                folders[at].section = Some(id);
            }
            _ => folders[at].pages.push(id),
        }
    }
    for folder in &mut folders {
        // Pages come sorted by path, and the sort is stable.
        folder.pages.sort_by_key(|id| site.page(*id).meta.order.unwrap_or(i64::MAX));
    }
    folders.sort_by_key(|f| f.kind.map_or(i64::MAX, |k| site.config.kinds[k].order));
    folders
}

fn new_folder(site: &Site, name: &str) -> Folder {
    let kind = site.config.kinds.iter().position(|k| k.folder == name);
    Folder {
        name: name.to_owned(),
        label: kind.map_or_else(|| name.to_owned(), |k| site.config.kinds[k].label.clone()),
        kind,
        section: None,
        pages: Vec::new(),
    }
}

/// Gives each page of a folder the one before and the one after it.
pub(super) fn neighbours(site: &Site, links: &mut [Links]) {
    for folder in site.folders.iter() {
        for pair in folder.pages.windows(2) {
            let [before, after]: [PageId; 2] = [pair[0], pair[1]];
            links[before.index()].following = Some(after);
            links[after.index()].previous = Some(before);
        }
    }
}
