//! Words that are somebody else's: quotations “…” and titles of works 《…》.
//!
//! A word in one is said, or to be said, as a whole. A word that is all of a quotation is only
//! introduced by its marks.

use std::ops::Range;

/// Where quotations and titles stand in a text, without their marks.
pub(super) struct Quoted(Vec<Range<usize>>);

impl Quoted {
    /// Finds the outermost ones. What is not closed in its block quotes nothing.
    pub(super) fn of(text: &str) -> Self {
        let mut quoted = Vec::new();
        let mut open: Option<(&str, usize)> = None;
        for (at, mark) in text.match_indices(['“', '”', '「', '」', '『', '』', '《', '》', '\n'])
        {
            match open {
                Some((close, start)) if close == mark => {
                    quoted.push(start..at);
                    open = None;
                }
                _ if mark == "\n" => open = None,
                None => open = closing(mark).map(|close| (close, at + mark.len())),
                Some(_) => {}
            }
        }
        Self(quoted)
    }

    /// Whether `word` is a part of what is quoted.
    pub(super) fn hold(&self, word: &Range<usize>) -> bool {
        let next = self.0.partition_point(|quoted| quoted.end < word.end);
        self.0.get(next).is_some_and(|quoted| quoted.start <= word.start && quoted != word)
    }
}

fn closing(mark: &str) -> Option<&'static str> {
    Some(match mark {
        "“" => "”",
        "「" => "」",
        "『" => "』",
        "《" => "》",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_parts_of_closed_quotations_are_held() {
        for (text, held) in [
            ("词", false),
            ("“词”", false),
            ("“词语”", true),
            ("“说词”，词", true),
            ("“说”词“完”", false),
            ("《甲》词《乙》", false),
            ("《词典》", true),
            ("“《词》”", true),
            ("“说词\n完”", false),
            ("说词”", false),
            ("」「词。」", true),
        ] {
            let at = text.find('词').expect("there");
            assert_eq!(Quoted::of(text).hold(&(at..at + 3)), held, "{text}");
        }
    }
}
