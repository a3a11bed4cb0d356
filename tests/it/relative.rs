//! A folder that is opened from a disk: every address in it leads to a file of it, from wherever it lies. And
//! pages that say their policy themselves.

use crate::support::{build_with, put, repository, request};
use html5ever::parse_document;
use html5ever::tendril::TendrilSink as _;
use markup5ever_rcdom::{NodeData, RcDom};
use mingbai::Request;
use mingbai::base::address::decoded;
use std::collections::BTreeMap;

/// The shipped site with relative addresses, at a base with a path of its own.
fn built() -> BTreeMap<String, Vec<u8>> {
    let base_url = Some("https://example.org/guide/".to_owned());
    build_with(&Request { relative: true, base_url, ..request(&repository("")) }).0
}

/// What elements of a page ask for or lead to, by element and attribute.
fn addresses(page: &[u8]) -> Vec<(String, String)> {
    let dom = parse_document(RcDom::default(), Default::default()).from_utf8().one(page);
    let mut found = Vec::new();
    let mut next = vec![dom.document.clone()];
    while let Some(node) = next.pop() {
        next.extend(node.children.borrow().iter().cloned());
        let NodeData::Element { name, attrs, template_contents, .. } = &node.data else { continue };
        next.extend(template_contents.borrow().iter().cloned());
        for attribute in attrs.borrow().iter() {
            let (key, value) = (&*attribute.name.local, attribute.value.to_string());
            match key {
                "href" | "src" | "action" => found.push((name.local.to_string(), value)),
                "srcset" => found.extend(value.split(", ").map(|one| {
                    let file = one.split(' ').next().unwrap_or_default().to_owned();
                    (name.local.to_string(), file)
                })),
                "integrity" => found.push((key.to_owned(), value)),
                "content" => {
                    let to = value.split_once("url=").map(|(_, to)| to.to_owned());
                    found.extend(to.map(|to| ("meta".to_owned(), to)));
                }
                _ => {}
            }
        }
    }
    found
}

#[test]
fn every_address_of_a_folder_leads_to_a_file_in_it() {
    let files = built();
    let mut seen = 0;
    for (path, page) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        for (element, address) in addresses(page) {
            assert_ne!(element, "integrity", "{path}: a disk lets nobody check a file");
            let scheme = address.split_once(':').filter(|(scheme, _)| !scheme.contains(['/', '#']));
            if scheme.is_some() || address.starts_with('#') {
                continue;
            }
            let place = url::Url::parse(&format!("file:///folder/{path}")).expect("an address");
            let to = place.join(&address).expect("an address");
            let below = to.path().strip_prefix("/folder/").expect(&address);
            assert!(files.contains_key(&decoded(below)), "{path}: {element} leads to {address}");
            seen += 1;
        }
    }
    assert!(seen > 10_000, "{seen} addresses");
}

#[test]
fn whole_addresses_stay_and_the_index_finds_its_way() {
    let files = built();
    let text = |path: &str| String::from_utf8_lossy(&files[path]).into_owned();
    assert!(text("sitemap.xml").contains("<loc>https://example.org/guide/"));
    let canonical =
        "<link rel=\"canonical\" href=\"https://example.org/guide/methods/phone-calls/\">";
    assert!(text("methods/phone-calls/index.html").contains(canonical));
    for edition in ["", "zh-hant/"] {
        let manifest: serde_json::Value =
            serde_json::from_str(&text(&format!("{edition}search/manifest.json"))).expect("JSON");
        assert_eq!(manifest["base"], "../");
    }
    assert!(text("search/index.html").contains("mingbai bundle"), "where it does work is said");
}

#[test]
fn pages_say_their_policy_where_the_site_wants_it() {
    let folder = tempfile::tempdir().expect("a folder");
    put(folder.path(), "content/site.yaml", "title: 小站\nmeta_policy: true\n");
    put(folder.path(), "content/about.md", "---\ntitle: 关于\n---\n小站。\n");
    let (files, report) = build_with(&request(folder.path()));
    for path in ["index.html", "about/index.html", "404.html", "search/index.html"] {
        let page = String::from_utf8_lossy(&files[path]).into_owned();
        let at = page.find("http-equiv=\"Content-Security-Policy\"").expect(path);
        let loads = page.find("<link rel=\"stylesheet\"").expect(path);
        assert!(at < loads, "{path}: {report}");
        assert!(page.contains("base-uri") && !page.contains("frame-ancestors"), "{path}");
    }
}
