//! A whole small site in memory, into which the bytes are put.

use crate::base::output::Output;
use crate::base::source::Sources;
use crate::check::{self, Occasion};
use crate::diag::report::{self, Format, Style};
use crate::diag::{Diagnostic, Place, has_errors};
use crate::link::{self, Changed, View};
use crate::load::theme::Theme;
use crate::model::config;
use crate::model::site::Site;
use crate::parse;
use crate::render;
use std::path::Path;
use std::str;
use std::sync::{Arc, Mutex, PoisonError};

/// Files that are always there, so that references have something to lead to.
const FILES: [(&str, &str); 9] = [
    (
        config::FILE,
        "title: 试\nbase_url: https://example.org/\nlanguage: zh-Hans\ndescription: 试一试\n",
    ),
    ("content/index.md", "---\ntitle: 首页\n---\n\n你好。\n"),
    ("content/methods/a.md", "---\ntitle: 甲\naliases: [/old/]\n---\n\n## 一\n\n见 [[b]]。\n"),
    ("content/rights/b.md", "---\ntitle: 乙\ntags: [签]\n---\n\n## 二 {#two}\n\n见 [[a]]。\n"),
    (
        "content/data/laws/code.yaml",
        "title: 法典\nforce: law\neffective: 2021-01-01\narticles:\n  '680': {gist: 禁止高利放贷}\n",
    ),
    ("content/data/contacts.yaml", "- {id: police, name: 报警, number: '110', scope: 危险时}\n"),
    ("content/data/facts.yaml", "- {id: rate, label: 利率, value: 3.0%}\n"),
    ("content/data/glossary.yaml", "- {term: 罚息, definition: 逾期后多收的利息}\n"),
    ("content/data/tags.yaml", "- {id: 签, label: 标签}\n"),
];

/// Text that refers to things in every way.
pub(super) fn references(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let sources = with(&[("content/strategies/c.md", &format!("---\ntitle: 丙\n---\n\n{text}"))]);
    checked(sources, &Theme::of_files(&[]).0);
}

/// Old addresses, one a line: what hosts read has three words a line and no pattern.
pub(super) fn redirects(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let aliases: Vec<String> = text.lines().map(|line| format!("  - {line:?}\n")).collect();
    let page = format!("---\ntitle: 丙\naliases:\n{}---\n\n丙。\n", aliases.concat());
    let sources = with(&[("content/strategies/c.md", &page)]);
    let theme = Theme::of_files(&[]).0;
    let (site, sources, found) = checked(sources, &theme);
    if has_errors(&found) {
        return;
    }
    let file: Mutex<Vec<u8>> = Mutex::default();
    let keep = |output: Output| {
        if output.path == "_redirects" {
            *file.lock().unwrap_or_else(PoisonError::into_inner) = output.bytes;
        }
    };
    render::render(&site, &sources, &theme, "", &Arc::default(), (&keep, None));
    let file = String::from_utf8(file.into_inner().unwrap_or_default()).expect("text");
    for line in file.lines() {
        let words: Vec<&str> = line.split(' ').collect();
        assert!(words.len() == 3 && words[2] == "301", "no redirect: {line}");
        assert!(words[..2].iter().all(|word| word.starts_with('/')), "not of this site: {line}");
        assert!(!words[0].contains(['*', '\t', '\r']), "a pattern: {line}");
    }
}

/// A file of a site's own theme; the first byte says which.
pub(super) fn theme(data: &[u8]) {
    const NAMES: [&str; 5] = [
        "strings/zh-Hans.yaml",
        "theme.yaml",
        "templates/guide.html",
        "templates/feed.xml",
        "css/base.css",
    ];
    let Some((first, rest)) = data.split_first() else { return };
    let name = NAMES[usize::from(*first) % NAMES.len()];
    let (theme, found) = Theme::of_files(&[(name, rest)]);
    let (_, sources, _) = checked(with(&[]), &theme);
    held(&sources, &found);
}

fn with(files: &[(&str, &str)]) -> Sources {
    let mut sources = Sources::default();
    let mut all: Vec<(&str, &str)> = FILES.iter().chain(files).copied().collect();
    all.sort_unstable();
    all.into_iter().for_each(|(path, text)| {
        sources.add(path, text);
    });
    sources
}

/// What `check` does, without a disk.
fn checked(sources: Sources, theme: &Theme) -> (Site, Sources, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let settings = sources.by_path(config::FILE).expect("a file of every site");
    let config = Arc::new(config::parse(settings, &mut found));
    let (parsed, of_files) = parse::parse(&sources, &config);
    found.extend(of_files);
    let day = crate::base::day::parse_day("2026-11-22").expect("a day");
    let view = View { day, drafts: false };
    let (mut site, linking) = link::link(parsed, &Changed::new(), &sources, config, view);
    found.extend(linking.found().cloned());
    found.extend(check::check(&site, &sources));
    check::settle(&mut found, &site, &sources, Occasion::Build);
    link::withhold(&mut site, &found);
    found.extend(render::check(&site, &sources, theme, &Arc::default(), &|| false));
    held(&sources, &found);
    (site, sources, found)
}

/// Every finding has a place that is there, and can be told in every format.
pub(super) fn held(sources: &Sources, found: &[Diagnostic]) {
    for diagnostic in found {
        if let Some(Place::Span(span)) = &diagnostic.place {
            let text = &sources.get(span.source).text;
            assert!(text.get(span.range()).is_some(), "{:?} is not in its file", span.range());
        }
    }
    for format in [Format::Full, Format::Short, Format::Json, Format::Github, Format::Sarif] {
        report::render(found, sources, Style { format, ..Style::default() });
    }
}

/// The theme's own script of the search, as it is published.
pub(super) fn client() -> String {
    let assets = Theme::load(Path::new("nowhere"), None).0.assets(&[], "");
    let script = assets.outputs.into_iter().find(|output| output.path.ends_with("/js/client.js"));
    String::from_utf8(script.expect("part of the theme").bytes).expect("text")
}
