//! Same input, same bytes: whatever the order of threads, and for the shipped site as well.

use crate::support::{build, build_with, repository, request};
use mingbai::Request;

#[test]
fn two_builds_of_the_shipped_site_are_byte_identical() {
    let (first, report) = build(&repository(""));
    let (second, _) = build(&repository(""));
    assert_eq!(report, "", "the shipped content has nothing to report");
    assert!(first.len() > 100, "only {} files", first.len());
    for (path, bytes) in &first {
        assert_eq!(Some(bytes), second.get(path), "{path}");
    }
    assert_eq!(first.len(), second.len());
}

#[test]
fn a_base_path_is_in_front_of_every_local_address() {
    let base_url = Some("https://example.org/deep/site/".to_owned());
    let (files, _) = build_with(&Request { base_url, ..request(&repository("")) });
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = String::from_utf8_lossy(bytes);
        for attribute in ["href=\"/", "src=\"/", "action=\"/"] {
            for (at, _) in html.match_indices(attribute) {
                let address = &html[at + attribute.len() - 1..];
                assert!(
                    address.starts_with("/deep/site/"),
                    "{path}: {}",
                    &address[..address.floor_char_boundary(60)]
                );
            }
        }
    }
}
