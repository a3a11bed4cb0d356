//! Work on many things of much the same size, so shared out among the cores that they end together.

use rayon::iter::{IndexedParallelIterator, MaxLen};

/// How many things a core takes at a time.
const AT_A_TIME: usize = 64;

/// Shares out more evenly than Rayon does by itself: with two cores it makes four shares, and divides a share again
/// only before a core has begun it, so that one core may have a quarter of all to do when the other has done.
pub(crate) trait Evenly: IndexedParallelIterator {
    /// For things that take some microseconds each.
    fn evenly(self) -> MaxLen<Self> {
        self.with_max_len(AT_A_TIME)
    }
}

impl<I: IndexedParallelIterator> Evenly for I {}
