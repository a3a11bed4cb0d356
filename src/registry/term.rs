//! Words that need explaining.

use super::entry::walk;
use crate::day::Day;
use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span};
use crate::yaml::Node;

/// A glossary entry; its id is the term itself.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names are the keys of the file")]
pub struct Term {
    pub term: String,
    pub span: Span,
    pub definition: String,
    /// Search only, never printed.
    pub aka: Vec<String>,
    pub traditional: Option<String>,
    pub pinyin: Option<String>,
    /// Whether its first use on a page is linked by itself.
    pub autolink: bool,
    /// Words in which it is not meant: 反复利用 for 复利.
    pub not_in: Vec<String>,
    pub changed: Option<Day>,
}

const KEYS: [&str; 8] =
    ["term", "definition", "aka", "traditional", "pinyin", "autolink", "not_in", "changed"];

pub(super) fn read(node: &Node, source: &Source, out: &mut Vec<Diagnostic>) -> Option<Term> {
    let mut term = Term {
        term: String::new(),
        span: node.span,
        definition: String::new(),
        aka: Vec::new(),
        traditional: None,
        pinyin: None,
        autolink: true,
        not_in: Vec::new(),
        changed: None,
    };
    let complete = walk(node, source, out, &["term", "definition"], |entry, fields| {
        match entry.key.as_str() {
            "term" => {
                if let Some(word) = fields.spanned_text(entry) {
                    term.term = word.value;
                    term.span = word.span;
                }
            }
            "definition" => fields.text(entry).into_iter().for_each(|v| term.definition = v),
            "aka" => term.aka = fields.plain_texts(entry).unwrap_or_default(),
            "traditional" => term.traditional = fields.text(entry),
            "pinyin" => term.pinyin = fields.text(entry),
            "autolink" => term.autolink = fields.flag(entry).unwrap_or(true),
            "not_in" => term.not_in = fields.plain_texts(entry).unwrap_or_default(),
            "changed" => term.changed = fields.day(entry),
            _ => fields.unknown_key(entry, KEYS),
        }
    });
    complete.then_some(term)
}
