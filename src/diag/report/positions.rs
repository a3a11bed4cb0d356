//! Lines and columns of many places: a report for programs lists thousands, and a file is walked through once
//! for all of them.

use super::Locus;
use crate::base::source::{Position, Source, SourceId, Sources, Span};
use crate::diag::{Diagnostic, Place};
use std::cell::RefCell;
use std::collections::HashMap;

/// The positions of a report.
pub(super) struct Positions<'s> {
    sources: &'s Sources,
    known: RefCell<HashMap<SourceId, Vec<Mark>>>,
}

/// What is known at every [`STEP`] bytes, or at the character that begins next.
#[derive(Debug, Clone, Copy)]
struct Mark {
    at: usize,
    position: Position,
}

/// How far apart marks are.
const STEP: usize = 512;

impl<'s> Positions<'s> {
    pub(super) fn new(sources: &'s Sources) -> Self {
        Self { sources, known: RefCell::default() }
    }

    /// Where a diagnostic begins.
    pub(super) fn locus(&self, diagnostic: &Diagnostic) -> Option<Locus> {
        match diagnostic.place.as_ref()? {
            Place::Span(span) => Some(self.start(*span)),
            Place::File { .. } => super::locus(diagnostic, self.sources),
        }
    }

    /// Where a span begins.
    pub(super) fn start(&self, span: Span) -> Locus {
        let source = self.sources.get(span.source);
        Locus { path: source.path.clone(), position: self.position(source, span.start.get()) }
    }

    /// Where a span ends.
    pub(super) fn end_of(&self, span: Span) -> Position {
        self.position(self.sources.get(span.source), span.end.get())
    }

    /// Where a diagnostic ends; columns count as in [`Locus`].
    pub(super) fn end(&self, diagnostic: &Diagnostic) -> Option<Position> {
        Some(match diagnostic.place.as_ref()? {
            Place::Span(span) => self.end_of(*span),
            Place::File { line, column, width, .. } => {
                Position { line: *line, column: column + width }
            }
        })
    }

    fn position(&self, source: &Source, offset: usize) -> Position {
        let mut known = self.known.borrow_mut();
        let marks = known.entry(source.id).or_insert_with(|| marks(&source.text));
        let before = marks.partition_point(|mark| mark.at <= offset);
        let Some(Mark { at, mut position }) = before.checked_sub(1).map(|last| marks[last]) else {
            return source.position(offset);
        };
        let rest = source.text[at..].char_indices();
        for (_, c) in rest.take_while(|(i, c)| at + i + c.len_utf8() <= offset) {
            step(&mut position, c);
        }
        position
    }
}

fn step(position: &mut Position, c: char) {
    match c {
        '\n' => *position = Position { line: position.line + 1, column: 1 },
        _ => position.column += 1,
    }
}

fn marks(text: &str) -> Vec<Mark> {
    let mut position = Position { line: 1, column: 1 };
    let mut marks = Vec::with_capacity(text.len() / STEP + 1);
    for (at, c) in text.char_indices() {
        if at >= marks.len() * STEP {
            marks.push(Mark { at, position });
        }
        step(&mut position, c);
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_those_of_the_file() {
        let text = "甲乙丙\r\n".repeat(300) + &"长".repeat(1000) + "\nlast";
        let mut sources = Sources::default();
        let id = sources.add("a.md", text.clone());
        let (positions, source) = (Positions::new(&sources), sources.get(id));
        for offset in (0..text.len() + 2).step_by(7) {
            assert_eq!(positions.position(source, offset), source.position(offset), "{offset}");
        }
        assert_eq!(marks("").len(), 0);
    }
}
