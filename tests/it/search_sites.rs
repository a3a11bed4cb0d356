//! Small sites whose own search tests say what must be found: every folder in `tests/search/sites`.

use crate::support::{cases, request};
use mingbai::commands::pipeline;
use mingbai::diag::report::{Format, Style, render};

#[test]
fn every_site_finds_what_it_expects() {
    let sites = cases("search/sites");
    assert!(!sites.is_empty());
    for site in sites {
        let (prepared, asked) = pipeline::test(&request(&site)).unwrap();
        let style = Style { format: Format::Short, ..Style::default() };
        let report = render(&prepared.diagnostics, &prepared.sources, style);
        assert!(report.is_empty() && asked > 0, "{}: {asked} queries\n{report}", site.display());
    }
}
