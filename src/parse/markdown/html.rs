//! The author's own HTML: which ids it gives out, and whether every element is opened and closed in the
//! same block of the text.

use super::Spot;
use crate::base::chars::clean;
use crate::base::source::Source;
use crate::diag::{Slip, Unbalanced};
use crate::parse::tags::{RawTag, addresses, tags};
use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

/// What is known of the author's HTML. All ranges are in the file.
#[derive(Debug, Default)]
pub(super) struct OwnHtml {
    /// Ids and where their tags stand, in order.
    pub(super) ids: Vec<(String, Range<usize>)>,
    /// Names of `<a name>`, which links find as they find ids.
    pub(super) names: Vec<String>,
    /// Where the addresses of links, pictures and the like stand, in order.
    pub(super) addresses: Vec<Range<usize>>,
    /// What is wrong.
    pub(super) found: Vec<(Range<usize>, Slip)>,
}

/// Elements that have no closing tag.
const VOID: [&str; 17] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr", "keygen", "frame", "basefont",
];

/// Elements whose closing tag may be left out.
const OPTIONAL: [&str; 19] = [
    "p", "li", "dt", "dd", "td", "th", "tr", "thead", "tbody", "tfoot", "colgroup", "caption",
    "option", "optgroup", "rt", "rp", "html", "head", "body",
];

/// Elements in which `/>` closes.
const FOREIGN: [&str; 2] = ["svg", "math"];

/// Elements that cannot stand within a paragraph.
const BLOCKS: [&str; 42] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "td",
    "tr",
    "ul",
];

/// Whether a tag belongs to an element that ends a paragraph.
pub(super) fn is_block_tag(html: &str) -> bool {
    let name = html.trim_start_matches(['<', '/']);
    let name = &name[..name.bytes().take_while(u8::is_ascii_alphanumeric).count()];
    BLOCKS.iter().any(|block| block.eq_ignore_ascii_case(name))
}

/// How far a closing tag looks for the tag that it closes: nobody nests more, and no text may cost more.
const DEEP: usize = 200;

/// Reads all of it.
pub(super) fn own_html(events: &[Spot<'_>], source: &Source) -> OwnHtml {
    // Most texts have none.
    if !events.iter().any(|(event, _)| matches!(event, Event::Html(_) | Event::InlineHtml(_))) {
        return OwnHtml::default();
    }
    let mut reader = Reader::default();
    let mut i = 0;
    while let Some((event, _)) = events.get(i) {
        match event {
            Event::Html(_) | Event::InlineHtml(_) => {
                let piece = Piece::of(events, i, source);
                i += piece.parts.len();
                reader.read(&piece);
                continue;
            }
            Event::Start(tag) if holds(tag) => reader.open.push(Open::block()),
            Event::End(tag) if ends(*tag) => reader.end_block(),
            _ => {}
        }
        i += 1;
    }
    reader.end_all();
    reader.own
}

/// Blocks of Markdown that an element cannot reach out of.
fn holds(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Item
            | Tag::BlockQuote(_)
            | Tag::FootnoteDefinition(_)
            | Tag::Paragraph
            | Tag::Heading { .. }
            | Tag::TableCell
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
    )
}

fn ends(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Item
            | TagEnd::BlockQuote(_)
            | TagEnd::FootnoteDefinition
            | TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::TableCell
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
    )
}

/// HTML that the parser hands out line by line, in one piece.
struct Piece {
    html: String,
    /// For each part: where it begins in `html`, and its range in the file.
    parts: Vec<(usize, Range<usize>)>,
}

impl Piece {
    /// The events of HTML from `i` on that follow each other.
    fn of(events: &[Spot<'_>], i: usize, source: &Source) -> Self {
        let mut piece = Self { html: String::new(), parts: Vec::new() };
        for (event, range) in &events[i..] {
            let (Event::Html(_) | Event::InlineHtml(_)) = event else { break };
            // As it is written: what the parser says of it may be shorter.
            let html = source.text.get(range.clone()).unwrap_or_default();
            piece.parts.push((piece.html.len(), range.clone()));
            piece.html.push_str(html);
        }
        piece
    }

    /// The place in the file of a place in the HTML.
    fn at(&self, at: usize) -> usize {
        let part = self.parts.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        self.parts.get(part).map_or(0, |(start, range)| (range.start + at - start).min(range.end))
    }
}

/// What stands open: an element, or a block of Markdown when it has no name.
struct Open {
    name: String,
    range: Range<usize>,
}

impl Open {
    fn block() -> Self {
        Self { name: String::new(), range: 0..0 }
    }

    fn is_block(&self) -> bool {
        self.name.is_empty()
    }
}

#[derive(Default)]
struct Reader {
    open: Vec<Open>,
    own: OwnHtml,
}

impl Reader {
    fn read(&mut self, piece: &Piece) {
        let (tags, comment) = tags(&piece.html);
        for tag in tags {
            let range = piece.at(tag.start)..piece.at(tag.end);
            if let Some(id) = tag.id.filter(|id| !tag.closes && !id.is_empty()) {
                self.own.ids.push((clean(id).into_owned(), range.clone()));
            }
            let is_anchor = !tag.closes && tag.name.eq_ignore_ascii_case("a");
            let name = tag.anchor.filter(|name| is_anchor && !name.is_empty());
            self.own.names.extend(name.map(|name| clean(name).into_owned()));
            let found = addresses(&piece.html, &tag).into_iter();
            self.own.addresses.extend(found.map(|r| piece.at(r.start)..piece.at(r.end)));
            self.tag(&tag, range);
        }
        if let Some(start) = comment {
            let start = piece.at(start);
            self.report(start..start + "<!--".len(), Unbalanced::Comment, "<!--");
        }
    }

    fn tag(&mut self, tag: &RawTag<'_>, range: Range<usize>) {
        // A component is reported as such, and `<law:x>` as a reference that is none.
        let component = |c: char| c.is_ascii_lowercase() || c == '.';
        let named = tag.name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if !named
            || tag.name.starts_with(|c: char| c.is_ascii_uppercase())
                && tag.name.contains(component)
        {
            return;
        }
        let name = tag.name.to_ascii_lowercase();
        let has = |list: &[&str]| list.contains(&name.as_str());
        if tag.closes {
            if has(&VOID) {
                return self.report(range, Unbalanced::Closing, &name);
            }
            return self.close(&name, range);
        }
        if has(&VOID) || tag.empty && (has(&FOREIGN) || self.is_foreign()) {
            return;
        }
        self.open.push(Open { name, range });
    }

    fn is_foreign(&self) -> bool {
        self.open.iter().rev().take(DEEP).any(|open| FOREIGN.contains(&open.name.as_str()))
    }

    /// Closes the nearest element of this name in the same block.
    fn close(&mut self, name: &str, range: Range<usize>) {
        let mut inside = self.open.iter().rev().take(DEEP).take_while(|open| !open.is_block());
        match inside.position(|open| open.name == name) {
            Some(depth) => {
                let open = self.open.split_off(self.open.len() - depth - 1);
                self.left_open(open.into_iter().skip(1));
            }
            // A paragraph ends by itself where a block begins.
            None if name == "p" => {}
            None => self.report(range, Unbalanced::Closing, name),
        }
    }

    fn end_block(&mut self) {
        if let Some(block) = self.open.iter().rposition(Open::is_block) {
            let open = self.open.split_off(block);
            self.left_open(open.into_iter().skip(1));
        }
    }

    fn end_all(&mut self) {
        let open = std::mem::take(&mut self.open);
        self.left_open(open.into_iter());
    }

    fn left_open(&mut self, open: impl Iterator<Item = Open>) {
        for open in open.filter(|open| !open.is_block()) {
            if !OPTIONAL.contains(&open.name.as_str()) {
                self.report(open.range, Unbalanced::Opening, &open.name);
            }
        }
    }

    fn report(&mut self, range: Range<usize>, what: Unbalanced, name: &str) {
        self.own.found.push((range, Slip::UnbalancedHtml { what, name: name.to_owned() }));
    }
}
