//! Line breaks within a value: YAML folds each to a space, which Chinese does not put between its words.

use crate::base::cjk::joins;

/// A value as it is meant. `written`: the same as it stands in the file.
pub(super) fn without_spaces(value: String, written: &str) -> String {
    if written.starts_with('|') || !written.contains('\n') || value.is_ascii() {
        return value;
    }
    let written = written.trim_matches(['"', '\'']);
    let (mut out, mut from) = (String::with_capacity(value.len()), 0);
    for (line, next) in written.lines().zip(written.lines().skip(1)) {
        let (before, after) = (line.trim(), next.trim());
        if !joins(before.chars().rev(), after.chars()) {
            continue;
        }
        let fold = format!("{} {}", last(before), first(after));
        // An escape takes more room in the file than in the value, never much less.
        let rest = &value[from..];
        let most = rest.len().min(line.len() * 2 + 64);
        let near = (0..=most).rev().find(|end| rest.is_char_boundary(*end)).unwrap_or(0);
        if let Some(found) = rest[..near].find(&fold) {
            let space = from + found + last(before).len();
            out.push_str(&value[from..space]);
            from = space + 1;
        }
    }
    out.push_str(&value[from..]);
    out
}

/// The end of a line, long enough to be found again.
fn last(line: &str) -> &str {
    &line[line.char_indices().nth_back(3).map_or(0, |(at, _)| at)..]
}

/// The start of a line.
fn first(line: &str) -> &str {
    &line[..line.char_indices().nth(4).map_or(line.len(), |(at, _)| at)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folded_value_has_no_space_between_chinese_words() {
        for (written, folded, meant) in [
            (
                ">-\n  第一行\n  第二行，\n  第三行",
                "第一行 第二行， 第三行",
                "第一行第二行，第三行",
            ),
            ("\"引号里\n  也一样\"", "引号里 也一样", "引号里也一样"),
            ("中文\n  English\n  中文", "中文 English 中文", "中文 English 中文"),
            ("|\n  第一行\n  第二行", "第一行\n第二行", "第一行\n第二行"),
            (">-\n  甲 乙\n\n  丙", "甲 乙\n丙", "甲 乙\n丙"),
            ("甲 乙", "甲 乙", "甲 乙"),
            ("一\n  一\n  一", "一 一 一", "一一一"),
        ] {
            assert_eq!(without_spaces(folded.to_owned(), written), meant, "{written}");
        }
    }
}
