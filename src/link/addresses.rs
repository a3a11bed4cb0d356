//! Makes the table of addresses, and finds those that cannot be: reserved ones, those that no file can
//! have, and two that would be one.

use crate::base::address::decoded;
use crate::base::fold::fold;
use crate::base::output;
use crate::base::source::{Span, is_inner};
use crate::diag::{Diagnostic, Problem};
use crate::model::addresses::{
    Address, Addresses, BOOKKEEPING, FAMILIES, FEED, LETTER_TEXT, LIST, SITEMAP, TWIN, What,
    list_page,
};
use crate::model::changes;
use crate::model::config;
use crate::model::page::{PageId, Role};
use crate::model::site::Site;
use rustc_hash::{FxHashMap, FxHashSet};

/// First parts of addresses that no page may have.
pub(crate) const RESERVED: [&str; 10] = [
    "tags",
    "laws",
    "contacts",
    "glossary",
    "search",
    "changes",
    "assets",
    "zh-hant",
    "zh-hant-tw",
    "zh-hant-hk",
];

/// How many bytes a part of an address has at most, so that it can be a file's name.
const PART: usize = 255;

/// How many bytes an address has at most, so that there is room for the folder it is published to.
const WHOLE: usize = 2_000;

/// `content/static/x` is published as `x`, a file beside a guide beside that guide. Nothing that is in
/// the registries' folder or among the tests is published.
pub(super) fn of_asset(path: &str) -> Option<String> {
    let below = path.strip_prefix("content/").unwrap_or(path);
    (!is_inner(path)).then(|| below.strip_prefix("static/").unwrap_or(below).to_owned())
}

/// The table of a site whose folders and tags are known, with all that is wrong with it.
pub(super) fn make(site: &Site, out: &mut Vec<Diagnostic>) -> Addresses {
    let mut addresses = Addresses::default();
    own(site, &mut addresses);
    lists(site, &mut addresses, out);
    pages(site, &mut addresses, out);
    redirects(site, &mut addresses, out);
    files(site, &mut addresses, out);
    machine_files(site, &mut addresses);
    Collisions::default().find(site, &addresses, out);
    addresses
}

/// What every site has.
fn own(site: &Site, addresses: &mut Addresses) {
    addresses.add("", What::Home);
    addresses.add("search/", What::Search);
    addresses.add("search/client.js", What::SearchClient);
    addresses.add("search/manifest.json", What::SearchManifest);
    addresses.add("404.html", What::NotFound);
    addresses.add("robots.txt", What::Robots);
    // A feed and a sitemap consist of whole addresses; a site that does not know its own has none.
    if !site.config.base_url.is_empty() {
        addresses.add(FEED, What::Feed);
        addresses.add("sitemap.xml", What::Sitemap);
    }
}

/// Folders, tags and registries. A list that would be empty has no address.
fn lists(site: &Site, addresses: &mut Addresses, out: &mut Vec<Diagnostic>) {
    let fed = !site.config.base_url.is_empty();
    for (folder, data) in site.folders.iter().enumerate().filter(|(_, f)| f.is_listed()) {
        let what = |number| What::Folder { folder, number };
        let first = format!("{}/", data.name);
        numbered(addresses, &first, data.pages.len(), what);
        if fed && !data.pages.is_empty() {
            addresses.add(format!("{first}{FEED}"), What::FolderFeed(folder));
        }
    }
    let used = |(_, tag): &(usize, &crate::model::site::SiteTag)| !tag.pages.is_empty();
    for (tag, data) in site.tags.iter().enumerate().filter(used) {
        if !fits(&format!("tags/{}/", data.slug)) {
            let bad = |span| Diagnostic::at(span, Problem::BadId { id: data.id.clone() });
            out.extend(tag_span(site, tag).map(bad));
            continue;
        }
        let what = |number| What::Tag { tag, number };
        let first = format!("tags/{}/", data.slug);
        numbered(addresses, &first, data.pages.len(), what);
        if fed {
            addresses.add(format!("{first}{FEED}"), What::TagFeed(tag));
        }
    }
    if site.tags.iter().any(|tag| !tag.pages.is_empty()) {
        addresses.add("tags/", What::Tags);
    }
    registries(site, addresses);
    if changes::any(site) {
        addresses.add("changes/", What::Changes);
        if fed {
            addresses.add(format!("changes/{FEED}"), What::ChangesFeed);
        }
    }
}

/// Laws, contacts and terms.
fn registries(site: &Site, addresses: &mut Addresses) {
    if !site.registry.laws.is_empty() {
        addresses.add("laws/", What::Laws);
    }
    for (index, law) in site.registry.laws.iter().enumerate() {
        addresses.add(format!("laws/{}/", law.id), What::Law(index));
    }
    if !site.registry.contacts.is_empty() {
        addresses.add("contacts/", What::Contacts);
    }
    if !site.registry.terms.is_empty() {
        addresses.add("glossary/", What::Glossary);
    }
}

/// A list in pages; one without guides has one.
fn numbered(addresses: &mut Addresses, first: &str, guides: usize, what: impl Fn(usize) -> What) {
    for number in 1..=guides.div_ceil(LIST).max(1) {
        addresses.add(list_page(first, number), what(number));
    }
}

fn pages(site: &Site, addresses: &mut Addresses, out: &mut Vec<Diagnostic>) {
    for (id, page) in site.iter() {
        let first = page.url.split('/').next().unwrap_or_default();
        if RESERVED.contains(&first) {
            let problem = Problem::ReservedUrl { url: page.url.clone() };
            out.push(Diagnostic::at(page.head(), problem));
        }
        if !fits(&page.url) {
            let id = page.url.escape_debug().to_string();
            out.push(Diagnostic::at(page.head(), Problem::BadId { id }));
        }
        // Home and introductions stand in lists that have their addresses already.
        if matches!(page.role, Role::Guide | Role::Plain) {
            addresses.add(page.url.clone(), What::Page(id));
        }
    }
    for (id, page) in site.guides() {
        addresses.add(format!("{}{TWIN}", page.url), What::Twin(id));
        if site.kind_of(page).letter {
            addresses.add(format!("{}{LETTER_TEXT}", page.url), What::LetterText(id));
        }
    }
}

fn redirects(site: &Site, addresses: &mut Addresses, out: &mut Vec<Diagnostic>) {
    for (i, page) in site.pages.iter().enumerate() {
        for (number, alias) in page.meta.aliases.iter().enumerate() {
            let mut url = decoded(alias.value.trim_start_matches('/'));
            if !url.is_empty() && !url.ends_with('/') && !url.ends_with(".html") {
                url.push('/');
            }
            // Hosts read `*` and `:name` in `_redirects` as patterns.
            let bad = url.is_empty() || url.contains(['?', '#', ':', '*', '\\']) || !fits(&url);
            if bad {
                let problem = Problem::BadId { id: alias.value.clone() };
                out.push(Diagnostic::at(alias.span, problem));
            } else if is_reserved(&url) {
                out.push(Diagnostic::at(alias.span, Problem::ReservedUrl { url }));
            } else {
                addresses.add(url, What::Redirect { to: PageId::at(i), alias: number });
            }
        }
    }
}

fn is_reserved(url: &str) -> bool {
    RESERVED.contains(&url.split('/').next().unwrap_or_default()) || url.starts_with(BOOKKEEPING)
}

fn files(site: &Site, addresses: &mut Addresses, out: &mut Vec<Diagnostic>) {
    for (index, url) in site.asset_urls.iter().enumerate() {
        let Some(url) = url else { continue };
        // Names there are made of contents, and hosts are told that they never change.
        if is_of_index(site, url) || is_named_for_contents(url) || !fits(url) {
            let problem = Problem::ReservedUrl { url: url.clone() };
            out.push(Diagnostic::in_file(&site.assets[index].path, problem));
        } else {
            addresses.add(url.clone(), What::SiteFile(index));
        }
    }
}

/// Whether a path is in an edition's folder of the index.
fn is_of_index(site: &Site, url: &str) -> bool {
    let prefixes = site.config.prefixes();
    let mut below = prefixes.iter().filter_map(|prefix| url.strip_prefix(prefix.as_str()));
    below.any(|below| below.starts_with("search/"))
}

/// Whether a path is in a folder of scaled pictures or of the theme's files.
fn is_named_for_contents(url: &str) -> bool {
    let Some(folder) = url.strip_prefix("assets/").and_then(|rest| rest.split('/').next()) else {
        return false;
    };
    folder == "pictures" || (folder.len() == 12 && folder.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// What machines read, unless the site has a file of its own there.
fn machine_files(site: &Site, addresses: &mut Addresses) {
    let redirects = addresses.list().iter().any(|a| matches!(a.what, What::Redirect { .. }));
    for (path, what) in [
        ("llms.txt", What::Llms),
        ("data.json", What::Data),
        ("review.ics", What::Calendar),
        ("_headers", What::Headers),
        ("_redirects", What::Redirects),
    ] {
        let wanted = match what {
            What::Redirects => redirects,
            What::Calendar => site.config.review_calendar,
            _ => true,
        };
        if wanted && addresses.site_file(path).is_none() {
            addresses.add(path, what);
        }
    }
    if site.config.base_url.is_empty() {
        return;
    }
    let listed = addresses.list().iter().filter(|a| site.is_listed(a.what)).count();
    let parts = (listed * site.config.prefixes().len()).div_ceil(SITEMAP);
    for number in (1..=parts).filter(|_| parts > 1) {
        addresses.add(format!("sitemap-{number}.xml"), What::SitemapPart(number));
    }
}

/// Whether every part of an address can be a file's name wherever the site may be published.
fn fits(url: &str) -> bool {
    let part = |part: &str| {
        part.len() <= PART
            && !matches!(part, "" | "." | "..")
            && !part.chars().any(char::is_control)
    };
    url.len() <= WHOLE && (url.is_empty() || url.trim_end_matches('/').split('/').all(part))
}

/// Names that files and folders of the finished site have, folded as careless file systems do.
#[derive(Default)]
struct Collisions<'a> {
    taken: FxHashMap<String, Taken>,
    /// Places where something was reported: a page has two files, and one report is enough.
    told: FxHashSet<Place<'a>>,
}

struct Taken {
    spelling: String,
    folder: bool,
    /// Nothing for the folders of editions and of what is named for its contents.
    by: Option<What>,
}

/// Where an address was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Place<'a> {
    Span(Span),
    File(&'a str),
}

impl<'a> Collisions<'a> {
    fn find(mut self, site: &'a Site, addresses: &Addresses, out: &mut Vec<Diagnostic>) {
        let prefixes = site.config.prefixes();
        let editions = || prefixes.iter().map(String::as_str).filter(|prefix| !prefix.is_empty());
        FAMILIES.into_iter().chain(editions()).for_each(|folder| self.keep(folder));
        for address in addresses.list() {
            let file = address.file();
            let found = self.claim(&file, Some(address.what));
            self.report(site, found, address.what, out);
        }
        editions().for_each(|prefix| self.find_below(prefix, site, addresses, out));
    }

    /// A further edition has the same addresses below its prefix; only files may be in its way.
    fn find_below(
        &mut self,
        prefix: &str,
        site: &'a Site,
        addresses: &Addresses,
        out: &mut Vec<Diagnostic>,
    ) {
        let list = addresses.list().iter();
        let (files, own): (Vec<&Address>, Vec<&Address>) =
            list.partition(|address| matches!(address.what, What::SiteFile(_)));
        let mut files = files.into_iter().filter(|file| file.path.starts_with(prefix)).peekable();
        if files.peek().is_none() {
            return;
        }
        let mut edition = Self::default();
        for address in own.iter().filter(|a| !a.what.is_shared() && !a.what.is_replaceable()) {
            edition.claim(&format!("{prefix}{}", address.file()), None);
        }
        for file in files {
            let found = edition.claim(&file.path, None);
            self.report(site, found, file.what, out);
        }
    }

    /// Keeps a folder's name, which ends with `/`, as it is spelt.
    fn keep(&mut self, folder: &str) {
        let spelling = folder.trim_end_matches('/').to_owned();
        let taken = Taken { spelling, folder: true, by: None };
        self.taken.insert(output::folded(&taken.spelling), taken);
    }

    /// Takes a file's name and those of its folders; what is in the way, if anything is.
    fn claim(&mut self, file: &str, what: Option<What>) -> Option<(Problem, Option<What>)> {
        let folders = file.match_indices('/').map(|(at, _)| (&file[..at], true));
        for (name, folder) in folders.chain([(file, false)]) {
            let folded = output::folded(name);
            let Some(taken) = self.taken.get(&folded) else {
                let spelling = name.to_owned();
                self.taken.insert(folded, Taken { spelling, folder, by: what });
                continue;
            };
            let (url, by) = (name.to_owned(), taken.by);
            if taken.spelling != name {
                return Some((Problem::AlikeUrls { url, other: taken.spelling.clone() }, by));
            }
            if taken.folder != folder {
                return Some((Problem::FileAndFolder { url }, by));
            }
            if !folder {
                let url = url.strip_suffix("index.html").map(str::to_owned).unwrap_or(url);
                return Some((Problem::DuplicateUrl { url, by: None }, by));
            }
        }
        None
    }

    fn report(
        &mut self,
        site: &'a Site,
        found: Option<(Problem, Option<What>)>,
        what: What,
        out: &mut Vec<Diagnostic>,
    ) {
        let Some((problem, by)) = found else { return };
        let (here, other) = (place(site, what), by.and_then(|by| place(site, by)));
        let (here, other) = if here.is_some() { (here, other) } else { (other, None) };
        if here.is_some_and(|here| !self.told.insert(here)) {
            return;
        }
        let problem = match (problem, other) {
            (Problem::DuplicateUrl { url, .. }, None) => Problem::ReservedUrl { url },
            (Problem::DuplicateUrl { url, .. }, Some(Place::File(path))) => {
                Problem::DuplicateUrl { url, by: Some(path.to_owned()) }
            }
            (problem, _) => problem,
        };
        let diagnostic = match here {
            Some(Place::Span(span)) => Diagnostic::at(span, problem),
            Some(Place::File(path)) => Diagnostic::in_file(path, problem),
            None => Diagnostic::in_file(config::FILE, problem),
        };
        out.push(match other {
            Some(Place::Span(span)) => diagnostic.and(span),
            _ => diagnostic,
        });
    }
}

/// Where the author gave an address; nothing for the site's own.
fn place(site: &Site, what: What) -> Option<Place<'_>> {
    let page = |id: PageId| Place::Span(site.page(id).head());
    match what {
        What::Page(id) | What::Twin(id) | What::LetterText(id) => Some(page(id)),
        What::Home => site.iter().find(|(_, p)| p.role == Role::Home).map(|(id, _)| page(id)),
        What::Folder { folder, .. } | What::FolderFeed(folder) => {
            site.folders[folder].section.map(page)
        }
        What::Tag { tag, .. } | What::TagFeed(tag) => tag_span(site, tag).map(Place::Span),
        What::Law(law) => Some(Place::Span(site.registry.laws[law].span)),
        What::Redirect { to, alias } => {
            site.page(to).meta.aliases.get(alias).map(|alias| Place::Span(alias.span))
        }
        What::SiteFile(asset) => Some(Place::File(&site.assets[asset].path)),
        _ => None,
    }
}

/// Where a tag is listed or, where there is no list, first used.
fn tag_span(site: &Site, tag: usize) -> Option<Span> {
    let tag = &site.tags[tag];
    let listed = site.registry.tags.iter().find(|listed| listed.id == tag.id);
    listed.map(|listed| listed.span).or_else(|| {
        let first = site.page(*tag.pages.first()?);
        first.meta.tags.iter().find(|t| fold(&t.value) == fold(&tag.label)).map(|t| t.span)
    })
}
