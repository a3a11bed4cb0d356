//! Definitions of what links refer to, `[label]: address`: no reader sees them, the second of a label
//! counts for nothing, and the parser says nothing of it.

use super::Spot;
use crate::base::source::Source;
use crate::diag::Slip;
use pulldown_cmark::{Event, Tag};
use std::collections::HashSet;
use std::ops::Range;

/// The definitions of a text.
pub(super) struct Definitions {
    /// Where they stand in the file.
    pub(super) ranges: Vec<Range<usize>>,
    /// What is wrong.
    pub(super) found: Vec<(Range<usize>, Slip)>,
}

impl Definitions {
    /// Those that the parser took over, and any further line of a label that has one.
    pub(super) fn of(
        events: &[Spot<'_>],
        defined: Vec<Range<usize>>,
        source: &Source,
        range: Range<usize>,
    ) -> Self {
        let mut definitions = Self { ranges: defined, found: Vec::new() };
        if definitions.ranges.is_empty() {
            return definitions;
        }
        definitions.lost(events, source);
        let taken: HashSet<usize> = definitions.ranges.iter().map(|r| r.start).collect();
        let labels: HashSet<String> =
            taken.iter().filter_map(|at| label(&source.text[*at..range.end])).map(key).collect();
        let read = words(events);
        let mut start = range.start;
        for line in source.text[range.clone()].split_inclusive('\n') {
            let content = line.trim_start_matches([' ', '>']);
            let at = start + line.len() - content.len();
            let end = start + line.trim_end().len();
            start += line.len();
            let Some(label) = label(content) else { continue };
            let next = read.partition_point(|r| r.end <= at);
            let is_read = read.get(next).is_some_and(|r| r.start < end);
            if taken.contains(&at) || is_read || !labels.contains(&key(label)) {
                continue;
            }
            let finding = Slip::DuplicateDefinition { label: label.to_owned() };
            definitions.found.push((at..at + label.len() + "[]".len(), finding));
            definitions.ranges.push(at..end);
        }
        definitions
    }
}

impl Definitions {
    /// Says of those that nothing refers to and whose address is none: they are sentences.
    fn lost(&mut self, events: &[Spot<'_>], source: &Source) {
        let used: HashSet<String> = events.iter().filter_map(|(e, _)| referred(e)).collect();
        for range in &self.ranges {
            let text = &source.text[range.clone()];
            let Some(label) = label(text) else { continue };
            let address = text[label.len() + "[]:".len()..].split_whitespace().next();
            if address.is_some_and(is_sentence) && !used.contains(&key(label)) {
                let finding = Slip::LostDefinition { label: label.to_owned() };
                self.found.push((range.start..range.start + text.trim_end().len(), finding));
            }
        }
    }
}

/// The label by which this refers to a definition.
fn referred(event: &Event<'_>) -> Option<String> {
    match event {
        Event::Start(Tag::Link { id, .. } | Tag::Image { id, .. }) => Some(key(id)),
        _ => None,
    }
}

/// Whether what stands for an address has nothing that every address has.
fn is_sentence(address: &str) -> bool {
    let pointed = address.split('.').skip(1).any(|s| s.starts_with(|c: char| c.is_alphabetic()));
    !pointed && !address.contains(['/', '#', ':', '@', '<', '\\', '%'])
}

/// Where anything is read as words, code or HTML, in order.
fn words(events: &[Spot<'_>]) -> Vec<Range<usize>> {
    let leaf = |event: &Event<'_>| {
        matches!(event, Event::Text(_) | Event::Code(_) | Event::Html(_) | Event::InlineHtml(_))
    };
    events.iter().filter(|(event, _)| leaf(event)).map(|(_, range)| range.clone()).collect()
}

/// The label of `[label]: …`; none for a footnote.
fn label(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('[')?;
    let (label, rest) = inside.split_at_checked(inside.find([']', '\n'])?)?;
    let fits = rest.starts_with("]:") && !label.starts_with('^') && !label.trim().is_empty();
    fits.then_some(label)
}

/// Labels are equal in any case and with any white space.
fn key(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
