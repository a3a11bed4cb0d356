//! Every rule of `check`, each in one entry of its family's file: code, level, what it finds and, in
//! English and in Chinese, what an author is told and what to do.
//!
//! Adding a rule is such an entry and the function that finds it: settings, allowances, the schema,
//! the tests that want a case of every rule and the tables of `docs/rules.md` are made from it.

mod age;
mod allowing;
mod editorial;
mod elsewhere;
mod slips;
mod table;
mod wording;

pub use age::Age;
pub use allowing::Allowing;
pub use editorial::Editorial;
pub use elsewhere::{Elsewhere, Unreachable};
pub use slips::{Foreign, Slip, Unbalanced};
pub use wording::{Personal, Wording};

use super::Severity;
use crate::base::lang::Lang;
use table::{Entry, Words};

/// What is the same of all findings of a rule.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// The stable code, as settings and allowances name it.
    pub code: &'static str,
    /// How much it matters where a site says nothing else.
    pub level: Level,
    /// What it finds, in Markdown: a cell of `docs/rules.md`.
    pub finds: &'static str,
    /// What of it `check --fix` mends, in Markdown; empty for nothing.
    pub fix: &'static str,
}

/// How much a rule matters where a site says nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// An error.
    Error,
    /// A warning.
    Warning,
    /// A note.
    Note,
    /// A warning, and an error where these words say; each finding knows whether that holds.
    ErrorIf(&'static str),
    /// A warning of what only a day that passed has made wrong.
    Aged,
    /// The same; `check` holds it against the site, `build`, which must not fail because a day has
    /// passed, only warns.
    AgedError,
}

impl Level {
    /// What it is without more being known.
    pub fn usual(self) -> Severity {
        match self {
            Self::Error => Severity::Error,
            Self::Note => Severity::Note,
            Self::Warning | Self::ErrorIf(_) | Self::Aged | Self::AgedError => Severity::Warning,
        }
    }

    /// In words, for `docs/rules.md`.
    pub fn words(self) -> String {
        match self {
            Self::ErrorIf(condition) => format!("error {condition}, else warning"),
            Self::AgedError => "error in `check`, warning in `build`".to_owned(),
            plain => plain.usual().word().to_owned(),
        }
    }
}

/// One finding: its rule's level may be set by a site, and it can be allowed at its place.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "each family says what it is")]
pub enum Finding {
    Slip(Slip),
    Editorial(Editorial),
    Wording(Wording),
    Age(Age),
    Elsewhere(Elsewhere),
    Allowing(Allowing),
}

/// All rules by family, under the names that `docs/rules.md` calls their tables.
pub const FAMILIES: &[(&str, &[Rule])] = &[
    ("slips", Slip::RULES),
    ("editorial", Editorial::RULES),
    ("wording", Wording::RULES),
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

    /// How much it matters where a site says nothing else.
    pub fn severity(&self) -> Severity {
        match self.entry().is_grave() {
            true => Severity::Error,
            false => self.rule().level.usual(),
        }
    }

    /// What is wrong.
    pub(super) fn sentence(&self, lang: Lang) -> String {
        self.entry().says().in_lang(lang)
    }

    /// What to do about it.
    pub(super) fn help(&self, lang: Lang) -> Option<String> {
        self.entry().help().map(|words: Words| words.in_lang(lang))
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
            Self::Age(finding) => finding,
            Self::Elsewhere(finding) => finding,
            Self::Allowing(finding) => finding,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_two_rules_share_a_code() {
        let mut seen = HashSet::new();
        assert!(codes().count() >= 50);
        for code in codes() {
            assert!(seen.insert(code), "{code}");
        }
    }
}
