//! The cutting rule, held to the table that the browser's side runs too.

use crate::support::repository;
use mingbai::index::fold::fold;
use mingbai::index::numbers::numbers;
use mingbai::index::stem::stem;
use mingbai::index::tokenize::{Token, tokens};
use std::fs;

#[test]
fn the_index_cuts_as_the_table_says() {
    let table = fs::read_to_string(repository("tests/search/tokenize.json")).unwrap();
    let table: serde_json::Value = serde_json::from_str(&table).unwrap();
    let cases = table["cases"].as_array().unwrap();
    assert!(cases.len() > 15);
    for case in cases {
        let text = case["text"].as_str().unwrap();
        let expected: Vec<&str> =
            case["tokens"].as_array().unwrap().iter().filter_map(|token| token.as_str()).collect();
        assert_eq!(cut(text), expected, "{text}");
    }
}

#[test]
fn numbers_mean_what_the_table_says() {
    let table = fs::read_to_string(repository("tests/search/numbers.json")).unwrap();
    let table: serde_json::Value = serde_json::from_str(&table).unwrap();
    let cases = table["cases"].as_array().unwrap();
    assert!(cases.len() > 30);
    for case in cases {
        let text = case["text"].as_str().unwrap();
        let mut found = Vec::new();
        let chars: Vec<char> = fold(text).chars().collect();
        numbers(&chars, |number| found.push(serde_json::Value::from(number)));
        assert_eq!(Some(&found), case["numbers"].as_array(), "{text}");
    }
}

#[test]
fn words_are_looked_up_as_the_table_says() {
    let table = fs::read_to_string(repository("tests/search/stems.json")).unwrap();
    let table: serde_json::Value = serde_json::from_str(&table).unwrap();
    let stems = table["stems"].as_object().unwrap();
    assert!(stems.len() > 80);
    for (word, expected) in stems {
        assert_eq!(stem(word), expected.as_str().unwrap(), "{word}");
    }
    let groups = |name: &str| -> Vec<Vec<String>> {
        let groups = table[name].as_array().unwrap().iter().map(|group| group.as_str().unwrap());
        groups.map(|group| group.split(' ').map(|word| stem(word).into_owned()).collect()).collect()
    };
    for group in groups("alike") {
        assert!(group.iter().all(|stem| *stem == group[0]), "{group:?}");
    }
    for group in groups("apart") {
        assert!(group[0] != group[1], "{group:?}");
    }
}

fn cut(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    tokens(&fold(text).chars().collect::<Vec<char>>(), |token| {
        found.push(match token {
            Token::One(c) => c.to_string(),
            Token::Two(a, b) => [a, b].iter().collect(),
            Token::Word(word) => word.to_owned(),
        });
    });
    found
}
