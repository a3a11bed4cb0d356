//! The template tags of Hexo and Jekyll, and the attributes that Jekyll's Markdown has.

use super::super::generator::Generator;
use super::super::report::{Change, Look, Notes};
use super::super::text::{Piece, indent, lines, pieces};
use super::tags::{Put, Told, container, fenced, replace, words};
use std::fmt::Write as _;

/// What a tag stands between.
const MARKS: (&str, &str) = ("{%", "%}");

/// Converts a text.
pub(super) fn convert(text: &str, generator: Generator, path: &str, notes: &mut Notes) -> String {
    let mut raw = false;
    let text = hide_comments(text, notes);
    // First what holds code, which is then left alone.
    let (text, blocks) = fenced(&text, MARKS, |inside| {
        let inside = inside.trim_matches('-').trim();
        let name = inside.split(char::is_whitespace).next()?;
        Some((language(name, &inside[name.len()..])?, format!("end{name}")))
    });
    notes.count(Change::Shortcode, blocks);
    // Jekyll reads its tags in code as well.
    let text = if generator == Generator::Jekyll { without_raw(&text) } else { text };
    let text = replace(&text, MARKS, |inside| {
        let inside = inside.trim_matches('-').trim();
        if ["raw", "endraw"].contains(&inside) {
            raw = inside == "raw";
            notes.count(Change::Shortcode, 1);
            return Some(Put::Inline(String::new()));
        }
        let put = if raw { Some(Put::Inline(format!("`{{% {inside} %}}`"))) } else { tag(inside) };
        match &put {
            Some(_) => notes.count(Change::Shortcode, 1),
            None => {
                let name = inside.split(' ').next().unwrap_or_default();
                let (what, include) = (format!("{{% {inside} %}}"), name.starts_with("include"));
                let look = if include { Look::Included(what) } else { Look::Kept(what) };
                notes.look(look, path);
            }
        }
        put
    });
    let text = replace(&text, ("{{", "}}"), |inside| {
        let put = output(inside);
        if put.is_some() {
            notes.count(Change::Shortcode, 1);
        }
        put
    });
    attributes(&text, notes)
}

/// `{% comment %}` and all up to its end.
fn hide_comments(text: &str, notes: &mut Notes) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{% comment %}") {
        let Some((inside, behind)) = after.split_once("{% endcomment %}") else { break };
        let _ = write!(out, "{before}<!-- {} -->", inside.trim().replace("--", "- -"));
        notes.count(Change::Comment, 1);
        rest = behind;
    }
    out + rest
}

fn tag(inside: &str) -> Option<Put> {
    let name = inside.split(char::is_whitespace).next().unwrap_or_default();
    let rest = inside[name.len()..].trim();
    let told = Told(words(rest));
    let inline = |text: String| Some(Put::Inline(text));
    match name {
        "link" | "post_url" if told.at(0).is_some() && told.at(1).is_none() => {
            let posts = if name == "post_url" { "/_posts/" } else { "/" };
            inline(format!("{posts}{}", rest.trim_start_matches('/')))
        }
        "link" => inline(format!("[{}](<{}>)", told.at(0)?, told.at(1)?)),
        "post_link" | "post_path" => {
            let target = format!("/_posts/{}.md", told.at(0)?.trim_end_matches(".md"));
            let words = told.from(1);
            match name {
                "post_path" => inline(target),
                _ if words.is_empty() => inline(format!("[{}](<{target}>)", told.at(0)?)),
                // A title is no mark-up.
                _ => inline(format!("[{}](<{target}>)", words.replace('<', "\\<"))),
            }
        }
        "asset_img" | "img" => {
            let words: Vec<&str> = (0..).map_while(|n| told.at(n)).collect();
            let source = words.iter().position(|word| word.contains('.'))?;
            let alt: Vec<&str> = words[source + 1..]
                .iter()
                .copied()
                .filter(|word| !word.chars().all(|c| c.is_ascii_digit() || c == '%'))
                .collect();
            inline(format!("![{}](<{}>)", alt.join(" "), words[source]))
        }
        "asset_path" => inline(told.at(0)?.to_owned()),
        "asset_link" => {
            let words = told.from(1);
            let words = if words.is_empty() { told.at(0)?.to_owned() } else { words };
            inline(format!("[{words}](<{}>)", told.at(0)?))
        }
        "youtube" => inline(format!("[YouTube](https://www.youtube.com/watch?v={})", told.at(0)?)),
        "more" => inline("<!-- more -->".to_owned()),
        "blockquote" | "pullquote" | "cq" | "centerquote" => Some(Put::Own(":::quote".to_owned())),
        "endblockquote" | "endpullquote" | "endcq" => Some(Put::Own(":::".to_owned())),
        _ => match name.strip_prefix("end") {
            Some(name) => container(name, &Told(Vec::new())).map(|_| Put::Own(":::".to_owned())),
            None => container(name, &told).map(Put::Own),
        },
    }
}

/// A text whose code holds no `{% raw %}`.
fn without_raw(text: &str) -> String {
    let plain = |code: &str| {
        let mut code = code.to_owned();
        for name in ["raw", "endraw"] {
            for (open, close) in
                [("{% ", " %}"), ("{%- ", " -%}"), ("{%- ", " %}"), ("{% ", " -%}")]
            {
                code = code.replace(&format!("{open}{name}{close}"), "");
            }
        }
        code
    };
    let kept = pieces(text).into_iter().map(|piece| match piece {
        Piece::Text(text) => text.to_owned(),
        Piece::Code(code) => plain(code),
    });
    kept.collect()
}

/// The language of the code that a tag holds; none if it holds no code.
fn language(name: &str, rest: &str) -> Option<String> {
    let told = match name {
        "highlight" => rest.split_whitespace().next(),
        "codeblock" | "code" => {
            rest.split("lang:").nth(1).and_then(|rest| rest.split_whitespace().next())
        }
        _ => return None,
    };
    Some(told.unwrap_or_default().to_owned())
}

/// `{{ … }}` where it stands for an address.
fn output(inside: &str) -> Option<Put> {
    let inside = inside.trim_matches('-').trim();
    if ["site.baseurl", "site.url", "site.BASE_PATH"].contains(&inside) {
        return Some(Put::Inline(String::new()));
    }
    let (value, filter) = inside.split_once('|')?;
    let filter = filter.trim();
    let value = value.trim().trim_matches(['"', '\'']);
    let address = ["relative_url", "absolute_url"].contains(&filter)
        || filter.starts_with("prepend: site.") && !filter.contains("page.");
    (address && !value.starts_with("page.") && !value.starts_with("site."))
        .then(|| Put::Inline(value.to_owned()))
}

/// Classes that mean a container.
const BOXES: [&str; 9] =
    ["note", "warning", "important", "highlight", "new", "tip", "info", "danger", "caution"];

/// `{: .note }`: what means a container becomes one, an id stays, the rest goes.
fn attributes(text: &str, notes: &mut Notes) -> String {
    let lines = lines(text);
    let mut out: Vec<String> = Vec::with_capacity(lines.len());
    let (mut open, mut elements) = (false, 0_usize);
    for (at, (line, code)) in lines.iter().enumerate() {
        let shown = line.trim();
        let inside = shown.strip_prefix("{:").and_then(|rest| rest.strip_suffix('}'));
        if let Some(inside) = inside.filter(|_| !code) {
            notes.count(Change::Mark, 1);
            // The first item of a list of contents stands above its attribute.
            let contents = inside.split_whitespace().any(|word| word == "toc");
            let item = out.last().is_some_and(|l| l.trim().starts_with(['-', '*', '1']));
            if contents && item {
                out.pop();
            }
            let heads = at == 0 || out.last().is_none_or(|line| line.trim().is_empty());
            if let Some(kind) = container_of(inside).filter(|_| heads) {
                // A quotation becomes the alert; of other lines one is made.
                let quotes =
                    lines.get(at + 1).is_some_and(|(next, _)| next.trim_start().starts_with('>'));
                let mark = if quotes { format!("> [!{kind}]") } else { format!(":::{kind}") };
                out.push(indent(line).to_owned() + &mark);
                open = !quotes;
            }
            continue;
        }
        if open && shown.is_empty() {
            out.push(":::".to_owned());
            open = false;
        }
        // What stands in such an element is Markdown, which here begins behind an empty line.
        let marked = !code && line.contains("markdown=\"1\"");
        let ends = !code && elements > 0 && shown.starts_with("</");
        if ends {
            out.push(String::new());
            elements -= 1;
        }
        out.push(match code {
            true => (*line).to_owned(),
            false => without_attributes(&line.replace(" markdown=\"1\"", ""), notes),
        });
        if marked {
            elements += 1;
        }
        if marked || ends {
            out.push(String::new());
        }
    }
    if open {
        out.push(":::".to_owned());
    }
    out.join("\n") + "\n"
}

fn container_of(inside: &str) -> Option<&'static str> {
    let classes = inside.split_whitespace().filter_map(|word| word.strip_prefix('.'));
    let names = classes.map(|class| class.trim_end_matches("-title"));
    names.filter_map(|name| BOXES.into_iter().find(|known| *known == name)).next()
}

/// A line without the attributes behind it, but for a heading's id.
fn without_attributes(line: &str, notes: &mut Notes) -> String {
    let Some((before, rest)) = line.split_once("{:") else { return line.to_owned() };
    let Some((inside, after)) = rest.split_once('}').filter(|_| !before.contains('`')) else {
        return line.to_owned();
    };
    notes.count(Change::Mark, 1);
    let id = inside.split_whitespace().find(|word| word.starts_with('#'));
    let heading = before.trim_start().starts_with('#');
    let id = id.filter(|_| heading).map_or_else(String::new, |id| format!(" {{{id}}}"));
    format!("{}{id}{after}", before.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_become_markdown() {
        for (text, expected) in [
            ("{% note warning %}\n甲\n{% endnote %}\n", ":::warning\n甲\n:::\n"),
            ("{% asset_img a.png 图 %}\n", "![图](<a.png>)\n"),
            ("[甲]({% link _docs/a.md %})\n", "[甲](/_docs/a.md)\n"),
            ("{% post_link a-b 标题 %}\n", "[标题](</_posts/a-b.md>)\n"),
            ("{% post_link a <b>标题 %}\n", "[\\<b>标题](</_posts/a.md>)\n"),
            ("{% highlight rb %}\na\n{% endhighlight %}\n", "```rb\na\n```\n"),
            (
                "{% highlight md %}\n{% raw %}{{ a }}{% endraw %}\n{% endhighlight %}\n",
                "```md\n{{ a }}\n```\n",
            ),
            (
                "{% highlight md %}\n```js\n{% note %}\n```\n{% endhighlight %}\n甲\n",
                "````md\n```js\n{% note %}\n```\n````\n甲\n",
            ),
            ("[甲]({{ \"/a/\" | relative_url }}) {{ site.baseurl }}/b\n", "[甲](/a/) /b\n"),
            ("{% comment %} 私下 {% endcomment %}\n", "<!-- 私下 -->\n"),
            ("{: .note }\n甲\n乙\n\n丙\n", ":::note\n甲\n乙\n:::\n\n丙\n"),
            ("{: .note }\n> 甲\n", "> [!note]\n> 甲\n"),
            ("1. TOC\n{:toc}\n", "\n"),
            ("## 甲 {: #a .b}\n", "## 甲 {#a}\n"),
            ("[甲](b){: .btn } 乙\n", "[甲](b) 乙\n"),
            ("{% unknown %}\n", "{% unknown %}\n"),
        ] {
            let made = convert(text, Generator::Jekyll, "a.md", &mut Notes::default());
            assert_eq!(made, expected, "{text}");
        }
    }
}
