//! Markdown to a [`Document`]: the one place where the parser's events are read.
//!
//! The HTML is written by `pulldown-cmark` itself. Events whose result depends on the rest of the
//! site are replaced by marks, which become the document's holes; events whose standard HTML a
//! strict site cannot use (table alignment as inline style, check boxes without a label) are
//! replaced by their own. Deciding where a link leads is `link`'s work.

mod comments;
mod marks;
mod references;
mod text;

use super::elements::Elements;
use super::emphasis::{Prepared, prepare};
use crate::page::{Alert, Code, Document, Heading, HoleKind, RunKind};
use crate::slug::{Ids, slug};
use crate::source::Source;
use comments::comments;
use marks::{cut_marks, mark};
use pulldown_cmark::{
    Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser, Tag,
    TagEnd, TextMergeWithOffset, html,
};
use references::ends_tight_item;
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
        let given = id.map(|id| self.clean(id).into_string()).filter(|id| !id.is_empty());
        let named_later = given.is_none() && self.has_bare_references(i + 1..end);
        let number = index(self.doc.headings.len());
        let id = match named_later {
            true => String::new(),
            false => self.ids.take(&given.unwrap_or_else(|| slug(&text))),
        };
        self.doc.headings.push(Heading {
            level: level as u8,
            id: id.clone(),
            block: self.block_index(),
            span: self.span(range),
        });
        let id = if named_later { mark(HoleKind::HeadingId(number)) } else { id };
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

    fn push_html(&mut self, html: impl Into<CowStr<'e>>) {
        self.html.push(Event::Html(html.into()));
    }
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

/// Footnote ids apart from heading ids.
fn footnote_id<'a>(name: &str) -> CowStr<'a> {
    format!("fn-{}", slug(name)).into()
}

fn index(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
