//! Diagnostics as a JSON list, for programs: the same keys in every object.

use super::Locus;
use super::positions::Positions;
use crate::base::chars::is_printable;
use crate::base::lang::Lang;
use crate::base::source::Sources;
use crate::diag::Diagnostic;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// The list, an object a line.
pub(super) fn render(diagnostics: &[Diagnostic], sources: &Sources, lang: Lang) -> String {
    let positions = Positions::new(sources);
    let objects: Vec<String> =
        diagnostics.iter().map(|d| format!("  {}", object(d, &positions, lang))).collect();
    if objects.is_empty() {
        return "[]\n".to_owned();
    }
    escaped(&format!("[\n{}\n]\n", objects.join(",\n")))
}

/// JSON in which what a terminal would obey is written as escapes; it stands in strings only.
pub(super) fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if is_printable(c) || c == '\n' {
            out.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            let _ = write!(out, "\\u{unit:04x}");
        }
    }
    out
}

fn object(diagnostic: &Diagnostic, positions: &Positions<'_>, lang: Lang) -> Value {
    let from = positions.locus(diagnostic);
    let to = positions.end(diagnostic);
    let (path, start) = match from {
        Some(Locus { path, position }) => (Some(path), Some(position)),
        None => (None, None),
    };
    let other = diagnostic.other.map(|span| {
        let Locus { path, position } = positions.start(span);
        json!({ "path": path, "line": position.line, "column": position.column })
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
