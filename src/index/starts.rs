//! Words by the two characters that they begin with. Nearly every two of a text begin none, which one bit tells;
//! the bits that are set before it tell where the words are that begin with these.

/// Words, each with what is called by it.
#[derive(Debug, Clone)]
pub(super) struct Starts<W> {
    /// Which pairs of characters begin a word, as far as a bit tells that several pairs share.
    bits: Box<[u64; ROWS]>,
    /// How many bits are set before each row of them.
    before: Box<[u32; ROWS]>,
    /// Where the pairs of each bit that is set begin, and where those of the last one end.
    places: Vec<usize>,
    pairs: Vec<Pair<W>>,
}

/// So many rows of 64 bits.
const ROWS: usize = 1024;

/// So many places of a text are looked at together.
const AT_A_TIME: usize = u64::BITS as usize;

/// Two characters that begin a word.
#[derive(Debug, Clone)]
struct Pair<W> {
    pair: [char; 2],
    /// The words of these alone.
    short: Vec<W>,
    /// Which characters may follow in a longer one, each by the last bits of its number.
    thirds: u64,
    long: Vec<Long<W>>,
}

/// A word of more than two characters.
#[derive(Debug, Clone)]
struct Long<W> {
    third: char,
    rest: Box<[char]>,
    word: W,
}

impl<W> Default for Starts<W> {
    fn default() -> Self {
        let (bits, before) = (Box::new([0; ROWS]), Box::new([0; ROWS]));
        Self { bits, before, places: vec![0], pairs: Vec::new() }
    }
}

impl<W: Copy> Starts<W> {
    /// These words. One of fewer than two characters is never found.
    pub(super) fn new<'w>(words: impl Iterator<Item = (&'w str, W)>) -> Self {
        let mut pairs: Vec<(usize, Pair<W>)> = Vec::new();
        for (word, called) in words {
            let mut chars = word.chars();
            let (Some(a), Some(b)) = (chars.next(), chars.next()) else { continue };
            let mut pair = Pair { pair: [a, b], short: Vec::new(), thirds: 0, long: Vec::new() };
            match chars.next() {
                None => pair.short.push(called),
                Some(third) => {
                    pair.thirds = third_bit(third);
                    pair.long.push(Long { third, rest: chars.collect(), word: called });
                }
            }
            pairs.push((bit(pair.pair), pair));
        }
        pairs.sort_by_key(|(bit, pair)| (*bit, pair.pair));
        pairs.dedup_by(|(_, next), (_, pair)| {
            let same = next.pair == pair.pair;
            if same {
                pair.short.append(&mut next.short);
                pair.thirds |= next.thirds;
                pair.long.append(&mut next.long);
            }
            same
        });
        Self::of_sorted(pairs)
    }

    fn of_sorted(pairs: Vec<(usize, Pair<W>)>) -> Self {
        let mut all = Self::default();
        for same in pairs.chunk_by(|(a, _), (b, _)| a == b) {
            let bit = same[0].0;
            all.bits[bit / 64] |= 1 << (bit % 64);
            all.places.extend(all.places.last().map(|end| end + same.len()));
        }
        let mut set = 0;
        for (row, before) in all.bits.iter().zip(all.before.iter_mut()) {
            *before = set;
            set += row.count_ones();
        }
        all.pairs = pairs.into_iter().map(|(_, pair)| pair).collect();
        all
    }

    /// Calls `each` for every word that stands in a text, by where it begins: of those that begin at one place first
    /// for those of two characters, then for the others, either in the order in which they were given.
    pub(super) fn find(&self, text: &[char], mut each: impl FnMut(W)) {
        for start in (0..text.len()).step_by(AT_A_TIME) {
            let mut hits = self.hits(&text[start..]);
            while hits != 0 {
                self.here(&text[start + hits.trailing_zeros() as usize..], &mut each);
                hits &= hits - 1;
            }
        }
    }

    /// Of the first places of a text, whether the pairs that begin there may begin a word. No place is decided about
    /// before all are looked at: what a processor cannot guess would hold it up at one in ten.
    fn hits(&self, text: &[char]) -> u64 {
        let pairs = text.windows(2).take(AT_A_TIME).map(|pair| bit([pair[0], pair[1]]));
        let hits = pairs.map(|bit| self.bits[bit / 64] >> (bit % 64) & 1);
        hits.zip(0..).fold(0, |hits, (hit, place)| hits | hit << place)
    }

    /// Calls `each` for every word that a text begins with.
    fn here(&self, text: &[char], each: &mut impl FnMut(W)) {
        let [a, b, behind @ ..] = text else { return };
        let Some(found) = self.of([*a, *b]) else { return };
        found.short.iter().for_each(|word| each(*word));
        let [third, rest @ ..] = behind else { return };
        if found.thirds & third_bit(*third) != 0 {
            let long = found.long.iter().filter(|long| long.third == *third);
            let long = long.filter(|long| rest.starts_with(&long.rest));
            long.for_each(|long| each(long.word));
        }
    }

    /// What is known of a pair that has its bit set.
    fn of(&self, pair: [char; 2]) -> Option<&Pair<W>> {
        let bit = bit(pair);
        let lower = self.bits[bit / 64] & ((1 << (bit % 64)) - 1);
        let place = (self.before[bit / 64] + lower.count_ones()) as usize;
        let here = &self.pairs[self.places[place]..self.places[place + 1]];
        here.iter().find(|known| known.pair == pair)
    }
}

/// The bit of a pair, one of 65,536.
fn bit([a, b]: [char; 2]) -> usize {
    ((a as u32).wrapping_mul(0x9E37_79B1).wrapping_add(b as u32).wrapping_mul(0x85EB_CA6B) >> 16)
        as usize
}

fn third_bit(third: char) -> u64 {
    1 << (third as u32 % u64::BITS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_word_is_found_wherever_it_stands(
            words in prop::collection::vec("[甲乙丙ab]{0,4}", 0..8),
            text in "[甲乙丙ab]{0,150}",
        ) {
            let starts = Starts::new(words.iter().map(String::as_str).zip(0..));
            let chars: Vec<char> = text.chars().collect();
            let (mut found, mut expected) = (Vec::new(), Vec::new());
            starts.find(&chars, |word| found.push(word));
            let length = |word: &str| word.chars().count();
            for at in 0..chars.len() {
                let behind: String = chars[at..].iter().collect();
                let here = words.iter().zip(0..).filter(|(word, _)| behind.starts_with(*word));
                let (short, long): (Vec<_>, Vec<_>) =
                    here.filter(|(word, _)| length(word) > 1).partition(|(word, _)| length(word) == 2);
                expected.extend(short.into_iter().chain(long).map(|(_, n)| n));
            }
            prop_assert_eq!(found, expected);
        }
    }
}
