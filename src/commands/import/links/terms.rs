//! Terms with their definitions, which the old site gave ids: those that are linked get them here.

use super::super::text::{indent, lines};
use std::collections::BTreeSet;

/// The lines that are terms, and their words: what stands right above a line with `: `, or above the empty
/// line before it.
pub(super) fn of(text: &str) -> Vec<(usize, &str)> {
    let lines = lines(text);
    let is_empty = |at: usize| lines.get(at).is_none_or(|(line, _)| line.trim().is_empty());
    let defines = |at: usize| {
        lines.get(at).is_some_and(|(line, code)| {
            let line = line.trim_start();
            !code && (line.starts_with(": ") || line.starts_with(":\t"))
        })
    };
    let mut found = Vec::new();
    for (at, (line, code)) in lines.iter().enumerate() {
        if *code || is_empty(at) || defines(at) {
            continue;
        }
        // Several terms may share a definition.
        let end = (at + 1..).find(|next| is_empty(*next) || defines(*next)).unwrap_or(at + 1);
        if defines(end) || end == at + 1 && defines(end + 1) {
            found.push((at, line.trim()));
        }
    }
    found
}

/// Puts ids before terms, which are named by their number.
pub(in super::super) fn named(text: &str, ids: &BTreeSet<(usize, String)>) -> String {
    if ids.is_empty() {
        return text.to_owned();
    }
    let terms = of(text);
    let mut out = String::with_capacity(text.len());
    for (at, line) in text.lines().enumerate() {
        let lead = indent(line);
        out.push_str(lead);
        let number = terms.iter().position(|(term, _)| *term == at);
        for (_, id) in ids.iter().filter(|(term, _)| Some(*term) == number) {
            out.push_str(&format!("<a id=\"{id}\"></a>"));
        }
        out.push_str(&line[lead.len()..]);
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_stand_above_their_definitions() {
        let text =
            "甲\n: 一\n\n乙\n\n: 二\n: 三\n\n丙\n丁\n: 四\n\n戊\n\n己\n\n```\n庚\n: 五\n```\n";
        let words: Vec<&str> = of(text).into_iter().map(|(_, words)| words).collect();
        assert_eq!(words, ["甲", "乙", "丙", "丁"]);
        let ids = BTreeSet::from([(1, "b".to_owned())]);
        assert!(named(text, &ids).contains("\n\n<a id=\"b\"></a>乙\n\n: 二"));
    }
}
