//! The controlled list of tags.

use crate::base::source::{Source, Span, Spanned};
use crate::diag::Diagnostic;
use crate::yaml::Node;
use crate::yaml::fields::Fields;
use crate::yaml::key::{Key, Shape, key, keys};

/// A tag that guides may carry.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names are the keys of the file")]
pub struct Tag {
    pub id: String,
    pub span: Span,
    pub label: String,
    /// Other words by which guides may name it, and readers may search it.
    pub aka: Vec<String>,
    pub parent: Option<Spanned<String>>,
    /// Whether a reader of its pages may need help at once.
    pub crisis: bool,
}

keys! {
    /// What an entry may say.
    KEYS: TagKey {
        Id = key("id", Shape::Text, "Its last part of the address", "网址的最后一段").required(),
        Label = key("label", Shape::Text, "What readers see", "读者看到的字").required(),
        Aka = key(
            "aka",
            Shape::Texts,
            "Other words for it, to write and to search",
            "别的说法，写作和搜索都认",
        ),
        Parent = key("parent", Shape::Text, "The wider tag: its id", "上一级标签的 id"),
        Crisis = key(
            "crisis",
            Shape::Flag,
            "Whether its readers may need help at once",
            "读者可能马上需要帮助",
        ),
    }
}

/// Its file.
pub(super) const FILE: Key =
    key("tags", Shape::Maps(KEYS), "The tags that guides may carry", "指南可以用的标签");

pub(super) fn read(node: &Node, source: &Source, out: &mut Vec<Diagnostic>) -> Option<Tag> {
    let mut tag = Tag {
        id: String::new(),
        span: node.span,
        label: String::new(),
        aka: Vec::new(),
        parent: None,
        crisis: false,
    };
    let complete = Fields::new(source, out).record(node, |key, entry, fields| match key {
        TagKey::Id => {
            if let Some(id) = fields.spanned_text(entry) {
                tag.id = id.value;
                tag.span = id.span;
            }
        }
        TagKey::Label => fields.text(entry).into_iter().for_each(|v| tag.label = v),
        TagKey::Aka => tag.aka = fields.plain_texts(entry).unwrap_or_default(),
        TagKey::Parent => tag.parent = fields.spanned_text(entry),
        TagKey::Crisis => tag.crisis = fields.flag(entry).unwrap_or(false),
    });
    complete.then_some(tag)
}
