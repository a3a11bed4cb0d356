//! Words that mean the same: what readers type, and what pages say instead.
//!
//! The table of the program, `thesaurus.txt`, says how its lines are read; a site adds lines of its own
//! or switches the table off. The index is built with it: a page that says 配偶 is listed under 老公 too,
//! below all pages that say 老公, and its record tells the browser what to mark.

use super::fold::fold;
use super::starts::Starts;
use std::collections::{BTreeMap, BTreeSet};

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
#[derive(Debug, Clone, Default)]
pub struct Thesaurus {
    /// What pages say, in order.
    words: Vec<Said>,
    /// The words of either kind.
    starts: Starts<Found>,
    /// How many words readers type.
    typed: usize,
    /// What readers type that is a single character.
    single: Vec<(char, usize)>,
}

/// A word that stands in a text.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Found {
    /// One that pages say, by its index in [`Thesaurus::words`].
    Said(usize),
    /// One that readers type, by its number.
    Typed(usize),
}

/// A word that pages say.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    /// The word.
    pub(crate) word: String,
    /// What readers type for it.
    pub(crate) typed: Vec<Typed>,
}

/// A word that readers type for one that pages say.
#[derive(Debug, Clone)]
pub(crate) struct Typed {
    /// The word.
    pub(crate) word: String,
    /// What it weighs beside the other.
    pub(crate) weight: f32,
    /// Whether it is of another language: written in Latin letters.
    pub(crate) foreign: bool,
    /// Its place among all that readers type, in order.
    pub(crate) number: usize,
}

impl Said {
    /// What of it finds pages, if the word tells pages apart or if it does not: then what is typed for it
    /// would be as common. A word of another language is worth it all the same, for nothing else finds these
    /// pages for whoever types it. Each with its place among those that readers type for the word.
    pub(crate) fn finding(&self, tells: bool) -> impl Iterator<Item = (usize, &Typed)> {
        self.typed.iter().enumerate().filter(move |(_, typed)| tells || typed.foreign)
    }
}

impl Thesaurus {
    /// The table of the program and a site's own lines; only these if the table is switched off.
    pub fn new(table: bool, lines: &[String]) -> Self {
        let built_in = TABLE.lines().filter(|_| table);
        let lines = built_in.chain(lines.iter().map(String::as_str));
        let pairs: Vec<(String, String, f32)> = lines.flat_map(pairs).collect();
        let numbers: BTreeSet<&str> = pairs.iter().map(|(typed, ..)| typed.as_str()).collect();
        let numbers: BTreeMap<&str, usize> = numbers.into_iter().zip(0..).collect();
        let mut words: BTreeMap<String, Vec<Typed>> = BTreeMap::new();
        for (typed, said, weight) in &pairs {
            let number = numbers[typed.as_str()];
            let others = words.entry(said.clone()).or_default();
            match others.iter_mut().find(|other| other.number == number) {
                Some(known) => known.weight = known.weight.max(*weight),
                None => others.push(Typed {
                    word: typed.clone(),
                    weight: *weight,
                    foreign: typed.bytes().all(|b| b.is_ascii_alphabetic()),
                    number,
                }),
            }
        }
        // A single character has no second one to be found by.
        let is_long = |word: &str| word.chars().nth(1).is_some();
        let words = words.into_iter().filter(|(word, _)| is_long(word));
        let words: Vec<Said> = words.map(|(word, typed)| Said { word, typed }).collect();
        let said = words.iter().zip(0..).map(|(said, n)| (said.word.as_str(), Found::Said(n)));
        let typed = numbers.iter().map(|(word, number)| (*word, Found::Typed(*number)));
        let starts = Starts::new(said.chain(typed));
        let single = numbers.iter().filter(|(word, _)| !is_long(word));
        let single = single.filter_map(|(word, number)| Some((word.chars().next()?, *number)));
        Self { single: single.collect(), typed: numbers.len(), starts, words }
    }

    /// Its words.
    pub(crate) fn words(&self) -> &[Said] {
        &self.words
    }

    /// How many words readers type for these.
    pub(crate) fn typed(&self) -> usize {
        self.typed
    }

    /// Calls `each` for every word of the table that stands in a folded text; those that pages say come in
    /// reading order.
    pub(crate) fn find(&self, text: &[char], mut each: impl FnMut(Found)) {
        self.starts.find(text, &mut each);
        let single = self.single.iter().filter(|(c, _)| text.contains(c));
        single.for_each(|(_, number)| each(Found::Typed(*number)));
    }
}

/// Whether a word that so many of the pages say tells them apart.
pub(crate) fn tells(said_by: usize, pages: usize) -> bool {
    said_by <= FEW || said_by * COMMON <= pages
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
        if typed != said && !typed.is_empty() {
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
        let thesaurus = Thesaurus::new(false, &lines);
        let words = thesaurus.words().iter();
        let typed = words.flat_map(|said| said.finding(said.word != "法院"));
        let mut typed: Vec<&str> = typed.map(|(_, typed)| typed.word.as_str()).collect();
        typed.sort_unstable();
        assert_eq!(typed, ["court", "官府"]);
    }

    #[test]
    fn a_word_means_others_in_the_direction_that_is_written() {
        let lines = ["甲乙 > 丙丁".to_owned(), "戊己 = 庚辛".to_owned(), "壬癸 ~ 丙丁".to_owned()];
        let thesaurus = Thesaurus::new(false, &lines);
        let meant = |text: &str| {
            let mut found = Vec::new();
            thesaurus.find(&text.chars().collect::<Vec<char>>(), |word| {
                let Found::Said(said) = word else { return };
                let Said { word, typed } = &thesaurus.words()[said];
                found.extend(
                    typed.iter().map(|typed| (typed.word.clone(), word.clone(), typed.weight)),
                );
            });
            found
        };
        let one = |typed: &str, said: &str, weight| (typed.to_owned(), said.to_owned(), weight);
        assert_eq!(meant("有丙丁"), [one("甲乙", "丙丁", SAME), one("壬癸", "丙丁", RELATED)]);
        assert_eq!(meant("甲乙"), []);
        assert_eq!(meant("戊己和庚辛"), [one("庚辛", "戊己", SAME), one("戊己", "庚辛", SAME)]);
        assert!(Thesaurus::new(true, &[]).words.len() > 500);
    }

    #[test]
    fn what_readers_type_is_found_wherever_it_stands() {
        let lines = ["甲 甲乙 甲乙丙 乙丙丁 abc > 戊己".to_owned(), "己庚 > 辛壬".to_owned()];
        let thesaurus = Thesaurus::new(false, &lines);
        let all = || thesaurus.words().iter().flat_map(|said| &said.typed);
        for text in ["有甲乙丙丁", "乙丙甲", "xabcd己", "戊己庚", "甲", "乙", "", "ab c"]
        {
            let mut found = Vec::new();
            thesaurus.find(&text.chars().collect::<Vec<char>>(), |word| {
                if let Found::Typed(number) = word {
                    found.push(number);
                }
            });
            for typed in all() {
                let there = text.contains(&typed.word);
                assert_eq!(found.contains(&typed.number), there, "{} in {text}", typed.word);
            }
        }
    }
}
