//! What a bundle carries, which is a site or a part of it in one file: which addresses, in which order,
//! and at which place of the file each stands. Links, ids and the search index take their places from
//! here, so that they agree.
//!
//! An address `rights/privacy/` stands at the id `/rights/privacy/`, its heading `hours` at
//! `/rights/privacy/:hours`, the cover at `/`: no two can be equal, for only pages end with `/`.

pub mod part;

use crate::base::address;
use crate::model::addresses::{Address, What};
use crate::model::page::{PageId, Role};
use crate::model::site::Site;
use part::Part;
use std::collections::HashSet;

/// The id of the cover, which stands for the home page.
pub const COVER: &str = "/";

/// The address of the place where a bundle shows what a search finds.
pub const RESULTS: &str = "search/";

/// The pages of a bundle.
#[derive(Debug)]
pub struct Bundle {
    /// Its pages in their order.
    pub groups: Vec<(Group, Vec<Address>)>,
    /// Whether it is the whole site, home page and all.
    pub whole: bool,
    /// The paths of its pages.
    paths: HashSet<String>,
}

/// What stands together in the list of contents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// A folder's list and its guides, by the folder's index.
    Folder(usize),
    /// Pages of no folder, the contacts and the glossary.
    Plain,
    /// The laws.
    Laws,
    /// The tags.
    Tags,
}

impl Bundle {
    /// All pages of a site.
    pub fn whole(site: &Site) -> Self {
        Self::with(site, true, |_| true)
    }

    /// The pages of these parts of a site.
    pub fn of(site: &Site, parts: &[Part]) -> Self {
        let wanted = part::addresses(site, parts);
        Self::with(site, false, |what| wanted.contains(&what))
    }

    fn with(site: &Site, whole: bool, wanted: impl Fn(What) -> bool) -> Self {
        let mut groups: Vec<(Group, Vec<Address>)> = Vec::new();
        let mut put = |group: Group, address: &Address| match groups.last_mut() {
            Some((last, list)) if *last == group => list.push(address.clone()),
            _ => groups.push((group, vec![address.clone()])),
        };
        let mut list: Vec<(Place, &Address)> = site
            .addresses
            .list()
            .iter()
            .filter(|address| wanted(address.what))
            .filter_map(|address| Some((Place::of(site, address.what)?, address)))
            .collect();
        // Those of one place keep the order of the table.
        list.sort_by_key(|(place, _)| place.order);
        list.iter().for_each(|(place, address)| put(place.group, address));
        let paths = list.iter().map(|(_, address)| address.path.clone()).collect();
        Self { groups, whole, paths }
    }

    /// All its pages in their order.
    pub fn pages(&self) -> impl Iterator<Item = &Address> {
        self.groups.iter().flat_map(|(_, list)| list)
    }

    /// The id at which a page of the site stands, if it is in the file; `path` is its address.
    pub fn id(&self, path: &str) -> Option<String> {
        let here = matches!(path, "" | RESULTS) || self.paths.contains(path);
        here.then(|| id(path))
    }

    /// The link to an address of the site that an index has, such as `laws/civil-code/#art-680`.
    pub fn link(&self, encoded: &str) -> Option<String> {
        let (path, anchor) = encoded.split_once('#').unwrap_or((encoded, ""));
        let path = address::decoded(path);
        let id = match anchor {
            "" => self.id(&path)?,
            anchor => self.id(&path).map(|_| id_at(&path, &address::decoded(anchor)))?,
        };
        Some(address::fragment(&id))
    }
}

/// The id at which a page stands.
pub fn id(path: &str) -> String {
    format!("{COVER}{}", address::encoded(path))
}

/// The id that a part of a page has in the file.
pub fn id_at(path: &str, anchor: &str) -> String {
    format!("{}:{}", id(path), address::encoded(anchor).replace('/', "%2F"))
}

/// Where an address stands among the others.
struct Place {
    group: Group,
    /// The number of the group, and the place in it.
    order: (usize, usize),
}

impl Place {
    /// Nothing for what is no page of a bundle.
    fn of(site: &Site, what: What) -> Option<Self> {
        let folders = site.folders.len();
        let place = |group, number, at| Some(Self { group, order: (number, at) });
        match what {
            What::Folder { folder, number } => place(Group::Folder(folder), folder, number - 1),
            What::Page(id) => match guide(site, id) {
                Some((folder, at)) => place(Group::Folder(folder), folder, usize::MAX / 2 + at),
                None => place(Group::Plain, folders, 2),
            },
            What::Changes => place(Group::Plain, folders, 3),
            What::Contacts => place(Group::Plain, folders, 0),
            What::Glossary => place(Group::Plain, folders, 1),
            What::Laws => place(Group::Laws, folders + 1, 0),
            What::Law(law) => place(Group::Laws, folders + 1, 1 + law),
            What::Tags => place(Group::Tags, folders + 2, 0),
            What::Tag { tag, .. } => place(Group::Tags, folders + 2, 1 + tag),
            _ => None,
        }
    }
}

/// The folder in which a guide is listed, and its place there.
fn guide(site: &Site, id: PageId) -> Option<(usize, usize)> {
    let page = site.page(id);
    if page.role != Role::Guide {
        return None;
    }
    let folder = site.folders.iter().position(|folder| folder.name == page.folder)?;
    Some((folder, site.folders[folder].pages.iter().position(|other| *other == id)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::addresses::Addresses;
    use std::sync::Arc;

    fn site() -> Site {
        let mut addresses = Addresses::default();
        for (path, what) in [
            ("tags/", What::Tags),
            ("laws/a/", What::Law(0)),
            ("", What::Home),
            ("glossary/", What::Glossary),
            ("contacts/", What::Contacts),
            ("search/", What::Search),
            ("feed.xml", What::Feed),
            ("laws/", What::Laws),
        ] {
            addresses.add(path, what);
        }
        Site { addresses: Arc::new(addresses), ..Site::default() }
    }

    #[test]
    fn pages_stand_in_groups_and_files_are_left_out() {
        let bundle = Bundle::whole(&site());
        let paths: Vec<&str> = bundle.pages().map(|address| address.path.as_str()).collect();
        assert_eq!(paths, ["contacts/", "glossary/", "laws/", "laws/a/", "tags/"]);
        let groups: Vec<Group> = bundle.groups.iter().map(|(group, _)| *group).collect();
        assert_eq!(groups, [Group::Plain, Group::Laws, Group::Tags]);
    }

    #[test]
    fn an_address_has_one_place_if_it_is_in_the_file() {
        let bundle = Bundle::whole(&site());
        assert_eq!(bundle.link("laws/a/#art-1").as_deref(), Some("#/laws/a/:art-1"));
        assert_eq!(bundle.link("").as_deref(), Some("#/"));
        assert_eq!(bundle.link("search/").as_deref(), Some("#/search/"));
        assert_eq!(bundle.link("feed.xml"), None);
        // A browser decodes the fragment once and then compares it with the id.
        assert_eq!(id("tags/电话 催收/"), "/tags/电话%20催收/");
        assert_eq!(address::fragment(&id("a b/")), "#/a%2520b/");
        assert_eq!(id_at("a/", "b/c"), "/a/:b%2Fc");
    }
}
