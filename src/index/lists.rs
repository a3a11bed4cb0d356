//! Spells the manifest's lists of numbers inside its JSON. A binary range coder learns what each
//! list is like while writing it, and the browser learns the same while reading: every list costs
//! about what its own statistics make it, and no table stands beside it.
//!
//! The coder is that of LZMA, with two changes: it writes digits of six bits, each a character, and
//! a young model learns faster than an old one.

/// Lists on their way into one string.
#[derive(Debug)]
pub struct Lists {
    digits: Vec<u8>,
    low: u32,
    range: u32,
}

/// The coder's numbers have so many bits.
const WIDTH: u32 = 30;
/// Below this the range has room for another digit.
const NARROW: u32 = 1 << (WIDTH - DIGIT);
/// A digit's bits.
const DIGIT: u32 = 6;

/// Contexts of the unary part, of the digits by what stands before them, and one for all the rest.
const CONTEXTS: usize = 32 + KNOWN + 1;
/// Leading digits up to this value have a context of their own.
pub(super) const KNOWN: usize = 64;
/// A model that has seen so many bits keeps forgetting the oldest.
pub(super) const MEMORY: u32 = 60;

impl Default for Lists {
    fn default() -> Self {
        Self { digits: Vec::new(), low: 0, range: 1 << WIDTH }
    }
}

impl Lists {
    /// Appends a list: its length, then its numbers.
    pub fn push(&mut self, numbers: &[usize]) {
        let mut model = [Chance::default(); CONTEXTS];
        for &number in std::iter::once(&numbers.len()).chain(numbers) {
            self.number(&mut model, number + 1);
        }
    }

    /// Appends numbers none of which is below the one before: each as the step to it.
    pub fn push_rising(&mut self, numbers: impl IntoIterator<Item = usize>) {
        let mut before = 0;
        let steps = numbers.into_iter().map(|n| n - std::mem::replace(&mut before, n));
        let steps: Vec<usize> = steps.collect();
        self.push(&steps);
    }

    /// Appends numbers that go up and down: each as the step to it, where 0, -1, 1, -2, 2 … stand as
    /// 0, 1, 2, 3, 4 ….
    pub fn push_wandering(&mut self, numbers: impl IntoIterator<Item = usize>) {
        let mut before = 0;
        let zigzag = |n: usize| {
            let up = n >= before;
            let step = n.abs_diff(std::mem::replace(&mut before, n));
            step * 2 - usize::from(!up)
        };
        let steps: Vec<usize> = numbers.into_iter().map(zigzag).collect();
        self.push(&steps);
    }

    /// Appends words in order, as three lists: how many characters each shares with the one before, how
    /// many more it has, and these.
    pub fn push_words<'a>(&mut self, words: impl IntoIterator<Item = &'a str>) {
        let [mut shared, mut more, mut chars] = [const { Vec::new() }; 3];
        let mut before = "";
        for word in words {
            let same = before.chars().zip(word.chars()).take_while(|(a, b)| a == b).count();
            let from = chars.len();
            chars.extend(word.chars().skip(same).map(|c| c as usize));
            shared.push(same);
            more.push(chars.len() - from);
            before = word;
        }
        [shared, more, chars].iter().for_each(|list| self.push(list));
    }

    /// All lists, one character a digit.
    pub fn spelled(mut self) -> String {
        for _ in 0..WIDTH / DIGIT {
            self.shift();
        }
        self.digits.into_iter().map(letter).collect()
    }

    /// Exponential Golomb code: how many digits follow the first, in unary, then those digits.
    fn number(&mut self, model: &mut [Chance; CONTEXTS], number: usize) {
        let size = number.ilog2() as usize;
        for chance in &mut model[..size] {
            self.bit(chance, true);
        }
        self.bit(&mut model[size], false);
        for place in (0..size).rev() {
            let before = number >> (place + 1);
            self.bit(&mut model[32 + before.min(KNOWN)], number >> place & 1 == 1);
        }
    }

    fn bit(&mut self, chance: &mut Chance, one: bool) {
        let bound = (self.range >> 12) * chance.of_zero();
        if one {
            self.low += bound;
            self.range -= bound;
        } else {
            self.range = bound;
        }
        chance.learn(one);
        while self.range < NARROW {
            self.shift();
            self.range <<= DIGIT;
        }
    }

    fn shift(&mut self) {
        if self.low >> WIDTH > 0 {
            self.carry();
        }
        self.low &= (1 << WIDTH) - 1;
        self.digits.push((self.low >> (WIDTH - DIGIT)) as u8);
        self.low = (self.low & (NARROW - 1)) << DIGIT;
    }

    /// What was written last was one too small.
    fn carry(&mut self) {
        for digit in self.digits.iter_mut().rev() {
            *digit = (*digit + 1) % 64;
            if *digit > 0 {
                break;
            }
        }
    }
}

/// What is known of the next bit in one context.
#[derive(Debug, Clone, Copy)]
struct Chance {
    /// How likely a zero is, of 65,536.
    zero: u32,
    /// How many bits have been seen, up to [`MEMORY`].
    seen: u32,
}

impl Default for Chance {
    fn default() -> Self {
        Self { zero: 1 << 15, seen: 0 }
    }
}

impl Chance {
    /// How likely a zero is, of 4,096; never nothing, never all.
    fn of_zero(self) -> u32 {
        self.zero >> 4 | 1
    }

    fn learn(&mut self, one: bool) {
        let target = if one { 0 } else { 1 << 16 };
        self.zero = (self.zero * (self.seen + 1) + target) / (self.seen + 2);
        self.seen = (self.seen + 1).min(MEMORY);
    }
}

/// A digit as a character: those from `#` on but the backslash, which JSON would double.
fn letter(digit: u8) -> char {
    let code = b'#' + digit;
    char::from(if code < b'\\' { code } else { code + 1 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Reads lists again, in the simplest way; the browser has its own.
    struct Reader<'a> {
        digits: std::slice::Iter<'a, u8>,
        code: u32,
        range: u32,
    }

    impl<'a> Reader<'a> {
        fn new(text: &'a str) -> Self {
            let mut reader = Self { digits: text.as_bytes().iter(), code: 0, range: 1 << WIDTH };
            (0..WIDTH / DIGIT).for_each(|_| reader.shift());
            reader
        }

        fn shift(&mut self) {
            let letter = *self.digits.next().unwrap_or(&b'#');
            let digit = letter - b'#' - u8::from(letter > b'\\');
            self.code = self.code << DIGIT | u32::from(digit);
        }

        fn bit(&mut self, chance: &mut Chance) -> usize {
            let bound = (self.range >> 12) * chance.of_zero();
            let one = self.code >= bound;
            if one {
                self.code -= bound;
                self.range -= bound;
            } else {
                self.range = bound;
            }
            chance.learn(one);
            while self.range < NARROW {
                self.shift();
                self.range <<= DIGIT;
            }
            usize::from(one)
        }

        fn number(&mut self, model: &mut [Chance; CONTEXTS]) -> usize {
            let size = (0..).find(|&at| self.bit(&mut model[at]) == 0).unwrap();
            (0..size).fold(1, |n, _| n * 2 + self.bit(&mut model[32 + n.min(KNOWN)])) - 1
        }

        fn list(&mut self) -> Vec<usize> {
            let mut model = [Chance::default(); CONTEXTS];
            let length = self.number(&mut model);
            (0..length).map(|_| self.number(&mut model)).collect()
        }
    }

    fn numbers() -> impl Strategy<Value = Vec<usize>> {
        let number = prop_oneof![6 => 0..4usize, 3 => 0..300usize, 1 => 0..(1usize << 31) - 1];
        prop::collection::vec(number, 0..400)
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_spelled_is_read_again(lists in prop::collection::vec(numbers(), 0..5)) {
            let mut spelling = Lists::default();
            lists.iter().for_each(|list| spelling.push(list));
            let text = spelling.spelled();
            prop_assert!(!text.contains(['"', '\\']));
            let mut reader = Reader::new(&text);
            for list in &lists {
                prop_assert_eq!(&reader.list(), list);
            }
        }
    }

    #[test]
    fn a_dull_list_costs_next_to_nothing() {
        let mut lists = Lists::default();
        lists.push(&vec![7; 10_000]);
        assert!(lists.spelled().len() < 100);
    }
}
