//! Addresses that stand bare in the text, as GFM links them ("autolinks (extension)"): `https://…`,
//! `www.…`, `mailto:…` and mail addresses.
//!
//! GFM ends an address at white space, which Chinese does not put behind one. Here it also ends before
//! whatever no address holds as it stands: full-width and other punctuation outside ASCII, and a CJK
//! letter — unless that letter begins a part of the path, so that `https://example.com/罚息/APR` is one
//! address, and in `见https://example.com/a这里` it ends behind `a`.

use crate::base::chars::has_any;
use crate::base::cjk::is_cjk;
use std::ops::Range;

/// An address in a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Bare {
    /// Where it stands.
    pub(super) range: Range<usize>,
    /// What has to be put in front to make it whole.
    pub(super) prefix: &'static str,
    /// Whether it becomes a link. Others are of schemes that GFM does not link, or of hosts without a
    /// point; no word in them is linked by itself either.
    pub(super) linked: bool,
}

/// The schemes that are linked.
const SCHEMES: [&str; 2] = ["http://", "https://"];

/// All addresses in `text`, in order and apart.
pub(super) fn addresses(text: &str) -> Vec<Bare> {
    let mut found = Vec::new();
    if !may_be_in(text) {
        return found;
    }
    let mut from = 0;
    while let Some((at, c)) =
        text[from..].char_indices().find(|(_, c)| matches!(c, ':' | '@' | '.'))
    {
        let at = from + at;
        let done = found.last().map_or(0, |bare: &Bare| bare.range.end);
        let bare = match c {
            ':' => url(text, at, done),
            '.' => host(text, at, done),
            _ => mail(text, at, done),
        };
        from = at + 1;
        if let Some(bare) = bare {
            from = bare.range.end.max(from);
            found.push(bare);
        }
    }
    found
}

/// Whether any can be in `text`.
pub(super) fn may_be_in(text: &str) -> bool {
    // Few runs of Chinese have a point of ASCII.
    has_any(text, b":@") || has_any(text, b".") && (text.contains("www.") || text.contains("WWW."))
}

/// `https://…` whose colon stands at `at`.
fn url(text: &str, at: usize, done: usize) -> Option<Bare> {
    let before = &text[done..at];
    let start = at - before.bytes().rev().take_while(u8::is_ascii_alphabetic).count();
    let scheme = text.get(start..at + "://".len())?;
    if !scheme.ends_with("://") || start == at || joined(&text[done..start]) {
        return None;
    }
    let host = at + "://".len();
    let linked = SCHEMES.iter().any(|s| s.eq_ignore_ascii_case(scheme));
    if let Some(end) = end(text, host).filter(|_| linked) {
        return Some(Bare { range: start..end, prefix: "", linked });
    }
    let end = host + trimmed(&text[host..host + path_length(&text[host..])]).len();
    (end > host).then_some(Bare { range: start..end, prefix: "", linked: false })
}

/// `www.…` whose first point stands at `at`.
fn host(text: &str, at: usize, done: usize) -> Option<Bare> {
    let start = at.checked_sub("www".len()).filter(|start| *start >= done)?;
    if !text.get(start..at)?.eq_ignore_ascii_case("www") || joined(&text[done..start]) {
        return None;
    }
    let before = text[done..start].chars().next_back();
    if before.is_some_and(|c| matches!(c, '/' | '.' | '-' | '_' | '@' | ':')) {
        return None;
    }
    let end = end(text, start)?;
    Some(Bare { range: start..end, prefix: "http://", linked: true })
}

/// `name@example.com` whose `@` stands at `at`.
fn mail(text: &str, at: usize, done: usize) -> Option<Bare> {
    let in_name = |b: &u8| b.is_ascii_alphanumeric() || b".-_+".contains(b);
    let length = text[done..at].bytes().rev().take_while(in_name).count();
    let domain = |b: &u8| b.is_ascii_alphanumeric() || b".-_".contains(b);
    let rest = &text[at + 1..];
    let mut after = rest.bytes().take_while(domain).count();
    while rest[..after].ends_with('.') {
        after -= 1;
    }
    let host = &rest[..after];
    let parts = || host.split('.');
    let whole = parts().count() > 1 && parts().all(|part| !part.is_empty());
    if length == 0 || !whole || host.ends_with(['-', '_']) || rest[after..].starts_with('@') {
        return None;
    }
    let start = at - length;
    let scheme = "mailto:";
    let named =
        start.checked_sub(scheme.len()).filter(|s| *s >= done).and_then(|s| text.get(s..start));
    if named.is_some_and(|named| named.eq_ignore_ascii_case(scheme)) {
        return Some(Bare {
            range: start - scheme.len()..at + 1 + after,
            prefix: "",
            linked: true,
        });
    }
    let slash = text[done..start].ends_with('/');
    (!slash).then_some(Bare { range: start..at + 1 + after, prefix: scheme, linked: true })
}

/// Whether a word in front goes on into the address.
fn joined(before: &str) -> bool {
    before.ends_with(|c: char| c.is_ascii_alphanumeric())
}

/// Where the address ends whose host begins at `host`; a host has a point in it.
fn end(text: &str, host: usize) -> Option<usize> {
    let chinese = text[host..].starts_with(|c: char| is_cjk(c) && c.is_alphanumeric());
    let in_host = |c: char| {
        c.is_ascii_alphanumeric()
            || matches!(c, '.' | '-' | '_')
            || c.is_alphanumeric() && (chinese || !is_cjk(c))
    };
    let length = text[host..].find(|c| !in_host(c)).unwrap_or(text.len() - host);
    let name = text[host..host + length].trim_end_matches(['.', '-', '_']);
    let mut last = name.rsplit('.');
    let underscored = last.by_ref().take(2).any(|part| part.contains('_'));
    if underscored || !name.contains('.') || name.split('.').any(str::is_empty) {
        return None;
    }
    let rest = &text[host + name.len()..];
    let port = rest.strip_prefix(':').map_or(0, |r| {
        let digits = r.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 { digits + 1 } else { 0 }
    });
    let path = host + name.len() + port;
    let length = match text[path..].starts_with(['/', '?', '#']) {
        true => path_length(&text[path..]),
        false => 0,
    };
    let whole = &text[host..path + length];
    Some(host + trimmed(whole).len())
}

/// How far a path with query and fragment reaches.
fn path_length(text: &str) -> usize {
    let mut before = None;
    for (at, c) in text.char_indices() {
        let ends = match c {
            '<' | '>' | '`' | '"' | '|' | '\\' => true,
            c if c.is_ascii() => c.is_ascii_whitespace() || c.is_ascii_control(),
            c if !c.is_alphanumeric() => true,
            c if is_cjk(c) => !before.is_some_and(|b: char| {
                is_cjk(b) || matches!(b, '/' | '=' | '?' | '#' | '&' | '-' | '_' | '+')
            }),
            _ => false,
        };
        if ends {
            return at;
        }
        before = Some(c);
    }
    text.len()
}

/// An address without the punctuation behind it that belongs to the sentence.
fn trimmed(mut address: &str) -> &str {
    let count = |c: char| address.matches(c).count();
    // How many closing brackets have nothing to close.
    let mut round = count(')').saturating_sub(count('('));
    let mut curly = count('}').saturating_sub(count('{'));
    let mut square = count(']').saturating_sub(count('['));
    while let Some(last) = address.chars().next_back() {
        let shorter = &address[..address.len() - last.len_utf8()];
        address = match last {
            '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' => shorter,
            ')' if round > 0 => {
                round -= 1;
                shorter
            }
            '}' if curly > 0 => {
                curly -= 1;
                shorter
            }
            ']' if square > 0 => {
                square -= 1;
                shorter
            }
            ';' => {
                let name = shorter.trim_end_matches(|c: char| c.is_ascii_alphanumeric());
                let entity = name.ends_with('&') && name.len() < shorter.len();
                if entity { &name[..name.len() - 1] } else { shorter }
            }
            _ => break,
        };
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let linked = addresses(text).into_iter().filter(|bare| bare.linked);
        linked.map(|bare| &text[bare.range]).collect()
    }

    #[test]
    fn addresses_end_where_gfm_ends_them() {
        for (text, expected) in [
            ("www.commonmark.org", vec!["www.commonmark.org"]),
            ("Visit www.commonmark.org/help for", vec!["www.commonmark.org/help"]),
            ("Visit www.commonmark.org/a.b.", vec!["www.commonmark.org/a.b"]),
            (
                "www.google.com/search?q=Markup+(business)",
                vec!["www.google.com/search?q=Markup+(business)"],
            ),
            (
                "www.google.com/search?q=Markup+(business)))",
                vec!["www.google.com/search?q=Markup+(business)"],
            ),
            (
                "(www.google.com/search?q=Markup+(business))",
                vec!["www.google.com/search?q=Markup+(business)"],
            ),
            (
                "www.google.com/search?q=(business))+ok",
                vec!["www.google.com/search?q=(business))+ok"],
            ),
            (
                "www.google.com/search?q=commonmark&hl=en",
                vec!["www.google.com/search?q=commonmark&hl=en"],
            ),
            ("www.google.com/search?q=commonmark&hl;", vec!["www.google.com/search?q=commonmark"]),
            ("www.commonmark.org/he<lp", vec!["www.commonmark.org/he"]),
            (
                "Visit https://encrypted.google.com/search?q=Markup+(b)",
                vec!["https://encrypted.google.com/search?q=Markup+(b)"],
            ),
            ("https://e.org/{id}/x", vec!["https://e.org/{id}/x"]),
            ("{https://e.org/a}", vec!["https://e.org/a"]),
            ("foo@bar.baz", vec!["foo@bar.baz"]),
            (
                "hello@mail+xyz.example isn't valid, but hello+xyz@mail.example is.",
                vec!["hello+xyz@mail.example"],
            ),
            ("a.b-c_d@a.b", vec!["a.b-c_d@a.b"]),
            ("a.b-c_d@a.b.", vec!["a.b-c_d@a.b"]),
            ("a.b-c_d@a.b-", vec![]),
            ("a.b-c_d@a.b_", vec![]),
            ("mailto:foo@bar.baz", vec!["mailto:foo@bar.baz"]),
            ("http://localhost:80/", vec![]),
            ("http://a_b.c_d/", vec![]),
            ("xhttp://a.b, awww.b.c, ftp://a.b, http://", vec![]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn other_addresses_are_one_piece() {
        let text = "weixin://dl/罚息/x，http://localhost:80/罚息。";
        let pieces = addresses(text).into_iter().filter(|bare| !bare.linked);
        let pieces: Vec<&str> = pieces.map(|bare| &text[bare.range]).collect();
        assert_eq!(pieces, ["weixin://dl/罚息/x", "http://localhost:80/罚息"]);
    }

    #[test]
    fn addresses_end_where_chinese_goes_on() {
        for (text, expected) in [
            ("官网https://example.com/a，下一句", vec!["https://example.com/a"]),
            ("官网https://example.com下一句", vec!["https://example.com"]),
            ("官网https://example.com/a下一句", vec!["https://example.com/a"]),
            ("官网https://example.com/。", vec!["https://example.com/"]),
            ("（https://example.com/a?x=1）", vec!["https://example.com/a?x=1"]),
            ("“https://example.com/a”", vec!["https://example.com/a"]),
            ("https://example.com/罚息/APR?x=1 ，", vec!["https://example.com/罚息/APR?x=1"]),
            ("https://example.com/?q=罚息&p=2、", vec!["https://example.com/?q=罚息&p=2"]),
            ("https://example.com:8080/x。", vec!["https://example.com:8080/x"]),
            ("邮箱help@example.com。", vec!["help@example.com"]),
            ("看www.example.com就行", vec!["www.example.com"]),
            ("https://例子.中国/路", vec!["https://例子.中国/路"]),
            ("https://a.b/x、https://a.b/y", vec!["https://a.b/x", "https://a.b/y"]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }
}
