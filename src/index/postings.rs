//! Collects which word stands on which page, and how weightily.
//!
//! A posting of Chinese characters is one 64-bit number: two characters (the second may be none),
//! the page, the level. Sorting those numbers is the whole inversion of the index.

use super::alphabet::Alphabet;
use super::corpus::{Corpus, Doc};
use super::impact;
use super::numbers::numbers;
use super::order;
use super::stem::stem;
use super::tally::Tally;
use super::text::{Role, Synonyms, texts};
use super::thesaurus::is_foreign;
use super::tokenize::{Token, tokens};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};

/// Pages are surveyed in so many parts, each with tables of its own.
const PARTS: usize = 8;

/// No part of a page makes what it only means weigh more than twice what its text does.
const MEANT: f32 = 2.0;
/// What a page says otherwise in a word of another language tells more the oftener it says so, but never
/// as much as the word itself would.
const FOREIGN: f32 = 0.9;

/// A page's number, in the order of the corpus.
pub type Page = u32;

/// Where a word stands: pages in order, each with the word's level there, and [`NAMED`] if it stands
/// in what the page is called.
pub type List = Vec<(Page, u8)>;

/// Added to the level of a word that stands in a name of the page.
pub const NAMED: u8 = 8;

/// What the first reading of all pages learns.
#[derive(Debug, Default)]
pub struct Survey {
    /// How often each character that is searched occurs.
    pub chars: Tally,
    /// How many pages there are; what follows them are entries.
    pub pages: usize,
    /// The weighted length of each page, and of each entry.
    pub lengths: Vec<f32>,
}

impl Survey {
    /// The mean length of a page, as far as it matters.
    pub fn mean(&self) -> f32 {
        impact::settled_mean(self.lengths[..self.pages].iter().sum(), self.pages)
    }
}

/// All postings of a site.
#[derive(Debug, Default)]
pub struct Postings {
    /// Characters and pairs, packed and sorted.
    pub joined: Vec<u64>,
    /// Words, initials and facets, in order.
    pub words: BTreeMap<String, List>,
}

/// Reads every page once, for its characters and its length.
pub fn survey(corpus: &Corpus<'_>, synonyms: &Synonyms) -> Survey {
    let parts: Vec<Survey> = corpus
        .docs
        .par_chunks(corpus.docs.len().div_ceil(PARTS).max(1))
        .map(|docs| {
            let mut part = Survey::default();
            for doc in docs {
                part.lengths.push(measure(corpus, doc, synonyms, &mut part.chars));
            }
            part
        })
        .collect();
    let mut whole = Survey { pages: order::pages(corpus).len(), ..Survey::default() };
    for part in parts {
        whole.lengths.extend(part.lengths);
        whole.chars.add(&part.chars);
    }
    whole
}

/// Reads every page again and collects its postings.
pub fn collect(
    corpus: &Corpus<'_>,
    synonyms: &Synonyms,
    survey: &Survey,
    alphabet: &Alphabet,
) -> Postings {
    let mean = survey.mean();
    let pages: Vec<(Vec<u64>, HashMap<String, u8>)> = corpus
        .docs
        .par_iter()
        .enumerate()
        .map(|(page, doc)| {
            let mut found = PageTerms::default();
            let length = survey.lengths.get(page).copied().unwrap_or(mean) / mean;
            found.read(corpus, doc, synonyms, alphabet);
            found.finish(page as Page, length)
        })
        .collect();
    let mut postings = Postings::default();
    postings.joined.reserve_exact(pages.iter().map(|(joined, _)| joined.len()).sum());
    for (page, (joined, words)) in pages.into_iter().enumerate() {
        postings.joined.extend(joined);
        for (word, level) in words {
            postings.words.entry(word).or_default().push((page as Page, level));
        }
    }
    postings.joined.par_sort_unstable();
    postings
}

/// Packs a posting so that sorting brings together what belongs together.
fn pack(first: u32, second: u32, page: Page, level: u8) -> u64 {
    u64::from(first) << 48 | u64::from(second) << 32 | u64::from(page) << 8 | u64::from(level)
}

/// Takes a posting apart: the two characters, the page, the level as in a [`List`].
pub fn unpack(posting: u64) -> ((u32, u32), Page, u8) {
    let pair = ((posting >> 48) as u32, (posting >> 32) as u32 & 0xFFFF);
    (pair, (posting >> 8) as u32 & 0xFF_FFFF, posting as u8)
}

fn measure(corpus: &Corpus<'_>, doc: &Doc<'_>, synonyms: &Synonyms, chars: &mut Tally) -> f32 {
    let mut length = 0.0;
    texts(corpus, doc, synonyms, |text, weight, _| {
        tokens(text, |token| match token {
            Token::One(c) => {
                chars.count(c);
                length += weight;
            }
            Token::Word(_) => length += weight,
            Token::Two(..) => {}
        });
        // Whatever a page means can be typed.
        for_meant(corpus, doc, text, |word, _, _| word.chars().for_each(|c| chars.count(c)));
    });
    length
}

/// Calls `each` for what a folded text of a page means: the word typed, the word that stands there, what
/// the one weighs beside the other.
pub fn for_meant(
    corpus: &Corpus<'_>,
    doc: &Doc<'_>,
    text: &str,
    mut each: impl FnMut(&str, &[char], f32),
) {
    if let Some(thesaurus) = corpus.thesaurus.filter(|_| doc.entry.is_none()) {
        let text: Vec<char> = text.chars().collect();
        thesaurus.meant(&text, |(typed, said, share)| each(typed, said, share));
    }
}

/// What one page holds.
#[derive(Default)]
struct PageTerms {
    joined: Vec<(u32, f32, Role)>,
    words: HashMap<String, (f32, bool)>,
}

impl PageTerms {
    fn read(
        &mut self,
        corpus: &Corpus<'_>,
        doc: &Doc<'_>,
        synonyms: &Synonyms,
        alphabet: &Alphabet,
    ) {
        let mut meant: HashMap<String, f32> = HashMap::new();
        texts(corpus, doc, synonyms, |text, weight, role| {
            tokens(text, |token| match token {
                Token::One(c) => {
                    self.joined.push((alphabet.number(c) << 16, weight, Role::Text));
                }
                Token::Two(a, b) => {
                    self.joined.push((alphabet.number(a) << 16 | alphabet.number(b), weight, role));
                    if role != Role::Text
                        && let Some(pair) = initials(a, b)
                    {
                        self.word(pair, weight, role);
                    }
                }
                Token::Word(word) => self.word(stem(word).into_owned(), weight, role),
            });
            numbers(text, |number| self.word(number.to_owned(), weight, role));
            for_meant(corpus, doc, text, |word, _, share| {
                let known = meant.entry(word.to_owned()).or_default();
                *known = match is_foreign(word) {
                    true => (*known + weight * share).min(FOREIGN),
                    false => known.max(weight.min(MEANT) * share),
                };
            });
        });
        for (word, weight) in meant {
            tokens(&word, |token| match token {
                Token::Two(a, b) => {
                    let pair = alphabet.number(a) << 16 | alphabet.number(b);
                    self.joined.push((pair, weight, Role::Text));
                }
                Token::Word(word) => self.word(stem(word).into_owned(), weight, Role::Text),
                Token::One(_) => {}
            });
        }
        if doc.entry.is_none() {
            self.words.insert(format!("=kind:{}", doc.kind), (f32::MAX, false));
        }
        for tag in doc.tags.iter().filter_map(|&tag| corpus.tags.get(tag as usize)) {
            for word in std::iter::once(tag.label).chain(tag.aka.iter().map(String::as_str)) {
                let facet = format!("=tag:{}", super::fold::fold(word));
                self.words.insert(facet, (f32::MAX, false));
            }
        }
    }

    fn word(&mut self, word: String, weight: f32, role: Role) {
        let (sum, named) = self.words.entry(word).or_default();
        *sum += weight;
        *named |= role == Role::Name;
    }

    fn finish(mut self, page: Page, length: f32) -> (Vec<u64>, HashMap<String, u8>) {
        let level = |weight, named| impact::level(weight, length) + if named { NAMED } else { 0 };
        self.joined.sort_unstable_by_key(|(pair, ..)| *pair);
        let joined = self
            .joined
            .chunk_by(|a, b| a.0 == b.0)
            .map(|same| {
                let named = same.iter().any(|(.., role)| *role == Role::Name);
                let level = level(same.iter().map(|(_, weight, _)| weight).sum(), named);
                pack(same[0].0 >> 16, same[0].0 & 0xFFFF, page, level)
            })
            .collect();
        let words = self.words.into_iter();
        (joined, words.map(|(word, (weight, named))| (word, level(weight, named))).collect())
    }
}

/// The first letters of two characters' readings, as the key `'hb`.
fn initials(a: char, b: char) -> Option<String> {
    let letter = |c| super::sound::main(c).and_then(|sound| sound.chars().next());
    Some(format!("'{}{}", letter(a)?, letter(b)?))
}
