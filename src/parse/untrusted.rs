//! Whose texts are somebody else's: all of a site's, those below a folder whose introduction says so, or
//! one page's. This module knows of the first two; a page's own word is its front matter's.

use super::front_matter;
use crate::base::source::{Source, SourceId, Sources};
use crate::model::config::Config;
use crate::yaml::Value;
use std::collections::HashMap;

/// What of a site is untrusted before a page says anything.
pub(super) struct Untrusted {
    all: bool,
    /// Folders with a `/` at the end.
    folders: Vec<String>,
}

impl Untrusted {
    /// Reads the settings and the introductions of folders; `unused` are those that nothing reads.
    pub(super) fn of(
        sources: &Sources,
        config: &Config,
        unused: &HashMap<SourceId, SourceId>,
    ) -> Self {
        let introductions = sources.files.iter().filter_map(|source| {
            let (folder, _) = source.introduced().filter(|_| source.is_page())?;
            let said = !unused.contains_key(&source.id) && says_so(source);
            said.then(|| format!("{folder}/"))
        });
        Self { all: config.untrusted, folders: introductions.collect() }
    }

    /// Whether a file's text is somebody else's.
    pub(super) fn covers(&self, path: &str) -> bool {
        self.all || self.folders.iter().any(|folder| path.starts_with(folder))
    }
}

/// Whether front matter says `untrusted`; whatever it says but `false` counts as yes.
fn says_so(source: &Source) -> bool {
    let Some(range) = front_matter::cut(source, &mut Vec::new()).yaml else { return false };
    if !source.text[range.clone()].contains("untrusted") {
        return false;
    }
    // What is wrong with it is said when the page itself is read.
    let Some(entries) = front_matter::parse(source, range, &mut Vec::new()) else { return true };
    let said = entries.iter().find(|entry| entry.key == "untrusted");
    said.is_some_and(|entry| entry.node.value != Value::Bool(false))
}
