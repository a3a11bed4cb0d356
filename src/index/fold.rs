//! Makes spellings of one word equal before anything is cut or compared: width, case and script.
//!
//! The browser does the same with the part of [`pairs`] that a site's text needs, so every step
//! works on single characters: the phrase tables that give beautiful Traditional text are of no use
//! to a reader who has typed half a phrase.

use crate::base;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// Characters that stand for another one in some Traditional words and that the tables leave alone.
const MERGED: &str = "瞭了藉借祇只衹只馀余覆复";

/// Folds a text: compatibility forms, lower case, Simplified characters, nothing invisible.
pub fn fold(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    fold_into(text, &mut out);
    let mut folded = String::with_capacity(text.len());
    folded.extend(out);
    folded
}

/// The same by characters, behind what `out` holds.
pub(crate) fn fold_into(text: &str, out: &mut Vec<char>) {
    let (before, simple) = (out.len(), TABLE.as_slice());
    out.reserve(text.len() / 2);
    for c in text.chars() {
        if let Some(folded) = simple.get(c as usize).filter(|folded| **folded != NOT_SIMPLE) {
            out.push(*folded);
            continue;
        }
        if c != '…' {
            out.truncate(before);
            return out.extend(fold_together(text).chars());
        }
        out.extend(['.'; 3]);
    }
}

/// Folds what does not depend on its neighbours and needs no table of Unicode's: nearly every
/// character of a Chinese text. Nothing for any other, nor for what becomes several.
fn fold_alone(c: char) -> Option<char> {
    Some(match c {
        '\0'..='\x7F' => c.to_ascii_lowercase(),
        '\u{3400}'..='\u{9FFF}' => simplified(c),
        // Full-width forms of ASCII stand in its order.
        '\u{FF01}'..='\u{FF5E}' => {
            let narrow = char::from_u32(c as u32 - 0xFF01 + 0x21);
            narrow.unwrap_or(c).to_ascii_lowercase()
        }
        '\u{3000}' => ' ',
        '—' | '‘' | '’' | '“' | '”' | '·' | '\u{3001}'..='\u{3003}' | '\u{3007}'..='\u{3011}' => {
            c
        }
        _ => return None,
    })
}

/// Folds any text.
fn fold_together(text: &str) -> String {
    let lower = match is_nfkc_quick(text.chars()) {
        IsNormalized::Yes => text.to_lowercase(),
        _ => text.nfkc().collect::<String>().to_lowercase(),
    };
    lower.chars().filter(|&c| !is_invisible(c)).map(simplify).collect()
}

/// The Simplified character that `c` is folded to, `c` itself for most.
pub fn simplify(c: char) -> char {
    match c as u32 {
        0x3400..=0x9FFF => TABLE[c as usize],
        0x20000.. => simplified(c),
        _ => c,
    }
}

fn simplified(c: char) -> char {
    PAIRS.get(&c).copied().unwrap_or(c)
}

/// Every character that is folded, with what it becomes.
pub fn pairs() -> impl Iterator<Item = (char, char)> {
    PAIRS.iter().map(|(&from, &to)| (from, to))
}

/// Characters without a form of their own, which copied text is full of.
fn is_invisible(c: char) -> bool {
    matches!(c as u32, 0xAD | 0x200B..=0x200F | 0x2060 | 0xFE00..=0xFE0F | 0xFEFF | 0xE0100..=0xE01EF)
}

/// Stands in [`TABLE`] for what is not folded to one character by itself. It is no character that a text has.
const NOT_SIMPLE: char = char::MAX;

/// What nearly every character of a text is folded to, by its number.
static TABLE: LazyLock<Vec<char>> = LazyLock::new(|| {
    let folded = |n: u32| char::from_u32(n).and_then(fold_alone).unwrap_or(NOT_SIMPLE);
    (0..=0xFFFF).map(folded).collect()
});

static PAIRS: LazyLock<BTreeMap<char, char>> = LazyLock::new(|| {
    let single =
        |&(c, _): &(char, char)| matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{2FFFF}');
    let mut pairs: BTreeMap<char, char> =
        base::fold::simplified().iter().copied().filter(single).collect();
    let merged: Vec<char> = MERGED.chars().collect();
    pairs.extend(merged.chunks(2).map(|pair| (pair[0], pair[1])));
    // A chain (薴 → 苧 → 苎) must end where its parts end, or folding twice would differ.
    let ends: Vec<(char, char)> =
        pairs.iter().filter_map(|(&from, to)| pairs.get(to).map(|&end| (from, end))).collect();
    pairs.extend(ends);
    pairs
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_twice_changes_nothing_more() {
        for (from, to) in pairs() {
            assert_eq!(simplify(to), to, "{from}");
        }
        assert_eq!(fold("ＡＰＲ 爆通訊錄 餘額 瞭解 什麼"), "apr 爆通讯录 余额 了解 什么");
    }

    #[test]
    fn what_is_folded_alone_is_folded_as_in_any_text() {
        let mut alone = 0;
        for c in '\0'..=char::MAX {
            if fold_alone(c).is_some() || c == '…' {
                assert_eq!(fold(&c.to_string()), fold_together(&c.to_string()), "{c:?}");
                alone += 1;
            }
        }
        assert!(alone > 27_000, "{alone} characters need no tables");
    }
}
