//! Completes the plain text of documents with the labels of bare references, so that search and
//! backlinks read what a reader reads.

use crate::model::page::Document;
use crate::model::site::{Links, Resolved, Site};

/// Fills the gaps in every document's text.
pub(super) fn fill(site: &mut Site, links: &[Links]) {
    let mut filled = Vec::with_capacity(site.pages.len());
    for (page, links) in site.pages.iter().zip(links) {
        let answer = page.meta.answer.as_ref().and_then(|a| complete(site, a, &links.answer));
        let body = complete(site, &page.body, &links.body);
        filled.push((answer, body));
    }
    for (page, (answer, body)) in site.pages.iter_mut().zip(filled) {
        if let (Some(document), Some(text)) = (&mut page.meta.answer, answer) {
            replace(document, text);
        }
        if let Some(text) = body {
            replace(&mut page.body, text);
        }
    }
}

/// A document's text with its gaps filled, and where each of them was: old offset, bytes put in.
type Filled = (String, Vec<(u32, u32)>);

fn complete(site: &Site, document: &Document, resolved: &[Resolved]) -> Option<Filled> {
    if document.text_holes.is_empty() {
        return None;
    }
    let mut text = String::with_capacity(document.text.len() + document.text_holes.len() * 12);
    let mut shifts = Vec::with_capacity(document.text_holes.len());
    let mut from = 0;
    for &(at, reference) in &document.text_holes {
        text.push_str(&document.text[from..at as usize]);
        from = at as usize;
        let label = site.label(&resolved[reference as usize]);
        text.push_str(&label);
        shifts.push((at, u32::try_from(label.len()).unwrap_or(0)));
    }
    text.push_str(&document.text[from..]);
    Some((text, shifts))
}

/// Puts the new text in and moves every offset into it.
fn replace(document: &mut Document, (text, shifts): Filled) {
    let mut total = 0;
    let sums: Vec<(u32, u32)> = shifts
        .iter()
        .map(|&(at, length)| {
            total += length;
            (at, total)
        })
        .collect();
    // What was put in at an offset lies behind that offset's start, and before its end.
    let moved = |offset: u32, inclusive: bool| {
        let n = sums.partition_point(|&(at, _)| at < offset || (inclusive && at == offset));
        offset + n.checked_sub(1).map_or(0, |i| sums[i].1)
    };
    for block in &mut document.blocks {
        (block.start, block.end) = (moved(block.start, false), moved(block.end, true));
    }
    for reference in &mut document.references {
        reference.at = moved(reference.at, false);
    }
    document.text = text;
    document.text_holes.clear();
}
