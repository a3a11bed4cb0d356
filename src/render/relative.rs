//! A finished page whose addresses are relative, so that the folder it is in can be opened wherever it lies,
//! from a disk too: pages are named by their files, and nothing says of a file what a browser that opens it
//! from a disk cannot check.

use super::script::{attributes, length_of_tag};
use crate::model::addresses;

/// Attributes that hold an address.
const ADDRESSES: [&str; 7] = ["href", "src", "srcset", "poster", "action", "data-index", "content"];

/// Attributes by which a browser asks more of a file than a disk answers.
const ASKING: [&str; 2] = ["integrity", "crossorigin"];

/// A page that stands in `file`, below the output folder; `base` is the path that its addresses begin with.
pub(super) fn page(html: &str, file: &str, base: &str) -> String {
    let place = Place { file, base, up: "../".repeat(file.matches('/').count()) };
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = place.tag(&rest[at..], &mut out);
    }
    out.push_str(rest);
    out
}

struct Place<'p> {
    file: &'p str,
    base: &'p str,
    /// The way to the output folder.
    up: String,
}

impl Place<'_> {
    /// Writes what begins with `<`; returns what follows it.
    fn tag<'t>(&self, text: &'t str, out: &mut String) -> &'t str {
        if text.starts_with("<!--") {
            let end = text.find("-->").map_or(text.len(), |at| at + 3);
            out.push_str(&text[..end]);
            return &text[end..];
        }
        let (tag, rest) = text.split_at(length_of_tag(text));
        let inner = tag.strip_prefix('<').and_then(|tag| tag.strip_suffix('>'));
        let Some(inner) = inner.filter(|tag| tag.starts_with(|c: char| c.is_ascii_alphabetic()))
        else {
            // An end tag, or a sign.
            out.push('<');
            return &text[1..];
        };
        let name = inner.split([' ', '\n', '\t', '\r', '/']).next().unwrap_or_default();
        let parts = || attributes(&inner[name.len()..]);
        // What is loaded before it is asked for is not to be had from a disk.
        if name == "link" && parts().any(|a| a.name == "rel" && a.value.contains("preload")) {
            return rest;
        }
        out.push('<');
        out.push_str(name);
        for part in parts().filter(|part| !ASKING.contains(&part.name)) {
            out.push_str(part.before);
            match ADDRESSES.contains(&part.name) {
                true => out.push_str(&self.addresses(part.name, part.value)),
                false => out.push_str(part.value),
            }
            out.push_str(part.after);
        }
        out.push('>');
        if name == "script" || name == "style" {
            let length = rest.find("</").unwrap_or(rest.len());
            out.push_str(&rest[..length]);
            return &rest[length..];
        }
        rest
    }

    /// The value of an attribute that holds one address, or several.
    fn addresses(&self, name: &str, value: &str) -> String {
        match name {
            "srcset" => {
                let files: Vec<String> = value.split(", ").map(|one| self.address(one)).collect();
                files.join(", ")
            }
            // Of a page that leads on to another.
            "content" => match value.split_once("url=") {
                Some((after, to)) => format!("{after}url={}", self.address(to)),
                None => value.to_owned(),
            },
            _ => self.address(value),
        }
    }

    /// An address below the base, from here; any other as it is.
    fn address(&self, written: &str) -> String {
        let below = written.strip_prefix(self.base).filter(|below| !below.starts_with('/'));
        let Some(below) = below else { return written.to_owned() };
        let (path, tail) = below.split_at(below.find(['?', '#']).unwrap_or(below.len()));
        match addresses::file(path) {
            file if file == self.file && tail.starts_with('#') => tail.to_owned(),
            file => format!("{}{file}{tail}", self.up),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lead_from_file_to_file() {
        for (html, expected) in [
            ("<a href=\"/g/\">a</a>", "<a href=\"../../index.html\">a</a>"),
            (
                "<a href=\"/g/b/#c\" title=\"/g/\">",
                "<a href=\"../../b/index.html#c\" title=\"/g/\">",
            ),
            ("<a href=\"/g/x/y/#c\"><a href=\"#d\">", "<a href=\"#c\"><a href=\"#d\">"),
            (
                "<a href=\"//a.b/\"><a href=\"https://a.b/g/\">",
                "<a href=\"//a.b/\"><a href=\"https://a.b/g/\">",
            ),
            ("<a href=\"/other/\">", "<a href=\"/other/\">"),
            (
                "<img srcset=\"/g/a.png 1w, /g/b.png 2w\">",
                "<img srcset=\"../../a.png 1w, ../../b.png 2w\">",
            ),
            (
                "<link rel=\"stylesheet\" href=\"/g/s.css\" integrity=\"sha256-x\">",
                "<link rel=\"stylesheet\" href=\"../../s.css\">",
            ),
            ("<link rel=\"modulepreload\" href=\"/g/s.js\">x", "x"),
            ("<meta content=\"0; url=/g/a/\">", "<meta content=\"0; url=../../a/index.html\">"),
            ("<!-- <a href=\"/g/\"> -->1 < 2", "<!-- <a href=\"/g/\"> -->1 < 2"),
            ("<script>\"<a href='/g/'>\"</script>", "<script>\"<a href='/g/'>\"</script>"),
        ] {
            assert_eq!(page(html, "x/y/index.html", "/g/"), expected);
        }
        assert_eq!(page("<a href=\"/a/\">", "404.html", "/"), "<a href=\"a/index.html\">");
    }
}
