//! One page of a bundle: its ids are told apart from those of other pages, its links lead to places in
//! the file, and nothing in it asks for anything else.

use super::pictures::Pictures;
use super::tree::{Element, Tree};
use crate::base::address::{self, Local};
use crate::model::bundle::{self, Bundle};
use std::collections::HashSet;

/// What pages of a bundle lead to.
pub(super) struct Ways<'w> {
    /// Which pages are in it.
    pub(super) bundle: &'w Bundle,
    /// Every id in it.
    pub(super) ids: HashSet<String>,
    /// Where the site lives: the path before each of its addresses.
    pub(super) base: &'w str,
    /// The whole address for what is not in the file, or nothing.
    pub(super) base_url: &'w str,
    /// The pictures in it.
    pub(super) pictures: Pictures,
    /// What stands for a picture that is not, with `{alt}` for its words.
    pub(super) picture_words: String,
}

/// What a page needs of the site besides its text.
#[derive(Debug, Default)]
pub(super) struct Needs {
    /// Its stylesheets and scripts, by the addresses of their files.
    pub(super) styles: Vec<String>,
    pub(super) scripts: Vec<String>,
    /// Its pictures, each by all its files.
    pub(super) pictures: Vec<Vec<String>>,
    /// Its ids, as they are in the file.
    pub(super) ids: Vec<String>,
}

/// Reads what a page needs.
pub(super) fn needs(html: &str, path: &str) -> Needs {
    let tree = Tree::of(html);
    let mut needs = Needs::default();
    for element in tree.elements() {
        let is = |name: &str, value: &str| element.get(name).is_some_and(|v| v == value);
        match element.name() {
            "link" if is("rel", "stylesheet") => needs.styles.extend(element.get("href")),
            "script" => needs.scripts.extend(element.get("src")),
            "img" => needs.pictures.push(files(&element)),
            _ => {}
        }
    }
    needs.ids = inner(&tree)
        .iter()
        .filter_map(|element| element.get("id"))
        .map(|id| bundle::id_at(path, &id))
        .collect();
    needs
}

/// What stands in the main part of a page, ready for the file.
pub(super) fn text(html: &str, path: &str, ways: &Ways<'_>) -> String {
    let tree = Tree::of(html);
    Inside { path, own_ids: true, ways }.mend(&inner(&tree));
    body(&tree).map(|main| main.inner_html()).unwrap_or_default()
}

/// The file around the pages: its own ids are kept.
pub(super) fn around(html: &str, ways: &Ways<'_>) -> String {
    let tree = Tree::of(html);
    let elements: Vec<Element> = tree.elements();
    let is_own = |e: &&Element| {
        !["html", "head", "body", "meta", "style", "script", "link"].contains(&e.name())
    };
    let elements: Vec<Element> = elements.iter().filter(is_own).cloned().collect();
    Inside { path: "", own_ids: false, ways }.mend(&elements);
    tree.html()
}

/// The part of a page that is in the file: the text, without what stands around it on every page.
fn body(tree: &Tree) -> Option<Element> {
    tree.first("main").or_else(|| tree.first("body"))
}

fn inner(tree: &Tree) -> Vec<Element> {
    body(tree).map(|main| main.elements()).unwrap_or_default()
}

/// The files of a picture.
fn files(image: &Element) -> Vec<String> {
    let listed = image.get("srcset").unwrap_or_default();
    let listed = listed.split(", ").filter_map(|one| one.split(' ').next().map(str::to_owned));
    image.get("src").into_iter().chain(listed).filter(|file| !file.is_empty()).collect()
}

/// Attributes that name ids of the same page.
const IDREFS: [&str; 12] = [
    "for",
    "headers",
    "list",
    "form",
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
    "aria-owns",
    "aria-details",
    "aria-flowto",
    "aria-errormessage",
    "popovertarget",
];

/// Attributes by which something would be asked for, sent or run.
const NEVER: [&str; 10] = [
    "style",
    "srcset",
    "sizes",
    "loading",
    "poster",
    "background",
    "ping",
    "action",
    "formaction",
    "usemap",
];

/// Elements that are nothing without what they would ask for.
const GONE: [&str; 9] =
    ["script", "style", "link", "meta", "base", "source", "track", "embed", "image"];

/// Elements for which what is in them stands.
const AROUND: [&str; 4] = ["object", "video", "audio", "map"];

/// A page while it is made ready.
struct Inside<'i> {
    path: &'i str,
    /// Whether its ids are its own, and not the file's.
    own_ids: bool,
    ways: &'i Ways<'i>,
}

/// Where a link leads.
enum To {
    /// To a place in the file.
    Here(String),
    /// To an address elsewhere.
    Elsewhere(String),
    /// Nowhere that is known.
    Nowhere,
}

impl Inside<'_> {
    fn mend(&self, elements: &[Element]) {
        let mut seen = HashSet::new();
        for element in elements {
            match element.name() {
                name if GONE.contains(&name) => element.become_text(""),
                name if AROUND.contains(&name) => element.unwrap(),
                "iframe" => element.become_text(&element.get("title").unwrap_or_default()),
                "img" => self.picture(element),
                _ => {}
            }
            self.attributes(element, &mut seen);
        }
        // Last, for what gives way takes those in it out of its own place.
        for element in elements.iter().filter(|e| matches!(e.name(), "a" | "area")) {
            self.link(element);
        }
    }

    fn attributes(&self, element: &Element, seen: &mut HashSet<String>) {
        for name in element.attributes() {
            let fetches = name == "src" && element.name() != "img";
            if fetches || NEVER.contains(&name.as_str()) || name.starts_with("on") {
                element.unset(&name);
            } else if name == "id" {
                let id = self.id(&element.get("id").unwrap_or_default());
                // Of several, a browser finds the first.
                if seen.insert(id.clone()) { element.set("id", &id) } else { element.unset("id") }
            } else if IDREFS.contains(&name.as_str()) {
                let ids = element.get(&name).unwrap_or_default();
                let ids: Vec<String> = ids.split_whitespace().map(|id| self.id(id)).collect();
                element.set(&name, &ids.join(" "));
            } else if let Some(value) = element.get(&name).filter(|value| value.contains("url(#")) {
                // Parts of a drawing that name others.
                let mut parts = value.split("url(#");
                let mut out = parts.next().unwrap_or_default().to_owned();
                for part in parts {
                    let (id, rest) = part.split_once(')').unwrap_or((part, ""));
                    out.push_str(&format!("url({}){rest}", address::fragment(&self.id(id))));
                }
                element.set(&name, &out);
            }
        }
        // A drawing's own parts.
        if element.name() == "use"
            && let Some(id) =
                element.get("href").and_then(|h| h.strip_prefix('#').map(str::to_owned))
        {
            element.set("href", &address::fragment(&self.id(&id)));
        }
    }

    /// The id in the file of an id of the page.
    fn id(&self, id: &str) -> String {
        if self.own_ids { bundle::id_at(self.path, id) } else { id.to_owned() }
    }

    fn picture(&self, image: &Element) {
        match self.ways.pictures.data(&files(image)) {
            Some(data) => image.set("src", data),
            None => {
                let words = image.get("alt").unwrap_or_default();
                let shown = self.ways.picture_words.replace("{alt}", &words);
                image.become_text(if words.trim().is_empty() { "" } else { &shown });
            }
        }
    }

    fn link(&self, link: &Element) {
        let Some(href) = link.get("href") else { return };
        match self.to(&href) {
            To::Here(id) => {
                link.set("href", &address::fragment(&id));
                ["rel", "hreflang", "target", "download", "data-at"]
                    .iter()
                    .for_each(|name| link.unset(name));
            }
            To::Elsewhere(url) => link.set("href", &url),
            To::Nowhere => link.unwrap(),
        }
    }

    fn to(&self, href: &str) -> To {
        let href = href.trim();
        if let Some(fragment) = href.strip_prefix('#') {
            if !self.own_ids {
                return To::Here(fragment.to_owned());
            }
            return self.here(self.path, fragment).map_or(To::Nowhere, To::Here);
        }
        if let Some((scheme, _)) =
            href.split_once(':').filter(|(s, _)| !s.contains(['/', '?', '#']))
        {
            let known = KNOWN.iter().any(|known| scheme.eq_ignore_ascii_case(known));
            return if known { To::Elsewhere(href.to_owned()) } else { To::Nowhere };
        }
        if href.starts_with("//") {
            return To::Elsewhere(format!("https:{href}"));
        }
        let Some(local) = self.local(href) else { return To::Nowhere };
        let Some(local) = Local::parse(&local) else { return To::Nowhere };
        let path = local.path.strip_suffix("index.html").unwrap_or(&local.path);
        match self.here(path, local.fragment.unwrap_or_default()) {
            Some(id) => To::Here(id),
            None if self.ways.base_url.is_empty() => To::Nowhere,
            None => To::Elsewhere(address::whole(self.ways.base_url, &local.path) + &local.tail()),
        }
    }

    /// An address of the site with a first `/`, below where it lives.
    fn local(&self, href: &str) -> Option<String> {
        if href.starts_with('/') {
            let below = href.strip_prefix(self.ways.base)?;
            return Some(format!("/{below}"));
        }
        let (path, tail) = href.split_at(href.find(['?', '#']).unwrap_or(href.len()));
        let folder = self.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let on = folder.split('/').filter(|part| !part.is_empty()).collect();
        let parts = address::followed(on, path)?;
        let end = if path.ends_with('/') && !parts.is_empty() { "/" } else { "" };
        Some(format!("/{}{end}{tail}", parts.join("/")))
    }

    /// The id of a page, or of a part of it, if it is in the file.
    fn here(&self, path: &str, fragment: &str) -> Option<String> {
        let page = self.ways.bundle.id(path)?;
        let part = bundle::id_at(path, &address::decoded(fragment));
        let found = !fragment.is_empty() && self.ways.ids.contains(&part);
        Some(if found { part } else { page })
    }
}

/// Schemes of addresses that a reader may follow.
const KNOWN: [&str; 6] = ["http", "https", "mailto", "tel", "sms", "geo"];
