//! What all pages together say: which characters there are, how long each page is, and which words of the
//! thesaurus tell pages apart.

use super::corpus::Corpus;
use super::impact;
use super::order;
use super::readings::Readings;
use super::tally::Tally;
use super::thesaurus::{self, Thesaurus};
use super::unpack::Head;
use rayon::prelude::*;

/// Pages are surveyed in so many parts, each with tables of its own.
const PARTS: usize = 8;

/// What all pages together say.
#[derive(Debug, Default)]
pub struct Survey {
    /// How often each character that is searched occurs.
    pub chars: Tally,
    /// How many pages there are; what follows them are entries.
    pub(crate) pages: usize,
    /// The weighted length of each page, and of each entry.
    pub(crate) lengths: Vec<f32>,
    /// Of each word of the thesaurus whether it tells pages apart.
    pub(crate) tells: Vec<bool>,
}

impl Survey {
    /// The mean length of a page, as far as it matters.
    pub(crate) fn mean(&self) -> f32 {
        impact::settled_mean(self.lengths[..self.pages].iter().sum(), self.pages)
    }
}

/// Puts together what was read of every page.
pub fn survey(corpus: &Corpus<'_>, readings: &Readings) -> Survey {
    let numbers: Vec<usize> = (0..corpus.docs.len()).collect();
    let parts: Vec<Part> = numbers
        .par_chunks(numbers.len().div_ceil(PARTS).max(1))
        .map(|pages| {
            let mut part = Part::new(corpus.thesaurus);
            pages.iter().for_each(|page| part.add(&readings.page(*page).head()));
            part
        })
        .collect();
    let mut whole = Part::new(corpus.thesaurus);
    parts.into_iter().for_each(|part| whole.merge(part));
    whole.finish(corpus)
}

/// What a part of the pages says.
struct Part {
    chars: Tally,
    lengths: Vec<f32>,
    /// How often each word of the thesaurus stands in any text of a page.
    said: Vec<u32>,
    /// How many pages show it.
    shown: Vec<usize>,
}

impl Part {
    fn new(thesaurus: Option<&Thesaurus>) -> Self {
        let words = thesaurus.map_or(0, |thesaurus| thesaurus.words().len());
        let (chars, lengths) = (Tally::default(), Vec::new());
        Self { chars, lengths, said: vec![0; words], shown: vec![0; words] }
    }

    fn add(&mut self, page: &Head) {
        self.lengths.push(page.length as f32);
        page.ones.iter().for_each(|(c, count, _)| self.chars.add(*c, *count));
        page.said.iter().for_each(|(word, _)| self.said[*word] += 1);
        page.missing.iter().for_each(|(word, _)| self.shown[*word] += 1);
    }

    fn merge(&mut self, other: Self) {
        self.chars.merge(&other.chars);
        self.lengths.extend(other.lengths);
        self.said.iter_mut().zip(other.said).for_each(|(sum, more)| *sum += more);
        self.shown.iter_mut().zip(other.shown).for_each(|(sum, more)| *sum += more);
    }

    fn finish(self, corpus: &Corpus<'_>) -> Survey {
        let Self { mut chars, lengths, said, shown } = self;
        let pages = order::pages(corpus).len();
        let tells: Vec<bool> = shown.into_iter().map(|by| thesaurus::tells(by, pages)).collect();
        let words = corpus.thesaurus.map(Thesaurus::words).unwrap_or_default();
        for (number, word) in words.iter().enumerate() {
            // Whatever a page means can be typed.
            let typed = word.finding(tells[number]).flat_map(|(_, (typed, _))| typed.chars());
            typed.for_each(|c| chars.add(c, said[number]));
        }
        Survey { chars, pages, lengths, tells }
    }
}
