//! A finished file in another script: only the words that readers read are converted, never tags,
//! addresses, code, or anything that says of itself that it is in another language.
//!
//! Reads our own templates' output, which is well-formed where it matters: attributes are quoted,
//! and whatever carries `lang` is closed.

use crate::edition::{Edition, KEEP_CLOSE, KEEP_OPEN};

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
        Some("html" | "xml") => Markup { edition, kept: None, out: String::new() }.convert(&text),
        Some("md" | "txt") => markdown(edition, &text),
        _ => text,
    };
    converted.into_bytes()
}

struct Markup<'e> {
    edition: &'e Edition<'e>,
    /// The element inside which nothing is converted, and how many of its name are open.
    kept: Option<(String, usize)>,
    out: String,
}

impl Markup<'_> {
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
        match self.kept {
            None => self.edition.write_into(text, &mut self.out),
            Some(_) => push_unmarked(text, &mut self.out),
        }
    }

    /// Copies what begins with `<`; returns what follows it.
    fn tag<'t>(&mut self, text: &'t str) -> &'t str {
        for (start, end) in [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<!", ">"), ("<?", ">")] {
            if text.starts_with(start) {
                let length = text.find(end).map_or(text.len(), |i| i + end.len());
                push_unmarked(&text[..length], &mut self.out);
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
            if let Some((kept, open)) = &mut self.kept
                && kept == name
            {
                *open -= 1;
                self.kept = self.kept.take().filter(|(_, open)| *open > 0);
            }
            return rest;
        }
        let attributes: Vec<Attribute<'_>> = attributes(&inner[name.len()..]).collect();
        let foreign = attributes
            .iter()
            .any(|a| matches!(a.name, "lang" | "xml:lang") && a.value != self.edition.language);
        // An address that is shown as it is.
        let words = rest.split('<').next().unwrap_or_default();
        let shows = |a: &Attribute<'_>| a.name == "href" && a.value.ends_with(words);
        let address = name == "a" && words.contains('.') && attributes.iter().any(shows);
        let keeps = self.kept.is_some() || foreign;
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
        let data = attributes.iter().any(|a| a.name == "type" && a.value == "application/ld+json");
        if let Some((kept, open)) = &mut self.kept {
            *open += usize::from(kept == name);
        } else if (foreign || address || CODE.contains(&name) && !data)
            && !VOID.contains(&name)
            && !tag.ends_with("/>")
        {
            self.kept = Some((name.to_owned(), 1));
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

/// How long the tag is that begins here; a `>` inside a quoted value does not end it.
fn length_of_tag(text: &str) -> usize {
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
struct Attribute<'t> {
    name: &'t str,
    /// Space, name, equals sign and quote.
    before: &'t str,
    value: &'t str,
    /// The closing quote.
    after: &'t str,
}

fn attributes(text: &str) -> impl Iterator<Item = Attribute<'_>> {
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
    let mut fence: Option<&str> = None;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_start_matches([' ', '>', '\t']);
        let mark = ["```", "~~~"].into_iter().find(|m| bare.starts_with(m));
        match (fence, mark) {
            (Some(open), Some(mark)) if open == mark => fence = None,
            (None, Some(mark)) => fence = Some(mark),
            (None, None) => {
                prose(edition, line, &mut out);
                continue;
            }
            _ => {}
        }
        push_unmarked(line, &mut out);
    }
    out
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
    use crate::config::Config;
    use crate::registry::Registry;

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
