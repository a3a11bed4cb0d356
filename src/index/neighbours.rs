//! The characters of one page, and which of them stand side by side: met in reading order, and packed in the
//! order in which each was met first.
//!
//! What is met is only noted, by the places of the characters among those of the page; equal pairs come
//! together when all are packed.

use super::bits::varint;
use super::counting::in_order;
use super::tally::Tally;
use super::text::Part;
use super::unpack::{FIRST, OTHER, Weighed};

/// The characters of a page so far.
#[derive(Default)]
pub(super) struct Neighbours {
    ones: Vec<One>,
    /// Where each character is among these, counted from 1.
    places: Tally,
    /// Each occurrence of two characters.
    twos: Vec<Two>,
    /// The same by the place of the second one.
    by_second: Vec<Two>,
    /// The second ones by the place of the first one, then by their own.
    by_first: Vec<Second>,
    /// Where those of each place end.
    ends: Vec<usize>,
}

#[derive(Clone, Copy)]
struct One {
    c: char,
    count: u32,
    weighed: Weighed,
}

/// Two characters side by side, by their places, and the part of the page in which they are.
#[derive(Clone, Copy, Default)]
struct Two {
    first: u32,
    second: Second,
}

/// A place and a part in one number.
#[derive(Clone, Copy, Default)]
struct Second(u32);

impl Second {
    const PARTS: u32 = Part::ALL.len() as u32;

    fn new(place: u32, part: Part) -> Self {
        Self(place * Self::PARTS + part as u32)
    }

    fn place(self) -> u32 {
        self.0 / Self::PARTS
    }

    fn part(self) -> usize {
        (self.0 % Self::PARTS) as usize
    }
}

impl Neighbours {
    /// Notes characters that stand side by side.
    pub(super) fn run(&mut self, run: &[char], part: Part) {
        let alone = alone(part);
        let mut before = None;
        for &c in run {
            let place = self.place(c);
            self.ones[place as usize].add(alone);
            if let Some(first) = before {
                self.twos.push(Two { first, second: Second::new(place, part) });
            }
            before = Some(place);
        }
    }

    /// Notes that two characters count as neighbours, of which the first occurs; the second may not have so far.
    pub(super) fn joint(&mut self, a: char, b: char, part: Part) {
        let (first, second) = (self.place(a), self.place(b));
        if self.ones[second as usize].count == 0 {
            self.ones[second as usize].add(alone(part));
        }
        self.twos.push(Two { first, second: Second::new(second, part) });
    }

    /// Each character, and how often it occurs.
    pub(super) fn counts(&self) -> impl Iterator<Item = (char, u32)> {
        self.ones.iter().map(|one| (one.c, one.count))
    }

    /// Appends the characters.
    pub(super) fn pack_ones(&self, out: &mut Vec<u8>) {
        varint(out, self.ones.len() as u32);
        for one in &self.ones {
            character(out, one.c);
            varint(out, one.weighed.packed());
        }
    }

    /// Appends for each character in order what follows it, by the steps between their places, with what it
    /// weighs where that is not what most weigh, and a zero; and nothing is left.
    pub(super) fn pack_twos(&mut self, out: &mut Vec<u8>) {
        self.arrange();
        let weights = Part::ALL.map(Weighed::of);
        let mut start = 0;
        for end in &self.ends {
            let mut before = 0;
            let mut rest = &self.by_first[std::mem::replace(&mut start, *end)..*end];
            while let [second, behind @ ..] = rest {
                let (place, mut weighed) = (second.place(), weights[second.part()]);
                rest = behind;
                while let [second, behind @ ..] = rest
                    && second.place() == place
                {
                    weighed.add(weights[second.part()]);
                    rest = behind;
                }
                let step = place + 1 - std::mem::replace(&mut before, place + 1);
                let plain = weighed == Weighed::PLAIN;
                varint(out, step << 1 | u32::from(!plain));
                if !plain {
                    varint(out, weighed.packed());
                }
            }
            varint(out, 0);
        }
        self.twos.clear();
        self.ones.drain(..).for_each(|one| self.places.set(one.c, 0));
    }

    /// Puts the pairs in order.
    fn arrange(&mut self) {
        self.ends.resize(self.ones.len(), 0);
        let seconds = self.twos.iter().map(|two| (two.second.place() as usize, *two));
        in_order(seconds, &mut self.ends, &mut self.by_second);
        let firsts = self.by_second.iter().map(|two| (two.first as usize, two.second));
        in_order(firsts, &mut self.ends, &mut self.by_first);
    }

    fn place(&mut self, c: char) -> u32 {
        match self.places.get(c).checked_sub(1) {
            Some(place) => place,
            None => {
                self.ones.push(One { c, count: 0, weighed: Weighed::default() });
                self.places.set(c, self.ones.len() as u32);
                self.ones.len() as u32 - 1
            }
        }
    }
}

/// What a character weighs by itself, which is no name.
fn alone(part: Part) -> Weighed {
    Weighed::of(part).unnamed()
}

/// Appends a character: two bytes for one of those that nearly all text is written with.
fn character(out: &mut Vec<u8>, c: char) {
    match (c as u32).checked_sub(FIRST).and_then(|place| u16::try_from(place).ok()) {
        Some(place) if place != OTHER => out.extend(place.to_le_bytes()),
        _ => {
            out.extend(OTHER.to_le_bytes());
            out.extend((c as u32).to_le_bytes());
        }
    }
}

impl One {
    fn add(&mut self, here: Weighed) {
        self.count = self.count.saturating_add(1);
        self.weighed.add(here);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::tokenize::is_joined;
    use crate::index::unpack::Packed;

    #[test]
    fn characters_are_read_as_they_were_met() {
        let met: Vec<char> = ('\0'..=char::MAX).filter(|c| is_joined(*c)).collect();
        let mut page = Neighbours::default();
        page.run(&met, Part::ALL[0]);
        // What stands before and behind them is nothing.
        let mut packed = vec![0];
        page.pack_ones(&mut packed);
        packed.extend([0, 0]);
        let read: Vec<char> = Packed::new(&packed).head().ones.iter().map(|(c, _)| *c).collect();
        assert!(read == met && met.len() > 100_000);
    }
}
