//! The calendar of pages to look at, read back by a calendar's own parser.

use crate::support::{repository, request};
use ical::parser::ical::component::IcalEvent;
use mingbai::message::Lang;
use mingbai::{pipeline, review};
use std::collections::BTreeSet;

#[test]
fn the_calendar_loads_in_a_calendar_parser() {
    let prepared = pipeline::prepare(&request(&repository("tests/cli/team.in"))).expect("readable");
    let calls = review::calls(&prepared.site);
    let text = review::ics::render(&prepared.site, &prepared.sources, &calls, Lang::Zh);
    assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')));
    let calendars: Vec<_> = ical::IcalParser::new(text.as_bytes())
        .collect::<Result<_, _>>()
        .expect("a calendar that parses");
    let [calendar] = calendars.as_slice() else { panic!("{} calendars", calendars.len()) };
    assert_eq!(calendar.events.len(), 2);
    let uids: BTreeSet<_> = calendar.events.iter().map(|e| value(e, "UID")).collect();
    assert_eq!(uids.len(), 2, "every page has an id of its own");
    let quiet = &calendar.events[0];
    assert_eq!(value(quiet, "UID"), "content/rights/quiet.md@example.org");
    assert_eq!(value(quiet, "DTSTART"), "20261110");
    assert_eq!(value(quiet, "DTEND"), "20261111");
    assert_eq!(value(quiet, "DTSTAMP"), "20261122T000000Z");
    assert_eq!(value(quiet, "SUMMARY"), "复核: 安宁的权利");
    assert!(value(quiet, "DESCRIPTION").starts_with("content/rights/quiet.md\\n小李\\n24%"));
}

#[test]
fn what_calls_a_page_back_is_never_before_its_last_check() {
    for at in ["2026-11-10", "2026-12-02", "2028-01-01"] {
        let mut request = request(&repository("tests/cli/team.in"));
        request.at = mingbai::day::parse_day(at);
        let site = pipeline::prepare(&request).expect("readable").site;
        for call in review::calls(&site) {
            let checked = review::checked(site.page(call.page)).expect("all pages have a day");
            assert!(call.due > checked, "{at}: {}", site.page(call.page).meta.title);
            assert!(call.reasons.is_sorted(), "{at}");
        }
    }
}

fn value(event: &IcalEvent, name: &str) -> String {
    let property = event.properties.iter().find(|p| p.name == name).expect("a property");
    property.value.clone().expect("a value")
}
