//! Links and embeds: what each leads to in the old site, and how the same is named here.
//!
//! A link that leads to nothing in the old site stays as it is, for `check` to report. One that led to what is
//! not here, or that only a template of the old site made an address of, is words here, and the report names
//! it.

mod anchors;
mod places;
pub(super) mod terms;
mod words;

use super::files::OldFile;
use super::report::{Change, Look, Notes};
use super::text::{Piece, lines, outside_code, pieces};
use crate::base::address::{decoded, encoded, fragment};
use crate::base::picture;
use crate::base::slug::slug;
use anchors::Anchor;
pub(super) use anchors::Anchors;
pub(super) use places::Places;
use std::collections::BTreeSet;

/// Rewrites the links of one page.
pub(super) struct Rewriter<'a> {
    pub(super) places: &'a Places<'a>,
    /// By file.
    pub(super) anchors: &'a [Anchors],
    /// The page.
    pub(super) here: usize,
    /// Per file, the terms that links lead to and the ids that they want.
    pub(super) terms: &'a mut [BTreeSet<(usize, String)>],
}

/// Where a link leads here.
enum Way {
    /// Where it says.
    Same,
    To(String),
    /// Nowhere.
    None,
}

impl Rewriter<'_> {
    /// All links of a text, whose pages are named as they are here.
    pub(super) fn rewrite(&mut self, text: &str, notes: &mut Notes) -> String {
        let text = self.definitions(text, notes);
        let text = outside_code(&text, |piece| self.wiki(piece, notes));
        let text = self.inline(&text, notes);
        outside_code(&text, |piece| self.attributes(piece, notes))
    }

    fn file(&self) -> &OldFile {
        &self.places.files[self.here]
    }

    /// Where an address of the old site leads here.
    fn way(&mut self, written: &str, notes: &mut Notes) -> Way {
        let written = written.trim();
        if ["{{", "{%"].iter().any(|mark| written.contains(mark)) {
            return Way::None;
        }
        let (path, anchor) = written.split_once('#').map_or((written, None), |(p, a)| (p, Some(a)));
        let anchor = anchor.map(decoded).filter(|anchor| !anchor.is_empty());
        if path.is_empty() {
            let Some(anchor) = anchor else { return Way::Same };
            return match self.anchor(self.here, &anchor) {
                None if self.anchors[self.here].may_be_made() => Way::None,
                Some(found) if found != anchor => {
                    notes.count(Change::Anchor, 1);
                    Way::To(fragment(&found))
                }
                _ => Way::Same,
            };
        }
        let by_name =
            || self.places.named(self.here, &decoded(path)).filter(|_| self.places.has_wiki);
        let Some(found) = self.places.find(self.here, path).or_else(by_name) else {
            let gone = self.places.is_left(self.here, path) || self.is_of_template(written);
            return if gone { Way::None } else { Way::Same };
        };
        let tail = anchor.map_or_else(String::new, |anchor| {
            let here = self.anchor(found, &anchor);
            if here.is_none() && self.anchors[found].may_be_made() {
                notes.look(Look::Dead(written.to_owned()), &self.file().new);
                return String::new();
            }
            notes.count(Change::Anchor, usize::from(here.as_ref().is_some_and(|h| *h != anchor)));
            fragment(&here.unwrap_or(anchor))
        });
        let address = self.path_to(found) + &tail;
        notes.count(Change::Link, usize::from(address != written));
        if address == written { Way::Same } else { Way::To(address) }
    }

    /// What an anchor of a page is called here.
    fn anchor(&mut self, page: usize, wanted: &str) -> Option<String> {
        match self.anchors[page].find(wanted)? {
            Anchor::Id(id) => Some(id),
            Anchor::Term(number) => {
                self.terms[page].insert((number, wanted.to_owned()));
                Some(wanted.to_owned())
            }
        }
    }

    /// Whether an address is a word that a template makes an address of: `[term](g)`.
    fn is_of_template(&self, address: &str) -> bool {
        self.places.settings.has_link_template && address.chars().all(char::is_alphanumeric)
    }

    /// The page that words name, if only one has that name.
    fn named_by(&self, words: &str) -> Option<usize> {
        let name = slug(words);
        let one = name.strip_suffix('s').unwrap_or(&name);
        let found = [name.as_str(), one].into_iter().find(|name| self.places.is_unique(name))?;
        let found = self.places.named(self.here, found)?;
        self.places.files[found].is_page.then_some(found)
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
    fn inline(&mut self, text: &str, notes: &mut Notes) -> String {
        let mut out = String::with_capacity(text.len());
        for piece in pieces(text) {
            let mut rest = match piece {
                Piece::Code(code) => {
                    out.push_str(code);
                    continue;
                }
                Piece::Text(part) => part,
            };
            while let Some(at) = rest.find("](") {
                let (before, inside) = rest.split_at(at + 2);
                out.push_str(before);
                let (address, length) = destination_of(inside);
                rest = match self.put(address, inside, length, &mut out, notes) {
                    true => &inside[length..],
                    false => inside[length..].split_once(')').map_or("", |(_, rest)| rest),
                };
            }
            out.push_str(rest);
        }
        out
    }

    /// Puts an address, which is so long in `inside`, behind its `](`. Whether that is a link still; if not,
    /// its words end `out`.
    fn put(
        &mut self,
        address: &str,
        inside: &str,
        length: usize,
        out: &mut String,
        notes: &mut Notes,
    ) -> bool {
        let whole = &inside[..length];
        if is_of_program(address)
            && let Some(words) = words::taken(out)
        {
            notes.count(Change::Link, 1);
            out.push_str(&format!("{words} (`{address}`)"));
            return false;
        }
        match self.way(&unescaped(address), notes) {
            Way::To(new) => out.push_str(&new),
            Way::Same => out.push_str(whole),
            Way::None => {
                let Some(words) = words::taken(out) else {
                    out.push_str(whole);
                    return true;
                };
                if let Some(page) = self.named_by(&words).filter(|_| self.is_of_template(address)) {
                    notes.count(Change::Guessed, 1);
                    out.push_str(&format!("[{words}]({})", self.path_to(page)));
                    return false;
                }
                let shown = inside.split([')', '\n']).next().unwrap_or(address);
                notes.look(Look::Dead(format!("[{words}]({shown})")), &self.file().new);
                out.push_str(&words);
                return false;
            }
        }
        true
    }

    /// `href="address"` and `src="address"` in HTML.
    fn attributes(&mut self, piece: &str, notes: &mut Notes) -> String {
        let mut text = piece.to_owned();
        for mark in [" href=\"", " src=\"", " href='", " src='"] {
            let (mut out, mut rest) = (String::with_capacity(text.len()), text.as_str());
            while let Some((before, inside)) = rest.split_once(mark) {
                let quote = if mark.ends_with('"') { '"' } else { '\'' };
                let Some((address, after)) = inside.split_once(quote) else { break };
                out.push_str(before);
                match self.way(address, notes) {
                    Way::To(new) => out.push_str(&format!("{mark}{new}{quote}")),
                    Way::Same => out.push_str(&format!("{mark}{address}{quote}")),
                    Way::None => {
                        let attribute = format!("{}{address}{quote}", mark.trim_start());
                        notes.look(Look::Dead(attribute), &self.file().new);
                    }
                }
                rest = after;
            }
            out.push_str(rest);
            text = out;
        }
        text
    }

    /// `[label]: address`
    fn definitions(&mut self, text: &str, notes: &mut Notes) -> String {
        let mut out = String::with_capacity(text.len());
        let mut gone = Vec::new();
        for (line, code) in lines(text) {
            let start = line.trim_start();
            let found = start.strip_prefix('[').filter(|rest| !code && !rest.starts_with('^'));
            let Some((label, rest)) = found.and_then(|rest| rest.split_once("]: ")) else {
                out.push_str(line);
                out.push('\n');
                continue;
            };
            let rest = rest.trim_start();
            let (address, length) = destination_of(rest);
            match self.way(&unescaped(address), notes) {
                Way::Same => out.push_str(line),
                Way::To(new) => {
                    out.push_str(&line[..line.len() - rest.len()]);
                    out.push_str(&new);
                    out.push_str(&rest[length..]);
                }
                Way::None => {
                    notes.look(Look::Dead(start.to_owned()), &self.file().new);
                    gone.push(label.to_owned());
                    continue;
                }
            }
            out.push('\n');
        }
        words::without_references(&out, &gone)
    }

    /// `[[page#heading|words]]` and `![[embed]]`
    fn wiki(&mut self, piece: &str, notes: &mut Notes) -> String {
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

    fn wiki_link(&mut self, inside: &str, embeds: bool, out: &mut String, notes: &mut Notes) {
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
            return match self.anchors[self.here].heading(heading) {
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
        let heading = heading.and_then(|heading| self.anchors[found].heading(heading));
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
