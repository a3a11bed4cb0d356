//! Puts the postings of pairs of characters in order: what comes page by page is wanted word by word.
//!
//! Two counts do it, and nothing is compared: postings are divided by their first character as they come,
//! packed, and those with one first character by the second at the end.

use super::bits::varint;
use super::posting::{Page, Posting};
use rayon::prelude::*;

/// The postings of a site so far.
#[derive(Debug)]
pub(super) struct Inversion {
    /// By the number of the first character.
    firsts: Vec<First>,
}

/// What begins with one character, a few bytes a posting: the second character, the step from the page of
/// the posting before, and the level.
#[derive(Debug, Clone, Default)]
struct First {
    bytes: Vec<u8>,
    last: Page,
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
    /// None yet, of so many characters.
    pub(super) fn new(chars: usize) -> Self {
        Self { firsts: vec![First::default(); chars + 1] }
    }

    /// Adds a posting: two characters' numbers, packed. Pages come in order.
    pub(super) fn push(&mut self, pair: u32, page: Page, level: u8) {
        let First { bytes, last } = &mut self.firsts[(pair >> 16) as usize];
        bytes.extend((pair as u16).to_le_bytes());
        varint(bytes, (page - *last) << 4 | u32::from(level));
        *last = page;
    }

    /// All in order, by the number of the first character.
    pub(super) fn finish(self) -> Vec<Joined> {
        let chars = self.firsts.len();
        self.firsts.into_par_iter().map(|first| first.joined(chars)).collect()
    }
}

impl First {
    fn joined(self, chars: usize) -> Joined {
        let mut ends = vec![0; chars];
        self.each(|second, _| ends[second] += 1);
        let mut all = 0;
        let mut seconds = Vec::new();
        for (second, end) in ends.iter_mut().enumerate() {
            let count = std::mem::replace(end, all);
            if count > 0 {
                all += count;
                seconds.push((second as u32, all));
            }
        }
        let mut postings = vec![Posting::new(0, 0); all];
        self.each(|second, posting| {
            postings[ends[second]] = posting;
            ends[second] += 1;
        });
        Joined { seconds, postings }
    }

    /// Calls `each` with every posting, as they came.
    fn each(&self, mut each: impl FnMut(usize, Posting)) {
        let (mut bytes, mut page) = (self.bytes.iter(), 0);
        let mut next = || bytes.next().copied().map(u32::from);
        while let (Some(low), Some(high)) = (next(), next()) {
            let (mut number, mut width) = (0, 0);
            while let Some(byte) = next() {
                number |= (byte & 127) << width;
                width += 7;
                if byte < 128 {
                    break;
                }
            }
            page += number >> 4;
            each((low | high << 8) as usize, Posting::new(page, number as u8 & 15));
        }
    }
}
