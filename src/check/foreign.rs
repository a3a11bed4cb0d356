//! Mark-up of other programs, which is printed as it stands: containers, shortcodes, embeds, components
//! — and comments, which their authors believe nobody reads.

use super::alerts::alert;
use super::at;
use super::slips::{at_line_start, near};
use crate::base::chars::has_any;
use crate::base::offset::FileOffset;
use crate::base::source::Source;
use crate::diag::{Diagnostic, Foreign, Slip, Unbalanced};
use crate::model::document::{Document, RunKind};
use crate::parse::tags::{RawTag, tags};
use std::ops::Range;

/// Looks through a document's words and its raw HTML; code is neither.
pub(super) fn check(document: &Document, source: &Source, out: &mut Vec<Diagnostic>) {
    let hidden = hidden(document);
    let (mut percents, mut open) = (Vec::new(), 0_usize);
    // The script or style that is being read: HTML comes line by line.
    let mut script: Option<&str> = None;
    for run in &document.words.runs {
        let start = run.start.get();
        let Some(words) = source.text.get(start..run.end.get()) else { continue };
        let here = Here { source, start, words };
        if run.kind() == RunKind::Raw {
            let inside = script.is_some();
            script = here.script(script);
            if !inside {
                let mut found = Vec::new();
                percents.extend(here.components(&mut found));
                found.retain(|d| super::span(d).is_none_or(|s| !is_hidden(&hidden, s.start)));
                out.extend(found);
            }
            continue;
        }
        if at_line_start(source, start) {
            here.at_start(&mut open, out);
        }
        here.inside(out);
        percents.extend(here.percents());
    }
    percents.retain(|(place, _)| !is_hidden(&hidden, FileOffset::new(*place)));
    in_percents(source, &percents, out);
}

/// What no reader sees, in order and apart: comments go over several lines of HTML.
fn hidden(document: &Document) -> Vec<Range<FileOffset>> {
    let mut unseen = document.unseen.clone();
    unseen.sort_by_key(|range| range.start);
    let mut hidden: Vec<Range<FileOffset>> = Vec::with_capacity(unseen.len());
    for range in unseen {
        match hidden.last_mut().filter(|last| range.start <= last.end) {
            Some(last) => last.end = last.end.max(range.end),
            None => hidden.push(range),
        }
    }
    hidden
}

fn is_hidden(hidden: &[Range<FileOffset>], place: FileOffset) -> bool {
    let before = hidden.partition_point(|range| range.start <= place);
    before > 0 && place < hidden[before - 1].end
}

/// A run of words or HTML.
struct Here<'s> {
    source: &'s Source,
    start: usize,
    words: &'s str,
}

/// What brackets a foreign comment begins and ends with.
const COMMENTS: [(&str, &str); 8] = [
    ("{#", "#}"),
    ("{>>", "<<}"),
    ("{/*", "*/}"),
    ("{{/*", "*/}}"),
    ("{{!", "}}"),
    ("{% comment", "%}"),
    ("<!—", "—>"),
    ("<!–", "–>"),
];

/// The same in full width, as an input method writes it: enough by themselves.
const FULL_COMMENTS: [&str; 6] = ["<！--", "＜!--", "＜！--", "《!--", "《！--", "<！——"];

/// What brackets a template's own language has.
const TEMPLATES: [(&str, &str); 3] = [("{{", "}}"), ("{%", "%}"), ("<%", "%>")];

impl Here<'_> {
    fn report(
        &self,
        from: usize,
        length: usize,
        finding: impl Fn(String) -> Slip,
        out: &mut Vec<Diagnostic>,
    ) {
        let range = self.start + from..self.start + from + length;
        let written = self.source.text.get(range.clone()).unwrap_or_default().to_owned();
        out.push(at(self.source.span(range), finding(written)));
    }

    fn syntax(&self, from: usize, length: usize, what: &Foreign, out: &mut Vec<Diagnostic>) {
        let finding = |written| Slip::ForeignSyntax { what: what.clone(), written };
        self.report(from, length, finding, out);
    }

    /// What only counts at the start of a line. `open`: how many containers have begun and not ended.
    fn at_start(&self, open: &mut usize, out: &mut Vec<Diagnostic>) {
        let words = self.words.trim_end();
        let colons = words.trim_start_matches([':', '：']);
        let length = words.len() - colons.len();
        if words[..length].chars().count() >= 3 {
            let name = colons.trim_start();
            let name = &name[..name.find(|c: char| !is_name(c)).unwrap_or(name.len())];
            let end = if name.is_empty() {
                length
            } else {
                words.len() - colons.len() + colons.find(name).unwrap_or(0) + name.len()
            };
            let alert = (!colons.trim().is_empty()).then(|| alert(name));
            // The end of one that was reported goes with it.
            let ends = alert.is_none() && *open > 0;
            *open = if alert.is_some() { *open + 1 } else { open.saturating_sub(1) };
            if ends {
                return;
            }
            return self.syntax(0, end, &Foreign::Container(alert), out);
        }
        for mark in ["!!! ", "??? ", "???+ ", "!!!+ "] {
            if let Some(rest) = words.strip_prefix(mark) {
                let name = rest.len() - rest.trim_start_matches(is_name).len();
                if name > 0 && self.is_admonition(&rest[..name], &rest[name..]) {
                    let alert = alert(&rest[..name]);
                    return self.syntax(
                        0,
                        mark.len() + name,
                        &Foreign::Container(Some(alert)),
                        out,
                    );
                }
            }
        }
        let lower = words.to_ascii_lowercase();
        if ["[toc]", "{:toc}", "{{toc}}", "{{ toc }}", "${toc}"].contains(&lower.as_str()) {
            self.syntax(0, words.len(), &Foreign::Contents, out);
        } else if words.starts_with("{:") && words.ends_with('}') {
            self.syntax(0, words.len(), &Foreign::Attributes, out);
        } else if (words.starts_with("import ") && words.contains(" from ")
            || words.starts_with("export "))
            && words.ends_with(['\'', '"', ';'])
        {
            self.syntax(0, words.len(), &Foreign::Component, out);
        }
    }

    /// Whether `!!! name` with this behind it is a container and no cry: its name is a word of the
    /// program's, perhaps with a title in quotes, or what it holds is indented below it.
    fn is_admonition(&self, name: &str, rest: &str) -> bool {
        let below = self.source.text[self.start..].split('\n').nth(1).unwrap_or_default();
        let named = name.is_ascii() && (rest.trim().is_empty() || rest.trim().starts_with('"'));
        named || below.starts_with("    ") || below.starts_with('\t')
    }

    /// What counts anywhere.
    fn inside(&self, out: &mut Vec<Diagnostic>) {
        // All of it has one of these.
        if !has_any(self.words, b"{<=-") {
            return;
        }
        let mut from = 0;
        // What was found may go on behind these words.
        while let Some(found) =
            self.words.get(from..).and_then(|words| words.find(['{', '<', '＜', '《', '=']))
        {
            let open = from + found;
            let length = self.foreign(open, out);
            from = open
                + length.unwrap_or(self.words[open..].chars().next().map_or(1, char::len_utf8));
        }
    }

    /// Reports what begins at `open`; how long it is.
    fn foreign(&self, open: usize, out: &mut Vec<Diagnostic>) -> Option<usize> {
        let before = &self.source.text[..self.start + open];
        if before.ends_with('\\') {
            return None;
        }
        let rest = near(&self.source.text[self.start + open..]);
        let comment = COMMENTS.iter().find_map(|pair| bracketed(rest, *pair));
        let full = FULL_COMMENTS.iter().find(|mark| rest.starts_with(**mark)).map(|m| m.len());
        if let Some(length) = comment.or(full) {
            let finding = |written| Slip::ForeignComment { written };
            self.report(open, shown(rest, length), finding, out);
            return Some(length);
        }
        // A comment behind words ends with their block: what is left of one is text.
        if rest.starts_with("<!--") {
            let (what, name) = (Unbalanced::Comment, "<!--".to_owned());
            let range = self.start + open..self.start + open + name.len();
            out.push(at(self.source.span(range), Slip::UnbalancedHtml { what, name }));
            return Some("<!--".len());
        }
        if let Some(length) = TEMPLATES.iter().find_map(|pair| bracketed(rest, *pair)) {
            // The contents of the page are reported as such.
            let contents =
                ["{{toc}}", "{{ toc }}"].contains(&rest[..length].to_ascii_lowercase().as_str());
            if !contents {
                self.syntax(open, shown(rest, length), &Foreign::Template, out);
            }
            return Some(length);
        }
        let length = highlighted(before, rest)?;
        self.syntax(open, shown(rest, length), &Foreign::Highlight, out);
        Some(length)
    }

    /// The script or style that stands open behind this HTML, if `open` does before it.
    fn script<'o>(&self, open: Option<&'o str>) -> Option<&'o str> {
        let lower = self.words.to_ascii_lowercase();
        let closed = |name: &str| lower.rfind(&format!("</{name}"));
        match open {
            Some(name) => Some(name).filter(|name| closed(name).is_none()),
            None => SCRIPTS.into_iter().find(|name| {
                lower.rfind(&format!("<{name}")).is_some_and(|at| closed(name) < Some(at))
            }),
        }
    }

    /// Elements that no browser knows, `<Tabs>`; what stands between tags may be a comment.
    fn components(&self, out: &mut Vec<Diagnostic>) -> Vec<(usize, bool)> {
        let (tags, comment) = tags(self.words);
        for tag in tags.iter().filter(|tag| is_component(tag.name) && !tag.closes) {
            self.syntax(tag.start, tag.end - tag.start, &Foreign::Component, out);
        }
        if comment.is_some() || self.words.contains("<!--") {
            return Vec::new();
        }
        for gap in gaps(&tags, self.words.len()) {
            let words = &self.words[gap.clone()];
            Here { source: self.source, start: self.start + gap.start, words }.inside(out);
        }
        let mut percents = self.percents();
        percents.retain(|(place, _)| {
            let next = tags.partition_point(|tag| self.start + tag.end <= *place);
            tags.get(next).is_none_or(|tag| self.start + tag.start > *place)
        });
        percents
    }

    /// Where `%%` stands, and whether it begins a line; `100%%` is a number.
    fn percents(&self) -> Vec<(usize, bool)> {
        // To look for one byte costs next to nothing, and few words have it.
        if !has_any(self.words, b"%") {
            return Vec::new();
        }
        let found = self.words.match_indices("%%");
        let own = found.filter(|(i, _)| {
            let before = self.source.text[..self.start + i].chars().next_back();
            !before.is_some_and(|c| c.is_ascii_digit() || c == '\\' || c == '%')
        });
        let places = own.map(|(i, _)| self.start + i);
        places.map(|place| (place, at_line_start(self.source, place))).collect()
    }
}

/// Elements whose contents are for programs.
const SCRIPTS: [&str; 2] = ["script", "style"];

/// What stands between tags, but for the contents of scripts and styles.
fn gaps(tags: &[RawTag<'_>], length: usize) -> Vec<Range<usize>> {
    let script = |tag: &RawTag<'_>| {
        !tag.closes && SCRIPTS.iter().any(|name| name.eq_ignore_ascii_case(tag.name))
    };
    let starts = std::iter::once((0, false)).chain(tags.iter().map(|tag| (tag.end, script(tag))));
    let ends = tags.iter().map(|tag| tag.start).chain([length]);
    let gaps = starts.zip(ends).filter(|((_, script), _)| !script);
    gaps.map(|((start, _), end)| start..end).collect()
}

/// Obsidian's comments: from `%%` to `%%`, or to the end when nothing ends them.
fn in_percents(source: &Source, percents: &[(usize, bool)], out: &mut Vec<Diagnostic>) {
    for pair in percents.chunks(2) {
        let (open, starts) = pair[0];
        if pair.len() < 2 && !starts {
            continue;
        }
        let rest = near(&source.text[open..]);
        let length = rest[2..].find("%%").map_or(2, |end| end + 4);
        let range = open..open + shown(rest, length);
        let written = source.text[range.clone()].to_owned();
        out.push(at(source.span(range), Slip::ForeignComment { written }));
    }
}

/// How much of a thing of this length is quoted in a message.
fn shown(text: &str, length: usize) -> usize {
    let cut = text.char_indices().nth(24).map_or(text.len(), |(i, _)| i);
    length.min(cut)
}

/// How long what stands in these brackets is, if `rest` begins with it.
fn bracketed(rest: &str, (open, close): (&str, &str)) -> Option<usize> {
    let inside = rest.strip_prefix(open)?;
    Some(open.len() + inside.find(close)? + close.len())
}

/// How long `==…==` is: no space within its ends, no number or word in front.
fn highlighted(before: &str, rest: &str) -> Option<usize> {
    let inside = rest.strip_prefix("==")?;
    let end = inside.find("==")?;
    let words = &inside[..end];
    let tight = !words.is_empty() && words.trim() == words && !words.contains('=');
    let apart = !before.ends_with(|c: char| c.is_ascii_alphanumeric() || "=!<>".contains(c));
    (tight && apart && !inside[end + 2..].starts_with('=')).then_some(end + 4)
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '-' || c == '_'
}

/// Elements of HTML, which has no case. `link` and `image` are left out: as `<Link>` they are components.
#[rustfmt::skip]
const ELEMENTS: [&str; 66] = [
    "a", "abbr", "address", "article", "aside", "audio", "b", "bdi", "bdo", "blockquote", "br",
    "caption", "center", "cite", "code", "col", "colgroup", "dd", "del", "details", "dfn", "div",
    "dl", "dt", "em", "figcaption", "figure", "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp",
    "section", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "th",
    "thead", "time", "tr", "u", "ul", "video",
];

/// Whether an element is a component of a program: `<Tabs>`, `<Tabs.Item>`; not `<DIV>`.
pub(super) fn is_component(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
        && !ELEMENTS.iter().any(|element| element.eq_ignore_ascii_case(name))
        && name.contains(|c: char| c.is_ascii_lowercase() || c == '.')
}
