//! Links and embeds: what each leads to in the old site, and how the same is named here.
//!
//! A link that leads to nothing in the old site stays as it is, for `check` to report.

mod places;

use super::files::OldFile;
use super::report::{Change, Look, Notes};
use super::text::{lines, outside_code};
use crate::base::address::{decoded, encoded, fragment};
use crate::base::picture;
use crate::base::slug::slug;
use crate::model::document::Document;
pub(super) use places::Places;
use std::collections::HashSet;

/// What `#…` can name on a page.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    ids: Vec<String>,
    /// The words of each heading, in the order of the ids.
    words: Vec<String>,
    others: HashSet<String>,
}

impl Anchors {
    pub(super) fn of(body: &Document) -> Self {
        let headings = || body.headings.iter();
        Self {
            ids: headings().map(|heading| heading.id.clone()).collect(),
            words: headings().map(|heading| slug(body.heading_text(heading))).collect(),
            others: body.ids.iter().chain(&body.title_ids).cloned().collect(),
        }
    }

    /// The anchor here for one of the old site: itself where it is right, else that of the heading with
    /// the same letters. Generators drop different signs, and some the digits before a word.
    fn find(&self, wanted: &str) -> Option<String> {
        let own = |anchor: &str| {
            let named = slug(anchor);
            self.ids.iter().any(|id| id == anchor)
                || self.others.contains(anchor)
                || self.others.contains(&named)
                || self.words.contains(&named)
        };
        if own(wanted) || wanted.eq_ignore_ascii_case("top") {
            return Some(wanted.to_owned());
        }
        if let Some(found) = self.numbered(wanted) {
            return Some(found);
        }
        let letters = |text: &str| -> String {
            let kept = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
            kept.collect()
        };
        // A sign that was escaped before it was named.
        let wanted = wanted.replace("-amp-", "-");
        let (loose, bare) = (letters(&wanted), letters(wanted.trim_start_matches(is_lead)));
        let fits = |words: &String| {
            let heading = letters(words);
            heading == loose
                || letters(words.trim_start_matches(is_lead)) == bare && !bare.is_empty()
        };
        self.words.iter().position(fits).map(|at| self.ids[at].clone()).filter(|id| !id.is_empty())
    }

    /// `name-1` is the second heading of that name elsewhere.
    fn numbered(&self, wanted: &str) -> Option<String> {
        let (name, number) = wanted.rsplit_once('-')?;
        let number: usize = number.parse().ok()?;
        let named = slug(name);
        let mut same = self.words.iter().zip(&self.ids).filter(|(words, _)| **words == named);
        same.nth(number).map(|(_, id)| id.clone())
    }
}

fn is_lead(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '_' | '-' | '.' | ' ')
}

/// Rewrites the links of one page.
pub(super) struct Rewriter<'a> {
    pub(super) places: &'a Places<'a>,
    /// By file.
    pub(super) anchors: &'a [Anchors],
    /// The page.
    pub(super) here: usize,
}

impl Rewriter<'_> {
    /// All links of a text, whose pages are named as they are here.
    pub(super) fn rewrite(&self, text: &str, notes: &mut Notes) -> String {
        let text = self.definitions(text, notes);
        outside_code(&text, |piece| {
            let piece = self.wiki(piece, notes);
            let piece = self.inline(&piece, notes);
            self.attributes(&piece, notes)
        })
    }

    fn file(&self) -> &OldFile {
        &self.places.files[self.here]
    }

    /// The address here of an address of the old site; `None` where it stays as it is.
    fn address(&self, written: &str, notes: &mut Notes) -> Option<String> {
        let written = written.trim();
        let (path, anchor) = written.split_once('#').map_or((written, None), |(p, a)| (p, Some(a)));
        let anchor = anchor.map(decoded).filter(|anchor| !anchor.is_empty());
        if path.is_empty() {
            let anchor = anchor?;
            let found = self.anchors[self.here].find(&anchor)?;
            notes.count(Change::Anchor, usize::from(found != anchor));
            return (found != anchor).then(|| fragment(&found));
        }
        let by_name =
            || self.places.named(self.here, &decoded(path)).filter(|_| self.places.has_wiki);
        let found = self.places.find(self.here, path).or_else(by_name)?;
        let tail = anchor.map_or_else(String::new, |anchor| {
            let here = self.anchors[found].find(&anchor);
            notes.count(Change::Anchor, usize::from(here.as_ref().is_some_and(|h| *h != anchor)));
            fragment(&here.unwrap_or(anchor))
        });
        let address = self.path_to(found) + &tail;
        notes.count(Change::Link, usize::from(address != written));
        (address != written).then_some(address)
    }

    /// A file's path from this page's.
    fn path_to(&self, file: usize) -> String {
        let (to, from) = (&self.places.files[file].new, &self.file().new);
        if let Some(published) = to.strip_prefix("static/") {
            return destination(&format!("/{published}"));
        }
        let to: Vec<&str> = to.split('/').collect();
        let from: Vec<&str> = from.split('/').collect();
        let most = to.len().min(from.len()) - 1;
        let shared = (0..most).take_while(|n| to[*n] == from[*n]).count();
        let up = "../".repeat(from.len() - 1 - shared);
        destination(&(up + &to[shared..].join("/")))
    }

    /// `](address "title")`
    fn inline(&self, piece: &str, notes: &mut Notes) -> String {
        let (mut out, mut rest) = (String::with_capacity(piece.len()), piece);
        while let Some(at) = rest.find("](") {
            let (before, inside) = rest.split_at(at + 2);
            out.push_str(before);
            let (address, length) = destination_of(inside);
            if is_of_program(address) && as_words(&mut out, address) {
                notes.count(Change::Link, 1);
                rest = inside[length..].split_once(')').map_or("", |(_, rest)| rest);
                continue;
            }
            match self.address(&unescaped(address), notes) {
                Some(new) => out.push_str(&new),
                None => out.push_str(&inside[..length]),
            }
            rest = &inside[length..];
        }
        out + rest
    }

    /// `href="address"` and `src="address"` in HTML.
    fn attributes(&self, piece: &str, notes: &mut Notes) -> String {
        let mut text = piece.to_owned();
        for mark in [" href=\"", " src=\"", " href='", " src='"] {
            let (mut out, mut rest) = (String::with_capacity(text.len()), text.as_str());
            while let Some((before, inside)) = rest.split_once(mark) {
                let quote = if mark.ends_with('"') { '"' } else { '\'' };
                let Some(end) = inside.find(quote) else { break };
                out.push_str(before);
                out.push_str(mark);
                let address = &inside[..end];
                out.push_str(&self.address(address, notes).unwrap_or_else(|| address.to_owned()));
                rest = &inside[end..];
            }
            out.push_str(rest);
            text = out;
        }
        text
    }

    /// `[label]: address`
    fn definitions(&self, text: &str, notes: &mut Notes) -> String {
        let mut out = String::with_capacity(text.len());
        for (line, code) in lines(text) {
            let start = line.trim_start();
            let found = start.strip_prefix('[').filter(|rest| !code && !rest.starts_with('^'));
            let found = found.and_then(|rest| rest.split_once("]: "));
            let address = found.and_then(|(_, rest)| {
                let rest = rest.trim_start();
                let (address, length) = destination_of(rest);
                Some((self.address(&unescaped(address), notes)?, &rest[length..], rest.len()))
            });
            match address {
                Some((new, after, length)) => {
                    out.push_str(&line[..line.len() - length]);
                    out.push_str(&new);
                    out.push_str(after);
                }
                None => out.push_str(line),
            }
            out.push('\n');
        }
        out
    }

    /// `[[page#heading|words]]` and `![[embed]]`
    fn wiki(&self, piece: &str, notes: &mut Notes) -> String {
        let (mut out, mut rest) = (String::with_capacity(piece.len()), piece);
        while let Some((before, after)) = rest.split_once("[[") {
            let Some((inside, behind)) = after.split_once("]]").filter(|(i, _)| !i.contains('\n'))
            else {
                out.push_str(before);
                out.push_str("[[");
                rest = after;
                continue;
            };
            let embeds = before.ends_with('!');
            out.push_str(before.strip_suffix('!').unwrap_or(before));
            self.wiki_link(inside, embeds, &mut out, notes);
            rest = behind;
        }
        out + rest
    }

    fn wiki_link(&self, inside: &str, embeds: bool, out: &mut String, notes: &mut Notes) {
        let (target, words) = inside.split_once('|').map_or((inside, ""), |(t, w)| (t, w));
        let target = target.trim_end_matches('\\').trim();
        let (name, heading) = target.split_once('#').map_or((target, ""), |(n, h)| (n, h));
        // The id of a block names nothing here.
        let heading = heading.rsplit('#').next().unwrap_or_default().trim();
        let heading =
            Some(heading).filter(|heading| !heading.is_empty() && !heading.starts_with('^'));
        let words = words.trim();
        let is_size = !words.is_empty() && words.chars().all(|c| c.is_ascii_digit() || c == 'x');
        let words = if embeds && is_size { "" } else { words };
        if name.trim().is_empty() {
            let heading = heading.unwrap_or_default();
            let bar = if words.is_empty() { String::new() } else { format!("|{words}") };
            return match self.anchors[self.here].find(heading) {
                Some(_) => out.push_str(&format!("[[#{heading}{bar}]]")),
                None => out.push_str(if words.is_empty() { heading } else { words }),
            };
        }
        let Some(found) = self.places.named(self.here, name.trim()) else {
            if !self.places.has_wiki {
                return out.push_str(&format!("\\[\\[{inside}\\]\\]"));
            }
            notes.look(Look::Dead(format!("[[{inside}]]")), &self.file().new);
            return out.push_str(if words.is_empty() { name.trim() } else { words });
        };
        notes.count(Change::Embed, usize::from(embeds));
        let file = &self.places.files[found];
        if !file.is_page {
            let stem = stem(&file.old);
            let shown = picture::is_named_like_one(&file.new) && embeds;
            let mark = if shown { "!" } else { "" };
            let words = if words.is_empty() { stem } else { words };
            return out.push_str(&format!("{mark}[{words}]({})", self.path_to(found)));
        }
        let heading = heading.and_then(|heading| self.anchors[found].find(heading));
        if embeds && !out.is_empty() && !out.ends_with('\n') {
            out.push_str("\n\n");
        }
        let own = stem_of_page(&file.new);
        let plain = !own.contains(['|', '#', '[', ']']);
        if self.places.is_unique(own) && plain {
            let heading = heading.map_or_else(String::new, |heading| format!("#{heading}"));
            let bar = if words.is_empty() { String::new() } else { format!("|{words}") };
            // In a table the bar would divide cells.
            let bar = if inside.contains("\\|") { bar.replacen('|', "\\|", 1) } else { bar };
            return out.push_str(&format!("[[{own}{heading}{bar}]]"));
        }
        notes.count(Change::Link, 1);
        let words = if words.is_empty() { own } else { words };
        let tail = heading.map_or_else(String::new, |heading| fragment(&heading));
        out.push_str(&format!("[{words}]({}{tail})", self.path_to(found)));
    }
}

/// Whether an address opens a program, as `obsidian://` does.
fn is_of_program(address: &str) -> bool {
    const WEB: [&str; 4] = ["http", "https", "ftp", "data"];
    address.split_once("://").is_some_and(|(scheme, _)| {
        let plain = scheme.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        plain && !scheme.is_empty() && !WEB.contains(&scheme.to_ascii_lowercase().as_str())
    })
}

/// Makes the link whose words end `out` words with the address as code.
fn as_words(out: &mut String, address: &str) -> bool {
    let mut depth = 0_usize;
    let open = out.char_indices().rev().skip(1).find_map(|(at, c)| {
        match c {
            ']' => depth += 1,
            '[' => depth = depth.saturating_sub(1),
            _ => {}
        }
        (c == '[' && depth == 0).then_some(at)
    });
    let Some(open) = open else { return false };
    let words = out[open + 1..out.len() - 2].to_owned();
    out.truncate(open);
    out.push_str(&format!("{words} (`{address}`)"));
    true
}

/// The name of a page: that of its file, or of the folder that it introduces.
pub(super) fn stem_of_page(new: &str) -> &str {
    let stem = new.strip_suffix(".md").unwrap_or(new);
    let stem = stem.strip_suffix("/index").unwrap_or(stem);
    stem.rsplit('/').next().unwrap_or(stem)
}

fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// A path as the destination of a link.
fn destination(path: &str) -> String {
    encoded(path).replace('(', "%28").replace(')', "%29")
}

/// The address at the start of what stands behind `](`, and how long it is with its `<>`.
fn destination_of(inside: &str) -> (&str, usize) {
    if let Some(rest) = inside.strip_prefix('<')
        && let Some(end) = rest.find(['>', '\n']).filter(|end| rest[*end..].starts_with('>'))
    {
        return (&rest[..end], end + 2);
    }
    let mut depth = 0_usize;
    for (at, c) in inside.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return (&inside[..at], at),
            ')' => depth -= 1,
            c if c.is_whitespace() => return (&inside[..at], at),
            _ => {}
        }
    }
    (inside, inside.len())
}

fn unescaped(address: &str) -> String {
    address.replace("\\(", "(").replace("\\)", ")").replace("&amp;", "&").replace("\\_", "_")
}
