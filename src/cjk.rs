//! Which characters are Chinese, Japanese or Korean, and what follows from it for layout.

/// Whether a language tag is one of Chinese: `zh-Hans`.
pub fn is_chinese(language: &str) -> bool {
    language.split('-').next().is_some_and(|primary| primary.eq_ignore_ascii_case("zh"))
}

/// Wide and full-width characters, punctuation included: the neighbours for which emphasis and line
/// joining have rules of their own. Ranges follow Unicode's East Asian Width `W` and `F` (plus the
/// half-width forms), without emoji.
pub fn is_cjk(c: char) -> bool {
    matches!(c as u32,
        0x1100..=0x11FF
        | 0x2E80..=0x303E
        | 0x3041..=0x33FF
        | 0x3400..=0x4DBF
        | 0x4E00..=0xA4CF
        | 0xA960..=0xA97F
        | 0xAC00..=0xD7FF
        | 0xF900..=0xFAFF
        | 0xFE10..=0xFE1F
        | 0xFE30..=0xFE6F
        | 0xFF01..=0xFFEE
        | 0x16FE0..=0x18DFF
        | 0x1AFF0..=0x1B2FF
        | 0x1F200..=0x1F2FF
        | 0x20000..=0x3FFFD)
}

/// A Chinese character.
pub fn is_han(c: char) -> bool {
    matches!(c as u32,
        0x3005..=0x3007 | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFD)
}

/// Whether a line break between these two is only the author's, and no space is meant. Korean puts
/// spaces between words, so Hangul keeps them.
pub fn joins(before: char, after: char) -> bool {
    let hangul = |c: char| matches!(c as u32, 0x1100..=0x11FF | 0xA960..=0xA97F | 0xAC00..=0xD7FF);
    is_cjk(before) && is_cjk(after) && !hangul(before) && !hangul(after)
}

/// Whether each part of a heading, up to the mark behind it, is short enough for a line of a phone: then
/// lines need to end nowhere else.
pub fn has_short_clauses(heading: &str) -> bool {
    let mut length = 0;
    heading.chars().all(|c| {
        length += 1;
        let fits = length <= LONGEST_CLAUSE;
        if !c.is_alphanumeric() {
            length = 0;
        }
        fits
    })
}

/// In characters, the mark behind it included.
const LONGEST_CLAUSE: usize = 12;

/// A character that only varies the one before it.
pub fn is_variation_selector(c: char) -> bool {
    matches!(c as u32, 0xFE00..=0xFE0F | 0xE0100..=0xE01EF)
}

/// How long a text takes to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Length {
    /// Chinese characters and words in other scripts, punctuation not counted.
    pub characters: usize,
    /// Whole minutes, at least one.
    pub minutes: usize,
}

/// Measures a text: 400 characters or 200 words a minute, a calm reading speed on a phone.
pub fn length<'a>(blocks: impl Iterator<Item = &'a str>) -> Length {
    let (mut characters, mut words) = (0, 0);
    for block in blocks {
        let mut in_word = false;
        for c in block.chars() {
            // Nearly all of a Chinese text is of these two blocks, where every code is a character.
            let plainly = matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}');
            let wide = plainly || is_cjk(c) && c.is_alphanumeric();
            characters += usize::from(wide);
            let part = !wide && c.is_alphanumeric();
            words += usize::from(part && !in_word);
            in_word = part;
        }
    }
    Length {
        characters: characters + words,
        minutes: (characters + words * 2).div_ceil(400).max(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_of_long_parts_is_told() {
        assert!(has_short_clauses("有人堵门、动手、威胁，先做什么？"));
        assert!(has_short_clauses("一二三四五六七八九十甲，乙"));
        assert!(!has_short_clauses("催收打给家人和单位怎么办？"));
    }

    #[test]
    fn lengths_count_characters_and_words_but_not_punctuation() {
        let l = length(["花呗，2024 年！", "hello world"].into_iter());
        assert_eq!(l.characters, 3 + 1 + 2);
        assert_eq!(l.minutes, 1);
        assert_eq!(length(["字".repeat(801).as_str()].into_iter()).minutes, 3);
    }
}
