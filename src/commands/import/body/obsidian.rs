//! What Obsidian writes besides Markdown: comments, highlights, ids of blocks. Its links and embeds are
//! [`super::super::links`]'s.

use super::super::report::{Change, Notes};
use super::super::text::{lines, outside_code};

/// Converts a text.
pub(super) fn convert(text: &str, notes: &mut Notes) -> String {
    let text = outside_code(text, |piece| {
        let piece = between(piece, "%%", |inside| {
            notes.count(Change::Comment, 1);
            format!("<!-- {} -->", inside.trim().replace("--", "- -"))
        });
        between(&piece, "==", |inside| {
            notes.count(Change::Mark, 1);
            format!("**{inside}**")
        })
    });
    let mut out = String::with_capacity(text.len());
    for (line, code) in lines(&text) {
        let id = block_id(line).filter(|_| !code);
        if id.is_some() {
            notes.count(Change::Mark, 1);
        }
        out.push_str(id.unwrap_or(line));
        out.push('\n');
    }
    out
}

/// Replaces what stands between two equal marks. Highlights stay in their line and begin with a word.
fn between(text: &str, mark: &str, mut put: impl FnMut(&str) -> String) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some((before, after)) = rest.split_once(mark) {
        let inside = after.split_once(mark).filter(|(inside, _)| {
            let word = !inside.starts_with(char::is_whitespace) && !inside.contains('\n');
            !inside.trim().is_empty() && (mark == "%%" || word && !inside.starts_with('='))
        });
        out.push_str(before);
        match inside {
            Some((inside, behind)) => {
                out.push_str(&put(inside));
                rest = behind;
            }
            None => {
                out.push_str(mark);
                rest = after;
            }
        }
    }
    out + rest
}

/// A line without the id of its block, ` ^a1b2c3`, if it has one.
fn block_id(line: &str) -> Option<&str> {
    let (before, id) = line.rsplit_once('^')?;
    let fits = !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let apart = before.is_empty() || before.ends_with(' ');
    (fits && apart).then(|| before.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_markdown() {
        for (text, expected) in [
            ("甲%%私下%%乙 `%%a%%`\n", "甲<!-- 私下 -->乙 `%%a%%`\n"),
            ("%%\n私下\n--> 也是\n%%\n", "<!-- 私下\n- -> 也是 -->\n"),
            ("==重要==，a == b == c\n", "**重要**，a == b == c\n"),
            ("一句话。 ^abc123\n^next\nx^2\n", "一句话。\n\nx^2\n"),
        ] {
            assert_eq!(convert(text, &mut Notes::default()), expected);
        }
    }
}
