//! Pages that are somebody else's: whose word makes them so, and what is refused beside them. That nothing
//! on them runs is tried in a browser, `tests/js/browser/untrusted.test.js`.

use crate::diagnostics::copy;
use crate::support::{build, put, repository};
use std::fs;

const SCRIPT: &str = "---\ntitle: 甲\nanswer: '<img src=x onerror=alert(1)>'\ndate: 2026-01-01\n---\n\
    <b>粗</b> <script>alert(1)</script>\n\n## 乙 {.alert}\n";

fn site(settings: &str) -> tempfile::TempDir {
    let site = tempfile::tempdir().expect("a folder");
    let settings = format!("title: 站\nbase_url: https://example.org/\n{settings}");
    put(site.path(), "content/site.yaml", settings);
    site
}

/// The page at an address, as it was built, and what was reported.
fn page(site: &tempfile::TempDir, address: &str) -> (String, String) {
    let (files, report) = build(site.path());
    let html = files.get(&format!("{address}index.html")).cloned().unwrap_or_default();
    (String::from_utf8(html).expect("UTF-8"), report)
}

#[test]
fn a_site_a_folder_or_a_page_says_that_texts_are_somebody_elses() {
    let introduction = "---\ntitle: 夹\nuntrusted: true\n---\n";
    for (settings, file, text) in [
        ("untrusted: true\n", "content/strategies/b.md", "---\ntitle: 丙\ndate: 2026-01-01\n---\n"),
        ("", "content/strategies/index.md", introduction),
        ("", "content/strategies/README.md", introduction),
        ("", "content/index.md", introduction),
        ("", "content/strategies/deep/_index.md", introduction),
    ] {
        let site = site(settings);
        put(site.path(), "content/strategies/deep/a.md", SCRIPT);
        put(site.path(), file, text);
        let (html, report) = page(&site, "strategies/deep/a/");
        assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{file}: {report}\n{html}");
        assert!(html.contains("&lt;img src=x onerror=alert(1)&gt;"), "{file}: the answer");
        assert!(!html.contains("<b>粗") && !html.contains("class=\"alert\""), "{file}");
    }
}

#[test]
fn a_folder_speaks_for_nothing_outside_it_and_nobody_takes_its_word_back() {
    let site = site("");
    put(site.path(), "content/rights/index.md", "---\ntitle: 夹\nuntrusted: true\n---\n");
    put(site.path(), "content/strategies/a.md", SCRIPT.replace(" src=x onerror=alert(1)", ""));
    let (html, _) = page(&site, "strategies/a/");
    assert!(html.contains("<b>粗</b> <script>") && html.contains("class=\"alert\""), "{html}");
    put(site.path(), "content/rights/a.md", SCRIPT.replace("date", "untrusted: false\ndate"));
    let (html, _) = page(&site, "rights/a/");
    assert!(html.contains("&lt;script&gt;"), "{html}");
}

#[test]
fn files_that_browsers_run_are_refused_beside_pages_of_others() {
    for (untrusted, file, refused) in [
        ("content/strategies/g/index.md", "content/strategies/g/p.svg", true),
        ("content/strategies/g/index.md", "content/strategies/g/deep/evil.HTML", true),
        ("content/strategies/g/index.md", "content/strategies/g/none", true),
        ("content/strategies/g/index.md", "content/strategies/g/a.png", false),
        ("content/strategies/g/index.md", "content/strategies/other/p.svg", false),
        ("content/strategies/g/index.md", "content/static/p.svg", false),
        ("content/strategies/g.md", "content/strategies/p.svg", true),
        ("content/strategies/index.md", "content/strategies/x/p.xhtml", true),
    ] {
        let site = site("");
        put(site.path(), untrusted, "---\ntitle: 甲\nuntrusted: true\ndate: 2026-01-01\n---\n文\n");
        put(site.path(), file, "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>");
        let report = build(site.path()).1;
        assert_eq!(report.contains("error[active-file]"), refused, "{file}: {report}");
    }
}

#[test]
fn the_twin_of_such_a_page_holds_no_markup_and_leads_nowhere_that_runs() {
    let site = site("");
    let text = "---\ntitle: '[甲](javascript:1)'\nuntrusted: true\ndate: 2026-01-01\n---\n\
        <scr<b>ipt>alert(1)</scr<b>ipt>\n\n[x](java<!-- -->script:alert(1)) [y](javascript:alert(1))\n";
    put(site.path(), "content/strategies/a.md", text);
    let (files, report) = build(site.path());
    let twin = String::from_utf8(files["strategies/a/index.md"].clone()).expect("UTF-8");
    assert!(
        twin.contains("\\<script>") && !twin.replace("\\<", "").contains("<s"),
        "{report}{twin}"
    );
    assert!(twin.contains("\\[x](javascript") && twin.contains("\\[y](javascript"), "{twin}");
    assert!(twin.starts_with("# [甲]\\(javascript:1)"), "{twin}");
}

#[test]
fn pages_without_html_of_their_own_are_the_same_whoever_wrote_them() {
    let shipped = tempfile::tempdir().expect("a folder");
    copy(&repository("content"), &shipped.path().join("content"));
    let trusted = build(shipped.path()).0;
    let settings = shipped.path().join("content/site.yaml");
    let said = fs::read_to_string(&settings).expect("readable") + "\nuntrusted: true\n";
    fs::write(settings, said).expect("writable");
    let (untrusted, report) = build(shipped.path());
    let mut calculators = 0;
    for (path, bytes) in &trusted {
        // A calculator keeps its example and its table, and loses what only a script would show.
        if String::from_utf8_lossy(bytes).contains(" data-calc=") {
            let left = String::from_utf8_lossy(&untrusted[path]);
            assert!(left.contains(" data-out=\""), "{path}");
            // A template without an id is a calculator's; the frame has one for the card of people in danger.
            let gone = ["<template>", "<input", "<label"];
            assert!(!gone.iter().any(|tag| left.contains(tag)), "{path}");
            calculators += 1;
            continue;
        }
        assert!(untrusted.get(path) == Some(bytes), "{path} differs: {report}");
    }
    assert!(calculators > 4, "{calculators} pages with a calculator");
    assert_eq!(trusted.len(), untrusted.len());
}
