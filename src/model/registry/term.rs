//! Words that need explaining.

use super::entry::{Entry, Place, Registered};
use super::verified::CHANGED;
use crate::base::day::Day;
use crate::base::source::{Source, Span};
use crate::diag::Diagnostic;
use crate::yaml::Node;
use crate::yaml::fields::Fields;
use crate::yaml::key::{Key, Shape, key, keys};

/// A glossary entry; its id is the term itself.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names are the keys of the file")]
pub struct Term {
    pub term: String,
    pub span: Span,
    /// Its id on the page of all entries, once these are known.
    pub anchor: String,
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

impl Entry for Term {
    fn id(&self) -> &str {
        &self.term
    }

    fn span(&self) -> Span {
        self.span
    }

    fn words(&self) -> &str {
        &self.term
    }

    fn changed(&self) -> Option<Day> {
        self.changed
    }

    fn place(&self) -> Place {
        Place::at("glossary/", &self.anchor)
    }
}

keys! {
    /// What an entry may say.
    KEYS: TermKey {
        Term = key(
            "term",
            Shape::Text,
            "The word; guides write <term:word>",
            "词条；指南里写 <term:词>",
        ).required(),
        Definition = key(
            "definition",
            Shape::Text,
            "What it means, in plain words",
            "用大白话说的意思",
        ).required(),
        Aka = key(
            "aka",
            Shape::Texts,
            "Words that find it; never printed",
            "搜得到它的说法，不会显示",
        ),
        Traditional = key(
            "traditional",
            Shape::Text,
            "The word in Traditional Chinese",
            "繁体写法",
        ),
        Pinyin = key(
            "pinyin",
            Shape::Text,
            "Its pinyin, for the order of the glossary",
            "拼音，术语表按它排序",
        ),
        Autolink = key(
            "autolink",
            Shape::Flag,
            "Whether its first use on a page is linked",
            "页面里第一次出现要不要自动链接",
        ),
        NotIn = key(
            "not_in",
            Shape::Texts,
            "Words in which it is not meant",
            "不算它的词：反复利用 里的 复利",
        ),
        Changed = CHANGED,
    }
}

impl Registered for Term {
    const FILE: Key =
        key("glossary", Shape::Maps(KEYS), "Words that need explaining", "需要解释的词");

    fn read(node: &Node, source: &Source, out: &mut Vec<Diagnostic>) -> Option<Self> {
        let mut term = Self {
            term: String::new(),
            span: node.span,
            anchor: String::new(),
            definition: String::new(),
            aka: Vec::new(),
            traditional: None,
            pinyin: None,
            autolink: true,
            not_in: Vec::new(),
            changed: None,
        };
        let complete = Fields::new(source, out).record(node, |key, entry, fields| match key {
            TermKey::Term => {
                if let Some(word) = fields.spanned_text(entry) {
                    term.term = word.value;
                    term.span = word.span;
                }
            }
            TermKey::Definition => fields.text(entry).into_iter().for_each(|v| term.definition = v),
            TermKey::Aka => term.aka = fields.plain_texts(entry).unwrap_or_default(),
            TermKey::Traditional => term.traditional = fields.text(entry),
            TermKey::Pinyin => term.pinyin = fields.text(entry),
            TermKey::Autolink => term.autolink = fields.flag(entry).unwrap_or(true),
            TermKey::NotIn => term.not_in = fields.plain_texts(entry).unwrap_or_default(),
            TermKey::Changed => term.changed = fields.day(entry),
        });
        complete.then_some(term)
    }
}
