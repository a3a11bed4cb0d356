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
        let before = column.saturating_sub(AROUND + 1);
        let text = line.trim_end().chars().skip(before).take(2 * AROUND).collect();
        Self { text, before }
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
