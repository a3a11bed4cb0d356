//! Where the parser would read more into a text than CommonMark or its author do, it is given a guard: a
//! character that is taken out of everything it says.
//!
//! - `{…}` behind a heading's words is a block of attributes only if it holds nothing else.
//! - A definition begins with a colon and a space: `:::` and `:smile:` are none.
//! - `[[1]](address)` is a link whose words are `[1]`; no page is called `1`.
//! - `_` inside an address is part of it.
//! - An answer is one line of words, whatever it begins with.

use super::options;
use crate::base::chars::{self, GUARD, PUNCTUATION};
use crate::parse::emphasis::Guard;
use memchr::memmem;
use pulldown_cmark::{Event, LinkType, Parser, Tag};

/// How many bytes the address and title of one link have at most.
const NEAR: usize = 1000;

/// The guards that `text` needs. `line`: it is read as words within one paragraph.
pub(super) fn guards(text: &str, line: bool) -> Vec<Guard> {
    let mut guards = Vec::new();
    if line {
        guards.push((0, PUNCTUATION));
    } else {
        in_lines(text, &mut guards);
    }
    if memmem::find(text.as_bytes(), b"[[").is_some() {
        in_brackets(text, &mut guards);
    }
    if chars::has_any(text, b"_") {
        in_addresses(text, &mut guards);
    }
    guards
}

fn in_lines(text: &str, guards: &mut Vec<Guard>) {
    // Most lines have neither.
    if !chars::has_any(text, b":}") {
        return;
    }
    let mut start = 0;
    for line in chars::lines(text) {
        let content = line.trim_start_matches([' ', '\t', '>']);
        let colon =
            content.strip_prefix(':').is_some_and(|rest| !rest.starts_with(char::is_whitespace));
        if colon && !is_delimiter_row(content) {
            guards.push((start + line.len() - content.len(), GUARD));
        }
        if chars::has_any(line, b"}") {
            let length = without_closing(line).len();
            if line[..length].ends_with('}') && !is_attributes(&line[..length]) {
                guards.push((start + length, GUARD));
            }
        }
        start += line.len();
    }
}

/// Whether a line divides a table's head from its rows: `:--|--:`.
fn is_delimiter_row(line: &str) -> bool {
    line.contains('-') && line.chars().all(|c| c.is_whitespace() || matches!(c, ':' | '-' | '|'))
}

/// A line without white space and a heading's closing `##` at its end.
pub(super) fn without_closing(line: &str) -> &str {
    let line = line.trim_end();
    let open = line.trim_end_matches('#');
    if open.len() < line.len() && open.ends_with([' ', '\t']) { open.trim_end() } else { line }
}

/// Whether a line that ends in `}` ends in attributes: `#id`, `.class` and `key=value`, nothing else.
pub(super) fn is_attributes(line: &str) -> bool {
    let Some((before, inside)) = line[..line.len() - 1].rsplit_once('{') else { return true };
    let mut attributes = inside.split_ascii_whitespace().peekable();
    !before.ends_with('\\') && attributes.peek().is_some() && attributes.all(is_attribute)
}

/// Whether a word in braces is an attribute.
pub(super) fn is_attribute(word: &str) -> bool {
    let named = |name: &str| name.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '-');
    match word.split_at_checked(1) {
        Some(("#", id)) => !id.is_empty(),
        Some((".", class)) => named(class),
        _ => word.split_once('=').is_some_and(|(key, value)| {
            let ascii = |c: char| c.is_ascii_alphanumeric() || "-_:.".contains(c);
            named(key) && key.chars().all(ascii) && !value.is_empty()
        }),
    }
}

/// Double brackets before an address or a label that is defined, or around such a label.
fn in_brackets(text: &str, guards: &mut Vec<Guard>) {
    let mut definitions = None;
    for (at, found) in text.match_indices("]]") {
        let rest = &text[at + found.len()..];
        let link = match rest.as_bytes().first() {
            Some(b'(') => begins_with_address(rest),
            Some(b'[') => {
                let label = rest[1..].split(']').next().unwrap_or_default();
                let parsed = definitions.get_or_insert_with(|| Parser::new_ext(text, options()));
                !label.trim().is_empty() && parsed.reference_definitions().get(label).is_some()
            }
            _ => inner(&text[..at]).is_some_and(|label| match label.starts_with('^') {
                true => text.contains(&format!("[{label}]:")),
                false => {
                    let parsed =
                        definitions.get_or_insert_with(|| Parser::new_ext(text, options()));
                    parsed.reference_definitions().get(label).is_some()
                }
            }),
        };
        if link {
            guards.push((at + 1, GUARD));
        }
    }
}

/// What stands in double brackets that close behind `before`.
fn inner(before: &str) -> Option<&str> {
    let label = &before[before.rfind(['[', ']', '\n'])? + 1..];
    let open = before[..before.len() - label.len()].ends_with("[[");
    (open && !label.trim().is_empty()).then_some(label)
}

/// Whether `(…)` behind a link's words is its address, perhaps with a title.
fn begins_with_address(rest: &str) -> bool {
    let end = (0..=rest.len().min(NEAR)).rev().find(|end| rest.is_char_boundary(*end));
    let near = &rest[..end.unwrap_or(0)];
    let text = format!("[x]{}", near.split("\n\n").next().unwrap_or_default());
    matches!(
        Parser::new(&text).nth(1),
        Some(Event::Start(Tag::Link { link_type: LinkType::Inline, .. }))
    )
}

/// Underscores in addresses that stand bare in the text: between two guards they open and close nothing.
fn in_addresses(text: &str, guards: &mut Vec<Guard>) {
    let schemes = text.match_indices("://").map(|(at, found)| at + found.len());
    let hosts = text.match_indices("www.").map(|(at, found)| at + found.len());
    let mut done = 0;
    let mut starts: Vec<usize> = schemes.chain(hosts).collect();
    starts.sort_unstable();
    for start in starts {
        let start = start.max(done);
        let ends = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '*' | '`' | '|');
        let length = text[start..].find(ends).unwrap_or(text.len() - start);
        for (at, _) in text[start..start + length].match_indices('_') {
            let at = start + at;
            if !text[..at].ends_with('\\') {
                guards.extend([(at, GUARD), (at + 1, GUARD)]);
            }
        }
        done = start + length;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_attributes_are_attributes() {
        for (line, attributes) in [
            ("## 甲 {#id}", true),
            ("## 甲 { #id }", true),
            ("## 甲 {.wide #id a=b}", true),
            ("## 甲 {#姓名}", true),
            ("## 甲 {#a} ##", true),
            ("## 甲 {姓名}", false),
            ("## 甲 {1,2,3}", false),
            ("## 甲 {}", false),
            ("## 甲 { }", false),
            ("## 甲 {#}", false),
            ("## 甲 {.5}", false),
            ("## 甲 {a = b}", false),
            ("## 甲 {x>=1}", false),
            ("## 甲 \\{#id}", false),
            ("## 甲 {#id 姓名}", false),
            ("## 甲 {姓名} {#id}", true),
            ("## 甲 {#a {b}", false),
            ("## 甲 {姓名} ##", false),
        ] {
            let guarded = guards(line, false);
            assert_eq!(guarded.is_empty(), attributes, "{line}: {guarded:?}");
        }
    }

    #[test]
    fn brackets_before_an_address_name_no_page() {
        for (text, link) in [
            ("[[1]](https://a.b)", true),
            ("[[1]](<a b> \"题\")", true),
            ("[[1]][r]\n\n[r]: x", true),
            ("[[甲]]（见下）", false),
            ("[[甲]](见 下文)", false),
            ("[[甲]] (x)", false),
            ("[[甲]][没有]", false),
            ("[[甲]][]", false),
            ("[[1]]\n\n[1]: https://e.org", true),
            ("[[^a]]\n\n[^a]: x", true),
            ("[[1]]", false),
        ] {
            assert_eq!(!guards(text, false).is_empty(), link, "{text}");
        }
    }
}
