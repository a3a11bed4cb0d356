//! Addresses as text: the one place where a path of the site is encoded for a link, and where one that
//! somebody wrote is decoded, so that both are compared in one spelling.
//!
//! A path here is below the site's base, without a first `/`, decoded and in NFC: `rights/隐私/`. Which
//! paths there are is [`crate::model::addresses`]'s.

use crate::base::fold::composed;

/// The parts of a path that stands on others, `.` and `..` followed; `None` where it climbs out of them.
pub(crate) fn followed<'p>(mut on: Vec<&'p str>, path: &'p str) -> Option<Vec<&'p str>> {
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                on.pop()?;
            }
            part => on.push(part),
        }
    }
    Some(on)
}

/// A path as it stands in a link. What RFC 3986 lets stand in a segment is kept, and so are the letters
/// of other scripts, as RFC 3987 has it, because readers see them; everything else is
/// percent-encoded, `#`, `?` and `%` among it.
pub fn encoded(path: &str) -> String {
    // What most addresses are made of.
    if path.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'.')) {
        return path.to_owned();
    }
    let mut out = String::with_capacity(path.len());
    for c in path.chars() {
        if c == '/' || is_kept(c) { out.push(c) } else { percent(c, &mut out) }
    }
    out
}

/// `#id`, encoded for a link; nothing for no id.
pub fn fragment(id: &str) -> String {
    let mut out = String::with_capacity(id.len() + 1);
    for c in id.chars() {
        if out.is_empty() {
            out.push('#');
        }
        if is_kept(c) || c == '/' || c == '?' { out.push(c) } else { percent(c, &mut out) }
    }
    out
}

/// An address below `base`, which is encoded already and ends with `/`.
pub fn below(base: &str, path: &str) -> String {
    [base, &encoded(path)].concat()
}

/// The whole address, in ASCII; empty when the site does not know where it lives.
pub fn whole(base_url: &str, path: &str) -> String {
    match base_url {
        "" => String::new(),
        base => [base, &ascii(&encoded(path))].concat(),
    }
}

/// An encoded address in ASCII, where a standard asks for it.
pub fn ascii(encoded: &str) -> String {
    if encoded.is_ascii() {
        return encoded.to_owned();
    }
    let mut out = String::with_capacity(encoded.len());
    for c in encoded.chars() {
        if c.is_ascii() { out.push(c) } else { percent(c, &mut out) }
    }
    out
}

/// Decodes `%E8%8A%B1` once and composes it. What is not UTF-8 afterwards stays as written.
pub fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        let hex = (bytes[i] == b'%')
            .then(|| bytes.get(i + 1..i + 3))
            .flatten()
            .filter(|pair| pair.iter().all(u8::is_ascii_hexdigit))
            .and_then(|pair| std::str::from_utf8(pair).ok())
            .and_then(|pair| u8::from_str_radix(pair, 16).ok());
        out.push(hex.unwrap_or(bytes[i]));
        i += if hex.is_some() { 3 } else { 1 };
    }
    composed(std::str::from_utf8(&out).unwrap_or(text))
}

/// An address below the site, as somebody wrote it with a first `/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Local<'a> {
    /// Its path, decoded, without the first `/`.
    pub path: String,
    /// What follows the `?`, as written.
    pub query: Option<&'a str>,
    /// What follows the `#`, as written.
    pub fragment: Option<&'a str>,
}

impl<'a> Local<'a> {
    /// Reads an address that begins with one `/`; anything else is no address below the site.
    pub fn parse(written: &'a str) -> Option<Self> {
        let below = written.strip_prefix('/').filter(|rest| !rest.starts_with('/'))?;
        let (rest, fragment) = split(below, '#');
        let (path, query) = split(rest, '?');
        Some(Self { path: decoded(path), query, fragment })
    }

    /// Query and fragment, fit for a link.
    pub fn tail(&self) -> String {
        let mut out = String::new();
        for (mark, part) in [('?', self.query), ('#', self.fragment)] {
            let Some(part) = part else { continue };
            out.push(mark);
            for c in part.chars() {
                // Written as an address already: `%` stands for itself.
                let plain = is_kept(c) || "/?%".contains(c);
                if plain { out.push(c) } else { percent(c, &mut out) }
            }
        }
        out
    }
}

fn split(text: &str, mark: char) -> (&str, Option<&str>) {
    text.split_once(mark).map_or((text, None), |(before, after)| (before, Some(after)))
}

/// Unreserved characters, sub-delimiters but `'`, `:`, `@`, and what is seen of other scripts.
fn is_kept(c: char) -> bool {
    match c {
        _ if c.is_ascii() => c.is_ascii_alphanumeric() || "-._~!$&()*+,;=:@".contains(c),
        // Marks that are not seen, private characters, and those that are none.
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' => false,
        '\u{E000}'..='\u{F8FF}' | '\u{FDD0}'..='\u{FDEF}' | '\u{FEFF}' => false,
        '\u{FFF0}'..='\u{FFFF}' | '\u{E0000}'..='\u{10FFFF}' => false,
        _ => !c.is_whitespace() && !c.is_control(),
    }
}

fn percent(c: char, out: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut bytes = [0; 4];
    for byte in c.encode_utf8(&mut bytes).bytes() {
        let [high, low] = [byte >> 4, byte & 15].map(|half| char::from(DIGITS[usize::from(half)]));
        out.extend(['%', high, low]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_would_end_a_path_is_encoded_and_what_is_read_stays() {
        for (path, expected) in [
            ("tags/电话 催收/", "tags/电话%20催收/"),
            ("g/C#/", "g/C%23/"),
            ("g/有问题吗?/", "g/有问题吗%3F/"),
            ("g/100%/", "g/100%25/"),
            ("g/a&b=(c)'\"<d>/", "g/a&b=(c)%27%22%3Cd%3E/"),
            ("g/\u{202E}x\u{E001}/", "g/%E2%80%AEx%EE%80%81/"),
        ] {
            assert_eq!(encoded(path), expected);
            assert_eq!(decoded(expected), path);
        }
        assert_eq!(ascii("/tags/电话%20/"), "/tags/%E7%94%B5%E8%AF%9D%20/");
        assert_eq!(fragment("第 1%"), "#第%201%25");
        assert_eq!(fragment(""), "");
        assert_eq!(decoded("e\u{301}%"), "é%");
        assert_eq!(decoded("%+1%FF"), "%+1%FF", "no byte, and no UTF-8");
    }

    #[test]
    fn a_written_address_is_path_query_and_fragment() {
        let local = Local::parse("/a%20b/?q=1 2#第#一").expect("local");
        assert_eq!((local.path.as_str(), local.query), ("a b/", Some("q=1 2")));
        assert_eq!(local.tail(), "?q=1%202#第%23一");
        assert_eq!(Local::parse("//host/"), None);
        assert_eq!(Local::parse("a/"), None);
        assert_eq!(Local::parse("/").expect("local").path, "");
    }

    proptest! {
        #[test]
        fn every_path_comes_back_from_its_link(path in "\\PC*") {
            let path = composed(&path);
            let link = encoded(&path);
            prop_assert_eq!(decoded(&link), path.clone());
            prop_assert_eq!(decoded(&ascii(&link)), path);
            prop_assert!(!link.contains(['#', '?', '"', '<', '>', ' ']));
        }
    }
}
