//! A document's words as the rules read them: letter by letter, each with its place in the file.
//!
//! Emphasis and line breaks are gone, white space too, so that `保证**成功**` and `3 次` are found
//! however they are written. References, code and HTML are one letter that matches nothing.

use crate::base::source::Source;
use crate::model::document::{Document, RunKind};

/// How deeply quotations are followed: nobody nests more, and no text may cost more.
const NESTED: usize = 8;

/// What stands where something is that is no word.
pub(super) const GAP: char = '\u{FFFC}';

/// A character of prose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Letter {
    /// The character, its width folded.
    pub(super) c: char,
    /// Its offset in the file.
    pub(super) at: usize,
    /// One past its last byte.
    pub(super) end: usize,
    /// Whether it belongs to the words of a link.
    pub(super) linked: bool,
    /// Whether it is quoted: with `>`, or between quotation marks.
    pub(super) quoted: bool,
}

/// The letters of each block.
pub(super) fn blocks(document: &Document, source: &Source) -> Vec<Vec<Letter>> {
    let mut blocks = Vec::new();
    for runs in document.words.runs.chunk_by(|a, b| a.block() == b.block()) {
        let mut letters: Vec<Letter> = Vec::new();
        let mut end = runs[0].start.get();
        for run in runs {
            let (start, stop) = (run.start.get(), run.end.get());
            let joined = source.text.get(end..start).is_some_and(is_joint);
            let words = source.text.get(start..stop).filter(|_| run.kind() != RunKind::Raw);
            if !joined || words.is_none() {
                letters.push(letter(GAP, end, 0, false, run.quoted()));
            }
            end = stop;
            let linked = run.kind() == RunKind::Linked;
            letters.extend(
                words
                    .unwrap_or_default()
                    .char_indices()
                    .filter(|(_, c)| !c.is_whitespace())
                    .map(|(i, c)| letter(fold(c), start + i, c.len_utf8(), linked, run.quoted())),
            );
        }
        mark_quotations(&mut letters);
        blocks.push(letters);
    }
    blocks
}

/// The letters of a plain text that begins at `start` in the file.
pub(super) fn plain(text: &str, start: usize) -> Vec<Letter> {
    let letters = text.char_indices().filter(|(_, c)| !c.is_whitespace());
    let mut letters: Vec<Letter> =
        letters.map(|(i, c)| letter(fold(c), start + i, c.len_utf8(), false, false)).collect();
    mark_quotations(&mut letters);
    letters
}

/// Makes characters equal that differ in width, and the dashes between two numbers. A full-width
/// comma stays what it is: it divides clauses, while a plain one may stand inside a number.
pub(super) fn fold(c: char) -> char {
    match c {
        '—' | '–' | '−' | '～' | '~' => '-',
        '，' => c,
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

fn letter(c: char, at: usize, length: usize, linked: bool, quoted: bool) -> Letter {
    Letter { c, at, end: at + length, linked, quoted }
}

/// Whether only emphasis or a line break separates two runs.
fn is_joint(gap: &str) -> bool {
    gap.chars().all(|c| c.is_whitespace() || matches!(c, '*' | '_' | '~' | '>' | '\\'))
}

/// Marks what stands between quotation marks; marks that are never closed quote nothing.
fn mark_quotations(letters: &mut [Letter]) {
    let mut open: Vec<(char, usize)> = Vec::new();
    for i in 0..letters.len() {
        let c = letters[i].c;
        let closed = open.iter().rposition(|(close, _)| *close == c);
        if let Some(depth) = closed {
            let from = open[depth].1;
            letters[from..i].iter_mut().for_each(|l| l.quoted = true);
            open.truncate(depth);
        } else if let Some(close) = closing(c).filter(|_| open.len() < NESTED) {
            open.push((close, i));
        }
    }
}

fn closing(c: char) -> Option<char> {
    Some(match c {
        '“' => '”',
        '‘' => '’',
        '「' => '」',
        '『' => '』',
        '"' => '"',
        _ => return None,
    })
}
