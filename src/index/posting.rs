//! One posting: a page on which a word stands, and how weightily.

/// A page's number, in the order of the corpus.
pub type Page = u32;

/// Where a word stands: pages in order.
pub type List = Vec<Posting>;

/// A page on which a word stands, how weightily, and whether in what the page is called.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Posting(u32);

/// Added to the level of a word that stands in a name of the page.
pub(super) const NAMED: u8 = 8;

/// How many ranks there are.
pub(super) const RANKS: usize = 2 * NAMED as usize;

impl Posting {
    /// A page with a level, marked or not.
    pub(super) fn new(page: Page, marked_level: u8) -> Self {
        Self(page << 8 | u32::from(marked_level))
    }

    /// The page.
    pub fn page(self) -> Page {
        self.0 >> 8
    }

    /// How weightily the word stands there.
    pub(crate) fn level(self) -> u8 {
        self.0 as u8 & !NAMED
    }

    /// Its place among [`RANKS`]: by its level, and above all of these if the word stands in a name.
    pub(super) fn rank(self) -> usize {
        usize::from(self.0 as u8)
    }

    /// Whether it stands in a name of the page.
    pub(crate) fn is_named(self) -> bool {
        self.0 as u8 & NAMED != 0
    }
}

/// Postings are told apart, and put in order, by their pages.
impl From<Posting> for u32 {
    fn from(posting: Posting) -> Self {
        posting.page()
    }
}
