//! What a page shows of itself to the rest of the site: its front matter with the short answer, its
//! address, what it is.
//!
//! Plain data, made by `parse` and never changed. Its text is a [`Document`] that lies beside it and that
//! only its own page shows; what the site links it to lies in [`super::links`].

use crate::base::bug::bug;
use crate::base::day::Day;
use crate::base::source::{SourceId, Span, Spanned};
use crate::model::document::Document;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// The number of a page in the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct PageId(pub u32);

impl PageId {
    /// The page with this index.
    pub fn at(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or_else(|_| bug("more pages than files can be")))
    }

    /// As an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A parsed file of `content/`, without its text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// The file it was read from.
    pub source: SourceId,
    /// What the page is for.
    pub role: Role,
    /// Index into the site's kinds.
    pub kind: usize,
    /// First folder of its path, empty at the root.
    pub folder: String,
    /// Address below the site's base, without a first `/`: `rights/privacy/`; empty for the home page.
    pub url: String,
    /// Where its front matter is in the file, as bytes between the lines `---`.
    pub yaml: Option<Range<usize>>,
    /// Whether the front matter could not be read at all, so that nothing is said about what it lacks.
    pub broken: bool,
    /// The front matter.
    pub meta: Meta,
}

/// What a page is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// `content/index.md`.
    Home,
    /// `content/<folder>/index.md`: the introduction of a folder.
    Section,
    /// A guide of some kind.
    Guide,
    /// Anything else: about, privacy.
    Plain,
}

/// Front matter. Keys that were absent are `None` or empty; see the design for what each means.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names are the front-matter keys, explained in README")]
pub struct Meta {
    pub id: String,
    /// Where the id is written; `None` when it is only the file's name.
    pub id_span: Option<Span>,
    pub title: String,
    /// Where the title is written; the file's start when it was taken from elsewhere.
    pub title_span: Option<Span>,
    /// Whether nobody wrote a title, so that the file's name stands for one.
    pub untitled: bool,
    pub name: Option<String>,
    /// What a button that leads to the page says.
    pub action: Option<String>,
    /// Apart, for few pages have one, and it is large.
    pub answer: Option<Box<Document>>,
    pub description: Option<String>,
    pub slug: Option<String>,
    pub order: Option<i64>,
    pub tags: Vec<Spanned<String>>,
    pub names: Vec<String>,
    /// Words in which none of the names is meant.
    pub not_in: Vec<String>,
    pub aka: Vec<String>,
    pub date: Option<Spanned<Day>>,
    pub updated: Option<Day>,
    pub as_of: Option<Day>,
    pub reviewed: Option<Day>,
    pub reviewed_by: Option<String>,
    pub review_every: Option<u32>,
    pub owner: Option<String>,
    pub expires: Option<Day>,
    pub publish: Option<Day>,
    pub draft: bool,
    /// Whether what says who may see the page could not be read; an error says why.
    pub withheld: bool,
    pub sources: Vec<Spanned<String>>,
    /// `None` = computed, empty = none wanted.
    pub related: Option<Vec<Spanned<String>>>,
    pub next: Option<Vec<Spanned<String>>>,
    pub not_you: Vec<Spanned<String>>,
    pub aliases: Vec<Spanned<String>>,
    pub changes: Vec<Change>,
    pub applies_to: Vec<String>,
    pub not_for: Vec<String>,
    pub lang: Option<String>,
    /// The page that it is a translation of.
    pub translates: Option<Spanned<String>>,
    pub untrusted: bool,
    pub autolink: bool,
    pub noindex: bool,
    pub matrix: Option<Box<Axes>>,
    /// Values of the kind's own fields, in the order in which the kind declares them.
    pub own: Vec<OwnField>,
}

/// What a matrix is asked to set against what: kinds by their ids, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Axes {
    /// The kind whose guides are its rows.
    pub rows: Spanned<String>,
    /// The kind whose guides are its columns.
    pub columns: Spanned<String>,
}

/// The value of one of the kind's own fields.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OwnField {
    /// Index into the kind's fields.
    pub field: usize,
    /// What was written.
    pub value: OwnValue,
}

/// What a kind's own field can hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum OwnValue {
    /// One text, as written.
    Text(String),
    /// Several texts.
    List(Vec<String>),
    /// Ids of guides or entries.
    Refs(Vec<Spanned<String>>),
}

impl OwnValue {
    /// The texts that were written; none for ids.
    pub fn texts(&self) -> &[String] {
        match self {
            Self::Text(text) => std::slice::from_ref(text),
            Self::List(texts) => texts,
            Self::Refs(_) => &[],
        }
    }
}

/// A public note of what changed on a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// When.
    pub date: Day,
    /// What, for readers.
    pub note: String,
    /// `correction`, `update`, `law`, or nothing.
    pub ty: Option<String>,
}

impl Page {
    /// The short name, for links: `name`, else the title.
    pub fn name(&self) -> &str {
        self.meta.name.as_deref().unwrap_or(&self.meta.title)
    }

    /// Where what is wrong with the whole page is shown: at its title.
    pub fn head(&self) -> Span {
        self.meta.title_span.unwrap_or(Span::new(self.source, 0..0))
    }
}
