//! What a guide should have. Looked for in the profile `guidance`.

use super::Finding;
use crate::diag::table::{Entry, Level, Rule, Words, rules, words};

rules! {
    /// Something that a guide should have.
    pub enum Editorial {
        Required { key: String } => {
            code: "required-field",
            level: Level::Error,
            finds: "a guide without `answer`, or without a field that its kind requires",
            says: words!("`{key}` is missing", "缺少 `{key}`"),
            help: words!("add it between the `---` lines", "在开头的 --- 之间加上"),
        }
        NoNext => {
            code: "missing-next",
            level: Level::Warning,
            finds: "no next step",
            says: words!("the guide names no next step", "这篇没有写下一步"),
            help: words!("add `next: [id]` or a strategy", "加上 `next: [id]`，或者一个办法"),
        }
        NoSources { demanded: bool } => {
            code: "missing-sources",
            level: Level::ErrorIf("for a kind that is `sourced: true`, as rights are"),
            grave: demanded,
            finds: "no source and no law",
            says: words!(
                "the guide names no source and no law",
                "这篇没有来源，也没有引用法条",
            ),
            help: words!(
                "add `sources: [id]` or cite a law",
                "加上 `sources: [id]`，或者引用法条",
            ),
        }
        Orphan => {
            code: "orphan",
            level: Level::Warning,
            finds: "a guide that nothing leads to but its folder's list",
            says: words!("nothing leads to this guide", "没有哪里通到这一篇"),
            help: words!(
                "link to it from a guide that its readers see",
                "在读者会看到的指南里链接到它",
            ),
        }
        NoAka => {
            code: "missing-aka",
            level: Level::Note,
            finds: "no words that readers type",
            says: words!(
                "the guide has no `aka`, so it is found by its own words only",
                "没有 `aka`，只能用原文里的词搜到",
            ),
            help: words!("add the words readers would type", "把读者会输入的说法写进 `aka`"),
        }
        NoReview => {
            code: "missing-review",
            level: Level::Note,
            finds: "nobody has reviewed it",
            says: words!("nobody has reviewed this guide", "这篇还没有人复核过"),
            help: words!(
                "once a person has: `reviewed: DATE` and `reviewed_by: who`",
                "有人复核以后，写 `reviewed: 日期` 和 `reviewed_by: 谁`",
            ),
        }
        LongTitle { length: usize, limit: usize } => {
            code: "long-title",
            level: Level::Note,
            finds: "more than 22 characters",
            says: words!(
                "the title has {length} characters; more than {limit} break on a phone",
                "标题有 {length} 个字，超过 {limit} 个在手机上要折行",
            ),
        }
        NearTag { tag: String, other: String } => {
            code: "near-tag",
            level: Level::Warning,
            finds: "电话催收 and 催收电话; 爆通讯录 and 爆通訊錄",
            says: words!(
                "the tags `{tag}` and `{other}` look the same",
                "标签 `{tag}` 和 `{other}` 差不多",
            ),
            help: words!("use one of them everywhere", "统一用其中一个"),
        }
    }
}
