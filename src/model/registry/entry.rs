//! One way to name an entry of any registry, and what all entries have.

use super::Scheme;
use crate::base::address;
use crate::base::day::Day;
use crate::base::source::{Source, Span};
use crate::diag::{Diagnostic, Problem};
use crate::yaml::key::Key;
use crate::yaml::{Node, Value};
use serde::Serialize;
use std::ops::{Index, IndexMut};

/// An entry, perhaps a part of it, by its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct EntryId {
    /// Its registry.
    pub scheme: Scheme,
    /// Index into the registry.
    pub index: usize,
    /// Index into the law's articles; only laws have any.
    pub article: Option<usize>,
}

impl EntryId {
    /// A whole entry.
    pub fn new(scheme: Scheme, index: usize) -> Self {
        Self { scheme, index, article: None }
    }

    /// A law, perhaps at an article.
    pub fn law(index: usize, article: Option<usize>) -> Self {
        Self { scheme: Scheme::Law, index, article }
    }
}

/// What every entry has.
pub trait Entry {
    /// By what it is referred to; unique in its registry.
    fn id(&self) -> &str;
    /// Where it is written.
    fn span(&self) -> Span;
    /// What readers see where text refers to it without words of its own.
    fn words(&self) -> &str;
    /// When what it says last changed.
    fn changed(&self) -> Option<Day>;
    /// Where readers find it.
    fn place(&self) -> Place;
}

/// Where readers find an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// At a part of a page of this site, or at all of it.
    Here {
        /// The page's address below the site's base.
        page: String,
        /// The id on it; empty for the whole page.
        anchor: String,
    },
    /// At an address of another site.
    Elsewhere(String),
    /// Only where text refers to it.
    Nowhere,
}

impl Place {
    /// A part of a page.
    pub fn at(page: impl Into<String>, anchor: impl Into<String>) -> Self {
        Self::Here { page: page.into(), anchor: anchor.into() }
    }

    /// Its address, below an edition's base if it is on this site; empty if there is none.
    pub fn address(self) -> String {
        match self {
            Self::Here { page, anchor } if anchor.is_empty() => address::encoded(&page),
            Self::Here { page, anchor } => {
                format!("{}#{}", address::encoded(&page), address::encoded(&anchor))
            }
            Self::Elsewhere(url) => url,
            Self::Nowhere => String::new(),
        }
    }
}

/// How the entries of a registry are read.
pub(super) trait Registered: Entry + Sized {
    /// What their file is called, may say and is for.
    const FILE: Key;

    /// One entry of the list in the file.
    fn read(node: &Node, source: &Source, out: &mut Vec<Diagnostic>) -> Option<Self>;

    /// All entries of the file at `source`.
    fn read_file(root: &Node, source: &Source, out: &mut Vec<Diagnostic>) -> Vec<Self> {
        list(root, source, out, Self::read)
    }
}

/// The entries of a file that lists them.
pub(super) fn list<T>(
    root: &Node,
    source: &Source,
    out: &mut Vec<Diagnostic>,
    read: fn(&Node, &Source, &mut Vec<Diagnostic>) -> Option<T>,
) -> Vec<T> {
    match &root.value {
        Value::List(items) => items.iter().filter_map(|i| read(i, source, out)).collect(),
        Value::Map(entries) if entries.is_empty() => Vec::new(),
        _ => {
            out.push(Diagnostic::at(root.span, Problem::NotAList));
            Vec::new()
        }
    }
}

/// Something for each registry.
#[derive(Debug, Clone, Default)]
pub struct PerScheme<T>([T; Scheme::ALL.len()]);

impl<T> PerScheme<T> {
    /// What `of` makes for each registry.
    pub fn new(of: impl FnMut(Scheme) -> T) -> Self {
        Self(Scheme::ALL.map(of))
    }

    /// What there is for each registry, to be changed.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.0.iter_mut()
    }
}

impl<T> Index<Scheme> for PerScheme<T> {
    type Output = T;

    fn index(&self, scheme: Scheme) -> &T {
        &self.0[scheme as usize]
    }
}

impl<T> IndexMut<Scheme> for PerScheme<T> {
    fn index_mut(&mut self, scheme: Scheme) -> &mut T {
        &mut self.0[scheme as usize]
    }
}
