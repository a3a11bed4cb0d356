//! The parts of a page that are searched, folded, with what each weighs.

use super::corpus::{Corpus, Doc, Word};
use super::fold::{fold, fold_into};
use super::impact::field;
use std::ops::Range;

/// The part of a page that a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// What the page is called.
    Title,
    /// Its short name.
    ShortName,
    /// What else it is called, and what readers call it.
    OtherName,
    /// What it is filed under.
    Tag,
    /// The short answer.
    Answer,
    /// A heading once more, for what it counts beyond its block.
    Heading,
    /// What the page says.
    Block,
    /// Another word for what the page is about.
    Synonym,
}

impl Part {
    /// All of them.
    pub(super) const ALL: [Self; 8] = [
        Self::Title,
        Self::ShortName,
        Self::OtherName,
        Self::Tag,
        Self::Answer,
        Self::Heading,
        Self::Block,
        Self::Synonym,
    ];

    /// The part of this number.
    pub(super) fn of(number: u32) -> Option<Self> {
        Self::ALL.get(number as usize).copied()
    }

    /// What an occurrence here weighs.
    pub(crate) fn weight(self) -> u32 {
        match self {
            Self::Title | Self::ShortName => field::TITLE,
            Self::OtherName => field::NAMES,
            Self::Tag => field::TAGS,
            Self::Answer => field::ANSWER,
            Self::Heading => field::HEADING,
            Self::Block => field::TEXT,
            Self::Synonym => field::SYNONYMS,
        }
    }

    /// Whether it is what the page is called.
    pub(crate) fn is_name(self) -> bool {
        matches!(self, Self::Title | Self::ShortName | Self::OtherName)
    }

    /// Whether it is what the page is called or filed under, and not what it says.
    pub(crate) fn is_label(self) -> bool {
        self.is_name() || self == Self::Tag
    }

    /// Whether it is a part of what the page says.
    pub(crate) fn is_text(self) -> bool {
        matches!(self, Self::Answer | Self::Heading | Self::Block)
    }

    /// Whether a record of the page has it, which is all that an excerpt is cut from.
    pub(crate) fn is_shown(self) -> bool {
        matches!(self, Self::Title | Self::Answer | Self::Block)
    }
}

/// The searched parts of one page.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    folded: Vec<char>,
    parts: Vec<(Part, Range<usize>)>,
}

impl Texts {
    /// Folds a page.
    pub(crate) fn of(corpus: &Corpus<'_>, doc: &Doc<'_>, synonyms: &Synonyms) -> Self {
        let mut texts = Self::default();
        texts.add(Part::Title, doc.title);
        if doc.name != doc.title {
            texts.add(Part::ShortName, doc.name);
        }
        doc.names.iter().chain(doc.aka).for_each(|name| texts.add(Part::OtherName, name));
        if doc.entry.is_some() {
            return texts;
        }
        for tag in doc.tags.iter().filter_map(|&tag| corpus.tags.get(tag as usize)) {
            tag.all().for_each(|word| texts.add(Part::Tag, word));
        }
        texts.add(Part::Answer, &doc.answer);
        doc.headings.iter().for_each(|heading| texts.add(Part::Heading, heading));
        doc.blocks.iter().for_each(|block| texts.add(Part::Block, block));
        for other in synonyms.of(doc) {
            texts.add_folded(Part::Synonym, other);
        }
        texts
    }

    /// The parts in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Part, &[char])> {
        self.parts.iter().map(|(part, range)| (*part, &self.folded[range.clone()]))
    }

    /// How many bytes are shown, with a line's end between each two texts.
    pub(crate) fn shown(&self) -> u32 {
        let shown = self.iter().filter(|(part, _)| part.is_shown());
        let bytes = |text: &[char]| text.iter().map(|c| c.len_utf8() as u32).sum::<u32>();
        shown.map(|(_, text)| bytes(text) + 1).sum::<u32>().saturating_sub(1)
    }

    fn add(&mut self, part: Part, text: &str) {
        let start = self.folded.len();
        fold_into(text, &mut self.folded);
        self.parts.push((part, start..self.folded.len()));
    }

    fn add_folded(&mut self, part: Part, text: &str) {
        let start = self.folded.len();
        self.folded.extend(text.chars());
        self.parts.push((part, start..self.folded.len()));
    }
}

/// The glossary, as words that stand for each other.
#[derive(Debug, Default)]
pub struct Synonyms(Vec<Vec<String>>);

impl Synonyms {
    /// Folds the terms of a glossary once for all pages.
    pub fn new(terms: &[Word<'_>]) -> Self {
        let groups = terms.iter().filter(|term| !term.aka.is_empty());
        Self(groups.map(|term| term.all().map(fold).collect()).collect())
    }

    /// The words of each term, folded.
    pub(super) fn groups(&self) -> &[Vec<String>] {
        &self.0
    }

    /// The other words for each term that a page's title or answer names, by any of its words.
    fn of(&self, doc: &Doc<'_>) -> Vec<&str> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let (title, answer) = (fold(doc.title), fold(&doc.answer));
        let named =
            |word: &str| !word.is_empty() && (title.contains(word) || answer.contains(word));
        let groups = self.0.iter().filter(|group| group.iter().any(|word| named(word)));
        groups.flatten().map(String::as_str).filter(|word| !named(word)).collect()
    }
}
