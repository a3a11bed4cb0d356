//! `mingbai schema` against the content it describes, and against the parser whose tables it is made of.

use crate::faults;
use crate::support::{repository, request};
use jsonschema::Validator;
use mingbai::base::day;
use mingbai::base::lang::Lang;
use mingbai::base::source::{Source, Sources, Span};
use mingbai::commands::flow_test;
use mingbai::commands::pipeline;
use mingbai::commands::schema::{self, Schema};
use mingbai::commands::search_test;
use mingbai::diag::{Diagnostic, Problem, Severity};
use mingbai::link::{self, Changed, View};
use mingbai::load;
use mingbai::load::theme;
use mingbai::model::config::{self, Config};
use mingbai::model::formula::{self, FORMULAS, Formula, Input, Quantity};
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
        let validator = validator(&schema.value);
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
        let wholes = wholes(&schema);
        for whole in &wholes {
            agree("as a whole", whole);
        }
        let places = wholes.iter().flat_map(|whole| {
            records(whole, String::new()).into_iter().map(move |place| (whole, place))
        });
        for (whole, place) in places {
            let Some(Value::Object(keys)) = whole.pointer(&place) else { continue };
            let names = keys.keys().map(String::as_str).chain(["zz", "<b>", "a/b", ".x", "", "丁"]);
            for name in names.filter(|name| !ONLY_THE_PARSER.contains(name)) {
                for sample in samples().into_iter().filter(|sample| !is_beyond(&schema, sample)) {
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
fn the_schema_takes_the_numbers_that_a_formula_takes() {
    let schema = calculators();
    let validator = validator(&schema.value);
    let mut apart = Vec::new();
    let (mut compared, mut taken) = (0, 0);
    for formula in &FORMULAS {
        for input in formula.inputs {
            for text in numbers(input) {
                let mut entry = calculator(formula);
                entry["example"][input.name] = text.clone();
                let fits = validator.is_valid(&json!([entry]));
                let takes = is_taken(input, &text);
                if fits != takes {
                    apart.push(format!("{} {}: {text}: {fits}", formula.name, input.name));
                }
                compared += 1;
                taken += usize::from(fits);
            }
        }
    }
    assert!(apart.is_empty(), "{} differences:\n{}", apart.len(), apart.join("\n"));
    assert!(compared > 600 && taken > 150, "{compared} compared, {taken} of them taken");
}

/// Sites with calculators; beside them, one in which all faults are planted.
const WITH_CALCULATORS: [&str; 3] = ["", "tests/sites/calculators", "tests/cli/calculators.in"];

/// What `check` finds by more than one entry, or by several numbers of one that are right alone.
const ONLY_CHECK: [&str; 4] =
    ["calculator-table", "calculator-rest-days", "dangling-id", "calculator-example"];

#[test]
fn the_schema_and_check_agree_on_every_calculator_of_the_tests() {
    let schema = calculators();
    let validator = validator(&schema.value);
    let (mut fitting, mut refused) = (0, 0);
    let (faults, _) = faults::site();
    let roots = WITH_CALCULATORS.map(repository).into_iter().chain([faults.path().to_owned()]);
    for root in roots {
        let prepared = pipeline::check(&request(&root)).expect("readable");
        let path = registry::pattern(&schema.name);
        let file = prepared.sources.files.iter().find(|file| file.path == path).expect("read");
        let node = yaml::parse(file, 0..file.text.len(), &mut Vec::new()).expect("good YAML");
        let yaml::Value::List(entries) = &node.value else { panic!("{} is no list", file.path) };
        for entry in entries {
            let errors: Vec<&str> = prepared
                .diagnostics
                .iter()
                .filter(|d| d.severity == Severity::Error)
                .filter(|d| d.spans().next().is_some_and(|span| is_in(span, entry.span)))
                .map(|d| d.problem.code())
                .collect();
            let fits = validator.is_valid(&json!([value(entry)]));
            match fits {
                true => {
                    let all = errors.iter().all(|code| ONLY_CHECK.contains(code));
                    assert!(all, "the schema takes {}: {errors:?}", value(entry));
                }
                false => assert!(!errors.is_empty(), "only the schema refuses {}", value(entry)),
            }
            fitting += usize::from(fits);
            refused += usize::from(!fits);
        }
    }
    assert!(fitting > 20 && refused > 6, "{fitting} fit, {refused} are refused");
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

fn calculators() -> Schema {
    schemas("").into_iter().find(|schema| schema.name == "calculators").expect("a registry")
}

/// Whether only `check` knows that it is out of the range of a calculator's input, not the parser.
fn is_beyond(schema: &Schema, sample: &Value) -> bool {
    schema.name == "calculators" && *sample == json!([0])
}

/// What fits a schema and has as many keys as can be: of calculators, one for each sort of number. (Each
/// formula has its own numbers in another test.)
fn wholes(schema: &Schema) -> Vec<Value> {
    if schema.name == "calculators" {
        let formulas = ["equal-payment-plan", "cashflows-irr", "period-days"];
        let formulas = formulas.map(|name| Formula::of(name).expect("a formula"));
        return formulas.iter().map(|formula| json!([calculator(formula)])).collect();
    }
    let mut whole = instance(&schema.value);
    if schema.files[0].ends_with(".md") {
        whole.as_object_mut().expect("a mapping").remove("kind");
    }
    vec![whole]
}

/// A calculator with every key that its formula takes.
fn calculator(formula: &Formula) -> Value {
    let mut entry = json!({
        "id": "a", "formula": formula.name, "label": "甲", "ranges": {}, "example": {},
        "rest_days": "b", "compare": ["c"], "note": "乙", "changed": "2026-11-22",
    });
    for input in formula.inputs {
        let number = match input.quantity {
            Quantity::Rate => json!("1%"),
            Quantity::Day => json!("2026-03-02"),
            _ => json!(3),
        };
        entry["ranges"][input.name] = json!([number, number]);
        entry["example"][input.name] = number.clone();
        if input.quantity != Quantity::Payments {
            entry[input.name] = json!([number, number]);
        }
    }
    entry
}

/// Numbers at the ends of an input's range and around them, as numbers and as texts, and texts that are
/// none.
fn numbers(input: &Input) -> Vec<Value> {
    let texts = [
        "",
        " ",
        ".",
        "%",
        "0",
        "00",
        "0.0",
        ".5",
        "5.",
        "007",
        "1,5",
        "1.2.3",
        "+1",
        "-1",
        "1e3",
        "inf",
        "1%",
        "0%",
        "5%",
        "5.01%",
        "20%",
        "20.0%",
        "20.001%",
        "19.999%",
        "100%",
        "100.1%",
        "101%",
        "1 %",
        " 1% ",
        "1",
        "359",
        "359.0",
        "360",
        "361",
        "999",
        "1000",
        "3660",
        "3661",
        "19999",
        "20000",
        "20001",
        "99999999.99",
        "100000000",
        "100000000.00",
        "100000000.01",
        "100000001",
        "10 x 3",
        "10x3, 5",
        "10 × 600",
        "10 x 601",
        "10 x 0",
        "10 x 00",
        "10 x 012",
        "x 3",
        "10 x",
        "5;6 7、8，9",
        "10 X 2",
        "10 x 1.0",
        "10  x 2",
        "2000-01-01",
        "1999-12-31",
        "2099-12-31",
        "2100-01-01",
        "2026-02-30",
        "2026-3-2",
    ];
    let mut numbers: Vec<Value> = texts.iter().map(|text| json!(text)).collect();
    for edge in [input.least, input.most, 0.0] {
        numbers
            .extend([edge - 1.0, edge - 0.005, edge, edge + 0.005, edge + 1.0].map(|n| json!(n)));
    }
    numbers.retain(|number| number.as_f64().is_none_or(|number| number >= 0.0));
    let lists = numbers.clone();
    numbers.extend(lists.into_iter().map(|number| json!([number])));
    numbers.extend([json!([]), json!(["1%", "1%"]), json!([1, 1]), json!([3, "4"])]);
    numbers
}

/// Whether a formula takes this for an example: it is such a number and in the range.
fn is_taken(input: &Input, value: &Value) -> bool {
    let several = input.quantity == Quantity::Payments;
    let items = match value {
        Value::Array(items) => items.clone(),
        one => vec![one.clone()],
    };
    let read = |item: &Value| match item {
        Value::String(text) if text.trim().is_empty() => None,
        Value::String(text) => formula::read(input.quantity, text.trim()),
        number => formula::read(input.quantity, &number.to_string()),
    };
    let in_range = |n: &f64| (input.least..=input.most).contains(n);
    (several || items.len() == 1)
        && !items.is_empty()
        && items.iter().all(|i| read(i).is_some_and(|numbers| numbers.iter().all(in_range)))
}

fn is_in(span: Span, around: Span) -> bool {
    let (inner, outer) = (span.range(), around.range());
    span.source == around.source && outer.start <= inner.start && inner.end <= outer.end
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
