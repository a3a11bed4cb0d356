//! Third stage: all pages to one [`Site`]. The only step that sees the whole site at once.
//!
//! It goes three steps, and none of them changes what was parsed. First, from what pages show of
//! themselves: their numbers and names, folders, tags, relations, related guides, the table of addresses.
//! Then each page's own texts, one by one, against these: its references are answered, names are linked
//! by themselves, and what it uses of others is listed. Last, these uses are put together to backlinks.
//! It reads no file and knows neither Markdown nor HTML: documents come with their references listed.

mod addresses;
mod auto;
mod backlinks;
mod entries;
mod folders;
mod headings;
mod hidden;
mod linking;
mod matrix;
mod meant;
mod names;
mod related;
mod relations;
mod resolve;
mod settings;
mod shares;
mod tags;
mod translations;
mod uses;

use crate::base::day::Day;
use crate::base::source::{Asset, SourceId, Sources, Spanned};
use crate::diag::{Diagnostic, Place, Problem};
use crate::model::config::{Config, Situation};
use crate::model::document::Document;
use crate::model::links::Links;
use crate::model::page::{Meta, Page, PageId};
use crate::model::registry::{Registry, Scheme};
use crate::model::site::Site;
use crate::parse::{PageAndText, Parsed};
pub(crate) use addresses::RESERVED;
use entries::Registered;
use names::Names;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

pub use linking::Linking;

/// What decides which pages are shown.
#[derive(Debug, Clone, Copy)]
pub struct View {
    /// The day the site speaks for.
    pub day: Day,
    /// Whether drafts are shown.
    pub drafts: bool,
}

/// The day of each file's last change, as far as its history tells.
pub type Changed = HashMap<SourceId, Day>;

/// Links everything that was parsed. A page that does not say when it was updated takes it from `changed`.
/// What linking found out comes with the site: it says what is wrong, and links single pages again.
pub fn link(
    parsed: Parsed,
    changed: &Changed,
    sources: &Sources,
    config: Arc<Config>,
    view: View,
) -> (Site, Linking) {
    let mut out = Vec::new();
    let drafts = parsed.pages.iter().filter(|(p, _)| p.meta.draft).map(|(p, _)| p.source).collect();
    let (published, hidden) = sort_out(parsed.pages, view, &mut out);
    let (pages, bodies): (Vec<Arc<Page>>, Vec<Arc<Document>>) = published.into_iter().unzip();
    let registered = Registered::new(&parsed.registry, &mut out);
    check_registry(&parsed.registry, &registered, &mut out);
    let (asset_urls, kept_back) = hidden::sort_out(&sources.assets, &pages, &hidden, sources);
    let mut site = Site {
        day: view.day,
        assets: Arc::new(sources.assets.clone()),
        asset_urls: Arc::new(asset_urls),
        registry: parsed.registry,
        pages,
        bodies,
        drafts: Arc::new(drafts),
        config,
        ..Site::default()
    };
    let ((mut names, of_names), (folders, ((tags, page_tags), of_tags))) = rayon::join(
        || reporting(|out| Names::new(&site, &hidden, sources, out)),
        || (folders::collect(&site), reporting(|out| tags::collect(&site, out))),
    );
    names.hide(kept_back);
    (site.folders, site.tags) = (Arc::new(folders), Arc::new(tags));
    let ((addresses, of_addresses), (links, of_links)) = rayon::join(
        || reporting(|out| addresses::make(&site, out)),
        || reporting(|out| links(&site, page_tags, changed, &names, &registered, out)),
    );
    (site.addresses, site.links) = (Arc::new(addresses), Arc::new(links));
    out.extend([of_names, of_tags, of_addresses, of_links].into_iter().flatten());
    site.situations = situations(&site.config.situations, &names, &mut out);
    let mut called = |key: &str, ids: &[Spanned<String>]| contacts(key, ids, &registered, &mut out);
    site.footer_contacts = called("footer_contacts", &site.config.footer_contacts);
    site.crisis_contacts = match site.registry.crisis.contacts.as_slice() {
        [] => site.footer_contacts.clone(),
        ids => called("contacts", ids),
    };
    site.crisis_page =
        site.registry.crisis.page.as_ref().and_then(|id| shown("page", id, &names, &mut out));
    let linking = Linking::of_texts(&mut site, names, registered, sources, out);
    (site, linking)
}

/// What `work` gives, and what it reports: for work that is done beside other work.
fn reporting<T>(work: impl FnOnce(&mut Vec<Diagnostic>) -> T) -> (T, Vec<Diagnostic>) {
    let mut found = Vec::new();
    (work(&mut found), found)
}

/// What follows for each page from what all of them show of themselves.
fn links(
    site: &Site,
    page_tags: Vec<Vec<usize>>,
    changed: &Changed,
    names: &Names,
    registered: &Registered,
    out: &mut Vec<Diagnostic>,
) -> Vec<Links> {
    let of_page = |(tags, page): (Vec<usize>, &Arc<Page>)| Links {
        updated: page.meta.updated.or_else(|| changed.get(&page.source).copied()),
        crisis: tags.iter().any(|t| site.tags[*t].crisis),
        tags,
        ..Links::default()
    };
    let mut links: Vec<Links> = page_tags.into_iter().zip(&site.pages).map(of_page).collect();
    relations::collect(site, names, registered, &mut links, out);
    matrix::draw(site, &mut links, out);
    related::collect(site, &mut links);
    folders::neighbours(site, &mut links);
    links
}

/// Separates what is shown from drafts and pages whose day has not come.
fn sort_out(
    pages: Vec<PageAndText>,
    view: View,
    out: &mut Vec<Diagnostic>,
) -> (Vec<PageAndText>, Vec<Arc<Page>>) {
    for (page, _) in pages.iter().filter(|(p, _)| !p.meta.draft) {
        if let Some(date) = page.meta.date.as_ref().filter(|d| d.value > view.day) {
            let problem = Problem::FutureDate { date: date.value.to_string() };
            out.push(Diagnostic::at(date.span, problem));
        }
    }
    let (shown, hidden): (Vec<_>, Vec<_>) = pages.into_iter().partition(|(page, _)| {
        let ready = page.meta.publish.is_none_or(|day| day <= view.day);
        ready && (view.drafts || !page.meta.draft)
    });
    (shown, hidden.into_iter().map(|(page, _)| page).collect())
}

/// What registry entries say of each other.
fn check_registry(registry: &Registry, registered: &Registered, out: &mut Vec<Diagnostic>) {
    let [laws, sources, facts] =
        [Scheme::Law, Scheme::Source, Scheme::Fact].map(|scheme| &registered.ids[scheme]);
    let mut known = |key: &str, named: &Option<Spanned<String>>, ids: &HashMap<String, usize>| {
        let Some(named) = named else { return };
        if !ids.contains_key(&named.value) {
            let known = ids.keys().map(String::as_str);
            let nearest = registered.guesses.nearest("dangling-id", &named.value, known);
            let (key, id) = (key.to_owned(), named.value.clone());
            out.push(Diagnostic::at(named.span, Problem::DanglingId { key, id, nearest }));
        }
    };
    for law in &registry.laws {
        known("superseded_by", &law.superseded_by, laws);
    }
    for contact in &registry.contacts {
        known("source", &contact.verified.source, sources);
    }
    for fact in &registry.facts {
        known("source", &fact.verified.source, sources);
    }
    for calculator in &registry.calculators {
        known("rest_days", &calculator.rest_days, facts);
        let compared = calculator.compare.iter().cloned();
        compared.for_each(|fact| known("compare", &Some(fact), facts));
    }
    let rests = registry.facts.iter().filter_map(|fact| fact.law.as_ref());
    out.extend(rests.filter_map(|cited| {
        let problem =
            entries::law(registry, registered, &cited.value, &registered.guesses).err()?;
        Some(Diagnostic::at(cited.span, problem))
    }));
}

fn situations(
    asked: &[Situation],
    names: &Names,
    out: &mut Vec<Diagnostic>,
) -> Vec<(String, PageId)> {
    let page = |s: &Situation| Some((s.label.clone(), shown("situations", &s.to, names, out)?));
    asked.iter().filter_map(page).collect()
}

/// The page of this id; none for one that is not published yet. A `key` that names nothing is reported.
fn shown(
    key: &'static str,
    id: &Spanned<String>,
    names: &Names,
    out: &mut Vec<Diagnostic>,
) -> Option<PageId> {
    match names.named(key, id) {
        Ok(names::NamedPage::Shown(page)) => Some(page),
        Ok(names::NamedPage::Hidden) => None,
        Err(wrong) => {
            out.push(*wrong);
            None
        }
    }
}

/// The contacts of these ids, as indices into the registry.
fn contacts(
    key: &str,
    asked: &[Spanned<String>],
    registered: &Registered,
    out: &mut Vec<Diagnostic>,
) -> Vec<usize> {
    let mut contacts = Vec::new();
    for id in asked {
        match registered.ids[Scheme::Contact].get(&id.value) {
            Some(contact) => contacts.push(*contact),
            None => {
                let known = registered.ids[Scheme::Contact].keys().map(String::as_str);
                let problem = Problem::DanglingId {
                    key: key.to_owned(),
                    id: id.value.clone(),
                    nearest: registered.guesses.nearest("dangling-id", &id.value, known),
                };
                out.push(Diagnostic::at(id.span, problem));
            }
        }
    }
    contacts
}

/// Takes the texts away from pages and files of which nobody can say whether they may be shown. They are
/// linked and checked like others, so that one mistake hides no other; errors forbid publication, but
/// `serve` may show a site that has never been without.
pub fn withhold(site: &mut Site, diagnostics: &[Diagnostic]) {
    let files = diagnostics.iter().filter_map(|d| match (&d.problem, &d.place) {
        (
            Problem::PageName { .. } | Problem::FrontMatterFile { .. },
            Some(Place::File { path, .. }),
        ) => Some(path.as_str()),
        _ => None,
    });
    let files: HashSet<&str> = files.collect();
    let private = |asset: &Arc<Asset>| files.contains(asset.path.as_str());
    if site.assets.iter().any(private) {
        let assets = Arc::make_mut(&mut site.assets);
        assets.iter_mut().filter(|asset| private(asset)).for_each(|asset| {
            let asset = Arc::make_mut(asset);
            asset.bytes.clear();
            asset.on_disk = None;
        });
    }
    let withheld: BTreeSet<PageId> =
        site.iter().filter(|(_, page)| page.meta.withheld).map(|(id, _)| id).collect();
    if withheld.is_empty() {
        return;
    }
    for id in &withheld {
        let page = Arc::make_mut(&mut site.pages[id.index()]);
        page.meta = Meta {
            id: std::mem::take(&mut page.meta.id),
            title: std::mem::take(&mut page.meta.title),
            noindex: true,
            withheld: true,
            ..Meta::default()
        };
        site.bodies[id.index()] = Arc::default();
        site.linked[id.index()] = Arc::default();
        Arc::make_mut(&mut site.links)[id.index()].matrix = None;
    }
    let registries = Arc::make_mut(&mut site.uses).values_mut();
    let of_pages = Arc::make_mut(&mut site.backlinks).iter_mut();
    for uses in registries.flatten().chain(of_pages) {
        uses.retain(|usage| !withheld.contains(&usage.page));
    }
}
