//! Cuts folded text into what is looked up. The rule is the same for pages and for queries, and the
//! browser's `tokenize.js` follows it: `tests/search/tokenize.json` holds both to one table.
//!
//! A run of Chinese characters gives every character and every two neighbours; no dictionary decides
//! what a word is. Anything else made of letters and digits is a word, whole.

/// The longest word that is kept, in characters; the rest of a longer one is dropped.
pub const LONGEST_WORD: usize = 32;

/// One thing to look up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token<'a> {
    /// A character that is written without spaces around it.
    One(char),
    /// Two of them side by side.
    Two(char, char),
    /// A word or a number in another script.
    Word(&'a str),
}

/// Calls `each` for every token of a folded text, in reading order.
pub fn tokens(folded: &[char], mut each: impl FnMut(Token<'_>)) {
    let mut word = String::new();
    runs(folded, |run| match run {
        Run::Joined(run) => {
            let befores = std::iter::once(None).chain(run.iter().map(Some));
            for (before, &c) in befores.zip(run) {
                if let Some(&before) = before {
                    each(Token::Two(before, c));
                }
                each(Token::One(c));
            }
        }
        Run::Word(run) => {
            word.clear();
            word.extend(run);
            each(Token::Word(&word));
        }
    });
}

/// What stands in a text without a gap.
#[derive(Debug, Clone, Copy)]
pub(super) enum Run<'t> {
    /// Characters that are written without spaces around them.
    Joined(&'t [char]),
    /// A word or a number in another script, as far as it is kept.
    Word(&'t [char]),
}

/// Calls `each` for every run of a folded text, in reading order.
pub(super) fn runs<'t>(folded: &'t [char], mut each: impl FnMut(Run<'t>)) {
    let mut rest = folded;
    while let Some(&c) = rest.first() {
        let end = |is: fn(char) -> bool| rest.iter().position(|&c| !is(c)).unwrap_or(rest.len());
        let length = if is_joined(c) {
            let length = end(is_joined);
            each(Run::Joined(&rest[..length]));
            length
        } else if is_lettered(c) {
            let length = end(|c| !is_joined(c) && is_lettered(c));
            each(Run::Word(&rest[..length.min(LONGEST_WORD)]));
            length
        } else {
            1
        };
        rest = &rest[length..];
    }
}

/// Whether the script of `c` puts no spaces between words: Han, kana, Hangul.
pub fn is_joined(c: char) -> bool {
    // Nearly every character of a Chinese text.
    matches!(c as u32, 0x4E00..=0x9FFF)
        || matches!(c as u32,
            0x2E80..=0x2FDF
            | 0x3005..=0x3007
            | 0x3021..=0x3029
            | 0x3038..=0x303B
            | 0x3041..=0x3096
            | 0x30A1..=0x30FA
            | 0x30FC
            | 0x3400..=0x4DBF
            | 0xAC00..=0xD7A3
            | 0xF900..=0xFAFF
            | 0x20000..=0x3FFFF)
}

/// A letter or a digit. The punctuation of Chinese is told without Unicode's tables.
pub(super) fn is_lettered(c: char) -> bool {
    let mark =
        matches!(c, '\u{2010}'..='\u{2027}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}');
    !mark && c.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_digits_are_unicodes() {
        assert!(('\0'..=char::MAX).all(|c| is_lettered(c) == c.is_alphanumeric()));
    }
}
