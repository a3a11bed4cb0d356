//! Diagnostics as a JSON list, for programs: the same keys in every object.

use super::{Locus, end, locus};
use crate::base::lang::Lang;
use crate::base::source::Sources;
use crate::diag::Diagnostic;
use serde_json::{Value, json};

/// The list, an object a line.
pub(super) fn render(diagnostics: &[Diagnostic], sources: &Sources, lang: Lang) -> String {
    let objects: Vec<String> =
        diagnostics.iter().map(|d| format!("  {}", object(d, sources, lang))).collect();
    if objects.is_empty() { "[]\n".to_owned() } else { format!("[\n{}\n]\n", objects.join(",\n")) }
}

fn object(diagnostic: &Diagnostic, sources: &Sources, lang: Lang) -> Value {
    let from = locus(diagnostic, sources);
    let to = end(diagnostic, sources);
    let (path, start) = match from {
        Some(Locus { path, position }) => (Some(path), Some(position)),
        None => (None, None),
    };
    let other = diagnostic.other.map(|span| {
        let source = sources.get(span.source);
        let position = source.position(span.start.get());
        json!({ "path": source.path, "line": position.line, "column": position.column })
    });
    json!({
        "code": diagnostic.problem.code(),
        "severity": diagnostic.severity.word(),
        "message": diagnostic.problem.sentence(lang),
        "help": diagnostic.problem.help(lang),
        "path": path,
        "line": start.map(|p| p.line),
        "column": start.map(|p| p.column),
        "end_line": to.map(|p| p.line),
        "end_column": to.map(|p| p.column),
        "other": other,
    })
}
