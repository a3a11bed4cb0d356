//! Who points here: for every page and every registry entry, its uses by pages.

use crate::model::links::{Resolved, UseId, Uses};
use crate::model::page::PageId;
use crate::model::site::Site;

/// Every page's backlinks and the uses of registry entries, of a site whose pages are linked.
pub(super) fn collect(site: &Site) -> (Vec<Vec<UseId>>, Uses) {
    let mut backlinks = vec![Vec::new(); site.pages.len()];
    let mut uses = Uses::new(|scheme| vec![Vec::new(); site.registry.entries(scheme).len()]);
    for (page, linked) in site.linked.iter().enumerate() {
        for (number, used) in (0..).zip(&linked.uses) {
            let id = UseId { page: PageId::at(page), number };
            match &used.of {
                Resolved::Page(to, _) => backlinks[to.index()].push(id),
                Resolved::Entry(entry) => uses[entry.scheme][entry.index].push(id),
                _ => {}
            }
        }
    }
    (backlinks, uses)
}
