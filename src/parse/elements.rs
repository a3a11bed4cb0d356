//! Which elements of an author's own HTML stand open, as far as it matters for their contents: inside
//! a link, a control, code or a quotation nothing is linked by itself.
//!
//! Reads tags, not documents: what is never closed stays open, as it does in a browser.

/// Elements whose words are left alone.
const CLOSED: [&str; 31] = [
    "a",
    "abbr",
    "audio",
    "blockquote",
    "button",
    "caption",
    "cite",
    "code",
    "del",
    "dfn",
    "dt",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "kbd",
    "label",
    "math",
    "object",
    "option",
    "pre",
    "q",
    "s",
    "samp",
    "script",
    "style",
    "summary",
    "svg",
    "textarea",
];

/// Those among them in which an address is no link either.
const LITERAL: [&str; 13] = [
    "a", "button", "code", "kbd", "math", "option", "pre", "samp", "script", "style", "svg",
    "summary", "textarea",
];

/// What is open so far.
#[derive(Debug, Default)]
pub(super) struct Elements {
    open: usize,
    literal: usize,
}

impl Elements {
    /// Reads the tags of a piece of HTML without comments.
    pub(super) fn read(&mut self, html: &str) {
        for (at, _) in html.match_indices('<') {
            let tag = &html[at + 1..];
            let (closes, tag) = tag.strip_prefix('/').map_or((false, tag), |tag| (true, tag));
            let length = tag.bytes().take_while(u8::is_ascii_alphanumeric).count();
            let name = &tag[..length];
            if !CLOSED.iter().any(|closed| closed.eq_ignore_ascii_case(name)) {
                continue;
            }
            let count = |open: usize| if closes { open.saturating_sub(1) } else { open + 1 };
            self.open = count(self.open);
            if LITERAL.iter().any(|literal| literal.eq_ignore_ascii_case(name)) {
                self.literal = count(self.literal);
            }
        }
    }

    /// Whether an address that stands here stays one.
    pub(super) fn literal(&self) -> bool {
        self.literal > 0
    }

    /// Whether words that stand here are left alone.
    pub(super) fn closed(&self) -> bool {
        self.open > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_and_controls_close_what_they_hold() {
        for (html, closed) in [
            ("<a href=\"x\">", true),
            ("<A\nhref=x>", true),
            ("<a href=x></a>", false),
            ("<button><b>", true),
            ("<div class=\"a\"><abbr>", true),
            ("<div><p><br/>", false),
            ("<article>", false),
            ("</a></a>", false),
            ("1 < a", false),
        ] {
            let mut elements = Elements::default();
            elements.read(html);
            assert_eq!(elements.closed(), closed, "{html}");
        }
    }
}
