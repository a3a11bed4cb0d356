//! What the site asks of its host: headers, for hosts that read `_headers`.

use super::entries::Views;

/// Nothing from elsewhere, nothing inline, no frames: what every page of the default theme keeps.
pub const POLICY: &str = "default-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; form-action 'self'";

/// The same as a page can say it of itself: who may frame it only a host can say.
pub(super) const META_POLICY: &str =
    "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'";

/// `_headers`, as several hosts read it.
pub(super) fn headers_file(views: Views<'_>) -> String {
    let every = [
        ("Content-Security-Policy", POLICY),
        ("Strict-Transport-Security", "max-age=31536000"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
    ];
    // Files whose names change with their bytes.
    let immutable = [("Cache-Control", "public, max-age=31536000, immutable")];
    let markdown = [("Content-Type", "text/markdown; charset=utf-8")];
    let mut out = rule(&views.shared("*"), &every);
    out.push_str(&rule(&views.shared("assets/*"), &immutable));
    for edition in views.editions {
        out.push_str(&rule(&views.shared(&format!("{}search/*.bin", edition.prefix)), &immutable));
    }
    out.push_str(&rule(&views.shared("*.md"), &markdown));
    out
}

fn rule(pattern: &str, headers: &[(&str, &str)]) -> String {
    let lines = headers.iter().map(|(name, value)| format!("  {name}: {value}\n"));
    format!("{pattern}\n{}", lines.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_says_of_itself_what_a_host_would() {
        assert_eq!(POLICY.replace("frame-ancestors 'none'; ", ""), META_POLICY);
    }
}
