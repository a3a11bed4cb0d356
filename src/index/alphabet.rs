//! The characters that a site's pages are written with, numbered so that homophones are neighbours:
//! first by syllable, then in Unicode's order, which is the shortest to list.

use super::tally::Tally;
use super::{fold, sound};
use std::collections::{BTreeMap, HashSet};

/// The numbering. Characters count from 1, so that 0 can say "none".
#[derive(Debug, Default)]
pub struct Alphabet {
    chars: Vec<char>,
    syllables: Vec<u32>,
    groups: Vec<(&'static str, usize)>,
    numbers: Tally,
    common: HashSet<char>,
    rarities: String,
}

/// A character that makes up less than one in so many is looked up by its main reading alone.
const RARE: u64 = 10_000;

/// The group of characters that are not read in Chinese.
const UNREAD: &str = "-";

impl Alphabet {
    /// Numbers these characters, given with how often each occurs.
    pub fn new(counts: &Tally) -> Self {
        let mut by_sound: BTreeMap<&'static str, Vec<char>> = BTreeMap::new();
        for (c, _) in counts.iter() {
            by_sound.entry(sound::main(c).unwrap_or(UNREAD)).or_default().push(c);
        }
        let total: u64 = counts.iter().map(|(_, n)| u64::from(n)).sum();
        let often = |n: u32| u64::from(n) * RARE > total;
        let common = counts.iter().filter(|(_, n)| often(*n)).map(|(c, _)| c).collect();
        let mut alphabet = Self { common, ..Self::default() };
        for (group, (sound, mut chars)) in by_sound.into_iter().enumerate() {
            chars.sort_unstable();
            for &c in &chars {
                alphabet.chars.push(c);
                alphabet.syllables.push(group as u32 + 1);
                alphabet.rarities.push(rarity(counts.get(c), total));
                alphabet.numbers.set(c, alphabet.chars.len() as u32);
            }
            alphabet.groups.push((sound, chars.len()));
        }
        alphabet
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

    /// Every syllable with its characters.
    pub fn groups(&self) -> impl Iterator<Item = (&'static str, &[char])> {
        let mut rest = &self.chars[..];
        self.groups.iter().map(move |&(sound, count)| {
            let (chars, after) = rest.split_at(count);
            rest = after;
            (sound, chars)
        })
    }

    /// How rare each character is, one base-36 digit each, one step a halving.
    pub fn rarities(&self) -> &str {
        &self.rarities
    }

    /// The characters that fold to one of these, in order, each with that one.
    pub fn folded(&self) -> Vec<(char, char)> {
        fold::pairs().filter(|(_, to)| self.number(*to) > 0).collect()
    }

    /// Further readings of the common characters, each before its characters: `hang行xing行`.
    pub fn other_readings(&self) -> String {
        let mut by_sound: BTreeMap<&'static str, String> = BTreeMap::new();
        for &c in self.chars.iter().filter(|c| self.common.contains(c)) {
            for sound in sound::others(c) {
                by_sound.entry(sound).or_default().push(c);
            }
        }
        by_sound.into_iter().map(|(sound, chars)| format!("{sound}{chars}")).collect()
    }
}

fn rarity(count: u32, total: u64) -> char {
    let halvings = (total as f64 / f64::from(count.max(1))).log2();
    char::from_digit(halvings.round().clamp(0.0, 35.0) as u32, 36).unwrap_or('z')
}
