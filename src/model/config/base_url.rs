//! Where the site will be found: one scheme, host and path, read as browsers read it.

use crate::diag::BaseFault;
use url::{Position, Url};

/// The address in ASCII with a final `/`, so that paths can be put behind it.
pub(super) fn parse(written: &str) -> Result<String, BaseFault> {
    // The parser drops line breaks and blanks around without a word.
    if written.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(BaseFault::Space);
    }
    // Nor does it say that it has made something else of these; they mostly are a script's variable.
    if written.contains(['$', '{', '}', '<', '>', '"', '`', '|', '^', '\\'])
        || has_bare_percent(written)
    {
        return Err(BaseFault::Character);
    }
    let lower = written.to_ascii_lowercase();
    let Some(rest) = ["https://", "http://"].into_iter().find_map(|s| lower.strip_prefix(s)) else {
        return Err(BaseFault::Scheme);
    };
    // The parser looks for a host behind any number of slashes.
    if rest.starts_with(['/', '\\']) {
        return Err(BaseFault::Host);
    }
    let url = Url::parse(written).map_err(|_| BaseFault::Host)?;
    match () {
        () if !url.has_host() => Err(BaseFault::Host),
        () if url.host_str().is_some_and(|host| host.contains("..")) => Err(BaseFault::Host),
        () if !url.username().is_empty() || url.password().is_some() => Err(BaseFault::User),
        () if url.fragment().is_some() => Err(BaseFault::Fragment),
        () if url.query().is_some() => Err(BaseFault::Query),
        () if url.path().contains("//") => Err(BaseFault::EmptyPart),
        () => {
            let mut base = url[..Position::AfterPath].to_owned();
            if !base.ends_with('/') {
                base.push('/');
            }
            Ok(base)
        }
    }
}

/// Whether a `%` stands before anything but two hexadecimal digits.
fn has_bare_percent(written: &str) -> bool {
    written.split('%').skip(1).any(|after| {
        after.len() < 2 || !after.bytes().take(2).all(|digit| digit.is_ascii_hexdigit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_scheme_host_and_path() {
        for (written, expected) in [
            ("https://example.org", Ok("https://example.org/")),
            ("https://Example.org/guide", Ok("https://example.org/guide/")),
            ("HTTP://localhost:8080/", Ok("http://localhost:8080/")),
            ("https://例子.中国/指南/", Ok("https://xn--fsqu00a.xn--fiqs8s/%E6%8C%87%E5%8D%97/")),
            ("https://[::1]:80/a/../b", Ok("https://[::1]:80/b/")),
            ("https://x.github.io//", Err(BaseFault::EmptyPart)),
            ("https://x.github.io/a//b/", Err(BaseFault::EmptyPart)),
            ("https://a/?x=1", Err(BaseFault::Query)),
            ("https://a/#b", Err(BaseFault::Fragment)),
            ("https://a/#", Err(BaseFault::Fragment)),
            ("https://", Err(BaseFault::Host)),
            ("https:///a/", Err(BaseFault::Host)),
            ("https://a b/", Err(BaseFault::Space)),
            ("https://a/\n", Err(BaseFault::Space)),
            ("https://a%20b/", Err(BaseFault::Host)),
            ("https://x.org/a%zz/", Err(BaseFault::Character)),
            ("https://x.org/a%2", Err(BaseFault::Character)),
            ("https://x.org/${P}/", Err(BaseFault::Character)),
            ("https://$HOST/", Err(BaseFault::Character)),
            ("https://x..org/", Err(BaseFault::Host)),
            ("https://me:secret@a/", Err(BaseFault::User)),
            ("//example.org/", Err(BaseFault::Scheme)),
            ("example.org", Err(BaseFault::Scheme)),
            ("ftp://example.org/", Err(BaseFault::Scheme)),
        ] {
            assert_eq!(parse(written), expected.map(str::to_owned), "{written}");
        }
    }
}
