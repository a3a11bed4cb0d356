//! Markdown to a [`Document`]: the one place where the parser's events are read.
//!
//! The HTML is written by `pulldown-cmark` itself. Events whose result depends on the rest of the
//! site are replaced by marks, which become the document's holes; events whose standard HTML a
//! strict site cannot use (table alignment as inline style, check boxes without a label) are
//! replaced by their own. Deciding where a link leads is `link`'s work.

mod addresses;
mod autolinks;
mod bare;
mod clauses;
mod code;
mod comments;
mod definitions;
mod gate;
mod guards;
mod headings;
mod html;
mod letter;
mod marks;
mod notes;
mod references;
mod steps;
mod tables;
mod text;

use super::elements::Elements;
use super::emphasis::prepare_with;
use crate::base::bug::bug;
use crate::base::offset::FileOffset;
use crate::base::slug::Ids;
use crate::base::source::Source;
use crate::diag::Finding;
use crate::model::document::{Alert, Document, HoleKind, RunKind};
use comments::comments;
use definitions::Definitions;
use gate::Gate;
use headings::GivenIds;
use marks::{cut_marks, mark};
use notes::{Notes, Sorted};
use pulldown_cmark::{
    BlockQuoteKind, CowStr, Event, Options, Parser, Tag, TagEnd, TextMergeWithOffset,
};
use references::ends_tight_item;
use std::ops::Range;
use steps::Steps;
use tables::Table;

/// How a text is to be read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Mode<'t> {
    /// Raw HTML is shown as text, and links that run scripts lead nowhere.
    pub untrusted: bool,
    /// Whether it is one line of words, in which nothing begins a block.
    pub line: bool,
    /// What a first-level heading at the very start is.
    pub lead: Lead<'t>,
    /// Whether to note where names may be linked by themselves.
    pub prose: bool,
    /// Whether headings are the steps of a decision flow.
    pub steps: bool,
    /// Whether it is a letter, which may be sent as plain text.
    pub letter: bool,
}

/// What a first-level heading at the very start of a text is.
#[derive(Debug, Clone, Copy, Default)]
pub enum Lead<'t> {
    /// A heading.
    #[default]
    Heading,
    /// The page's title, and not part of the body.
    Title,
    /// The page's title once more, and not part of the body, if it says this.
    Again(&'t str),
}

/// Parses `range` of `source`. The second value is the leading title, if it was asked for and found.
pub fn parse(source: &Source, range: Range<usize>, mode: Mode<'_>) -> (Document, Option<String>) {
    let text = &source.text[range.clone()];
    let prepared = prepare_with(text, guards::guards(text, mode.line));
    let parser = Parser::new_ext(&prepared.text, options()).into_offset_iter();
    let original = |r: &Range<usize>| {
        range.start + prepared.original(r.start)..range.start + prepared.original(r.end)
    };
    // Definitions come in no order of their own.
    let mut defined: Vec<Range<usize>> =
        parser.reference_definitions().iter().map(|(_, d)| original(&d.span)).collect();
    defined.sort_unstable_by_key(|range| range.start);
    let gate = Gate::new(text, &prepared, range.start);
    // A text has about so many, and few have many more.
    let mut events = Vec::with_capacity(text.len() / BYTES_PER_EVENT);
    events.extend(TextMergeWithOffset::new(parser).map(|spot| gate.pass(spot)));
    let events = autolinks::link_addresses(events, &source.text, !mode.untrusted);
    let definitions = Definitions::of(&events, defined, source, range.clone());
    let own = match mode.untrusted {
        true => html::OwnHtml::default(),
        false => html::own_html(&events, source),
    };
    let mut unseen = comments(&events, source);
    if mode.untrusted {
        // What the page shows as text would be mark-up again wherever the text goes next.
        let raw = events.iter().filter(|(e, _)| matches!(e, Event::Html(_) | Event::InlineHtml(_)));
        unseen.extend(raw.map(|(_, range)| range.clone()));
    }
    let Sorted { events, notes, unused, found } = notes::sort(events);
    unseen.extend(definitions.ranges);
    unseen.extend(unused);
    let mut builder = Builder::new(source, mode, &events, notes);
    builder.unseen = unseen;
    if mode.steps {
        builder.steps = Steps::of(&events, !mode.untrusted);
    }
    let report = [own.found, found, definitions.found];
    report.into_iter().flatten().for_each(|(range, finding)| builder.report(range, finding));
    builder.give_ids(&own.ids);
    builder.addresses = own.addresses;
    builder.run();
    // Links find them, but they take no id from a heading.
    builder.doc.ids.extend(own.names);
    builder.finish(range)
}

/// How many bytes of Markdown there are for each event, nearly.
const BYTES_PER_EVENT: usize = 16;

/// An event and its place in the file.
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
    mode: Mode<'e>,
    events: &'e [Spot<'e>],
    html: Vec<Event<'e>>,
    doc: Document,
    ids: Ids,
    given: GivenIds,
    notes: Notes,
    /// The footnote being read, and the heading that what stands in it belongs to.
    note: Option<(usize, Option<u32>)>,
    /// Ranges of the file that no reader sees.
    unseen: Vec<Range<usize>>,
    /// Where addresses stand in the author's own HTML, in order.
    addresses: Vec<Range<usize>>,
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
    /// Which events begin and end steps and their answers.
    steps: Steps,
    /// The leading title.
    title: Option<String>,
}

impl<'e> Builder<'e> {
    fn new(source: &'e Source, mode: Mode<'e>, events: &'e [Spot<'e>], notes: Notes) -> Self {
        Self {
            source,
            mode,
            events,
            // Marks come to the author's own events.
            html: Vec::with_capacity(events.len() * 3 / 2),
            doc: Document::default(),
            ids: Ids::in_frame(),
            given: GivenIds::default(),
            notes,
            note: None,
            unseen: Vec::new(),
            addresses: Vec::new(),
            block_start: 0,
            block_references: false,
            // A card is for readers of the page, and the letter for somebody else.
            no_cards: usize::from(mode.letter),
            quotes: 0,
            closed: 0,
            elements: Elements::default(),
            in_prose: false,
            in_comment: false,
            open_links: Vec::new(),
            table: Table::default(),
            steps: Steps::default(),
            title: None,
        }
    }

    /// The document of `range`, and its leading title.
    fn finish(mut self, range: Range<usize>) -> (Document, Option<String>) {
        self.ways_back();
        let mut doc = self.doc;
        doc.span = Some(self.source.span(range.clone()));
        doc.unseen = self
            .unseen
            .into_iter()
            .map(|r| FileOffset::new(r.start)..FileOffset::new(r.end))
            .collect();
        let mut marked = String::with_capacity(range.len() * 3 / 2);
        pulldown_cmark::html::push_html(&mut marked, self.html.into_iter());
        cut_marks(&marked, &mut doc);
        doc.text.shrink_to_fit();
        doc.words.runs.shrink_to_fit();
        doc.shown.prose.shrink_to_fit();
        doc.shown.holes.shrink_to_fit();
        doc.references.shrink_to_fit();
        doc.headings.shrink_to_fit();
        doc.blocks.shrink_to_fit();
        doc.ids.shrink_to_fit();
        (doc, self.title)
    }

    fn report(&mut self, range: Range<usize>, finding: impl Into<Finding>) {
        self.doc.found.push((self.source.span(range), finding.into()));
    }

    fn run(&mut self) {
        let events = self.events;
        let mut i = 0;
        while i < events.len() {
            i = self.event(i);
        }
        self.end_block();
        self.end_step();
    }

    /// Handles the event at `i`; returns the index of the next one to handle.
    fn event(&mut self, i: usize) -> usize {
        let events = self.events;
        let (event, range) = &events[i];
        self.in_prose &= matches!(event, Event::Text(_) | Event::SoftBreak);
        self.lost_in_letter(event, range);
        match event {
            Event::Start(tag) => return self.start(i, tag, range),
            Event::End(tag) => self.end(tag, i),
            Event::Text(text) => {
                let linked = !self.open_links.is_empty();
                self.run_of(range, if linked { RunKind::Linked } else { RunKind::Text });
                match autolinks::is_unlinked(text) {
                    true => self.in_prose = false,
                    false => self.prose(text.len()),
                }
                self.doc.text.push_str(text);
                self.html.push(Event::Text(text.clone()));
            }
            Event::Code(text) => {
                self.doc.text.push_str(text);
                self.html.push(Event::Code(text.clone()));
            }
            Event::SoftBreak => self.soft_break(i),
            Event::HardBreak => {
                self.doc.text.push(' ');
                self.html.push(Event::HardBreak);
            }
            Event::Html(text) => {
                self.run_of(range, RunKind::Raw);
                let text = self.own_addresses(text, range);
                let html = self.raw_html(&text);
                self.elements.read(&html);
                self.html.push(if self.mode.untrusted {
                    Event::Text(html)
                } else {
                    Event::Html(html)
                });
            }
            Event::InlineHtml(text) => {
                self.run_of(range, RunKind::Raw);
                let text = self.own_addresses(text, range);
                let html = self.raw_html(&text);
                self.elements.read(&html);
                let shown = self.mode.untrusted || self.mode.line && html::is_block_tag(&html);
                self.html.push(if shown { Event::Text(html) } else { Event::InlineHtml(html) });
            }
            Event::FootnoteReference(name) => {
                self.note_reference(name);
            }
            Event::TaskListMarker(done) => self.task(*done),
            Event::Rule => {
                self.end_block();
                self.html.push(Event::Rule);
            }
            // Math is not switched on.
            Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.html.push(Event::Text(text.clone()));
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
                if !self.steps.in_answers {
                    self.html.push(Event::Start(Tag::Paragraph));
                }
            }
            Tag::Heading { level, id, classes, .. } => {
                return self.heading(i, *level, id.as_deref(), classes, range);
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
            Tag::BlockQuote(None) => {
                self.end_block();
                self.no_cards += 1;
                self.quotes += 1;
                self.html.push(Event::Start(tag.clone()));
            }
            Tag::FootnoteDefinition(label) => {
                self.end_block();
                self.end_step();
                self.no_cards += 1;
                self.start_note(label);
            }
            Tag::CodeBlock(kind) => return self.code_block(i, kind, range),
            Tag::Table(alignments) => self.table(alignments),
            Tag::TableHead => self.push_html("<thead><tr>"),
            Tag::TableRow => self.table_row(),
            Tag::TableCell => self.table_cell(),
            // A link's title is a tooltip, out of reach on a phone and for keyboards: the words must do.
            Tag::Link { link_type, dest_url, .. } => {
                return self.link(i, *link_type, dest_url, range);
            }
            Tag::Image { link_type, dest_url, title, .. } => {
                return self.image(i, *link_type, dest_url, title, range);
            }
            Tag::DefinitionListTitle | Tag::DefinitionListDefinition | Tag::DefinitionList => {
                self.end_block();
                self.html.push(Event::Start(tag.clone()));
            }
            Tag::List(first) => {
                self.end_block();
                if !self.start_answers(i, first.is_some()) {
                    self.html.push(Event::Start(tag.clone()));
                }
            }
            Tag::HtmlBlock => {
                self.end_block();
                self.html_words(i);
                self.html.push(Event::Start(tag.clone()));
            }
            _ => self.html.push(Event::Start(tag.clone())),
        }
        i + 1
    }

    fn end(&mut self, tag: &TagEnd, i: usize) {
        self.closed -= usize::from(is_closed(tag));
        match tag {
            TagEnd::BlockQuote(Some(_)) => {
                self.end_block();
                self.push_html("</div>\n");
            }
            TagEnd::BlockQuote(None) => {
                self.end_block();
                self.no_cards -= 1;
                self.quotes -= 1;
                self.html.push(Event::End(*tag));
            }
            TagEnd::FootnoteDefinition => {
                self.end_block();
                self.no_cards -= 1;
                self.end_note();
            }
            TagEnd::Paragraph => {
                self.end_block();
                self.end_of_note(i);
                if !self.steps.in_answers {
                    self.html.push(Event::End(*tag));
                }
            }
            TagEnd::List(_) => {
                self.end_answers(i);
                self.html.push(Event::End(*tag));
            }
            TagEnd::Table => self.end_table(),
            TagEnd::TableHead => self.end_table_head(),
            TagEnd::TableRow => self.push_html("</tr>\n"),
            TagEnd::TableCell => self.end_table_cell(),
            TagEnd::Link => self.end_link(),
            TagEnd::Item
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::HtmlBlock => {
                self.end_block();
                self.html.push(Event::End(*tag));
            }
            _ => self.html.push(Event::End(*tag)),
        }
    }

    /// A box to tick, which takes the place of its item's bullet.
    fn task(&mut self, done: bool) {
        let item = self.html.iter().rposition(|event| matches!(event, Event::Start(Tag::Item)));
        if let Some(item) = item {
            self.html[item] = Event::Html("<li class=\"task\">".into());
        }
        let mark = if done { '☑' } else { '☐' };
        self.html.push(Event::InlineHtml(format!("<span class=\"box\">{mark} </span>").into()));
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

fn index(n: usize) -> u32 {
    u32::try_from(n).unwrap_or_else(|_| bug("more parts of a text than it has bytes"))
}
