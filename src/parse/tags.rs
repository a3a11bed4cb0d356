//! The tags of a piece of HTML, as a browser finds them: comments, declarations and the contents of
//! scripts hold none.

use std::ops::Range;

/// One tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RawTag<'h> {
    /// Where its `<` stands.
    pub(crate) start: usize,
    /// One past its `>`.
    pub(crate) end: usize,
    /// The element's name as written.
    pub(crate) name: &'h str,
    /// Whether it is a closing tag.
    pub(crate) closes: bool,
    /// Whether it ends in `/>`.
    pub(crate) empty: bool,
    /// The value of its `id`.
    pub(crate) id: Option<&'h str>,
    /// The value of its `name`.
    pub(crate) anchor: Option<&'h str>,
}

/// Elements whose contents are text up to their closing tag.
const RAW: [&str; 6] = ["script", "style", "textarea", "title", "xmp", "iframe"];

/// All tags, in order, and where a comment begins that never ends.
pub(crate) fn tags(html: &str) -> (Vec<RawTag<'_>>, Option<usize>) {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(found) = html[at..].find('<') {
        let start = at + found;
        let rest = &html[start..];
        if let Some(inside) = rest.strip_prefix("<!--") {
            // `<!-->` and `<!--->` are whole comments.
            let short = ["<!-->", "<!--->"].iter().find(|short| rest.starts_with(**short));
            let end = short.map(|short| short.len()).or(inside.find("-->").map(|end| end + 7));
            let Some(end) = end else { return (tags, Some(start)) };
            at = start + end;
        } else if rest.starts_with("<!") || rest.starts_with("<?") {
            at = rest.find('>').map_or(html.len(), |end| start + end + 1);
        } else if let Some(tag) = tag(html, start) {
            at = tag.end;
            if !tag.closes && !tag.empty && RAW.iter().any(|r| r.eq_ignore_ascii_case(tag.name)) {
                at = closing(html, at, tag.name);
            }
            tags.push(tag);
        } else {
            at = start + 1;
        }
    }
    (tags, None)
}

/// Elements that stand within a word or a sentence.
const INLINE: [&str; 20] = [
    "a", "abbr", "b", "bdi", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "mark", "q",
    "s", "small", "span", "strong", "sub", "u",
];

/// The words that a reader sees of a piece of HTML, on one line.
pub(crate) fn words(html: &str) -> String {
    let (tags, comment) = tags(html);
    let is =
        |tag: &RawTag<'_>, names: &[&str]| names.iter().any(|n| n.eq_ignore_ascii_case(tag.name));
    let mut words = String::new();
    let (mut at, mut hidden) = (0, false);
    for tag in &tags {
        if !hidden {
            words.push_str(&visible(&html[at..tag.start.max(at)]));
        }
        if !is(tag, &INLINE) {
            words.push(' ');
        }
        at = tag.end;
        // What a script says is no tag: the next one closes it.
        hidden = !tag.closes && is(tag, &["script", "style"]);
    }
    let end = comment.unwrap_or(html.len());
    if !hidden {
        words.push_str(&visible(&html[at.min(end)..end]));
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text without comments, its commonest character references read.
fn visible(mut text: &str) -> String {
    let mut out = String::new();
    while let Some((before, rest)) = text.split_once("<!") {
        out.push_str(before);
        let end = if rest.starts_with("--") { "-->" } else { ">" };
        text = rest.split_once(end).map_or("", |(_, rest)| rest);
    }
    out.push_str(text);
    let known = [("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")];
    known.iter().fold(out, |text, (from, to)| text.replace(from, to))
}

/// The tag whose `<` stands at `start`, if one does and ends.
fn tag(html: &str, start: usize) -> Option<RawTag<'_>> {
    let closes = html[start + 1..].starts_with('/');
    let name_start = start + 1 + usize::from(closes);
    let rest = &html[name_start..];
    let ends = |c: char| c.is_whitespace() || c == '/' || c == '>';
    let name = &rest[..rest.find(ends)?];
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let bytes = html.as_bytes();
    let mut at = name_start + name.len();
    let (mut id, mut anchor, mut empty) = (None, None, false);
    loop {
        at += html[at..].len() - html[at..].trim_start().len();
        match bytes.get(at)? {
            b'>' => break,
            b'/' => {
                empty = bytes.get(at + 1) == Some(&b'>');
                at += 1;
            }
            _ => {
                let (name, value, end) = attribute(html, at)?;
                if name.eq_ignore_ascii_case("id") && id.is_none() {
                    id = value;
                } else if name.eq_ignore_ascii_case("name") && anchor.is_none() {
                    anchor = value;
                }
                at = end;
            }
        }
    }
    Some(RawTag { start, end: at + 1, name, closes, empty, id, anchor })
}

/// Where the addresses stand that a tag asks for or leads to, in order.
pub(crate) fn addresses(html: &str, tag: &RawTag<'_>) -> Vec<Range<usize>> {
    let of_element = |(elements, _): &&(&[&str], &[&str])| {
        elements.iter().any(|element| element.eq_ignore_ascii_case(tag.name))
    };
    let Some((_, names)) = ADDRESSES.iter().find(of_element).filter(|_| !tag.closes) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut at = tag.start + 1 + tag.name.len();
    while at < tag.end {
        at += html[at..].len() - html[at..].trim_start_matches(blank).len();
        let Some((name, value, end)) = attribute(html, at).filter(|(_, _, end)| *end <= tag.end)
        else {
            break;
        };
        at = end;
        let Some(value) = value.filter(|_| names.iter().any(|n| n.eq_ignore_ascii_case(name)))
        else {
            continue;
        };
        let start = value.as_ptr() as usize - html.as_ptr() as usize;
        match name.eq_ignore_ascii_case("srcset") {
            true => found.extend(of_set(value).map(|r| start + r.start..start + r.end)),
            false => {
                let inner = value.trim();
                let start = start + (value.len() - value.trim_start().len());
                found.push(start..start + inner.len());
            }
        }
    }
    found
}

/// What stands between attributes.
fn blank(c: char) -> bool {
    c.is_whitespace() || c == '/'
}

/// Elements, and their attributes that hold an address.
const ADDRESSES: [(&[&str], &[&str]); 5] = [
    (&["a", "area"], &["href"]),
    (&["img", "source"], &["src", "srcset"]),
    (&["video"], &["src", "poster"]),
    (&["audio", "track", "embed", "iframe"], &["src"]),
    (&["object"], &["data"]),
];

/// The addresses of a `srcset`, as the HTML standard cuts it: an address ends at white space, and what
/// follows it at a comma; a comma within an address is part of it, one at its end is not.
fn of_set(value: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &value[at..];
        let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        let start = value.len() - rest.len();
        let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let word = rest[..length].trim_end_matches(',');
        at = start + length;
        if word.len() == length {
            at += value[at..].find(',').unwrap_or(value.len() - at);
        }
        (!word.is_empty()).then(|| start..start + word.len())
    })
}

/// The attribute that begins at `at`: its name, its value, and where it ends.
fn attribute(html: &str, at: usize) -> Option<(&str, Option<&str>, usize)> {
    let rest = &html[at..];
    let ends = |c: char| c.is_whitespace() || matches!(c, '/' | '>' | '=');
    // An `=` in front is part of the name.
    let first = rest.chars().next()?.len_utf8();
    let length = first + rest[first..].find(ends)?;
    let name = &rest[..length];
    let Some(after) = rest[length..].trim_start().strip_prefix('=') else {
        return Some((name, None, at + length));
    };
    let value = after.trim_start();
    let from = html.len() - value.len();
    if let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        let end = value[1..].find(quote)?;
        return Some((name, Some(&value[1..=end]), from + end + 2));
    }
    let end = value.find(|c: char| c.is_whitespace() || c == '>')?;
    Some((name, Some(&value[..end]), from + end))
}

/// Where the closing tag of a raw element begins, from `at` on.
fn closing(html: &str, at: usize, name: &str) -> usize {
    let found = html[at..].match_indices("</").find(|(i, _)| {
        let tag = html.as_bytes().get(at + i + 2..at + i + 2 + name.len());
        tag.is_some_and(|tag| tag.eq_ignore_ascii_case(name.as_bytes()))
    });
    found.map_or(html.len(), |(i, _)| at + i)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_what_a_reader_sees() {
        for (html, expected) in [
            ("<details>\n<summary>提前还款要不要<b>违约</b>金</summary>", "提前还款要不要违约金"),
            ("<div>一</div><div>二</div>", "一 二"),
            ("<!-- 不说 -->说<!-- <b>不</b> -->了&nbsp;&lt;b&gt; &amp;lt;", "说了 <b> &lt;"),
            ("<style>p { x }</style><script>a < b</script>看", "看"),
            ("看<script>a", "看"),
            ("看<!-- 没完", "看"),
            ("</p></summary>", ""),
            ("1 < 2", "1 < 2"),
        ] {
            assert_eq!(words(html), expected, "{html}");
        }
    }

    #[test]
    fn tags_are_found_as_a_browser_finds_them() {
        let names = |html| {
            let tags = tags(html).0.into_iter();
            tags.map(|t| format!("{}{}", if t.closes { "/" } else { "" }, t.name)).collect()
        };
        for (html, expected) in [
            ("<div><p>a</p></div>", vec!["div", "p", "/p", "/div"]),
            ("<a title='>' href=\"x>y\">", vec!["a"]),
            ("1 < 2 <3> </ b> <甲>", vec![]),
            ("<!-- <b> --><i><!--><u><? <s> ?>", vec!["i", "u"]),
            ("<script>'<b>'</SCRIPT ><br/>", vec!["script", "/SCRIPT", "br"]),
            ("<div class=\"never", vec![]),
            ("<br / ><br/>", vec!["br", "br"]),
        ] {
            let found: Vec<String> = names(html);
            assert_eq!(found, expected, "{html}");
        }
        let id = |html| tags(html).0.first().and_then(|t| t.id);
        for html in ["<p id=x>", "<p ID = 'x' id=y>", "<p a id=\"x\">", "<p data-id=y id=x/ >"] {
            assert!(id(html).is_some_and(|id| id.starts_with('x')), "{html}");
        }
        assert_eq!(tags("a<!-- b").1, Some(1));
    }

    #[test]
    fn addresses_are_found_where_elements_have_them() {
        for (html, expected) in [
            ("<a href=\"b.md\">", vec!["b.md"]),
            ("<A title='href=x' HREF = b.md>", vec!["b.md"]),
            ("<img alt=\"src\" src=' p.svg '/>", vec!["p.svg"]),
            ("<img srcset=\"a.png 1x,  b.png 2x\" src=c.png>", vec!["a.png", "b.png", "c.png"]),
            (
                "<img srcset='data:image/png;base64,AA 1x, p,q.svg 2x'>",
                vec!["data:image/png;base64,AA", "p,q.svg"],
            ),
            ("<img srcset='a.png, b.png,c.png 2x,,d.png'>", vec!["a.png", "b.png,c.png", "d.png"]),
            ("<video poster=p.jpg src=\"v.mp4\"></video>", vec!["p.jpg", "v.mp4"]),
            ("<object data=\"d.svg\"></object>", vec!["d.svg"]),
            ("<p href=\"x\"><a data-href=\"x\" href></a>", vec![]),
            ("<!-- <a href=\"x\"> --><script>'<a href=x>'</script>", vec![]),
        ] {
            let found: Vec<&str> = tags(html)
                .0
                .iter()
                .flat_map(|tag| addresses(html, tag))
                .map(|range| &html[range])
                .collect();
            assert_eq!(found, expected, "{html}");
        }
    }
}
