//! The order in which pages are numbered: those with the shortest name first. So that whoever types a
//! name finds the page that is called so before all that merely mention it in a longer title, and the
//! numbers themselves say how long a page's name is, at no cost. Of names of about one length those that
//! begin alike stand together, so that pages about one thing have numbers, and records, near each other.

use super::corpus::{Corpus, Doc};
use super::fold::{fold, fold_into};
use crate::base::cjk::is_letter;
use crate::base::evenly::Evenly as _;
use rayon::prelude::*;

/// Names of up to so many letters and digits are told apart by each of them.
pub(super) const EXACT: usize = 12;
/// Of longer ones so many lengths are one. The chapters of a law have titles that begin alike and seldom
/// end with the same length.
pub(super) const STEP: usize = 4;
/// Longer names are as good as this long.
const LONGEST: usize = 64;

/// Puts the pages in order, and the entries behind them by their titles: a law stands before its articles, whose
/// other names are shorter. Of equal titles a hash decides, which favours no part of the site. Says how many pages
/// have a shortest name of each class of lengths.
pub(crate) fn arrange(corpus: &mut Corpus<'_>) -> Vec<usize> {
    let key = |(place, doc): (usize, &Doc<'_>)| {
        let name = match doc.entry {
            Some(_) => length(doc.title),
            None => class(shortest(doc)),
        };
        let hash = *blake3::hash(doc.url.as_bytes()).as_bytes();
        (doc.entry.is_some(), name, fold(doc.title), hash, place)
    };
    let mut order: Vec<_> = corpus.docs.par_iter().evenly().enumerate().map(key).collect();
    order.par_sort_unstable();
    let mut docs: Vec<Doc<'_>> = std::mem::take(&mut corpus.docs);
    let placed = order.iter().map(|(_, _, _, _, place)| std::mem::take(&mut docs[*place]));
    corpus.docs = placed.collect();
    let mut lengths = vec![0; class(LONGEST) + 1];
    let names = order.iter().filter(|(is_entry, ..)| !is_entry).map(|(_, name, ..)| *name);
    names.for_each(|class| lengths[class] += 1);
    lengths
}

/// The pages of a corpus in order.
pub(crate) fn pages<'c, 'a>(corpus: &'c Corpus<'a>) -> &'c [Doc<'a>] {
    &corpus.docs[..corpus.docs.partition_point(|doc| doc.entry.is_none())]
}

/// Among which a length is counted.
fn class(length: usize) -> usize {
    let length = length.min(LONGEST);
    if length <= EXACT { length } else { EXACT + (length - EXACT).div_ceil(STEP) }
}

/// How many letters and digits the shortest name of a page has.
fn shortest(doc: &Doc<'_>) -> usize {
    let names = doc.names.iter().chain(doc.aka).map(String::as_str);
    let lengths = [doc.title, doc.name].into_iter().chain(names).map(length);
    lengths.filter(|length| *length > 0).min().unwrap_or(0)
}

fn length(name: &str) -> usize {
    let mut folded = Vec::with_capacity(name.len());
    fold_into(name, &mut folded);
    folded.into_iter().filter(|c| is_letter(*c)).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::corpus::Entry;

    #[test]
    fn a_law_stands_before_its_articles() {
        let articles = ["25条".to_owned()];
        let entry = |url: &str, title, aka| Doc {
            url: url.to_owned(),
            title,
            name: title,
            aka,
            entry: Some(Entry { number: "" }),
            ..Doc::default()
        };
        let docs = vec![
            entry("law/#art-25", "《水法》第25条", &articles[..]),
            entry("law/", "《水法》", &[]),
        ];
        let mut corpus = Corpus { docs, ..Corpus::default() };
        arrange(&mut corpus);
        assert_eq!(corpus.docs[0].url, "law/");
    }

    #[test]
    fn long_names_are_of_about_one_length() {
        let classes: Vec<usize> = [0, 12, 16, 21, 60, 61, 999].map(class).into();
        assert_eq!(classes, [0, 12, 13, 15, 24, 25, 25]);
    }

    #[test]
    fn short_names_come_first_and_are_counted() {
        let other = ["水法".to_owned()];
        let doc = |url: &str, title, names| Doc {
            url: url.to_owned(),
            title,
            name: title,
            names,
            ..Doc::default()
        };
        let docs = vec![
            doc("a/", "水法实施细则", &[][..]),
            doc("b/", "中华人民共和国水法", &other[..]),
            doc("c/", "《 》", &[]),
            doc("d/", "税 法！", &[]),
        ];
        let mut corpus = Corpus { docs, ..Corpus::default() };
        let lengths = arrange(&mut corpus);
        let mut urls: Vec<&str> = corpus.docs.iter().map(|doc| doc.url.as_str()).collect();
        urls[1..3].sort_unstable();
        assert_eq!(urls, ["c/", "b/", "d/", "a/"]);
        assert_eq!((lengths[0], lengths[2], lengths[6], lengths.len()), (1, 2, 1, 26));
    }
}
