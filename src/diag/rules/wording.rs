//! How a text is written. Looked for in the profile `guidance`.

use super::Finding;
use crate::diag::table::{Entry, Level, Rule, Words, rules, words};

/// Data about a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Personal {
    /// A mobile number.
    Mobile,
    /// An ID number.
    IdNumber,
    /// The number of a bank card.
    BankCard,
    /// Where a picture was taken.
    Location,
}

rules! {
    /// Something about how a text is written.
    pub enum Wording {
        Promise { words: String, prominent: bool } => {
            code: "promise",
            level: Level::ErrorIf("in title and answer"),
            grave: prominent,
            finds: "words that promise a result, unless quoted or denied",
            says: words!("“{words}” promises what nobody can", "“{words}”是谁也保证不了的"),
            help: words!(
                "say what can be done, not how it ends",
                "写能做什么，不写一定有什么结果",
            ),
        }
        TypedFact { fact: String, value: String } => {
            code: "typed-fact",
            level: Level::Warning,
            finds: "the value of a fact with `guard: true`, typed by hand",
            says: words!(
                "`{value}` is the registered fact `{fact}`, typed by hand",
                "`{value}` 是登记过的 `{fact}`，这里是手写的",
            ),
            help: words!("write `<fact:{fact}>`", "写成 `<fact:{fact}>`"),
        }
        TypedNumber { contact: String, number: String } => {
            code: "typed-number",
            level: Level::Warning,
            finds: "a registered contact's number, typed by hand, with or without hyphens and spaces",
            says: words!(
                "`{number}` is the registered contact `{contact}`, typed by hand",
                "`{number}` 是登记过的 `{contact}`，这里是手写的",
            ),
            help: words!("write `<contact:{contact}>`", "写成 `<contact:{contact}>`"),
        }
        PersonalData { what: Personal } => {
            code: "personal-data",
            level: Level::Error,
            finds: "mobile numbers, ID numbers (GB 11643), bank cards (Luhn), in any file, in full-width digits too; pictures that tell where they were taken",
            says: match what {
                Personal::Mobile => {
                    words!("this looks like somebody's mobile number", "这像是某个人的手机号")
                }
                Personal::IdNumber => {
                    words!("this looks like somebody's ID number", "这像是某个人的身份证号")
                }
                Personal::BankCard => {
                    words!("this looks like the number of a bank card", "这像是银行卡号")
                }
                Personal::Location => {
                    words!("this picture tells where it was taken", "这张图片里写着拍摄地点")
                }
            },
            help: match what {
                Personal::Location => words!(
                    "save it again without its location; only published copies of JPEG and PNG lose it",
                    "另存一份不带位置的；只有公开的 JPEG 和 PNG 会自动去掉",
                ),
                Personal::Mobile | Personal::IdNumber | Personal::BankCard => words!(
                    "remove it, or replace digits by ×; official numbers belong into contacts.yaml",
                    "删掉，或者用 × 代替几位数字；官方号码登记到 contacts.yaml",
                ),
            },
        }
        MissingAlt => {
            code: "missing-alt",
            level: Level::Error,
            finds: "an image without text; in HTML `<img>` without `alt` (an empty one says that there is nothing to tell)",
            says: words!("the image has no text for those who cannot see it", "图片没有替代文字"),
            help: words!("write `![what it shows](…)`", "写成 `![图上是什么](…)`"),
        }
        HeadingJump { from: u8, to: u8 } => {
            code: "heading-jump",
            level: Level::Warning,
            finds: "a heading that skips a level",
            says: words!(
                "a heading of level {to} follows one of level {from}",
                "{from} 级标题下面直接是 {to} 级",
            ),
            help: words!("do not skip a level", "标题不要跳级"),
        }
        LongSentence { length: usize, limit: usize } => {
            code: "long-sentence",
            level: Level::Note,
            finds: "more than 50 characters",
            says: words!(
                "this sentence has {length} characters; {limit} are enough",
                "这句话有 {length} 个字，最好不超过 {limit} 个",
            ),
        }
    }
}
