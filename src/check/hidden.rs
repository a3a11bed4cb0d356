//! Names that are not what they seem: characters that nobody sees or that turn the text around, and ids that
//! differ only by letters that look alike.

use super::at;
use crate::base::chars::{is_turning, is_unseen, may_be_unseen};
use crate::base::source::Source;
use crate::diag::{Diagnostic, Problem, Slip};
use crate::model::page::PageId;
use crate::model::site::Site;
use std::collections::HashMap;
use std::ops::Range;
use unicode_security::confusable_detection::skeleton;

/// Finds them in a file, which may be a page.
pub(super) fn check(site: &Site, source: &Source, page: Option<PageId>, out: &mut Vec<Diagnostic>) {
    named(source, out);
    let Some(id) = page else { return written(source, |_| source.is_yaml(), out) };
    let (page, body) = (site.page(id), &site.bodies[id.index()]);
    let headings = body.headings.iter().map(|heading| heading.span.range());
    let mut names: Vec<Range<usize>> = page.yaml.clone().into_iter().chain(headings).collect();
    names.sort_unstable_by_key(|names| names.start);
    let is_name = |place: usize| {
        let before = names.partition_point(|names| names.start <= place);
        before.checked_sub(1).is_some_and(|last| names[last].contains(&place))
    };
    written(source, is_name, out);
}

/// Finds them in the names of files that are copied, and ids that look alike.
pub(super) fn check_names(site: &Site, out: &mut Vec<Diagnostic>) {
    for asset in site.assets.iter() {
        if let Some(c) = asset.path.chars().find(|c| is_turning(*c) || is_unseen(*c)) {
            let finding = finding(c).into();
            out.push(Diagnostic::in_file(&asset.path, Problem::Rule { finding }));
        }
    }
    alike(site, out);
}

fn finding(c: char) -> Slip {
    Slip::HiddenCharacter { code: u32::from(c), turns: is_turning(c) }
}

/// In a file's name.
fn named(source: &Source, out: &mut Vec<Diagnostic>) {
    if let Some(c) = source.path.chars().find(|c| is_turning(*c) || is_unseen(*c)) {
        out.push(at(source.span(0..0), finding(c)));
    }
}

/// In a file's text; what is not seen only where `is_name` says that names are. Of several in a row the first.
fn written(source: &Source, is_name: impl Fn(usize) -> bool, out: &mut Vec<Diagnostic>) {
    if !may_be_unseen(&source.text) {
        return;
    }
    let (mut before, mut end) = (' ', usize::MAX);
    for (i, c) in source.text.char_indices() {
        let hidden = is_turning(c) || is_unseen(c) && !joins(before, c) && is_name(i);
        if hidden && end != i {
            out.push(at(source.span(i..i + c.len_utf8()), finding(c)));
        }
        if hidden {
            end = i + c.len_utf8();
        }
        before = c;
    }
}

/// Whether it is part of a picture: families and flags are put together with characters that are not seen.
fn joins(before: char, c: char) -> bool {
    let picture =
        matches!(before, '\u{2190}'..='\u{2BFF}' | '\u{FE0F}' | '\u{1F000}'..='\u{1FAFF}');
    let tag = matches!(c, '\u{E0020}'..='\u{E007F}');
    c == '\u{200D}' && picture || tag && (picture || matches!(before, '\u{E0020}'..='\u{E007F}'))
}

/// Ids of two pages that look the same. Letters of one alphabet that are alike, such as `l` and `1`, are
/// nobody's deceit.
fn alike(site: &Site, out: &mut Vec<Diagnostic>) {
    let mut seen: HashMap<String, PageId> = HashMap::new();
    for (id, page) in site.iter() {
        let own = page.meta.id.as_str();
        let other = *seen.entry(skeleton(own).collect()).or_insert(id);
        let first = site.page(other);
        let differ = first.meta.id != own && !(own.is_ascii() && first.meta.id.is_ascii());
        if differ {
            let (id, other) = (own.to_owned(), first.meta.id.clone());
            let place = page.meta.id_span.unwrap_or(page.head());
            let found = at(place, Slip::AlikeId { id, other });
            out.push(found.and(first.meta.id_span.unwrap_or(first.head())));
        }
    }
}
