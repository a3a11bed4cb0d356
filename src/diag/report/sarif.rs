//! Diagnostics as SARIF 2.1.0, which code scanning reads. Columns are Unicode code points.

use super::Locus;
use super::positions::Positions;
use crate::base::lang::Lang;
use crate::base::source::{Position, Sources};
use crate::diag::{Diagnostic, Severity};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// The log of one run.
pub(super) fn render(diagnostics: &[Diagnostic], sources: &Sources, lang: Lang) -> String {
    let codes: BTreeSet<&str> = diagnostics.iter().map(|d| d.problem.code()).collect();
    let codes: Vec<&str> = codes.into_iter().collect();
    let rules: Vec<Value> = codes.iter().map(|code| json!({ "id": code })).collect();
    let positions = Positions::new(sources);
    let results: Vec<Value> =
        diagnostics.iter().map(|d| result(d, &positions, lang, &codes)).collect();
    let driver = json!({
        "name": "mingbai",
        "version": env!("CARGO_PKG_VERSION"),
        "rules": rules,
    });
    let language = match lang {
        Lang::En => "en",
        Lang::Zh => "zh-Hans",
    };
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": driver },
            "language": language,
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    super::json::escaped(&format!("{log:#}\n"))
}

fn result(diagnostic: &Diagnostic, positions: &Positions<'_>, lang: Lang, codes: &[&str]) -> Value {
    let code = diagnostic.problem.code();
    let mut text = diagnostic.problem.sentence(lang);
    if let Some(help) = diagnostic.problem.help(lang) {
        text = format!("{text}\n{help}");
    }
    let level = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let mut result = Map::new();
    result.insert("ruleId".to_owned(), json!(code));
    result.insert("ruleIndex".to_owned(), json!(codes.binary_search(&code).unwrap_or(0)));
    result.insert("level".to_owned(), json!(level));
    result.insert("message".to_owned(), json!({ "text": text }));
    if let Some(Locus { path, position }) = positions.locus(diagnostic) {
        let to = positions.end(diagnostic).unwrap_or(position);
        result.insert("locations".to_owned(), json!([location(&path, position, to)]));
    }
    if let Some(span) = diagnostic.other {
        let Locus { path, position } = positions.start(span);
        let related = json!([location(&path, position, positions.end_of(span))]);
        result.insert("relatedLocations".to_owned(), related);
    }
    Value::Object(result)
}

fn location(path: &str, from: Position, to: Position) -> Value {
    json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(path) },
            "region": {
                "startLine": from.line,
                "startColumn": from.column,
                "endLine": to.line,
                "endColumn": to.column,
            },
        },
    })
}

/// A path as a relative URI reference: everything but plain characters percent-encoded, a colon in
/// the first part too, which would make it a scheme.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for b in path.bytes() {
        if b.is_ascii_alphanumeric() || b"/-._~".contains(&b) {
            uri.push(char::from(b));
        } else {
            uri.push_str(&format!("%{b:02X}"));
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uris() {
        assert_eq!(uri("content/rights/花.md"), "content/rights/%E8%8A%B1.md");
        assert_eq!(uri("a b:c%"), "a%20b%3Ac%25");
    }
}
