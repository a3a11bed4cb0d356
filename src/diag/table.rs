//! The form in which problems and rules are written down: one entry for each, with all that is said of
//! it. The sentences are expressions, the rest is data, from which `docs/rules.md` is written.

use super::Severity;
use crate::base::lang::Lang;

/// What is the same wherever a rule finds something, or a problem is met.
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

/// What the entry of a problem or a finding says of it.
pub(super) trait Entry {
    /// What is the same of all of its kind.
    fn rule(&self) -> &'static Rule;
    /// Whether it is one of those for which [`Level::ErrorIf`] means an error.
    fn is_grave(&self) -> bool;
    /// What is wrong.
    fn says(&self) -> Words;
    /// What to do about it.
    fn help(&self) -> Option<Words>;

    /// How much it matters where a site says nothing else.
    fn severity(&self) -> Severity {
        match self.is_grave() {
            true => Severity::Error,
            false => self.rule().level.usual(),
        }
    }
}

/// A sentence in both languages.
pub(super) struct Words {
    /// In English.
    pub(super) en: String,
    /// In Chinese.
    pub(super) zh: String,
}

impl Words {
    pub(super) fn in_lang(self, lang: Lang) -> String {
        match lang {
            Lang::En => self.en,
            Lang::Zh => self.zh,
        }
    }
}

/// A sentence in English and in Chinese, both as for `format!`.
macro_rules! words {
    ($en:literal, $zh:literal $(,)?) => {
        Words { en: format!($en), zh: format!($zh) }
    };
}

/// An `enum` with a variant for each rule of a family, which holds what its sentences name. With
/// `Rule { finding: Finding }` behind its name it holds the findings of all families besides.
///
/// ```text
/// Variant { field: Type } => {
///     code: "stable-code",
///     level: Level::Warning,
///     grave: field,             // with Level::ErrorIf: whether that holds
///     finds: "what it finds",   // in Markdown, for docs/rules.md
///     fix: "yes",               // what of it `check --fix` mends, if anything
///     says: words!("…", "…"),   // any expression of the fields
///     help: words!("…", "…"),   // the same, if there is more to say; may be an Option
/// }
/// ```
macro_rules! rules {
    (
        $(#[$about:meta])*
        pub enum $Family:ident $(with $Other:ident { $other:ident: $Held:ty })? {
            $($Variant:ident $({ $($field:ident: $Type:ty),* $(,)? })? => {
                code: $code:literal,
                level: $level:expr,
                $(grave: $grave:ident,)?
                finds: $finds:literal,
                $(fix: $fix:literal,)?
                says: $says:expr,
                $(help: $help:expr,)?
            })*
        }
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[expect(missing_docs, reason = "the sentences name the fields")]
        pub enum $Family {
            $(#[doc = $finds] $Variant $({ $($field: $Type),* })?,)*
            $(#[doc = "What a rule finds, whose level a site may set."] $Other { $other: $Held },)?
        }

        impl $Family {
            /// An entry for each, without its sentences.
            pub const RULES: &'static [Rule] = &[
                $(rules!(@rule $code, $level, $finds, [$($fix)?]),)*
            ];
        }

        #[allow(unused_variables, reason = "no sentence names all that a finding holds")]
        impl Entry for $Family {
            fn rule(&self) -> &'static Rule {
                match self {
                    $(Self::$Variant { .. } => {
                        &const { rules!(@rule $code, $level, $finds, [$($fix)?]) }
                    })*
                    $(Self::$Other { $other } => Entry::rule($other),)?
                }
            }

            fn is_grave(&self) -> bool {
                match self {
                    $(Self::$Variant $({ $($field),* })? => false $(|| *$grave)?,)*
                    $(Self::$Other { $other } => Entry::is_grave($other),)?
                }
            }

            fn says(&self) -> Words {
                match self {
                    $(Self::$Variant $({ $($field),* })? => $says,)*
                    $(Self::$Other { $other } => Entry::says($other),)?
                }
            }

            fn help(&self) -> Option<Words> {
                match self {
                    $(Self::$Variant $({ $($field),* })? => rules!(@help $($help)?),)*
                    $(Self::$Other { $other } => Entry::help($other),)?
                }
            }
        }

        rules!(@finding $Family $($Other)?);
    };
    (@rule $code:expr, $level:expr, $finds:expr, [$($fix:expr)?]) => {
        Rule { code: $code, level: $level, finds: $finds, fix: concat!($($fix)?) }
    };
    (@finding $Family:ident) => {
        impl From<$Family> for Finding {
            fn from(finding: $Family) -> Self {
                Self::$Family(finding)
            }
        }
    };
    (@finding $Problem:ident $Other:ident) => {};
    (@help) => {
        None
    };
    (@help $help:expr) => {
        Option::from($help)
    };
}

pub(super) use {rules, words};
