//! One way to name an entry of any registry, and what all entries have.

use super::Scheme;
use crate::base::day::Day;
use crate::base::source::Span;
use std::ops::{Index, IndexMut};

/// An entry, perhaps a part of it, by its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
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
