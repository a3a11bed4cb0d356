//! What belongs to what, as plain data with integer ids: made by `link`, and never by `parse`.
//!
//! A page's links come in two parts, and neither changes the page. [`Links`] follow from what all pages
//! show of themselves: front matter, addresses, tags. [`Linked`] follows from the page's own texts and what
//! the site knows of names.

use crate::base::day::Day;
use crate::model::document::{Hole, Reference};
use crate::model::page::PageId;
use crate::model::registry::{EntryId, PerScheme};
use serde::Serialize;

/// What a page is linked to by what pages show of themselves.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Links {
    /// The day of its last change: what the page says, else what its history says.
    pub updated: Option<Day>,
    /// Indices into the site's tags.
    pub tags: Vec<usize>,
    /// The kind's own relations: index of the field, and what it names.
    pub relations: Vec<(usize, Vec<Resolved>)>,
    /// Relations of other pages that name this one.
    pub inverse: Vec<Inverse>,
    /// Guides that share rare tags, or were chosen by hand.
    pub related: Vec<PageId>,
    /// Next steps.
    pub next: Vec<PageId>,
    /// Pages for another situation.
    pub not_you: Vec<PageId>,
    /// The page that it is a translation of.
    pub original: Option<PageId>,
    /// Its translations, each into another language.
    pub translations: Vec<PageId>,
    /// Indices into the registry's sources.
    pub sources: Vec<usize>,
    /// The page before this one in its folder.
    pub previous: Option<PageId>,
    /// The page after this one in its folder.
    pub following: Option<PageId>,
    /// Whether a tag says that a reader may need help at once.
    pub crisis: bool,
    /// What the page sets against what.
    pub matrix: Option<Matrix>,
}

/// What linking one page's own texts found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Linked {
    /// For its short answer.
    pub answer: DocumentLinks,
    /// For its body.
    pub body: DocumentLinks,
    /// What its texts and front matter use of the site, in order.
    pub uses: Vec<Use>,
}

/// What completes one document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct DocumentLinks {
    /// Answers to the author's references, in their order, then those to the automatic ones.
    pub resolved: Vec<Resolved>,
    /// References that nobody wrote: names that were linked by themselves, in the order of the text.
    pub automatic: Vec<Reference>,
    /// The document's holes with those of the automatic references among them; empty where there are
    /// none of these.
    pub holes: Vec<Hole>,
    /// The id of each heading; empty where the document's own are all that there are.
    pub heading_ids: Vec<String>,
    /// The images: index of an asset, or `None` for an address outside.
    pub images: Vec<Option<usize>>,
}

/// What a reference turned out to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Resolved {
    /// A page of the site, perhaps at a heading.
    Page(PageId, Option<String>),
    /// A heading of the same page.
    Anchor(String),
    /// An entry of a registry, perhaps at an article.
    Entry(EntryId),
    /// A file of the site, by index into the assets.
    Asset(usize),
    /// An address of the site.
    Path {
        /// Encoded, without a first `/`, with what follows it: `tags/`, `search/#q=…`.
        address: String,
        /// Whether all editions share it.
        shared: bool,
    },
    /// An address elsewhere.
    External(String),
    /// Nothing that can be linked to; its words are shown as they are.
    Words(String),
}

impl Resolved {
    /// The page that it leads to.
    pub fn page(&self) -> Option<PageId> {
        match self {
            Self::Page(page, _) => Some(*page),
            _ => None,
        }
    }
}

/// One use of a page or entry by a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Use {
    /// What is used: a page or an entry.
    pub of: Resolved,
    /// The sentence around the reference; only its words where it stands alone, nothing in front matter.
    pub sentence: String,
    /// Whether it stands alone, as a card or in a cell of a table.
    pub alone: bool,
    /// The heading above it, as an index into the page's headings.
    pub heading: Option<u32>,
    /// Whether the link was put there by `link`, and by nobody's decision.
    pub automatic: bool,
}

/// A [`Use`], by the page whose it is and its number among that page's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UseId {
    /// The page.
    pub page: PageId,
    /// Which of its uses.
    pub number: u32,
}

/// Where the entries of each registry are used, in their order.
pub(crate) type Uses = PerScheme<Vec<Vec<UseId>>>;

/// A relation seen from its other end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Inverse {
    /// The kind that declares the relation.
    pub kind: usize,
    /// The field of that kind.
    pub field: usize,
    /// The pages that name this one.
    pub pages: Vec<PageId>,
}

/// Guides of one kind against those of another that they are related to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Matrix {
    /// The kind of the rows, as an index.
    pub rows: usize,
    /// The kind of the columns, as an index.
    pub columns: usize,
    /// The guide of each column, in the site's order.
    pub heads: Vec<PageId>,
    /// The guide of each row in the site's order, and for each column whether there is a mark.
    pub lines: Vec<(PageId, Vec<bool>)>,
}
