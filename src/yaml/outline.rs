//! Finds where each parsed value stands in the text.
//!
//! It follows indentation, dashes, brackets and quotes, which is enough for the YAML that people
//! write by hand. Where the text is stranger than that (anchors, complex keys), the parent's place
//! is used: a message then points at the right field, if not at the right item.

use super::fold::without_spaces;
use super::{Entry, Node, Raw, Value};
use crate::base::source::{Source, Span};
use std::ops::Range;

/// Gives `raw`, parsed from `region`, its places.
pub(super) fn place(source: &Source, raw: Raw, region: Range<usize>) -> Node {
    let text = source.text.as_str();
    let span = trim(text, region.clone());
    let value = match raw {
        Raw::Text(t) => Value::Text(without_spaces(t, &text[span.clone()])),
        Raw::List(items) => {
            let regions = if text[span.clone()].starts_with('[') {
                flow_items(text, &span)
            } else {
                block_items(text, &region)
            };
            match regions.len() == items.len() {
                true => Value::List(
                    items.into_iter().zip(regions).map(|(r, at)| place(source, r, at)).collect(),
                ),
                false => somewhere(Raw::List(items), source.span(span.clone())),
            }
        }
        Raw::Map(entries) => {
            let places: Vec<_> = if text[span.clone()].starts_with('{') {
                let items = flow_items(text, &span).into_iter();
                items
                    .map(|r| split_key(text, r.clone()).unwrap_or((r.clone(), r.end..r.end)))
                    .collect()
            } else {
                block_entries(text, &region)
            };
            match places.len() == entries.len() {
                true => Value::Map(
                    entries
                        .into_iter()
                        .zip(places)
                        .map(|((key, raw), (key_range, value_range))| Entry {
                            key: key.into_key(),
                            key_span: source.span(trim(text, key_range)),
                            node: place(source, raw, value_range),
                        })
                        .collect(),
                ),
                false => somewhere(Raw::Map(entries), source.span(span.clone())),
            }
        }
        plain => somewhere(plain, source.span(span.clone())),
    };
    Node { value, span: source.span(span) }
}

/// A value of which only what encloses it has a place: everything in it is where that begins. Nothing is
/// looked for or quoted again, so that the work does not multiply.
fn somewhere(raw: Raw, span: Span) -> Value {
    let span = Span { end: span.start, ..span };
    let node = |raw| Node { value: somewhere(raw, span), span };
    match raw {
        Raw::Null => Value::Null,
        Raw::Bool(b) => Value::Bool(b),
        Raw::Int(n) => Value::Int(n),
        Raw::Float(n) => Value::Float(n),
        Raw::Text(t) => Value::Text(t),
        Raw::List(items) => Value::List(items.into_iter().map(node).collect()),
        Raw::Map(entries) => {
            let entry = |(key, raw): (Raw, Raw)| Entry {
                key: key.into_key(),
                key_span: span,
                node: node(raw),
            };
            Value::Map(entries.into_iter().map(entry).collect())
        }
    }
}

/// The region without white space and comments around it.
fn trim(text: &str, region: Range<usize>) -> Range<usize> {
    let mut start = region.start;
    loop {
        let rest = &text[start..region.end];
        start += rest.len() - rest.trim_start().len();
        if !text[start..region.end].starts_with('#') {
            break;
        }
        start = text[start..region.end].find('\n').map_or(region.end, |i| start + i);
    }
    if start == region.end {
        // Nothing is written: right behind the key is where it is missing.
        return region.start..region.start;
    }
    let body = &text[start..region.end];
    let scalar_end = match body.chars().next() {
        Some('\'' | '"' | '[' | '{') => closing(body).unwrap_or(body.len()),
        Some('|' | '>') => body.trim_end().len(),
        // A plain scalar on one line ends before a comment.
        _ if !body.trim_end().contains('\n') => body.find(" #").unwrap_or(body.len()),
        _ => body.len(),
    };
    start..start + body[..scalar_end].trim_end().len()
}

/// The length of the quoted or bracketed text at the start of `body`.
fn closing(body: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut quote: Option<char> = None;
    let (mut escaped, mut comment) = (false, false);
    for (i, c) in body.char_indices() {
        comment = if comment { c != '\n' } else { quote.is_none() && begins_comment(body, i, c) };
        if comment {
            continue;
        }
        match quote {
            Some('"') if escaped => escaped = false,
            Some('"') if c == '\\' => escaped = true,
            Some(q) if c == q => quote = None,
            Some(_) => continue,
            None => match c {
                '\'' | '"' if i == 0 || opens(body, i) => quote = Some(c),
                '[' | '{' => depth += 1,
                ']' | '}' => depth = depth.saturating_sub(1),
                _ => {}
            },
        }
        if depth == 0 && quote.is_none() && i > 0 {
            return Some(i + c.len_utf8());
        }
    }
    None
}

/// Whether a `#` begins a comment: white space stands before it.
fn begins_comment(body: &str, i: usize, c: char) -> bool {
    c == '#' && i > 0 && body[..i].ends_with(char::is_whitespace)
}

/// Whether a quotation mark at `i` starts a quoted scalar rather than standing inside a plain one.
fn opens(body: &str, i: usize) -> bool {
    matches!(body[..i].trim_end().chars().next_back(), None | Some('[' | '{' | ',' | ':'))
}

/// The items of `[a, b]` or `{a: 1, b: 2}`.
fn flow_items(text: &str, span: &Range<usize>) -> Vec<Range<usize>> {
    let inner = span.start + 1..span.end.saturating_sub(1).max(span.start + 1);
    let body = &text[inner.clone()];
    let (mut items, mut from, mut depth) = (Vec::new(), 0, 0_usize);
    let (mut quote, mut escaped): (Option<char>, bool) = (None, false);
    let mut comment = false;
    for (i, c) in body.char_indices() {
        comment = if comment { c != '\n' } else { quote.is_none() && begins_comment(body, i, c) };
        if comment {
            continue;
        }
        match quote {
            Some('"') if escaped => escaped = false,
            Some('"') if c == '\\' => escaped = true,
            Some(q) if c == q => quote = None,
            Some(_) => {}
            None => match c {
                '\'' | '"' if opens(body, i) => quote = Some(c),
                '[' | '{' => depth += 1,
                ']' | '}' => depth = depth.saturating_sub(1),
                ',' if depth == 0 => {
                    items.push(inner.start + from..inner.start + i);
                    from = i + 1;
                }
                _ => {}
            },
        }
    }
    if !body[from..].trim().is_empty() {
        items.push(inner.start + from..inner.end);
    }
    items
}

/// The regions behind the dashes of a block sequence.
fn block_items(text: &str, region: &Range<usize>) -> Vec<Range<usize>> {
    let starts = block_starts(text, region, |line| line == "-" || line.starts_with("- "));
    between(&starts, region.end).map(|(start, end)| start + 1..end).collect()
}

/// Key and value regions of a block mapping.
fn block_entries(text: &str, region: &Range<usize>) -> Vec<(Range<usize>, Range<usize>)> {
    let starts = block_starts(text, region, |line| key_length(line).is_some());
    between(&starts, region.end).filter_map(|(s, e)| split_key(text, s..e)).collect()
}

fn between(starts: &[usize], end: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
    let ends = starts.iter().skip(1).copied().chain(std::iter::once(end));
    starts.iter().copied().zip(ends)
}

/// Offsets of the lines that stand at the first line's column and look like `wanted`.
fn block_starts(text: &str, region: &Range<usize>, wanted: fn(&str) -> bool) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut column = None;
    let mut offset = region.start;
    for line in text[region.clone()].split_inclusive('\n') {
        let content = line.trim_start_matches([' ', '\t']);
        let at = offset + (line.len() - content.len());
        offset += line.len();
        let content = content.trim_end();
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        // The region may start in the middle of a line, as behind a dash.
        let line_start = text[..at].rfind('\n').map_or(0, |i| i + 1);
        let here = at - line_start;
        if *column.get_or_insert(here) == here && wanted(content) {
            starts.push(at);
        }
    }
    starts
}

/// Splits `key: value`.
fn split_key(text: &str, region: Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let lead = text[region.clone()].len() - text[region.clone()].trim_start().len();
    let start = region.start + lead;
    let length = key_length(&text[start..region.end])?;
    let colon = start + text[start + length..region.end].find(':')? + length;
    Some((start..start + length, colon + 1..region.end))
}

/// How long the key at the start of a line is, quotes included.
fn key_length(line: &str) -> Option<usize> {
    if line.starts_with(['"', '\'']) {
        let length = closing(line)?;
        return line[length..].trim_start().starts_with(':').then_some(length);
    }
    let colon = line
        .char_indices()
        .find(|&(i, c)| c == ':' && line[i + 1..].chars().next().is_none_or(char::is_whitespace))?
        .0;
    Some(line[..colon].trim_end().len())
}

#[cfg(test)]
mod tests {
    use crate::base::source::{Source, SourceId};
    use crate::yaml::{Node, Value, parse};

    fn leaves<'a>(text: &'a str, node: &Node, path: &str, out: &mut Vec<(String, &'a str)>) {
        match &node.value {
            Value::Map(entries) => {
                for e in entries {
                    leaves(text, &e.node, &format!("{path}/{}", e.key), out);
                }
            }
            Value::List(items) => {
                for (i, n) in items.iter().enumerate() {
                    leaves(text, n, &format!("{path}/{i}"), out);
                }
            }
            _ => out.push((path.to_owned(), &text[node.span.range()])),
        }
    }

    #[test]
    fn every_leaf_is_found_where_it_is_written() {
        let text = "title: 花呗 怎么办 # 注\nanswer: \"可以：先问\"\ntags: [电话催收, \"a, b\", c ]\n\
                    empty:\nlist:\n- 一\n- 二\nchanges:\n  - date: 2026-01-02\n    note: 改了 x\n\
                    \x20 - {date: 2026-01-03, note: 'y'}\nlong: |\n  第一行\n  第二行\n\"293-1\": q\n";
        let source = Source { id: SourceId(0), path: "a".into(), text: text.into() };
        let mut out = Vec::new();
        let node = parse(&source, 0..text.len(), &mut out).expect("valid");
        assert_eq!(out, []);
        let mut found = Vec::new();
        leaves(text, &node, "", &mut found);
        let found: Vec<(&str, &str)> = found.iter().map(|(p, t)| (p.as_str(), *t)).collect();
        assert_eq!(
            found,
            [
                ("/title", "花呗 怎么办"),
                ("/answer", "\"可以：先问\""),
                ("/tags/0", "电话催收"),
                ("/tags/1", "\"a, b\""),
                ("/tags/2", "c"),
                ("/empty", ""),
                ("/list/0", "一"),
                ("/list/1", "二"),
                ("/changes/0/date", "2026-01-02"),
                ("/changes/0/note", "改了 x"),
                ("/changes/1/date", "2026-01-03"),
                ("/changes/1/note", "'y'"),
                ("/long", "|\n  第一行\n  第二行"),
                ("/293-1", "q"),
            ]
        );
    }

    #[test]
    fn comments_in_brackets_hide_no_place() {
        let text = "a: [x, # 一, 二 [\n  y] # z\nb: {k: 1, # '\n  m: c#d}\n";
        let source = Source { id: SourceId(0), path: "a".into(), text: text.into() };
        let node = parse(&source, 0..text.len(), &mut Vec::new()).expect("valid");
        let mut found = Vec::new();
        leaves(text, &node, "", &mut found);
        let found: Vec<&str> = found.iter().map(|(_, text)| *text).collect();
        assert_eq!(found, ["x", "y", "1", "c#d"]);
    }

    #[test]
    fn where_places_are_unknown_nothing_is_quoted() {
        let text = format!("x: {{{}? z\n}}\nn: &a 010\n", "k: {},".repeat(3000));
        let source = Source { id: SourceId(0), path: "a".into(), text: text.clone() };
        let node = parse(&source, 0..text.len(), &mut Vec::new()).expect("valid");
        let quoted: usize = spans(&node).iter().map(|span| span.range().len()).sum();
        assert!(quoted < 4 * text.len(), "{quoted} bytes are looked at for {}", text.len());
    }

    fn spans(node: &Node) -> Vec<crate::base::source::Span> {
        let inner = match &node.value {
            Value::List(items) => items.iter().flat_map(spans).collect(),
            Value::Map(entries) => entries.iter().flat_map(|e| spans(&e.node)).collect(),
            _ => Vec::new(),
        };
        [vec![node.span], inner].concat()
    }

    #[test]
    fn equal_keys_are_reported_and_the_first_counts() {
        let text = "a: 1\nb: 2\na: 3\n";
        let source = Source { id: SourceId(0), path: "a".into(), text: text.into() };
        let mut out = Vec::new();
        let node = parse(&source, 0..text.len(), &mut out).expect("valid");
        assert_eq!(node.entries().len(), 2);
        assert_eq!(out.len(), 1);
        assert_eq!(node.get("a").map(|n| &n.value), Some(&Value::Int(1)));
    }
}
