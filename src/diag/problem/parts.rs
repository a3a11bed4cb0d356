//! What problems hold that has words of its own, and help that several of them share.

use crate::diag::table::{Words, words};

/// How a value is read that should be written in another way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Read {
    /// As this day; a time of day may be lost.
    Day {
        /// As it is written here.
        day: String,
        /// Whether a time stood there.
        timed: bool,
    },
    /// As a list of these.
    List {
        /// The items.
        items: Vec<String>,
    },
    /// As if the key were not there.
    Nothing,
}

/// What front matter looks like that is not where it is read, or not as it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looks {
    /// It begins below the first line, behind empty lines, comments, or what nobody sees.
    Below,
    /// A second block behind the first.
    Second,
    /// Further down in the text.
    Middle,
    /// Between lines of pluses.
    Toml,
    /// An object, or a block between semicolons.
    Json,
    /// Of Org mode.
    Org,
    /// Between other lines than three hyphens.
    Fence,
    /// Between no lines at all.
    Bare,
    /// In a code block at the head of the file.
    Code,
    /// In a comment.
    Comment,
}

/// What a query was expected to find and did not, or the other way round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchMiss {
    /// What was expected: `first`, `top_three`, `never` or `card`.
    pub key: &'static str,
    /// What was typed.
    pub query: String,
    /// The page that it is about.
    pub page: String,
    /// Where that page came, counted from 1.
    pub place: Option<usize>,
    /// The first pages that came, each with the words it was found by.
    pub came: Vec<String>,
}

/// Why a way through a flow does not end as expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FlowMiss {
    /// A question has no such answer.
    NoAnswer {
        /// The question.
        step: String,
        /// What was chosen.
        chosen: String,
        /// What can be.
        answers: Vec<String>,
        /// The nearest of them.
        nearest: Option<String>,
    },
    /// The way ended before everything was chosen.
    Ended {
        /// Where.
        at: String,
        /// What was still to be chosen.
        chosen: String,
    },
    /// It stops at a question.
    Question {
        /// The question.
        step: String,
    },
    /// It ends somewhere else.
    Elsewhere {
        /// Where it ends.
        ended: String,
        /// Where it should have.
        wanted: String,
    },
}

/// What a value should have been.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it; the words are below")]
pub enum Expected {
    Text,
    TextList,
    Date,
    Number,
    Bool,
    Mapping,
    List,
    Url,
    Phone,
    Duration,
    Colour,
    Meaning,
    Amount,
    Percentage,
    Payments,
    Pair,
    OneOf(&'static str),
}

/// Why an address cannot be that of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it; the words are below")]
pub enum BaseFault {
    Space,
    Character,
    Scheme,
    Host,
    User,
    EmptyPart,
    Query,
    Fragment,
}

/// Why a page cannot be a translation of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it; the words are below")]
pub enum TranslationFault {
    SameLanguage,
    OfTranslation,
    Second,
}

impl TranslationFault {
    pub(super) fn said(self, language: &str) -> Words {
        match self {
            Self::SameLanguage => words!(
                "this page and the one that it translates are both in {language}",
                "这一页和它译自的那一页都是 {language}",
            ),
            Self::OfTranslation => words!(
                "the page that it translates is a translation itself",
                "它译自的那一页自己也是译文",
            ),
            Self::Second => words!(
                "the page that it translates has a translation into {language}",
                "它译自的那一页已经有 {language} 译文了",
            ),
        }
    }
}

impl Read {
    pub(super) fn said(&self, key: &str) -> Words {
        match self {
            Self::Day { day, .. } => words!("`{key}` is read as {day}", "`{key}` 读作 {day}"),
            Self::List { items } => {
                let count = items.len();
                words!("`{key}` is read as a list of {count}", "`{key}` 读作有 {count} 项的列表")
            }
            Self::Nothing => {
                words!("`{key}` is empty, as if it were not there", "`{key}` 是空的，当作没有写",)
            }
        }
    }

    /// How it is written.
    pub(super) fn written(&self, key: &str) -> Words {
        match self {
            Self::Day { day, timed: true } => words!(
                "write `{key}: {day}`; the time of day is not kept",
                "写成 `{key}: {day}`；几点几分不会保留",
            ),
            Self::Day { day, .. } => words!("write `{key}: {day}`", "写成 `{key}: {day}`"),
            Self::List { items } => {
                let items = items.join(", ");
                words!("write `{key}: [{items}]`", "写成 `{key}: [{items}]`")
            }
            Self::Nothing => words!("fill it in or remove the line", "写上内容，或者删掉这一行"),
        }
    }
}

impl Looks {
    pub(super) fn said(self) -> Words {
        match self {
            Self::Below => words!(
                "this looks like front matter, but it does not begin on the first line",
                "这像是开头的设置，但没有从第一行开始",
            ),
            Self::Second => words!(
                "this looks like front matter behind the front matter",
                "开头的设置后面又像是一份设置",
            ),
            Self::Middle => words!(
                "this looks like front matter in the middle of the text",
                "正文中间这一段像是开头的设置",
            ),
            Self::Toml => {
                words!("this looks like front matter in TOML", "这像是 TOML 写的设置")
            }
            Self::Json => {
                words!("this looks like front matter in JSON", "这像是 JSON 写的设置")
            }
            Self::Org => words!("this looks like front matter of Org mode", "这像是 Org 的设置"),
            Self::Fence => words!(
                "this looks like front matter, but its first line is not three hyphens",
                "这像是开头的设置，但第一行不是三个半角连字符",
            ),
            Self::Bare => words!(
                "this looks like front matter without its lines of three hyphens",
                "这像是开头的设置，但前后没有 ---",
            ),
            Self::Code => words!(
                "this looks like front matter in a code block",
                "代码块里的这一段像是开头的设置",
            ),
            Self::Comment => {
                words!("this looks like front matter in a comment", "注释里的这一段像是开头的设置",)
            }
        }
    }

    /// Where front matter belongs.
    pub(super) fn belongs(self) -> Words {
        match self {
            Self::Second => words!(
                "put everything into the first block, or remove this one",
                "都写进第一份，或者删掉这一份",
            ),
            Self::Middle => words!(
                "move it to the very start of the file; an example belongs into a code block",
                "移到文件最开头；如果是举例，请放进代码块",
            ),
            Self::Code => words!(
                "begin the file with the lines themselves; before an example, write a sentence",
                "直接写在文件最开头；如果是举例，前面先写一句话",
            ),
            _ => words!(
                "write `key: value` lines between two lines `---`, the first of them at the very start of the file",
                "文件第一行写 ---，下面每行写 `键: 值`，再写一行 ---",
            ),
        }
    }
}

impl SearchMiss {
    pub(super) fn said(&self) -> Words {
        let Self { key, query, page, .. } = self;
        let Words { en, zh } = match self.place {
            Some(n) => words!("it is number {n}", "排在第 {n}"),
            None => words!("it is not found", "没有搜到"),
        };
        match *key {
            "first" => words!(
                "“{query}” does not put {page} first: {en}",
                "搜“{query}”，{page} 不在第一：{zh}",
            ),
            "top_three" => words!(
                "“{query}” does not put {page} among the first three: {en}",
                "搜“{query}”，{page} 不在前三：{zh}",
            ),
            "card" => words!(
                "“{query}” does not show the card of {page}",
                "搜“{query}”，没有给出 {page} 的卡片",
            ),
            _ => words!("“{query}” finds {page}: {en}", "搜“{query}”，不该出现 {page}：{zh}"),
        }
    }

    /// What the query found, with the words that it was found by.
    pub(super) fn found(&self) -> Words {
        if self.came.is_empty() {
            return words!("nothing came", "什么都没有搜到");
        }
        let hits = self.came.iter().zip(1..);
        let hits: Vec<String> = hits.map(|(hit, n)| format!("{n}. {hit}")).collect();
        let (en, zh) = (hits.join(", "), hits.join("，"));
        words!("what came: {en}", "搜到的是：{zh}")
    }
}

impl FlowMiss {
    pub(super) fn said(&self) -> Words {
        match self {
            Self::NoAnswer { step, chosen, .. } => {
                words!("“{step}” has no answer “{chosen}”", "“{step}”没有选项“{chosen}”",)
            }
            Self::Ended { at, chosen } => words!(
                "the way ends at “{at}”, before “{chosen}” can be chosen",
                "到“{at}”就结束了，选不到“{chosen}”",
            ),
            Self::Question { step } => words!(
                "the way ends at the question “{step}”",
                "走到“{step}”还是一个问题，没有走完",
            ),
            Self::Elsewhere { ended, wanted } => words!(
                "the way ends at “{ended}”, not at “{wanted}”",
                "走到的是“{ended}”，不是“{wanted}”",
            ),
        }
    }

    /// What can be chosen instead.
    pub(super) fn found(&self) -> Option<Words> {
        let Self::NoAnswer { answers, nearest, .. } = self else { return None };
        let (en, zh) = (answers.join(", "), answers.join("、"));
        meant(nearest.as_deref()).or_else(|| Some(words!("its answers: {en}", "可以选的是：{zh}")))
    }
}

impl Expected {
    pub(super) fn said(self) -> Words {
        match self {
            Self::Text => words!("a text", "文字"),
            Self::TextList => words!("a list of texts", "一列文字"),
            Self::Date => words!("a day", "日期"),
            Self::Number => words!("a whole number", "整数"),
            Self::Bool => words!("true or false", " true 或 false"),
            Self::Mapping => words!("`key: value` lines", " `键: 值`"),
            Self::List => words!("a list", "列表"),
            Self::Url => words!("a web address", "网址"),
            Self::Phone => words!("a telephone number", "电话号码"),
            Self::Duration => words!("a period", "时长"),
            Self::Colour => words!("a colour", "颜色"),
            Self::Meaning => words!(
                "words that readers type, `>`, words that pages say",
                "读者会打的词 `>` 页面上写的词"
            ),
            Self::Amount => words!("an amount of money", "金额"),
            Self::Percentage => words!("a percentage", "百分数"),
            Self::Payments => words!("payments by the month", "每个月的还款"),
            Self::Pair => words!("the least and the most", "最小和最大两个数"),
            Self::OneOf(one) => words!("one of: {one}", "其中之一：{one}"),
        }
    }

    pub(super) fn example(self) -> Words {
        let example = match self {
            Self::Text => "文字",
            Self::TextList => "[一, 二]",
            Self::Date => "2026-11-22",
            Self::Number => "3",
            Self::Bool => "true",
            Self::Mapping => "{键: 值}",
            Self::List => "[…]",
            Self::Url => "https://example.org/",
            Self::Phone => "\"12345\"",
            Self::Duration => "90d",
            Self::Colour => "\"#0a5a53\"",
            Self::Meaning => "老公 > 配偶",
            Self::Amount => "12000",
            Self::Percentage => "0.75%",
            Self::Payments => "1090 x 12",
            Self::Pair => "[1, 100]",
            Self::OneOf(words) => words.split(", ").next().unwrap_or(words),
        };
        words!("for example `{example}`", "例如 `{example}`")
    }
}

impl BaseFault {
    pub(super) fn said(self) -> Words {
        match self {
            Self::Space => {
                words!("white space stands in the site's address", "网站地址里有空白")
            }
            Self::Character => words!(
                "a character that cannot be there stands in the site's address",
                "网站地址里有不能用的字符",
            ),
            Self::Scheme => words!(
                "the site's address does not begin with https:// or http://",
                "网站地址不是以 https:// 或 http:// 开头",
            ),
            Self::Host => {
                words!("the site's address has no host that can be", "网站地址里没有可用的主机名",)
            }
            Self::User => words!("a user stands in the site's address", "网站地址里有用户名"),
            Self::EmptyPart => {
                words!("the site's address has `//` in its path", "网站地址的路径里有 `//`")
            }
            Self::Query => words!("the site's address goes on with `?`", "网站地址里有 `?`"),
            Self::Fragment => words!("the site's address goes on with `#`", "网站地址里有 `#`"),
        }
    }
}

/// The nearest word that would have been right.
pub(super) fn meant(nearest: Option<&str>) -> Option<Words> {
    nearest.map(|nearest| words!("did you mean `{nearest}`?", "是不是想写 `{nearest}`？"))
}

/// What a key may have meant, and which kinds of guide have it that the kind at hand is none of.
pub(super) fn key_help(nearest: Option<&str>, kinds: &[String]) -> Option<Words> {
    let (meant, names) = (meant(nearest), kinds.iter().map(|kind| format!("`{kind}`")));
    let names: Vec<String> = names.collect();
    let (en, zh) = (names.join(", "), names.join("、"));
    let belongs = match names.len() {
        0 => return meant,
        1 => words!("only guides of the kind {en} have it", "只有 {zh} 类的指南有这个键"),
        _ => words!("only guides of the kinds {en} have it", "只有 {zh} 类的指南有这个键"),
    };
    Some(match meant {
        Some(meant) => Words { en: meant.en + " " + &belongs.en, zh: meant.zh + &belongs.zh },
        None => belongs,
    })
}

/// How YAML is written.
pub(super) fn as_yaml() -> Words {
    words!(
        "write `key: value` with a space; quote values that contain `: ` or `#`; indent by spaces",
        "冒号用半角、后面空一格；含有“: ”或“#”的值加引号；缩进用空格",
    )
}

/// What to do about two of one address.
pub(super) fn rename() -> Words {
    words!(
        "rename one of them; a page may have a `slug:` of its own",
        "改掉其中一个的名字；页面可以写 `slug:`",
    )
}
