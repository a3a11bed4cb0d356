//! As much of HTTP/1.1 as a browser on the same machine needs: one request without a body and one
//! response to a connection. Everything read is bounded in size and in time. Knows nothing of sites.

use super::body::Body;
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

/// How long a client may take to ask, and to take each part of the answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long to listen for what a client still says after it was answered, and for how many bytes.
const FAREWELL: (Duration, u64) = (Duration::from_millis(200), 256 * 1024);

/// The longest request that is read.
const LIMIT: usize = 16 * 1024;

/// The most headers of a request that are read.
const HEADERS: usize = 100;

/// Headers of every response: those that the published site should have, and that nothing is kept,
/// because the next build may differ.
const COMMON: &str = "content-security-policy: default-src 'self'\r\n\
    x-content-type-options: nosniff\r\n\
    referrer-policy: no-referrer\r\n\
    cache-control: no-store\r\n\
    connection: close\r\n";

/// A request's first lines.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Request {
    /// `GET`, `HEAD`, …
    pub(super) method: String,
    /// What is asked for, as it was sent.
    pub(super) target: String,
    /// Headers in order, names in lower case.
    headers: Vec<(String, String)>,
}

impl Request {
    /// Reads a request; `None` when it is none, is too long, or takes too long.
    pub(super) fn read(stream: &mut TcpStream) -> io::Result<Option<Self>> {
        let deadline = Instant::now() + PATIENCE;
        let mut head = Vec::new();
        let mut chunk = [0; 2048];
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() || head.len() > LIMIT {
                return Ok(None);
            }
            stream.set_read_timeout(Some(left))?;
            let read = stream.read(&mut chunk)?;
            // The end may lie across two chunks.
            let from = head.len().saturating_sub(3);
            head.extend_from_slice(&chunk[..read]);
            if let Some(end) = head[from..].windows(4).position(|four| four == b"\r\n\r\n") {
                return Ok(Self::parse(&head[..from + end + 4]));
            }
            if read == 0 {
                return Ok(None);
            }
        }
    }

    /// Reads the lines up to the empty one, which is among them.
    pub(super) fn parse(head: &[u8]) -> Option<Self> {
        let mut headers = [httparse::EMPTY_HEADER; HEADERS];
        let mut request = httparse::Request::new(&mut headers);
        request.parse(head).ok().filter(httparse::Status::is_complete)?;
        let header = |header: &httparse::Header<'_>| {
            let value = std::str::from_utf8(header.value).ok()?;
            Some((header.name.to_ascii_lowercase(), value.trim().to_owned()))
        };
        let headers = request.headers.iter().map(header).collect::<Option<_>>()?;
        Some(Self { method: request.method?.to_owned(), target: request.path?.to_owned(), headers })
    }

    /// All headers of a name, which is given in lower case.
    pub(super) fn headers<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers.iter().filter(move |(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// Whether the answer has no body.
    pub(super) fn is_head(&self) -> bool {
        self.method == "HEAD"
    }
}

#[cfg(test)]
impl Response {
    /// The body as text.
    pub(super) fn text(&self) -> String {
        let mut sent = Vec::new();
        self.body.write(&mut sent).unwrap();
        String::from_utf8(sent).unwrap()
    }
}

#[cfg(test)]
impl Request {
    /// A request as it is sent, lines ended by `\n` for legibility, without the empty line at the end.
    pub(super) fn sample(head: &str) -> Self {
        Self::parse((head.replace('\n', "\r\n") + "\r\n\r\n").as_bytes()).unwrap()
    }
}

/// An answer.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Response {
    /// The status code.
    pub(super) status: u16,
    /// The media type of the body.
    pub(super) media: &'static str,
    /// A header that only this response has, such as `location`.
    pub(super) header: Option<(&'static str, String)>,
    /// The body.
    pub(super) body: Body,
}

impl Response {
    /// A response without headers of its own.
    pub(super) fn new(status: u16, media: &'static str, body: impl Into<Body>) -> Self {
        Self { status, media, header: None, body: body.into() }
    }

    /// The same with a header.
    #[must_use]
    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.header = Some((name, value.into()));
        self
    }

    /// Sends the response, without its body if the request wants none.
    pub(super) fn write(&self, stream: &mut TcpStream, head_only: bool) -> io::Result<()> {
        let mut head = head(self.status, self.media);
        if let Some((name, value)) = &self.header {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str(&format!("content-length: {}\r\n\r\n", self.body.len()));
        stream.set_write_timeout(Some(PATIENCE))?;
        stream.write_all(head.as_bytes())?;
        if head_only { Ok(()) } else { self.body.write(stream) }
    }
}

/// Begins a response whose body goes on until the connection ends.
pub(super) fn begin_stream(stream: &mut TcpStream, media: &str) -> io::Result<()> {
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.write_all(format!("{}\r\n", head(200, media)).as_bytes())
}

/// Ends a connection so that the answer arrives: closing while the client still sends, as with the
/// body of a request that was refused, would take back what it has not read yet.
pub(super) fn end(stream: &mut TcpStream) -> io::Result<()> {
    stream.shutdown(Shutdown::Write)?;
    stream.set_read_timeout(Some(FAREWELL.0))?;
    io::copy(&mut stream.take(FAREWELL.1), &mut io::sink()).map(|_| ())
}

/// Status line and headers, without the empty line at the end.
fn head(status: u16, media: &str) -> String {
    format!("HTTP/1.1 {status} {}\r\n{COMMON}content-type: {media}\r\n", phrase(status))
}

fn phrase(status: u16) -> &'static str {
    match status {
        200 => "OK",
        302 => "Found",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        503 => "Service Unavailable",
        _ => "Internal Server Error",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_lines_and_headers() {
        let request =
            Request::sample("GET /a?b HTTP/1.1\nHost: localhost:1\nX-Y:  z \nHOST: other");
        assert_eq!((request.method.as_str(), request.target.as_str()), ("GET", "/a?b"));
        assert_eq!(request.headers("host").collect::<Vec<_>>(), ["localhost:1", "other"]);
        assert_eq!(request.headers("x-y").collect::<Vec<_>>(), ["z"]);
    }

    #[test]
    fn refuses_what_is_no_request() {
        let heads: [&[u8]; 8] = [
            b"",
            b"GET /",
            b"GET / HTTP/2.0",
            b"GET / x HTTP/1.1",
            b"GET / HTTP/1.1\r\nno colon",
            b"GET / HTTP/1.1\r\nHost : localhost",
            b"GET / HTTP/1.1\r\n: localhost",
            b"GET /\xff HTTP/1.1",
        ];
        for head in heads {
            assert_eq!(Request::parse(head), None, "{}", String::from_utf8_lossy(head));
        }
    }
}
