//! Values that guides state: hours, counts, rates, periods.

use super::entry::walk;
use crate::day::Day;
use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span};
use crate::yaml::Node;

/// A value with its day and origin.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names are the keys of the file")]
pub struct Fact {
    pub id: String,
    pub span: Span,
    pub label: String,
    pub value: String,
    pub as_of: Option<Day>,
    pub source: Option<String>,
    pub law: Option<String>,
    pub note: Option<String>,
    /// Whether typing the value by hand in prose is reported.
    pub guard: bool,
    pub verify_every: Option<u32>,
    pub changed: Option<Day>,
}

const KEYS: [&str; 10] =
    ["id", "label", "value", "as_of", "source", "law", "note", "guard", "verify_every", "changed"];

pub(super) fn read(node: &Node, source: &Source, out: &mut Vec<Diagnostic>) -> Option<Fact> {
    let mut fact = Fact {
        id: String::new(),
        span: node.span,
        label: String::new(),
        value: String::new(),
        as_of: None,
        source: None,
        law: None,
        note: None,
        guard: false,
        verify_every: None,
        changed: None,
    };
    let complete = walk(node, source, out, &["id", "label", "value"], |entry, fields| match entry
        .key
        .as_str()
    {
        "id" => {
            if let Some(id) = fields.spanned_text(entry) {
                fact.id = id.value;
                fact.span = id.span;
            }
        }
        "label" => fields.text(entry).into_iter().for_each(|v| fact.label = v),
        "value" => fields.text(entry).into_iter().for_each(|v| fact.value = v),
        "as_of" => fact.as_of = fields.day(entry),
        "source" => fact.source = fields.text(entry),
        "law" => fact.law = fields.text(entry),
        "note" => fact.note = fields.text(entry),
        "guard" => fact.guard = fields.flag(entry).unwrap_or(false),
        "verify_every" => fact.verify_every = fields.period(entry),
        "changed" => fact.changed = fields.day(entry),
        _ => fields.unknown_key(entry, KEYS),
    });
    complete.then_some(fact)
}
