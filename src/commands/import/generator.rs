//! The programs whose sites can be read: how each is known, where its pages and files are, and what its
//! settings are called.

use std::fs;
use std::path::{Path, PathBuf};

/// A program that made the old site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "their names")]
pub enum Generator {
    Hugo,
    Hexo,
    Jekyll,
    VitePress,
    Docusaurus,
    Starlight,
    Obsidian,
}

/// Where the parts of an old site are.
#[derive(Debug)]
pub(super) struct Layout {
    /// The folder in which the generator's settings are.
    pub(super) root: PathBuf,
    /// Its settings, if it has any.
    pub(super) settings: Option<PathBuf>,
    /// The folder of the pages.
    pub(super) content: PathBuf,
    /// Folders whose files are published as they are, or which pages take pictures from.
    pub(super) files: Vec<PathBuf>,
}

/// How many folders above the one that was named are looked at.
const ABOVE: usize = 3;

impl Generator {
    /// The name that people know it by.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hugo => "Hugo",
            Self::Hexo => "Hexo",
            Self::Jekyll => "Jekyll",
            Self::VitePress => "VitePress",
            Self::Docusaurus => "Docusaurus",
            Self::Starlight => "Starlight",
            Self::Obsidian => "Obsidian",
        }
    }

    /// Whether files that begin with `_` are parts of pages.
    pub(super) fn has_partials(self) -> bool {
        matches!(self, Self::Docusaurus | Self::Starlight | Self::VitePress)
    }
}

/// Finds out what made the site in `folder`, and where its parts are. `told`: what its author says.
pub(super) fn find(folder: &Path, told: Option<Generator>) -> Option<(Generator, Layout)> {
    let fits = |generator: Generator| told.is_none_or(|told| told == generator);
    for candidate in candidates(folder) {
        let found = configured(&candidate).filter(|(generator, _)| fits(*generator));
        if let Some((generator, settings)) = found {
            let layout = lay_out(generator, candidate, Some(settings), folder);
            return Some((generator, layout));
        }
    }
    // A folder of Markdown without settings of anybody's is read as notes.
    let generator = told.or_else(|| folder.is_dir().then_some(Generator::Obsidian))?;
    Some((generator, lay_out(generator, folder.to_owned(), None, folder)))
}

/// Where settings may be: in the folder, in the usual ones below it, in those above it.
fn candidates(folder: &Path) -> Vec<PathBuf> {
    let below = ["docs", "website", "site"].map(|name| folder.join(name));
    let above = folder.ancestors().skip(1).take(ABOVE).map(Path::to_owned);
    std::iter::once(folder.to_owned()).chain(below).chain(above).collect()
}

/// The generator whose settings are in a folder, and the file that they are in.
fn configured(folder: &Path) -> Option<(Generator, PathBuf)> {
    let file = |names: &[&str]| names.iter().map(|n| folder.join(n)).find(|path| path.is_file());
    let script = |stem: &str| {
        let names =
            ["ts", "js", "mjs", "mts", "cjs"].map(|end| folder.join(format!("{stem}.{end}")));
        names.into_iter().find(|path| path.is_file())
    };
    if let Some(path) = script("docusaurus.config") {
        return Some((Generator::Docusaurus, path));
    }
    if let Some(path) = script(".vitepress/config").or_else(|| script(".vitepress/config/index")) {
        return Some((Generator::VitePress, path));
    }
    if folder.join(".vitepress").is_dir() {
        return Some((Generator::VitePress, folder.join(".vitepress/config.ts")));
    }
    if folder.join("src/content/docs").is_dir() {
        let settings = script("astro.config").unwrap_or_else(|| folder.join("astro.config.mjs"));
        return Some((Generator::Starlight, settings));
    }
    if let Some(path) = file(&["_config.yml", "_config.yaml"]) {
        let hexo = folder.join("source").is_dir();
        return Some((if hexo { Generator::Hexo } else { Generator::Jekyll }, path));
    }
    let hugo = ["hugo", "config", "config/_default/hugo", "config/_default/config"];
    let hugo = hugo.iter().flat_map(|stem| ["toml", "yaml", "yml", "json"].map(|e| (stem, e)));
    for (stem, end) in hugo {
        let path = folder.join(format!("{stem}.{end}"));
        if path.is_file() && (stem.contains("hugo") || folder.join("content").is_dir()) {
            return Some((Generator::Hugo, path));
        }
    }
    let vault = folder.join(".obsidian");
    vault.is_dir().then(|| (Generator::Obsidian, vault.join("app.json")))
}

fn lay_out(generator: Generator, root: PathBuf, settings: Option<PathBuf>, named: &Path) -> Layout {
    let (pages, files): (&str, &[&str]) = match generator {
        Generator::Hugo => ("content", &["static", "assets"]),
        Generator::Hexo => ("source", &[]),
        Generator::Jekyll | Generator::Obsidian => ("", &[]),
        Generator::VitePress => ("", &["public"]),
        Generator::Docusaurus => ("docs", &["static"]),
        Generator::Starlight => ("src/content/docs", &["public", "src/assets"]),
    };
    let mut content = root.join(pages);
    if generator == Generator::Docusaurus && !content.is_dir() {
        content = docs_of(&root, settings.as_deref());
    }
    // Whoever names a folder of pages means that one, if it is not the one around them.
    let within = named.starts_with(&content) && named != root;
    if within || !content.is_dir() {
        content = named.to_owned();
    }
    let files = files.iter().map(|folder| root.join(folder)).filter(|path| path.is_dir());
    let files = files.collect();
    Layout { root, settings, content, files }
}

/// Where the pages of a site of Docusaurus are, whose folder may have any name.
fn docs_of(root: &Path, settings: Option<&Path>) -> PathBuf {
    let text = settings.and_then(|path| fs::read_to_string(path).ok()).unwrap_or_default();
    let quoted = text.split("path:").skip(1).filter_map(|rest| {
        let rest = rest.trim_start();
        let mark = rest.chars().next().filter(|c| ['\'', '"'].contains(c))?;
        rest[1..].split(mark).next()
    });
    let named = quoted.map(|path| root.join(path)).find(|path| path.is_dir());
    let beside = || root.parent().map(|above| above.join("docs")).filter(|path| path.is_dir());
    named.or_else(beside).unwrap_or_else(|| root.to_owned())
}
