//! Holds the site's search to what its authors expect of it: `content/tests/search.yaml` says which
//! page a query must find.
//!
//! The queries are put to the published client over the published files, so nothing here knows how
//! pages are ranked. Expectations that do not hold are diagnostics at the query's own place.

mod cards;
mod reader;

pub use reader::{Found, ask};

use crate::base::address;
use crate::base::source::{Source, Sources, Spanned};
use crate::base::suggest::Guesses;
use crate::diag::{Diagnostic, Problem, SearchMiss};
use crate::model::page::{Page, Role};
use crate::model::site::Site;
use crate::yaml::fields::Fields;
use crate::yaml::key::{Key, Shape, key, keys};
use crate::yaml::{self, Entry, Node, Value};
use cards::Cards;
use reader::Hit;
use std::collections::HashMap;

/// Where the expectations are written.
pub use crate::model::config::SEARCH_TESTS as FILE;

/// What its schema is called.
pub const NAME: &str = "search-tests";

/// What the file holds.
pub const FILE_KEY: Key = key(
    NAME,
    Shape::Maps(KEYS),
    "Queries with the pages that they must find",
    "读者会搜的话，和必须搜到的页面",
);

/// The keys of which an expectation has at least one.
pub const EXPECTED: [&str; 4] = ["first", "top_three", "never", "card"];

keys! {
    /// The keys of an expectation.
    KEYS: TestKey {
        Query = key("query", Shape::OneOrMore, "What a reader types", "读者会输入的话").required(),
        First = key("first", Shape::Text, "The page that must come first", "必须排第一的页面"),
        TopThree = key(
            "top_three",
            Shape::OneOrMore,
            "Pages among the first three",
            "必须进前三的页面",
        ),
        Never = key(
            "never",
            Shape::OneOrMore,
            "Pages not among the first ten",
            "前十里不能有的页面",
        ),
        Card = key(
            "card",
            Shape::OneOrMore,
            "Entries of registries that must be shown as cards, such as `law:civil-code/680`",
            "必须给出卡片的条目，例如 `law:civil-code/680`",
        ),
    }
}

/// A query, and the pages it must and must not find, by their addresses below the base.
#[derive(Debug)]
pub struct Expectation {
    /// What a reader types.
    pub query: Spanned<String>,
    /// The page that must come first.
    pub first: Option<String>,
    /// Pages that must be among the first three.
    pub top_three: Vec<String>,
    /// Pages that must not be among the first ten.
    pub never: Vec<String>,
    /// Entries that must be shown above the pages.
    pub cards: Vec<String>,
}

/// Reads the expectations. A site without that file has none.
pub fn expectations(site: &Site, sources: &Sources, out: &mut Vec<Diagnostic>) -> Vec<Expectation> {
    let Some(source) = sources.by_path(FILE) else { return Vec::new() };
    let Some(root) = yaml::parse(source, 0..source.text.len(), out) else { return Vec::new() };
    match &root.value {
        Value::List(items) => {
            let known = Known { pages: Pages::of(site, sources), cards: Cards::of(site) };
            items.iter().flat_map(|item| expectation(&known, source, item, out)).collect()
        }
        // Nothing but comments.
        Value::Map(entries) if entries.is_empty() => Vec::new(),
        _ => {
            out.push(Diagnostic::at(root.span, Problem::NotAList));
            Vec::new()
        }
    }
}

/// What does not hold: each query's expectations against what was found for it.
pub fn failures(site: &Site, expectations: &[Expectation], found: &[Found]) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for (expectation, found) in expectations.iter().zip(found) {
        let hits = &found.pages;
        let place = |url: &String| hits.iter().position(|hit| hit.is(site, url));
        let mut fail = |key: &'static str, url: &String| {
            let came = hits.iter().take(3).map(|hit| hit.told(site)).collect();
            let miss = SearchMiss {
                key,
                query: expectation.query.value.clone(),
                page: address::decoded(url).trim_end_matches('/').to_owned(),
                place: place(url).map(|at| at + 1),
                came,
            };
            let problem = Problem::SearchTest { miss };
            out.push(Diagnostic::at(expectation.query.span, problem));
        };
        for url in expectation.first.iter().filter(|url| place(url) != Some(0)) {
            fail("first", url);
        }
        for url in expectation.top_three.iter().filter(|url| place(url).is_none_or(|at| at > 2)) {
            fail("top_three", url);
        }
        for url in expectation.never.iter().filter(|url| place(url).is_some()) {
            fail("never", url);
        }
        let base = site.config.base_path();
        let is_shown = |url: &String| found.cards.contains(&format!("{base}{url}"));
        for url in expectation.cards.iter().filter(|url| !is_shown(url)) {
            fail("card", url);
        }
    }
    out
}

/// One item of the list: as many expectations as it has queries.
fn expectation(
    known: &Known<'_>,
    source: &Source,
    item: &Node,
    out: &mut Vec<Diagnostic>,
) -> Vec<Expectation> {
    let mut queries = Vec::new();
    let (mut first, mut cards) = (None, Vec::new());
    let (mut top_three, mut never) = (Vec::new(), Vec::new());
    let mut fields = Fields::new(source, out);
    let whole = fields.record(item, |key, entry, fields| match key {
        TestKey::Query => queries = fields.one_or_more(entry),
        TestKey::First => {
            let id = fields.spanned_text(entry);
            first = id.and_then(|id| known.pages.address(entry, id, fields));
        }
        TestKey::TopThree | TestKey::Never => {
            let ids = fields.one_or_more(entry).into_iter();
            let urls = ids.filter_map(|id| known.pages.address(entry, id, fields)).collect();
            *(if key == TestKey::Never { &mut never } else { &mut top_three }) = urls;
        }
        TestKey::Card => {
            let written = fields.one_or_more(entry).into_iter();
            cards = written.filter_map(|one| known.cards.address(entry, one, fields)).collect();
        }
    });
    if whole && item.entries().iter().all(|e| !EXPECTED.contains(&e.key.as_str())) {
        let problem = Problem::MissingField { key: EXPECTED[0].to_owned() };
        fields.report(item.span, problem);
    }
    let expect = |query| Expectation {
        query,
        first: first.clone(),
        top_three: top_three.clone(),
        never: never.clone(),
        cards: cards.clone(),
    };
    queries.into_iter().map(expect).collect()
}

/// What a query may be expected to find.
struct Known<'s> {
    pages: Pages<'s>,
    cards: Cards,
}

/// The pages that can be found, by id.
struct Pages<'s> {
    by_id: HashMap<&'s str, Vec<&'s Page>>,
    sources: &'s Sources,
    guesses: Guesses,
}

impl<'s> Pages<'s> {
    fn of(site: &'s Site, sources: &'s Sources) -> Self {
        let mut by_id: HashMap<&str, Vec<&Page>> = HashMap::new();
        for page in site.pages.iter().filter(|page| is_found(page.role)) {
            by_id.entry(page.meta.id.as_str()).or_default().push(page);
        }
        Self { by_id, sources, guesses: Guesses::default() }
    }

    /// The address of the page with that id.
    fn address(
        &self,
        entry: &Entry,
        id: Spanned<String>,
        fields: &mut Fields<'_>,
    ) -> Option<String> {
        let path = |page: &Page| self.sources.get(page.source).path.clone();
        let problem = match self.by_id.get(id.value.as_str()).map(Vec::as_slice) {
            Some([page]) => return Some(page.url.clone()),
            Some([one, other, ..]) => {
                Problem::AmbiguousId { first: path(one), second: path(other), id: id.value }
            }
            _ => {
                let known = self.by_id.keys().copied();
                let nearest = self.guesses.nearest("dangling-id", &id.value, known);
                Problem::DanglingId { key: entry.key.clone(), nearest, id: id.value }
            }
        };
        fields.report(id.span, problem);
        None
    }
}

/// Whether the search finds such pages.
fn is_found(role: Role) -> bool {
    matches!(role, Role::Guide | Role::Plain)
}

impl Hit {
    fn is(&self, site: &Site, url: &str) -> bool {
        self.url == address::below(site.config.base_path(), url)
    }

    /// The page, and the words it was found by.
    fn told(&self, site: &Site) -> String {
        let url = self.url.strip_prefix(site.config.base_path()).unwrap_or(&self.url);
        let url = address::decoded(url);
        let url = url.trim_end_matches('/');
        if self.terms.is_empty() {
            url.to_owned()
        } else {
            format!("{url} ({})", self.terms.join(" "))
        }
    }
}
