//! Reads what [`super::readings`] has packed, in the order in which it lies there.

use super::impact::field;
use super::text::Part;

/// Bytes that are read from the front. Behind their end there are zeros.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Packed<'r>(&'r [u8]);

/// What the first part of a page's reading says.
#[derive(Debug, Default)]
pub(super) struct Head<'r> {
    /// How many bytes it shows.
    pub(super) shown: u32,
    /// Its characters, and what each weighs.
    pub(super) ones: Vec<(char, Weighed)>,
    /// The words of the thesaurus that it says, in reading order.
    pub(super) said: Vec<(usize, Part)>,
    /// Those that it shows, each once, and which of what readers type for them it does not show.
    pub(super) missing: Missing<'r>,
}

/// Words of the thesaurus, each with some of what readers type for it, while they are read.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Missing<'r>(Packed<'r>);

/// A word, and the places of others among those that readers type for it.
impl Iterator for Missing<'_> {
    type Item = (usize, Vec<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        let Self(packed) = self;
        let word = (!packed.is_empty()).then(|| packed.number() as usize)?;
        let places = std::iter::from_fn(|| (packed.number() as usize).checked_sub(1));
        Some((word, places.collect()))
    }
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

/// The first of the characters that nearly all text is written with: counted from it on, most have short numbers.
pub(super) const FIRST: u32 = 0x4E00;

/// What most pairs of characters weigh, packed: one occurrence in the text.
pub(super) const PLAIN: u32 = field::TEXT << 2;

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
    pub(super) fn head(&mut self) -> Head<'r> {
        let mut head = Head { shown: self.number(), ..Head::default() };
        let ones = self.number();
        head.ones.reserve((ones as usize).min(self.0.len()));
        for _ in 0..ones {
            let (c, weighed) = (self.number().wrapping_add(FIRST), self.weighed());
            let c = char::from_u32(c);
            head.ones.extend(c.map(|c| (c, weighed)));
        }
        let said = self.number();
        head.said.reserve((said as usize).min(self.0.len()));
        for _ in 0..said {
            let (word, part) = (self.number() as usize, self.number());
            head.said.extend(Part::of(part).map(|part| (word, part)));
        }
        let length = self.number() as usize;
        head.missing = Missing(Packed(self.bytes(length)));
        head
    }

    /// After the head, once for each of its characters: calls `each` for all that follow it, by their places
    /// among these, with what each weighs.
    pub(super) fn followers(&mut self, mut each: impl FnMut(usize, Weighed)) {
        let mut next = 0;
        loop {
            let step = self.number();
            if step == 0 {
                return;
            }
            next += (step >> 1) as usize;
            let packed = if step & 1 == 0 { PLAIN } else { self.number() };
            each(next - 1, Weighed::unpacked(packed));
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
