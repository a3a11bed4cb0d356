//! A finished file in another script: only the words that readers read are converted, never tags,
//! addresses, code, or anything that says of itself that it is in another language.
//!
//! Reads our own templates' output, which is well-formed where it matters: attributes are quoted, and
//! whatever carries `lang` is closed, by its end tag or by what HTML lets stand for one.

use crate::base::chars::{KEEP_CLOSE, KEEP_OPEN};
use crate::model::edition::{Edition, Marks};

/// Attributes that readers read.
const READ: [&str; 5] = ["alt", "title", "aria-label", "placeholder", "content"];

/// Elements whose contents are not prose.
const CODE: [&str; 7] = ["code", "pre", "kbd", "samp", "var", "style", "script"];

/// Elements without contents.
const VOID: [&str; 8] = ["img", "meta", "link", "input", "br", "hr", "source", "wbr"];

/// A file of the site in an edition's script, by what its name says it is.
pub(super) fn convert(edition: &Edition<'_>, path: &str, bytes: Vec<u8>) -> Vec<u8> {
    if !edition.is_further() {
        return bytes;
    }
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(no_text) => return no_text.into_bytes(),
    };
    let converted = match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("html" | "xml") => Markup::of(edition, &text).convert(&text),
        Some("md" | "txt") => markdown(edition, &text),
        _ => text,
    };
    converted.into_bytes()
}

/// Elements that are closed by the next of the group, or by the end of what they stand in.
const ITEMS: [&[&str]; 4] = [&["li"], &["dt", "dd"], &["td", "th", "tr"], &["option"]];

/// What such elements stand in.
const AROUND: [&str; 7] = ["ul", "ol", "menu", "dl", "table", "select", "tr"];

/// Elements before which a paragraph ends.
const BLOCKS: [&str; 18] = [
    "p",
    "div",
    "ul",
    "ol",
    "dl",
    "table",
    "blockquote",
    "pre",
    "section",
    "article",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "figure",
];

/// An element inside which nothing is converted.
struct Kept {
    name: String,
    /// How many elements of its name are open.
    open: usize,
    /// How many elements are open inside it in which others like it may stand.
    around: usize,
}

impl Kept {
    fn new(name: &str) -> Self {
        Self { name: name.to_owned(), open: 1, around: 0 }
    }

    fn is_item(&self) -> bool {
        ITEMS.iter().any(|group| group.contains(&self.name.as_str()))
    }

    /// Whether this start tag ends it.
    fn ends_before(&self, name: &str) -> bool {
        let of_group =
            |group: &&[&str]| group.contains(&self.name.as_str()) && group.contains(&name);
        let ends = ITEMS.iter().any(of_group) || self.name == "p" && BLOCKS.contains(&name);
        self.around == 0 && ends
    }

    /// Whether nothing of it is left after this end tag.
    fn ends_with(&mut self, name: &str) -> bool {
        if name == self.name && self.is_item() {
            return self.around == 0;
        }
        if name == self.name {
            self.open -= 1;
            return self.open == 0;
        }
        if !AROUND.contains(&name) {
            return false;
        }
        let outer = self.around == 0 && self.is_item();
        self.around = self.around.saturating_sub(1);
        outer
    }

    fn begins(&mut self, name: &str) {
        // Items need no end tag, so that theirs are not counted.
        self.open += usize::from(name == self.name && !self.is_item());
        self.around += usize::from(AROUND.contains(&name));
    }
}

struct Markup<'e> {
    edition: &'e Edition<'e>,
    /// The element inside which nothing is converted.
    kept: Option<Kept>,
    /// How many marks are open around finished words, tags among them.
    marks: usize,
    /// How many closing marks are still to come: an opening one without is none.
    closing: usize,
    /// Whether an element was seen: the first is the file itself, and says its language.
    inside: bool,
    /// Whether `/>` ends an element, which in HTML it does not.
    xml: bool,
    out: String,
}

impl<'e> Markup<'e> {
    fn of(edition: &'e Edition<'e>, text: &str) -> Self {
        let closing = text.matches(KEEP_CLOSE).count();
        let xml = ["<?xml", "<feed"].iter().any(|start| text.trim_start().starts_with(start));
        Self { edition, kept: None, marks: 0, closing, inside: false, xml, out: String::new() }
    }

    fn convert(mut self, text: &str) -> String {
        self.out.reserve(text.len() + text.len() / 16);
        let mut rest = text;
        while let Some(at) = rest.find('<') {
            self.words(&rest[..at]);
            rest = self.tag(&rest[at..]);
        }
        self.words(rest);
        self.out
    }

    fn words(&mut self, text: &str) {
        for part in text.split_inclusive([KEEP_OPEN, KEEP_CLOSE]) {
            let words = part.trim_end_matches([KEEP_OPEN, KEEP_CLOSE]);
            match self.keeps() {
                true => self.out.push_str(words),
                false => self.edition.write_into(words, &mut self.out),
            }
            self.pass(&part[words.len()..]);
        }
    }

    fn keeps(&self) -> bool {
        self.kept.is_some() || self.marks > 0
    }

    /// Takes note of the marks in something that is written without them.
    fn pass(&mut self, text: &str) {
        for mark in text.chars().filter(|c| matches!(*c, KEEP_OPEN | KEEP_CLOSE)) {
            if mark == KEEP_OPEN {
                self.marks += usize::from(self.marks < self.closing);
            } else {
                self.marks = self.marks.saturating_sub(1);
                self.closing -= 1;
            }
        }
    }

    /// Copies what begins with `<`; returns what follows it.
    fn tag<'t>(&mut self, text: &'t str) -> &'t str {
        for (start, end) in [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<!", ">"), ("<?", ">")] {
            if text.starts_with(start) {
                let length = text.find(end).map_or(text.len(), |i| i + end.len());
                push_unmarked(&text[..length], &mut self.out);
                self.pass(&text[..length]);
                return &text[length..];
            }
        }
        let (tag, rest) = text.split_at(length_of_tag(text));
        let looks = |c: char| c == '/' || c.is_ascii_alphabetic();
        let inner = tag.strip_prefix('<').filter(|t| t.starts_with(looks));
        let Some(inner) = inner.and_then(|t| t.strip_suffix('>')) else {
            // A sign that an author forgot to escape.
            self.out.push('<');
            return &text[1..];
        };
        let inner = inner.trim_start_matches('/');
        let name = inner.split([' ', '\n', '\t', '\r', '/']).next().unwrap_or_default();
        if tag.starts_with("</") {
            self.out.push_str(tag);
            if self.kept.as_mut().is_some_and(|kept| kept.ends_with(name)) {
                self.kept = None;
            }
            return rest;
        }
        self.kept = self.kept.take().filter(|kept| !kept.ends_before(name));
        let attributes: Vec<Attribute<'_>> = attributes(&inner[name.len()..]).collect();
        // The file says the edition's language; whatever else says one was written in it.
        let file = !self.inside || matches!(name, "html" | "body" | "feed");
        self.inside = true;
        let is_own = |lang: &str| file && lang == self.edition.language;
        let mut langs = attributes.iter().filter(|a| says_language(a.name));
        let foreign = langs.any(|lang| !is_own(lang.value));
        // An address that is shown as it is.
        let words = rest.split('<').next().unwrap_or_default();
        let shows = |a: &Attribute<'_>| a.name == "href" && a.value.ends_with(words);
        let address = name == "a" && words.contains('.') && attributes.iter().any(shows);
        let keeps = self.keeps() || foreign;
        self.out.push('<');
        self.out.push_str(name);
        for attribute in &attributes {
            self.out.push_str(attribute.before);
            match READ.contains(&attribute.name) && !keeps {
                true => self.edition.write_into(attribute.value, &mut self.out),
                false => push_unmarked(attribute.value, &mut self.out),
            }
            self.out.push_str(attribute.after);
        }
        self.out.push('>');
        self.pass(tag);
        let data = attributes.iter().any(|a| a.name == "type" && a.value == "application/ld+json");
        if let Some(kept) = &mut self.kept {
            kept.begins(name);
        } else if (foreign || address || CODE.contains(&name) && !data)
            && !VOID.contains(&name)
            && !(self.xml && tag.ends_with("/>"))
        {
            self.kept = Some(Kept::new(name));
        }
        if name == "script" || name == "style" {
            // Their contents are one run, whatever they look like.
            let length = rest.find("</").unwrap_or(rest.len());
            self.words(&rest[..length]);
            return &rest[length..];
        }
        rest
    }
}

/// Whether an attribute of this name says a language; HTML has no case.
fn says_language(name: &str) -> bool {
    name.eq_ignore_ascii_case("lang") || name == "xml:lang"
}

/// How long the tag is that begins here; a `>` inside a quoted value does not end it.
pub(super) fn length_of_tag(text: &str) -> usize {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '"' || c == '\'' => quote = Some(c),
            None if c == '>' => return at + 1,
            None => {}
        }
    }
    text.len()
}

/// An attribute, with everything around its value, so that the tag can be written again as it was.
pub(super) struct Attribute<'t> {
    pub(super) name: &'t str,
    /// Space, name, equals sign and quote.
    pub(super) before: &'t str,
    pub(super) value: &'t str,
    /// The closing quote.
    pub(super) after: &'t str,
}

pub(super) fn attributes(text: &str) -> impl Iterator<Item = Attribute<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let lead = rest.len() - rest.trim_start().len();
        let end = rest[lead..].find(|c: char| c == '=' || c.is_whitespace());
        let end = end.map_or(rest.len(), |i| lead + i);
        let name = &rest[lead..end];
        let quoted = rest[end..].strip_prefix('=').filter(|v| v.starts_with(['"', '\'']));
        let Some(quoted) = quoted else {
            // A name without value, or a value without quotes, which is no prose.
            let end = if rest[end..].starts_with('=') {
                rest[end..].find(char::is_whitespace).map_or(rest.len(), |i| end + i)
            } else {
                end
            };
            let before = &rest[..end];
            rest = &rest[end..];
            return Some(Attribute { name, before, value: "", after: "" });
        };
        let quote = if quoted.starts_with('"') { '"' } else { '\'' };
        let value = &quoted[1..];
        let value = &value[..value.find(quote).unwrap_or(value.len())];
        let before = &rest[..end + 2];
        let after_at = before.len() + value.len();
        let after_end = (after_at + 1).min(rest.len());
        let after = &rest[after_at..after_end];
        rest = &rest[after_end..];
        Some(Attribute { name, before, value, after })
    })
}

/// Markdown: all but code, addresses and the destinations of links.
fn markdown(edition: &Edition<'_>, text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut state = State::default();
    let mut marks = Marks::of(text);
    while let Some((part, kept)) = marks.next_part() {
        match kept {
            true => out.push_str(part),
            false => lines(edition, part, &mut state, &mut out),
        }
    }
    out
}

/// What an earlier line of Markdown opened.
#[derive(Default)]
struct State<'t> {
    /// A code block, by its fence.
    fence: Option<&'t str>,
    /// An element that says its language, by its end tag.
    element: Option<String>,
}

/// Lines of Markdown.
fn lines<'t>(edition: &Edition<'_>, text: &'t str, state: &mut State<'t>, out: &mut String) {
    for line in text.split_inclusive('\n') {
        let bare = line.trim_start_matches([' ', '>', '\t']);
        let mark = ["```", "~~~"].into_iter().find(|m| bare.starts_with(m));
        match (state.fence, mark) {
            (Some(open), Some(mark)) if open == mark => state.fence = None,
            (None, Some(mark)) => state.fence = Some(mark),
            (None, None) => {
                // Only a block goes on behind an empty line.
                if line.trim().is_empty() {
                    state.element.take_if(|end| end != "</div>");
                }
                outside_elements(edition, line, &mut state.element, out);
                continue;
            }
            _ => {}
        }
        out.push_str(line);
    }
}

/// A line of Markdown outside code blocks, in which elements that say their language stay.
fn outside_elements(
    edition: &Edition<'_>,
    mut line: &str,
    element: &mut Option<String>,
    out: &mut String,
) {
    loop {
        if let Some(end) = element.take() {
            let Some(at) = line.find(&end) else {
                out.push_str(line);
                *element = Some(end);
                return;
            };
            out.push_str(&line[..at + end.len()]);
            line = &line[at + end.len()..];
        }
        let Some((at, length, name)) = first_with_language(line) else { break };
        prose(edition, &line[..at], out);
        out.push_str(&line[at..at + length]);
        line = &line[at + length..];
        *element = Some(format!("</{name}>"));
    }
    prose(edition, line, out);
}

/// Where the first tag is that says a language, how long it is, and its name.
fn first_with_language(line: &str) -> Option<(usize, usize, &str)> {
    let lang = line.to_ascii_lowercase().find("lang=")?;
    let at = line[..lang].rfind('<')?;
    let length = line[at..].find('>')? + 1;
    let inner = &line[at + 1..at + length - 1];
    let name = inner.split([' ', '\t']).next()?;
    let is_tag = name.starts_with(|c: char| c.is_ascii_alphabetic());
    let says = attributes(&inner[name.len()..]).any(|a| a.name.eq_ignore_ascii_case("lang"));
    let in_code = line[..at].matches('`').count() % 2 == 1;
    (is_tag && says && !in_code).then_some((at, length, name))
}

/// A line of Markdown outside code blocks.
fn prose(edition: &Edition<'_>, mut line: &str, out: &mut String) {
    const STARTS: [(&str, char); 5] =
        [("`", '`'), ("](", ')'), ("<http", '>'), ("https://", ' '), ("http://", ' ')];
    loop {
        let found = STARTS.iter().filter_map(|(s, e)| Some((line.find(s)?, *s, *e))).min();
        let Some((at, start, end)) = found else { break };
        let inside = &line[at + start.len()..];
        let stops = |c: char| match end {
            ' ' => c.is_whitespace() || !c.is_ascii(),
            end => c == end,
        };
        let length = inside.find(stops).unwrap_or(inside.len());
        edition.write_into(&line[..at], out);
        out.push_str(&line[at..at + start.len() + length]);
        line = &inside[length..];
        if end == '`' && line.starts_with('`') {
            out.push('`');
            line = &line[1..];
        }
    }
    edition.write_into(line, out);
}

fn push_unmarked(text: &str, out: &mut String) {
    out.extend(text.split([KEEP_OPEN, KEEP_CLOSE]));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::config::Config;
    use crate::model::registry::Registry;

    fn traditional(path: &str, text: &str) -> String {
        let registry = Registry::default();
        let config = Config { editions: vec!["zh-Hant".to_owned()], ..Config::default() };
        let edition = Edition::all(&config, &registry).remove(1);
        String::from_utf8(convert(&edition, path, text.into())).expect("UTF-8")
    }

    #[test]
    fn only_what_readers_read_is_converted() {
        let html = traditional(
            "x.html",
            "<!DOCTYPE html><html lang=\"zh-Hant\"><!-- 头发 --><p class=\"头\" title='头发 > 1'>头发<br>\
             <a href=\"/头发/\">头发</a><a href=\"https://a.b/头\">https://a.b/头</a><code>头发<code>头</code>发</code><i lang=\"zh-Hans\">头发</i>发<img alt=\"头发\" hidden>\
             <input value=头 placeholder=\"头\"/><script>头</script>\
             <script type=\"application/ld+json\">{\"a\":\"头<b>\"}</script>",
        );
        assert_eq!(
            html,
            "<!DOCTYPE html><html lang=\"zh-Hant\"><!-- 头发 --><p class=\"头\" title='頭髮 > 1'>頭髮<br>\
             <a href=\"/头发/\">頭髮</a><a href=\"https://a.b/头\">https://a.b/头</a><code>头发<code>头</code>发</code><i lang=\"zh-Hans\">头发</i>發<img alt=\"頭髮\" hidden>\
             <input value=头 placeholder=\"頭\"/><script>头</script>\
             <script type=\"application/ld+json\">{\"a\":\"頭<b>\"}</script>"
        );
    }

    #[test]
    fn what_says_a_language_of_its_own_stays_even_if_it_is_the_editions() {
        let html = traditional(
            "x.html",
            "<html lang=\"zh-Hant\"><body lang=\"zh-Hant\">头<p>头<span lang=\"zh-Hant\">头<b>头</b></span>头\
             <i lang=\"zh-TW\" title=\"头\">头</i></p></html>",
        );
        assert_eq!(
            html,
            "<html lang=\"zh-Hant\"><body lang=\"zh-Hant\">頭<p>頭<span lang=\"zh-Hant\">头<b>头</b></span>頭\
             <i lang=\"zh-TW\" title=\"头\">头</i></p></html>"
        );
        for kept in ["<span LANG=\"zh-Hant\">余</span>", "<span lang=\"zh-Hant\"/>余</span>"] {
            let page = format!("<html lang=\"zh-Hant\">{kept}头</html>");
            let expected = format!("<html lang=\"zh-Hant\">{kept}頭</html>");
            assert_eq!(traditional("x.html", &page), expected);
        }
        let feed = "<feed xml:lang=\"zh-Hant\"><title>头</title><summary xml:lang=\"zh-Hant\">头</summary></feed>";
        assert!(traditional("feed.xml", feed).contains("<title>頭</title>"));
        assert!(traditional("feed.xml", feed).contains(">头</summary>"));
    }

    #[test]
    fn what_needs_no_end_tag_ends_all_the_same() {
        for (html, expected) in [
            (
                "<ul><li lang=\"en\">头<ul><li>头</ul>头<li>头</ul>头",
                "<ul><li lang=\"en\">头<ul><li>头</ul>头<li>頭</ul>頭",
            ),
            (
                "<ul><li lang=\"en\">头<ul><li>头</li></ul>头</li><li>头</ul>",
                "<ul><li lang=\"en\">头<ul><li>头</li></ul>头</li><li>頭</ul>",
            ),
            ("<ol><li lang=\"en\">头</ol>头", "<ol><li lang=\"en\">头</ol>頭"),
            ("<dl><dt lang=\"en\">头<dd>头</dl>", "<dl><dt lang=\"en\">头<dd>頭</dl>"),
            ("<tr><td lang=\"en\">头<td>头</tr>头", "<tr><td lang=\"en\">头<td>頭</tr>頭"),
            ("<p lang=\"en\">头<b>头</b><p>头", "<p lang=\"en\">头<b>头</b><p>頭"),
        ] {
            assert_eq!(
                traditional("x.html", &format!("<html>{html}")),
                format!("<html>{expected}")
            );
        }
    }

    #[test]
    fn markdown_keeps_elements_that_say_their_language() {
        let text = "头<span lang=\"zh-Hant\">头`头`</span>头 <b>头</b> a < b\n<div lang='en'>\n头\n</div>头\nlang=头\n";
        let expected = "頭<span lang=\"zh-Hant\">头`头`</span>頭 <b>頭</b> a < b\n<div lang='en'>\n头\n</div>頭\nlang=頭\n";
        assert_eq!(traditional("index.md", text), expected);
    }

    #[test]
    fn marks_hold_around_tags_and_within_each_other() {
        let (open, close) = (KEEP_OPEN, KEEP_CLOSE);
        let inner = format!("{open}头<b title=\"{open}头{close}\">头</b>{open}头{close}头{close}");
        assert_eq!(
            traditional("x.html", &format!("头{inner}头<i>头</i>")),
            "頭头<b title=\"头\">头</b>头头頭<i>頭</i>"
        );
        assert_eq!(
            traditional("x.html", &format!("{open}头<b>发{close}{close}头{open}发")),
            "头<b>发頭發"
        );
        let text = format!(
            "头{open}头`头`\n\n```\n头\n```\n[头](头)\n{close}头\n```\n头{open}头{close}\n```\n头"
        );
        assert_eq!(
            traditional("index.md", &text),
            "頭头`头`\n\n```\n头\n```\n[头](头)\n頭\n```\n头头\n```\n頭"
        );
    }

    #[test]
    fn interface_words_lose_their_marks_everywhere() {
        let text = format!(
            "<a data-found=\"{KEEP_OPEN}找到 {{n}} 篇{KEEP_CLOSE}\">{KEEP_OPEN}文件{KEEP_CLOSE}头</a>"
        );
        assert_eq!(traditional("x.html", &text), "<a data-found=\"找到 {n} 篇\">文件頭</a>");
    }

    #[test]
    fn markdown_keeps_code_and_addresses() {
        let text = "头`头`头[头](/头/)<https://a.b/头>\n```\n头\n```\n> 头 https://a.b/x头\n";
        let expected = "頭`头`頭[頭](/头/)<https://a.b/头>\n```\n头\n```\n> 頭 https://a.b/x頭\n";
        assert_eq!(traditional("index.md", text), expected);
    }

    #[test]
    fn forgotten_escapes_stay_as_they_are() {
        assert_eq!(traditional("x.html", "头 < 发 <b>头</b> <"), "頭 < 發 <b>頭</b> <");
    }

    #[test]
    fn other_files_are_left_alone() {
        assert_eq!(traditional("x.css", "头"), "头");
    }
}
