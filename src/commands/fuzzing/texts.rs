//! One file by itself: YAML, front matter, Markdown.

use super::site::held;
use crate::base::source::{Source, Sources};
use crate::model::config::Config;
use crate::model::document::Document;
use crate::parse;
use crate::yaml::{self, Node, Value};
use std::collections::HashSet;
use std::str;

/// Any YAML: every node lies in the file, and in the node around it.
pub(super) fn yaml(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let sources = file("content/data/facts.yaml", text);
    let source = &sources.files[0];
    let mut out = Vec::new();
    if let Some(root) = yaml::parse(source, 0..source.text.len(), &mut out) {
        inside(&root, source);
    }
    held(&sources, &out);
}

fn inside(node: &Node, source: &Source) {
    let range = node.span.range();
    assert!(source.text.get(range.clone()).is_some(), "{range:?} is no part of the file");
    let within = |inner: &Node| {
        let inner_range = inner.span.range();
        // An alias stands where it is named, what it repeats elsewhere.
        let repeats = source.text[range.clone()].contains(['*', '<']);
        assert!(
            repeats || (range.start <= inner_range.start && inner_range.end <= range.end),
            "{inner_range:?} lies outside of {range:?}"
        );
        inside(inner, source);
    };
    match &node.value {
        Value::List(items) => items.iter().for_each(within),
        Value::Map(entries) => {
            for entry in entries {
                let key = entry.key_span.range();
                assert!(source.text.get(key.clone()).is_some(), "{key:?} is no part of the file");
                within(&entry.node);
            }
        }
        _ => {}
    }
}

/// Any page as a file, its front matter above all.
pub(super) fn front_matter(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    page(text, false);
    page(text, true);
}

/// Any Markdown below a front matter that is right; what is a stranger's runs nothing.
pub(super) fn markdown(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    page(&format!("---\ntitle: 甲\n---\n\n{text}"), false);
    let strangers = page(&format!("---\ntitle: 甲\n---\n\n{text}"), true);
    let markup = strangers.markup().to_ascii_lowercase();
    assert!(!markup.contains("<script"), "a stranger's script");
}

fn page(text: &str, untrusted: bool) -> Document {
    let sources = file("content/methods/calls.md", text);
    let source = &sources.files[0];
    let config = Config::default();
    let (page, document, out) = parse::page(source, &config, untrusted);
    let again = parse::page(source, &config, untrusted);
    assert_eq!(format!("{page:?}"), format!("{:?}", again.0), "read differently a second time");
    assert_eq!(document, again.1, "read differently a second time");
    let mut ids = HashSet::new();
    for heading in &document.headings {
        let range = heading.span.range();
        assert!(source.text.get(range.clone()).is_some(), "heading {range:?} is not in the file");
        assert!(heading.id.is_empty() || ids.insert(&heading.id), "id {} twice", heading.id);
    }
    let mut from = 0;
    for hole in &document.shown.holes {
        assert!(document.markup().get(from..hole.at.get()).is_some(), "a hole out of place");
        from = hole.at.get();
    }
    held(&sources, &out);
    document
}

/// A site of one file.
fn file(path: &str, text: &str) -> Sources {
    let mut sources = Sources::default();
    sources.add(path, text);
    sources
}
