//! What `#…` names on a page of the old site, and what names the same here.

use super::super::text::{Piece, pieces};
use super::terms;
use crate::base::slug::slug;
use crate::model::document::Document;
use std::collections::HashSet;

/// What `#…` can name on a page.
#[derive(Debug, Default)]
pub(in super::super) struct Anchors {
    ids: Vec<String>,
    /// The words of each heading, in the order of the ids.
    words: Vec<String>,
    others: HashSet<String>,
    /// The words of each term that is defined, in their order: here it has no id of its own.
    terms: Vec<String>,
    /// The labels of the footnotes, in the order in which they are referred to, which numbers them.
    notes: Vec<String>,
    /// Whether tags stayed in the text, which may have made what is not there.
    has_tags: bool,
}

/// What an anchor of the old site is here.
pub(super) enum Anchor {
    /// An id that there is.
    Id(String),
    /// The id that the term with this number is to get.
    Term(usize),
}

impl Anchors {
    pub(in super::super) fn of(text: &str, body: &Document) -> Self {
        let headings = || body.headings.iter();
        Self {
            ids: headings().map(|heading| heading.id.clone()).collect(),
            words: headings().map(|heading| slug(body.heading_text(heading))).collect(),
            others: body.ids.iter().chain(&body.title_ids).cloned().collect(),
            terms: terms::of(text).into_iter().map(|(_, words)| slug(words)).collect(),
            notes: notes(text),
            has_tags: pieces(text).into_iter().any(|piece| {
                let tag = |part: &str| ["{{", "{%"].iter().any(|mark| part.contains(mark));
                matches!(piece, Piece::Text(part) if tag(part))
            }),
        }
    }

    /// Whether a template may have made what an anchor names.
    pub(super) fn may_be_made(&self) -> bool {
        self.has_tags
    }

    /// What an anchor of the old site is here; nothing if it names nothing.
    pub(super) fn find(&self, wanted: &str) -> Option<Anchor> {
        let found = self.heading(wanted).or_else(|| self.note(wanted));
        found.map(Anchor::Id).or_else(|| self.term(wanted).map(Anchor::Term))
    }

    /// The id here for one of the old site: itself where it is right, else that of the heading with
    /// the same letters. Generators drop different signs, and some the digits before a word.
    pub(super) fn heading(&self, wanted: &str) -> Option<String> {
        let own = |anchor: &str| {
            let named = slug(anchor);
            self.ids.iter().any(|id| id == anchor)
                || self.others.contains(anchor)
                || self.others.contains(&named)
                || self.words.contains(&named)
        };
        if own(wanted) || wanted.eq_ignore_ascii_case("top") {
            return Some(wanted.to_owned());
        }
        if let Some(found) = self.numbered(wanted) {
            return Some(found);
        }
        // A sign that was escaped before it was named.
        let wanted = wanted.replace("-amp-", "-");
        let (loose, bare) = (letters(&wanted), letters(wanted.trim_start_matches(is_lead)));
        let fits = |words: &String| {
            let heading = letters(words);
            heading == loose
                || letters(words.trim_start_matches(is_lead)) == bare && !bare.is_empty()
        };
        self.words.iter().position(fits).map(|at| self.ids[at].clone()).filter(|id| !id.is_empty())
    }

    /// `name-1` is the second heading of that name elsewhere.
    fn numbered(&self, wanted: &str) -> Option<String> {
        let (name, number) = wanted.rsplit_once('-')?;
        let number: usize = number.parse().ok()?;
        let named = slug(name);
        let mut same = self.words.iter().zip(&self.ids).filter(|(words, _)| **words == named);
        same.nth(number).map(|(_, id)| id.clone())
    }

    /// `fn:label` is a footnote's name in Jekyll and Hugo, `fn-label` elsewhere; here they have numbers.
    fn note(&self, wanted: &str) -> Option<String> {
        let wanted = wanted.strip_prefix("user-content-").unwrap_or(wanted);
        let kinds = [("fn:", "fn"), ("fnref:", "fnref"), ("fn-", "fn"), ("fnref-", "fnref")];
        let (label, kind) = kinds
            .into_iter()
            .find_map(|(start, kind)| Some((wanted.strip_prefix(start)?.to_lowercase(), kind)))?;
        let number = self.notes.iter().position(|note| *note == label)? + 1;
        Some(format!("{kind}:{number}"))
    }

    /// The number of the term that an id names; `name-1` where something else has that name already.
    fn term(&self, wanted: &str) -> Option<usize> {
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
        let named = |name: String| (0..self.terms.len()).filter(move |n| self.terms[*n] == name);
        let whole = letters(wanted);
        let loose = |n: &usize| !whole.is_empty() && letters(&self.terms[*n]) == whole;
        let found = named(slug(wanted)).next().or_else(|| (0..self.terms.len()).find(loose));
        let numbered = || {
            let (name, number) = wanted.rsplit_once('-')?;
            let (name, number) = (slug(name), number.parse::<usize>().ok()?);
            let before = self.words.iter().filter(|words| **words == name).count();
            named(name).nth(number.checked_sub(before)?)
        };
        found.or_else(numbered).filter(|_| wanted.chars().all(plain))
    }
}

/// The letters and digits of a text, in small letters.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The labels that a text refers to as `[^label]`, each once.
fn notes(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for piece in pieces(text) {
        let Piece::Text(part) = piece else { continue };
        for (at, _) in part.match_indices("[^") {
            let Some((label, after)) = part[at + 2..].split_once(']') else { continue };
            let defines = after.starts_with(':') && (at == 0 || part[..at].ends_with('\n'));
            let label = label.to_lowercase();
            if !defines && !found.contains(&label) {
                found.push(label);
            }
        }
    }
    found
}

fn is_lead(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '_' | '-' | '.' | ' ')
}
