//! Slips of the hand in YAML: full-width punctuation, and a `#` that turns a value into a comment.

use super::at;
use super::fix::spliced;
use crate::base::source::{Source, Sources};
use crate::diag::{Diagnostic, Problem, Slip};
use crate::model::kind::{FieldType, Kind};
use crate::model::page::Page;
use crate::model::site::Site;
use crate::yaml;
use std::collections::HashSet;
use std::ops::Range;

/// Common keys that hold a list of names or ids: a comma in one of them is always meant to divide.
const LISTS: [&str; 9] =
    ["tags", "names", "not_in", "aka", "sources", "related", "next", "not_you", "aliases"];

/// Looks at a page's front matter.
pub(super) fn check_page(site: &Site, page: &Page, source: &Source, out: &mut Vec<Diagnostic>) {
    let Some(range) = page.yaml.clone() else { return };
    check_yaml(source, range.clone(), out);
    if !source.text[range.clone()].contains('，') {
        return;
    }
    for (at, line) in lines(&source.text, range.clone()) {
        let Some((key, value)) = line.split_once(':') else { continue };
        if !is_list(key, site.kind_of(page)) || !value.trim_start().starts_with('[') {
            continue;
        }
        let start = at + key.len() + 1;
        let flow = &source.text[start..range.end];
        full_width_commas(source, key, start, &flow[..flow.find(']').unwrap_or(0)], out);
    }
}

fn is_list(key: &str, kind: &Kind) -> bool {
    let names = |ty: &FieldType| matches!(ty, FieldType::Refs(_));
    LISTS.contains(&key) || kind.field(key).is_some_and(|field| names(&field.ty))
}

fn full_width_commas(
    source: &Source,
    key: &str,
    start: usize,
    flow: &str,
    out: &mut Vec<Diagnostic>,
) {
    let mut quote: Option<char> = None;
    // A comma inside paired marks belongs to the name.
    let mut paired = 0_usize;
    for (i, c) in flow.char_indices() {
        match quote {
            Some(q) if q == c => quote = None,
            Some(_) => {}
            None if c == '"' || c == '\'' => quote = Some(c),
            None if OPENING.contains(&c) => paired += 1,
            None if CLOSING.contains(&c) => paired = paired.saturating_sub(1),
            None if c == '，' && paired == 0 => {
                let span = source.span(start + i..start + i + c.len_utf8());
                out.push(at(span, Slip::FullwidthComma { key: key.to_owned() }));
            }
            None => {}
        }
    }
}

/// Marks that stand in pairs around words.
const OPENING: [char; 8] = ['《', '〈', '“', '‘', '（', '(', '「', '『'];
/// Those that close them.
const CLOSING: [char; 8] = ['》', '〉', '”', '’', '）', ')', '」', '』'];

/// Looks at `range` of a file for values that a `#` cuts.
pub(super) fn check_yaml(source: &Source, range: Range<usize>, out: &mut Vec<Diagnostic>) {
    if !source.text[range.clone()].contains(" #") {
        return;
    }
    // The indentation of a key whose block of text is being read: in it, `#` is text.
    let mut block: Option<usize> = None;
    let mut last_key = "";
    for (start, line) in lines(&source.text, range) {
        let content = line.trim_start_matches([' ', '-']);
        let indent = line.len() - content.len();
        if content.trim().is_empty() || block.is_some_and(|outer| indent > outer) {
            continue;
        }
        block = None;
        // An item of a list belongs to the key above it.
        let (key, value) = match content.split_once(": ") {
            Some(pair) => pair,
            None if content.trim_end().ends_with(':') => {
                (content.trim_end_matches([':', ' ', '\r', '\n']), "")
            }
            None => (last_key, content),
        };
        last_key = key;
        let plain = value.trim_start();
        if plain.starts_with(['|', '>']) {
            block = Some(indent);
        } else if !key.contains('#')
            && !plain.starts_with(['"', '\'', '[', '{', '#', '&', '!', '*'])
        {
            let cut = value.match_indices(" #").find(|(i, _)| is_value(&value[i + 2..]));
            if let Some((i, _)) = cut {
                let from = start + line.len() - value.len() + i + 1;
                let to = start + line.trim_end().len();
                let finding = Slip::CutValue { key: key.to_owned() };
                out.push(at(source.span(from..to), finding));
            }
        }
    }
}

/// A comment has a space behind its `#`; what has none was meant to be read.
fn is_value(rest: &str) -> bool {
    rest.chars().next().is_some_and(|c| !c.is_whitespace() && c != '#')
}

/// Names the colon where files could not be parsed because of full-width ones. The parser's own words
/// are dropped if the colons were all that was wrong.
pub fn name_colons<'p>(
    pages: impl Iterator<Item = &'p Page>,
    sources: &Sources,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let unread = |d: &Diagnostic| match d.problem {
        Problem::YamlSyntax { .. } | Problem::NotAMapping => super::span(d).map(|s| s.source),
        _ => None,
    };
    let files: HashSet<_> = diagnostics.iter().filter_map(unread).collect();
    let of_pages = pages.filter(|page| files.contains(&page.source));
    let heads = of_pages.filter_map(|page| Some((page.source, page.yaml.clone()?)));
    let whole = sources.files.iter().filter(|s| s.is_yaml() && files.contains(&s.id));
    let whole = whole.map(|source| (source.id, 0..source.text.len()));
    for (id, range) in heads.chain(whole) {
        let source = sources.get(id);
        let colons = colons(source, range.clone());
        if colons.is_empty() {
            continue;
        }
        if is_mended(source, range, &colons) {
            diagnostics.retain(|d| unread(d) != Some(id));
        }
        for (key, place) in colons {
            diagnostics.push(at(source.span(place), Slip::FullwidthColon { key }));
        }
    }
}

/// Keys with a full-width colon behind them.
fn colons(source: &Source, range: Range<usize>) -> Vec<(String, Range<usize>)> {
    let key_of = |(start, line): (usize, &str)| {
        let content = line.trim_start_matches([' ', '-']);
        let start = start + (line.len() - content.len());
        let (before, _) = content.split_once('：')?;
        let (key, colon) = (before.trim_end(), start + before.len());
        let is_key = |c: char| c.is_ascii_lowercase() || c == '_';
        let fits = !key.is_empty() && key.chars().all(is_key);
        fits.then(|| (key.to_owned(), colon..colon + '：'.len_utf8()))
    };
    lines(&source.text, range).filter_map(key_of).collect()
}

/// Whether plain colons would make the text readable.
fn is_mended(source: &Source, range: Range<usize>, colons: &[(String, Range<usize>)]) -> bool {
    let places = colons.iter().map(|(_, at)| (at.start - range.start..at.end - range.start, ": "));
    let text = spliced(&source.text[range.clone()], places);
    let length = text.len();
    let mended = source.with_text(text);
    let node = yaml::parse(&mended, 0..length, &mut Vec::new());
    node.is_some_and(|n| matches!(n.value, yaml::Value::Map(_) | yaml::Value::List(_)))
}

/// Lines with the offset at which each begins.
fn lines(text: &str, range: Range<usize>) -> impl Iterator<Item = (usize, &str)> {
    let mut at = range.start;
    text[range].split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (start, line)
    })
}
