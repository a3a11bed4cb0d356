//! Fourth stage: the linked site and a theme to finished pages, each on its own and in parallel.
//!
//! Pages go to the caller one by one as they are done, so that ten thousand of them are never held
//! at once. This stage reads no file and writes none; what is wrong with a template is a diagnostic.

mod bodies;
pub mod bundle;
mod calculator;
mod changes;
mod data;
mod entries;
mod feeds;
mod files;
mod guide;
mod head;
pub(crate) mod highlight;
pub mod hosting;
mod inert;
mod inputs;
mod json;
mod letter;
mod lists;
mod matrix;
pub mod on_demand;
mod options;
mod pictures;
mod relative;
mod reply;
mod sanitize;
mod script;
mod steps;
mod structured;
mod template;
mod translations;
mod twin;
pub(crate) mod view;

use crate::base::cache::Cache;
use crate::base::chars::{KEEP_CLOSE, KEEP_OPEN};
use crate::base::evenly::Evenly as _;
use crate::base::output::{Output, Standing};
use crate::base::picture;
use crate::base::source::Sources;
use crate::diag::Diagnostic;
use crate::load::theme::{Assets, Theme};
use crate::model::addresses::{Address, What};
use crate::model::edition::Edition;
use crate::model::page::{PageId, Role};
use crate::model::review::ics;
use crate::model::site::{Folder, MenuItem, Site};
use bodies::BodyRenderer;
use entries::{Cards, Views};
use files::{FileWriter, Known};
use highlight::Highlighter;
use inputs::Inputs;
use pictures::Pictures;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;
use template::{Engine, Nothing, Templates};
use view::{FolderLink, Global, LinkView, OptionView, SiteView, SitemapIndexView, SitemapView};

/// Renders the whole site in all its editions, handing every file to `sink` but those of which it is known
/// that they are `standing`. `danger` is what the search box knows of people in danger, see `index::danger`.
pub fn render(
    site: &Site,
    sources: &Sources,
    theme: &Theme,
    danger: &str,
    cache: &Arc<Cache>,
    (sink, standing): (&(dyn Fn(Output) + Sync), Option<&dyn Standing>),
) -> Vec<Diagnostic> {
    let (frame, mut found) = Frame::new(site, theme, danger, cache, sink);
    let inputs = standing.and_then(|_| Inputs::of(site, sources, &frame.pictures));
    let standing = standing.zip(inputs.as_ref());
    let rendered = Rendered { site, sources, theme, frame: &frame, standing };
    let editions = Edition::all(&site.config, &site.registry);
    found.extend(pages(rendered, &editions, editions.len(), sink, &|_| true));
    copy_assets(site, sink);
    found
}

/// What rendering would find wrong: as much of it as any edition can show. Nothing is converted, scaled or
/// handed over. Ends early, and says nothing, once `stopped`.
pub fn check(
    site: &Site,
    sources: &Sources,
    theme: &Theme,
    cache: &Arc<Cache>,
    stopped: &(dyn Fn() -> bool + Sync),
) -> Vec<Diagnostic> {
    check_at((site, sources, theme, cache), stopped, &|_| true)
}

fn check_at(
    (site, sources, theme, cache): (&Site, &Sources, &Theme, &Arc<Cache>),
    stopped: &(dyn Fn() -> bool + Sync),
    wanted: &(dyn Fn(&Address) -> bool + Sync),
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let pictures = Pictures::examined(site, theme, &mut found);
    let assets = theme.assets(&site.config.options, "");
    let (templates, highlighter) = (Templates::compile(theme), Highlighter::new(cache));
    let frame = Frame { assets, pictures, templates, highlighter, bundled: None };
    let rendered = Rendered { site, sources, theme, frame: &frame, standing: None };
    let editions = Edition::all(&site.config, &site.registry);
    let wanted = |address: &Address| !stopped() && wanted(address);
    found.extend(pages(rendered, &editions, 1, &|_| (), &wanted));
    if stopped() { Vec::new() } else { found }
}

/// The same for these pages and their twins, of a site that was checked but for them.
pub fn check_pages(
    site: &Site,
    sources: &Sources,
    theme: &Theme,
    cache: &Arc<Cache>,
    pages: &[PageId],
    stopped: &(dyn Fn() -> bool + Sync),
) -> Vec<Diagnostic> {
    check_at((site, sources, theme, cache), stopped, &|address| match address.what {
        What::Page(id) | What::Twin(id) => pages.contains(&id),
        What::Home => pages.iter().any(|id| site.page(*id).role == Role::Home),
        What::Folder { folder, .. } => {
            site.folders[folder].section.is_some_and(|section| pages.contains(&section))
        }
        _ => false,
    })
}

/// What the pages of a site share.
struct Frame {
    assets: Assets,
    pictures: Pictures,
    /// The theme's templates, or what is wrong with them.
    templates: Result<Templates, Vec<Diagnostic>>,
    /// Remembers code that was highlighted.
    highlighter: Highlighter,
    /// Whether its pages will stand in one file, and whether that is the whole site.
    bundled: Option<bool>,
}

impl Frame {
    /// Makes it, and hands over every file that belongs to no address.
    fn new(
        site: &Site,
        theme: &Theme,
        danger: &str,
        cache: &Arc<Cache>,
        sink: &(dyn Fn(Output) + Sync),
    ) -> (Self, Vec<Diagnostic>) {
        let mut found = Vec::new();
        let pictures = Pictures::of(site, theme, cache, sink, &mut found);
        let mut assets = theme.assets(&site.config.options, danger);
        for prefix in site.config.prefixes() {
            sink_search_door(&prefix, &assets.folder, sink);
        }
        std::mem::take(&mut assets.outputs).into_iter().for_each(sink);
        let (templates, highlighter) = (Templates::compile(theme), Highlighter::new(cache));
        (Self { assets, pictures, templates, highlighter, bundled: None }, found)
    }
}

/// What all editions are rendered from.
#[derive(Clone, Copy)]
struct Rendered<'r> {
    site: &'r Site,
    sources: &'r Sources,
    theme: &'r Theme,
    frame: &'r Frame,
    standing: Option<(&'r dyn Standing, &'r Inputs<'r>)>,
}

/// Renders what stands at every address of the first editions that is wanted.
fn pages(
    rendered: Rendered<'_>,
    editions: &[Edition<'_>],
    count: usize,
    sink: &(dyn Fn(Output) + Sync),
    wanted: &(dyn Fn(&Address) -> bool + Sync),
) -> Vec<Diagnostic> {
    for edition in editions.iter().take(count) {
        let found = in_edition(rendered, editions, edition, sink, |bodies, writer| {
            let here = |a: &&Address| (!edition.is_further() || !a.what.is_shared()) && wanted(a);
            let addresses = rendered.site.addresses.list().par_iter().evenly().filter(here);
            let sources = rendered.sources;
            addresses
                .flat_map_iter(|address| at_address(bodies, writer, sources, address))
                .collect()
        });
        // What is wrong in one edition is wrong in all, and said once.
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// Gets ready to render in an edition, and adds what is wrong with that to what `work` finds.
fn in_edition(
    rendered: Rendered<'_>,
    editions: &[Edition<'_>],
    edition: &Edition<'_>,
    sink: &(dyn Fn(Output) + Sync),
    work: impl FnOnce(&BodyRenderer<'_>, &FileWriter<'_>) -> Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    let Rendered { site, theme, frame, standing, .. } = rendered;
    let Frame { assets, pictures, templates, highlighter, bundled } = frame;
    let mut found = Vec::new();
    let words = interface_words(theme, edition, &mut found);
    let cards = Cards::new(site);
    let views = Views { site, pictures, words: &words, edition, editions, cards: &cards };
    let options = options::view(views, theme, assets, &mut found);
    let mut global = global(views, options, assets);
    global.site.bundle = bundled.is_some();
    global.site.bundle_part = *bundled == Some(false);
    match templates {
        Ok(templates) => {
            let engine = Engine::new(theme, templates, &global, &mut found);
            let bodies = BodyRenderer { views, engine: &engine, highlighter };
            let standing = standing.and_then(|known| Known::new(known, theme, &global, edition));
            let relative_to =
                Some(site.config.base_path()).filter(|_| site.config.relative && bundled.is_none());
            let writer = FileWriter { engine: &engine, edition, sink, relative_to, standing };
            found.extend(work(&bodies, &writer));
        }
        Err(wrong) => found.extend(wrong.iter().cloned()),
    }
    found
}

/// The theme's words in an edition's language. In a further edition they are marked as finished, so
/// that only what is filled into them is converted.
fn interface_words(
    theme: &Theme,
    edition: &Edition<'_>,
    out: &mut Vec<Diagnostic>,
) -> BTreeMap<String, String> {
    let mut words = theme.strings(&edition.language, out);
    if edition.is_further() {
        for word in words.values_mut() {
            let filled = word.replace('{', &format!("{KEEP_CLOSE}{{"));
            let filled = filled.replace('}', &format!("}}{KEEP_OPEN}"));
            *word = format!("{KEEP_OPEN}{filled}{KEEP_CLOSE}");
        }
    }
    words
}

/// Everything at one address of an edition.
fn at_address(
    bodies: &BodyRenderer<'_>,
    writer: &FileWriter<'_>,
    sources: &Sources,
    address: &Address,
) -> Vec<Diagnostic> {
    let views = bodies.views;
    let site = views.site;
    let path = address.path.as_str();
    if writer.stands(address) {
        return Vec::new();
    }
    let mut out = Vec::new();
    let failed = match address.what {
        What::Home => writer.page(path, "home.html", &lists::home(bodies, &mut out)),
        What::Page(id) => {
            let view = guide::view(bodies, id, &sources.get(site.page(id).source).path, &mut out);
            writer.page(path, &template_of(writer.engine, site, id), &view)
        }
        What::Folder { folder, number } => {
            let view = lists::folder(bodies, &site.folders[folder], number, &mut out);
            writer.page(path, "folder.html", &view)
        }
        What::Tags => writer.page(path, "tags.html", &lists::tags(views)),
        What::Tag { tag, number } => {
            writer.page(path, "tag.html", &lists::tag(views, &site.tags[tag], number))
        }
        What::Laws => writer.page(path, "laws.html", &lists::laws(views)),
        What::Law(law) => writer.page(path, "law.html", &lists::law(views, law)),
        What::Contacts => writer.page(path, "contacts.html", &lists::contacts(views)),
        What::Glossary => writer.page(path, "glossary.html", &lists::glossary(views)),
        What::Search => writer.page(path, "search.html", &lists::search(views)),
        What::NotFound => writer.page(path, "404.html", &lists::not_found(views)),
        What::Twin(id) => writer.put(path, twin::twin(views, sources, id)),
        What::LetterText(id) => {
            // What is wrong with the text is said where the page is rendered.
            let html = bodies.body(id, &mut Vec::new());
            writer.put(path, letter::file(views, id, &html))
        }
        What::Llms => writer.put_unless_given(site, path, || twin::llms(views)),
        What::Redirect { to, .. } => {
            writer.page(path, "redirect.html", &feeds::redirect(views, to))
        }
        What::Feed => writer.file(path, "feed.xml", &feeds::feed(views)),
        What::FolderFeed(folder) => {
            writer.file(path, "feed.xml", &feeds::of_folder(views, &site.folders[folder]))
        }
        What::TagFeed(tag) => writer.file(path, "feed.xml", &feeds::of_tag(views, &site.tags[tag])),
        What::Changes => writer.page(path, "changes.html", &changes::page(views)),
        What::ChangesFeed => writer.file(path, "feed.xml", &changes::feed(views)),
        What::Data => writer.put(path, data::data(views)),
        What::Calendar => writer.put(path, ics::published(site)),
        What::Headers => writer.put(path, hosting::headers_file(views)),
        What::Redirects => writer.put(path, feeds::redirects_file(views)),
        What::Robots => writer.file(path, "robots.txt", &Nothing {}),
        What::Sitemap => sitemap(views, writer, path),
        What::SitemapPart(number) => {
            let entries = feeds::sitemap(views, number - 1);
            writer.file(path, "sitemap.xml", &SitemapView { entries })
        }
        // What no template makes: the theme's script, the index, the site's own files.
        What::SearchClient | What::SearchManifest | What::SiteFile(_) => None,
    };
    out.extend(failed);
    if out.is_empty() {
        writer.made(address);
    }
    out
}

/// A theme may have a template for one kind only.
fn template_of(engine: &Engine<'_>, site: &Site, id: PageId) -> String {
    let page = site.page(id);
    if page.role == Role::Plain {
        return "page.html".to_owned();
    }
    Some(format!("kinds/{}.html", site.kind_of(page).id))
        .filter(|name| engine.has(name))
        .unwrap_or_else(|| "guide.html".to_owned())
}

/// The sitemap or, where one cannot hold all addresses, the list of its parts.
fn sitemap(views: Views<'_>, writer: &FileWriter<'_>, path: &str) -> Option<Diagnostic> {
    let list = views.site.addresses.list();
    let parts = list.iter().filter(|a| matches!(a.what, What::SitemapPart(_)));
    let parts: Vec<String> = parts.map(|part| views.whole(&part.path)).collect();
    if parts.is_empty() {
        let entries = feeds::sitemap(views, 0);
        return writer.file(path, "sitemap.xml", &SitemapView { entries });
    }
    writer.file(path, "sitemap-index.xml", &SitemapIndexView { parts })
}

fn copy_assets(site: &Site, sink: &(dyn Fn(Output) + Sync)) {
    site.addresses.list().iter().filter_map(|address| site_file(site, address)).for_each(sink);
}

/// A file that is published as it is, a picture without what it tells of its maker.
fn site_file(site: &Site, address: &Address) -> Option<Output> {
    let What::SiteFile(asset) = address.what else { return None };
    let asset = &site.assets[asset];
    Some(match &asset.on_disk {
        Some(there) => Output::copy(address.file(), there.clone()),
        None => Output::new(address.file(), picture::without_metadata(&asset.bytes)),
    })
}

/// What that script says: it asks for the client, for the manifest and for the sample at once, for every
/// request that waits for another one costs a phone far away a sixth of a second.
const DOOR: &str = r#"const folder = new URL("./", import.meta.url);
let client;
function open() {
  const early = [
    fetch(new URL("manifest.json", folder), { cache: "no-cache" }),
    fetch(new URL("sample.bin", folder), { cache: "no-store", headers: { Range: "bytes=255-256" } }),
  ];
  for (const answer of early) answer.catch(() => {});
  client = import("{client}").then(({ createSearch }) => createSearch(folder, undefined, early));
  client.catch(() => (client = null));
  return client;
}
open();
export const search = async (...asked) => (await (client || open())).search(...asked);
export const entries = async (...asked) => (await (client || open())).entries(...asked);
"#;

/// The one script with an address that never changes: it leads to the hashed modules.
fn sink_search_door(prefix: &str, folder: &str, sink: &(dyn Fn(Output) + Sync)) {
    let up = "../".repeat(1 + prefix.matches('/').count());
    let door = DOOR.replace("{client}", &format!("{up}{folder}/js/client.js"));
    sink(Output::new(format!("{prefix}search/client.js"), door));
}

fn global(views: Views<'_>, options: BTreeMap<String, OptionView>, assets: &Assets) -> Global {
    let site = views.site;
    let config = &site.config;
    let menu = |items: &[MenuItem]| {
        let link =
            |item: &MenuItem| LinkView { label: item.label.clone(), url: views.link(&item.to).url };
        items.iter().map(link).collect()
    };
    let shown = |f: &&Folder| !f.pages.is_empty() && f.is_listed();
    let folders = site.folders.iter().filter(shown).map(|folder| {
        let view = views.folder(folder, &[]);
        FolderLink {
            label: view.label,
            url: view.url,
            kind: view.kind,
            description: view.description,
            count: view.count,
        }
    });
    let plain = site.iter().filter(|(_, p)| p.role == Role::Plain && p.folder.is_empty());
    let view = SiteView {
        title: config.title.clone(),
        description: config.description.clone(),
        language: views.edition.language.clone(),
        base: views.edition.base.clone(),
        base_url: views.edition.base_url.clone(),
        home: views.local(""),
        menu: menu(&site.menu),
        footer_menu: menu(&site.footer_menu),
        folders: folders.collect(),
        footer_contacts: site.footer_contacts.iter().map(|c| views.contact(*c)).collect(),
        crisis_contacts: site.crisis_contacts.iter().map(|c| views.contact(*c)).collect(),
        crisis_page: site.crisis_page.map(|id| {
            let page = site.page(id);
            let label = page.meta.action.as_ref().unwrap_or(&page.meta.title);
            LinkView { label: label.clone(), url: views.local(&page.url) }
        }),
        crisis_words: !site.registry.crisis.words.is_empty(),
        feedback: config.feedback.clone(),
        publisher: config.publisher.clone(),
        license: config.license.clone(),
        icp: config.icp.clone(),
        police_filing: config.police_filing.clone(),
        assets: views.shared(&format!("{}/", assets.folder)),
        integrity: assets.integrity.clone(),
        further_edition: views.edition.is_further(),
        relative: config.relative,
        policy: config.meta_policy.then(|| hosting::META_POLICY.to_owned()),
        bundle: false,
        bundle_part: false,
        has_tags: site.tags.iter().any(|t| !t.pages.is_empty()),
        has_laws: !site.registry.laws.is_empty(),
        has_contacts: !site.registry.contacts.is_empty(),
        has_glossary: !site.registry.terms.is_empty(),
        has_changes: site.addresses.find("changes/").is_some(),
        plain: plain
            .map(|(id, p)| LinkView { label: views.own(id, p.name()), url: views.local(&p.url) })
            .collect(),
        day: site.day.to_string(),
        guides: site.guides().count(),
    };
    let t: BTreeMap<String, String> = views.words.clone();
    Global { site: view, t, options }
}
