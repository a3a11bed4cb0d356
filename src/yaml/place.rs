//! Where something stands, before it is known what it is.

use std::ops::Range;

/// A node's range in the text, and those of what it holds: items, or keys and values in turn.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) range: Range<usize>,
    pub(super) parts: Vec<Place>,
}

impl Place {
    pub(super) fn leaf(range: Range<usize>) -> Self {
        Self { range, parts: Vec::new() }
    }
}
