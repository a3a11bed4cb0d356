//! What is read from the disk, and what is refused: every `tests/reading/<name>.txt` is a whole site in
//! one file, the full report of `check` on it, and the paths it is published at.
//!
//! `-- content/x.md --` begins a file, `-- report --` and `-- published --` what is expected,
//! `-- never --` lists words that no published file may hold, not even where errors forbid publication.
//! `\u{FEFF}` and the like stand for characters that nobody sees. Add a file with the site, run
//! `UPDATE=1 cargo test reading`, and read what it wrote.

use crate::support::{build, cases, first_difference, request, update};
use mingbai::{pipeline, report};
use std::fs;
use std::path::Path;

/// Paths that every site has, or that are no pages.
const EVERYWHERE: [&str; 8] = [
    "404.html",
    "_headers",
    "llms.txt",
    "robots.txt",
    "search/",
    "assets/",
    "zh-hant/search/",
    "zh-hant/404.html",
];

#[test]
fn every_site_is_read_as_expected() {
    let mut failures = Vec::new();
    for case in cases("reading") {
        let name = case.file_name().expect("named").to_string_lossy().into_owned();
        let text = fs::read_to_string(&case).expect("UTF-8");
        let actual = with_results(&text);
        if update() {
            fs::write(&case, &actual).expect("writable");
        } else if text != actual {
            failures.push(format!("{name}:\n{}", first_difference(&text, &actual)));
        }
        failures.extend(leaks(&text).into_iter().map(|leak| format!("{name}: {leak}")));
    }
    assert!(failures.is_empty(), "UPDATE=1 accepts:\n{}", failures.join("\n"));
}

/// The case with what comes of it instead of what was expected.
fn with_results(text: &str) -> String {
    let site = site(text);
    let prepared = pipeline::check(&request(site.path())).expect("readable");
    let style = report::Style::default();
    let said = report::render(&prepared.diagnostics, &prepared.sources, style);
    let mut out: String = sections(text)
        .filter(|(name, _)| !["report", "published"].contains(name))
        .map(|(name, body)| format!("-- {name} --\n{body}"))
        .collect();
    out.push_str("-- report --\n");
    out.extend(said.lines().map(|line| format!("{}\n", line.trim_end())));
    if !mingbai::diagnostic::has_errors(&prepared.diagnostics) {
        out.push_str("-- published --\n");
        let (files, _) = build(site.path());
        let is_own = |path: &&String| !EVERYWHERE.iter().any(|own| path.starts_with(own));
        out.extend(files.keys().filter(is_own).map(|path| format!("{path}\n")));
    }
    out
}

/// Words that must not be published and are, whatever is wrong with the site.
fn leaks(text: &str) -> Vec<String> {
    let never: Vec<&str> =
        sections(text).filter(|(name, _)| *name == "never").flat_map(|(_, b)| b.lines()).collect();
    if never.is_empty() {
        return Vec::new();
    }
    let (files, _) = build(site(text).path());
    let leak = |(path, bytes): (String, Vec<u8>)| {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let found = never.iter().find(|word| text.contains(**word)).copied();
        found.map(|word| format!("{path} says {word}"))
    };
    files.into_iter().filter_map(leak).collect()
}

/// The site that a case holds.
fn site(text: &str) -> tempfile::TempDir {
    let site = tempfile::tempdir().expect("a folder");
    for (name, body) in sections(text).filter(|(name, _)| name.contains('/')) {
        let path: &Path = &site.path().join(unescaped(name));
        fs::create_dir_all(path.parent().expect("below")).expect("writable");
        fs::write(path, unescaped(body)).expect("writable");
    }
    site
}

/// Names and bodies of the sections.
fn sections(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let parts = text.split("\n-- ").enumerate();
    parts.filter_map(|(i, part)| {
        let part = if i == 0 { part.strip_prefix("-- ")? } else { part };
        let (name, rest) = part.split_once(" --\n")?;
        // The line break in front of the next section belongs to this one.
        let end = rest.as_ptr() as usize - text.as_ptr() as usize + rest.len();
        Some((name, &text[end - rest.len()..(end + 1).min(text.len())]))
    })
}

/// Characters that are written `\u{…}`, for those that nobody sees.
fn unescaped(text: &str) -> String {
    let mut parts = text.split("\\u{");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (code, rest) = part.split_once('}').expect("closed");
        out.extend(u32::from_str_radix(code, 16).ok().and_then(char::from_u32));
        out.push_str(rest);
    }
    out
}
