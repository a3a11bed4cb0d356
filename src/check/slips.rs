//! Slips of the hand in Markdown: what looks like mark-up and is read as plain words.

use super::{alerts, at};
use crate::base::chars::has_any;
use crate::base::cjk::{is_cjk, is_han};
use crate::base::source::Source;
use crate::diag::{Diagnostic, Slip};
use crate::model::document::{Document, Run, RunKind};
use crate::model::page::Page;
use crate::model::registry::Scheme;
use std::ops::Range;

/// How many characters a reference has at most.
const NEAR: usize = 200;

/// Looks at every run of a page's texts.
pub(super) fn check(page: &Page, body: &Document, source: &Source, out: &mut Vec<Diagnostic>) {
    let mut in_comment = false;
    let titles = body.headings.iter().filter(|heading| heading.level == 1);
    // Where the title is missing, the first of them is probably meant to be it.
    let titles = titles.skip(usize::from(page.meta.untitled));
    out.extend(titles.map(|heading| at(heading.span, Slip::SecondTitle)));
    let answer = page.meta.answer.iter().flat_map(|a| &a.words.runs);
    for run in answer.chain(&body.words.runs) {
        let range = run.range();
        let Some(words) = source.text.get(range.clone()) else { continue };
        if run.kind() == RunKind::Raw {
            in_html(source, words, range.start, &mut in_comment, out);
            continue;
        }
        let before = &source.text[..range.start];
        if at_line_start(source, range.start) {
            line_start(page, source, words, run, out);
            alerts::at_start(source, words, run, out);
        }
        if has_any(words, b"[")
            && let Some(open) = words.rfind("[[").filter(|open| !words[*open..].contains("]]"))
            && let after = near(&source.text[range.end..])
            && after.trim_start().starts_with('|')
            && after.contains("]]")
        {
            out.push(at(source.span(range.start + open..range.end), Slip::TableBar));
        }
        for place in look_alikes(words) {
            let escaped = words[..place.start].ends_with('\\')
                || (place.start == 0 && before.ends_with('\\'));
            if !escaped {
                dropped(source, range.start + place.start..range.start + place.end, out);
            }
        }
    }
}

/// Whether nothing but quotation marks and white space stands before this on its line.
pub(super) fn at_line_start(source: &Source, place: usize) -> bool {
    let outside = source.text[..place].trim_end_matches([' ', '\t', '>']);
    outside.is_empty() || outside.ends_with('\n')
}

/// The rest of the line, as far as a reference can be long.
pub(super) fn near(text: &str) -> &str {
    let end = text.char_indices().take(NEAR).find(|(_, c)| *c == '\n').map(|(i, _)| i);
    &text[..end.unwrap_or_else(|| text.char_indices().nth(NEAR).map_or(text.len(), |(i, _)| i))]
}

/// A heading or an item that is none.
fn line_start(page: &Page, source: &Source, words: &str, run: &Run, out: &mut Vec<Diagnostic>) {
    let start = run.start.get();
    let mark = |length: usize| source.span(start..start + length);
    let chinese = |rest: &str| rest.chars().next().is_some_and(|c| is_cjk(c) || opens(c));
    let hashes = words.len() - words.trim_start_matches('#').len();
    // A topic as networks write it, `#…#`, and a line of tags, `#… #…`, are no headings.
    let topic = hashes == 1 && words[hashes..].contains('#');
    if (1..=6).contains(&hashes) && chinese(&words[hashes..]) && !topic {
        // One mark may be a tag, if the page has its title; further marks may be anything.
        let more = words[hashes..].contains('#');
        let alone = hashes > 1 || stands_alone(source, start);
        let certain = !more && alone && (hashes > 1 || page.meta.title_span.is_none());
        out.push(at(mark(hashes), Slip::HeadingSpace { certain }));
    }
    let digits = words.len() - words.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let marker = match words[digits..].chars().next() {
        Some('.' | ')') if (1..=3).contains(&digits) => digits + 1,
        Some('-') if digits == 0 => 1,
        _ => 0,
    };
    // A dash that continues a sentence stands between words, not before one.
    if marker > 0 && words[marker..].starts_with(|c| is_han(c) || opens(c)) {
        out.push(at(mark(marker), Slip::ListSpace { marker: words[..marker].to_owned() }));
    }
}

/// Whether the line at `start` begins a paragraph and no line like it follows: tags stand on lines one
/// below the other, or under words.
fn stands_alone(source: &Source, start: usize) -> bool {
    let text = source.text.as_str();
    let above = text[..start].trim_end_matches([' ', '\t', '>']).strip_suffix('\n').unwrap_or("");
    let above = above.rsplit('\n').next().unwrap_or_default();
    let below = text[start..].split('\n').nth(1).unwrap_or_default();
    let blank = |line: &str| line.trim_matches([' ', '\t', '\r', '>']).is_empty();
    (blank(above) || above.trim_end() == "---") && !below.starts_with('#')
}

/// Whether a quotation or a title begins.
fn opens(c: char) -> bool {
    matches!(c, '“' | '‘' | '「' | '『' | '《' | '【')
}

/// References in raw HTML, where nobody reads them; comments are the author's own.
fn in_html(
    source: &Source,
    html: &str,
    start: usize,
    in_comment: &mut bool,
    out: &mut Vec<Diagnostic>,
) {
    let mut from = 0;
    loop {
        let mark = if *in_comment { "-->" } else { "<!--" };
        let end = html[from..].find(mark).map_or(html.len(), |i| from + i);
        if !*in_comment {
            let text = &html[from..end];
            let wiki = text
                .match_indices("[[")
                .filter_map(|(i, _)| near(&text[i..]).find("]]").map(|n| i..i + n + 2));
            let mut places: Vec<Range<usize>> = look_alikes(text).into_iter().chain(wiki).collect();
            places.sort_by_key(|p| p.start);
            for place in places {
                let base = start + from;
                dropped(source, base + place.start..base + place.end, out);
            }
        }
        if end == html.len() {
            return;
        }
        from = end + mark.len();
        *in_comment = !*in_comment;
    }
}

/// Where `<scheme:…>` stands, with either colon.
fn look_alikes(text: &str) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    if !has_any(text, b"<") {
        return places;
    }
    for (open, _) in text.match_indices('<') {
        let rest = near(&text[open + 1..]);
        let name = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
        if Scheme::from_name(&rest[..name]).is_some()
            && rest[name..].trim_start().starts_with([':', '：'])
            && let Some(close) = rest.find('>')
        {
            places.push(open..open + close + 2);
        }
    }
    places
}

fn dropped(source: &Source, range: Range<usize>, out: &mut Vec<Diagnostic>) {
    let written = source.text[range.clone()].to_owned();
    out.push(at(source.span(range), Slip::DroppedReference { written }));
}
