//! Collects which word stands on which page, and how weightily.

use super::alphabet::Alphabet;
use super::corpus::{Corpus, Doc, Word};
use super::fold::fold;
use super::impact;
use super::inversion::{Inversion, Joined};
use super::posting::{List, NAMED, Page, Posting};
use super::readings::Readings;
use super::stem::stem;
use super::survey::Survey;
use super::thesaurus::{Said, Thesaurus, is_foreign};
use super::tokenize::{Token, tokens};
use super::unpack::{self, Head};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// So many pages are read before what they hold is put where it belongs: a whole site's postings are
/// never held twice.
const BATCH: usize = 512;

/// No part of a page makes what it only means weigh more than twice what its text does.
const MEANT: f32 = 2.0;
/// What a page says otherwise in a word of another language tells more the oftener it says so, but never
/// as much as the word itself would.
const FOREIGN: f32 = 0.9;

/// So many bytes of a record say which of its words mean what readers type. A page of more than so many
/// is told from others by its own words, and needs them only to mark something in its excerpt.
const ROOM: usize = 240;
const LONG: u32 = 1500;
const MARKS: usize = 90;

/// Most words of a page weigh less than this together.
const LIGHT: usize = 32;

/// All postings of a site.
#[derive(Debug, Default)]
pub struct Postings {
    /// Of characters and pairs, by the number of the first character.
    pub joined: Vec<Joined>,
    /// Of words, initials and facets, in order.
    pub(crate) words: BTreeMap<String, List>,
    /// Of each page the words that readers have other words for, as its record has them.
    pub(crate) means: Vec<String>,
}

/// Collects the postings of every page.
pub fn collect(
    corpus: &Corpus<'_>,
    readings: &Readings,
    survey: &Survey,
    alphabet: &Alphabet,
) -> Postings {
    let mean = survey.mean();
    let mut joined = Inversion::new(alphabet.chars().len());
    let mut words: FxHashMap<String, List> = FxHashMap::default();
    let mut means = Vec::with_capacity(corpus.docs.len());
    let collector = Collector { corpus, readings, survey, alphabet };
    let numbers: Vec<usize> = (0..corpus.docs.len()).collect();
    let mut page: Page = 0;
    for numbers in numbers.chunks(BATCH) {
        let found = numbers.par_iter().map(|n| collector.page(*n, survey.lengths[*n] / mean));
        for found in found.collect::<Vec<Found>>() {
            found.joined.into_iter().for_each(|(pair, level)| joined.push(pair, page, level));
            for (word, level) in found.words {
                words.entry(word).or_default().push(Posting::new(page, level));
            }
            means.push(found.means);
            page += 1;
        }
    }
    Postings { joined: joined.finish(), words: words.into_iter().collect(), means }
}

/// What one page holds, each with its level.
struct Found {
    /// Pairs of characters' numbers, packed.
    joined: Vec<(u32, u8)>,
    words: Vec<(String, u8)>,
    means: String,
}

/// The same as was read of a page, with what it means beside what it says.
#[derive(Debug, Clone, Copy, Default)]
struct Weighed {
    weight: f32,
    named: bool,
    told: bool,
}

impl From<unpack::Weighed> for Weighed {
    fn from(unpack::Weighed { weight, named, told }: unpack::Weighed) -> Self {
        Self { weight: weight as f32, named, told }
    }
}

impl Weighed {
    /// Adds what does not stand in the text of the page.
    fn tell(&mut self, weight: f32) {
        self.weight += weight;
        self.told = true;
    }
}

struct Collector<'c> {
    corpus: &'c Corpus<'c>,
    readings: &'c Readings,
    survey: &'c Survey,
    alphabet: &'c Alphabet,
}

impl Collector<'_> {
    fn page(&self, number: usize, length: f32) -> Found {
        let (doc, mut reading) = (&self.corpus.docs[number], self.readings.page(number));
        let head = reading.head();
        let levels = Levels::new(length, !self.corpus.texts_apart);
        let Meant { twos: mut meant, words: others } = self.meant(&head);
        let ones: Vec<u32> = head.ones.iter().map(|(c, ..)| self.alphabet.number(*c)).collect();
        let mut joined: Vec<(u32, u8)> = Vec::new();
        let mut join = |pair, weighed| joined.extend(levels.of(weighed).map(|level| (pair, level)));
        for ((_, _, weighed), one) in head.ones.iter().zip(&ones) {
            join(one << 16, Weighed::from(*weighed));
        }
        reading.twos(ones.len(), |a, b, weighed| {
            let pair = ones[a] << 16 | ones[b];
            let more = if meant.is_empty() { None } else { meant.remove(&pair) };
            let mut weighed = Weighed::from(weighed);
            more.into_iter().flatten().for_each(|weight| weighed.tell(weight));
            join(pair, weighed);
        });
        joined.extend(meant.into_iter().filter_map(|(pair, weights)| {
            let mut weighed = Weighed::default();
            weights.into_iter().for_each(|weight| weighed.tell(weight));
            Some((pair, levels.of(weighed)?))
        }));
        let mut words: FxHashMap<String, Weighed> = FxHashMap::default();
        reading.words(|word, weighed| {
            words.insert(word.to_owned(), Weighed::from(weighed));
        });
        let facets = self.facets(doc).into_iter().map(|facet| (facet, f32::MAX));
        for (word, weight) in others.into_iter().chain(facets) {
            words.entry(word).or_default().tell(weight);
        }
        let words = words.into_iter().filter_map(|(word, w)| Some((word, levels.of(w)?)));
        Found { joined, words: words.collect(), means: self.means(&head) }
    }

    /// What a page means by the words that it says.
    fn meant(&self, page: &Head) -> Meant {
        let mut meant: BTreeMap<&str, f32> = BTreeMap::new();
        for (word, part) in &page.said {
            for (_, (typed, share)) in self.said(*word) {
                let (known, weight) = (meant.entry(typed).or_default(), part.weight() as f32);
                *known = match is_foreign(typed) {
                    true => (*known + weight * share).min(FOREIGN),
                    false => known.max(weight.min(MEANT) * share),
                };
            }
        }
        let mut all = Meant::default();
        for (word, weight) in meant {
            tokens(word, |token| match token {
                Token::Two(a, b) => {
                    let pair = self.alphabet.number(a) << 16 | self.alphabet.number(b);
                    all.twos.entry(pair).or_default().push(weight);
                }
                Token::Word(word) => all.words.push((stem(word).into_owned(), weight)),
                Token::One(_) => {}
            });
        }
        all
    }

    /// What readers type for a word of the thesaurus and is worth finding pages by.
    fn said(&self, word: usize) -> impl Iterator<Item = (usize, &(String, f32))> {
        let words = self.corpus.thesaurus.map(Thesaurus::words).unwrap_or_default();
        words[word].finding(self.survey.tells[word])
    }

    fn facets(&self, doc: &Doc<'_>) -> Vec<String> {
        let kind = doc.entry.is_none().then(|| format!("=kind:{}", doc.kind));
        let tags = doc.tags.iter().filter_map(|&tag| self.corpus.tags.get(tag as usize));
        let tags = tags.flat_map(Word::all).map(|word| format!("=tag:{}", fold(word)));
        kind.into_iter().chain(tags).collect()
    }

    /// The words of a page that readers have other words for, in reading order: each, and those words, as
    /// far as they stand nowhere on the page.
    fn means(&self, page: &Head) -> String {
        let words = self.corpus.thesaurus.map(Thesaurus::words).unwrap_or_default();
        let mut room = if page.shown > LONG { MARKS } else { ROOM };
        let rows = page.missing.iter().filter_map(|(word, missing)| {
            let others = self.said(*word).filter(|(number, _)| missing.contains(number));
            let others: BTreeSet<&str> = others.map(|(_, (typed, _))| typed.as_str()).collect();
            let Said { word, .. } = &words[*word];
            let row: Vec<&str> = std::iter::once(word.as_str()).chain(others).collect();
            (row.len() > 1).then(|| row.join(" "))
        });
        let rows = rows.take_while(|row| {
            let fits = row.len() <= room;
            room = room.saturating_sub(row.len());
            fits
        });
        rows.collect::<Vec<String>>().join("\t")
    }
}

/// What a page means by the words that it says: pairs of characters' numbers and words, with what each
/// weighs.
#[derive(Default)]
struct Meant {
    twos: FxHashMap<u32, Vec<f32>>,
    words: Vec<(String, f32)>,
}

/// The levels of a page's words.
struct Levels {
    /// The page's length.
    length: f32,
    /// Of the whole numbers from 0.
    light: [u8; LIGHT],
    /// Whether what stands in the text of the page alone has one.
    text: bool,
}

impl Levels {
    fn new(length: f32, text: bool) -> Self {
        let light = std::array::from_fn(|weight| impact::level(weight as f32, length));
        Self { length, light, text }
    }

    fn of(&self, Weighed { weight, named, told }: Weighed) -> Option<u8> {
        if !(self.text || told) {
            return None;
        }
        let whole = weight as usize;
        let light = self.light.get(whole).filter(|_| whole as f32 == weight);
        let level = light.copied().unwrap_or_else(|| impact::level(weight, self.length));
        Some(level + if named { NAMED } else { 0 })
    }
}
