//! What time has done. Looked for in the profile `guidance`; a page's own last day on every site.

use super::Finding;
use crate::diag::table::{Entry, Level, Rule, Words, rules, words};

rules! {
    /// Something that a day which passed has made wrong.
    pub enum Age {
        RepealedLaw { law: String, date: String, heading: String, successor: Option<String> } => {
            code: "repealed-law",
            level: Level::AgedError,
            finds: "a law that is repealed on the day, at every place that `impact` lists, with its heading",
            says: words!(
                "{law} is not in force since {date}, and “{heading}” cites it",
                "{law}已于 {date} 失效，“{heading}”还在引用",
            ),
            help: match successor {
                Some(id) => words!("see its successor `{id}`", "看看替代它的 `{id}`"),
                None => words!("check what applies now", "核对现在适用哪一部"),
            },
        }
        StaleEntry { id: String, since: String } => {
            code: "stale-entry",
            level: Level::Aged,
            finds: "a fact or contact whose `verify_every` has passed",
            says: words!(
                "`{id}` should have been verified again by {since}",
                "`{id}` 在 {since} 之前就该再核对一次",
            ),
            help: words!("verify it and change its day", "核对以后改日期"),
        }
        OverdueReview { since: String } => {
            code: "overdue-review",
            level: Level::Aged,
            finds: "a page whose `review_every` has passed, by the rule of `review`: on the last day there is still time",
            says: words!("a review was due on {since}", "这篇在 {since} 就该复核了"),
            help: words!("review it and change its day", "复核以后改日期"),
        }
        StaleTranslation { original: String, changed: String, since: String } => {
            code: "stale-translation",
            level: Level::Aged,
            finds: "on every site, a page with `translates` whose original has changed since: by `changes`, `updated` or its last commit, `as_of`, `date`; its readers are told",
            says: words!(
                "the original, “{original}”, changed on {changed}, this translation on {since}",
                "原文《{original}》{changed} 有改动，译文停在 {since}",
            ),
            help: words!(
                "bring the translation up to date; if nothing has to change, set its `updated`",
                "更新译文；不用改的话，把译文的 `updated` 改成今天",
            ),
        }
        ExpiredPage { date: String } => {
            code: "expired-page",
            level: Level::Aged,
            finds: "on every site, a page whose `expires` has passed; it stays, and says so to its readers",
            says: words!("this page held until {date}", "这一页写的情况到 {date} 为止"),
            help: words!(
                "bring it up to date and change `expires`",
                "更新内容，再改 `expires`",
            ),
        }
    }
}
