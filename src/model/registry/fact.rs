//! Values that guides state: hours, counts, rates, periods.

use super::entry::{Entry, Place, Registered};
use super::verified::{CHANGED, SOURCE, VERIFY_EVERY, Verified};
use crate::base::day::Day;
use crate::base::source::{Source, Span, Spanned};
use crate::diag::Diagnostic;
use crate::yaml::Node;
use crate::yaml::fields::Fields;
use crate::yaml::key::{Key, Shape, key, keys};

/// A value with its day and origin.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names are the keys of the file")]
pub struct Fact {
    pub id: String,
    pub span: Span,
    pub label: String,
    pub value: String,
    pub verified: Verified,
    pub law: Option<Spanned<String>>,
    pub note: Option<String>,
    /// Whether typing the value by hand in prose is reported.
    pub guard: bool,
}

impl Entry for Fact {
    fn id(&self) -> &str {
        &self.id
    }

    fn span(&self) -> Span {
        self.span
    }

    fn words(&self) -> &str {
        &self.value
    }

    fn changed(&self) -> Option<Day> {
        self.verified.changed
    }

    fn place(&self) -> Place {
        Place::Nowhere
    }
}

keys! {
    /// What an entry may say.
    KEYS: FactKey {
        Id = key(
            "id",
            Shape::Text,
            "What guides call it by: <fact:id>",
            "指南引用时写的：<fact:id>",
        ).required(),
        Label = key("label", Shape::Text, "What the value is", "这是什么的数值").required(),
        Value = key(
            "value",
            Shape::Text,
            "The value, as guides print it",
            "数值，指南里就这样写",
        ).required(),
        AsOf = key("as_of", Shape::Date, "The day on which it was right", "核对无误的日期"),
        Source = SOURCE,
        Law = key(
            "law",
            Shape::Text,
            "The law that says so: law or law/article",
            "依据的法：法 或 法/条",
        ),
        Note = key(
            "note",
            Shape::Text,
            "Where it holds and where it does not",
            "适用和不适用的地方",
        ),
        Guard = key(
            "guard",
            Shape::Flag,
            "Whether the value typed by hand is reported",
            "手写这个值时要不要提醒",
        ),
        VerifyEvery = VERIFY_EVERY,
        Changed = CHANGED,
    }
}

impl Registered for Fact {
    const FILE: Key =
        key("facts", Shape::Maps(KEYS), "Values that guides state", "指南里写到的数值");

    fn read(node: &Node, source: &Source, out: &mut Vec<Diagnostic>) -> Option<Self> {
        let mut fact = Self {
            id: String::new(),
            span: node.span,
            label: String::new(),
            value: String::new(),
            verified: Verified::default(),
            law: None,
            note: None,
            guard: false,
        };
        let complete = Fields::new(source, out).record(node, |key, entry, fields| match key {
            FactKey::Id => {
                if let Some(id) = fields.spanned_text(entry) {
                    fact.id = id.value;
                    fact.span = id.span;
                }
            }
            FactKey::Label => fields.text(entry).into_iter().for_each(|v| fact.label = v),
            FactKey::Value => fields.text(entry).into_iter().for_each(|v| fact.value = v),
            FactKey::Law => fact.law = fields.spanned_text(entry),
            FactKey::Note => fact.note = fields.text(entry),
            FactKey::Guard => fact.guard = fields.flag(entry).unwrap_or(false),
            FactKey::AsOf => fact.verified.day = fields.day(entry),
            FactKey::Source => fact.verified.source = fields.spanned_text(entry),
            FactKey::VerifyEvery => fact.verified.every = fields.period(entry),
            FactKey::Changed => fact.verified.changed = fields.day(entry),
        });
        complete.then_some(fact)
    }
}
