//! The characters that a site's pages are written with, numbered so that homophones are neighbours:
//! first by syllable, then the common ones in an order that browsers know, then the others in
//! Unicode's.

use super::lists::Lists;
use super::tally::Tally;
use super::{common, fold, sound};
use std::collections::BTreeMap;

/// The numbering. Characters count from 1, so that 0 can say "none".
#[derive(Debug, Default)]
pub struct Alphabet {
    chars: Vec<char>,
    syllables: Vec<u32>,
    groups: Vec<Group>,
    numbers: Tally,
    /// Further readings: a character's number and a syllable's.
    readings: Vec<(usize, usize)>,
}

/// A syllable with its characters.
#[derive(Debug, Default)]
struct Group {
    sound: &'static str,
    /// Those of the order that browsers know, each with its place there.
    common: Vec<(usize, char)>,
    others: Vec<char>,
}

/// A character that makes up less than one in so many is looked up by its main reading alone.
const RARE: u64 = 10_000;

/// The group of characters that are not read in Chinese.
const UNREAD: &str = "-";

impl Alphabet {
    /// Numbers these characters, given with how often each occurs.
    pub fn new(counts: &Tally) -> Self {
        let total: u64 = counts.iter().map(|(_, n)| u64::from(n)).sum();
        let mut groups: BTreeMap<&'static str, Group> = BTreeMap::new();
        let mut readings: Vec<(char, &'static str)> = Vec::new();
        for (c, count) in counts.iter() {
            let group = groups.entry(sound::main(c).unwrap_or(UNREAD)).or_default();
            match common::place(c) {
                Some(place) => group.common.push((place, c)),
                None => group.others.push(c),
            }
            if u64::from(count) * RARE > total {
                readings.extend(sound::others(c).into_iter().map(|sound| (c, sound)));
            }
        }
        for (_, sound) in &readings {
            groups.entry(sound).or_default();
        }
        let mut alphabet = Self::default();
        for (sound, mut group) in groups {
            group.common.sort_unstable();
            group.others.sort_unstable();
            alphabet.add(Group { sound, ..group });
        }
        alphabet.read_as(&readings);
        alphabet
    }

    fn add(&mut self, group: Group) {
        let common = group.common.iter().map(|(_, c)| c);
        for &c in common.chain(&group.others) {
            self.chars.push(c);
            self.syllables.push(self.groups.len() as u32 + 1);
            self.numbers.set(c, self.chars.len() as u32);
        }
        self.groups.push(group);
    }

    fn read_as(&mut self, readings: &[(char, &str)]) {
        let syllables: BTreeMap<&str, usize> =
            self.groups.iter().zip(1..).map(|(group, number)| (group.sound, number)).collect();
        let numbered = |&(c, sound): &(char, &str)| (self.number(c) as usize, syllables[sound]);
        let mut readings: Vec<_> = readings.iter().map(numbered).collect();
        readings.sort_unstable();
        self.readings = readings;
    }

    /// The number of a character; 0 if no page has it.
    pub fn number(&self, c: char) -> u32 {
        self.numbers.get(c)
    }

    /// The number of the syllable of a character, by the character's number; 0 for none.
    pub fn syllable(&self, number: u32) -> u32 {
        match number {
            0 => 0,
            number => self.syllables[number as usize - 1],
        }
    }

    /// How many syllables there are, "none" included.
    pub fn syllable_count(&self) -> u32 {
        self.groups.len() as u32 + 1
    }

    /// All characters in the order of their numbers.
    pub fn chars(&self) -> &[char] {
        &self.chars
    }

    /// The syllables in Latin letters, in the order of their numbers.
    pub fn sounds(&self) -> Vec<&'static str> {
        self.groups.iter().map(|group| group.sound).collect()
    }

    /// The characters that fold to one of these, each with that one; in Unicode's order of the
    /// latter, in which similar characters follow each other on both sides.
    pub fn folded(&self) -> Vec<(char, char)> {
        let mut pairs: Vec<(char, char)> =
            fold::pairs().filter(|(_, to)| self.number(*to) > 0).collect();
        pairs.sort_unstable_by_key(|&(from, to)| (to, from));
        pairs
    }

    /// Spells the characters and their readings, as `docs/search-format.md` explains.
    pub fn spell(&self, lists: &mut Lists) {
        let counts = |count: fn(&Group) -> usize| self.groups.iter().map(count).collect::<Vec<_>>();
        lists.push(&counts(|group| group.common.len()));
        let common = self.groups.iter().flat_map(|group| &group.common);
        lists.push_wandering(common.map(|(place, _)| *place));
        lists.push(&counts(|group| group.others.len()));
        let others = self.groups.iter().flat_map(|group| &group.others);
        lists.push_wandering(others.map(|c| *c as usize));
        lists.push_rising(self.readings.iter().map(|(number, _)| *number));
        lists.push(&self.readings.iter().map(|(_, syllable)| *syllable).collect::<Vec<_>>());
    }

    /// Spells the pairs of [`Self::folded`]: which character of the alphabet in Unicode's order, and
    /// which one is folded to it.
    pub fn spell_folded(&self, pairs: &[(char, char)], lists: &mut Lists) {
        let mut ordered = self.chars.clone();
        ordered.sort_unstable();
        lists.push_rising(pairs.iter().map(|(_, to)| ordered.partition_point(|c| c < to)));
        lists.push_wandering(pairs.iter().map(|(from, _)| *from as usize));
    }
}
