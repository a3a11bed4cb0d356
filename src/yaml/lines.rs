//! The places of a text that is written in the simplest way, as nearly all front matter is: a line for each key,
//! behind it a plain or quoted text or a list of these, in brackets or line by line.
//!
//! Whatever else YAML knows is left to the parser, which says the same of these texts and takes ten times as long.

use super::place::Place;
use std::ops::Range;

/// The places of a text's only document; `None` for a text that is not this simple.
pub(super) fn places(text: &str) -> Option<Place> {
    let is_strange = |byte: u8| byte < b' ' && byte != b'\n';
    if text.bytes().any(is_strange) || text.contains('\u{feff}') {
        return None;
    }
    let mut page = Lines { text, parts: Vec::new(), indent: None };
    let mut start = 0;
    for line in text.split('\n') {
        page.line(start, line)?;
        start += line.len() + 1;
    }
    let parts = page.parts;
    let (first, last) = (parts.first()?.range.start, parts.last()?.range.end);
    Some(Place { range: first..last, parts })
}

/// A mapping, line by line.
struct Lines<'t> {
    text: &'t str,
    /// Keys and values in turn.
    parts: Vec<Place>,
    /// How far the list is indented that is the last value, if items may follow.
    indent: Option<usize>,
}

/// What no plain text begins with, as simple as it is here.
const FIRST: [char; 19] = [
    '-', '?', ':', ',', '[', ']', '{', '}', '#', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`',
];

/// What stands in no item of a list in brackets.
const IN_BRACKETS: [char; 8] = [':', '#', '[', ']', '{', '}', '\'', '"'];

impl Lines<'_> {
    fn line(&mut self, start: usize, line: &str) -> Option<()> {
        let written = line.trim_start_matches(' ');
        if written.is_empty() || line.starts_with('#') {
            return Some(());
        }
        let indent = line.len() - written.len();
        match written.strip_prefix("- ") {
            Some(_) => self.item(start, indent, line),
            None if indent == 0 => self.entry(start, line),
            None => None,
        }
    }

    /// `key: value`, or `key:` before a list.
    fn entry(&mut self, start: usize, line: &str) -> Option<()> {
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        let name = line
            .find(|c| !is_name(c))
            .filter(|_| line.starts_with(|c: char| c.is_ascii_alphabetic()))?;
        let rest = line[name..].strip_prefix(':')?;
        let behind = start + name + 1;
        self.parts.push(Place::leaf(start..start + name));
        self.indent = None;
        let value = rest.trim_start_matches(' ');
        let value = match value.is_empty() {
            true => Place::leaf(behind..behind),
            false if value.len() == rest.len() => return None,
            false => self.value(start + line.len() - value.len()..start + line.len())?,
        };
        self.parts.push(value);
        Some(())
    }

    /// `- value`, in the list that is the last value.
    fn item(&mut self, start: usize, indent: usize, line: &str) -> Option<()> {
        let list = self.parts.last()?;
        let begins = list.range.is_empty() && self.indent.is_none();
        if !begins && self.indent != Some(indent) {
            return None;
        }
        let value = line[indent + 1..].trim_start_matches(' ');
        let value = self.scalar(start + line.len() - value.len()..start + line.len())?;
        let list = self.parts.last_mut()?;
        if begins {
            // The parser lets a list that is not indented begin with the text of its first item.
            list.range.start = if indent == 0 { value.range.start } else { start + indent };
        }
        list.range.end = value.range.end;
        list.parts.push(value);
        self.indent = Some(indent);
        Some(())
    }

    fn value(&self, range: Range<usize>) -> Option<Place> {
        let Some(items) = self.text[range.clone()].strip_prefix('[') else {
            return self.scalar(range);
        };
        let items = items.strip_suffix(']')?;
        let start = range.start + 1;
        let end = start + items.len();
        let mut parts = Vec::new();
        let mut at = start;
        for item in items.split(',').filter(|_| !items.trim_matches(' ').is_empty()) {
            let value = item.trim_start_matches(' ');
            let quoted = value.trim_end_matches(' ');
            let bare = ['"', '\'']
                .iter()
                .find_map(|quote| quoted.strip_prefix(*quote)?.strip_suffix(*quote));
            if bare.unwrap_or(value).contains(IN_BRACKETS) || value.contains(" -") {
                return None;
            }
            parts.push(self.scalar(at + item.len() - value.len()..at + item.len())?);
            at += item.len() + 1;
        }
        Some(Place { range: range.start..end + 1, parts })
    }

    /// A text on one line, plain or quoted.
    fn scalar(&self, range: Range<usize>) -> Option<Place> {
        let text = self.text[range.clone()].trim_end_matches(' ');
        let is_simple = match text.chars().next()? {
            quote @ ('"' | '\'') => {
                let inner = text[1..].strip_suffix(quote)?;
                !inner.contains([quote, '\\'])
            }
            first => {
                let ends = text.ends_with(':') || text.contains(": ") || text.contains(" #");
                !FIRST.contains(&first) && !first.is_whitespace() && !ends
            }
        };
        is_simple.then(|| Place::leaf(range.start..range.start + text.trim_end().len()))
    }
}
