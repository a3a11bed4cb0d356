//! What links lead to, in sites of a few lines: what is published, what is reported of it, and what is
//! printed. A case is a site's files, its short report, and what must and must not come out.

use crate::support::{build_with, put, request};
use mingbai::Request;
use mingbai::commands::pipeline;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Settings of every case: one folder of guides, pages with nothing but their text.
const SITE: &str = "title: 站\nkinds: {guide: {label: 指南, folder: g}}\n";

/// What is beside a page of any case.
const PICTURE: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>";

struct Site(tempfile::TempDir);

impl Site {
    fn new(files: &[(&str, &str)]) -> Self {
        let site = tempfile::tempdir().expect("a folder");
        put(site.path(), "content/site.yaml", SITE);
        for (path, text) in files {
            put(site.path(), &format!("content/{path}"), text);
        }
        Self(site)
    }

    fn request(&self, drafts: bool) -> Request {
        Request { drafts, ..request(self.0.path()) }
    }

    /// What `check` says, without the messages.
    fn checked(&self, drafts: bool) -> Vec<String> {
        let prepared = pipeline::check(&self.request(drafts)).expect("readable");
        let lines = prepared.diagnostics.iter().map(|diagnostic| {
            let at = mingbai::diag::report::locus(diagnostic, &prepared.sources).expect("a place");
            let mut line = format!("{}:{}", at.path, at.position.line);
            let _ = write!(line, " {}", diagnostic.severity.word());
            let _ = write!(line, " {}", diagnostic.problem.code());
            let help = diagnostic.problem.help(LANG).unwrap_or_default();
            let told = help.split('`').nth(1).filter(|_| help.starts_with("did you mean"));
            line + &told.map_or_else(String::new, |told| format!(" {told}"))
        });
        lines.map(|line| line.trim_start_matches("content/").to_owned()).collect()
    }

    fn built(&self, drafts: bool) -> BTreeMap<String, Vec<u8>> {
        build_with(&self.request(drafts)).0
    }
}

const LANG: mingbai::base::lang::Lang = mingbai::base::lang::Lang::En;

/// The addresses that a page prints in its text.
fn printed(files: &BTreeMap<String, Vec<u8>>, page: &str, words: &str) -> Vec<String> {
    let html = String::from_utf8_lossy(&files[page]).into_owned();
    let end = format!(">{words}</a>");
    let ends = html.match_indices(&end).map(|(at, _)| &html[..at]);
    let tags = ends.filter_map(|before| before.rsplit_once("<a ").map(|(_, tag)| tag));
    let hrefs = tags.filter_map(|tag| tag.split("href=\"").nth(1)?.split('"').next());
    hrefs.map(str::to_owned).collect()
}

fn page(text: &str) -> String {
    format!("---\ntitle: 页\n---\n{text}\n")
}

#[test]
fn nothing_of_a_hidden_guides_folder_gets_out() {
    for state in ["draft: true", "publish: 2099-01-01"] {
        let site = Site::new(&[
            ("g/d/index.md", &format!("---\ntitle: 藏\n{state}\n---\n![图](p.svg)\n")),
            ("g/d/f.pdf", "f"),
            ("g/d/p.svg", PICTURE),
            ("g/d/deep/g.pdf", "g"),
            ("g/d/own/index.md", "---\ntitle: 里\n---\n[文](s.pdf)\n"),
            ("g/d/own/s.pdf", "s"),
            ("g/index.md", &format!("---\ntitle: 目\n{state}\n---\n")),
            ("g/of-all.pdf", "a"),
            (
                "g/a.md",
                &page("[文](d/f.pdf)\n\n[文](/g/d/f.pdf)\n\n![图](d/p.svg)\n\n[全](of-all.pdf)"),
            ),
        ]);
        assert_eq!(
            site.checked(false),
            [
                "g/a.md:4 warning hidden-target",
                "g/a.md:6 warning hidden-target",
                "g/a.md:8 error hidden-target",
            ],
            "{state}"
        );
        let files = site.built(false);
        let published = ["g/d/own/s.pdf", "g/of-all.pdf"];
        assert!(published.iter().all(|path| files.contains_key(*path)), "{state}");
        let below: Vec<&String> = files.keys().filter(|p| p.starts_with("g/d/")).collect();
        assert_eq!(below, ["g/d/own/index.html", "g/d/own/index.md", "g/d/own/s.pdf"], "{state}");
        if state.starts_with("draft") {
            assert_eq!(site.checked(true), Vec::<String>::new());
            assert!(site.built(true).contains_key("g/d/f.pdf"));
        }
    }
}

#[test]
fn a_list_of_twins_names_no_page_without_one() {
    let site = Site::new(&[("misc/p.md", &page("文")), ("g/a.md", &page("文"))]);
    let list = site.built(false).remove("llms.txt").expect("published");
    let list = String::from_utf8(list).expect("UTF-8");
    assert!(list.contains("/g/a/index.md") && !list.contains("misc"), "{list}");
}

#[test]
fn a_check_finds_every_address_that_would_stop_a_build() {
    let tagged = "---\ntitle: 页\ntags: [点]\n---\n";
    let draft = "---\ntitle: 稿\nslug: a\naliases: [/g/old/]\ndraft: true\n---\n";
    for (drafts, files, expected) in [
        (
            false,
            vec![("data/tags.yaml", "- {id: \"..\", label: 点}\n"), ("g/a.md", tagged)],
            vec!["data/tags.yaml:1 error bad-id"],
        ),
        (
            false,
            vec![("static/Assets/x.txt", ""), ("static/Search/x.txt", "")],
            vec![
                "static/Assets/x.txt:1 error duplicate-url",
                "static/Search/x.txt:1 error duplicate-url",
            ],
        ),
        (
            false,
            vec![
                ("site.yaml", "title: 站\neditions: [zh-Hant]\n"),
                ("static/ZH-Hant/x.txt", ""),
                ("static/zh-hant/Search/x.txt", ""),
                ("static/zh-hant/search/x.txt", ""),
                ("static/zh-hant/fine.txt", ""),
            ],
            vec![
                "static/ZH-Hant/x.txt:1 error duplicate-url",
                "static/zh-hant/Search/x.txt:1 error duplicate-url",
                "static/zh-hant/search/x.txt:1 error reserved-url",
            ],
        ),
        (
            true,
            vec![("g/a.md", "---\ntitle: 页\n---\n"), ("g/d.md", draft), ("g/old.md", tagged)],
            vec!["g/d.md:2 error duplicate-url", "g/d.md:4 error duplicate-url"],
        ),
        (
            false,
            vec![("data/tags.yaml", "- {id: x, label: 甲}\n- {id: X, label: 乙}\n")],
            vec!["data/tags.yaml:2 error duplicate-id"],
        ),
    ] {
        let site = Site::new(&files);
        assert_eq!(site.checked(drafts), expected);
    }
}

#[test]
fn an_introduction_stands_where_its_folder_does() {
    let link = page("[x](/g/#节)\n\n[y](index.md)");
    let site =
        Site::new(&[("g/index.md", "---\ntitle: 目\nslug: zz\n---\n## 节\n"), ("g/a.md", &link)]);
    assert_eq!(site.checked(false), Vec::<String>::new());
    assert_eq!(printed(&site.built(false), "g/a/index.html", "y"), ["/g/"]);
    let hidden = "---\ntitle: 目\ndraft: true\n---\n## 节\n";
    let site =
        Site::new(&[("g/index.md", hidden), ("g/a.md", &page("[x](/g/#节)\n\n[y](/g/#top)"))]);
    assert_eq!(site.checked(false), ["g/a.md:4 warning hidden-target"]);
}

#[test]
fn a_link_keeps_the_part_that_it_asks_for() {
    let site = Site::new(&[
        ("g/b.md", &page("## 节\n\n<a name=\"老\"></a>")),
        ("g/f.pdf", ""),
        ("g/p.svg", PICTURE),
        ("g/v?.svg", PICTURE),
        ("static/sub/index.html", "<p id=x>"),
        ("static/v.mp4", ""),
        ("g/a.md", &page(LINKS)),
    ]);
    assert_eq!(site.checked(false), ["g/v?.svg:1 warning reserved-name"]);
    let files = site.built(false);
    for (words, expected) in [
        ("a", "/g/f.pdf#page=3"),
        ("b", "/g/p.svg#icon"),
        ("c", "/g/p.svg?v=1"),
        ("d", "/v.mp4?t=10"),
        ("e", "/g/v%3F.svg"),
        ("f", "/sub/"),
        ("h", "/g/b/#老"),
        ("i", "#top"),
        ("j", "#top"),
        ("k", "#main"),
        ("l", "/g/b/#top"),
        ("m", "/g/b/"),
        ("n", "/g/b/?x=1#节"),
        ("o", "/sub/#x"),
    ] {
        assert_eq!(printed(&files, "g/a/index.html", words), [expected], "{words}");
    }
    let html = String::from_utf8_lossy(&files["g/a/index.html"]).into_owned();
    assert!(html.contains("href=\"/g/b/#节\""), "the card");
}

/// Everything that is right although it looks strange.
const LINKS: &str = "[[b#节]]

[a](f.pdf#page=3) [b](p.svg#icon) [c](p.svg?v=1) [d](/v.mp4?t=10) [e](v?.svg)

[f](/sub/) [h](b.md#老) [i](#) [j](#top) [k](#main) [l](b.md#top) <a href=\"&#98;.m&#x64;\">m</a>

[n](b.md?x=1#节) [o](/sub/#x)

![图](p.svg?v=1) ![图](p.svg#icon) ![图](/g/p.svg?v=1)

<img alt=\"\" src=\"p.svg\" srcset=\"data:image/png;base64,AA== 1x, p.svg 2x\">";

#[test]
fn a_suggestion_is_written_as_it_has_to_be_typed() {
    let site = Site::new(&[
        ("g/C#.md", &page("文")),
        ("g/a b.md", &page("文")),
        ("static/l#1.svg", PICTURE),
        ("g/a.md", &page("[x](C#.md)\n\n[x](<a b.markdown>)\n\n[x](/l#1.svg)\n\n![x](f.pdf)")),
        ("g/f.pdf", ""),
        ("site.yaml", &format!("{SITE}image: /g/f.pdf\n")),
    ]);
    assert_eq!(
        site.checked(false),
        [
            "g/a.md:4 error dead-link C%23.md",
            "g/a.md:6 error dead-link a%20b.md",
            "g/a.md:8 error dead-link /l%231.svg",
            "g/a.md:10 error dead-link",
            "site.yaml:3 error dead-link",
        ]
    );
}
