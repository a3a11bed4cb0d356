//! What the old site's settings say: its name, its address, its language, how its posts are addressed.
//!
//! Settings in YAML, TOML and JSON are read; those that are programs (`docusaurus.config.js`) are searched for
//! the few keys whose values are written out.

use super::generator::{Generator, Layout};
use super::value::{Value, of_toml, of_yaml};
use crate::base::day;
use std::fs;
use std::path::Path;

/// What is carried over.
#[derive(Debug, Default)]
pub(super) struct Settings {
    pub(super) title: Option<String>,
    pub(super) description: Option<String>,
    /// Where the site is found, with `/` at its end.
    pub(super) url: Option<String>,
    /// The path that all its addresses begin with: `/` or `/guide/`.
    pub(super) base: String,
    pub(super) language: Option<String>,
    pub(super) timezone: Option<String>,
    /// How the addresses of posts are made.
    pub(super) permalink: Option<String>,
    /// Whether addresses end with `.html`.
    pub(super) html: bool,
    /// The first part of the addresses of the pages.
    pub(super) route: String,
    /// Whether a template of the old site makes the addresses of links.
    pub(super) has_link_template: bool,
}

/// Reads the settings of a site.
pub(super) fn read(generator: Generator, layout: &Layout) -> Settings {
    let path = layout.settings.as_deref();
    let text = path.and_then(|path| fs::read_to_string(path).ok()).unwrap_or_default();
    let end = path.and_then(|p| p.extension()).and_then(|e| e.to_str()).unwrap_or_default();
    let value = match end {
        "toml" => of_toml(&text),
        "yaml" | "yml" | "json" => of_yaml(&text),
        _ => Some(of_program(&text)),
    };
    let value = value.unwrap_or(Value::Nothing);
    let text_of = |names: &[&str]| names.iter().find_map(|n| value.get(n).and_then(Value::text));
    let fits = |names: &[&str], start: &str| {
        let mut values = names.iter().filter_map(|n| value.get(n).and_then(Value::text));
        values.find(|text| text.starts_with(start))
    };
    let url = fits(&["baseURL", "url", "site"], "http");
    let base = fits(&["baseurl", "root", "base"], "/").or_else(|| path_of(url.as_deref()));
    let clean = value.get("cleanUrls").and_then(Value::flag) == Some(true);
    let permalink = text_of(&["permalink"]);
    let pretty = permalink.as_deref().is_some_and(|p| p == "pretty" || p.ends_with('/'));
    let language = text_of(&["languageCode", "language", "lang", "defaultLocale"])
        .or_else(|| text_of(&["defaultContentLanguage", "locale"]));
    let timezone = text_of(&["timezone", "timeZone"]).filter(|zone| day::is_timezone(zone));
    let html = match generator {
        Generator::VitePress => !clean,
        Generator::Hexo => true,
        Generator::Jekyll => !pretty,
        _ => false,
    };
    let route = if generator == Generator::Docusaurus { route(&value) } else { String::new() };
    Settings {
        title: text_of(&["title", "name"]),
        description: text_of(&["description", "tagline", "subtitle"]),
        url: url.map(|url| whole(&url, base.as_deref())),
        base: base.unwrap_or_else(|| "/".to_owned()),
        language,
        timezone,
        permalink,
        html,
        route,
        has_link_template: generator == Generator::Hugo && has_link_template(&layout.root),
    }
}

/// Whether one of these folders of Hugo's has a template for links.
fn has_link_template(root: &Path) -> bool {
    let folders = ["layouts/_markup", "layouts/_default/_markup"];
    let files = folders.into_iter().filter_map(|folder| fs::read_dir(root.join(folder)).ok());
    files
        .flatten()
        .flatten()
        .any(|file| file.file_name().to_string_lossy().starts_with("render-link"))
}

/// The first part of addresses in Docusaurus, which is `docs` unless it says otherwise.
fn route(value: &Value) -> String {
    let route = value.get("routeBasePath").and_then(Value::text);
    let route = route.unwrap_or_else(|| "docs".to_owned());
    route.trim_matches('/').to_owned()
}

fn path_of(url: Option<&str>) -> Option<String> {
    let (_, rest) = url?.split_once("://")?;
    rest.split_once('/').map(|(_, path)| format!("/{path}"))
}

/// The address of a site, with the path that some settings keep apart.
fn whole(url: &str, base: Option<&str>) -> String {
    let url = url.trim_end_matches('/');
    let base = base.unwrap_or_default().trim_matches('/');
    let apart = path_of(Some(url)).is_none() && !base.is_empty();
    if apart { format!("{url}/{base}/") } else { format!("{url}/") }
}

/// The keys that a program gives a text or a flag to, wherever they stand; the first one counts.
fn of_program(text: &str) -> Value {
    const KEYS: [&str; 12] = [
        "title",
        "description",
        "tagline",
        "url",
        "site",
        "baseUrl",
        "base",
        "lang",
        "defaultLocale",
        "routeBasePath",
        "cleanUrls",
        "name",
    ];
    let mut found = Vec::new();
    for key in KEYS {
        let value = text.match_indices(&format!("{key}:")).find_map(|(at, whole)| {
            let alone = !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
            let rest = text[at + whole.len()..].trim_start();
            literal(rest).filter(|_| alone)
        });
        found.extend(value.map(|value| (key.to_owned(), value)));
    }
    Value::Map(found)
}

/// A text in quotation marks, or a flag.
fn literal(text: &str) -> Option<Value> {
    if let Some(mark) = text.chars().next().filter(|c| ['\'', '"', '`'].contains(c)) {
        let inside = text[1..].split(mark).next()?;
        return (!inside.contains('\n')).then(|| Value::Text(inside.to_owned()));
    }
    let word: String = text.chars().take_while(|c| c.is_alphanumeric()).collect();
    matches!(word.as_str(), "true" | "false").then(|| Value::Flag(word == "true"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_searched_for_what_is_written_out() {
        let value = of_program(
            "export default {\n  subtitle: 'no', title: \"甲\", baseUrl: '/a/',\n  cleanUrls: true }",
        );
        let text = |key| value.get(key).and_then(Value::text);
        assert_eq!(text("title").as_deref(), Some("甲"));
        assert_eq!(text("baseUrl").as_deref(), Some("/a/"));
        assert_eq!(value.get("cleanUrls").and_then(Value::flag), Some(true));
    }
}
