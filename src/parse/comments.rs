//! Comments where no mark-up is read: in the texts of front matter, and in a title. Each would be printed
//! as it stands.

use crate::base::source::Span;
use crate::diag::{Finding, Slip};
use crate::yaml::{Entry, Node, Value};

/// What a comment begins and ends with, here and in Obsidian.
pub(super) const MARKS: [(&str, &str); 2] = [("<!--", "-->"), ("%%", "%%")];

/// Comments in the value of an entry.
pub(super) fn in_entry(entry: &Entry) -> Vec<(Span, Finding)> {
    let mut found = Vec::new();
    in_node(&entry.node, &mut found);
    found
}

/// The comment in a text that has no mark-up, if there is one.
pub(super) fn in_text(text: &str) -> Option<&str> {
    MARKS.iter().find_map(|(open, close)| {
        let start = text.find(open)?;
        let inside = &text[start + open.len()..];
        let end = inside.find(close)?;
        Some(&text[start..start + open.len() + end + close.len()])
    })
}

fn in_node(node: &Node, found: &mut Vec<(Span, Finding)>) {
    match &node.value {
        Value::Text(text) => {
            found.extend(in_text(text).map(|comment| {
                let written = comment.to_owned();
                (node.span, Finding::from(Slip::ForeignComment { written }))
            }));
        }
        Value::List(nodes) => nodes.iter().for_each(|node| in_node(node, found)),
        Value::Map(entries) => entries.iter().for_each(|entry| in_node(&entry.node, found)),
        Value::Null | Value::Bool(_) | Value::Int(_) | Value::Float(_) => {}
    }
}
