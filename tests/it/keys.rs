//! `docs/keys.md` lists every key that authors may write, as `mingbai schema` tells editors of them.
//! `UPDATE=1 cargo test keys` writes it anew.

use crate::support::{first_difference, repository, update};
use mingbai::base::lang::Lang;
use mingbai::commands::schema::{self, Schema};
use mingbai::model::config::Config;
use serde_json::Value;
use std::fmt::Write as _;
use std::fs;

const FILE: &str = "docs/keys.md";

const HEAD: &str = "# Every key\n\n\
    What may be written in settings, registries and front matter. `mingbai schema` tells editors the same; a key that is not \
    here is an error. `a.b` stands for `b` below `a`, `a[].b` for `b` in each item of the list `a`, and `a.NAME` for a name \
    of your own. The fields that a kind has besides are declared in `content/site.yaml`: [how guides are \
    written](writing.md).\n";

#[test]
fn every_key_is_documented() {
    let (told, file) = (told(), repository(FILE));
    for key in ["meta_policy", "review_calendar", "translates", "articles.NAME.gist"] {
        assert!(told.contains(&format!("| `{key}` |")), "{key}");
    }
    if update() {
        fs::write(&file, &told).expect("writable");
    }
    let written = fs::read_to_string(&file).expect("UTF-8");
    assert!(told == written, "UPDATE=1 rewrites {FILE}:\n{}", first_difference(&written, &told));
}

/// The file: a table for each schema of a site without kinds of its own.
fn told() -> String {
    let mut out = HEAD.to_owned();
    let is_kind = |schema: &Schema| schema.files.iter().any(|file| file.ends_with(".md"));
    let schemas = schema::schemas(&Config::default(), Lang::En).into_iter();
    let (kinds, others): (Vec<Schema>, Vec<Schema>) = schemas.partition(is_kind);
    let front_matter = kinds.into_iter().find(|schema| schema.name == "page").expect("pages");
    for schema in others.iter().chain([&front_matter]) {
        let name = match schema.files.as_slice() {
            [file] => format!("`{file}`"),
            _ => "Front matter of pages".to_owned(),
        };
        let _ = write!(out, "\n## {name}\n\n");
        if let Some(about) = schema.value["description"].as_str() {
            let _ = write!(out, "{about}.\n\n");
        }
        out.push_str("| key | takes | for |\n|---|---|---|\n");
        let record =
            if schema.value["items"].is_object() { &schema.value["items"] } else { &schema.value };
        rows(&mut out, record, "");
    }
    out
}

/// A line for each key of a mapping, and below it those of its value.
fn rows(out: &mut String, value: &Value, above: &str) {
    let keys = value["properties"].as_object().into_iter().flatten();
    // The rules of `check` and a site's kinds are keys as well, of which more is said elsewhere.
    if keys.clone().all(|(_, value)| value["description"].is_null()) {
        return;
    }
    for (name, value) in keys {
        let key = format!("{above}{name}");
        let about = value["description"].as_str().unwrap_or_default();
        assert!(!about.is_empty(), "nothing is said of `{key}`");
        let _ = writeln!(
            out,
            "| `{key}` | {} | {} |",
            takes(value).replace('|', "\\|"),
            about.replace('|', "\\|").replace('<', "\\<")
        );
        below(out, value, &key);
    }
}

fn below(out: &mut String, value: &Value, key: &str) {
    rows(out, value, &format!("{key}."));
    for (part, key) in
        [("items", format!("{key}[]")), ("additionalProperties", format!("{key}.NAME"))]
    {
        if value[part].is_object() {
            below(out, &value[part], &key);
        }
    }
    value["anyOf"].as_array().into_iter().flatten().for_each(|value| below(out, value, key));
}

/// What a key takes, in words.
fn takes(value: &Value) -> String {
    if let Some(words) = value["enum"].as_array() {
        let words: Vec<String> =
            words.iter().filter_map(Value::as_str).map(|w| format!("`{w}`")).collect();
        return words.join(", ");
    }
    if let Some(choices) = value["anyOf"].as_array() {
        let choices: Vec<String> = choices.iter().map(takes).collect();
        return choices.join("; or ");
    }
    if let Some(one) = value.get("const") {
        return format!("`{one}`");
    }
    if value["format"] == "date" {
        return "a day".to_owned();
    }
    let most = value["maxLength"]
        .as_u64()
        .map_or_else(String::new, |n| format!(" of at most {n} characters"));
    match value["type"].as_str() {
        Some("array") => format!("a list: {}", takes(&value["items"])),
        Some("object") if value["additionalProperties"].is_object() => {
            format!("names, each with {}", takes(&value["additionalProperties"]))
        }
        Some("object") => "a mapping".to_owned(),
        Some("boolean") => "`true` or `false`".to_owned(),
        Some("integer" | "number") => "a number".to_owned(),
        Some("null") => "nothing".to_owned(),
        _ => format!("a text{most}"),
    }
}
