//! The parts of a page that are searched, with their weights, folded once.

use super::corpus::{Corpus, Doc, Word};
use super::fold::fold;
use super::impact::field;

/// The part of a page that a text belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// What the page is called, and what readers call it.
    Name,
    /// What it is filed under.
    Tag,
    /// What the page says.
    Text,
}

/// Calls `each` for every folded text of a page.
pub fn texts(
    corpus: &Corpus<'_>,
    doc: &Doc<'_>,
    synonyms: &Synonyms,
    mut each: impl FnMut(&str, f32, Role),
) {
    let title = fold(doc.title);
    each(&title, field::TITLE, Role::Name);
    if doc.name != doc.title {
        each(&fold(doc.name), field::TITLE, Role::Name);
    }
    for name in doc.names.iter().chain(doc.aka) {
        each(&fold(name), field::NAMES, Role::Name);
    }
    if doc.entry.is_some() {
        return;
    }
    for tag in doc.tags.iter().filter_map(|&tag| corpus.tags.get(tag as usize)) {
        for word in words(tag) {
            each(&fold(word), field::TAGS, Role::Tag);
        }
    }
    let answer = fold(&doc.answer);
    each(&answer, field::ANSWER, Role::Text);
    for heading in &doc.headings {
        each(&fold(heading), field::HEADING, Role::Text);
    }
    for block in &doc.blocks {
        each(&fold(block), field::TEXT, Role::Text);
    }
    for other in synonyms.of(&title, &answer) {
        each(other, field::SYNONYMS, Role::Text);
    }
}

fn words<'a>(word: &Word<'a>) -> impl Iterator<Item = &'a str> {
    std::iter::once(word.label).chain(word.aka.iter().map(String::as_str))
}

/// The glossary, as words that stand for each other.
#[derive(Debug, Default)]
pub struct Synonyms(Vec<Vec<String>>);

impl Synonyms {
    /// Folds the terms of a glossary once for all pages.
    pub fn new(terms: &[Word<'_>]) -> Self {
        let groups = terms.iter().filter(|term| !term.aka.is_empty());
        Self(groups.map(|term| words(term).map(fold).collect()).collect())
    }

    /// The other words for each term that a page's title or answer names, by any of its words.
    fn of<'s>(&'s self, title: &str, answer: &str) -> impl Iterator<Item = &'s str> {
        let named =
            |word: &str| !word.is_empty() && (title.contains(word) || answer.contains(word));
        let groups = self.0.iter().filter(|group| group.iter().any(|word| named(word)));
        let others: Vec<&str> =
            groups.flatten().map(String::as_str).filter(|word| !named(word)).collect();
        others.into_iter()
    }
}
