//! YAML with places: every key and value knows its byte range in the author's file.
//!
//! `serde_yaml` says what the text means but not where; [`places`] finds that by `saphyr-parser`. Reading a
//! tree as typed fields is [`crate::yaml::fields`]'s work. This is the only module that names the parsers,
//! so that others can take their place.

pub(crate) mod fields;
mod fold;
pub(crate) mod key;
mod lines;
mod place;
mod places;

use crate::base::chars::clean;
use crate::base::source::{Source, Span};
use crate::diag::{Diagnostic, Problem};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use std::fmt;
use std::ops::Range;

/// Flow collections nested deeper than this are refused: the parser needs quadratic time for them.
const MAX_DEPTH: usize = 48;

/// A value and where it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What it is.
    pub value: Value,
    /// The value's text, without its key.
    pub span: Span,
}

/// What a node holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `key:` with nothing behind it, or `null`.
    Null,
    /// `true` or `false`; `yes` is text.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// Text, unquoted and unfolded.
    Text(String),
    /// A sequence.
    List(Vec<Node>),
    /// A mapping in the order of the file, equal keys kept.
    Map(Vec<Entry>),
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key, as text.
    pub key: String,
    /// Where the key is written.
    pub key_span: Span,
    /// What stands behind it.
    pub node: Node,
}

impl Node {
    /// The entries of a mapping; none for anything else.
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The value of `key` in a mapping.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries().iter().find(|e| e.key == key).map(|e| &e.node)
    }
}

/// Parses `range` of `source`. Nothing but comments gives an empty mapping. Equal keys are reported
/// and the first one counts.
pub fn parse(source: &Source, range: Range<usize>, out: &mut Vec<Diagnostic>) -> Option<Node> {
    let text = &source.text[range.clone()];
    if let Some(offset) = too_deep(text) {
        let at = range.start + offset;
        let message = "nested too deeply".to_owned();
        out.push(Diagnostic::at(source.span(at..at + 1), Problem::YamlSyntax { message }));
        return None;
    }
    match serde_yaml::from_str::<Raw>(text) {
        Ok(Raw::Null) => {
            let span = source.span(range.start..range.start);
            Some(Node { value: Value::Map(Vec::new()), span })
        }
        Ok(raw) => {
            let mut node = places::place(source, raw, range);
            drop_duplicates(&mut node, out);
            Some(node)
        }
        Err(error) => {
            out.push(syntax_error(source, &range, &error));
            None
        }
    }
}

/// The offset of the bracket that opens one level too many.
fn too_deep(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (i, b) in text.bytes().enumerate() {
        match b {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            return Some(i);
        }
    }
    None
}

fn syntax_error(source: &Source, range: &Range<usize>, error: &serde_yaml::Error) -> Diagnostic {
    // The parser adds its own "at line 2 column 5", counted from the start of the block.
    let said = error.to_string();
    let text = &source.text[range.clone()];
    let noticed = error.location().map_or(0, |l| l.index());
    let at = range.start + open_bracket(&said, text).unwrap_or(noticed).min(text.len());
    let end = source.text[at..range.end].find('\n').map_or(range.end, |i| at + i);
    let message = said.split(" at line ").next().unwrap_or(&said).to_owned();
    Diagnostic::at(source.span(at..end.max(at)), Problem::YamlSyntax { message })
}

/// The bracket that is never closed: the parser notices it only where the next key begins.
fn open_bracket(said: &str, text: &str) -> Option<usize> {
    let (_, context) = said.split_once("while parsing a flow ")?;
    let (_, place) = context.split_once(" at line ")?;
    let (line, column) = place.split_once(" column ")?;
    let (line, column): (usize, usize) = (line.parse().ok()?, column.trim().parse().ok()?);
    let before: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let within = text[before..].char_indices().nth(column.checked_sub(1)?)?.0;
    Some(before + within)
}

fn drop_duplicates(node: &mut Node, out: &mut Vec<Diagnostic>) {
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(|n| drop_duplicates(n, out)),
        Value::Map(entries) => {
            let mut seen: std::collections::HashMap<String, Span> =
                std::collections::HashMap::with_capacity(entries.len());
            entries.retain(|e| match seen.get(&e.key) {
                Some(first) => {
                    let problem = Problem::DuplicateKey { key: e.key.clone() };
                    out.push(Diagnostic::at(e.key_span, problem).and(*first));
                    false
                }
                None => seen.insert(e.key.clone(), e.key_span).is_none(),
            });
            entries.iter_mut().for_each(|e| drop_duplicates(&mut e.node, out));
        }
        _ => {}
    }
}

/// What the parser understood, before places are known. Unlike `serde_yaml::Value` it accepts equal
/// keys, because one author's mistake must not hide the next.
#[derive(Debug)]
enum Raw {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    List(Vec<Raw>),
    Map(Vec<(Raw, Raw)>),
}

impl Raw {
    /// A key as text; keys that are not scalars have none.
    fn into_key(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Bool(b) => b.to_string(),
            Self::Int(n) => n.to_string(),
            Self::Float(n) => n.to_string(),
            _ => String::new(),
        }
    }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any YAML value")
    }
    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }
    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        Raw::deserialize(deserializer)
    }
    fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Bool(value))
    }
    fn visit_i64<E>(self, value: i64) -> Result<Raw, E> {
        Ok(Raw::Int(value))
    }
    fn visit_u64<E>(self, value: u64) -> Result<Raw, E> {
        Ok(i64::try_from(value).map_or_else(|_| Raw::Text(value.to_string()), Raw::Int))
    }
    fn visit_f64<E>(self, value: f64) -> Result<Raw, E> {
        Ok(Raw::Float(value))
    }
    fn visit_str<E>(self, value: &str) -> Result<Raw, E> {
        // An escape can name any character.
        Ok(Raw::Text(clean(value).into_owned()))
    }
    fn visit_string<E: serde::de::Error>(self, value: String) -> Result<Raw, E> {
        self.visit_str(&value)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Raw::List(items))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Raw::Map(entries))
    }
    fn visit_enum<A: serde::de::EnumAccess<'de>>(self, data: A) -> Result<Raw, A::Error> {
        // A tagged value, `!tag value`: the tag means nothing here, the value counts.
        let (_tag, variant) = data.variant::<String>()?;
        serde::de::VariantAccess::newtype_variant(variant)
    }
}
