//! The finished HTML of a text that is somebody else's, without anything that runs, loads, posts or
//! covers the page. It comes last, when every hole is filled, so that nothing escapes it.
//!
//! `parse` has shown raw HTML as text before, so that this finds nothing to do unless something else
//! failed. It lets through what Markdown makes and what the theme's cards and tables are made of.

use super::highlight::escaped;
use ammonia::{Builder, UrlRelative};
use std::collections::HashSet;
use std::sync::LazyLock;

/// A fragment of a page that browsers cannot be made to run anything by. What is nested deeper than anybody
/// writes is shown as it is written: to read it as a browser does would take the square of its length.
pub(super) fn sanitized(html: &str) -> String {
    match depth(html) > DEEPEST {
        true => format!("<p>{}</p>", escaped(html)),
        false => POLICY.clean(html).to_string(),
    }
}

/// How many elements may enclose one another.
const DEEPEST: usize = 100;

/// How many elements enclose one another, at most: their tags are our own, and each is closed.
fn depth(html: &str) -> usize {
    let (mut open, mut most) = (0_usize, 0);
    for (at, _) in html.match_indices('<') {
        let rest = &html[at + 1..];
        if rest.starts_with('/') {
            open = open.saturating_sub(1);
        } else if !VOID.iter().any(|name| is_called(rest, name)) {
            open += 1;
            most = most.max(open);
        }
    }
    most
}

fn is_called(tag: &str, name: &str) -> bool {
    let after = tag.strip_prefix(name).and_then(|rest| rest.chars().next());
    after.is_some_and(|c| !c.is_ascii_alphanumeric())
}

/// Elements that nothing closes.
const VOID: [&str; 7] = ["br", "hr", "img", "input", "source", "wbr", "col"];

/// Whether a browser that follows this address runs nothing: its scheme is one of the list, or it has none.
pub(super) fn is_followed(address: &str) -> bool {
    // Browsers drop line breaks and tabs from addresses, and control characters before them.
    let address: String = address.chars().filter(|c| !c.is_control()).collect();
    match address.trim_start().split_once(':') {
        Some((scheme, _)) if !scheme.contains(['/', '?', '#']) => {
            SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(scheme))
        }
        _ => true,
    }
}

/// Schemes of addresses; those without one lead into the site.
const SCHEMES: [&str; 6] = ["http", "https", "mailto", "tel", "sms", "geo"];

/// Elements besides those that the library allows of itself.
const MORE: [&str; 3] = ["section", "picture", "source"];

static POLICY: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut policy = Builder::default();
    policy
        .add_tags(MORE)
        // What only a script would show.
        .add_clean_content_tags(["template"])
        .url_schemes(HashSet::from(SCHEMES))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None)
        .add_generic_attributes(["class", "id", "lang", "dir", "title", "role", "tabindex"])
        .add_generic_attribute_prefixes(["aria-", "data-"])
        .add_tag_attributes("a", ["rel", "hreflang"])
        .add_tag_attributes("img", ["loading", "srcset", "sizes", "decoding"])
        .add_tag_attributes("source", ["type", "srcset", "sizes", "media"])
        .add_tag_attributes("data", ["value"])
        .add_tag_attributes("details", ["open"])
        .add_tag_attributes("th", ["scope"])
        .add_tag_attributes("ol", ["start"]);
    policy
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_is_made_of_stays() {
        for html in [
            "<p>甲<a href=\"../b/#c\" rel=\"external\">乙</a><br><code>x</code></p>",
            "<h2 id=\"a\" lang=\"en\">A</h2><pre tabindex=\"0\"><code><i class=\"k\">fn</i></code></pre>",
            "<a class=\"tel\" href=\"tel:12378\">12378</a><data class=\"fact\" value=\"4\">4</data>",
            "<picture><source type=\"image/webp\" srcset=\"/a.webp 480w\" sizes=\"100vw\">\
             <img src=\"/a.png\" alt=\"\" width=\"1\" height=\"1\" loading=\"lazy\"></picture>",
            "<table><thead><tr><th scope=\"col\">a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>",
            "<details class=\"more\"><summary>a</summary><p>b</p></details>",
            "<div class=\"alert note\" role=\"note\"><p>a</p></div><dl><dt>a</dt><dd>b</dd></dl>",
            "<section class=\"notes\" aria-label=\"a\"><ol><li id=\"n-1\">b</li></ol></section>",
        ] {
            assert_eq!(sanitized(html), html);
        }
    }

    #[test]
    fn what_waits_for_a_script_goes_with_all_that_is_in_it() {
        let html =
            "<dl><dt>a</dt></dl><template><div><label>b<input></label></div></template><p>c</p>";
        assert_eq!(sanitized(html), "<dl><dt>a</dt></dl><p>c</p>");
    }

    #[test]
    fn what_nobody_nests_is_shown_as_it_is_written() {
        let nested = |n: usize| "<blockquote>".repeat(n) + "<br>x" + &"</blockquote>".repeat(n);
        assert_eq!((depth(&nested(9)), depth("<p>a<br></p>".repeat(99).as_str())), (9, 1));
        assert_eq!(sanitized(&nested(DEEPEST)), nested(DEEPEST));
        let shown = sanitized(&nested(100_000));
        assert!(shown.starts_with("<p>&lt;blockquote&gt;") && shown.matches('<').count() == 2);
    }

    #[test]
    fn what_runs_goes() {
        for html in [
            "<script>alert(1)</script>",
            "<p onclick=\"alert(1)\" style=\"position:fixed\">a</p>",
            "<a href=\"java&#10;script:alert(1)\">a</a>",
            "<a href=\"data:text/html,x\">a</a><svg onload=alert(1)><math><mtext><style>",
            "<iframe srcdoc=x></iframe><form action=//a><input><button formaction=x>",
            "<base href=//a><meta http-equiv=refresh content=0><link rel=stylesheet href=x>",
        ] {
            let left = sanitized(html);
            let foul = ["script", "on", "style", "svg", "data:", "frame", "form", "base", "meta"];
            assert!(!foul.iter().any(|f| left.contains(f)), "{html} → {left}");
        }
    }
}
