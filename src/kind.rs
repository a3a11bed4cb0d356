//! What kinds of guide a site has: declared as data, four embedded, more or others in `site.yaml`.
//!
//! A kind says which folder its guides live in and which fields of their own they have. Nothing in
//! the program names a single kind.

use crate::cjk;
use crate::diagnostic::{Expected, Problem};
use crate::fields::Fields;
use crate::source::{Source, SourceId};
use crate::yaml::{self, Entry};

/// The kinds of this field, as an author could have declared them.
const EMBEDDED: &str = include_str!("kind/kinds.yaml");

/// The same in English.
const ENGLISH: &str = include_str!("kind/kinds.en.yaml");

/// The name of the kind of plain pages such as `about.md`.
pub const PLAIN: &str = "page";

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

impl Kind {
    /// The field of this name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|f| f.name == name)
    }
}

/// The embedded kinds in the words of a site's language and, last, the plain page.
pub fn embedded(language: &str) -> Vec<Kind> {
    let text = if cjk::is_chinese(language) { EMBEDDED } else { ENGLISH };
    let source =
        Source { id: SourceId(u32::MAX), path: "kinds.yaml".to_owned(), text: text.to_owned() };
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
        fields: Vec::new(),
    });
    kinds
}

/// Adds or changes kinds as the entries of `kinds:` say. A known kind keeps what is not mentioned;
/// `replace: true` makes it forget its fields; `false` removes it.
pub fn extend(kinds: &mut Vec<Kind>, entries: &[Entry], fields: &mut Fields<'_>) {
    for entry in entries {
        if entry.node.value == yaml::Value::Bool(false) {
            kinds.retain(|k| k.id != entry.key);
            continue;
        }
        let Some(settings) = fields.map(entry) else { continue };
        let known = kinds.iter().position(|k| k.id == entry.key);
        let mut kind = known.map_or_else(|| new_kind(&entry.key, kinds), |i| kinds[i].clone());
        settings.iter().for_each(|s| set(&mut kind, s, fields));
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
        fields: Vec::new(),
    }
}

const SETTINGS: [&str; 8] =
    ["label", "folder", "order", "review_every", "sourced", "company", "replace", "fields"];

fn set(kind: &mut Kind, entry: &Entry, fields: &mut Fields<'_>) {
    match entry.key.as_str() {
        "label" => fields.text(entry).into_iter().for_each(|v| kind.label = v),
        "folder" => match fields.text(entry) {
            Some(v) if v.contains(['/', '\\']) || v.starts_with('.') => {
                fields.report(entry.node.span, Problem::BadId { id: v });
            }
            Some(v) => kind.folder = v,
            None => {}
        },
        "order" => fields.number(entry).into_iter().for_each(|v| kind.order = v),
        "review_every" => kind.review_every = fields.period(entry),
        "sourced" => fields.flag(entry).into_iter().for_each(|v| kind.sourced = v),
        "company" => fields.flag(entry).into_iter().for_each(|v| kind.company = v),
        "replace" => {
            if fields.flag(entry) == Some(true) {
                kind.fields.clear();
            }
        }
        "fields" => {
            for declared in fields.map(entry).unwrap_or_default() {
                if let Some(field) = field(declared, fields) {
                    kind.fields.retain(|f| f.name != field.name);
                    kind.fields.push(field);
                }
            }
        }
        _ => fields.unknown_key(entry, SETTINGS),
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
    for setting in fields.map(entry)? {
        match setting.key.as_str() {
            "type" => ty = fields.spanned_text(setting),
            "to" => to = fields.text(setting),
            "label" => field.label = fields.text(setting)?,
            "inverse" => field.inverse = fields.text(setting),
            "required" => field.required = fields.flag(setting)?,
            _ => fields.unknown_key(setting, ["type", "to", "label", "inverse", "required"]),
        }
    }
    let ty = ty?;
    field.ty = match (ty.value.as_str(), to) {
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
        _ => {
            let expected = Expected::OneOf("text, date, url, phone, money, list, ref, refs");
            fields.report(ty.span, Problem::WrongType { key: "type".to_owned(), expected });
            return None;
        }
    };
    Some(field)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_kinds_are_the_four_and_the_plain_page() {
        let ids: Vec<String> = embedded("zh-Hans").into_iter().map(|k| k.id).collect();
        assert_eq!(ids, ["platform", "method", "right", "strategy", "page"]);
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
