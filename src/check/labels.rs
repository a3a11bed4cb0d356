//! Footnotes and labels that are used and not defined, and definitions that a full-width colon spoils.

use super::at;
use super::looks::is_address;
use super::slips::at_line_start;
use crate::base::chars::has_any;
use crate::base::source::Source;
use crate::diag::{Diagnostic, Slip};
use crate::model::document::{Document, Run, RunKind};
use std::collections::HashSet;

/// How many bytes a label has at most.
const LONGEST: usize = 200;

/// Looks through a document's words.
pub(super) fn check(document: &Document, source: &Source, out: &mut Vec<Diagnostic>) {
    let runs = || document.words.runs.iter().filter(|run| run.kind() != RunKind::Raw);
    let spoilt: Vec<Label<'_>> = runs().filter_map(|run| spoilt(source, run)).collect();
    let meant: HashSet<String> = spoilt.iter().map(|label| label.text.to_lowercase()).collect();
    for label in &spoilt {
        let span = source.span(label.start..label.start + label.text.len() + "[]".len());
        out.push(at(span, Slip::DefinitionColon { label: label.text.to_owned() }));
    }
    for run in runs() {
        for label in footnotes(source, run) {
            let own = spoilt.iter().any(|spoilt| spoilt.start == label.start);
            if own || meant.contains(&label.text.to_lowercase()) {
                continue;
            }
            let span = source.span(label.start..label.start + label.text.len() + "[]".len());
            let label = label.text.trim_start_matches('^').to_owned();
            out.push(at(span, Slip::UndefinedReference { label, footnote: true }));
        }
    }
}

/// The label behind a link's words that nothing defines: `[words][label]`, `[label][]`. Not numbers and
/// letters as citations and indices have them: `[1][2]`, `a[i][j]`.
pub(super) fn undefined(before: &str, words: &str, after: &str) -> Option<(String, usize)> {
    let inside = after.strip_prefix('[').filter(|_| words.len() <= LONGEST)?;
    let end = inside.find([']', '[', '\n']).filter(|end| inside[*end..].starts_with(']'))?;
    let label = inside[..end].trim();
    let indexed = before.ends_with(|c: char| c.is_ascii_alphanumeric() || "_])".contains(c));
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    let number = |text: &str| text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace());
    let words = words.trim();
    let no_words = letters(words) == 0 || number(words) || words.len() == 1;
    if indexed
        || no_words
        || words.starts_with(['^', '!'])
        || label.starts_with('^')
        || end > LONGEST
    {
        return None;
    }
    let length = "[]".len() + end;
    if label.is_empty() {
        return (inside[..end].is_empty()).then(|| (words.to_owned(), length));
    }
    (letters(label) > 0).then(|| (label.to_owned(), length))
}

/// `[label]` in the file; the text is without the brackets.
struct Label<'s> {
    start: usize,
    text: &'s str,
}

/// A definition with `：` at the start of a line.
fn spoilt<'s>(source: &'s Source, run: &Run) -> Option<Label<'s>> {
    let start = run.start.get();
    let words = source.text.get(start..run.end.get())?;
    let inside = words.strip_prefix('[')?;
    let (text, rest) = inside.split_at_checked(inside.find(']')?)?;
    let rest = rest[1..].trim_start().strip_prefix('：')?;
    let note = text.strip_prefix('^').is_some_and(|label| !label.trim().is_empty());
    // An address that stands bare is a link of its own, and ends the run.
    let end = source.text[start..].find('\n').map_or(source.text.len(), |i| start + i);
    let line = source.text.get(run.end.get() - rest.len()..end).unwrap_or_default();
    let address = line.split_whitespace().next().is_some_and(is_address);
    let fits = (note || address && !text.trim().is_empty()) && text.len() <= LONGEST;
    (fits && at_line_start(source, start)).then_some(Label { start, text })
}

/// Every `[^label]` that is read as words.
fn footnotes<'s>(source: &'s Source, run: &Run) -> Vec<Label<'s>> {
    let start = run.start.get();
    let words = source.text.get(start..run.end.get()).unwrap_or_default();
    if !has_any(words, b"^") {
        return Vec::new();
    }
    let found = words.match_indices("[^").filter_map(|(i, _)| {
        let inside = &words[i + 1..];
        let end = inside.find([']', '[', '\n']).filter(|end| inside[*end..].starts_with(']'))?;
        let fits = (2..=LONGEST).contains(&end) && !inside[1..end].trim().is_empty();
        let escaped = source.text[..start + i].ends_with('\\');
        (fits && !escaped).then_some(Label { start: start + i, text: &inside[..end] })
    });
    found.collect()
}
