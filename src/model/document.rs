//! A text as its author wrote it: HTML with holes for whatever the rest of the site decides, and the same
//! as plain text in blocks.
//!
//! Plain data, made by `parse` and never changed. What its references lead to is found by `link` and lies
//! beside it: [`super::linked`].

use crate::base::offset::{FileOffset, Offset};
use crate::base::source::Span;
use crate::diag::Finding;
use crate::model::deferred::Deferred;
use crate::model::registry::Scheme;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::ops::Range;

/// A document's markup, without what its holes stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum InMarkup {}

/// A document's plain text, without the labels of its references.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum InText {}

/// An offset in a document's markup.
pub type MarkupOffset = Offset<InMarkup>;

/// An offset in a document's plain text.
pub type TextOffset = Offset<InText>;

/// Markdown, compact: HTML with holes for whatever the rest of the site decides, and the same as
/// plain text in blocks.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Where all of it is written.
    pub span: Option<Span>,
    /// Byte ranges of the file that no reader sees: comments, and definitions of link targets.
    pub unseen: Vec<Range<FileOffset>>,
    /// What its page is made from.
    pub shown: Deferred<Shown>,
    /// Everything the text points at, in order.
    pub references: Vec<Reference>,
    /// Headings, in order.
    pub headings: Vec<Heading>,
    /// Ids that exist in the markup besides headings: footnotes, their references, and those in the
    /// author's own HTML.
    pub ids: Vec<String>,
    /// What names the heading that became the page's title: its id and its words, as an id has them.
    pub title_ids: Vec<String>,
    /// What was found wrong while the Markdown was read, for `check` to report. A text in which something was
    /// is not kept between builds.
    #[serde(skip)]
    pub found: Vec<(Span, Finding)>,
    /// Runs of plain text that belong together, in order.
    pub blocks: Vec<Block>,
    /// The plain text of all blocks, one after another.
    #[serde(with = "super::long_text")]
    pub text: String,
    /// Where the label of a reference is missing from `text`: offset and reference.
    pub text_holes: Vec<(TextOffset, u32)>,
    /// Whether some of it is HTML as its author wrote it, comments included.
    pub raw: bool,
    /// Where its words are written.
    pub words: Deferred<Words>,
    /// The steps of a decision flow, in order; none in any other text.
    pub steps: Vec<Step>,
    /// Images, in order.
    pub images: Vec<Image>,
}

/// What the page of a document is made from, beside its text. HTML is mostly text, so of prose it is only said
/// where it stands: [`Document::markup`] puts both together.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Shown {
    /// The markup without its prose, or all of it.
    frame: String,
    /// Whether `frame` is all of the markup.
    whole: bool,
    /// Where names may be linked by themselves, in order.
    pub prose: Vec<Prose>,
    /// Where something is missing from the markup, in order.
    pub holes: Vec<Hole>,
    /// Code blocks, in order.
    pub codes: Vec<Code>,
}

/// Where the words of a document are written; for the rules of `check`, and for names that are linked by themselves.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Words {
    /// In the file, in order.
    pub runs: Vec<Run>,
}

/// A gap in a document's markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hole {
    /// Byte offset in the markup.
    pub at: MarkupOffset,
    /// What goes there.
    pub what: HoleKind,
}

/// What goes into a gap. The numbers are indices into the document's own lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum HoleKind {
    /// `<a …>` for a reference whose words follow.
    LinkOpen(u32),
    /// `</a>` for it.
    LinkClose(u32),
    /// A reference without words of its own: link and label.
    Inline(u32),
    /// A reference alone in a paragraph.
    Card(u32),
    /// A code block.
    Code(u32),
    /// An image.
    Image(u32),
    /// The title of an alert.
    Alert(Alert),
    /// The id of a heading that `link` names, within its tag.
    HeadingId(u32),
    /// The address that a reference leads to, within a tag of the author's own.
    Address(u32),
    /// Where a step begins, before its heading.
    Step(u32),
    /// What a step is counted as, within its heading.
    StepNumber(u32),
    /// Where a step ends.
    StepEnd(u32),
    /// Which step an answer leads to, within its link; the number is the reference's.
    StepOf(u32),
    /// What the list of footnotes is called, within its tag.
    Notes,
    /// What leads from a footnote back to a reference to it, within its tag. Both counted from 1.
    WayBack {
        /// The footnote.
        note: u16,
        /// The reference, of those to this footnote.
        n: u16,
    },
}

/// Kinds of alert, as GitHub names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the five names of the syntax")]
pub enum Alert {
    Note,
    Tip,
    Important,
    Warning,
    Caution,
}

impl Alert {
    /// The name in class names and interface words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Tip => "tip",
            Self::Important => "important",
            Self::Warning => "warning",
            Self::Caution => "caution",
        }
    }
}

/// Something the text points at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// What is pointed at.
    pub target: Target,
    /// The whole reference in the file.
    pub span: Span,
    /// The author's own words, if any, as plain text.
    pub words: Option<String>,
    /// Index of the block it stands in.
    pub block: u32,
    /// Offset in the document's text.
    pub at: TextOffset,
    /// Index of the heading above it.
    pub heading: Option<u32>,
    /// Whether `link` put it there, and not the author.
    pub automatic: bool,
    /// Whether it is an attribute of the author's own HTML, of which only the address is replaced.
    pub attribute: bool,
}

impl Reference {
    /// Whether the author wrote it as a link in Markdown.
    pub fn is_link(&self) -> bool {
        !self.automatic && !self.attribute
    }
}

/// The scheme of the blanks of letters.
pub(crate) const BLANK: &str = "blank";

/// What a reference points at, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Target {
    /// `[[page]]`, `[[page#heading]]`.
    Wiki {
        /// Id, name or title.
        page: String,
        /// The heading's id or text.
        heading: Option<String>,
    },
    /// A file by path, relative to the page's own file or from the content folder (`/…`).
    File {
        /// The path, percent-decoded.
        path: String,
        /// What follows a `?`, as written.
        query: Option<String>,
        /// The heading's id.
        anchor: Option<String>,
    },
    /// `#heading` on the same page.
    Anchor(String),
    /// `scheme:id`.
    Entry {
        /// Which registry.
        scheme: Scheme,
        /// The id, with what follows it: `civil-code/680`.
        id: String,
    },
    /// An address outside the site.
    External(String),
    /// An address on the site that is given as such: `/tags/`.
    Path(String),
    /// A blank of a letter, by its id: `blank:contract`. It leads nowhere, and its words say what goes there.
    Blank(String),
    /// An address of a scheme that is never followed, such as `javascript:`.
    Inert(String),
}

impl Target {
    /// The words that stand for what leads nowhere.
    pub fn words(&self) -> &str {
        match self {
            Self::Wiki { page, .. } => page,
            Self::Entry { id, .. } | Self::Blank(id) => id,
            _ => "",
        }
    }
}

/// A heading of the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its anchor, unique on the page. Empty where a reference without words stands in the heading: its
    /// label is part of the name, which `link` gives.
    pub id: String,
    /// Index of the block with its text.
    pub block: u32,
    /// Where it is written.
    pub span: Span,
}

/// A step of a decision flow: a heading of the text, and all that stands before the next one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Its heading, as an index into the document's.
    pub heading: u32,
    /// Whether anything stands below its heading.
    pub filled: bool,
    /// All that it points at, as indices into the document's references.
    pub references: Range<u32>,
    /// Those of them that are its answers: a step that has any is a question, any other an outcome.
    pub answers: Range<u32>,
}

/// A run of plain text that belongs together: a paragraph, an item, a cell, a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Start in the document's text.
    pub start: TextOffset,
    /// End in the document's text.
    pub end: TextOffset,
}

/// A stretch of the author's own words in the file, without anything that is mark-up. A text has many of them,
/// so each takes no more than 16 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// First byte in the file.
    pub start: FileOffset,
    /// One past the last byte.
    pub end: FileOffset,
    /// Where it begins in the document's text.
    pub at: TextOffset,
    /// Its block's index, above three bits that say what kind of words it is and whether they are quoted.
    packed: u32,
}

/// What a [`Run`] is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RunKind {
    /// Prose.
    Text,
    /// The words of a link.
    Linked,
    /// Raw HTML, comments included.
    Raw,
}

/// A stretch of prose that no tag interrupts, outside headings, links, quotations and code: in the
/// markup it reads as in the text, but for what HTML escapes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prose {
    /// Start in the document's text.
    pub start: TextOffset,
    /// End in the document's text.
    pub end: TextOffset,
    /// Start in the document's markup.
    pub markup: MarkupOffset,
}

/// A code block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// The first word behind the fence.
    pub language: Option<String>,
    /// The code.
    pub text: String,
}

/// An image.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Image {
    /// The address as written.
    pub url: String,
    /// Its text.
    pub alt: String,
    /// The title behind the address.
    pub title: String,
    /// Where it is written.
    pub span: Span,
}

impl Run {
    /// These bytes of the file, which begin at `at` in the document's text and stand in the block of this index.
    pub fn new(
        file: Range<FileOffset>,
        at: TextOffset,
        block: u32,
        kind: RunKind,
        quoted: bool,
    ) -> Self {
        let kind = match kind {
            RunKind::Text => 0,
            RunKind::Linked => 1,
            RunKind::Raw => 2,
        };
        // A text has fewer bytes than 2^29, as files are bounded, and so has it blocks.
        let packed = block << 3 | kind << 1 | u32::from(quoted);
        Self { start: file.start, end: file.end, at, packed }
    }

    /// The same run at other bytes of the file.
    pub fn at_place(self, file: Range<FileOffset>) -> Self {
        Self { start: file.start, end: file.end, ..self }
    }

    /// Index of the block it stands in.
    pub fn block(&self) -> u32 {
        self.packed >> 3
    }

    /// What kind of words.
    pub fn kind(&self) -> RunKind {
        match self.packed >> 1 & 3 {
            0 => RunKind::Text,
            1 => RunKind::Linked,
            _ => RunKind::Raw,
        }
    }

    /// Whether it is quoted with `>`.
    pub fn quoted(&self) -> bool {
        self.packed & 1 == 1
    }

    /// As bytes of the file.
    pub fn range(&self) -> Range<usize> {
        self.start.get()..self.end.get()
    }
}

impl Prose {
    /// As bytes of the document's text.
    pub fn range(&self) -> Range<usize> {
        self.start.get()..self.end.get()
    }

    /// Its words in a document's text, if they are the same in HTML.
    fn plain<'t>(&self, text: &'t str) -> Option<&'t str> {
        let special = |byte: u8| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'');
        // Between the author's own tags words may be of no block, and so of no text.
        let words = text.get(self.range())?;
        // To the end, whatever is found: that takes many bytes at a time.
        (!words.bytes().fold(false, |found, byte| found | special(byte))).then_some(words)
    }
}

/// The stretches of prose that are the same in HTML: where they begin in the markup, and their words.
fn plain<'t>(prose: &[Prose], text: &'t str) -> impl Iterator<Item = (usize, &'t str)> {
    prose.iter().filter_map(move |stretch| Some((stretch.markup.get(), stretch.plain(text)?)))
}

impl Shown {
    /// Takes this markup over. What of its prose reads there as in `text` is left out.
    pub(crate) fn enter(&mut self, markup: &str, text: &str) {
        let frame = self.frame_of(markup, text);
        self.whole = frame.is_none();
        self.frame = frame.unwrap_or_else(|| markup.to_owned());
        self.frame.shrink_to_fit();
    }

    /// `None` where the markup does not read like its prose.
    fn frame_of(&self, markup: &str, text: &str) -> Option<String> {
        let (mut frame, mut from) = (String::with_capacity(markup.len()), 0);
        for (at, words) in plain(&self.prose, text) {
            markup.get(at..)?.strip_prefix(words)?;
            frame.push_str(markup.get(from..at)?);
            from = at + words.len();
        }
        frame.push_str(&markup[from..]);
        Some(frame)
    }
}

impl Block {
    /// As bytes of the document's text.
    pub fn range(&self) -> Range<usize> {
        self.start.get()..self.end.get()
    }
}

impl Document {
    /// Where labels are missing from a stretch of the text, both ends included, and the reference of each.
    pub fn text_holes_in(
        &self,
        range: &Range<usize>,
    ) -> impl Iterator<Item = (usize, u32)> + use<'_> {
        let first = self.text_holes.partition_point(|(at, _)| at.get() < range.start);
        let end = range.end;
        let inside = self.text_holes[first..].iter().take_while(move |(at, _)| at.get() <= end);
        inside.map(|(at, reference)| (at.get(), *reference))
    }

    /// Its HTML as the author wrote it, comments included. Of a text without any nothing is unpacked.
    pub fn raw_runs(&self) -> impl Iterator<Item = &Run> {
        let runs = if self.raw { self.words.runs.as_slice() } else { &[] };
        runs.iter().filter(|run| run.kind() == RunKind::Raw)
    }

    /// HTML without the holes' contents.
    pub fn markup(&self) -> Cow<'_, str> {
        let Shown { frame, whole, prose, .. } = &*self.shown;
        if *whole || prose.is_empty() {
            return Cow::Borrowed(frame);
        }
        let mut markup = String::with_capacity(frame.len() + self.text.len());
        let mut rest = frame.as_str();
        for (at, words) in plain(prose, &self.text) {
            let before;
            (before, rest) = rest.split_at(at - markup.len());
            markup.push_str(before);
            markup.push_str(words);
        }
        markup.push_str(rest);
        Cow::Owned(markup)
    }

    /// The text of a block, without the labels of the references in it.
    pub fn block_text(&self, block: usize) -> &str {
        self.blocks.get(block).map_or("", |b| &self.text[b.range()])
    }

    /// Lets go of what only linking and checking read: a page that is rendered has no more use for it.
    pub fn keep_page(&mut self) {
        self.words = Deferred::default();
        self.found = Vec::new();
    }

    /// Lets go of what only a page is made from as well: then nothing is read again but the plain text.
    pub fn keep_text(&mut self) {
        self.keep_page();
        self.shown = Deferred::default();
        self.images = Vec::new();
    }

    /// The text of a heading, without the labels of the references in it.
    pub fn heading_text(&self, heading: &Heading) -> &str {
        self.block_text(heading.block as usize)
    }
}
