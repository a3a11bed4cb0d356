//! Byte offsets that cannot be taken for each other: each says in which text it counts.

use crate::base::bug::bug;
use serde::{Deserialize, Serialize};
use std::marker::PhantomData;
use std::ops::Range;

/// A byte offset in a text of the sort `T`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Offset<T> {
    n: u32,
    of: PhantomData<T>,
}

/// The text of an author's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum InFile {}

/// An offset in an author's file.
pub(crate) type FileOffset = Offset<InFile>;

impl<T> Offset<T> {
    /// The byte `n`. Texts of 4 GiB cannot be: the size of files is bounded when they are read.
    pub fn new(n: usize) -> Self {
        let n = u32::try_from(n).unwrap_or_else(|_| bug("a text of more than 4 GiB"));
        Self { n, of: PhantomData }
    }

    /// For slicing.
    pub fn get(self) -> usize {
        self.n as usize
    }
}

/// A range of offsets, for slicing.
pub(crate) fn bytes<T: Copy>(range: &Range<Offset<T>>) -> Range<usize> {
    range.start.get()..range.end.get()
}
