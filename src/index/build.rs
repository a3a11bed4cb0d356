//! The index of a site: the words, the records, and the manifest that says where they are.

use super::alphabet::Alphabet;
use super::corpus::Corpus;
use super::manifest::{Manifest, Parts};
use super::packs;
use super::postings;
use super::records;
use super::shards;
use super::text::Synonyms;
use crate::output::Output;

/// Builds everything below `search/` but the page and the client.
pub fn build(corpus: &Corpus<'_>) -> Vec<Output> {
    let synonyms = Synonyms::new(&corpus.terms);
    let survey = postings::survey(corpus, &synonyms);
    let alphabet = Alphabet::new(&survey.chars);
    let postings = postings::collect(corpus, &synonyms, &survey, &alphabet);
    let pages = corpus.docs.len();
    let joined = shards::joined(&postings, &alphabet, pages);
    let words = shards::words(&postings, pages);
    drop(postings);
    let pairs = alphabet.folded();
    let folded: Vec<char> = pairs.iter().map(|(from, _)| *from).collect();
    let records = records::pack(corpus, &alphabet, &folded);

    let joined_parts = joined.parts.iter().map(|(_, bytes)| bytes.as_slice());
    let word_parts = words.parts.iter().map(|(_, bytes)| bytes.as_slice());
    let terms = packs::pack(joined_parts.chain(word_parts));
    let texts = packs::pack(records.groups.iter().map(Vec::as_slice));
    let manifest = Manifest::new(Parts {
        corpus,
        mean: survey.mean(),
        alphabet: &alphabet,
        pairs: &pairs,
        joined: &joined,
        words: &words,
        records: &records,
        terms: &terms.names,
        texts: &texts.names,
    });
    let mut outputs = vec![Output::new("search/manifest.json", manifest.to_json())];
    outputs.extend(terms.outputs);
    outputs.extend(texts.outputs);
    outputs
}
