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

/// What the occurrences of a word on a page weigh together, and in the two lowest bits of its number, whether one
/// stands elsewhere than in the text of the page, and whether one is in a name of the page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Weighed(u32);

const NAMED: u32 = 1;
const TOLD: u32 = 2;
const MARKS: u32 = NAMED | TOLD;

/// The first of the characters that nearly all text is written with: counted from it on, they have two bytes.
pub(super) const FIRST: u32 = 0x4E00;

/// Stands before the four bytes of a character that has no two.
pub(super) const OTHER: u16 = u16::MAX;

impl Weighed {
    /// What most pairs of characters weigh: one occurrence in the text.
    pub(super) const PLAIN: Self = Self(field::TEXT << 2);

    /// What an occurrence in a part of a page weighs.
    #[inline]
    pub(super) fn of(part: Part) -> Self {
        let told = if part.is_text() { 0 } else { TOLD };
        let named = if part.is_name() { NAMED } else { 0 };
        Self(part.weight() << 2 | told | named)
    }

    /// The same that is in no name.
    pub(super) fn unnamed(self) -> Self {
        Self(self.0 & !NAMED)
    }

    /// Adds another occurrence.
    pub(super) fn add(&mut self, other: Self) {
        let marks = (self.0 | other.0) & MARKS;
        // At most what is left of the highest number without its marks.
        let sum = (self.0 & !MARKS).saturating_add(other.0 & !MARKS);
        self.0 = sum & !MARKS | marks;
    }

    pub(super) fn weight(self) -> u32 {
        self.0 >> 2
    }

    pub(super) fn is_named(self) -> bool {
        self.0 & NAMED != 0
    }

    pub(super) fn is_told(self) -> bool {
        self.0 & TOLD != 0
    }

    /// The number.
    pub(super) fn packed(self) -> u32 {
        self.0
    }

    /// What has this number.
    pub(super) fn unpacked(packed: u32) -> Self {
        Self(packed)
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
            let (c, weighed) = (self.character(), self.weighed());
            if let Some(c) = c {
                head.ones.push((c, weighed));
            }
        }
        let said = self.number();
        head.said.reserve((said as usize).min(self.0.len()));
        for _ in 0..said {
            let (word, part) = (self.number() as usize, self.number());
            if let Some(part) = Part::of(part) {
                head.said.push((word, part));
            }
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
            each(next - 1, if step & 1 == 0 { Weighed::PLAIN } else { self.weighed() });
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

    fn character(&mut self) -> Option<char> {
        let (place, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        match u16::from_le_bytes(*place) {
            OTHER => char::from_u32(self.word()),
            place => char::from_u32(FIRST + u32::from(place)),
        }
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
