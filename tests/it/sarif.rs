//! The report for code scanning against the schema of SARIF 2.1.0, which the package `serde-sarif` brings.

use crate::support::{repository, request};
use mingbai::base::lang::Lang;
use mingbai::commands::pipeline;
use mingbai::diag::report::{self, Format, Style};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn every_report_fits_the_schema_of_sarif() {
    let schema = jsonschema::validator_for(&schema()).expect("the schema");
    for site in ["tests/cli/check.in", "tests/cli/seven-faults.in", "tests/cli/team.in", ""] {
        for lang in [Lang::En, Lang::Zh] {
            let log = log_of(&repository(site), lang);
            let errors: Vec<String> =
                schema.iter_errors(&log).map(|e| format!("{}: {e}", e.instance_path())).collect();
            assert!(errors.is_empty(), "{site}: {errors:#?}");
        }
    }
    let mut log = log_of(&repository("tests/cli/check.in"), Lang::En);
    assert!(log["runs"][0]["results"][0].is_object(), "the schema was tried on findings");
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] =
        0.into();
    assert!(!schema.is_valid(&log), "the schema has teeth");
}

#[test]
fn findings_say_where_in_code_points_and_name_their_rule() {
    let site = tempfile::tempdir().expect("a folder");
    crate::diagnostics::copy(&repository("tests/diagnostics/site"), site.path());
    let guide = "---\ntitle: 花\ntitle: 呗\n---\n\u{1F600}见[[没有]]\n";
    fs::create_dir_all(site.path().join("content/rights")).expect("writable");
    fs::write(site.path().join("content/rights/花 1.md"), guide).expect("writable");
    let log = log_of(site.path(), Lang::En);
    let schema = jsonschema::validator_for(&schema()).expect("the schema");
    assert!(schema.is_valid(&log));
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let results = run["results"].as_array().expect("a list");
    assert_eq!(results.len(), 2, "a key twice, and a dead wiki link");
    for result in results {
        let rule = usize::try_from(result["ruleIndex"].as_u64().expect("a number")).expect("small");
        assert_eq!(run["tool"]["driver"]["rules"][rule]["id"], result["ruleId"]);
        let file = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
        assert_eq!(file, "content/rights/%E8%8A%B1%201.md");
    }
    // The emoji is one code point and two UTF-16 units.
    let wiki = results.iter().find(|r| r["ruleId"] == "dead-wiki").expect("found");
    assert_eq!(wiki["locations"][0]["physicalLocation"]["region"]["startColumn"], 3);
}

fn log_of(root: &Path, lang: Lang) -> Value {
    let prepared = pipeline::check(&request(root)).expect("readable");
    let style = Style { format: Format::Sarif, lang, ..Style::default() };
    let text = report::render(&prepared.diagnostics, &prepared.sources, style);
    serde_json::from_str(&text).expect("JSON")
}

/// The schema, read from the package's own files. A character class in it lacks its opening bracket,
/// which no pattern of JSON Schema may; that one is left out.
fn schema() -> Value {
    const BROKEN: &str = "^[a-zA-Z]{2}|^[a-zA-Z]{2}-[a-zA-Z]{2}]?$";
    let text = fs::read_to_string(package("serde-sarif").join("src/schema.json"))
        .expect("the package has the schema");
    let whole = text.replace(&format!("\"{BROKEN}\""), "\"^[a-zA-Z]{2}\"");
    serde_json::from_str(&whole).expect("JSON")
}

/// Where the package manager keeps a dependency. Packages of other platforms may not be there.
fn package(name: &str) -> PathBuf {
    let told = cargo(&["-vV"]);
    let host = told.lines().find_map(|line| line.strip_prefix("host: ")).expect("a host");
    let known =
        cargo(&["metadata", "--format-version", "1", "--offline", "--filter-platform", host]);
    let known: Value = serde_json::from_str(&known).expect("JSON");
    let packages = known["packages"].as_array().expect("a list");
    let found = packages.iter().find(|p| p["name"] == name).expect("a dependency of the tests");
    let manifest = Path::new(found["manifest_path"].as_str().expect("a path"));
    manifest.parent().expect("a folder").to_owned()
}

fn cargo(arguments: &[&str]) -> String {
    let mut cargo = Command::new(env!("CARGO"));
    let done = cargo.args(arguments).current_dir(repository("")).output().expect("cargo runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).expect("UTF-8")
}
