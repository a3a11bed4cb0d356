//! Who points here: for every page and every registry entry, each use with the sentence around it.

use crate::model::page::{Document, PageId, Reference};
use crate::model::registry::Scheme;
use crate::model::site::{Links, Resolved, Site, Use, Uses};

/// Longest sentence shown, in characters; longer ones are cut around the reference.
const LONGEST: usize = 90;

/// Fills every page's backlinks and returns the uses of registry entries.
pub(super) fn collect(site: &Site, links: &mut [Links]) -> Uses {
    let mut uses = Uses::new(|scheme| vec![Vec::new(); site.registry.entries(scheme).len()]);
    let mut backlinks: Vec<Vec<Use>> = vec![Vec::new(); site.pages.len()];
    for (id, page) in site.iter() {
        let own = &links[id.index()];
        if let Some(answer) = &page.meta.answer {
            document(site, id, answer, &own.answer, &mut backlinks, &mut uses);
        }
        document(site, id, &page.body, &own.body, &mut backlinks, &mut uses);
        for source in &own.sources {
            let named = Use {
                page: id,
                sentence: String::new(),
                alone: false,
                heading: None,
                article: None,
                automatic: false,
            };
            uses[Scheme::Source][*source].push(named);
        }
    }
    for (links, backlinks) in links.iter_mut().zip(backlinks) {
        links.backlinks = backlinks;
    }
    uses
}

fn document(
    site: &Site,
    id: PageId,
    document: &Document,
    resolved: &[Resolved],
    backlinks: &mut [Vec<Use>],
    uses: &mut Uses,
) {
    for (reference, resolved) in document.references.iter().zip(resolved) {
        let (list, article) = match resolved {
            Resolved::Page(to, _) if *to != id => (&mut backlinks[to.index()], None),
            Resolved::Entry(entry) => (&mut uses[entry.scheme][entry.index], entry.article),
            _ => continue,
        };
        list.push(Use {
            page: id,
            sentence: sentence(document, reference),
            alone: stands_alone(site, document, reference, resolved),
            heading: reference.heading,
            article,
            automatic: reference.automatic,
        });
    }
}

/// Whether its block says nothing but the reference.
fn stands_alone(
    site: &Site,
    document: &Document,
    reference: &Reference,
    resolved: &Resolved,
) -> bool {
    let text = document.block_text(reference.block as usize).trim();
    match &reference.words {
        Some(words) => text == words.trim(),
        None => text == site.label(resolved),
    }
}

/// How far a sentence is looked for on either side of its reference, in characters: beyond this it is cut
/// whatever follows. A block may be as long as its file, and hold thousands of references.
const REACH: usize = LONGEST + 10;

/// The sentence in which a reference stands.
fn sentence(document: &Document, reference: &Reference) -> String {
    let Some(block) = document.blocks.get(reference.block as usize) else { return String::new() };
    let text = document.block_text(reference.block as usize);
    let at = (reference.at.saturating_sub(block.start) as usize).min(text.len());
    if !text.is_char_boundary(at) {
        return String::new();
    }
    let ends = |c: &char| ['。', '！', '？', '!', '?', '；'].contains(c);
    let before: usize =
        text[..at].chars().rev().take(REACH).take_while(|c| !ends(c)).map(char::len_utf8).sum();
    let mut after = 0;
    for c in text[at..].chars().take(REACH) {
        after += c.len_utf8();
        if ends(&c) {
            break;
        }
    }
    shorten(text[at - before..at + after].trim(), before)
}

/// Cuts a long sentence around the byte `at`, with an ellipsis where something is missing.
fn shorten(sentence: &str, at: usize) -> String {
    let count = sentence.chars().count();
    if count <= LONGEST {
        return sentence.to_owned();
    }
    let here = sentence.char_indices().take_while(|(i, _)| *i < at).count();
    let from = here.saturating_sub(LONGEST / 2).min(count - LONGEST);
    let middle: String = sentence.chars().skip(from).take(LONGEST).collect();
    let before = if from > 0 { "…" } else { "" };
    let after = if from + LONGEST < count { "…" } else { "" };
    format!("{before}{middle}{after}")
}
