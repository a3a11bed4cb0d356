//! Markdown to a [`Document`]: the one place where the parser's events are read.
//!
//! The HTML is written by `pulldown-cmark` itself. Events whose result depends on the rest of the
//! site are replaced by marks, which become the document's holes; events whose standard HTML a
//! strict site cannot use (table alignment as inline style, check boxes without a label) are
//! replaced by their own. Deciding where a link leads is `link`'s work.

use super::elements::Elements;
use super::emphasis::{Prepared, prepare};
use super::target::{self, Class};
use crate::cjk::joins;
use crate::page::{
    Alert, Block, Code, Document, Heading, Hole, HoleKind, Image, Prose, Reference, Run, RunKind,
    Target,
};
use crate::slug::{Ids, slug};
use crate::source::Source;
use pulldown_cmark::{
    Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options,
    Parser, Tag, TagEnd, TextMergeWithOffset, html,
};
use std::borrow::Cow;
use std::collections::VecDeque;
use std::ops::Range;

/// How a text is to be read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Mode {
    /// Raw HTML is shown as text, and links that run scripts lead nowhere.
    pub untrusted: bool,
    /// A first-level heading at the very start is the page's title and not part of the body.
    pub lead_title: bool,
    /// Whether to note where names may be linked by themselves.
    pub prose: bool,
}

/// Parses `range` of `source`. The second value is the leading title, if it was asked for and found.
pub fn parse(source: &Source, range: Range<usize>, mode: Mode) -> (Document, Option<String>) {
    let prepared = prepare(&source.text[range.clone()]);
    let parser = Parser::new_ext(&prepared.text, options()).into_offset_iter();
    let definitions: Vec<Range<usize>> =
        parser.reference_definitions().iter().map(|(_, d)| d.span.clone()).collect();
    let events: Vec<Spot<'_>> = TextMergeWithOffset::new(parser).collect();
    let mut builder = Builder {
        source,
        start: range.start,
        prepared: &prepared,
        mode,
        events: &events,
        html: Vec::with_capacity(events.len()),
        doc: Document::default(),
        ids: Ids::default(),
        block_start: 0,
        block_references: false,
        no_cards: 0,
        quotes: 0,
        closed: 0,
        elements: Elements::default(),
        in_prose: false,
        in_comment: false,
        open_links: Vec::new(),
        table: Table::default(),
        title: None,
    };
    builder.run();
    let (html, mut doc, title) = (builder.html, builder.doc, builder.title);
    let original = |r: Range<usize>| {
        index(range.start + prepared.original(r.start))
            ..index(range.start + prepared.original(r.end))
    };
    doc.span = Some(source.span(range.clone()));
    let mut unseen = comments(&events);
    unseen.extend(definitions);
    if mode.untrusted {
        // What the page shows as text would be mark-up again wherever the text goes next.
        let raw = events.iter().filter(|(e, _)| matches!(e, Event::Html(_) | Event::InlineHtml(_)));
        unseen.extend(raw.map(|(_, range)| range.clone()));
    }
    doc.unseen = unseen.into_iter().map(original).collect();
    let mut marked = String::with_capacity(range.len() * 3 / 2);
    html::push_html(&mut marked, html.into_iter());
    cut_marks(&marked, &mut doc);
    doc.markup.shrink_to_fit();
    doc.text.shrink_to_fit();
    doc.runs.shrink_to_fit();
    doc.prose.shrink_to_fit();
    (doc, title)
}

type Spot<'e> = (Event<'e>, Range<usize>);

/// Where comments are, in the parsed text. All events are asked, as some never reach the builder.
fn comments(events: &[Spot<'_>]) -> Vec<Range<usize>> {
    let mut comments = Vec::new();
    let mut open: Option<usize> = None;
    for (event, range) in events {
        let (Event::Html(html) | Event::InlineHtml(html)) = event else { continue };
        let mut at = 0;
        while let Some(found) = html[at..].find(if open.is_some() { "-->" } else { "<!--" }) {
            at += found;
            match open.take() {
                Some(start) => {
                    at += "-->".len();
                    comments.push(start..(range.start + at).min(range.end));
                }
                None => {
                    open = Some(range.start + at);
                    // `<!-->` and `<!--->` are whole comments.
                    at += "<!--".len() - usize::from(is_short_comment(&html[at..])) * 2;
                }
            }
        }
        if let Some(start) = open.as_mut() {
            comments.push(*start..range.end);
            *start = range.end;
        }
    }
    comments
}

fn is_short_comment(html: &str) -> bool {
    html.starts_with("<!-->") || html.starts_with("<!--->")
}

/// CommonMark, GFM, and what guides need. Not: math (`$100到$200`), smart punctuation (`"你好"` gets
/// a wrong quote), subscript.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS
}

/// Marks in the HTML, from the private-use area; the author's own text is freed of them.
const MARK_OPEN: char = '\u{E001}';
const MARK_CLOSE: char = '\u{E002}';
/// The mark where a stretch of prose begins. They need no number: they come in order.
const PROSE: &str = "\u{E001}t\u{E002}";

struct Builder<'e> {
    source: &'e Source,
    /// Where the parsed text starts in the source.
    start: usize,
    prepared: &'e Prepared<'e>,
    mode: Mode,
    events: &'e [Spot<'e>],
    html: Vec<Event<'e>>,
    doc: Document,
    ids: Ids,
    /// Where the current block starts in the document's text.
    block_start: usize,
    /// Whether the current block holds a reference, and so exists even without text.
    block_references: bool,
    /// How many enclosing blocks allow no cards.
    no_cards: usize,
    /// How many block quotes enclose this.
    quotes: usize,
    /// How many enclosing things leave their words alone: headings, quotations, what is struck out.
    closed: usize,
    /// The author's own HTML.
    elements: Elements,
    /// Whether nothing has interrupted the last stretch of prose.
    in_prose: bool,
    in_comment: bool,
    /// References whose words are being read; `None` for links that are only text.
    open_links: Vec<Option<u32>>,
    table: Table,
    title: Option<String>,
}

/// The table being read.
#[derive(Default)]
struct Table {
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    has_body: bool,
}

impl<'e> Builder<'e> {
    fn run(&mut self) {
        let events = self.events;
        let mut i = 0;
        while i < events.len() {
            i = self.event(i);
        }
        self.end_block();
    }

    /// Handles the event at `i`; returns the index of the next one to handle.
    fn event(&mut self, i: usize) -> usize {
        let events = self.events;
        let (event, range) = &events[i];
        self.in_prose &= matches!(event, Event::Text(_) | Event::SoftBreak);
        match event {
            Event::Start(tag) => return self.start(i, tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => {
                let linked = !self.open_links.is_empty();
                self.run_of(range, if linked { RunKind::Linked } else { RunKind::Text });
                let text = self.clean(text);
                self.prose(text.len());
                self.doc.text.push_str(&text);
                self.html.push(Event::Text(text));
            }
            Event::Code(text) => {
                let text = self.clean(text);
                self.doc.text.push_str(&text);
                self.html.push(Event::Code(text));
            }
            Event::SoftBreak => self.soft_break(i),
            Event::HardBreak => {
                self.doc.text.push(' ');
                self.html.push(Event::HardBreak);
            }
            Event::Html(text) => {
                self.run_of(range, RunKind::Raw);
                let html = self.raw_html(text);
                self.elements.read(&html);
                self.html.push(if self.mode.untrusted {
                    Event::Text(html)
                } else {
                    Event::Html(html)
                });
            }
            Event::InlineHtml(text) => {
                self.run_of(range, RunKind::Raw);
                let html = self.raw_html(text);
                self.elements.read(&html);
                let untrusted = self.mode.untrusted;
                self.html.push(if untrusted { Event::Text(html) } else { Event::InlineHtml(html) });
            }
            Event::FootnoteReference(name) => {
                self.html.push(Event::FootnoteReference(footnote_id(&self.clean(name))));
            }
            Event::TaskListMarker(done) => {
                let mark = if *done { "☑ " } else { "☐ " };
                self.html.push(Event::InlineHtml(mark.into()));
            }
            Event::Rule => {
                self.end_block();
                self.html.push(Event::Rule);
            }
            // Math is not switched on.
            Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.html.push(Event::Text(self.clean(text)));
            }
        }
        i + 1
    }

    fn start(&mut self, i: usize, tag: &Tag<'e>, range: &Range<usize>) -> usize {
        self.closed += usize::from(is_closed(&tag.to_end()));
        match tag {
            Tag::Paragraph => {
                self.end_block();
                if let Some(next) = self.cards(i, |e| matches!(e, Event::End(TagEnd::Paragraph))) {
                    return next + 1;
                }
                self.html.push(Event::Start(Tag::Paragraph));
            }
            Tag::Heading { level, id, classes, .. } => {
                return self.heading(i, *level, id.as_ref(), classes, range);
            }
            Tag::Item => {
                self.end_block();
                self.html.push(Event::Start(Tag::Item));
                if let Some(next) = self.cards(i, ends_tight_item) {
                    return next;
                }
            }
            Tag::BlockQuote(Some(kind)) => {
                self.end_block();
                let alert = alert(*kind);
                let open = format!("<div class=\"alert {}\" role=\"note\">\n", alert.name());
                self.push_html(open);
                self.mark(HoleKind::Alert(alert), true);
            }
            Tag::BlockQuote(None) | Tag::FootnoteDefinition(_) => {
                self.end_block();
                self.no_cards += 1;
                self.quotes += usize::from(matches!(tag, Tag::BlockQuote(_)));
                self.html.push(Event::Start(match tag {
                    Tag::FootnoteDefinition(name) => {
                        Tag::FootnoteDefinition(footnote_id(&self.clean(name)))
                    }
                    other => other.clone(),
                }));
            }
            Tag::CodeBlock(kind) => return self.code_block(i, kind),
            Tag::Table(alignments) => {
                self.end_block();
                self.table =
                    Table { alignments: alignments.clone(), in_head: true, ..Table::default() };
                // Wide tables scroll by themselves, by keyboard too, instead of widening the page.
                self.push_html("<div class=\"table\" tabindex=\"0\"><table>\n");
            }
            Tag::TableHead => self.push_html("<thead><tr>"),
            Tag::TableRow => {
                self.table.column = 0;
                if !std::mem::replace(&mut self.table.has_body, true) {
                    self.push_html("<tbody>\n");
                }
                self.push_html("<tr>");
            }
            Tag::TableCell => self.table_cell(),
            // A link's title is a tooltip, out of reach on a phone and for keyboards: the words must do.
            Tag::Link { link_type, dest_url, .. } => {
                return self.link(i, *link_type, dest_url, range);
            }
            Tag::Image { dest_url, title, .. } => return self.image(i, dest_url, title, range),
            Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::DefinitionList
            | Tag::List(_)
            | Tag::HtmlBlock => {
                self.end_block();
                self.html.push(Event::Start(tag.clone()));
            }
            _ => self.html.push(Event::Start(tag.clone())),
        }
        i + 1
    }

    fn end(&mut self, tag: &TagEnd) {
        self.closed -= usize::from(is_closed(tag));
        match tag {
            TagEnd::BlockQuote(Some(_)) => {
                self.end_block();
                self.push_html("</div>\n");
            }
            TagEnd::BlockQuote(None) | TagEnd::FootnoteDefinition => {
                self.end_block();
                self.no_cards -= 1;
                self.quotes -= usize::from(matches!(tag, TagEnd::BlockQuote(_)));
                self.html.push(Event::End(*tag));
            }
            TagEnd::Table => {
                let close = if self.table.has_body {
                    "</tbody></table></div>\n"
                } else {
                    "</table></div>\n"
                };
                self.push_html(close);
            }
            TagEnd::TableHead => {
                self.table.in_head = false;
                self.push_html("</tr></thead>\n");
            }
            TagEnd::TableRow => self.push_html("</tr>\n"),
            TagEnd::TableCell => {
                self.end_block();
                self.push_html(if self.table.in_head { "</th>" } else { "</td>" });
            }
            TagEnd::Link => self.end_link(),
            TagEnd::Paragraph
            | TagEnd::Item
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition => {
                self.end_block();
                self.html.push(Event::End(*tag));
            }
            _ => self.html.push(Event::End(*tag)),
        }
    }

    fn heading(
        &mut self,
        i: usize,
        level: HeadingLevel,
        id: Option<&CowStr<'e>>,
        classes: &[CowStr<'e>],
        range: &Range<usize>,
    ) -> usize {
        self.end_block();
        let (end, text) = self.words_until(i, |e| matches!(e, Event::End(TagEnd::Heading(_))));
        let first = self.html.is_empty() && self.doc.headings.is_empty();
        if self.mode.lead_title && first && level == HeadingLevel::H1 && self.title.is_none() {
            self.title = Some(text);
            return end + 1;
        }
        let wanted = id.map_or_else(|| slug(&text), |id| self.clean(id).into_string());
        let id = self.ids.take(&wanted);
        self.doc.headings.push(Heading {
            level: level as u8,
            id: id.clone(),
            block: self.block_index(),
            span: self.span(range),
        });
        self.html.push(Event::Start(Tag::Heading {
            level,
            id: Some(id.into()),
            classes: classes.to_vec(),
            attrs: Vec::new(),
        }));
        self.no_cards += 1;
        self.closed += 1;
        let mut next = i + 1;
        while next < end {
            next = self.event(next);
        }
        self.no_cards -= 1;
        self.closed -= 1;
        // A heading's block exists even when its text is empty.
        self.block_references = true;
        self.end_block();
        self.html.push(self.events[end].0.clone());
        end + 1
    }

    fn code_block(&mut self, i: usize, kind: &CodeBlockKind<'e>) -> usize {
        self.end_block();
        let mut text = String::new();
        let mut end = i + 1;
        while let Some((event, _)) = self.events.get(end) {
            match event {
                Event::Text(t) => text.push_str(&self.clean(t)),
                Event::End(TagEnd::CodeBlock) => break,
                _ => {}
            }
            end += 1;
        }
        let language = match kind {
            CodeBlockKind::Fenced(info) => self
                .clean(info)
                .split([' ', ',', '{'])
                .next()
                .filter(|l| !l.is_empty())
                .map(str::to_owned),
            CodeBlockKind::Indented => None,
        };
        self.doc.text.push_str(&text);
        self.end_block();
        let index = index(self.doc.codes.len());
        self.doc.codes.push(Code { language, text });
        self.mark(HoleKind::Code(index), true);
        end + 1
    }

    fn table_cell(&mut self) {
        self.end_block();
        let alignment = self.table.alignments.get(self.table.column).copied();
        self.table.column += 1;
        let class = match alignment.unwrap_or(Alignment::None) {
            Alignment::None | Alignment::Left => "",
            Alignment::Center => " class=\"center\"",
            Alignment::Right => " class=\"right\"",
        };
        let open = match self.table.in_head {
            true => format!("<th scope=\"col\"{class}>"),
            false => format!("<td{class}>"),
        };
        self.push_html(open);
    }

    fn link(
        &mut self,
        i: usize,
        link_type: LinkType,
        dest: &CowStr<'e>,
        range: &Range<usize>,
    ) -> usize {
        let class = class(link_type);
        let target = target::classify(class, &self.clean(dest));
        let inert = self.mode.untrusted && matches!(target, Target::Inert(_));
        // Without words of its own: the target's name stands there, once it is known.
        let bare = match (class, &target) {
            (Class::Wiki { piped }, _) => !piped,
            (Class::Auto, Target::Entry { .. }) => true,
            _ => false,
        };
        if bare {
            let reference = self.reference(target, range);
            self.doc.text_holes.push((index(self.doc.text.len()), reference));
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

    fn end_link(&mut self) {
        if let Some(Some(reference)) = self.open_links.pop() {
            let reference_data = &mut self.doc.references[reference as usize];
            reference_data.words = Some(self.doc.text[reference_data.at as usize..].to_owned());
            self.mark(HoleKind::LinkClose(reference), false);
        }
    }

    fn image(
        &mut self,
        i: usize,
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
        let image = Image {
            url: self.clean(dest).into_string(),
            alt,
            title: self.clean(title).into_string(),
            span: self.span(range),
        };
        let index = index(self.doc.images.len());
        self.doc.images.push(image);
        self.mark(HoleKind::Image(index), false);
        end + 1
    }

    /// If everything between the event at `i` and the first that `ends` is references, each on a
    /// line of its own, makes cards of them and returns the index of that last event.
    fn cards(&mut self, i: usize, ends: impl Fn(&Event<'_>) -> bool) -> Option<usize> {
        if self.no_cards > 0 {
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
                    let target = target::classify(class, &self.clean(dest_url));
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
                None => self.doc.text_holes.push((index(self.doc.text.len()), reference)),
            }
            self.mark(HoleKind::Card(reference), true);
            self.end_block();
        }
        Some(next)
    }

    /// The plain words from behind event `i` to the first event that `ends`, and its index.
    fn words_until(&self, i: usize, mut ends: impl FnMut(&Event<'_>) -> bool) -> (usize, String) {
        let mut words = String::new();
        let mut next = i + 1;
        while let Some((event, _)) = self.events.get(next) {
            match event {
                event if ends(event) => break,
                Event::Text(text) | Event::Code(text) => words.push_str(&self.clean(text)),
                Event::SoftBreak | Event::HardBreak => words.push(' '),
                _ => {}
            }
            next += 1;
        }
        (next.min(self.events.len().saturating_sub(1)), words)
    }

    fn reference(&mut self, target: Target, range: &Range<usize>) -> u32 {
        self.block_references = true;
        let reference = Reference {
            target,
            span: self.span(range),
            words: None,
            block: self.block_index(),
            at: index(self.doc.text.len()),
            heading: self.doc.headings.len().checked_sub(1).map(index),
            automatic: false,
        };
        self.doc.references.push(reference);
        index(self.doc.references.len() - 1)
    }

    /// A line break of the author's: nothing between two CJK characters, else a space.
    fn soft_break(&mut self, i: usize) {
        let before = self.doc.text[self.block_start..].chars().next_back();
        let after = self.events[i + 1..].iter().find_map(|(event, _)| match event {
            Event::Text(t) | Event::Code(t) => Some(self.clean(t).chars().next()),
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. })
            | Event::End(
                TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link,
            ) => None,
            _ => Some(None),
        });
        if let (Some(before), Some(Some(after))) = (before, after)
            && joins(before, after)
        {
            return;
        }
        self.doc.text.push(' ');
        self.html.push(Event::SoftBreak);
    }

    /// Raw HTML without comments: they are the author's own.
    fn raw_html(&mut self, text: &CowStr<'e>) -> CowStr<'e> {
        let cleaned = self.clean(text);
        if !self.in_comment && !cleaned.contains("<!--") {
            return cleaned;
        }
        let mut kept = String::new();
        let mut rest = &*cleaned;
        loop {
            if self.in_comment {
                let Some(end) = rest.find("-->") else { break };
                rest = &rest[end + 3..];
                self.in_comment = false;
            }
            match rest.find("<!--") {
                Some(start) => {
                    kept.push_str(&rest[..start]);
                    // `<!-->` and `<!--->` are whole comments.
                    let short = ["<!-->", "<!--->"].iter().find(|s| rest[start..].starts_with(**s));
                    rest = &rest[start + short.map_or(4, |s| s.len())..];
                    self.in_comment = short.is_none();
                }
                None => {
                    kept.push_str(rest);
                    break;
                }
            }
        }
        kept.into()
    }

    /// Text as the author wrote it: without guards and without anything that looks like a mark.
    fn clean(&self, said: &CowStr<'e>) -> CowStr<'e> {
        let cleaned = self.prepared.clean(said);
        if cleaned.contains([MARK_OPEN, MARK_CLOSE]) {
            return cleaned.replace([MARK_OPEN, MARK_CLOSE], "\u{FFFD}").into();
        }
        match cleaned {
            Cow::Borrowed(_) => said.clone(),
            Cow::Owned(text) => text.into(),
        }
    }

    fn push_html(&mut self, html: impl Into<CowStr<'e>>) {
        self.html.push(Event::Html(html.into()));
    }

    /// Leaves a hole in the HTML, as a block of its own or inside a line.
    fn mark(&mut self, hole: HoleKind, block: bool) {
        let (letter, number) = encode(hole);
        let mark = format!("{MARK_OPEN}{letter}{number}{MARK_CLOSE}");
        self.html.push(match block {
            true => Event::Html((mark + "\n").into()),
            false => Event::InlineHtml(mark.into()),
        });
    }

    fn block_index(&self) -> u32 {
        index(self.doc.blocks.len())
    }

    /// Ends the current block of plain text, if there is one.
    fn end_block(&mut self) {
        let end = self.doc.text.len();
        let empty = self.doc.text[self.block_start..].trim().is_empty();
        if empty && !self.block_references {
            self.doc.text.truncate(self.block_start);
            return;
        }
        self.doc.blocks.push(Block { start: index(self.block_start), end: index(end) });
        self.doc.text.push('\n');
        self.block_start = end + 1;
        self.block_references = false;
    }

    /// Notes that the next `length` bytes of text may hold names to link.
    fn prose(&mut self, length: usize) {
        let alone = self.closed > 0 || !self.open_links.is_empty() || self.elements.closed();
        if alone || !self.mode.prose {
            return;
        }
        let start = self.doc.text.len();
        let (start, end) = (index(start), index(start + length));
        match self.doc.prose.last_mut().filter(|_| self.in_prose) {
            Some(stretch) => stretch.end = end,
            None => {
                self.html.push(Event::InlineHtml(PROSE.into()));
                self.doc.prose.push(Prose { start, end, markup: 0 });
                self.in_prose = true;
            }
        }
    }

    fn run_of(&mut self, range: &Range<usize>, kind: RunKind) {
        let span = self.span(range);
        let (block, quoted) = (self.block_index(), self.quotes > 0);
        let at = index(self.doc.text.len());
        self.doc.runs.push(Run { start: span.start, end: span.end, at, block, kind, quoted });
    }

    fn span(&self, range: &Range<usize>) -> crate::source::Span {
        let original = |o| self.start + self.prepared.original(o);
        self.source.span(original(range.start)..original(range.end))
    }
}

/// Turns the marked HTML into markup and holes.
fn cut_marks(marked: &str, doc: &mut Document) {
    let mut stretches = 0;
    let mut rest = VecDeque::from([marked]);
    doc.markup = String::with_capacity(marked.len());
    while let Some(text) = rest.pop_front() {
        let Some((before, after)) = text.split_once(MARK_OPEN) else {
            doc.markup.push_str(text);
            break;
        };
        doc.markup.push_str(before);
        let (mark, after) = after.split_once(MARK_CLOSE).unwrap_or((after, ""));
        if mark == "t"
            && let Some(stretch) = doc.prose.get_mut(stretches)
        {
            stretch.markup = index(doc.markup.len());
            stretches += 1;
        } else if let Some(what) = decode(mark) {
            doc.holes.push(Hole { at: index(doc.markup.len()), what });
        }
        rest.push_back(after);
    }
}

fn encode(hole: HoleKind) -> (char, u32) {
    match hole {
        HoleKind::LinkOpen(n) => ('l', n),
        HoleKind::LinkClose(n) => ('e', n),
        HoleKind::Inline(n) => ('i', n),
        HoleKind::Card(n) => ('c', n),
        HoleKind::Code(n) => ('p', n),
        HoleKind::Image(n) => ('m', n),
        HoleKind::Alert(alert) => ('a', alert as u32),
    }
}

fn decode(mark: &str) -> Option<HoleKind> {
    let mut chars = mark.chars();
    let letter = chars.next()?;
    let n: u32 = chars.as_str().parse().ok()?;
    Some(match letter {
        'l' => HoleKind::LinkOpen(n),
        'e' => HoleKind::LinkClose(n),
        'i' => HoleKind::Inline(n),
        'c' => HoleKind::Card(n),
        'p' => HoleKind::Code(n),
        'm' => HoleKind::Image(n),
        'a' => HoleKind::Alert(
            [Alert::Note, Alert::Tip, Alert::Important, Alert::Warning, Alert::Caution]
                .into_iter()
                .find(|a| *a as u32 == n)?,
        ),
        _ => return None,
    })
}

fn alert(kind: BlockQuoteKind) -> Alert {
    match kind {
        BlockQuoteKind::Note => Alert::Note,
        BlockQuoteKind::Tip => Alert::Tip,
        BlockQuoteKind::Important => Alert::Important,
        BlockQuoteKind::Warning => Alert::Warning,
        BlockQuoteKind::Caution => Alert::Caution,
    }
}

fn class(link_type: LinkType) -> Class {
    match link_type {
        LinkType::WikiLink { has_pothole } => Class::Wiki { piped: has_pothole },
        LinkType::Autolink => Class::Auto,
        LinkType::Email => Class::Email,
        _ => Class::Plain,
    }
}

/// Whether what this tag ends leaves its words alone: they are titles, are struck out, or are not the
/// guide's own but quoted. Headings see to themselves.
fn is_closed(tag: &TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::TableHead
            | TagEnd::DefinitionListTitle
            | TagEnd::Strikethrough
            | TagEnd::BlockQuote(None)
    )
}

/// Whether a tight item's own line of text ends here.
fn ends_tight_item(event: &Event<'_>) -> bool {
    match event {
        Event::End(TagEnd::Item) => true,
        Event::Start(tag) => !matches!(
            tag,
            Tag::Link { .. } | Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Image { .. }
        ),
        _ => false,
    }
}

/// Footnote ids apart from heading ids.
fn footnote_id<'a>(name: &str) -> CowStr<'a> {
    format!("fn-{}", slug(name)).into()
}

fn index(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
