//! What looks like front matter and is not read as such: behind an empty line or a comment, between other
//! lines than `---`, in the words of another generator. Published as text, it would say what its author
//! believed to be private.
//!
//! At the head of a file a few known keys are enough. Behind front matter and further down, thematic
//! breaks and lines such as `作者：某人` are ordinary, and only a block that holds nothing but keys, and says
//! what only front matter says, is taken for it. Code blocks there are examples.

use crate::base::chars;
use crate::diag::Looks;
use crate::parse::comments;
use memchr::{memchr2, memmem};
use std::ops::Range;

/// Keys of what is not for readers, in the spellings of several generators.
const PRIVATE: [&str; 12] = [
    "draft",
    "drafts",
    "owner",
    "publish",
    "published",
    "unpublished",
    "private",
    "hidden",
    "reviewed_by",
    "草稿",
    "负责人",
    "負責人",
];

/// Keys among them that take a flag or a day.
const HIDING: [&str; 8] =
    ["draft", "drafts", "publish", "published", "unpublished", "private", "hidden", "草稿"];

/// What such keys are given.
const FLAGS: [&str; 13] =
    ["true", "false", "yes", "no", "on", "off", "y", "n", "是", "否", "真", "对", "未"];

/// What a block of code begins with.
const CODE: [&str; 2] = ["```", "~~~"];

/// Lines that a block has at most.
const LINES: usize = 400;

/// A line of the file.
#[derive(Clone, Copy)]
struct Line<'t> {
    start: usize,
    /// Without its end.
    text: &'t str,
}

/// How much in some lines looks like front matter.
#[derive(Default)]
struct Keys {
    known: usize,
    /// Known keys in English.
    english: usize,
    /// Those in small letters, as no text for readers has them.
    exact: usize,
    private: usize,
    /// Private keys with a value that leaves no doubt.
    certain: usize,
    /// Lines that can be no part of it.
    other: usize,
}

/// Whether a key says that something is not for readers.
pub(super) fn is_private(key: &str) -> bool {
    let key = key.trim().to_lowercase().replace('-', "_");
    PRIVATE.contains(&key.as_str())
}

/// Whether a line of a block has such a key; the block may be in any language.
pub(super) fn says_private(block: &str) -> bool {
    block.split(['\n', '\r']).filter_map(key).any(is_private)
}

/// Looks for front matter in the body of a file, which begins at its start or behind what was read.
/// Gives the block's first line. `known` says whether a key, in small letters, is one of some generator.
pub(super) fn find(
    text: &str,
    body: Range<usize>,
    known: &dyn Fn(&str) -> bool,
) -> Option<(Range<usize>, Looks)> {
    let lines = lines(text, body.clone());
    let (first, astray) = head(text, &lines, body.start > 0, known);
    if let Some((line, looks)) = astray {
        let looks = match looks {
            Looks::Below | Looks::Bare if body.start > 0 => Looks::Second,
            looks => looks,
        };
        return Some((place(line), looks));
    }
    if let Some(line) = middle(&lines[first..], known) {
        return Some((place(line), Looks::Middle));
    }
    let looks = if body.start > 0 { Looks::Second } else { Looks::Bare };
    hides(&lines[first..], body.start > 0).map(|line| (place(line), looks))
}

fn place(line: Line<'_>) -> Range<usize> {
    let lead = line.text.len() - line.text.trim_start_matches(is_unseen).len();
    line.start + lead..line.start + line.text.trim_end_matches(is_unseen).len().max(lead)
}

/// Lines, whatever ends them.
fn lines(text: &str, range: Range<usize>) -> Vec<Line<'_>> {
    let ends = ['\n', '\r', '\u{2028}', '\u{2029}', '\u{85}'];
    let mut next = range.start;
    let line = |part| {
        let start = next;
        next += str::len(part);
        Line { start, text: part.trim_end_matches(ends) }
    };
    let text = &text[range];
    // What else ends a line is rare, and looking for bytes is many times faster than for five characters.
    let rare = memchr2(b'\r', 0xC2, text.as_bytes()).is_some()
        || memmem::find(text.as_bytes(), "\u{2028}".as_bytes()).is_some()
        || memmem::find(text.as_bytes(), "\u{2029}".as_bytes()).is_some();
    match rare {
        true => text.split_inclusive(ends).map(line).collect(),
        false => chars::lines(text).map(line).collect(),
    }
}

/// White space, and characters that no editor shows.
fn is_unseen(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c as u32, 0xAD | 0x180E | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x2064 | 0xFE00..=0xFE0F | 0xFEFF)
}

fn is_empty(line: &str) -> bool {
    line.chars().all(is_unseen)
}

/// What stands at the head, behind nothing but empty lines and comments; and the number of its first
/// line.
fn head<'t>(
    text: &'t str,
    lines: &[Line<'t>],
    second: bool,
    known: &dyn Fn(&str) -> bool,
) -> (usize, Option<(Line<'t>, Looks)>) {
    let mut at = 0;
    loop {
        let Some(line) = lines.get(at).copied() else { return (at, None) };
        let shown = line.text.trim_matches(is_unseen);
        if shown.is_empty() {
            at += 1;
            continue;
        }
        let comment = comments::MARKS.into_iter().find(|(open, _)| shown.starts_with(open));
        let Some((open, close)) = comment else { break };
        let start = line.start + line.text.find(open).unwrap_or(0) + open.len();
        let Some(end) = text[start..].find(close).map(|end| start + end) else { return (at, None) };
        let mut said = Keys::default();
        text[start..end].split(['\n', '\r']).for_each(|line| said.add(line, known));
        if !second && said.certain > 0 && said.known >= 2 {
            return (at, Some((line, Looks::Comment)));
        }
        // What stands behind the comment on its last line is a line of its own.
        let past = lines[at..].iter().take_while(|line| line.start <= end).count();
        let last = lines[at + past - 1];
        let rest = &text[end + close.len()..(last.start + last.text.len()).max(end + close.len())];
        at += past;
        if !is_empty(rest) {
            let rest = Line { start: end + close.len(), text: rest };
            let found = block(text, rest, &lines[at..], second, known);
            return (at, found.map(|looks| (rest, looks)));
        }
    }
    let line = lines[at];
    (at, block(text, line, &lines[at + 1..], second, known).map(|looks| (line, looks)))
}

/// What a line and those behind it look like, at the head of a file.
fn block(
    text: &str,
    line: Line<'_>,
    behind: &[Line<'_>],
    second: bool,
    known: &dyn Fn(&str) -> bool,
) -> Option<Looks> {
    let shown = line.text.trim_matches(is_unseen);
    let behind = &behind[..behind.len().min(LINES)];
    if let Some(fence) = Fence::of(shown) {
        let end = behind.iter().position(|line| closes(line.text));
        let inner = &behind[..end.unwrap_or_else(|| first_empty(behind))];
        let mut keys = keys(inner, known);
        keys.add(fence.rest, known);
        let is_one = match second {
            true => keys.other == 0 && (keys.certain > 0 || keys.exact >= 2),
            false => keys.known > 0 && keys.other == 0 || keys.private > 0,
        };
        return is_one.then(|| match fence.of {
            '+' => Looks::Toml,
            ';' => Looks::Json,
            '-' if line.text.trim_end() == "---" => Looks::Below,
            _ => Looks::Fence,
        });
    }
    if shown.starts_with('{') {
        let rest = &text[line.start..];
        let head: String = rest.chars().take(4000).collect();
        let inside = head.trim_start_matches(is_unseen).strip_prefix('{')?;
        let quoted = inside.trim_start().starts_with('"');
        let mut names = inside.split('"').skip(1).step_by(2);
        return (quoted && names.any(|name| known(&name.to_lowercase()))).then_some(Looks::Json);
    }
    let code = CODE.into_iter().find(|fence| shown.starts_with(fence));
    if let Some(fence) = code.filter(|_| !second) {
        let end = behind.iter().position(|line| line.text.trim_start().starts_with(fence));
        let inner = &behind[..end.unwrap_or(behind.len())];
        let keys = keys(inner, known);
        return (keys.certain > 0 && keys.other == 0).then_some(Looks::Code);
    }
    if shown.starts_with("#+") && !second {
        let of_org = |line: &Line<'_>| {
            let name = line.text.trim_start().strip_prefix("#+").and_then(key);
            name.is_some_and(|name| known(&name.to_lowercase()))
        };
        return std::iter::once(&line).chain(behind).take(20).any(of_org).then_some(Looks::Org);
    }
    let end = behind.iter().position(|line| is_empty(line.text) || closes(line.text));
    let mut found = keys(&behind[..end.unwrap_or(behind.len())], known);
    found.add(shown, known);
    let closed = end.is_some_and(|end| closes(behind[end].text));
    let enough = match second {
        true => found.exact >= 2,
        false => found.english >= if closed { 1 } else { 2 },
    };
    let enough = enough || found.certain > 0;
    (key(shown).is_some() && found.other == 0 && enough).then_some(Looks::Bare)
}

/// The first line of keys at the head of a file that say for certain that it is not for readers, whatever
/// stands around them: quotation marks, list marks, braces, empty lines, the title, a fence that nothing
/// ends. They end with the first line of prose; behind front matter with the first line.
fn hides<'t>(lines: &[Line<'t>], second: bool) -> Option<Line<'t>> {
    let mut first: Option<Line<'t>> = None;
    let mut titled = false;
    for line in &lines[..lines.len().min(if second { 1 } else { LINES })] {
        let shown = line.text.trim_matches(is_unseen);
        if shown.starts_with("# ") && first.is_none() && !titled {
            titled = true;
            continue;
        }
        let inside = undecorated(shown);
        first = first.or(Some(*line).filter(|_| !shown.is_empty()));
        // Several pairs may stand on a line, as in `{title: 甲, draft: true}`.
        let mut pairs = inside.split([',', '，']).map(undecorated);
        // `Published: 2024-01-01` below a title is a line for readers.
        let small = |key: &str| !key.contains(char::is_uppercase);
        if pairs.any(|pair| key(pair).is_some_and(|key| small(key) && is_certain(key, pair))) {
            return first;
        }
        // Code below a title is an example.
        let fence = !titled && CODE.iter().any(|fence| shown.starts_with(fence));
        let goes_on = inside.is_empty() || key(inside).is_some() || fence;
        if !(goes_on || shown.starts_with(['[', '{', '-']) || shown.ends_with(['{', '['])) {
            return None;
        }
    }
    None
}

/// A line without what other programs put in front of a key, or behind its value.
fn undecorated(line: &str) -> &str {
    let line = line.trim_matches(|c| is_unseen(c) || "{}[]".contains(c));
    let marks = |c: char| is_unseen(c) || ">-+:?/*.|—–_=;".contains(c);
    line.trim_start_matches(marks)
}

fn first_empty(lines: &[Line<'_>]) -> usize {
    lines.iter().position(|line| is_empty(line.text)).unwrap_or(lines.len())
}

/// The first line of a block of keys further down, outside of code.
fn middle<'t>(lines: &[Line<'t>], known: &dyn Fn(&str) -> bool) -> Option<Line<'t>> {
    let mut skip: Option<Skip> = None;
    let mut open: Option<(usize, Line<'t>)> = None;
    for (at, line) in lines.iter().enumerate() {
        if skip.is_none() && is_plain(line.text) {
            continue;
        }
        let shown = line.text.trim_start_matches([' ', '>', '\t']);
        if let Some(skipped) = &skip {
            if skipped.ends_in(shown) {
                skip = None;
            }
            continue;
        }
        skip = Skip::begins(shown);
        if skip.is_some() {
            open = None;
            continue;
        }
        let fence = Fence::of(line.text.trim_matches(is_unseen)).filter(|f| f.rest.is_empty());
        let Some(fence) = fence.filter(|_| !is_code(line.text)) else { continue };
        if let Some((start, first)) = open.filter(|(start, _)| at - start <= LINES) {
            let keys = keys(&lines[start + 1..at], known);
            let plain = matches!(fence.of, '-' | '+');
            if keys.other == 0 && (keys.certain > 0 || plain && keys.exact >= 2) {
                return Some(first);
            }
        }
        open = Some((at, *line));
    }
    None
}

/// Whether a line begins with a character that begins no fence and nothing to be skipped, as most do.
fn is_plain(line: &str) -> bool {
    let plain = |c| matches!(c, '#' | '|' | '\u{4E00}'..='\u{9FFF}') || c.is_ascii_alphanumeric();
    line.chars().next().is_none_or(plain)
}

/// An indented line is code.
fn is_code(line: &str) -> bool {
    line.starts_with("    ") || line.starts_with('\t')
}

/// Something in which nothing is looked for, by what ends it.
enum Skip {
    Code(char, usize),
    Until(&'static str),
}

impl Skip {
    fn begins(line: &str) -> Option<Self> {
        for fence in ['`', '~'] {
            let length = line.len() - line.trim_start_matches(fence).len();
            if length >= 3 {
                return Some(Self::Code(fence, length));
            }
        }
        let mut tags = comments::MARKS.into_iter().chain([("<pre", "</pre>")]);
        let (open, close) = tags.find(|(open, _)| line.starts_with(open))?;
        (!line[open.len()..].contains(close)).then_some(Self::Until(close))
    }

    fn ends_in(&self, line: &str) -> bool {
        match self {
            Self::Code(fence, length) => {
                let closing = line.trim_end();
                closing.len() >= *length && closing.chars().all(|c| c == *fence)
            }
            Self::Until(close) => line.contains(close),
        }
    }
}

/// A line that some generator, or some input method, would put around front matter.
struct Fence<'t> {
    /// Its character; `-` for the hyphen only.
    of: char,
    /// What stands behind it on the line.
    rest: &'t str,
}

impl<'t> Fence<'t> {
    fn of(shown: &'t str) -> Option<Self> {
        let of = shown.chars().next()?;
        let is_dash = |c: char| {
            matches!(
                c,
                '-' | '‐'
                    | '‑'
                    | '‒'
                    | '–'
                    | '—'
                    | '―'
                    | '−'
                    | '－'
                    | '﹣'
                    | '﹘'
                    | '─'
                    | '━'
                    | '_'
            )
        };
        // Nearly every line of a text begins otherwise.
        if !(is_dash(of) || matches!(of, '+' | ';' | '*' | '=')) {
            return None;
        }
        let is_part = |c: char| if is_dash(of) { is_dash(c) || c == ' ' } else { c == of };
        let marks: String =
            shown.chars().take_while(|c| is_part(*c)).filter(|c| *c != ' ').collect();
        let rest = shown.trim_start_matches(is_part);
        // A Chinese dash is two characters long.
        let least = if is_dash(of) && !of.is_ascii() { 2 } else { 3 };
        let is_fence = marks.chars().count() >= least;
        let of = if marks.chars().all(|c| c == '-') || !is_dash(of) { of } else { '—' };
        is_fence.then_some(Self { of, rest })
    }
}

/// Whether a line ends a block.
fn closes(line: &str) -> bool {
    let shown = line.trim_matches(is_unseen);
    shown == "..." || Fence::of(shown).is_some_and(|fence| fence.rest.is_empty())
}

fn keys(lines: &[Line<'_>], known: &dyn Fn(&str) -> bool) -> Keys {
    let mut keys = Keys::default();
    lines.iter().for_each(|line| keys.add(line.text, known));
    keys
}

impl Keys {
    fn add(&mut self, line: &str, known: &dyn Fn(&str) -> bool) {
        if let Some(key) = key(line) {
            let small = key.to_lowercase();
            let known = known(&small);
            self.known += usize::from(known);
            self.english += usize::from(known && key.is_ascii());
            self.exact += usize::from(known && key.is_ascii() && small == key);
            self.private += usize::from(is_private(key));
            self.certain += usize::from(is_certain(key, line));
            return;
        }
        let shown = line.trim_matches(is_unseen);
        let goes_on = line.starts_with([' ', '\t', '　'])
            || shown.starts_with(['#', '-', '[', ']', '{', '}', '"']);
        self.other += usize::from(!shown.is_empty() && !goes_on);
    }
}

/// Whether a line says for certain that something is not for readers.
fn is_certain(key: &str, line: &str) -> bool {
    if matches!(key, "owner" | "reviewed_by") {
        return true;
    }
    let value = line.split_once([':', '：', '=']).map_or("", |(_, value)| value);
    let value = value.split('#').next().unwrap_or_default();
    let value = value.trim_matches(|c| is_unseen(c) || "\"',".contains(c)).to_lowercase();
    let fits = FLAGS.contains(&value.as_str()) || value.starts_with(|c: char| c.is_ascii_digit());
    let key = key.to_lowercase();
    fits && HIDING.contains(&key.as_str()) || key == "status" && value == "draft"
}

/// The key of a line `key: value` or `key = value`.
pub(super) fn key(line: &str) -> Option<&str> {
    let line = line.trim_matches(is_unseen);
    let at = line.find([':', '：', '='])?;
    let key = line[..at].trim().trim_matches(['"', '\'']);
    let is_key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let fits = !key.is_empty() && key.chars().count() <= 30 && key.chars().all(is_key);
    // Not the `https` of an address.
    (fits && !line[at..].starts_with("://")).then_some(key)
}
