//! Headings that skip a level, and images without words.

use super::at;
use crate::diagnostic::{Diagnostic, Finding};
use crate::page::Page;

/// Applies both rules to a page's body.
pub(super) fn check(page: &Page, out: &mut Vec<Diagnostic>) {
    for image in page.body.images.iter().filter(|i| i.alt.trim().is_empty()) {
        out.push(at(image.span, Finding::MissingAlt));
    }
    // The title is the heading of level one.
    let mut from = 1;
    for heading in &page.body.headings {
        if heading.level > from + 1 {
            out.push(at(heading.span, Finding::HeadingJump { from, to: heading.level }));
        }
        from = heading.level;
    }
}
