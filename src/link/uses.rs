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
    uses.shrink_to_fit();
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
        let usage = Use {
            of,
            sentence: sentence(document, reference),
            alone: document.is_all_of_its_block(reference),
            heading: reference.heading,
            automatic: reference.automatic,
        };
        if let Resolved::Entry(entry) = &usage.of {
            let shown_with = site.registry.rests_on(*entry).into_iter();
            uses.extend(shown_with.map(|fact| Use { of: Resolved::Entry(fact), ..usage.clone() }));
        }
        uses.push(usage);
    }
}

/// How far a sentence is looked for on either side of its reference, in characters: beyond this it is cut
/// whatever follows.
const REACH: usize = LONGEST + 10;

/// The sentence in which a reference stands.
fn sentence(document: LinkedDocument<'_>, reference: &Reference) -> String {
    let (before, behind) = document.around(reference, REACH);
    let ends = |c: char| ['。', '！', '？', '!', '?', '；'].contains(&c);
    let start = before.char_indices().rev().find(|(_, c)| ends(*c));
    let before = start.map_or(before.as_str(), |(at, c)| &before[at + c.len_utf8()..]);
    let end = behind.char_indices().find(|(_, c)| ends(*c));
    let behind = end.map_or(behind.as_str(), |(at, c)| &behind[..at + c.len_utf8()]);
    shorten(format!("{before}{behind}").trim(), before.len())
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
