//! The characters of one page, and which of them stand side by side: met in reading order, wanted in their own.
//!
//! What is met is only noted, by the places of the characters among those of the page; equal pairs come
//! together when all are put in order, by counting.

use super::bits::varint;
use super::counting::in_order;
use super::tally::Tally;
use super::unpack::Weighed;

/// The characters of a page so far.
#[derive(Default)]
pub(super) struct Neighbours {
    ones: Vec<One>,
    /// Where each character is among these, counted from 1.
    places: Tally,
    twos: Vec<Two>,
    /// Once they are in order: where those that begin with each character end.
    ends: Vec<usize>,
    /// Room to put them in order.
    ordered: Vec<Two>,
}

#[derive(Clone, Copy)]
struct One {
    c: char,
    count: u32,
    weighed: Weighed,
}

/// Two characters, by their places.
#[derive(Clone, Copy, Default)]
struct Two {
    first: u32,
    second: u32,
    weighed: Weighed,
}

impl Neighbours {
    /// Notes an occurrence of a character.
    pub(super) fn one(&mut self, c: char, here: Weighed) {
        let place = self.place(c);
        let one = &mut self.ones[place as usize];
        one.count = one.count.saturating_add(1);
        one.weighed.add(here);
    }

    /// Notes an occurrence if there was none.
    pub(super) fn one_at_least(&mut self, c: char, here: Weighed) {
        let place = self.place(c);
        if self.ones[place as usize].count == 0 {
            self.one(c, here);
        }
    }

    /// Notes that two characters stand side by side. Each has to occur.
    pub(super) fn two(&mut self, a: char, b: char, here: Weighed) {
        let (first, second) = (self.place(a), self.place(b));
        self.twos.push(Two { first, second, weighed: here });
    }

    /// Puts everything in order.
    pub(super) fn arrange(&mut self) {
        self.ones.sort_unstable_by_key(|one| one.c);
        let mut moved = vec![0; self.ones.len()];
        for (one, place) in self.ones.iter().zip(0..) {
            moved[self.places.get(one.c) as usize - 1] = place;
            self.places.set(one.c, place + 1);
        }
        for two in &mut self.twos {
            two.first = moved[two.first as usize];
            two.second = moved[two.second as usize];
        }
        let Self { ones, twos, ends, ordered, .. } = self;
        ends.resize(ones.len(), 0);
        in_order(twos.iter().map(|two| (two.second as usize, *two)), ends, ordered);
        in_order(ordered.iter().map(|two| (two.first as usize, *two)), ends, twos);
        twos.dedup_by(|two, before| {
            let same = (two.first, two.second) == (before.first, before.second);
            if same {
                before.weighed.add(two.weighed);
            }
            same
        });
        ends.fill(0);
        twos.iter().zip(1..).for_each(|(two, end)| ends[two.first as usize] = end);
    }

    /// Whether two characters stand side by side, once all is in order.
    pub(super) fn has(&self, a: char, b: char) -> bool {
        let place = |c| self.places.get(c).checked_sub(1);
        let (Some(first), Some(second)) = (place(a), place(b)) else { return false };
        let here = self.twos[..self.ends[first as usize]].iter().rev();
        here.take_while(|two| two.first == first).any(|two| two.second == second)
    }

    /// Each character, and how often it occurs.
    pub(super) fn counts(&self) -> impl Iterator<Item = (char, u32)> {
        self.ones.iter().map(|one| (one.c, one.count))
    }

    /// Appends the characters.
    pub(super) fn pack_ones(&self, out: &mut Vec<u8>) {
        varint(out, self.ones.len() as u32);
        let mut before = 0;
        for One { c, weighed, .. } in &self.ones {
            varint(out, *c as u32 - std::mem::replace(&mut before, *c as u32));
            varint(out, weighed.packed());
        }
    }

    /// Appends for each character in order how many follow it, and these, by their places in that order; and
    /// nothing is left.
    pub(super) fn pack_twos(&mut self, out: &mut Vec<u8>) {
        let mut rest = self.twos.as_slice();
        for first in 0..self.ones.len() as u32 {
            let count = rest.iter().take_while(|two| two.first == first).count();
            let (here, after) = rest.split_at(count);
            rest = after;
            varint(out, count as u32);
            let mut before = 0;
            for Two { second, weighed, .. } in here {
                varint(out, second - std::mem::replace(&mut before, *second));
                varint(out, weighed.packed());
            }
        }
        self.twos.clear();
        self.ones.drain(..).for_each(|one| self.places.set(one.c, 0));
    }

    fn place(&mut self, c: char) -> u32 {
        if let Some(place) = self.places.get(c).checked_sub(1) {
            return place;
        }
        self.ones.push(One { c, count: 0, weighed: Weighed::default() });
        self.places.set(c, self.ones.len() as u32);
        self.ones.len() as u32 - 1
    }
}
