//! How many slips lie between two words: letters left out, added, changed, or swapped with the next.

use std::mem;

/// How often letters occur in a word, by a few bits of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bag([u8; 32]);

impl Bag {
    /// The bag of a word of at most 255 letters.
    pub(super) fn of(letters: &[char]) -> Self {
        let mut bag = [0_u8; 32];
        for c in letters {
            let slot = &mut bag[(*c as usize) % 32];
            *slot = slot.saturating_add(1);
        }
        Self(bag)
    }

    /// At least so many slips lie between words with these bags: each adds one letter and takes one
    /// away, at most.
    pub(super) fn distance(&self, other: &Self) -> usize {
        let surplus = |a: &Self, b: &Self| -> usize {
            a.0.iter().zip(&b.0).map(|(a, b)| usize::from(a.saturating_sub(*b))).sum()
        };
        surplus(self, other).max(surplus(other, self))
    }
}

/// How many letters [`distance`] compares.
pub(super) fn cost(letters: usize, limit: usize) -> usize {
    letters * (2 * limit + 1)
}

/// How many slips lie between two words, if no more than `limit`. No letter slips twice.
pub(super) fn distance(a: &[char], b: &[char], limit: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    let far = limit + 1;
    // Distances of the beginning of `a` from every beginning of `b`, for three lengths of it.
    let (mut before, mut last) = (vec![far; b.len() + 1], vec![far; b.len() + 1]);
    let mut row: Vec<usize> = (0..=b.len()).map(|n| n.min(far)).collect();
    for (i, letter) in a.iter().enumerate() {
        mem::swap(&mut before, &mut last);
        mem::swap(&mut last, &mut row);
        row.fill(far);
        // Whatever lies outside this band is farther than the limit.
        let from = i.saturating_sub(limit);
        let to = (i + limit + 1).min(b.len());
        if from == 0 {
            row[0] = (i + 1).min(far);
        }
        for j in from..to {
            let changed = last[j] + usize::from(*letter != b[j]);
            let mut least = changed.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *letter == b[j - 1] && a[i - 1] == b[j] {
                least = least.min(before[j - 1] + 1);
            }
            row[j + 1] = least.min(far);
        }
        if row.iter().all(|n| *n >= far) {
            return None;
        }
    }
    Some(row[b.len()]).filter(|n| *n <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn letters(word: &str) -> Vec<char> {
        word.chars().collect()
    }

    proptest! {
        #[test]
        fn near_words_are_as_far_as_the_whole_table_says(
            a in "[abc催收]{0,12}", b in "[abc催收]{0,12}", limit in 0_usize..10,
        ) {
            let whole = strsim::osa_distance(&a, &b);
            let (a, b) = (letters(&a), letters(&b));
            prop_assert_eq!(distance(&a, &b, limit), Some(whole).filter(|n| *n <= limit));
            prop_assert!(Bag::of(&a).distance(&Bag::of(&b)) <= whole);
        }
    }
}
