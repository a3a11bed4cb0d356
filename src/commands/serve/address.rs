//! Addresses as browsers ask for them: the path decoded once and in NFC, the query as it came.

use std::fmt::Write as _;
use unicode_normalization::UnicodeNormalization;

/// What a request asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Address {
    /// The decoded path; begins with `/`.
    pub(super) path: String,
    /// What follows the `?`.
    pub(super) query: Option<String>,
}

impl Address {
    /// Reads a request's target. `None` for anything that is not a path in UTF-8.
    pub(super) fn parse(target: &str) -> Option<Self> {
        let target = target.split('#').next().unwrap_or_default();
        let (path, query) = match target.split_once('?') {
            Some((path, query)) => (path, Some(query.to_owned())),
            None => (target, None),
        };
        let path: String = decode(path)?.nfc().collect();
        path.starts_with('/').then_some(Self { path, query })
    }
}

/// A path for a `Location` header or a terminal: everything but letters, digits and harmless marks
/// percent-encoded.
pub(super) fn encode(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// Decodes `%E4`. A percent sign that begins no byte stands for itself.
fn decode(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, tail @ ..] = rest {
        match (first, tail) {
            (b'%', [high, low, after @ ..]) if byte(*high, *low).is_some() => {
                bytes.extend(byte(*high, *low));
                rest = after;
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).ok()
}

fn byte(high: u8, low: u8) -> Option<u8> {
    let digit = |b: u8| char::from(b).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(target: &str) -> Option<String> {
        Address::parse(target).map(|a| a.path)
    }

    #[test]
    fn decodes_once_and_composes() {
        assert_eq!(path("/a%20b/"), Some("/a b/".to_owned()));
        assert_eq!(path("/%E8%8A%B1%E5%91%97/"), Some("/花呗/".to_owned()));
        assert_eq!(path("/花呗/"), Some("/花呗/".to_owned()));
        assert_eq!(path("/%252e%252e/"), Some("/%2e%2e/".to_owned()));
        assert_eq!(path("/cafe%CC%81"), Some("/café".to_owned()));
        assert_eq!(path("/100%/%zz/%4"), Some("/100%/%zz/%4".to_owned()));
    }

    #[test]
    fn refuses_what_is_no_path() {
        assert_eq!(path("http://evil.example/"), None);
        assert_eq!(path("*"), None);
        assert_eq!(path(""), None);
        assert_eq!(path("/%FF"), None);
    }

    #[test]
    fn keeps_the_query_apart() {
        let address = Address::parse("/search/?q=%E5%82%AC#top");
        let query = Some("q=%E5%82%AC".to_owned());
        assert_eq!(address, Some(Address { path: "/search/".to_owned(), query }));
    }

    #[test]
    fn encodes_what_headers_cannot_carry() {
        assert_eq!(encode("/花 呗/\r\n"), "/%E8%8A%B1%20%E5%91%97/%0D%0A");
        assert_eq!(path(&encode("/%2e 花?#/")), Some("/%2e 花?#/".to_owned()));
    }
}
