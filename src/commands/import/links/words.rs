//! Links that can lead nowhere here: their words stay.

use super::super::text::{Piece, pieces};

/// What ends `out`, up to `](`, without the brackets of the link or picture: its words.
pub(super) fn taken(out: &mut String) -> Option<String> {
    let text = out.strip_suffix("](")?;
    let open = opening(text)?;
    let words = text[open + 1..].to_owned();
    out.truncate(open);
    if out.ends_with('!') {
        out.pop();
    }
    Some(words)
}

/// Where the bracket is that the one behind a text closes.
fn opening(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    text.char_indices().rev().find_map(|(at, c)| {
        match c {
            ']' => depth += 1,
            '[' if depth == 0 => return Some(at),
            '[' => depth -= 1,
            _ => {}
        }
        None
    })
}

/// A text in which nothing refers to these labels: `[words][label]`, `[label][]` and `[label]` are words.
pub(super) fn without_references(text: &str, labels: &[String]) -> String {
    if labels.is_empty() {
        return text.to_owned();
    }
    let gone = |label: &str| labels.iter().any(|known| same_label(known, label));
    let mut out = String::with_capacity(text.len());
    let mut read = 0;
    for piece in pieces(text) {
        let part = match piece {
            Piece::Code(code) => {
                out.push_str(code);
                read += code.len();
                continue;
            }
            Piece::Text(part) => part,
        };
        for c in part.chars() {
            read += c.len_utf8();
            if c == ']' {
                close(&mut out, &text[read..], &gone);
            } else {
                out.push(c);
            }
        }
    }
    out
}

/// Closes a bracket behind `out`.
fn close(out: &mut String, after: &str, gone: &impl Fn(&str) -> bool) {
    let open = opening(out);
    let Some(open) = open else { return out.push(']') };
    let inside = out[open + 1..].to_owned();
    let words = out[..open].strip_suffix(']').and_then(|before| {
        let first = opening(before)?;
        Some((first, before[first + 1..].to_owned()))
    });
    match words {
        Some((first, words)) if gone(if inside.is_empty() { &words } else { &inside }) => {
            out.truncate(first);
            out.push_str(&words);
        }
        None if gone(&inside) && !after.starts_with(['[', '(', ':']) => {
            out.truncate(open);
            out.push_str(&inside);
        }
        _ => out.push(']'),
    }
}

/// Labels are equal in any case, however many spaces are in them.
fn same_label(one: &str, other: &str) -> bool {
    let plain = |label: &str| label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    plain(one) == plain(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_to_what_is_gone_are_words() {
        let labels = ["甲".to_owned(), "`b`".to_owned()];
        for (text, expected) in [
            ("[甲] [乙][甲] [甲][] [`b`][]", "甲 乙 甲 `b`"),
            ("[甲](c) [丙] [甲][丙] [丙][] `[甲]`", "[甲](c) [丙] [甲][丙] [丙][] `[甲]`"),
            ("] [ [甲", "] [ [甲"),
        ] {
            assert_eq!(without_references(text, &labels), expected);
        }
    }
}
