//! Footnotes: taken out of the text where they are written and put behind it, in the order in which they
//! are first referred to, each with a number and with a way back to every place that refers to it.

use super::marks::mark;
use super::{Builder, Spot, index};
use crate::diag::Slip;
use crate::model::document::HoleKind;
use pulldown_cmark::{CowStr, Event, Tag, TagEnd};
use std::collections::HashMap;
use std::ops::Range;

/// The footnotes of a text.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// Indices into `notes` by label.
    by_label: HashMap<String, usize>,
    notes: Vec<Note>,
}

/// One footnote that something refers to.
#[derive(Debug, Default)]
struct Note {
    /// Its own id.
    id: String,
    /// The ids of the references to it, in order.
    references: Vec<String>,
    /// Where among the HTML's events its ways back go.
    back: Option<usize>,
    /// The heading above the first reference to it.
    heading: Option<u32>,
}

/// What [`sort`] leaves.
pub(super) struct Sorted<'e> {
    /// The events, definitions behind everything else.
    pub(super) events: Vec<Spot<'e>>,
    /// What is known of the notes before the text is read.
    pub(super) notes: Notes,
    /// Definitions that nothing refers to, or that come a second time.
    pub(super) unused: Vec<Range<usize>>,
    /// What is wrong.
    pub(super) found: Vec<(Range<usize>, Slip)>,
}

/// Puts the definitions behind the text.
pub(super) fn sort(events: Vec<Spot<'_>>) -> Sorted<'_> {
    if !events.iter().any(|(e, _)| matches!(e, Event::Start(Tag::FootnoteDefinition(_)))) {
        return Sorted { events, notes: Notes::default(), unused: Vec::new(), found: Vec::new() };
    }
    let (text, definitions) = apart(events);
    let mut sorted =
        Sorted { events: text, notes: Notes::default(), unused: Vec::new(), found: Vec::new() };
    let mut by_label: HashMap<String, Definition<'_>> = HashMap::new();
    for definition in definitions {
        let range = definition.range.clone();
        let label = definition.label.clone();
        if let Some(first) = by_label.get(&key(&label)) {
            let label = first.label.clone();
            sorted.found.push((head(&range, &label), Slip::DuplicateDefinition { label }));
            sorted.unused.push(range);
        } else {
            by_label.insert(key(&label), definition);
        }
    }
    // A note may refer to another one, which then comes behind it.
    let mut from = 0;
    loop {
        let labels = referred(&sorted.events[from..]);
        from = sorted.events.len();
        for label in labels {
            if let Some(definition) = by_label.remove(&key(&label)) {
                sorted.notes.by_label.insert(key(&label), sorted.notes.notes.len());
                sorted.notes.notes.push(Note::default());
                sorted.events.extend(definition.events);
            }
        }
        if sorted.events.len() == from {
            break;
        }
    }
    let mut unused: Vec<Definition<'_>> = by_label.into_values().collect();
    unused.sort_by_key(|definition| definition.range.start);
    for definition in unused {
        let finding = Slip::UnusedFootnote { label: definition.label.clone() };
        sorted.found.push((head(&definition.range, &definition.label), finding));
        sorted.unused.push(definition.range);
    }
    sorted
}

/// A definition as it is written.
struct Definition<'e> {
    label: String,
    range: Range<usize>,
    events: Vec<Spot<'e>>,
}

/// Takes the definitions out of the text; one may stand inside another.
fn apart(events: Vec<Spot<'_>>) -> (Vec<Spot<'_>>, Vec<Definition<'_>>) {
    let mut text = Vec::with_capacity(events.len());
    let mut open: Vec<Definition<'_>> = Vec::new();
    let mut definitions = Vec::new();
    for (event, range) in events {
        if let Event::Start(Tag::FootnoteDefinition(label)) = &event {
            let (label, range) = (label.to_string(), range.clone());
            open.push(Definition { label, range, events: Vec::new() });
        }
        let ends = matches!(event, Event::End(TagEnd::FootnoteDefinition));
        open.last_mut().map_or(&mut text, |definition| &mut definition.events).push((event, range));
        if ends {
            definitions.extend(open.pop());
        }
    }
    // In the order in which they begin.
    definitions.sort_by_key(|definition| definition.range.start);
    (text, definitions)
}

/// The labels that these events refer to; what stands in a picture's text is no reference.
fn referred(events: &[Spot<'_>]) -> Vec<String> {
    let mut pictures = 0_usize;
    let mut labels = Vec::new();
    for (event, _) in events {
        match event {
            Event::Start(Tag::Image { .. }) => pictures += 1,
            Event::End(TagEnd::Image) => pictures = pictures.saturating_sub(1),
            Event::FootnoteReference(label) if pictures == 0 => labels.push(label.to_string()),
            _ => {}
        }
    }
    labels
}

fn small(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}

/// Labels are equal in any case.
fn key(label: &str) -> String {
    label.to_lowercase()
}

/// `[^label]` at the start of a definition.
fn head(range: &Range<usize>, label: &str) -> Range<usize> {
    range.start..(range.start + label.len() + "[^]".len()).min(range.end)
}

impl<'e> Builder<'e> {
    /// A reference to a note: its number, linked unless it stands in a link.
    pub(super) fn note_reference(&mut self, label: &str) {
        let Some(number) = self.notes.by_label.get(&key(label)).copied() else { return };
        let shown = number + 1;
        if !self.open_links.is_empty() {
            self.inline_html(format!("<sup class=\"footnote-reference\">{shown}</sup>"));
            return;
        }
        self.name_note(number);
        let heading = self.heading_above();
        let note = &mut self.notes.notes[number];
        if note.references.is_empty() {
            note.heading = heading;
        }
        let wanted = match note.references.len() {
            0 => format!("fnref:{shown}"),
            before => format!("fnref:{shown}-{}", before + 1),
        };
        let id = self.ids.take(&wanted);
        note.references.push(id.clone());
        let html = format!(
            "<sup class=\"footnote-reference\"><a href=\"#{}\" id=\"{id}\" role=\"doc-noteref\">{shown}</a></sup>",
            note.id
        );
        self.doc.ids.push(id);
        self.inline_html(html);
    }

    /// Begins a note.
    pub(super) fn start_note(&mut self, label: &str) {
        let Some(number) = self.notes.by_label.get(&key(label)).copied() else { return };
        if number == 0 {
            let name = mark(HoleKind::Notes);
            self.push_html(format!(
                "<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"{name}\">\n<ol>\n"
            ));
        }
        self.name_note(number);
        let note = &self.notes.notes[number];
        let html = format!("<li id=\"{}\">\n", note.id);
        self.note = Some((number, note.heading));
        self.push_html(html);
    }

    /// Ends a note; the last one ends them all.
    pub(super) fn end_note(&mut self) {
        let Some((number, _)) = self.note.take() else { return };
        if self.notes.notes[number].back.is_none() {
            self.push_html("<p>");
            self.notes.notes[number].back = Some(self.html.len());
            self.push_html("");
            self.push_html("</p>\n");
        }
        self.push_html("</li>\n");
        if number + 1 == self.notes.notes.len() {
            self.push_html("</ol>\n</section>\n");
        }
    }

    /// Before a paragraph ends at `i`: if it is a note's last, the ways back go there.
    pub(super) fn end_of_note(&mut self, i: usize) {
        let last =
            matches!(self.events.get(i + 1), Some((Event::End(TagEnd::FootnoteDefinition), _)));
        if let Some((number, _)) = self.note.filter(|_| last) {
            self.notes.notes[number].back = Some(self.html.len());
            self.push_html("");
        }
    }

    /// Writes the ways back, once all references are known.
    pub(super) fn ways_back(&mut self) {
        let notes = std::mem::take(&mut self.notes.notes);
        for (number, note) in notes.iter().enumerate() {
            let Some(place) = note.back else { continue };
            let mut html = String::new();
            for (n, id) in note.references.iter().enumerate() {
                let label = mark(HoleKind::WayBack { note: small(number + 1), n: small(n + 1) });
                let which = if n == 0 { String::new() } else { format!("<sup>{}</sup>", n + 1) };
                html.push_str(&format!(
                    " <a class=\"footnote-back\" href=\"#{id}\" role=\"doc-backlink\" aria-label=\"{label}\">↩\u{FE0E}{which}</a>"
                ));
            }
            self.html[place] = Event::InlineHtml(html.into());
        }
    }

    /// Gives a note its id, once.
    fn name_note(&mut self, number: usize) {
        if self.notes.notes[number].id.is_empty() {
            let id = self.ids.take(&format!("fn:{}", number + 1));
            self.doc.ids.push(id.clone());
            self.notes.notes[number].id = id;
        }
    }

    /// The heading that what stands here belongs to: in a note, that of the text that refers to it.
    pub(super) fn heading_above(&self) -> Option<u32> {
        match self.note {
            Some((_, heading)) => heading,
            None => self.doc.headings.len().checked_sub(1).map(index),
        }
    }

    fn inline_html(&mut self, html: String) {
        self.html.push(Event::InlineHtml(CowStr::from(html)));
    }
}
