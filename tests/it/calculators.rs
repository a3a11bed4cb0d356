//! Calculators: the formulas against one table, `tests/calculators/vectors.json`, by the program and by the
//! script as it is published; and what else than its page knows of a calculator.

use crate::support::{build, put, repository, request};
use mingbai::commands::calculator_test::{NEAR, agree, reckon};
use mingbai::commands::pipeline;
use mingbai::model::formula::{FORMULAS, Formula, Given, Outcome, YEAR, decimal, stairs};
use serde_json::Value;
use std::fs;
use std::path::Path;

#[test]
fn every_formula_gives_what_the_table_says() {
    let vectors = vectors();
    for vector in &vectors {
        let formula = vector.formula();
        let outcome = formula.reckon(&vector.given(formula));
        let found = outcome.as_ref().map(|outcome| named(formula, outcome));
        vector.compare("the program", &found.unwrap_or(Value::Null));
    }
    for formula in &FORMULAS {
        let tried = vectors.iter().any(|vector| vector.formula().name == formula.name);
        assert!(tried, "{} is in no vector", formula.name);
    }
}

#[test]
fn the_published_script_gives_what_the_table_says() {
    let script = published_script(&repository("src/commands/scaffold/starter"));
    let vectors = vectors();
    let asked: Vec<(&str, Value)> =
        vectors.iter().map(|vector| (vector.formula().name, vector.in_script())).collect();
    let found = reckon(&script, &asked).expect("the script runs");
    assert_eq!(found.len(), vectors.len());
    vectors.iter().zip(&found).for_each(|(vector, found)| vector.compare("the script", found));
}

#[test]
fn numbers_and_stairs_are_shown_as_the_table_says() {
    let table = table();
    let list = |key: &str| table[key].as_array().expect("a list").clone();
    for case in list("decimals") {
        let places = usize::try_from(case[1].as_u64().expect("places")).expect("few");
        assert_eq!(decimal(number(&case[0]), places), case[2].as_str().expect("text"));
    }
    for case in list("stairs") {
        assert_eq!(stairs(&numbers(&case[0])), case[1].as_str().expect("a path"));
    }
    assert_eq!(numbers(&table["year"]), YEAR);
}

#[test]
fn everything_that_a_formula_takes_and_gives_has_a_name() {
    let words =
        fs::read_to_string(repository("themes/default/strings/zh-Hans.yaml")).expect("there");
    let known = |key: &str| words.lines().any(|line| line.starts_with(&format!("{key}: ")));
    for formula in &FORMULAS {
        let how = format!("calc_how_{}", formula.name.replace('-', "_"));
        assert!(known(&how), "{how}");
        for input in formula.inputs {
            assert!(known(&format!("calc_in_{}", input.name)), "{}", input.name);
        }
        for output in formula.outputs {
            assert!(known(&format!("calc_out_{}", output.name)), "{}", output.name);
        }
    }
}

#[test]
fn a_calculator_is_known_wherever_its_page_is() {
    let site = repository("tests/sites/calculators");
    let (files, report) = build(&site);
    assert_eq!(report, "");
    let text = |path: &str| String::from_utf8(files[path].clone()).expect("UTF-8");
    let twin = text("strategies/count/index.md");
    for written in [
        "**分期的真实年化**",
        "- 单利年化（月利率×12）：16.22%",
        "| 1% | 21.5% |",
        "没有算担保费 \\<和> 别的。",
    ] {
        assert!(twin.contains(written), "{written} in {twin}");
    }
    let further = text("zh-hant/strategies/count/index.md");
    assert!(further.contains("**分期的真實年化**") && further.contains("單利年化"), "{further}");
    let prepared = pipeline::prepare(&request(&site)).expect("readable");
    let uses = |id: &str| {
        let subject = mingbai::model::impact::find(&prepared.site, id).expect("known");
        let uses = mingbai::model::impact::uses(&prepared.site, &prepared.sources, subject);
        mingbai::model::impact::lines(&uses, &prepared.sources)
    };
    for id in ["calc:instalment", "fact:cap"] {
        assert!(uses(id).contains("content/strategies/count.md:"), "{id}: {}", uses(id));
    }
    assert!(uses("fact:cap").contains("content/data/calculators.yaml:"), "{}", uses("fact:cap"));
    let calls = mingbai::model::review::calls(&prepared.site);
    let reasons: Vec<String> = calls.iter().map(|call| format!("{:?}", call.reasons)).collect();
    assert!(reasons.iter().any(|reasons| reasons.contains("24%")), "{reasons:?}");
}

#[test]
fn the_table_of_the_shipped_site_is_that_of_its_source() {
    let (files, _) = build(&repository(""));
    let page = String::from_utf8_lossy(&files["basics/annual-rate/index.html"]).into_owned();
    let cells: Vec<Value> = vectors().iter().filter_map(|v| v.0.get("shown").cloned()).collect();
    assert_eq!(cells.len(), 24);
    let rows = ["0.5%", "0.6%", "0.75%", "1%", "1.2%", "1.5%"];
    for (row, cells) in rows.iter().zip(cells.chunks(4)) {
        let cells =
            cells.iter().map(|cell| format!("<td>{}</td>", cell["simple"].as_str().expect("text")));
        let row = format!("<th scope=\"row\">{row}</th>{}", cells.collect::<String>());
        assert!(page.contains(&row), "{row}");
    }
}

#[test]
fn only_pages_with_a_calculator_load_what_it_needs() {
    let (files, _) = build(&repository(""));
    let loads = |path: &str, what: &str| {
        String::from_utf8_lossy(&files[path]).contains(&format!("/{what}\" integrity="))
    };
    for what in ["calculator.css", "js/calculator.js"] {
        assert!(loads("basics/annual-rate/index.html", what), "{what}");
        assert!(!loads("basics/what-is-fenqi/index.html", what), "{what}");
    }
    let script = files.iter().find(|(path, _)| path.ends_with("/js/calculator.js"));
    let script = String::from_utf8_lossy(script.expect("published").1);
    for never in ["fetch", "XMLHttp", "Beacon", "Storage", "cookie", "location", "import"] {
        assert!(!script.contains(never), "{never}");
    }
}

#[test]
fn a_script_that_reckons_otherwise_is_told_by_the_tests_of_a_site() {
    let site = tempfile::tempdir().expect("a folder");
    let root = site.path();
    put(root, "content/site.yaml", "title: 甲\n");
    put(
        root,
        "content/data/calculators.yaml",
        "- id: days\n  formula: judgment-interest\n  label: 利息\n  daily: 0.0175%\n  \
         example: {owed: 10000, days: 180}\n",
    );
    put(root, "content/strategies/count.md", "---\ntitle: 数\n---\n<calc:days>\n");
    let codes = || {
        let (prepared, _) = pipeline::test(&request(root)).expect("readable");
        prepared.diagnostics.iter().map(|d| d.problem.code()).collect::<Vec<_>>()
    };
    assert!(codes().is_empty(), "{:?}", codes());
    let own = fs::read_to_string(repository("themes/default/js/formulas.js")).expect("there");
    let wrong = own.replace("owed * daily * days", "owed * daily * (days + 1)");
    assert_ne!(own, wrong);
    put(root, "themes/default/js/formulas.js", wrong);
    assert_eq!(codes(), ["calculator-test"]);
}

/// A line of the table.
struct Vector(Value);

impl Vector {
    fn formula(&self) -> &'static Formula {
        Formula::of(self.0["formula"].as_str().expect("a name")).expect("a formula")
    }

    fn given(&self, formula: &'static Formula) -> Given {
        let mut given = Given::default();
        for (name, value) in self.0["given"].as_object().expect("numbers") {
            let input = formula.input(name).map(|input| input.name);
            let name = input.or((name == "rest_days").then_some("rest_days"));
            let values = if value.is_array() { numbers(value) } else { vec![number(value)] };
            given.set(name.unwrap_or_else(|| panic!("{}", self.0)), values);
        }
        given
    }

    fn in_script(&self) -> Value {
        let mut given = self.0["given"].clone();
        given["year"] = table()["year"].clone();
        given
    }

    /// Holds what was found to the line.
    fn compare(&self, by: &str, found: &Value) {
        let name = &self.0["name"];
        if self.0.get("wanted").is_some_and(Value::is_null) {
            assert!(found.is_null(), "{by}, {name}: {found}");
            return;
        }
        let wanted = self.0.get("wanted").and_then(Value::as_object);
        for (key, value) in wanted.into_iter().flatten() {
            let (is, should) = (found[key].as_f64(), value.as_f64());
            assert!(agree(should, is), "{by}, {name}, {key}: {is:?}, not {should:?} by {NEAR}");
        }
        let shown = self.0.get("shown").and_then(Value::as_object);
        for (key, value) in shown.into_iter().flatten() {
            let is = format!("{}%", decimal(number(&found[key]) * 100.0, 1));
            assert_eq!(is, value.as_str().expect("text"), "{by}, {name}, {key}");
        }
        assert!(wanted.is_some() || shown.is_some(), "{name} wants nothing");
    }
}

fn vectors() -> Vec<Vector> {
    let vectors: Vec<Vector> =
        table()["vectors"].as_array().expect("a list").iter().cloned().map(Vector).collect();
    assert!(vectors.len() > 40, "{} vectors", vectors.len());
    vectors
}

fn table() -> Value {
    let text = fs::read_to_string(repository("tests/calculators/vectors.json")).expect("there");
    serde_json::from_str(&text).expect("JSON")
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().map(number).collect()
}

/// What a formula gives, by name.
fn named(formula: &Formula, outcome: &Outcome) -> Value {
    let outputs = formula.outputs.iter().map(|output| output.name.to_owned());
    let values = outcome.values.iter().map(|value| serde_json::json!(value));
    Value::Object(outputs.zip(values).collect())
}

/// The script of calculators as readers of a site get it.
fn published_script(root: &Path) -> String {
    let (files, _) = build(root);
    let script = files.into_iter().find(|(path, _)| path.ends_with("/js/calculator.js"));
    String::from_utf8(script.expect("published").1).expect("UTF-8")
}
