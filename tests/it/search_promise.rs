//! The promise of the search: any two neighbouring characters of a block are in the index, for their
//! page, in either script. And the index of a small corpus, byte for byte, which the browser's tests
//! search.

use crate::support::repository;
use mingbai::base::cache::Cache;
use mingbai::base::output::Output;
use mingbai::index::alphabet::Alphabet;
use mingbai::index::build::{build, build_cut};
use mingbai::index::corpus::{Corpus, Doc, Entry, Word};
use mingbai::index::fold;
use mingbai::index::postings::{self, Postings};
use mingbai::index::readings::Readings;
use mingbai::index::survey;
use mingbai::index::text::Synonyms;
use mingbai::index::thesaurus::Thesaurus;
use mingbai::index::tokenize::is_joined;
use proptest::prelude::*;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn neighbours_are_found_in_either_script(texts in prop::collection::vec(pages(), 1..6)) {
        let docs = texts.iter().map(|blocks| page(blocks)).collect();
        let corpus = Corpus { docs, base: "/", ..Corpus::default() };
        let (alphabet, found) = collected(&corpus);
        for (number, blocks) in texts.iter().enumerate() {
            for (a, b) in blocks.iter().flat_map(|block| neighbours(block)) {
                for (a, b) in spellings(a).flat_map(|a| spellings(b).map(move |b| (a, b))) {
                    let pair = (alphabet.number(fold::simplify(a)), alphabet.number(fold::simplify(b)));
                    prop_assert!(found.contains(&(pair, number as u32)), "{a}{b} on page {number}");
                }
            }
        }
    }
}

#[test]
fn the_small_indexes_are_what_they_were() {
    let source = fs::read_to_string(repository("tests/search/corpus.json")).unwrap();
    let source: Source = serde_json::from_str(&source).unwrap();
    let same = Thesaurus::new(false, &source.same);
    let cache = Cache::default();
    assert_eq!(build(source.corpus(&same), &cache), build(source.corpus(&same), &cache));
    compare("tests/search/index", build(source.corpus(&same), &cache));
    // On a site this small no list is long unless two pages are many.
    compare("tests/search/index-cut", build_cut(source.corpus(&same), 2, &cache));
}

fn compare(folder: &str, outputs: Vec<Output>) {
    let folder = repository(folder);
    let built: BTreeMap<String, Vec<u8>> = outputs
        .into_iter()
        .map(|output| (output.path.trim_start_matches("search/").to_owned(), output.bytes))
        .collect();
    if std::env::var_os("UPDATE").is_some() {
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        for (name, bytes) in &built {
            fs::write(folder.join(name), bytes).unwrap();
        }
    }
    let expected: BTreeMap<String, Vec<u8>> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap()))
        .collect();
    let folder = folder.display();
    assert!(built == expected, "UPDATE=1 rewrites {folder}; read what changed");
}

/// Texts with everything that has a rule of its own: both scripts, words, digits, marks, spaces.
fn pages() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(
        "[花唄呗还還债債逾期後后麼么瞭餘行重乐𠮷〇々ーかa9Ａ，。 \n\u{200b}]{0,24}",
        1..4,
    )
}

fn page(blocks: &[String]) -> Doc<'_> {
    Doc {
        title: "页",
        name: "页",
        blocks: blocks.iter().map(Cow::from).collect(),
        ..Doc::default()
    }
}

/// Pairs of characters by their numbers, each with a page that has them.
type Found = BTreeSet<((u32, u32), u32)>;

fn collected(corpus: &Corpus<'_>) -> (Alphabet, Found) {
    let synonyms = Synonyms::new(&corpus.terms);
    let readings = Readings::of(corpus, &synonyms, &Cache::default());
    let survey = survey::survey(corpus, &readings);
    let alphabet = Alphabet::new(&survey.chars);
    let Postings { joined, .. } = postings::collect(corpus, readings, &survey, &alphabet);
    let mut found = Found::new();
    for (first, joined) in (0..).zip(&joined) {
        for (second, list) in joined.terms() {
            found.extend(list.iter().map(|posting| ((first, second), posting.page())));
        }
    }
    (alphabet, found)
}

fn neighbours(block: &str) -> Vec<(char, char)> {
    let chars: Vec<char> = block.chars().collect();
    let pairs = chars.windows(2).map(|pair| (pair[0], pair[1]));
    pairs.filter(|(a, b)| is_joined(*a) && is_joined(*b)).collect()
}

/// A character as readers of either script may type it.
fn spellings(c: char) -> impl Iterator<Item = char> + Clone {
    let simple = fold::simplify(c);
    let others: Vec<char> =
        fold::pairs().filter(|(_, to)| *to == simple).map(|(from, _)| from).collect();
    std::iter::once(simple).chain(others)
}

#[derive(serde::Deserialize)]
struct Source {
    same: Vec<String>,
    tags: Vec<SourceWord>,
    terms: Vec<SourceWord>,
    docs: Vec<SourceDoc>,
}

#[derive(serde::Deserialize)]
struct SourceWord {
    label: String,
    aka: Vec<String>,
}

#[derive(serde::Deserialize)]
struct SourceDoc {
    url: String,
    title: String,
    name: String,
    kind: String,
    kind_label: String,
    tags: Vec<u32>,
    crisis: bool,
    names: Vec<String>,
    aka: Vec<String>,
    answer: String,
    headings: Vec<String>,
    blocks: Vec<String>,
    /// Of an entry of a registry, perhaps empty.
    #[serde(default)]
    number: Option<String>,
}

impl Source {
    fn corpus<'a>(&'a self, thesaurus: &'a Thesaurus) -> Corpus<'a> {
        Corpus {
            docs: self.docs.iter().map(SourceDoc::doc).collect(),
            tags: self.tags.iter().map(SourceWord::word).collect(),
            terms: self.terms.iter().map(SourceWord::word).collect(),
            thesaurus: Some(thesaurus),
            base: "/",
            texts_apart: false,
        }
    }
}

impl SourceWord {
    fn word(&self) -> Word<'_> {
        Word { label: &self.label, aka: &self.aka, pinyin: None }
    }
}

impl SourceDoc {
    fn doc(&self) -> Doc<'_> {
        Doc {
            url: self.url.clone(),
            title: &self.title,
            name: &self.name,
            kind: &self.kind,
            kind_label: &self.kind_label,
            tags: self.tags.clone(),
            lang: "zh-Hans",
            crisis: self.crisis,
            names: &self.names,
            aka: &self.aka,
            answer: Cow::from(&self.answer),
            headings: self.headings.iter().map(Cow::from).collect(),
            blocks: self.blocks.iter().map(Cow::from).collect(),
            entry: self.number.as_deref().map(|number| Entry { number }),
        }
    }
}
