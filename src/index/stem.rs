//! Makes one of the forms of an English word, so that `deposit` finds `deposits` and `evicted` finds
//! `eviction`. A light rule that leaves out what a reader would not take for the same word; the
//! browser's `stem.js` follows it, and `tests/search/stems.json` holds both to one table.

use std::borrow::Cow;

/// Shorter words have no endings to speak of.
const SHORTEST: usize = 4;

/// Of the short words on `eed`, most are no past (`need`, `greed`, `breed`); a reader who owes means this one.
const FREED: &str = "freed";

/// What a word in small Latin letters is looked up as; any other word is what it is.
pub fn stem(word: &str) -> Cow<'_, str> {
    if word.len() < SHORTEST || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return Cow::Borrowed(word);
    }
    let mut stem = singular(word);
    if let Some(rest) = stem.strip_suffix("ied").filter(|rest| rest.len() > 1) {
        stem = format!("{rest}y");
    } else if let Some(rest) =
        ["ing", "ed"].iter().find_map(|end| stem.strip_suffix(end)).filter(|rest| is_word(rest))
    {
        stem = base(rest);
    } else if let Some(rest) = stem.strip_suffix("ion")
        && rest.len() >= SHORTEST
        && rest.ends_with(['s', 't'])
    {
        stem.truncate(stem.len() - "ion".len());
    }
    if stem == FREED || stem.strip_suffix("eed").is_some_and(has_vowel) {
        stem.pop();
    }
    if stem.len() > SHORTEST && stem.ends_with('e') {
        stem.pop();
    }
    Cow::Owned(stem)
}

fn singular(word: &str) -> String {
    let keeps = ["ss", "us", "is"].iter().any(|end| word.ends_with(end));
    let Some(rest) = word.strip_suffix('s').filter(|_| !keeps) else { return word.to_owned() };
    if let Some(start) = rest.strip_suffix("ie").filter(|start| start.len() > 1) {
        return format!("{start}y");
    }
    let hisses = ["sse", "xe", "che", "she", "zze"].iter().any(|end| rest.ends_with(end));
    rest[..rest.len() - usize::from(hisses)].to_owned()
}

/// Whether what is left without an ending is a word: `pay` of `paying`, `agree` of `agreeing`, `su` of
/// `sued`, not `str` of `string` nor `exce` of `exceed`.
fn is_word(rest: &str) -> bool {
    rest.len() > 1 && has_vowel(rest) && (!rest.ends_with('e') || rest.ends_with("ee"))
}

fn has_vowel(part: &str) -> bool {
    part.contains(['a', 'e', 'i', 'o', 'u', 'y'])
}

/// What stood before an ending: `stop` for `stopp`, `rate` for `rat`, `sue` for `su`, but `call` and `pay`
/// as they are.
fn base(rest: &str) -> String {
    let vowel = |b: u8| b"aeiou".contains(&b);
    match *rest.as_bytes() {
        [_, _] => format!("{rest}e"),
        [a, b, c] if !vowel(a) && vowel(b) && !vowel(c) && !b"wxy".contains(&c) => {
            format!("{rest}e")
        }
        [_, _, .., before, last] if before == last && !vowel(last) && !b"lsz".contains(&last) => {
            rest[..rest.len() - 1].to_owned()
        }
        _ => rest.to_owned(),
    }
}
