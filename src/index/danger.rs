//! The words of `data/crisis.yaml` as pages carry them, so that they are known before the index is.
//!
//! Four lists, `|` between them: the words, and those that are none, each folded, without what is
//! neither letter nor digit, a space between two; characters of the other script, each before what
//! it is folded to; and how the words' characters are read, each before its syllable.

use super::{fold, sound};
use crate::model::registry::Crisis;
use std::collections::BTreeSet;

/// The lists as one text without a quotation mark or a backslash; empty if there are no words.
pub fn words(crisis: &Crisis) -> String {
    let words = folded(&crisis.words);
    if words.is_empty() {
        return String::new();
    }
    let others = folded(&crisis.not_in);
    let characters: BTreeSet<char> =
        words.iter().chain(&others).flat_map(|word| word.chars()).collect();
    let pairs = fold::pairs().filter(|(_, to)| characters.contains(to));
    let pairs: String = pairs.flat_map(|(from, to)| [from, to]).collect();
    let read: BTreeSet<char> = words.iter().flat_map(|word| word.chars()).collect();
    let readings = read.into_iter().filter_map(|c| Some(format!("{c}{}", sound::main(c)?)));
    [words.join(" "), others.join(" "), pairs, readings.collect()].join("|")
}

fn folded(words: &[String]) -> Vec<String> {
    let bare = |word: &String| fold::fold(word).chars().filter(|c| c.is_alphanumeric()).collect();
    let mut folded: Vec<String> =
        words.iter().map(bare).filter(|w: &String| !w.is_empty()).collect();
    let mut seen = BTreeSet::new();
    folded.retain(|word| seen.insert(word.clone()));
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_and_their_characters_explained() {
        let list = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect();
        let crisis = Crisis {
            words: list(&["自殺", "自杀", "Kill myself", "\"|"]),
            not_in: list(&["死账"]),
            ..Crisis::default()
        };
        let words = words(&crisis);
        let [words, others, pairs, readings] = words.split('|').collect::<Vec<_>>()[..] else {
            panic!("{words}")
        };
        assert_eq!((words, others, readings), ("自杀 killmyself", "死账", "杀sha自zi"));
        assert!(pairs.contains("殺杀") && pairs.contains("賬账"), "{pairs}");
        assert_eq!(super::words(&Crisis::default()), "");
    }
}
