//! What one page uses of the rest of the site: every reference to a page or an entry, with the sentence
//! around it.

use crate::model::document::Reference;
use crate::model::linked::LinkedDocument;
use crate::model::links::{Linked, Resolved, Use};
use crate::model::page::PageId;
use crate::model::registry::{EntryId, Scheme};
use crate::model::site::Site;

/// Longest sentence shown, in characters; longer ones are cut around the reference.
const LONGEST: usize = 90;

/// The uses of a page's answer, its body and its list of sources, in this order.
pub(super) fn of(site: &Site, id: PageId, linked: &Linked, sources: &[usize]) -> Vec<Use> {
    let mut uses = Vec::new();
    if let Some(answer) = &site.page(id).meta.answer {
        in_document(site, id, LinkedDocument::new(site, answer, &linked.answer), &mut uses);
    }
    let body = &site.bodies[id.index()];
    in_document(site, id, LinkedDocument::new(site, body, &linked.body), &mut uses);
    uses.extend(sources.iter().map(|source| Use {
        of: Resolved::Entry(EntryId::new(Scheme::Source, *source)),
        sentence: String::new(),
        alone: false,
        heading: None,
        automatic: false,
    }));
    uses
}

fn in_document(site: &Site, id: PageId, document: LinkedDocument<'_>, uses: &mut Vec<Use>) {
    for (reference, resolved) in document.references() {
        let of = match resolved {
            // That another page leads to one of its headings is nothing to it.
            Resolved::Page(to, _) if *to != id => Resolved::Page(*to, None),
            Resolved::Entry(entry) => Resolved::Entry(*entry),
            _ => continue,
        };
        uses.push(Use {
            of,
            sentence: sentence(document, reference),
            alone: stands_alone(site, document, reference, resolved),
            heading: reference.heading,
            automatic: reference.automatic,
        });
    }
}

/// Whether its block says nothing but the reference.
fn stands_alone(
    site: &Site,
    document: LinkedDocument<'_>,
    reference: &Reference,
    resolved: &Resolved,
) -> bool {
    let text = document.block_text(reference.block as usize);
    match &reference.words {
        Some(words) => text.trim() == words.trim(),
        None => text.trim() == site.label(resolved),
    }
}

/// How far a sentence is looked for on either side of its reference, in characters: beyond this it is cut
/// whatever follows. A block may be as long as its file, and hold thousands of references.
const REACH: usize = LONGEST + 10;

/// The sentence in which a reference stands.
fn sentence(document: LinkedDocument<'_>, reference: &Reference) -> String {
    let text = document.block_text(reference.block as usize);
    let at = document.offset_in_block(reference).min(text.len());
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
