//! Puts the postings of pairs of characters in order: what comes page by page is wanted word by word.
//!
//! Nothing is compared: postings are divided by their first character as they come, and those with one first
//! character by the second at the end. Neighbouring pages make a part, so that parts are read side by side.

use super::counting::in_order;
use super::posting::{Page, Posting};
use crate::base::evenly::Evenly as _;
use rayon::prelude::*;

/// A part has so many pages at most: a page's place among them takes twelve bits.
pub(super) const MOST: usize = 1 << 12;

/// The postings of a part of the pages.
#[derive(Debug)]
pub(super) struct Inversion {
    /// The first page.
    from: Page,
    /// By the number of the first character.
    firsts: Vec<Packed>,
}

/// What begins with one character: the second one, the page's place in its part, and the level, packed.
type Packed = Vec<u32>;

/// Some postings of one page with the same first character, while they are added.
pub(super) struct Row<'i> {
    /// The page's place, where it is packed.
    place: u32,
    packed: &'i mut Packed,
}

/// The postings of all that begins with one character.
#[derive(Debug, Default)]
pub struct Joined {
    /// The numbers of the second characters, 0 for none, each with where its postings end.
    seconds: Vec<(u32, usize)>,
    postings: Vec<Posting>,
}

impl Joined {
    /// The second characters in order, each with its pages in order.
    pub fn terms(&self) -> impl Iterator<Item = (u32, &[Posting])> {
        let mut start = 0;
        self.seconds.iter().map(move |&(second, end)| {
            (second, &self.postings[std::mem::replace(&mut start, end)..end])
        })
    }
}

impl Inversion {
    /// None yet of the pages from this one on, of so many characters.
    pub(super) fn new(from: Page, chars: usize) -> Self {
        Self { from, firsts: vec![Packed::new(); chars + 1] }
    }

    /// Where a page's postings of all that begins with a character go. Pages come in order.
    pub(super) fn row(&mut self, first: u32, page: Page) -> Row<'_> {
        Row { place: (page - self.from) << 4, packed: &mut self.firsts[first as usize] }
    }

    /// All of these parts, in order, by the number of the first character.
    pub(super) fn finish(parts: Vec<Self>) -> Vec<Joined> {
        let chars = parts.first().map_or(0, |part| part.firsts.len());
        let mut firsts: Vec<Vec<(Page, Packed)>> = vec![Vec::new(); chars];
        for Self { from, firsts: packed } in parts {
            for (first, packed) in firsts.iter_mut().zip(packed) {
                first.push((from, packed));
            }
        }
        let ends = || vec![0; chars];
        let joined = |ends: &mut Vec<usize>, parts: Vec<(Page, Packed)>| joined(&parts, ends);
        firsts.into_par_iter().evenly().map_init(ends, joined).collect()
    }
}

impl Row<'_> {
    /// Adds a posting, by the number of the second character.
    #[inline]
    pub(super) fn push(&mut self, second: u32, level: u8) {
        self.packed.push(second << 16 | self.place | u32::from(level));
    }
}

/// Puts together what begins with one character. `ends`: a number for each character, whatever it is.
fn joined(parts: &[(Page, Packed)], ends: &mut [usize]) -> Joined {
    let packed = parts.iter().flat_map(|(from, packed)| packed.iter().map(move |p| (*from, *p)));
    let postings = packed.map(|(from, packed)| {
        let page = from + (packed as u16 >> 4) as Page;
        ((packed >> 16) as usize, Posting::new(page, packed as u8 & 15))
    });
    let mut all = Vec::new();
    in_order(postings, ends, &mut all);
    let mut start = 0;
    let ends = (0..).zip(ends.iter().copied());
    let seconds = ends.filter(|(_, end)| std::mem::replace(&mut start, *end) < *end);
    Joined { seconds: seconds.collect(), postings: all }
}
