//! The registry of tags: every tag and category of the old pages once, with an id for its address.

use super::value::{list, scalar};
use crate::commands::scaffold::file_stem;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use unicode_normalization::UnicodeNormalization;

/// Tags by what tells one from another.
#[derive(Debug, Default)]
pub(super) struct Tags {
    by_key: BTreeMap<String, Tag>,
}

#[derive(Debug)]
struct Tag {
    label: String,
    /// Other spellings.
    aka: Vec<String>,
}

impl Tags {
    /// Adds a tag as a page spells it.
    pub(super) fn add(&mut self, written: &str) {
        let tag = self
            .by_key
            .entry(key(written))
            .or_insert_with(|| Tag { label: written.to_owned(), aka: Vec::new() });
        if tag.label != written && !tag.aka.iter().any(|aka| aka == written) {
            tag.aka.push(written.to_owned());
        }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.by_key.len()
    }

    /// What pages call it.
    pub(super) fn label(&self, written: &str) -> String {
        self.by_key.get(&key(written)).map_or_else(|| written.to_owned(), |tag| tag.label.clone())
    }

    /// `content/data/tags.yaml`.
    pub(super) fn written(&self) -> String {
        let mut out = String::new();
        let mut taken: HashMap<String, usize> = HashMap::new();
        for tag in self.by_key.values() {
            let id = match file_stem(&tag.label) {
                stem if stem == "guide" => "tag".to_owned(),
                stem => stem,
            };
            let number = taken.entry(id.clone()).or_default();
            *number += 1;
            let id = if *number == 1 { id } else { format!("{id}-{number}") };
            let aka = tag.aka.iter().filter(|aka| key(aka) != tag.label);
            let aka: Vec<String> = aka.map(|aka| scalar(aka)).collect();
            let aka = if aka.is_empty() {
                String::new()
            } else {
                format!(", aka: {}", list(aka.into_iter()))
            };
            let _ = writeln!(out, "- {{id: {}, label: {}{aka}}}", scalar(&id), scalar(&tag.label));
        }
        out
    }
}

/// Tags that differ in case, width or spaces only are one.
fn key(tag: &str) -> String {
    tag.nfkc()
        .flat_map(char::to_lowercase)
        .filter(|c| !c.is_whitespace() && *c != '-' && *c != '_')
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tag_stands_once() {
        let mut tags = Tags::default();
        ["征信", "Vim", "vim", "C++", "C#", "？"].iter().for_each(|tag| tags.add(tag));
        assert_eq!(tags.label("VIM"), "Vim");
        assert_eq!(
            tags.written(),
            "- {id: tag, label: \"？\"}\n- {id: c, label: \"C#\"}\n- {id: c-2, label: C++}\n\
             - {id: vim, label: Vim, aka: [vim]}\n- {id: zheng-xin, label: 征信}\n"
        );
    }
}
