//! What can be written where the cursor is: names of pages and entries in references, keys and values in
//! YAML.

mod items;
mod links;
mod yaml;

use super::cursor::{self, Link, Place};
use super::keys;
use super::workspace::Workspace;
use crate::commands::scaffold;
use crate::model::kind::PLAIN;
use gen_lsp_types::CompletionList;
use items::Items;
use std::ops::Range;

/// What can be written at a byte of a text, which is that of the file at `path`.
/// `snippets`: whether the editor takes texts in which the cursor has a place.
pub(super) fn at(
    workspace: &Workspace,
    path: &str,
    text: &str,
    offset: usize,
    snippets: bool,
) -> CompletionList {
    let mut items = Items::new(workspace, text, offset);
    if path.ends_with(".md") && !text.trim().contains('\n') && !text.starts_with("---") {
        start(&mut items, path, text[..offset].trim_start(), snippets);
    }
    let line_start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    let link = || cursor::link(&text[line_start..offset]);
    match keys::yaml_range(path, text).filter(|yaml| yaml.contains(&offset) || yaml.end == offset) {
        Some(Range { start, .. }) => {
            let place: Place<'_> = cursor::yaml(&text[start..offset]);
            let in_answer = path.ends_with(".md") && place.path.last() == Some(&"answer");
            match link().filter(|_| in_answer) {
                Some(link) => links::offer(&mut items, path, link),
                None => yaml::offer(&mut items, path, &text[start..offset], &place),
            }
        }
        None if path.ends_with(".md") => {
            let link: Option<Link<'_>> = link();
            link.into_iter().for_each(|link| links::offer(&mut items, path, link));
        }
        None => {}
    }
    items.finish()
}

/// Offers the beginning of a guide for a file that has nothing in it yet.
fn start(items: &mut Items<'_>, path: &str, typed: &str, snippets: bool) {
    let kind = keys::kind(items.workspace, path).filter(|kind| kind.id != PLAIN);
    let Some(kind) = kind else { return };
    items.begin(typed);
    let (title, escaped) = ('\u{E000}', |c: char| matches!(c, '$' | '}' | '\\'));
    let mut text = String::new();
    for c in scaffold::guide_text(kind, &title.to_string()).chars() {
        match c {
            c if c == title && snippets => text.push_str("$1"),
            c if c == title => {}
            c if snippets && escaped(c) => text.extend(['\\', c]),
            c => text.push(c),
        }
    }
    if snippets {
        text.push_str("$0");
    }
    items.add_text(&kind.id, &kind.label, &text, snippets);
}
