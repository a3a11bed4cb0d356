//! The parts of a site that a bundle may be made of, as they are asked for: a situation of the home page,
//! a kind, a tag, a page.

use crate::base::lang::Lang;
use crate::base::suggest::nearest;
use crate::model::addresses::What;
use crate::model::links::Resolved;
use crate::model::page::{Page, PageId, Role};
use crate::model::site::Site;
use std::collections::HashSet;

/// A part of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A situation of the home page, by its number: its guide, and what that leads to.
    Situation(usize),
    /// All guides of a kind, by its index.
    Kind(usize),
    /// All pages with a tag, by its index.
    Tag(usize),
    /// One page.
    Page(PageId),
}

/// Why no part is called so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unknown {
    /// Nothing is; the nearest that something is called.
    Nothing(Option<String>),
    /// Several things are; each as it must be asked for.
    Several(Vec<String>),
}

/// What a word asks for: `situation:x`, `kind:x`, `tag:x`, `page:x`, or `x` where one thing is called so, a
/// situation before all else. Situations go by their words or by the id of their guide, all else by id or by
/// what readers see.
pub fn find(site: &Site, word: &str) -> Result<Part, Unknown> {
    let word = word.trim();
    let (scheme, name) = match word.split_once(':') {
        Some((scheme, name)) if SCHEMES.contains(&scheme) => (Some(scheme), name.trim()),
        _ => (None, word),
    };
    let named = called(site);
    let found: Vec<&Named> = named
        .iter()
        .filter(|one| scheme.map_or(one.scheme != SITUATION || one.plain, |s| one.scheme == s))
        .filter(|one| one.name == name)
        .collect();
    let mut parts: Vec<Part> = Vec::new();
    // What the home page says is what a volunteer has read.
    let situation = found.iter().find(|one| one.scheme == SITUATION).map(|one| one.part);
    for one in found.iter().filter(|one| situation.is_none_or(|part| one.part == part)) {
        if !parts.contains(&one.part) {
            parts.push(one.part);
        }
    }
    match parts.as_slice() {
        [one] => Ok(*one),
        [] => {
            let known = named.iter().filter(|one| scheme.is_none_or(|s| one.scheme == s));
            let near = nearest(name, known.map(|one| one.name.as_str()));
            Err(Unknown::Nothing(near.map(|near| match scheme {
                Some(scheme) => format!("{scheme}:{near}"),
                None => near,
            })))
        }
        _ => {
            let mut asked: Vec<String> = found.iter().map(|one| one.asked(site)).collect();
            asked.sort_unstable();
            asked.dedup();
            Err(Unknown::Several(asked))
        }
    }
}

impl Unknown {
    /// What to tell whoever asked for it.
    pub fn sentence(&self, word: &str, lang: Lang) -> String {
        match (self, lang) {
            (Self::Nothing(Some(near)), Lang::En) => {
                format!(
                    "no situation, kind, tag or page is called `{word}`; did you mean `{near}`?"
                )
            }
            (Self::Nothing(Some(near)), Lang::Zh) => {
                format!("没有叫 `{word}` 的处境、类型、标签或页面；是不是 `{near}`？")
            }
            (Self::Nothing(None), Lang::En) => {
                format!("no situation, kind, tag or page is called `{word}`")
            }
            (Self::Nothing(None), Lang::Zh) => {
                format!("没有叫 `{word}` 的处境、类型、标签或页面")
            }
            (Self::Several(asked), Lang::En) => {
                format!("several things are called `{word}`; ask for {}", asked.join(" or "))
            }
            (Self::Several(asked), Lang::Zh) => {
                format!("叫 `{word}` 的不止一个；请写明 {}", asked.join(" 或 "))
            }
        }
    }
}

/// What stands at the addresses that these parts consist of.
pub(super) fn addresses(site: &Site, parts: &[Part]) -> HashSet<What> {
    let mut wanted = HashSet::new();
    for part in parts {
        match *part {
            Part::Situation(number) => {
                let guide = site.situations[number].1;
                wanted.extend(around(site, guide).into_iter().map(What::Page));
            }
            Part::Kind(kind) => {
                let of_kind = |page: &Page| page.kind == kind && page.role == Role::Guide;
                let pages = site.iter().filter(|(_, page)| of_kind(page));
                wanted.extend(pages.map(|(id, _)| What::Page(id)));
                wanted.extend(lists(site, |what| {
                    matches!(what, What::Folder { folder, .. } if site.folders[folder].kind == Some(kind))
                }));
            }
            Part::Tag(tag) => {
                wanted.extend(site.tags[tag].pages.iter().map(|id| What::Page(*id)));
                wanted.extend(lists(
                    site,
                    |what| matches!(what, What::Tag { tag: of, .. } if of == tag),
                ));
            }
            Part::Page(id) => {
                wanted.insert(What::Page(id));
            }
        }
    }
    wanted
}

/// A guide and those that it names: its next steps, and guides by a relation.
fn around(site: &Site, id: PageId) -> Vec<PageId> {
    let links = site.links_of(id);
    let related = links.relations.iter().flat_map(|(_, named)| named).filter_map(Resolved::page);
    let mut guides = vec![id];
    for other in links.next.iter().copied().chain(related) {
        if !guides.contains(&other) {
            guides.push(other);
        }
    }
    guides
}

fn lists<'s>(site: &'s Site, wanted: impl Fn(What) -> bool + 's) -> impl Iterator<Item = What> {
    site.addresses.list().iter().map(|address| address.what).filter(move |what| wanted(*what))
}

const SITUATION: &str = "situation";

/// What may stand before the colon.
const SCHEMES: [&str; 4] = [SITUATION, "kind", "tag", "page"];

/// A name of a part.
struct Named {
    scheme: &'static str,
    name: String,
    part: Part,
    /// Whether it is enough without the scheme.
    plain: bool,
}

impl Named {
    /// How this part, and no other, is asked for.
    fn asked(&self, site: &Site) -> String {
        match self.part {
            Part::Situation(number) => format!("situation:{}", site.situations[number].0),
            Part::Kind(kind) => format!("kind:{}", site.config.kinds[kind].id),
            Part::Tag(tag) => format!("tag:{}", site.tags[tag].id),
            Part::Page(id) => format!("page:{}", site.page(id).url.trim_end_matches('/')),
        }
    }
}

/// Every name of every part.
fn called(site: &Site) -> Vec<Named> {
    let mut named = Vec::new();
    let mut put = |scheme, part, plain, name: &str| {
        named.push(Named { scheme, name: name.to_owned(), part, plain });
    };
    for (number, (label, page)) in site.situations.iter().enumerate() {
        put(SITUATION, Part::Situation(number), true, label);
        put(SITUATION, Part::Situation(number), false, &site.page(*page).meta.id);
    }
    for (number, kind) in site.config.kinds.iter().enumerate() {
        put("kind", Part::Kind(number), true, &kind.id);
        put("kind", Part::Kind(number), true, &kind.label);
    }
    for (number, tag) in site.tags.iter().enumerate() {
        let names = [&tag.id, &tag.label].into_iter().chain(&tag.aka);
        names.for_each(|name| put("tag", Part::Tag(number), true, name));
    }
    for (id, page) in site.iter().filter(|(_, p)| matches!(p.role, Role::Guide | Role::Plain)) {
        put("page", Part::Page(id), true, &page.meta.id);
        put("page", Part::Page(id), true, page.name());
        put("page", Part::Page(id), true, &page.meta.title);
        // Files in different folders may have one name.
        put("page", Part::Page(id), true, page.url.trim_end_matches('/'));
    }
    named
}
