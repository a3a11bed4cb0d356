//! The site's own word list for editions in another script: what the conversion tables get wrong.

use crate::base::source::Source;
use crate::diag::{Diagnostic, Expected, Problem};
use crate::yaml::Node;
use crate::yaml::fields::Fields;
use crate::yaml::key::{Shape, key, keys};

/// `data/words.yaml`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// Names that stay as the author writes them.
    pub keep: Vec<String>,
    /// The author's word, and what other editions write for it.
    pub write: Vec<(String, String)>,
}

keys! {
    /// What the file may say.
    pub(super) KEYS: WordsKey {
        Keep = key(
            "keep",
            Shape::Texts,
            "Names that stay as the author writes them",
            "照原样保留的名字",
        ),
        Write = key(
            "write",
            Shape::Words,
            "A word, and what the other editions write for it",
            "原词，和别的版本里的写法",
        ),
    }
}

/// Characters that mean something in HTML.
const MARKUP: [char; 5] = ['<', '>', '&', '"', '\''];

impl Words {
    /// Takes over the words of another file.
    pub(super) fn merge(&mut self, other: Self) {
        self.keep.extend(other.keep);
        self.write.extend(other.write);
    }
}

pub(super) fn read(root: &Node, source: &Source, out: &mut Vec<Diagnostic>) -> Words {
    let mut words = Words::default();
    let mut fields = Fields::new(source, out);
    fields.record(root, |key, entry, fields| match key {
        WordsKey::Keep => words.keep = fields.plain_texts(entry).unwrap_or_default(),
        WordsKey::Write => {
            for pair in fields.map(entry).unwrap_or_default() {
                let Some(to) = fields.spanned_text(pair) else { continue };
                // The words are put into finished pages, where these would be mark-up.
                if [&pair.key, &to.value].iter().any(|w| w.contains(MARKUP)) {
                    let key = pair.key.clone();
                    let problem = Problem::WrongType { key, expected: Expected::Text };
                    fields.report(to.span, problem);
                } else {
                    words.write.push((pair.key.clone(), to.value));
                }
            }
        }
    });
    words
}
