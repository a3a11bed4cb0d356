//! The controlled list of tags.

use super::entry::walk;
use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span};
use crate::yaml::Node;

/// A tag that guides may carry.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names are the keys of the file")]
pub struct Tag {
    pub id: String,
    pub span: Span,
    pub label: String,
    /// Other words by which guides may name it, and readers may search it.
    pub aka: Vec<String>,
    pub parent: Option<String>,
    /// Whether a reader of its pages may need help at once.
    pub crisis: bool,
}

pub(super) fn read(node: &Node, source: &Source, out: &mut Vec<Diagnostic>) -> Option<Tag> {
    let mut tag = Tag {
        id: String::new(),
        span: node.span,
        label: String::new(),
        aka: Vec::new(),
        parent: None,
        crisis: false,
    };
    let complete =
        walk(node, source, out, &["id", "label"], |entry, fields| match entry.key.as_str() {
            "id" => {
                if let Some(id) = fields.spanned_text(entry) {
                    tag.id = id.value;
                    tag.span = id.span;
                }
            }
            "label" => fields.text(entry).into_iter().for_each(|v| tag.label = v),
            "aka" => tag.aka = fields.plain_texts(entry).unwrap_or_default(),
            "parent" => tag.parent = fields.text(entry),
            "crisis" => tag.crisis = fields.flag(entry).unwrap_or(false),
            _ => fields.unknown_key(entry, ["id", "label", "aka", "parent", "crisis"]),
        });
    complete.then_some(tag)
}
