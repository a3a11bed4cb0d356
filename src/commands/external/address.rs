//! Web addresses as far as asking for them needs: host, port, what comes after, and where a redirect
//! leads.

use std::fmt::Write as _;

/// An address that can be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address {
    /// As the author wrote it, without the fragment.
    pub(super) written: String,
    /// Whether it is `https`.
    pub(super) secure: bool,
    /// The host, in lower case.
    pub(super) host: String,
    /// The port, if one is given.
    pub(super) port: Option<u16>,
    /// Path and query, with everything but plain ASCII encoded.
    path: String,
}

impl Address {
    /// Reads an address that begins with `http://` or `https://`.
    pub(super) fn parse(written: &str) -> Option<Self> {
        let (scheme, rest) = written.split_once("://")?;
        let secure = scheme.eq_ignore_ascii_case("https");
        if !secure && !scheme.eq_ignore_ascii_case("http") {
            return None;
        }
        let rest = rest.split('#').next().unwrap_or_default();
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        // A name and password before the host are nobody's business but the author's.
        let authority = authority.rsplit('@').next()?;
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.contains(']') => (host, Some(port.parse().ok()?)),
            _ => (authority, None),
        };
        let plain = |c: char| c.is_ascii_alphanumeric() || "-._[]:".contains(c);
        if host.is_empty() || !host.chars().all(plain) {
            return None;
        }
        let path =
            if path.starts_with('/') { encoded(path) } else { format!("/{}", encoded(path)) };
        let host = host.to_ascii_lowercase();
        Some(Self { written: written.to_owned(), secure, host, port, path })
    }

    /// The address as it goes over the wire.
    pub(super) fn wire(&self) -> String {
        let scheme = if self.secure { "https" } else { "http" };
        format!("{scheme}://{}{}", self.authority(), self.path)
    }

    /// Host and, if one is given, port.
    pub(super) fn authority(&self) -> String {
        self.port.map_or_else(|| self.host.clone(), |port| format!("{}:{port}", self.host))
    }

    /// Where a redirect from here leads.
    pub(super) fn join(&self, location: &str) -> Option<Self> {
        let location = location.trim();
        let scheme = if self.secure { "https:" } else { "http:" };
        let whole = if location.starts_with("//") {
            format!("{scheme}{location}")
        } else if location.contains("://") && !location.starts_with(['/', '?', '.']) {
            location.to_owned()
        } else {
            let own = self.path.split('?').next().unwrap_or("/");
            let folder = own.rfind('/').map_or("/", |i| &own[..=i]);
            let path = match location {
                l if l.starts_with('/') => l.to_owned(),
                l if l.starts_with('?') => format!("{own}{l}"),
                l => format!("{folder}{l}"),
            };
            format!("{scheme}//{}{}", self.authority(), path)
        };
        Self::parse(whole.split('#').next().unwrap_or_default())
    }
}

/// Spaces, Chinese and whatever else does not travel, as `%XX`; what is encoded already stays.
fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_graphic() && !br#""<>\^`{|}"#.contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// Whether a pattern of the settings covers an address: `example.org` is a host with all below it;
/// in a pattern with `://`, `*` stands for anything.
pub(super) fn matches(pattern: &str, url: &str) -> bool {
    if pattern.contains("://") || pattern.contains('*') {
        return glob(pattern, url);
    }
    let Some(address) = Address::parse(url) else { return false };
    let above = address.host.strip_suffix(&pattern.to_ascii_lowercase());
    above.is_some_and(|above| above.is_empty() || above.ends_with('.'))
}

/// Parts between stars are found one after another, the first at the start, the last at the end.
fn glob(pattern: &str, text: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut text) = text.strip_prefix(first) else { return false };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let last = parts.pop().unwrap_or_default();
    for part in parts {
        let Some(at) = text.find(part) else { return false };
        text = &text[at + part.len()..];
    }
    text.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_travel_as_plain_ascii() {
        let wire = |url: &str| Address::parse(url).map(|a| a.wire());
        assert_eq!(wire("https://Example.org").as_deref(), Some("https://example.org/"));
        assert_eq!(
            wire("http://a:8080/路 1?q=还#x").as_deref(),
            Some("http://a:8080/%E8%B7%AF%201?q=%E8%BF%98")
        );
        assert_eq!(wire("https://a?x=%20").as_deref(), Some("https://a/?x=%20"));
        assert_eq!(wire("https://u:p@a/").as_deref(), Some("https://a/"));
        assert_eq!(wire("http://[::1]:80/").as_deref(), Some("http://[::1]:80/"));
        for bad in ["ftp://a/", "https://", "https:///x", "https://例.cn/", "https://a:x/"] {
            assert_eq!(wire(bad), None, "{bad}");
        }
    }

    #[test]
    fn redirects_lead_where_a_browser_goes() {
        let from = Address::parse("https://a/b/c?d").expect("an address");
        let to = |location: &str| from.join(location).map(|a| a.wire());
        assert_eq!(to("/x").as_deref(), Some("https://a/x"));
        assert_eq!(to("x#y").as_deref(), Some("https://a/b/x"));
        assert_eq!(to("?x").as_deref(), Some("https://a/b/c?x"));
        assert_eq!(to("//z/x").as_deref(), Some("https://z/x"));
        assert_eq!(to("http://z").as_deref(), Some("http://z/"));
        assert_eq!(to("/go?to=http://z").as_deref(), Some("https://a/go?to=http://z"));
        assert_eq!(to("ftp://z"), None);
    }

    #[test]
    fn patterns_name_hosts_or_addresses() {
        for (pattern, url, covered) in [
            ("example.org", "https://example.org/x", true),
            ("example.org", "https://www.example.org/x", true),
            ("example.org", "https://badexample.org/x", false),
            ("https://a/", "https://a/", true),
            ("https://a/", "https://a/b", false),
            ("https://a/*", "https://a/b", true),
            ("*.pdf", "https://a/b.pdf", true),
            ("https://*/b*d", "https://a/bcd", true),
            ("https://*/b*d", "https://a/bc", false),
        ] {
            assert_eq!(matches(pattern, url), covered, "{pattern} {url}");
        }
    }
}
