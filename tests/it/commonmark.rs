//! Markdown beside others' tests: what we do for Chinese must change nothing else.
//!
//! The CommonMark and GFM examples are read from the parser's own package, the cases of the
//! `markdown-cjk-friendly` specification from `../shared` where that folder is there.

use crate::support::repository;
use mingbai::parse::emphasis::prepare;
use pulldown_cmark::{Options, Parser, html};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// HTML of a text, prepared for Chinese as every guide is.
fn prepared_html(text: &str, options: Options) -> String {
    let prepared = prepare(text);
    let mut out = String::new();
    html::push_html(&mut out, Parser::new_ext(&prepared.text, options));
    // An address is percent-encoded by the writer, guards and all.
    let out = out.replace("%EE%80%80", "").replace("%F0%9B%B2%9F", "");
    prepared.clean(&out).into_owned()
}

fn plain_html(text: &str, options: Options) -> String {
    let mut out = String::new();
    html::push_html(&mut out, Parser::new_ext(text, options));
    out
}

#[test]
fn commonmark_and_gfm_examples_are_unchanged() {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_FOOTNOTES;
    let suites = parser_package().join("tests/suite");
    for (file, at_least) in [
        ("spec.rs", 649),
        ("gfm_table.rs", 8),
        ("gfm_strikethrough.rs", 2),
        ("gfm_tasklist.rs", 2),
        ("regression.rs", 100),
    ] {
        let text = fs::read_to_string(suites.join(file)).expect("the package has its suite");
        let examples = examples(&text);
        assert!(examples.len() >= at_least, "{file}: only {} examples", examples.len());
        for example in examples {
            let (ours, theirs) = (prepared_html(example, options), plain_html(example, options));
            assert_eq!(ours, theirs, "{file}: {example:?}");
        }
    }
}

#[test]
fn emphasis_beside_chinese_punctuation_is_as_the_specification_says() {
    let path = repository("../shared/markdown-cjk/cases.json");
    let Ok(text) = fs::read_to_string(&path) else {
        // The cases travel beside the repository, not in it.
        eprintln!("markdown-cjk-friendly: no ../shared/markdown-cjk, its 123 cases were not run");
        return;
    };
    let cases: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let (mut lines, mut wrong) = (0, Vec::new());
    for case in cases["cases"].as_array().expect("a list") {
        let markdown = case["markdown"].as_str().expect("text");
        let html = prepared_html(markdown, Options::ENABLE_STRIKETHROUGH).replace("&quot;", "\"");
        let actual: Vec<&str> = html.lines().filter(|line| !line.is_empty()).collect();
        let expected = case["html_lines"].as_array().expect("a list");
        assert_eq!(actual.len(), expected.len(), "{}", case["file"]);
        for (actual, expected) in actual.iter().zip(expected) {
            lines += 1;
            let expected = expected.as_str().expect("text").replace("&quot;", "\"");
            if *actual != expected {
                wrong.push(format!("expected {expected}\nactual   {actual}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {lines}:\n{}", wrong.len(), wrong.join("\n"));
    eprintln!("markdown-cjk-friendly: {lines} cases");
}

/// The inputs of the parser's own suite: raw strings bound to `original`.
fn examples(text: &str) -> Vec<&str> {
    let starts = text.split("let original = r##\"").skip(1);
    starts.filter_map(|rest| rest.split("\"##;").next()).collect()
}

/// Where Cargo has unpacked the parser's package.
fn parser_package() -> PathBuf {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--locked", "--manifest-path"])
        .arg(repository("Cargo.toml"))
        .output()
        .expect("cargo runs");
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let packages = metadata["packages"].as_array().expect("a list");
    let parser = packages.iter().find(|p| p["name"] == "pulldown-cmark").expect("a dependency");
    let manifest = PathBuf::from(parser["manifest_path"].as_str().expect("a path"));
    manifest.parent().expect("a folder").to_owned()
}
