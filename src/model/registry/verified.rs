//! How an entry is known to be right: where it was found, on which day it was verified, and when that
//! must happen again. Contacts and facts say it in the same words but for the day, which each names
//! in its own way; whether it is due on a given day is for `check` to say.

use crate::base::day::{Day, after};
use crate::base::source::Spanned;
use crate::yaml::key::{Key, Shape, key};

/// How an entry is known to be right.
#[derive(Debug, Clone, Default)]
pub struct Verified {
    /// Where it was found: an id of the registry of sources.
    pub source: Option<Spanned<String>>,
    /// When it was right: `verified` of a contact, `as_of` of a fact.
    pub day: Option<Day>,
    /// After how many days it must be verified again.
    pub every: Option<u32>,
    /// When it changed, which calls back the pages that use it.
    pub changed: Option<Day>,
}

/// Where an entry was found.
pub(super) const SOURCE: Key = key(
    "source",
    Shape::Text,
    "Where it was found: an id of sources.yaml",
    "出处：sources.yaml 里的 id",
);

/// After how long an entry must be verified again.
pub(super) const VERIFY_EVERY: Key = key(
    "verify_every",
    Shape::Period,
    "After how long it must be verified again",
    "隔多久要再核对",
);

/// When an entry changed; laws and terms have it, too.
pub(super) const CHANGED: Key = key(
    "changed",
    Shape::Date,
    "The day it changed: calls pages back",
    "变动的日期：用到它的页面要复核",
);

impl Verified {
    /// The last day on which it need not have been verified again.
    pub fn due(&self) -> Option<Day> {
        self.day.zip(self.every).and_then(|(day, every)| after(day, every))
    }
}
