//! The one file of the index with a fixed name. It carries everything a query needs before the
//! first posting: which characters there are, how they sound, and where each shard lies.

use super::alphabet::Alphabet;
use super::corpus::Corpus;
use super::lists::Lists;
use super::order;
use super::packs::Packs;
use super::records::Records;
use super::shards::Shards;
use crate::base::bug::bug;
use rustc_hash::FxHashMap;
use serde::Serialize;

/// Changes whenever a client of the day before could not read the files.
pub(crate) const FORMAT: u32 = 7;

/// What a manifest is made from.
#[derive(Debug)]
pub(crate) struct Parts<'a> {
    /// The pages.
    pub corpus: &'a Corpus<'a>,
    /// The mean weighted length of a page, as the weights were made with.
    pub mean: f32,
    /// Lists of more pages have a tail.
    pub long: usize,
    /// How many pages have a shortest name of each class of lengths.
    pub lengths: &'a [usize],
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
    /// No file is longer, unless one part alone is.
    pub file: usize,
    /// The packs of postings.
    pub terms: &'a Packs,
    /// The packs of records.
    pub texts: &'a Packs,
}

/// The manifest, field by field as `docs/search-format.md` explains it.
#[derive(Debug, Serialize)]
pub(crate) struct Manifest<'a> {
    format: u32,
    base: &'a str,
    pages: usize,
    mean: f32,
    long: usize,
    group: usize,
    /// The units of the lists of lengths: shards, shards of words, groups.
    units: [usize; 3],
    /// The longest pack of shards, and of groups.
    packs: [usize; 2],
    /// The longest file of either.
    file: usize,
    kinds: Vec<(&'a str, &'a str)>,
    terms: String,
    texts: String,
    // At the end: compression tells it from text.
    lists: String,
}

impl<'a> Manifest<'a> {
    /// Describes an index.
    pub(crate) fn new(parts: Parts<'a>) -> Self {
        let Parts { corpus, joined, words, records, terms, texts, .. } = parts;
        let mut kinds: Vec<(&str, &str)> =
            order::pages(corpus).iter().map(|doc| (doc.kind, doc.kind_label)).collect();
        kinds.sort_unstable();
        kinds.dedup_by_key(|(kind, _)| *kind);
        Self {
            format: FORMAT,
            base: corpus.base,
            pages: corpus.docs.len(),
            mean: parts.mean,
            long: parts.long,
            group: records.pages_per_group,
            units: [joined.unit, words.unit, records.unit],
            packs: [terms.limit, texts.limit],
            file: parts.file,
            kinds,
            terms: terms.names.concat(),
            texts: texts.names.concat(),
            lists: lists(&parts),
        }
    }

    /// The manifest as it is published.
    pub(crate) fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_else(|_| bug("strings and numbers that are no JSON"))
    }
}

/// Spells what has a code of its own besides the alphabet: characters, and strings of what was named before.
fn spell_symbols(Parts { alphabet, pairs, records, .. }: &Parts<'_>, lists: &mut Lists) {
    lists.push_rising(records.extra.chars().map(|c| c as usize));
    let folded = pairs.iter().map(|(from, _)| *from);
    let symbols = alphabet.chars().iter().copied().chain(folded).chain(records.extra.chars());
    let numbers: FxHashMap<char, usize> = symbols.zip(0..).collect();
    lists.push(&records.pieces.iter().map(|piece| piece.chars().count()).collect::<Vec<_>>());
    lists.push(
        &records.pieces.iter().flat_map(|p| p.chars()).map(|c| numbers[&c]).collect::<Vec<_>>(),
    );
}

/// All lists of numbers, in the order of `docs/search-format.md`.
fn lists(parts: &Parts<'_>) -> String {
    let Parts { alphabet, pairs, joined, words, records, .. } = parts;
    let mut lists = Lists::default();
    lists.push_words(alphabet.sounds());
    alphabet.spell(&mut lists);
    alphabet.spell_folded(pairs, &mut lists);
    spell_symbols(parts, &mut lists);
    let (of_alphabet, rest) = records.widths.split_at(alphabet.chars().len());
    let (of_folded, rest) = rest.split_at(pairs.len());
    [of_alphabet, of_folded, rest].iter().for_each(|widths| lists.push(widths));
    lists.push_words(words.parts.iter().map(|(word, _)| word.as_str()));
    lists.push_rising(joined.parts.iter().map(|(key, _)| *key as usize));
    let in_units = |sizes: &mut dyn Iterator<Item = usize>, unit: usize| -> Vec<usize> {
        sizes.map(|size| size.div_ceil(unit)).collect()
    };
    lists.push(&in_units(&mut joined.parts.iter().map(|(_, shard)| shard.len()), joined.unit));
    lists.push(&in_units(&mut words.parts.iter().map(|(_, shard)| shard.len()), words.unit));
    lists.push(&in_units(&mut joined.tails.iter().chain(&words.tails).map(Vec::len), 1));
    lists.push(&in_units(&mut records.groups.iter().map(Vec::len), records.unit));
    lists.push(parts.lengths);
    lists.spelled()
}
