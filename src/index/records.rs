//! What a result shows of a page: its address, its title, and its text to cut an excerpt from. One
//! record a page, so that ten results cost ten short reads and not ten neighbourhoods.

use super::alphabet::Alphabet;
use super::corpus::{Corpus, Doc, in_line};
use super::encoding;
use super::packs;
use super::pieces::Pieces;
use super::tally::Tally;
use crate::base::cache::{Cache, Key};
use crate::base::chars::has_any;
use rayon::prelude::*;
use std::collections::HashSet;

/// Records in groups, and what is needed to read them.
#[derive(Debug)]
pub(crate) struct Records {
    /// The bytes of each group.
    pub groups: Vec<Vec<u8>>,
    /// How many pages share a group.
    pub pages_per_group: usize,
    /// Every group's length is a multiple of this.
    pub unit: usize,
    /// Characters of the texts that neither the alphabet nor the folding pairs name.
    pub extra: String,
    /// Frequent strings that have a code of their own.
    pub pieces: Vec<String>,
    /// The widths of the codes, in bits; the last announces a character that is spelled out.
    pub widths: Vec<usize>,
}

/// Groups are about this long: shorter ones would cost more to list than they save.
const GROUP: usize = 256;

/// The characters of so many heads are counted side by side with those of others.
const COUNTED: usize = 2048;

/// Ends a record.
const END: char = '\0';

/// A character that occurs less often is spelled out.
const RARE: u32 = 3;

/// What records are written with.
pub(crate) struct Symbols {
    cutter: Pieces,
    extra: String,
    pieces: Vec<String>,
}

/// Learns from all records what they are to be written with. None is kept: all of them are as large as the site, and
/// to make one again when it is packed takes a tenth of what packing it does. `written` says how often each character
/// occurs in the texts that are shown, `means` are the words of each page that readers have other words for, `folded`
/// the characters of the folding pairs, in their order.
pub(crate) fn learn(
    corpus: &Corpus<'_>,
    written: &Tally,
    means: &[String],
    (alphabet, folded): (&Alphabet, &[char]),
    cache: &Cache,
) -> Symbols {
    let mut counts = count_heads(corpus, means);
    counts.merge(written);
    let mut symbols: Vec<char> = alphabet.chars().to_vec();
    symbols.extend(folded);
    let extra = extra(&counts, &symbols);
    symbols.extend(extra.chars());
    let mut cutter = Pieces::new(&symbols);
    let length = counts.iter().map(|(_, n)| n as usize).sum();
    let sample = corpus.docs.iter().zip(means).step_by(Pieces::step(length));
    let sample: Vec<String> = sample.map(|(doc, means)| record(corpus, doc, means)).collect();
    let pieces = cutter.learn(&sample, length, cache);
    Symbols { cutter, extra, pieces }
}

/// Packs a record for every page. `keys` are those of the readings of each group, where anything is kept.
pub(crate) fn pack(
    corpus: &Corpus<'_>,
    means: &[String],
    keys: &[Key],
    symbols: Symbols,
    cache: &Cache,
) -> Records {
    let Symbols { cutter, extra, pieces } = symbols;
    let mut rest = means;
    let groups = corpus.groups().into_iter().enumerate().map(|(number, docs)| {
        let means = rest.split_off(..docs.len()).unwrap_or_default();
        Group { corpus, docs, means, key: keys.get(number).copied() }
    });
    let (records, code) = encoding::encode(&groups.collect::<Vec<_>>(), &cutter, cache);
    let total: usize = records.iter().map(Vec::len).sum();
    let pages_per_group = (GROUP * records.len() / total.max(1)).max(1);
    let groups = records.par_chunks(pages_per_group);
    let unit = packs::unit(groups.len());
    let padded = |records: &[Vec<u8>]| {
        let mut group = records.concat();
        packs::pad(&mut group, unit);
        group
    };
    let groups = groups.map(padded).collect();
    Records { groups, pages_per_group, unit, extra, pieces, widths: code.widths() }
}

/// The pages whose records are kept together.
struct Group<'c> {
    corpus: &'c Corpus<'c>,
    docs: &'c [Doc<'c>],
    means: &'c [String],
    key: Option<Key>,
}

impl encoding::Texts for Group<'_> {
    /// A record says what was read of its page, behind a head.
    fn key(&self) -> Option<Key> {
        let heads = self.docs.iter().zip(self.means);
        let heads: String = heads.map(|(doc, means)| head(self.corpus, doc, means)).collect();
        Some(Key::of("records", &[&self.key?.0, heads.as_bytes()]))
    }

    fn texts(&self) -> Vec<String> {
        let docs = self.docs.iter().zip(self.means);
        docs.map(|(doc, means)| record(self.corpus, doc, means)).collect()
    }
}

/// The characters that occur and are not symbols yet.
fn extra(counts: &Tally, symbols: &[char]) -> String {
    let known: HashSet<char> = symbols.iter().copied().collect();
    counts.iter().filter(|(c, n)| *n >= RARE && !known.contains(c)).map(|(c, _)| c).collect()
}

/// How often each character occurs in the heads of records, with what ends these.
fn count_heads(corpus: &Corpus<'_>, means: &[String]) -> Tally {
    let chunks = corpus.docs.par_chunks(COUNTED).zip(means.par_chunks(COUNTED));
    let counts = chunks.map(|(docs, means)| {
        let mut counts = Tally::default();
        for (doc, means) in docs.iter().zip(means) {
            let head = head(corpus, doc, means);
            head.chars().chain([END]).for_each(|c| _ = counts.count(c));
        }
        counts
    });
    let all = counts.reduce_with(|mut all, counts| {
        all.merge(&counts);
        all
    });
    all.unwrap_or_default()
}

/// The record of a page: its head, then the texts that it shows, a line each.
fn record(corpus: &Corpus<'_>, doc: &Doc<'_>, means: &str) -> String {
    let mut record = head(corpus, doc, means);
    record.reserve(corpus.shown(doc).map(|text| text.len() + 1).sum::<usize>() + 1);
    corpus.shown(doc).for_each(|text| line(&mut record, text));
    record.push(END);
    record
}

/// What a record begins with, a line each: address, title, kind, tags, flags, other names, what it means. An entry
/// has its number for tags.
fn head(corpus: &Corpus<'_>, doc: &Doc<'_>, means: &str) -> String {
    let tags: Vec<&str> = doc
        .tags
        .iter()
        .filter_map(|&tag| corpus.tags.get(tag as usize))
        .map(|tag| tag.label)
        .collect();
    let tags = doc.entry.map_or_else(|| tags.join("\t"), |entry| entry.number.to_owned());
    let flags = if doc.crisis { "!" } else { "" };
    let other = std::iter::once(doc.name).filter(|name| *name != doc.title);
    let names: Vec<&str> =
        other.chain(doc.names.iter().chain(doc.aka).map(String::as_str)).collect();
    let lines = [&doc.url, doc.title, doc.kind, &tags, flags, &names.join("\t"), means];
    let mut head = String::with_capacity(lines.iter().map(|text| text.len() + 1).sum());
    lines.into_iter().for_each(|text| line(&mut head, text));
    head
}

/// Appends a line.
fn line(record: &mut String, text: &str) {
    if has_any(text, b"\n\0") {
        record.extend(text.chars().map(in_line));
    } else {
        record.push_str(text);
    }
    record.push('\n');
}
