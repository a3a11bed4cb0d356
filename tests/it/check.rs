//! The rules of `check` against the clock and on the shipped site; each rule's own cases are the
//! files of `tests/diagnostics`.

use crate::support::{repository, request};
use mingbai::Request;
use mingbai::base::day;
use mingbai::commands::pipeline;
use mingbai::diag::{Diagnostic, Place, Severity, has_errors, report, rules};
use mingbai::model::linked::LinkedDocument;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs;

#[test]
fn the_shipped_site_has_nothing_to_mend() {
    let prepared = pipeline::check(&request(&repository(""))).expect("readable");
    let bad = |d: &&Diagnostic| d.severity > Severity::Note;
    let bad: Vec<_> = prepared.diagnostics.iter().filter(bad).collect();
    assert!(bad.is_empty(), "{bad:#?}");
}

#[test]
fn a_day_that_passes_fails_a_check_but_never_a_build() {
    let case = repository("tests/diagnostics/guidance");
    let site = tempfile::tempdir().expect("a folder");
    crate::diagnostics::copy(&case.join("site"), site.path());
    let guide = site.path().join("content/strategies/time.md");
    fs::copy(case.join("time.md"), guide).expect("readable");
    let on = |at: &str| Request { at: day::parse_day(at), ..request(site.path()) };
    let repealed = |found: &[Diagnostic]| {
        found.iter().filter(|d| d.problem.code() == "repealed-law").map(|d| d.severity).collect()
    };
    let checked = |at| -> Vec<Severity> {
        repealed(&pipeline::check(&on(at)).expect("readable").diagnostics)
    };
    assert_eq!(checked("2026-09-30"), [], "in force on its last day");
    assert_eq!(checked("2026-10-01"), [Severity::Error; 2]);
    let built = pipeline::prepare(&on("2046-10-01")).expect("readable").diagnostics;
    let severities: Vec<Severity> = repealed(&built);
    assert_eq!(severities, [Severity::Warning; 2]);
    assert!(!has_errors(&built), "{built:#?}");
}

#[test]
fn whatever_is_wrong_with_a_draft_is_a_note() {
    let site = tempfile::tempdir().expect("a folder");
    crate::diagnostics::copy(&repository("tests/diagnostics/guidance/site"), site.path());
    let put = |path: &str, text: &str| {
        fs::write(site.path().join("content").join(path), text).expect("writable");
    };
    put(
        "site.yaml",
        "title: 站\nlanguage: zh-CN\ncheck: {profile: guidance, rules: {missing-review: error}}\n",
    );
    put(
        "strategies/draft.md",
        "---\ntitle: 草稿\ndraft: true\nchanges:\n  - date：2026-01-01\n---\n\n\
         <!-- allow nosuch: 试试 -->\n\n甲\n\n<!-- allow promise: 试试 until 2020-01-01 -->\n\n乙\n",
    );
    for (drafts, wanted) in [
        (false, &["fullwidth-colon"][..]),
        (true, &["fullwidth-colon", "unknown-rule", "expired-allowance", "missing-review"]),
    ] {
        let request = Request { drafts, ..request(site.path()) };
        let found = pipeline::check(&request).expect("readable");
        let of_draft = |d: &&Diagnostic| {
            report::locus(d, &found.sources).is_some_and(|at| at.path.ends_with("draft.md"))
        };
        let of_draft: Vec<&Diagnostic> = found.diagnostics.iter().filter(of_draft).collect();
        for code in wanted {
            assert!(of_draft.iter().any(|d| d.problem.code() == *code), "{code}: {of_draft:#?}");
        }
        assert!(of_draft.iter().all(|d| d.severity == Severity::Note), "{of_draft:#?}");
    }
}

/// Where cases of rules are.
const FOLDERS: [&str; 5] = [
    "tests/diagnostics",
    "tests/diagnostics/guidance",
    "tests/cli",
    "tests/external",
    "tests/reading",
];

#[test]
fn every_rule_has_a_case() {
    let mut seen = BTreeSet::new();
    for folder in FOLDERS {
        for entry in fs::read_dir(repository(folder)).expect("readable").flatten() {
            if let Ok(text) = fs::read_to_string(entry.path()) {
                seen.extend(rules::codes().filter(|rule| text.contains(&format!("[{rule}]"))));
            }
        }
    }
    // Planted faults are compared both ways, so that a mark is a case.
    for (_, text) in crate::support::tree(&repository("tests/faults")) {
        let text = String::from_utf8_lossy(&text);
        seen.extend(
            rules::codes().filter(|rule| {
                [" ", "⟧"].iter().any(|end| text.contains(&format!("⟦{rule}{end}")))
            }),
        );
    }
    let unseen: Vec<_> = rules::codes().filter(|rule| !seen.contains(rule)).collect();
    assert_eq!(unseen, Vec::<&str>::new());
}

#[test]
fn no_input_costs_more_than_its_length_allows() {
    // Each piece, repeated, makes a careless rule quadratic: then this test does not end.
    let site = tempfile::tempdir().expect("a folder");
    crate::diagnostics::copy(&repository("tests/diagnostics/guidance/site"), site.path());
    let pieces = [
        "“",
        "<law:",
        "[[",
        "://",
        "*甲*",
        "<!-- allow promise: x -->",
        "1 ",
        "\"",
        "保证",
        "]](",
        "]][a]",
        "[^a]",
        "[甲",
        "甲][乙",
        "[^a]: 甲\n\n",
        "[a]: b\n",
        "%%",
        "{{",
        "==甲==",
        "<b>",
        "</b>",
        "<a/>",
        "- <i>\n",
        "https://a.b/",
        "www.",
        "a@a.b",
        "&amp;https://a.b",
        "https://a.b)))",
        "_",
        ":::甲\n",
        "#甲\n\n",
        "## 甲 {甲}\n",
        "## main\n",
        "“\n",
        "\u{FE0F}\n",
        "\r",
        "> [!甲]\n\n",
        "```\n",
        "{#a}\n",
        "\n\n---\nnote: x",
        "\n\n+++\n<!--",
        "\n%% x %%\n\n```\n",
    ];
    for (i, piece) in pieces.iter().enumerate() {
        let guide = format!("---\ntitle: 长{i}\ndraft: true\n---\n甲{}\n", piece.repeat(8_000));
        fs::write(site.path().join(format!("content/strategies/long{i}.md")), guide).expect("ok");
    }
    let request = Request { drafts: true, ..request(site.path()) };
    let prepared = pipeline::check(&request).expect("readable");
    let long = prepared.site.guides().filter(|(_, page)| page.meta.id.starts_with("long"));
    assert_eq!(long.count(), pieces.len(), "all of them were read");
    assert!(!has_errors(&prepared.diagnostics), "drafts never block");
}

#[test]
fn fixing_keeps_everything_else_as_it_is() {
    let site = tempfile::tempdir().expect("a folder");
    crate::diagnostics::copy(&repository("tests/diagnostics/site"), site.path());
    let path = site.path().join("content/methods/slip.md");
    fs::write(&path, "\u{FEFF}---\r\ntitle：甲\r\n---\r\n#标题\r\n\r\n`#标题`  \r\n")
        .expect("writable");
    let prepared = pipeline::check(&request(site.path())).expect("readable");
    let mended = pipeline::mend(&prepared, site.path()).expect("writable");
    assert_eq!((mended.len(), mended[0].places), (1, 2));
    let text = fs::read_to_string(&path).expect("readable");
    assert_eq!(text, "\u{FEFF}---\r\ntitle: 甲\r\n---\r\n# 标题\r\n\r\n`#标题`  \r\n");
    // What was read before is not what is there now, so nothing is written.
    assert_eq!(pipeline::mend(&prepared, site.path()).expect("readable"), []);
    assert_eq!(fs::read_to_string(&path).expect("readable"), text);
}

#[test]
fn a_site_sets_levels_of_rules_that_exist_and_no_level_lets_a_day_fail_a_build() {
    let site = tempfile::tempdir().expect("a folder");
    crate::diagnostics::copy(&repository("tests/cli/check.in"), site.path());
    let rules = "{stale-entry: error, promise: note, near-tag: off, orphans: off, orphan: loud}";
    let settings = format!("title: 查\ncheck: {{profile: guidance, rules: {rules}}}\n");
    fs::write(site.path().join("content/site.yaml"), settings).expect("writable");
    let found = |prepared: &pipeline::Prepared, code: &str| -> Vec<Severity> {
        let with_code = prepared.diagnostics.iter().filter(|d| d.problem.code() == code);
        with_code.map(|d| d.severity).collect()
    };
    let checked = pipeline::check(&request(site.path())).expect("readable");
    assert_eq!(found(&checked, "stale-entry"), [Severity::Error; 2]);
    assert_eq!(found(&checked, "near-tag"), []);
    assert_eq!(found(&checked, "unknown-key"), [Severity::Error], "`orphans` is no rule");
    assert_eq!(found(&checked, "wrong-type"), [Severity::Error], "`loud` is no level");
    let built = pipeline::prepare(&request(site.path())).expect("readable");
    assert_eq!(found(&built, "stale-entry"), [Severity::Warning; 2]);
}

/// A JPEG without a picture, with the Exif data that a camera writes: an orientation, and for a
/// `place` a table of coordinates with a latitude.
fn photograph(place: bool) -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0".to_vec();
    let entry = |tag: u16, ty: u16, count: u32, value: u32| {
        let (tag, ty, count) = (tag.to_le_bytes(), ty.to_le_bytes(), count.to_le_bytes());
        [&tag[..], &ty, &count, &value.to_le_bytes()].concat()
    };
    tiff.extend([1 + u8::from(place), 0]);
    tiff.extend(entry(0x0112, 3, 1, 1));
    if place {
        tiff.extend(entry(0x8825, 4, 1, 38));
    }
    tiff.extend([0; 4]);
    if place {
        tiff.extend([1, 0]);
        tiff.extend(entry(2, 5, 3, 56));
        tiff.extend([0; 4]);
        [31, 1, 13, 1, 0, 1].iter().for_each(|n: &u32| tiff.extend(n.to_le_bytes()));
    }
    let length = u16::try_from(tiff.len() + 8).expect("short");
    let end = [0xFF, 0xDA, 0, 2, 0xFF, 0xD9];
    [&[0xFF, 0xD8, 0xFF, 0xE1][..], &length.to_be_bytes(), b"Exif\0\0", &tiff, &end].concat()
}

#[test]
fn a_picture_that_tells_its_place_is_named() {
    let site = tempfile::tempdir().expect("a folder");
    crate::diagnostics::copy(&repository("tests/diagnostics/guidance/site"), site.path());
    let put = |path: &str, bytes: &[u8]| {
        let file = site.path().join("content").join(path);
        fs::create_dir_all(file.parent().expect("below")).expect("writable");
        fs::write(file, bytes).expect("writable");
    };
    put("strategies/draft/index.md", "---\ntitle: 草稿\ndraft: true\n---\n".as_bytes());
    put("strategies/draft/own.jpg", &photograph(true));
    put("static/home.JPEG", &photograph(true));
    put("static/plain.jpg", &photograph(false));
    put("static/broken.jpg", &photograph(true)[..60]);
    put("static/no-picture.txt", &photograph(true));
    let report = |request: &Request| {
        let found = pipeline::check(request).expect("readable").diagnostics;
        let found = found.into_iter().filter(|d| d.problem.code() == "personal-data");
        let place = |d: &Diagnostic| match &d.place {
            Some(Place::File { path, .. }) => path.clone(),
            other => format!("{other:?}"),
        };
        found.map(|d| (place(&d), d.severity)).collect::<Vec<_>>()
    };
    let expected = [
        ("content/static/home.JPEG".to_owned(), Severity::Error),
        ("content/strategies/draft/own.jpg".to_owned(), Severity::Note),
    ];
    assert_eq!(report(&request(site.path())), expected);
    let settings = "title: 片\n";
    fs::write(site.path().join("content/site.yaml"), settings).expect("writable");
    assert_eq!(report(&request(site.path())), [], "an editorial rule");
}

#[test]
fn a_matrix_is_found_by_search_as_long_as_it_can_be_read() {
    let site = tempfile::tempdir().expect("a folder");
    let put = |path: &str, text: &str| {
        let file = site.path().join("content").join(path);
        fs::create_dir_all(file.parent().expect("below")).expect("writable");
        fs::write(file, text).expect("writable");
    };
    let matrix = |columns: usize| {
        let ids: Vec<String> = (1..=columns).map(|n| format!("r{n}")).collect();
        for id in &ids {
            put(&format!("rights/{id}.md"), &format!("---\ntitle: 权利{id}\nlimits: 无\n---\n"));
        }
        put("methods/m.md", &format!("---\ntitle: 方式\nrights: [{}]\n---\n", ids.join(", ")));
        put("methods/none.md", "---\ntitle: 什么也没有\n---\n");
        let prepared = pipeline::check(&request(site.path())).expect("readable");
        let (id, _) = prepared.site.iter().find(|(_, p)| p.url == "all/").expect("there");
        let drawn =
            prepared.site.links_of(id).matrix.as_ref().map(|m| (m.lines.len(), m.heads.len()));
        let codes: Vec<_> = prepared.diagnostics.iter().map(|d| d.problem.code()).collect();
        let last = LinkedDocument::texts(&prepared.site, id).last();
        (drawn, last.map(Cow::into_owned), codes)
    };
    put("site.yaml", "title: 表\n");
    put("all.md", "---\ntitle: 对照\nmatrix: {rows: method, columns: right}\n---\n正文\n");
    let (drawn, text, codes) = matrix(2);
    assert_eq!(drawn, Some((1, 2)), "a row without a mark is left out");
    assert_eq!(text.as_deref(), Some("方式 · 权利r1 · 权利r2"));
    assert_eq!(codes, Vec::<&str>::new());
    let (drawn, text, codes) = matrix(31);
    assert_eq!(drawn, None);
    assert_eq!(text.as_deref(), Some("正文"));
    assert_eq!(codes, ["matrix-size"]);
}
