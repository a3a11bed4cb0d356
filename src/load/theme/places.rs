//! Places in a file of the theme, for messages, found in one walk through the file: there may be thousands.

use crate::diag::Excerpt;

/// A walk through a text, forward.
pub(super) struct Places<'t> {
    text: &'t str,
    /// As far as it has come, in bytes.
    at: usize,
    line: usize,
    line_start: usize,
    /// Characters between the line's start and `at`.
    column: usize,
}

/// A place as a message needs it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) excerpt: Excerpt,
}

impl<'t> Places<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0, line: 1, line_start: 0, column: 0 }
    }

    /// What is at this byte. Cheap if it lies behind the one asked for before.
    pub(super) fn at(&mut self, offset: usize) -> Spot {
        let offset = offset.min(self.text.len());
        let offset = (0..=offset).rev().find(|at| self.text.is_char_boundary(*at)).unwrap_or(0);
        if offset < self.at {
            *self = Self::new(self.text);
        }
        let passed = &self.text[self.at..offset];
        match passed.rfind('\n') {
            Some(last) => {
                self.line += passed.bytes().filter(|b| *b == b'\n').count();
                self.line_start = self.at + last + 1;
                self.column = self.text[self.line_start..offset].chars().count();
            }
            None => self.column += passed.chars().count(),
        }
        self.at = offset;
        let before = &self.text[self.line_start..offset];
        Spot {
            line: self.line,
            column: self.column + 1,
            excerpt: Excerpt::around(before, self.column, &self.text[offset..]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::source::Source;

    #[test]
    fn places_are_those_of_the_file_in_any_order() {
        let text = "甲乙\n\n丙: 丁\r\nlast";
        let source = Source::new("a", text);
        let mut places = Places::new(text);
        for offset in (0..=text.len()).chain((0..text.len()).rev()) {
            let (spot, position) = (places.at(offset), source.position(offset));
            let line = text.lines().nth(position.line - 1).unwrap_or_default();
            assert_eq!((spot.line, spot.column), (position.line, position.column), "{offset}");
            assert_eq!(spot.excerpt, Excerpt::of(line, position.column), "{offset}");
        }
    }
}
