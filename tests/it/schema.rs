//! `mingbai schema` against the content it describes, and against the parser whose tables it is made of.

use crate::support::repository;
use jsonschema::Validator;
use mingbai::base::day;
use mingbai::base::lang::Lang;
use mingbai::base::source::{Source, Sources};
use mingbai::commands::flow_test;
use mingbai::commands::pipeline;
use mingbai::commands::schema::{self, Schema};
use mingbai::commands::search_test;
use mingbai::diag::{Diagnostic, Problem, Severity};
use mingbai::link::{self, Changed, View};
use mingbai::load;
use mingbai::load::theme;
use mingbai::model::config::{self, Config};
use mingbai::model::registry;
use mingbai::parse;
use mingbai::parse::{Parsed, front_matter};
use mingbai::yaml;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::sync::Arc;

/// Sites of the repository whose every file must be valid.
const SITES: [&str; 3] = ["", "src/commands/scaffold/starter", "tests/cli/team.in"];

#[test]
fn every_file_of_a_good_site_fits_exactly_one_schema() {
    for site in SITES {
        let mut seen = BTreeSet::new();
        for (path, value, schema) in files(site) {
            let errors: Vec<String> =
                validator(&schema.value).iter_errors(&value).map(|e| e.to_string()).collect();
            assert!(errors.is_empty(), "{site}/{path} as {}: {errors:#?}", schema.name);
            seen.insert(schema.name);
        }
        let wanted: BTreeSet<String> = match site {
            "" => {
                schemas(site).into_iter().map(|s| s.name).filter(|name| name != "words").collect()
            }
            _ => BTreeSet::from(["site".to_owned()]),
        };
        assert!(seen.is_superset(&wanted), "{site}: {wanted:?} are used, of which only {seen:?}");
    }
}

#[test]
fn a_slip_in_any_file_of_the_shipped_site_is_refused() {
    for (path, value, schema) in files("") {
        let validator = validator(&schema.value);
        let records = match &value {
            Value::Array(items) => (0..items.len()).map(|i| format!("/{i}")).collect(),
            _ => vec![String::new()],
        };
        for place in records {
            let record = |value: &mut Value| value.pointer_mut(&place).expect("there").take();
            let refused = |what: &str, change: &dyn Fn(&mut Map<String, Value>)| {
                let mut changed = value.clone();
                let Value::Object(mut keys) = record(&mut changed) else { panic!("{path}{place}") };
                change(&mut keys);
                *changed.pointer_mut(&place).expect("there") = Value::Object(keys);
                assert!(!validator.is_valid(&changed), "{path}{place}: {what}");
            };
            refused("an unknown key", &|keys| {
                keys.insert("titel".to_owned(), json!("甲"));
            });
            let Some(Value::Object(keys)) = value.pointer(&place).cloned() else {
                panic!("{path}")
            };
            for key in keys.keys() {
                refused(&format!("`{key}` of a wrong type"), &|keys| {
                    keys.insert(key.clone(), json!([[]]));
                });
            }
            for key in required(&schema, &value) {
                refused(&format!("`{key}` is missing"), &|keys| {
                    keys.remove(&key).expect("it was there");
                });
            }
        }
    }
}

/// The keys that a file's records must have.
fn required(schema: &Schema, value: &Value) -> Vec<String> {
    let record = match value {
        Value::Array(_) => &schema.value["items"],
        _ => &schema.value,
    };
    let lists = [&record["required"], &record["else"]["required"]];
    let names = lists.into_iter().filter_map(Value::as_array).flatten();
    names.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Keys of which only the parser can know all: whether a time zone exists, and what another kind's
/// front matter may say.
const ONLY_THE_PARSER: [&str; 2] = ["timezone", "kind"];

#[test]
fn the_schema_takes_what_the_parser_takes_and_nothing_else() {
    let config = site_of_all_types();
    let (mut compared, mut taken, mut apart) = (0, 0, Vec::new());
    // The settings that are tried do not declare that site's kind themselves.
    let settings = schema::schemas(&Config::default(), Lang::En).swap_remove(0);
    let others = schema::schemas(&config, Lang::En).into_iter().skip(1);
    for schema in std::iter::once(settings).chain(others) {
        // What a calculator takes follows from its formula, and its schema is one for all of them.
        if schema.name == "calculators" {
            continue;
        }
        let validator = validator(&schema.value);
        let mut whole = instance(&schema.value);
        if schema.files[0].ends_with(".md") {
            whole.as_object_mut().expect("a mapping").remove("kind");
        }
        let mut agree = |what: &str, value: &Value| {
            let (fits, found) = (validator.is_valid(value), read(&schema, value, &config));
            let name = &schema.name;
            match fits {
                true if !found.is_empty() => {
                    apart.push(format!("{name} {what}: only the parser refuses it: {found:?}"));
                }
                false if found.is_empty() => {
                    apart.push(format!("{name} {what}: only the schema refuses it"));
                }
                _ => {}
            }
            fits
        };
        agree("as a whole", &whole);
        for place in records(&whole, String::new()) {
            let Some(Value::Object(keys)) = whole.pointer(&place) else { continue };
            let names = keys.keys().map(String::as_str).chain(["zz", "<b>", "a/b", ".x", "", "丁"]);
            for name in names.filter(|name| !ONLY_THE_PARSER.contains(name)) {
                for sample in samples() {
                    let mut changed = whole.clone();
                    let record = changed.pointer_mut(&place).and_then(Value::as_object_mut);
                    record.expect("a mapping").insert(name.to_owned(), sample.clone());
                    let what = format!("{place}/{name}: {sample}");
                    taken += usize::from(agree(&what, &changed));
                    compared += 1;
                }
                let mut changed = whole.clone();
                let record = changed.pointer_mut(&place).and_then(Value::as_object_mut);
                if record.expect("a mapping").remove(name).is_some() {
                    agree(&format!("{place} without {name}"), &changed);
                }
            }
        }
    }
    assert!(apart.is_empty(), "{} differences:\n{}", apart.len(), apart.join("\n"));
    assert!(compared > 5_000 && taken > 500, "{compared} compared, {taken} of them taken");
}

#[test]
fn what_only_editorial_rules_require_is_required_under_them_only_and_never_of_drafts() {
    let site = |profile: &str| {
        let text = format!("title: 甲\ncheck: {{profile: {profile}}}\n");
        config::parse(&source("content/site.yaml", text), &mut Vec::new())
    };
    let right = |profile: &str, value: Value| {
        let schemas = schema::schemas(&site(profile), Lang::En);
        let right = schemas.iter().find(|s| s.name == "right").expect("a kind");
        validator(&right.value).is_valid(&value)
    };
    let whole = json!({ "title": "甲", "answer": "乙", "limits": "丙" });
    assert!(right("guidance", whole));
    assert!(!right("guidance", json!({ "title": "甲", "answer": "乙" })));
    assert!(!right("guidance", json!({ "title": "甲", "limits": "丙" })));
    assert!(!right("guidance", json!({ "title": "甲", "draft": false })));
    assert!(right("guidance", json!({ "title": "甲", "draft": true })));
    assert!(right("structure", json!({ "title": "甲" })));
}

#[test]
fn a_kind_never_hides_a_registry() {
    let text = "title: 甲\nkinds: {facts: {fields: {value: {type: money, label: 数}}}}\n";
    let config = config::parse(&source("content/site.yaml", text.to_owned()), &mut Vec::new());
    let schemas = schema::schemas(&config, Lang::Zh);
    let names: Vec<&str> = schemas.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{names:?}");
    let kind = schemas.iter().find(|s| s.name == "kind-facts").expect("renamed");
    assert_eq!(kind.value["properties"]["value"]["description"], "数");
    assert_eq!(kind.files[0], "content/facts/*.md");
}

fn source(path: &str, text: String) -> Source {
    Source::new(path, text)
}

fn schemas(site: &str) -> Vec<Schema> {
    let config = pipeline::settings_of(&repository(site)).expect("readable");
    schema::schemas(&config, Lang::En)
}

fn validator(schema: &Value) -> Validator {
    jsonschema::draft202012::meta::validate(schema).expect("a schema of 2020-12");
    let options = jsonschema::draft202012::options().should_validate_formats(true);
    options.build(schema).expect("a schema that asks for no other document")
}

/// Every YAML file and front matter of a site with the one schema whose patterns it fits.
fn files(site: &str) -> Vec<(String, Value, Schema)> {
    let schemas = schemas(site);
    let (mut sources, _) = load::load(&repository(site)).expect("readable");
    for theme in fs::read_dir(repository(site).join("themes")).into_iter().flatten().flatten() {
        let path = format!("themes/{}/{}", theme.file_name().display(), theme::FILE);
        let text = fs::read_to_string(repository(site).join(&path)).expect("every theme has one");
        sources.add(path, text);
    }
    let mut files = Vec::new();
    for source in &sources.files {
        let fits: Vec<&Schema> =
            schemas.iter().filter(|s| is_for(&s.files, &source.path)).collect();
        let [schema] = fits.as_slice() else {
            panic!("{}: {:?}", source.path, fits.iter().map(|s| &s.name).collect::<Vec<_>>());
        };
        let range = match source.path.ends_with(".md") {
            true => front_matter::cut(source, &mut Vec::new()).yaml.unwrap_or(0..0),
            false => 0..source.text.len(),
        };
        let node = yaml::parse(source, range, &mut Vec::new()).expect("good YAML");
        files.push((source.path.clone(), value(&node), (*schema).clone()));
    }
    assert!(files.len() > 3, "{site} has files");
    files
}

/// As YAML language servers read patterns: `*` stays in its folder, `!` takes away.
fn is_for(patterns: &[String], path: &str) -> bool {
    let fits = |pattern: &str| {
        let (parts, given): (Vec<_>, Vec<_>) =
            (pattern.split('/').collect(), path.split('/').collect());
        let one = |(part, given): (&&str, &&str)| match part.split_once('*') {
            Some((before, after)) => given.starts_with(before) && given.ends_with(after),
            None => part == given,
        };
        parts.len() == given.len() && parts.iter().zip(&given).all(one)
    };
    let (no, yes): (Vec<&str>, Vec<&str>) =
        patterns.iter().map(String::as_str).partition(|p| p.starts_with('!'));
    yes.into_iter().any(fits) && !no.into_iter().any(|p| fits(&p[1..]))
}

/// A tree of YAML as JSON.
fn value(node: &yaml::Node) -> Value {
    match &node.value {
        yaml::Value::Null => Value::Null,
        yaml::Value::Bool(b) => json!(b),
        yaml::Value::Int(n) => json!(n),
        yaml::Value::Float(n) => json!(n),
        yaml::Value::Text(text) => json!(text),
        yaml::Value::List(items) => items.iter().map(value).collect(),
        yaml::Value::Map(entries) => {
            let pair = |e: &yaml::Entry| (e.key.clone(), value(&e.node));
            Value::Object(entries.iter().map(pair).collect())
        }
    }
}

/// A site with a kind that has a field of every type.
fn site_of_all_types() -> Config {
    let types = ["text", "date", "url", "phone", "money", "list"];
    let mut fields: Map<String, Value> =
        types.iter().map(|ty| (format!("a_{ty}"), json!({ "type": ty }))).collect();
    fields.insert("one".to_owned(), json!({ "type": "ref", "to": "right" }));
    fields.insert("several".to_owned(), json!({ "type": "refs", "to": "law", "label": "法" }));
    let settings = json!({ "title": "甲", "kinds": { "all": { "fields": fields } } });
    let mut out = Vec::new();
    let config = config::parse(&source("content/site.yaml", settings.to_string()), &mut out);
    assert_eq!(out, []);
    config
}

/// What the parser has against a file that says this. JSON is YAML, too.
fn read(schema: &Schema, value: &Value, config: &Config) -> Vec<Problem> {
    let path = schema.files[0].replace('*', "x");
    let mut out: Vec<Diagnostic> = Vec::new();
    if path.ends_with(".md") {
        out = parse::page(&source(&path, format!("---\n{value}\n---\n")), config, false).2;
    } else if schema.name == schema::SITE {
        config::parse(&source(&path, value.to_string()), &mut out);
    } else if [search_test::NAME, flow_test::NAME].contains(&schema.name.as_str()) {
        let mut sources = Sources::default();
        sources.add(&*path, value.to_string());
        let view = View { day: day::parse_day("2026-11-22").expect("a day"), drafts: false };
        let (site, _) =
            link::link(Parsed::default(), &Changed::new(), &sources, Arc::default(), view);
        // Each reads its own file only.
        search_test::expectations(&site, &sources, &mut out);
        flow_test::expectations(&site, &sources, &mut out);
    } else if schema.name == theme::NAME {
        theme::Settings::parse(&source(&path, value.to_string()), &mut out);
    } else {
        registry::parse(&source(&path, value.to_string()), &mut out).expect("a registry");
    }
    // What is read although it should be written otherwise is refused where editors help to write it.
    let is_against = |d: &Diagnostic| {
        d.severity == Severity::Error || matches!(d.problem, Problem::LooseValue { .. })
    };
    let problems = out.into_iter().filter(is_against).map(|d| d.problem);
    // Whether an id exists, no schema can tell.
    problems.filter(|problem| !matches!(problem, Problem::DanglingId { .. })).collect()
}

/// Something that fits the schema and has every key.
fn instance(schema: &Value) -> Value {
    if let Some(keys) = schema["properties"].as_object() {
        return keys.iter().map(|(key, schema)| (key.clone(), instance(schema))).collect();
    }
    if let Some(branches) = schema["anyOf"].as_array() {
        return instance(branches.last().expect("a branch"));
    }
    if schema["additionalProperties"].is_object() {
        let names = validator(schema.get("propertyNames").unwrap_or(&Value::Bool(true)));
        let name = ["甲", "part"].into_iter().find(|name| names.is_valid(&json!(name)));
        return json!({ name.expect("a name"): instance(&schema["additionalProperties"]) });
    }
    if schema["items"].is_object() {
        return json!([instance(&schema["items"])]);
    }
    let validator = validator(schema);
    let words = words(schema).into_iter().map(Value::from);
    let found = samples().into_iter().chain(words).find(|sample| validator.is_valid(sample));
    found.unwrap_or_else(|| panic!("no sample fits {schema}"))
}

/// Where the mappings of a document are.
fn records(value: &Value, place: String) -> Vec<String> {
    let mut places = Vec::new();
    match value {
        Value::Array(items) => {
            for (i, item) in items.iter().enumerate() {
                places.extend(records(item, format!("{place}/{i}")));
            }
        }
        Value::Object(keys) => {
            for (key, value) in keys {
                places.extend(records(value, format!("{place}/{key}")));
            }
            places.push(place);
        }
        _ => {}
    }
    places
}

/// Values of every sort.
fn samples() -> Vec<Value> {
    vec![
        json!("Asia/Shanghai"),
        json!("甲"),
        json!("老公 丈夫 > 配偶"),
        json!(null),
        json!(true),
        json!(false),
        json!(3),
        json!(-3),
        json!(3.5),
        json!(""),
        json!(" "),
        json!(" 甲 "),
        json!("甲".repeat(121)),
        json!("2026-11-22"),
        json!("2026-02-30"),
        json!("2026-1-2"),
        json!("90d"),
        json!("0d"),
        json!("9x"),
        json!("https://example.org/"),
        json!("ftp://example.org/"),
        json!("+86 10-1234"),
        json!("--"),
        json!("#0a5"),
        json!("#0A5a53"),
        json!("#0a5a5"),
        json!(["#0a5"]),
        json!(["teal"]),
        json!([0]),
        json!("a/b"),
        json!("a:b"),
        json!(".x"),
        json!("<b>"),
        json!([]),
        json!(["甲"]),
        json!([3]),
        json!([null]),
        json!([""]),
        json!([["甲"]]),
        json!([{}]),
        json!({}),
        json!({ "甲": "乙" }),
        json!({ "甲": {} }),
        json!({ "甲": false }),
    ]
}

/// The words that a schema names.
fn words(schema: &Value) -> BTreeSet<String> {
    let named = [&schema["enum"], &schema["items"]["enum"]];
    let named = named.into_iter().filter_map(Value::as_array).flatten();
    named.filter_map(Value::as_str).map(str::to_owned).collect()
}
