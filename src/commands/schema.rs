//! JSON Schema of what authors write in YAML: the settings, each kind's front matter, each registry,
//! the tests of the search and of flows, a theme's own settings.
//!
//! Made from the tables by which the parser reads ([`crate::yaml::key`]) and the site's own kinds, so that
//! an editor completes and refuses what the parser takes and refuses. The dialect is 2020-12; only
//! keywords that older validators know, too, bear any weight. What only the whole site can tell,
//! whether an id exists, is left to `check`.

pub(crate) mod cms;

use crate::base::lang::Lang;
use crate::commands::flow_test;
use crate::commands::search_test;
use crate::diag::rules;
use crate::load::theme;
use crate::model::config::{self, Config, LEVELS, Profile};
use crate::model::kind::{FieldType, Kind, PLAIN};
use crate::model::registry;
use crate::parse::front_matter::{COMMON, PAIR};
use crate::yaml::key::{Key, Shape};
use serde_json::{Map, Value, json};
use std::path::Path;

/// The name of the schema of the settings.
pub const SITE: &str = "site";

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of one kind of file.
#[derive(Debug, Clone, PartialEq)]
pub struct Schema {
    /// What to ask for: `site`, a registry, `search-tests`, `flow-tests`, `theme`, or a kind.
    pub name: String,
    /// The files that it is for, as patterns below the site's folder.
    pub files: Vec<String>,
    /// The schema.
    pub value: Value,
}

/// Every schema of a site, the settings first, the kinds last.
pub fn schemas(config: &Config, lang: Lang) -> Vec<Schema> {
    let writer = Writer { config, lang };
    let settings = (vec![config::FILE.to_owned()], writer.map(config::KEYS));
    let mut schemas = vec![writer.schema(SITE, settings)];
    for file in registry::FILES {
        let mut shape = writer.shape(&file.shape);
        shape["description"] = json!(file.about(lang));
        schemas.push(writer.schema(file.name, (vec![registry::pattern(file.name)], shape)));
    }
    schemas.push(writer.schema(search_test::NAME, writer.search_tests()));
    schemas.push(writer.schema(flow_test::NAME, writer.flow_tests()));
    let theme = (vec![format!("themes/*/{}", theme::FILE)], writer.map(theme::KEYS));
    schemas.push(writer.schema(theme::NAME, theme));
    for kind in &config.kinds {
        let taken = schemas.iter().any(|s| s.name == kind.id);
        let name = if taken { format!("kind-{}", kind.id) } else { kind.id.clone() };
        schemas.push(writer.schema(&name, (files(kind), writer.front_matter(kind))));
    }
    schemas
}

/// All of them in one document, each in `$defs` by its name.
pub fn bundle(schemas: &[Schema]) -> Value {
    let parts: Map<String, Value> =
        schemas.iter().map(|s| (s.name.clone(), s.value.clone())).collect();
    json!({ "$schema": DIALECT, "$defs": parts })
}

/// What an editor's YAML language server has to be told: for every schema in `folder`, its files.
pub fn settings(schemas: &[Schema], folder: &Path) -> Value {
    let folder = folder.to_string_lossy().replace('\\', "/");
    let folder = folder.trim_end_matches('/').trim_start_matches("./");
    let here = if folder.starts_with('/') { "" } else { "./" };
    let of = |s: &Schema| (format!("{here}{folder}/{}.json", s.name), json!(s.files));
    let schemas: Map<String, Value> = schemas.iter().map(of).collect();
    json!({ "yaml.schemas": schemas })
}

/// Files that introduce a folder.
const INTRODUCTIONS: [&str; 3] = ["index.md", "_index.md", "README.md"];

/// The guides of a kind; a folder's introduction is a page like those beside it.
fn files(kind: &Kind) -> Vec<String> {
    match kind.id.as_str() {
        PLAIN => {
            let introductions = INTRODUCTIONS.iter().map(|file| format!("content/*/{file}"));
            std::iter::once("content/*.md".to_owned()).chain(introductions).collect()
        }
        _ => {
            let folder = format!("content/{}", kind.folder);
            let of = |start: &str, folder: &str| {
                INTRODUCTIONS.map(|file| format!("{start}{folder}/{file}"))
            };
            let mut files = vec![format!("{folder}/*.md")];
            files.extend(of("", &format!("{folder}/*")));
            files.extend(of("!", &folder));
            files
        }
    }
}

/// Writes the schemas of one site in one language.
struct Writer<'a> {
    config: &'a Config,
    lang: Lang,
}

impl Writer<'_> {
    fn schema(&self, name: &str, (files, mut value): (Vec<String>, Value)) -> Schema {
        value["$schema"] = json!(DIALECT);
        value["title"] = json!(name);
        Schema { name: name.to_owned(), files, value }
    }

    /// Each item expects something.
    fn search_tests(&self) -> (Vec<String>, Value) {
        let mut shape = self.shape(&search_test::FILE_KEY.shape);
        let expected = search_test::EXPECTED.map(|key| json!({ "required": [key] }));
        shape["items"]["anyOf"] = json!(expected);
        shape["description"] = json!(search_test::FILE_KEY.about(self.lang));
        (vec![search_test::FILE.to_owned()], shape)
    }

    fn flow_tests(&self) -> (Vec<String>, Value) {
        let mut shape = self.shape(&flow_test::FILE_KEY.shape);
        shape["description"] = json!(flow_test::FILE_KEY.about(self.lang));
        (vec![flow_test::FILE.to_owned()], shape)
    }

    fn front_matter(&self, kind: &Kind) -> Value {
        let mut value = self.map(COMMON);
        for field in &kind.fields {
            let mut shape = self.shape(&field.ty.shape());
            let about = match (&field.ty, self.lang) {
                (FieldType::Ref(to) | FieldType::Refs(to), Lang::En) => {
                    format!("{} (ids: {to})", field.label)
                }
                (FieldType::Ref(to) | FieldType::Refs(to), Lang::Zh) => {
                    format!("{}（{to} 的 id）", field.label)
                }
                _ => field.label.clone(),
            };
            shape["description"] = json!(about);
            value["properties"][&field.name] = shape;
        }
        let [one, other] = PAIR;
        value["dependentRequired"] = json!({ one: [other], other: [one] });
        let required: Vec<&str> = kind.required().collect();
        if self.config.profile == Profile::Guidance && !required.is_empty() {
            // Drafts never block.
            value["if"] =
                json!({ "properties": { "draft": { "const": true } }, "required": ["draft"] });
            value["else"] = json!({ "required": required });
        }
        value
    }

    /// A mapping with these keys and no others.
    fn map(&self, keys: &[Key]) -> Value {
        let mut properties = Map::new();
        for key in keys {
            let mut shape = self.shape(&key.shape);
            shape["description"] = json!(key.about(self.lang));
            properties.insert(key.name.to_owned(), shape);
        }
        let mut value =
            json!({ "type": "object", "properties": properties, "additionalProperties": false });
        let required: Vec<&str> = keys.iter().filter(|k| k.required).map(|k| k.name).collect();
        if !required.is_empty() {
            value["required"] = json!(required);
        }
        value
    }

    fn shape(&self, shape: &Shape) -> Value {
        match shape {
            Shape::Text => json!({ "type": ["string", "number"], "pattern": r"\S" }),
            Shape::Short(limit) => {
                json!({ "type": ["string", "number"], "pattern": r"\S", "maxLength": limit })
            }
            Shape::Slug => {
                let pattern = r"^\s*[^./\\?#%:\s][^/\\?#%: ]*\s*$";
                json!({ "type": ["string", "number"], "pattern": pattern })
            }
            Shape::Texts => json!({ "type": "array", "items": self.shape(&Shape::Text) }),
            Shape::Groups => {
                let words = r"\s*[^\s>=~]{2,}(\s+[^\s>=~]{2,})*\s*";
                let group = format!("^{words}[>=~]{words}$");
                json!({ "type": "array", "items": { "type": "string", "pattern": group } })
            }
            Shape::OneOrMore => {
                json!({ "anyOf": [self.shape(&Shape::Text), self.shape(&Shape::Texts)] })
            }
            Shape::Date => {
                let pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
                json!({ "type": "string", "format": "date", "pattern": pattern })
            }
            Shape::Period => json!({ "type": "string", "pattern": "^0*[1-9][0-9]*[dwmy]$" }),
            Shape::Flag => json!({ "type": "boolean" }),
            Shape::Number => json!({ "type": "integer" }),
            Shape::Sizes => {
                let most = u32::MAX;
                let size = json!({ "type": "integer", "minimum": 1, "maximum": most });
                json!({ "type": "array", "items": size })
            }
            Shape::Url => json!({ "type": "string", "pattern": r"^\s*https?://" }),
            Shape::Phone => {
                let pattern = r"^\s*[-+ ]*[0-9][-+ 0-9]*\s*$";
                json!({ "type": ["string", "integer"], "pattern": pattern })
            }
            Shape::Colours => {
                let colour = "^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$";
                json!({ "type": "array", "items": { "type": "string", "pattern": colour } })
            }
            Shape::OneOf(words) => json!({ "enum": split(words) }),
            Shape::SomeOf(words) => json!({ "type": "array", "items": { "enum": split(words) } }),
            Shape::Kind => json!({ "enum": self.kinds().collect::<Vec<_>>() }),
            Shape::Plain => json!({ "type": ["string", "number", "boolean"], "pattern": r"\S" }),
            Shape::Map(keys) => self.map(keys),
            Shape::Maps(keys) => json!({ "type": "array", "items": self.map(keys) }),
            Shape::Named(shape) => {
                json!({ "type": "object", "additionalProperties": self.shape(shape) })
            }
            Shape::Kinds(keys) => json!({
                "type": "object",
                "propertyNames": { "pattern": r"^[^./\\][^/\\]*$" },
                "additionalProperties": { "anyOf": [{ "const": false }, self.map(keys)] },
            }),
            Shape::Parts(keys) => json!({
                "type": "object",
                "propertyNames": { "pattern": "^(?!style$)[-A-Za-z0-9]+$" },
                "additionalProperties": self.map(keys),
            }),
            Shape::Choice(keys) => {
                let default = self.shape(&Shape::Plain);
                json!({ "anyOf": [{ "type": "null" }, default, self.map(keys)] })
            }
            Shape::Field(keys) => self.field(keys),
            Shape::PerKind(shape) => Self::each(self.kinds(), &self.shape(shape)),
            Shape::Levels => {
                let mut levels: Vec<Value> = split(LEVELS).into_iter().map(|l| json!(l)).collect();
                // Some readers of YAML take `off` for false.
                levels.push(json!(false));
                Self::each(rules::codes(), &json!({ "enum": levels }))
            }
            Shape::Words => {
                let word = r#"^[^<>&"']*[^<>&"'\s][^<>&"']*$"#;
                json!({
                    "type": "object",
                    "propertyNames": { "pattern": r#"^[^<>&"']*$"# },
                    "additionalProperties": { "type": ["string", "number"], "pattern": word },
                })
            }
        }
    }

    /// A relation says what it leads to.
    fn field(&self, keys: &[Key]) -> Value {
        let mut value = self.map(keys);
        let relation = json!({ "properties": { "type": { "enum": ["ref", "refs"] } } });
        value["if"] = relation;
        value["then"] = json!({ "required": ["to"] });
        value
    }

    /// A mapping whose keys are these names, all of one shape.
    fn each<'n>(names: impl Iterator<Item = &'n str>, shape: &Value) -> Value {
        let properties: Map<String, Value> =
            names.map(|name| (name.to_owned(), shape.clone())).collect();
        json!({ "type": "object", "properties": properties, "additionalProperties": false })
    }

    fn kinds(&self) -> impl Iterator<Item = &str> {
        self.config.kinds.iter().map(|kind| kind.id.as_str())
    }
}

fn split(words: &'static str) -> Vec<&'static str> {
    words.split(", ").collect()
}
