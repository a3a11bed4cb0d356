//! An author's file and places in it.
//!
//! Everything that points into a file does so by byte range; lines and columns are worked out only
//! when a message is printed. This module knows nothing of what the text means.

use crate::base::cache::Key;
use crate::base::chars::admitted;
use crate::base::offset::FileOffset;
use crate::base::output::OnDisk;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// Folders in which everything is read or has a wrong name: nothing there is published.
pub const INNER: [&str; 2] = ["content/data/", "content/tests/"];

/// Whether a file is in one of them.
pub fn is_inner(path: &str) -> bool {
    INNER.iter().any(|folder| path.starts_with(folder))
}

/// What Markdown is called elsewhere, in small letters; here it is `md`.
pub const MARKDOWN: [&str; 17] = [
    "md", "markdown", "mdown", "mdwn", "mkd", "mkdn", "mkdown", "mdtxt", "mdtext", "mdx", "mdc",
    "mmd", "rmd", "qmd", "livemd", "ronn", "mdoc",
];

/// Files that introduce the folder they are in, the one that counts first. `README` may be written in
/// small letters.
pub fn introduces(file: &str) -> Option<usize> {
    match file {
        "index.md" => Some(0),
        "_index.md" => Some(1),
        file => file.strip_suffix(".md")?.eq_ignore_ascii_case("readme").then_some(2),
    }
}

/// Which [`Source`] is meant: made of its path, so that no other file that is added, changed or taken away
/// makes another one of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SourceId(u64);

impl SourceId {
    /// The file at this path below the site's folder.
    pub fn of(path: &str) -> Self {
        let hash = blake3::hash(path.as_bytes());
        let first = hash.as_bytes().first_chunk().copied();
        Self(u64::from_le_bytes(first.unwrap_or_default()))
    }

    /// One more file at this path.
    fn further(path: &str, number: usize) -> Self {
        Self::of(&format!("{path}\0{number}"))
    }
}

/// A byte range in one source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The file.
    pub source: SourceId,
    /// First byte.
    pub start: FileOffset,
    /// One past the last byte.
    pub end: FileOffset,
}

impl Span {
    /// The bytes `range` of `source`.
    pub fn new(source: SourceId, range: Range<usize>) -> Self {
        let (start, end) = (FileOffset::new(range.start), FileOffset::new(range.end));
        Self { source, start, end }
    }

    /// The range as `usize`, for slicing.
    pub fn range(&self) -> Range<usize> {
        self.start.get()..self.end.get()
    }
}

/// A value and where the author wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spanned<T> {
    /// What was written.
    pub value: T,
    /// Where it was written.
    pub span: Span,
}

/// A text file of the site.
#[derive(Debug, Clone)]
pub struct Source {
    /// What it is known by.
    pub id: SourceId,
    /// Path below the site's folder, `/` between parts: `content/rights/privacy.md`.
    pub path: String,
    /// The whole text, without a byte-order mark, as it is read: see [`admitted`].
    pub text: String,
    key: OnceLock<Key>,
}

/// A line and column as an editor counts them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// 1-based line.
    pub line: usize,
    /// 1-based column in Unicode scalar values; a tab is one.
    pub column: usize,
}

impl Source {
    /// A file with this path and text.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        let path = path.into();
        Self::known_as(SourceId::of(&path), path, text.into())
    }

    /// The same file with another text.
    pub fn with_text(&self, text: impl Into<String>) -> Self {
        Self::known_as(self.id, self.path.clone(), text.into())
    }

    fn known_as(id: SourceId, path: String, text: String) -> Self {
        Self { id, path, text, key: OnceLock::new() }
    }

    /// What tells it from all others: its name and its text. It is worked out once.
    pub fn key(&self) -> Key {
        *self.key.get_or_init(|| {
            let id = self.id.0.to_le_bytes();
            Key::of("source", &[&id, self.path.as_bytes(), self.text.as_bytes()])
        })
    }

    /// Where a byte offset lies. Offsets past the end, or inside a character, are moved back.
    pub fn position(&self, offset: usize) -> Position {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let before = &self.text[..offset];
        let line_start = before.rfind('\n').map_or(0, |i| i + 1);
        Position {
            line: before.bytes().filter(|&b| b == b'\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }

    /// Whether it is read as a page.
    pub fn is_page(&self) -> bool {
        self.path.ends_with(".md") && !is_inner(&self.path)
    }

    /// The folder that it introduces, if it does, and before which others it does so.
    pub fn introduced(&self) -> Option<(&str, usize)> {
        let (folder, file) = self.path.rsplit_once('/').unwrap_or(("", &self.path));
        introduces(file).map(|rank| (folder, rank))
    }

    /// Whether it is YAML, whoever reads it.
    pub fn is_yaml(&self) -> bool {
        let lower = self.path.to_ascii_lowercase();
        lower.ends_with(".yaml") || lower.ends_with(".yml")
    }

    /// A span over `range` of this file.
    pub fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.id, range)
    }
}

/// A file that is published as it is: something in `content/static/` or beside a guide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// Path below the site's folder.
    pub path: String,
    /// Its bytes; of one that is too large to be held, the first of them.
    pub bytes: Vec<u8>,
    /// Where it is, if it is too large to be held.
    pub on_disk: Option<OnDisk>,
    /// Where it really is, below the site's folder, if a link leads to it.
    pub real: Option<String>,
}

/// A text as it is read, with what its author wrote where that differs: see [`admitted`].
#[derive(Debug)]
pub struct Admitted {
    text: String,
    original: Option<String>,
}

impl<T: Into<String>> From<T> for Admitted {
    fn from(written: T) -> Self {
        let written: String = written.into();
        match admitted(&written) {
            Cow::Borrowed(_) => Self { text: written, original: None },
            Cow::Owned(text) => Self { text, original: Some(written) },
        }
    }
}

/// Everything `load` read.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// Text files, sorted by path.
    pub files: Vec<Arc<Source>>,
    /// Where each of them is in `files`.
    places: Arc<FxHashMap<SourceId, usize>>,
    /// Files to copy, sorted by path.
    pub assets: Vec<Arc<Asset>>,
    /// Whether a link leads to some of them, so that one file may stand in several places.
    pub linked: bool,
    /// What the few files say that are read otherwise than they are written: for [`Sources::written`].
    pub originals: HashMap<SourceId, String>,
}

impl Sources {
    /// The file with this id.
    pub fn get(&self, id: SourceId) -> &Source {
        &self.files[self.place(id)]
    }

    /// The file at this path below the site's folder.
    pub fn by_path(&self, path: &str) -> Option<&Source> {
        self.places.get(&SourceId::of(path)).map(|place| &*self.files[*place])
    }

    /// Where a file is in [`Self::files`].
    pub fn place(&self, id: SourceId) -> usize {
        self.places[&id]
    }

    /// Where a file is, if it is there.
    pub fn find(&self, id: SourceId) -> Option<usize> {
        self.places.get(&id).copied()
    }

    /// By what places are put in order: the file, and where it begins there.
    pub fn order(&self, span: Span) -> (usize, FileOffset) {
        (self.place(span.source), span.start)
    }

    /// The file as its author wrote it: as long as its text, and the same but for what is not
    /// [`admitted`].
    pub fn written(&self, id: SourceId) -> &str {
        self.originals.get(&id).map_or_else(|| self.get(id).text.as_str(), String::as_str)
    }

    /// Lets go of the texts of pages, but for those of the files in `kept`. A file's place among the others
    /// stays known.
    pub fn keep_texts_of(&mut self, kept: &HashSet<SourceId>) {
        let is_left = |source: &Source| source.is_page() && !kept.contains(&source.id);
        for source in self.files.iter().filter(|source| is_left(source)) {
            self.originals.remove(&source.id);
        }
        let left = self.files.par_iter_mut().filter(|source| is_left(source));
        left.for_each(|source| *source = Arc::new(source.with_text("")));
    }

    /// Pages that would introduce a folder that another one introduces already: each with that one.
    pub fn second_introductions(&self) -> HashMap<SourceId, SourceId> {
        let mut first: HashMap<&str, (usize, SourceId)> = HashMap::new();
        let mut introductions: Vec<(&str, usize, SourceId)> = Vec::new();
        for source in self.files.iter().filter(|source| source.is_page()) {
            let Some((folder, rank)) = source.introduced() else { continue };
            introductions.push((folder, rank, source.id));
            let known = first.entry(folder).or_insert((rank, source.id));
            // Files come in the order of their paths: of two of one rank, the first.
            if rank < known.0 {
                *known = (rank, source.id);
            }
        }
        let second = introductions.into_iter().filter(|(folder, _, id)| first[folder].1 != *id);
        second.map(|(folder, _, id)| (id, first[folder].1)).collect()
    }

    /// Adds a file.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> SourceId {
        self.add_after(path, text, &Self::default())
    }

    /// The same, and shares it with those `before` if it is among them.
    pub fn add_after(
        &mut self,
        path: impl Into<String>,
        text: impl Into<Admitted>,
        before: &Self,
    ) -> SourceId {
        let path: String = path.into();
        // Two files may have names that are written in two ways and read in one.
        let mut id = SourceId::of(&path);
        for more in 1.. {
            if !self.places.contains_key(&id) {
                break;
            }
            id = SourceId::further(&path, more);
        }
        let place = self.files.len();
        Arc::make_mut(&mut self.places).insert(id, place);
        let text = self.admit(id, text.into());
        let known = before.places.get(&id).map(|place| &before.files[*place]);
        let known = known.filter(|known| known.text == text && known.path == path);
        self.files
            .push(known.map_or_else(|| Arc::new(Source::known_as(id, path, text)), Arc::clone));
        id
    }

    /// Adds a file where a walk through the folder would have come upon it, and shares it with those `before`
    /// if it is among them.
    pub fn insert(&mut self, path: &str, text: impl Into<Admitted>, before: &Self) {
        self.add_after(path, text, before);
        let Some(added) = self.files.pop() else { return };
        let place =
            self.files.partition_point(|file| file.path.split('/').lt(added.path.split('/')));
        let places = Arc::make_mut(&mut self.places);
        places.values_mut().filter(|other| **other >= place).for_each(|other| *other += 1);
        places.insert(added.id, place);
        self.files.insert(place, added);
    }

    /// Gives a file another text. Says whether it is another one.
    pub fn replace(&mut self, place: usize, text: impl Into<Admitted>) -> bool {
        let id = self.files[place].id;
        let before = self.originals.remove(&id);
        let text = self.admit(id, text.into());
        let same = self.files[place].text == text && self.originals.get(&id) == before.as_ref();
        if !same {
            self.files[place] = Arc::new(self.files[place].with_text(text));
        }
        !same
    }

    /// Where a file of this path is, if exactly one is known by it.
    pub fn place_of(&self, path: &str) -> Option<usize> {
        let second = SourceId::further(path, 1);
        let place = self.places.get(&SourceId::of(path)).copied();
        place.filter(|_| !self.places.contains_key(&second))
    }

    /// The text as it is read; what its author wrote is kept where it differs.
    fn admit(&mut self, id: SourceId, admitted: Admitted) -> String {
        self.originals.extend(admitted.original.map(|written| (id, written)));
        admitted.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_added_where_a_walk_would_find_it() {
        let paths = ["content/a/z.md", "content/a.md", "content/b/c/d.md", "content/b.md"];
        let walked = |paths: &[&str]| {
            let mut sources = Sources::default();
            for path in paths {
                sources.add(*path, *path);
            }
            sources
        };
        for left_out in 0..paths.len() {
            let mut rest = paths.to_vec();
            let path = rest.remove(left_out);
            let mut sources = walked(&rest);
            sources.insert(path, path.to_owned(), &Sources::default());
            let order: Vec<&str> = sources.files.iter().map(|file| &*file.path).collect();
            assert_eq!(order, paths);
            assert!(
                paths.iter().all(|path| sources.by_path(path).is_some_and(|f| f.path == *path))
            );
        }
    }

    #[test]
    fn files_of_one_name_are_two() {
        let mut sources = Sources::default();
        let (one, other) = (sources.add("é.md", "1"), sources.add("é.md", "2"));
        assert_eq!((sources.get(one).text.as_str(), sources.get(other).text.as_str()), ("1", "2"));
        assert_eq!(sources.by_path("é.md").map(|source| source.id), Some(one));
    }

    #[test]
    fn columns_count_characters_not_bytes() {
        let source = Source::new("a", "正文\n\t见[x");
        assert_eq!(source.position(0), Position { line: 1, column: 1 });
        assert_eq!(source.position(6), Position { line: 1, column: 3 });
        assert_eq!(source.position(11), Position { line: 2, column: 3 });
        assert_eq!(source.position(9), Position { line: 2, column: 2 }, "inside 见: moved back");
        assert_eq!(source.position(999), Position { line: 2, column: 5 });
    }
}
