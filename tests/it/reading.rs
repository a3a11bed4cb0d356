//! What is read from the disk, and what is refused: every `tests/reading/<name>.txt` is a whole site in
//! one file, the full report of `check` on it, and the paths it is published at.
//!
//! `-- content/x.md --` begins a file, `-- report --` and `-- published --` what is expected,
//! `-- never --` lists words that no published file may hold, not even where errors forbid publication.
//! `\u{FEFF}` and the like stand for characters that nobody sees. Add a file with the site, run
//! `UPDATE=1 cargo test reading`, and read what it wrote.

use crate::support::{build, cases, first_difference, put, request, update};
use mingbai::commands::pipeline;
use mingbai::diag::report;
use std::fs;

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

/// What may stand before front matter.
const BEFORE: [&str; 14] = [
    "",
    "\n",
    "\r\n",
    " ",
    "\t",
    "\u{FEFF} ",
    "\u{200B}",
    "\u{2060}\n",
    "　",
    "<!-- 备注 -->\n",
    "%% 备注 %%\n",
    "<!-- 备注 -->\n\n<!-- 又\n一条 -->\n",
    "# 标题\n\n",
    "---\ntitle: 甲\n---\n\n一句话。\n\n",
];

/// What may stand around it.
const AROUND: [(&str, &str); 10] = [
    ("---", "---"),
    ("----", "----"),
    ("———", "———"),
    ("－－－", "－－－"),
    ("+++", "+++"),
    (";;;", ";;;"),
    ("***", "***"),
    ("--- ", "---\t"),
    ("—", "—"),
    ("", ""),
];

/// How it may say that it is private.
const SAYING: [&str; 12] = [
    "draft: true",
    "draft: True",
    "draft: yes",
    "draft: \"true\"",
    "Draft: true",
    "DRAFT：true",
    "\"draft\": true",
    "draft = true",
    "draft:true",
    "草稿: true",
    "owner: 某人",
    "published: false",
];

#[test]
fn whatever_says_that_it_is_private_is_never_published() {
    const SECRET: &str = "谁也不该看到";
    let site = tempfile::tempdir().expect("a folder");
    let write = |path: String, text: String| {
        let path = site.path().join(path);
        fs::create_dir_all(path.parent().expect("below")).expect("writable");
        fs::write(path, text).expect("writable");
    };
    write("content/site.yaml".to_owned(), "title: 甲\n".to_owned());
    let mut pages = 0;
    for (a, before) in BEFORE.iter().enumerate() {
        for (b, (open, close)) in AROUND.iter().enumerate() {
            // Behind a text, a line `draft: true` is a sentence, and one dash is no line of dashes.
            if open.chars().count() < 2 && a >= 12 || *open == "—" {
                continue;
            }
            for (c, saying) in SAYING.iter().enumerate() {
                let text = format!("{before}{open}\ntitle: 乙\n{saying}\n{close}\n\n{SECRET}\n");
                write(format!("content/rights/p{a}-{b}-{c}.md"), text.clone());
                write(format!("content/rights/q{a}-{b}-{c}.markdown"), text.clone());
                write(format!("content/static/s{a}-{b}-{c}.md"), text);
                pages += 1;
            }
        }
    }
    assert!(pages > 1_000, "{pages}");
    let prepared = pipeline::check(&request(site.path())).expect("readable");
    let (files, _) = build(site.path());
    // What says that somebody looks after it, and no more, is a page like any other.
    let fine =
        |path: &str| ["rights/p0-0-10/", "rights/p0-7-10/"].iter().any(|own| path.starts_with(own));
    let told = String::from_utf8_lossy;
    let leaks: Vec<&String> = files
        .iter()
        .filter(|(path, bytes)| told(bytes).contains(SECRET) && !fine(path))
        .map(|(path, _)| path)
        .collect();
    assert!(leaks.is_empty(), "{} leaks: {leaks:#?}", leaks.len());
    assert!(mingbai::diag::has_errors(&prepared.diagnostics));
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
    if !mingbai::diag::has_errors(&prepared.diagnostics) {
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
        put(site.path(), &unescaped(name), unescaped(body));
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
