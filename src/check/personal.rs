//! Data about people that must not be published: mobile numbers, ID numbers, bank cards, and the
//! places where pictures were taken.
//!
//! Read from the files as they are, code blocks and registries included, because a number is as
//! public there. Addresses of web pages are left out, and so are numbers in `contacts.yaml`.

use super::at;
use crate::base::location;
use crate::base::source::Source;
use crate::diag::{Diagnostic, Personal, Problem, Wording};
use crate::model::site::Site;
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

/// The registered numbers, digits only.
pub(super) fn official(site: &Site) -> HashSet<String> {
    let digits = |n: &String| n.chars().filter(char::is_ascii_digit).collect();
    site.registry.contacts.iter().filter_map(|c| c.number.as_ref()).map(digits).collect()
}

/// Finds the numbers in a file.
pub(super) fn find(source: &Source, official: &HashSet<String>) -> Vec<Diagnostic> {
    let (text, wide) = narrow(&source.text);
    let text = text.as_ref();
    let groups = groups(text);
    let addresses = addresses(text);
    let mut out = Vec::new();
    let mut i = 0;
    while i < groups.len() {
        let found = (1..=5.min(groups.len() - i)).find_map(|n| {
            let parts = &groups[i..i + n];
            Some((n, of_parts(text, parts)?))
        });
        let Some((n, what)) = found else {
            i += 1;
            continue;
        };
        let range = groups[i].start..groups[i + n - 1].end;
        i += n;
        let digits: String = text[range.clone()].chars().filter(char::is_ascii_digit).collect();
        let last = addresses.partition_point(|a| a.start <= range.start).checked_sub(1);
        let inside = last.is_some_and(|last| addresses[last].end > range.start);
        if !inside && !official.contains(&digits) {
            let range = original(range.start, &wide)..original(range.end, &wide);
            out.push(at(source.span(range), Wording::PersonalData { what }));
        }
    }
    out
}

/// Finds pictures that tell where they were taken.
pub(super) fn find_in_pictures(site: &Site) -> impl ParallelIterator<Item = Diagnostic> + '_ {
    let telling = site.assets.par_iter().filter(|a| location::is_told(&a.path, &a.bytes));
    telling.map(|asset| {
        let finding = Wording::PersonalData { what: Personal::Location }.into();
        Diagnostic::in_file(asset.path.clone(), Problem::Rule { finding })
    })
}

/// The text with plain digits for full-width ones, and behind which offsets two bytes are gone for
/// each of them.
fn narrow(text: &str) -> (Cow<'_, str>, Vec<usize>) {
    let is_wide = |c: char| ('０'..='９').contains(&c);
    if !text.contains(is_wide) {
        return (Cow::Borrowed(text), Vec::new());
    }
    let (mut narrow, mut wide) = (String::with_capacity(text.len()), Vec::new());
    for c in text.chars() {
        if is_wide(c) {
            narrow.extend(char::from_digit(c as u32 - '０' as u32, 10));
            wide.push(narrow.len());
        } else {
            narrow.push(c);
        }
    }
    (Cow::Owned(narrow), wide)
}

/// The offset in the file of one in the narrowed text.
fn original(at: usize, wide: &[usize]) -> usize {
    at + wide.partition_point(|offset| *offset <= at) * 2
}

/// Runs of digits that are not part of a word; an ID number's last X belongs to it.
fn groups(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    let mut groups = Vec::new();
    let mut i = 0;
    while i < bytes.len() {
        if !bytes[i].is_ascii_digit() {
            i += 1;
            continue;
        }
        let start = i;
        while i < bytes.len() && bytes[i].is_ascii_digit() {
            i += 1;
        }
        if matches!(i - start, 3 | 17)
            && bytes.get(i).is_some_and(|b| b.eq_ignore_ascii_case(&b'x'))
        {
            i += 1;
        }
        let before = start.checked_sub(1).map(|b| bytes[b]);
        let after = bytes.get(i).copied();
        if !before.is_some_and(|b| word(b) || b == b'.') && !after.is_some_and(word) {
            groups.push(start..i);
        }
    }
    groups
}

/// What the parts are together, if only a space or hyphen separates them.
fn of_parts(text: &str, parts: &[Range<usize>]) -> Option<Personal> {
    let together = parts.windows(2).all(|w| matches!(&text[w[0].end..w[1].start], " " | "-"));
    if !together {
        return None;
    }
    let lengths: Vec<usize> = parts.iter().map(ExactSizeIterator::len).collect();
    let number: String = parts.iter().map(|p| &text[p.clone()]).collect();
    match lengths.as_slice() {
        [11] | [3, 4, 4] if is_mobile(&number) => Some(Personal::Mobile),
        [13] if number.starts_with("86") && is_mobile(&number[2..]) => Some(Personal::Mobile),
        [18] | [6, 8, 4] if is_id(&number) => Some(Personal::IdNumber),
        [16..=19] | [4, 4, 4, 4] | [4, 4, 4, 4, 1..=3] if is_card(&number) => {
            Some(Personal::BankCard)
        }
        _ => None,
    }
}

fn is_mobile(number: &str) -> bool {
    number.bytes().all(|b| b.is_ascii_digit())
        && number.starts_with('1')
        && matches!(number.as_bytes()[1], b'3'..=b'9')
}

/// GB 11643: a day of birth that can be, and the check digit by ISO 7064 MOD 11-2.
fn is_id(number: &str) -> bool {
    if !number.bytes().take(17).all(|b| b.is_ascii_digit()) {
        return false;
    }
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let part = |range: Range<usize>| number[range].parse::<u32>().unwrap_or(0);
    let born = (1900..2100).contains(&part(6..10))
        && (1..=12).contains(&part(10..12))
        && (1..=31).contains(&part(12..14));
    let sum: u32 =
        number.bytes().zip(WEIGHTS).map(|(b, weight)| u32::from(b - b'0') * weight).sum();
    let check = b"10X98765432"[(sum % 11) as usize];
    born && number.as_bytes()[17].eq_ignore_ascii_case(&check)
}

/// A number that cards begin with, and Luhn's sum.
fn is_card(number: &str) -> bool {
    if !number.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let sum: u32 = number
        .bytes()
        .rev()
        .enumerate()
        .map(|(i, b)| {
            let digit = u32::from(b - b'0');
            if i % 2 == 0 { digit } else { digit * 2 - if digit > 4 { 9 } else { 0 } }
        })
        .sum();
    let known = matches!(number.as_bytes()[0], b'3'..=b'6' | b'9');
    known && sum.is_multiple_of(10)
}

/// Where web addresses are: long numbers in them are nobody's.
fn addresses(text: &str) -> Vec<Range<usize>> {
    let ends = |c: char| c.is_whitespace() || !c.is_ascii() || matches!(c, '"' | '\'' | '>' | ')');
    let mut addresses: Vec<Range<usize>> = Vec::new();
    for (at, _) in text.match_indices("://") {
        if addresses.last().is_none_or(|last| last.end <= at) {
            addresses.push(at..text[at..].find(ends).map_or(text.len(), |n| at + n));
        }
    }
    addresses
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(text: &str) -> Vec<usize> {
        let official = HashSet::from(["4001234567".to_owned(), "13900139000".to_owned()]);
        let source = Source::new("", text);
        let span = |d: &Diagnostic| crate::check::span(d).map_or(0, |s| s.start.get());
        find(&source, &official).iter().map(span).collect()
    }

    #[test]
    fn numbers_of_people_are_found() {
        // Made-up numbers: the checksums are right, the people do not exist.
        for number in [
            "13800138000",
            "138 0013 8000",
            "138-0013-8000",
            "11010519491231002X",
            "110105194912310021".replace("0021", "002x").as_str(),
            "110105 19491231 002X",
            "１３８００１３８０００",
            "138 ００１３ 8000",
            "4111111111111111",
            "4111 1111 1111 1111",
        ] {
            assert_eq!(columns(&format!("a {number}。")), [2], "{number}");
        }
        assert_eq!(columns("+8613800138000"), [1]);
    }

    #[test]
    fn other_numbers_are_not() {
        for text in [
            "12800138000",
            "138001380001",
            "110105194912310021",
            "110105194913310020",
            "4111111111111112",
            "https://www.gov.cn/13800138000.htm",
            "id-a13800138000",
            "2026-11-22 12378",
            "13900139000",
            "0.13800138000",
        ] {
            assert_eq!(columns(text), Vec::<usize>::new(), "{text}");
        }
    }
}
