//! The characters of one page, and which of them stand side by side: met in reading order, wanted in their own.
//!
//! What is met is only noted, by the places of the characters among those of the page; equal pairs come
//! together when all are put in order.

use super::bits::varint;
use super::tally::Tally;
use super::text::Part;
use super::unpack::Weighed;

/// The characters of a page so far.
#[derive(Default)]
pub(super) struct Neighbours {
    ones: Vec<One>,
    /// Where each character is among these, counted from 1.
    places: Tally,
    /// The character that was noted last, and its place: most are asked for again at once.
    last: Option<(char, u32)>,
    /// Each occurrence of two characters: the place of the first, and what follows it.
    twos: Vec<(u32, Follower)>,
    /// Once they are in order: what follows each character, in order.
    followers: Vec<Follower>,
    /// Where those of each character end.
    ends: Vec<usize>,
}

#[derive(Clone, Copy)]
struct One {
    c: char,
    count: u32,
    /// How often a character follows it.
    followed: u32,
    weighed: Weighed,
}

/// The place of a character, and the part of the page in which it was met, in one number.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Follower(u32);

impl Follower {
    const PARTS: u32 = Part::ALL.len() as u32;

    fn new(place: u32, part: u32) -> Self {
        Self(place * Self::PARTS + part)
    }

    fn place(self) -> u32 {
        self.0 / Self::PARTS
    }

    fn part(self) -> u32 {
        self.0 % Self::PARTS
    }

    fn weighed(self) -> Weighed {
        Weighed::of(Part::ALL[self.part() as usize])
    }
}

impl Neighbours {
    /// Notes an occurrence of a character.
    pub(super) fn one(&mut self, c: char, part: Part) {
        let place = self.place(c);
        let one = &mut self.ones[place as usize];
        one.count = one.count.saturating_add(1);
        // A character alone is no name.
        one.weighed.add(Weighed { named: false, ..Weighed::of(part) });
    }

    /// Notes an occurrence if there was none.
    pub(super) fn one_at_least(&mut self, c: char, part: Part) {
        let place = self.place(c);
        if self.ones[place as usize].count == 0 {
            self.one(c, part);
        }
    }

    /// Notes that two characters stand side by side. Each has to occur.
    pub(super) fn two(&mut self, a: char, b: char, part: Part) {
        let (first, second) = (self.place(a), self.place(b));
        self.ones[first as usize].followed += 1;
        self.twos.push((first, Follower::new(second, part as u32)));
    }

    /// Puts everything in order.
    pub(super) fn arrange(&mut self) {
        self.ones.sort_unstable_by_key(|one| one.c);
        let mut moved = vec![0; self.ones.len()];
        for (one, place) in self.ones.iter().zip(0..) {
            moved[self.places.get(one.c) as usize - 1] = place;
            self.places.set(one.c, place + 1);
        }
        // Where those of each character begin, and when all are in their places, where they end.
        let mut start = 0;
        self.ends.extend(self.ones.iter().map(|one| {
            let next = start + one.followed as usize;
            std::mem::replace(&mut start, next)
        }));
        self.followers.resize(self.twos.len(), Follower::default());
        for (first, second) in self.twos.drain(..) {
            let end = &mut self.ends[moved[first as usize] as usize];
            self.followers[*end] = Follower::new(moved[second.place() as usize], second.part());
            *end += 1;
        }
        let mut start = 0;
        for &end in &self.ends {
            self.followers[std::mem::replace(&mut start, end)..end].sort_unstable();
        }
        self.last = None;
    }

    /// The parts in which two characters were noted side by side, once all is in order.
    pub(super) fn parts(&self, a: char, b: char) -> impl Iterator<Item = Part> {
        let place = |c| self.places.get(c).checked_sub(1);
        let here = place(a).zip(place(b)).map_or(&[][..], |(first, second)| {
            let start = first.checked_sub(1).map_or(0, |before| self.ends[before as usize]);
            let all = &self.followers[start..self.ends[first as usize]];
            let from = all.partition_point(|follower| follower.place() < second);
            let to = all.partition_point(|follower| follower.place() <= second);
            &all[from..to]
        });
        here.iter().map(|follower| Part::ALL[follower.part() as usize])
    }

    /// Each character, and how often it occurs.
    pub(super) fn counts(&self) -> impl Iterator<Item = (char, u32)> {
        self.ones.iter().map(|one| (one.c, one.count))
    }

    /// Appends the characters.
    pub(super) fn pack_ones(&self, out: &mut Vec<u8>) {
        varint(out, self.ones.len() as u32);
        let mut before = 0;
        for one in &self.ones {
            let c = one.c as u32;
            varint(out, c - std::mem::replace(&mut before, c));
            varint(out, one.weighed.packed());
        }
    }

    /// Appends for each character in order how many follow it, and these, by their places in that order; and
    /// nothing is left.
    pub(super) fn pack_twos(&mut self, out: &mut Vec<u8>) {
        let mut start = 0;
        for &end in &self.ends {
            let here = &self.followers[std::mem::replace(&mut start, end)..end];
            let others = here.windows(2).filter(|pair| pair[0].place() != pair[1].place());
            varint(out, (others.count() + usize::from(!here.is_empty())) as u32);
            let (mut before, mut rest) = (0, here.iter().copied().peekable());
            while let Some(first) = rest.next() {
                let (place, mut weighed) = (first.place(), first.weighed());
                while let Some(again) = rest.next_if(|next| next.place() == place) {
                    weighed.add(again.weighed());
                }
                varint(out, place - std::mem::replace(&mut before, place));
                varint(out, weighed.packed());
            }
        }
        self.followers.clear();
        self.ends.clear();
        self.ones.drain(..).for_each(|one| self.places.set(one.c, 0));
    }

    fn place(&mut self, c: char) -> u32 {
        match self.last {
            Some((last, place)) if last == c => return place,
            _ => {}
        }
        let place = match self.places.get(c).checked_sub(1) {
            Some(place) => place,
            None => {
                let (count, followed) = (0, 0);
                self.ones.push(One { c, count, followed, weighed: Weighed::default() });
                self.places.set(c, self.ones.len() as u32);
                self.ones.len() as u32 - 1
            }
        };
        self.last = Some((c, place));
        place
    }
}
