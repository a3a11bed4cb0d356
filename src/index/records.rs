//! What a result shows of a page: its address, its title, and its text to cut an excerpt from. One
//! record a page, so that ten results cost ten short reads and not ten neighbourhoods.

use super::alphabet::Alphabet;
use super::corpus::{Corpus, Doc};
use super::encoding;
use super::packs;
use super::pieces::Pieces;
use super::tally::Tally;
use crate::base::cache::Cache;
use crate::base::chars::has_any;
use rayon::prelude::*;
use std::borrow::Cow;
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

/// What is not the text of a page is seldom longer in its record.
const HEAD: usize = 1024;

/// The characters of so many texts are counted side by side with those of others.
const COUNTED: usize = 2048;

/// A character that occurs less often is spelled out.
const RARE: u32 = 3;

/// What records are written with.
pub(crate) struct Symbols {
    cutter: Pieces,
    extra: String,
    pieces: Vec<String>,
}

/// Learns from all records what they are to be written with. None is kept: all of them are as large as the site, and
/// to make one again when it is packed takes a tenth of what packing it does. `means` are the words of each page that
/// readers have other words for, `folded` the characters of the folding pairs, in their order.
pub(crate) fn learn(
    corpus: &Corpus<'_>,
    means: &[String],
    alphabet: &Alphabet,
    folded: &[char],
    cache: &Cache,
) -> Symbols {
    let counts = count_chars(corpus, means);
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

/// Packs a record for every page.
pub(crate) fn pack(
    corpus: &Corpus<'_>,
    means: &[String],
    symbols: Symbols,
    cache: &Cache,
) -> Records {
    let Symbols { cutter, extra, pieces } = symbols;
    let text = |doc: &Doc<'_>, means: &String| record(corpus, doc, means);
    let (records, code) = encoding::encode(&corpus.docs, means, &text, &cutter, cache);
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

/// The characters that occur and are not symbols yet.
fn extra(counts: &Tally, symbols: &[char]) -> String {
    let known: HashSet<char> = symbols.iter().copied().collect();
    counts.iter().filter(|(c, n)| *n >= RARE && !known.contains(c)).map(|(c, _)| c).collect()
}

fn count_chars(corpus: &Corpus<'_>, means: &[String]) -> Tally {
    let chunks = corpus.docs.par_chunks(COUNTED).zip(means.par_chunks(COUNTED));
    let counts = chunks.map(|(docs, means)| {
        let mut counts = Tally::default();
        for (doc, means) in docs.iter().zip(means) {
            lines(corpus, doc, means, |line| line.chars().for_each(|c| counts.count(c)));
        }
        counts
    });
    let all = counts.reduce_with(|mut all, counts| {
        all.merge(&counts);
        all
    });
    all.unwrap_or_default()
}

/// The record of a page, which ends with a zero: see [`lines`].
fn record(corpus: &Corpus<'_>, doc: &Doc<'_>, means: &str) -> String {
    let text: usize = blocks(corpus, doc).iter().map(|block| block.len() + 1).sum();
    let mut record = String::with_capacity(text + HEAD);
    lines(corpus, doc, means, |line| record.push_str(line));
    // All of a site are held at once.
    record.shrink_to_fit();
    record
}

/// Calls `each` for what a record is put together from. Lines end with a line feed each, the record itself with a
/// zero: address, title, kind, tags, flags, other names, what it means, then the answer and the blocks. An entry has
/// its number for tags.
fn lines(corpus: &Corpus<'_>, doc: &Doc<'_>, means: &str, mut each: impl FnMut(&str)) {
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
    let head = [&doc.url, doc.title, doc.kind, &tags, flags, &names.join("\t"), means];
    let answer = std::iter::once(&doc.answer).filter(|_| !is_apart(corpus, doc));
    let texts = answer.chain(blocks(corpus, doc)).map(|text| &**text);
    for line in head.into_iter().chain(texts.filter(|text| !text.is_empty())) {
        if has_any(line, b"\n\0") {
            each(&line.replace(['\n', '\0'], " "));
        } else {
            each(line);
        }
        each("\n");
    }
    each("\0");
}

/// The blocks that a record has.
fn blocks<'d>(corpus: &Corpus<'_>, doc: &'d Doc<'_>) -> &'d [Cow<'d, str>] {
    if is_apart(corpus, doc) { &[] } else { &doc.blocks }
}

/// Whether the text of a page is not in its record.
fn is_apart(corpus: &Corpus<'_>, doc: &Doc<'_>) -> bool {
    corpus.texts_apart && !doc.url.is_empty()
}
