//! Hugo's shortcodes.

use super::super::report::{Change, Look, Notes};
use super::tags::{Put, Told, container, fenced, replace, words};
use std::collections::HashSet;

/// What a shortcode stands between.
const MARKS: [(&str, &str); 2] = [("{{<", ">}}"), ("{{%", "%}}")];

/// Converts the shortcodes of a text.
pub(super) fn convert(text: &str, path: &str, notes: &mut Notes) -> String {
    let closed = closed(text);
    let mut out = text.to_owned();
    for marks in MARKS {
        // First what holds code, which is then left alone.
        let (with_code, blocks) = fenced(&out, marks, |inside| {
            let name = inside.split(char::is_whitespace).next().filter(|name| is_code(name))?;
            if inside.ends_with('/') {
                return None;
            }
            let told = Told(words(&inside[name.len()..]));
            let language = told.named(&["lang", "language"]).or_else(|| told.at(0));
            Some((language.unwrap_or_default().to_owned(), format!("/{name}")))
        });
        notes.count(Change::Shortcode, blocks);
        out = with_code;
    }
    for marks in MARKS {
        out = replace(&out, marks, |inside| {
            if inside.starts_with("/*") {
                let shown = inside.trim_start_matches("/*").trim_end_matches("*/").trim();
                return Some(Put::Inline(format!("`{} {shown} {}`", marks.0, marks.1)));
            }
            let put = shortcode(inside, &closed);
            match &put {
                Some(_) => notes.count(Change::Shortcode, 1),
                None => notes.look(Look::Kept(format!("{} {inside} {}", marks.0, marks.1)), path),
            }
            put
        });
    }
    out = replace(&out, ("{{/*", "*/}}"), |inside| {
        notes.count(Change::Comment, 1);
        Some(Put::Inline(format!("<!-- {} -->", inside.replace("--", "- -"))))
    });
    // In code a shortcode that is shown is written with a comment in it.
    for mark in ['<', '%'] {
        let close = if mark == '<' { '>' } else { '%' };
        out = out.replace(&format!("{{{{{mark}/*"), &format!("{{{{{mark}"));
        out = out.replace(&format!("*/{close}}}}}"), &format!("{close}}}}}"));
    }
    out
}

/// The names of shortcodes that are closed somewhere in a text.
fn closed(text: &str) -> HashSet<&str> {
    let after = ["{{<", "{{%"].into_iter().flat_map(|open| text.split(open).skip(1));
    let names = after.filter_map(|rest| rest.trim_start().strip_prefix('/'));
    let ends = |c: char| c.is_whitespace() || c == '>' || c == '%';
    names.filter_map(|rest| rest.trim_start().split(ends).next()).collect()
}

/// What stands for a shortcode; nothing where nobody here knows what it does.
fn shortcode(inside: &str, closed: &HashSet<&str>) -> Option<Put> {
    if let Some(name) = inside.strip_prefix('/') {
        return Some(end_of(name.trim()));
    }
    let empty = inside.ends_with('/');
    let inside = inside.trim_end_matches('/').trim_end();
    let name = inside.split(char::is_whitespace).next().unwrap_or_default();
    let told = Told(words(&inside[name.len()..]));
    let inline = |text: String| Some(Put::Inline(text));
    match name {
        "ref" | "relref" => inline(told.named(&["path"]).or_else(|| told.at(0))?.to_owned()),
        "figure" | "img" | "image" | "imgproc" => {
            let source = told.named(&["src", "link"]).or_else(|| told.at(0))?;
            let alt = told.named(&["alt", "title", "caption"]).unwrap_or_default();
            let caption = told.named(&["caption"]).filter(|caption| *caption != alt);
            let caption = caption.map_or_else(String::new, |caption| format!("\n\n{caption}"));
            Some(Put::Own(format!("![{alt}](<{source}>){caption}")))
        }
        "youtube" => {
            let id = told.named(&["id"]).or_else(|| told.at(0))?;
            inline(format!("[YouTube](https://www.youtube.com/watch?v={id})"))
        }
        "vimeo" => {
            let id = told.named(&["id"]).or_else(|| told.at(0))?;
            inline(format!("[Vimeo](https://vimeo.com/{id})"))
        }
        "gist" => {
            let (user, id) = (told.at(0)?, told.at(1)?);
            inline(format!("[Gist](https://gist.github.com/{user}/{id})"))
        }
        "x" | "tweet" => {
            let (user, id) = (told.named(&["user"])?, told.named(&["id"])?);
            inline(format!("<https://x.com/{user}/status/{id}>"))
        }
        _ if empty => None,
        _ if closed.contains(name) => Some(match container(name, &told) {
            Some(line) => Put::Own(line),
            None => match told.named(&["title", "label", "name"]) {
                Some(title) => Put::Own(format!("**{title}**\n")),
                None => Put::Inline(String::new()),
            },
        }),
        _ => None,
    }
}

/// Whether what stands between two shortcodes is code.
fn is_code(name: &str) -> bool {
    name == "highlight" || name.contains("code")
}

fn end_of(name: &str) -> Put {
    match name {
        _ if container(name, &Told(Vec::new())).is_some() => Put::Own(":::".to_owned()),
        _ => Put::Inline(String::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortcodes_become_markdown() {
        for (text, expected) in [
            ("[甲]({{< ref \"a.md#b\" >}})", "[甲](a.md#b)"),
            ("{{< figure src=\"a b.png\" alt=\"图\" >}}", "![图](<a b.png>)"),
            ("{{% notice warning %}}\n甲\n{{% /notice %}}\n", ":::warning\n甲\n:::\n"),
            ("{{< highlight go >}}\na\n{{< /highlight >}}\n", "```go\na\n```\n"),
            ("{{% code lang=md %}}\n```go\n```\n{{% /code %}}\n", "````md\n```go\n```\n````\n"),
            (
                "{{< code file=a />}}\n甲\n{{< code >}}\nb\n{{</ code >}}\n",
                "{{< code file=a />}}\n甲\n```\nb\n```\n",
            ),
            ("{{< tab name=\"甲\" >}}\n乙\n{{< /tab >}}\n", "**甲**\n\n乙\n\n"),
            ("{{</* x */>}} `{{</* y */>}}`", "`{{< x >}}` `{{< y >}}`"),
            ("{{/* 私下 */}}", "<!-- 私下 -->"),
            ("{{< unknown >}}", "{{< unknown >}}"),
        ] {
            assert_eq!(convert(text, "a.md", &mut Notes::default()), expected, "{text}");
        }
    }
}
