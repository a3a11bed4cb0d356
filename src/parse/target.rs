//! Reads a link's address: what kind of thing it points at. Whether the thing exists is `link`'s
//! question.

use crate::base::address::decoded;
use crate::model::document::{BLANK, Target};
use crate::model::registry::Scheme;

/// How the link was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// `[[target]]`, or `[[target|words]]` when piped.
    Wiki {
        /// Whether it has words of its own.
        piped: bool,
    },
    /// `<address>`.
    Auto,
    /// `<name@example.org>`.
    Email,
    /// `[words](address)` and its reference forms.
    Plain,
}

/// Schemes that leave the site.
const EXTERNAL: [&str; 6] = ["http", "https", "mailto", "tel", "sms", "geo"];

/// What `address` points at.
pub(crate) fn classify(class: Class, address: &str) -> Target {
    let address = address.trim();
    match class {
        Class::Wiki { .. } => {
            // In a table the bar is written `\|`, and the parser leaves the backslash to us.
            let (page, heading) = split_anchor(address.trim_end_matches('\\'));
            return match (page.trim(), heading) {
                ("", Some(heading)) => Target::Anchor(heading.trim().to_owned()),
                (page, heading) => Target::Wiki {
                    page: page.to_owned(),
                    heading: heading.map(|h| h.trim().to_owned()),
                },
            };
        }
        Class::Email => return Target::External(format!("mailto:{address}")),
        Class::Auto | Class::Plain => {}
    }
    if let Some((scheme, rest)) = split_scheme(address) {
        return match Scheme::from_name(scheme) {
            Some(scheme) => Target::Entry { scheme, id: decoded(rest) },
            None if scheme.eq_ignore_ascii_case(BLANK) => {
                Target::Blank(decoded(rest).trim().to_owned())
            }
            None if EXTERNAL.iter().any(|s| s.eq_ignore_ascii_case(scheme)) => {
                Target::External(address.to_owned())
            }
            None => Target::Inert(scheme.to_owned()),
        };
    }
    if address.starts_with("//") {
        return Target::External(address.to_owned());
    }
    let (whole, anchor) = split_anchor(address);
    // `page.md#` is all of the page.
    let anchor = anchor.map(decoded).filter(|anchor| !anchor.is_empty());
    if whole.is_empty() {
        return Target::Anchor(anchor.unwrap_or_default());
    }
    let (path, query) = whole.split_once('?').map_or((whole, None), |(p, q)| (p, Some(q)));
    let path = decoded(path);
    if path.starts_with('/') && !path.ends_with(".md") {
        return Target::Path(address.to_owned());
    }
    Target::File { path, query: query.map(str::to_owned), anchor }
}

fn split_anchor(address: &str) -> (&str, Option<&str>) {
    address.split_once('#').map_or((address, None), |(path, anchor)| (path, Some(anchor)))
}

/// `scheme:rest`, where the scheme is as RFC 3986 has it, so that `a/b:c` has none.
fn split_scheme(address: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = address.split_once(':')?;
    let fits = scheme.chars().next().is_some_and(|c| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    fits.then_some((scheme, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_apart() {
        let file = |path: &str, anchor: Option<&str>| Target::File {
            path: path.to_owned(),
            query: None,
            anchor: anchor.map(str::to_owned),
        };
        let entry = |scheme, id: &str| Target::Entry { scheme, id: id.to_owned() };
        for (address, expected) in [
            ("law:civil-code/680", entry(Scheme::Law, "civil-code/680")),
            ("LAW:x", entry(Scheme::Law, "x")),
            ("term:罚息", entry(Scheme::Term, "罚息")),
            ("../rights/privacy.md#a", file("../rights/privacy.md", Some("a"))),
            ("/rights/privacy.md", file("/rights/privacy.md", None)),
            ("%E8%8A%B1.md", file("花.md", None)),
            ("#limits", Target::Anchor("limits".to_owned())),
            ("blank:contract", Target::Blank("contract".to_owned())),
            ("blank:%E9%87%91%E9%A2%9D", Target::Blank("金额".to_owned())),
            ("/tags/", Target::Path("/tags/".to_owned())),
            ("https://a.b/", Target::External("https://a.b/".to_owned())),
            ("//a.b/", Target::External("//a.b/".to_owned())),
            ("javascript:alert(1)", Target::Inert("javascript".to_owned())),
        ] {
            assert_eq!(classify(Class::Plain, address), expected, "{address}");
        }
        assert_eq!(
            classify(Class::Wiki { piped: false }, "花呗#利息"),
            Target::Wiki { page: "花呗".to_owned(), heading: Some("利息".to_owned()) }
        );
    }
}
