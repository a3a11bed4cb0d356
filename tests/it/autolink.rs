//! Names that are linked by themselves: what the links must leave as it was, and what counts them.

use crate::diagnostics::copy;
use crate::support::{build, repository, request};
use mingbai::commands::pipeline;
use mingbai::model::impact;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const OPEN: &str = "<a class=\"auto\"";

#[test]
fn a_link_changes_nothing_but_its_words() {
    let with = tempfile::tempdir().expect("a folder");
    copy(&repository("tests/sites/autolink"), with.path());
    write_odd_pages(with.path(), 400);
    let without = tempfile::tempdir().expect("a folder");
    copy(with.path(), without.path());
    settings(without.path(), "autolink: false\n");
    let ((linked, _), (plain, _)) = (build(with.path()), build(without.path()));
    assert_eq!(linked.keys().collect::<Vec<_>>(), plain.keys().collect::<Vec<_>>());
    let mut links = 0;
    for (path, bytes) in &linked {
        let (linked, plain) = (text(bytes), text(&plain[path]));
        links += linked.matches(OPEN).count();
        assert!(!plain.contains(OPEN), "{path} has a link though the site wants none");
        // Who uses a term is told where the term is explained, and that is what the links are for.
        if !path.ends_with("glossary/index.html") {
            assert_eq!(own_words(&stripped(&linked)), own_words(&plain), "{path}");
        }
    }
    assert!(links > 400, "only {links} links: the pages say too little");
}

#[test]
fn no_link_stands_in_another() {
    let site = tempfile::tempdir().expect("a folder");
    copy(&repository("tests/sites/autolink"), site.path());
    write_odd_pages(site.path(), 400);
    for (path, bytes) in build(site.path()).0.iter().filter(|(p, _)| p.ends_with(".html")) {
        let (html, mut open) = (text(bytes), 0_usize);
        for (at, _) in html.match_indices('<') {
            let tag = &html[at..];
            if tag.starts_with(OPEN) {
                assert_eq!(open, 0, "{path}: {}", tag.chars().take(60).collect::<String>());
            }
            if tag.starts_with("<a ") {
                open += 1;
            } else if tag.starts_with("</a>") {
                open = open.saturating_sub(1);
            }
        }
    }
}

#[test]
fn a_link_is_a_use() {
    let prepared = pipeline::prepare(&request(&repository("tests/sites/autolink"))).expect("read");
    let subject = impact::find(&prepared.site, "term:爆通讯录").expect("known");
    let uses = impact::uses(&prepared.site, &prepared.sources, subject);
    assert_eq!(
        impact::lines(&uses, &prepared.sources),
        "content/platforms/traditional.md:5:1: 繁體頁\n\
         content/strategies/first.md:13:27: 标题里的罚息和复利\n\
         content/strategies/places.md:22:1: 不该链接的地方\n"
    );
}

#[test]
fn a_link_is_nobodys_decision() {
    let site = tempfile::tempdir().expect("a folder");
    copy(&repository("tests/sites/autolink"), site.path());
    settings(site.path(), "check: {profile: guidance}\n");
    let report = build(site.path()).1;
    let orphan = |file: &str| report.lines().any(|l| l.contains(file) && l.contains("[orphan]"));
    assert!(orphan("platforms/fold.md"), "only names lead there:\n{report}");
    assert!(!orphan("platforms/baitiao.md"), "an author leads there:\n{report}");
}

#[test]
fn the_shipped_content_stays_readable() {
    let (files, _) = build(&repository(""));
    let guides = files.iter().filter(|(path, _)| path.ends_with("index.html"));
    let links: BTreeMap<&String, usize> =
        guides.map(|(path, bytes)| (path, text(bytes).matches(OPEN).count())).collect();
    let (path, most) = links.iter().max_by_key(|(_, n)| **n).expect("pages");
    assert!(*most > 0, "nothing is linked");
    assert!(*most <= 10, "{path} has {most} links: too many to read by");
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A page without the automatic links.
fn stripped(html: &str) -> String {
    let mut pieces = html.split(OPEN);
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (_, inside) = piece.split_once('>').expect("a tag");
        let (words, after) = inside.split_once("</a>").expect("closed");
        out.push_str(words);
        out.push_str(after);
    }
    out
}

/// A page without what others say of it.
fn own_words(html: &str) -> String {
    html.lines().filter(|line| !line.starts_with("backlink:")).map(|l| format!("{l}\n")).collect()
}

fn settings(site: &Path, more: &str) {
    let path = site.join("content/site.yaml");
    let text = fs::read_to_string(&path).expect("settings");
    fs::write(path, text + more).expect("writable");
}

/// Guides of names and mark-up in every order.
fn write_odd_pages(site: &Path, count: usize) {
    const PIECES: [&str; 40] = [
        "罚息",
        "复利",
        "反复利用",
        "年化利率",
        "利率",
        "APR",
        "flat rate",
        "Slow Pay",
        "手续费A&B",
        "爆通讯录",
        "京东金条",
        "微ＡＢ贷",
        "个人信息",
        "的",
        "，",
        "。",
        " ",
        "\n",
        "\n\n",
        "\n> ",
        "\n- ",
        "\n\n## ",
        "\n\n| 甲 | 乙 |\n|---|---|\n| ",
        " | ",
        "**",
        "*",
        "~~",
        "`",
        "“",
        "”",
        "《",
        "》",
        "&amp;",
        "<",
        "\\*",
        "[看](/tags/)",
        "<a href=\"/tags/\">",
        "</a>",
        "<term:罚息>",
        "[[baitiao]]",
    ];
    let mut seed = 7_u32;
    let mut next = |n: usize| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 8) as usize % n
    };
    for page in 0..count {
        let length = 5 + next(40);
        let body: String = (0..length).map(|_| PIECES[next(PIECES.len())]).collect();
        let file = site.join(format!("content/strategies/odd-{page}.md"));
        fs::write(file, format!("---\ntitle: 怪页{page}\n---\n{body}\n")).expect("writable");
    }
}
