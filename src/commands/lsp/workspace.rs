//! The site that an editor has open: kept in step with its folder and with what is typed and not saved.
//!
//! What is typed is taken note of at once and read when something is asked of the site, so that many keys
//! cost one reading.

use super::folder::Folder;
use super::text::{self, Encoding, Lines};
use crate::base::lang::Lang;
use crate::base::source::{Source, Span};
use crate::check::Occasion;
use crate::commands::pipeline::{Changes, Failure, KeptSite, Prepared, Request};
use crate::model::page::{Page, PageId};
use gen_lsp_types::{Location, TextDocumentContentChangeEvent, Uri};
use std::collections::{BTreeMap, BTreeSet};

/// A site, as its editor sees it.
#[derive(Debug)]
pub(super) struct Workspace {
    pub(super) folder: Folder,
    pub(super) encoding: Encoding,
    /// The language of sentences.
    pub(super) lang: Lang,
    request: Request,
    kept: KeptSite,
    /// The site as it was when it was last read.
    pub(super) now: Prepared,
    /// Texts that are open, by path.
    open: BTreeMap<String, OpenText>,
    /// Those of them that were not read since they changed.
    changed: BTreeSet<String>,
    /// Those whose files were taken away since something was typed.
    taken_away: BTreeSet<String>,
}

/// A text that an editor has open.
#[derive(Debug)]
pub(super) struct OpenText {
    /// The file as the editor calls it.
    pub(super) uri: Uri,
    pub(super) version: i32,
    pub(super) text: String,
}

impl Workspace {
    /// Reads the site in a folder.
    pub(super) fn open(
        folder: Folder,
        request: &Request,
        encoding: Encoding,
        lang: Lang,
    ) -> Result<Self, Failure> {
        let request = Request { root: folder.root.clone(), ..request.clone() };
        let kept = KeptSite::open(&request, Occasion::Check)?;
        let now = kept.prepared();
        let (open, changed, taken_away) = (BTreeMap::new(), BTreeSet::new(), BTreeSet::new());
        Ok(Self { folder, encoding, lang, request, kept, now, open, changed, taken_away })
    }

    /// Reads all of it from nothing.
    pub(super) fn reopen(&mut self) -> Result<(), Failure> {
        self.kept = KeptSite::open(&self.request, Occasion::Check)?;
        self.now = self.kept.prepared();
        self.changed = self.open.keys().cloned().collect();
        Ok(())
    }

    /// An editor opened a text.
    pub(super) fn opened(&mut self, path: String, text: OpenText) {
        self.taken_away.remove(&path);
        self.changed.insert(path.clone());
        self.open.insert(path, text);
    }

    /// An editor changed a text.
    pub(super) fn edited(
        &mut self,
        path: &str,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
    ) {
        let Some(open) = self.open.get_mut(path) else { return };
        open.version = version;
        for change in changes {
            text::change(&mut open.text, change, self.encoding);
        }
        self.taken_away.remove(path);
        self.changed.insert(path.to_owned());
    }

    /// An editor closed a text: what is on the disk counts again.
    pub(super) fn closed(&mut self, path: &str) -> Result<(), Failure> {
        self.changed.remove(path);
        if self.open.remove(path).is_some() {
            self.kept.write(path, None)?;
            self.now = self.kept.prepared();
        }
        Ok(())
    }

    /// Files were made, changed or taken away by whoever it was; `None` if nobody knows which.
    pub(super) fn moved(&mut self, paths: Option<BTreeSet<String>>) -> Result<(), Failure> {
        let Some(paths) = paths else {
            self.kept.update(&Changes::Anything)?;
            self.changed.extend(self.open.keys().cloned());
            self.now = self.kept.prepared();
            return Ok(());
        };
        for path in &paths {
            if self.folder.has(path) {
                self.taken_away.remove(path);
            } else {
                self.taken_away.insert(path.clone());
                self.kept.write(path, None)?;
            }
        }
        self.kept.update(&Changes::Files(paths))?;
        self.changed.extend(self.open.keys().cloned());
        self.now = self.kept.prepared();
        Ok(())
    }

    /// Whether something was typed that was not read.
    pub(super) fn is_behind(&self) -> bool {
        !self.changed.is_empty()
    }

    /// Reads what was typed.
    pub(super) fn catch_up(&mut self) -> Result<(), Failure> {
        for path in std::mem::take(&mut self.changed) {
            let Some(open) = self.open.get(&path) else { continue };
            // A file that was taken away is away, until something is typed into it again.
            if self.taken_away.contains(&path) {
                continue;
            }
            // The mark at the head of a file is no part of its text.
            let text = open.text.strip_prefix('\u{FEFF}').unwrap_or(&open.text);
            self.kept.write(&path, Some(text.to_owned()))?;
        }
        self.now = self.kept.prepared();
        Ok(())
    }

    /// The text of a file as the editor has it, else as it was read.
    pub(super) fn text(&self, path: &str) -> Option<&str> {
        let open = self.open.get(path).map(|open| open.text.as_str());
        open.or_else(|| self.now.sources.by_path(path).map(|source| source.text.as_str()))
    }

    /// A text that is open.
    pub(super) fn open_text(&self, path: &str) -> Option<&OpenText> {
        self.open.get(path)
    }

    /// The file at a path.
    pub(super) fn source(&self, path: &str) -> Option<&Source> {
        self.now.sources.by_path(path)
    }

    /// The page that a file is, if it is one that is published.
    pub(super) fn page(&self, source: &Source) -> Option<(PageId, &Page)> {
        self.now.site.iter().find(|(_, page)| page.source == source.id)
    }

    /// The address of a file, as the editor calls it if it has it open.
    pub(super) fn uri(&self, path: &str) -> Option<Uri> {
        let open = self.open.get(path).map(|open| open.uri.clone());
        open.or_else(|| self.folder.uri_of(path))
    }

    /// A span as the protocol has it.
    pub(super) fn location(&self, span: Span) -> Option<Location> {
        let source = self.now.sources.get(span.source);
        let uri = self.uri(&source.path)?;
        let range = span.range();
        // A heading's line ends with its words.
        let words = source.text[range.clone()].trim_end().len();
        Some(Location { uri, range: self.lines(source).range(&(range.start..range.start + words)) })
    }

    /// The lines of a file.
    pub(super) fn lines<'s>(&self, source: &'s Source) -> Lines<'s> {
        Lines::of(&source.text, self.encoding)
    }
}
