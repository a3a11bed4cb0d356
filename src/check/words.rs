//! Rules about words: promises, facts and numbers typed by hand, long sentences.

use super::at;
use super::prose::{self, Letter};
use super::word_finder::WordFinder;
use crate::base::source::{Source, SourceId, Span};
use crate::diag::{Diagnostic, Wording};
use crate::model::document::Document;
use crate::model::page::Page;
use crate::model::site::Site;
use std::ops::Range;

/// What nobody can promise a person in debt, where the site has no list of its own.
const PROMISES: [&str; 21] = [
    "包成功",
    "包通过",
    "包办成",
    "包减免",
    "包洗白",
    "保证成功",
    "保证减免",
    "保证通过",
    "保证停催",
    "保证不上征信",
    "保证不起诉",
    "百分百成功",
    "百分之百成功",
    "100%成功",
    "100%减免",
    "一定成功",
    "一定能减免",
    "一定能协商成功",
    "肯定能减免",
    "全额退款保证",
    "不成功不收费",
];

/// How many characters of one sentence a reader under stress can hold.
const SENTENCE: usize = 50;

/// The rules, with what the site registers.
#[derive(Debug)]
pub(super) struct Rules<'s> {
    promises: WordFinder<()>,
    facts: WordFinder<&'s str>,
    contacts: WordFinder<&'s str>,
}

impl<'s> Rules<'s> {
    /// The rules of a site.
    pub(super) fn new(site: &'s Site) -> Self {
        let promises = match &site.config.promises {
            Some(own) => WordFinder::new(own.iter().map(|w| (w.as_str(), ()))),
            None => WordFinder::new(PROMISES.map(|w| (w, ()))),
        };
        let guarded = site.registry.facts.iter().filter(|f| f.guard);
        let facts = WordFinder::new(guarded.map(|f| (f.value.as_str(), f.id.as_str())));
        let numbered = site.registry.contacts.iter();
        let contacts = numbered.filter_map(|c| Some((c.number.as_deref()?, c.id.as_str())));
        let contacts: Vec<(String, &str)> =
            contacts.map(|(number, id)| (number.replace('-', ""), id)).collect();
        let contacts = WordFinder::new(contacts.iter().map(|(number, id)| (number.as_str(), *id)));
        Self { promises, facts, contacts }
    }

    /// Applies them to a page.
    pub(super) fn check(
        &self,
        page: &Page,
        body: &Document,
        source: &Source,
        out: &mut Vec<Diagnostic>,
    ) {
        if let Some(span) = page.meta.title_span {
            let title = prose::plain(&source.text[span.range()], span.range().start);
            self.promised(&title, true, page.source, out);
        }
        for letters in page.meta.answer.iter().flat_map(|a| prose::blocks(a, source)) {
            self.promised(&letters, true, page.source, out);
            self.typed(&letters, page.source, out);
        }
        for letters in prose::blocks(body, source) {
            self.promised(&letters, false, page.source, out);
            self.typed(&letters, page.source, out);
            long_sentences(&letters, page.source, out);
        }
    }

    fn promised(
        &self,
        letters: &[Letter],
        prominent: bool,
        source: SourceId,
        out: &mut Vec<Diagnostic>,
    ) {
        for (range, ()) in self.promises.find(letters) {
            let said = &letters[range.clone()];
            if said.iter().any(|l| l.quoted) || is_denied(&letters[..range.start]) {
                continue;
            }
            let words = said.iter().map(|l| l.c).collect();
            let promise = Wording::Promise { words, prominent };
            out.push(at(span(source, letters, range), promise));
        }
    }

    fn typed(&self, letters: &[Letter], source: SourceId, out: &mut Vec<Diagnostic>) {
        let by_hand = |range: &Range<usize>| !letters[range.clone()].iter().any(|l| l.linked);
        let said = |range: Range<usize>| letters[range].iter().map(|l| l.c).collect();
        for (range, fact) in self.facts.find(letters).into_iter().filter(|(r, _)| by_hand(r)) {
            let fact = (*fact).to_owned();
            let finding = Wording::TypedFact { fact, value: said(range.clone()) };
            out.push(at(span(source, letters, range), finding));
        }
        for (range, contact) in self.numbers(letters).into_iter().filter(|(r, _)| by_hand(r)) {
            // Three digits are a number to call only where somebody is told to call it.
            if range.len() < 5 && !is_called(&letters[..range.start]) {
                continue;
            }
            let contact = contact.to_owned();
            let finding = Wording::TypedNumber { contact, number: said(range.clone()) };
            out.push(at(span(source, letters, range), finding));
        }
    }

    /// Registered numbers, as they are and with the hyphens that people put into them as they like.
    fn numbers(&self, letters: &[Letter]) -> Vec<(Range<usize>, &'s str)> {
        let mut found: Vec<(Range<usize>, &str)> = Vec::new();
        found.extend(self.contacts.find(letters).into_iter().map(|(range, id)| (range, *id)));
        if letters.iter().any(|l| l.c == '-') {
            let is_digit = |i: usize| letters.get(i).is_some_and(|l| l.c.is_ascii_digit());
            let joins = |i: usize| i > 0 && is_digit(i - 1) && is_digit(i + 1);
            let places: Vec<usize> =
                (0..letters.len()).filter(|i| letters[*i].c != '-' || !joins(*i)).collect();
            let joined: Vec<Letter> = places.iter().map(|i| letters[*i]).collect();
            let hits = self.contacts.find(&joined).into_iter();
            found.extend(hits.map(|(r, id)| (places[r.start]..places[r.end - 1] + 1, *id)));
            found.sort_by_key(|(range, _)| (range.start, range.end));
            found.dedup();
        }
        found
    }
}

/// Whether the words before deny what follows: 没有人能保证成功 is no promise.
pub(super) fn is_denied(before: &[Letter]) -> bool {
    const DENIALS: [char; 8] = ['不', '没', '无', '非', '未', '别', '勿', '难'];
    let clause = before.iter().rev().take_while(|l| !ends_clause(l.c)).take(8);
    clause.into_iter().any(|l| DENIALS.contains(&l.c))
}

fn is_called(before: &[Letter]) -> bool {
    before.last().is_some_and(|l| "打拨".contains(l.c))
        || matches!(before, [.., a, b] if (a.c, b.c) == ('致', '电'))
}

fn ends_clause(c: char) -> bool {
    matches!(c, '。' | '，' | ',' | '；' | ';' | '：' | ':' | '!' | '?' | prose::GAP)
}

fn long_sentences(letters: &[Letter], source: SourceId, out: &mut Vec<Diagnostic>) {
    let mut start = 0;
    for sentence in letters.split_inclusive(|l| matches!(l.c, '。' | '!' | '?' | ';' | '…')) {
        let length = sentence.iter().filter(|l| l.c.is_alphanumeric()).count();
        if length > SENTENCE {
            let range = start..start + sentence.len();
            let finding = Wording::LongSentence { length, limit: SENTENCE };
            out.push(at(span(source, letters, range), finding));
        }
        start += sentence.len();
    }
}

/// The place of some of a text's letters.
pub(super) fn span(source: SourceId, letters: &[Letter], range: Range<usize>) -> Span {
    let start = letters.get(range.start).map_or(0, |l| l.at);
    let end = letters.get(range.end.saturating_sub(1)).map_or(start, |l| l.end);
    Span::new(source, start..end)
}
