//! What a build leaves for the next one, which may have nothing to do but to say the same again.

use std::fmt;

/// The result of a build, but for its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Note {
    /// How many guides the site has.
    pub(super) guides: usize,
    /// The fingerprint of the history, one word.
    pub(super) history: String,
    /// What is wrong, in words.
    pub(super) report: String,
}

impl Note {
    /// Reads what [`fmt::Display`] writes.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (head, report) = text.split_once('\n')?;
        let (guides, history) = head.split_once(' ')?;
        let (history, report) = (history.to_owned(), report.to_owned());
        Some(Self { guides: guides.parse().ok()?, history, report })
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}\n{}", self.guides, self.history, self.report)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_read_as_it_was_written() {
        let history = "ab12".to_owned();
        for report in ["", "a\n\nb\n"] {
            let note = Note { guides: 7, history: history.clone(), report: report.to_owned() };
            assert_eq!(Note::parse(&note.to_string()), Some(note));
        }
        assert_eq!(Note::parse("seven ab12\n"), None);
    }
}
