//! Findings that somebody has looked at and lets stand, with a reason:
//! `<!-- allow promise: quoted from an advertisement until 2027-01-01 -->`.
//!
//! On a line with other text it covers that line, else the block that follows. In YAML it is a
//! comment, `# allow …`, for its line or the next one. One that has ended still covers what it
//! covered, and is reported itself: that a day has passed stops no build.

use super::at;
use crate::base::day::{Day, parse_day};
use crate::base::source::{Source, SourceId, Sources, Span};
use crate::base::suggest::nearest;
use crate::diag::{Allowing, Diagnostic, rules};
use crate::model::site::Site;
use std::collections::HashMap;
use std::ops::Range;

/// What an allowance begins with.
const ALLOW: &str = "allow ";

/// All allowances of a site, by file.
#[derive(Debug, Default)]
pub(super) struct Allowances {
    by_file: HashMap<SourceId, Vec<Allowance>>,
}

/// One rule that is not applied to one place.
#[derive(Debug)]
struct Allowance {
    code: &'static str,
    covers: Range<usize>,
}

impl Allowances {
    /// Reads them, reporting those that cannot be read or have ended.
    pub(super) fn collect(site: &Site, sources: &Sources, out: &mut Vec<Diagnostic>) -> Self {
        let mut allowances = Self::default();
        for (page, body) in site.pages.iter().zip(&site.bodies) {
            let source = sources.get(page.source);
            let mut block = 0..0;
            for run in body.raw_runs() {
                let range = run.range();
                for comment in comments(source, range) {
                    let text = source.text[comment.clone()].trim_start_matches("<!--");
                    let text = text.strip_suffix("-->").unwrap_or(text).trim();
                    if !text.starts_with(ALLOW) {
                        continue;
                    }
                    let covers = covered(source, &comment, &mut block);
                    allowances.read(source, comment, text, covers, site.day, out);
                }
            }
            if let Some(yaml) = &page.yaml {
                allowances.read_yaml(source, yaml.clone(), site.day, out);
            }
        }
        for source in sources.files.iter().filter(|s| s.is_yaml()) {
            allowances.read_yaml(source, 0..source.text.len(), site.day, out);
        }
        allowances
    }

    /// Whether a finding of this code may stand here.
    pub(super) fn cover(&self, code: &str, span: Span) -> bool {
        let start = span.start.get();
        let here = self.by_file.get(&span.source).map_or(&[][..], Vec::as_slice);
        here.iter().any(|a| a.code == code && a.covers.contains(&start))
    }

    fn read_yaml(
        &mut self,
        source: &Source,
        range: Range<usize>,
        today: Day,
        out: &mut Vec<Diagnostic>,
    ) {
        // Most front matter has no comments, which is seen at once.
        if !source.text.as_bytes()[range.clone()].contains(&b'#') {
            return;
        }
        for (i, mark) in source.text[range.clone()].match_indices(&format!("# {ALLOW}")) {
            let start = range.start + i;
            let (before, rest) = (&source.text[..start], &source.text[start..range.end]);
            let line = before.rfind('\n').map_or(0, |n| n + 1);
            let end = start + rest.find('\n').unwrap_or(rest.len());
            let alone = before[line..].trim().is_empty();
            if !alone && !before.ends_with(' ') {
                continue;
            }
            let next = source.text[end..].trim_start_matches(['\r', '\n']);
            let until = match alone {
                true => source.text.len() - next.len() + next.find('\n').unwrap_or(next.len()),
                false => end,
            };
            let text = &source.text[start + mark.len() - ALLOW.len()..end];
            self.read(source, start..end, text, line..until, today, out);
        }
    }

    fn read(
        &mut self,
        source: &Source,
        place: Range<usize>,
        text: &str,
        covers: Range<usize>,
        today: Day,
        out: &mut Vec<Diagnostic>,
    ) {
        let Some(text) = text.trim().strip_prefix(ALLOW) else { return };
        let span = source.span(place);
        let Some((code, until)) = parts(text) else {
            out.push(at(span, Allowing::BadAllowance));
            return;
        };
        let Some(known) = rules::codes().find(|rule| *rule == code) else {
            let nearest = nearest(code, rules::codes());
            out.push(at(span, Allowing::UnknownRule { code: code.to_owned(), nearest }));
            return;
        };
        if let Some(date) = until.filter(|day| *day < today) {
            let code = code.to_owned();
            out.push(at(span, Allowing::ExpiredAllowance { code, date: date.to_string() }));
        }
        let allowance = Allowance { code: known, covers };
        self.by_file.entry(source.id).or_default().push(allowance);
    }
}

/// The rule and the last day of `CODE: reason until DATE`; nothing without a reason.
fn parts(text: &str) -> Option<(&str, Option<Day>)> {
    let (code, reason) = text.split_once([':', '：'])?;
    let (reason, until) = match reason.rsplit_once("until ") {
        Some((reason, day)) => (reason, Some(parse_day(day.trim())?)),
        None => (reason, None),
    };
    (!reason.trim().is_empty()).then(|| (code.trim(), until))
}

/// Comments that begin and end within `range`.
fn comments(source: &Source, range: Range<usize>) -> Vec<Range<usize>> {
    let mut comments = Vec::new();
    let mut from = range.start;
    while let Some(start) = source.text[from..range.end].find("<!--").map(|i| from + i) {
        let Some(end) = source.text[start..range.end].find("-->") else { break };
        from = start + end + "-->".len();
        comments.push(start..from);
    }
    comments
}

/// What a comment covers: its own line if there is more on it, else the block behind it. `block` is the
/// one that was read last: of many comments in it, only the first looks for its end.
fn covered(source: &Source, comment: &Range<usize>, block: &mut Range<usize>) -> Range<usize> {
    let text = source.text.as_str();
    let line = text[..comment.start].rfind('\n').map_or(0, |i| i + 1);
    let line_end = text[comment.end..].find('\n').map_or(text.len(), |i| comment.end + i);
    let alone = text[line..comment.start].trim_matches([' ', '>']).is_empty()
        && text[comment.end..line_end].trim().is_empty();
    if !alone {
        return line..line_end;
    }
    let rest = &text[line_end..];
    let begin = line_end + (rest.len() - rest.trim_start().len());
    if block.contains(&begin) {
        return line..block.end;
    }
    let mut end = begin;
    for next in text[end..].split_inclusive('\n') {
        if next.trim_matches([' ', '>', '\r', '\n']).is_empty() {
            break;
        }
        end += next.len();
    }
    *block = begin..end;
    line..end
}
