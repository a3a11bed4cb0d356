//! Cuts texts into symbols: characters, and the few hundred strings that a site repeats most.

use super::tally::Tally;
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
    /// The strings that begin with each character, the longest first.
    strings: Vec<Vec<(Box<[char]>, usize)>>,
    /// What each symbol stands for.
    symbols: Vec<Box<[char]>>,
}

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
            strings: vec![Vec::new(); chars.len()],
            symbols: chars.iter().map(|&c| Box::from([c])).collect(),
        }
    }

    /// Finds the strings worth a symbol in texts of so many characters; gives them in order.
    pub(crate) fn learn(&mut self, texts: &[String], length: usize) -> Vec<String> {
        let room = (length / TEXT_PER_STRING).min(MOST);
        let step = (length / SAMPLE).max(1);
        let sample: Vec<Vec<char>> =
            texts.iter().step_by(step).map(|text| text.chars().collect()).collect();
        let first = self.symbols.len();
        for round in 1..=ROUNDS {
            let learned = self.symbols.len() - first;
            for string in self.best_pairs(&sample, room * round / ROUNDS - learned) {
                self.add(string);
            }
            self.drop_rare(&sample, first);
        }
        self.symbols[first..].iter().map(|string| string.iter().collect()).collect()
    }

    /// How many symbols there are.
    pub(crate) fn count(&self) -> usize {
        self.symbols.len()
    }

    /// Calls `each` for every piece of a text, the longest that fits first.
    pub(crate) fn cut(&self, mut text: &[char], mut each: impl FnMut(Piece)) {
        while let [first, ..] = text {
            let number = self.chars.get(*first) as usize;
            let strings = number.checked_sub(1).map_or(&[][..], |at| &self.strings[at]);
            // All begin with this character; few go on as the text does.
            let fits = |string: &[char]| string.get(1) == text.get(1) && text.starts_with(string);
            let string = strings.iter().find(|(string, _)| fits(string));
            let (piece, length) = match (string, number) {
                (Some((string, symbol)), _) => (Piece::of_symbol(*symbol), string.len()),
                (None, 0) => (Piece::rare(*first), 1),
                (None, number) => (Piece::of_symbol(number - 1), 1),
            };
            each(piece);
            text = &text[length..];
        }
    }

    fn add(&mut self, string: Box<[char]>) {
        if let Some(at) = (self.chars.get(string[0]) as usize).checked_sub(1) {
            let strings = &mut self.strings[at];
            let place = strings.partition_point(|(other, _)| other.len() >= string.len());
            strings.insert(place, (string.clone(), self.symbols.len()));
            self.symbols.push(string);
        }
    }

    /// Drops the strings, from this symbol on, that are seldom left when all longer ones are cut out.
    fn drop_rare(&mut self, sample: &[Vec<char>], first: usize) {
        let mut counts = vec![0; self.symbols.len()];
        for text in sample {
            self.cut(text, |piece| {
                piece.symbol().into_iter().for_each(|symbol| counts[symbol] += 1);
            });
        }
        let learned = self.symbols.split_off(first);
        self.strings.iter_mut().for_each(Vec::clear);
        for (string, count) in learned.into_iter().zip(&counts[first..]) {
            if *count > OFTEN {
                self.add(string);
            }
        }
    }

    /// The neighbours that save most bits if they are one symbol, joined.
    fn best_pairs(&self, sample: &[Vec<char>], most: usize) -> Vec<Box<[char]>> {
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
        let mut best: Vec<(u64, Box<[char]>)> = counts
            .into_iter()
            .filter(|(_, count)| *count > OFTEN)
            .map(|(pair, count)| (saved(pair, count), self.joined(pair)))
            .filter(|(_, string): &(u64, Box<[char]>)| {
                string.len() <= LONGEST && !string.iter().any(|c| matches!(c, '\0' | '\t'))
            })
            .collect();
        best.sort_unstable_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        // Two pairs of symbols may spell the same string.
        best.dedup_by(|a, b| a.1 == b.1);
        best.truncate(most);
        best.into_iter().map(|(_, string)| string).collect()
    }

    fn joined(&self, (a, b): (usize, usize)) -> Box<[char]> {
        [&*self.symbols[a], &*self.symbols[b]].concat().into()
    }
}

/// About the logarithm of a number, in 1/256 bits: the same on every machine.
fn log2(number: u32) -> i64 {
    let whole = number.max(1).ilog2();
    let rest = (u64::from(number) << 8 >> whole) as i64 & 255;
    i64::from(whole) << 8 | rest
}
