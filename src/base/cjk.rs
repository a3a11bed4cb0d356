//! Which characters are Chinese, Japanese or Korean, and what follows from it for layout.

/// Whether two tags name one way of writing: `zh-CN`, as other generators have it, is `zh-Hans`. What is
/// written in Taiwan and in Hong Kong differs in words.
pub fn is_same_writing(one: &str, other: &str) -> bool {
    let mainland = |tag: &str| {
        let tag = tag.replace('_', "-").to_ascii_lowercase();
        matches!(tag.as_str(), "zh" | "zh-cn" | "zh-hans" | "zh-hans-cn")
    };
    one.eq_ignore_ascii_case(other) || mainland(one) && mainland(other)
}

/// Whether a language tag is one of Chinese: `zh-Hans`.
pub fn is_chinese(language: &str) -> bool {
    language.split('-').next().is_some_and(|primary| primary.eq_ignore_ascii_case("zh"))
}

/// Wide and full-width characters, punctuation included: the neighbours for which emphasis and line
/// joining have rules of their own. Ranges follow Unicode's East Asian Width `W` and `F` (plus the
/// half-width forms), without emoji.
pub fn is_cjk(c: char) -> bool {
    // Nearly every character of a Chinese text.
    matches!(c as u32, 0x4E00..=0xA4CF)
        || matches!(c as u32,
            0x1100..=0x11FF
            | 0x2E80..=0x303E
            | 0x3041..=0x33FF
            | 0x3400..=0x4DBF
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

/// Whether a character is a letter or a digit, as Unicode has them: said at once of nearly all characters of a
/// Chinese text, for which Unicode's tables take long.
pub fn is_letter(c: char) -> bool {
    match c {
        // Here every code is a character.
        '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' => true,
        '，' | '。' | '、' | '；' | '：' | '？' | '！' | '（' | '）' | '《' | '》' | '「'
        | '」' => false,
        '\u{2010}'..='\u{2027}' => false,
        _ => c.is_alphanumeric(),
    }
}

/// A Chinese character.
pub fn is_han(c: char) -> bool {
    matches!(c as u32,
        0x3005..=0x3007 | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFD)
}

/// Whether a line break between these two texts is only the author's, and no space is meant: beside it
/// stand two CJK characters, or one and a punctuation mark that is as wide as its neighbours (the
/// segment break rule of CSS Text 4). Of two such marks, what stands behind them decides. Korean puts spaces
/// between words, so Hangul keeps them.
pub fn joins(before: impl Iterator<Item = char>, after: impl Iterator<Item = char>) -> bool {
    let (mut before, mut after) = (before.peekable(), after.peekable());
    // Whoever writes a space of no width says that there is none.
    if [before.peek(), after.peek()].contains(&Some(&'\u{200B}')) {
        return true;
    }
    let (before, after) = (Side::of(before), Side::of(after));
    match (before.ambiguous, after.ambiguous) {
        (true, true) | (false, false) => before.wide && after.wide,
        (true, false) => after.wide,
        (false, true) => before.wide,
    }
}

/// One side of a line break.
struct Side {
    /// Whether a mark of any width stands at the break.
    ambiguous: bool,
    /// Whether the next character that is no such mark is wide.
    wide: bool,
}

impl Side {
    fn of(chars: impl Iterator<Item = char>) -> Self {
        let mut ambiguous = false;
        // Nobody writes more such marks in a row.
        for c in chars.take(16).filter(|c| !is_variation_selector(*c)) {
            if !is_ambiguous(c) {
                return Self { ambiguous, wide: is_cjk(c) && !is_hangul(c) };
            }
            ambiguous = true;
        }
        Self { ambiguous, wide: false }
    }
}

/// Punctuation that Chinese and other scripts share, wide among wide characters.
fn is_ambiguous(c: char) -> bool {
    matches!(
        c,
        '“' | '”'
            | '‘'
            | '’'
            | '—'
            | '…'
            | '·'
            | '―'
            | '⸺'
            | '‥'
            | '•'
            | '‧'
            | '–'
            | '‐'
            | '※'
            | '′'
            | '″'
            | '§'
            | '‰'
            | '‖'
            | '†'
            | '‡'
    )
}

fn is_hangul(c: char) -> bool {
    matches!(c as u32, 0x1100..=0x11FF | 0x3130..=0x318F | 0xA960..=0xA97F | 0xAC00..=0xD7FF)
}

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
pub fn length(blocks: impl Iterator<Item: AsRef<str>>) -> Length {
    let (mut characters, mut words) = (0, 0);
    for block in blocks {
        let (text, mut at, mut in_word) = (block.as_ref(), 0, false);
        while let Some(first) = text.as_bytes().get(at) {
            // What begins with one of these bytes is a Chinese character, as nearly all are: it takes three.
            if matches!(first, 0xE5..=0xE9) {
                characters += 1;
                in_word = false;
                at += 3;
                continue;
            }
            let Some(c) = text[at..].chars().next() else { break };
            at += c.len_utf8();
            let letter = is_letter(c);
            let wide = letter && is_cjk(c);
            characters += usize::from(wide);
            let part = letter && !wide;
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
    fn letters_are_what_unicode_says() {
        let wrong: Vec<char> =
            ('\0'..=char::MAX).filter(|c| is_letter(*c) != c.is_alphanumeric()).collect();
        assert_eq!(wrong, []);
    }

    #[test]
    fn line_breaks_join_what_is_chinese_on_both_sides() {
        for (before, after, joined) in [
            ("甲", "乙", true),
            ("说“可以”", "我", true),
            ("等等……", "后来", true),
            ("《合同》", "“第一条”", true),
            ("下周——", "“好”", true),
            ("说“好”", "“行”", true),
            ("阿布都·", "热合曼", true),
            ("word”", "我", true),
            ("“word”", "English", false),
            ("中文”", "English", false),
            ("word", "“English”", false),
            ("word…", "…word", false),
            ("word”", "“中文", false),
            ("中文", "word", false),
            ("한국", "한국", false),
            ("한국", "“한국”", false),
            ("", "甲", false),
            ("……", "甲", true),
            ("达‧", "芬奇", true),
            ("五–", "六", true),
            ("甲", "※乙", true),
            ("百分之五‰", "甲", true),
            ("one –", "two", false),
            ("甲\u{200B}", "乙", true),
            ("甲", "\u{200B}word", true),
        ] {
            assert_eq!(joins(before.chars().rev(), after.chars()), joined, "{before}|{after}");
        }
    }

    #[test]
    fn lengths_count_characters_and_words_but_not_punctuation() {
        let l = length(["花呗，2024 年！", "hello world"].into_iter());
        assert_eq!(l.characters, 3 + 1 + 2);
        assert_eq!(l.minutes, 1);
        assert_eq!(length(["字".repeat(801).as_str()].into_iter()).minutes, 3);
        for c in '\0'..=char::MAX {
            let characters = length([c.encode_utf8(&mut [0; 4])].into_iter()).characters;
            assert_eq!(characters, usize::from(is_letter(c)), "{c:?}");
        }
    }
}
