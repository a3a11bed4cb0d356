//! Traditional characters beside OpenCC's own public cases, and what we do about those that fail.

use crate::support::repository;
use mingbai::model::config::Config;
use mingbai::model::edition::Edition;
use mingbai::model::registry::Registry;
use serde_json::Value;
use std::fs;

/// An edition, OpenCC's name of its conversion, and how many of the cases it gets right at least.
const CONVERSIONS: [(&str, &str, usize, usize); 2] =
    [("zh-Hant", "s2twp", 76, 84), ("zh-Hant-HK", "s2hk", 42, 51)];

/// A case that an edition writes in another way.
struct Failing {
    input: String,
    expected: String,
    written: String,
}

/// Cases with an expectation for `conversion`, and those that `edition` fails. `None` where the cases,
/// which travel beside the repository, are not there.
fn run(edition: &str, conversion: &str) -> Option<(usize, Vec<Failing>)> {
    let Ok(text) = fs::read_to_string(repository("../shared/opencc/cases.json")) else {
        eprintln!("OpenCC: no ../shared/opencc, its cases of {conversion} were not run");
        return None;
    };
    let cases: Vec<Value> = serde_json::from_str(&text).expect("JSON");
    let registry = Registry::default();
    let config = Config { editions: vec![edition.to_owned()], ..Config::default() };
    let edition = Edition::all(&config, &registry).remove(1);
    let mut all = 0;
    let mut failing = Vec::new();
    for case in &cases {
        let Some(expected) = case["expected"][conversion].as_str() else { continue };
        let input = case["input"].as_str().expect("a text");
        let written = edition.write(input);
        all += 1;
        if written != expected {
            let (input, expected) = (input.to_owned(), expected.to_owned());
            failing.push(Failing { input, expected, written });
        }
    }
    Some((all, failing))
}

#[test]
fn conversion_is_no_worse_than_the_librarys_own_figures() {
    for (edition, conversion, right, of) in CONVERSIONS {
        let Some((all, failing)) = run(edition, conversion) else { continue };
        for Failing { input, expected, written } in &failing {
            println!("{conversion}: {input} → {written}, not {expected}");
        }
        assert_eq!(all, of, "{conversion}");
        assert!(all - failing.len() >= right, "{conversion}: {} of {all}", all - failing.len());
    }
}

#[test]
fn the_shipped_text_has_none_of_the_words_that_fail() {
    let text: String = crate::support::tree(&repository("content"))
        .into_iter()
        .filter(|(path, _)| path.ends_with(".md") || path.ends_with(".yaml"))
        .map(|(_, bytes)| String::from_utf8_lossy(&bytes).into_owned())
        .collect();
    // The shipped site has no edition for Hong Kong.
    let Some((_, failing)) = run("zh-Hant", "s2twp") else { return };
    let words: Vec<String> = failing.iter().flat_map(wrong_words).collect();
    assert!(words.iter().any(|w| w == "别强") && words.iter().any(|w| w == "吃茶"), "{words:?}");
    for word in words {
        assert!(
            !text.contains(&word),
            "{word} is written wrongly: content/data/words.yaml mends it"
        );
    }
}

/// The words of a failing case that are wrong, each with one character before or after it, because a
/// single one says too little; short words, and those whose length changes, as a whole.
fn wrong_words(case: &Failing) -> Vec<String> {
    let parts = |text: &str| text.split([' ', '、', '；']).map(str::to_owned).collect::<Vec<_>>();
    let (input, expected, written) =
        (parts(&case.input), parts(&case.expected), parts(&case.written));
    let mut words = Vec::new();
    for ((input, expected), written) in input.iter().zip(&expected).zip(&written) {
        if expected == written {
            continue;
        }
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        let (input, expected, written) = (chars(input), chars(expected), chars(written));
        if input.len() <= 4 || input.len() != expected.len() || input.len() != written.len() {
            words.push(input.iter().collect());
            continue;
        }
        for at in (0..input.len()).filter(|at| expected[*at] != written[*at]) {
            let around = [at.saturating_sub(1)..at + 1, at..(at + 2).min(input.len())];
            words.extend(
                around.into_iter().filter(|r| r.len() > 1).map(|r| input[r].iter().collect()),
            );
        }
    }
    words
}
