//! Links, references, cards and pictures: whatever leads elsewhere, left as a hole.

use super::{Builder, index};
use crate::base::source::Span;
use crate::diag::{Foreign, Slip};
use crate::model::document::{HoleKind, Image, Reference, Target, TextOffset};
use crate::parse::target::{self, Class};
use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};
use std::ops::Range;

impl<'e> Builder<'e> {
    pub(super) fn link(
        &mut self,
        i: usize,
        link_type: LinkType,
        dest: &CowStr<'e>,
        range: &Range<usize>,
    ) -> usize {
        let class = class(link_type);
        let target = target::classify(class, dest);
        let inert = self.mode.untrusted && matches!(target, Target::Inert(_));
        if is_bare(class, &target) {
            let reference = self.reference(target, range);
            self.doc.text_holes.push((TextOffset::new(self.doc.text.len()), reference));
            self.mark(HoleKind::Inline(reference), false);
            return self.words_until(i, |e| matches!(e, Event::End(TagEnd::Link))).0 + 1;
        }
        if inert {
            self.open_links.push(None);
        } else {
            let reference = self.reference(target, range);
            self.open_links.push(Some(reference));
            self.mark(HoleKind::LinkOpen(reference), false);
        }
        i + 1
    }

    /// Whether any of these events begins a reference without words of its own.
    pub(super) fn has_bare_references(&self, events: Range<usize>) -> bool {
        self.events[events].iter().any(|(event, _)| match event {
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                let class = class(*link_type);
                is_bare(class, &target::classify(class, dest_url))
            }
            _ => false,
        })
    }

    pub(super) fn end_link(&mut self) {
        if let Some(Some(reference)) = self.open_links.pop() {
            let reference_data = &mut self.doc.references[reference as usize];
            reference_data.words = Some(self.doc.text[reference_data.at.get()..].to_owned());
            if self.steps.in_answers {
                self.mark(HoleKind::StepOf(reference), false);
            }
            self.mark(HoleKind::LinkClose(reference), false);
        }
    }

    pub(super) fn image(
        &mut self,
        i: usize,
        link_type: LinkType,
        dest: &CowStr<'e>,
        title: &CowStr<'e>,
        range: &Range<usize>,
    ) -> usize {
        let mut depth = 0_usize;
        let (end, alt) = self.words_until(i, |e| match e {
            Event::Start(Tag::Image { .. }) => {
                depth += 1;
                false
            }
            Event::End(TagEnd::Image) if depth == 0 => true,
            Event::End(TagEnd::Image) => {
                depth -= 1;
                false
            }
            _ => false,
        });
        if let LinkType::WikiLink { .. } = link_type {
            let written = self.source.text.get(range.clone()).unwrap_or_default().to_owned();
            let what = Foreign::Embed;
            self.report(range.clone(), Slip::ForeignSyntax { what, written });
            self.doc.text.push_str(&alt);
            self.html.push(Event::Text(alt.into()));
            return end + 1;
        }
        let image =
            Image { url: dest.to_string(), alt, title: title.to_string(), span: self.span(range) };
        let index = index(self.doc.images.len());
        self.doc.images.push(image);
        self.mark(HoleKind::Image(index), false);
        end + 1
    }

    /// If everything between the event at `i` and the first that `ends` is references, each on a
    /// line of its own, makes cards of them and returns the index of that last event.
    pub(super) fn cards(&mut self, i: usize, ends: impl Fn(&Event<'_>) -> bool) -> Option<usize> {
        // An answer is one line of words, and a card is a block.
        if self.no_cards > 0 || self.mode.line {
            return None;
        }
        let events = self.events;
        let mut cards = Vec::new();
        let (mut next, mut separated) = (i + 1, true);
        loop {
            let (event, range) = events.get(next)?;
            match event {
                event if ends(event) => break,
                Event::SoftBreak | Event::HardBreak => separated = true,
                Event::Text(text) if text.trim().is_empty() => {}
                Event::InlineHtml(text) if text.starts_with("<!--") => {}
                Event::Start(Tag::Link { link_type, dest_url, .. }) if separated => {
                    let class = class(*link_type);
                    let target = target::classify(class, dest_url);
                    let card = matches!(target, Target::Entry { .. } | Target::Wiki { .. });
                    if !card {
                        return None;
                    }
                    let (end, words) =
                        self.words_until(next, |e| matches!(e, Event::End(TagEnd::Link)));
                    let own = !matches!(class, Class::Auto | Class::Wiki { piped: false });
                    cards.push((target, range.clone(), own.then_some(words)));
                    next = end;
                    separated = false;
                }
                _ => return None,
            }
            next += 1;
        }
        if cards.is_empty() {
            return None;
        }
        for (target, range, words) in cards {
            let reference = self.reference(target, &range);
            match words {
                Some(words) => {
                    self.doc.text.push_str(&words);
                    self.doc.references[reference as usize].words = Some(words);
                }
                None => self.doc.text_holes.push((TextOffset::new(self.doc.text.len()), reference)),
            }
            self.mark(HoleKind::Card(reference), true);
            self.end_block();
        }
        Some(next)
    }

    /// The plain words from behind event `i` to the first event that `ends`, and its index.
    pub(super) fn words_until(
        &self,
        i: usize,
        mut ends: impl FnMut(&Event<'_>) -> bool,
    ) -> (usize, String) {
        let mut words = String::new();
        let mut next = i + 1;
        while let Some((event, _)) = self.events.get(next) {
            match event {
                event if ends(event) => break,
                Event::Text(text) | Event::Code(text) => words.push_str(text),
                Event::SoftBreak if self.joins_at(next, &words) => {}
                Event::SoftBreak | Event::HardBreak => words.push(' '),
                _ => {}
            }
            next += 1;
        }
        (next.min(self.events.len().saturating_sub(1)), words)
    }

    fn reference(&mut self, target: Target, range: &Range<usize>) -> u32 {
        self.block_references = true;
        let reference = self.new_reference(target, self.span(range));
        self.doc.references.push(reference);
        index(self.doc.references.len() - 1)
    }

    /// A reference at the place that the text has come to.
    pub(super) fn new_reference(&self, target: Target, span: Span) -> Reference {
        Reference {
            target,
            span,
            words: None,
            block: self.block_index(),
            at: TextOffset::new(self.doc.text.len()),
            heading: self.heading_above(),
            automatic: false,
            attribute: false,
        }
    }
}

/// How a link was written.
pub(super) fn class(link_type: LinkType) -> Class {
    match link_type {
        LinkType::WikiLink { has_pothole } => Class::Wiki { piped: has_pothole },
        LinkType::Autolink => Class::Auto,
        LinkType::Email => Class::Email,
        _ => Class::Plain,
    }
}

/// Whether a reference has no words of its own, so that its target's name stands there once it is known.
fn is_bare(class: Class, target: &Target) -> bool {
    match (class, target) {
        (Class::Wiki { piped }, _) => !piped,
        (Class::Auto, Target::Entry { .. } | Target::Blank(_)) => true,
        _ => false,
    }
}

/// Whether a tight item's own line of text ends here.
pub(super) fn ends_tight_item(event: &Event<'_>) -> bool {
    match event {
        Event::End(TagEnd::Item) => true,
        Event::Start(tag) => !matches!(
            tag,
            Tag::Link { .. } | Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Image { .. }
        ),
        _ => false,
    }
}
