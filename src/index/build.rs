//! The index of a site: the words, the records, and the manifest that says where they are.

use super::alphabet::Alphabet;
use super::corpus::Corpus;
use super::manifest::{Manifest, Parts};
use super::order;
use super::packs;
use super::postings::{self, Postings};
use super::readings::Readings;
use super::records;
use super::shards::{self, Shape};
use super::survey;
use super::text::Synonyms;
use crate::base::cache::Cache;
use crate::base::output::Output;
use rayon::prelude::*;

/// Builds everything below `search/` but the page and the client. What was read before is in the cache.
pub fn build(corpus: Corpus<'_>, cache: &Cache) -> Vec<Output> {
    build_cut(corpus, shards::LONG, cache)
}

/// The same, with lists cut where they have more than so many pages.
pub fn build_cut(mut corpus: Corpus<'_>, long: usize, cache: &Cache) -> Vec<Output> {
    let lengths = order::arrange(&mut corpus);
    let readings = Readings::of(&corpus, &Synonyms::new(&corpus.terms), cache);
    let survey = survey::survey(&corpus, &readings);
    let alphabet = Alphabet::new(&survey.chars);
    let keys = readings.keys.clone();
    let postings = postings::collect(&corpus, readings, &survey, &alphabet);
    let shape = Shape { pages: corpus.docs.len(), long };
    let pairs = alphabet.folded();
    let folded: Vec<char> = pairs.iter().map(|(from, _)| *from).collect();
    // What is learnt is learnt by one core, and the lists are for all that are left.
    let (symbols, (joined, words)) = rayon::join(
        || records::learn(&corpus, &survey.written, &postings.means, (&alphabet, &folded), cache),
        || {
            rayon::join(
                || shards::joined(&postings, &alphabet, shape),
                || shards::words(&postings, shape, shards::tails(&postings, shape)),
            )
        },
    );
    let Postings { means, .. } = postings;
    let records = records::pack(&corpus, &means, &keys, symbols, cache);

    let joined_parts = joined.parts.iter().map(|(_, bytes)| bytes);
    let word_parts = words.parts.iter().map(|(_, bytes)| bytes);
    let parts = joined_parts.chain(word_parts).chain(&joined.tails).chain(&words.tails);
    let file = packs::file_limit(parts.clone().chain(&records.groups).map(Vec::len).sum());
    let (terms, texts) = rayon::join(
        || packs::pack(parts.map(Vec::as_slice), file),
        || packs::pack(records.groups.iter().map(Vec::as_slice), file),
    );
    let manifest = Manifest::new(Parts {
        corpus: &corpus,
        mean: survey.mean,
        long,
        lengths: &lengths,
        alphabet: &alphabet,
        pairs: &pairs,
        joined: &joined,
        words: &words,
        records: &records,
        file,
        terms: &terms,
        texts: &texts,
    });
    let mut outputs = vec![Output::new("search/manifest.json", manifest.to_json())];
    outputs.extend(terms.outputs);
    outputs.extend(texts.outputs);
    // Of a large site these are many small pieces.
    corpus.docs.into_par_iter().for_each(drop);
    outputs
}
