//! Comments: the author's own, cut out of the page and of everything made from the text.

use super::{Builder, Spot};
use crate::base::source::Source;
use pulldown_cmark::{CowStr, Event};
use std::ops::Range;

/// Where comments are in the file. All events are asked, as some never reach the builder.
pub(super) fn comments(events: &[Spot<'_>], source: &Source) -> Vec<Range<usize>> {
    let mut comments = Vec::new();
    let mut open: Option<usize> = None;
    for (event, range) in events {
        let (Event::Html(_) | Event::InlineHtml(_)) = event else { continue };
        let html = source.text.get(range.clone()).unwrap_or_default();
        let mut at = 0;
        while let Some(found) = html[at..].find(if open.is_some() { "-->" } else { "<!--" }) {
            at += found;
            match open.take() {
                Some(start) => {
                    at += "-->".len();
                    comments.push(start..(range.start + at).min(range.end));
                }
                None => {
                    open = Some(range.start + at);
                    // `<!-->` and `<!--->` are whole comments.
                    at += "<!--".len() - usize::from(is_short_comment(&html[at..])) * 2;
                }
            }
        }
        if let Some(start) = open.as_mut() {
            comments.push(*start..range.end);
            *start = range.end;
        }
    }
    comments
}

fn is_short_comment(html: &str) -> bool {
    html.starts_with("<!-->") || html.starts_with("<!--->")
}

impl<'e> Builder<'e> {
    /// Raw HTML without comments: they are the author's own.
    pub(super) fn raw_html(&mut self, text: &CowStr<'e>) -> CowStr<'e> {
        if !self.in_comment && !text.contains("<!--") {
            return text.clone();
        }
        let mut kept = String::new();
        let mut rest = &**text;
        loop {
            if self.in_comment {
                let Some(end) = rest.find("-->") else { break };
                rest = &rest[end + 3..];
                self.in_comment = false;
            }
            match rest.find("<!--") {
                Some(start) => {
                    kept.push_str(&rest[..start]);
                    // `<!-->` and `<!--->` are whole comments.
                    let short = ["<!-->", "<!--->"].iter().find(|s| rest[start..].starts_with(**s));
                    rest = &rest[start + short.map_or(4, |s| s.len())..];
                    self.in_comment = short.is_none();
                }
                None => {
                    kept.push_str(rest);
                    break;
                }
            }
        }
        kept.into()
    }
}
