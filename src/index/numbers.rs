//! What numbers mean, beside the words that they are written in: a telephone number without its
//! hyphens, an amount in digits whether it is written 10万, 100,000 or 十万, the article 第680 whether
//! it is written 第680条 or 第六百八十条. Readers type one form, pages have another.
//!
//! The browser's `numbers.js` follows the same rule: `tests/search/numbers.json` holds both to one table.

/// Telephone numbers have so many digits.
pub(super) const PHONE: std::ops::RangeInclusive<usize> = 7..=12;
/// A browser counts no further without losing the last digits.
pub(super) const HIGHEST: u64 = 9_000_000_000_000_000;
/// No amount is written with more characters.
pub(super) const LONGEST: usize = 15;

/// Calls `each` for every number of a folded text, given by characters, that is written in parts or in words.
pub fn numbers(folded: &[char], mut each: impl FnMut(&str)) {
    // Without an early end many characters are looked at in one step.
    if folded.iter().fold(false, |any, c| any | c.is_ascii_digit()) {
        phones(folded, &mut each);
    }
    amounts(folded, &mut each);
}

/// Digits with single spaces or hyphens between them.
fn phones(chars: &[char], each: &mut impl FnMut(&str)) {
    let mut at = 0;
    while let Some(before) = chars[at..].iter().position(char::is_ascii_digit) {
        at += before;
        let mut number = String::new();
        let mut parts = 0;
        while chars.get(at).is_some_and(char::is_ascii_digit) {
            let end = at + run(&chars[at..], |c| c.is_ascii_digit());
            number.extend(&chars[at..end]);
            parts += 1;
            let goes_on = matches!(chars.get(end), Some('-' | '‐' | '–' | ' '))
                && chars.get(end + 1).is_some_and(char::is_ascii_digit);
            at = end + usize::from(goes_on);
        }
        if parts > 1 && PHONE.contains(&number.len()) {
            each(&number);
        }
    }
}

/// Amounts and articles.
fn amounts(chars: &[char], each: &mut impl FnMut(&str)) {
    let mut at = 0;
    let begins = |c: &char| c.is_ascii_digit() || value(*c).is_some();
    while let Some(before) = chars[at..].iter().position(begins) {
        at += before;
        let in_digits = chars[at].is_ascii_digit();
        let (length, number, plain) = match in_digits {
            true => digits(&chars[at..]),
            false => words(&chars[at..]),
        };
        let ordinal = at > 0 && chars[at - 1] == '第';
        at += length;
        let Some(number) = number else { continue };
        if chars.get(at) == Some(&'条') && (ordinal || in_digits && plain) {
            each(&format!("第{number}"));
        }
        if !plain && number > 9 {
            each(&number.to_string());
        }
    }
}

/// `680`, `100,000`, `1.5万`: its length, what it means, whether it is nothing but digits.
fn digits(chars: &[char]) -> (usize, Option<u64>, bool) {
    let digit = |c: char| c.is_ascii_digit();
    let mut end = run(chars, digit);
    let first = end;
    while first < 4 && chars.get(end) == Some(&',') && run(&chars[end + 1..], digit) == 3 {
        end += 4;
    }
    let mut plain = end == first;
    let mut text: String = chars[..end].iter().filter(|c| digit(**c)).collect();
    let decimals = match chars.get(end) {
        Some('.') => run(&chars[end + 1..], digit),
        _ => 0,
    };
    if decimals > 0 {
        text.extend(&chars[end + 1..end + 1 + decimals]);
        end += 1 + decimals;
    }
    let units = run(&chars[end..], |c| value(c).is_some_and(|value| value > 9));
    let factor = chars[end..end + units].iter().try_fold(1_u64, |product, c| {
        product.checked_mul(value(*c)?).filter(|product| *product <= HIGHEST)
    });
    plain &= decimals + units == 0;
    end += units;
    let number = factor.filter(|_| text.len() <= LONGEST).and_then(|factor| {
        let whole = text.parse::<u64>().ok()?.checked_mul(factor)?;
        let parts = 10_u64.pow(u32::try_from(decimals).ok()?);
        (whole <= HIGHEST && whole % parts == 0).then_some(whole / parts)
    });
    (end, number, plain)
}

/// `六百八十`, `二〇二四`: its length, what it means, whether it is a single character.
fn words(chars: &[char]) -> (usize, Option<u64>, bool) {
    let length = run(chars, |c| value(c).is_some());
    let number = (length <= LONGEST).then(|| read(&chars[..length])).flatten();
    (length, number, length == 1)
}

fn read(chars: &[char]) -> Option<u64> {
    let values = chars.iter().filter_map(|c| value(*c));
    if values.clone().all(|value| value < 10) {
        return Some(values.fold(0, |number, value| number * 10 + value));
    }
    let (mut whole, mut part) = (0_u64, 0_u64);
    let mut last: Option<u64> = None;
    for value in values {
        match value {
            0 => {}
            1..10 if last.is_some() => return None,
            1..10 => last = Some(value),
            10..10_000 => {
                // 十 alone is ten; 百 needs a digit before it.
                let digit = last.take().or_else(|| (value == 10).then_some(1))?;
                part += digit * value;
            }
            _ => {
                part += last.take().unwrap_or(0);
                if part + whole == 0 {
                    return None;
                }
                // 一万亿 multiplies what stands before it, 一亿二千万 only its own part.
                whole = if value > 10_000 { (whole + part) * value } else { whole + part * value };
                part = 0;
                if whole > HIGHEST {
                    return None;
                }
            }
        }
    }
    Some(whole + part + last.unwrap_or(0))
}

fn run(chars: &[char], is: impl Fn(char) -> bool) -> usize {
    chars.iter().take_while(|c| is(**c)).count()
}

/// What a Chinese numeral stands for.
fn value(c: char) -> Option<u64> {
    let (numeral, value) = PLACED[place(c)];
    (numeral == c).then_some(value)
}

const NUMERALS: [(char, u64); 17] = [
    ('零', 0),
    ('〇', 0),
    ('一', 1),
    ('二', 2),
    ('两', 2),
    ('三', 3),
    ('四', 4),
    ('五', 5),
    ('六', 6),
    ('七', 7),
    ('八', 8),
    ('九', 9),
    ('十', 10),
    ('百', 100),
    ('千', 1000),
    ('万', 10_000),
    ('亿', 100_000_000),
];

/// The numerals at places that a character tells: every character of a text is asked for.
const PLACED: [(char, u64); 256] = {
    // No numeral, and none that a text has.
    let (mut placed, mut at) = ([(char::MAX, 0); 256], 0);
    while at < NUMERALS.len() {
        let place = place(NUMERALS[at].0);
        assert!(placed[place].0 == char::MAX, "two numerals at one place");
        placed[place] = NUMERALS[at];
        at += 1;
    }
    placed
};

/// Where a character would stand among [`PLACED`].
const fn place(c: char) -> usize {
    (c as u32 ^ c as u32 >> 8) as u8 as usize
}
