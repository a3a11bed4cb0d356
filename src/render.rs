//! Fourth stage: the linked site and a theme to finished pages, each on its own and in parallel.
//!
//! Pages go to the caller one by one as they are done, so that ten thousand of them are never held
//! at once. This stage reads no file and writes none; what is wrong with a template is a diagnostic.

mod body;
mod entries;
mod feeds;
mod guide;
mod head;
pub mod highlight;
pub mod hosting;
mod lists;
mod matrix;
mod options;
mod pictures;
mod script;
mod structured;
mod template;
mod twin;
mod url;
pub mod view;

use crate::config::MenuLink;
use crate::diagnostic::Diagnostic;
use crate::edition::{Edition, KEEP_CLOSE, KEEP_OPEN};
use crate::output::Output;
use crate::page::{PageId, Role};
use crate::picture;
use crate::site::Site;
use crate::source::{Sources, is_inner};
use crate::theme::{Assets, Theme};
use body::Filler;
use entries::Views;
use highlight::Highlighter;
use lists::Job;
use pictures::Pictures;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;
use template::Engine;
use view::{FolderLink, Global, LinkView, OptionView, SiteView};

/// Renders the whole site in all its editions, handing every file to `sink`.
pub fn render(
    site: &Site,
    sources: &Sources,
    theme: &Theme,
    sink: &(dyn Fn(Output) + Sync),
) -> Vec<Diagnostic> {
    let assets = theme.assets(&site.config.options);
    let editions = Edition::all(&site.config, &site.registry);
    let highlighter = Highlighter::default();
    let mut own = Vec::new();
    let pictures = Pictures::of(site, theme, sink, &mut own);
    let mut out = Vec::new();
    for edition in &editions {
        let mut found = Vec::new();
        let words = interface_words(theme, edition, &mut found);
        let views =
            Views { site, pictures: &pictures, words: &words, edition, editions: &editions };
        let options = options::view(views, theme, &assets, &mut found);
        let global = global(views, options, &assets);
        if let Some(engine) = Engine::new(theme, &global, &mut found) {
            let filler = Filler { views, engine: &engine, highlighter: &highlighter };
            let press = Press { engine: &engine, edition, sink };
            found.extend(pages(&filler, &press));
            found.extend(collections(&filler, &press));
            found.extend(machine_files(views, sources, &press));
            if !edition.is_further() {
                found.extend(shared_files(views, &press));
            }
        }
        // What is wrong in one edition is wrong in all, and said once.
        if !found.is_empty() {
            out = found;
            break;
        }
    }
    editions.iter().for_each(|edition| sink_search_door(edition, &assets.folder, sink));
    assets.outputs.into_iter().for_each(sink);
    copy_assets(site, sink);
    own.extend(out);
    own
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

/// Guides and plain pages.
fn pages(filler: &Filler<'_>, press: &Press<'_>) -> Vec<Diagnostic> {
    let site = filler.views.site;
    let own_page = |id: &PageId| matches!(site.page(*id).role, Role::Guide | Role::Plain);
    let ids: Vec<PageId> = site.iter().map(|(id, _)| id).filter(own_page).collect();
    ids.into_par_iter()
        .flat_map_iter(|id| {
            let mut out = Vec::new();
            let page = site.page(id);
            let view = guide::view(filler, id, &mut out);
            let template = match page.role {
                Role::Plain => "page.html".to_owned(),
                // A theme may have a template for one kind only.
                _ => Some(format!("kinds/{}.html", site.kind_of(page).id))
                    .filter(|name| press.engine.has(name))
                    .unwrap_or_else(|| "guide.html".to_owned()),
            };
            out.extend(press.page(&page.url, &template, &view));
            out
        })
        .collect()
}

/// Home, folders, tags and the pages of the registries.
fn collections(filler: &Filler<'_>, press: &Press<'_>) -> Vec<Diagnostic> {
    let views = filler.views;
    let site = views.site;
    let mut out = Vec::new();
    let home = lists::home(filler, &mut out);
    out.extend(press.job(&home));
    let listed = site.folders.iter().filter(|f| f.kind.is_some() || f.section.is_some());
    for folder in listed {
        let jobs = lists::folder(filler, folder, &mut out);
        out.extend(jobs.iter().filter_map(|job| press.job(job)));
    }
    out.extend(lists::indexes(views).iter().filter_map(|job| press.job(job)));
    let tags: Vec<&crate::site::SiteTag> =
        site.tags.iter().filter(|t| !t.pages.is_empty()).collect();
    out.par_extend(tags.into_par_iter().flat_map_iter(|tag| {
        lists::tag(views, tag).into_iter().filter_map(|job| press.job(&job)).collect::<Vec<_>>()
    }));
    let laws = (0..site.registry.laws.len()).into_par_iter();
    out.par_extend(laws.filter_map(|law| press.job(&lists::law(views, law))));
    out
}

/// What machines read in each edition: twins, their list, redirects, the feed.
fn machine_files(views: Views<'_>, sources: &Sources, press: &Press<'_>) -> Vec<Diagnostic> {
    let site = views.site;
    let guides: Vec<PageId> = site.guides().map(|(id, _)| id).collect();
    guides.into_par_iter().for_each(|id| {
        let path = format!("{}{}", site.page(id).url, twin::FILE);
        press.put(&path, twin::twin(views, sources, id));
    });
    press.put_unless_given(site, "llms.txt", || twin::llms(views));
    let mut out = Vec::new();
    for (from, to) in &site.redirects {
        out.extend(press.page(from, "redirect.html", &feeds::redirect(views, *to)));
    }
    // Feeds consist of whole addresses; a site that does not know its own can offer none.
    if !site.config.base_url.is_empty() {
        out.extend(press.file("feed.xml", "feed.xml", &feeds::feed(views)));
    }
    out
}

/// What machines read of all editions together: sitemap, robots, redirects, headers.
fn shared_files(views: Views<'_>, press: &Press<'_>) -> Vec<Diagnostic> {
    let site = views.site;
    let mut out = Vec::new();
    press.put_unless_given(site, "_headers", || hosting::headers_file(views));
    if !site.redirects.is_empty() {
        press.put_unless_given(site, "_redirects", || feeds::redirects_file(views));
    }
    out.extend(press.file("robots.txt", "robots.txt", &Nothing {}));
    if site.config.base_url.is_empty() {
        return out;
    }
    let entries = feeds::sitemap(views, &listed_addresses(site));
    let parts: Vec<_> = entries.chunks(feeds::SITEMAP).collect();
    if let [entries] = parts.as_slice() {
        out.extend(press.file("sitemap.xml", "sitemap.xml", &Sitemap { entries }));
        return out;
    }
    for (i, entries) in parts.iter().enumerate() {
        let path = format!("sitemap-{}.xml", i + 1);
        out.extend(press.file(&path, "sitemap.xml", &Sitemap { entries }));
    }
    let parts = (1..=parts.len()).map(|i| views.whole(&format!("sitemap-{i}.xml"))).collect();
    out.extend(press.file("sitemap.xml", "sitemap-index.xml", &SitemapIndex { parts }));
    out
}

#[derive(Serialize)]
struct Sitemap<'a> {
    entries: &'a [view::FeedEntry],
}

#[derive(Serialize)]
struct SitemapIndex {
    parts: Vec<String>,
}

#[derive(Serialize)]
struct Nothing {}

/// Addresses of lists and registries, for the sitemap.
fn listed_addresses(site: &Site) -> Vec<String> {
    let mut paths: Vec<String> = site
        .folders
        .iter()
        .filter(|f| f.kind.is_some() || f.section.is_some())
        .map(|f| format!("{}/", f.name))
        .collect();
    let tags = site.tags.iter().filter(|t| !t.pages.is_empty());
    paths.extend(tags.map(|t| format!("tags/{}/", t.slug)));
    paths.extend(site.registry.laws.iter().map(|l| format!("laws/{}/", l.id)));
    let registries = [
        ("tags/", site.tags.iter().all(|t| t.pages.is_empty())),
        ("laws/", site.registry.laws.is_empty()),
        ("contacts/", site.registry.contacts.is_empty()),
        ("glossary/", site.registry.terms.is_empty()),
    ];
    paths.extend(registries.iter().filter(|(_, empty)| !empty).map(|(p, _)| (*p).to_owned()));
    if !site.pages.iter().any(|p| p.role == Role::Home) {
        paths.push(String::new());
    }
    paths
}

/// Files that are published as they are, pictures without what they tell of their makers.
fn copy_assets(site: &Site, sink: &(dyn Fn(Output) + Sync)) {
    for (asset, url) in site.assets.iter().zip(&site.asset_urls) {
        if !is_inner(&asset.path) {
            sink(Output::new(url.clone(), picture::without_metadata(&asset.bytes)));
        }
    }
}

/// Turns views into files.
struct Press<'a> {
    engine: &'a Engine<'a>,
    edition: &'a Edition<'a>,
    sink: &'a (dyn Fn(Output) + Sync),
}

impl Press<'_> {
    fn job<V: Serialize>(&self, job: &Job<V>) -> Option<Diagnostic> {
        self.page(&job.path, job.template, &job.view)
    }

    /// Renders to the file of an address.
    fn page(&self, address: &str, template: &str, view: &impl Serialize) -> Option<Diagnostic> {
        let path = match address {
            "" => "index.html".to_owned(),
            address if address.ends_with('/') => format!("{address}index.html"),
            address => address.to_owned(),
        };
        self.file(&path, template, view)
    }

    fn file(&self, path: &str, template: &str, view: &impl Serialize) -> Option<Diagnostic> {
        match self.engine.bytes(template, view) {
            Ok(bytes) => {
                self.put(path, bytes);
                None
            }
            Err(diagnostic) => Some(*diagnostic),
        }
    }

    /// Publishes a text below the edition's address, in its script.
    fn put(&self, path: &str, text: impl Into<Vec<u8>>) {
        let text = script::convert(self.edition, path, text.into());
        (self.sink)(Output::new(format!("{}{path}", self.edition.prefix), text));
    }

    /// Publishes a text unless the site has a file of its own there.
    fn put_unless_given(&self, site: &Site, path: &str, text: impl FnOnce() -> String) {
        let at = format!("{}{path}", self.edition.prefix);
        if !site.asset_urls.contains(&at) {
            self.put(path, text());
        }
    }
}

/// What that script says: it asks for the client and for the manifest at once, for every request
/// that waits for another one costs a phone far away a sixth of a second.
const DOOR: &str = r#"const folder = new URL("./", import.meta.url);
let client;
function open() {
  const manifest = fetch(new URL("manifest.json", folder), { cache: "no-cache" });
  manifest.catch(() => {});
  client = import("{client}").then(({ createSearch }) => createSearch(folder, undefined, manifest));
  client.catch(() => (client = null));
  return client;
}
open();
export const search = async (...asked) => (await (client || open())).search(...asked);
"#;

/// The one script with an address that never changes: it leads to the hashed modules.
fn sink_search_door(edition: &Edition<'_>, folder: &str, sink: &(dyn Fn(Output) + Sync)) {
    let up = "../".repeat(1 + edition.prefix.matches('/').count());
    let door = DOOR.replace("{client}", &format!("{up}{folder}/js/client.js"));
    sink(Output::new(format!("{}search/client.js", edition.prefix), door));
}

fn global(views: Views<'_>, options: BTreeMap<String, OptionView>, assets: &Assets) -> Global {
    let site = views.site;
    let config = &site.config;
    let menu = |links: &[MenuLink]| {
        let link =
            |l: &MenuLink| LinkView { label: l.label.clone(), url: views.given(&l.url.value) };
        links.iter().map(link).collect()
    };
    let folders = site.folders.iter().filter(|f| !f.pages.is_empty()).map(|folder| {
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
        menu: menu(&config.menu),
        footer_menu: menu(&config.footer_menu),
        folders: folders.collect(),
        footer_contacts: site.footer_contacts.iter().map(|c| views.contact(*c)).collect(),
        feedback: config.feedback.clone(),
        publisher: config.publisher.clone(),
        license: config.license.clone(),
        icp: config.icp.clone(),
        police_filing: config.police_filing.clone(),
        assets: views.shared(&format!("{}/", assets.folder)),
        integrity: assets.integrity.clone(),
        further_edition: views.edition.is_further(),
        has_tags: site.tags.iter().any(|t| !t.pages.is_empty()),
        has_laws: !site.registry.laws.is_empty(),
        has_contacts: !site.registry.contacts.is_empty(),
        has_glossary: !site.registry.terms.is_empty(),
        plain: plain
            .map(|(id, p)| LinkView { label: views.own(id, p.name()), url: views.local(&p.url) })
            .collect(),
        day: site.day.to_string(),
        guides: site.guides().count(),
    };
    let t: BTreeMap<String, String> = views.words.clone();
    Global { site: view, t, options }
}
