//! What the file at an address follows from, without making it: the text of the page that it is of, and all
//! that any page shows of itself to the others.
//!
//! As long as no page's [`Face`] changes, an edit changes no other page, and most edits change none. So the
//! files of a site share one key of all faces and of everything else that a site is made from, and each has
//! the key of its own text beside it.

use super::pictures::Pictures;
use crate::base::cache::Key;
use crate::base::evenly::Evenly as _;
use crate::base::source::Sources;
use crate::model::addresses::{Address, What};
use crate::model::face::Face;
use crate::model::linked::LinkedDocument;
use crate::model::links::Resolved;
use crate::model::page::{PageId, Role};
use crate::model::site::Site;
use rayon::prelude::*;
use std::sync::OnceLock;

/// The keys of a site's files.
pub(super) struct Inputs<'s> {
    site: &'s Site,
    sources: &'s Sources,
    pictures: &'s Pictures,
    shared: Key,
    /// That of `data.json`, once it was asked for.
    data: OnceLock<Key>,
    /// Those of pages, by page.
    pages: Vec<Option<Key>>,
}

impl<'s> Inputs<'s> {
    /// The keys of these files; `None` if not all that they follow from can be put into one.
    pub(super) fn of(site: &'s Site, sources: &'s Sources, pictures: &'s Pictures) -> Option<Self> {
        let face = |number: usize| {
            let id = PageId::at(number);
            Some(Key::of_value("face", &[], &(Face::of(site, id), site.links_of(id)))?.0)
        };
        let faces: Option<Vec<[u8; 32]>> =
            (0..site.pages.len()).into_par_iter().evenly().map(face).collect();
        let faces = faces?.concat();
        let menus = (&site.menu, &site.footer_menu, &site.situations, site.image);
        let contacts = (&site.footer_contacts, &site.crisis_contacts, site.crisis_page);
        let image = site.image.map(|image| pictures.get(image));
        let rest =
            format!("{:?}", (&site.config, site.day, menus, contacts, &site.asset_urls, image));
        let assets = site.assets.par_iter().map(|asset| {
            let there =
                format!("{:?}", asset.on_disk.as_ref().map(|there| (there.size, there.hash)));
            Key::of("asset", &[asset.path.as_bytes(), &asset.bytes, there.as_bytes()]).0
        });
        let assets = assets.collect::<Vec<_>>().concat();
        let mut parts: Vec<&[u8]> = vec![&faces, rest.as_bytes(), &assets];
        let others = sources.files.iter().filter(|file| !file.is_page());
        let others: Vec<[u8; 32]> = others.map(|file| file.key().0).collect();
        parts.extend(others.iter().map(|key| &key[..]));
        let shared = Key::of("site", &parts);
        let (data, pages) = (OnceLock::new(), Vec::new());
        let mut inputs = Self { site, sources, pictures, shared, data, pages };
        let page = |number: usize| inputs.of_page(PageId::at(number));
        inputs.pages = (0..site.pages.len()).into_par_iter().evenly().map(page).collect();
        Some(inputs)
    }

    /// The key of the file at an address, in any edition; `None` for one that follows from all texts.
    pub(super) fn key(&self, address: &Address) -> Option<Key> {
        if address.what == What::Data {
            return Some(*self.data.get_or_init(|| self.data()));
        }
        let Some(page) = self.page_of(address.what) else { return Some(self.shared) };
        self.pages[page.index()]
    }

    /// The key of `data.json`. Faces say which others a page leads to, but not whether it leads to itself.
    fn data(&self) -> Key {
        let itself = |id: PageId| {
            let references =
                LinkedDocument::all(self.site, id).flat_map(LinkedDocument::references);
            let mut written = references.filter(|(reference, _)| !reference.automatic);
            u8::from(written.any(|(_, to)| matches!(to, Resolved::Page(to, _) if *to == id)))
        };
        let itself: Vec<u8> = self.site.iter().map(|(id, _)| itself(id)).collect();
        Key::of("data", &[&self.shared.0, &itself])
    }

    /// The key of all files of a page.
    fn of_page(&self, page: PageId) -> Option<Key> {
        let source = self.sources.get(self.site.page(page).source);
        // What a picture's files are called may be decided by another page that shows the same one.
        let images = LinkedDocument::all(self.site, page).flat_map(LinkedDocument::images);
        let shown = images.map(|(_, asset)| asset.map(|asset| self.pictures.get(asset)));
        let shown = format!("{:?}", shown.collect::<Vec<_>>());
        let parts = [&self.shared.0, &source.key().0, shown.as_bytes()];
        Key::of_value("page", &parts, &*self.site.linked[page.index()])
    }

    /// The page of whose text the file at an address may show more than its face.
    fn page_of(&self, what: What) -> Option<PageId> {
        match what {
            What::Page(id) | What::Twin(id) | What::LetterText(id) => Some(id),
            What::Home => {
                self.site.iter().find(|(_, page)| page.role == Role::Home).map(|(id, _)| id)
            }
            What::Folder { folder, .. } => self.site.folders[folder].section,
            _ => None,
        }
    }
}
