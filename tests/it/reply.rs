//! How readers answer to a page: corrections with the page filled in, and where its file is edited.

use crate::support::{build, put};

/// A guide as it is published by a site with these further settings.
fn guide(settings: &str) -> String {
    let site = tempfile::tempdir().expect("a folder");
    let settings = format!("title: 站\nbase_url: https://example.org/g/\n{settings}");
    put(site.path(), "content/site.yaml", settings);
    let text = "---\ntitle: 甲 & 乙\nas_of: 2026-11-01\nlimits: 无\n---\n\n正文。\n";
    put(site.path(), "content/rights/隐 私.md", text);
    let (files, report) = build(site.path());
    assert!(!report.contains("error"), "{report}");
    String::from_utf8(files["rights/隐 私/index.html"].clone()).expect("UTF-8")
}

#[test]
fn corrections_by_mail_say_which_page_and_of_which_day() {
    let html = guide("feedback: help@example.org\n");
    let subject = "mailto:help@example.org?subject=rights%2F%E9%9A%90%20%E7%A7%81%2F";
    let url = "&amp;body=https%3A%2F%2Fexample.org%2Fg%2Frights%2F";
    for part in [subject, url, "%0D%0A2026-11-01%0D%0A", ">help@example.org</a>"] {
        assert!(html.contains(part), "{part} is not in {html}");
    }
    assert!(!html.contains("改这一页"));
}

#[test]
fn corrections_by_the_web_are_filled_in_where_the_site_says() {
    let html = guide("feedback: \"https://example.org/new?title={title}&path={path}\"\n");
    let address =
        "https://example.org/new?title=%E7%94%B2%20%26%20%E4%B9%99&amp;path=content%2Frights%2F";
    assert!(html.contains(address), "{html}");
    assert!(html.contains(">在这里写</a>"));
}

#[test]
fn a_page_leads_to_where_its_file_is_edited() {
    let file = "content/rights/%E9%9A%90%20%E7%A7%81.md\">改这一页</a>";
    for template in ["https://example.org/edit/main/{path}", "https://example.org/edit/main"] {
        let html = guide(&format!("edit_url: \"{template}\"\n"));
        assert!(html.contains(&format!("https://example.org/edit/main/{file}")), "{html}");
    }
}
