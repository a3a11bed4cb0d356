//! The settings of an editor in a web page — Sveltia CMS, and Decap CMS as far as it knows the same — made from
//! what the parser takes: a collection for each kind, the registries as files, relations as lists to pick from.
//!
//! It is JSON, which YAML is a superset of: the file that these editors read is called `config.yml`. Text is
//! edited as it is written, because their editors of rich text know no `<law:…>` and would escape it. A registry
//! is left out if any part of it has no field there: what was tried (Sveltia CMS 0.221) turns a law's articles, which
//! go by numbers, into a list, and a calculator's number into a list of one.

use super::split;
use crate::base::lang::Lang;
use crate::model::config::Config;
use crate::model::kind::{FieldType, Kind, PLAIN};
use crate::model::registry::{self, Scheme};
use crate::parse::front_matter::COMMON;
use crate::yaml::key::{Key, Shape};
use serde_json::{Value, json};

/// Where the repository is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Repository {
    /// `owner/name` on GitHub.
    GitHub(String),
    /// `gitlab:group/name`.
    GitLab(String),
    /// `test`: nowhere; what is typed is forgotten.
    Test,
}

impl Repository {
    /// What these words name.
    pub(crate) fn named(words: &str) -> Option<Self> {
        let whole = |path: &str| path.split('/').count() > 1 && !path.split('/').any(str::is_empty);
        match words.split_once(':') {
            None if words == "test" => Some(Self::Test),
            None => whole(words).then(|| Self::GitHub(words.to_owned())),
            Some(("gitlab", path)) => whole(path).then(|| Self::GitLab(path.to_owned())),
            Some(("github", path)) => whole(path).then(|| Self::GitHub(path.to_owned())),
            Some(_) => None,
        }
    }

    fn backend(&self) -> Value {
        match self {
            Self::GitHub(repo) => json!({"name": "github", "repo": repo}),
            Self::GitLab(repo) => json!({"name": "gitlab", "repo": repo}),
            Self::Test => json!({"name": "test-repo"}),
        }
    }
}

/// The kind of a guide is that of its folder.
const LEFT_OUT: [&str; 1] = ["kind"];

/// Flags that hold where nobody says otherwise.
const ON: [&str; 1] = ["autolink"];

/// The collection whose files are the registries.
const DATA: &str = "data";

/// The one field of a file that is a list.
const ENTRIES: &str = "entries";

/// The settings. `listed`: whether a registry's file is there, by its name.
pub(crate) fn settings(
    config: &Config,
    repository: &Repository,
    lang: Lang,
    listed: &dyn Fn(&str) -> bool,
) -> Value {
    let writer = Writer { lang, listed };
    let mut collections: Vec<Value> = config.kinds.iter().map(|kind| writer.guides(kind)).collect();
    collections.push(writer.registries());
    json!({
        "backend": repository.backend(),
        "media_folder": "content/static/pictures",
        "public_folder": "/pictures",
        // An empty value is no value here, and would be remarked on.
        "output": {"omit_empty_optional_fields": true},
        "collections": collections,
    })
}

struct Writer<'a> {
    lang: Lang,
    listed: &'a dyn Fn(&str) -> bool,
}

impl Writer<'_> {
    fn say(&self, en: &'static str, zh: &'static str) -> &'static str {
        match self.lang {
            Lang::En => en,
            Lang::Zh => zh,
        }
    }

    /// A kind's folder.
    fn guides(&self, kind: &Kind) -> Value {
        let common = |key: &&Key| !LEFT_OUT.contains(&key.name);
        let (first, rest): (Vec<&Key>, Vec<&Key>) = COMMON
            .iter()
            .filter(common)
            .partition(|key| ["title", "name", "action", "answer", "tags"].contains(&key.name));
        let of_key = |key: &&Key| self.common(key);
        let mut fields: Vec<Value> = first.iter().filter_map(of_key).collect();
        fields.extend(kind.fields.iter().map(|field| {
            let mut value = match &field.ty {
                FieldType::Ref(to) => self.relation(to, false),
                FieldType::Refs(to) => self.relation(to, true),
                ty => self.shape(&ty.shape()).unwrap_or_else(|| json!({"widget": "string"})),
            };
            value["name"] = json!(field.name);
            value["label"] = json!(field.label);
            value["required"] = json!(field.required);
            value
        }));
        fields.extend(rest.iter().filter_map(of_key));
        fields.push(json!({
            "name": "body", "label": self.say("Text", "正文"), "widget": "markdown",
            "modes": ["raw"], "required": false,
        }));
        let folder = match kind.id.as_str() {
            PLAIN => "content".to_owned(),
            _ => format!("content/{}", kind.folder),
        };
        json!({
            "name": kind.id, "label": kind.label, "folder": folder, "create": true,
            "extension": "md", "format": "yaml-frontmatter", "slug": "{{title}}",
            "identifier_field": "title", "fields": fields,
        })
    }

    /// A key that every kind has. Ids are picked from a list where one holds all that may be meant.
    fn common(&self, key: &Key) -> Option<Value> {
        let tags = key.name == "tags" && (self.listed)("tags");
        let value = match key.name {
            "sources" => Some(self.relation(Scheme::Source.name(), true)),
            "tags" if tags => Some(Self::of_file("tags", "id", "label", true)),
            "answer" => Some(json!({"widget": "text"})),
            _ => self.shape(&key.shape),
        };
        value.map(|value| self.named(key, value))
    }

    /// A key with what it is called and for.
    fn named(&self, key: &Key, mut value: Value) -> Value {
        value["name"] = json!(key.name);
        value["label"] = json!(key.name);
        value["hint"] = json!(key.about(self.lang));
        value["required"] = json!(key.required || key.name == "title");
        // These editors write down every flag.
        if ON.contains(&key.name) {
            value["default"] = json!(true);
        }
        value
    }

    /// Guides of a kind, or entries of a registry, to pick from.
    fn relation(&self, to: &str, several: bool) -> Value {
        match Scheme::from_name(to) {
            Some(Scheme::Law | Scheme::Calculator) if several => json!({"widget": "list"}),
            Some(Scheme::Law | Scheme::Calculator) => json!({"widget": "string"}),
            Some(Scheme::Contact) => Self::of_file("contacts", "id", "name", several),
            Some(Scheme::Fact) => Self::of_file("facts", "id", "label", several),
            Some(Scheme::Term) => Self::of_file("glossary", "term", "term", several),
            Some(Scheme::Source) => Self::of_file("sources", "id", "title", several),
            None => json!({
                "widget": "relation", "collection": to, "value_field": "{{slug}}",
                "display_fields": ["title"], "search_fields": ["title"], "multiple": several,
            }),
        }
    }

    fn of_file(file: &str, value: &str, label: &str, several: bool) -> Value {
        let (value, label) = (format!("{ENTRIES}.*.{value}"), format!("{ENTRIES}.*.{label}"));
        json!({
            "widget": "relation", "collection": DATA, "file": file, "value_field": value,
            "display_fields": [label], "search_fields": [label], "multiple": several,
        })
    }

    /// Every registry of one file, most of them a list, of which all can be shown.
    fn registries(&self) -> Value {
        let whole = registry::FILES.iter().filter(|file| self.is_whole(&file.shape));
        let files = whole.map(|file| {
            let fields = match &file.shape {
                Shape::Maps(keys) => vec![json!({
                    "name": ENTRIES, "label": file.name, "widget": "list", "root": true,
                    "collapsed": true, "fields": self.fields(keys),
                })],
                Shape::Map(keys) => self.fields(keys),
                _ => Vec::new(),
            };
            json!({
                "name": file.name, "label": file.about(self.lang),
                "file": registry::pattern(file.name), "format": "yaml", "fields": fields,
            })
        });
        let files: Vec<Value> = files.collect();
        json!({"name": DATA, "label": self.say("Registries", "登记表"), "files": files})
    }

    fn fields(&self, keys: &[Key]) -> Vec<Value> {
        let field = |key: &Key| {
            let value = match key.name {
                "source" => Some(self.relation(Scheme::Source.name(), false)),
                _ => self.shape(&key.shape),
            };
            value.map(|value| self.named(key, value))
        };
        keys.iter().filter_map(field).collect()
    }

    /// Whether everything that a shape holds has a field.
    fn is_whole(&self, shape: &Shape) -> bool {
        match shape {
            Shape::Map(keys) | Shape::Maps(keys) => {
                keys.iter().all(|key| self.is_whole(&key.shape))
            }
            shape => self.shape(shape).is_some(),
        }
    }

    /// What is shown for a shape; nothing where such an editor has no field for it.
    fn shape(&self, shape: &Shape) -> Option<Value> {
        Some(match shape {
            Shape::Text | Shape::Plain => json!({"widget": "string"}),
            Shape::Short(limit) => json!({"widget": "string", "maxlength": limit}),
            Shape::Slug => json!({
                "widget": "string",
                "pattern": [r"^[^./\\?#%:\s][^/\\?#%: ]*$", self.say("one part of an address", "网址的一段")],
            }),
            Shape::Url => json!({"widget": "string", "type": "url"}),
            Shape::Phone => json!({"widget": "string"}),
            Shape::Period => json!({
                "widget": "string",
                "pattern": ["^0*[1-9][0-9]*[dwmy]$", self.say("like 90d", "像 90d")],
            }),
            Shape::Date => json!({
                "widget": "datetime", "type": "date", "format": "YYYY-MM-DD",
                "date_format": "YYYY-MM-DD", "time_format": false,
            }),
            Shape::Flag => json!({"widget": "boolean", "default": false}),
            Shape::Number => json!({"widget": "number", "value_type": "int"}),
            Shape::Texts | Shape::Groups => json!({"widget": "list"}),
            Shape::OneOf(words) => json!({"widget": "select", "options": split(words)}),
            Shape::SomeOf(words) => {
                json!({"widget": "select", "multiple": true, "options": split(words)})
            }
            Shape::Map(keys) => json!({"widget": "object", "fields": self.fields(keys)}),
            Shape::Maps(keys) => json!({"widget": "list", "fields": self.fields(keys)}),
            Shape::Words => json!({"widget": "keyvalue"}),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repository_has_an_owner_and_a_name() {
        let named = Repository::named;
        assert_eq!(named("a/b"), Some(Repository::GitHub("a/b".to_owned())));
        assert_eq!(named("gitlab:a/b/c"), Some(Repository::GitLab("a/b/c".to_owned())));
        assert_eq!(named("test"), Some(Repository::Test));
        for words in ["", "a", "a/", "/b", "gitea:a/b", "https://github.com/a/b"] {
            assert_eq!(named(words), None, "{words}");
        }
    }
}
