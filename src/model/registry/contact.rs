//! Whom a reader can call or visit.

use super::entry::{Entry, Place, Registered};
use super::verified::{CHANGED, SOURCE, VERIFY_EVERY, Verified};
use crate::base::day::Day;
use crate::base::source::{Source, Span};
use crate::diag::Diagnostic;
use crate::yaml::Node;
use crate::yaml::fields::Fields;
use crate::yaml::key::{Key, Shape, key, keys};

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

    fn place(&self) -> Place {
        Place::at("contacts/", &self.anchor)
    }
}

keys! {
    /// What an entry may say.
    KEYS: ContactKey {
        Id = key(
            "id",
            Shape::Text,
            "What guides call it by: <contact:id>",
            "指南引用时写的：<contact:id>",
        ).required(),
        Name = key("name", Shape::Text, "Whom the reader reaches", "打通的是谁").required(),
        Number = key("number", Shape::Phone, "The number to call", "电话号码"),
        Url = key("url", Shape::Url, "The official site", "官方网站"),
        Scope = key("scope", Shape::Text, "What they deal with", "管什么事").required(),
        Group = key(
            "group",
            Shape::Text,
            "The heading it stands under on the page of contacts",
            "在“打给谁”一页归到哪个小标题下",
        ),
        Note = key("note", Shape::Text, "What to know before", "打之前要知道的"),
        Source = SOURCE,
        Verified = key(
            "verified",
            Shape::Date,
            "The day it was last verified",
            "最近一次核对的日期",
        ),
        VerifyEvery = VERIFY_EVERY,
        Changed = CHANGED,
        Aka = key("aka", Shape::Texts, "Words that find it", "搜得到它的别的说法"),
    }
}

impl Registered for Contact {
    const FILE: Key = key(
        "contacts",
        Shape::Maps(KEYS),
        "Whom a reader can call or visit",
        "读者可以打给谁、找谁",
    );

    fn read(node: &Node, source: &Source, out: &mut Vec<Diagnostic>) -> Option<Self> {
        let mut contact = Self {
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
        let complete = Fields::new(source, out).record(node, |key, entry, fields| match key {
            ContactKey::Id => {
                if let Some(id) = fields.spanned_text(entry) {
                    contact.id = id.value;
                    contact.span = id.span;
                }
            }
            ContactKey::Name => fields.text(entry).into_iter().for_each(|v| contact.name = v),
            ContactKey::Number => contact.number = fields.phone(entry),
            ContactKey::Url => contact.url = fields.url(entry),
            ContactKey::Scope => fields.text(entry).into_iter().for_each(|v| contact.scope = v),
            ContactKey::Group => contact.group = fields.text(entry),
            ContactKey::Note => contact.note = fields.text(entry),
            ContactKey::Aka => contact.aka = fields.plain_texts(entry).unwrap_or_default(),
            ContactKey::Verified => contact.verified.day = fields.day(entry),
            ContactKey::Source => contact.verified.source = fields.spanned_text(entry),
            ContactKey::VerifyEvery => contact.verified.every = fields.period(entry),
            ContactKey::Changed => contact.verified.changed = fields.day(entry),
        });
        complete.then_some(contact)
    }
}
