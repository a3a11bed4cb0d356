//! Every address that a build publishes, as data: made once, in `link`, and drawn from by whatever
//! checks an address, lists addresses, or renders what stands at one.
//!
//! Addresses are those of the author's own edition. A further edition has the same ones below its
//! prefix, but for what all editions share. Not in the table, because their names are made of their
//! contents: what lies in the folders of [`FAMILIES`].

use crate::model::page::PageId;
use rustc_hash::FxHashMap;

/// Folders whose files are named for their contents: the theme's and scaled pictures, the index.
pub const FAMILIES: [&str; 2] = ["assets/", "search/"];

/// How many guides one page of a list holds.
pub const LIST: usize = 100;

/// How many addresses one sitemap may hold, by the protocol.
pub const SITEMAP: usize = 50_000;

/// Names in the output that begin so are the publisher's own.
pub const BOOKKEEPING: &str = ".mingbai-";

/// The name of a guide's twin beside its `index.html`.
pub const TWIN: &str = "index.md";

/// The name of a letter's plain text beside its `index.html`.
pub const LETTER_TEXT: &str = "letter.txt";

/// The name of a list's feed beside its `index.html`.
pub const FEED: &str = "feed.xml";

/// All addresses, in the order in which they were added.
#[derive(Debug, Default)]
pub struct Addresses {
    list: Vec<Address>,
    by_path: FxHashMap<String, usize>,
}

/// One address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Below the edition, decoded: `rights/privacy/`, `feed.xml`; nothing for the home page.
    pub path: String,
    /// What stands there.
    pub what: What,
}

/// What stands at an address. Numbers are indices into the site's own lists; the pages of a list are
/// counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum What {
    /// The home page, with or without a text of its own.
    Home,
    /// A guide or a plain page.
    Page(PageId),
    /// A folder's list.
    Folder {
        /// The folder.
        folder: usize,
        /// The number of this page of the list.
        number: usize,
    },
    /// All tags.
    Tags,
    /// The newest guides of a folder.
    FolderFeed(usize),
    /// A tag's list.
    Tag {
        /// The tag.
        tag: usize,
        /// The number of this page of the list.
        number: usize,
    },
    /// The newest guides of a tag.
    TagFeed(usize),
    /// What has changed.
    Changes,
    /// The same as a feed.
    ChangesFeed,
    /// All laws.
    Laws,
    /// A law.
    Law(usize),
    /// All contacts.
    Contacts,
    /// All terms.
    Glossary,
    /// The search page.
    Search,
    /// The script that other scripts search by.
    SearchClient,
    /// What the search begins with.
    SearchManifest,
    /// The page for addresses that lead nowhere.
    NotFound,
    /// A guide as Markdown.
    Twin(PageId),
    /// A letter as plain text.
    LetterText(PageId),
    /// The list of all twins.
    Llms,
    /// An old address of a page: which of its aliases.
    Redirect {
        /// The page it leads to.
        to: PageId,
        /// Which of the page's `aliases`.
        alias: usize,
    },
    /// The newest guides.
    Feed,
    /// Guides, entries and how they belong together, for other programs.
    Data,
    /// The days of pages that must be looked at again, where the site wants them to be known.
    Calendar,
    /// A file that is published as it is, by index into the assets.
    SiteFile(usize),
    /// What hosts are asked to say.
    Headers,
    /// Old addresses, as hosts read them.
    Redirects,
    /// What crawlers are told.
    Robots,
    /// Addresses for search engines, or the list of their parts.
    Sitemap,
    /// A part of them, counted from 1.
    SitemapPart(usize),
}

impl What {
    /// Whether all editions share it.
    pub fn is_shared(self) -> bool {
        matches!(
            self,
            Self::SiteFile(_)
                | Self::Data
                | Self::Calendar
                | Self::Headers
                | Self::Redirects
                | Self::Robots
                | Self::Sitemap
                | Self::SitemapPart(_)
        )
    }

    /// Whether a file of the site's own at its address is published instead.
    pub fn is_replaceable(self) -> bool {
        matches!(self, Self::Headers | Self::Redirects | Self::Llms | Self::Data | Self::Calendar)
    }

    /// Whether it is the second or a later page of a list, which comes and goes with its length.
    pub fn is_further_page(self) -> bool {
        matches!(self, Self::Folder { number, .. } | Self::Tag { number, .. } if number > 1)
    }
}

impl Address {
    /// The file that stands at it, below the edition's folder.
    pub fn file(&self) -> String {
        file(&self.path)
    }
}

/// The file of a path: a folder's is its `index.html`.
pub fn file(path: &str) -> String {
    match path {
        "" => "index.html".to_owned(),
        folder if folder.ends_with('/') => [folder, "index.html"].concat(),
        file => file.to_owned(),
    }
}

/// The address of a page of a list, counted from 1.
pub fn list_page(first: &str, number: usize) -> String {
    if number == 1 { first.to_owned() } else { format!("{first}page/{number}/") }
}

impl Addresses {
    /// Adds an address. The first of two that are equal is the one that is found by its path.
    pub fn add(&mut self, path: impl Into<String>, what: What) {
        let path = path.into();
        self.by_path.entry(path.clone()).or_insert(self.list.len());
        self.list.push(Address { path, what });
    }

    /// All of them.
    pub fn list(&self) -> &[Address] {
        &self.list
    }

    /// The address with this path. `x/index.html` is another name for `x/`, and the other way round.
    pub fn find(&self, path: &str) -> Option<&Address> {
        let folder = || {
            let folder = path.strip_suffix("index.html")?;
            (folder.is_empty() || folder.ends_with('/')).then(|| self.by_path.get(folder)).flatten()
        };
        let file =
            || self.by_path.get(&file(path)).filter(|_| path.is_empty() || path.ends_with('/'));
        self.by_path.get(path).or_else(folder).or_else(file).map(|index| &self.list[*index])
    }

    /// The site's own file with this path, by index into the assets.
    pub fn site_file(&self, path: &str) -> Option<usize> {
        match self.find(path)?.what {
            What::SiteFile(asset) => Some(asset),
            _ => None,
        }
    }

    /// The path of every file in the finished site but those of [`FAMILIES`]; `prefixes` are those of
    /// the editions, the author's own, which is empty, among them.
    pub fn files<'a>(
        &'a self,
        prefixes: &'a [String],
    ) -> impl Iterator<Item = (String, What)> + 'a {
        prefixes.iter().flat_map(move |prefix| {
            let here = move |a: &&Address| prefix.is_empty() || !a.what.is_shared();
            self.list.iter().filter(here).filter_map(move |address| {
                let path = format!("{prefix}{}", address.file());
                let replaced = address.what.is_replaceable() && self.site_file(&path).is_some();
                (!replaced).then_some((path, address.what))
            })
        })
    }
}
