//! The linked site: every page and entry, and every answer to "what belongs to what".
//!
//! Plain data with integer ids, made by `link`, read by `render` and `index`. Nothing here knows
//! Markdown, HTML or templates. All that grows with a site is shared: a copy costs next to nothing, and a
//! site after an edit has most of its parts in common with the one before.

use crate::base::day::Day;
use crate::base::source::{Asset, SourceId};
use crate::model::addresses::{Addresses, What};
use crate::model::config::Config;
use crate::model::document::Document;
use crate::model::kind::Kind;
use crate::model::links::{Linked, Links, Resolved, Use, UseId, Uses};
use crate::model::page::{Page, PageId, Role};
use crate::model::registry::{EntryId, Registry};
use std::collections::HashSet;
use std::sync::Arc;

/// A site, ready to be rendered.
#[derive(Debug, Default, Clone)]
pub struct Site {
    /// Its settings.
    pub config: Arc<Config>,
    /// The day it speaks for.
    pub day: Day,
    /// Published pages, in the order of their paths.
    pub pages: Vec<Arc<Page>>,
    /// The files of drafts, shown or not.
    pub drafts: Arc<HashSet<SourceId>>,
    /// The text of each page; same order as `pages`.
    pub bodies: Vec<Arc<Document>>,
    /// What each page is linked to; same order as `pages`.
    pub links: Arc<Vec<Links>>,
    /// What each page's own texts are linked to; same order as `pages`.
    pub linked: Vec<Arc<Linked>>,
    /// Uses of each page by other pages' texts; same order as `pages`.
    pub backlinks: Arc<Vec<Vec<UseId>>>,
    /// Facts, laws, contacts, terms, tags and sources.
    pub registry: Arc<Registry>,
    /// Where the registries' entries are used.
    pub uses: Arc<Uses>,
    /// The tags that stand on pages, or are listed; in the order of the list.
    pub tags: Arc<Vec<SiteTag>>,
    /// Folders with guides, in the order of their kinds.
    pub folders: Arc<Vec<Folder>>,
    /// The home page's situations: words and page.
    pub situations: Vec<(String, PageId)>,
    /// The footer's contacts, as indices into the registry.
    pub footer_contacts: Vec<usize>,
    /// Whom people in danger are told to call, as indices into the registry: those of
    /// `data/crisis.yaml`, else the footer's.
    pub crisis_contacts: Vec<usize>,
    /// The page for people in danger.
    pub crisis_page: Option<PageId>,
    /// The picture that stands for the site where its links are shared, as an index into the assets.
    pub image: Option<usize>,
    /// Files to publish as they are.
    pub assets: Arc<Vec<Arc<Asset>>>,
    /// Where each asset is published, same order as `assets`; `None` for what is not.
    pub asset_urls: Arc<Vec<Option<String>>>,
    /// Every address of the finished site.
    pub addresses: Arc<Addresses>,
    /// The links of the header.
    pub menu: Vec<MenuItem>,
    /// The links of the footer, before the plain pages.
    pub footer_menu: Vec<MenuItem>,
}

/// A link of the header or footer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuItem {
    /// Its words.
    pub label: String,
    /// Where it leads.
    pub to: Resolved,
}

/// A tag and its pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteTag {
    /// Its id.
    pub id: String,
    /// What readers see.
    pub label: String,
    /// The last part of its address.
    pub slug: String,
    /// Words that find it.
    pub aka: Vec<String>,
    /// The wider tag.
    pub parent: Option<usize>,
    /// Whether its readers may need help at once.
    pub crisis: bool,
    /// Its pages, in the site's order.
    pub pages: Vec<PageId>,
}

/// A folder of guides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    /// Its name, the first part of addresses.
    pub name: String,
    /// What readers see.
    pub label: String,
    /// Index of the kind whose folder it is, if it is one's.
    pub kind: Option<usize>,
    /// Its introduction, `index.md`.
    pub section: Option<PageId>,
    /// Its guides in order.
    pub pages: Vec<PageId>,
}

impl Folder {
    /// Whether it has a page of its own: it is a kind's, or somebody wrote an introduction.
    pub fn is_listed(&self) -> bool {
        self.kind.is_some() || self.section.is_some()
    }
}

impl Site {
    /// A page by number.
    pub fn page(&self, id: PageId) -> &Page {
        &self.pages[id.index()]
    }

    /// What a page's texts lead to, in order.
    pub fn resolved(&self, id: PageId) -> impl Iterator<Item = &Resolved> {
        let linked = &self.linked[id.index()];
        linked.answer.resolved.iter().chain(&linked.body.resolved)
    }

    /// What a page is linked to.
    pub fn links_of(&self, id: PageId) -> &Links {
        &self.links[id.index()]
    }

    /// A page's kind.
    pub fn kind_of(&self, page: &Page) -> &Kind {
        &self.config.kinds[page.kind]
    }

    /// All pages with their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (PageId, &Page)> {
        self.pages.iter().enumerate().map(|(i, page)| (PageId::at(i), &**page))
    }

    /// The guides, in the site's order.
    pub fn guides(&self) -> impl Iterator<Item = (PageId, &Page)> {
        self.iter().filter(|(_, p)| p.role == Role::Guide)
    }

    /// Where a file is published; nothing for one that is not.
    pub fn asset_url(&self, asset: usize) -> &str {
        self.asset_urls[asset].as_deref().unwrap_or_default()
    }

    /// Whether search engines are told of an address.
    pub fn is_listed(&self, what: What) -> bool {
        let shown = |page: &Page| !page.meta.noindex && !page.meta.draft;
        match what {
            What::Page(id) => shown(self.page(id)),
            What::Home => {
                self.pages.iter().find(|p| p.role == Role::Home).is_none_or(|page| shown(page))
            }
            What::Tags
            | What::Laws
            | What::Law(_)
            | What::Contacts
            | What::Glossary
            | What::Changes => true,
            What::Folder { number, .. } | What::Tag { number, .. } => number == 1,
            _ => false,
        }
    }

    /// Who uses an entry, in the order of pages.
    pub fn uses_of(&self, entry: EntryId) -> impl Iterator<Item = (PageId, &Use)> {
        self.by_id(&self.uses[entry.scheme][entry.index])
    }

    /// Which pages' texts point at a page, in their order.
    pub fn backlinks(&self, page: PageId) -> impl Iterator<Item = (PageId, &Use)> {
        self.by_id(&self.backlinks[page.index()])
    }

    fn by_id<'s>(&'s self, ids: &'s [UseId]) -> impl Iterator<Item = (PageId, &'s Use)> {
        let uses = |page: PageId| &self.linked[page.index()].uses;
        ids.iter().map(move |id| (id.page, &uses(id.page)[id.number as usize]))
    }

    /// The folder a page is in.
    pub fn folder_of(&self, page: &Page) -> Option<&Folder> {
        self.folders.iter().find(|f| f.name == page.folder)
    }

    /// The name by which text refers to what a reference points at.
    pub fn label(&self, resolved: &Resolved) -> String {
        match resolved {
            Resolved::Page(id, _) => self.page(*id).name().to_owned(),
            Resolved::Entry(entry) => self.registry.label(*entry, &self.config.language),
            Resolved::Asset(asset) => self.asset_url(*asset).to_owned(),
            Resolved::Anchor(words)
            | Resolved::Path { address: words, .. }
            | Resolved::External(words)
            | Resolved::Words(words) => words.clone(),
        }
    }
}
