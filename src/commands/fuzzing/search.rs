//! The index as Rust writes it, read by the script that readers load.

use super::site::client;
use crate::base::cache::Cache;
use crate::base::output::Output;
use crate::commands::search_test::{Found, ask};
use crate::index::build::build;
use crate::index::corpus::{Corpus, Doc};
use std::borrow::Cow;
use std::collections::HashMap;
use std::str;
use std::sync::LazyLock;

static CLIENT: LazyLock<String> = LazyLock::new(client);

/// Pages, a form feed between them, a line a block: whatever they say, the index can be read, and two Chinese
/// characters that stand side by side in a text find its page.
pub(super) fn index(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let pages: Vec<Vec<&str>> = text.split('\u{c}').take(8).map(|p| p.lines().collect()).collect();
    let queries: Vec<(usize, String)> =
        pages.iter().enumerate().filter_map(|(n, page)| Some((n, pair(page)?))).collect();
    let asked: Vec<&str> = queries.iter().map(|(_, query)| query.as_str()).collect();
    let found = search(&pages, &asked);
    for ((number, query), found) in queries.iter().zip(found) {
        let wanted = format!("/{number}/");
        assert!(
            found.pages.iter().any(|hit| hit.url == wanted),
            "{query} does not find page {number}"
        );
    }
}

/// Any query to a small site.
pub(super) fn query(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let pages = [
        vec!["花呗逾期了怎么办", "先看账单，再打 95188。", "《民法典》第680条，利率 15.4%"],
        vec!["催收打给家人", "可以拒绝。call them back, 10万元"],
    ];
    for found in search(&pages, &[text]) {
        assert!(
            found.pages.iter().all(|hit| ["/0/", "/1/"].contains(&hit.url.as_str())),
            "a page from nowhere"
        );
    }
}

fn search(pages: &[Vec<&str>], queries: &[&str]) -> Vec<Found> {
    let docs = pages.iter().enumerate().map(|(number, lines)| Doc {
        url: format!("{number}/"),
        title: lines.first().copied().unwrap_or_default(),
        name: lines.first().copied().unwrap_or_default(),
        lang: "zh-Hans",
        blocks: lines.iter().copied().map(Cow::from).collect(),
        ..Doc::default()
    });
    let corpus = Corpus { docs: docs.collect(), base: "/", ..Corpus::default() };
    let outputs = build(corpus, &Cache::default());
    let name =
        |output: Output| (output.path.trim_start_matches("search/").to_owned(), output.bytes);
    let files: HashMap<String, Vec<u8>> = outputs.into_iter().map(name).collect();
    ask(files, &CLIENT, queries).expect("the script reads what the index says")
}

/// The first two common Chinese characters that stand side by side.
fn pair(lines: &[&str]) -> Option<String> {
    let common = |c: &char| ('一'..='龥').contains(c);
    lines.iter().find_map(|line| {
        let chars: Vec<char> = line.chars().collect();
        chars.windows(2).find(|two| two.iter().all(common)).map(|two| two.iter().collect())
    })
}
