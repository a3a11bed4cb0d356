//! Tags that are probably one: 电话催收 and 催收电话, 爆通讯录 and 爆通訊錄.

use super::at;
use crate::base::fold::{fold, fold_script};
use crate::base::source::Span;
use crate::diag::{Diagnostic, Editorial};
use crate::model::site::Site;
use std::collections::HashMap;

/// Reports every tag whose characters are those of an earlier one.
pub(super) fn check(site: &Site, out: &mut Vec<Diagnostic>) {
    let places = places(site);
    let mut seen: HashMap<Vec<char>, (&str, Option<Span>)> = HashMap::new();
    for (i, tag) in site.tags.iter().enumerate() {
        let place = places.get(&i).copied();
        let key = key(&tag.label);
        match seen.get(&key) {
            Some((other, first)) => {
                let Some(place) = place else { continue };
                let finding =
                    Editorial::NearTag { tag: tag.label.clone(), other: (*other).to_owned() };
                let found = at(place, finding);
                out.push(match first {
                    Some(first) => found.and(*first),
                    None => found,
                });
            }
            None => {
                seen.insert(key, (&tag.label, place));
            }
        }
    }
}

/// The characters that carry the meaning, in no order.
fn key(label: &str) -> Vec<char> {
    let mut chars: Vec<char> =
        fold_script(label).chars().filter(|c| c.is_alphanumeric() && *c != '的').collect();
    chars.sort_unstable();
    chars
}

/// Where each tag is listed or, where there is no list, first used.
fn places(site: &Site) -> HashMap<usize, Span> {
    let mut places = HashMap::new();
    for (i, tag) in site.tags.iter().enumerate() {
        let listed = site.registry.tags.iter().find(|t| t.id == tag.id).map(|t| t.span);
        let used = || {
            let first = tag.pages.first().map(|p| site.page(*p))?;
            let spanned = first.meta.tags.iter().find(|t| fold(&t.value) == fold(&tag.label));
            spanned.map(|t| t.span)
        };
        if let Some(span) = listed.or_else(used) {
            places.insert(i, span);
        }
    }
    places
}
