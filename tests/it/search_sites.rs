//! Small sites whose own search tests say what must be found: every folder in `tests/search/sites`.

use crate::support::{cases, request};
use mingbai::commands::pipeline;
use mingbai::diag::report::{Format, Style, render};

#[test]
fn every_site_finds_what_it_expects() {
    let sites = cases("search/sites");
    assert!(!sites.is_empty());
    for site in sites {
        let (prepared, tested) = pipeline::test(&request(&site)).unwrap();
        let style = Style { format: Format::Short, ..Style::default() };
        let report = render(&prepared.diagnostics, &prepared.sources, style);
        let asked = tested.queries > 0;
        assert!(report.is_empty() && asked, "{}: {tested:?}\n{report}", site.display());
    }
}
