//! Which pages have suggestions for what leads nowhere, on a site that has had its share of them: the first,
//! in the order of pages, whichever was linked first and whatever was edited since.
//!
//! What a page is told depends on the pages before it by nothing but the work that they left. So after an
//! edit a page is asked again only if it has less than it took, or could have more.

use crate::base::suggest::{Guesses, Left, left_of};
use crate::model::page::PageId;
use std::collections::BTreeMap;

/// What the pages took that have something that leads nowhere.
#[derive(Debug, Default)]
pub(super) struct Shares {
    pages: BTreeMap<PageId, Taken>,
}

/// Of each code that a page asked for, what was left before and after.
type Taken = BTreeMap<&'static str, (usize, usize)>;

impl Shares {
    /// A page was linked without suggestions; these are what it asked for.
    pub(super) fn refused(&mut self, page: PageId, asked: Guesses) {
        let taken: Taken = asked.into_left().into_keys().map(|code| (code, (0, 0))).collect();
        if taken.is_empty() {
            self.pages.remove(&page);
        } else {
            self.pages.insert(page, taken);
        }
    }

    /// Has pages linked by `link` until each has the suggestions that are its own; says what is left.
    pub(super) fn settle(&mut self, mut link: impl FnMut(PageId, &Guesses)) -> Left {
        let mut left = Left::new();
        for (page, taken) in &mut self.pages {
            if !taken.iter().all(|(code, took)| would_be_the_same(*took, left_of(&left, code))) {
                let codes: Vec<&'static str> = taken.keys().copied().collect();
                let before = codes.into_iter().map(|code| (code, left_of(&left, code)));
                let before: Left = before.collect();
                let guesses = Guesses::of(before.clone());
                link(*page, &guesses);
                let after = guesses.into_left();
                let took = |(code, before)| (code, (before, left_of(&after, code)));
                *taken = before.into_iter().map(took).collect();
            }
            for (code, (before, after)) in taken {
                let now = left_of(&left, code);
                left.insert(*code, now - (*before - *after));
            }
        }
        left
    }
}

/// Whether a page that had `before` of a code and left `after` would be told the same where it has `now`.
fn would_be_the_same((before, after): (usize, usize), now: usize) -> bool {
    // Whoever has left something had enough.
    now == before || (after > 0 && now > before - after)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names too long to be meant, which are counted and not compared; and a few that are near.
    const LONG: usize = 3_000;
    const NEAR: usize = 26;

    /// A site of pages that each have some dead links, and what they were told.
    struct Site {
        names: Vec<String>,
        dead: Vec<usize>,
        told: Vec<Vec<Option<String>>>,
        shares: Shares,
        linked: usize,
    }

    impl Site {
        fn new(pages: usize, dead: usize) -> Self {
            let near = (0..NEAR).map(|n| format!("g/p{n:04}-usual-name.md"));
            let names = (0..LONG).map(|_| "long".repeat(150)).chain(near).collect();
            let (dead, told) = (vec![dead; pages], vec![Vec::new(); pages]);
            let mut site = Self { names, dead, told, shares: Shares::default(), linked: 0 };
            (0..pages).for_each(|page| site.edit(page, site.dead[page]));
            site.settle();
            site
        }

        /// A page has another number of dead links.
        fn edit(&mut self, page: usize, dead: usize) {
            self.dead[page] = dead;
            let guesses = Guesses::refused();
            self.told[page] = told(&self.names, page, dead, &guesses);
            self.shares.refused(PageId(u32::try_from(page).expect("few")), guesses);
        }

        /// How many pages were linked again.
        fn settle(&mut self) -> usize {
            let mut linked = 0;
            self.shares.settle(|page, guesses| {
                linked += 1;
                let page = page.index();
                self.told[page] = told(&self.names, page, self.dead[page], guesses);
            });
            self.linked += linked;
            linked
        }

        /// What everybody is told if all are linked one after another.
        fn one_after_another(&self) -> Vec<Vec<Option<String>>> {
            let (guesses, dead) = (Guesses::default(), self.dead.iter().enumerate());
            dead.map(|(page, dead)| told(&self.names, page, *dead, &guesses)).collect()
        }
    }

    fn told(names: &[String], page: usize, dead: usize, guesses: &Guesses) -> Vec<Option<String>> {
        let known = || names.iter().map(String::as_str);
        let words = (0..dead).map(|n| format!("g/p{:04}-usualname.md", (page + n) % NEAR));
        words.map(|word| guesses.nearest("dead-link", &word, known())).collect()
    }

    #[test]
    fn the_first_pages_have_them_whatever_was_edited() {
        let mut site = Site::new(60, 3);
        assert_eq!(site.told, site.one_after_another());
        let helped = site.told.iter().flatten().filter(|told| told.is_some()).count();
        assert!((10..120).contains(&helped), "{helped} of 180: some, not all");
        for (page, dead) in [(0, 4), (59, 9), (0, 0), (helped / 3, 7), (1, 40), (1, 2), (0, 3)] {
            site.edit(page, dead);
            site.settle();
            assert_eq!(site.told, site.one_after_another(), "page {page} with {dead}");
        }
    }

    #[test]
    fn an_edit_has_few_pages_linked_again_however_many_have_dead_links() {
        let mut site = Site::new(2_000, 3);
        assert!(site.linked < 100, "{} at first: none for whom nothing is left", site.linked);
        for page in [0, 7, 1_999] {
            for dead in [4, 2, 3] {
                site.edit(page, dead);
                let linked = site.settle();
                assert!(linked <= 3, "{linked} after page {page} has {dead}");
                assert_eq!(site.settle(), 0, "nothing changed since");
            }
        }
    }
}
