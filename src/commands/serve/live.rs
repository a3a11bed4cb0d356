//! What is added to pages while they are served, and never to published ones: a script that loads
//! the page again after a build and lays errors over it.

use super::body::Body;

/// Where the script is.
pub(super) const SCRIPT_PATH: &str = "/__mingbai/live.js";

/// Where the script hears of builds.
pub(super) const EVENTS_PATH: &str = "/__mingbai/events";

/// The script.
pub(super) const SCRIPT: &str = include_str!("live.js");

/// A page with the script at its end. It knows which version of the site it belongs to, so that it
/// notices builds that came before it began to listen.
pub(super) fn enliven(page: &Body, version: u64) -> Body {
    let tag = format!("<script src=\"{SCRIPT_PATH}\" data-version=\"{version}\" defer></script>\n");
    let Some(html) = page.held() else { return page.clone() };
    let listening = listening(html).map(Body::from);
    let page = listening.as_ref().unwrap_or(page);
    let end = html
        .windows(BODY_END.len())
        .rposition(|part| part.eq_ignore_ascii_case(BODY_END))
        .unwrap_or(html.len());
    page.with(end, tag)
}

const BODY_END: &[u8] = b"</body>";

/// A page that lets nobody connect to anything, as letters do, in a form that can hear of builds.
fn listening(html: &[u8]) -> Option<Vec<u8>> {
    let at = html.windows(DEAF.len()).position(|part| part == DEAF)?;
    let mut html = html.to_vec();
    html[at..at + DEAF.len()].copy_from_slice(LISTENING);
    Some(html)
}

const DEAF: &[u8] = b"connect-src 'none'";

/// As long as [`DEAF`], so that nothing moves.
const LISTENING: &[u8; DEAF.len()] = b"connect-src 'self'";

/// The page that stands in for all others as long as none could be built. The script leaves it
/// without overlay.
pub(super) fn error_page(report: &str) -> Vec<u8> {
    let report = report.replace('&', "&amp;").replace('<', "&lt;");
    let page = format!(
        "<!doctype html>\n<html data-mingbai-report>\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>mingbai serve</title>\n\
         </head>\n<body>\n<pre>{report}</pre>\n</body>\n</html>\n"
    );
    page.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn enlivened(page: &str) -> String {
        let tag = "<script src=\"/__mingbai/live.js\" data-version=\"7\" defer></script>\n";
        let mut sent = Vec::new();
        enliven(&page.into(), 7).write(&mut sent).unwrap();
        String::from_utf8(sent).unwrap().replace(tag, "*")
    }

    #[test]
    fn the_script_comes_last_in_the_body() {
        assert_eq!(enlivened("<body>花</body></html>"), "<body>花*</body></html>");
        assert_eq!(enlivened("<pre></body></pre></BODY>"), "<pre></body></pre>*</BODY>");
        assert_eq!(enlivened("<p>no end"), "<p>no end*");
        assert_eq!(enlivened(""), "*");
    }

    #[test]
    fn a_page_that_lets_nobody_connect_hears_of_builds() {
        let page = |policy: &str| format!("<meta content=\"connect-src '{policy}'\"><body></body>");
        let sent = page("self").replace("</body>", "*</body>");
        assert_eq!(enlivened(&page("none")), sent);
    }

    #[test]
    fn a_report_cannot_be_markup() {
        let page = String::from_utf8(error_page("a <script>&lt;")).unwrap();
        assert!(page.contains("<pre>a &lt;script>&amp;lt;</pre>"));
    }
}
