//! Headings that skip a level, and images without words.

use super::at;
use crate::base::offset::FileOffset;
use crate::base::source::Source;
use crate::diag::{Diagnostic, Wording};
use crate::model::document::Document;
use std::ops::Range;

/// Applies both rules to a page's body.
pub(super) fn check(body: &Document, source: &Source, out: &mut Vec<Diagnostic>) {
    for image in body.images.iter().filter(|i| i.alt.trim().is_empty()) {
        out.push(at(image.span, Wording::MissingAlt));
    }
    for run in body.raw_runs() {
        let range = run.range();
        let html = source.text.get(range).unwrap_or_default();
        for place in wordless_images(html) {
            let start = run.start.get() + place.start;
            let span = source.span(start..start + place.len());
            let seen = |unseen: &Range<FileOffset>| !unseen.contains(&span.start);
            if body.unseen.iter().all(seen) {
                out.push(at(span, Wording::MissingAlt));
            }
        }
    }
    // The title is the heading of level one.
    let mut from = 1;
    for heading in &body.headings {
        if heading.level > from + 1 {
            out.push(at(heading.span, Wording::HeadingJump { from, to: heading.level }));
        }
        from = heading.level;
    }
}

/// Tags `<img …>` that say nothing about their text; an empty one says that there is nothing to tell.
fn wordless_images(html: &str) -> Vec<Range<usize>> {
    let mut images = Vec::new();
    let mut at = 0;
    while let Some(start) = html[at..].find('<').map(|i| at + i) {
        at = html[start..].find('>').map_or(html.len(), |i| start + i + 1);
        let tag = html[start..at].to_ascii_lowercase();
        if tag.starts_with("<img") && !tag.contains("alt=") {
            images.push(start..at);
        }
    }
    images
}
