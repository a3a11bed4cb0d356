//! Mends what is certain: full-width punctuation in YAML, a missing space behind `#` or `1.`.
//!
//! Works out the edits; writing them is the pipeline's.

use crate::diagnostic::{Diagnostic, Finding, Problem};
use crate::source::{SourceId, Sources, Span};
use std::collections::BTreeMap;
use std::ops::Range;

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
        edits.sort_unstable();
        edits.dedup();
        let places = edits.iter().map(|(span, instead)| (span.range(), instead.as_str()));
        let text = spliced(&sources.get(source).text, places);
        Fixed { source, text, places: edits.len() }
    };
    edits.into_iter().map(mend).collect()
}

/// `text` with other words in some places, which are in order and apart.
pub(super) fn spliced<'e>(
    text: &str,
    edits: impl IntoIterator<Item = (Range<usize>, &'e str)>,
) -> String {
    let (mut out, mut copied) = (String::with_capacity(text.len() + 16), 0);
    for (range, instead) in edits {
        out.push_str(&text[copied..range.start]);
        out.push_str(instead);
        copied = range.end;
    }
    out.push_str(&text[copied..]);
    out
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_certain_is_mended() {
        let mut sources = Sources::default();
        let id = sources.add("a.md", "tags: [甲，乙， 丙]\r\n#标题\r\n-项\r\n");
        let found = |start: u32, end: u32, finding| {
            Diagnostic::at(Span { source: id, start, end }, Problem::Rule { finding })
        };
        let comma = || Finding::FullwidthComma { key: "tags".to_owned() };
        let diagnostics = [
            found(26, 27, Finding::HeadingSpace),
            found(10, 13, comma()),
            found(16, 19, comma()),
            found(10, 13, comma()),
            found(40, 41, Finding::ListSpace { marker: "-".to_owned() }),
        ];
        let fixed = fixes(&diagnostics, &sources);
        assert_eq!(fixed.len(), 1);
        assert_eq!(fixed[0].text, "tags: [甲, 乙, 丙]\r\n# 标题\r\n-项\r\n");
        assert_eq!(fixed[0].places, 3);
    }
}
