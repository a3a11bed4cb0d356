//! The one gate between the parser and everything that is made of its events: what it says is freed of
//! guards, and of characters that no text may hold, in whatever field it says it.

use super::Spot;
use crate::base::chars;
use crate::parse::emphasis::Prepared;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag};
use std::borrow::Cow;

/// The gate of one text.
pub(super) struct Gate<'p> {
    prepared: &'p Prepared<'p>,
    /// Where the text begins in its file.
    start: usize,
    /// Whether nothing but guards can be foul in what the parser says: it decodes nothing else than references
    /// to characters.
    sound: bool,
}

impl<'p> Gate<'p> {
    /// The gate of a text that begins at `start` in its file. `text`: as it was before it was prepared.
    pub(super) fn new(text: &str, prepared: &'p Prepared<'p>, start: usize) -> Self {
        let sound = !chars::may_be_foul(text) && !chars::has_any(text, b"&");
        Self { prepared, start, sound }
    }

    /// An event with clean words, at its place in the file.
    pub(super) fn pass<'e>(&self, (event, range): Spot<'e>) -> Spot<'e> {
        let original = |offset| self.start + self.prepared.original(offset);
        (self.event(event), original(range.start)..original(range.end))
    }

    fn event<'e>(&self, event: Event<'e>) -> Event<'e> {
        // Nearly all are, and to take one apart and put it together again takes longer than to look.
        if self.is_clean(&event) {
            return event;
        }
        let clean = |said: CowStr<'e>| self.clean(said);
        match event {
            Event::Start(tag) => Event::Start(gate_tag(tag, clean)),
            Event::Text(text) => Event::Text(clean(text)),
            Event::Code(text) => Event::Code(clean(text)),
            Event::InlineMath(text) => Event::InlineMath(clean(text)),
            Event::DisplayMath(text) => Event::DisplayMath(clean(text)),
            Event::Html(html) => Event::Html(clean(html)),
            // The bar of a wiki link may cut a tag or a comment; what is left of it is words.
            Event::InlineHtml(html) if !html.starts_with('<') => Event::Text(clean(html)),
            Event::InlineHtml(html) => Event::InlineHtml(clean(html)),
            Event::FootnoteReference(name) => Event::FootnoteReference(clean(name)),
            Event::End(_)
            | Event::SoftBreak
            | Event::HardBreak
            | Event::Rule
            | Event::TaskListMarker(_) => event,
        }
    }

    /// Whether an event passes as it is, as far as that is told at a glance.
    fn is_clean(&self, event: &Event<'_>) -> bool {
        match event {
            Event::Text(said) | Event::Code(said) | Event::Html(said) => self.is_bare(said),
            Event::Start(tag) => matches!(
                tag,
                Tag::Paragraph
                    | Tag::BlockQuote(_)
                    | Tag::List(_)
                    | Tag::Item
                    | Tag::Table(_)
                    | Tag::TableHead
                    | Tag::TableRow
                    | Tag::TableCell
                    | Tag::Emphasis
                    | Tag::Strong
            ),
            Event::End(_) | Event::SoftBreak | Event::HardBreak | Event::Rule => true,
            _ => false,
        }
    }

    /// Whether nothing has to be taken out of what the parser says. Guards are marks too.
    fn is_bare(&self, said: &str) -> bool {
        match self.sound {
            true => self.prepared.says_no_guard(said),
            false => !chars::may_be_foul(said),
        }
    }

    fn clean<'e>(&self, said: CowStr<'e>) -> CowStr<'e> {
        if self.is_bare(&said) {
            return said;
        }
        let unguarded = self.prepared.clean(&said);
        let clean = match self.sound {
            true => Cow::Borrowed(&*unguarded),
            false => chars::clean(&unguarded),
        };
        match (clean, &unguarded) {
            (Cow::Owned(text), _) => text.into(),
            (Cow::Borrowed(_), Cow::Owned(text)) => text.clone().into(),
            (Cow::Borrowed(_), Cow::Borrowed(_)) => said,
        }
    }
}

fn gate_tag<'e>(tag: Tag<'e>, clean: impl Fn(CowStr<'e>) -> CowStr<'e>) -> Tag<'e> {
    match tag {
        Tag::Heading { level, id, classes, .. } => Tag::Heading {
            level,
            id: id.map(&clean),
            classes: classes.into_iter().map(&clean).collect(),
            // Nothing is made of other attributes.
            attrs: Vec::new(),
        },
        Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
            Tag::CodeBlock(CodeBlockKind::Fenced(clean(info)))
        }
        Tag::FootnoteDefinition(name) => Tag::FootnoteDefinition(clean(name)),
        Tag::Link { link_type, dest_url, title, id } => {
            Tag::Link { link_type, dest_url: clean(dest_url), title: clean(title), id: clean(id) }
        }
        Tag::Image { link_type, dest_url, title, id } => {
            Tag::Image { link_type, dest_url: clean(dest_url), title: clean(title), id: clean(id) }
        }
        other => other,
    }
}
