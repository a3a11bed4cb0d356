//! Waits until the author changes something. The only module that knows `notify`.
//!
//! It says which files may have changed, as far as that is known.

use crate::commands::pipeline::{Changes, Failure};
use crate::load;
use notify::event::EventKind;
use notify::{Config, Event, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::BTreeSet;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

/// Changes that follow each other this closely are one: an editor that writes a file in several steps is
/// done with it by then, and an author does not notice.
const QUIET: Duration = Duration::from_millis(10);

/// Changes that never pause are built this long after the first.
const AT_MOST: Duration = Duration::from_millis(500);

/// How often to look where the system does not tell of changes.
const POLL: Duration = Duration::from_millis(500);

/// The folders that a site is made from, below its own.
const WATCHED: [&str; 2] = ["content", "themes"];

/// Listens for changes to a site's sources.
pub(super) struct Watch {
    /// The site's folder, without symbolic links, as events name it.
    root: PathBuf,
    watcher: Box<dyn Watcher>,
    events: Receiver<notify::Result<Event>>,
}

impl Watch {
    /// Begins to listen.
    pub(super) fn start(root: &Path) -> Result<Self, Failure> {
        let root = root.canonicalize()?;
        let started = Self::with::<RecommendedWatcher>(&root, Config::default());
        // The system may have no watches left, as with many programs open. Looking always works.
        let polling = Config::default().with_poll_interval(POLL);
        started.or_else(|_| Self::with::<PollWatcher>(&root, polling)).map_err(failure)
    }

    fn with<W: Watcher + 'static>(root: &Path, config: Config) -> notify::Result<Self> {
        let (sender, events) = mpsc::channel();
        let mut watcher = W::new(sender, config)?;
        // The site's own folder tells when one of the others comes or goes.
        watcher.watch(root, RecursiveMode::NonRecursive)?;
        for folder in existing(root) {
            watcher.watch(&folder, RecursiveMode::Recursive)?;
        }
        Ok(Self { root: root.to_owned(), watcher: Box::new(watcher), events })
    }

    /// Waits for a change, and then until there is none for a moment.
    pub(super) fn wait(&mut self) -> Result<Changes, Failure> {
        let mut changes = loop {
            let event = self.events.recv().map_err(|_| ended())?;
            if let Some(changes) = self.changes(event) {
                break changes;
            }
        };
        let first = Instant::now();
        while first.elapsed() < AT_MOST {
            match self.events.recv_timeout(QUIET) {
                // One of these may have to be followed too, even if it changes nothing more.
                Ok(event) => {
                    if let Some(more) = self.changes(event) {
                        changes = together(changes, more);
                    }
                }
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return Err(ended()),
            }
        }
        Ok(changes)
    }

    /// What an event may have changed, if it is something to build. Also begins to watch a folder that has
    /// appeared.
    fn changes(&mut self, event: notify::Result<Event>) -> Option<Changes> {
        // An error means that changes may have been missed.
        let Ok(event) = event else { return Some(Changes::Anything) };
        let change = concerns(&event, &self.root);
        let folders = WATCHED.map(|folder| self.root.join(folder));
        if change && event.paths.iter().any(|path| folders.contains(path)) {
            for folder in existing(&self.root) {
                // If it is gone again by now, that will be told of as well.
                let _ = self.watcher.watch(&folder, RecursiveMode::Recursive);
            }
        }
        change.then(|| files(&event, &self.root))
    }
}

/// The files that an event is about.
fn files(event: &Event, root: &Path) -> Changes {
    let sources = event.paths.iter().filter_map(|path| {
        let below = path.strip_prefix(root).ok().filter(|below| is_source(below))?;
        let parts = below.components().map(|part| part.as_os_str().to_str());
        parts.collect::<Option<Vec<&str>>>().map(|parts| parts.join("/"))
    });
    let files: BTreeSet<String> = sources.collect();
    // What a system cannot say, and what is not UTF-8, is looked for.
    match event.need_rescan() || files.is_empty() {
        true => Changes::Anything,
        false => Changes::Files(files),
    }
}

fn together(one: Changes, other: Changes) -> Changes {
    match (one, other) {
        (Changes::Files(mut files), Changes::Files(more)) => {
            files.extend(more);
            Changes::Files(files)
        }
        _ => Changes::Anything,
    }
}

fn existing(root: &Path) -> impl Iterator<Item = PathBuf> {
    WATCHED.map(|folder| root.join(folder)).into_iter().filter(|folder| folder.is_dir())
}

/// Whether an event changes what is built. Reading does not, or every build would lead to another.
fn concerns(event: &Event, root: &Path) -> bool {
    if event.need_rescan() {
        return true;
    }
    let below = |path: &Path| path.strip_prefix(root).is_ok_and(is_source);
    !matches!(event.kind, EventKind::Access(_)) && event.paths.iter().any(|path| below(path))
}

/// Whether a path below the site's folder can be part of the site.
fn is_source(path: &Path) -> bool {
    let mut names = path.components().filter_map(|part| match part {
        Component::Normal(name) => Some(name.to_string_lossy()),
        _ => None,
    });
    names.next().is_some_and(|folder| WATCHED.contains(&&*folder)) && !names.any(|n| is_passing(&n))
}

/// Whether a file or folder is an editor's or the system's own, gone in a moment or never published.
fn is_passing(name: &str) -> bool {
    let endings = [".tmp", ".bak", ".part", "___jb_tmp___", "___jb_old___"];
    !load::is_visible_name(name)
        || endings.iter().any(|ending| name.ends_with(ending))
        // Vim writes a file of this name to see whether it can.
        || name == "4913"
}

fn failure(error: notify::Error) -> Failure {
    Failure::Io(io::Error::other(format!("cannot watch for changes: {error}")))
}

fn ended() -> Failure {
    Failure::Io(io::Error::other("watching for changes has ended"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::{AccessKind, CreateKind, Flag, ModifyKind};

    #[test]
    fn only_what_can_be_published_is_a_source() {
        let sources = [
            "content",
            "themes",
            "content/site.yaml",
            "content/rights/隐私.md",
            "content/static/.well-known/x",
            "content/static/.nojekyll",
            "themes/default/css/base.css",
        ];
        for path in sources {
            assert!(is_source(Path::new(path)), "{path}");
        }
        let others = [
            "",
            "public/index.html",
            "README.md",
            "content/.a.md.swp",
            "content/.git/index",
            "content/a.md~",
            "content/a.md.swx",
            "content/4913",
            "content/#a.md#",
            "content/.#a.md",
            "content/a.md.tmp",
            "content/a.md___jb_tmp___",
            "content/~$a.docx",
        ];
        for path in others {
            assert!(!is_source(Path::new(path)), "{path}");
        }
    }

    #[test]
    fn reading_is_no_change() {
        let root = Path::new("/site");
        let event = |kind| Event::new(kind).add_path(root.join("content/a.md"));
        assert!(!concerns(&event(EventKind::Access(AccessKind::Any)), root));
        assert!(concerns(&event(EventKind::Modify(ModifyKind::Any)), root));
        assert!(concerns(&event(EventKind::Create(CreateKind::File)), root));
        let lost = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        assert!(concerns(&lost, root));
        assert!(!concerns(
            &Event::new(EventKind::Any).add_path("/other/content/a.md".into()),
            root
        ));
    }
}
