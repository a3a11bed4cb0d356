//! What machines are promised by the shipped site: structured data, Markdown twins, integrity,
//! headers.

use crate::support::{build, repository};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use mingbai::render::hosting::POLICY;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::Write;

/// What a search engine wants of each type before it uses any of it, and dates where they matter.
const REQUIRED: &[(&str, &[&str])] = &[
    ("Answer", &["text"]),
    (
        "Article",
        &["headline", "datePublished", "dateModified", "author", "publisher", "mainEntityOfPage"],
    ),
    ("BreadcrumbList", &["itemListElement"]),
    ("ListItem", &["position", "name", "item"]),
    ("MediaObject", &["contentUrl", "encodingFormat"]),
    ("Organization", &["name", "url"]),
    ("Question", &["name", "url", "suggestedAnswer"]),
    ("WebPageElement", &["name", "url"]),
    ("WebSite", &["name", "url"]),
];

#[test]
fn structured_data_has_what_its_types_require() {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (path, html) in pages() {
        let guide = html.contains("<meta property=\"og:type\" content=\"article\">");
        let blocks = blocks(&html);
        for block in &blocks {
            let value: Value =
                serde_json::from_str(block).unwrap_or_else(|e| panic!("{path}: {e}"));
            assert_eq!(value["@context"], "https://schema.org", "{path}");
            check(&path, &value, &mut seen);
        }
        let articles = blocks.iter().filter(|b| b.contains("\"@type\":\"Article\"")).count();
        assert_eq!(articles, usize::from(guide), "{path}");
    }
    for (name, _) in REQUIRED {
        assert!(seen.contains_key(*name), "no {name} on the whole site");
    }
}

/// An object and all objects in it.
fn check(path: &str, value: &Value, seen: &mut BTreeMap<String, usize>) {
    if let Some(name) = value["@type"].as_str() {
        let (_, required) =
            REQUIRED.iter().find(|(n, _)| *n == name).unwrap_or_else(|| panic!("{path}: {name}"));
        for key in *required {
            let empty = value[key].is_null() || value[key].as_str() == Some("");
            assert!(!empty, "{path}: {name} without {key}");
        }
        *seen.entry(name.to_owned()).or_default() += 1;
    }
    for key in ["url", "item", "mainEntityOfPage"] {
        let address = value[key].as_str().unwrap_or("https://");
        assert!(address.starts_with("https://") && address.is_ascii(), "{path}: {address}");
    }
    for key in ["datePublished", "dateModified"] {
        let day = value[key].as_str();
        assert!(day.is_none_or(|d| mingbai::base::day::parse_day(d).is_some()), "{path}: {day:?}");
    }
    if let (Some(first), Some(last)) =
        (value["datePublished"].as_str(), value["dateModified"].as_str())
    {
        assert!(first <= last, "{path}");
    }
    if let Some(headline) = value["headline"].as_str() {
        assert!(headline.chars().count() <= 110, "{path}: {headline}");
    }
    if let Some(steps) = value["itemListElement"].as_array() {
        assert!(steps.len() > 1, "{path}: a way of one step");
        for (i, step) in steps.iter().enumerate() {
            assert_eq!(step["position"], i + 1, "{path}");
        }
    }
    match value {
        Value::Object(fields) => fields.values().for_each(|v| check(path, v, seen)),
        Value::Array(items) => items.iter().for_each(|v| check(path, v, seen)),
        _ => {}
    }
}

#[test]
fn every_stylesheet_and_script_tag_carries_the_digest_of_its_file() {
    let (files, _) = build(&repository(""));
    for (path, html) in pages_of(&files) {
        let tags = html
            .split('<')
            .filter(|t| t.starts_with("link rel=\"stylesheet\"") || t.starts_with("script "));
        let loading = tags.filter(|t| !t.contains("application/ld+json"));
        for tag in loading {
            let address =
                attribute(tag, "src").or_else(|| attribute(tag, "href")).expect("an address");
            let file = files.get(address.trim_start_matches('/'));
            let file = file.unwrap_or_else(|| panic!("{path} loads {address}, which is not there"));
            let integrity = attribute(tag, "integrity").unwrap_or_else(|| panic!("{path}: {tag}"));
            let digest = integrity.strip_prefix("sha256-").expect("the algorithm");
            assert_eq!(digest, BASE64_STANDARD.encode(Sha256::digest(file)), "{path}: {address}");
        }
    }
}

#[test]
fn every_guide_and_what_it_loads_keeps_its_budget() {
    let (files, _) = build(&repository(""));
    let size = |path: &str| {
        packed(files.get(path.trim_start_matches('/')).unwrap_or_else(|| panic!("no {path}")))
    };
    let mut over = Vec::new();
    for (path, html) in pages_of(&files) {
        if !html.contains("\"@type\":\"Article\"") {
            continue;
        }
        let loaded = |start: &str, name: &str| -> usize {
            let tags = html.split('<').filter(|tag| tag.starts_with(start));
            tags.filter_map(|tag| attribute(tag, name)).map(size).sum()
        };
        let styles = loaded("link rel=\"stylesheet\"", "href");
        let scripts = loaded("script type=\"module\"", "src");
        // Addresses of a second edition are longer.
        let most = if path.starts_with("zh-hant/") { 9_728 } else { 9_216 };
        let sizes = [(size(&path), most), (styles, 6_144), (scripts, 10_240)];
        if sizes.iter().any(|(size, most)| size > most) {
            over.push((path, sizes));
        }
    }
    assert!(over.is_empty(), "HTML, styles, scripts, each with its limit: {over:?}");
}

/// How many bytes a host sends of these.
fn packed(bytes: &[u8]) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory").len()
}

#[test]
fn every_guide_has_a_twin_that_tells_nothing_private() {
    let (files, _) = build(&repository(""));
    let listed = String::from_utf8_lossy(&files["llms.txt"]).into_owned();
    let mut twins = 0;
    for (path, html) in
        pages_of(&files).iter().filter(|(_, html)| html.contains("type=\"text/markdown\""))
    {
        let address = path.replace("index.html", "index.md");
        assert!(html.contains(&format!("href=\"/{address}\"")), "{path}");
        let twin = String::from_utf8_lossy(&files[&address]).into_owned();
        assert!(twin.starts_with("# "), "{address}");
        for private in
            ["<!--", "owner:", "aka:", "reviewed_by", "]: ", "<law:", "<fact:", "<term:", "[["]
        {
            assert!(!twin.contains(private), "{address} has {private}");
        }
        let here = address.starts_with("zh-hant/");
        assert!(
            here || listed.contains(&format!("https://mingbai.example.org/{address}")),
            "{address}"
        );
        twins += 1;
    }
    assert!(twins > 80, "only {twins}");
}

#[test]
fn the_headers_forbid_what_no_page_needs() {
    let (files, _) = build(&repository(""));
    let headers = String::from_utf8_lossy(&files["_headers"]).into_owned();
    for line in [
        "/*\n".to_owned(),
        format!("  Content-Security-Policy: {POLICY}\n"),
        "  Strict-Transport-Security: max-age=31536000\n".to_owned(),
        "  X-Content-Type-Options: nosniff\n".to_owned(),
        "  Referrer-Policy: no-referrer\n".to_owned(),
        "/assets/*\n  Cache-Control: public, max-age=31536000, immutable\n".to_owned(),
        "/search/*.bin\n  Cache-Control: public, max-age=31536000, immutable\n".to_owned(),
    ] {
        assert!(headers.contains(&line), "no {line}");
    }
    for (path, html) in pages_of(&files) {
        for inline in ["<style", " style=\"", " onclick=", "javascript:"] {
            assert!(!html.contains(inline), "{path}: {inline}");
        }
        let scripts = html.match_indices("<script").map(|(at, _)| &html[at..]);
        for script in scripts {
            let tag = &script[..script.find('>').expect("closed")];
            let data = tag.contains("type=\"application/ld+json\"");
            assert!(data || tag.contains(" src=\""), "{path}: {tag}");
        }
    }
}

#[test]
fn every_page_has_a_picture_for_those_who_share_it() {
    let (files, _) = build(&repository(""));
    for (path, html) in pages_of(&files) {
        let Some((_, tag)) = html.split_once("<meta property=\"og:image\"") else {
            // A page that leads elsewhere has nothing to show.
            assert!(html.contains("http-equiv=\"refresh\""), "{path} has no picture");
            continue;
        };
        let address = attribute(tag, "content").expect("an address");
        let file = address.strip_prefix("https://mingbai.example.org/").expect("the site's own");
        let file = files.get(file).unwrap_or_else(|| panic!("{path}: {file} is not published"));
        let (width, height) = mingbai::base::picture::size(file).expect("a picture");
        for (name, value) in [("width", width), ("height", height)] {
            let tag = format!("<meta property=\"og:image:{name}\" content=\"{value}\">");
            assert!(html.contains(&tag), "{path} lacks {tag}");
        }
        assert!(html.contains("<meta property=\"og:image:alt\" content=\""), "{path}");
    }
}

/// The site's pages, by path.
fn pages() -> BTreeMap<String, String> {
    pages_of(&build(&repository("")).0)
}

/// The pages among these files.
fn pages_of(files: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, String> {
    let pages = files.iter().filter(|(path, _)| path.ends_with(".html"));
    let text = |bytes: &Vec<u8>| String::from_utf8(bytes.clone()).expect("UTF-8");
    pages.map(|(path, bytes)| (path.clone(), text(bytes))).collect()
}

fn blocks(html: &str) -> Vec<String> {
    let start = "<script type=\"application/ld+json\">";
    let found = html.match_indices(start).map(|(at, _)| &html[at + start.len()..]);
    found.map(|b| b[..b.find("</script>").expect("closed")].to_owned()).collect()
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let (_, value) = tag.split_once(&format!(" {name}=\""))?;
    value.split('"').next()
}
