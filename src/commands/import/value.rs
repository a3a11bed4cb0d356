//! Values of front matter and settings, whichever language they were written in, and how they are written
//! here.

use crate::base::source::Source;
use crate::yaml::{self, Node};
use std::fmt::Write as _;
use toml::de::{DeTable, DeValue};

/// A value of YAML, TOML or JSON.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Nothing,
    Flag(bool),
    /// As it was written.
    Number(String),
    Text(String),
    List(Vec<Value>),
    Map(Vec<(String, Value)>),
}

/// Reads YAML, of which JSON is a part; nothing where it cannot be read.
pub(super) fn of_yaml(text: &str) -> Option<Value> {
    let source = Source::new("old.yaml", text);
    let mut out = Vec::new();
    yaml::parse(&source, 0..text.len(), &mut out).map(|node| of_node(&node))
}

/// Reads TOML; nothing where it cannot be read.
pub(super) fn of_toml(text: &str) -> Option<Value> {
    DeTable::parse(text).ok().map(|table| of_table(table.get_ref()))
}

fn of_node(node: &Node) -> Value {
    match &node.value {
        yaml::Value::Null => Value::Nothing,
        yaml::Value::Bool(flag) => Value::Flag(*flag),
        yaml::Value::Int(number) => Value::Number(number.to_string()),
        yaml::Value::Float(number) => Value::Number(number.to_string()),
        yaml::Value::Text(text) => Value::Text(text.clone()),
        yaml::Value::List(items) => Value::List(items.iter().map(of_node).collect()),
        yaml::Value::Map(entries) => {
            Value::Map(entries.iter().map(|e| (e.key.clone(), of_node(&e.node))).collect())
        }
    }
}

fn of_table(table: &DeTable<'_>) -> Value {
    let mut entries: Vec<_> = table.iter().collect();
    // A table of TOML has no order of its own; that of the file is kept.
    entries.sort_by_key(|(key, _)| key.span().start);
    let pair = |(key, value): (&toml::Spanned<_>, &toml::Spanned<DeValue<'_>>)| {
        let key: &std::borrow::Cow<'_, str> = key.get_ref();
        (key.to_string(), of_toml_value(value.get_ref()))
    };
    Value::Map(entries.into_iter().map(pair).collect())
}

fn of_toml_value(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => Value::Number(number.to_string()),
        DeValue::Float(number) => Value::Number(number.to_string()),
        DeValue::Boolean(flag) => Value::Flag(*flag),
        DeValue::Datetime(day) => Value::Text(day.to_string()),
        DeValue::Array(items) => {
            Value::List(items.iter().map(|item| of_toml_value(item.get_ref())).collect())
        }
        DeValue::Table(table) => of_table(table),
    }
}

impl Value {
    /// The value of a key, in whatever case it was written.
    pub(super) fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Map(entries) => {
                entries.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, v)| v)
            }
            _ => None,
        }
    }

    /// One text, if it is one and says something.
    pub(super) fn text(&self) -> Option<String> {
        let text = match self {
            Self::Text(text) => text.trim().to_owned(),
            Self::Number(number) => number.clone(),
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }

    /// Several texts, however deep they are nested; a text is divided at its commas.
    pub(super) fn texts(&self) -> Vec<String> {
        match self {
            Self::List(items) => items.iter().flat_map(Self::whole_texts).collect(),
            Self::Text(text) => {
                let parts = text.split([',', '，', '、']).map(str::trim);
                parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
            }
            other => other.text().into_iter().collect(),
        }
    }

    fn whole_texts(&self) -> Vec<String> {
        match self {
            Self::List(items) => items.iter().flat_map(Self::whole_texts).collect(),
            other => other.text().into_iter().collect(),
        }
    }

    /// Whether it says yes; `None` where it says neither.
    pub(super) fn flag(&self) -> Option<bool> {
        match self {
            Self::Flag(flag) => Some(*flag),
            Self::Text(text) => match text.to_lowercase().as_str() {
                "true" | "yes" | "on" => Some(true),
                "false" | "no" | "off" => Some(false),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether nothing is in it.
    pub(super) fn is_nothing(&self) -> bool {
        match self {
            Self::Nothing => true,
            Self::Text(text) => text.trim().is_empty(),
            Self::List(items) => items.iter().all(Self::is_nothing),
            Self::Map(entries) => entries.iter().all(|(_, value)| value.is_nothing()),
            Self::Flag(_) | Self::Number(_) => false,
        }
    }

    /// On one line, as YAML.
    pub(super) fn line(&self) -> String {
        match self {
            Self::Nothing => "null".to_owned(),
            Self::Flag(flag) => flag.to_string(),
            Self::Number(number) => number.clone(),
            Self::Text(text) => scalar(text),
            Self::List(items) => list(items.iter().map(Self::line)),
            Self::Map(entries) => {
                let pairs: Vec<String> =
                    entries.iter().map(|(k, v)| format!("{}: {}", scalar(k), v.line())).collect();
                format!("{{{}}}", pairs.join(", "))
            }
        }
    }
}

/// A list on one line.
pub(super) fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}

/// A text as YAML has it, in quotation marks where it would be read as something else.
pub(super) fn scalar(text: &str) -> String {
    let plain = text.chars().next().is_some_and(|c| c.is_alphabetic() || c == '/')
        && !text.contains([':', '#', ',', '[', ']', '{', '}', '"', '\n', '\t', '\\'])
        && text.trim() == text
        && !text.contains(char::is_control)
        && !WORDS.contains(&text.to_ascii_lowercase().as_str());
    if plain { text.to_owned() } else { quoted(text) }
}

/// What YAML takes for something else than a text.
const WORDS: [&str; 9] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_languages_say_the_same() {
        let yaml = of_yaml("title: 甲\ntags: [一, 二]\ndraft: true\nweight: 3\n");
        let toml = of_toml("title = '甲'\ntags = ['一', '二']\ndraft = true\nweight = 3\n");
        let json = of_yaml(r#"{"title": "甲", "tags": ["一", "二"], "draft": true, "weight": 3}"#);
        assert!(yaml.is_some());
        assert_eq!(yaml, toml);
        assert_eq!(yaml, json);
        assert_eq!(of_toml("a = "), None);
    }

    #[test]
    fn texts_are_read_back_as_they_were() {
        for text in [
            "甲",
            "a: b",
            "yes",
            "12",
            "",
            "- a",
            "\"a\" \\ b",
            "a #b",
            "线\n行",
            " a",
            "2024-01-01",
        ] {
            let read = of_yaml(&format!("key: {}\n", scalar(text)));
            let found = read.as_ref().and_then(|r| r.get("key")).cloned();
            assert_eq!(found, Some(Value::Text(text.to_owned())), "{text}");
        }
    }

    #[test]
    fn lists_are_flat_and_texts_divided() {
        let value = of_yaml("a: [[一, 二], 三]\nb: 一, 二\n").expect("YAML");
        assert_eq!(value.get("A").expect("a").texts(), ["一", "二", "三"]);
        assert_eq!(value.get("b").expect("b").texts(), ["一", "二"]);
    }
}
