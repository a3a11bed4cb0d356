//! A site in one file: every link in it leads somewhere, nothing in it asks for anything, and what is not in
//! it is reached as well as it can be. `tests/bundle/` is a site with all that can go wrong on a page, and what
//! stands between the head and the scripts of its bundle: `UPDATE=1 cargo test bundle` accepts what is made now.

use crate::support::{repository, request, update};
use html5ever::tendril::TendrilSink as _;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use mingbai::base::lang::Lang;
use mingbai::commands::bundle::{Bundled, bundle};
use mingbai::diag::report;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// A bundle of a site, and what was said of it.
fn made(root: &Path, only: &[&str]) -> (String, String) {
    made_at(root, only, None)
}

fn made_at(root: &Path, only: &[&str], base_url: Option<&str>) -> (String, String) {
    let only: Vec<String> = only.iter().map(|part| (*part).to_owned()).collect();
    let request = mingbai::Request { base_url: base_url.map(str::to_owned), ..request(root) };
    let Bundled { prepared, file, .. } =
        bundle(&request, &only, Lang::En).expect("the site can be read");
    let style = report::Style { format: report::Format::Short, ..Default::default() };
    let said = report::render(&prepared.diagnostics, &prepared.sources, style);
    (String::from_utf8(file.expect(&said)).expect("UTF-8"), said)
}

/// An element: its name, its attributes, its words.
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    text: String,
}

impl Element {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }
}

/// All elements of a page as a browser without scripts reads it, and what its parser complains about.
fn read(html: &str) -> (Vec<Element>, Vec<String>) {
    let mut opts = ParseOpts::default();
    opts.tree_builder.scripting_enabled = false;
    let dom = parse_document(RcDom::default(), opts).one(html);
    let mut found = Vec::new();
    let mut next = vec![dom.document.clone()];
    while let Some(node) = next.pop() {
        next.extend(node.children.borrow().iter().rev().cloned());
        if let NodeData::Element { name, attrs, template_contents, .. } = &node.data {
            next.extend(template_contents.borrow().iter().cloned());
            let attributes = attrs.borrow();
            let attributes =
                attributes.iter().map(|a| (a.name.local.to_string(), a.value.to_string()));
            found.push(Element {
                name: name.local.to_string(),
                attributes: attributes.collect(),
                text: text(&node),
            });
        }
    }
    let errors = dom.errors.borrow().iter().map(ToString::to_string).collect();
    (found, errors)
}

fn text(node: &Handle) -> String {
    let children = node.children.borrow();
    let texts = children.iter().filter_map(|child| match &child.data {
        NodeData::Text { contents } => Some(contents.borrow().to_string()),
        _ => None,
    });
    texts.collect()
}

/// What is wrong with a bundle, whatever is in it.
fn faults(html: &str) -> Vec<String> {
    let (elements, mut found) = read(html);
    let mut ids = BTreeSet::new();
    for id in elements.iter().filter_map(|e| e.get("id")) {
        if !ids.insert(id) {
            found.push(format!("two elements have the id {id}"));
        }
    }
    let fetching = ["src", "srcset", "poster", "action", "formaction", "background", "ping"];
    for element in &elements {
        let name = element.name.as_str();
        for (attribute, value) in &element.attributes {
            let fetched = fetching.contains(&attribute.as_str())
                || attribute == "href" && !["a", "area"].contains(&name);
            let inside = value.starts_with("data:") || value.starts_with('#');
            if fetched && !inside {
                found.push(format!("{name} asks for {value}"));
            }
            if attribute == "style" || attribute.starts_with("on") {
                found.push(format!("{name} has {attribute}"));
            }
            if ["for", "aria-labelledby", "aria-controls"].contains(&attribute.as_str()) {
                let missing = value.split_whitespace().filter(|id| !ids.contains(id));
                found.extend(missing.map(|id| format!("{name} names {id}, which is not there")));
            }
        }
        let Some(href) = element.get("href") else { continue };
        if let Some(fragment) = href.strip_prefix('#') {
            let id = mingbai::base::address::decoded(fragment);
            if !ids.contains(id.as_str()) {
                found.push(format!("nothing is at {href}"));
            }
        } else if name == "a" {
            let known = ["https://", "http://", "tel:", "mailto:"];
            if !known.iter().any(|scheme| href.starts_with(scheme)) {
                found.push(format!("a link leads to {href}"));
            }
        }
    }
    found
}

#[test]
fn the_shipped_site_is_whole_in_one_file() {
    let (html, _) = made(&repository(""), &[]);
    assert_eq!(faults(&html), Vec::<String>::new());
    let pages = html.matches("<div class=\"sheet\"").count();
    assert!(pages > 120, "{pages} pages");
    for text in ["冒充国家机关", "资料截至 2026-11-22", "第680条"] {
        assert!(html.contains(text), "{text}");
    }
}

#[test]
fn every_situation_of_the_shipped_site_fits_into_a_message() {
    let root = repository("");
    let site = fs::read_to_string(root.join("content/site.yaml")).expect("there");
    let situations: Vec<&str> = site
        .lines()
        .filter_map(|line| line.split("{label: \"").nth(1)?.split('"').next())
        .collect();
    assert!(situations.len() > 5, "{situations:?}");
    for situation in situations {
        let (html, _) = made(&root, &[situation]);
        assert_eq!(faults(&html), Vec::<String>::new(), "{situation}");
        assert!(html.len() <= 300_000, "{situation}: {} bytes", html.len());
        assert!(html.find("12356") < html.find("<h1>"), "{situation}: whom to call comes first");
    }
}

#[test]
fn a_page_with_all_that_can_go_wrong_is_mended() {
    let (html, said) = made(&repository("tests/bundle/site"), &[]);
    assert_eq!(faults(&html), Vec::<String>::new());
    let head = html.find("<header").expect("a header");
    let end = html.find("<script type=\"application/json\"").expect("an index");
    let actual = format!("{}\n---\n{said}", &html[head..end]);
    let expected = repository("tests/bundle/expected.html");
    if update() {
        fs::write(&expected, &actual).expect("writable");
        return;
    }
    let expected = fs::read_to_string(&expected).expect("there");
    assert_eq!(actual, expected, "UPDATE=1 accepts what is made now");
}

#[test]
fn what_is_not_in_the_file_is_reached_where_the_site_is() {
    let root = repository("tests/bundle/site");
    let (html, _) = made(&root, &["quiet"]);
    assert_eq!(faults(&html), Vec::<String>::new());
    for whole in ["https://example.org/guide/letters/ask/", "https://example.org/guide/note.txt"] {
        assert!(html.contains(&format!("href=\"{whole}\"")), "{whole}");
    }
    assert!(html.contains("href=\"#/rights/quiet/:hours\""));
    assert!(!html.contains("id=\"/letters/ask/\"") && !html.contains("id=\"/rights/other/\""));
}

#[test]
fn a_site_that_does_not_know_where_it_lives_has_words_there() {
    let folder = tempfile::tempdir().expect("a folder");
    for file in ["rights/quiet.md", "rights/other.md", "rights/dot.png", "letters/ask.md"] {
        let to = folder.path().join("content").join(file);
        fs::create_dir_all(to.parent().expect("below")).expect("writable");
        fs::copy(repository("tests/bundle/site/content").join(file), to).expect("readable");
    }
    fs::create_dir_all(folder.path().join("content/static")).expect("writable");
    fs::write(folder.path().join("content/static/note.txt"), "note").expect("writable");
    fs::create_dir_all(folder.path().join("content/data/laws")).expect("writable");
    let law = "content/data/laws/civil-code.yaml";
    fs::copy(repository("tests/bundle/site").join(law), folder.path().join(law)).expect("copied");
    fs::write(folder.path().join("content/site.yaml"), "title: 小站\n").expect("writable");
    let (html, _) = made(folder.path(), &["page:quiet"]);
    assert_eq!(faults(&html), Vec::<String>::new());
    assert!(html.contains("、另一页、"), "words stand where a link would lead nowhere");
}

#[test]
fn only_what_is_in_the_file_may_run() {
    use sha2::{Digest as _, Sha256};
    let (html, _) = made(&repository(""), &["kind:letter"]);
    let (elements, _) = read(&html);
    let policy = elements.iter().find(|e| e.get("http-equiv") == Some("Content-Security-Policy"));
    let policy = policy.and_then(|e| e.get("content")).expect("a policy");
    assert!(policy.starts_with("default-src 'none';") && !policy.contains("unsafe"), "{policy}");
    let runs = |e: &&Element| e.name == "style" || e.get("type") == Some("module");
    let running: Vec<&Element> = elements.iter().filter(runs).collect();
    assert!(running.len() >= 3, "{} elements", running.len());
    for element in running {
        let hash: String =
            Sha256::digest(&element.text).iter().map(|b| format!("{b:02x}")).collect();
        let named = policy.split('\'').filter_map(|part| part.strip_prefix("sha256-"));
        let known: Vec<String> = named.map(hex).collect();
        assert!(known.contains(&hash), "{}", element.name);
    }
}

/// Base64 as hexadecimal digits.
fn hex(base64: &str) -> String {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits: String =
        base64.chars().filter_map(|c| ALPHABET.find(c)).map(|six| format!("{six:06b}")).collect();
    let bytes = bits.as_bytes().chunks_exact(8).take(32);
    bytes
        .map(|byte| {
            u8::from_str_radix(std::str::from_utf8(byte).expect("digits"), 2).expect("bits")
        })
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[test]
fn the_same_site_makes_the_same_file() {
    let root = repository("tests/bundle/site");
    assert_eq!(made(&root, &[]).0, made(&root, &[]).0);
    let elsewhere = made_at(&root, &["quiet"], Some("https://a.b/")).0;
    assert!(elsewhere.contains("https://a.b/letters/ask/"));
}

#[test]
fn parts_are_asked_for_by_what_they_are_called() {
    use mingbai::model::bundle::part::{Part, Unknown, find};
    let site = mingbai::prepare(&request(&repository("tests/bundle/site"))).expect("read").site;
    assert_eq!(find(&site, "电话打个不停"), Ok(Part::Situation(0)));
    assert_eq!(find(&site, "situation:quiet"), Ok(Part::Situation(0)));
    assert_eq!(find(&site, "电话催收"), Ok(Part::Tag(0)));
    assert!(matches!(find(&site, "letter"), Ok(Part::Kind(_))));
    assert!(matches!(find(&site, "安宁的权利"), Ok(Part::Page(_))));
    assert!(matches!(find(&site, "page:rights/quiet"), Ok(Part::Page(_))));
    assert_eq!(find(&site, "kind:lettre"), Err(Unknown::Nothing(Some("kind:letter".to_owned()))));
    let sentence = find(&site, "quiets").expect_err("unknown").sentence("quiets", Lang::Zh);
    assert_eq!(sentence, "没有叫 `quiets` 的处境、类型、标签或页面；是不是 `quiet`？");
}
