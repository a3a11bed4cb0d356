//! Where facts come from: the registry called `sources` in files.

use super::entry::{Entry, Place, Registered};
use crate::base::day::Day;
use crate::base::source::{Source, Span};
use crate::diag::Diagnostic;
use crate::yaml::Node;
use crate::yaml::fields::Fields;
use crate::yaml::key::{Key, Shape, key, keys};

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
    const NAMES: &'static str = "law, regulator, court, industry, company, media";

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

impl Entry for Provenance {
    fn id(&self) -> &str {
        &self.id
    }

    fn span(&self) -> Span {
        self.span
    }

    fn words(&self) -> &str {
        &self.title
    }

    fn changed(&self) -> Option<Day> {
        None
    }

    fn place(&self) -> Place {
        self.url.clone().map_or(Place::Nowhere, Place::Elsewhere)
    }
}

keys! {
    /// What an entry may say.
    KEYS: SourceKey {
        Id = key(
            "id",
            Shape::Text,
            "What guides call it by in `sources`",
            "指南在 `sources` 里写的 id",
        ).required(),
        Title = key("title", Shape::Text, "The document's title", "文件或报道的标题").required(),
        Publisher = key("publisher", Shape::Text, "Who published it", "谁发布的"),
        Date = key("date", Shape::Date, "When it was published", "发布日期"),
        Tier = key(
            "tier",
            Shape::OneOf(Tier::NAMES),
            "How close to the origin it is",
            "离源头多近",
        ).required(),
        Url = key("url", Shape::Url, "Where it can be read", "在哪里能看到"),
        Note = key("note", Shape::Text, "What to know about it", "需要说明的"),
    }
}

impl Registered for Provenance {
    const FILE: Key = key("sources", Shape::Maps(KEYS), "Where facts come from", "出处");

    fn read(node: &Node, source: &Source, out: &mut Vec<Diagnostic>) -> Option<Self> {
        let mut entry_read = Self {
            id: String::new(),
            span: node.span,
            title: String::new(),
            publisher: None,
            date: None,
            tier: Tier::Media,
            url: None,
            note: None,
        };
        let complete = Fields::new(source, out).record(node, |key, entry, fields| match key {
            SourceKey::Id => {
                if let Some(id) = fields.spanned_text(entry) {
                    entry_read.id = id.value;
                    entry_read.span = id.span;
                }
            }
            SourceKey::Title => fields.text(entry).into_iter().for_each(|v| entry_read.title = v),
            SourceKey::Publisher => entry_read.publisher = fields.text(entry),
            SourceKey::Date => entry_read.date = fields.day(entry),
            SourceKey::Tier => {
                let name = fields.one_of(entry, Tier::NAMES);
                let tier = Tier::ALL.into_iter().find(|t| Some(t.name()) == name.as_deref());
                tier.into_iter().for_each(|t| entry_read.tier = t);
            }
            SourceKey::Url => entry_read.url = fields.url(entry),
            SourceKey::Note => entry_read.note = fields.text(entry),
        });
        complete.then_some(entry_read)
    }
}
