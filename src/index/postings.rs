//! Collects which word stands on which page, and how weightily.

use super::alphabet::Alphabet;
use super::corpus::Corpus;
use super::fold::fold;
use super::impact;
use super::inversion::{self, Inversion, Joined};
use super::posting::{List, NAMED, Page, Posting};
use super::readings::Readings;
use super::stem::stem;
use super::survey::Survey;
use super::thesaurus::{Said, Thesaurus, Typed};
use super::tokenize::{Token, tokens};
use super::unpack::{self, Head};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// Pages are read in so many parts side by side, none of fewer pages than are worth it.
const PARTS: usize = 16;
const FEWEST: usize = 256;

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

/// So many numbers of what is read have most words of a page, which weigh little together.
const LIGHT: usize = 128;

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

/// Collects the postings of every page. Of its reading nothing is left when they are put in order.
pub fn collect(
    corpus: &Corpus<'_>,
    readings: Readings,
    survey: &Survey,
    alphabet: &Alphabet,
) -> Postings {
    let (typed, tags) = (typed(corpus, alphabet), tags(corpus));
    let collector = Collector { corpus, readings: &readings, survey, alphabet, typed, tags };
    let numbers: Vec<usize> = (0..corpus.docs.len()).collect();
    let pages = numbers.len().div_ceil(PARTS).clamp(FEWEST, inversion::MOST);
    let parts: Vec<Part> =
        numbers.par_chunks(pages).with_max_len(1).map(|pages| collector.part(pages)).collect();
    drop(readings);
    let (mut inversions, mut postings) = (Vec::new(), Postings::default());
    for Part { joined, words, means, begins: _ } in parts {
        inversions.push(joined);
        words.into_iter().for_each(|(word, list)| {
            postings.words.entry(word).or_default().extend(list);
        });
        postings.means.extend(means);
    }
    Postings { joined: Inversion::finish(inversions), ..postings }
}

/// The postings of neighbouring pages.
struct Part {
    joined: Inversion,
    words: FxHashMap<String, List>,
    means: Vec<String>,
    /// Of each character, by its number, whether what the page only means begins with it.
    begins: Vec<bool>,
}

impl Part {
    /// Adds a pair of characters' numbers, packed, if it has a level.
    fn join(&mut self, pair: u32, page: Page, level: Option<u8>) {
        if let Some(level) = level {
            self.joined.row(pair >> 16, page).push(pair & 0xFFFF, level);
        }
    }

    /// Adds a word, if it has a level.
    fn word(&mut self, word: &str, page: Page, level: Option<u8>) {
        let Some(posting) = level.map(|level| Posting::new(page, level)) else { return };
        match self.words.get_mut(word) {
            Some(list) => list.push(posting),
            None => _ = self.words.insert(word.to_owned(), vec![posting]),
        }
    }
}

/// The same as was read of a page, with what it means beside what it says.
#[derive(Debug, Clone, Copy, Default)]
struct Weighed {
    weight: f32,
    named: bool,
    told: bool,
}

impl From<unpack::Weighed> for Weighed {
    fn from(read: unpack::Weighed) -> Self {
        Self { weight: read.weight() as f32, named: read.is_named(), told: read.is_told() }
    }
}

impl Weighed {
    /// Adds what does not stand in the text of the page.
    fn and(self, weights: &[f32]) -> Self {
        let weight = weights.iter().fold(self.weight, |sum, weight| sum + weight);
        Self { weight, told: self.told || !weights.is_empty(), ..self }
    }
}

struct Collector<'c> {
    corpus: &'c Corpus<'c>,
    readings: &'c Readings,
    survey: &'c Survey,
    alphabet: &'c Alphabet,
    /// Of each word that readers type, by its number.
    typed: Vec<Terms>,
    /// The facets of each tag, by its number.
    tags: Vec<Vec<String>>,
}

/// The facets of each tag: what it is called, and what readers call it.
fn tags(corpus: &Corpus<'_>) -> Vec<Vec<String>> {
    let facet = |word: &str| format!("=tag:{}", fold(word));
    corpus.tags.iter().map(|tag| tag.all().map(facet).collect()).collect()
}

/// What a word is looked up by: pairs of characters' numbers, and words.
#[derive(Debug, Clone, Default)]
struct Terms {
    twos: Vec<u32>,
    words: Vec<String>,
}

/// What each word is looked up by that readers type for those of the thesaurus.
fn typed(corpus: &Corpus<'_>, alphabet: &Alphabet) -> Vec<Terms> {
    let words = corpus.thesaurus.map(Thesaurus::words).unwrap_or_default();
    let mut all = Vec::new();
    for typed in words.iter().flat_map(|said| &said.typed) {
        let mut terms = Terms::default();
        tokens(&typed.word.chars().collect::<Vec<char>>(), |token| match token {
            Token::Two(a, b) => terms.twos.push(alphabet.number(a) << 16 | alphabet.number(b)),
            Token::Word(word) => terms.words.push(stem(word).into_owned()),
            Token::One(_) => {}
        });
        all.resize(all.len().max(typed.number + 1), Terms::default());
        all[typed.number] = terms;
    }
    all
}

impl Collector<'_> {
    fn part(&self, pages: &[usize]) -> Part {
        let from = pages.first().map_or(0, |page| *page as Page);
        let chars = self.alphabet.chars().len();
        let (joined, begins) = (Inversion::new(from, chars), vec![false; chars + 1]);
        let (words, means) = (FxHashMap::default(), Vec::with_capacity(pages.len()));
        let mut part = Part { joined, words, means, begins };
        pages.iter().for_each(|page| self.page(*page, &mut part));
        part
    }

    fn page(&self, number: usize, part: &mut Part) {
        let (doc, mut reading) = (&self.corpus.docs[number], self.readings.page(number));
        let length = reading.length() as f32 / self.survey.mean;
        let (page, head) = (number as Page, reading.head());
        let levels = Levels::new(length, !self.corpus.texts_apart);
        let Meant { mut twos, mut words } = self.meant(&head);
        let ones: Vec<u32> = head.ones.iter().map(|(c, _)| self.alphabet.number(*c)).collect();
        let firsts: Vec<u32> = twos.keys().map(|pair| pair >> 16).collect();
        firsts.iter().for_each(|first| part.begins[*first as usize] = true);
        for ((_, weighed), one) in head.ones.iter().zip(&ones) {
            part.join(one << 16, page, levels.read(*weighed));
            if part.begins[*one as usize] {
                reading.followers(|place, weighed| {
                    let pair = one << 16 | ones[place];
                    part.join(pair, page, levels.with(weighed, twos.remove(&pair)));
                });
                continue;
            }
            // Nearly all of a site's postings are these.
            let mut row = part.joined.row(*one, page);
            reading.followers(|place, weighed| {
                levels.read(weighed).into_iter().for_each(|level| row.push(ones[place], level));
            });
        }
        firsts.iter().for_each(|first| part.begins[*first as usize] = false);
        twos.into_iter().for_each(|(pair, meant)| part.join(pair, page, levels.meant(&meant)));
        let tags = doc.tags.iter().filter_map(|&tag| self.tags.get(tag as usize));
        let kind = doc.entry.is_none().then(|| format!("=kind:{}", doc.kind));
        for facet in kind.into_iter().chain(tags.flatten().cloned()) {
            words.entry(facet).or_default().push(f32::MAX);
        }
        reading.words(|word, weighed| {
            part.word(word, page, levels.with(weighed, words.remove(word)));
        });
        words.into_iter().for_each(|(word, meant)| part.word(&word, page, levels.meant(&meant)));
        part.means.push(self.means(&head));
    }

    /// What a page means by the words that it says.
    fn meant(&self, page: &Head<'_>) -> Meant {
        let mut meant: FxHashMap<usize, f32> = FxHashMap::default();
        for (word, part) in &page.said {
            for (_, typed) in self.said(*word) {
                let known = meant.entry(typed.number).or_default();
                let weight = part.weight() as f32;
                *known = match typed.foreign {
                    true => (*known + weight * typed.weight).min(FOREIGN),
                    false => known.max(weight.min(MEANT) * typed.weight),
                };
            }
        }
        // Sums of fractions are the same in the same order alone.
        let mut meant: Vec<(usize, f32)> = meant.into_iter().collect();
        meant.sort_unstable_by_key(|(number, _)| *number);
        let mut all = Meant::default();
        for (number, weight) in meant {
            let Terms { twos, words } = &self.typed[number];
            twos.iter().for_each(|pair| all.twos.entry(*pair).or_default().push(weight));
            words.iter().for_each(|word| match all.words.get_mut(word) {
                Some(weights) => weights.push(weight),
                None => _ = all.words.insert(word.clone(), vec![weight]),
            });
        }
        all
    }

    /// What readers type for a word of the thesaurus and is worth finding pages by.
    fn said(&self, word: usize) -> impl Iterator<Item = (usize, &Typed)> {
        let words = self.corpus.thesaurus.map(Thesaurus::words).unwrap_or_default();
        words[word].finding(self.survey.tells[word])
    }

    /// The words of a page that readers have other words for, in reading order: each, and those words, as
    /// far as they stand nowhere on the page.
    fn means(&self, page: &Head<'_>) -> String {
        let words = self.corpus.thesaurus.map(Thesaurus::words).unwrap_or_default();
        let mut room = if page.shown > LONG { MARKS } else { ROOM };
        let rows = page.missing.filter_map(|(word, missing)| {
            let others = self.said(word).filter(|(place, _)| missing.contains(place));
            let others: BTreeSet<&str> = others.map(|(_, typed)| typed.word.as_str()).collect();
            let Said { word, .. } = &words[word];
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
    words: FxHashMap<String, Vec<f32>>,
}

/// The levels of a page's words.
struct Levels {
    /// The page's length.
    length: f32,
    /// Of what is read, by its number.
    light: [Option<u8>; LIGHT],
    /// Whether what stands in the text of the page alone has one.
    text: bool,
}

impl Levels {
    fn new(length: f32, text: bool) -> Self {
        let mut levels = Self { length, light: [None; LIGHT], text };
        levels.light = std::array::from_fn(|number| {
            levels.of(unpack::Weighed::unpacked(number as u32).into())
        });
        levels
    }

    /// Of what was read of the page.
    fn read(&self, read: unpack::Weighed) -> Option<u8> {
        let light = self.light.get(read.packed() as usize).copied();
        light.unwrap_or_else(|| self.of(read.into()))
    }

    /// Of what was read of the page and what that means besides.
    fn with(&self, read: unpack::Weighed, meant: Option<Vec<f32>>) -> Option<u8> {
        match meant {
            None => self.read(read),
            Some(meant) => self.of(Weighed::from(read).and(&meant)),
        }
    }

    /// Of what the page only means.
    fn meant(&self, meant: &[f32]) -> Option<u8> {
        self.of(Weighed::default().and(meant))
    }

    fn of(&self, Weighed { weight, named, told }: Weighed) -> Option<u8> {
        let level = impact::level(weight, self.length);
        (self.text || told).then_some(level + if named { NAMED } else { 0 })
    }
}
