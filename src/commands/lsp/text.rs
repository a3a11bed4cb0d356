//! Places in a text as editors count them: a line, and how many units of an agreed encoding stand before it
//! there. Everything else of ours counts bytes.

use gen_lsp_types::{
    Position, PositionEncodingKind, Range, TextDocumentContentChangeEvent as Change,
};
use std::ops;

/// In what units columns are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    /// Bytes.
    Utf8,
    /// Units of UTF-16: what every client knows.
    Utf16,
    /// Characters.
    Utf32,
}

impl Encoding {
    /// The one that costs least of those that a client offers.
    pub(super) fn agreed(offered: &[PositionEncodingKind]) -> Self {
        match offered {
            kinds if kinds.contains(&PositionEncodingKind::UTF8) => Self::Utf8,
            kinds if kinds.contains(&PositionEncodingKind::UTF16) => Self::Utf16,
            kinds if kinds.contains(&PositionEncodingKind::UTF32) => Self::Utf32,
            _ => Self::Utf16,
        }
    }

    /// What the protocol calls it.
    pub(super) fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
            Self::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    fn units(self, c: char) -> usize {
        match self {
            Self::Utf8 => c.len_utf8(),
            Self::Utf16 => c.len_utf16(),
            Self::Utf32 => 1,
        }
    }
}

/// A text with where its lines begin. A line ends with `\n`, `\r\n` or `\r`, as the protocol has it.
#[derive(Debug)]
pub(super) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
    encoding: Encoding,
}

impl<'t> Lines<'t> {
    pub(super) fn of(text: &'t str, encoding: Encoding) -> Self {
        let bytes = text.as_bytes();
        let ends = |(at, byte): (usize, &u8)| {
            let ends = *byte == b'\n' || (*byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
            ends.then_some(at + 1)
        };
        let starts = [0].into_iter().chain(bytes.iter().enumerate().filter_map(ends)).collect();
        Self { text, starts, encoding }
    }

    /// Where a byte is. One past the end, or inside a character, is moved back.
    pub(super) fn position(&self, offset: usize) -> Position {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
        let before = &self.text[self.starts[line]..offset];
        let column: usize = before.chars().map(|c| self.encoding.units(c)).sum();
        Position { line: number(line), character: number(column) }
    }

    /// Some bytes as a range.
    pub(super) fn range(&self, bytes: &ops::Range<usize>) -> Range {
        Range { start: self.position(bytes.start), end: self.position(bytes.end) }
    }

    /// The byte at a place. One behind the end of its line is that end, and one inside of a character its
    /// beginning.
    pub(super) fn offset(&self, position: Position) -> usize {
        let line = position.line as usize;
        let Some(start) = self.starts.get(line).copied() else { return self.text.len() };
        let end = self.starts.get(line + 1).map_or(self.text.len(), |next| *next);
        let words = self.text[start..end].trim_end_matches(['\n', '\r']);
        let (mut left, mut at) = (position.character as usize, start);
        for c in words.chars() {
            let units = self.encoding.units(c);
            if units > left {
                break;
            }
            left -= units;
            at += c.len_utf8();
        }
        at
    }

    /// A range as bytes.
    pub(super) fn bytes(&self, range: Range) -> ops::Range<usize> {
        let (start, end) = (self.offset(range.start), self.offset(range.end));
        start.min(end)..end.max(start)
    }
}

/// Makes a change that an editor has made.
pub(super) fn change(text: &mut String, change: Change, encoding: Encoding) {
    match change {
        Change::TextDocumentContentChangePartial(part) => {
            let bytes = Lines::of(text, encoding).bytes(part.range);
            text.replace_range(bytes, &part.text);
        }
        Change::TextDocumentContentChangeWholeDocument(whole) => *text = whole.text,
    }
}

/// What the protocol has for numbers. A text is never so long.
fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use gen_lsp_types::TextDocumentContentChangePartial as Part;
    use proptest::prelude::*;

    const ALL: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

    /// Texts with Chinese, what needs two units of UTF-16, and every end of a line.
    fn text() -> impl Strategy<Value = String> {
        let piece =
            prop::sample::select(vec!["催收", "a", "𠮷", "😀", "\n", "\r\n", "\r", "é", " "]);
        prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn a_byte_is_found_again_where_it_is_said_to_be(text in text()) {
            for encoding in ALL {
                let lines = Lines::of(&text, encoding);
                for (offset, _) in text.char_indices().chain([(text.len(), ' ')]) {
                    // Between \r and \n nothing can stand.
                    let inside = text[..offset].ends_with('\r') && text[offset..].starts_with('\n');
                    if !inside {
                        prop_assert_eq!(lines.offset(lines.position(offset)), offset);
                    }
                }
            }
        }

        #[test]
        fn columns_are_those_of_the_encoding(text in text()) {
            let before = |offset: usize| {
                let start = text[..offset].rfind(['\n', '\r']).map_or(0, |at| at + 1);
                text[start..offset].to_owned()
            };
            for (offset, c) in text.char_indices() {
                if c == '\n' || c == '\r' {
                    continue;
                }
                let column = |encoding| Lines::of(&text, encoding).position(offset).character as usize;
                prop_assert_eq!(column(Encoding::Utf8), before(offset).len());
                prop_assert_eq!(column(Encoding::Utf16), before(offset).encode_utf16().count());
                prop_assert_eq!(column(Encoding::Utf32), before(offset).chars().count());
            }
        }

        #[test]
        fn changes_made_one_by_one_are_the_text(
            text in text(), new in text(), from in 0u32..8, to in 0u32..8, column in 0u32..12,
        ) {
            for encoding in ALL {
                let range = Range {
                    start: Position { line: from, character: column },
                    end: Position { line: to, character: column },
                };
                let lines = Lines::of(&text, encoding);
                let bytes = lines.bytes(range);
                let expected = format!("{}{new}{}", &text[..bytes.start], &text[bytes.end..]);
                let mut changed = text.clone();
                let part = Part { range, text: new.clone(), ..Part::default() };
                change(&mut changed, part.into(), encoding);
                prop_assert_eq!(changed, expected);
            }
        }
    }

    #[test]
    fn what_is_behind_the_end_of_a_line_is_its_end() {
        let lines = Lines::of("甲乙\r\n丙", Encoding::Utf16);
        let at = |line, character| lines.offset(Position { line, character });
        assert_eq!((at(0, 9), at(1, 9), at(7, 0)), (6, 11, 11));
        assert_eq!(Lines::of("a😀", Encoding::Utf16).offset(Position { line: 0, character: 2 }), 1);
    }
}
