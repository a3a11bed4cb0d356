//! Diagnostics as workflow commands: GitHub shows each beside its line of a pull request.

use super::positions::Positions;
use crate::base::chars::printable;
use crate::base::lang::Lang;
use crate::base::source::Sources;
use crate::diag::{Diagnostic, Severity};
use std::fmt::Write as _;

/// One command a line.
pub(super) fn render(diagnostics: &[Diagnostic], sources: &Sources, lang: Lang) -> String {
    let mut out = String::new();
    let positions = Positions::new(sources);
    for diagnostic in diagnostics {
        let command = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let _ = write!(out, "::{command} ");
        if let Some(place) = positions.locus(diagnostic) {
            let (line, column) = (place.position.line, place.position.column);
            let _ = write!(out, "file={},line={line},col={column},", property(&place.path));
            if let Some(to) = positions.end(diagnostic) {
                let _ = write!(out, "endLine={},", to.line);
                // GitHub shows columns only of what stands on one line.
                if to.line == line {
                    let _ = write!(out, "endColumn={},", to.column);
                }
            }
        }
        let mut message = diagnostic.problem.sentence(lang);
        if let Some(help) = diagnostic.problem.help(lang) {
            let _ = write!(message, "\n{help}");
        }
        let _ = writeln!(out, "title={}::{}", diagnostic.problem.code(), data(&message));
    }
    out
}

/// The text of a command.
fn data(text: &str) -> String {
    printable(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, where two more characters mean something.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_ends_the_command() {
        assert_eq!(data("24%\n::error::x"), "24%25%0A::error::x");
        assert_eq!(property("a,b:c%.md"), "a%2Cb%3Ac%25.md");
    }
}
