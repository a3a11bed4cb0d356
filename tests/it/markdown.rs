//! Markdown as it is read, for any text: nothing panics, every place that is named lies in the file, ids
//! stand once on a page, marks of an author's own are never obeyed, and `--fix` changes no words.

use crate::support::{build, repository, request};
use mingbai::base::slug::RESERVED;
use mingbai::base::source::{Source, Sources, Span};
use mingbai::commands::pipeline;
use mingbai::diag::{Finding, Slip};
use mingbai::model::document::Document;
use mingbai::parse::markdown::{self, Lead, Mode};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fs;

/// What texts are made of here: whatever means something, and some words between.
const PIECES: [&str; 72] = [
    "甲",
    "乙丙",
    "a",
    "word",
    " ",
    "  ",
    "    ",
    "\n",
    "\n\n",
    "\r",
    "\r\n",
    "\t",
    "# ",
    "## ",
    "#",
    "##",
    "#甲",
    "#甲#",
    "1.",
    "1. ",
    "3.项",
    "1.项",
    "-",
    "- ",
    "> ",
    ">",
    "```",
    "```\n",
    "~~~",
    "`",
    "*",
    "**",
    "_",
    "~~",
    "[",
    "]",
    "[[",
    "]]",
    "(",
    ")",
    "（",
    "）",
    "[^a]",
    "[^a]: ",
    "[^b]",
    "[^b]：",
    "[r]: x.md",
    "[甲][r]",
    "[[1]](x.md)",
    "{#id}",
    "{姓名}",
    "{.c}",
    "}",
    "{#main}",
    ":::",
    ":::tip",
    ": ",
    "https://a.b/甲_乙_",
    "www.a.b",
    "x@a.b",
    "<div id=\"id\">",
    "</div>",
    "<b>",
    "<!--",
    "-->",
    "%%",
    "|",
    "|--|--|\n",
    "\u{0}",
    "\u{8}",
    "\u{E001}l0\u{E002}",
    "&#xE001;",
];

/// What no text holds that was read.
const FOUL: [char; 5] = ['\0', '\u{8}', '\u{E000}', '\u{E001}', '\u{E002}'];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40).prop_map(|parts| parts.concat())
}

/// Lines that look like slips, and what may stand around them.
const LINES: [&str; 26] = [
    "#甲",
    "##乙",
    "###“丙”",
    "#甲#热",
    "##甲##",
    "#甲 #乙",
    "##甲 ##乙",
    "1.项",
    "2.项",
    "3.项",
    "- 1.项",
    "> ##甲",
    "> 1.项",
    "  - ##甲",
    "    ##甲",
    "\\#甲",
    "文字",
    "word",
    "",
    "",
    "",
    "```",
    "===",
    "---",
    "<div>",
    "| a | b |",
];

fn lines() -> impl Strategy<Value = String> {
    let lines = prop::collection::vec(prop::sample::select(&LINES[..]), 0..12);
    lines.prop_map(|lines| lines.iter().map(|line| format!("{line}\n")).collect())
}

/// A text as a file is read.
fn source(text: &str) -> Source {
    let mut sources = Sources::default();
    let id = sources.add("content/a.md", text);
    sources.get(id).clone()
}

fn parse(source: &Source, mode: Mode<'_>) -> Document {
    markdown::parse(source, 0..source.text.len(), mode).0
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1500) })]

    #[test]
    fn every_place_lies_in_the_file(text in text(), untrusted: bool, line: bool, steps: bool) {
        let source = source(&text);
        let mode = Mode { untrusted, line, lead: Lead::Title, prose: true, steps, letter: false };
        let document = parse(&source, mode);
        let within = |span: Span| source.text.get(span.range()).is_some();
        prop_assert!(document.found.iter().all(|(span, _)| within(*span)));
        prop_assert!(document.references.iter().all(|r| within(r.span)));
        prop_assert!(document.images.iter().all(|i| within(i.span)));
        prop_assert!(document.headings.iter().all(|h| within(h.span)));
        let mut ends = 0;
        for step in &document.steps {
            prop_assert!(ends <= step.references.start && step.references.end as usize <= document.references.len());
            prop_assert!(step.references.start <= step.answers.start && step.answers.end <= step.references.end);
            prop_assert!((step.heading as usize) < document.headings.len());
            ends = step.references.end;
        }
        let runs = document.words.runs.iter();
        prop_assert!(runs.clone().all(|r| source.text.get(r.start.get()..r.end.get()).is_some()));
        let unseen = document.unseen.iter();
        prop_assert!(unseen.clone().all(|r| source.text.get(r.start.get()..r.end.get()).is_some()));
        prop_assert!(!document.text.contains(FOUL) && !document.markup().contains(FOUL));
    }

    #[test]
    fn an_id_stands_once_or_is_reported(text in text()) {
        let source = source(&text);
        let document = parse(&source, Mode::default());
        let reported: BTreeSet<&str> = document.found.iter().filter_map(|(_, found)| match found {
            Finding::Slip(Slip::DuplicateAnchor { id, .. }) => Some(id.as_str()),
            _ => None,
        }).collect();
        let headings = document.headings.iter().map(|h| h.id.as_str()).filter(|id| !id.is_empty());
        let mut seen = BTreeSet::new();
        for id in headings.chain(document.ids.iter().map(String::as_str)) {
            prop_assert!(seen.insert(id) || reported.contains(id), "{id} twice");
            prop_assert!(!RESERVED.contains(&id) || reported.contains(id), "{id} is the frame's");
        }
        // Every way to a footnote and back leads somewhere.
        for way in document.markup().split("href=\"#fn").skip(1) {
            let id = format!("fn{}", way.split('"').next().unwrap_or_default());
            prop_assert!(document.ids.contains(&id), "{id} is nowhere");
        }
    }

    #[test]
    fn markup_is_put_together_as_it_was(text in text()) {
        let source = source(&text);
        let [with, without] = [true, false].map(|prose| parse(&source, Mode { prose, ..Mode::default() }));
        prop_assert_eq!(with.markup(), without.markup());
        prop_assert_eq!(&with.shown.holes, &without.shown.holes);
        let read: Document = postcard::from_bytes(&postcard::to_allocvec(&with).unwrap()).unwrap();
        prop_assert_eq!(read.markup(), with.markup());
    }

    #[test]
    fn an_answer_is_one_line_of_words(text in text()) {
        let source = source(&text.replace(['\n', '\r'], " "));
        let document = parse(&source, Mode { line: true, ..Mode::default() });
        for block in ["<p", "<h1", "<h2", "<ol", "<ul", "<blockquote", "<pre", "<table", "<dl", "<div", "<section"] {
            let times = document.markup().matches(block).count();
            prop_assert!(times <= usize::from(block == "<p"), "{block} in {}", document.markup());
        }
        prop_assert!(document.shown.codes.is_empty() && document.headings.is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(100) })]

    #[test]
    fn a_fix_never_changes_the_words_that_a_reader_sees(text in lines(), titled: bool) {
        let site = tempfile::tempdir().expect("a folder");
        let content = site.path().join("content");
        fs::create_dir_all(&content).expect("writable");
        fs::write(content.join("site.yaml"), "title: 站\n").expect("writable");
        let key = if titled { "title" } else { "name" };
        let before = format!("---\n{key}：名\n---\n{text}");
        let page = content.join("a.md");
        fs::write(&page, &before).expect("writable");
        let prepared = pipeline::check(&request(site.path())).expect("readable");
        pipeline::mend(&prepared, site.path()).expect("writable");
        let after = fs::read_to_string(&page).expect("UTF-8");
        let (old, new) = (body(&before), body(&after));
        let context = format!("{before}\n→\n{after}");
        prop_assert_eq!(new.letters, old.letters, "{}", context);
        // Every line is as it was, or its mark has a space behind it and is one now.
        let (mut headings, mut items) = (0, 0);
        prop_assert_eq!(before.lines().count(), after.lines().count());
        for (old, new) in before.lines().zip(after.lines()).skip(3).filter(|(old, new)| old != new) {
            let mark = old.chars().zip(new.chars()).take_while(|(a, b)| a == b).count();
            let spaced: String = old.chars().take(mark).chain([' ']).chain(old.chars().skip(mark)).collect();
            prop_assert_eq!(new, spaced, "{}", context);
            let heading = new[..mark].ends_with('#');
            headings += usize::from(heading);
            items += usize::from(!heading);
            prop_assert!(!heading || !new.chars().skip(mark).any(|c| c == '#'), "{}", context);
        }
        prop_assert_eq!(new.headings, old.headings + headings, "{}", context);
        prop_assert_eq!(new.items, old.items + items, "{}", context);
    }

    #[test]
    fn a_site_of_any_text_is_built(text in text(), answer in text(), untrusted: bool) {
        let site = tempfile::tempdir().expect("a folder");
        let folder = site.path().join("content/methods");
        fs::create_dir_all(&folder).expect("writable");
        let settings = "title: 站\nbase_url: https://example.org/\n";
        fs::write(site.path().join("content/site.yaml"), settings).expect("writable");
        let answer = serde_json::to_string(&answer).expect("text");
        let front = format!("date: 2026-01-01\nanswer: {answer}\nuntrusted: {untrusted}");
        fs::write(folder.join("a.md"), format!("---\n{front}\n---\n{text}")).expect("writable");
        for (path, bytes) in build(site.path()).0 {
            if [".html", ".md", ".xml", ".txt"].iter().any(|end| path.ends_with(end)) {
                let text = String::from_utf8(bytes).expect("UTF-8");
                prop_assert!(!text.contains(FOUL), "{path}: {text:?}");
            }
        }
    }

    #[test]
    fn marks_of_an_authors_own_are_only_characters(
        letter in prop::sample::select(vec!["l0", "e0", "i99", "c0", "p0", "m7", "h0", "a1", "t", "n0", "b65537"]),
        ends in prop::sample::select(vec![('\u{E001}', '\u{E002}'), ('\u{FDD0}', '\u{FDD1}')]),
    ) {
        let marked = |open, close| {
            let site = tempfile::tempdir().expect("a folder");
            let folder = site.path().join("content/methods");
            fs::create_dir_all(&folder).expect("writable");
            let settings = "title: 站\nbase_url: https://example.org/\neditions: [zh-Hant]\n";
            fs::write(site.path().join("content/site.yaml"), settings).expect("writable");
            fs::write(folder.join("a.md"), FIELDS.replace('M', &format!("{open}{letter}{close}"))).expect("writable");
            let mut files = build(site.path()).0;
            // The index names its files by their contents, which say where things were written.
            files.retain(|path, _| path.ends_with(".html") || path.ends_with(".md") || path.ends_with(".xml"));
            files
        };
        let (open, close) = ends;
        prop_assert_eq!(marked(open, close), marked('\u{FFFD}', '\u{FFFD}'));
    }
}

/// A page with `M` in every field that a text has.
const FIELDS: &str = "---
title: 题M
answer: 答M **粗M** <span class=\"M\">x</span>
tags: [标M]
date: 2026-01-01
---
## 甲 {.M #idM}

## 乙M

文M[字](https://example.org/M \"M\")和<b title=\"M\">粗</b>`M`，[^M]，[[M]]，https://example.org/M。

![图M](https://example.org/M.png \"M\")

```M
M
```

<div class=\"M\">M</div>

| M |
|---|
| M |

> [!NOTE]
> M

[^M]: M
";

/// What a reader sees of a page's body.
struct Body {
    letters: String,
    headings: usize,
    items: usize,
}

fn body(file: &str) -> Body {
    let source = source(file.splitn(3, "---\n").nth(2).unwrap_or_default());
    let document = parse(&source, Mode::default());
    let alts = document.images.iter().map(|image| image.alt.as_str());
    let words = std::iter::once(document.text.as_str()).chain(alts).flat_map(str::chars);
    Body {
        letters: words.filter(|c| c.is_alphabetic()).collect(),
        headings: document.headings.len(),
        items: document.markup().matches("<li>").count(),
    }
}

#[test]
fn the_frame_of_a_page_has_the_reserved_ids_and_no_others() {
    let templates = crate::support::tree(&repository("themes/default/templates"));
    let mut own = BTreeSet::new();
    // In a bundle, what is on a page has ids with its path before them.
    let pages = templates.into_iter().filter(|(path, _)| !path.ends_with("bundle.html"));
    for (_, bytes) in pages {
        let text = String::from_utf8(bytes).expect("UTF-8");
        for part in text.split(" id=\"").skip(1) {
            let id = part.split('"').next().unwrap_or_default();
            if !id.contains("{{") {
                own.insert(id.to_owned());
            }
        }
    }
    assert_eq!(own, RESERVED.into_iter().map(str::to_owned).collect());
}
