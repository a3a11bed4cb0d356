//! What was changed, and what a person must look at.

use super::generator::Generator;
use crate::base::lang::Lang;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What was done, and how often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Change {
    Alert,
    Shortcode,
    Component,
    Comment,
    Embed,
    Included,
    Mark,
    Link,
    Anchor,
    Guessed,
    Alias,
    Renamed,
}

impl Change {
    fn label(self, lang: Lang) -> &'static str {
        let (en, zh) = match self {
            Self::Alert => ("containers made alerts", "提示框改成 `> [!NOTE]`"),
            Self::Shortcode => {
                ("shortcodes and template tags made Markdown", "模板标签改成 Markdown")
            }
            Self::Component => {
                ("tags of components taken away, their contents kept", "去掉组件的标签，保留内容")
            }
            Self::Comment => ("comments made `<!-- … -->`", "注释改成 `<!-- … -->`"),
            Self::Embed => ("embedded pages and pictures made links", "嵌入的页面和图片改成链接"),
            Self::Included => (
                "texts of other files put where pages took them in",
                "从别的文件引入的文字放进页面",
            ),
            Self::Mark => (
                "other mark-up (highlights, block ids, attributes)",
                "其他标记（高亮、块 id、属性）",
            ),
            Self::Link => ("links that name files here", "链接改成指向这里的文件"),
            Self::Anchor => ("anchors that name headings here", "链接里的标题改成这里的"),
            Self::Guessed => (
                "links that only a template of the old site understood, led to the one page that their words name",
                "只有旧站模板看得懂的链接，按文字改成指向唯一同名的页面",
            ),
            Self::Alias => ("old addresses that lead to their page", "旧网址转到新页面"),
            Self::Renamed => ("files with another name than before", "改了名的文件"),
        };
        match lang {
            Lang::En => en,
            Lang::Zh => zh,
        }
    }
}

/// Something that a person must look at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Look {
    /// A tag that stayed, since nobody here knows what it does.
    Kept(String),
    /// One without contents that is gone.
    Dropped(String),
    /// Text of another file, which is not there.
    Included(String),
    /// A link to what was not in the old site either, or is made by its theme.
    Dead(String),
    /// An old address that cannot lead to its page.
    Address(String),
    /// Front matter that could not be read.
    Unread,
    /// A page or part of one that was not taken over.
    Left,
    /// A folder of pages in another language.
    Translation(usize),
    /// A key of front matter that has no place here: how many pages have it.
    Key(usize),
}

/// How many characters of the old page are shown.
const SHOWN: usize = 100;

impl Look {
    fn heading(&self, lang: Lang) -> &'static str {
        let (en, zh) = match self {
            Self::Kept(_) => (
                "Template tags that stay as they are: write what they stood for",
                "原样留下的模板标签：请写成它们所代表的内容",
            ),
            Self::Dropped(_) => (
                "Components without contents, which are gone: write what they showed",
                "没有内容、已去掉的组件：请补上它们显示的东西",
            ),
            Self::Included(_) => (
                "Text of other files, which is missing: write it here, or link to it",
                "从别的文件引入、现在缺少的文字：请写在这里，或者加链接",
            ),
            Self::Dead(_) => {
                ("Links that lead to nothing that was taken over", "指向不存在的内容的链接")
            }
            Self::Address(_) => (
                "Old addresses that lead nowhere, since they differ from a folder by case only",
                "转不过来的旧网址：和文件夹只差大小写",
            ),
            Self::Unread => {
                ("Front matter that cannot be read, kept as it was", "读不了的页首设置，原样保留")
            }
            Self::Left => ("Files that were not taken over", "没有导入的文件"),
            Self::Translation(_) => (
                "Folders in other languages: import each as a site of its own",
                "别的语言的文件夹：请各自导入成一个站点",
            ),
            Self::Key(_) => (
                "Keys kept as comments in front matter, with the number of pages: fields of your own are declared by `kinds:` in content/site.yaml",
                "页首里保留成注释的键和页数：自己的字段在 content/site.yaml 的 `kinds:` 里声明",
            ),
        };
        match lang {
            Lang::En => en,
            Lang::Zh => zh,
        }
    }

    fn said(&self) -> String {
        match self {
            Self::Kept(what)
            | Self::Dropped(what)
            | Self::Included(what)
            | Self::Dead(what)
            | Self::Address(what) => {
                let short: String = what.chars().take(SHOWN).collect();
                let more = if short.len() < what.len() { " …" } else { "" };
                format!(": `{}`{more}", short.replace('`', "'"))
            }
            Self::Translation(count) | Self::Key(count) => format!(": {count}"),
            Self::Unread | Self::Left => String::new(),
        }
    }
}

/// What happened while a site was read.
#[derive(Debug, Default)]
pub(super) struct Notes {
    changes: BTreeMap<Change, usize>,
    /// What there is to look at, and where.
    looks: Vec<(Look, String)>,
}

impl Notes {
    pub(super) fn count(&mut self, change: Change, times: usize) {
        if times > 0 {
            *self.changes.entry(change).or_default() += times;
        }
    }

    pub(super) fn look(&mut self, look: Look, place: &str) {
        self.looks.push((look, place.to_owned()));
    }
}

/// What came of it.
#[derive(Debug)]
pub struct Report {
    /// What made the old site.
    pub generator: Generator,
    /// How many pages the new one has.
    pub pages: usize,
    /// How many of them are drafts.
    pub drafts: usize,
    /// How many files besides.
    pub files: usize,
    /// How many tags its registry has.
    pub tags: usize,
    pub(super) notes: Notes,
    /// Errors that `check` finds in the new site.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
}

/// The name of the file with the report, in the new site's folder.
pub(super) const FILE: &str = "import-report.md";

impl Report {
    /// How many things a person must look at.
    pub fn looks(&self) -> usize {
        self.notes.looks.len()
    }

    /// All of it, as Markdown.
    pub fn text(&self, lang: Lang) -> String {
        let mut out = String::new();
        let Self { pages, drafts, files, tags, errors, warnings, .. } = self;
        let name = self.generator.name();
        let _ = match lang {
            Lang::En => writeln!(
                out,
                "# Imported from {name}\n\npages: {pages} (drafts: {drafts}) · files: {files} · tags: {tags}\n\n\
                 `mingbai check`: errors {errors}, warnings {warnings}\n\n## What was changed\n"
            ),
            Lang::Zh => writeln!(
                out,
                "# 从 {name} 导入\n\n页面 {pages}（草稿 {drafts}）· 文件 {files} · 标签 {tags}\n\n\
                 `mingbai check`：错误 {errors}，警告 {warnings}\n\n## 改了什么\n"
            ),
        };
        for (change, times) in &self.notes.changes {
            let _ = writeln!(out, "- {}: {times}", change.label(lang));
        }
        out.push_str(match lang {
            Lang::En => "\n## What to look at\n",
            Lang::Zh => "\n## 请看一看\n",
        });
        let mut looks = self.notes.looks.clone();
        looks.sort();
        let mut heading = "";
        for (look, place) in &looks {
            if look.heading(lang) != heading {
                heading = look.heading(lang);
                let _ = writeln!(out, "\n### {heading}\n");
            }
            let _ = writeln!(out, "- {place}{}", look.said());
        }
        out
    }
}
