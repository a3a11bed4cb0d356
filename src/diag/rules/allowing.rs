//! What is wrong with allowances: `<!-- allow rule: reason until 2027-01-01 -->`.

use super::Finding;
use crate::diag::table::{Entry, Level, Rule, Words, rules, words};

rules! {
    /// Something wrong with an allowance.
    pub enum Allowing {
        BadAllowance => {
            code: "bad-allowance",
            level: Level::Warning,
            finds: "an allowance without a rule, a reason, or a day that can be read",
            says: words!("this allowance cannot be read", "这条放行说明读不懂"),
            help: words!(
                "write `allow RULE: reason until 2027-01-01`; the day may be left out",
                "写成 `allow 规则: 理由 until 2027-01-01`，日期可以不写",
            ),
        }
        UnknownRule { code: String, nearest: Option<String> } => {
            code: "unknown-rule",
            level: Level::Warning,
            finds: "an allowance of a rule that is not in these lists",
            says: words!("there is no rule `{code}`", "没有 `{code}` 这条规则"),
            help: nearest
                .as_ref()
                .map(|nearest| words!("did you mean `{nearest}`?", "是不是想写 `{nearest}`？")),
        }
        ExpiredAllowance { code: String, date: String } => {
            code: "expired-allowance",
            level: Level::AgedError,
            finds: "an allowance that has ended; it still covers what it covered",
            says: words!(
                "the allowance of `{code}` ended on {date}",
                "对 `{code}` 的放行到 {date} 为止",
            ),
            help: words!("mend the text or give a new day", "改正文，或者写新的日期"),
        }
    }
}
