//! Short codes for the characters and frequent pieces of the excerpts: a table small enough to send, and text that any
//! server can hand out in pieces, which a compressed file does not allow.

use super::bits::Bits;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// No code is longer than this.
pub(super) const LONGEST: u32 = 15;

/// A code for each of a row of symbols, and one to announce anything else.
#[derive(Debug)]
pub(crate) struct Code {
    /// The width of each symbol's code in bits, 0 for none, and the code.
    codes: Vec<(u32, u32)>,
}

impl Code {
    /// Makes the best code for symbols that occur so often; the last announces a character that has
    /// none of its own.
    pub(crate) fn new(counts: &[u32]) -> Self {
        let widths = widths(counts);
        let codes = canonical(&widths);
        Self { codes: widths.into_iter().zip(codes).collect() }
    }

    /// The width of each symbol's code in bits, 0 for none.
    pub(crate) fn widths(&self) -> Vec<usize> {
        self.codes.iter().map(|(width, _)| *width as usize).collect()
    }

    /// Appends a symbol that was counted.
    pub(crate) fn write(&self, bits: &mut Bits, symbol: usize) {
        let (width, code) = self.codes[symbol];
        bits.push(code, width);
    }
}

/// The width of each symbol's code, none longer than [`LONGEST`].
fn widths(weights: &[u32]) -> Vec<u32> {
    let mut floor = 1;
    loop {
        let raised: Vec<u32> =
            weights.iter().map(|&w| if w == 0 { 0 } else { w.max(floor) }).collect();
        let widths = huffman(&raised);
        if widths.iter().all(|&width| width <= LONGEST) {
            return widths;
        }
        floor *= 2;
    }
}

/// Huffman's widths, for any number of symbols that have a weight.
fn huffman(weights: &[u32]) -> Vec<u32> {
    let mut parents: Vec<usize> = vec![usize::MAX; weights.len()];
    let mut heap: BinaryHeap<Reverse<(u64, usize)>> = weights
        .iter()
        .enumerate()
        .filter(|(_, w)| **w > 0)
        .map(|(at, &w)| Reverse((u64::from(w), at)))
        .collect();
    while heap.len() > 1 {
        let joint = parents.len();
        parents.push(usize::MAX);
        let mut weight = 0;
        for Reverse((part, at)) in [heap.pop(), heap.pop()].into_iter().flatten() {
            parents[at] = joint;
            weight += part;
        }
        heap.push(Reverse((weight, joint)));
    }
    let depth = |mut at: usize| {
        let mut depth = 0;
        while parents[at] != usize::MAX {
            at = parents[at];
            depth += 1;
        }
        depth
    };
    let width = |at: usize| if weights[at] == 0 { 0 } else { depth(at).max(1) };
    (0..weights.len()).map(width).collect()
}

/// Codes that follow from their widths alone: ascending by width, then by symbol.
fn canonical(widths: &[u32]) -> Vec<u32> {
    let mut codes = vec![0; widths.len()];
    let mut next = 0;
    for width in 1..=LONGEST {
        for (code, _) in codes.iter_mut().zip(widths).filter(|(_, w)| **w == width) {
            *code = next;
            next += 1;
        }
        next <<= 1;
    }
    codes
}
