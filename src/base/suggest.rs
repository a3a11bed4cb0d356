//! "Did you mean": the known word nearest to a misspelt one.
//!
//! The work is bounded: a word that is too long has no suggestion, a known word is compared letter by
//! letter only if its letters could make it near enough, and [`Guesses`] stops when a site has had
//! its share. What is found does not depend on the order of the known words.

mod near;

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use unicode_normalization::UnicodeNormalization;

/// No word of more characters is near anything: a name that somebody typed is shorter.
const LONGEST: usize = 120;

/// However long a word is, more letters than this are no slip of the hand.
const SLIPS: usize = 8;

/// How many letters one word may have compared: those of half a million names, say.
const WORK: usize = 10_000_000;

/// The nearest of `known`, if any is near enough to be what was meant.
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest_within(word, known, &mut WORK.clone())
}

/// Suggestions for a whole site, for which all findings of one code together have the work of one.
/// Those after that have no suggestion: people are shown the first few of a code only.
#[derive(Debug)]
pub(crate) struct Guesses {
    /// What a code has that was not asked for yet.
    each: usize,
    /// What is left, by code.
    left: Mutex<Left>,
}

/// How much work each code has left; all of it if it is not named.
pub(crate) type Left = BTreeMap<&'static str, usize>;

impl Default for Guesses {
    fn default() -> Self {
        Self::of(Left::new())
    }
}

impl Guesses {
    /// Those for which this much is left.
    pub(crate) fn of(left: Left) -> Self {
        Self { each: WORK, left: Mutex::new(left) }
    }

    /// None for anybody; but it is noted what was asked for.
    pub(crate) fn refused() -> Self {
        Self { each: 0, left: Mutex::default() }
    }

    /// The nearest of `known`, for a finding of this code.
    pub(crate) fn nearest<'a>(
        &self,
        code: &'static str,
        word: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Option<String> {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        let left = left.entry(code).or_insert(self.each);
        if *left == 0 { None } else { nearest_within(word, known, left) }
    }

    /// What is left of each code that was named or asked for.
    pub(crate) fn into_left(self) -> Left {
        self.left.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is left of a code.
pub(crate) fn left_of(left: &Left, code: &str) -> usize {
    left.get(code).copied().unwrap_or(WORK)
}

fn nearest_within<'a>(
    word: &str,
    known: impl IntoIterator<Item = &'a str>,
    left: &mut usize,
) -> Option<String> {
    let wanted = Folded::of(word)?;
    let mut best: Option<(usize, &str)> = None;
    for known in known {
        let cost = known.len().min(LONGEST);
        *left = left.checked_sub(cost).or_else(|| {
            *left = 0;
            None
        })?;
        let Some(folded) = Folded::of(known) else { continue };
        let most = best.map_or(usize::MAX, |(distance, _)| distance);
        if let Some(distance) = wanted.distance(&folded, most, left)
            && best.is_none_or(|best| (distance, known) < best)
        {
            best = Some((distance, known));
        }
    }
    best.map(|(_, known)| known.to_owned())
}

/// A word without differences of width and case, so that `Ｔitle` is near `title`.
struct Folded {
    letters: Vec<char>,
    bag: near::Bag,
}

impl Folded {
    /// `None` for a word that is too long.
    fn of(word: &str) -> Option<Self> {
        // A letter has up to four bytes and may be written as several.
        if word.len() > 4 * LONGEST {
            return None;
        }
        let letters: Vec<char> = match word.is_ascii() {
            true => word
                .chars()
                .filter(|c| !c.is_whitespace())
                .map(|c| c.to_ascii_lowercase())
                .collect(),
            false => {
                let folded = word.nfkc().flat_map(char::to_lowercase);
                folded.filter(|c| !c.is_whitespace()).take(LONGEST + 1).collect()
            }
        };
        (letters.len() <= LONGEST).then(|| Self { bag: near::Bag::of(&letters), letters })
    }

    /// How far another word is from this one, if it is near enough and no farther than `most`.
    fn distance(&self, other: &Self, most: usize, left: &mut usize) -> Option<usize> {
        let (length, others) = (self.letters.len(), other.letters.len());
        let (short, long) = if length < others { (self, other) } else { (other, self) };
        let (fewer, more) = (short.letters.len(), long.letters.len());
        // One is part of the other, and no small part: 电话 was meant as 电话催收, `phone` never as `one`.
        if fewer >= 2 && fewer * 2 >= more && short.is_part_of(long) {
            return (more - fewer <= most).then_some(more - fewer);
        }
        // A third of the word may differ; for short Chinese words one character.
        let limit = (length / 3).clamp(1, SLIPS).min(most);
        if more - fewer > limit || self.bag.distance(&other.bag) > limit {
            return None;
        }
        *left = left.saturating_sub(near::cost(fewer, limit));
        let distance = near::distance(&self.letters, &other.letters, limit)?;
        (distance < more).then_some(distance)
    }

    fn is_part_of(&self, long: &Self) -> bool {
        let (short, long) = (self.letters.as_slice(), long.letters.as_slice());
        long.starts_with(short)
            || (!short.iter().all(char::is_ascii) && long.windows(short.len()).any(|w| w == short))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_meant_or_nothing() {
        let known = ["title", "tags", "as_of", "电话催收", "上门催收"];
        assert_eq!(nearest("tilte", known).as_deref(), Some("title"));
        assert_eq!(nearest("Ｔags", known).as_deref(), Some("tags"));
        assert_eq!(nearest("电话摧收", known).as_deref(), Some("电话催收"));
        assert_eq!(nearest("whatever", known), None);
        assert_eq!(nearest("上门", known).as_deref(), Some("上门催收"));
        let known = ["", "one", "phone-calls", "甲"];
        assert_eq!(nearest("phone-call", known).as_deref(), Some("phone-calls"));
        assert_eq!(nearest("phone", known), None);
        assert_eq!(nearest("乙", known), None, "one character is no likeness");
    }

    #[test]
    fn the_order_of_the_known_words_does_not_matter() {
        let mut known = ["abcdef", "abcdeg", "abcdefgh", "abcd", "zbcdex"];
        let first = nearest("abcdex", known);
        known.reverse();
        assert_eq!(first, nearest("abcdex", known));
        assert_eq!(first.as_deref(), Some("abcdef"));
    }

    #[test]
    fn a_word_too_long_to_be_a_slip_is_not_looked_up() {
        let long = "长".repeat(100_000);
        let usual = (0..5_000).map(|_| "guide-with-a-usual-name.md");
        let mut left = WORK;
        assert_eq!(nearest_within(&long, usual, &mut left), None);
        assert_eq!(left, WORK, "nothing is compared");
        assert_eq!(nearest_within("a", (0..5_000).map(|_| long.as_str()), &mut left), None);
        assert_eq!(
            WORK - left,
            5_000 * LONGEST,
            "no word costs more than the longest that is compared"
        );
    }

    #[test]
    fn many_findings_of_one_code_share_the_work_of_one_and_leave_others_theirs() {
        let names: Vec<String> = (0..5_000).map(|n| format!("g/p{n:04}-usual-name.md")).collect();
        let known = || names.iter().map(String::as_str);
        let guesses = Guesses::default();
        let meant: Vec<bool> = (0..5_000)
            .map(|n| guesses.nearest("dead-link", &format!("g/p{n:04}-usualname.md"), known()))
            .map(|near| near.is_some())
            .collect();
        // Each would have to be compared with each, and every pair is near.
        let helped = meant.iter().filter(|found| **found).count();
        assert!((20..5_000).contains(&helped), "{helped}");
        assert!(meant[..helped].iter().all(|found| *found), "the first are helped");
        assert!(guesses.nearest("dead-wiki", "g/p0007-usualname.md", known()).is_some());
        let left = guesses.into_left();
        assert_eq!(left_of(&left, "dead-link"), 0);
        assert!((1..WORK).contains(&left_of(&left, "dead-wiki")));
        assert_eq!(left_of(&left, "dead-path"), WORK);
    }
}
