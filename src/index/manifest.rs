//! The one file of the index with a fixed name. It carries everything a query needs before the
//! first posting: which characters there are, how they sound, and where each shard lies.

use super::alphabet::Alphabet;
use super::bits::spelled;
use super::corpus::Corpus;
use super::packs::PACK;
use super::records::Records;
use super::shards::{Shards, UNIT};
use serde::Serialize;

/// Changes whenever a client of the day before could not read the files.
pub const FORMAT: u32 = 2;

/// What a manifest is made from.
#[derive(Debug)]
pub struct Parts<'a> {
    /// The pages.
    pub corpus: &'a Corpus<'a>,
    /// The mean weighted length of a page, as the weights were made with.
    pub mean: f32,
    /// The characters.
    pub alphabet: &'a Alphabet,
    /// The folding pairs whose target occurs.
    pub pairs: &'a [(char, char)],
    /// The shards of characters and pairs.
    pub joined: &'a Shards<u32>,
    /// The shards of words.
    pub words: &'a Shards<String>,
    /// The records.
    pub records: &'a Records,
    /// The packs of postings.
    pub terms: &'a [String],
    /// The packs of records.
    pub texts: &'a [String],
}

/// The manifest, field by field as `docs/search-format.md` explains it.
#[derive(Debug, Serialize)]
pub struct Manifest<'a> {
    format: u32,
    base: &'a str,
    pages: usize,
    mean: f32,
    pack: usize,
    step: usize,
    group: usize,
    unit: usize,
    kinds: Vec<(&'a str, &'a str)>,
    terms: &'a [String],
    texts: &'a [String],
    sounds: String,
    readings: String,
    extra: &'a str,
    pieces: String,
    words: Vec<&'a str>,
    rarities: &'a str,
    widths: &'a str,
    // Lists of numbers at the end, side by side: compression tells them from text.
    counts: String,
    chars: String,
    variants: String,
    of: String,
    keys: String,
    sizes: String,
    word_sizes: String,
    groups: String,
}

impl<'a> Manifest<'a> {
    /// Describes an index.
    pub fn new(parts: Parts<'a>) -> Self {
        let Parts { corpus, mean, alphabet, pairs, joined, words, records, terms, texts } = parts;
        let sounds: Vec<&str> = alphabet.groups().map(|(sound, _)| sound).collect();
        let variants: Vec<char> = pairs.iter().map(|(from, _)| *from).collect();
        let mut before = 0;
        let keys = joined.parts.iter().map(|(key, _)| {
            let step = key - before;
            before = *key;
            step as usize
        });
        let mut kinds: Vec<(&str, &str)> =
            corpus.docs.iter().map(|doc| (doc.kind, doc.kind_label)).collect();
        kinds.sort_unstable();
        kinds.dedup_by_key(|(kind, _)| *kind);
        Self {
            format: FORMAT,
            base: corpus.base,
            pages: corpus.docs.len(),
            mean,
            pack: PACK,
            step: UNIT,
            sounds: sounds.join(" "),
            counts: spelled(alphabet.groups().map(|(_, chars)| chars.len())),
            chars: spelled(alphabet.groups().flat_map(|(_, chars)| steps(chars))),
            variants: spelled(steps(&variants)),
            of: spelled(pairs.iter().map(|(_, to)| alphabet.number(*to) as usize)),
            rarities: alphabet.rarities(),
            readings: alphabet.other_readings(),
            extra: &records.extra,
            pieces: records.pieces.join("\t"),
            widths: &records.widths,
            keys: spelled(keys),
            sizes: spelled(joined.parts.iter().map(|(_, bytes)| bytes.len() / UNIT)),
            words: words.parts.iter().map(|(word, _)| word.as_str()).collect(),
            word_sizes: spelled(words.parts.iter().map(|(_, bytes)| bytes.len() / UNIT)),
            terms,
            group: records.pages_per_group,
            unit: records.unit,
            groups: spelled(records.groups.iter().map(|group| group.len() / records.unit)),
            texts,
            kinds,
        }
    }

    /// The manifest as it is published.
    pub fn to_json(&self) -> Vec<u8> {
        // Serialising plain strings and numbers into memory has no way to fail.
        serde_json::to_vec(self).unwrap_or_default()
    }
}

/// The step to each of some ascending characters from the one before, the first one's from nothing.
fn steps(chars: &[char]) -> Vec<usize> {
    let before = std::iter::once(0).chain(chars.iter().map(|c| *c as usize));
    chars.iter().zip(before).map(|(c, before)| *c as usize - before).collect()
}
