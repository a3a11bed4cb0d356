//! What the index is made from: plain words of pages, tags and glossary terms. It knows neither
//! Markdown nor HTML, nor where the words were written.

use super::thesaurus::Thesaurus;
use crate::base::cache::Key;
use std::borrow::Cow;

/// Everything that can be found on a site.
#[derive(Debug, Clone, Default)]
pub struct Corpus<'a> {
    /// The pages: in the order of the site, until they are [arranged](super::order).
    pub docs: Vec<Doc<'a>>,
    /// Every tag of the site.
    pub tags: Vec<Word<'a>>,
    /// Every glossary term.
    pub terms: Vec<Word<'a>>,
    /// Words that mean the same, if there are any.
    pub thesaurus: Option<&'a Thesaurus>,
    /// The path that every address of the site begins with: `/`, or `/x/`.
    pub base: &'a str,
    /// Whether whoever searches has the texts of the pages at hand, so that neither what stands nowhere
    /// else is in the index nor the texts themselves.
    pub texts_apart: bool,
}

impl<'a> Corpus<'a> {
    /// The pages, some neighbours at a time: what follows from a group alone is kept.
    pub(crate) fn groups(&self) -> Vec<&[Doc<'a>]> {
        self.docs.chunk_by(|doc, _| !Key::ends_group(&doc.url)).collect()
    }

    /// Whether whoever searches has the text of a page at hand, so that it is not in its record.
    pub(crate) fn is_apart(&self, doc: &Doc<'_>) -> bool {
        self.texts_apart && !doc.url.is_empty()
    }

    /// The texts that the record of a page has: the answer and the blocks, but for empty ones.
    pub(crate) fn shown<'d>(&self, doc: &'d Doc<'_>) -> impl Iterator<Item = &'d str> {
        let texts = std::iter::once(&doc.answer).chain(&doc.blocks).map(|text| &**text);
        let is_apart = self.is_apart(doc);
        texts.filter(move |text| !is_apart && !text.is_empty())
    }
}

/// One page.
#[derive(Debug, Clone, Default)]
pub struct Doc<'a> {
    /// The page's path below the base, such as `strategies/x/`.
    pub url: String,
    /// The heading of the page.
    pub title: &'a str,
    /// Its short name.
    pub name: &'a str,
    /// The id of its kind.
    pub kind: &'a str,
    /// The kind in the reader's words.
    pub kind_label: &'a str,
    /// Positions in [`Corpus::tags`].
    pub tags: Vec<u32>,
    /// The language of the text.
    pub lang: &'a str,
    /// Whether readers who look for this page may be in danger.
    pub crisis: bool,
    /// Other printed names.
    pub names: &'a [String],
    /// What readers type: found, never shown.
    pub aka: &'a [String],
    /// The short answer, as plain text.
    pub answer: Cow<'a, str>,
    /// The headings inside the page.
    pub headings: Vec<Cow<'a, str>>,
    /// The plain text of each block, headings included, in reading order.
    pub blocks: Vec<Cow<'a, str>>,
    /// What else there is to say of an entry of a registry; none of a page.
    pub entry: Option<Entry<'a>>,
}

/// An entry of a registry: found by its names, never by what it says.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// A number to call, or nothing.
    pub number: &'a str,
}

/// A tag or a glossary term: what it is called, and what readers call it.
#[derive(Debug, Clone, Copy)]
pub struct Word<'a> {
    /// The printed name.
    pub label: &'a str,
    /// Other words for it.
    pub aka: &'a [String],
    /// How it is read, where the author says so.
    pub pinyin: Option<&'a str>,
}

/// A character of a text as it stands in a line of a record.
pub(crate) fn in_line(c: char) -> char {
    if matches!(c, '\n' | '\0') { ' ' } else { c }
}

impl<'a> Word<'a> {
    /// All words for it.
    pub(crate) fn all(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        std::iter::once(self.label).chain(self.aka.iter().map(String::as_str))
    }
}
