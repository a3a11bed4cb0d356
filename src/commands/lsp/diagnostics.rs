//! Everything that is wrong, as an editor shows it: file by file, and only the files of which something
//! else is said than before.

use super::workspace::Workspace;
use crate::base::source::Sources;
use crate::diag::{Diagnostic, Place, Severity};
use crate::model::config;
use gen_lsp_types as lsp;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where the program's own source is, if its package says so.
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// Where a rule is explained.
fn explained(code: &str) -> Option<lsp::CodeDescription> {
    let href = format!("{REPOSITORY}/blob/main/docs/rules.md#:~:text={code}");
    (!REPOSITORY.is_empty()).then(|| lsp::CodeDescription { href: lsp::Uri::from(href) })
}

/// What an editor was told last.
#[derive(Debug, Default)]
pub(super) struct Told {
    files: BTreeMap<String, File>,
}

/// What was told of one file.
#[derive(Debug)]
struct File {
    found: Vec<Diagnostic>,
    /// The text in which the places are.
    text: Option<Arc<crate::base::source::Source>>,
    uri: lsp::Uri,
}

impl Told {
    /// What is to be told now that `further` was found besides what the site itself has.
    pub(super) fn news(
        &mut self,
        workspace: &Workspace,
        further: &[Diagnostic],
    ) -> Vec<lsp::PublishDiagnosticsParams> {
        let sources = &workspace.now.sources;
        let mut files: BTreeMap<String, Vec<Diagnostic>> = BTreeMap::new();
        for diagnostic in workspace.now.diagnostics.iter().chain(further) {
            let path = path(diagnostic, sources).to_owned();
            files.entry(path).or_default().push(diagnostic.clone());
        }
        let mut news = Vec::new();
        let silent = |path: &String| !files.contains_key(path);
        let cleared: Vec<String> = self.files.keys().filter(|path| silent(path)).cloned().collect();
        for path in cleared {
            if let Some(File { uri, .. }) = self.files.remove(&path) {
                news.push(lsp::PublishDiagnosticsParams {
                    uri,
                    version: None,
                    diagnostics: vec![],
                });
            }
        }
        for (path, mut found) in files {
            let Some(uri) = workspace.uri(&path) else { continue };
            found.sort_by_cached_key(|diagnostic| {
                let start = span(diagnostic).map(|span| (span.start.get(), span.end.get()));
                (start, diagnostic.problem.code())
            });
            found.dedup();
            let text = sources.place_of(&path).map(|place| Arc::clone(&sources.files[place]));
            let known = self.files.get(&path).is_some_and(|file| {
                let same_text = match (&file.text, &text) {
                    (Some(old), Some(new)) => Arc::ptr_eq(old, new),
                    (old, new) => old.is_none() && new.is_none(),
                };
                same_text && file.uri == uri && file.found == found
            });
            if !known {
                let version = workspace.open_text(&path).map(|open| open.version);
                let diagnostics = converted(workspace, &found);
                news.push(lsp::PublishDiagnosticsParams { uri: uri.clone(), version, diagnostics });
                self.files.insert(path, File { found, text, uri });
            }
        }
        news
    }
}

/// Findings as the protocol has them, in their order.
fn converted(workspace: &Workspace, found: &[Diagnostic]) -> Vec<lsp::Diagnostic> {
    let source = found.iter().find_map(span).map(|span| workspace.now.sources.get(span.source));
    let lines = source.map(|source| workspace.lines(source));
    let range = |diagnostic: &Diagnostic| match (&diagnostic.place, &lines) {
        (Some(Place::Span(span)), Some(lines)) => lines.range(&span.range()),
        (Some(Place::File { line, column, width, .. }), _) => {
            let at = |column: usize| lsp::Position {
                line: u32::try_from(line.saturating_sub(1)).unwrap_or_default(),
                character: u32::try_from(column.saturating_sub(1)).unwrap_or_default(),
            };
            lsp::Range { start: at(*column), end: at(column + width) }
        }
        _ => lsp::Range::default(),
    };
    found.iter().map(|diagnostic| one(workspace, diagnostic, range(diagnostic))).collect()
}

/// A finding as the protocol has it.
pub(super) fn one(
    workspace: &Workspace,
    diagnostic: &Diagnostic,
    range: lsp::Range,
) -> lsp::Diagnostic {
    let (problem, lang) = (&diagnostic.problem, workspace.lang);
    let sentence = problem.sentence(lang);
    let message = match problem.help(lang) {
        Some(help) => format!("{sentence}\n{help}"),
        None => sentence,
    };
    let code = problem.code().to_owned();
    let other = diagnostic.other.and_then(|span| workspace.location(span));
    let other = other.map(|location| {
        let message = workspace.lang.choose("this is the other place", "另一处在这里").to_owned();
        vec![lsp::DiagnosticRelatedInformation { location, message }]
    });
    lsp::Diagnostic {
        range,
        severity: Some(match diagnostic.severity {
            Severity::Error => lsp::DiagnosticSeverity::Error,
            Severity::Warning => lsp::DiagnosticSeverity::Warning,
            Severity::Note => lsp::DiagnosticSeverity::Information,
        }),
        code_description: explained(&code),
        code: Some(lsp::Code::String(code)),
        source: Some("mingbai".to_owned()),
        message: lsp::Message::String(message),
        tags: None,
        related_information: other,
        data: None,
    }
}

/// Where a finding is, if it is in a text that was read.
pub(super) fn span(diagnostic: &Diagnostic) -> Option<crate::base::source::Span> {
    match diagnostic.place.as_ref()? {
        Place::Span(span) => Some(*span),
        Place::File { .. } => None,
    }
}

/// The file in which a finding is shown. What is in none is shown in the settings, and so is what is wrong
/// with a template that is part of the program.
fn path<'d>(diagnostic: &'d Diagnostic, sources: &'d Sources) -> &'d str {
    match &diagnostic.place {
        Some(Place::Span(span)) => &sources.get(span.source).path,
        Some(Place::File { path, .. }) if path.starts_with("content/") => path,
        Some(Place::File { path, .. }) if path.starts_with("themes/") => path,
        _ => config::FILE,
    }
}
