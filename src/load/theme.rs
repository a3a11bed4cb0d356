//! A theme: files found by path, the site's own before the embedded ones.
//!
//! Overriding means putting a file at the same path in `themes/<name>/`. Nothing here lists file
//! names, so a new template or stylesheet needs no change in the program. What templates mean is
//! `render`'s business.

mod colour;
mod options;
mod places;
mod scripts;
mod settings;
mod stylesheet;

pub use options::Choice;
pub use settings::{FILE, KEYS, NAME, Settings};

use super::bounded;
use crate::base::integrity::integrity;
use crate::base::offset::FileOffset;
use crate::base::output::Output;
use crate::base::source::{Source, Span, Spanned};
use crate::diag::{Diagnostic, Problem, Severity};
use crate::model::config::Given;
use crate::yaml::fields::Fields;
use crate::yaml::{self, Value};
use include_dir::{Dir, include_dir};
use places::{Places, Spot};
use settings::Part;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use stylesheet::Sheet;
use walkdir::{DirEntry, WalkDir};

/// The theme inside the program.
static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// The name of the embedded theme, and of the folder that overrides it when a site names no other.
pub const DEFAULT: &str = "default";

/// No template, stylesheet, font or picture of a theme is larger.
const LIMIT: usize = 16 * 1024 * 1024;

/// No mark is wider: more of a line is not shown.
const WIDEST: usize = 200;

/// The script of a theme that a build writes: the site's words for danger.
const DANGER: &str = "danger-words.js";

/// Where a theme names no others: for a column of about 650 pixels, and for screens of one to three
/// dots a pixel.
const PICTURE_WIDTHS: [u32; 4] = [480, 720, 1080, 1440];

/// A theme's files.
#[derive(Debug, Default)]
pub struct Theme {
    /// The theme's name.
    pub name: String,
    /// Files by path below the theme's folder, sorted.
    files: BTreeMap<String, File>,
    /// What `theme.yaml` says.
    settings: Settings,
}

/// Two themes with the same files are the same: all else is read from these.
impl PartialEq for Theme {
    fn eq(&self, other: &Self) -> bool {
        (&self.name, &self.files) == (&other.name, &other.files)
    }
}

#[derive(Debug, PartialEq)]
struct File {
    bytes: Vec<u8>,
    /// Whether the file is the site's own.
    own: bool,
}

/// A template with its text.
#[derive(Debug, Clone, Copy)]
pub struct Template<'a> {
    /// Path below `templates/`.
    pub name: &'a str,
    /// Its text.
    pub text: &'a str,
    /// Whether it is the site's own.
    pub own: bool,
}

impl Theme {
    /// Reads the theme called `name`, or the site's `themes/default` over the embedded one.
    pub fn load(root: &Path, name: Option<&Spanned<String>>) -> (Self, Vec<Diagnostic>) {
        let mut out = Vec::new();
        let wanted = name.map_or(DEFAULT, |n| n.value.as_str());
        let mut theme = Self { name: wanted.to_owned(), ..Self::default() };
        theme.embed(&EMBEDDED);
        let folder = root.join("themes").join(wanted);
        let safe = !wanted.contains(['/', '\\']) && wanted != "..";
        if safe && folder.is_dir() {
            match super::fence::leads_out(root, &folder) {
                Some(problem) => out.push(Diagnostic::in_file(format!("themes/{wanted}"), problem)),
                None => theme.overlay(&folder, &mut out),
            }
        } else if let Some(name) = name.filter(|n| n.value != DEFAULT) {
            out.push(Diagnostic::at(name.span, Problem::MissingTheme { name: name.value.clone() }));
        }
        theme.understand(&mut out);
        (theme, out)
    }

    /// A theme with these files of a site's own, by path below its folder.
    #[cfg(any(test, fuzzing))]
    pub(crate) fn of_files(files: &[(&str, &[u8])]) -> (Self, Vec<Diagnostic>) {
        let mut out = Vec::new();
        let mut theme = Self { name: DEFAULT.to_owned(), ..Self::default() };
        theme.embed(&EMBEDDED);
        for (path, bytes) in files {
            theme.files.insert((*path).to_owned(), File { bytes: bytes.to_vec(), own: true });
        }
        theme.understand(&mut out);
        (theme, out)
    }

    /// Reads what the files say of the theme itself.
    fn understand(&mut self, out: &mut Vec<Diagnostic>) {
        self.check_text(out);
        self.settings = self.read_settings(out);
    }

    fn embed(&mut self, folder: &Dir<'_>) {
        for file in folder.files() {
            let path = file.path().to_string_lossy().replace('\\', "/");
            self.files.insert(path, File { bytes: file.contents().to_vec(), own: false });
        }
        folder.dirs().for_each(|d| self.embed(d));
    }

    fn overlay(&mut self, folder: &Path, out: &mut Vec<Diagnostic>) {
        let name = self.name.clone();
        let below = |path: &Path| {
            let below = path.strip_prefix(folder).unwrap_or(path);
            below.to_string_lossy().replace('\\', "/")
        };
        let mut report = |path: &str, problem: Problem| {
            let path = format!("themes/{name}/{path}");
            out.push(Diagnostic::in_file(path.trim_end_matches('/'), problem));
        };
        let unreadable = |error: &io::Error| Problem::Unreadable { reason: error.to_string() };
        let shown = |entry: &DirEntry| {
            let name = entry.file_name().to_string_lossy();
            entry.depth() == 0 || !(name.starts_with('.') || super::is_left_behind(&name))
        };
        for entry in WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(shown) {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let path = below(error.path().unwrap_or(folder));
                    let error = error.into_io_error().unwrap_or(io::ErrorKind::Other.into());
                    report(&path, unreadable(&error));
                    continue;
                }
            };
            let path = below(entry.path());
            if entry.path_is_symlink() && entry.depth() > 0 {
                report(&path, Problem::NotRegular);
            }
            if !entry.file_type().is_file() {
                continue;
            }
            match bounded(entry.path(), LIMIT) {
                // A copy of an embedded file is that file; messages then name it as the site's own.
                Ok(Some(bytes)) => {
                    self.files.insert(path, File { bytes, own: true });
                }
                Ok(None) => report(&path, Problem::TooLarge { limit_kib: LIMIT / 1024 }),
                Err(error) => report(&path, unreadable(&error)),
            }
        }
    }

    fn check_text(&mut self, out: &mut Vec<Diagnostic>) {
        let name = self.name.clone();
        self.files.retain(|path, file| {
            let text = [".html", ".xml", ".txt", ".css", ".yaml"].iter().any(|e| path.ends_with(e));
            let fine = !text || std::str::from_utf8(&file.bytes).is_ok();
            if !fine {
                out.push(Diagnostic::in_file(format!("themes/{name}/{path}"), Problem::NotUtf8));
            }
            fine
        });
    }

    /// All files: path below the theme's folder, bytes, and whether the file is the site's own.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8], bool)> {
        self.files.iter().map(|(path, file)| (path.as_str(), file.bytes.as_slice(), file.own))
    }

    /// The text of a file, if it exists.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).and_then(|f| std::str::from_utf8(&f.bytes).ok())
    }

    /// Where a file's messages point: below the site's folder, or inside the program.
    pub fn place(&self, path: &str) -> String {
        match self.files.get(path) {
            Some(file) if file.own => format!("themes/{}/{path}", self.name),
            _ => format!("theme:{DEFAULT}/{path}"),
        }
    }

    /// All templates.
    pub fn templates(&self) -> impl Iterator<Item = Template<'_>> {
        self.files.iter().filter_map(|(path, file)| {
            let name = path.strip_prefix("templates/")?;
            let text = std::str::from_utf8(&file.bytes).ok()?;
            Some(Template { name, text, own: file.own })
        })
    }

    /// The embedded templates that the site overrides, so that overrides can extend them. A copy
    /// of an embedded template overrides nothing.
    pub fn overridden(&self) -> impl Iterator<Item = Template<'_>> {
        self.templates().filter(|t| t.own).filter_map(|t| {
            let text = self.embedded_template(t.name)?;
            (text != t.text).then_some(Template { name: t.name, text, own: false })
        })
    }

    /// The text of an embedded template.
    pub fn embedded_template(&self, name: &str) -> Option<&'static str> {
        EMBEDDED.get_file(format!("templates/{name}"))?.contents_utf8()
    }

    /// The interface words of a language: those of the nearest language the theme has, English
    /// words where even that lacks one.
    pub fn strings(&self, language: &str, out: &mut Vec<Diagnostic>) -> BTreeMap<String, String> {
        let mut words = BTreeMap::new();
        for language in ["en", fallback(language), language] {
            let path = format!("strings/{language}.yaml");
            let embedded = EMBEDDED.get_file(&path).and_then(include_dir::File::contents_utf8);
            // A site's own file says only what it says otherwise.
            for text in embedded.into_iter().chain(self.text(&path)) {
                self.read_map(&path, text, out, |key, value| {
                    words.insert(key, value);
                });
            }
        }
        words
    }

    /// Says whose words stand on the pages of a site for whose language the theme has none.
    pub fn check_language(&self, language: &str, span: Option<Span>) -> Option<Diagnostic> {
        let has = |language: &str| {
            let path = format!("strings/{language}.yaml");
            self.files.contains_key(&path) || EMBEDDED.get_file(&path).is_some()
        };
        if has(language) {
            return None;
        }
        let used = Some(fallback(language)).filter(|used| has(used)).unwrap_or("en");
        let problem = Problem::MissingWords {
            language: language.to_owned(),
            used: used.to_owned(),
            file: format!("themes/{}/strings/{language}.yaml", self.name),
        };
        let mut diagnostic = Diagnostic::at(span?, problem);
        // 简体 for zh-CN is what its readers expect; English for Japanese is not.
        let primary = |tag: &str| tag.split(['-', '_']).next().unwrap_or(tag).to_ascii_lowercase();
        if primary(language) == primary(used) {
            diagnostic.severity = Severity::Note;
        }
        Some(diagnostic)
    }

    /// The theme's options: its defaults, and what the site says instead.
    pub fn options(&self, given: &[Given]) -> Vec<(&str, Choice)> {
        self.settings.options.chosen(given)
    }

    /// What is wrong with the options that a site gives.
    pub fn check_options(&self, given: &[Given]) -> Vec<Diagnostic> {
        self.settings.options.check(given)
    }

    /// A file below the theme's `assets/`.
    pub fn asset(&self, path: &str) -> Option<&[u8]> {
        self.files.get(&format!("assets/{path}")).map(|f| f.bytes.as_slice())
    }

    /// The widths, in pixels, in which pictures are published.
    pub fn picture_widths(&self) -> &[u32] {
        self.settings.picture_widths.as_deref().unwrap_or(&PICTURE_WIDTHS)
    }

    /// How wide a picture is shown, in the words of the `sizes` attribute.
    pub fn picture_sizes(&self) -> &str {
        self.settings.picture_sizes.as_deref().unwrap_or("100vw")
    }

    /// Everything that pages load, in one folder named for its contents, so that it can be cached
    /// for ever and modules find each other by relative paths.
    ///
    /// `danger` is put into the script that is called [`DANGER`].
    pub fn assets(&self, given: &[Given], danger: &str) -> Assets {
        let options = self.settings.options.stylesheet(given);
        let whole = self.stylesheet(&self.settings.css) + &options;
        let mut files = vec![("style.css".to_owned(), whole.into_bytes())];
        let parts = self.settings.parts.iter().filter(|part| !part.css.is_empty());
        files.extend(
            parts.map(|part| {
                (format!("{}.css", part.name), self.stylesheet(&part.css).into_bytes())
            }),
        );
        let scripts = self.settings.scripts();
        files.extend(scripts.filter_map(|names| {
            let is_part = |imported: &str| names.iter().any(|name| name == imported);
            let (path, script) = self.joined(names, danger, is_part)?;
            Some((path, script.into_bytes()))
        }));
        for (path, file) in &self.files {
            let joined = path.strip_prefix("js/").is_some_and(|name| self.is_joined(name));
            if path.strip_prefix("js/") == Some(DANGER) && !joined {
                files.push((path.clone(), scripts::danger_words(danger).into_bytes()));
            } else if !joined && (path.starts_with("js/") || path.starts_with("assets/")) {
                let published = path.strip_prefix("assets/").unwrap_or(path);
                files.push((published.to_owned(), published_bytes(path, &file.bytes).to_vec()));
            }
        }
        let mut hasher = blake3::Hasher::new();
        for (path, bytes) in &files {
            hasher.update(path.as_bytes()).update(&[0]).update(bytes).update(&[0]);
        }
        let folder = format!("assets/{}", &hasher.finalize().to_hex()[..12]);
        let loaded =
            files.iter().filter(|(path, _)| [".css", ".js"].iter().any(|e| path.ends_with(e)));
        let integrity = loaded.map(|(path, bytes)| (path.clone(), integrity(bytes))).collect();
        let outputs =
            files.into_iter().map(|(p, bytes)| Output::new(format!("{folder}/{p}"), bytes));
        Assets { outputs: outputs.collect(), integrity, folder }
    }

    /// The stylesheet and the script that a bundle has besides those of its pages; the script searches
    /// and imports nothing.
    pub fn bundle(&self, danger: &str) -> (String, String) {
        let Part { css, js, .. } = &self.settings.bundle;
        let script = self.joined(js, danger, |_| true).map(|(_, script)| script);
        (self.stylesheet(css), script.unwrap_or_default())
    }

    /// Modules as one; `None` if one is not there.
    fn joined(
        &self,
        names: &[String],
        danger: &str,
        is_part: impl Fn(&str) -> bool,
    ) -> Option<(String, String)> {
        let modules = names.iter().map(|name| {
            let path = format!("js/{name}");
            let bytes = &self.files.get(&path)?.bytes;
            Some(match name.as_str() {
                DANGER => scripts::danger_words(danger).into(),
                _ => String::from_utf8_lossy(published_bytes(&path, bytes)),
            })
        });
        let modules = modules.collect::<Option<Vec<_>>>()?;
        Some((format!("js/{}", names.last()?), scripts::join(&modules, is_part)))
    }

    /// Whether a script is published under another's name, or is only for bundles: no template loads it.
    fn is_joined(&self, script: &str) -> bool {
        let is_in = |names: &[String]| names.iter().any(|name| name == script);
        let loaded = || self.templates().any(|t| t.text.contains(&format!("js/{script}")));
        self.settings.scripts().any(is_in) || is_in(&self.settings.bundle.js) && !loaded()
    }

    /// Stylesheets as one.
    fn stylesheet(&self, names: &[String]) -> String {
        let sheets = names.iter().filter_map(|name| {
            let path = format!("css/{name}");
            let added = EMBEDDED.get_file(&path).is_none();
            let name = name.strip_suffix(".css").unwrap_or(name);
            Some(Sheet { name, text: self.text(&path)?, added })
        });
        stylesheet::join(&sheets.collect::<Vec<_>>())
    }

    fn read_settings(&self, out: &mut Vec<Diagnostic>) -> Settings {
        let Some(source) = self.source(FILE) else { return Settings::default() };
        let mut found = Vec::new();
        let settings = Settings::parse(&source, &mut found);
        out.extend(self.outside(found, &source));
        settings
    }

    fn read_map(
        &self,
        path: &str,
        text: &str,
        out: &mut Vec<Diagnostic>,
        mut put: impl FnMut(String, String),
    ) {
        let source = outside_source(path, text);
        let mut found = Vec::new();
        if let Some(root) = yaml::parse(&source, 0..source.text.len(), &mut found) {
            let mut fields = Fields::new(&source, &mut found);
            for entry in root.entries() {
                // As it is: an English colon has a space behind it.
                let value = match &entry.node.value {
                    Value::Text(text) => Some(text.clone()),
                    _ => fields.text(entry),
                };
                value.into_iter().for_each(|value| put(entry.key.clone(), value));
            }
        }
        out.extend(self.outside(found, &source));
    }

    /// Theme files are not among the site's sources: their diagnostics carry the line themselves.
    fn outside(&self, mut found: Vec<Diagnostic>, source: &Source) -> Vec<Diagnostic> {
        use crate::diag::Place;
        let mut places = Places::new(&source.text);
        found.sort_by_key(|diagnostic| match diagnostic.place {
            Some(Place::Span(span)) => span.start,
            _ => FileOffset::new(0),
        });
        for diagnostic in &mut found {
            // A second place could not be shown, either; for equal keys it is the same file.
            diagnostic.other = None;
            if let Some(Place::Span(span)) = diagnostic.place {
                let Spot { line, column, excerpt } = places.at(span.start.get());
                let marked = source.text[span.range()].lines().next();
                let width = marked.map_or(1, |line| line.chars().take(WIDEST).count());
                let path = self.place(&source.path);
                diagnostic.place = Some(Place::File { path, line, column, excerpt, width });
            }
        }
        found
    }

    fn source(&self, path: &str) -> Option<Source> {
        self.text(path).map(|text| outside_source(path, text))
    }
}

/// A file of the theme as something that can be read with places, though it is none of the site's.
fn outside_source(path: &str, text: &str) -> Source {
    Source::new(path, text)
}

/// What pages load from the theme.
#[derive(Debug)]
pub struct Assets {
    /// The files.
    pub outputs: Vec<Output>,
    /// What tags say of the stylesheets and scripts they load, by path below the folder.
    pub integrity: BTreeMap<String, String>,
    /// Their folder: `assets/<hash>`.
    pub folder: String,
}

/// The language whose words stand in for one the theme lacks.
fn fallback(language: &str) -> &'static str {
    let lower = language.to_ascii_lowercase();
    match lower.as_str() {
        "zh-tw" | "zh-hk" | "zh-mo" => "zh-Hant",
        other if other.starts_with("zh-hant") => "zh-Hant",
        other if other.starts_with("zh") => "zh-Hans",
        _ => "en",
    }
}

/// A file as readers get it: an embedded script is shortened, a site's own is published as it is.
fn published_bytes<'b>(path: &str, bytes: &'b [u8]) -> &'b [u8] {
    let embedded = EMBEDDED.get_file(path).is_some_and(|file| file.contents() == bytes);
    let short = path.strip_prefix("js/").filter(|_| embedded).and_then(scripts::short);
    short.unwrap_or(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_without_words_of_its_own_has_those_of_its_script() {
        let of = ["zh-Hant-HK", "zh-TW", "zh-CN", "zh-Hans", "de"].map(fallback);
        assert_eq!(of, ["zh-Hant", "zh-Hant", "zh-Hans", "zh-Hans", "en"]);
    }
}
