//! The further editions that a site can ask for: their tags, and where each lives. How words are written
//! in one is [`crate::model::edition`]'s.

/// The tags, for messages and schemas.
pub(crate) const KNOWN: &str = "zh-Hant, zh-Hant-TW, zh-Hant-HK";

/// Whether an edition can be made.
pub(crate) fn is_known(language: &str) -> bool {
    KNOWN.split(", ").any(|known| known == language)
}

/// What stands before the addresses of an edition: `zh-hant/`.
pub(crate) fn prefix(language: &str) -> String {
    format!("{}/", language.to_ascii_lowercase())
}
