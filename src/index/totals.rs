//! What the pages of a group say together, counted when they are read: whoever asks how common something is on
//! the whole site need not go through the pages.

use super::bits::varint;
use rustc_hash::FxHashMap;

/// The counts of a group so far.
#[derive(Default)]
pub(super) struct Totals {
    /// How often each character occurs.
    pub(super) chars: Counts,
    /// How often each word of the thesaurus stands in any text of a page.
    pub(super) said: Counts,
    /// How many pages show it.
    pub(super) shown: Counts,
}

/// How many there are of each of what has a number.
#[derive(Default)]
pub(super) struct Counts(FxHashMap<u32, u32>);

impl Totals {
    /// Appends all counts, and begins anew.
    pub(super) fn pack(&mut self, out: &mut Vec<u8>) {
        let Self { chars, said, shown } = self;
        [chars, said, shown].into_iter().for_each(|counts| counts.pack(out));
    }
}

impl Counts {
    /// Counts so many more.
    pub(super) fn add(&mut self, number: u32, times: u32) {
        *self.0.entry(number).or_default() += times;
    }

    fn pack(&mut self, out: &mut Vec<u8>) {
        let mut counts: Vec<(u32, u32)> = self.0.drain().collect();
        counts.sort_unstable();
        varint(out, counts.len() as u32);
        let mut before = 0;
        for (number, count) in counts {
            varint(out, number - std::mem::replace(&mut before, number));
            varint(out, count);
        }
    }
}
