//! Where facts come from: the registry called `sources` in files.

use super::entry::walk;
use crate::day::Day;
use crate::diagnostic::{Diagnostic, Expected};
use crate::source::{Source, Span};
use crate::yaml::Node;

/// A document that guides rely on.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names are the keys of the file")]
pub struct Provenance {
    pub id: String,
    pub span: Span,
    pub title: String,
    pub publisher: Option<String>,
    pub date: Option<Day>,
    pub tier: Tier,
    pub url: Option<String>,
    pub note: Option<String>,
}

/// How close to the origin a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the tiers")]
pub enum Tier {
    Law,
    Regulator,
    Court,
    Industry,
    Company,
    Media,
}

impl Tier {
    const ALL: [Self; 6] =
        [Self::Law, Self::Regulator, Self::Court, Self::Industry, Self::Company, Self::Media];

    /// The name in files and interface words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Law => "law",
            Self::Regulator => "regulator",
            Self::Court => "court",
            Self::Industry => "industry",
            Self::Company => "company",
            Self::Media => "media",
        }
    }
}

const KEYS: [&str; 7] = ["id", "title", "publisher", "date", "tier", "url", "note"];

pub(super) fn read(node: &Node, source: &Source, out: &mut Vec<Diagnostic>) -> Option<Provenance> {
    let mut entry_read = Provenance {
        id: String::new(),
        span: node.span,
        title: String::new(),
        publisher: None,
        date: None,
        tier: Tier::Media,
        url: None,
        note: None,
    };
    let complete = walk(node, source, out, &["id", "title", "tier"], |entry, fields| {
        match entry.key.as_str() {
            "id" => {
                if let Some(id) = fields.spanned_text(entry) {
                    entry_read.id = id.value;
                    entry_read.span = id.span;
                }
            }
            "title" => fields.text(entry).into_iter().for_each(|v| entry_read.title = v),
            "publisher" => entry_read.publisher = fields.text(entry),
            "date" => entry_read.date = fields.day(entry),
            "tier" => {
                let name = fields.text(entry);
                match Tier::ALL.into_iter().find(|t| Some(t.name()) == name.as_deref()) {
                    Some(tier) => entry_read.tier = tier,
                    None if name.is_some() => {
                        let names = "law, regulator, court, industry, company, media";
                        fields.wrong::<()>(entry, Expected::OneOf(names));
                    }
                    None => {}
                }
            }
            "url" => entry_read.url = fields.url(entry),
            "note" => entry_read.note = fields.text(entry),
            _ => fields.unknown_key(entry, KEYS),
        }
    });
    complete.then_some(entry_read)
}
