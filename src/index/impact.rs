//! How much one occurrence says about a page: the part of the ranking that is settled when the
//! index is built. The browser multiplies it by how rare the word is.

/// How many steps a weight is rounded to.
pub(crate) const LEVELS: u32 = 8;

/// The weights of the parts of a page: whole numbers, so that sums of them are the same in any order.
pub(crate) mod field {
    /// The heading of the page, and its names.
    pub(crate) const TITLE: u32 = 4;
    /// Other names, and what readers type.
    pub(crate) const NAMES: u32 = 4;
    /// The short answer.
    pub(crate) const ANSWER: u32 = 2;
    /// The tags of a page, with their other words.
    pub(crate) const TAGS: u32 = 2;
    /// What a heading counts more than the text below it.
    pub(crate) const HEADING: u32 = 1;
    /// Other words for a term that the page is about.
    pub(crate) const SYNONYMS: u32 = 1;
    /// Everything else.
    pub(crate) const TEXT: u32 = 1;
}

/// How soon further occurrences stop to matter (BM25's k1).
pub(super) const SATURATION: f32 = 0.5;
/// How much a long page is held against it (BM25's b).
pub(super) const LENGTH: f32 = 0.6;
/// What the lowest level stands for.
pub(super) const FLOOR: f32 = 0.25;

/// The level of a word on a page, 0 the lowest: `weight` is what its occurrences weigh together,
/// `length` the page's length, in pages of the mean length.
pub(crate) fn level(weight: f32, length: f32) -> u8 {
    // A weight may be infinite in all but name (facets); the quotient must not be.
    let impact = 1.0 / (1.0 + SATURATION * (1.0 - LENGTH + LENGTH * length) / weight);
    let step = (impact - FLOOR) / (1.0 - FLOOR) * (LEVELS - 1) as f32;
    step.round().clamp(0.0, (LEVELS - 1) as f32) as u8
}

/// A mean length that small edits leave alone: one changed page must not change every weight of the
/// index, and with it every published file.
pub(crate) fn settled_mean(total: f32, pages: usize) -> f32 {
    let mean = (total / pages.max(1) as f32).max(1.0);
    ((mean.log2() * 4.0).round() / 4.0).exp2()
}
