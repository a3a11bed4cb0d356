//! What reading any registry entry has in common.

use crate::diagnostic::{Diagnostic, Problem};
use crate::fields::Fields;
use crate::source::{Source, Span};
use crate::yaml::{Entry, Node, Value};

/// Walks the keys of an entry; false when it is no mapping or a required key is missing.
pub(super) fn walk(
    node: &Node,
    source: &Source,
    out: &mut Vec<Diagnostic>,
    required: &[&str],
    mut set: impl FnMut(&Entry, &mut Fields<'_>),
) -> bool {
    let mut fields = Fields::new(source, out);
    if !matches!(node.value, Value::Map(_)) {
        fields.report(node.span, Problem::NotAMapping);
        return false;
    }
    node.entries().iter().for_each(|entry| set(entry, &mut fields));
    let mut complete = true;
    for key in required {
        if node.get(key).is_none() {
            fields.report(
                first_line(source, node.span),
                Problem::MissingField { key: (*key).to_owned() },
            );
            complete = false;
        }
    }
    complete
}

/// The span up to its first line's end, so that an excerpt shows one line.
fn first_line(source: &Source, span: Span) -> Span {
    let text = &source.text[span.range()];
    let length = text.find('\n').unwrap_or(text.len());
    source.span(span.range().start..span.range().start + length)
}
