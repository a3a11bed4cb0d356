//! Links that Markdown reads as plain words: those around another link, of which only the inner one is
//! left, and those whose address it cannot read.

use super::at;
use super::labels::undefined;
use super::looks;
use crate::base::chars::has_any;
use crate::base::offset::FileOffset;
use crate::base::source::Source;
use crate::diag::{Diagnostic, Slip};
use crate::model::document::{Document, Run, RunKind, Target};
use std::cell::OnceCell;

/// How many bytes an address has at most.
const NEAR: usize = 400;

/// Looks through a document's prose and its raw HTML.
pub(super) fn check(document: &Document, source: &Source, out: &mut Vec<Diagnostic>) {
    let links = Links { document, starts: OnceCell::new() };
    for runs in document.words.runs.chunk_by(|a, b| a.block() == b.block()) {
        in_block(runs, source, &links, out);
    }
    in_html(document, source, &links, out);
    in_words(document, out);
    in_marks(document, source, out);
}

/// Where the author's links begin.
struct Links<'d> {
    document: &'d Document,
    starts: OnceCell<Vec<FileOffset>>,
}

impl Links<'_> {
    /// The first link that begins between two places of the file.
    fn first_in(&self, from: usize, to: usize) -> Option<FileOffset> {
        let starts = self.starts.get_or_init(|| {
            let own = self.document.references.iter().filter(|r| r.is_link());
            let mut starts: Vec<FileOffset> = own.map(|r| r.span.start).collect();
            starts.sort_unstable();
            starts
        });
        let first = starts.partition_point(|start| start.get() < from);
        starts.get(first).copied().filter(|start| start.get() < to)
    }
}

/// Matches the brackets that were read as words.
fn in_block(runs: &[Run], source: &Source, links: &Links<'_>, out: &mut Vec<Diagnostic>) {
    let text = source.text.as_str();
    let mut open: Vec<usize> = Vec::new();
    for run in runs.iter().filter(|run| run.kind() == RunKind::Text) {
        let start = run.start.get();
        let Some(words) = text.get(start..run.end.get()) else { continue };
        if !has_any(words, b"[]") {
            continue;
        }
        for (i, bracket) in words.match_indices(['[', ']']) {
            let here = start + i;
            if text[..here].ends_with('\\') {
                continue;
            }
            if bracket == "[" {
                open.push(here);
                continue;
            }
            let Some(opened) = open.pop() else { continue };
            let (before, after) = (&text[..opened], &text[here + 1..]);
            let wiki = before.ends_with('[') && after.starts_with(']');
            let around = links.first_in(opened, here).is_some();
            let spaces = after.len() - after.trim_start_matches([' ', '\t']).len();
            let (picture, mark) = mark(before);
            let found = match address(after) {
                _ if around && wiki => Some((opened - 1..here + 2, Slip::NestedLink)),
                Some(length) if around => Some((opened..here + 1 + length, Slip::NestedLink)),
                Some(length) if looks::is_address(&after[..length]) => {
                    Some((opened - mark..here + 1 + length, dropped(picture)))
                }
                None if (1..=3).contains(&spaces) => apart(&after[spaces..])
                    .map(|length| (opened - mark..here + 1 + spaces + length, dropped(picture))),
                _ => None,
            };
            let label = || {
                let next = here + 1;
                let free = found.is_none() && links.first_in(opened, next + 1).is_none();
                let (label, length) =
                    undefined(before, &text[opened + 1..here], after).filter(|_| free)?;
                let finding = Slip::UndefinedReference { label, footnote: false };
                Some((opened..next + length, finding))
            };
            let found = label().or_else(|| found.clone());
            out.extend(found.map(|(range, finding)| at(source.span(range), finding)));
        }
    }
}

/// Whether a picture's mark of either width stands before the brackets, and how long it is.
fn mark(before: &str) -> (bool, usize) {
    let mark = before.chars().next_back().filter(|c| matches!(c, '!' | '！'));
    (mark.is_some(), mark.map_or(0, char::len_utf8))
}

fn dropped(picture: bool) -> Slip {
    Slip::DroppedLink { picture }
}

/// How long an address in round brackets is that a space divides from its words.
fn apart(after: &str) -> Option<usize> {
    let round = after.starts_with(['(', '（']);
    address(after).filter(|length| round && looks::is_address(&after[..*length]))
}

/// How long what follows a link's words is, with its brackets: `(address)`, `[name]`, or the same as
/// an input method writes it.
fn address(after: &str) -> Option<usize> {
    let close = match after.chars().next()? {
        '(' | '（' => [')', '）'],
        '[' => [']', ']'],
        _ => return None,
    };
    let end = after.char_indices().take_while(|(i, c)| *i < NEAR && *c != '\n');
    let (at, c) = end.skip(1).find(|(_, c)| close.contains(c))?;
    Some(at + c.len_utf8())
}

/// Pictures of which a full-width mark makes links.
fn in_marks(document: &Document, source: &Source, out: &mut Vec<Diagnostic>) {
    for reference in document.references.iter().filter(|r| r.is_link()) {
        let range = reference.span.range();
        let address = match &reference.target {
            Target::File { path, .. } | Target::Path(path) | Target::External(path) => path,
            Target::Wiki { .. }
            | Target::Anchor(_)
            | Target::Entry { .. }
            | Target::Blank(_)
            | Target::Inert(_) => continue,
        };
        let path = address.split(['#', '?']).next().unwrap_or(address);
        let picture = looks::is_picture(path);
        let before = source.text.get(..range.start).unwrap_or_default();
        if picture && before.ends_with('！') && source.text[range.clone()].starts_with('[') {
            let start = range.start - '！'.len_utf8();
            out.push(at(source.span(start..range.end), Slip::DroppedLink { picture: true }));
        }
    }
}

/// Links in angle brackets among the words of another, which the parser lets stand.
fn in_words(document: &Document, out: &mut Vec<Diagnostic>) {
    let own = document.references.iter().filter(|r| r.is_link()).map(|r| r.span);
    let inside = own.clone().zip(own.skip(1));
    let inside = inside.filter(|(one, next)| one.start < next.start && next.start < one.end);
    out.extend(inside.map(|(outer, _)| at(outer, Slip::NestedLink)));
}

/// Links of Markdown between `<a …>` and `</a>`.
fn in_html(document: &Document, source: &Source, links: &Links<'_>, out: &mut Vec<Diagnostic>) {
    let mut open: Option<usize> = None;
    for run in document.raw_runs() {
        let start = run.start.get();
        let html = source.text.get(start..run.end.get()).unwrap_or_default();
        for (i, _) in html.match_indices('<') {
            if is_tag(&html[i + 1..], "a") {
                open = Some(start + i);
            } else if is_tag(&html[i + 1..], "/a")
                && let Some(opened) = open.take()
                && links.first_in(opened, start + i).is_some()
            {
                out.push(at(source.span(opened..start + i + "</a>".len()), Slip::NestedLink));
            }
        }
    }
}

fn is_tag(tag: &str, name: &str) -> bool {
    let named = tag.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    named && tag[name.len()..].starts_with(|c: char| c.is_whitespace() || c == '>')
}
