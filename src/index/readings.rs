//! What each page gives to the index whatever the other pages say: how often and how weightily its characters,
//! pairs and words stand on it, and what it says of the thesaurus. Everything else about an index is counting.
//!
//! Reading the texts is the dear part of an index, and it follows from nothing but a page, the glossary and
//! the thesaurus. So it is kept, packed, some pages at a time, under a key of all that.

use super::bits::varint;
use super::corpus::{Corpus, Doc, Word};
use super::joints::joints;
use super::numbers::numbers;
use super::sound;
use super::stem::stem;
use super::text::{Part, Synonyms, Texts};
use super::thesaurus::Thesaurus;
use super::tokenize::{Token, is_joined, tokens};
use super::unpack::{Packed, Weighed};
use crate::base::cache::{Cache, Key};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// What all pages give, in groups.
#[derive(Debug)]
pub struct Readings {
    groups: Vec<Vec<u8>>,
    /// Where the reading of each page is: its group, and its place there.
    places: Vec<(u32, u32)>,
}

impl Readings {
    /// Reads all pages of a corpus, but for what is known from before.
    pub fn of(corpus: &Corpus<'_>, synonyms: &Synonyms, cache: &Cache) -> Self {
        let shared = cache.lasts().then(|| shared(corpus, synonyms));
        let groups: Vec<&[Doc<'_>]> =
            corpus.docs.chunk_by(|doc, _| !Key::ends_group(&doc.url)).collect();
        let packed = groups.par_iter().map_init(PageReader::default, |reader, docs| {
            let mut make = || reader.group(corpus, docs, synonyms);
            match &shared {
                Some(shared) => cache.kept(key(corpus, docs, shared), make),
                None => make(),
            }
        });
        let packed: Vec<Vec<u8>> = packed.collect();
        let places = (0..).zip(&groups).zip(&packed).flat_map(|((group, docs), bytes)| {
            let mut starts = Packed::new(bytes);
            (0..docs.len()).map(move |_| (group, starts.word()))
        });
        Self { places: places.collect(), groups: packed }
    }

    /// The same with the pages in this order.
    pub(crate) fn arranged(self, order: &[usize]) -> Self {
        let places = order.iter().map(|page| self.places[*page]).collect();
        Self { places, ..self }
    }

    /// The reading of a page, packed.
    pub(super) fn page(&self, number: usize) -> Packed<'_> {
        let (group, start) = self.places[number];
        let bytes: &[u8] = &self.groups[group as usize];
        Packed::new(bytes.get(start as usize..).unwrap_or_default())
    }
}

/// The key of what all pages are read with.
fn shared(corpus: &Corpus<'_>, synonyms: &Synonyms) -> Key {
    let mut parts = Strings::default();
    for group in synonyms.groups() {
        parts.list(group);
    }
    for said in corpus.thesaurus.map(Thesaurus::words).unwrap_or_default() {
        parts.one(&said.word);
        parts.list(said.typed.iter().map(|(word, _)| word));
    }
    Key::of("read with", &[&parts.0])
}

/// The key of a group: all that is read of its pages.
fn key(corpus: &Corpus<'_>, docs: &[Doc<'_>], shared: &Key) -> Key {
    let mut parts = Strings::default();
    for doc in docs {
        let Doc { url: _, title, name, kind: _, kind_label: _, tags, lang: _, crisis: _, .. } = doc;
        let Doc { names, aka, answer, headings, blocks, entry, .. } = doc;
        parts.list([*title, *name]);
        parts.list(*names);
        parts.list(*aka);
        parts.list(entry.iter().map(|_| "entry"));
        let tags = tags.iter().filter_map(|&tag| corpus.tags.get(tag as usize));
        parts.list(tags.flat_map(Word::all));
        parts.one(answer);
        parts.list(headings);
        parts.list(blocks);
    }
    Key::of("readings", &[&shared.0, &parts.0])
}

/// Strings one after another, so that no two rows of them are the same bytes.
#[derive(Default)]
struct Strings(Vec<u8>);

impl Strings {
    fn one(&mut self, string: &str) {
        self.0.extend((string.len() as u64 + 1).to_le_bytes());
        self.0.extend(string.as_bytes());
    }

    fn list(&mut self, strings: impl IntoIterator<Item = impl AsRef<str>>) {
        strings.into_iter().for_each(|string| self.one(string.as_ref()));
        self.0.extend(0_u64.to_le_bytes());
    }
}

/// What one page says, while it is read.
#[derive(Default)]
struct PageReader {
    length: u32,
    /// Single characters: how often they occur, and what that weighs.
    ones: FxHashMap<char, (u32, Weighed)>,
    twos: FxHashMap<(char, char), Weighed>,
    words: FxHashMap<String, Weighed>,
    /// Where each of its characters stands among them, while it is packed.
    places: FxHashMap<char, u32>,
    /// The words of the thesaurus in reading order.
    said: Vec<(u32, Part)>,
    /// Those that the page shows, each once, and which of what readers type for them it does not show.
    missing: Vec<(u32, Vec<u32>)>,
    /// How many bytes it shows.
    shown: u32,
}

impl Weighed {
    fn add(&mut self, other: Self) {
        self.weight = self.weight.saturating_add(other.weight);
        self.named |= other.named;
        self.told |= other.told;
    }
}

impl PageReader {
    /// Pages one after another, behind where each begins.
    fn group(&mut self, corpus: &Corpus<'_>, docs: &[Doc<'_>], synonyms: &Synonyms) -> Vec<u8> {
        let (mut starts, mut pages) = (Vec::new(), Vec::new());
        for doc in docs {
            let start = docs.len() * size_of::<u32>() + pages.len();
            starts.extend((start as u32).to_le_bytes());
            self.read(corpus, doc, synonyms);
            self.pack(&mut pages);
        }
        [starts, pages].concat()
    }

    fn read(&mut self, corpus: &Corpus<'_>, doc: &Doc<'_>, synonyms: &Synonyms) {
        let texts = Texts::of(corpus, doc, synonyms);
        for (part, text) in texts.iter() {
            self.text(part, text);
        }
        if let Some(thesaurus) = corpus.thesaurus.filter(|_| doc.entry.is_none()) {
            for (part, text) in texts.iter() {
                thesaurus.said(text, |word| self.said.push((word as u32, part)));
            }
            self.miss(&texts, thesaurus);
        }
    }

    fn text(&mut self, part: Part, text: &str) {
        let weight = part.weight();
        let here = Weighed { weight, named: part.is_name(), told: !part.is_text() };
        tokens(text, |token| match token {
            Token::One(c) => {
                self.length = self.length.saturating_add(weight);
                self.one(c, here);
            }
            Token::Two(a, b) => self.two(a, b, part, here),
            Token::Word(word) => {
                self.length = self.length.saturating_add(weight);
                self.word(&stem(word), here);
            }
        });
        if part.is_name() {
            joints(text, |a, b| {
                self.two(a, b, part, here);
                // A numeral may stand on the page in digits alone.
                self.ones.entry(b).or_insert((1, Weighed { named: false, ..here }));
            });
        }
        numbers(text, |number| self.word(number, here));
    }

    fn one(&mut self, c: char, here: Weighed) {
        let (count, sum) = self.ones.entry(c).or_default();
        *count = count.saturating_add(1);
        sum.add(Weighed { named: false, ..here });
    }

    fn two(&mut self, a: char, b: char, part: Part, here: Weighed) {
        self.twos.entry((a, b)).or_default().add(here);
        if part.is_label()
            && let Some(pair) = initials(a, b)
        {
            self.word(&pair, here);
        }
    }

    fn word(&mut self, word: &str, here: Weighed) {
        match self.words.get_mut(word) {
            Some(known) => known.add(here),
            None => _ = self.words.insert(word.to_owned(), here),
        }
    }

    /// Notes what readers type for words that the page shows, and it does not.
    fn miss(&mut self, texts: &Texts, thesaurus: &Thesaurus) {
        let shown = texts.iter().filter(|(part, _)| part.is_shown()).map(|(_, text)| text);
        let shown: String = shown.collect::<Vec<_>>().join("\n");
        self.shown = shown.len() as u32;
        let mut missing: Vec<(u32, Vec<u32>)> = Vec::new();
        for (word, _) in self.said.iter().filter(|(_, part)| part.is_shown()) {
            if missing.iter().all(|(known, _)| known != word) {
                let typed = (0..).zip(&thesaurus.words()[*word as usize].typed);
                let typed =
                    typed.filter(|(_, (typed, _))| !self.may_say(typed) || !shown.contains(typed));
                missing.push((*word, typed.map(|(number, _)| number).collect()));
            }
        }
        self.missing = missing;
    }

    /// Whether a word may stand on the page, as far as each two of its characters tell.
    fn may_say(&self, word: &str) -> bool {
        let mut pairs = word.chars().zip(word.chars().skip(1));
        pairs.all(|(a, b)| !(is_joined(a) && is_joined(b)) || self.twos.contains_key(&(a, b)))
    }

    /// Appends what was read, and nothing is left of it.
    fn pack(&mut self, out: &mut Vec<u8>) {
        varint(out, std::mem::take(&mut self.length));
        varint(out, std::mem::take(&mut self.shown));
        let mut ones: Vec<(char, (u32, Weighed))> = self.ones.drain().collect();
        ones.sort_unstable_by_key(|(c, _)| *c);
        varint(out, ones.len() as u32);
        let mut before = 0;
        for (c, (count, weighed)) in &ones {
            varint(out, *c as u32 - std::mem::replace(&mut before, *c as u32));
            varint(out, *count);
            varint(out, weighed.packed());
        }
        varint(out, self.said.len() as u32);
        for (word, part) in self.said.drain(..) {
            varint(out, word);
            varint(out, part as u32);
        }
        varint(out, self.missing.len() as u32);
        for (word, typed) in self.missing.drain(..) {
            varint(out, word);
            varint(out, typed.len() as u32);
            typed.iter().for_each(|typed| varint(out, *typed));
        }
        self.pack_twos(&ones, out);
        let mut words: Vec<(String, Weighed)> = self.words.drain().collect();
        words.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        varint(out, words.len() as u32);
        for (word, weighed) in words {
            varint(out, word.len() as u32);
            out.extend(word.as_bytes());
            varint(out, weighed.packed());
        }
    }

    /// For each character in order how many follow it, and these, by their places in that order.
    fn pack_twos(&mut self, ones: &[(char, (u32, Weighed))], out: &mut Vec<u8>) {
        self.places.clear();
        self.places.extend(ones.iter().map(|(c, _)| *c).zip(0..));
        let place = |c: char| self.places.get(&c).copied().unwrap_or_default();
        let twos =
            self.twos.drain().map(|((a, b), weighed)| (place(a), place(b), weighed.packed()));
        let mut twos: Vec<(u32, u32, u32)> = twos.collect();
        twos.sort_unstable_by_key(|(a, b, _)| u64::from(*a) << 32 | u64::from(*b));
        let mut rest = twos.as_slice();
        for first in 0..ones.len() as u32 {
            let count = rest.iter().take_while(|(a, ..)| *a == first).count();
            let (here, after) = rest.split_at(count);
            rest = after;
            varint(out, count as u32);
            let mut before = 0;
            for (_, second, weighed) in here {
                varint(out, second - std::mem::replace(&mut before, *second));
                varint(out, *weighed);
            }
        }
    }
}

/// The first letters of two characters' readings, as the key `'hb`.
fn initials(a: char, b: char) -> Option<String> {
    let letter = |c| sound::main(c).and_then(|sound| sound.chars().next());
    Some(format!("'{}{}", letter(a)?, letter(b)?))
}
