//! Finds any of many words in a text in one pass.

use super::prose::{Letter, fold};
use std::collections::HashMap;
use std::ops::Range;

/// Words to look for, each with what it means.
#[derive(Debug)]
pub(super) struct Needles<T> {
    by_first: HashMap<char, Vec<(Vec<char>, T)>>,
    /// Whether a character with this last byte begins any word: most letters go no further.
    may_begin: [bool; 256],
}

impl<T> Needles<T> {
    /// Words and their meanings; the first of two equal words counts.
    pub(super) fn new<'a>(words: impl IntoIterator<Item = (&'a str, T)>) -> Self {
        let mut by_first: HashMap<char, Vec<(Vec<char>, T)>> = HashMap::new();
        for (word, meaning) in words {
            let chars: Vec<char> = word.chars().filter(|c| !c.is_whitespace()).map(fold).collect();
            if let Some(first) = chars.first() {
                by_first.entry(*first).or_default().push((chars, meaning));
            }
        }
        // The longest word at a place is the one that was meant.
        by_first
            .values_mut()
            .for_each(|words| words.sort_by_key(|(w, _)| std::cmp::Reverse(w.len())));
        let mut may_begin = [false; 256];
        by_first.keys().for_each(|c| may_begin[*c as usize & 0xFF] = true);
        Self { by_first, may_begin }
    }

    /// All words in the text, from left to right, none inside another.
    pub(super) fn find(&self, text: &[Letter]) -> Vec<(Range<usize>, &T)> {
        let mut found = Vec::new();
        let mut i = 0;
        while i < text.len() {
            if !self.may_begin[text[i].c as usize & 0xFF] {
                i += 1;
                continue;
            }
            let words = self.by_first.get(&text[i].c).map_or(&[][..], Vec::as_slice);
            let hit = words.iter().find(|(word, _)| {
                text.len() - i >= word.len()
                    && word.iter().zip(&text[i..]).all(|(c, letter)| *c == letter.c)
                    && is_whole(text, i..i + word.len())
            });
            i = match hit {
                Some((word, meaning)) => {
                    found.push((i..i + word.len(), meaning));
                    i + word.len()
                }
                None => i + 1,
            };
        }
        found
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
        let needles =
            Needles::new([("3.0%", 1), ("三年", 2), ("22:00—次日 8:00", 3), ("12378", 4)]);
        let found = |text: &str| -> Vec<i32> {
            needles.find(&plain(text, 0)).into_iter().map(|(_, n)| *n).collect()
        };
        assert_eq!(found("现在是3.0%，不是 13.0%，也不是 1.3.0%"), [1]);
        assert_eq!(found("三年，十三年，第三年"), [2]);
        assert_eq!(found("22：00 – 次日8：00"), [3]);
        assert_eq!(found("打 12378，不是 123789 也不是 012378"), [4]);
    }
}
