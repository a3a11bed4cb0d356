//! Turns postings into shards: short files' worth of neighbouring words that are fetched together.
//!
//! Pairs are in the order of their sounds, so whoever reads a shard for one word has read its
//! homophones too. A shard never ends between two words that sound alike.

use super::alphabet::Alphabet;
use super::bits::{Bits, varint};
use super::counting::in_order;
use super::impact::LEVELS;
use super::packs::{pad, unit};
use super::posting::{List, Posting, RANKS};
use super::postings::Postings;
use rayon::prelude::*;

/// Shards in order, each with the key that begins it, and what did not fit into them.
#[derive(Debug)]
pub(crate) struct Shards<K> {
    /// First key and bytes of each.
    pub parts: Vec<(K, Vec<u8>)>,
    /// Every shard's length is a multiple of this. No term begins with a zero, so the padding ends a
    /// shard.
    pub unit: usize,
    /// The ends of the long lists, in the order of their terms.
    pub tails: Vec<Vec<u8>>,
}

/// How lists are written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shape {
    /// How many pages the site has.
    pub pages: usize,
    /// A list of more pages than this keeps that many of its weightiest in the shard. The others
    /// are its tail, which is read when a reader asks for more than all heads have.
    pub long: usize,
}

/// Four thousand pages with a frequent word are more than anyone looks through.
pub(crate) const LONG: usize = 4096;

/// No shard need be shorter: what is asked for costs some hundred bytes whatever its length.
const SHORTEST: usize = 512;

/// A shard of words is so many times as long as one of characters: it is listed by its first word and
/// not by a number, and few queries read one.
const LISTED: usize = 4;

/// Lists of up to this many pages carry a level with each page.
pub(super) const SHORT: usize = 3;

/// A word of one or two characters, and its pages.
struct Term<'p> {
    sounds: u32,
    pair: (u32, u32),
    list: &'p [Posting],
    /// The number of its tail, if it has one.
    tail: usize,
}

/// Packs single characters and pairs. A shard's key is the number of its first two syllables.
pub(crate) fn joined(postings: &Postings, alphabet: &Alphabet, shape: Shape) -> Shards<u32> {
    let terms = terms(postings, alphabet, shape);
    let (parts, tails): (Vec<_>, Vec<_>) = terms
        .par_chunk_by(|a, b| a.pair.0 == b.pair.0 || a.sounds == b.sounds)
        .flat_map_iter(|terms| {
            let mut encoder = Encoder::default();
            terms.chunk_by(|a, b| a.sounds == b.sounds).map(move |same| {
                let mut shard = Writer::new(shape, same[0].tail, &mut encoder);
                for term in same {
                    shard.pair(term.pair, term.list);
                }
                ((same[0].sounds, shard.bytes), shard.tails)
            })
        })
        .unzip();
    Shards::new(parts, tails, 1)
}

/// How many tails there are of single characters and pairs.
pub(crate) fn tails(postings: &Postings, shape: Shape) -> usize {
    let lists = postings.joined.iter().flat_map(super::inversion::Joined::terms);
    lists.filter(|(_, list)| list.len() > shape.long).count()
}

/// Packs words. A shard's key is its first word; tails are numbered on from `tails`.
pub(crate) fn words(postings: &Postings, shape: Shape, mut tails: usize) -> Shards<String> {
    let mut encoder = Encoder::default();
    let (parts, tails): (Vec<_>, Vec<_>) = postings
        .words
        .iter()
        .map(|(word, list)| {
            let mut shard = Writer::new(shape, tails, &mut encoder);
            shard.word(word, list);
            tails += shard.tails.len();
            ((word.clone(), shard.bytes), shard.tails)
        })
        .unzip();
    Shards::new(parts, tails, LISTED)
}

fn terms<'p>(postings: &'p Postings, alphabet: &Alphabet, shape: Shape) -> Vec<Term<'p>> {
    let mut terms: Vec<Term<'_>> = Vec::new();
    for (first, joined) in (0..).zip(&postings.joined) {
        let sound = alphabet.syllable(first) * alphabet.syllable_count();
        terms.extend(joined.terms().map(|(second, list)| {
            let sounds = sound + alphabet.syllable(second);
            Term { sounds, pair: (first, second), list, tail: 0 }
        }));
    }
    terms.par_sort_unstable_by_key(|term| (term.sounds, term.pair));
    let mut tails = 0;
    for term in &mut terms {
        term.tail = tails;
        tails += usize::from(term.list.len() > shape.long);
    }
    terms
}

impl<K> Shards<K> {
    fn new(parts: Vec<(K, Vec<u8>)>, tails: Vec<Vec<Vec<u8>>>, times: usize) -> Self {
        let mut parts = merge(parts, times);
        let unit = unit(parts.len());
        parts.iter_mut().for_each(|(_, shard)| pad(shard, unit));
        Self { parts, unit, tails: tails.into_iter().flatten().collect() }
    }
}

/// Joins small parts until they reach the size of a shard. All shards together are `total` bytes: a
/// shard of `s` bytes costs a query `10 s` to read, and `total / s` shards cost it about 1.5 bytes
/// each to be listed. Both are the same near half the root of `total`; shards are `times` as long.
fn merge<K>(parts: Vec<(K, Vec<u8>)>, times: usize) -> Vec<(K, Vec<u8>)> {
    let total: usize = parts.iter().map(|(_, bytes)| bytes.len()).sum();
    // In powers of two: an edit shall not move the ends of all shards.
    let target = (1 << (total.isqrt() / 2).max(1).ilog2()).max(SHORTEST) * times;
    let mut shards: Vec<(K, Vec<u8>)> = Vec::new();
    for (key, bytes) in parts {
        match shards.last_mut() {
            Some((_, shard)) if shard.len() + bytes.len() <= target => shard.extend(bytes),
            _ => shards.push((key, bytes)),
        }
    }
    shards
}

struct Writer<'e> {
    shape: Shape,
    bytes: Vec<u8>,
    /// Where a list is written first, for its length stands before it.
    encoder: &'e mut Encoder,
    /// The number of the first of the tails.
    first: usize,
    tails: Vec<Vec<u8>>,
}

impl<'e> Writer<'e> {
    fn new(shape: Shape, first: usize, encoder: &'e mut Encoder) -> Self {
        Self { shape, bytes: Vec::new(), encoder, first, tails: Vec::new() }
    }

    fn pair(&mut self, pair: (u32, u32), list: &[Posting]) {
        varint(&mut self.bytes, pair.0);
        varint(&mut self.bytes, pair.1);
        self.list(list, pair.1 != 0);
    }

    fn word(&mut self, word: &str, list: &List) {
        varint(&mut self.bytes, word.len() as u32);
        self.bytes.extend(word.as_bytes());
        self.list(list, true);
    }

    /// Appends a list; `marked` if it says which pages have the word in their names.
    fn list(&mut self, list: &[Posting], marked: bool) {
        let Shape { pages, long } = self.shape;
        varint(&mut self.bytes, list.len() as u32);
        if list.len() > long {
            varint(&mut self.bytes, (self.first + self.tails.len()) as u32);
            let (head, tail) = split(list, long);
            self.encoder.list(&tail, pages, marked);
            self.tails.push(std::mem::take(&mut self.encoder.bits).into_bytes());
            self.encoder.list(&head, pages, marked);
        } else {
            self.encoder.list(list, pages, marked);
        }
        self.encoder.bits.drain_into(&mut self.bytes);
    }
}

/// Divides a list after its `long` weightiest postings: names go first, of equals the first pages. Both parts
/// stay in order.
fn split(list: &[Posting], long: usize) -> (Vec<Posting>, Vec<Posting>) {
    let mut counts = [0; RANKS];
    list.iter().for_each(|posting| counts[posting.rank()] += 1);
    // Whatever ranks above `last` is in the head, and so many of those that have it.
    let (mut last, mut room) = (RANKS - 1, long);
    while last > 0 && counts[last] <= room {
        room -= counts[last];
        last -= 1;
    }
    // Where the next one goes cannot be guessed: it is put into both, and only where it belongs it is not written over.
    let (mut head, mut tail) = (list.to_vec(), list.to_vec());
    let (mut in_head, mut in_tail) = (0, 0);
    for &posting in list {
        let is_last = posting.rank() == last;
        let fits = (posting.rank() > last) | (is_last & (room > 0));
        room -= usize::from(fits & is_last);
        (head[in_head], tail[in_tail]) = (posting, posting);
        in_head += usize::from(fits);
        in_tail += usize::from(!fits);
    }
    head.truncate(in_head);
    tail.truncate(in_tail);
    (head, tail)
}

/// Writes lists as bits.
#[derive(Default)]
struct Encoder {
    bits: Bits,
    /// A list by levels.
    levels: Vec<Posting>,
    /// The places of the named pages among all, in the order in which a reader learns them.
    places: Vec<u32>,
}

impl Encoder {
    /// Writes the pages of a list, the weightiest first, then which of them are named so.
    fn list(&mut self, list: &[Posting], pages: usize, marked: bool) {
        let (bits, pages) = (&mut self.bits, pages as u32);
        if list.len() <= SHORT {
            bits.rising(list, 0, pages, &mut |_| ());
            list.iter().for_each(|p| bits.push(u32::from(p.level()), LEVELS.ilog2()));
            list.iter().filter(|_| marked).for_each(|p| bits.push(u32::from(p.is_named()), 1));
            return;
        }
        self.places.clear();
        let (mut place, mut ends) = (0, [0; LEVELS as usize]);
        let levels = list.iter().map(|posting| (usize::from(posting.level()), *posting));
        in_order(levels, &mut ends, &mut self.levels);
        for level in (0..ends.len()).rev() {
            let start = level.checked_sub(1).map_or(0, |below| ends[below]);
            let same = &self.levels[start..ends[level]];
            bits.gamma(same.len() as u32 + 1);
            bits.rising(same, 0, pages, &mut |posting| {
                if posting.is_named() {
                    self.places.push(place);
                }
                place += 1;
            });
        }
        if marked {
            bits.gamma(self.places.len() as u32 + 1);
            bits.rising(&self.places, 0, place, &mut |_| ());
        }
    }
}
