//! Cuts texts into symbols: characters, and the few hundred strings that a site repeats most.

use super::tally::Tally;
use crate::base::cache::{Cache, Key};
use rustc_hash::FxHashMap;

/// A symbol's number, or a character that has none. A site's texts are cut into millions of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece(u32);

/// Added to a character that has no number.
const RARE: u32 = 1 << 31;

impl Piece {
    /// The number of the symbol; none for a character that is spelled out.
    pub(crate) fn symbol(self) -> Option<usize> {
        (self.0 & RARE == 0).then_some(self.0 as usize)
    }

    /// The character that is spelled out.
    pub(crate) fn code_point(self) -> u32 {
        self.0 & !RARE
    }

    fn of_symbol(symbol: usize) -> Self {
        Self(symbol as u32)
    }

    fn rare(c: char) -> Self {
        Self(c as u32 | RARE)
    }
}

/// The symbols of a site.
#[derive(Debug, Default)]
pub(crate) struct Pieces {
    /// The numbers of the characters, counted from 1.
    chars: Tally,
    /// What begins with each character.
    starts: Vec<Starts>,
    /// What each symbol stands for.
    symbols: Vec<Box<str>>,
}

/// The strings that begin with one character.
#[derive(Debug, Clone, Default)]
struct Starts {
    /// What tells the second characters apart, as bits: of a text few are among them.
    seconds: u64,
    /// The longest first.
    strings: Vec<Repeated>,
}

/// A string that a site repeats.
#[derive(Debug, Clone)]
struct Repeated {
    /// What follows its first character.
    rest: Box<str>,
    /// What tells the second character from others.
    told: u8,
    /// In characters.
    length: usize,
    symbol: usize,
}

impl Starts {
    fn add(&mut self, rest: &str, symbol: usize) {
        let length = 1 + rest.chars().count();
        let place = self.strings.partition_point(|other| other.length >= length);
        let told = told(rest);
        self.strings.insert(place, Repeated { rest: rest.into(), told, length, symbol });
        self.seconds |= 1 << told;
    }

    /// The longest that a text begins with behind their character.
    fn longest(&self, text: &str) -> Option<&Repeated> {
        let told = told(text);
        if self.seconds >> told & 1 == 0 {
            return None;
        }
        let mut like = self.strings.iter().filter(|string| string.told == told);
        like.find(|string| text.starts_with(&*string.rest))
    }
}

/// What tells the first character of a text from others, as far as six bits do: its last byte, or its first one
/// if that is all.
fn told(text: &str) -> u8 {
    let byte = match text.as_bytes() {
        [0xE0..=0xFF, _, last, ..] => *last,
        [first, ..] => *first,
        [] => 0,
    };
    byte % 64
}

/// Between the strings that are kept; none has it.
const SEPARATOR: &str = "\0";

/// Strings are at most this long, in characters.
const LONGEST: usize = 16;
/// The strings are chosen in so many rounds; a round may join what the one before has found.
const ROUNDS: usize = 6;
/// A string must pay for its place in the manifest: one for so many characters of text.
const TEXT_PER_STRING: usize = 1000;
/// More than this and the manifest grows faster than the records shrink.
const MOST: usize = 300;
/// Reading this much is enough to know what a site repeats.
const SAMPLE: usize = 250_000;
/// What occurs less often in the sample is not worth a symbol.
const OFTEN: u32 = 8;

impl Pieces {
    /// Numbers these characters, with no strings yet.
    pub(crate) fn new(chars: &[char]) -> Self {
        let mut numbers = Tally::default();
        for (at, &c) in chars.iter().enumerate() {
            numbers.set(c, at as u32 + 1);
        }
        Self {
            chars: numbers,
            starts: vec![Starts::default(); chars.len()],
            symbols: chars.iter().map(|c| c.to_string().into()).collect(),
        }
    }

    /// One in so many texts is read of those that have so many characters together.
    pub(crate) fn step(length: usize) -> usize {
        (length / SAMPLE).max(1)
    }

    /// Finds the strings worth a symbol in texts of so many characters, of which this is a sample; gives them in
    /// order. Those of before are in the cache: few edits change the sample that they were found in.
    pub(crate) fn learn(&mut self, sample: &[String], length: usize, cache: &Cache) -> Vec<String> {
        let room = (length / TEXT_PER_STRING).min(MOST);
        let first = self.symbols.len();
        let symbols = self.symbols.concat();
        let most = room.to_le_bytes();
        let texts = sample.iter().map(String::as_bytes);
        let key = [symbols.as_bytes(), &most].into_iter().chain(texts);
        let strings = cache.kept(Key::of("pieces", &key.collect::<Vec<_>>()), || {
            self.choose(sample, room).join(SEPARATOR).into_bytes()
        });
        let strings = String::from_utf8_lossy(&strings);
        let strings: Vec<&str> = strings.split(SEPARATOR).filter(|s| !s.is_empty()).collect();
        self.drop_from(first);
        strings.iter().for_each(|string| self.add(string));
        strings.into_iter().map(str::to_owned).collect()
    }

    fn choose(&mut self, sample: &[String], room: usize) -> Vec<String> {
        let first = self.symbols.len();
        for round in 1..=ROUNDS {
            let learned = self.symbols.len() - first;
            for string in self.best_pairs(sample, room * round / ROUNDS - learned) {
                self.add(&string);
            }
            self.drop_rare(sample, first);
        }
        self.symbols[first..].iter().map(ToString::to_string).collect()
    }

    /// The key of what texts are cut into.
    pub(crate) fn key(&self) -> Key {
        let symbols: Vec<&[u8]> = self.symbols.iter().map(|symbol| symbol.as_bytes()).collect();
        Key::of("cut into", &symbols)
    }

    /// How many symbols there are.
    pub(crate) fn count(&self) -> usize {
        self.symbols.len()
    }

    /// Calls `each` for every piece of a text, the longest that fits first.
    pub(crate) fn cut(&self, text: &str, mut each: impl FnMut(Piece)) {
        let mut rest = text.chars();
        while let Some(first) = rest.next() {
            let Some(at) = (self.chars.get(first) as usize).checked_sub(1) else {
                each(Piece::rare(first));
                continue;
            };
            match self.starts[at].longest(rest.as_str()) {
                Some(string) => {
                    rest = rest.as_str()[string.rest.len()..].chars();
                    each(Piece::of_symbol(string.symbol));
                }
                None => each(Piece::of_symbol(at)),
            }
        }
    }

    fn add(&mut self, string: &str) {
        let mut rest = string.chars();
        let first = rest.next().map_or(0, |first| self.chars.get(first) as usize);
        if let Some(at) = first.checked_sub(1) {
            self.starts[at].add(rest.as_str(), self.symbols.len());
            self.symbols.push(string.into());
        }
    }

    /// Drops the strings, from this symbol on, that are seldom left when all longer ones are cut out.
    fn drop_rare(&mut self, sample: &[String], first: usize) {
        let mut counts = vec![0; self.symbols.len()];
        for text in sample {
            self.cut(text, |piece| {
                piece.symbol().into_iter().for_each(|symbol| counts[symbol] += 1);
            });
        }
        let learned = self.drop_from(first);
        for (string, count) in learned.into_iter().zip(&counts[first..]) {
            if *count > OFTEN {
                self.add(&string);
            }
        }
    }

    /// Drops the strings, which are all from this symbol on.
    fn drop_from(&mut self, first: usize) -> Vec<Box<str>> {
        self.starts.iter_mut().for_each(|starts| *starts = Starts::default());
        self.symbols.split_off(first)
    }

    /// The neighbours that save most bits if they are one symbol, joined.
    fn best_pairs(&self, sample: &[String], most: usize) -> Vec<String> {
        let mut counts: FxHashMap<(usize, usize), u32> = FxHashMap::default();
        let mut alone = vec![0_u32; self.symbols.len()];
        for text in sample {
            let mut before = None;
            self.cut(text, |piece| {
                let symbol = piece.symbol();
                symbol.into_iter().for_each(|symbol| alone[symbol] += 1);
                if let (Some(before), Some(symbol)) = (before, symbol) {
                    *counts.entry((before, symbol)).or_default() += 1;
                }
                before = symbol;
            });
        }
        let all: u64 = alone.iter().map(|count| u64::from(*count)).sum();
        let saved = |(a, b): (usize, usize), count: u32| {
            let by_chance = u64::from(alone[a]) * u64::from(alone[b]) / all.max(1);
            u64::from(count) * (log2(count) - log2(by_chance.max(1) as u32)).max(0) as u64
        };
        let mut best: Vec<(u64, String)> = counts
            .into_iter()
            .filter(|(_, count)| *count > OFTEN)
            .map(|(pair, count)| (saved(pair, count), self.joined(pair)))
            .filter(|(_, string)| {
                !string.contains(['\0', '\t']) && string.chars().nth(LONGEST).is_none()
            })
            .collect();
        best.sort_unstable_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        // Two pairs of symbols may spell the same string.
        best.dedup_by(|a, b| a.1 == b.1);
        best.truncate(most);
        best.into_iter().map(|(_, string)| string).collect()
    }

    fn joined(&self, (a, b): (usize, usize)) -> String {
        [&*self.symbols[a], &*self.symbols[b]].concat()
    }
}

/// About the logarithm of a number, in 1/256 bits: the same on every machine.
fn log2(number: u32) -> i64 {
    let whole = number.max(1).ilog2();
    let rest = (u64::from(number) << 8 >> whole) as i64 & 255;
    i64::from(whole) << 8 | rest
}
