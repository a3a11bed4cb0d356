//! A site, or a part of it, as one file: its pages as they are published, one below the other, with all
//! that they load inside. It asks for nothing, so that it works wherever it is opened from.
//!
//! Pages are rendered by the theme's own templates and read again as a browser reads them; what stands in
//! the main part of each is taken, what its head loads is put into the file once. `bundle.html` is the
//! file around them. The search index is handed in.

mod page;
mod pictures;
mod policy;
mod tree;

use super::bodies::BodyRenderer;
use super::entries::Views;
use super::json;
use super::view::{BundleGroup, BundlePage, BundleView, LinkView};
use super::{Frame, Rendered, at_address, head, in_edition, site_file};
use crate::base::cache::Cache;
use crate::base::day::days_after;
use crate::base::output::Output;
use crate::base::source::Sources;
use crate::diag::{Diagnostic, has_errors};
use crate::load::theme::Theme;
use crate::model::addresses::{Address, What};
use crate::model::bundle::{Bundle, Group, id};
use crate::model::edition::Edition;
use crate::model::site::Site;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use page::{Needs, Ways};
use pictures::Pictures;
use policy::{contained, policy};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

/// Scripts of the default theme that are in the one of a bundle: the search, and what tells old pages.
const JOINED: [&str; 5] =
    ["/js/search-box.js", "/js/search-page.js", "/js/client.js", "/js/asked.js", "/js/notices.js"];

/// After so many days a bundle says itself that it is old.
const FRESH: u32 = 183;

/// How every bundle begins.
pub const MARK: &str = "<!DOCTYPE html><!-- made by mingbai bundle -->";

/// What a bundle is made from.
#[derive(Clone, Copy)]
pub struct Of<'o> {
    /// The site.
    pub site: &'o Site,
    /// Its files.
    pub sources: &'o Sources,
    /// Its theme.
    pub theme: &'o Theme,
    /// What the search box knows of people in danger.
    pub danger: &'o str,
    /// What is dear to render.
    pub cache: &'o Arc<Cache>,
    /// The pages of it.
    pub bundle: &'o Bundle,
    /// The files of the search index for these pages.
    pub index: &'o [Output],
}

/// The file, unless something that it is made from is wrong; and what is.
pub fn file(of: Of<'_>) -> (Option<Vec<u8>>, Vec<Diagnostic>) {
    let Of { site, sources, theme, danger, cache, bundle, .. } = of;
    let files: Mutex<HashMap<String, Output>> = Mutex::default();
    let keep = |output: Output| {
        let mut files = files.lock().unwrap_or_else(PoisonError::into_inner);
        files.insert(output.path.clone(), output);
    };
    let (frame, mut found) = Frame::new(site, theme, danger, cache, &keep);
    let frame = Frame { bundled: Some(bundle.whole), ..frame };
    let rendered = Rendered { site, sources, theme, frame: &frame, standing: None };
    let editions = Edition::all(&site.config, &site.registry);
    let Some(own) = editions.first() else { return (None, found) };
    let home = bundle.whole.then(|| Address { path: String::new(), what: What::Home });
    let pages: Vec<Address> = home.into_iter().chain(bundle.pages().cloned()).collect();
    found.extend(in_edition(rendered, &editions, own, &keep, |bodies, writer| {
        pages.par_iter().flat_map_iter(|page| at_address(bodies, writer, sources, page)).collect()
    }));
    if has_errors(&found) {
        return (None, found);
    }
    let files = Files { site, made: files.into_inner().unwrap_or_else(PoisonError::into_inner) };
    let mut made = None;
    found.extend(in_edition(rendered, &editions, own, &|_| (), |bodies, _| {
        match written(of, bodies, &pages, &files) {
            Ok(file) => made = Some(file),
            Err(wrong) => return vec![*wrong],
        }
        Vec::new()
    }));
    (made, found)
}

/// The files that are published: the pages of the bundle, and what they load.
struct Files<'f> {
    site: &'f Site,
    made: HashMap<String, Output>,
}

impl Files<'_> {
    /// A page as it is published.
    fn page(&self, page: &Address) -> String {
        let file = self.made.get(&page.file());
        String::from_utf8_lossy(file.map_or(&[][..], |file| &file.bytes)).into_owned()
    }

    /// The bytes at an address of the site, unless they are too many to be held.
    fn bytes(&self, address: &str) -> Option<Vec<u8>> {
        let below = address.strip_prefix(self.site.config.base_path())?;
        let path = crate::base::address::decoded(below);
        if let Some(file) = self.made.get(&path) {
            return Some(file.bytes.clone());
        }
        let file = site_file(self.site, self.site.addresses.find(&path)?)?;
        file.on_disk.is_none().then_some(file.bytes)
    }

    /// A stylesheet or a script, as it can stand in an element.
    fn text(&self, address: &str) -> Option<String> {
        Some(contained(&String::from_utf8(self.bytes(address)?).ok()?))
    }
}

/// Puts everything together.
fn written(
    of: Of<'_>,
    bodies: &BodyRenderer<'_>,
    pages: &[Address],
    files: &Files<'_>,
) -> Result<Vec<u8>, Box<Diagnostic>> {
    let views = bodies.views;
    let needs: Vec<Needs> =
        pages.par_iter().map(|page| page::needs(&files.page(page), &page.path)).collect();
    let pictures = needs.iter().flat_map(|page| &page.pictures);
    let ways = Ways {
        bundle: of.bundle,
        ids: needs.iter().flat_map(|needs| &needs.ids).cloned().collect(),
        base: of.site.config.base_path(),
        base_url: &of.site.config.base_url,
        pictures: Pictures::of(pictures, &|address| files.bytes(address)),
        picture_words: views.word("picture_left_out"),
    };
    let texts: Vec<String> =
        pages.par_iter().map(|page| page::text(&files.page(page), &page.path, &ways)).collect();
    let view = view(of, views, pages, &loaded(of, &needs, files));
    let frame = page::around(&bodies.engine.render("bundle.html", &view)?, &ways);
    let mut out = String::with_capacity(frame.len() + texts.iter().map(String::len).sum::<usize>());
    let frame = frame.strip_prefix("<!DOCTYPE html>").unwrap_or(&frame);
    out.push_str(MARK);
    // Each text takes the place that the template has given it.
    let mut parts = frame.split(HOLE);
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (number, rest) = part.split_once(HOLE_END).unwrap_or((part, ""));
        let text = number.parse().ok().and_then(|number: usize| texts.get(number));
        out.push_str(text.map_or("", String::as_str));
        out.push_str(rest);
    }
    Ok(out.into_bytes())
}

/// Where a text goes: a comment, which a parser lets stand.
const HOLE: &str = "<!--page ";
const HOLE_END: &str = "-->";

/// What pages load: the stylesheets as one, the scripts one by one.
fn loaded(of: Of<'_>, needs: &[Needs], files: &Files<'_>) -> (String, Vec<String>) {
    let (style, script) = of.theme.bundle(of.danger);
    let listed = |of: fn(&Needs) -> &Vec<String>| {
        let mut all: Vec<String> = Vec::new();
        for one in needs.iter().flat_map(of) {
            if !all.contains(one) && !JOINED.iter().any(|name| one.ends_with(name)) {
                all.push(one.clone());
            }
        }
        all
    };
    let styles = listed(|needs| &needs.styles);
    let styles = styles.iter().filter_map(|address| files.text(address));
    let scripts = listed(|needs| &needs.scripts);
    let scripts = scripts.iter().filter_map(|address| files.text(address));
    let scripts = [contained(&script)].into_iter().chain(scripts.filter(|text| !imports(text)));
    (
        styles.chain([contained(&style)]).collect(),
        scripts.filter(|script| !script.trim().is_empty()).collect(),
    )
}

/// Whether a script is nothing without another, which a script in a page cannot load.
fn imports(script: &str) -> bool {
    script.contains("import") && ["\"./", "'./"].iter().any(|path| script.contains(path))
}

fn view(
    of: Of<'_>,
    views: Views<'_>,
    pages: &[Address],
    (style, scripts): &(String, Vec<String>),
) -> BundleView {
    let bundle = of.bundle;
    let first = pages.len() - bundle.pages().count();
    let holes = pages.iter().enumerate().skip(first);
    BundleView {
        head: head::head(views, "", "", ""),
        policy: policy([style.as_str()].into_iter(), scripts.iter().map(String::as_str)),
        style: style.clone(),
        scripts: scripts.clone(),
        index: index(of.index),
        fresh_until: days_after(of.site.day, FRESH).to_string(),
        whole: bundle.whole,
        home_html: bundle.whole.then(|| format!("{HOLE}0{HOLE_END}")),
        contents: bundle.groups.iter().map(|(group, list)| contents(views, *group, list)).collect(),
        pages: holes
            .map(|(number, page)| BundlePage {
                id: id(&page.path),
                title: title(views, page.what),
                html: format!("{HOLE}{number}{HOLE_END}"),
            })
            .collect(),
    }
}

/// The files of an index as one text: base64 by their names.
fn index(files: &[Output]) -> String {
    let name = |file: &Output| file.path.rsplit('/').next().unwrap_or_default().to_owned();
    let files: BTreeMap<String, String> =
        files.iter().map(|file| (name(file), STANDARD.encode(&file.bytes))).collect();
    json::text(&files)
}

fn contents(views: Views<'_>, group: Group, list: &[Address]) -> BundleGroup {
    let links = list.iter().filter(|address| !address.what.is_further_page());
    BundleGroup {
        label: match group {
            Group::Folder(folder) => views.folder_label(&views.site.folders[folder]),
            Group::Plain => views.word("bundle_more"),
            Group::Laws => views.word("laws"),
            Group::Tags => views.word("tags"),
        },
        links: links
            .map(|address| LinkView {
                label: title(views, address.what),
                url: views.local(&address.path),
            })
            .collect(),
    }
}

/// What a page is called in the contents.
fn title(views: Views<'_>, what: What) -> String {
    let site = views.site;
    match what {
        What::Page(id) => views.own(id, &site.page(id).meta.title),
        What::Folder { folder, .. } => views.folder_label(&site.folders[folder]),
        What::Law(law) => site.registry.laws[law].short.clone(),
        What::Tag { tag, .. } => site.tags[tag].label.clone(),
        What::Laws => views.word("laws"),
        What::Contacts => views.word("contacts"),
        What::Glossary => views.word("glossary"),
        What::Tags => views.word("tags"),
        What::Changes => views.word("changes"),
        _ => site.config.title.clone(),
    }
}
