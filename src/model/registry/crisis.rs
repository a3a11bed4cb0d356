//! The words by which a reader may say that somebody is in danger, and who helps then.
//!
//! What is done with them is not decided here, and nothing that ranks pages reads them.

use crate::base::source::{Source, Spanned};
use crate::diag::Diagnostic;
use crate::yaml::Node;
use crate::yaml::fields::Fields;
use crate::yaml::key::{Key, Shape, key, keys};

/// `data/crisis.yaml`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Crisis {
    /// Words that mean it, wherever they stand in what a reader types.
    pub words: Vec<String>,
    /// Words that contain one of those and mean something else.
    pub not_in: Vec<String>,
    /// Whom to call, the first first: ids of contacts.
    pub contacts: Vec<Spanned<String>>,
    /// The page for the reader: its id.
    pub page: Option<Spanned<String>>,
}

keys! {
    /// What the file may say.
    KEYS: CrisisKey {
        Words = key(
            "words",
            Shape::Texts,
            "Words that mean that somebody may be in danger; in either script, pinyin is known",
            "说明人可能有危险的词；写一种字体就行，拼音也认",
        ).required(),
        NotIn = key(
            "not_in",
            Shape::Texts,
            "Words that contain one of them and mean something else",
            "含有上面的词、意思却不同的词",
        ),
        Contacts = key(
            "contacts",
            Shape::Texts,
            "Whom to call, the first first: ids",
            "打给谁，按先后写 id",
        ).required(),
        Page = key("page", Shape::Text, "The page for them: its id", "给他们看的那一页的 id"),
    }
}

impl Crisis {
    /// Takes over what another file says.
    pub(super) fn merge(&mut self, other: Self) {
        self.words.extend(other.words);
        self.not_in.extend(other.not_in);
        self.contacts.extend(other.contacts);
        self.page = other.page.or(self.page.take());
    }
}

/// Its file.
pub(super) const FILE: Key = key(
    "crisis",
    Shape::Map(KEYS),
    "When search shows who helps at once",
    "搜到哪些话时，先给出求助电话",
);

pub(super) fn read(root: &Node, source: &Source, out: &mut Vec<Diagnostic>) -> Crisis {
    let mut crisis = Crisis::default();
    Fields::new(source, out).record(root, |key, entry, fields| match key {
        CrisisKey::Words => crisis.words = fields.plain_texts(entry).unwrap_or_default(),
        CrisisKey::NotIn => crisis.not_in = fields.plain_texts(entry).unwrap_or_default(),
        CrisisKey::Contacts => crisis.contacts = fields.texts(entry).unwrap_or_default(),
        CrisisKey::Page => crisis.page = fields.spanned_text(entry),
    });
    crisis
}
