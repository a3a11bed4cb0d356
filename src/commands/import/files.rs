//! The files of the old site, and where each of them goes.

use super::generator::{Generator, Layout};
use crate::base::source::MARKDOWN;
use crate::link::RESERVED;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use unicode_normalization::UnicodeNormalization;

/// A file of the old site.
#[derive(Debug)]
pub(super) struct OldFile {
    pub(super) disk: PathBuf,
    /// Its path below the folder of pages in the site's language (`/`, NFC); that of a file that is published
    /// as it is begins with `/`.
    pub(super) old: String,
    /// Its path below `content/`.
    pub(super) new: String,
    pub(super) is_page: bool,
    /// Whether it stood in a folder of drafts.
    pub(super) draft: bool,
    /// The day that its name begins with, as Jekyll's posts' do.
    pub(super) day: Option<String>,
}

/// All of them, and the folders that hold translations, with how many pages each has.
#[derive(Debug, Default)]
pub(super) struct Files {
    pub(super) files: Vec<OldFile>,
    pub(super) translations: Vec<(String, usize)>,
    /// The folder of the site's language, with `/`, if pages are below one.
    pub(super) below: String,
    /// Parts of pages, and pages that the old generator made lists of.
    pub(super) left: Vec<String>,
}

/// Folders that are no part of any site.
const SKIPPED: [&str; 6] =
    ["node_modules", "vendor", "public_html", "themes", "archetypes", "gemfiles"];

/// Files that keep a repository.
const KEEPING: [&str; 14] = [
    "readme.md",
    "license.md",
    "changelog.md",
    "contributing.md",
    "code_of_conduct.md",
    "agents.md",
    "claude.md",
    "security.md",
    "gemfile",
    "gemfile.lock",
    "rakefile",
    "package.json",
    "package-lock.json",
    "yarn.lock",
];

/// Files that every site makes for itself.
const MADE: [&str; 4] = ["robots.txt", "sitemap.xml", "404.html", "feed.xml"];

/// Folders of `content/` that hold no pages.
const INNER: [&str; 3] = ["data", "tests", "static"];

/// Finds all files of a site.
pub(super) fn collect(
    generator: Generator,
    layout: &Layout,
    language: Option<&str>,
) -> io::Result<Files> {
    let mut found = Vec::new();
    let skips = layout.content == layout.root;
    walk(&layout.content, "", generator, skips, &mut found)?;
    let mut files = Files::default();
    files.below = main_language(&mut found, language, &mut files.translations);
    for (path, disk) in found {
        let own = path.strip_prefix(&files.below).unwrap_or(&path);
        let own = own.to_owned();
        let file = place(generator, &own, disk);
        match file {
            Some(file) => files.files.push(file),
            None if is_page(&path) || is_template(generator, &path) || MADE.contains(&&*own) => {
                files.left.push(path);
            }
            None => {}
        }
    }
    for folder in &layout.files {
        let mut found = Vec::new();
        walk(folder, "", generator, false, &mut found)?;
        let name = folder.strip_prefix(&layout.root).unwrap_or(folder).to_string_lossy();
        // What pages take pictures from has no address of its own.
        let published = matches!(&*name, "static" | "public");
        for (path, disk) in found {
            if published && MADE.contains(&path.as_str()) {
                files.left.push(format!("{name}/{path}"));
                continue;
            }
            let (old, new) = match published {
                true => (format!("/{path}"), format!("static/{path}")),
                false => (format!("//{name}/{path}"), format!("pictures/{path}")),
            };
            files.files.push(OldFile { disk, old, new, is_page: false, draft: false, day: None });
        }
    }
    // Where a folder has both, `README` does not introduce it.
    files.files.sort_by_key(|file| file.old.to_lowercase().contains("readme."));
    settle(&mut files.files);
    files.files.sort_by(|one, other| one.new.cmp(&other.new));
    Ok(files)
}

/// Finds all files below a folder. `skips`: whether other things than the site may lie in it.
fn walk(
    folder: &Path,
    below: &str,
    generator: Generator,
    skips: bool,
    found: &mut Vec<(String, PathBuf)>,
) -> io::Result<()> {
    let mut entries: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name: String = entry.file_name().to_string_lossy().nfc().collect();
        let kind = entry.file_type()?;
        let hidden = name.starts_with('.') && ![".well-known", ".nojekyll"].contains(&&*name);
        // A link may lead anywhere; what it leads to is found where it is, if it belongs to the site.
        if hidden || kind.is_symlink() || name.ends_with('~') {
            continue;
        }
        let path = format!("{below}{name}");
        if kind.is_dir() {
            let posts = ["_posts", "_drafts"].contains(&&*name);
            let apart = name.starts_with('_') && !posts && generator != Generator::Obsidian;
            let top = skips && SKIPPED.contains(&&*name);
            let published = generator == Generator::VitePress && path == "public";
            if !(apart || top || published) {
                walk(&entry.path(), &format!("{path}/"), generator, false, found)?;
            }
        } else if kind.is_file() {
            found.push((path, entry.path()));
        }
    }
    Ok(())
}

fn has_front_matter(path: &Path) -> bool {
    let mut head = [0; 4];
    let read = fs::File::open(path).and_then(|mut file| file.read_exact(&mut head));
    read.is_ok() && head.starts_with(b"---") && head[3].is_ascii_whitespace()
}

/// Whether a file is a page of Markdown.
fn is_page(path: &str) -> bool {
    let end = path.rsplit_once('.').map_or("", |(_, end)| end).to_ascii_lowercase();
    MARKDOWN.contains(&&*end)
}

/// Leaves out folders that hold the same pages in other languages. What the others are below: nothing, or
/// the folder of the site's language.
fn main_language(
    found: &mut Vec<(String, PathBuf)>,
    language: Option<&str>,
    translations: &mut Vec<(String, usize)>,
) -> String {
    let mut folders: BTreeMap<String, HashSet<String>> = BTreeMap::new();
    let keeps = |path: &str| KEEPING.contains(&&*path.to_ascii_lowercase());
    for (path, _) in found.iter().filter(|(path, _)| is_page(path) && !keeps(path)) {
        let (first, rest) = path.split_once('/').unwrap_or(("", path));
        let named = is_language(first);
        let (folder, rest) = if named { (first, rest) } else { ("", path.as_str()) };
        let rest = rest.rsplit_once('.').map_or(rest, |(stem, _)| stem);
        folders.entry(folder.to_owned()).or_default().insert(rest.to_owned());
    }
    let same = |one: &str, other: &str| {
        let (one, other) = (&folders[one], &folders[other]);
        let shared = one.intersection(other).count();
        shared > 0 && 2 * shared >= one.len().min(other.len())
    };
    let languages: Vec<&String> = folders.keys().filter(|f| !f.is_empty()).collect();
    let rooted = folders.contains_key("") && languages.iter().any(|f| same(f, ""));
    let wanted = |folder: &&&String| {
        language.is_some_and(|l| l.eq_ignore_ascii_case(folder) || l.starts_with(folder.as_str()))
    };
    let main = match rooted {
        true => String::new(),
        false => {
            let chosen = languages.iter().find(wanted);
            let chosen =
                chosen.or_else(|| languages.iter().find(|f| ["en", "zh"].contains(&f.as_str())));
            let Some(chosen) = chosen else { return String::new() };
            let others = languages.iter().any(|f| f != chosen && same(f, chosen));
            if !others && folders.contains_key("") {
                return String::new();
            }
            (*chosen).clone()
        }
    };
    for folder in languages {
        if *folder != main && same(folder, &main) {
            translations.push((folder.clone(), folders[folder].len()));
        }
    }
    let others: Vec<String> = translations.iter().map(|(folder, _)| format!("{folder}/")).collect();
    found.retain(|(path, _)| !others.iter().any(|other| path.starts_with(other)));
    if main.is_empty() { main } else { main + "/" }
}

/// `en`, `zh-cn`, `pt-BR`.
fn is_language(folder: &str) -> bool {
    let (first, rest) = folder.split_once(['-', '_']).unwrap_or((folder, ""));
    let small = first.len() == 2 && first.bytes().all(|b| b.is_ascii_lowercase());
    small && rest.len() <= 4 && rest.bytes().all(|b| b.is_ascii_alphabetic())
}

/// Where a file goes; `None` for what is no page of its own.
fn place(generator: Generator, path: &str, disk: PathBuf) -> Option<OldFile> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let page = is_page(path);
    let top = folder.is_empty();
    let kept = matches!(generator, Generator::Jekyll | Generator::Obsidian | Generator::Hugo);
    let headed = generator == Generator::Jekyll && has_front_matter(&disk);
    if top && kept && KEEPING.contains(&&*name.to_ascii_lowercase()) && !headed {
        return None;
    }
    // What Jekyll makes of a template is not what stands in it.
    if MADE.contains(&path) || headed && !page {
        return None;
    }
    let partial = page && name.starts_with('_') && !name.starts_with("_index.");
    if partial && generator.has_partials() || !page && is_source(generator, name) {
        return None;
    }
    let mut parts: Vec<&str> = path.split('/').collect();
    let draft = parts.contains(&"_drafts");
    let file = parts.pop().unwrap_or_default();
    let (name, day) = if page { page_name(generator, file) } else { (file.to_owned(), None) };
    let mut folders: Vec<String> = parts.into_iter().map(folder_name).collect();
    if let Some(first) = folders.first_mut().filter(|first| is_taken(first, page)) {
        first.push_str("-pages");
    }
    folders.push(name);
    let new = folders.join("/");
    Some(OldFile { disk, old: path.to_owned(), new, is_page: page, draft, day })
}

/// A folder's name is part of addresses: small letters, no spaces.
fn folder_name(part: &str) -> String {
    match part {
        "_posts" | "_drafts" => "posts".to_owned(),
        part => part.replace(' ', "-").to_lowercase(),
    }
}

fn is_taken(first: &str, page: bool) -> bool {
    INNER.contains(&first) || page && RESERVED.contains(&first)
}

/// What a page's file is called here, and the day that its name begins with.
fn page_name(generator: Generator, file: &str) -> (String, Option<String>) {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let stem = stem.strip_suffix(".html").unwrap_or(stem);
    if ["_index", "index", "README", "readme", "Readme"].contains(&stem) {
        return ("index.md".to_owned(), None);
    }
    let dated = matches!(generator, Generator::Jekyll | Generator::Hexo) && stem.len() > 11;
    let day = stem.get(..10).filter(|day| dated && crate::base::day::parse_day(day).is_some());
    match day.and_then(|day| stem[10..].strip_prefix('-').map(|rest| (day, rest))) {
        Some((day, rest)) => (format!("{rest}.md"), Some(day.to_owned())),
        None => (format!("{stem}.md"), None),
    }
}

/// Files that the old generator made something of, and that mean nothing to a reader.
fn is_source(generator: Generator, name: &str) -> bool {
    let end = name.rsplit_once('.').map_or("", |(_, end)| end).to_ascii_lowercase();
    let programs = ["vue", "ts", "tsx", "jsx", "astro", "scss", "sass", "less", "canvas", "base"];
    let templates = matches!(generator, Generator::Jekyll | Generator::Hexo | Generator::Hugo);
    let small = name.to_ascii_lowercase();
    programs.contains(&&*end)
        || KEEPING.contains(&&*small)
        || ["yaml", "yml", "gemspec"].contains(&&*end)
        || templates && ["html", "htm", "xml", "ejs", "pug", "swig"].contains(&&*end)
}

/// Whether the old generator made a page of this template.
fn is_template(generator: Generator, path: &str) -> bool {
    let templates = matches!(generator, Generator::Jekyll | Generator::Hexo | Generator::Hugo);
    let end = path.rsplit_once('.').map_or("", |(_, end)| end).to_ascii_lowercase();
    templates && ["html", "htm"].contains(&&*end)
}

/// Gives every file a name that no other has, however carefully a file system looks, and every page
/// an address of its own.
fn settle(files: &mut [OldFile]) {
    let folders: HashSet<String> = files
        .iter()
        .filter(|file| file.is_page)
        .filter_map(|file| file.new.split_once('/').map(|(first, _)| first.to_lowercase()))
        .collect();
    let mut taken: HashMap<String, usize> = HashMap::new();
    for file in files.iter_mut() {
        // A page beside the folder of its name introduces that folder.
        let stem = file.new.strip_suffix(".md").filter(|stem| file.is_page && !stem.contains('/'));
        if let Some(stem) = stem.filter(|stem| folders.contains(&stem.to_lowercase())) {
            file.new = format!("{}/index.md", folder_name(stem));
        }
        let address = |new: &str| {
            let stem = if file.is_page { new.strip_suffix(".md").unwrap_or(new) } else { new };
            stem.strip_suffix("/index").unwrap_or(stem).to_lowercase()
        };
        let wanted = file.new.clone();
        let number = taken.entry(address(&wanted)).or_insert(0);
        *number += 1;
        let mut n = *number;
        while n > 1 {
            let (stem, end) = wanted.rsplit_once('.').unwrap_or((&wanted, ""));
            let stem = stem.strip_suffix("/index").unwrap_or(stem);
            let dot = if end.is_empty() { "" } else { "." };
            let next = format!("{stem}-{n}{dot}{end}");
            match taken.get(&address(&next)) {
                None => {
                    taken.insert(address(&next), 1);
                    file.new = next;
                    break;
                }
                Some(_) => n += 1,
            }
        }
    }
}
