//! What a file consists of: the headings of a page, the entries of a registry.

use super::text::Lines;
use super::workspace::Workspace;
use crate::base::source::Source;
use crate::model::document::Document;
use crate::model::linked::LinkedDocument;
use crate::parse::front_matter;
use crate::parse::markdown::{self, Mode};
use crate::yaml::{self, Node, Value};
use gen_lsp_types::{DocumentSymbol, SymbolKind};
use std::ops::Range;

/// The parts of a file, each in the one that it belongs to.
pub(super) fn of(workspace: &Workspace, source: &Source) -> Vec<DocumentSymbol> {
    let lines = workspace.lines(source);
    if source.is_page() {
        return nested(&headings(workspace, source), &lines);
    }
    let root = yaml::parse(source, 0..source.text.len(), &mut Vec::new());
    root.map_or_else(Vec::new, |root| entries(&root, &lines))
}

/// A heading: its level and words, its own place and that of all below it.
struct Part {
    level: u8,
    words: String,
    heading: Range<usize>,
    all: Range<usize>,
}

fn headings(workspace: &Workspace, source: &Source) -> Vec<Part> {
    let parts = |document: &Document, words: &dyn Fn(usize) -> String| {
        let headings = document.headings.iter().enumerate();
        let starts: Vec<(u8, Range<usize>, String)> =
            headings.map(|(n, h)| (h.level, line(source, h.span.range()), words(n))).collect();
        let part = |(n, (level, heading, words)): (usize, &(u8, Range<usize>, String))| {
            let next = starts[n + 1..].iter().find(|(other, ..)| other <= level);
            let end = next.map_or(source.text.len(), |(_, heading, _)| heading.start);
            let (words, all) = (words.clone(), heading.start..end.max(heading.end));
            Part { level: *level, words, heading: heading.clone(), all }
        };
        starts.iter().enumerate().map(part).collect::<Vec<_>>()
    };
    if let Some((id, _)) = workspace.page(source) {
        let body = LinkedDocument::body(&workspace.now.site, id);
        let headings = &body.document.headings;
        return parts(body.document, &|n| body.heading_text(&headings[n]).into_owned());
    }
    let body = front_matter::cut(source, &mut Vec::new()).body;
    let document = markdown::parse(source, body, Mode::default()).0;
    parts(&document, &|n| document.heading_text(&document.headings[n]).to_owned())
}

/// A heading without the end of its line.
fn line(source: &Source, range: Range<usize>) -> Range<usize> {
    range.start..range.start + source.text[range].trim_end().len()
}

fn nested(parts: &[Part], lines: &Lines<'_>) -> Vec<DocumentSymbol> {
    let mut found = Vec::new();
    let mut rest = parts;
    while let Some((first, others)) = rest.split_first() {
        let below = others.iter().take_while(|part| part.level > first.level).count();
        let children = nested(&others[..below], lines);
        let places = (first.all.clone(), first.heading.clone());
        found.push(symbol(&first.words, None, SymbolKind::String, places, children, lines));
        rest = &others[below..];
    }
    found
}

/// The keys by which people know an entry, the best first, and the one that is its id.
const NAMES: [&str; 6] = ["title", "label", "name", "term", "query", "flow"];

fn entries(node: &Node, lines: &Lines<'_>) -> Vec<DocumentSymbol> {
    match &node.value {
        Value::List(items) => {
            let maps = items.iter().filter(|item| !item.entries().is_empty());
            maps.map(|item| {
                let text = |key: &str| item.get(key).and_then(written);
                let id = text("id");
                let name = NAMES.iter().find_map(|key| text(key)).or_else(|| id.clone());
                let name = name.unwrap_or_else(|| item.entries()[0].key.clone());
                let range = item.span.range();
                let first = item.entries()[0].node.span.range();
                let shown = if first.end <= range.end { first } else { range.clone() };
                symbol(&name, id, SymbolKind::Struct, (range, shown), Vec::new(), lines)
            })
            .collect()
        }
        Value::Map(keys) => {
            let of_key = |entry: &yaml::Entry| {
                let (key, value) = (entry.key_span.range(), entry.node.span.range());
                let all = key.start..value.end.max(key.end);
                let children = entries(&entry.node, lines);
                let value = written(&entry.node);
                symbol(&entry.key, value, SymbolKind::Key, (all, key), children, lines)
            };
            keys.iter().map(of_key).collect()
        }
        _ => Vec::new(),
    }
}

fn written(node: &Node) -> Option<String> {
    match &node.value {
        Value::Text(text) => Some(text.chars().take(60).collect()),
        Value::Int(number) => Some(number.to_string()),
        _ => None,
    }
}

fn symbol(
    name: &str,
    detail: Option<String>,
    kind: SymbolKind,
    (all, shown): (Range<usize>, Range<usize>),
    children: Vec<DocumentSymbol>,
    lines: &Lines<'_>,
) -> DocumentSymbol {
    // No client takes a name without words.
    let name = if name.trim().is_empty() { "…" } else { name };
    // What is shown has to lie within all of it.
    let all = all.start.min(shown.start)..all.end.max(shown.end);
    DocumentSymbol {
        name: name.to_owned(),
        detail: detail.filter(|detail| detail != name),
        kind,
        range: lines.range(&all),
        selection_range: lines.range(&shown),
        children: (!children.is_empty()).then_some(children),
        tags: None,
        #[expect(deprecated, reason = "the field is part of the type")]
        deprecated: None,
    }
}
