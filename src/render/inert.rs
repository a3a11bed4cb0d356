//! A text of Markdown in which nothing is HTML and no address runs: for twins of pages that are somebody
//! else's, which other programs turn into pages again.

use super::sanitize::is_followed;
use pulldown_cmark::{Event, Options, Parser, Tag};

/// How often the text is read again: what is taken apart once rarely joins to something new.
const ROUNDS: usize = 8;

/// The text with a backslash before whatever would be more than words, links and pictures.
pub(super) fn inert(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..ROUNDS {
        let found = live(&text);
        if found.is_empty() {
            return text;
        }
        let mut escaped = String::with_capacity(text.len() + found.len());
        let mut from = 0;
        for at in found {
            escaped.push_str(&text[from..at]);
            escaped.push('\\');
            from = at;
        }
        escaped.push_str(&text[from..]);
        text = escaped;
    }
    // Nothing of it can be trusted to stay what it seems.
    text.replace('<', "&lt;").replace("](", "] (").replace("]:", "] :")
}

/// The bytes that begin HTML, or links and pictures with addresses that are never followed.
fn live(text: &str) -> Vec<usize> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_GFM;
    let mut found = Vec::new();
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        match event {
            Event::Html(_) | Event::InlineHtml(_) => {
                found
                    .extend(text[range.clone()].match_indices('<').map(|(at, _)| range.start + at));
            }
            Event::Start(Tag::Link { dest_url, .. }) if !is_followed(&dest_url) => {
                found.push(range.start);
            }
            // Behind the `!`: what follows it is a link otherwise.
            Event::Start(Tag::Image { dest_url, .. }) if !is_followed(&dest_url) => {
                found.push(range.start + 1);
            }
            _ => {}
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_what_is_live_is_escaped() {
        for (text, expected) in [
            ("a < b `<i>` <https://a.b/> [x](https://a.b/)", None),
            ("<script>alert(1)</script>", Some("\\<script>alert(1)\\</script>")),
            ("[x](javascript:alert(1)) 甲", Some("\\[x](javascript:alert(1)) 甲")),
            ("![x](JAVA&#10;SCRIPT:1)", Some("!\\[x](JAVA&#10;SCRIPT:1)")),
            ("[y][a]\n\n[a]: data:text/html,x", Some("\\[y]\\[a]\n\n[a]: data:text/html,x")),
        ] {
            assert_eq!(inert(text), expected.unwrap_or(text));
        }
    }

    proptest! {
        #[test]
        fn whatever_it_was_nothing_is_live_afterwards(
            text in "(<|>|!|\\[|\\]|\\(|\\)|:|\\\\|`|\n|script|javascript:1|b|<!--|-->|<i>|&lt;| ){0,24}",
        ) {
            prop_assert_eq!(live(&inert(&text)), Vec::<usize>::new());
        }
    }
}
