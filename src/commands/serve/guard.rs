//! Who may ask: this machine's own browser, about this site, to read.
//!
//! A page anywhere on the web can make a browser send requests to 127.0.0.1, and a domain's name can
//! be pointed at it. Both give themselves away: by their `Origin`, and by the `Host` they ask for.

use super::http::Request;

/// The status to refuse a request with, if it is refused.
pub(super) fn refusal(request: &Request) -> Option<u16> {
    let mut hosts = request.headers("host");
    let only_host = hosts.next().filter(|_| hosts.next().is_none());
    if !only_host.is_some_and(is_loopback) || !request.headers("origin").all(is_own_origin) {
        return Some(403);
    }
    (!["GET", "HEAD"].contains(&request.method.as_str())).then_some(405)
}

/// Whether `host`, with or without a port, is this machine by a name that no one else can have.
fn is_loopback(host: &str) -> bool {
    let is_port = |port: &str| !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit());
    ["localhost", "127.0.0.1", "[::1]"].iter().any(|name| {
        let begins = host.get(..name.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(name));
        let rest = host.get(name.len()..).unwrap_or_default();
        begins && (rest.is_empty() || rest.strip_prefix(':').is_some_and(is_port))
    })
}

/// Whether a page of this machine asks. `null`, what files and sandboxed frames say, could be anyone.
fn is_own_origin(origin: &str) -> bool {
    let host = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    host.is_some_and(is_loopback)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_has_three_names() {
        for host in ["localhost", "LocalHost:80", "127.0.0.1:4321", "[::1]", "[::1]:1"] {
            assert!(is_loopback(host), "{host}");
        }
        let others = [
            "",
            "evil.example",
            "localhost.evil.example",
            "localhost:",
            "localhost:80@evil.example",
            "localhost:80:80",
            "evil.example:localhost",
            "127.0.0.1.evil.example",
            "127.0.0.11",
            "::1",
            "[::1].evil.example",
            "花呗花呗花呗",
        ];
        for host in others {
            assert!(!is_loopback(host), "{host}");
        }
    }

    #[test]
    fn origins_are_of_this_machine_or_absent() {
        assert!(is_own_origin("http://localhost:4321") && is_own_origin("https://127.0.0.1"));
        for origin in ["null", "", "localhost", "https://evil.example", "ftp://localhost"] {
            assert!(!is_own_origin(origin), "{origin}");
        }
    }

    #[test]
    fn refuses_foreign_requests_and_other_methods() {
        let refused = |head: &str| refusal(&Request::sample(head));
        assert_eq!(refused("GET / HTTP/1.1\nHost: localhost:1"), None);
        assert_eq!(refused("HEAD / HTTP/1.1\nHost: [::1]\nOrigin: http://localhost:1"), None);
        assert_eq!(refused("GET / HTTP/1.1"), Some(403));
        assert_eq!(refused("GET / HTTP/1.1\nHost: evil.example"), Some(403));
        assert_eq!(refused("GET / HTTP/1.1\nHost: localhost\nHost: evil.example"), Some(403));
        assert_eq!(refused("GET / HTTP/1.1\nHost: localhost\nOrigin: null"), Some(403));
        assert_eq!(refused("POST / HTTP/1.1\nHost: localhost"), Some(405));
        assert_eq!(refused("POST / HTTP/1.1\nHost: evil.example"), Some(403));
    }
}
