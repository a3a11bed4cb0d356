//! Collects which word stands on which page, and how weightily.

use super::alphabet::Alphabet;
use super::corpus::{Corpus, Doc};
use super::fold::fold;
use super::impact;
use super::inversion::{Inversion, Joined};
use super::numbers::numbers;
use super::posting::{List, NAMED, Page, Posting};
use super::sound;
use super::stem::stem;
use super::survey::Survey;
use super::text::{Part, Synonyms, Texts};
use super::thesaurus::{Thesaurus, is_foreign};
use super::tokenize::{Token, tokens};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// So many pages are read before what they hold is put where it belongs: a whole site's postings are
/// never held twice.
const BATCH: usize = 512;

/// No part of a page makes what it only means weigh more than twice what its text does.
const MEANT: f32 = 2.0;
/// What a page says otherwise in a word of another language tells more the oftener it says so, but never
/// as much as the word itself would.
const FOREIGN: f32 = 0.9;

/// All postings of a site.
#[derive(Debug, Default)]
pub struct Postings {
    /// Of characters and pairs, by the number of the first character.
    pub joined: Vec<Joined>,
    /// Of words, initials and facets, in order.
    pub(crate) words: BTreeMap<String, List>,
}

/// Reads every page and collects its postings.
pub fn collect(
    corpus: &Corpus<'_>,
    synonyms: &Synonyms,
    survey: &Survey,
    alphabet: &Alphabet,
) -> Postings {
    let mean = survey.mean();
    let mut joined = Inversion::new(alphabet.chars().len());
    let mut words: FxHashMap<String, List> = FxHashMap::default();
    let mut page: Page = 0;
    for docs in corpus.docs.chunks(BATCH) {
        let lengths = &survey.lengths[page as usize..];
        let found: Vec<Found> = docs
            .par_iter()
            .zip(lengths)
            .map_init(PageTerms::default, |terms, (doc, length)| {
                terms.read(corpus, doc, synonyms, &survey.thesaurus, alphabet);
                terms.take(length / mean, !corpus.texts_apart)
            })
            .collect();
        for found in found {
            found.joined.into_iter().for_each(|(pair, level)| joined.push(pair, page, level));
            for (word, level) in found.words {
                words.entry(word).or_default().push(Posting::new(page, level));
            }
            page += 1;
        }
    }
    Postings { joined: joined.finish(), words: words.into_iter().collect() }
}

/// What one page holds, each with its level.
struct Found {
    /// Pairs of characters' numbers, packed.
    joined: Vec<(u32, u8)>,
    words: Vec<(String, u8)>,
}

/// What one page holds, while it is read.
#[derive(Default)]
struct PageTerms {
    joined: FxHashMap<u32, Weighed>,
    words: FxHashMap<String, Weighed>,
    /// Whether the text of the page is being read.
    in_text: bool,
}

/// What the occurrences of a word weigh together, and whether one is in a name of the page.
#[derive(Debug, Clone, Copy, Default)]
struct Weighed {
    weight: f32,
    named: bool,
    /// Whether one stands elsewhere than in the text of the page.
    told: bool,
}

impl Weighed {
    fn add(&mut self, weight: f32, named: bool, told: bool) {
        self.weight += weight;
        self.named |= named;
        self.told |= told;
    }

    fn level(self, length: f32) -> u8 {
        impact::level(self.weight, length) + if self.named { NAMED } else { 0 }
    }
}

impl PageTerms {
    fn read(
        &mut self,
        corpus: &Corpus<'_>,
        doc: &Doc<'_>,
        synonyms: &Synonyms,
        thesaurus: &Thesaurus,
        alphabet: &Alphabet,
    ) {
        let mut meant: BTreeMap<&str, f32> = BTreeMap::new();
        for (part, text) in Texts::of(corpus, doc, synonyms).iter() {
            self.in_text = part.is_text();
            self.text(part, text, alphabet);
            self.in_text = false;
            if doc.entry.is_some() {
                continue;
            }
            thesaurus.said(text, |said| {
                for (typed, share) in &thesaurus.words()[said].typed {
                    let known = meant.entry(typed).or_default();
                    *known = match is_foreign(typed) {
                        true => (*known + part.weight() * share).min(FOREIGN),
                        false => known.max(part.weight().min(MEANT) * share),
                    };
                }
            });
        }
        for (word, weight) in meant {
            tokens(word, |token| match token {
                Token::Two(a, b) => {
                    self.pair(alphabet.number(a), alphabet.number(b), weight, false);
                }
                Token::Word(word) => self.word(&stem(word), weight, false),
                Token::One(_) => {}
            });
        }
        if doc.entry.is_none() {
            self.word(&format!("=kind:{}", doc.kind), f32::MAX, false);
        }
        for tag in doc.tags.iter().filter_map(|&tag| corpus.tags.get(tag as usize)) {
            for word in std::iter::once(tag.label).chain(tag.aka.iter().map(String::as_str)) {
                self.word(&format!("=tag:{}", fold(word)), f32::MAX, false);
            }
        }
    }

    fn text(&mut self, part: Part, text: &str, alphabet: &Alphabet) {
        let (weight, named) = (part.weight(), part.is_name());
        tokens(text, |token| match token {
            Token::One(c) => self.pair(alphabet.number(c), 0, weight, false),
            Token::Two(a, b) => {
                self.pair(alphabet.number(a), alphabet.number(b), weight, named);
                if part.is_label()
                    && let Some(pair) = initials(a, b)
                {
                    self.word(&pair, weight, named);
                }
            }
            Token::Word(word) => self.word(&stem(word), weight, named),
        });
        numbers(text, |number| self.word(number, weight, named));
    }

    fn pair(&mut self, first: u32, second: u32, weight: f32, named: bool) {
        self.joined.entry(first << 16 | second).or_default().add(weight, named, !self.in_text);
    }

    fn word(&mut self, word: &str, weight: f32, named: bool) {
        let told = !self.in_text;
        match self.words.get_mut(word) {
            Some(known) => known.add(weight, named, told),
            None => _ = self.words.insert(word.to_owned(), Weighed { weight, named, told }),
        }
    }

    /// What was read, and nothing is left of it; `length` is the page's. Without its `text`, what
    /// stands nowhere else is left out.
    fn take(&mut self, length: f32, text: bool) -> Found {
        let joined = self.joined.drain().filter(|(_, weighed)| text || weighed.told);
        let joined = joined.map(|(pair, weighed)| (pair, weighed.level(length)));
        let words = self.words.drain().filter(|(_, weighed)| text || weighed.told);
        let words = words.map(|(word, weighed)| (word, weighed.level(length)));
        Found { joined: joined.collect(), words: words.collect() }
    }
}

/// The first letters of two characters' readings, as the key `'hb`.
fn initials(a: char, b: char) -> Option<String> {
    let letter = |c| sound::main(c).and_then(|sound| sound.chars().next());
    Some(format!("'{}{}", letter(a)?, letter(b)?))
}
