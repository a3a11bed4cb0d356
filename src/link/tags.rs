//! Tags: a controlled list with synonyms where the site has one, free words where it has none.

use crate::base::fold::fold;
use crate::base::source::Spanned;
use crate::base::suggest::Guesses;
use crate::diag::{Diagnostic, Problem};
use crate::model::page::PageId;
use crate::model::site::{Site, SiteTag};
use std::collections::HashMap;

/// The site's tags, and the tags of each page.
pub(super) fn collect(site: &Site, out: &mut Vec<Diagnostic>) -> (Vec<SiteTag>, Vec<Vec<usize>>) {
    let mut tags = listed(site, out);
    let (words, guesses) = (words(&tags, out, site), Guesses::default());
    let mut free: HashMap<String, usize> = HashMap::new();
    let mut page_tags = Vec::with_capacity(site.pages.len());
    for (i, page) in site.pages.iter().enumerate() {
        let mut own: Vec<usize> = Vec::new();
        for tag in &page.meta.tags {
            let index = if site.registry.tags_listed {
                known(tag, &words, &tags, &guesses, out)
            } else {
                Some(*free.entry(fold(&tag.value)).or_insert_with(|| {
                    tags.push(free_tag(&tag.value));
                    tags.len() - 1
                }))
            };
            own.extend(index.filter(|t| !own.contains(t)));
        }
        own.iter().for_each(|t| tags[*t].pages.push(PageId::at(i)));
        page_tags.push(own);
    }
    (tags, page_tags)
}

fn listed(site: &Site, out: &mut Vec<Diagnostic>) -> Vec<SiteTag> {
    let registered = &site.registry.tags;
    let guesses = Guesses::default();
    let mut ids: HashMap<&str, usize> = HashMap::with_capacity(registered.len());
    for (i, tag) in registered.iter().enumerate() {
        ids.entry(tag.id.as_str()).or_insert(i);
    }
    let mut tags: Vec<SiteTag> = Vec::with_capacity(registered.len());
    // Pages name tags in any width and case, so ids that differ in these alone are one.
    let mut folded: HashMap<String, usize> = HashMap::with_capacity(registered.len());
    for (i, tag) in registered.iter().enumerate() {
        let first = *folded.entry(fold(&tag.id)).or_insert(i);
        if first != i {
            let problem = Problem::DuplicateId { id: tag.id.clone() };
            out.push(Diagnostic::at(tag.span, problem).and(registered[first].span));
        }
        let parent = tag.parent.as_ref().and_then(|p| {
            let known = ids.get(p.value.as_str()).copied();
            if known.is_none() {
                let problem = Problem::DanglingId {
                    key: "parent".to_owned(),
                    id: p.value.clone(),
                    nearest: guesses.nearest("dangling-id", &p.value, ids.keys().copied()),
                };
                out.push(Diagnostic::at(p.span, problem));
            }
            known
        });
        tags.push(SiteTag {
            id: tag.id.clone(),
            label: tag.label.clone(),
            slug: tag.id.clone(),
            aka: tag.aka.clone(),
            parent,
            crisis: tag.crisis,
            pages: Vec::new(),
        });
    }
    tags
}

/// Every word for a tag: id, label, synonyms. An id outranks a label, a label a synonym.
fn words(tags: &[SiteTag], out: &mut Vec<Diagnostic>, site: &Site) -> HashMap<String, usize> {
    let mut words: HashMap<String, usize> = HashMap::new();
    for (i, tag) in tags.iter().enumerate() {
        words.entry(fold(&tag.id)).or_insert(i);
    }
    for (i, tag) in tags.iter().enumerate() {
        words.entry(fold(&tag.label)).or_insert(i);
    }
    for (i, tag) in tags.iter().enumerate() {
        for word in &tag.aka {
            let known = *words.entry(fold(word)).or_insert(i);
            // A synonym that is another tag's own label is harmless; two synonyms are a riddle.
            let of_both = known != i && tags[known].aka.contains(word);
            if of_both {
                let problem = Problem::AmbiguousTag {
                    tag: word.clone(),
                    first: tags[known].id.clone(),
                    second: tag.id.clone(),
                };
                out.push(Diagnostic::at(site.registry.tags[i].span, problem));
            }
        }
    }
    words
}

fn known(
    tag: &Spanned<String>,
    words: &HashMap<String, usize>,
    tags: &[SiteTag],
    guesses: &Guesses,
    out: &mut Vec<Diagnostic>,
) -> Option<usize> {
    let found = words.get(&fold(&tag.value)).copied();
    if found.is_none() {
        let known = words.keys().map(String::as_str);
        let near = guesses.nearest("unknown-tag", &tag.value, known);
        // Suggest what the list shows, not the folded synonym that was near.
        let near = near.and_then(|w| words.get(&w)).map(|t| tags[*t].label.clone());
        let problem = Problem::UnknownTag { tag: tag.value.clone(), nearest: near };
        out.push(Diagnostic::at(tag.span, problem));
    }
    found
}

fn free_tag(label: &str) -> SiteTag {
    SiteTag {
        id: label.to_owned(),
        label: label.to_owned(),
        slug: label.replace(|c: char| c.is_whitespace() || "/\\?#%:.".contains(c), "-"),
        aka: Vec::new(),
        parent: None,
        crisis: false,
        pages: Vec::new(),
    }
}
