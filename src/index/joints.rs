//! What stands side by side in a name when it is typed without its marks: 《刑法修正案（四）》 is typed 刑法修正案四,
//! and 刑法修正案4. The browser's `numbers.js` has the numerals by the same rule.

use super::tokenize::{is_joined, is_lettered};

const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// Calls `each` for every two characters of a folded name that only marks and spaces keep apart, and where a
/// number of up to two digits follows, for that number in Chinese.
pub(super) fn joints(folded: &[char], mut each: impl FnMut(char, char)) {
    let (mut before, mut parted) = (None, false);
    let mut word = String::new();
    for c in folded.iter().copied().chain([' ']) {
        if is_lettered(c) && !is_joined(c) {
            word.push(c);
            continue;
        }
        if !word.is_empty() {
            if let Some(before) = before.take() {
                numeral(&word).into_iter().fold(before, |a, b| {
                    each(a, b);
                    b
                });
            }
            word.clear();
        }
        if !is_joined(c) {
            parted = true;
            continue;
        }
        if let Some(before) = before.filter(|_| parted) {
            each(before, c);
        }
        (before, parted) = (Some(c), false);
    }
}

/// A number of up to two digits in Chinese; nothing for another word.
fn numeral(word: &str) -> Vec<char> {
    let number = if word.len() > 2 { None } else { word.parse::<usize>().ok() };
    let Some(number) = number else { return Vec::new() };
    let (tens, ones) = (number / 10, number % 10);
    let digit = |n: usize, least: usize| (n > least).then(|| DIGITS[n]);
    let ten = (tens > 0).then_some('十');
    [digit(tens, 1), ten, digit(ones, 0)].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str) -> String {
        let mut found = Vec::new();
        joints(&name.chars().collect::<Vec<char>>(), |a, b| found.push(format!("{a}{b}")));
        found.join(" ")
    }

    #[test]
    fn marks_and_spaces_are_not_typed() {
        assert_eq!(of("《刑法》修正案(四) 说明 a 二 b 三"), "法修 案四 四说");
        assert_eq!(of("刑法修正案"), "");
    }

    #[test]
    fn numbers_are_typed_in_chinese() {
        assert_eq!(of("案4"), "案四");
        assert_eq!(of("案(10)说明"), "案十");
        assert_eq!(of("案 11"), "案十 十一");
        assert_eq!(of("案20"), "案二 二十");
        assert_eq!(of("案(99)案0 案100 案4a a4"), "案九 九十 十九");
    }
}
