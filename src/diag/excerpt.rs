//! A window of a line: as much of it as a message shows. A line may be as long as its file, and thousands of
//! findings may be in it.

/// How many characters are kept on either side of where the mark begins.
const AROUND: usize = 200;

/// What stands around a place in its line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Excerpt {
    /// The characters.
    text: String,
    /// How many of the line come before them.
    before: usize,
}

impl Excerpt {
    /// Cuts it out of the line, around a 1-based column.
    pub fn of(line: &str, column: usize) -> Self {
        let at = line.char_indices().nth(column.saturating_sub(1)).map_or(line.len(), |(at, _)| at);
        let (before, from) = line.split_at(at);
        Self::around(before, before.chars().count(), from)
    }

    /// The same where the line before the place and its number of characters are known. What follows in
    /// `from` may be more than the line.
    pub fn around(before: &str, count: usize, from: &str) -> Self {
        let kept =
            before.char_indices().rev().take(AROUND).last().map_or(before.len(), |(at, _)| at);
        let after: String = from.chars().take(AROUND).take_while(|c| *c != '\n').collect();
        let text = format!("{}{after}", &before[kept..]).trim_end().to_owned();
        Self { text, before: count.saturating_sub(AROUND) }
    }

    /// The line as far as it is known, every character in its column.
    pub fn line(&self) -> String {
        " ".repeat(self.before) + &self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_any_length_gives_a_window_with_every_character_in_its_column() {
        let line = "字".repeat(50_000) + "错" + &"字".repeat(50_000);
        let excerpt = Excerpt::of(&line, 50_001);
        assert!(excerpt.text.chars().count() <= 2 * AROUND);
        assert_eq!(excerpt.line().chars().nth(50_000), Some('错'));
        assert_eq!(Excerpt::of("短\r\n", 1).line(), "短");
        assert_eq!(Excerpt::of("短", 9).line(), "短");
    }
}
