//! `mingbai import`: a new site from the files of another generator. The old ones are read and never
//! touched.
//!
//! What can be said here is said in our words; what cannot stays where it is, or goes, and the report
//! names it. Whether the new site holds together is for `check` to say, which is run at the end.

mod addresses;
mod body;
mod files;
mod front;
mod generator;
mod includes;
mod links;
mod report;
mod settings;
mod site;
mod tags;
mod text;
mod value;

pub use generator::Generator;
pub use report::Report;

use crate::base::cjk;
use crate::base::source::Source;
use crate::commands::pipeline::{self, Failure, Request};
use crate::commands::scaffold;
use crate::diag::Severity;
use crate::link::RESERVED;
use crate::model::config;
use crate::parse;
use addresses::can_lead;
use files::{Files, OldFile};
use front::Front;
use generator::Layout;
use includes::Includes;
use links::{Anchors, Places, Rewriter, terms};
use report::{Change, Look, Notes};
use settings::Settings;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs;
use std::path::Path;
use tags::Tags;

/// An old page that was read.
struct Page {
    front: Front,
    /// Front matter that could not be read.
    unread: Option<String>,
    text: String,
    /// Where readers found it, and what else led there.
    addresses: Vec<String>,
}

/// Reads the site in `from`, which `told` made where it cannot be seen, and writes a new one into `to`.
pub fn import(
    from: &Path,
    to: &Path,
    told: Option<Generator>,
    request: &Request,
) -> Result<Report, Failure> {
    let old = from.canonicalize().map_err(|error| Failure::Unreadable(from.to_owned(), error))?;
    if !old.is_dir() {
        return Err(Failure::Usage(format!("{} is no folder", from.display())));
    }
    let Some((generator, layout)) = generator::find(&old, told) else {
        return Err(Failure::Usage(format!("nothing in {} can be imported", from.display())));
    };
    scaffold::claim(to)?;
    let inside = to.canonicalize()?;
    if inside.starts_with(&layout.root) || inside.starts_with(&old) {
        // The folder that was made for it is empty.
        let _ = fs::remove_dir(&inside);
        return Err(Failure::Usage(format!(
            "{} lies in the old site; choose a folder outside of it",
            to.display()
        )));
    }
    let settings = settings::read(generator, &layout);
    let found = files::collect(generator, &layout, settings.language.as_deref())?;
    let mut notes = Notes::default();
    found.left.iter().for_each(|path| notes.look(Look::Left, path));
    for (folder, pages) in &found.translations {
        notes.look(Look::Translation(*pages), folder);
    }
    let mut report = write(to, generator, &layout, &settings, found, notes)?;
    let checked = pipeline::check(&Request { root: to.to_owned(), ..request.clone() })?;
    let count = |level| checked.diagnostics.iter().filter(|d| d.severity == level).count();
    (report.errors, report.warnings) = (count(Severity::Error), count(Severity::Warning));
    Ok(report)
}

/// The name of the file with the report, in the new site's folder.
pub const REPORT: &str = report::FILE;

fn write(
    to: &Path,
    generator: Generator,
    layout: &Layout,
    settings: &Settings,
    mut found: Files,
    mut notes: Notes,
) -> Result<Report, Failure> {
    let mut pages = read_pages(generator, settings, layout, &mut found, &mut notes);
    let aliases = aliases(&found.files, &pages, &mut notes);
    let mut tags = Tags::default();
    for page in pages.iter().flatten() {
        page.front.tags.iter().for_each(|tag| tags.add(tag));
    }
    rewrite_links(generator, settings, layout, &found, &mut pages, &mut notes);
    let content = to.join("content");
    let (mut count, mut drafts) = (0, 0);
    for ((file, page), aliases) in found.files.iter().zip(&pages).zip(&aliases) {
        let path = content.join(&file.new);
        fs::create_dir_all(path.parent().unwrap_or(&content))?;
        match page {
            Some(page) => {
                count += 1;
                drafts += usize::from(page.front.draft);
                notes.count(Change::Alias, aliases.len());
                fs::write(path, written(page, &tags, aliases))?;
            }
            None => {
                fs::copy(&file.disk, path)?;
            }
        }
    }
    let files = found.files.len() - count;
    let titles = titles(&found.files, &pages);
    let language = settings.language.clone().or_else(|| spoken(&pages));
    let yaml = site::settings(settings, language.as_deref(), &layout.root, &found.files, &titles);
    fs::write(to.join(config::FILE), yaml)?;
    if tags.len() > 0 {
        fs::create_dir_all(content.join("data"))?;
        fs::write(content.join("data/tags.yaml"), tags.written())?;
    }
    count_keys(&pages, &mut notes);
    let (pages, tags) = (count, tags.len());
    Ok(Report { generator, pages, drafts, files, tags, notes, errors: 0, warnings: 0 })
}

/// Reads and converts every page; files that are none have nothing here. Pages that held nothing but a
/// list leave the list of files.
fn read_pages(
    generator: Generator,
    settings: &Settings,
    layout: &Layout,
    found: &mut Files,
    notes: &mut Notes,
) -> Vec<Option<Page>> {
    let below = found.below.clone();
    let includes = Includes { generator, layout, below: &below };
    let mut pages = Vec::with_capacity(found.files.len());
    let mut kept = Vec::with_capacity(found.files.len());
    for file in std::mem::take(&mut found.files) {
        let text = if file.is_page { fs::read_to_string(&file.disk).ok() } else { None };
        let Some(text) = text else {
            kept.push(file);
            pages.push(None);
            continue;
        };
        match read_page(&includes, settings, &file, &text, notes) {
            Some(page) => {
                let (old, new) = (file.old.rsplit('/').next(), file.new.rsplit('/').next());
                notes.count(Change::Renamed, usize::from(old != new));
                kept.push(file);
                pages.push(Some(page));
            }
            None => {
                notes.look(Look::Left, &file.old);
                found.left.push(format!("{}{}", found.below, file.old));
            }
        }
    }
    found.files = kept;
    pages
}

fn read_page(
    includes: &Includes<'_>,
    settings: &Settings,
    file: &OldFile,
    text: &str,
    notes: &mut Notes,
) -> Option<Page> {
    let generator = includes.generator;
    let (old, text) = front::cut(text);
    let zone = settings.timezone.as_deref();
    let mut front =
        old.value.map_or_else(Front::default, |value| front::convert(&value, generator, zone));
    let is_list = front.layout.as_deref().is_some_and(|layout| front::LISTS.contains(&layout));
    if is_list && text.trim().is_empty() {
        return None;
    }
    front.draft |= file.draft;
    front.date = front.date.or_else(|| file.day.clone());
    let text = includes.fill(text, &file.disk, notes);
    let text = body::convert(&text, generator, &file.new, notes);
    if front.title.is_none() && old.unread.is_none() && !text.trim_start().starts_with("# ") {
        let home = (file.new == "index.md").then(|| settings.title.clone()).flatten();
        front.title = home.or_else(|| Some(links::stem_of_page(&file.new).to_owned()));
    }
    // These show the heading of the text, and use the title elsewhere.
    let headed =
        matches!(generator, Generator::Docusaurus | Generator::Jekyll | Generator::VitePress);
    let text = if headed { with_own_heading(&text, &mut front) } else { text };
    let addresses = addresses::of_page(file, &front, generator, settings);
    // Elsewhere a slug may be a whole address; here it is the last part of one.
    let whole = matches!(generator, Generator::Docusaurus | Generator::Starlight);
    front.slug = front.slug.filter(|slug| {
        !whole && !slug.starts_with('.') && !slug.contains(['/', '\\', '?', '#', '%', ' ', ':'])
    });
    if old.unread.is_some() {
        notes.look(Look::Unread, &file.new);
    }
    Some(Page { front, unread: old.unread, text, addresses })
}

/// Makes the first heading of a text the title; what the title was is its short name.
fn with_own_heading(text: &str, front: &mut Front) -> String {
    let lines = text::lines(text);
    let found = lines.iter().position(|(line, code)| !code && line.starts_with("# "));
    let Some((at, title)) = found.and_then(|at| Some((at, front.title.take()?))) else {
        return text.to_owned();
    };
    let heading = lines[at].0[2..].trim();
    if title != heading {
        front.set_name(&title);
    }
    if lines[..at].iter().all(|(line, _)| line.trim().is_empty()) {
        return text.to_owned();
    }
    front.title = Some(heading.replace('`', ""));
    let rest = lines.iter().enumerate().filter(|(line, _)| *line != at);
    rest.map(|(_, (line, _))| *line).collect::<Vec<_>>().join("\n") + "\n"
}

/// The old addresses of each page that are not its new one, each given to one page only.
fn aliases(files: &[OldFile], pages: &[Option<Page>], notes: &mut Notes) -> Vec<Vec<String>> {
    let address = |file: &OldFile, page: &Option<Page>| {
        let stem = file.new.strip_suffix(".md").unwrap_or(&file.new);
        let stem = stem.strip_suffix("/index").unwrap_or(stem);
        let slug = page.as_ref().and_then(|page| page.front.slug.as_deref());
        let slug = slug.map(|slug| match stem.rsplit_once('/') {
            Some((folder, _)) => format!("{folder}/{slug}"),
            None => slug.to_owned(),
        });
        slug.unwrap_or_else(|| stem.to_owned()).to_lowercase()
    };
    let mut spellings = Spellings::of(files);
    let mut taken: HashSet<String> = files.iter().zip(pages).map(|(f, p)| address(f, p)).collect();
    // Folders have lists, and so has the whole.
    let folders = files.iter().filter_map(|file| file.new.split_once('/'));
    taken.extend(folders.map(|(folder, _)| folder.to_lowercase()));
    taken.extend(["", "index", "tags", "search", "feed.xml"].map(str::to_owned));
    let mut all = Vec::with_capacity(files.len());
    for (file, page) in files.iter().zip(pages) {
        let Some(page) = page.as_ref().filter(|page| !page.front.draft) else {
            all.push(Vec::new());
            continue;
        };
        let folder = file.old.rsplit_once('/').map_or("", |(folder, _)| folder);
        let asked = page.front.aliases.iter().map(|alias| match alias.strip_prefix('/') {
            Some(whole) => whole.to_owned(),
            None if alias.contains("://") => String::new(),
            None => format!("{folder}/{alias}").trim_start_matches('/').to_owned(),
        });
        let wanted: Vec<String> = page.addresses.iter().take(1).cloned().chain(asked).collect();
        let free = wanted.into_iter().filter(|alias| {
            let key = alias.trim_end_matches('/').to_lowercase();
            let reserved = RESERVED.contains(&key.split('/').next().unwrap_or_default());
            let free = can_lead(alias) && !reserved && !taken.contains(&key);
            if free && !spellings.take(alias) {
                notes.look(Look::Address(format!("/{alias}")), &file.new);
                return false;
            }
            free && taken.insert(key)
        });
        all.push(free.map(|alias| format!("/{alias}")).collect());
    }
    all
}

/// How every folder of the new site is spelled: to many systems one that differs by case only is the same.
struct Spellings(HashMap<String, String>);

impl Spellings {
    fn of(files: &[OldFile]) -> Self {
        let pages = files.iter().filter_map(|file| file.new.strip_suffix(".md"));
        let folders = files.iter().flat_map(|file| above(&file.new)).chain(pages);
        Self(folders.map(|folder| (folder.to_lowercase(), folder.to_owned())).collect())
    }

    /// Whether nothing is spelled in another way than in this address, which is one from now on.
    fn take(&mut self, address: &str) -> bool {
        let whole = address.trim_end_matches('/');
        let parts = || above(whole).chain(std::iter::once(whole));
        let fits = |part: &str| self.0.get(&part.to_lowercase()).is_none_or(|known| known == part);
        let fits = parts().all(fits);
        if fits {
            self.0.extend(parts().map(|part| (part.to_lowercase(), part.to_owned())));
        }
        fits
    }
}

/// The folders that a path lies in.
fn above(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

fn rewrite_links(
    generator: Generator,
    settings: &Settings,
    layout: &Layout,
    found: &Files,
    pages: &mut [Option<Page>],
    notes: &mut Notes,
) {
    let config = config::parse(&Source::new(config::FILE, "title: x\n"), &mut Vec::new());
    let anchors = found.files.iter().zip(pages.iter()).map(|(file, page)| match page {
        Some(page) => {
            let source = Source::new(format!("content/{}", file.new), page.text.clone());
            Anchors::of(&page.text, &parse::page(&source, &config, false).1)
        }
        None => Anchors::default(),
    });
    let anchors: Vec<Anchors> = anchors.collect();
    let addresses: Vec<Vec<String>> = pages
        .iter()
        .map(|page| {
            page.as_ref().map_or_else(Vec::new, |page| {
                page.addresses.iter().chain(&page.front.aliases).cloned().collect()
            })
        })
        .collect();
    let has_wiki = generator == Generator::Obsidian;
    let places = Places::new(found, settings, &layout.content, &addresses, has_wiki);
    let mut terms = vec![BTreeSet::new(); pages.len()];
    for (here, page) in pages.iter_mut().enumerate() {
        if let Some(page) = page {
            let terms = &mut terms;
            let mut rewriter = Rewriter { places: &places, anchors: &anchors, here, terms };
            page.text = rewriter.rewrite(&page.text, notes);
        }
    }
    for (page, ids) in pages.iter_mut().zip(&terms) {
        if let Some(page) = page {
            page.text = terms::named(&page.text, ids);
        }
    }
}

/// A page as it stands in the new site.
fn written(page: &Page, tags: &Tags, aliases: &[String]) -> String {
    let head = match &page.unread {
        Some(block) => format!("---\n{block}---\n\n"),
        None => {
            let mut labels: Vec<String> = Vec::new();
            for label in page.front.tags.iter().map(|tag| tags.label(tag)) {
                if !labels.contains(&label) {
                    labels.push(label);
                }
            }
            page.front.written(&labels, aliases)
        }
    };
    let mut text = String::with_capacity(page.text.len());
    // Where something was taken away, one empty line is enough.
    let mut blank = true;
    for (line, code) in text::lines(&page.text) {
        let empty = line.trim().is_empty() && !code;
        if !(empty && blank) {
            text.push_str(line);
            text.push('\n');
        }
        blank = empty;
    }
    let text = text.trim_end();
    let end = if text.is_empty() { "" } else { "\n" };
    format!("{head}{text}{end}")
}

/// The language of the pages, where the settings do not say it: Chinese, if a fifth of their letters are.
fn spoken(pages: &[Option<Page>]) -> Option<String> {
    let (mut han, mut all) = (0_usize, 0_usize);
    for page in pages.iter().flatten() {
        han += page.text.chars().filter(|c| cjk::is_han(*c)).count();
        all += page.text.chars().filter(|c| c.is_alphabetic()).count();
    }
    Some(if han * 5 >= all { "zh-Hans" } else { "en" }.to_owned())
}

/// What folders are called: the titles of the pages that introduce them.
fn titles(files: &[OldFile], pages: &[Option<Page>]) -> HashMap<String, String> {
    let titled = files.iter().zip(pages).filter_map(|(file, page)| {
        let folder = file.new.strip_suffix("/index.md").filter(|folder| !folder.contains('/'))?;
        Some((folder.to_owned(), page.as_ref()?.front.title.clone()?))
    });
    titled.collect()
}

/// The keys that no page can keep, and how many pages have each.
fn count_keys(pages: &[Option<Page>], notes: &mut Notes) {
    let mut keys: HashMap<&str, usize> = HashMap::new();
    for key in pages.iter().flatten().flat_map(|page| &page.front.dropped) {
        *keys.entry(key).or_default() += 1;
    }
    let mut keys: Vec<_> = keys.into_iter().collect();
    keys.sort_unstable();
    keys.into_iter().for_each(|(key, count)| notes.look(Look::Key(count), &format!("`{key}`")));
}
