//! What visitors see, and the rule for replacing it: errors never take a good site away.

use super::pages::Pages;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A build's result.
#[derive(Debug)]
pub(super) struct Made {
    /// The files.
    pub(super) pages: Pages,
    /// The errors, in words; `None` when there are none.
    pub(super) report: Option<String>,
}

/// What is shown at one moment.
#[derive(Debug)]
pub(super) struct Shown {
    /// The site.
    pub(super) pages: Arc<Pages>,
    /// What is wrong with the newest build, which need not be the one shown.
    pub(super) report: Option<String>,
    /// Changes whenever open pages have to be loaded again.
    pub(super) version: u64,
    /// Whether the site shown was built without errors.
    good: bool,
}

/// The place where one site replaces another, whole.
#[derive(Debug)]
pub(super) struct CurrentSite {
    shown: Mutex<Arc<Shown>>,
    changed: Condvar,
}

impl CurrentSite {
    /// Begins with the first build, good or not.
    pub(super) fn new(made: Made) -> Self {
        // Pages that are still open from an earlier run must see that this is another.
        let version = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let version = u64::try_from(version.as_micros()).unwrap_or_default();
        let good = made.report.is_none();
        let shown = Shown { pages: Arc::new(made.pages), report: made.report, version, good };
        Self { shown: Mutex::new(Arc::new(shown)), changed: Condvar::new() }
    }

    /// What is shown now.
    pub(super) fn now(&self) -> Arc<Shown> {
        Arc::clone(&self.lock())
    }

    /// Shows the result of another build.
    pub(super) fn show(&self, made: Made) {
        let next = after(&self.now(), made);
        self.replace(next);
    }

    /// Keeps the site and shows why there is no newer one.
    pub(super) fn fail(&self, report: String) {
        let now = self.now();
        let pages = Arc::clone(&now.pages);
        self.replace(Shown { pages, report: Some(report), ..*now });
    }

    /// Says what is found wrong with a site after it is shown, if it still is.
    pub(super) fn find(&self, pages: &Arc<Pages>, report: String) {
        let mut shown = self.lock();
        if Arc::ptr_eq(&shown.pages, pages) {
            let (pages, version) = (Arc::clone(pages), shown.version);
            *shown = Arc::new(Shown { pages, report: Some(report), version, good: false });
            self.changed.notify_all();
        }
    }

    /// Waits until something else than `seen` is shown, but no longer than `patience`.
    pub(super) fn wait(&self, seen: &Arc<Shown>, patience: Duration) -> Option<Arc<Shown>> {
        let same = |shown: &mut Arc<Shown>| Arc::ptr_eq(shown, seen);
        let waited = self.changed.wait_timeout_while(self.lock(), patience, same);
        let (shown, time) = waited.unwrap_or_else(PoisonError::into_inner);
        (!time.timed_out()).then(|| Arc::clone(&shown))
    }

    fn replace(&self, next: Shown) {
        *self.lock() = Arc::new(next);
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, Arc<Shown>> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What to show after `old` when a build has made something. A good site is replaced by a good one
/// only; until there is one, the newest attempt is the most useful. A build that changed nothing
/// makes no page load again.
fn after(old: &Shown, made: Made) -> Shown {
    let good = made.report.is_none();
    if old.good && !good {
        let pages = Arc::clone(&old.pages);
        return Shown { pages, report: made.report, version: old.version, good: true };
    }
    // Before the first good build a page may consist of the report.
    let same = made.pages == *old.pages && (old.good || made.report == old.report);
    if same {
        let pages = Arc::clone(&old.pages);
        return Shown { pages, report: made.report, version: old.version, good };
    }
    Shown { pages: Arc::new(made.pages), report: made.report, version: old.version + 1, good }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    fn made(text: &str, report: Option<&str>) -> Made {
        let files = [("index.html".to_owned(), text.into())];
        Made { pages: Pages::held("/", files.into()), report: report.map(str::to_owned) }
    }

    fn text(shown: &Shown) -> String {
        use super::super::{address::Address, pages::Content};
        match shown.pages.find(&Address::parse("/").unwrap()) {
            Content::File(_, bytes) => String::from_utf8(bytes.held().unwrap().to_vec()).unwrap(),
            other => panic!("{other:?}"),
        }
    }

    /// Shows these builds one after the other and says what is to be seen in the end.
    fn after_builds(builds: &[(&str, Option<&str>)]) -> (String, Option<String>, u64) {
        let (first, rest) = builds.split_first().unwrap();
        let current = CurrentSite::new(made(first.0, first.1));
        let start = current.now().version;
        rest.iter().for_each(|(text, report)| current.show(made(text, *report)));
        let shown = current.now();
        (text(&shown), shown.report.clone(), shown.version - start)
    }

    fn seen(text: &str, report: Option<&str>, loads: u64) -> (String, Option<String>, u64) {
        (text.to_owned(), report.map(str::to_owned), loads)
    }

    #[test]
    fn a_good_site_outlives_errors() {
        let builds = [("one", None), ("two", Some("broken"))];
        assert_eq!(after_builds(&builds), seen("one", Some("broken"), 0));
        let builds = [("one", None), ("two", Some("broken")), ("three", None)];
        assert_eq!(after_builds(&builds), seen("three", None, 1));
    }

    #[test]
    fn nothing_new_is_no_reason_to_load_again() {
        assert_eq!(after_builds(&[("one", None), ("one", None)]), seen("one", None, 0));
        let builds = [("one", None), ("one", Some("broken")), ("one", None)];
        assert_eq!(after_builds(&builds), seen("one", None, 0));
    }

    #[test]
    fn until_there_is_a_good_site_the_newest_is_shown() {
        let builds = [("one", Some("a")), ("two", Some("a"))];
        assert_eq!(after_builds(&builds), seen("two", Some("a"), 1));
        let builds = [("one", Some("a")), ("one", Some("b")), ("one", None)];
        assert_eq!(after_builds(&builds), seen("one", None, 2));
    }

    #[test]
    fn a_failure_keeps_the_site() {
        let current = CurrentSite::new(made("one", None));
        let start = current.now().version;
        current.fail("no folder".to_owned());
        let shown = current.now();
        assert_eq!((text(&shown), shown.report.as_deref()), ("one".to_owned(), Some("no folder")));
        assert_eq!(shown.version, start);
        current.show(made("two", Some("still broken")));
        assert_eq!(text(&current.now()), "one");
    }

    #[test]
    fn waiting_ends_with_the_change() {
        let current = CurrentSite::new(made("one", None));
        let seen = current.now();
        assert!(current.wait(&seen, Duration::ZERO).is_none());
        thread::scope(|scope| {
            let waiting = scope.spawn(|| current.wait(&seen, Duration::from_secs(60)));
            current.show(made("two", None));
            assert_eq!(waiting.join().unwrap().map(|s| text(&s)).as_deref(), Some("two"));
        });
    }
}
