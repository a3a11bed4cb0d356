//! Addresses as they are printed: with the base path, and whole where a standard asks for it.

use std::fmt::Write as _;

/// An address below `base`, for an attribute: base path, then the address without a first `/`.
/// Characters that would end or change an attribute or an address are percent-encoded; Chinese is
/// left readable.
pub(super) fn local(base: &str, path: &str) -> String {
    let mut url = String::with_capacity(base.len() + path.len());
    url.push_str(base);
    for c in path.chars() {
        if c.is_whitespace() || c.is_control() || "\"'<>\\^`{|}".contains(c) {
            percent(c, &mut url);
        } else {
            url.push(c);
        }
    }
    url
}

/// The whole address, in ASCII; empty when the site does not know where it lives.
pub(super) fn whole(base_url: &str, path: &str) -> String {
    if base_url.is_empty() {
        return String::new();
    }
    let mut url = base_url.to_owned();
    for c in path.chars() {
        let plain = c.is_ascii_alphanumeric() || "/-._~!$&()*+,;=:@#?%".contains(c);
        if plain { url.push(c) } else { percent(c, &mut url) }
    }
    url
}

/// The part of an address that an author gave that is below the site: all of `/tags/` but the `/`.
pub(super) fn below(url: &str) -> Option<&str> {
    url.strip_prefix('/').filter(|path| !path.starts_with('/'))
}

fn percent(c: char, out: &mut String) {
    let mut bytes = [0; 4];
    for byte in c.encode_utf8(&mut bytes).bytes() {
        let _ = write!(out, "%{byte:02X}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_carry_the_base_and_stay_readable() {
        assert_eq!(local("/site/", "tags/电话 催收/"), "/site/tags/电话%20催收/");
        assert_eq!(whole("https://a.b/site/", "tags/电/"), "https://a.b/site/tags/%E7%94%B5/");
        assert_eq!(whole("", "a/"), "");
        assert_eq!(below("/tags/"), Some("tags/"));
        assert_eq!(below("//x.y/"), None);
    }
}
