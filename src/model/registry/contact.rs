//! Whom a reader can call or visit.

use super::entry::Entry;
use super::verified::{CHANGED, SOURCE, VERIFY_EVERY, Verified};
use crate::base::day::Day;
use crate::base::source::{Source, Span};
use crate::diag::Diagnostic;
use crate::yaml::Node;
use crate::yaml::fields::Fields;
use crate::yaml::key::{Key, Shape, key};

/// A hotline, office or official site.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names are the keys of the file")]
pub struct Contact {
    pub id: String,
    pub span: Span,
    /// Its id on the page of all entries, once these are known.
    pub anchor: String,
    pub name: String,
    pub number: Option<String>,
    pub url: Option<String>,
    pub scope: String,
    pub group: Option<String>,
    pub note: Option<String>,
    pub verified: Verified,
    pub aka: Vec<String>,
}

impl Entry for Contact {
    fn id(&self) -> &str {
        &self.id
    }

    fn span(&self) -> Span {
        self.span
    }

    fn words(&self) -> &str {
        self.number.as_ref().unwrap_or(&self.name)
    }

    fn changed(&self) -> Option<Day> {
        self.verified.changed
    }
}

/// What an entry may say.
pub(super) const KEYS: &[Key] = &[
    key("id", Shape::Text, "What guides call it by: <contact:id>", "指南引用时写的：<contact:id>")
        .required(),
    key("name", Shape::Text, "Whom the reader reaches", "打通的是谁").required(),
    key("number", Shape::Phone, "The number to call", "电话号码"),
    key("url", Shape::Url, "The official site", "官方网站"),
    key("scope", Shape::Text, "What they deal with", "管什么事").required(),
    key(
        "group",
        Shape::Text,
        "The heading it stands under on the page of contacts",
        "在“打给谁”一页归到哪个小标题下",
    ),
    key("note", Shape::Text, "What to know before", "打之前要知道的"),
    SOURCE,
    key("verified", Shape::Date, "The day it was last verified", "最近一次核对的日期"),
    VERIFY_EVERY,
    CHANGED,
    key("aka", Shape::Texts, "Words that find it", "搜得到它的别的说法"),
];

pub(super) fn read(node: &Node, source: &Source, out: &mut Vec<Diagnostic>) -> Option<Contact> {
    let mut contact = Contact {
        id: String::new(),
        span: node.span,
        anchor: String::new(),
        name: String::new(),
        number: None,
        url: None,
        scope: String::new(),
        group: None,
        note: None,
        verified: Verified::default(),
        aka: Vec::new(),
    };
    let complete =
        Fields::new(source, out).record(node, KEYS, |entry, fields| match entry.key.as_str() {
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
            "group" => contact.group = fields.text(entry),
            "note" => contact.note = fields.text(entry),
            "aka" => contact.aka = fields.plain_texts(entry).unwrap_or_default(),
            _ => contact.verified.set(entry, fields),
        });
    complete.then_some(contact)
}
