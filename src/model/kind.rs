//! What kinds of guide a site has: declared as data, five embedded, more or others in `site.yaml`.
//!
//! A kind says which folder its guides live in and which fields of their own they have. Nothing in
//! the program names a single kind.

use crate::base::cjk;
use crate::base::source::Source;
use crate::diag::Problem;
use crate::yaml::fields::Fields;
use crate::yaml::key::{Shape, key, keys};
use crate::yaml::{self, Entry};

/// The kinds of this field, as an author could have declared them.
const EMBEDDED: &str = include_str!("kind/kinds.yaml");

/// The same in English.
const ENGLISH: &str = include_str!("kind/kinds.en.yaml");

/// The name of the kind of plain pages such as `about.md`.
pub(crate) const PLAIN: &str = "page";

/// A kind of guide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// Its name in front matter and settings: `platform`.
    pub id: String,
    /// What readers see: 平台.
    pub label: String,
    /// The folder of its guides, and the first part of their URLs.
    pub folder: String,
    /// Place among the kinds, in lists of them.
    pub order: i64,
    /// After how many days a guide must be looked at again.
    pub review_every: Option<u32>,
    /// Whether its guides state claims that must have a source.
    pub sourced: bool,
    /// Whether its guides are each about a company. No matrix lists them: its marks have no source,
    /// and nothing on a site accuses a company without one.
    pub company: bool,
    /// Whether its guides are decision flows, whose headings are steps.
    pub flow: bool,
    /// Whether its guides are letters, whose text is sent with its blanks filled in.
    pub letter: bool,
    /// Its own front matter.
    pub fields: Vec<Field>,
}

/// A front-matter field of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The key.
    pub name: String,
    /// What it holds.
    pub ty: FieldType,
    /// What readers see before the value.
    pub label: String,
    /// For a relation: the heading of the reverse list on the page that is named.
    pub inverse: Option<String>,
    /// Whether a guide must have it (checked in the `guidance` profile).
    pub required: bool,
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldType {
    /// One text.
    Text,
    /// A day.
    Date,
    /// A web address.
    Url,
    /// A telephone number.
    Phone,
    /// An amount, as written.
    Money,
    /// Several texts.
    List,
    /// One guide of the kind (or an entry of the registry) named here.
    Ref(String),
    /// Several guides of the kind named here.
    Refs(String),
}

impl FieldType {
    /// What is written for it.
    pub fn shape(&self) -> Shape {
        match self {
            Self::Text | Self::Money | Self::Ref(_) => Shape::Text,
            Self::Date => Shape::Date,
            Self::Url => Shape::Url,
            Self::Phone => Shape::Phone,
            Self::List | Self::Refs(_) => Shape::Texts,
        }
    }
}

impl Kind {
    /// The keys that its guides must have, where editorial rules apply.
    pub fn required(&self) -> impl Iterator<Item = &str> {
        let answer = (self.id != PLAIN).then_some("answer");
        let fields = self.fields.iter().filter(|f| f.required);
        answer.into_iter().chain(fields.map(|f| f.name.as_str()))
    }

    /// The field of this name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|f| f.name == name)
    }
}

/// The embedded kinds in the words of a site's language and, last, the plain page.
pub(crate) fn embedded(language: &str) -> Vec<Kind> {
    let text = if cjk::is_chinese(language) { EMBEDDED } else { ENGLISH };
    let source = Source::new("kinds.yaml", text);
    let mut out = Vec::new();
    let mut kinds = Vec::new();
    if let Some(node) = yaml::parse(&source, 0..text.len(), &mut out) {
        extend(&mut kinds, node.entries(), &mut Fields::new(&source, &mut out));
    }
    debug_assert_eq!(out, [], "the embedded kinds are valid");
    kinds.push(Kind {
        id: PLAIN.to_owned(),
        label: String::new(),
        folder: String::new(),
        order: i64::MAX,
        review_every: None,
        sourced: false,
        company: false,
        flow: false,
        letter: false,
        fields: Vec::new(),
    });
    kinds
}

/// Adds or changes kinds as the entries of `kinds:` say. A known kind keeps what is not mentioned;
/// `replace: true` makes it forget its fields; `false` removes it.
pub(crate) fn extend(kinds: &mut Vec<Kind>, entries: &[Entry], fields: &mut Fields<'_>) {
    for entry in entries {
        if entry.key.is_empty() || entry.key.contains(['/', '\\']) || entry.key.starts_with('.') {
            fields.report(entry.key_span, Problem::BadId { id: entry.key.clone() });
            continue;
        }
        if entry.node.value == yaml::Value::Bool(false) {
            kinds.retain(|k| k.id != entry.key);
            continue;
        }
        let known = kinds.iter().position(|k| k.id == entry.key);
        let mut kind = known.map_or_else(|| new_kind(&entry.key, kinds), |i| kinds[i].clone());
        fields.record_of(entry, |key, setting, fields| set(&mut kind, key, setting, fields));
        match known {
            Some(i) => kinds[i] = kind,
            None => kinds.push(kind),
        }
    }
    kinds.sort_by_key(|k| k.order);
}

fn new_kind(id: &str, kinds: &[Kind]) -> Kind {
    let last = kinds.iter().map(|k| k.order).filter(|o| *o != i64::MAX).max().unwrap_or(0);
    Kind {
        id: id.to_owned(),
        label: id.to_owned(),
        folder: id.to_owned(),
        order: last + 1,
        review_every: None,
        sourced: false,
        company: false,
        flow: false,
        letter: false,
        fields: Vec::new(),
    }
}

keys! {
    /// What the declaration of a kind may say.
    pub(crate) KEYS: KindKey {
        Label = key("label", Shape::Text, "What readers see", "读者看到的名称"),
        Folder = key("folder", Shape::Slug, "The folder of its guides", "放在哪个文件夹"),
        Order = key("order", Shape::Number, "Its place among the kinds", "排在第几"),
        ReviewEvery = key(
            "review_every",
            Shape::Period,
            "After how long a guide is looked at again",
            "隔多久复核",
        ),
        Sourced = key(
            "sourced",
            Shape::Flag,
            "Whether its guides must name a source",
            "是否必须有来源",
        ),
        Company = key(
            "company",
            Shape::Flag,
            "Whether each guide is about a company",
            "每一篇是否讲一家公司",
        ),
        Flow = key(
            "flow",
            Shape::Flag,
            "Whether its guides are decision flows, whose headings are steps",
            "是否一步步选的流程，每个标题是一步",
        ),
        Letter = key(
            "letter",
            Shape::Flag,
            "Whether its guides are letters, whose text is sent with its blanks filled in",
            "是否信件，正文填好空就能发出去",
        ),
        Replace = key(
            "replace",
            Shape::Flag,
            "Whether a known kind forgets its fields first",
            "是否先去掉原来的字段",
        ),
        Fields = key(
            "fields",
            Shape::Named(&Shape::Field(FIELD_KEYS)),
            "Its own front matter",
            "它自己的字段",
        ),
    }
}

keys! {
    /// What the declaration of a field may say.
    pub(crate) FIELD_KEYS: FieldKey {
        Type = key("type", Shape::OneOf(TYPES), "What it holds", "放什么").required(),
        To = key(
            "to",
            Shape::Text,
            "For ref and refs: the kind or registry that is named",
            "ref、refs 指向的种类或登记表",
        ),
        Label = key(
            "label",
            Shape::Text,
            "What readers see before the value",
            "读者在值前面看到的字",
        ),
        Inverse = key(
            "inverse",
            Shape::Text,
            "For ref and refs: the heading of the reverse list",
            "反向列表的标题",
        ),
        Required = key("required", Shape::Flag, "Whether a guide must have it", "是否必填"),
    }
}

const TYPES: &str = "text, date, url, phone, money, list, ref, refs";

fn set(kind: &mut Kind, key: KindKey, entry: &Entry, fields: &mut Fields<'_>) {
    match key {
        KindKey::Label => fields.text(entry).into_iter().for_each(|v| kind.label = v),
        KindKey::Folder => fields.slug(entry).into_iter().for_each(|v| kind.folder = v),
        KindKey::Order => fields.number(entry).into_iter().for_each(|v| kind.order = v),
        KindKey::ReviewEvery => kind.review_every = fields.period(entry),
        KindKey::Sourced => fields.flag(entry).into_iter().for_each(|v| kind.sourced = v),
        KindKey::Company => fields.flag(entry).into_iter().for_each(|v| kind.company = v),
        KindKey::Flow => fields.flag(entry).into_iter().for_each(|v| kind.flow = v),
        KindKey::Letter => fields.flag(entry).into_iter().for_each(|v| kind.letter = v),
        KindKey::Replace => {
            let forget = fields.flag(entry) == Some(true);
            kind.fields.retain(|_| !forget);
        }
        KindKey::Fields => {
            for declared in fields.map(entry).unwrap_or_default() {
                if let Some(field) = field(declared, fields) {
                    kind.fields.retain(|f| f.name != field.name);
                    kind.fields.push(field);
                }
            }
        }
    }
}

fn field(entry: &Entry, fields: &mut Fields<'_>) -> Option<Field> {
    let mut field = Field {
        name: entry.key.clone(),
        ty: FieldType::Text,
        label: entry.key.clone(),
        inverse: None,
        required: false,
    };
    let (mut ty, mut to) = (None, None);
    fields.record_of(entry, |key, setting, fields| match key {
        FieldKey::Type => ty = fields.one_of(setting, TYPES),
        FieldKey::To => to = fields.text(setting),
        FieldKey::Label => fields.text(setting).into_iter().for_each(|v| field.label = v),
        FieldKey::Inverse => field.inverse = fields.text(setting),
        FieldKey::Required => field.required = fields.flag(setting).unwrap_or_default(),
    });
    field.ty = match (ty?.as_str(), to) {
        ("text", _) => FieldType::Text,
        ("date", _) => FieldType::Date,
        ("url", _) => FieldType::Url,
        ("phone", _) => FieldType::Phone,
        ("money", _) => FieldType::Money,
        ("list", _) => FieldType::List,
        ("ref", Some(to)) => FieldType::Ref(to),
        ("refs", Some(to)) => FieldType::Refs(to),
        ("ref" | "refs", None) => {
            fields.report(entry.key_span, Problem::MissingField { key: "to".to_owned() });
            return None;
        }
        _ => return None,
    };
    Some(field)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_kinds_are_the_six_and_the_plain_page() {
        let ids: Vec<String> = embedded("zh-Hans").into_iter().map(|k| k.id).collect();
        assert_eq!(ids, ["platform", "method", "right", "strategy", "flow", "letter", "page"]);
    }

    #[test]
    fn only_the_words_differ_between_languages() {
        let without_words = |language: &str| {
            let mut kinds = embedded(language);
            for kind in &mut kinds {
                kind.label.clear();
                for field in &mut kind.fields {
                    field.label.clear();
                    field.inverse = field.inverse.take().map(|_| String::new());
                }
            }
            kinds
        };
        assert_eq!(without_words("zh-Hant"), without_words("en"));
        assert_eq!(embedded("en")[0].label, "Platforms");
    }
}
