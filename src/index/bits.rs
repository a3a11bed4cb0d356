//! Writes numbers as bits: Elias gamma for counts, interpolation for lists of pages.

/// A growing row of bits, the first one highest.
#[derive(Debug, Default)]
pub(crate) struct Bits {
    bytes: Vec<u8>,
    /// The last bits, of which the lowest few are not among the bytes yet.
    last: u64,
    /// How many: fewer than 32.
    few: u32,
}

impl Bits {
    /// Appends the lowest `width` bits of `value`.
    pub(crate) fn push(&mut self, value: u32, width: u32) {
        self.last = self.last << width | u64::from(value) & ((1 << width) - 1);
        self.few += width;
        if self.few >= u32::BITS {
            self.few -= u32::BITS;
            self.bytes.extend(((self.last >> self.few) as u32).to_be_bytes());
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
        let longer = value >= short;
        self.push(value + if longer { short } else { 0 }, digits + u32::from(longer));
    }

    /// Appends rising numbers between `low` and `high` (exclusive): the middle one first, then each
    /// half between narrower bounds. Neighbours cost next to nothing, and so do crowded lists. `read`
    /// is told the numbers in the order in which a reader will learn them.
    pub(crate) fn rising<N: Copy + Into<u32>>(
        &mut self,
        mut numbers: &[N],
        mut low: u32,
        high: u32,
        read: &mut impl FnMut(N),
    ) {
        while !numbers.is_empty() {
            let count = numbers.len() as u32;
            if high - low == count {
                return numbers.iter().for_each(|&number| read(number));
            }
            let (before, [middle, behind @ ..]) = numbers.split_at(numbers.len() / 2) else {
                return;
            };
            let number = (*middle).into();
            let first = low + before.len() as u32;
            self.below(number - first, high - low - count + 1);
            read(*middle);
            match before {
                [] => {}
                // Half of all numbers are written here.
                [only] => {
                    self.below((*only).into() - low, number - low);
                    read(*only);
                }
                _ => self.rising(before, low, number, read),
            }
            (numbers, low) = (behind, number + 1);
        }
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
        let whole = self.few.next_multiple_of(8);
        let bytes = ((self.last << (whole - self.few)) as u32).to_be_bytes();
        self.bytes.extend(&bytes[bytes.len() - whole as usize / 8..]);
        self.few = 0;
    }
}

/// Appends a number in groups of seven bits, lowest first.
#[inline]
pub(crate) fn varint(bytes: &mut Vec<u8>, mut value: u32) {
    while value > 127 {
        bytes.push(value as u8 | 128);
        value >>= 7;
    }
    bytes.push(value as u8);
}
