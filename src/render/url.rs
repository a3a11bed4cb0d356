//! Addresses as they are printed: with the base path, and whole where a standard asks for it.

use crate::config::Config;
use std::fmt::Write as _;

/// An address on the site, for an attribute: base path, then the address without a first `/`.
/// Characters that would end or change an attribute or an address are percent-encoded; Chinese is
/// left readable.
pub(super) fn local(config: &Config, path: &str) -> String {
    let mut url = String::with_capacity(config.base_path().len() + path.len());
    url.push_str(config.base_path());
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
pub(super) fn whole(config: &Config, path: &str) -> String {
    if config.base_url.is_empty() {
        return String::new();
    }
    let mut url = config.base_url.clone();
    for c in path.chars() {
        let plain = c.is_ascii_alphanumeric() || "/-._~!$&()*+,;=:@#?%".contains(c);
        if plain { url.push(c) } else { percent(c, &mut url) }
    }
    url
}

/// An address that an author gave for a menu: below the site when it begins with `/`.
pub(super) fn given(config: &Config, url: &str) -> String {
    match url.strip_prefix('/') {
        Some(path) if !path.starts_with('/') => local(config, path),
        _ => url.to_owned(),
    }
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
        let config = Config { base_url: "https://a.b/site/".to_owned(), ..Config::default() };
        assert_eq!(local(&config, "tags/电话 催收/"), "/site/tags/电话%20催收/");
        assert_eq!(whole(&config, "tags/电/"), "https://a.b/site/tags/%E7%94%B5/");
        assert_eq!(given(&config, "/tags/"), "/site/tags/");
        assert_eq!(given(&config, "https://x.y/"), "https://x.y/");
        assert_eq!(whole(&Config::default(), "a/"), "");
    }
}
