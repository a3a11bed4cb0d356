//! Where the files of the old site were, by path, by address and by name.

use super::super::files::{Files, OldFile};
use super::super::settings::Settings;
use super::stem_of_page;
use crate::base::address::{decoded, followed};
use std::collections::{HashMap, HashSet};
use std::path::{Component, Path, PathBuf};
use unicode_normalization::UnicodeNormalization;

/// Finds files of the old site by what its pages call them.
pub(in super::super) struct Places<'a> {
    pub(in super::super) files: &'a [OldFile],
    /// Whether `[[…]]` is a link in the old site.
    pub(in super::super) has_wiki: bool,
    pub(super) settings: &'a Settings,
    content: &'a Path,
    /// The folder of the site's language, which its addresses may begin with.
    below: &'a str,
    /// By file.
    addresses: &'a [Vec<String>],
    by_path: HashMap<String, usize>,
    by_disk: HashMap<String, usize>,
    by_address: HashMap<String, usize>,
    by_name: HashMap<String, Vec<usize>>,
    stems: HashMap<String, usize>,
    /// The addresses of pages that were not taken over.
    left: HashSet<String>,
    /// Folders of translations.
    translations: &'a [(String, usize)],
}

/// What may stand behind the name of a page's file.
const ENDS: [&str; 9] = [
    "",
    ".md",
    ".mdx",
    ".markdown",
    "/index.md",
    "/index.mdx",
    "/_index.md",
    "/README.md",
    ".html.md",
];

impl<'a> Places<'a> {
    /// `addresses`: those that each file had, besides the ones that follow from its path.
    pub(in super::super) fn new(
        found: &'a Files,
        settings: &'a Settings,
        content: &'a Path,
        addresses: &'a [Vec<String>],
        has_wiki: bool,
    ) -> Self {
        let files = found.files.as_slice();
        // Every site makes its own feed and map.
        let is_page = |path: &&String| !path.ends_with(".xml") && !path.ends_with(".txt");
        let mut places = Self {
            files,
            has_wiki,
            settings,
            content,
            below: &found.below,
            addresses,
            by_path: HashMap::new(),
            by_disk: HashMap::new(),
            by_address: HashMap::new(),
            by_name: HashMap::new(),
            stems: HashMap::new(),
            left: found.left.iter().filter(is_page).map(|path| left_key(path)).collect(),
            translations: &found.translations,
        };
        for (at, file) in files.iter().enumerate() {
            places.by_path.insert(file.old.to_lowercase(), at);
            places.by_disk.insert(key(&file.disk), at);
            // A post may be named without its day.
            if file.day.is_some() {
                places.by_path.insert(format!("_posts/{}.md", stem_of_page(&file.new)), at);
            }
            let name = file.old.rsplit('/').next().unwrap_or_default().to_lowercase();
            let stem = name.rsplit_once('.').map(|(stem, _)| stem.to_owned());
            places.by_name.entry(name).or_default().push(at);
            if let Some(stem) = stem.filter(|_| file.is_page) {
                places.by_name.entry(stem).or_default().push(at);
                *places.stems.entry(stem_of_page(&file.new).to_lowercase()).or_default() += 1;
            }
            for address in &addresses[at] {
                places.by_address.entry(address_key(address)).or_insert(at);
            }
        }
        places
    }

    /// Whether only one page has this name.
    pub(super) fn is_unique(&self, stem: &str) -> bool {
        self.stems.get(&stem.to_lowercase()) == Some(&1)
    }

    /// The file that an address on a page leads to.
    pub(super) fn find(&self, here: usize, written: &str) -> Option<usize> {
        let path = written.split('?').next().unwrap_or_default();
        let path: String = decoded(path).nfc().collect();
        let own = self.settings.url.as_deref().and_then(|url| path.strip_prefix(url));
        if let Some(own) = own.map(|own| format!("/{own}")) {
            return self.absolute(&own);
        }
        let of_program = path.strip_prefix("@site/");
        if let Some(own) = of_program {
            let own = own.strip_prefix("static").or_else(|| own.strip_prefix("docs"));
            return own.and_then(|own| self.absolute(own));
        }
        if path.contains("://") || path.starts_with("//") || has_scheme(&path) {
            return None;
        }
        if path.starts_with('/') {
            return self.absolute(&path);
        }
        self.relative(here, &path)
    }

    /// Whether an address led to a page that was not taken over, or into a folder of translations.
    pub(super) fn is_left(&self, here: usize, written: &str) -> bool {
        let path = written.split('?').next().unwrap_or_default();
        let path: String = decoded(path).nfc().collect();
        if path.contains("://") || path.starts_with("//") || has_scheme(&path) {
            return false;
        }
        let own = &self.files[here].old;
        let own = format!("{}{own}", self.below);
        let folder = own.rsplit_once('/').map_or("", |(folder, _)| folder);
        let whole = match path.strip_prefix('/') {
            Some(_) => Some(self.inner(&path).to_owned()),
            None => join(folder, &path),
        };
        whole.is_some_and(|whole| {
            let first = whole.split('/').next().unwrap_or_default();
            let translated = self.translations.iter().any(|(folder, _)| folder == first);
            let known = |path: &str| self.left.contains(&left_key(path));
            !whole.is_empty()
                && (translated || known(&whole) || known(&format!("{}{whole}", self.below)))
        })
    }

    /// An address from the root of the site, without the path that all of them begin with.
    fn inner<'p>(&self, path: &'p str) -> &'p str {
        let base = self.settings.base.trim_end_matches('/');
        let path = path.strip_prefix(base).filter(|p| p.starts_with('/')).unwrap_or(path);
        path.trim_start_matches('/')
    }

    fn absolute(&self, path: &str) -> Option<usize> {
        let inner = self.inner(path);
        let language = inner.strip_prefix(self.below).filter(|_| !self.below.is_empty());
        let routed = format!("{}/", self.settings.route);
        let routed = inner.strip_prefix(&routed).filter(|_| !self.settings.route.is_empty());
        let ways = [Some(inner), language, routed];
        let page = ways.into_iter().flatten().find_map(|way| self.with_end(way, &self.by_path));
        page.or_else(|| self.with_end(&format!("/{inner}"), &self.by_path))
            .or_else(|| self.by_path.get(&format!("//assets/{inner}").to_lowercase()).copied())
            .or_else(|| self.by_address.get(&address_key(inner)).copied())
    }

    fn relative(&self, here: usize, path: &str) -> Option<usize> {
        let disk = &self.files[here].disk;
        let folder = disk.parent().unwrap_or(disk);
        // As files stand to each other; as their addresses do, whose last part is a folder; from
        // the folder of all pages.
        let beside = folder.join(path);
        let below = disk.with_extension("").join(path);
        let ways =
            [beside, below, self.content.join(path), self.content.join(self.below).join(path)];
        let found = ways.iter().find_map(|way| self.with_end(&key(way), &self.by_disk));
        let taken = || self.by_path.get(&format!("//assets/{path}").to_lowercase()).copied();
        found.or_else(taken).or_else(|| {
            let own = &self.files[here].old;
            let folder = own.rsplit_once('/').map_or("", |(folder, _)| folder);
            let stem = own.rsplit_once('.').map_or(own.as_str(), |(stem, _)| stem);
            let shown = self.addresses[here].first().map(String::as_str);
            [Some(folder), Some(stem), shown].into_iter().flatten().find_map(|start| {
                let joined = join(start, path)?;
                self.by_address.get(&address_key(&joined)).copied()
            })
        })
    }

    /// A file by its path, or by that without what its address leaves out.
    fn with_end(&self, path: &str, known: &HashMap<String, usize>) -> Option<usize> {
        let path = path.to_lowercase();
        let path = path.trim_end_matches('/');
        let bare = [".html", ".htm", ".mdx", ".md"].iter().find_map(|end| path.strip_suffix(end));
        let bare = bare.map(|bare| bare.strip_suffix("/index").unwrap_or(bare));
        [Some(path), bare].into_iter().flatten().find_map(|path| {
            ENDS.iter().find_map(|end| {
                let end = end.to_lowercase();
                let whole = if path.is_empty() {
                    end.trim_start_matches('/').to_owned()
                } else {
                    format!("{path}{end}")
                };
                known.get(&whole).copied()
            })
        })
    }

    /// The file that `[[name]]` means: one of that name or path, the nearest where there are several.
    pub(super) fn named(&self, here: usize, name: &str) -> Option<usize> {
        let name: String = name.nfc().collect::<String>().to_lowercase();
        let bare = name.strip_suffix(".md").unwrap_or(&name);
        if let Some(found) = self.with_end(bare, &self.by_path) {
            return Some(found);
        }
        let last = bare.rsplit('/').next().unwrap_or(bare);
        let found = self.by_name.get(last).into_iter().flatten().copied();
        let path_of = |at: usize| self.files[at].old.to_lowercase();
        let fits = |at: &usize| {
            let path = path_of(*at);
            let stem = path.strip_suffix(".md").unwrap_or(&path);
            last == bare
                || stem.ends_with(&format!("/{bare}"))
                || path.ends_with(&format!("/{bare}"))
        };
        let folder = |at: usize| {
            self.files[at].old.rsplit_once('/').map_or(String::new(), |(f, _)| f.to_owned())
        };
        let own = folder(here);
        found
            .filter(fits)
            .min_by_key(|at| (folder(*at) != own, self.files[*at].old.matches('/').count()))
    }
}

fn has_scheme(path: &str) -> bool {
    let scheme = path.split_once(':').map(|(scheme, _)| scheme);
    scheme
        .is_some_and(|s| !s.is_empty() && s.chars().all(|c| c.is_ascii_alphanumeric() || c == '+'))
}

/// An address without what does not tell it from others.
pub(in super::super) fn address_key(address: &str) -> String {
    let address = decoded(address).to_lowercase();
    let address = address.trim_matches('/');
    let address = address.strip_suffix(".html").unwrap_or(address);
    match address.strip_suffix("index") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => {
            folder.trim_end_matches('/').to_owned()
        }
        _ => address.to_owned(),
    }
}

/// The address of a page's file, by which it is known that it was left out.
fn left_key(path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let introduces = ["index", "_index", "readme"].contains(&&*stem.to_lowercase());
    address_key(&if introduces { folder.to_owned() } else { format!("{folder}/{stem}") })
}

/// Joins an address to the one that it stands on; nothing where it climbs out of the site.
fn join(start: &str, path: &str) -> Option<String> {
    followed(followed(Vec::new(), start)?, path).map(|parts| parts.join("/"))
}

/// A path of the disk without `.` and `..`, in small letters.
fn key(path: &Path) -> String {
    let mut whole = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                whole.pop();
            }
            Component::CurDir => {}
            part => whole.push(part),
        }
    }
    whole.to_string_lossy().nfc().collect::<String>().to_lowercase()
}
