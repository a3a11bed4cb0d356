//! From a request to its answer. Pure: sees the site of one moment, and no connection.

use super::address::Address;
use super::body::Body;
use super::current::Shown;
use super::http::{Request, Response};
use super::live::{EVENTS_PATH, SCRIPT, SCRIPT_PATH, enliven, error_page};
use super::media::{HTML, TEXT, media_type};
use super::pages::Content;
use super::{events, guard};

/// How to go on with a connection.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// Send this, and that is all.
    Whole(Response),
    /// Tell of builds for as long as the page is open.
    Events,
}

/// Answers a request from what is shown.
pub(super) fn answer(request: &Request, shown: &Shown) -> Answer {
    match guard::refusal(request) {
        Some(405) => {
            let text = "This server can only be read from.\n";
            return Answer::Whole(Response::new(405, TEXT, text).with("allow", "GET, HEAD"));
        }
        Some(status) => {
            let text = "This server is for this machine's own browser.\n";
            return Answer::Whole(Response::new(status, TEXT, text));
        }
        None => {}
    }
    let Some(address) = Address::parse(&request.target) else {
        return Answer::Whole(Response::new(400, TEXT, "This is not an address.\n"));
    };
    match address.path.as_str() {
        EVENTS_PATH if request.is_head() => Answer::Whole(Response::new(200, events::MEDIA, "")),
        EVENTS_PATH => Answer::Events,
        SCRIPT_PATH => Answer::Whole(Response::new(200, media_type(SCRIPT_PATH), SCRIPT)),
        _ => Answer::Whole(page(&address, shown)),
    }
}

fn page(address: &Address, shown: &Shown) -> Response {
    match shown.pages.find(address) {
        Content::File(name, body) => match media_type(&name) {
            HTML => Response::new(200, HTML, enliven(&body, shown.version)),
            media => Response::new(200, media, body),
        },
        Content::Elsewhere(location) => {
            Response::new(302, TEXT, format!("{location}\n")).with("location", location)
        }
        Content::Broken(report) => {
            let page = error_page(&report).into();
            Response::new(500, HTML, enliven(&page, shown.version))
        }
        Content::Nothing => nothing(shown),
    }
}

/// The site's own page for this; without one, what is wrong, which may be why there is nothing.
fn nothing(shown: &Shown) -> Response {
    let page = |status, page: &Body| Response::new(status, HTML, enliven(page, shown.version));
    match (shown.pages.missing(), &shown.report) {
        (Some(missing), _) => page(404, &missing),
        (None, Some(report)) => page(500, &error_page(report).into()),
        (None, None) => page(404, &error_page("404").into()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::current::{CurrentSite, Made};
    use super::super::pages::Pages;
    use super::*;

    fn ask(request: &str, files: &[(&str, &str)], report: Option<&str>) -> Answer {
        let files = files.iter().map(|(name, text)| ((*name).to_owned(), Body::from(*text)));
        let pages = Pages::held("/", files.collect());
        let current = CurrentSite::new(Made { pages, report: report.map(str::to_owned) });
        answer(&Request::sample(&format!("{request} HTTP/1.1\nHost: localhost")), &current.now())
    }

    fn response(target: &str, files: &[(&str, &str)], report: Option<&str>) -> (u16, String) {
        match ask(&format!("GET {target}"), files, report) {
            Answer::Whole(response) => (response.status, response.text()),
            Answer::Events => panic!("{target} is no page"),
        }
    }

    #[test]
    fn pages_get_the_script_and_other_files_stay_as_they_are() {
        let files = [("index.html", "<body></body>"), ("a.txt", "<body></body>")];
        assert!(response("/", &files, None).1.contains(SCRIPT_PATH));
        assert_eq!(response("/a.txt", &files, None), (200, "<body></body>".to_owned()));
    }

    #[test]
    fn what_is_not_there_is_said_by_the_site_if_it_can() {
        let (status, text) = response("/x", &[("404.html", "not here")], Some("broken"));
        assert_eq!((status, text.starts_with("not here")), (404, true));
        let (status, text) = response("/x", &[], Some("broken"));
        assert_eq!((status, text.contains("<pre>broken</pre>")), (500, true));
        assert_eq!(response("/x", &[], None).0, 404);
    }

    #[test]
    fn events_are_for_those_who_read_them() {
        assert_eq!(ask("GET /__mingbai/events", &[], None), Answer::Events);
        let headers_only = Answer::Whole(Response::new(200, "text/event-stream", ""));
        assert_eq!(ask("HEAD /__mingbai/events", &[], None), headers_only);
        assert_eq!(response("/__mingbai/live.js", &[], None), (200, SCRIPT.to_owned()));
    }
}
