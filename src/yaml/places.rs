//! Finds where each parsed value stands in the text.
//!
//! One parser says what the text means, another one where its nodes stand, and the two trees are walked
//! side by side. Where they differ in shape (an alias, a tag) the parent's place is used: a message then
//! points at the right field, if not at the right item. Of a text that is written in the simplest way the second
//! parser is not asked: [`lines`] knows.

use super::fold::without_spaces;
use super::place::Place;
use super::{Entry, Node, Raw, Value, lines};
use crate::base::source::{Source, Span};
use saphyr_parser::{Event, Parser, ScalarStyle};
use std::ops::Range;

/// Gives `raw`, parsed from `region`, its places.
pub(super) fn place(source: &Source, raw: Raw, region: Range<usize>) -> Node {
    let text = &source.text[region.clone()];
    let places = lines::places(text).or_else(|| places(text));
    let places = places.unwrap_or_else(|| Place::leaf(0..text.len()));
    placed(&Placing { source, from: region.start }, raw, &places)
}

/// The places of a text's first document; `None` for a text that this parser does not read.
fn places(text: &str) -> Option<Place> {
    let offsets = Offsets::of(text);
    let mut open: Vec<Place> = vec![Place::default()];
    for event in Parser::new_from_str(text) {
        let (event, span) = event.ok()?;
        let range = offsets.byte(span.start.index())..offsets.byte(span.end.index());
        let whole = match event {
            Event::Scalar(_, style, ..) => {
                let written = text.get(range.clone())?.trim_end().len();
                let end = range.start + written;
                let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
                let start = if is_block { indicator(text, range.start) } else { range.start };
                Place::leaf(start..end)
            }
            Event::Alias(_) => Place::leaf(range),
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                open.push(Place::leaf(range));
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let mut closed = open.pop()?;
                if matches!(event, Event::MappingEnd) {
                    place_missing(text, &mut closed.parts);
                }
                // What is written in blocks ends with the last of its parts.
                let ends = closed.parts.iter().map(|part| part.range.end);
                let last = ends.max().unwrap_or(closed.range.start);
                closed.range.end = if range.is_empty() { last } else { range.end };
                closed
            }
            Event::DocumentEnd | Event::StreamEnd => break,
            Event::Nothing | Event::StreamStart | Event::DocumentStart(_) => continue,
        };
        open.last_mut()?.parts.push(whole);
    }
    open.pop()?.parts.pop()
}

/// Puts values that are not there where they are missing: right behind the key's colon, if it has one.
fn place_missing(text: &str, entries: &mut [Place]) {
    for entry in entries.chunks_exact_mut(2) {
        let [key, value] = entry else { continue };
        let rest = text.get(key.range.end..).filter(|_| value.range.is_empty()).unwrap_or("");
        if let Some(rest) = rest.trim_start().strip_prefix(':') {
            let at = text.len() - rest.len();
            *value = Place::leaf(at..at);
        }
    }
}

/// Where the `|` or `>` stands that a block scalar's lines, of which the first begins at `start`, follow.
fn indicator(text: &str, start: usize) -> usize {
    let head = text[..start].trim_end();
    let line = head.rfind('\n').map_or(0, |at| at + 1);
    // A comment may follow it.
    let end = head[line..].find(" #").map_or(head.len(), |at| line + at);
    head[line..end].rfind(['|', '>']).map_or(start, |at| line + at)
}

/// Byte offsets of a text's characters: the parser counts these.
enum Offsets {
    /// Every character is a byte.
    Same,
    Table(Vec<u32>),
}

impl Offsets {
    fn of(text: &str) -> Self {
        if text.is_ascii() {
            return Self::Same;
        }
        let starts = text.char_indices().map(|(at, _)| at).chain([text.len()]);
        Self::Table(starts.map(|at| u32::try_from(at).unwrap_or(u32::MAX)).collect())
    }

    fn byte(&self, character: usize) -> usize {
        match self {
            Self::Same => character,
            Self::Table(starts) => {
                let last = starts.last().copied().unwrap_or_default();
                starts.get(character).copied().unwrap_or(last) as usize
            }
        }
    }
}

/// The file, and where in it the text begins that places are counted from.
struct Placing<'s> {
    source: &'s Source,
    from: usize,
}

impl Placing<'_> {
    fn range(&self, range: &Range<usize>) -> Range<usize> {
        let end = self.source.text.len();
        (self.from + range.start).min(end)..(self.from + range.end).min(end)
    }
}

fn placed(placing: &Placing<'_>, raw: Raw, place: &Place) -> Node {
    let range = placing.range(&place.range);
    let parts = &place.parts;
    let value = match raw {
        Raw::Text(t) => {
            Value::Text(without_spaces(t, placing.source.text.get(range.clone()).unwrap_or("")))
        }
        Raw::List(items) if parts.len() == items.len() => {
            let items = items.into_iter().zip(parts);
            Value::List(items.map(|(item, at)| placed(placing, item, at)).collect())
        }
        Raw::Map(entries) if parts.len() == 2 * entries.len() => {
            let entries =
                entries.into_iter().zip(parts.chunks(2)).map(|((key, value), at)| Entry {
                    key: key.into_key(),
                    key_span: placing.source.span(placing.range(&at[0].range)),
                    node: placed(placing, value, &at[1]),
                });
            Value::Map(entries.collect())
        }
        other => somewhere(other, placing.source.span(range.clone())),
    };
    Node { value, span: placing.source.span(range) }
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

#[cfg(test)]
mod tests {
    use super::{lines, places};
    use crate::base::source::Source;
    use crate::yaml::{Node, Value, parse};
    use proptest::prelude::*;

    /// What texts are made of: what means something in YAML, what looks as if it did, and words.
    const PIECES: [&str; 44] = [
        "a", "b-c", "词", "1", "~", "x y", "：", ":", ": ", "key: ", "\nkey: ", "\nk:", "\n- ",
        "\n  - ", "\n    - ", "- ", "-", "\n", "\n\n", "\n  ", " ", "　", "[", "]", "[a, b]", ", ",
        ",", "\"", "\"a\"", "'", "'a'", "#", " #", "\n# ", "|", ">", "&a", "*a", "!", "{", "}",
        "\\", "\u{2028}", "\u{feff}",
    ];

    /// Whether both say the same of a text; nothing where there is nothing to compare.
    fn agree(text: &str) -> Option<bool> {
        let found = lines::places(text)?;
        serde_yaml::from_str::<serde_yaml::Value>(text).ok()?;
        Some(places(text).is_some_and(|wanted| wanted == found))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20000))]
        #[test]
        fn what_is_simple_stands_where_the_parser_says(
            pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 1..14),
            first in prop::sample::select(&["", "key: ", "key:\n  - ", "k: [", "k: a\nkey:\n- "][..]),
        ) {
            let text = first.to_owned() + &pieces.concat();
            prop_assert!(agree(&text) != Some(false), "{text:?}: {:?}", lines::places(&text));
        }
    }

    #[test]
    fn front_matter_is_simple() {
        let simple = [
            "title: 花呗怎么办\n",
            "title: \"甲：乙\"\ntags:\n  - \"一\"\n  - 二\ndate: 2026-01-02\n",
            "# 注\ntitle: a:b\n\ntags: [一, 'b', \"c\" ]\nempty:\nlist:\n- 一\n- 二\nnone: []\n",
        ];
        for text in simple {
            assert_eq!(lines::places(text), places(text), "{text}");
        }
        let others = [
            "a:\n  b: c\n",
            "a: b\n  c\n",
            "a: [b,\n c]\n",
            "a: {b: c}\n",
            "a: &b c\n",
            "a: |\n  b\n",
        ];
        assert!(others.iter().all(|text| lines::places(text).is_none()));
    }

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
        let source = Source::new("a", text);
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
        let source = Source::new("a", text);
        let node = parse(&source, 0..text.len(), &mut Vec::new()).expect("valid");
        let mut found = Vec::new();
        leaves(text, &node, "", &mut found);
        let found: Vec<&str> = found.iter().map(|(_, text)| *text).collect();
        assert_eq!(found, ["x", "y", "1", "c#d"]);
    }

    #[test]
    fn a_key_without_a_colon_borrows_none() {
        let text = "a: {x, y: 1}\n? b\nc: 2\nd:\n";
        let source = Source::new("a", text);
        let node = parse(&source, 0..text.len(), &mut Vec::new()).expect("valid");
        let places: Vec<usize> = spans(&node).iter().map(|span| span.range().start).collect();
        // The whole; `{x, y: 1}`, nothing behind `x`, `1`; nothing behind `b`; `2`; nothing behind `d:`.
        assert_eq!(places[..4], [0, 3, 5, 10]);
        assert!(places[4] <= 17, "{places:?}");
        assert_eq!(places[5..], [20, 24]);
    }

    #[test]
    fn where_places_are_unknown_nothing_is_quoted() {
        let text = format!("x: {{{}? z\n}}\nn: &a 010\n", "k: {},".repeat(3000));
        let source = Source::new("a", text.clone());
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
        let source = Source::new("a", text);
        let mut out = Vec::new();
        let node = parse(&source, 0..text.len(), &mut out).expect("valid");
        assert_eq!(node.entries().len(), 2);
        assert_eq!(out.len(), 1);
        assert_eq!(node.get("a").map(|n| &n.value), Some(&Value::Int(1)));
    }
}
