//! Finds any of many words in a text in one pass.

use super::prose::{Letter, fold};
use aho_corasick::AhoCorasick;
use std::cmp::Reverse;
use std::ops::Range;

/// Words to look for, each with what it means.
#[derive(Debug)]
pub(super) struct WordFinder<T> {
    /// `None` where there are no words, or more than numbers can count.
    matcher: Option<AhoCorasick>,
    meanings: Vec<T>,
}

impl<T> WordFinder<T> {
    /// Words and their meanings; the first of two equal words counts.
    pub(super) fn new<'a>(words: impl IntoIterator<Item = (&'a str, T)>) -> Self {
        let plain = |word: &str| -> String {
            word.chars().filter(|c| !c.is_whitespace()).map(fold).collect()
        };
        let words = words.into_iter().map(|(word, meaning)| (plain(word), meaning));
        let (words, meanings): (Vec<String>, Vec<T>) =
            words.filter(|(word, _)| !word.is_empty()).unzip();
        let matcher = (!words.is_empty()).then(|| AhoCorasick::new(&words).ok()).flatten();
        Self { matcher, meanings }
    }

    /// All words in the text, from left to right, none inside another.
    pub(super) fn find(&self, text: &[Letter]) -> Vec<(Range<usize>, &T)> {
        let Some(matcher) = &self.matcher else { return Vec::new() };
        let joined: String = text.iter().map(|letter| letter.c).collect();
        if !matcher.is_match(&joined) {
            return Vec::new();
        }
        let starts: Vec<usize> = joined.char_indices().map(|(at, _)| at).collect();
        let letter = |at: usize| starts.partition_point(|start| *start < at);
        let mut places: Vec<(Range<usize>, usize)> = matcher
            .find_overlapping_iter(&joined)
            .map(|m| (letter(m.start())..letter(m.end()), m.pattern().as_usize()))
            .filter(|(range, _)| is_whole(text, range.clone()))
            .collect();
        // The longest word at a place is the one that was meant.
        places.sort_by_key(|(range, word)| (range.start, Reverse(range.end), *word));
        let mut end = 0;
        places.retain(|(range, _)| {
            let free = range.start >= end;
            end = if free { range.end } else { end };
            free
        });
        places.into_iter().map(|(range, word)| (range, &self.meanings[word])).collect()
    }
}

/// Whether no number is cut: `3.0%` does not stand in `13.0%`, nor `三年` in `十三年`.
fn is_whole(text: &[Letter], range: Range<usize>) -> bool {
    let at = |i: usize| text.get(i).map(|l| l.c);
    let (first, last) = (text[range.start].c, text[range.end - 1].c);
    let before = |back: usize| range.start.checked_sub(back).and_then(at);
    let point = |c: Option<char>| matches!(c, Some('.' | ','));
    let number = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let cut_before = match first {
        c if c.is_ascii_digit() => number(before(1)) || (point(before(1)) && number(before(2))),
        c if is_numeral(c) => before(1).is_some_and(is_numeral),
        _ => false,
    };
    let cut_after = match last {
        c if c.is_ascii_digit() => {
            number(at(range.end)) || (point(at(range.end)) && number(at(range.end + 1)))
        }
        c if is_numeral(c) => at(range.end).is_some_and(is_numeral),
        _ => false,
    };
    !cut_before && !cut_after
}

fn is_numeral(c: char) -> bool {
    "〇零一二两三四五六七八九十百千万亿第".contains(c)
}

#[cfg(test)]
mod tests {
    use super::super::prose::plain;
    use super::*;

    #[test]
    fn numbers_are_found_whole_or_not_at_all() {
        let finder =
            WordFinder::new([("3.0%", 1), ("三年", 2), ("22:00—次日 8:00", 3), ("12378", 4)]);
        let found = |text: &str| -> Vec<i32> {
            finder.find(&plain(text, 0)).into_iter().map(|(_, n)| *n).collect()
        };
        assert_eq!(found("现在是3.0%，不是 13.0%，也不是 1.3.0%"), [1]);
        assert_eq!(found("三年，十三年，第三年"), [2]);
        assert_eq!(found("22：00 – 次日8：00"), [3]);
        assert_eq!(found("打 12378，不是 123789 也不是 012378"), [4]);
    }
}
