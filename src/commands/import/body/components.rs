//! Components of JavaScript in Markdown: `<Tabs>`, `import`, `{/* … */}`. Their tags go, and what stands
//! between them stays.

use super::super::report::{Change, Look, Notes};
use super::super::text::{indent, lines, outside_code};
use super::tags::{Told, container, own_line};

/// Converts a text.
pub(super) fn convert(text: &str, path: &str, notes: &mut Notes) -> String {
    let text = without_programs(text, path, notes);
    let text = outside_code(&text, |piece| comments(piece, notes));
    let text = outside_code(&text, on_one_line);
    let text = without_indent(&without_badges(&text));
    let text = outside_code(&text, |piece| without_tags(piece, path, notes));
    let without_contents = lines(&text).into_iter().filter(|(line, code)| {
        let contents = line.trim().eq_ignore_ascii_case("[[toc]]") && !code;
        !contents
    });
    let kept: Vec<&str> = without_contents.map(|(line, _)| line).collect();
    includes(&kept.join("\n"), path, notes) + "\n"
}

/// Leaves out `import`, `export`, and the elements `<script>` and `<style>`.
fn without_programs(text: &str, path: &str, notes: &mut Notes) -> String {
    let mut out: Vec<&str> = Vec::new();
    let mut until: Option<fn(&str) -> bool> = None;
    for (line, code) in lines(text) {
        if let Some(ends) = until.filter(|_| !code) {
            if ends(line) {
                until = None;
            }
            continue;
        }
        let begins = if code { None } else { program(line) };
        if let Some(ends) = begins {
            notes.count(Change::Component, 1);
            if line.starts_with("export ") || line.starts_with("<script") {
                notes.look(Look::Dropped(line.to_owned()), path);
            }
            if !ends(line) {
                until = Some(ends);
            }
            continue;
        }
        out.push(line);
    }
    out.join("\n") + "\n"
}

/// What ends the program that a line begins, if it begins one.
fn program(line: &str) -> Option<fn(&str) -> bool> {
    let words = line.trim_end();
    if words.starts_with("import ")
        && (words.contains(" from ") || words.ends_with('{') || words.contains(['\'', '"']))
    {
        return Some(|line| line.contains(['\'', '"']) || line.trim().is_empty());
    }
    let exports =
        ["export const ", "export default ", "export function ", "export let ", "export {"];
    if exports.iter().any(|start| words.starts_with(start)) {
        return Some(|line| line.trim().is_empty());
    }
    if words.starts_with("<script") {
        return Some(|line| line.contains("</script>"));
    }
    words.starts_with("<style").then_some(|line| line.contains("</style>"))
}

/// `{/* … */}`, and spaces that are written out.
fn comments(piece: &str, notes: &mut Notes) -> String {
    let piece = piece.replace("{' '}", " ").replace("{\" \"}", " ");
    let (mut out, mut rest) = (String::new(), piece.as_str());
    while let Some((before, after)) = rest.split_once("{/*") {
        let Some((inside, behind)) = after.split_once("*/}") else { break };
        notes.count(Change::Comment, 1);
        out.push_str(before);
        out.push_str(&format!("<!-- {} -->", inside.trim().replace("--", "- -")));
        rest = behind;
    }
    out + rest
}

/// Text of other files that was to stand here.
fn includes(text: &str, path: &str, notes: &mut Notes) -> String {
    let mut out = Vec::new();
    for (line, code) in lines(text) {
        let shown = line.trim();
        let include = shown.starts_with("<<<")
            || shown.starts_with("<!--@include:")
            || shown.starts_with("<!-- @include:");
        if include && !code {
            notes.look(Look::Included(shown.to_owned()), path);
        }
        let snippet = shown.starts_with("<<<") && !code;
        out.push(if snippet {
            format!("<!-- {} -->", shown.replace("--", "- -"))
        } else {
            line.to_owned()
        });
    }
    out.join("\n")
}

/// Tags that go over several lines, on one.
fn on_one_line(piece: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(piece.len()), piece);
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let length = Tag::of(&rest[at..]).map_or(1, |tag| tag.length);
        let whole = &rest[at..at + length];
        match whole.contains('\n') {
            true => out.push_str(&whole.split_whitespace().collect::<Vec<_>>().join(" ")),
            false => out.push_str(whole),
        }
        rest = &rest[at + length..];
    }
    out + rest
}

/// Headings without their badges, which are no part of what names them.
fn without_badges(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (line, code) in lines(text) {
        let badge = line.find("<Badge").filter(|at| {
            let shown = line[..*at].matches('`').count() % 2 == 1;
            !code && !shown && line.trim_start().starts_with('#')
        });
        let rest = badge.map_or("", |at| &line[at..]);
        let length = Tag::of(rest).map_or(0, |tag| tag.length);
        match badge {
            Some(at) if length > 0 => {
                out.push_str(line[..at].trim_end());
                out.push_str(&rest[length..]);
            }
            _ => out.push_str(line),
        }
        out.push('\n');
    }
    out
}

/// What stands between components on lines of their own is indented by their authors, which here would
/// make it code: each such run is moved to where its component stands.
fn without_indent(text: &str) -> String {
    let all = lines(text);
    let mut out: Vec<String> = Vec::with_capacity(all.len());
    let mut open: Vec<usize> = Vec::new();
    let mut at = 0;
    while at < all.len() {
        let (line, code) = all[at];
        if let Some(opens) = alone(line).filter(|_| !code) {
            let base = if opens {
                open.first().copied()
            } else {
                open.pop();
                open.first().copied()
            };
            let own = base.unwrap_or(indent(line).len());
            out.push(format!("{}{}", " ".repeat(own), line.trim()));
            if opens {
                open.push(own);
            }
            at += 1;
            continue;
        }
        let Some(base) = open.first().copied() else {
            out.push(line.to_owned());
            at += 1;
            continue;
        };
        let run = all[at..].iter().take_while(|(l, c)| *c || alone(l).is_none()).count();
        let run = &all[at..at + run.max(1)];
        let least =
            run.iter().filter(|(l, _)| !l.trim().is_empty()).map(|(l, _)| indent(l).len()).min();
        let cut = least.unwrap_or(0).saturating_sub(base);
        out.extend(
            run.iter().map(|(l, _)| l.get(cut.min(indent(l).len())..).unwrap_or("").to_owned()),
        );
        at += run.len();
    }
    out.join("\n") + "\n"
}

/// Whether a line holds nothing but the first tag of a component (true) or its last (false); one that is
/// both, or whose tag goes on below, is neither.
fn alone(line: &str) -> Option<bool> {
    let shown = line.trim();
    if let Some(rest) = shown.strip_prefix("</") {
        return (is_name(rest) && rest.ends_with('>') && !rest.contains('<')).then_some(false);
    }
    let tag = Tag::of(shown)?;
    (tag.length == shown.len() && !tag.empty && !tag.closes).then_some(true)
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase())
}

/// A tag of a component at the start of a text.
struct Tag<'t> {
    name: &'t str,
    inside: &'t str,
    length: usize,
    closes: bool,
    empty: bool,
}

impl<'t> Tag<'t> {
    fn of(text: &'t str) -> Option<Self> {
        let rest = text.strip_prefix('<')?;
        let (closes, rest) = match rest.strip_prefix('/') {
            Some(rest) => (true, rest),
            None => (false, rest),
        };
        let head = text.len() - rest.len();
        let length = rest.find(|c: char| !c.is_alphanumeric() && !"._-:".contains(c))?;
        let name = &rest[..length];
        let component = is_name(name) && name.contains(|c: char| c.is_ascii_lowercase())
            || name.is_empty() && rest.starts_with('>');
        if !component {
            return None;
        }
        let (mut quote, mut depth) = (None, 0_usize);
        for (i, c) in rest[length..].char_indices() {
            match (quote, c) {
                (Some(mark), c) if c == mark => quote = None,
                (Some(_), _) => {}
                (None, '"' | '\'') if depth == 0 => quote = Some(c),
                (None, '{') => depth += 1,
                (None, '}') => depth = depth.saturating_sub(1),
                (None, '>') if depth == 0 => {
                    let inside = rest[length..length + i].trim();
                    let empty = inside.ends_with('/');
                    let inside = inside.trim_end_matches('/').trim();
                    let length = head + length + i + 1;
                    return Some(Self { name, inside, length, closes, empty });
                }
                _ => {}
            }
        }
        None
    }

    /// What it is told, in quotation marks or braces.
    fn told(&self) -> Told {
        let words = super::tags::words(self.inside).into_iter();
        let plain = |value: String| value.trim_matches(['{', '}', '"', '\'', '`']).to_owned();
        Told(words.map(|(name, value)| (name, plain(value))).collect())
    }
}

fn without_tags(piece: &str, path: &str, notes: &mut Notes) -> String {
    let mut out = String::with_capacity(piece.len());
    let mut rest = piece;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let Some(tag) = Tag::of(&rest[at..]) else {
            out.push('<');
            rest = &rest[at + 1..];
            continue;
        };
        let after = &rest[at + tag.length..];
        notes.count(Change::Component, 1);
        put(&tag, &rest[at..at + tag.length], after, &mut out, path, notes);
        rest = after;
    }
    out + rest
}

/// Components whose first tag says something that readers see.
fn put(tag: &Tag<'_>, whole: &str, after: &str, out: &mut String, path: &str, notes: &mut Notes) {
    let told = tag.told();
    if tag.name == "Link" {
        match (tag.closes, told.named(&["to", "href"])) {
            (true, _) => out.push_str("</a>"),
            (false, to) => out.push_str(&format!("<a href=\"{}\">", to.unwrap_or_default())),
        }
        return;
    }
    if container(tag.name, &told).is_some() {
        let line = if tag.closes { Some(":::".to_owned()) } else { container(tag.name, &told) };
        return line.into_iter().for_each(|line| own_line(out, &line, after));
    }
    if tag.closes {
        return;
    }
    let title = told.named(&["title", "label", "summary", "header"]);
    let address = told.named(&["href", "to", "link"]).filter(|address| !address.contains(' '));
    let source = told.named(&["src"]).filter(|source| source.contains('.'));
    match (title, address, source) {
        (Some(title), Some(address), _) => own_line(out, &format!("[{title}]({address})\n"), after),
        (Some(title), None, _) if !tag.empty => own_line(out, &format!("**{title}**\n"), after),
        (_, _, Some(source)) if tag.name.ends_with("Image") || tag.name == "Img" => {
            let alt = told.named(&["alt"]).unwrap_or_default();
            out.push_str(&format!("![{alt}](<{source}>)"));
        }
        _ if tag.name == "Badge" => out.push_str(told.named(&["text"]).unwrap_or_default()),
        (title, ..) if tag.empty => {
            title.into_iter().for_each(|title| out.push_str(title));
            notes.look(Look::Dropped(whole.split_whitespace().collect::<Vec<_>>().join(" ")), path);
        }
        _ => {}
    }
    if let Some(words) = told.named(&["description"]).filter(|_| tag.empty) {
        own_line(out, words, after);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_leave_what_they_hold() {
        for (text, expected) in [
            ("import A from './a'\n\n甲\n", "\n甲\n"),
            ("import {\n  A,\n} from 'a'\n甲\n", "甲\n"),
            ("<script setup>\nlet a\n</script>\n甲\n", "甲\n"),
            ("{/* 私下 */}\n", "<!-- 私下 -->\n"),
            (
                "<Tabs>\n  <TabItem label=\"甲\">\n\n    乙\n\n    ```js\n    <A/>\n    ```\n  </TabItem>\n</Tabs>\n",
                "\n**甲**\n\n\n乙\n\n```js\n<A/>\n```\n\n",
            ),
            ("<Aside type=\"tip\" title=\"题\">\n甲\n</Aside>\n", ":::tip 题\n甲\n:::\n"),
            ("<Link to=\"/a\">甲</Link> `<B />`\n", "<a href=\"/a\">甲</a> `<B />`\n"),
            ("<Card title=\"甲\" href=\"/a/\" />\n", "[甲](/a/)\n"),
            (
                "a < b, <div>甲</div>, <DIV>, List<string>\n",
                "a < b, <div>甲</div>, <DIV>, List<string>\n",
            ),
            ("[[toc]]\n甲\n", "甲\n"),
        ] {
            assert_eq!(convert(text, "a.md", &mut Notes::default()), expected, "{text}");
        }
    }
}
