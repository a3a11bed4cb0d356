//! The same corpus as another edition writes it, so that its readers find the words they see.

use super::corpus::{Corpus, Doc, Word};
use super::thesaurus::Thesaurus;
use crate::base::evenly::Evenly as _;
use crate::model::edition::Edition;
use rayon::prelude::*;
use std::borrow::Cow;

/// A corpus whose texts are its own.
pub(crate) struct Written<'a> {
    docs: Vec<Texts<'a>>,
    tags: Vec<(String, &'a Word<'a>)>,
    terms: Vec<(String, &'a Word<'a>)>,
    thesaurus: Option<&'a Thesaurus>,
    base: &'a str,
    texts_apart: bool,
}

/// A document's texts in the edition's script, and the document itself for everything else.
struct Texts<'a> {
    of: &'a Doc<'a>,
    title: String,
    name: String,
    kind_label: String,
    names: Vec<String>,
    answer: String,
    headings: Vec<String>,
    blocks: Vec<String>,
}

impl<'a> Written<'a> {
    /// Converts everything that readers see of a site in `language`; what they type, `aka`, they type in
    /// any script, and a page in another language stays as it is written.
    pub(crate) fn new(corpus: &'a Corpus<'a>, edition: &'a Edition<'_>, language: &str) -> Self {
        let texts = |doc: &'a Doc<'a>| {
            let write = |text: &str| match doc.lang == language {
                true => edition.write(text),
                false => text.to_owned(),
            };
            let all = |texts: &[Cow<'_, str>]| texts.iter().map(|t| write(t)).collect();
            Texts {
                of: doc,
                title: write(doc.title),
                name: write(doc.name),
                kind_label: edition.write(doc.kind_label),
                names: doc.names.iter().map(|n| write(n)).collect(),
                answer: write(&doc.answer),
                headings: all(&doc.headings),
                blocks: all(&doc.blocks),
            }
        };
        let word = |word: &'a Word<'a>| (edition.write(word.label), word);
        Self {
            docs: corpus.docs.par_iter().evenly().map(texts).collect(),
            tags: corpus.tags.iter().map(word).collect(),
            terms: corpus.terms.iter().map(word).collect(),
            thesaurus: corpus.thesaurus,
            base: if corpus.base.starts_with('/') { &edition.base } else { corpus.base },
            texts_apart: corpus.texts_apart,
        }
    }

    /// As the index is built from it.
    pub(crate) fn corpus(&self) -> Corpus<'_> {
        Corpus {
            docs: self.docs.iter().map(Texts::doc).collect(),
            tags: self.tags.iter().map(word).collect(),
            terms: self.terms.iter().map(word).collect(),
            thesaurus: self.thesaurus,
            base: self.base,
            texts_apart: self.texts_apart,
        }
    }
}

impl Texts<'_> {
    fn doc(&self) -> Doc<'_> {
        Doc {
            url: self.of.url.clone(),
            title: &self.title,
            name: &self.name,
            kind: self.of.kind,
            kind_label: &self.kind_label,
            tags: self.of.tags.clone(),
            lang: self.of.lang,
            crisis: self.of.crisis,
            names: &self.names,
            aka: self.of.aka,
            answer: Cow::from(&self.answer),
            headings: self.headings.iter().map(Cow::from).collect(),
            blocks: self.blocks.iter().map(Cow::from).collect(),
            entry: self.of.entry,
        }
    }
}

fn word<'w>((label, of): &'w (String, &Word<'_>)) -> Word<'w> {
    Word { label, aka: of.aka, pinyin: of.pinyin }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::config::Config;
    use crate::model::registry::Registry;

    #[test]
    fn a_page_in_another_language_is_found_by_the_words_that_it_is_written_in() {
        let registry = Registry::default();
        let config = Config { editions: vec!["zh-Hant".to_owned()], ..Config::default() };
        let edition = Edition::all(&config, &registry).remove(1);
        let doc = |lang| Doc { title: "里面", lang, ..Doc::default() };
        let corpus = Corpus { docs: vec![doc("zh-Hans"), doc("zh-Hant")], ..Corpus::default() };
        let written = Written::new(&corpus, &edition, "zh-Hans");
        let titles: Vec<&str> = written.corpus().docs.iter().map(|doc| doc.title).collect();
        assert_eq!(titles, ["裡面", "里面"]);
    }
}
