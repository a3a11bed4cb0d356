//! What keeps a letter from being filled in and sent. Whether it can be is looked at on every site; what its
//! words do to whoever sends it, in the profile `guidance`.

use super::Finding;
use crate::diag::table::{Entry, Level, Rule, Words, rules, words};

/// What a letter loses when it is sent as plain text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it; the words are below")]
pub enum Lost {
    Table,
    Picture,
    Code,
    Box,
    Note,
    Html,
}

rules! {
    /// Something about a letter or one of its blanks.
    pub enum LetterRule {
        Empty => {
            code: "letter-empty",
            level: Level::Error,
            finds: "a letter without a text",
            says: words!("there is nothing to send", "这封信没有正文"),
            help: words!("write the letter below the front matter", "把信写在开头的设置下面"),
        }
        NotText { lost: Lost } => {
            code: "letter-not-text",
            level: Level::Error,
            finds: "a table, a picture, code, a quotation or box, a footnote or HTML in a letter: sent as plain text, it is lost",
            says: {
                let Words { en, zh } = lost.said();
                words!("{en} in a letter is lost when it is sent as text", "信里的{zh}，发成文字就没有了")
            },
            help: words!(
                "write it as sentences or as a list; what is for the reader alone belongs into `before_you_send`",
                "写成句子或者列表；只给读者看的，写到 `before_you_send`",
            ),
        }
        AdmitsDebt { words: String } => {
            code: "letter-admits-debt",
            level: Level::Warning,
            finds: "words in a letter that admit a debt or promise to pay, unless denied",
            says: words!(
                "“{words}” can start an old debt's time anew, or give up that it has run out",
                "“{words}”可能让老账的时效重新算，或者不能再用",
            ),
            help: words!(
                "say what is wanted without it; a reader who means it can add it",
                "不写这句，只写要求；真想写的人自己会加",
            ),
        }
        BlankOutside => {
            code: "blank-outside-letter",
            level: Level::Error,
            finds: "a blank on a page that is no letter, or in a letter's short answer",
            says: words!("nobody can fill in this blank", "这个空没有人能填"),
            help: words!(
                "only the text of a letter has blanks; elsewhere write `【…】`",
                "只有信的正文有空可填；别处写成 `【…】`",
            ),
        }
        BlankEmpty { id: bool } => {
            code: "blank-without-words",
            level: Level::Error,
            finds: "a blank without words, or without an id",
            says: match id {
                true => words!("the blank has no id", "这个空没有 id"),
                false => words!("the blank does not say what goes there", "这个空没有写要填什么"),
            },
            help: words!("write `[what goes there](blank:id)`", "写成 `[要填什么](blank:id)`"),
        }
        BlankNearly { id: String, nearest: String } => {
            code: "blank-nearly-another",
            level: Level::Warning,
            finds: "a blank that is used once and whose id is almost another's",
            says: words!(
                "`{id}` stands here alone; it would be a field of its own beside `{nearest}`",
                "`{id}` 只在这里用了一次，会和 `{nearest}` 分成两个空",
            ),
            help: words!("did you mean `{nearest}`?", "是不是想写 `{nearest}`？"),
        }
        BlankWords { id: String, other: String, same: bool } => {
            code: "blank-words",
            level: Level::Warning,
            finds: "one blank under two names, or two blanks under one",
            says: match same {
                true => words!(
                    "`{id}` asks for the same as `{other}`",
                    "`{id}` 和 `{other}` 写的是同一句话",
                ),
                false => words!("`{id}` is called “{other}” above", "`{id}` 前面写的是“{other}”"),
            },
            help: match same {
                true => words!(
                    "give them one id, or say in which way they differ",
                    "是同一样就用同一个 id，不是就写出差别",
                ),
                false => words!(
                    "one blank is filled in once: call it the same everywhere",
                    "同一个空只填一次，处处写一样的话",
                ),
            },
        }
        BlankSecret { words: String } => {
            code: "blank-secret",
            level: Level::Error,
            finds: "a blank for a password or a verification code",
            says: words!(
                "“{words}” belongs into no letter: with it others get at the reader's money",
                "“{words}”不能写进信里，给了人家，钱就保不住",
            ),
            help: words!("leave it out", "去掉这个空"),
        }
    }
}

impl Lost {
    fn said(self) -> Words {
        match self {
            Self::Table => words!("a table", "表格"),
            Self::Picture => words!("a picture", "图片"),
            Self::Code => words!("code", "代码"),
            Self::Box => words!("a quotation or box", "引用和提示框"),
            Self::Note => words!("a footnote", "脚注"),
            Self::Html => words!("HTML", "HTML"),
        }
    }
}
