//! `check` and `build` agree: what would stop a build is an error of `check`, with its place, and nothing
//! else is. Over the golden sites, the planted faults, the cases of diagnostics, and random sites made of
//! what goes wrong with names, addresses and links.

use crate::support::{cases, repository, request, tries};
use mingbai::base::output::folded;
use mingbai::commands::pipeline::{self, Build, Request};
use mingbai::diag::report::{self, Format, Style};
use mingbai::diag::{Diagnostic, Problem, Severity, has_errors};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use tempfile::TempDir;

const SHORT: Style =
    Style { format: Format::Short, color: false, lang: mingbai::base::lang::Lang::En };

#[test]
fn check_and_build_agree_on_every_site_of_the_tests() {
    let mut sites = cases("sites");
    sites.extend(cases("cli").into_iter().filter(|path| path.join("content").is_dir()));
    sites.push(repository(""));
    sites.push(repository("tests/diagnostics/site"));
    sites.push(repository("tests/diagnostics/guidance/site"));
    for root in sites {
        let copy = tempfile::tempdir().expect("a folder");
        for part in ["content", "themes"].map(|part| root.join(part)).iter().filter(|p| p.is_dir())
        {
            let name = part.file_name().expect("named");
            crate::diagnostics::copy(part, &copy.path().join(name));
        }
        agree(copy.path()).unwrap_or_else(|why| panic!("{}:\n{why}", root.display()));
    }
}

#[test]
fn check_and_build_agree_on_the_planted_faults() {
    let (site, _) = crate::faults::site();
    agree(site.path()).unwrap_or_else(|why| panic!("{why}"));
}

/// Builds into a new folder; says what one command finds and the other does not.
fn agree(root: &Path) -> Result<(), String> {
    let request = request(root);
    let checked = pipeline::check(&request).map_err(|failure| format!("check: {failure:?}"))?;
    let errors: Vec<Diagnostic> =
        checked.diagnostics.iter().filter(|d| is_error_of_both(d)).cloned().collect();
    let checked_errors = report::render(&errors, &checked.sources, SHORT);
    let output = tempfile::tempdir().expect("a folder");
    let build = Build {
        output: output.path().join("public"),
        strict: false,
        style: SHORT,
        brief: true,
        recalling: true,
        waiting: || (),
    };
    let built = pipeline::build(&request, &build).map_err(|failure| {
        format!("build fails with {failure:?}, check says:\n{checked_errors}")
    })?;
    let is_error = |line: &&str| line.contains(": error[") || line.starts_with("… and ");
    let lines = |text: &str| text.lines().filter(is_error).map(str::to_owned).collect::<Vec<_>>();
    let (said, wanted) = (lines(&built.report), lines(&checked_errors));
    if said != wanted {
        return Err(format!("build:\n{}\ncheck:\n{}", said.join("\n"), wanted.join("\n")));
    }
    if has_errors(&errors) == built.written.is_some() {
        return Err(format!("published or not, against its own errors:\n{}", built.report));
    }
    let clash = clash(&request);
    let told = ["duplicate-url", "reserved-url"];
    if let Some(path) = clash.filter(|_| !errors.iter().any(|d| told.contains(&d.problem.code()))) {
        return Err(format!("two files at {path}, and only these errors:\n{checked_errors}"));
    }
    Ok(())
}

/// A name that two files of the finished site have, or a file and a folder. Most random sites have other
/// errors, and are never published.
fn clash(request: &Request) -> Option<String> {
    let mut prepared = pipeline::prepare(request).ok()?;
    let paths: Mutex<Vec<String>> = Mutex::default();
    pipeline::render_all(&mut prepared, &|output| {
        paths.lock().expect("no panic").push(output.path);
    });
    let mut taken: BTreeMap<String, (String, bool)> = BTreeMap::new();
    for path in paths.into_inner().expect("no panic") {
        let folders = path.match_indices('/').map(|(at, _)| (&path[..at], true));
        for (name, folder) in folders.chain([(path.as_str(), false)]) {
            let known = taken.insert(folded(name), (name.to_owned(), folder));
            let same =
                |(spelling, of_folder): &(String, bool)| spelling == name && folder && *of_folder;
            if known.is_some_and(|known| !same(&known)) {
                return Some(name.to_owned());
            }
        }
    }
    None
}

/// What only a day has made wrong fails a check and never a build.
fn is_error_of_both(diagnostic: &Diagnostic) -> bool {
    let of_time = matches!(&diagnostic.problem, Problem::Rule { finding } if finding.is_of_time());
    diagnostic.severity == Severity::Error && !of_time
}

/// The files of a random site, by path below `content/`.
type Files = BTreeMap<String, String>;

fn pick(words: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    proptest::sample::select(words)
}

const NAMES: &[&str] = &[
    "a",
    "A",
    "b",
    "index",
    "index.html",
    "C#",
    "100%",
    "有问题吗?",
    "é",
    "e\u{301}",
    "a b",
    "page",
    "404.html",
    "robots.txt",
    "llms.txt",
    "_headers",
    "花呗",
    "README",
    "ß",
    "ss",
];

const FOLDERS: &[&str] = &[
    "",
    "g/",
    "g/",
    "g/",
    "G/",
    "rights/",
    "misc/",
    "g/a/",
    "g/page/",
    "tags/",
    "search/",
    "static/",
    "static/g/",
    "static/zh-hant/",
    "static/assets/pictures/",
    "data/",
    "data/laws/",
    "tests/",
    "zh-hant/",
];

const ADDRESSES: &[&str] = &[
    "/",
    "/g/",
    "/g/a/",
    "/g/A/",
    "/g/b",
    "/g/b.html",
    "/tags/",
    "/tags/a/",
    "/laws/",
    "/glossary/",
    "/contacts/",
    "/feed.xml",
    "/sitemap.xml",
    "/robots.txt",
    "/llms.txt",
    "/misc/",
    "/rights/a/#一",
    "/g/index.html",
    "/g/C%23/",
    "/g/100%25/",
    "/zh-hant/",
    "/static/a.svg",
    "/a.svg",
    "a.md",
    "../g/b.md#一",
    "b.md",
    "#一",
    "https://example.org/x",
    "//x/",
    "javascript:x",
    "g/a.md",
    "%",
    "",
];

const LINES: &[&str] = &[
    "正文",
    "## 一",
    "## main {#一}",
    "[[a]] [[b#一]]",
    "<law:code/1> <term:罚息> <contact:110>",
    "正文[^1]\n\n[^1]: 注",
    "<div class=\"x\">",
    "</div>",
    "```",
    "> [!WARNING]\n> 小心",
    "<img src=\"a.svg\" alt=\"图\"> <a href=\"b.md\">乙</a>",
    "- 甲\n- 乙",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "::: tip\n好\n:::",
    "\u{0}\u{8}",
    "https://example.org/罚息",
    "a\rb",
    "{{< ref >}}",
];

const FRONT: &[&str] = &[
    "title: 甲",
    "title: 乙",
    "slug: a",
    "slug: index.html",
    "slug: b",
    "id: a",
    "id: b",
    "draft: true",
    "tags: [a]",
    "tags: [A, a b, a-b]",
    "tags: [Node.js, Node-js]",
    "kind: right",
    "kind: x",
    "publish: 2030-01-01",
    "date: 2030-01-01",
    "expires: 2020-01-01",
    "next: [a]",
    "related: [b]",
    "answer: 一句<contact:110>",
    "layout: post",
    "title",
    "untrusted: true",
    "lang: zh-Hant",
    "noindex: true",
];

const SETTINGS: &[&str] = &[
    "base_url: https://example.org/",
    "base_url: https://example.org/a/",
    "base_url: https://a//b/",
    "editions: [zh-Hant]",
    "menu: [{label: 甲, url: /g/}]",
    "menu: [{label: 甲, url: /tags/}]",
    "image: /a.svg",
    "footer_contacts: [\"110\"]",
    "check: {profile: guidance}",
    "untrusted: true",
    "kinds: {g: {label: 指南}}",
    "kinds: {g: {label: 指南, fields: {to: {type: refs, to: g, label: 到}}}}",
    "situations: [{label: 甲, to: a}]",
    "language: en",
    "options: {logo: /a.svg}",
];

fn page() -> impl Strategy<Value = String> {
    let front = proptest::collection::vec(pick(FRONT), 0..4);
    let link = (pick(&["[字]", "![图]"]), pick(ADDRESSES))
        .prop_map(|(words, to)| format!("{words}({to})"));
    let alias = proptest::option::of(pick(ADDRESSES))
        .prop_map(|to| to.map(|to| format!("aliases: [{to:?}]")));
    let body =
        proptest::collection::vec(prop_oneof![pick(LINES).prop_map(str::to_owned), link], 0..5);
    (front, alias, body).prop_map(|(front, alias, body)| {
        let mut lines: Vec<String> = front.into_iter().map(str::to_owned).chain(alias).collect();
        lines.dedup();
        format!("---\n{}\n---\n\n{}\n", lines.join("\n"), body.join("\n\n"))
    })
}

fn file() -> impl Strategy<Value = (String, String)> {
    let kinds = prop_oneof![
        4 => page().prop_map(|text| (".md", text)),
        1 => pick(&[".svg", "", ".txt", ".html"]).prop_map(|end| (end, "<svg/>".to_owned())),
        1 => page().prop_map(|text| (".markdown", text)),
    ];
    (pick(FOLDERS), pick(NAMES), kinds)
        .prop_map(|(folder, name, (end, text))| (format!("{folder}{name}{end}"), text))
}

fn site() -> impl Strategy<Value = Files> {
    let settings = proptest::collection::btree_set(pick(SETTINGS), 0..5);
    let registries = proptest::bool::ANY;
    (settings, registries, proptest::collection::vec(file(), 1..8)).prop_map(
        |(settings, registries, files)| {
            let mut site: Files = files.into_iter().collect();
            let settings: Vec<&str> = settings.into_iter().collect();
            site.insert("site.yaml".to_owned(), format!("title: 站\n{}\n", settings.join("\n")));
            if registries {
                let law = "title: 法\nshort: 法\nforce: law\narticles:\n  \"1\": {gist: 一}\n";
                site.insert("data/laws/code.yaml".to_owned(), law.to_owned());
                let terms = "- {term: 罚息, definition: 多收的息}\n";
                site.insert("data/glossary.yaml".to_owned(), terms.to_owned());
                let contacts = "- {id: \"110\", name: 报警, number: \"110\", scope: 急事}\n";
                site.insert("data/contacts.yaml".to_owned(), contacts.to_owned());
            }
            site
        },
    )
}

/// Writes a site; what cannot be a file beside the others is left out.
fn write(files: &Files) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in files {
        let file: PathBuf = folder.path().join("content").join(path);
        let parent = file.parent().expect("below");
        if fs::create_dir_all(parent).is_ok() {
            let _ = fs::write(file, text);
        }
    }
    folder
}

proptest! {
    #![proptest_config(ProptestConfig { cases: tries(250), failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn check_and_build_agree_on_random_sites(files in site()) {
        let folder = write(&files);
        let agreed = agree(folder.path());
        prop_assert!(agreed.is_ok(), "{}", agreed.unwrap_err());
    }
}
