//! Tags between marks, `{{< … >}}` and `{% … %}`: found outside of code, and replaced.

use super::super::text::{Piece, outside_code, pieces};
use std::collections::HashSet;

/// What stands for a tag.
pub(super) enum Put {
    /// This, where the tag was.
    Inline(String),
    /// This, on a line of its own.
    Own(String),
}

/// Replaces every tag for which `put` says something; it is given what stands between the marks.
pub(super) fn replace(
    text: &str,
    (open, close): (&str, &str),
    mut put: impl FnMut(&str) -> Option<Put>,
) -> String {
    let mut out = String::with_capacity(text.len());
    let changed = outside_code(text, |piece| {
        let mut piece_out = String::with_capacity(piece.len());
        let mut rest = piece;
        while let Some(start) = rest.find(open) {
            let inside = &rest[start + open.len()..];
            let Some(end) = inside.find(close) else { break };
            piece_out.push_str(&rest[..start]);
            let after = &inside[end + close.len()..];
            match put(inside[..end].trim()) {
                Some(Put::Inline(text)) => piece_out.push_str(&text),
                Some(Put::Own(line)) => own_line(&mut piece_out, &line, after),
                None => piece_out.push_str(&rest[start..start + open.len() + end + close.len()]),
            }
            rest = after;
        }
        piece_out + rest
    });
    out.push_str(&changed);
    out
}

/// Makes blocks of code of what stands between two tags. `begins` says of the first one which language the
/// code is in, and what the second one is called; none if it holds no code.
pub(super) fn fenced(
    text: &str,
    marks: (&str, &str),
    mut begins: impl FnMut(&str) -> Option<(String, String)>,
) -> (String, usize) {
    let (mut out, mut rest, mut blocks) = (String::with_capacity(text.len()), text, 0);
    // What has no end behind one place has none behind a later one.
    let mut endless: HashSet<String> = HashSet::new();
    while let Some((start, language, code, after)) =
        tags(rest, marks).find_map(|(start, inside, end)| {
            let (language, name) = begins(inside.trim())?;
            if endless.contains(&name) {
                return None;
            }
            match up_to(&rest[end..], marks, &name) {
                Some((code, after)) => Some((start, language, code, after)),
                None => {
                    endless.insert(name);
                    None
                }
            }
        })
    {
        out.push_str(&rest[..start]);
        put_code(&mut out, &language, code, after);
        (rest, blocks) = (after, blocks + 1);
    }
    (out + rest, blocks)
}

/// The tags outside of code, in order: where each begins, what it says, and where it ends.
fn tags<'t>(
    text: &'t str,
    (open, close): (&'t str, &'t str),
) -> impl Iterator<Item = (usize, &'t str, usize)> {
    let mut pieces = pieces(text).into_iter();
    let (mut part, mut at, mut from) = ("", 0_usize, 0_usize);
    std::iter::from_fn(move || {
        loop {
            let first = from.saturating_sub(at);
            if let Some(found) = part.get(first..).and_then(|part| part.find(open)) {
                let start = at + first + found;
                let inside = &text[start + open.len()..];
                let length = inside.find(close)?;
                from = start + open.len() + length + close.len();
                return Some((start, &inside[..length], from));
            }
            at += part.len();
            part = match pieces.next()? {
                Piece::Text(part) => part,
                Piece::Code(code) => {
                    at += code.len();
                    ""
                }
            };
        }
    })
}

/// What stands before the tag of that name, and what behind it.
fn up_to<'t>(text: &'t str, (open, close): (&str, &str), name: &str) -> Option<(&'t str, &'t str)> {
    text.match_indices(open).find_map(|(at, _)| {
        let (inside, after) = text[at + open.len()..].split_once(close)?;
        let said: String = inside.trim().trim_matches('-').split_whitespace().collect();
        (said == name).then_some((&text[..at], after))
    })
}

/// Puts a block of code behind `out`, between fences that no line of it is.
fn put_code(out: &mut String, language: &str, code: &str, after: &str) {
    let ticks = |line: &str| {
        let line = line.trim_start();
        line.len() - line.trim_start_matches('`').len()
    };
    let fence = "`".repeat(code.lines().map(ticks).max().unwrap_or(0).max(2) + 1);
    let begun = out.rsplit('\n').next().unwrap_or_default();
    let indent = if begun.trim().is_empty() { begun.to_owned() } else { String::new() };
    let code = match code.split_once('\n') {
        Some((first, rest)) if first.trim().is_empty() => rest,
        _ => code,
    };
    let code = code.trim_end_matches([' ', '\t']);
    let end = if code.is_empty() || code.ends_with('\n') { "" } else { "\n" };
    own_line(out, &format!("{fence}{language}\n{code}{end}{indent}{fence}"), after);
}

/// Puts a line behind `out`, so that nothing else stands on it.
pub(super) fn own_line(out: &mut String, line: &str, after: &str) {
    let begun = out.rsplit('\n').next().unwrap_or_default();
    if !begun.trim().is_empty() {
        out.push_str("\n\n");
    }
    out.push_str(line);
    let rest = after.split('\n').next().unwrap_or_default();
    if !rest.trim().is_empty() {
        out.push_str("\n\n");
    }
}

/// The words of a tag: those with a name, `a="b"`, and those without. Quotation marks and backticks hold
/// several together.
pub(super) fn words(inside: &str) -> Vec<(Option<String>, String)> {
    let mut words = Vec::new();
    let mut rest = inside.trim_start();
    while !rest.is_empty() {
        let end = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        let begins_quoted = rest.starts_with(['"', '\'', '`', '“']);
        let name = (!begins_quoted && rest[end..].starts_with('=')).then(|| rest[..end].to_owned());
        if name.is_some() {
            rest = &rest[end + 1..];
        }
        let quote = rest.chars().next().filter(|c| ['"', '\'', '`', '“'].contains(c));
        let (word, after) = match quote {
            Some(mark) => {
                let close = if mark == '“' { '”' } else { mark };
                let inside = &rest[mark.len_utf8()..];
                inside.split_once(close).unwrap_or((inside, ""))
            }
            None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
        };
        words.push((name, word.to_owned()));
        rest = after.trim_start();
    }
    words
}

/// What a tag is told: by name or place.
pub(super) struct Told(pub(super) Vec<(Option<String>, String)>);

impl Told {
    /// The first of these names that is given.
    pub(super) fn named(&self, names: &[&str]) -> Option<&str> {
        let fits = |name: &Option<String>| name.as_deref().is_some_and(|n| names.contains(&n));
        self.0.iter().find(|(name, _)| fits(name)).map(|(_, value)| value.as_str())
    }

    /// The word at a place, of those without names.
    pub(super) fn at(&self, place: usize) -> Option<&str> {
        self.0.iter().filter(|(name, _)| name.is_none()).nth(place).map(|(_, v)| v.as_str())
    }

    /// All words from a place on.
    pub(super) fn from(&self, place: usize) -> String {
        let words = self.0.iter().filter(|(name, _)| name.is_none()).skip(place);
        words.map(|(_, word)| word.as_str()).collect::<Vec<_>>().join(" ")
    }
}

/// Names that mean a container of that kind, and those that are told which.
const KINDS: [&str; 12] = [
    "note",
    "info",
    "tip",
    "warning",
    "caution",
    "danger",
    "important",
    "success",
    "error",
    "question",
    "example",
    "quote",
];
const ANY: [&str; 10] = [
    "notice",
    "alert",
    "admonition",
    "callout",
    "hint",
    "note-box",
    "notification",
    "aside",
    "message",
    "details",
];

/// The line `:::kind title` for a tag that begins a container.
pub(super) fn container(name: &str, told: &Told) -> Option<String> {
    let name = name.to_ascii_lowercase();
    let title = told.named(&["title", "header", "summary"]);
    let (kind, title) = if KINDS.contains(&name.as_str()) {
        // `{% note info %}`: what is written first may be the kind.
        let first = told.at(0).filter(|word| KINDS.contains(word) || *word == "primary");
        let title = title.map(str::to_owned).or_else(|| {
            let words = told.from(usize::from(first.is_some()));
            (!words.is_empty() && words != "no-icon").then_some(words)
        });
        (first.unwrap_or(&name).to_owned(), title)
    } else if ANY.contains(&name.as_str()) {
        let kind = told.named(&["type", "level", "kind", "color", "context", "style", "icon"]);
        let kind = kind.or_else(|| told.at(0).filter(|word| KINDS.contains(word)));
        (kind.unwrap_or("note").to_owned(), title.map(str::to_owned))
    } else {
        return None;
    };
    let kind: String = kind.chars().filter(|c| c.is_alphanumeric() || *c == '-').collect();
    let title = title.map(|title| format!(" {}", title.trim())).unwrap_or_default();
    Some(format!(":::{kind}{title}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_named_or_not() {
        let told = Told(words("info a=\"b c\" 'd e' `f`"));
        assert_eq!(told.named(&["a"]), Some("b c"));
        assert_eq!((told.at(0), told.at(1), told.at(2)), (Some("info"), Some("d e"), Some("f")));
        assert_eq!(container("note", &told).as_deref(), Some(":::info d e f"));
        assert_eq!(container("gallery", &told), None);
    }

    #[test]
    fn code_stands_between_fences_that_it_does_not_hold() {
        let begins = |inside: &str| {
            inside.strip_prefix("code ").map(|lang| (lang.to_owned(), "endcode".to_owned()))
        };
        for (text, expected) in [
            ("{% code a %}\n甲\n{% endcode %}\n", "```a\n甲\n```\n"),
            ("{% code a %}\n```b\n甲\n```\n{% endcode %}\n", "````a\n```b\n甲\n```\n````\n"),
            ("- 甲\n  {% code a %}\n  乙\n  {%- endcode -%}\n", "- 甲\n  ```a\n  乙\n  ```\n"),
            ("甲{% code a %}乙{% endcode %}丙\n", "甲\n\n```a\n乙\n```\n\n丙\n"),
            ("{% b %}{% code a %}\n", "{% b %}{% code a %}\n"),
            ("`{% code a %}` {% endcode %}\n", "`{% code a %}` {% endcode %}\n"),
        ] {
            assert_eq!(fenced(text, ("{%", "%}"), begins).0, expected, "{text}");
        }
    }

    /// Looking for each end anew would take the square of the tags: minutes for these, and not a blink.
    #[test]
    fn tags_without_an_end_are_looked_for_once() {
        let mut asked = 0;
        let text = "{% code a %}\n".repeat(40_000);
        let begins = |_: &str| Some(("a".to_owned(), "endcode".to_owned()));
        let (made, blocks) = fenced(&text, ("{%", "%}"), |inside| {
            asked += 1;
            begins(inside)
        });
        assert_eq!((made == text, blocks, asked), (true, 0, 40_000));
    }

    #[test]
    fn what_needs_a_line_gets_one() {
        let put = |inside: &str| Some(Put::Own(format!(":::{inside}")));
        assert_eq!(
            replace("甲{% a %}乙\n{% b %}\n", ("{%", "%}"), put),
            "甲\n\n:::a\n\n乙\n:::b\n"
        );
    }
}
