//! What each page gives to the index whatever the other pages say: how often and how weightily its characters,
//! pairs and words stand on it, and what it says of the thesaurus. Everything else about an index is counting.
//!
//! Reading the texts is the dear part of an index, and it follows from nothing but a page, the glossary and
//! the thesaurus. So it is kept, packed, some pages at a time, under a key of all that.

use super::bits::varint;
use super::corpus::{Corpus, Doc, Word};
use super::joints::joints;
use super::neighbours::Neighbours;
use super::numbers::numbers;
use super::sound;
use super::stem::stem;
use super::text::{Part, Synonyms, Texts};
use super::thesaurus::Thesaurus;
use super::tokenize::{Token, is_joined, tokens};
use super::totals::Totals;
use super::unpack::{Packed, Weighed};
use crate::base::cache::{Cache, Key};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// In so many shares all groups are read: each begins with tables of its own.
const SHARES: usize = 32;

/// What all pages give, in groups.
#[derive(Debug)]
pub struct Readings {
    groups: Vec<Vec<u8>>,
    /// Where the reading of each page is: its group, and its place there.
    places: Vec<(u32, u32)>,
    /// Where the totals of each group are.
    totals: Vec<u32>,
}

impl Readings {
    /// Reads all pages of a corpus, but for what is known from before.
    pub fn of(corpus: &Corpus<'_>, synonyms: &Synonyms, cache: &Cache) -> Self {
        let shared = cache.lasts().then(|| shared(corpus, synonyms));
        let groups: Vec<&[Doc<'_>]> =
            corpus.docs.chunk_by(|doc, _| !Key::ends_group(&doc.url)).collect();
        let packed = groups.par_iter().with_max_len(groups.len().div_ceil(SHARES).max(1)).map_init(
            PageReader::default,
            |reader, docs| {
                let mut make = || reader.group(corpus, docs, synonyms);
                match &shared {
                    Some(shared) => cache.kept(key(corpus, docs, shared), make),
                    None => make(),
                }
            },
        );
        let packed: Vec<Vec<u8>> = packed.collect();
        let (mut places, mut totals) = (Vec::with_capacity(corpus.docs.len()), Vec::new());
        for ((group, docs), bytes) in (0..).zip(&groups).zip(&packed) {
            let mut starts = Packed::new(bytes);
            totals.push(starts.word());
            places.extend(docs.iter().map(|_| (group, starts.word())));
        }
        Self { places, totals, groups: packed }
    }

    /// The same with the pages in this order.
    pub(crate) fn arranged(self, order: &[usize]) -> Self {
        let places = order.iter().map(|page| self.places[*page]).collect();
        Self { places, ..self }
    }

    /// The reading of a page, packed.
    pub(super) fn page(&self, number: usize) -> Packed<'_> {
        let (group, start) = self.places[number];
        packed(&self.groups[group as usize], start)
    }

    /// What the pages of each group say together, packed.
    pub(super) fn totals(&self) -> impl Iterator<Item = Packed<'_>> {
        self.groups.iter().zip(&self.totals).map(|(group, start)| packed(group, *start))
    }
}

fn packed(group: &[u8], start: u32) -> Packed<'_> {
    Packed::new(group.get(start as usize..).unwrap_or_default())
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
    /// Single characters, and pairs of them.
    joined: Neighbours,
    words: FxHashMap<String, Weighed>,
    /// The words of the thesaurus in reading order.
    said: Vec<(u32, Part)>,
    /// Those that the page shows, each once, and which of what readers type for them it does not show.
    missing: Vec<(u32, Vec<u32>)>,
    /// How many bytes it shows.
    shown: u32,
    /// The first letters of two characters' readings, while they are noted.
    pair: String,
    /// What the pages of the group say together.
    totals: Totals,
}

impl PageReader {
    /// Pages one after another and their totals, behind where these and each page begin.
    fn group(&mut self, corpus: &Corpus<'_>, docs: &[Doc<'_>], synonyms: &Synonyms) -> Vec<u8> {
        let (mut starts, mut pages) = (Vec::new(), Vec::new());
        let first = (docs.len() + 1) * size_of::<u32>();
        for doc in docs {
            starts.extend(((first + pages.len()) as u32).to_le_bytes());
            self.read(corpus, doc, synonyms);
            self.count();
            self.pack(&mut pages);
        }
        let totals = (first + pages.len()) as u32;
        self.totals.pack(&mut pages);
        [&totals.to_le_bytes()[..], &starts, &pages].concat()
    }

    /// Adds what was read to what all pages say.
    fn count(&mut self) {
        let Totals { chars, said, shown } = &mut self.totals;
        self.joined.counts().for_each(|(c, count)| chars.add(c as u32, count));
        self.said.iter().for_each(|(word, _)| said.add(*word, 1));
        self.missing.iter().for_each(|(word, _)| shown.add(*word, 1));
    }

    fn read(&mut self, corpus: &Corpus<'_>, doc: &Doc<'_>, synonyms: &Synonyms) {
        let texts = Texts::of(corpus, doc, synonyms);
        for (part, text) in texts.iter() {
            self.text(part, text);
        }
        self.joined.arrange();
        if let Some(thesaurus) = corpus.thesaurus.filter(|_| doc.entry.is_none()) {
            for (part, text) in texts.iter() {
                thesaurus.said(text, |word| self.said.push((word as u32, part)));
            }
            self.miss(&texts, thesaurus);
        }
    }

    fn text(&mut self, part: Part, text: &[char]) {
        let here = Weighed::of(part);
        tokens(text.iter().copied(), |token| match token {
            Token::One(c) => {
                self.length = self.length.saturating_add(here.weight);
                self.joined.one(c, part);
            }
            Token::Two(a, b) => self.two(a, b, part),
            Token::Word(word) => {
                self.length = self.length.saturating_add(here.weight);
                self.word(&stem(word), here);
            }
        });
        if part.is_name() {
            joints(text, |a, b| {
                self.two(a, b, part);
                // A numeral may stand on the page in digits alone.
                self.joined.one_at_least(b, part);
            });
        }
        numbers(text, |number| self.word(number, here));
    }

    fn two(&mut self, a: char, b: char, part: Part) {
        self.joined.two(a, b, part);
        if part.is_label()
            && let Some(letters) = initials(a, b)
        {
            let mut pair = std::mem::take(&mut self.pair);
            pair.clear();
            pair.extend(letters);
            self.word(&pair, Weighed::of(part));
            self.pair = pair;
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
        let shown = || texts.iter().filter(|(part, _)| part.is_shown()).map(|(_, text)| text);
        let bytes = |text: &[char]| text.iter().map(|c| c.len_utf8()).sum::<usize>();
        // With a line's end between each two.
        self.shown = shown().map(|text| bytes(text) + 1).sum::<usize>().saturating_sub(1) as u32;
        let (mut missing, mut known) = (Vec::new(), FxHashSet::default());
        for (word, _) in self.said.iter().filter(|(_, part)| part.is_shown()) {
            if known.insert(*word) {
                let typed = (0..).zip(&thesaurus.words()[*word as usize].typed);
                let typed = typed.filter(|(_, (typed, _))| match self.shows(typed) {
                    Shows::Surely => false,
                    Shows::Not => true,
                    Shows::Perhaps => !shown().any(|text| says(text, typed)),
                });
                missing.push((*word, typed.map(|(number, _)| number).collect()));
            }
        }
        self.missing = missing;
    }

    /// Whether the page shows a word, as far as each two of its characters tell.
    fn shows(&self, word: &str) -> Shows {
        let mut pairs = word.chars().zip(word.chars().skip(1)).peekable();
        let Some((a, b)) = pairs.peek().copied() else { return Shows::Perhaps };
        let joined = |a, b| is_joined(a) && is_joined(b);
        if !pairs.all(|(a, b)| !joined(a, b) || self.joined.parts(a, b).any(Part::is_shown)) {
            return Shows::Not;
        }
        // In a name two characters are noted as neighbours that marks keep apart.
        let beside = |part: Part| part.is_shown() && !part.is_name();
        let alone = word.chars().nth(2).is_none() && joined(a, b);
        match alone && self.joined.parts(a, b).any(beside) {
            true => Shows::Surely,
            false => Shows::Perhaps,
        }
    }

    /// Appends what was read, and nothing is left of it.
    fn pack(&mut self, out: &mut Vec<u8>) {
        varint(out, std::mem::take(&mut self.length));
        varint(out, std::mem::take(&mut self.shown));
        self.joined.pack_ones(out);
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
        self.joined.pack_twos(out);
        let mut words: Vec<(String, Weighed)> = self.words.drain().collect();
        words.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        varint(out, words.len() as u32);
        for (word, weighed) in words {
            varint(out, word.len() as u32);
            out.extend(word.as_bytes());
            varint(out, weighed.packed());
        }
    }
}

/// Whether a page shows a word, before its texts are looked through.
enum Shows {
    Surely,
    Perhaps,
    Not,
}

/// Whether a word stands in a text.
fn says(text: &[char], word: &str) -> bool {
    let mut rest = word.chars();
    let Some(first) = rest.next() else { return true };
    // Few texts have it at all: without an early end, many characters are looked at in one step.
    if !text.iter().fold(false, |found, c| found | (*c == first)) {
        return false;
    }
    let goes_on = |behind: &[char]| {
        let mut behind = behind.iter().copied();
        rest.clone().all(|c| behind.next() == Some(c))
    };
    let mut begins = text.iter().zip(1..).filter(|(c, _)| **c == first);
    begins.any(|(_, behind)| goes_on(&text[behind..]))
}

/// The first letters of two characters' readings, as the key `'hb`.
fn initials(a: char, b: char) -> Option<[char; 3]> {
    let letter = |c| sound::main(c).and_then(|sound| sound.chars().next());
    Some(['\'', letter(a)?, letter(b)?])
}
