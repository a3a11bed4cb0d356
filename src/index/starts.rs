//! Words by the two characters that they begin with. Nearly every two of a text begin none, which one bit tells;
//! the bits that are set before it tell where the words are that begin with these.

/// Words, each with what is called by it.
#[derive(Debug, Clone)]
pub(super) struct Starts<W> {
    /// Which pairs of characters begin a word, as far as a bit tells that several pairs share.
    bits: Box<[u64; ROWS]>,
    /// How many bits are set before each row of them.
    before: Box<[u32; ROWS]>,
    /// Where the words of each bit that is set begin, and where those of the last one end.
    places: Vec<usize>,
    words: Vec<Start<W>>,
}

/// So many rows of 64 bits.
const ROWS: usize = 1024;

/// A word.
#[derive(Debug, Clone)]
struct Start<W> {
    pair: [char; 2],
    /// What follows these; few words have more than a character or two.
    third: Option<char>,
    rest: Box<[char]>,
    word: W,
}

impl<W> Default for Starts<W> {
    fn default() -> Self {
        let (bits, before) = (Box::new([0; ROWS]), Box::new([0; ROWS]));
        Self { bits, before, places: vec![0], words: Vec::new() }
    }
}

impl<W: Copy> Starts<W> {
    /// These words, of which none has fewer than two characters: such a word is never found.
    pub(super) fn new<'w>(words: impl Iterator<Item = (&'w str, W)>) -> Self {
        let mut starts: Vec<(usize, Start<W>)> = words.filter_map(Start::of).collect();
        starts.sort_by_key(|(bit, _)| *bit);
        let mut all = Self::default();
        for same in starts.chunk_by(|(a, _), (b, _)| a == b) {
            let bit = same[0].0;
            all.bits[bit / 64] |= 1 << (bit % 64);
            all.places.extend(all.places.last().map(|end| end + same.len()));
        }
        let mut set = 0;
        for (row, before) in all.bits.iter().zip(all.before.iter_mut()) {
            *before = set;
            set += row.count_ones();
        }
        all.words = starts.into_iter().map(|(_, start)| start).collect();
        all
    }

    /// Calls `each` for every word that stands in a text, by where it begins, and of those that begin at one place
    /// in the order in which they were given.
    pub(super) fn find(&self, text: &[char], mut each: impl FnMut(W)) {
        for (pair, behind) in text.windows(2).zip(2..) {
            let pair = [pair[0], pair[1]];
            for start in self.of(pair).iter().filter(|start| start.pair == pair) {
                if start.goes_on(&text[behind..]) {
                    each(start.word);
                }
            }
        }
    }

    /// The words of a pair's bit.
    fn of(&self, pair: [char; 2]) -> &[Start<W>] {
        let bit = bit(pair);
        let (row, lower) = (self.bits[bit / 64], (1 << (bit % 64)) - 1);
        if row & (lower + 1) == 0 {
            return &[];
        }
        let place = self.before[bit / 64] + (row & lower).count_ones();
        let place = place as usize;
        &self.words[self.places[place]..self.places[place + 1]]
    }
}

impl<W> Start<W> {
    fn of((word, called): (&str, W)) -> Option<(usize, Self)> {
        let mut chars = word.chars();
        let pair = [chars.next()?, chars.next()?];
        let (third, rest) = (chars.next(), chars.collect());
        Some((bit(pair), Self { pair, third, rest, word: called }))
    }

    /// Whether what stands behind its first two characters is the rest of it.
    fn goes_on(&self, text: &[char]) -> bool {
        let Some(third) = self.third else { return true };
        text.split_first().is_some_and(|(c, text)| *c == third && text.starts_with(&self.rest))
    }
}

/// The bit of a pair, one of 65,536.
fn bit([a, b]: [char; 2]) -> usize {
    ((a as u32).wrapping_mul(0x9E37_79B1).wrapping_add(b as u32).wrapping_mul(0x85EB_CA6B) >> 16)
        as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_word_is_found_wherever_it_stands(
            words in prop::collection::vec("[甲乙丙ab]{0,4}", 0..8),
            text in "[甲乙丙ab]{0,12}",
        ) {
            let starts = Starts::new(words.iter().map(String::as_str).zip(0..));
            let chars: Vec<char> = text.chars().collect();
            let (mut found, mut expected) = (Vec::new(), Vec::new());
            starts.find(&chars, |word| found.push(word));
            for at in 0..chars.len() {
                let behind: String = chars[at..].iter().collect();
                let here = words.iter().zip(0..).filter(|(word, _)| word.chars().count() > 1);
                expected.extend(here.filter(|(word, _)| behind.starts_with(*word)).map(|(_, n)| n));
            }
            prop_assert_eq!(found, expected);
        }
    }
}
