//! Every rule of `check`, each in one entry of its family's file: code, level, what it finds and, in
//! English and in Chinese, what an author is told and what to do.
//!
//! Adding a rule is such an entry and the function that finds it: settings, allowances, the schema,
//! the tests that want a case of every rule and the tables of `docs/rules.md` are made from it.

mod age;
mod allowing;
mod calculation;
mod editorial;
mod elsewhere;
mod flow;
mod letter;
mod slips;
mod wording;

pub use age::Age;
pub use allowing::Allowing;
pub use calculation::Calculation;
pub use editorial::Editorial;
pub use elsewhere::{Elsewhere, Unreachable};
pub use flow::FlowRule;
pub use letter::{LetterRule, Lost};
pub use slips::{Foreign, Slip, Unbalanced};
pub use wording::{Personal, Wording};

use super::table::{Entry, Level, Rule, Words};

/// One finding: its rule's level may be set by a site, and it can be allowed at its place.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "each family says what it is")]
pub enum Finding {
    Slip(Slip),
    Editorial(Editorial),
    Wording(Wording),
    FlowRule(FlowRule),
    LetterRule(LetterRule),
    Calculation(Calculation),
    Age(Age),
    Elsewhere(Elsewhere),
    Allowing(Allowing),
}

/// All rules by family, under the names that `docs/rules.md` calls their tables.
pub const FAMILIES: &[(&str, &[Rule])] = &[
    ("slips", Slip::RULES),
    ("editorial", Editorial::RULES),
    ("wording", Wording::RULES),
    ("flow", FlowRule::RULES),
    ("letter", LetterRule::RULES),
    ("calculators", Calculation::RULES),
    ("age", Age::RULES),
    ("elsewhere", Elsewhere::RULES),
    ("allowing", Allowing::RULES),
];

/// The codes of all rules.
pub fn codes() -> impl Iterator<Item = &'static str> {
    FAMILIES.iter().flat_map(|(_, rules)| *rules).map(|rule| rule.code)
}

impl Finding {
    /// The rule that it is of.
    pub fn rule(&self) -> &'static Rule {
        self.entry().rule()
    }

    /// Whether only a day that passed has made it wrong; such a thing never stops a build.
    pub fn is_of_time(&self) -> bool {
        matches!(self.rule().level, Level::Aged | Level::AgedError)
    }

    fn entry(&self) -> &dyn Entry {
        match self {
            Self::Slip(finding) => finding,
            Self::Editorial(finding) => finding,
            Self::Wording(finding) => finding,
            Self::FlowRule(finding) => finding,
            Self::LetterRule(finding) => finding,
            Self::Calculation(finding) => finding,
            Self::Age(finding) => finding,
            Self::Elsewhere(finding) => finding,
            Self::Allowing(finding) => finding,
        }
    }
}

impl Entry for Finding {
    fn rule(&self) -> &'static Rule {
        self.entry().rule()
    }

    fn is_grave(&self) -> bool {
        self.entry().is_grave()
    }

    fn says(&self) -> Words {
        self.entry().says()
    }

    fn help(&self) -> Option<Words> {
        self.entry().help()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Problem;
    use std::collections::HashSet;

    #[test]
    fn no_two_rules_share_a_code_and_none_has_that_of_a_problem() {
        assert!(codes().count() >= 50);
        let mut seen: HashSet<&str> = Problem::RULES.iter().map(|problem| problem.code).collect();
        for code in codes() {
            assert!(seen.insert(code), "{code}");
        }
    }
}
