//! The texts of pages, linked one by one against what the site knows of names; and again after an edit.
//!
//! A page whose front matter is what it was changes nothing that other pages are linked by but its anchors
//! and what it says of them. So only its own text is linked again, and those that lead to some anchor if its
//! own are others now. Whoever keeps a [`Linking`] keeps it in step with its site; a new front matter, file,
//! setting or entry needs a new one.

use super::auto::{self, Vocabulary};
use super::backlinks;
use super::entries::Registered;
use super::headings::{self, HeadingIds};
use super::names::Names;
use super::resolve::Resolver;
use super::settings;
use super::shares::Shares;
use super::uses;
use crate::base::evenly::Evenly as _;
use crate::base::source::Sources;
use crate::base::suggest::Guesses;
use crate::diag::Diagnostic;
use crate::model::document::{Document, Target};
use crate::model::links::{Linked, Use};
use crate::model::page::PageId;
use crate::model::site::Site;
use rayon::prelude::*;
use std::sync::Arc;

/// What linking a site has found out.
#[derive(Debug)]
pub struct Linking {
    names: Names,
    registered: Registered,
    vocabulary: Option<Vocabulary>,
    heading_ids: Vec<HeadingIds>,
    /// What is wrong with what pages show of themselves, and with registries.
    of_faces: Vec<Diagnostic>,
    /// What is wrong with the texts of each page.
    of_pages: Vec<Vec<Diagnostic>>,
    shares: Shares,
    /// What is wrong with addresses in the settings.
    of_settings: Vec<Diagnostic>,
}

/// A page's text as it is linked, with what is wrong with it, and which suggestions it asked for.
type Text = (Arc<Linked>, Vec<Diagnostic>, Guesses);

impl Linking {
    /// Links the texts of a site that has everything else.
    pub(super) fn of_texts(
        site: &mut Site,
        names: Names,
        registered: Registered,
        sources: &Sources,
        of_faces: Vec<Diagnostic>,
    ) -> Self {
        let heading_ids = headings::name(site, &names, &registered);
        let vocabulary = Vocabulary::new(site);
        let mut linking = Self {
            names,
            registered,
            vocabulary,
            heading_ids,
            of_faces,
            of_pages: vec![Vec::new(); site.pages.len()],
            shares: Shares::default(),
            of_settings: Vec::new(),
        };
        let all: Vec<PageId> = site.iter().map(|(id, _)| id).collect();
        site.linked = linking.texts(site, sources, &all);
        linking.suggest(site, sources);
        let (backlinks, uses) = backlinks::collect(site);
        (site.backlinks, site.uses) = (Arc::new(backlinks), Arc::new(uses));
        linking
    }

    /// Lets go of all that only linking again needs, and keeps what is wrong: for who links once.
    pub fn keep_found(&mut self) {
        self.names = Names::default();
        self.vocabulary = None;
        self.heading_ids = Vec::new();
        self.shares = Shares::default();
    }

    /// Everything that is wrong.
    pub fn found(&self) -> impl Iterator<Item = &Diagnostic> {
        self.of_faces.iter().chain(self.of_pages.iter().flatten()).chain(&self.of_settings)
    }

    /// Links a site again in which nothing has changed but these texts, and says which pages it touched.
    pub fn again(
        &mut self,
        site: &Site,
        edited: Vec<(PageId, Arc<Document>)>,
        sources: &Sources,
    ) -> (Site, Vec<PageId>) {
        let mut site = site.clone();
        let mut touched: Vec<PageId> = edited.iter().map(|(id, _)| *id).collect();
        let mut anchors_changed = false;
        for (id, body) in edited {
            let (n, before) = (id.index(), std::mem::replace(&mut site.bodies[id.index()], body));
            let ids = headings::of_page(&site, &self.names, &self.registered, id);
            let ids = std::mem::replace(&mut self.heading_ids[n], ids);
            anchors_changed |=
                !has_anchors_of(&before, &site.bodies[n]) || ids != self.heading_ids[n];
        }
        if anchors_changed {
            touched.extend(site.iter().map(|(id, _)| id).filter(|id| leads_to_anchors(&site, *id)));
            touched.sort_unstable();
            touched.dedup();
        }
        let mut same_uses = true;
        for (id, linked) in touched.iter().zip(self.texts(&site, sources, &touched)) {
            let before = std::mem::replace(&mut site.linked[id.index()], linked);
            same_uses &= uses_the_same(&before.uses, &site.linked[id.index()].uses);
        }
        self.suggest(&mut site, sources);
        if !same_uses {
            let (backlinks, uses) = backlinks::collect(&site);
            (site.backlinks, site.uses) = (Arc::new(backlinks), Arc::new(uses));
        }
        (site, touched)
    }

    /// Links the texts of these pages, without suggestions.
    fn texts(&mut self, site: &Site, sources: &Sources, pages: &[PageId]) -> Vec<Arc<Linked>> {
        let resolver = self.resolver(site);
        let texts: Vec<Text> =
            pages.par_iter().evenly().map(|id| self.text(site, sources, &resolver, *id)).collect();
        drop(resolver);
        let took = |(id, (linked, found, asked)): (&PageId, Text)| {
            self.of_pages[id.index()] = found;
            self.shares.refused(*id, asked);
            linked
        };
        pages.iter().zip(texts).map(took).collect()
    }

    fn text(&self, site: &Site, sources: &Sources, resolver: &Resolver<'_>, id: PageId) -> Text {
        let (mut found, asked) = (Vec::new(), Guesses::refused());
        let mut linked = resolver.page(id, sources, &asked, &mut found);
        if let Some(vocabulary) = &self.vocabulary {
            auto::link(site, vocabulary, id, sources, &mut linked);
        }
        linked.uses = uses::of(site, id, &linked, &site.links_of(id).sources);
        (Arc::new(linked), found, asked)
    }

    /// Says of what leads nowhere what may have been meant, page by page and then in the settings, whose
    /// addresses are followed here.
    fn suggest(&mut self, site: &mut Site, sources: &Sources) {
        let (mut shares, mut of_pages) =
            (std::mem::take(&mut self.shares), std::mem::take(&mut self.of_pages));
        let (resolver, mut of_settings) = (self.resolver(site), Vec::new());
        let left = shares.settle(|id, guesses| {
            let mut found = Vec::new();
            resolver.page(id, sources, guesses, &mut found);
            of_pages[id.index()] = found;
        });
        let guesses = Guesses::of(left);
        let menus = settings::menus(&site.config, &resolver, &guesses, &mut of_settings);
        let image = settings::image(&site.config, &resolver, &guesses, &mut of_settings);
        drop(resolver);
        (site.menu, site.footer_menu) = menus;
        site.image = image;
        (self.shares, self.of_pages, self.of_settings) = (shares, of_pages, of_settings);
    }

    fn resolver<'a>(&'a self, site: &'a Site) -> Resolver<'a> {
        Resolver::new(site, &self.names, &self.registered, &self.heading_ids)
    }
}

/// Whether two texts have the same anchors for the same words, but for those of headings without an id.
fn has_anchors_of(before: &Document, after: &Document) -> bool {
    let (old, new) = (&before.headings, &after.headings);
    let same = old
        .iter()
        .zip(new)
        .all(|(old, new)| old.id == new.id && before.heading_text(old) == after.heading_text(new));
    let others = |document: &'_ Document| (document.ids.clone(), document.title_ids.clone());
    same && old.len() == new.len() && others(before) == others(after)
}

/// Whether a page's texts lead to a part of some page.
fn leads_to_anchors(site: &Site, id: PageId) -> bool {
    let answer = site.page(id).meta.answer.as_deref();
    let mut documents = answer.into_iter().chain([&*site.bodies[id.index()]]);
    documents.any(|document| {
        let mut references = document.references.iter();
        let leads = |target: &Target| match target {
            Target::Wiki { heading, .. } => heading.is_some(),
            Target::File { anchor, .. } => anchor.is_some(),
            Target::Path(path) => path.contains('#'),
            Target::Anchor(_) | Target::External(_) | Target::Blank(_) | Target::Inert(_) => false,
            Target::Entry { .. } => false,
        };
        references.any(|reference| leads(&reference.target))
            || document.images.iter().any(|image| image.url.contains('#'))
    })
}

/// Whether what uses what is the same, whatever the sentences around it.
fn uses_the_same(before: &[Use], after: &[Use]) -> bool {
    before.iter().map(|used| &used.of).eq(after.iter().map(|used| &used.of))
}
