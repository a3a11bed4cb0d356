//! What the pages of a group say together, counted when they are read: whoever asks how common something is on
//! the whole site need not go through the pages.

use super::bits::varint;
use super::corpus::in_line;
use super::tally::Tally;
use rustc_hash::FxHashMap;

/// The counts of a group so far.
#[derive(Default)]
pub(super) struct Totals {
    /// How often each character occurs.
    pub(super) chars: Counts,
    /// The same of the texts that are shown, as they are written.
    pub(super) written: Characters,
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
        let Self { chars, written, said, shown } = self;
        chars.pack(out);
        written.pack(out);
        said.pack(out);
        shown.pack(out);
    }
}

/// How many there are of each character: of all the texts of a group, where a hash map would be too slow.
#[derive(Default)]
pub(super) struct Characters {
    counts: Tally,
    /// Those that have been met.
    met: Vec<char>,
}

impl Characters {
    /// Counts those of a text as it stands in a record, which is a line.
    pub(super) fn line(&mut self, text: &str) {
        for c in text.chars().map(in_line).chain(['\n']) {
            if self.counts.count(c) {
                self.met.push(c);
            }
        }
    }

    fn pack(&mut self, out: &mut Vec<u8>) {
        let counts = self.met.drain(..).map(|c| (c as u32, self.counts.take(c)));
        pack(counts.collect(), out);
    }
}

impl Counts {
    /// Counts so many more.
    pub(super) fn add(&mut self, number: u32, times: u32) {
        *self.0.entry(number).or_default() += times;
    }

    fn pack(&mut self, out: &mut Vec<u8>) {
        pack(self.0.drain().collect(), out);
    }
}

/// Appends numbers, each with its count.
fn pack(mut counts: Vec<(u32, u32)>, out: &mut Vec<u8>) {
    counts.sort_unstable();
    varint(out, counts.len() as u32);
    let mut before = 0;
    for (number, count) in counts {
        varint(out, number - std::mem::replace(&mut before, number));
        varint(out, count);
    }
}
