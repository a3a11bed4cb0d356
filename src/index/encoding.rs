//! The texts of records as bits: cut into pieces, and these in the code that is shortest for all of a site.
//!
//! Cutting is the dear part, and follows from nothing but a text and the pieces. So of some pages at a time it is
//! kept how often each piece occurs in them, from which the code is made, and what they are in this code: few
//! edits make another code.

use super::bits::{Bits, varint};
use super::huffman::Code;
use super::pieces::{Piece, Pieces};
use super::unpack::Packed;
use crate::base::cache::{Cache, Key};
use rayon::prelude::*;

/// So many bits has a character that has no code.
pub(super) const CODE_POINT: u32 = 21;

/// The texts of some pages, which are kept together.
pub(super) trait Texts: Sync {
    /// The key of all that they follow from; `None` where nothing is kept.
    fn key(&self) -> Option<Key>;
    /// One of each page.
    fn texts(&self) -> Vec<String>;
}

/// The records of these pages and their code.
pub(super) fn encode(
    groups: &[impl Texts],
    cutter: &Pieces,
    cache: &Cache,
) -> (Vec<Vec<u8>>, Code) {
    let shared = cutter.key();
    let groups = groups.par_iter().with_max_len(1);
    let groups: Vec<Group<'_, _>> =
        groups.map(|texts| Group::new(texts, cutter, &shared, cache)).collect();
    let mut counts = vec![0; cutter.count() + 1];
    for (symbol, count) in groups.iter().flat_map(|group| &group.counts) {
        counts[*symbol as usize] += count;
    }
    // What announces a character without a code needs one in any case.
    counts[cutter.count()] += 1;
    let code = Code::new(&counts);
    let widths: Vec<u8> = code.widths().into_iter().map(|width| width as u8).collect();
    let groups = groups.into_par_iter().with_max_len(1);
    let records = groups.flat_map_iter(|group| group.records(cutter, (&code, &widths), cache));
    (records.collect(), code)
}

/// Some pages.
struct Group<'t, T> {
    texts: &'t T,
    /// What they are made from; `None` where nothing is kept.
    key: Option<Key>,
    /// How often each symbol occurs in them, by its number.
    counts: Vec<(u32, u32)>,
    /// The texts as pieces, if they had to be cut already.
    cuts: Option<Vec<Vec<Piece>>>,
}

impl<'t, T: Texts> Group<'t, T> {
    fn new(texts: &'t T, cutter: &Pieces, shared: &Key, cache: &Cache) -> Self {
        let Some(key) = texts.key().map(|key| Key::of("counted", &[&shared.0, &key.0])) else {
            let cuts = cut(&texts.texts(), cutter);
            return Self { texts, key: None, counts: counts(&cuts, cutter), cuts: Some(cuts) };
        };
        let mut cuts = None;
        let kept = cache.kept(key, || {
            let counts = counts(cuts.insert(cut(&texts.texts(), cutter)), cutter);
            let mut out = Vec::new();
            counts.iter().flat_map(|(symbol, n)| [*symbol, *n]).for_each(|n| varint(&mut out, n));
            out
        });
        let mut packed = Packed::new(&kept);
        let known =
            std::iter::from_fn(|| (!packed.is_empty()).then(|| (packed.number(), packed.number())));
        let known = known.filter(|(symbol, _)| *symbol as usize <= cutter.count());
        Self { texts, key: Some(key), counts: known.collect(), cuts }
    }

    /// Their records in a code, which its widths describe.
    fn records(
        self,
        cutter: &Pieces,
        (code, widths): (&Code, &[u8]),
        cache: &Cache,
    ) -> Vec<Vec<u8>> {
        let Self { texts, key, cuts, .. } = self;
        let make = || {
            let cuts = cuts.unwrap_or_else(|| cut(&texts.texts(), cutter));
            cuts.iter().map(|cut| write(code, cut, cutter.count())).collect::<Vec<_>>()
        };
        let Some(key) = key else { return make() };
        let mut made: Option<Vec<Vec<u8>>> = None;
        let kept = cache.kept(Key::of("encoded", &[&key.0, widths]), || {
            let records = made.insert(make());
            let mut out = Vec::new();
            for record in records {
                varint(&mut out, record.len() as u32);
                out.extend_from_slice(record);
            }
            out
        });
        made.unwrap_or_else(|| {
            let mut packed = Packed::new(&kept);
            std::iter::from_fn(|| {
                (!packed.is_empty()).then(|| {
                    let length = packed.number() as usize;
                    packed.bytes(length).to_vec()
                })
            })
            .collect()
        })
    }
}

/// Cuts texts, whose pieces are put together where those of the one before were.
fn cut(texts: &[String], cutter: &Pieces) -> Vec<Vec<Piece>> {
    let mut pieces = Vec::new();
    let cut = |text: &String| {
        pieces.clear();
        cutter.cut(text, |piece| pieces.push(piece));
        // All of a site are held at once: each takes no more room than it needs.
        pieces.clone()
    };
    texts.iter().map(cut).collect()
}

/// How often each symbol occurs, the one that announces a character without a code last.
fn counts(cuts: &[Vec<Piece>], cutter: &Pieces) -> Vec<(u32, u32)> {
    let mut counts = vec![0; cutter.count() + 1];
    for piece in cuts.iter().flatten() {
        counts[piece.symbol().unwrap_or(cutter.count())] += 1;
    }
    // Some pages have few of all pieces: of many together it is seen at once that they have none.
    let many = 32;
    let met = counts.chunks(many).zip((0..).step_by(many));
    let met = met.filter(|(counts, _)| counts.iter().fold(0, |any, count| any | count) > 0);
    let met = met.flat_map(|(counts, first)| (first..).zip(counts.iter().copied()));
    met.filter(|(_, count)| *count > 0).collect()
}

fn write(code: &Code, pieces: &[Piece], escape: usize) -> Vec<u8> {
    let mut bits = Bits::default();
    for piece in pieces {
        match piece.symbol() {
            Some(symbol) => code.write(&mut bits, symbol),
            None => {
                code.write(&mut bits, escape);
                bits.push(piece.code_point(), CODE_POINT);
            }
        }
    }
    bits.into_bytes()
}
