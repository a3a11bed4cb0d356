//! Turns postings into shards: short files' worth of neighbouring words that are fetched together.
//!
//! Pairs are in the order of their sounds, so whoever reads a shard for one word has read its
//! homophones too. A shard never ends between two words that sound alike.

use super::alphabet::Alphabet;
use super::bits::{Bits, varint};
use super::impact::LEVELS;
use super::postings::{List, Page, Postings, unpack};
use rayon::prelude::*;
use std::ops::Range;

/// Shards in order, each with the key that begins it.
#[derive(Debug)]
pub struct Shards<K> {
    /// First key and bytes of each.
    pub parts: Vec<(K, Vec<u8>)>,
}

/// A shard is closed when it has reached a size between these. Short shards cost less to read but
/// more to list, and the list grows with the site: there shall be about [`SHARDS`] of them.
const TARGETS: [usize; 2] = [1024, 1536];

/// So many shards are listed in two kilobytes.
const SHARDS: usize = 1024;

/// Every shard's length is a multiple of this: lengths in whole units are shorter to list. No term
/// begins with a zero, so the padding ends a shard.
pub const UNIT: usize = 32;

/// Lists of up to this many pages carry a level with each page.
const SHORT: usize = 3;

/// A word of one or two characters, and where its postings are.
struct Term {
    sounds: u32,
    pair: (u32, u32),
    postings: Range<usize>,
}

/// Packs single characters and pairs. A shard's key is the number of its first two syllables.
pub fn joined(postings: &Postings, alphabet: &Alphabet, pages: usize) -> Shards<u32> {
    let terms = terms(&postings.joined, alphabet);
    let parts = terms
        .par_chunk_by(|a, b| a.pair.0 == b.pair.0 || a.sounds == b.sounds)
        .flat_map_iter(|terms| {
            let mut shard = Writer::default();
            let mut parts = Vec::new();
            for same in terms.chunk_by(|a, b| a.sounds == b.sounds) {
                for term in same {
                    shard.pair(term, &postings.joined[term.postings.clone()], pages);
                }
                parts.push((same[0].sounds, std::mem::take(&mut shard.bytes)));
            }
            parts
        })
        .collect::<Vec<_>>();
    Shards { parts: merge(parts) }
}

/// Packs words. A shard's key is its first word.
pub fn words(postings: &Postings, pages: usize) -> Shards<String> {
    let parts = postings
        .words
        .iter()
        .map(|(word, list)| {
            let mut shard = Writer::default();
            shard.word(word, list, pages);
            (word.clone(), shard.bytes)
        })
        .collect();
    Shards { parts: merge(parts) }
}

fn terms(joined: &[u64], alphabet: &Alphabet) -> Vec<Term> {
    let mut start = 0;
    let mut terms: Vec<Term> = joined
        .chunk_by(|a, b| a >> 32 == b >> 32)
        .map(|list| {
            let (pair, ..) = unpack(list[0]);
            let sounds =
                alphabet.syllable(pair.0) * alphabet.syllable_count() + alphabet.syllable(pair.1);
            let postings = start..start + list.len();
            start = postings.end;
            Term { sounds, pair, postings }
        })
        .collect();
    terms.par_sort_unstable_by_key(|term| (term.sounds, term.pair));
    terms
}

/// Joins small parts until they reach the size of a shard.
fn merge<K>(parts: Vec<(K, Vec<u8>)>) -> Vec<(K, Vec<u8>)> {
    let total: usize = parts.iter().map(|(_, bytes)| bytes.len()).sum();
    let target = (total / SHARDS).clamp(TARGETS[0], TARGETS[1]);
    let mut shards: Vec<(K, Vec<u8>)> = Vec::new();
    for (key, bytes) in parts {
        match shards.last_mut() {
            Some((_, shard)) if shard.len() + bytes.len() <= target => shard.extend(bytes),
            _ => shards.push((key, bytes)),
        }
    }
    for (_, shard) in &mut shards {
        shard.resize(shard.len().div_ceil(UNIT) * UNIT, 0);
    }
    shards
}

#[derive(Default)]
struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    fn pair(&mut self, term: &Term, postings: &[u64], pages: usize) {
        varint(&mut self.bytes, term.pair.0);
        varint(&mut self.bytes, term.pair.1);
        let list: List = postings
            .iter()
            .map(|&posting| {
                let (_, page, level) = unpack(posting);
                (page, level)
            })
            .collect();
        self.list(&list, pages);
    }

    fn word(&mut self, word: &str, list: &List, pages: usize) {
        varint(&mut self.bytes, word.len() as u32);
        self.bytes.extend(word.as_bytes());
        self.list(list, pages);
    }

    fn list(&mut self, list: &List, pages: usize) {
        varint(&mut self.bytes, list.len() as u32);
        let bytes = encode(list, pages);
        varint(&mut self.bytes, bytes.len() as u32);
        self.bytes.extend(bytes);
    }
}

/// Writes the pages of a list as bits: the weightiest first, so that a reader may stop early.
pub fn encode(list: &List, pages: usize) -> Vec<u8> {
    let mut bits = Bits::default();
    if list.len() <= SHORT {
        let all: Vec<Page> = list.iter().map(|(page, _)| *page).collect();
        bits.rising(&all, 0, pages as u32);
        for &(_, level) in list {
            bits.push(u32::from(level), LEVELS.ilog2());
        }
        return bits.into_bytes();
    }
    for level in (0..LEVELS).rev() {
        let same: Vec<Page> =
            list.iter().filter(|(_, l)| u32::from(*l) == level).map(|(page, _)| *page).collect();
        bits.gamma(same.len() as u32 + 1);
        bits.rising(&same, 0, pages as u32);
    }
    bits.into_bytes()
}
