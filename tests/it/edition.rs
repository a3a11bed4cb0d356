//! The further edition of the shipped site: all of it in the other script, all of it where the
//! first edition has it.

use crate::support::{build, repository};
use opencc_fmmseg::OpenCC;
use std::collections::{BTreeMap, BTreeSet};

const FOLDER: &str = "zh-hant/";

/// Characters that Simplified text writes for another one, but Traditional text has as well: 里 in a
/// distance, 后 for an empress, 只 for "only".
const SHARED: &str = "㐹万丑丰于云亘仆价伙余佣党准几凶划占厂厘台叶吁后吣咨咸夸尸岩帘干广床征愿挂据斗朴杠杰极柜\
    棱涂涌淀游熏着确种秘筑胜腊腌膻苹范荐虫蚝蜡蝎跖辟适郁采里雇";

#[test]
fn no_reader_of_the_traditional_edition_meets_a_simplified_character() {
    let simplified = simplified_only();
    assert!(simplified.len() > 2500, "only {} characters", simplified.len());
    let mut met = Vec::new();
    let mut pages = 0;
    for (path, text) in edition() {
        let read = if path.ends_with(".md") || path.ends_with(".txt") {
            without_addresses(&text)
        } else {
            what_is_read(&text)
        };
        pages += 1;
        for (at, c) in read.char_indices().filter(|(_, c)| simplified.contains(c)) {
            let around: String = read[..at].chars().rev().take(8).collect();
            met.push(format!("{path}: …{}{c}", around.chars().rev().collect::<String>()));
        }
    }
    assert!(pages > 150, "only {pages} files");
    assert!(met.is_empty(), "{}", met.join("\n"));
}

#[test]
fn both_editions_have_the_same_pages_and_the_same_anchors() {
    let (files, _) = build(&repository(""));
    let pages = files.iter().filter(|(path, _)| path.ends_with(".html") || path.ends_with(".md"));
    let (further, own): (Vec<_>, Vec<_>) = pages.partition(|(path, _)| path.starts_with(FOLDER));
    let below: Vec<&str> = further.iter().map(|(path, _)| &path[FOLDER.len()..]).collect();
    let own_paths: Vec<&str> = own.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(below, own_paths);
    for ((path, own), (_, further)) in own.iter().zip(&further) {
        assert_eq!(values(own, " id=\""), values(further, " id=\""), "{path}");
    }
}

#[test]
fn every_page_names_itself_in_every_edition() {
    let (files, _) = build(&repository(""));
    let guide = |path: &str| String::from_utf8_lossy(&files[path]).into_owned();
    for path in ["index.html", "rights/privacy/index.html", "laws/civil-code/index.html"] {
        let (own, further) = (guide(path), guide(&format!("{FOLDER}{path}")));
        let address = path.trim_end_matches("index.html");
        for (lang, url) in [
            ("zh-Hans", format!("https://mingbai.example.org/{address}")),
            ("zh-Hant", format!("https://mingbai.example.org/zh-hant/{address}")),
            ("x-default", format!("https://mingbai.example.org/{address}")),
        ] {
            let link = format!("<link rel=\"alternate\" hreflang=\"{lang}\" href=\"{url}\">");
            assert!(own.contains(&link) && further.contains(&link), "{path} lacks {link}");
        }
        let canonical = |base: &str| {
            format!("<link rel=\"canonical\" href=\"https://mingbai.example.org/{base}{address}\">")
        };
        assert!(own.contains(&canonical("")), "{path}");
        assert!(further.contains(&canonical(FOLDER)), "{path}");
        assert!(own.contains("<html lang=\"zh-Hans\">"), "{path}");
        assert!(further.contains("<html lang=\"zh-Hant\">"), "{path}");
        assert!(further.contains("中國大陸的法律"), "{path} says whose law it is about");
        assert!(own.contains(&format!("href=\"/{FOLDER}{address}\"")), "{path}");
        assert!(further.contains(&format!("href=\"/{address}\" hreflang=\"zh-Hans\"")), "{path}");
    }
}

#[test]
fn addresses_of_an_edition_stay_in_it() {
    let (files, _) = build(&repository(""));
    for (path, html) in edition().iter().filter(|(path, _)| path.ends_with(".html")) {
        for address in html.match_indices(" href=\"/").map(|(at, _)| &html[at + 8..]) {
            let address = &address[..address.find('"').expect("quoted")];
            let own = html.contains(&format!(" href=\"/{address}\" hreflang="));
            let leaves = !address.starts_with(FOLDER) && !address.starts_with("assets/");
            assert!(own || !leaves, "{path}: /{address}");
        }
    }
    assert!(files.contains_key("zh-hant/feed.xml") && files.contains_key("zh-hant/404.html"));
}

#[test]
fn each_edition_is_searched_in_its_own_words() {
    let (files, _) = build(&repository(""));
    let text = |path: &str| String::from_utf8_lossy(&files[path]).into_owned();
    let manifest = |path: &str| -> serde_json::Value {
        serde_json::from_slice(&files[path]).unwrap_or_else(|e| panic!("{path}: {e}"))
    };
    let (own, further) =
        (manifest("search/manifest.json"), manifest("zh-hant/search/manifest.json"));
    assert_eq!((&own["base"], &further["base"]), (&"/".into(), &"/zh-hant/".into()));
    assert_eq!(own["pages"], further["pages"]);
    assert!(own["kinds"].to_string().contains("权利"), "{}", own["kinds"]);
    assert!(further["kinds"].to_string().contains("權利"), "{}", further["kinds"]);
    let door = |prefix: &str| {
        let door = text(&format!("{prefix}search/client.js"));
        let (_, module) = door.split_once("import(\"").expect("an import");
        module.split('"').next().unwrap_or_default().to_owned()
    };
    let (own, further) = (door(""), door(FOLDER));
    assert!(files.contains_key(own.trim_start_matches("../")), "{own}");
    assert_eq!(further, format!("../{own}"));
}

/// The further edition's files that people read, by path.
fn edition() -> BTreeMap<String, String> {
    let (files, _) = build(&repository(""));
    let read = |path: &str| [".html", ".xml", ".md", ".txt"].iter().any(|e| path.ends_with(e));
    let files = files.into_iter().filter(|(p, _)| p.starts_with(FOLDER) && read(p));
    files.map(|(path, bytes)| (path, String::from_utf8(bytes).expect("UTF-8"))).collect()
}

/// Characters that no Traditional text has: what the tables write otherwise, standing alone.
fn simplified_only() -> BTreeSet<char> {
    let all: Vec<char> = ('\u{3400}'..='\u{9FFF}').collect();
    let lines: String = all.iter().flat_map(|c| [*c, '\n']).collect();
    let traditional = OpenCC::new().s2t(&lines, false);
    assert_eq!(traditional.lines().count(), all.len());
    let changed = all.iter().zip(traditional.lines()).filter(|(c, t)| !t.starts_with(**c));
    changed.map(|(c, _)| *c).filter(|c| !SHARED.contains(*c)).collect()
}

/// What a reader reads or hears of a page: text, and the attributes that are spoken.
fn what_is_read(html: &str) -> String {
    let mut read = String::new();
    // The link to the other edition is named in that edition's own script.
    let html = match html.split_once(" lang=\"zh-Hans\"") {
        Some((before, after)) => before.to_owned() + &after[after.find("</a>").expect("a link")..],
        None => html.to_owned(),
    };
    for part in html.split('<') {
        let (tag, text) = part.split_once('>').unwrap_or(("", part));
        read.push_str(text);
        for name in ["alt", "title", "aria-label", "placeholder", "content"] {
            for value in values(tag.as_bytes(), &format!(" {name}=\"")) {
                read.push('\n');
                read.push_str(&value);
            }
        }
        read.push('\n');
    }
    read
}

/// Markdown without the destinations of links that stay in the page's own script: anchors.
fn without_addresses(text: &str) -> String {
    let parts = text.split("](").map(|part| part.split_once(')').map_or(part, |(_, rest)| rest));
    parts.collect::<Vec<_>>().join("\n")
}

/// The values behind every `start` in a page.
fn values(html: &[u8], start: &str) -> Vec<String> {
    let html = String::from_utf8_lossy(html);
    let values = html.match_indices(start).map(|(at, _)| &html[at + start.len()..]);
    values.map(|v| v[..v.find('"').unwrap_or(v.len())].to_owned()).collect()
}
