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
use super::thesaurus::{Found, Said, Thesaurus};
use super::tokenize::{Run, runs};
use super::totals::Totals;
use super::unpack::{Packed, Weighed};
use crate::base::cache::{Cache, Key};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// In so many shares all groups are read: each begins with tables of its own.
const SHARES: usize = 32;

/// What all pages give, in groups.
#[derive(Debug)]
pub struct Readings {
    /// The key of each group: of all that is read of its pages. None where nothing is kept.
    pub(crate) keys: Vec<Key>,
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
        let groups = corpus.groups();
        let packed = groups.par_iter().with_max_len(groups.len().div_ceil(SHARES).max(1)).map_init(
            PageReader::default,
            |reader, docs| match &shared {
                Some(shared) => {
                    let key = reader.strings.key(corpus, docs, shared);
                    (Some(key), cache.kept(key, || reader.group(corpus, docs, synonyms)))
                }
                None => (None, reader.group(corpus, docs, synonyms)),
            },
        );
        let (keys, packed): (Vec<Option<Key>>, Vec<Vec<u8>>) = packed.unzip();
        let (mut places, mut totals) = (Vec::with_capacity(corpus.docs.len()), Vec::new());
        for ((group, docs), bytes) in (0..).zip(&groups).zip(&packed) {
            let mut starts = Packed::new(bytes);
            totals.push(starts.word());
            places.extend(docs.iter().map(|_| (group, starts.word())));
        }
        Self { keys: keys.into_iter().flatten().collect(), places, totals, groups: packed }
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
        parts.list(said.typed.iter().map(|typed| &typed.word));
    }
    Key::of("read with", &[&parts.0])
}

/// Strings one after another, so that no two rows of them are the same bytes.
#[derive(Default)]
struct Strings(Vec<u8>);

impl Strings {
    /// The key of a group: all that is read of its pages.
    fn key(&mut self, corpus: &Corpus<'_>, docs: &[Doc<'_>], shared: &Key) -> Key {
        self.0.clear();
        for doc in docs {
            let Doc {
                url: _, title, name, kind: _, kind_label: _, tags, lang: _, crisis: _, ..
            } = doc;
            let Doc { names, aka, answer, headings, blocks, entry, .. } = doc;
            self.list([*title, *name]);
            self.list(*names);
            self.list(*aka);
            self.list(entry.iter().map(|_| "entry"));
            self.list(corpus.is_apart(doc).then_some("apart"));
            let tags = tags.iter().filter_map(|&tag| corpus.tags.get(tag as usize));
            self.list(tags.flat_map(Word::all));
            self.one(answer);
            self.list(headings);
            self.list(blocks);
        }
        Key::of("readings", &[&shared.0, &self.0])
    }

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
    /// Of what readers type for words of the thesaurus, by its number, whether the page shows it.
    typed: Vec<bool>,
    /// The words of the thesaurus that the page shows, each once, and which of what readers type for them it
    /// does not show, packed.
    missing: Vec<u8>,
    /// Of each word of the thesaurus whether it is among these.
    known: Vec<bool>,
    /// How many bytes it shows.
    shown: u32,
    /// The letters of a word, while it is noted.
    letters: String,
    /// What the pages of the group say together.
    totals: Totals,
    /// What was packed, and what the key is made of: room for the next group.
    packed: Vec<u8>,
    strings: Strings,
}

impl PageReader {
    /// Pages one after another and their totals, behind where these and each page begin.
    fn group(&mut self, corpus: &Corpus<'_>, docs: &[Doc<'_>], synonyms: &Synonyms) -> Vec<u8> {
        let mut starts = Vec::with_capacity(docs.len() + 1);
        let mut group = std::mem::take(&mut self.packed);
        // The places are not known yet.
        group.clear();
        group.resize((docs.len() + 1) * size_of::<u32>(), 0);
        for doc in docs {
            starts.push(group.len() as u32);
            self.read(corpus, doc, synonyms);
            corpus.shown(doc).for_each(|text| self.totals.written.line(text));
            self.count();
            self.pack(&mut group);
        }
        starts.insert(0, group.len() as u32);
        self.totals.pack(&mut group);
        for (place, start) in group.chunks_exact_mut(size_of::<u32>()).zip(starts) {
            place.copy_from_slice(&start.to_le_bytes());
        }
        // Of all groups no more is held than they have.
        let exact = group.clone();
        self.packed = group;
        exact
    }

    /// Adds what was read to what all pages say.
    fn count(&mut self) {
        let Totals { chars, said, .. } = &mut self.totals;
        self.joined.counts().for_each(|(c, count)| chars.add(c as u32, count));
        self.said.iter().for_each(|(word, _)| said.add(*word, 1));
    }

    fn read(&mut self, corpus: &Corpus<'_>, doc: &Doc<'_>, synonyms: &Synonyms) {
        let texts = Texts::of(corpus, doc, synonyms);
        let thesaurus = corpus.thesaurus.filter(|_| doc.entry.is_none());
        if let Some(thesaurus) = thesaurus {
            self.known.clear();
            self.known.resize(thesaurus.words().len(), false);
            self.typed.clear();
            self.typed.resize(thesaurus.typed(), false);
        }
        for (part, text) in texts.iter() {
            self.text(part, text);
            if let Some(thesaurus) = thesaurus {
                thesaurus.find(text, |word| match word {
                    Found::Said(word) => self.said.push((word as u32, part)),
                    Found::Typed(word) => self.typed[word] |= part.is_shown(),
                });
            }
        }
        if let Some(thesaurus) = thesaurus {
            self.shown = texts.shown();
            self.miss(thesaurus.words());
        }
    }

    fn text(&mut self, part: Part, text: &[char]) {
        let here = Weighed::of(part);
        let mut count = 0;
        runs(text, |run| match run {
            Run::Joined(run) => {
                count += run.len() as u32;
                self.joined.run(run, part);
                if part.is_label() {
                    run.windows(2).for_each(|pair| self.initials(pair[0], pair[1], here));
                }
            }
            Run::Word(run) => {
                count += 1;
                let mut letters = std::mem::take(&mut self.letters);
                letters.clear();
                letters.extend(run);
                self.word(&stem(&letters), here);
                self.letters = letters;
            }
        });
        self.length = self.length.saturating_add(here.weight().saturating_mul(count));
        if part.is_name() {
            joints(text, |a, b| {
                // A numeral may stand on the page in digits alone.
                self.joined.joint(a, b, part);
                self.initials(a, b, here);
            });
        }
        numbers(text, |number| self.word(number, here));
    }

    /// Notes the first letters of two characters' readings, as the key `'hb`.
    fn initials(&mut self, a: char, b: char, here: Weighed) {
        let letter = |c| sound::main(c).and_then(|sound| sound.chars().next());
        if let (Some(a), Some(b)) = (letter(a), letter(b)) {
            let mut letters = std::mem::take(&mut self.letters);
            letters.clear();
            letters.extend(['\'', a, b]);
            self.word(&letters, here);
            self.letters = letters;
        }
    }

    fn word(&mut self, word: &str, here: Weighed) {
        match self.words.get_mut(word) {
            Some(known) => known.add(here),
            None => _ = self.words.insert(word.to_owned(), here),
        }
    }

    /// Notes what readers type for words that the page shows, and it does not.
    fn miss(&mut self, words: &[Said]) {
        for (word, _) in self.said.iter().filter(|(_, part)| part.is_shown()) {
            let number = *word as usize;
            if std::mem::replace(&mut self.known[number], true) {
                continue;
            }
            self.totals.shown.add(*word, 1);
            varint(&mut self.missing, *word);
            let typed = words[number].typed.iter().zip(1..);
            let missing = typed.filter(|(typed, _)| !self.typed[typed.number]);
            missing.for_each(|(_, place)| varint(&mut self.missing, place));
            varint(&mut self.missing, 0);
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
        out.append(&mut self.missing);
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
