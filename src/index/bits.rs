//! Writes numbers as bits: Elias gamma for counts, interpolation for lists of pages.

/// A growing row of bits, the first one highest.
#[derive(Debug, Default)]
pub(crate) struct Bits {
    bytes: Vec<u8>,
    /// The last bits, of which the lowest few fill no byte yet.
    last: u64,
    /// How many.
    few: u32,
}

impl Bits {
    /// Appends the lowest `width` bits of `value`.
    pub(crate) fn push(&mut self, value: u32, width: u32) {
        self.last = self.last << width | u64::from(value) & ((1 << width) - 1);
        self.few += width;
        while self.few >= 8 {
            self.few -= 8;
            self.bytes.push((self.last >> self.few) as u8);
        }
    }

    /// Appends a number from 1 up: as many zeros as it has further digits, then the digits.
    pub(crate) fn gamma(&mut self, value: u32) {
        let digits = 32 - value.leading_zeros();
        self.push(0, digits - 1);
        self.push(value, digits);
    }

    /// Appends a number below `range` in as few bits as all such numbers need.
    pub(crate) fn below(&mut self, value: u32, range: u32) {
        let digits = range.ilog2();
        let short = (2 << digits) - range;
        if value < short {
            self.push(value, digits);
        } else {
            self.push(value + short, digits + 1);
        }
    }

    /// Appends rising numbers between `low` and `high` (exclusive): the middle one first, then each
    /// half between narrower bounds. Neighbours cost next to nothing, and so do crowded lists. `read`
    /// is told the numbers in the order in which a reader will learn them.
    pub(crate) fn rising(
        &mut self,
        numbers: &[u32],
        low: u32,
        high: u32,
        read: &mut impl FnMut(u32),
    ) {
        let count = numbers.len() as u32;
        if count == 0 || high - low == count {
            return numbers.iter().for_each(|&number| read(number));
        }
        let middle = numbers.len() / 2;
        let number = numbers[middle];
        let first = low + middle as u32;
        self.below(number - first, high - low - count + 1);
        read(number);
        self.rising(&numbers[..middle], low, number, read);
        self.rising(&numbers[middle + 1..], number + 1, high, read);
    }

    /// The bytes; what is left of the last one is zero.
    pub(crate) fn into_bytes(mut self) -> Vec<u8> {
        self.fill();
        self.bytes
    }

    /// Appends the bytes to others, behind how many they are, and begins anew.
    pub(crate) fn drain_into(&mut self, out: &mut Vec<u8>) {
        self.fill();
        varint(out, self.bytes.len() as u32);
        out.append(&mut self.bytes);
    }

    fn fill(&mut self) {
        self.push(0, (8 - self.few) % 8);
    }
}

/// Appends a number in groups of seven bits, lowest first.
pub(crate) fn varint(bytes: &mut Vec<u8>, mut value: u32) {
    while value > 127 {
        bytes.push(value as u8 | 128);
        value >>= 7;
    }
    bytes.push(value as u8);
}
