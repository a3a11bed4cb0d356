//! The calendar of pages to look at, read back by a calendar's own parser.

use crate::support::{repository, request};
use ical::parser::ical::component::IcalEvent;
use mingbai::base::lang::Lang;
use mingbai::commands::pipeline;
use mingbai::model::review;
use std::collections::BTreeSet;
use std::fs;

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
        request.at = mingbai::base::day::parse_day(at);
        let site = pipeline::prepare(&request).expect("readable").site;
        for call in review::calls(&site) {
            let checked = review::checked(site.page(call.page)).expect("all pages have a day");
            assert!(call.due > checked, "{at}: {}", site.page(call.page).meta.title);
            assert!(call.reasons.is_sorted(), "{at}");
        }
    }
}

/// A site of one guide with these keys, built with the shipped theme: its page and its twin.
fn built(keys: &str, at: &str) -> (String, String) {
    let site = tempfile::tempdir().expect("a folder");
    let folder = site.path().join("content/rights");
    fs::create_dir_all(&folder).expect("writable");
    let settings = "title: 时\neditions: [zh-Hant]\nreviewers: {小李: 法律编辑}\n";
    fs::write(site.path().join("content/site.yaml"), settings).expect("writable");
    let guide = format!("---\ntitle: 时候\nlimits: 无\n{keys}---\n正文\n");
    fs::write(folder.join("old.md"), guide).expect("writable");
    let mut request = request(site.path());
    request.at = mingbai::base::day::parse_day(at);
    let (files, report) = crate::support::build_with(&request);
    let expired = keys.contains("expires") && at > "2026-12-31";
    assert_eq!(report.contains("[expired-page]"), expired, "{at}: {report}");
    let text = |path: &str| String::from_utf8(files[path].clone()).expect("UTF-8");
    for path in files.keys().filter(|path| path.ends_with(".html") || path.ends_with(".md")) {
        assert!(!text(path).contains("小李"), "{path} names the reviewer");
    }
    (text("rights/old/index.html"), text("rights/old/index.md"))
}

/// The notices of a page: their words, and whether they are shown.
fn notices(html: &str) -> Vec<(String, bool)> {
    let each = html.split("<p class=\"notice\"").skip(1).map(|rest| {
        let (tag, rest) = rest.split_once('>').expect("a tag");
        (rest.split('<').next().expect("words").to_owned(), !tag.contains("hidden"))
    });
    each.collect()
}

#[test]
fn a_page_says_that_its_day_has_passed() {
    let overdue = "这一页到 2026-04-01 就该复核了，请以官方为准。".to_owned();
    let expired = "这一页写的情况到 2026-12-31 为止，现在可能已经变了，请以官方为准。".to_owned();
    let script = "js/notices.js";
    // A right is looked at every 90 days.
    let (html, twin) = built("as_of: 2026-01-01\n", "2026-04-01");
    assert_eq!(notices(&html), [(overdue.clone(), false)]);
    assert!(html.contains(script) && !twin.contains(&overdue));
    let (html, twin) = built("as_of: 2026-01-01\n", "2026-04-02");
    assert_eq!(notices(&html), [(overdue.clone(), true)]);
    assert!(!html.contains(script) && twin.contains(&overdue), "nothing is left to say later");

    let keys = "as_of: 2026-01-01\nexpires: 2026-12-31\n";
    let (html, _) = built(keys, "2026-12-31");
    assert_eq!(notices(&html), [(overdue.clone(), true), (expired.clone(), false)]);
    assert!(html.contains(script));
    let (html, twin) = built(keys, "2027-01-01");
    assert_eq!(notices(&html), [(overdue, false), (expired.clone(), true)]);
    assert!(!html.contains(script) && twin.contains(&expired));
    let (html, _) = built("as_of: 2026-12-01\nexpires: 2026-12-31\n", "2026-11-22");
    assert_eq!(notices(&html), [(expired, false)], "a review after the end is no matter");
    let (html, _) = built("", "2036-01-01");
    assert_eq!(notices(&html), [], "a page without a day claims none");
}

#[test]
fn readers_see_the_role_of_a_reviewer_and_never_the_name() {
    let keys = |who: &str| format!("as_of: 2026-01-01\nreviewed: 2026-02-01\nreviewed_by: {who}\n");
    let (html, twin) = built(&keys("小李"), "2026-02-02");
    let words = "2026-02-01 由法律编辑复核";
    assert!(html.contains(words) && twin.contains(words));
    let (html, twin) = built(&keys("法律编辑"), "2026-02-02");
    assert!(html.contains(words) && twin.contains(words), "a role may be written itself");
    let (html, twin) = built(&keys("老王"), "2026-02-02");
    assert!(html.contains("2026-02-01 复核过") && twin.contains("2026-02-01 复核过"));
    assert!(!html.contains("老王") && !twin.contains("老王"));
}

fn value(event: &IcalEvent, name: &str) -> String {
    let property = event.properties.iter().find(|p| p.name == name).expect("a property");
    property.value.clone().expect("a value")
}
