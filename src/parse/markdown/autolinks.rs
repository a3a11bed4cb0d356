//! Makes links of the addresses that stand bare in the text.

use super::Spot;
use super::bare::{addresses, may_be_in};
use crate::parse::elements::Elements;
use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};
use std::ops::Range;

/// The events of `text` with a link for each bare address outside links, pictures, code and the author's
/// own elements whose words are no prose. `raw`: whether HTML counts as HTML.
pub(super) fn link_addresses<'e>(events: Vec<Spot<'e>>, text: &str, raw: bool) -> Vec<Spot<'e>> {
    let may_hold = |event: &Event<'_>| matches!(event, Event::Text(words) if may_be_in(words));
    if !events.iter().any(|(event, _)| may_hold(event)) {
        return events;
    }
    let mut out = Vec::with_capacity(events.len());
    let mut elements = Elements::default();
    let mut closed = 0_usize;
    for (event, range) in events {
        match &event {
            Event::Start(tag) => closed += usize::from(is_closed(tag.to_end())),
            Event::End(tag) => closed -= usize::from(is_closed(*tag)),
            Event::Html(html) | Event::InlineHtml(html) if raw => elements.read(html),
            Event::Text(words) if closed == 0 && !elements.literal() => {
                divide(words, range, text, &mut out);
                continue;
            }
            _ => {}
        }
        out.push((event, range));
    }
    out
}

fn is_closed(tag: TagEnd) -> bool {
    matches!(tag, TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock | TagEnd::HtmlBlock)
}

/// Divides words at their addresses.
fn divide<'e>(words: &CowStr<'e>, range: Range<usize>, text: &str, out: &mut Vec<Spot<'e>>) {
    let found = addresses(words);
    if found.is_empty() {
        out.push((Event::Text(words.clone()), range));
        return;
    }
    // What the parser decoded does not stand in the text as it reads.
    let written = text.get(range.clone()).unwrap_or_default();
    let mut places = Places { written, from: 0, same: written == &**words };
    let (mut done, mut end) = (0, range.start);
    let put = |words: &str, range: Range<usize>, out: &mut Vec<Spot<'e>>| {
        if !words.is_empty() {
            out.push((Event::Text(words.to_owned().into()), range));
        }
    };
    for bare in found {
        let address = &words[bare.range.clone()];
        let place = places.of(address, bare.range.start, bare.range.start - done);
        let place = range.start + place.start..range.start + place.end;
        put(&words[done..bare.range.start], end..place.start, out);
        (done, end) = (bare.range.end, place.end);
        let cut = bare.range.end == words.len() && is_cut(text, &place);
        let escaped = place.is_empty() && is_escaped(written);
        if !bare.linked || cut || escaped {
            put(address, place, out);
            continue;
        }
        let (link_type, dest_url) = match bare.prefix {
            "mailto:" => (LinkType::Email, address.to_owned()),
            prefix => (LinkType::Autolink, format!("{prefix}{address}")),
        };
        let (title, id) = ("".into(), "".into());
        let link = Tag::Link { link_type, dest_url: dest_url.into(), title, id };
        out.push((Event::Start(link), place.clone()));
        put(address, place.clone(), out);
        out.push((Event::End(TagEnd::Link), place));
    }
    put(&words[done..], end..range.end, out);
}

/// Whether mark-up ends an address in its middle, `https://e.org/a*b*c`: half of it would lead elsewhere.
fn is_cut(text: &str, place: &Range<usize>) -> bool {
    let rest = text.get(place.end..).unwrap_or_default();
    let after = rest.trim_start_matches(['*', '~']);
    let goes_on = after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '/');
    let inside = text.get(..place.start).is_some_and(|t| t.ends_with(['*', '~', '_']));
    after.len() < rest.len() && goes_on && !inside
}

/// Whether the author took the meaning from what makes an address.
fn is_escaped(written: &str) -> bool {
    ["\\:", ":\\/", "www\\."].iter().any(|mark| written.contains(mark))
}

/// Whether a run of words is such an address without a link.
pub(super) fn is_unlinked(words: &str) -> bool {
    let scheme = words.bytes().take_while(u8::is_ascii_alphabetic).count();
    scheme > 0 && words[scheme..].starts_with("://")
}

/// How many bytes at most stand in the file for one of what is read: `&CounterClockwiseContourIntegral;`.
const WIDEST: usize = 33;

/// Where the addresses of one run of words are written.
struct Places<'t> {
    written: &'t str,
    /// Everything before is behind us.
    from: usize,
    /// Whether the words read as they are written.
    same: bool,
}

impl Places<'_> {
    /// The place in `written` of an address at `at` in the words, `gap` bytes behind the last one.
    fn of(&mut self, address: &str, at: usize, gap: usize) -> Range<usize> {
        if self.same {
            return at..at + address.len();
        }
        let mut end = (self.from + gap * WIDEST + address.len()).min(self.written.len());
        while !self.written.is_char_boundary(end) {
            end -= 1;
        }
        // An address that is written with escapes itself is somewhere behind the last one.
        let found = self.written[self.from..end].find(address);
        let start = found.map_or(self.from, |found| self.from + found);
        self.from = found.map_or(self.from, |_| start + address.len());
        start..self.from
    }
}
