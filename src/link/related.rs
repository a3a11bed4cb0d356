//! Which guides belong together: those that share tags, weighted by how rare each tag is.

use crate::model::links::Links;
use crate::model::page::{PageId, Role};
use crate::model::site::Site;
use rayon::prelude::*;

/// How many related guides a page shows.
const SHOWN: usize = 3;

/// How many guides are weighed for one page. Candidates come from its rarest tags first, so what is
/// left out shares only common ones; this is what keeps ten thousand guides from being quadratic.
const CANDIDATES: usize = 400;

/// In so many shares all pages are weighed.
const SHARES: usize = 16;

/// Adds computed guides for the pages whose author chose none.
pub(super) fn collect(site: &Site, links: &mut [Links]) {
    let weights = weights(site);
    let spreads = spreads(site, links);
    let computed: Vec<Option<Vec<PageId>>> = links
        .par_iter()
        // Each share has scores for all pages.
        .with_max_len(links.len().div_ceil(SHARES).max(1))
        .enumerate()
        .map_init(
            || Scores::new(site.pages.len()),
            |scores, (i, own)| {
                let page = &site.pages[i];
                let wanted = page.meta.related.is_none() && page.role == Role::Guide;
                wanted.then(|| {
                    scores.weigh(site, &weights, PageId::at(i), own);
                    scores.best(&spreads, own)
                })
            },
        )
        .collect();
    for (links, computed) in links.iter_mut().zip(computed) {
        computed.into_iter().for_each(|pages| links.related = pages);
    }
}

/// The weight of each tag: the logarithm of how many guides there are for one that has it. A tag on
/// every guide weighs nothing.
fn weights(site: &Site) -> Vec<f32> {
    let guides = site.guides().count().max(1) as f32;
    site.tags.iter().map(|tag| (guides / tag.pages.len().max(1) as f32).ln().max(0.0)).collect()
}

/// Of each guide the root of how many tags it has, which its scores are divided by: of two that share the same
/// tags, the one with fewer others is nearer. Nothing of other pages.
fn spreads(site: &Site, links: &[Links]) -> Vec<Option<f32>> {
    let spread = |links: &Links| (links.tags.len().max(1) as f32).sqrt();
    let pages = site.pages.iter().zip(links);
    pages.map(|(page, links)| (page.role == Role::Guide).then(|| spread(links))).collect()
}

/// The scores of all pages for one page: dense, because it is filled ten thousand times over.
struct Scores {
    /// By page; zero for pages that share nothing.
    of: Vec<f32>,
    /// The pages whose score is not zero.
    touched: Vec<PageId>,
}

impl Scores {
    fn new(pages: usize) -> Self {
        Self { of: vec![0.0; pages], touched: Vec::with_capacity(CANDIDATES) }
    }

    /// Adds up the shared tags' weights, the rarest tags first.
    fn weigh(&mut self, site: &Site, weights: &[f32], page: PageId, own: &Links) {
        let mut tags = own.tags.clone();
        tags.sort_by(|a, b| weights[*b].total_cmp(&weights[*a]).then(a.cmp(b)));
        for tag in tags.into_iter().filter(|t| weights[*t] > 0.0) {
            let pages = &site.tags[tag].pages;
            // Neighbours first, so that a cut among many takes those that stand near.
            let here = pages.partition_point(|p| *p < page);
            let from = here.saturating_sub(CANDIDATES / 2);
            for other in pages[from..].iter().take(CANDIDATES).filter(|p| **p != page) {
                let score = &mut self.of[other.index()];
                if *score == 0.0 {
                    if self.touched.len() == CANDIDATES {
                        continue;
                    }
                    self.touched.push(*other);
                }
                *score += weights[tag];
            }
        }
    }

    /// The guides with the best scores, of equals the first; leaves everything at zero for the next page.
    fn best(&mut self, spreads: &[Option<f32>], own: &Links) -> Vec<PageId> {
        let mut best: Vec<(PageId, f32)> = Vec::with_capacity(SHOWN + 1);
        for page in self.touched.drain(..) {
            let score = std::mem::take(&mut self.of[page.index()]);
            let Some(spread) = spreads[page.index()] else { continue };
            let score = score / spread;
            let is_better = |(other, than): &(PageId, f32)| {
                than.total_cmp(&score).then(page.cmp(other)).is_lt()
            };
            // Most are not.
            if best.len() == SHOWN && !best.last().is_some_and(is_better)
                || own.next.contains(&page)
            {
                continue;
            }
            let place = best.iter().position(is_better).unwrap_or(best.len());
            best.insert(place, (page, score));
            best.truncate(SHOWN);
        }
        best.into_iter().map(|(page, _)| page).collect()
    }
}
