//! The form in which families write down their rules.

use super::Rule;
use crate::base::lang::Lang;

/// What a finding's entry in its family's table says of it.
pub(super) trait Entry {
    /// Its rule.
    fn rule(&self) -> &'static Rule;
    /// Whether it is one of those for which [`super::Level::ErrorIf`] means an error.
    fn is_grave(&self) -> bool;
    /// What is wrong.
    fn says(&self) -> Words;
    /// What to do about it.
    fn help(&self) -> Option<Words>;
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

/// A family of rules: an `enum` with a variant for each, which holds what its sentences name.
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
        pub enum $Family:ident {
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
        }

        impl $Family {
            /// The family's rules.
            pub const RULES: &'static [Rule] = &[
                $(rules!(@rule $code, $level, $finds, [$($fix)?]),)*
            ];
        }

        #[allow(unused_variables, reason = "no sentence names all that a finding holds")]
        impl Entry for $Family {
            fn rule(&self) -> &'static Rule {
                match self {
                    $(Self::$Variant { .. } => &const { rules!(@rule $code, $level, $finds, [$($fix)?]) },)*
                }
            }

            fn is_grave(&self) -> bool {
                match self {
                    $(Self::$Variant $({ $($field),* })? => false $(|| *$grave)?,)*
                }
            }

            fn says(&self) -> Words {
                match self {
                    $(Self::$Variant $({ $($field),* })? => $says,)*
                }
            }

            fn help(&self) -> Option<Words> {
                match self {
                    $(Self::$Variant $({ $($field),* })? => rules!(@help $($help)?),)*
                }
            }
        }

        impl From<$Family> for Finding {
            fn from(finding: $Family) -> Self {
                Self::$Family(finding)
            }
        }
    };
    (@rule $code:expr, $level:expr, $finds:expr, [$($fix:expr)?]) => {
        Rule { code: $code, level: $level, finds: $finds, fix: concat!($($fix)?) }
    };
    (@help) => {
        None
    };
    (@help $help:expr) => {
        Option::from($help)
    };
}

pub(super) use {rules, words};
