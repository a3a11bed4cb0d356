//! Interface words: every language says everything, and templates ask for nothing else.

use crate::support::repository;
use std::collections::BTreeSet;
use std::fs;

#[test]
fn every_language_has_every_word() {
    let simplified = words("zh-Hans");
    for language in ["zh-Hant", "en"] {
        let other = words(language);
        let missing: Vec<&String> = simplified.difference(&other).collect();
        let extra: Vec<&String> = other.difference(&simplified).collect();
        assert!(missing.is_empty() && extra.is_empty(), "{language}: {missing:?} {extra:?}");
    }
}

#[test]
fn templates_use_words_that_exist() {
    let known = words("zh-Hans");
    let templates = repository("themes/default/templates");
    for (path, bytes) in crate::support::tree(&templates) {
        let text = String::from_utf8(bytes).expect("UTF-8");
        // `t.word` wherever no longer name ends in `t`.
        for (at, _) in text.match_indices("t.") {
            let longer = text[..at].ends_with(|c: char| c.is_alphanumeric() || "_.".contains(c));
            let word: String = text[at + 2..]
                .chars()
                .take_while(|c| c.is_ascii_lowercase() || *c == '_')
                .collect();
            if !longer && !word.is_empty() {
                assert!(known.contains(&word), "{path}: t.{word}");
            }
        }
    }
}

/// The keys of a language's file.
fn words(language: &str) -> BTreeSet<String> {
    let path = repository("themes/default/strings").join(language).with_extension("yaml");
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let keys = text.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()));
    keys.filter_map(|line| line.split_once(':')).map(|(key, _)| key.to_owned()).collect()
}
