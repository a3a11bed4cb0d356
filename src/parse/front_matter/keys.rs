//! What the front matter of every kind may say, as data.

use crate::yaml::key::{Shape, key, keys};

/// How many Chinese characters the words of a button may have, or twice as many Latin ones: more do
/// not fit a line of a phone.
pub(super) const ACTION_LIMIT: usize = 12;

/// How many characters a short answer may have: more does not fit the first screen of a phone.
pub(super) const ANSWER_LIMIT: usize = 120;

keys! {
    /// The keys that every kind has.
    pub COMMON: pub(super) CommonKey {
        Title = key("title", Shape::Text, "The heading, in the reader's words", "标题，用读者的话"),
        Name = key("name", Shape::Text, "The short name, for links", "短名，用在链接里"),
        Action = key(
            "action",
            Shape::Short(2 * ACTION_LIMIT),
            "What a button that leads here says: a verb phrase; without it the title",
            "引到这一页的按钮上写什么：动词开头；不写就用标题",
        ),
        Answer = key(
            "answer",
            Shape::Short(ANSWER_LIMIT),
            "The short answer with its exception; leads the page",
            "先说结论，连同例外；放在页首",
        ),
        Description = key(
            "description",
            Shape::Text,
            "For search engines; else the answer's first sentence",
            "给搜索引擎看；不写就用答案的第一句",
        ),
        Kind = key(
            "kind",
            Shape::Kind,
            "The kind, where the folder does not say it",
            "种类；不写按文件夹",
        ),
        Id = key(
            "id",
            Shape::Text,
            "What other pages call it by; else the file's name",
            "别的页面用的 id；不写用文件名",
        ),
        Slug = key(
            "slug",
            Shape::Slug,
            "Its last part of the address; else the file's name",
            "网址的最后一段；不写用文件名",
        ),
        Order = key("order", Shape::Number, "Its place in the folder", "在文件夹里排第几"),
        Tags = key("tags", Shape::Texts, "Tags, by id, label or synonym", "标签：id、名称或同义词"),
        Names = key(
            "names",
            Shape::Texts,
            "Other printed names, linked where they stand",
            "别的名称，正文里出现会链接过来",
        ),
        NotIn = key(
            "not_in",
            Shape::Texts,
            "Words in which those names are not meant",
            "不算这些名称的词",
        ),
        Aka = key(
            "aka",
            Shape::Texts,
            "What readers type: found by search, never shown",
            "读者会输入的说法：只用于搜索，不显示",
        ),
        Date = key("date", Shape::Date, "When it was first published", "首次发布的日期"),
        Updated = key("updated", Shape::Date, "When it was last changed", "最近修改的日期"),
        AsOf = key(
            "as_of",
            Shape::Date,
            "Its facts are checked up to this day",
            "事实核对到哪一天",
        ),
        Reviewed = key("reviewed", Shape::Date, "When a person reviewed it", "由人复核的日期"),
        ReviewedBy = key("reviewed_by", Shape::Text, "Who did, by role", "谁复核的，写身份"),
        ReviewEvery = key(
            "review_every",
            Shape::Period,
            "After how long it is looked at again",
            "隔多久复核",
        ),
        Owner = key(
            "owner",
            Shape::Text,
            "Who looks after it; never published",
            "谁负责；不会公开",
        ),
        Expires = key("expires", Shape::Date, "Until when it holds", "有效到哪一天"),
        Publish = key("publish", Shape::Date, "From when it is shown", "从哪一天起公开"),
        Draft = key("draft", Shape::Flag, "Whether it is still a draft", "是不是草稿"),
        Sources = key(
            "sources",
            Shape::Texts,
            "What it relies on: ids of sources.yaml",
            "依据：sources.yaml 里的 id",
        ),
        Related = key(
            "related",
            Shape::Texts,
            "Related guides, by id; none with []",
            "相关的指南 id；[] 表示不要",
        ),
        Next = key("next", Shape::Texts, "Next steps, by id", "下一步的指南 id"),
        NotYou = key(
            "not_you",
            Shape::Texts,
            "Guides for another situation, by id",
            "情况不同的人看哪一篇的 id",
        ),
        Aliases = key("aliases", Shape::Texts, "Old addresses that lead here", "转到这里的旧网址"),
        Changes = key(
            "changes",
            Shape::Maps(CHANGE),
            "What changed, for readers",
            "改了什么，给读者看",
        ),
        AppliesTo = key("applies_to", Shape::Texts, "For whom it is", "适用于谁"),
        NotFor = key("not_for", Shape::Texts, "For whom it is not", "不适用于谁"),
        Lang = key(
            "lang",
            Shape::Text,
            "The language, where it is not the site's",
            "和站点不同的语言",
        ),
        Translates = key(
            "translates",
            Shape::Text,
            "The page that it is a translation of, by id; `lang` says into which language",
            "译自哪一页的 id；`lang` 写译成什么语言",
        ),
        Untrusted = key(
            "untrusted",
            Shape::Flag,
            "Whether raw HTML in it is made harmless",
            "其中的 HTML 是否要处理成无害",
        ),
        Matrix = key(
            "matrix",
            Shape::Map(MATRIX),
            "What stands against what, as a table",
            "对照表",
        ),
        Autolink = key(
            "autolink",
            Shape::Flag,
            "Whether terms and names are linked",
            "术语和名称要不要自动链接",
        ),
        Noindex = key(
            "noindex",
            Shape::Flag,
            "Whether search engines leave it out",
            "让搜索引擎不收录",
        ),
    }
}

keys! {
    /// The two kinds of a table.
    MATRIX: pub(super) MatrixKey {
        Rows = key(
            "rows",
            Shape::Text,
            "The kind whose guides are the rows",
            "行：哪一类",
        ).required(),
        Columns = key(
            "columns",
            Shape::Text,
            "The kind whose guides are the columns",
            "列：哪一类",
        ).required(),
    }
}

keys! {
    /// What a note of a change may say.
    CHANGE: pub(super) ChangeKey {
        Date = key("date", Shape::Date, "When", "日期").required(),
        Note = key("note", Shape::Text, "What, for readers", "改了什么").required(),
        Type = key("type", Shape::OneOf(CHANGES), "Why", "为什么"),
    }
}

pub(super) const CHANGES: &str = "correction, update, law";
