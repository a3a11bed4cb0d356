//! Whom a reader can call or visit.

use super::entry::walk;
use crate::day::Day;
use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span};
use crate::yaml::Node;

/// A hotline, office or official site.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names are the keys of the file")]
pub struct Contact {
    pub id: String,
    pub span: Span,
    pub name: String,
    pub number: Option<String>,
    pub url: Option<String>,
    pub scope: String,
    pub note: Option<String>,
    pub source: Option<String>,
    pub verified: Option<Day>,
    pub verify_every: Option<u32>,
    pub changed: Option<Day>,
    pub aka: Vec<String>,
}

const KEYS: [&str; 11] = [
    "id",
    "name",
    "number",
    "url",
    "scope",
    "note",
    "source",
    "verified",
    "verify_every",
    "changed",
    "aka",
];

pub(super) fn read(node: &Node, source: &Source, out: &mut Vec<Diagnostic>) -> Option<Contact> {
    let mut contact = Contact {
        id: String::new(),
        span: node.span,
        name: String::new(),
        number: None,
        url: None,
        scope: String::new(),
        note: None,
        source: None,
        verified: None,
        verify_every: None,
        changed: None,
        aka: Vec::new(),
    };
    let complete = walk(node, source, out, &["id", "name", "scope"], |entry, fields| {
        match entry.key.as_str() {
            "id" => {
                if let Some(id) = fields.spanned_text(entry) {
                    contact.id = id.value;
                    contact.span = id.span;
                }
            }
            "name" => fields.text(entry).into_iter().for_each(|v| contact.name = v),
            "number" => contact.number = fields.phone(entry),
            "url" => contact.url = fields.url(entry),
            "scope" => fields.text(entry).into_iter().for_each(|v| contact.scope = v),
            "note" => contact.note = fields.text(entry),
            "source" => contact.source = fields.text(entry),
            "verified" => contact.verified = fields.day(entry),
            "verify_every" => contact.verify_every = fields.period(entry),
            "changed" => contact.changed = fields.day(entry),
            "aka" => contact.aka = fields.plain_texts(entry).unwrap_or_default(),
            _ => fields.unknown_key(entry, KEYS),
        }
    });
    complete.then_some(contact)
}
