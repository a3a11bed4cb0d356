//! What is wrong, as data: a problem, how bad it is, and where. What a [`problem`] is and what an author
//! is told of it is one entry of a table; so are the [`rules`] of `check`, whose levels a site may set.
//! Printing is in [`report`].

mod excerpt;
pub(crate) mod problem;
pub mod report;
pub mod rules;
pub mod table;

pub use excerpt::Excerpt;
pub use problem::{
    BaseFault, Expected, FlowMiss, Looks, Problem, Read, SearchMiss, TranslationFault,
};
pub use rules::{
    Age, Allowing, Calculation, Editorial, Elsewhere, Finding, FlowRule, Foreign, LetterRule, Lost,
    Personal, Slip, Unbalanced, Unreachable, Wording,
};

use crate::base::source::Span;

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Should be mended; the site is published all the same.
    Warning,
    /// Must be mended; nothing is published.
    Error,
}

impl Severity {
    /// The word printed, never translated.
    pub fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One thing that is wrong with the site's files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What is wrong.
    pub problem: Problem,
    /// How much it matters.
    pub severity: Severity,
    /// Where; `None` only when no file can be named.
    pub place: Option<Place>,
    /// Another place that helps to understand, such as the first of two equal ids.
    pub other: Option<Span>,
}

/// Where a problem is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A range of a text file that was read.
    Span(Span),
    /// A file that could not be read as text, or lies outside `content/`, with line and column.
    File {
        /// Path below the site's folder, or `theme:default/…` for an embedded template.
        path: String,
        /// 1-based line.
        line: usize,
        /// 1-based column in characters.
        column: usize,
        /// The line's text; empty where there is none to show.
        excerpt: Excerpt,
        /// How many characters the mark covers.
        width: usize,
    },
}

impl Diagnostic {
    /// A problem at `span`, as severe as its kind usually is.
    pub fn at(span: Span, problem: Problem) -> Self {
        let severity = problem.severity();
        Self { problem, severity, place: Some(Place::Span(span)), other: None }
    }

    /// A problem with a whole file.
    pub fn in_file(path: impl Into<String>, problem: Problem) -> Self {
        let excerpt = Excerpt::default();
        let place = Place::File { path: path.into(), line: 1, column: 1, excerpt, width: 1 };
        Self { severity: problem.severity(), problem, place: Some(place), other: None }
    }

    /// The same, pointing at a second place as well.
    #[must_use]
    pub fn and(mut self, other: Span) -> Self {
        self.other = Some(other);
        self
    }

    /// The places that it points at in files that were read.
    pub fn spans(&self) -> impl Iterator<Item = Span> {
        let place = self.place.as_ref().and_then(|place| match place {
            Place::Span(span) => Some(*span),
            Place::File { .. } => None,
        });
        place.into_iter().chain(self.other)
    }
}

/// Whether any of these stops publication.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|d| d.severity == Severity::Error)
}
