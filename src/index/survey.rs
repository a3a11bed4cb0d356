//! What a first reading of all pages learns: which characters there are, how long each page is, and which
//! words of the thesaurus tell pages apart.

use super::corpus::{Corpus, Doc};
use super::impact;
use super::order;
use super::tally::Tally;
use super::text::{Synonyms, Texts};
use super::thesaurus::{self, Thesaurus};
use super::tokenize::{Token, tokens};
use rayon::prelude::*;

/// Pages are surveyed in so many parts, each with tables of its own.
const PARTS: usize = 8;

/// What the first reading of all pages learns.
#[derive(Debug, Default)]
pub struct Survey {
    /// How often each character that is searched occurs.
    pub chars: Tally,
    /// How many pages there are; what follows them are entries.
    pub(crate) pages: usize,
    /// The weighted length of each page, and of each entry.
    pub(crate) lengths: Vec<f32>,
    /// The words that mean the same, without those that most pages say.
    pub(crate) thesaurus: Thesaurus,
}

impl Survey {
    /// The mean length of a page, as far as it matters.
    pub(crate) fn mean(&self) -> f32 {
        impact::settled_mean(self.lengths[..self.pages].iter().sum(), self.pages)
    }
}

/// Reads every page once.
pub fn survey(corpus: &Corpus<'_>, synonyms: &Synonyms) -> Survey {
    let parts: Vec<Part> = corpus
        .docs
        .par_chunks(corpus.docs.len().div_ceil(PARTS).max(1))
        .map(|docs| {
            let mut part = Part::new(corpus.thesaurus);
            docs.iter().for_each(|doc| part.read(corpus, doc, synonyms));
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
    /// The number of the last page that was seen to show it, counted from 1.
    last: Vec<usize>,
}

impl Part {
    fn new(thesaurus: Option<&Thesaurus>) -> Self {
        let words = thesaurus.map_or(0, |thesaurus| thesaurus.words().len());
        Self {
            chars: Tally::default(),
            lengths: Vec::new(),
            said: vec![0; words],
            shown: vec![0; words],
            last: vec![0; words],
        }
    }

    fn read(&mut self, corpus: &Corpus<'_>, doc: &Doc<'_>, synonyms: &Synonyms) {
        let mut length = 0.0;
        let page = self.lengths.len() + 1;
        let thesaurus = corpus.thesaurus.filter(|_| doc.entry.is_none());
        for (part, text) in Texts::of(corpus, doc, synonyms).iter() {
            tokens(text, |token| match token {
                Token::One(c) => {
                    self.chars.count(c);
                    length += part.weight();
                }
                Token::Word(_) => length += part.weight(),
                Token::Two(..) => {}
            });
            let Some(thesaurus) = thesaurus else { continue };
            thesaurus.said(text, |word| {
                self.said[word] += 1;
                if part.is_shown() && self.last[word] != page {
                    self.last[word] = page;
                    self.shown[word] += 1;
                }
            });
        }
        self.lengths.push(length);
    }

    fn merge(&mut self, other: Self) {
        self.chars.merge(&other.chars);
        self.lengths.extend(other.lengths);
        self.said.iter_mut().zip(other.said).for_each(|(sum, more)| *sum += more);
        self.shown.iter_mut().zip(other.shown).for_each(|(sum, more)| *sum += more);
    }

    fn finish(self, corpus: &Corpus<'_>) -> Survey {
        let Self { mut chars, lengths, said, shown, .. } = self;
        let pages = order::pages(corpus).len();
        let telling = corpus.thesaurus.map(|thesaurus| {
            let tells = |word: usize| thesaurus::tells(shown[word], pages);
            for (number, word) in thesaurus.words().iter().enumerate() {
                // Whatever a page means can be typed.
                let typed = word.finding(tells(number)).flat_map(|(typed, _)| typed.chars());
                typed.for_each(|c| chars.add(c, said[number]));
            }
            thesaurus.telling(tells)
        });
        Survey { chars, pages, lengths, thesaurus: telling.unwrap_or_default() }
    }
}
