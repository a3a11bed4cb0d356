//! Server-sent events: tells an open page which version of the site is current and what is wrong
//! with the newest build, now and after every build.

use super::current::{CurrentSite, Shown};
use super::http;
use std::fmt::Write as _;
use std::io::{self, ErrorKind, Write as _};
use std::net::TcpStream;
use std::time::Duration;

/// The media type of the stream.
pub(super) const MEDIA: &str = "text/event-stream";

/// How often to look whether the page is still there.
const PULSE: Duration = Duration::from_secs(1);

/// Tells until the page goes away.
pub(super) fn stream(to: &mut TcpStream, current: &CurrentSite) -> io::Result<()> {
    http::begin_stream(to, MEDIA)?;
    let mut shown = current.now();
    to.write_all(message(&shown).as_bytes())?;
    while is_there(to)? {
        if let Some(next) = current.wait(&shown, PULSE) {
            shown = next;
            to.write_all(message(&shown).as_bytes())?;
        }
    }
    Ok(())
}

/// Both facts, each as an event. A page that lost its connection comes back after half a second.
fn message(shown: &Shown) -> String {
    let mut text =
        format!("retry: 500\nevent: version\ndata: {}\n\nevent: report\n", shown.version);
    let report = shown.report.as_deref().unwrap_or_default().trim_end();
    for line in report.split('\n') {
        // A carriage return would end the line for the browser.
        let _ = writeln!(text, "data: {}", line.replace('\r', ""));
    }
    text.push('\n');
    text
}

/// Whether the page still listens. It has nothing to say, so that all it can do is hang up.
fn is_there(page: &TcpStream) -> io::Result<bool> {
    page.set_nonblocking(true)?;
    let heard = page.peek(&mut [0]);
    page.set_nonblocking(false)?;
    match heard {
        Ok(bytes) => Ok(bytes > 0),
        Err(error) => Ok(error.kind() == ErrorKind::WouldBlock),
    }
}

#[cfg(test)]
mod tests {
    use super::super::current::Made;
    use super::super::pages::Pages;
    use super::*;
    use std::collections::HashMap;

    fn said(report: Option<&str>) -> String {
        let pages = Pages::held("/", HashMap::new());
        let shown = CurrentSite::new(Made { pages, report: report.map(str::to_owned) }).now();
        message(&shown).replace(&shown.version.to_string(), "VERSION")
    }

    #[test]
    fn every_line_of_a_report_is_told() {
        let version = "retry: 500\nevent: version\ndata: VERSION\n\n";
        assert_eq!(said(None), format!("{version}event: report\ndata: \n\n"));
        let told = format!("{version}event: report\ndata: a\ndata: \ndata: event: b\n\n");
        assert_eq!(said(Some("a\r\n\nevent: b\n\n")), told);
    }
}
