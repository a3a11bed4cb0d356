//! Reads what [`super::readings`] has packed, in the order in which it lies there.

use super::text::Part;

/// Bytes that are read from the front. Behind their end there are zeros.
#[derive(Debug, Clone, Copy)]
pub(super) struct Packed<'r>(&'r [u8]);

/// What the first part of a page's reading says.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// How many bytes it shows.
    pub(super) shown: u32,
    /// Its characters in order, and what each weighs.
    pub(super) ones: Vec<(char, Weighed)>,
    /// The words of the thesaurus that it says, in reading order.
    pub(super) said: Vec<(usize, Part)>,
    /// Those that it shows, each once, and which of what readers type for them it does not show.
    pub(super) missing: Vec<(usize, Vec<usize>)>,
}

/// What the occurrences of a word on a page weigh together.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Weighed {
    pub(super) weight: u32,
    /// Whether one is in a name of the page.
    pub(super) named: bool,
    /// Whether one stands elsewhere than in the text of the page.
    pub(super) told: bool,
}

impl Weighed {
    /// What an occurrence in a part of a page weighs.
    #[inline]
    pub(super) fn of(part: Part) -> Self {
        Self { weight: part.weight(), named: part.is_name(), told: !part.is_text() }
    }

    /// As one number.
    pub(super) fn packed(self) -> u32 {
        let Self { weight, named, told } = self;
        weight.min(u32::MAX / 4) << 2 | u32::from(told) << 1 | u32::from(named)
    }

    /// Adds another occurrence.
    pub(super) fn add(&mut self, other: Self) {
        self.weight = self.weight.saturating_add(other.weight);
        self.named |= other.named;
        self.told |= other.told;
    }

    fn unpacked(packed: u32) -> Self {
        Self { weight: packed >> 2, told: packed & 2 != 0, named: packed & 1 != 0 }
    }
}

impl<'r> Packed<'r> {
    /// Begins at the front.
    pub(super) fn new(bytes: &'r [u8]) -> Self {
        Self(bytes)
    }

    /// A number of four bytes.
    pub(super) fn word(&mut self) -> u32 {
        let Some((word, rest)) = self.0.split_first_chunk() else { return 0 };
        self.0 = rest;
        u32::from_le_bytes(*word)
    }

    /// The weighted length of a page, which comes first.
    pub(super) fn length(&mut self) -> u32 {
        self.number()
    }

    /// After that: the first part of a page.
    pub(super) fn head(&mut self) -> Head {
        let mut head = Head { shown: self.number(), ..Head::default() };
        let (mut c, ones) = (0, self.number());
        head.ones.reserve((ones as usize).min(self.0.len()));
        for _ in 0..ones {
            c += self.number();
            let weighed = self.weighed();
            head.ones.extend(char::from_u32(c).map(|c| (c, weighed)));
        }
        let said = self.number();
        head.said.reserve((said as usize).min(self.0.len()));
        for _ in 0..said {
            let (word, part) = (self.number() as usize, self.number());
            head.said.extend(Part::of(part).map(|part| (word, part)));
        }
        for _ in 0..self.number() {
            let word = self.number() as usize;
            let typed = (0..self.number()).map(|_| self.number() as usize).collect();
            head.missing.push((word, typed));
        }
        head
    }

    /// After the head: calls `each` for all that follows each of so many characters, by their places among
    /// them, in order, with what it weighs.
    pub(super) fn twos(&mut self, ones: usize, mut each: impl FnMut(usize, usize, Weighed)) {
        for first in 0..ones {
            let mut second = 0;
            for _ in 0..self.number() {
                second += self.number() as usize;
                each(first, second, self.weighed());
            }
        }
    }

    /// After that: calls `each` for every word, in order.
    pub(super) fn words(&mut self, mut each: impl FnMut(&'r str, Weighed)) {
        for _ in 0..self.number() {
            let length = self.number() as usize;
            let word = self.bytes(length);
            each(std::str::from_utf8(word).unwrap_or_default(), self.weighed());
        }
    }

    /// Of a group's totals: calls `each` for every number that is counted, in order, with its count.
    pub(super) fn counts(&mut self, mut each: impl FnMut(u32, u32)) {
        let mut number = 0;
        for _ in 0..self.number() {
            number += self.number();
            each(number, self.number());
        }
    }

    /// Whether nothing is left.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// So many bytes, or as many as are left.
    pub(super) fn bytes(&mut self, count: usize) -> &'r [u8] {
        let (bytes, rest) = self.0.split_at(count.min(self.0.len()));
        self.0 = rest;
        bytes
    }

    fn weighed(&mut self) -> Weighed {
        Weighed::unpacked(self.number())
    }

    /// The twin of [`super::bits::varint`]. Most numbers are one byte.
    #[inline]
    pub(super) fn number(&mut self) -> u32 {
        match self.0 {
            [byte @ 0..128, rest @ ..] => {
                self.0 = rest;
                u32::from(*byte)
            }
            _ => self.long_number(),
        }
    }

    fn long_number(&mut self) -> u32 {
        let (mut number, mut width) = (0, 0);
        while let Some((byte, rest)) = self.0.split_first() {
            self.0 = rest;
            number |= u32::from(byte & 127).checked_shl(width).unwrap_or(0);
            width += 7;
            if *byte < 128 {
                break;
            }
        }
        number
    }
}
