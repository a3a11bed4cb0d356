//! What keeps a calculator from being reckoned or shown. That its formula and the entries it names are there is
//! looked at where they are read; whether the facts beside it still hold, in the profile `guidance`.

use super::Finding;
use crate::diag::table::{Entry, Level, Rule, Words, rules, words};

rules! {
    /// Something about a calculator.
    pub enum Calculation {
        Range { input: &'static str, number: String, least: String, most: String } => {
            code: "calculator-range",
            level: Level::Error,
            finds: "a number of a calculator that its formula, or its own `ranges`, does not take",
            says: words!(
                "`{input}` is {number}, which is not from {least} to {most}",
                "`{input}` 写的是 {number}，不在 {least} 到 {most} 之间",
            ),
            help: words!("change the number, or `ranges`", "改这个数，或者改 `ranges`"),
        }
        Example { input: &'static str, number: String, least: String, most: String } => {
            code: "calculator-example",
            level: Level::Error,
            finds: "an example with a number that readers could not type, or with numbers that contradict one another",
            says: match input.is_empty() {
                true => words!(
                    "nothing follows from the numbers of this example",
                    "例子里的数合不到一起，算不出来",
                ),
                false => words!(
                    "the example's `{input}` is {number}, which is not from {least} to {most}",
                    "例子的 `{input}` 是 {number}，不在 {least} 到 {most} 之间",
                ),
            },
            help: match input.is_empty() {
                true => words!(
                    "more payments are made than there are; change `paid` or `periods`",
                    "已经还的期数要比总期数少：改 `paid` 或 `periods`",
                ),
                false => words!("change the example, or `ranges`", "改例子，或者改 `ranges`"),
            },
        }
        Table { count: usize } => {
            code: "calculator-table",
            level: Level::Error,
            finds: "a calculator with several numbers for more than two inputs: a table has rows and columns",
            says: words!(
                "{count} inputs have several numbers, and a table has rows and columns only",
                "有 {count} 项写了几个数，可是表格只有竖和横两边",
            ),
            help: words!(
                "leave several numbers to two of them; one number is fixed",
                "最多两项写几个数；只写一个数的，就是固定的",
            ),
        }
        RestDays { fact: String } => {
            code: "calculator-rest-days",
            level: Level::Error,
            finds: "days of rest that are no days: the fact behind `rest_days` lists none",
            says: words!("the fact `{fact}` lists no days", "事实 `{fact}` 里没有列日期"),
            help: words!(
                "write its value as `2026-10-01—2026-10-07, 2027-01-01`",
                "把它的值写成 `2026-10-01—2026-10-07、2027-01-01`",
            ),
        }
        InText { id: String } => {
            code: "calculator-in-text",
            level: Level::Error,
            finds: "`<calc:id>` with something else on its line: it would be no calculator, only its name",
            says: words!(
                "the calculator `{id}` does not stand alone on its line",
                "计算器 `{id}` 没有单独占一行",
            ),
            help: words!(
                "put `<calc:{id}>` on a line of its own, with an empty line before and behind it",
                "让 `<calc:{id}>` 单独一行，前后各空一行",
            ),
        }
        Unused { id: String } => {
            code: "calculator-unused",
            level: Level::Warning,
            finds: "a calculator that no page shows",
            says: words!("no page shows the calculator `{id}`", "没有哪一页用到计算器 `{id}`"),
            help: words!(
                "put `<calc:{id}>` on a page, or remove it",
                "在页面里写 `<calc:{id}>`，或者删掉它",
            ),
        }
        StaleFact { id: String, since: String } => {
            code: "calculator-stale-fact",
            level: Level::Aged,
            finds: "a calculator whose result is set beside a fact whose `verify_every` has passed",
            says: words!(
                "the result is set beside `{id}`, which should have been verified again by {since}",
                "结果旁边放的 `{id}`，在 {since} 之前就该再核对一次",
            ),
            help: words!("verify the fact, or leave it out", "核对这个事实，或者先不放"),
        }
    }
}
