//! A letter for its reader: blanks to fill in, and the whole as plain text, for the clipboard and for
//! messages that hold nothing else.
//!
//! `themes/default/js/letter.js` makes the same text of a letter that was filled in, by the same rules.

use super::entries::Views;
use super::highlight::escaped;
use super::view::LetterLinkView;
use crate::base::chars::{KEEP_CLOSE, KEEP_OPEN};
use crate::model::links::{Links, Resolved};
use crate::model::page::PageId;
use crate::model::site::Site;

/// The field that says when a letter is the right one.
const USE_WHEN: &str = "use_when";

/// A blank: a line with the words of what goes there, which are HTML. `alone`: there is nothing else in its
/// paragraph, and so much to write.
pub(super) fn blank(views: Views<'_>, id: &str, words: &str, alone: bool) -> String {
    let class = if alone { "blank long" } else { "blank" };
    let shown = views.word("blank").replace("{a}", &format!("<span>{words}</span>"));
    format!("<span class=\"{class}\" data-blank=\"{}\">{shown}</span>", escaped(id))
}

/// The letters that belong to a guide, each once: those that it names, and those that name it.
pub(super) fn of_guide(views: Views<'_>, id: PageId) -> Vec<LetterLinkView> {
    let site = views.site;
    let links = site.links_of(id);
    let mut letters: Vec<PageId> = Vec::new();
    for page in named(site, links) {
        if !letters.contains(&page) {
            letters.push(page);
        }
    }
    letters.into_iter().map(|page| link(views, page)).collect()
}

fn named<'s>(site: &'s Site, links: &'s Links) -> impl Iterator<Item = PageId> + 's {
    let is_letter = |page: &PageId| site.kind_of(site.page(*page)).letter;
    let own = links.relations.iter().flat_map(|(_, to)| to).filter_map(Resolved::page);
    let own = own.filter(is_letter);
    let other = links.inverse.iter().filter(|inverse| site.config.kinds[inverse.kind].letter);
    own.chain(other.flat_map(|inverse| inverse.pages.iter().copied()))
}

fn link(views: Views<'_>, id: PageId) -> LetterLinkView {
    let page = views.site.page(id);
    let kind = views.site.kind_of(page);
    let field = page.meta.own.iter().find(|own| kind.fields[own.field].name == USE_WHEN);
    let use_when = field.map_or(&[][..], |own| own.value.texts());
    let use_when = use_when.iter().map(|when| views.own(id, when)).collect();
    LetterLinkView { page: views.card_view(id), use_when }
}

/// The file with nothing but a letter's text, made from its HTML. It begins with a mark, without which
/// browsers and editors read Chinese as they are used to.
pub(super) fn file(views: Views<'_>, id: PageId, html: &str) -> String {
    // Marks around what is in another language would be taken for words.
    let html = html.replace([KEEP_OPEN, KEEP_CLOSE], "");
    format!("\u{FEFF}{}\n", views.own(id, &text(&html)))
}

/// HTML of a letter as plain text: blocks with an empty line between them, lists with their marks.
fn text(html: &str) -> String {
    let mut writer = Writer::default();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let Some(length) = rest[at..].find('>') else { break };
        writer.words(&rest[..at]);
        writer.tag(&rest[at + 1..at + length]);
        rest = &rest[at + length + 1..];
    }
    writer.words(rest);
    let lines: Vec<&str> = writer.out.lines().map(|line| line.trim_end_matches(' ')).collect();
    lines.join("\n").trim().to_owned()
}

#[derive(Default)]
struct Writer {
    out: String,
    /// How many line breaks are due before what comes next.
    due: usize,
    /// Whether the mark of an item was written and nothing behind it.
    marked: bool,
    /// The open lists: the number of the next item, none where items have none.
    lists: Vec<Option<u32>>,
}

impl Writer {
    fn words(&mut self, html: &str) {
        let mut words = String::new();
        for part in html.split_inclusive([' ', '\n', '\t', '\r']) {
            let word = part.trim_end_matches([' ', '\n', '\t', '\r']);
            words.push_str(word);
            if word.len() < part.len() && !words.ends_with(' ') {
                words.push(' ');
            }
        }
        let start = self.due > 0 || self.marked || self.out.is_empty() || self.out.ends_with('\n');
        let words = if start { words.trim_start_matches(' ') } else { &words };
        if !words.is_empty() {
            self.put(&unescaped(words));
        }
    }

    fn put(&mut self, words: &str) {
        self.out.extend(std::iter::repeat_n('\n', std::mem::take(&mut self.due)));
        self.out.push_str(words);
        self.marked = false;
    }

    fn end_line(&mut self, lines: usize) {
        if !self.marked && !self.out.is_empty() {
            self.due = self.due.max(lines);
        }
    }

    fn tag(&mut self, tag: &str) {
        let name = tag.trim_start_matches('/').split([' ', '/', '\n']).next().unwrap_or_default();
        let (ends, block) = (tag.starts_with('/'), if self.lists.is_empty() { 2 } else { 1 });
        match (name, ends) {
            ("br", _) => self.put("\n"),
            ("ul" | "ol", false) => {
                self.end_line(block);
                self.lists.push((name == "ol").then(|| first(tag)));
            }
            ("ul" | "ol", true) => {
                self.lists.pop();
                self.marked = false;
                self.end_line(if self.lists.is_empty() { 2 } else { 1 });
            }
            ("li", false) => self.item(),
            ("p" | "hr" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6", _) => self.end_line(block),
            _ => {}
        }
    }

    fn item(&mut self) {
        self.marked = false;
        self.end_line(1);
        let indent = "  ".repeat(self.lists.len().saturating_sub(1));
        let mark = match self.lists.last_mut() {
            Some(Some(number)) => {
                *number += 1;
                format!("{}. ", *number - 1)
            }
            _ => "- ".to_owned(),
        };
        self.put(&(indent + &mark));
        self.marked = true;
    }
}

/// The number of a list's first item.
fn first(tag: &str) -> u32 {
    let start = tag.split_once("start=\"").and_then(|(_, rest)| rest.split('"').next());
    start.and_then(|number| number.parse().ok()).unwrap_or(1)
}

fn unescaped(text: &str) -> String {
    let mut out = text.to_owned();
    for (entity, c) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&amp;", "&"),
    ] {
        if out.contains('&') {
            out = out.replace(entity, c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_read_as_it_is_sent() {
        for (html, sent) in [
            ("<p>致 甲：</p>\n<p>乙<br />\n丙 &amp;lt; &lt;</p>\n", "致 甲：\n\n乙\n丙 &lt; <"),
            (
                "<p>请：</p>\n<ul>\n<li>一</li>\n<li>二<ul>\n<li>三</li>\n</ul>\n</li>\n</ul>\n<p>谢</p>\n",
                "请：\n\n- 一\n- 二\n  - 三\n\n谢",
            ),
            (
                "<ol start=\"3\">\n<li>\n<p>三</p>\n<p>又</p>\n</li>\n<li>\n<p>四</p>\n</li>\n</ol>",
                "3. 三\n又\n4. 四",
            ),
            (
                "<h2 id=\"a\">状</h2>\n<p><span class=\"blank\" data-blank=\"n\">【<span>名</span>】</span>\u{3000}<a href=\"/x/\">法</a></p>",
                "状\n\n【名】\u{3000}法",
            ),
            ("<p>a\nb  c </p>", "a b c"),
            ("<ul><li></li><li>x</li></ul>", "-\n- x"),
            ("<p>a <", "a <"),
        ] {
            assert_eq!(text(html), sent, "{html}");
        }
    }
}
