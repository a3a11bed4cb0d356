//! The site's own word lists: what the conversion tables of other editions get wrong, and what the search
//! knows of words that mean the same.

use crate::base::source::Source;
use crate::diag::{Diagnostic, Expected, Problem};
use crate::yaml::Node;
use crate::yaml::fields::Fields;
use crate::yaml::key::{Key, Shape, key, keys};

/// `data/words.yaml`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// Names that stay as the author writes them.
    pub keep: Vec<String>,
    /// The author's word, and what other editions write for it.
    pub write: Vec<(String, String)>,
    /// Groups of words that mean the same to readers who search.
    pub same: Vec<String>,
    /// Whether the search leaves out the groups that the program brings along.
    pub only_own: bool,
}

keys! {
    /// What the file may say.
    KEYS: WordsKey {
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
        Same = key(
            "same",
            Shape::Groups,
            "For the search: words that readers type, `>` (or `=` both ways, `~` only related), words that pages say",
            "搜索用：读者会打的词，`>`（`=` 是互通，`~` 是沾边），页面上写的词",
        ),
        OnlyOwn = key(
            "only_own",
            Shape::Flag,
            "Whether the search knows no such words but those of `same`",
            "搜索只用 `same` 里的词，不用程序自带的",
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
        self.same.extend(other.same);
        self.only_own |= other.only_own;
    }
}

/// Its file.
pub(super) const FILE: Key =
    key("words", Shape::Map(KEYS), "Words of the editions in another script", "别的文字版本的用词");

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
        WordsKey::Same => {
            for group in fields.texts(entry).unwrap_or_default() {
                if is_group(&group.value) {
                    words.same.push(group.value);
                } else {
                    let problem =
                        Problem::WrongType { key: entry.key.clone(), expected: Expected::Meaning };
                    fields.report(group.span, problem);
                }
            }
        }
        WordsKey::OnlyOwn => words.only_own = fields.flag(entry).unwrap_or_default(),
    });
    words
}

/// Whether a line has words on both sides of one sign, none of a single character.
fn is_group(line: &str) -> bool {
    let sides: Vec<&str> = line.split(['>', '=', '~']).collect();
    let words = |side: &&str| {
        let mut words = side.split_whitespace().peekable();
        words.peek().is_some() && words.all(|word| word.chars().nth(1).is_some())
    };
    sides.len() == 2 && sides.iter().all(words)
}
