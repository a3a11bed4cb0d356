//! Ids that a page's answer and its text both give out; each knows its own.

use super::at;
use crate::diag::{Diagnostic, Slip};
use crate::model::document::Document;
use crate::model::page::Page;
use std::collections::HashSet;

/// Compares the two.
pub(super) fn check(page: &Page, body: &Document, out: &mut Vec<Diagnostic>) {
    let Some(answer) = page.meta.answer.as_ref().filter(|answer| !answer.ids.is_empty()) else {
        return;
    };
    let headings = body.headings.iter().map(|heading| heading.id.as_str());
    let taken: HashSet<&str> = body.ids.iter().map(String::as_str).chain(headings).collect();
    let Some(span) = answer.span else { return };
    for id in answer.ids.iter().filter(|id| taken.contains(id.as_str())) {
        out.push(at(span, Slip::DuplicateAnchor { id: id.clone(), reserved: false }));
    }
}
