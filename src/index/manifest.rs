//! The one file of the index with a fixed name. It carries everything a query needs before the
//! first posting: which characters there are, how they sound, and where each shard lies.

use super::alphabet::Alphabet;
use super::bits::digits;
use super::corpus::Corpus;
use super::packs::PACK;
use super::records::Records;
use super::shards::{Shards, UNIT};
use serde::Serialize;

/// Changes whenever a client of the day before could not read the files.
pub const FORMAT: u32 = 1;

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
    chars: String,
    rarities: &'a str,
    readings: String,
    extra: &'a str,
    pieces: String,
    widths: &'a str,
    keys: String,
    sizes: String,
    words: Vec<&'a str>,
    word_sizes: String,
    terms: &'a [String],
    group: usize,
    unit: usize,
    groups: String,
    texts: &'a [String],
    kinds: Vec<(&'a str, &'a str)>,
}

impl<'a> Manifest<'a> {
    /// Describes an index.
    pub fn new(parts: Parts<'a>) -> Self {
        let Parts { corpus, mean, alphabet, pairs, joined, words, records, terms, texts } = parts;
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
            chars: alphabet.spelled(pairs),
            rarities: alphabet.rarities(),
            readings: alphabet.other_readings(),
            extra: &records.extra,
            pieces: records.pieces.join("\t"),
            widths: &records.widths,
            keys: digits(keys),
            sizes: digits(joined.parts.iter().map(|(_, bytes)| bytes.len() / UNIT)),
            words: words.parts.iter().map(|(word, _)| word.as_str()).collect(),
            word_sizes: digits(words.parts.iter().map(|(_, bytes)| bytes.len() / UNIT)),
            terms,
            group: records.pages_per_group,
            unit: records.unit,
            groups: digits(records.groups.iter().map(|group| group.len() / records.unit)),
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
