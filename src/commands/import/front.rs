//! Front matter: cut from the old page, and said again in the keys that there are here.
//!
//! What has no key here is kept as a comment, which is never published, so that nothing is lost.

use super::generator::Generator;
use super::value::{Value, list, of_toml, of_yaml, scalar};
use crate::base::day::{parse_day, read_loosely};
use std::fmt::Write as _;

/// What an old page says of itself.
#[derive(Debug, Default)]
pub(super) struct Old {
    /// Its keys; none where they cannot be read.
    pub(super) value: Option<Value>,
    /// The block as it was written, where it cannot be read.
    pub(super) unread: Option<String>,
}

/// What becomes of it.
#[derive(Debug, Default)]
pub(super) struct Front {
    /// Lines of YAML, without tags and addresses.
    lines: Vec<String>,
    comments: Vec<String>,
    pub(super) title: Option<String>,
    pub(super) tags: Vec<String>,
    /// Whole addresses that the old site gave the page, besides that of its file.
    pub(super) addresses: Vec<String>,
    /// What the old site called the last part of its address.
    pub(super) slug: Option<String>,
    pub(super) date: Option<String>,
    pub(super) draft: bool,
    /// Old addresses that are to lead here.
    pub(super) aliases: Vec<String>,
    /// What the page was made by; a few make lists, which are made here by themselves.
    pub(super) layout: Option<String>,
    /// Keys that have no place here.
    pub(super) dropped: Vec<String>,
}

/// Cuts front matter in YAML, TOML or JSON from a page. What follows is the text.
pub(super) fn cut(text: &str) -> (Old, &str) {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let start = text.trim_start_matches(['\n', '\r', ' ']);
    for (mark, is_toml) in [("---", false), ("+++", true), (";;;", false)] {
        let mut lines = start.split_inclusive('\n');
        let Some(first) = lines.next().filter(|line| line.trim_end() == mark) else { continue };
        let mut at = first.len();
        for line in lines {
            if line.trim_end() == mark {
                let block = &start[first.len()..at];
                let block = if mark == ";;;" { format!("{{{block}}}") } else { block.to_owned() };
                return (read(&block, is_toml), &start[at + line.len()..]);
            }
            at += line.len();
        }
    }
    if start.starts_with('{')
        && let Some(end) = start.find("\n}")
        && let Some(value @ Value::Map(_)) = of_yaml(&start[..end + 2])
    {
        return (Old { value: Some(value), unread: None }, &start[end + 2..]);
    }
    // Hexo lets the first line away.
    if let Some((block, rest)) = start.split_once("\n---\n")
        && block
            .lines()
            .all(|line| line.contains(": ") || line.ends_with(':') || line.starts_with([' ', '-']))
        && let Some(value @ Value::Map(_)) = of_yaml(block)
    {
        return (Old { value: Some(value), unread: None }, rest);
    }
    (Old::default(), text)
}

fn read(block: &str, is_toml: bool) -> Old {
    let value = if is_toml { of_toml(block) } else { of_yaml(block) };
    match value {
        Some(value @ Value::Map(_)) => Old { value: Some(value), unread: None },
        _ if block.trim().is_empty() => Old { value: Some(Value::Map(Vec::new())), unread: None },
        _ => Old { value: None, unread: Some(block.to_owned()) },
    }
}

/// Says in the keys of this program what the old page says of itself.
pub(super) fn convert(old: &Value, generator: Generator, timezone: Option<&str>) -> Front {
    let mut front = Front::default();
    let Value::Map(entries) = old else { return front };
    for (key, value) in entries {
        // What else a page may say stands below `params` or `extra`.
        let inner = ["params", "extra"].contains(&key.as_str());
        match value {
            Value::Map(entries) if inner => {
                entries.iter().for_each(|(key, value)| front.set(key, value, generator, timezone));
            }
            _ => front.set(key, value, generator, timezone),
        }
    }
    front
}

/// Layouts of the old site whose pages hold nothing but a list, made here by itself.
pub(super) const LISTS: [&str; 8] =
    ["tags", "categories", "tag", "category", "archives", "archive", "search", "links-list"];

impl Front {
    fn set(&mut self, key: &str, value: &Value, generator: Generator, zone: Option<&str>) {
        if value.is_nothing() {
            return;
        }
        let name = key.to_ascii_lowercase().replace(['-', ' '], "_");
        match name.as_str() {
            "title" | "标题" => self.title = self.title.take().or_else(|| value.text()),
            "linktitle" | "sidebar_label" | "nav_title" | "short_title" | "menu_title"
            | "nav_label" | "sidebartitle" => self.line("name", value),
            "description" | "summary" | "excerpt" | "subtitle" | "摘要" | "简介" => {
                self.line("description", value);
            }
            "draft" | "drafts" | "_draft" | "isdraft" | "草稿" => {
                self.draft |= value.flag() != Some(false);
            }
            "published" | "publish" | "dg_publish" if value.flag().is_some() => {
                self.draft |= value.flag() == Some(false);
            }
            "status" | "visibility" => {
                let status = value.text().unwrap_or_default().to_lowercase();
                self.draft |= ["draft", "private", "hidden", "unpublished"].contains(&&*status);
            }
            "unlisted" | "noindex" | "private" | "hidden" => match value.flag() {
                Some(true) => self.text("noindex", "true".to_owned()),
                _ => self.keep(key, value),
            },
            "tags" | "tag" | "categories" | "category" | "topics" | "topic" | "series"
            | "taxonomies" | "标签" | "分类" | "標籤" | "分類" => {
                self.add_tags(value, generator);
            }
            "keywords" | "keyword" | "关键词" => {
                self.text("aka", list(value.texts().iter().map(|t| scalar(t))));
            }
            "aliases" | "alias" if generator == Generator::Obsidian => {
                self.text("names", list(value.texts().iter().map(|t| scalar(t))));
            }
            "aliases" | "alias" | "redirect_from" | "redirects" | "redirectfrom" => {
                self.aliases.extend(value.texts());
            }
            "url" | "permalink" | "path" => self.addresses.extend(value.text()),
            "slug" => self.slug = value.text(),
            // In Docusaurus it is the last part of the address.
            "id" if generator == Generator::Docusaurus => {
                self.slug = self.slug.take().or_else(|| value.text());
            }
            "layout" | "type" => self.layout = value.text(),
            _ => self.set_rest(&name, key, value, zone),
        }
    }

    fn set_rest(&mut self, name: &str, key: &str, value: &Value, zone: Option<&str>) {
        match name {
            "date" | "created" | "created_at" | "pubdate" | "pubdatetime" | "date_created"
            | "published_at" | "日期" => self.day("date", key, value, zone),
            "lastmod" | "last_modified_at" | "last_modified" | "last_updated" | "updated"
            | "updated_at" | "modified" | "datemodified" | "更新日期" => {
                self.day("updated", key, value, zone);
            }
            "publishdate" | "publish_date" => self.day("publish", key, value, zone),
            "expirydate" | "expiry_date" | "unpublishdate" => self.day("expires", key, value, zone),
            "weight" | "order" | "nav_order" | "sidebar_position" | "position" | "sort"
            | "menu_order" => match value {
                Value::Number(number) if number.parse::<i64>().is_ok() => self.line("order", value),
                _ => self.keep(key, value),
            },
            "author" | "authors" | "owner" | "maintainer" | "作者" => {
                let names: Vec<String> = match value {
                    Value::Map(_) => value.get("name").and_then(Value::text).into_iter().collect(),
                    Value::Text(text) => vec![text.clone()],
                    _ => value.texts(),
                };
                match names.is_empty() {
                    true => self.keep(key, value),
                    false => self.text("owner", scalar(&names.join(", "))),
                }
            }
            // What a page of Starlight says of its place in the menu.
            "sidebar" if matches!(value, Value::Map(_)) => {
                let order = value.get("order").and_then(Value::text);
                let order = order.filter(|order| order.parse::<i64>().is_ok());
                order.into_iter().for_each(|order| self.text("order", order));
                let label = value.get("label").and_then(Value::text);
                label.into_iter().for_each(|label| self.text("name", scalar(&label)));
                self.keep(key, value);
            }
            _ => self.keep(key, value),
        }
    }

    fn line(&mut self, key: &str, value: &Value) {
        match value.text() {
            Some(text) if key == "order" => self.text(key, text),
            Some(text) => self.text(key, scalar(&one_line(&text))),
            None => self.keep(key, value),
        }
    }

    /// The first that says it counts; what says it again is kept.
    fn text(&mut self, key: &str, value: String) {
        let start = format!("{key}: ");
        let line = start.clone() + &value;
        match self.lines.iter().any(|line| line.starts_with(&start)) {
            true => self.comments.push(line),
            false => self.lines.push(line),
        }
    }

    fn day(&mut self, key: &'static str, written: &str, value: &Value, zone: Option<&str>) {
        let text = value.text().unwrap_or_default();
        let day = parse_day(&text).or_else(|| read_loosely(&text, zone).map(|loose| loose.day));
        // The day may stand before what nobody reads as a time.
        let day = day.or_else(|| text.get(..10).and_then(parse_day));
        match day {
            Some(day) if key == "date" => self.date = Some(day.to_string()),
            Some(day) => self.text(key, day.to_string()),
            None => self.keep(written, value),
        }
    }

    fn keep(&mut self, key: &str, value: &Value) {
        self.comments.push(format!("{key}: {}", value.line()));
        self.dropped.push(key.to_owned());
    }

    fn add_tags(&mut self, value: &Value, generator: Generator) {
        let found = match value {
            Value::Map(entries) => entries.iter().flat_map(|(_, v)| v.texts()).collect(),
            // In Jekyll a text is divided at its spaces.
            Value::Text(text) if generator == Generator::Jekyll && !text.contains(',') => {
                text.split_whitespace().map(str::to_owned).collect()
            }
            _ => value.texts(),
        };
        for tag in found {
            let tag = tag.trim_start_matches('#').trim().to_owned();
            if !tag.is_empty() && !self.tags.contains(&tag) {
                self.tags.push(tag);
            }
        }
    }

    /// What the page calls itself where there is little room, unless it says something else.
    pub(super) fn set_name(&mut self, name: &str) {
        if !self.lines.iter().any(|line| line.starts_with("name: ")) {
            self.text("name", scalar(&one_line(name)));
        }
    }

    /// The block with its lines `---`; `tags` as they are called here, `aliases` that were found to be needed.
    pub(super) fn written(&self, tags: &[String], aliases: &[String]) -> String {
        let mut out = String::from("---\n");
        let mut put = |key: &str, value: &str| {
            let _ = writeln!(out, "{key}: {value}");
        };
        if let Some(title) = &self.title {
            put("title", &scalar(&one_line(title)));
        }
        if let Some(date) = &self.date {
            put("date", date);
        }
        if let Some(slug) = &self.slug {
            put("slug", &scalar(slug));
        }
        if !tags.is_empty() {
            put("tags", &list(tags.iter().map(|tag| scalar(tag))));
        }
        if !aliases.is_empty() {
            put("aliases", &list(aliases.iter().map(|alias| scalar(alias))));
        }
        if self.draft {
            put("draft", "true");
        }
        for line in &self.lines {
            let _ = writeln!(out, "{line}");
        }
        for comment in &self.comments {
            let _ = writeln!(out, "# {}", one_line(comment));
        }
        if out == "---\n" { String::new() } else { out + "---\n\n" }
    }
}

/// A text without line breaks, and without what would be read as a comment of Markdown.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace("<!--", "").replace("-->", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn converted(text: &str, generator: Generator) -> String {
        let (old, _) = cut(text);
        let front = convert(&old.value.expect("front matter"), generator, None);
        front.written(&front.tags, &front.aliases)
    }

    #[test]
    fn keys_of_others_are_said_in_ours() {
        let text = "---\ntitle: 'a: b'\ndate: 2024/1/2 10:00:00\nlastmod: 2024-02-03T10:00:00Z\n\
            categories: [甲, 乙]\ntags: 丙\nweight: 3\nkeywords: 催收, 电话\nauthor: 小李\n\
            redirect_from: /old/\npublished: false\nlayout: post\nmath: true\n---\n正文\n";
        assert_eq!(
            converted(text, Generator::Jekyll),
            "---\ntitle: \"a: b\"\ndate: 2024-01-02\ntags: [甲, 乙, 丙]\naliases: [/old/]\ndraft: true\n\
             updated: 2024-02-03\norder: 3\naka: [催收, 电话]\nowner: 小李\n# math: true\n---\n\n"
        );
    }

    #[test]
    fn toml_json_and_front_matter_without_its_first_line_are_read() {
        for text in [
            "+++\ntitle = '甲'\ndate = 2024-01-02T03:04:05Z\n[params]\nweight = 2\n+++\n正文\n",
            "{\n  \"title\": \"甲\",\n  \"date\": \"2024-01-02\",\n  \"weight\": 2\n}\n正文\n",
            "title: 甲\ndate: 2024-01-02\nweight: 2\n---\n正文\n",
        ] {
            let expected = "---\ntitle: 甲\ndate: 2024-01-02\norder: 2\n---\n\n";
            assert_eq!(converted(text, Generator::Hugo), expected);
            assert_eq!(cut(text).1.trim(), "正文");
        }
    }

    #[test]
    fn aliases_are_names_in_obsidian() {
        let text = "---\naliases: [甲, 乙]\ntags: '#a'\n---\n";
        let expected = "---\ntags: [a]\nnames: [甲, 乙]\n---\n\n";
        assert_eq!(converted(text, Generator::Obsidian), expected);
    }

    #[test]
    fn what_cannot_be_read_is_kept() {
        let (old, rest) = cut("---\ntitle: [\n---\n正文\n");
        assert_eq!(old.unread.as_deref(), Some("title: [\n"));
        assert_eq!(rest, "正文\n");
        assert!(cut("正文\n\n---\n\n下一段").0.value.is_none());
    }
}
