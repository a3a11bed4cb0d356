//! Words that mean the same: what readers type, and what pages say instead.
//!
//! The table of the program, `thesaurus.txt`, says how its lines are read; a site adds lines of its own
//! or switches the table off. The index is built with it: a page that says 配偶 is listed under 老公 too,
//! below all pages that say 老公, and its record tells the browser what to mark.

use super::fold::fold;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap, HashSet};

/// What the other word weighs beside a word of the text.
const SAME: f32 = 0.2;
/// The same, for a word that is only related.
const RELATED: f32 = 0.1;

/// A word on more than one page in so many is too common to tell anything, unless these are few pages.
const COMMON: usize = 8;
const FEW: usize = 3;

/// The words of this field.
const TABLE: &str = include_str!("thesaurus.txt");

/// Words, each with those that readers type for it.
#[derive(Debug, Default)]
pub struct Thesaurus {
    /// By the first two characters of what pages say: the rest of the word, its length, the others.
    words: HashMap<(char, char), Vec<Said>>,
}

#[derive(Debug, Clone)]
struct Said {
    word: Vec<char>,
    typed: Vec<(String, f32)>,
}

/// What a page means: the word typed, the word on the page, the weight.
pub type Meant<'t, 'p> = (&'t str, &'p [char], f32);

impl Thesaurus {
    /// The table of the program and a site's own lines; only these if the table is switched off.
    pub fn new(table: bool, lines: &[String]) -> Self {
        let mut words: BTreeMap<String, Vec<(String, f32)>> = BTreeMap::new();
        let built_in = TABLE.lines().filter(|_| table);
        for (typed, said, weight) in
            built_in.chain(lines.iter().map(String::as_str)).flat_map(pairs)
        {
            let others = words.entry(said).or_default();
            match others.iter_mut().find(|(word, _)| *word == typed) {
                Some((_, known)) => *known = known.max(weight),
                None => others.push((typed, weight)),
            }
        }
        let mut thesaurus = Self::default();
        for (word, typed) in words {
            let word: Vec<char> = word.chars().collect();
            if let [a, b, ..] = word[..] {
                thesaurus.words.entry((a, b)).or_default().push(Said { word, typed });
            }
        }
        thesaurus
    }

    /// The same without the words that most of these folded texts say: they tell nothing of a page, and
    /// what is typed for them would be as common. A word in Latin letters stays: nothing else finds these
    /// pages for whoever types it.
    pub fn telling(&self, texts: &[String]) -> Self {
        let mut counts: HashMap<&[char], usize> = HashMap::new();
        for found in texts.par_iter().map(|text| self.said(text)).collect::<Vec<_>>() {
            found.into_iter().for_each(|word| *counts.entry(word).or_default() += 1);
        }
        let tells = |said: &Said| {
            counts.get(&said.word[..]).is_none_or(|n| *n <= FEW || n * COMMON <= texts.len())
        };
        let kept = |said: &Said| {
            let mut said = said.clone();
            if !tells(&said) {
                said.typed.retain(|(word, _)| is_foreign(word));
            }
            (!said.typed.is_empty()).then_some(said)
        };
        let words = self.words.iter();
        Self {
            words: words
                .map(|(start, said)| (*start, said.iter().filter_map(kept).collect()))
                .collect(),
        }
    }

    /// The words of the table that a text says, each once.
    fn said(&self, text: &str) -> HashSet<&[char]> {
        let text: Vec<char> = text.chars().collect();
        let starts = text.windows(2).enumerate();
        let known =
            starts.filter_map(|(at, pair)| Some((at, self.words.get(&(pair[0], pair[1]))?)));
        let said = known.flat_map(|(at, said)| said.iter().map(move |said| (at, &said.word[..])));
        said.filter(|(at, word)| text[*at..].starts_with(word)).map(|(_, word)| word).collect()
    }

    /// Calls `each` for every word that a folded text means without saying it.
    pub fn meant<'t, 'p>(&'t self, text: &'p [char], mut each: impl FnMut(Meant<'t, 'p>)) {
        for (at, pair) in text.windows(2).enumerate() {
            for said in self.words.get(&(pair[0], pair[1])).into_iter().flatten() {
                if text[at..].starts_with(&said.word) {
                    let found = &text[at..at + said.word.len()];
                    said.typed.iter().for_each(|(word, weight)| each((word, found, *weight)));
                }
            }
        }
    }
}

/// Whether a word is written in Latin letters, as that of another language is.
pub fn is_foreign(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_alphabetic())
}

/// The pairs of a line: what is typed, what pages say, how much it weighs. Nothing for a remark or for
/// what is no line.
pub fn pairs(line: &str) -> Vec<(String, String, f32)> {
    if line.starts_with('#') {
        return Vec::new();
    }
    let Some((before, sign, after)) = ["=", ">", "~"].iter().find_map(|sign| {
        let (before, after) = line.split_once(sign)?;
        Some((before, *sign, after))
    }) else {
        return Vec::new();
    };
    let words = |text: &str| -> Vec<String> { text.split_whitespace().map(fold).collect() };
    let (before, after) = (words(before), words(after));
    let weight = if sign == "~" { RELATED } else { SAME };
    let mut pairs = Vec::new();
    let mut add = |typed: &String, said: &String| {
        if typed != said {
            pairs.push((typed.clone(), said.clone(), weight));
        }
    };
    for typed in &before {
        after.iter().for_each(|said| add(typed, said));
    }
    if sign == "=" {
        let all: Vec<&String> = before.iter().chain(&after).collect();
        for said in &all {
            all.iter().for_each(|typed| add(typed, said));
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_group_of_the_table_says_something() {
        let groups: Vec<&str> =
            TABLE.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).collect();
        assert!(groups.len() >= 600, "{}", groups.len());
        for group in groups {
            let pairs = pairs(group);
            assert!(!pairs.is_empty(), "{group}");
            for (typed, said, _) in pairs {
                assert!(typed.chars().count() > 1 && said.chars().count() > 1, "{group}");
                assert!(
                    !typed.contains(['>', '=', '~']) && !said.contains(['>', '=', '~']),
                    "{group}"
                );
            }
        }
    }

    #[test]
    fn what_most_pages_say_is_found_by_words_of_another_language_only() {
        let lines = ["court 公堂 > 法院".to_owned(), "官府 > 衙门".to_owned()];
        let texts = ["法院"; 2 * COMMON].map(str::to_owned);
        let telling = Thesaurus::new(false, &lines).telling(&texts);
        let mut typed = Vec::new();
        for said in ["法院", "衙门"] {
            let said: Vec<char> = said.chars().collect();
            telling.meant(&said, |(word, ..)| typed.push(word.to_owned()));
        }
        assert_eq!(typed, ["court", "官府"]);
    }

    #[test]
    fn a_word_means_others_in_the_direction_that_is_written() {
        let lines = ["甲乙 > 丙丁".to_owned(), "戊己 = 庚辛".to_owned(), "壬癸 ~ 丙丁".to_owned()];
        let thesaurus = Thesaurus::new(false, &lines);
        let meant = |text: &str| {
            let text: Vec<char> = text.chars().collect();
            let mut found = Vec::new();
            thesaurus.meant(&text, |(typed, said, weight)| {
                found.push((typed.to_owned(), said.iter().collect::<String>(), weight));
            });
            found
        };
        let one = |typed: &str, said: &str, weight| (typed.to_owned(), said.to_owned(), weight);
        assert_eq!(meant("有丙丁"), [one("甲乙", "丙丁", SAME), one("壬癸", "丙丁", RELATED)]);
        assert_eq!(meant("甲乙"), []);
        assert_eq!(meant("戊己和庚辛"), [one("庚辛", "戊己", SAME), one("戊己", "庚辛", SAME)]);
        assert!(Thesaurus::new(true, &[]).words.len() > 500);
    }
}
