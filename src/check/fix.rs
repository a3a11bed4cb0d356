//! Mends what is certain: full-width punctuation in YAML, a missing space behind `#` or `1.`. Whatever is
//! mended is read back: an edit after which YAML cannot be read, or a reader sees other words, is not made.
//!
//! Works out the edits; writing them is the pipeline's.

use crate::base::source::{Source, SourceId, Sources, Span};
use crate::diag::{Diagnostic, Finding, Problem, Slip};
use crate::parse::front_matter;
use crate::parse::markdown::{self, Mode};
use crate::yaml;
use std::collections::BTreeMap;
use std::ops::Range;

/// A place and what is written there instead.
type Edit = (Span, String);

/// A file's text after all its fixes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fixed {
    /// The file.
    pub source: SourceId,
    /// Its new text.
    pub text: String,
    /// How many places were mended.
    pub places: usize,
}

/// The files that change, in the order of their paths.
pub(crate) fn fixes(diagnostics: &[Diagnostic], sources: &Sources) -> Vec<Fixed> {
    let mut edits: BTreeMap<usize, Vec<Edit>> = BTreeMap::new();
    for diagnostic in diagnostics {
        let (Problem::Rule { finding }, Some(span)) =
            (&diagnostic.problem, super::span(diagnostic))
        else {
            continue;
        };
        let source = sources.get(span.source);
        let range = span.range();
        let (written, rest) = (&source.text[range.clone()], &source.text[range.end..]);
        if let Some((more, instead)) = instead(finding, written, rest) {
            let span = source.span(range.start..range.end + more);
            edits.entry(sources.place(source.id)).or_default().push((span, instead));
        }
    }
    let mend = |(place, mut edits): (usize, Vec<Edit>)| {
        let source = &sources.files[place];
        edits.sort_unstable_by(|(a, one), (b, other)| {
            (a.start, a.end, one).cmp(&(b.start, b.end, other))
        });
        edits.dedup();
        let edits = faithful(source, edits);
        let places = edits.iter().map(|(span, instead)| (span.range(), instead.as_str()));
        let text = spliced(sources.written(source.id), places);
        Fixed { source: source.id, text, places: edits.len() }
    };
    edits.into_iter().map(mend).filter(|fixed| fixed.places > 0).collect()
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

/// Those edits after which the file is read as it was meant.
fn faithful(source: &Source, edits: Vec<Edit>) -> Vec<Edit> {
    let body = match source.path.ends_with(".md") {
        true => front_matter::cut(source, &mut Vec::new()).body,
        false => source.text.len()..source.text.len(),
    };
    let (words, yaml): (Vec<Edit>, Vec<Edit>) =
        edits.into_iter().partition(|(span, _)| span.range().start >= body.start);
    // What cannot be read before is not made worse.
    let yaml = chosen(yaml, |edits| is_read(source, edits) || !is_read(source, &[]));
    let words = chosen(words, |edits| keeps_words(source, body.clone(), edits));
    yaml.into_iter().chain(words).collect()
}

/// All of the edits if they are right together, else those that are right with the ones before, of the first few.
fn chosen(edits: Vec<Edit>, right: impl Fn(&[Edit]) -> bool) -> Vec<Edit> {
    if edits.is_empty() || right(&edits) {
        return edits;
    }
    let mut chosen = Vec::new();
    for edit in edits.into_iter().take(MANY) {
        chosen.push(edit);
        if !right(&chosen) {
            chosen.pop();
        }
    }
    chosen
}

/// How many edits of one file are tried one by one.
const MANY: usize = 50;

/// Whether a reader sees the same words afterwards, without the marks that were mended, and each of these
/// has made one heading or item, and nothing else.
fn keeps_words(source: &Source, body: Range<usize>, edits: &[Edit]) -> bool {
    let with = |instead: &dyn Fn(&Edit) -> String| {
        let instead: Vec<String> = edits.iter().map(instead).collect();
        let places = edits.iter().zip(&instead);
        let places = places.map(|((span, _), instead)| {
            let range = span.range();
            (range.start - body.start..range.end - body.start, instead.as_str())
        });
        seen(source, spliced(&source.text[body.clone()], places))
    };
    let before = seen(source, source.text[body.clone()].to_owned());
    let mended = with(&|(_, instead)| instead.clone());
    let without = with(&|_| String::new());
    let headings = edits.iter().filter(|(_, instead)| instead.starts_with('#')).count();
    mended.words == without.words
        && mended.headings == before.headings + headings
        && mended.items == before.items + edits.len() - headings
}

/// What a reader sees of a text.
struct Seen {
    /// Its words without white space.
    words: String,
    headings: usize,
    /// Items of lists.
    items: usize,
}

fn seen(source: &Source, text: String) -> Seen {
    let length = text.len();
    let source = Source::new(source.path.clone(), text);
    let document = markdown::parse(&source, 0..length, Mode::default()).0;
    let alts = document.images.iter().map(|image| image.alt.as_str());
    let words = std::iter::once(document.text.as_str()).chain(alts);
    Seen {
        words: words.flat_map(str::chars).filter(|c| !c.is_whitespace()).collect(),
        headings: document.headings.len(),
        items: document.markup().matches("<li>").count(),
    }
}

/// Whether the YAML of a file can be read afterwards.
fn is_read(source: &Source, edits: &[Edit]) -> bool {
    let places = edits.iter().map(|(span, instead)| (span.range(), instead.as_str()));
    let text = spliced(&source.text, places);
    let source = Source::new(source.path.clone(), text);
    let mut out = Vec::new();
    let range = match source.path.ends_with(".md") {
        true => front_matter::cut(&source, &mut out).yaml,
        false => Some(0..source.text.len()),
    };
    range.is_some_and(|range| yaml::parse(&source, range, &mut out).is_some())
}

/// What to write instead of `written`, where there is no doubt, behind how much of what follows goes with
/// it: a `#` behind a plain colon would begin a comment, and a wide space behind a heading's mark is none
/// of its words.
fn instead(finding: &Finding, written: &str, rest: &str) -> Option<(usize, String)> {
    let Finding::Slip(slip) = finding else { return None };
    let space = if rest.starts_with([' ', '\n', '\r']) { "" } else { " " };
    match slip {
        Slip::FullwidthColon { .. } => {
            let line = rest.lines().next().unwrap_or_default().trim_end();
            let value = line.trim_start();
            let quoted = || value.replace('\\', "\\\\").replace('"', "\\\"");
            Some(match value.starts_with('#') {
                true => (line.len(), format!(": \"{}\"", quoted())),
                false => (0, format!(":{space}")),
            })
        }
        Slip::FullwidthComma { .. } => Some((0, format!(",{space}"))),
        Slip::HeadingSpace { certain: true } => {
            let wide = rest.len() - rest.trim_start_matches('\u{3000}').len();
            Some((wide, format!("{written} ")))
        }
        Slip::ListSpace { marker } if marker != "-" => Some((0, format!("{written} "))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_certain_is_mended() {
        let mut sources = Sources::default();
        let id = sources.add("a.md", "---\ntags: [甲，乙， 丙]\n---\r\n#标题\r\n-项\r\n");
        let found = |start: usize, end: usize, slip: Slip| {
            Diagnostic::at(Span::new(id, start..end), Problem::Rule { finding: slip.into() })
        };
        let comma = || Slip::FullwidthComma { key: "tags".to_owned() };
        let diagnostics = [
            found(34, 35, Slip::HeadingSpace { certain: true }),
            found(14, 17, comma()),
            found(20, 23, comma()),
            found(14, 17, comma()),
            found(43, 44, Slip::ListSpace { marker: "-".to_owned() }),
        ];
        let fixed = fixes(&diagnostics, &sources);
        assert_eq!(fixed.len(), 1);
        assert_eq!(fixed[0].text, "---\ntags: [甲, 乙, 丙]\n---\r\n# 标题\r\n-项\r\n");
        assert_eq!(fixed[0].places, 3);
    }
}
