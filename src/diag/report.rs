//! Prints diagnostics: with an excerpt for people, or a line each for editors.
//!
//! The only module that knows `annotate-snippets`. It decides nothing about what is wrong.

mod github;
mod json;
mod positions;
mod sarif;

use crate::base::chars::{pictured, printable, printable_line};
use crate::base::lang::Lang;
use crate::base::source::{Position, Sources, Span};
use crate::diag::{Diagnostic, Place, Severity};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::ops::Range;

/// How many diagnostics of one code are shown before only their number is.
const SHOWN: usize = 20;

/// The shape of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// With the author's line, marks and help.
    #[default]
    Full,
    /// `path:line:column: severity[code]: message`
    Short,
    /// A list of objects, for programs.
    Json,
    /// Workflow commands, which GitHub shows beside the lines.
    Github,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
}

impl Format {
    /// Whether people read it: then long lists are cut, and the findings counted.
    pub fn is_for_people(self) -> bool {
        matches!(self, Self::Full | Self::Short)
    }
}

/// How to print.
#[derive(Debug, Clone, Copy, Default)]
pub struct Style {
    /// The shape.
    pub format: Format,
    /// The language of sentences.
    pub lang: Lang,
    /// Whether to use terminal colours.
    pub color: bool,
}

/// A place as it is printed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Locus {
    /// Path below the site's folder.
    pub path: String,
    /// Line and column.
    pub position: Position,
}

/// Where a diagnostic is, for sorting and printing.
pub fn locus(diagnostic: &Diagnostic, sources: &Sources) -> Option<Locus> {
    Some(match diagnostic.place.as_ref()? {
        Place::Span(span) => {
            let source = sources.get(span.source);
            Locus { path: source.path.clone(), position: source.position(span.start.get()) }
        }
        Place::File { path, line, column, .. } => {
            Locus { path: path.clone(), position: Position { line: *line, column: *column } }
        }
    })
}

/// Sorts by file, place and code, and drops repetitions. Offsets order as positions do, and need no
/// counting of lines, however many diagnostics one file has.
pub fn sort(diagnostics: &mut Vec<Diagnostic>, sources: &Sources) {
    diagnostics.sort_by_cached_key(|d| {
        let (path, place) = match &d.place {
            Some(Place::Span(span)) => {
                (sources.get(span.source).path.as_str(), (span.start.get(), 0))
            }
            Some(Place::File { path, line, column, .. }) => (path.as_str(), (*line, *column)),
            None => ("", (0, 0)),
        };
        (path.to_owned(), place, d.problem.code())
    });
    diagnostics.dedup();
}

/// The whole report, sorted, with a last line that counts.
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, style: Style) -> String {
    match style.format {
        Format::Full | Format::Short => for_people(diagnostics, sources, style),
        Format::Json => json::render(diagnostics, sources, style.lang),
        Format::Github => github::render(diagnostics, sources, style.lang),
        Format::Sarif => sarif::render(diagnostics, sources, style.lang),
    }
}

fn for_people(diagnostics: &[Diagnostic], sources: &Sources, style: Style) -> String {
    let mut out = String::new();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for diagnostic in diagnostics {
        let count = counts.entry(diagnostic.problem.code()).or_default();
        *count += 1;
        if *count > SHOWN {
            continue;
        }
        match style.format {
            Format::Full => full(diagnostic, sources, style, &mut out),
            _ => short(diagnostic, sources, style, &mut out),
        }
    }
    let mut hidden: Vec<_> = counts.into_iter().filter(|(_, n)| *n > SHOWN).collect();
    hidden.sort_unstable();
    for (code, n) in hidden {
        let _ = match style.lang {
            Lang::En => writeln!(out, "… and {} more [{code}]", n - SHOWN),
            Lang::Zh => writeln!(out, "……还有 {} 处 [{code}]", n - SHOWN),
        };
    }
    out
}

/// The whole report with, for people, a last line that counts; when brief, notes are only counted.
pub fn in_full(diagnostics: &[Diagnostic], sources: &Sources, style: Style, brief: bool) -> String {
    let shown = diagnostics.iter().filter(|d| !brief || d.severity != Severity::Note);
    let shown: Vec<Diagnostic> = shown.cloned().collect();
    let mut text = render(&shown, sources, style);
    if style.format == Format::Full
        && let Some(summary) = summary(diagnostics, style.lang)
    {
        let more = match style.lang {
            _ if shown.len() == diagnostics.len() => "",
            Lang::En => "; `--verbose` shows the notes",
            Lang::Zh => "；加 --verbose 看提示",
        };
        let _ = writeln!(text, "{summary}{more}");
    }
    text
}

/// `3 errors, 1 warning`, or nothing when there is nothing.
pub fn summary(diagnostics: &[Diagnostic], lang: Lang) -> Option<String> {
    let count = |s| diagnostics.iter().filter(|d| d.severity == s).count();
    let (errors, warnings, notes) =
        (count(Severity::Error), count(Severity::Warning), count(Severity::Note));
    let word = |n: usize, en: &str, zh: &str| match lang {
        _ if n == 0 => None,
        Lang::En => Some(format!("{n} {en}{}", if n == 1 { "" } else { "s" })),
        Lang::Zh => Some(format!("{n} {zh}")),
    };
    let parts: Vec<String> = [
        word(errors, "error", "个错误"),
        word(warnings, "warning", "个警告"),
        word(notes, "note", "条提示"),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!parts.is_empty()).then(|| parts.join(if lang == Lang::Zh { "，" } else { ", " }))
}

fn short(diagnostic: &Diagnostic, sources: &Sources, style: Style, out: &mut String) {
    if let Some(Locus { path, position }) = locus(diagnostic, sources) {
        let _ = write!(out, "{}:{}:{}: ", printable_line(&path), position.line, position.column);
    }
    let (word, code) = (diagnostic.severity.word(), diagnostic.problem.code());
    let message = diagnostic.problem.sentence(style.lang).replace('\n', " ");
    let _ = writeln!(out, "{word}[{code}]: {}", printable(&message));
}

fn full(diagnostic: &Diagnostic, sources: &Sources, style: Style, out: &mut String) {
    let sentence = diagnostic.problem.sentence(style.lang);
    let message = printable(&sentence);
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut group = Group::with_title(level.primary_title(message).id(diagnostic.problem.code()));
    match &diagnostic.place {
        Some(Place::Span(span)) => {
            let (text, first, marked) = excerpt(sources, *span);
            let snippet = Snippet::source(text)
                .path(printable_line(&sources.get(span.source).path))
                .line_start(first)
                .annotation(AnnotationKind::Primary.span(marked));
            group = group.element(snippet);
        }
        Some(Place::File { path, line, column, excerpt, width }) => {
            let excerpt = pictured(&excerpt.line()).into_owned();
            let from = excerpt.char_indices().nth(column - 1).map_or(excerpt.len(), |(i, _)| i);
            let to =
                excerpt[from..].char_indices().nth(*width).map_or(excerpt.len(), |(i, _)| from + i);
            let snippet = Snippet::source(excerpt)
                .path(printable_line(path))
                .line_start(*line)
                .annotation(AnnotationKind::Primary.span(from..to));
            group = group.element(snippet);
        }
        None => {}
    }
    if let Some(other) = diagnostic.other {
        let (text, first, marked) = excerpt(sources, other);
        let label = match style.lang {
            Lang::En => "first here",
            Lang::Zh => "先写在这里",
        };
        let snippet = Snippet::source(text)
            .path(printable_line(&sources.get(other.source).path))
            .line_start(first)
            .annotation(AnnotationKind::Context.span(marked).label(label));
        group = group.element(snippet);
    }
    let help = diagnostic.problem.help(style.lang);
    if let Some(help) = &help {
        group = group.element(Level::HELP.message(printable(help)));
    }
    let renderer = if style.color { Renderer::styled() } else { Renderer::plain() };
    let _ = writeln!(out, "{}\n", renderer.render(&[group]));
}

/// The line a span starts on, its number, and the span within it; no more of the file is shown.
fn excerpt(sources: &Sources, span: Span) -> (Cow<'_, str>, usize, Range<usize>) {
    let source = sources.get(span.source);
    let text = source.text.as_str();
    let start = span.start.get().min(text.len());
    let line_start = text[..start].rfind('\n').map_or(0, |i| i + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |i| start + i);
    let end = span.end.get().clamp(start, line_end);
    let line = text[line_start..line_end].trim_end_matches('\r');
    let within = (start - line_start).min(line.len())..(end - line_start).min(line.len());
    let shown = pictured(line);
    // What stands for a character may have another length.
    let moved = |at: usize| match &shown {
        Cow::Borrowed(_) => at,
        Cow::Owned(_) => pictured(&line[..at]).len(),
    };
    let within = moved(within.start)..moved(within.end);
    (shown, source.position(start).line, within)
}
