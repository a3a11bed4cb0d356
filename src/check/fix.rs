//! Mends what is certain: full-width punctuation in YAML, a missing space behind `#` or `1.`.
//!
//! Works out the edits; writing them is the pipeline's.

use crate::diagnostic::{Diagnostic, Finding, Problem};
use crate::source::{SourceId, Sources, Span};
use std::collections::BTreeMap;

/// A file's text after all its fixes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// The file.
    pub source: SourceId,
    /// Its new text.
    pub text: String,
    /// How many places were mended.
    pub places: usize,
}

/// The files that change, in the order of their paths.
pub fn fixes(diagnostics: &[Diagnostic], sources: &Sources) -> Vec<Fixed> {
    let mut edits: BTreeMap<SourceId, Vec<(Span, String)>> = BTreeMap::new();
    for diagnostic in diagnostics {
        let (Problem::Rule { finding }, Some(span)) =
            (&diagnostic.problem, super::span(diagnostic))
        else {
            continue;
        };
        let text = sources.get(span.source).text.as_str();
        if let Some(instead) = instead(finding, &text[span.range()], &text[span.range().end..]) {
            edits.entry(span.source).or_default().push((span, instead));
        }
    }
    let mend = |(source, mut edits): (SourceId, Vec<(Span, String)>)| {
        let mut text = sources.get(source).text.clone();
        edits.sort_unstable_by_key(|(span, _)| std::cmp::Reverse(span.start));
        edits.dedup_by_key(|(span, _)| *span);
        edits.iter().for_each(|(span, instead)| text.replace_range(span.range(), instead));
        Fixed { source, text, places: edits.len() }
    };
    edits.into_iter().map(mend).collect()
}

/// What to write instead of `written`, where there is no doubt.
fn instead(finding: &Finding, written: &str, rest: &str) -> Option<String> {
    let space = if rest.starts_with([' ', '\n', '\r']) { "" } else { " " };
    match finding {
        Finding::FullwidthColon { .. } => Some(format!(":{space}")),
        Finding::FullwidthComma { .. } => Some(format!(",{space}")),
        Finding::HeadingSpace => Some(format!("{written} ")),
        Finding::ListSpace { marker } if marker != "-" => Some(format!("{written} ")),
        _ => None,
    }
}
