//! The keys that authors may write, as data: what each is called, what it takes, what it is for.
//!
//! Every reader of YAML keeps the table of its own keys beside it, made by the macro `keys!`.
//! The table is an enumeration as well: the reader matches on it, so that a key that nothing reads, or one
//! that is read and stands in no table, does not compile. What is in no table is a slip of the hand, and
//! what is, [`mod@crate::commands::schema`] tells editors.

use crate::base::lang::Lang;

/// A key.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    /// What it takes.
    pub shape: Shape,
    /// Whether it must be there.
    pub required: bool,
    about: [&'static str; 2],
}

/// What a key takes.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// One text; numbers are taken as they are written.
    Text,
    /// One text of at most so many characters.
    Short(usize),
    /// One text that can be part of an address.
    Slug,
    /// A list of texts.
    Texts,
    /// A list of groups of words: `老公 > 配偶`.
    Groups,
    /// A text, or a list of texts.
    OneOrMore,
    /// A day: `2026-11-22`.
    Date,
    /// A period: `90d`, `26w`, `6m`, `1y`.
    Period,
    /// `true` or `false`.
    Flag,
    /// A whole number.
    Number,
    /// A list of whole numbers above zero.
    Sizes,
    /// A web address.
    Url,
    /// A telephone number.
    Phone,
    /// A list of colours: `#0a5a53`.
    Colours,
    /// One of these words, `, ` between them.
    OneOf(&'static str),
    /// A list of some of these words.
    SomeOf(&'static str),
    /// One of the site's kinds.
    Kind,
    /// A text, a number, `true` or `false`.
    Plain,
    /// A mapping with these keys.
    Map(&'static [Key]),
    /// A list of such mappings.
    Maps(&'static [Key]),
    /// A mapping from names of the author's own to values of one shape.
    Named(&'static Shape),
    /// A mapping from names that can be part of an address to such mappings, or `false` for none.
    Kinds(&'static [Key]),
    /// A mapping from the names of a theme's parts to such mappings.
    Parts(&'static [Key]),
    /// The declaration of a field, which has these keys; what names other pages says which.
    Field(&'static [Key]),
    /// The declaration of a theme's option: its default, or a mapping with these keys.
    Choice(&'static [Key]),
    /// A mapping from the site's kinds to values of one shape.
    PerKind(&'static Shape),
    /// A mapping from the rules of `check` to levels.
    Levels,
    /// A mapping from words to words, neither with a character of HTML's own.
    Words,
}

/// A table of keys, as an enumeration of them.
pub trait Keys: Copy + 'static {
    /// The keys, in the order of [`Keys::KEYS`].
    const ALL: &'static [Self];
    /// What each is called, takes and is for.
    const KEYS: &'static [Key];

    /// The key of this name.
    fn of(name: &str) -> Option<Self> {
        let place = Self::KEYS.iter().position(|key| key.name == name)?;
        Self::ALL.get(place).copied()
    }
}

/// Declares a table of keys: a constant, and an enumeration of the same keys that implements [`Keys`].
///
/// `keys! { /// Doc. pub(super) KEYS: TagKey { Id = key("id", Shape::Text, "…", "…"), } }`
macro_rules! keys {
    ($(#[doc = $doc:literal])* $vis:vis $table:ident: $of:vis $name:ident {
        $($(#[doc = $about:literal])* $variant:ident = $key:expr),* $(,)?
    }) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        $of enum $name {
            $($(#[doc = $about])* #[doc = concat!("`", stringify!($variant), "`")] $variant),*
        }

        impl $crate::yaml::key::Keys for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),*];
            const KEYS: &'static [$crate::yaml::key::Key] = &[$($key),*];
        }

        $(#[doc = $doc])*
        $vis const $table: &[$crate::yaml::key::Key] = <$name as $crate::yaml::key::Keys>::KEYS;
    };
}
pub(crate) use keys;

/// A key that may be left out: its name, what it takes, what it is for in English and in Chinese.
pub(crate) const fn key(
    name: &'static str,
    shape: Shape,
    en: &'static str,
    zh: &'static str,
) -> Key {
    Key { name, shape, required: false, about: [en, zh] }
}

impl Key {
    /// The same, but it must be there.
    #[must_use]
    pub const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// What it is for.
    pub fn about(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.about[0],
            Lang::Zh => self.about[1],
        }
    }
}

/// The names of keys.
pub(crate) fn names(keys: &[Key]) -> impl Iterator<Item = &str> {
    keys.iter().map(|key| key.name)
}
