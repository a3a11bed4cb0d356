//! Whether a letter can be filled in and sent, and whether its words harm whoever sends it.

use super::at;
use super::prose;
use super::word_finder::WordFinder;
use super::words::{is_denied, span};
use crate::base::source::{Source, Span};
use crate::base::suggest::nearest;
use crate::diag::{Diagnostic, LetterRule};
use crate::model::config::Profile;
use crate::model::document::{Document, Target};
use crate::model::page::{Page, PageId, Role};
use crate::model::site::Site;
use std::collections::HashMap;

/// What is never asked of whoever writes a letter.
const SECRETS: [&str; 8] =
    ["密码", "密碼", "验证码", "驗證碼", "动态码", "CVV", "password", "verification code"];

/// What admits a debt or promises to pay it.
const ADMISSIONS: [&str; 18] = [
    "我承认",
    "本人承认",
    "承认欠款",
    "承认债务",
    "确认欠款",
    "确认债务",
    "我愿意还",
    "愿意还款",
    "愿意偿还",
    "我同意还",
    "同意还款",
    "同意偿还",
    "我会还",
    "我欠贵",
    "承诺还款",
    "I admit",
    "I owe",
    "I will pay",
];

/// Looks at a page.
pub(super) fn check(site: &Site, id: PageId, source: &Source, out: &mut Vec<Diagnostic>) {
    let (page, body) = (site.page(id), &*site.bodies[id.index()]);
    page.meta.answer.iter().for_each(|answer| outside(answer, out));
    if !is_letter(site, page) {
        outside(body, out);
        return;
    }
    if page.broken || page.meta.withheld {
        return;
    }
    if body.blocks.is_empty() {
        out.push(at(page.head(), LetterRule::Empty));
    }
    blanks(body, out);
    if site.config.profile == Profile::Guidance {
        admitted(page, body, source, out);
    }
}

fn is_letter(site: &Site, page: &Page) -> bool {
    site.kind_of(page).letter && page.role == Role::Guide
}

/// Blanks where there is nothing to fill in.
fn outside(document: &Document, out: &mut Vec<Diagnostic>) {
    out.extend(written(document).map(|blank| at(blank.span, LetterRule::BlankOutside)));
}

/// A blank at one of its places.
struct Written<'d> {
    id: &'d str,
    words: &'d str,
    span: Span,
}

fn written(document: &Document) -> impl Iterator<Item = Written<'_>> {
    document.references.iter().filter_map(|reference| match &reference.target {
        Target::Blank(id) => {
            let words = reference.words.as_deref().unwrap_or_default().trim();
            Some(Written { id, words, span: reference.span })
        }
        _ => None,
    })
}

/// The blanks of a letter.
fn blanks(body: &Document, out: &mut Vec<Diagnostic>) {
    let mut times: HashMap<&str, usize> = HashMap::new();
    written(body).for_each(|blank| *times.entry(blank.id).or_default() += 1);
    let mut called: Vec<Written<'_>> = Vec::new();
    for blank in written(body) {
        let mut report = |finding| out.push(at(blank.span, finding));
        if blank.id.is_empty() || blank.words.is_empty() {
            report(LetterRule::BlankEmpty { id: blank.id.is_empty() });
            continue;
        }
        if SECRETS.iter().any(|secret| blank.words.contains(secret)) {
            report(LetterRule::BlankSecret { words: blank.words.to_owned() });
        }
        let before = called.iter().find(|other| other.id == blank.id);
        match before {
            Some(before) if before.words != blank.words => {
                report(LetterRule::BlankWords {
                    id: blank.id.to_owned(),
                    other: before.words.to_owned(),
                    same: false,
                });
            }
            Some(_) => {}
            None => new(&blank, &times, &called).into_iter().for_each(&mut report),
        }
        if before.is_none() {
            called.push(blank);
        }
    }
}

/// What is wrong with a blank that stands here for the first time; `called` are those before it.
fn new(
    blank: &Written<'_>,
    times: &HashMap<&str, usize>,
    called: &[Written<'_>],
) -> Option<LetterRule> {
    let id = blank.id.to_owned();
    // Of two that are used once, the second is the slip.
    let settled = |other: &str| times[other] > 1 || called.iter().any(|c| c.id == other);
    let others = times.keys().copied().filter(|other| *other != blank.id && settled(other));
    if let Some(nearest) = nearest(blank.id, others).filter(|_| times[blank.id] == 1) {
        return Some(LetterRule::BlankNearly { id, nearest });
    }
    let named = called.iter().find(|other| other.words == blank.words)?;
    Some(LetterRule::BlankWords { id, other: named.id.to_owned(), same: true })
}

/// Words that a creditor can hold against whoever sent them.
fn admitted(page: &Page, body: &Document, source: &Source, out: &mut Vec<Diagnostic>) {
    let admissions = WordFinder::new(ADMISSIONS.map(|words| (words, ())));
    for letters in prose::blocks(body, source) {
        for (range, ()) in admissions.find(&letters) {
            if !is_denied(&letters[..range.start]) {
                let words = letters[range.clone()].iter().map(|letter| letter.c).collect();
                let place = span(page.source, &letters, range);
                out.push(at(place, LetterRule::AdmitsDebt { words }));
            }
        }
    }
}
