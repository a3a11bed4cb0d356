//! The settings of the new site.

use super::files::OldFile;
use super::settings::Settings;
use super::value::scalar;
use crate::model::kind;
use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;
use std::path::Path;

/// `content/site.yaml`: what the old settings say, and a kind for every folder of pages, whose guides then have
/// a feed, relations and a place in lists.
pub(super) fn settings(
    old: &Settings,
    language: Option<&str>,
    root: &Path,
    files: &[OldFile],
    titles: &HashMap<String, String>,
) -> String {
    let mut out = String::new();
    let name =
        root.file_name().map_or_else(|| "Site".to_owned(), |n| n.to_string_lossy().into_owned());
    let title = old.title.clone().unwrap_or(name);
    let language = interface(language);
    let _ = writeln!(out, "title: {}", scalar(&title));
    if let Some(description) = &old.description {
        let _ = writeln!(out, "description: {}", scalar(description));
    }
    if let Some(url) = &old.url {
        let _ = writeln!(out, "base_url: {}", scalar(url));
    }
    let _ = writeln!(out, "language: {language}");
    if let Some(zone) = &old.timezone {
        let _ = writeln!(out, "timezone: {}", scalar(zone));
    }
    let known = kind::embedded(language);
    let pages = files.iter().filter(|file| file.is_page);
    let folders: BTreeSet<&str> = pages
        .filter(|file| !file.new.ends_with("/index.md") || file.new.matches('/').count() > 1)
        .filter_map(|file| file.new.split_once('/').map(|(folder, _)| folder))
        .filter(|folder| known.iter().all(|kind| kind.folder != *folder))
        .filter(|folder| !folder.contains(['?', '#', '%', ':', '\\']) && !folder.starts_with('.'))
        .collect();
    if !folders.is_empty() {
        out.push_str("kinds:\n");
    }
    for folder in folders {
        let is_known = known.iter().any(|kind| kind.id == folder);
        let id = if is_known { format!("{folder}-pages") } else { folder.to_owned() };
        let label = titles.get(folder).map_or(folder, String::as_str);
        let (id, folder) = (scalar(&id), scalar(folder));
        let _ = writeln!(out, "  {id}: {{label: {}, folder: {folder}}}", scalar(label));
    }
    out
}

/// The language of the interface that comes nearest.
fn interface(old: Option<&str>) -> &'static str {
    let old = old.unwrap_or("zh").to_ascii_lowercase();
    let traditional = ["zh-hant", "zh-tw", "zh-hk"].iter().any(|l| old.starts_with(l));
    match old {
        _ if traditional => "zh-Hant",
        old if old.starts_with("zh") || old.starts_with("cmn") => "zh-Hans",
        _ => "en",
    }
}
