//! What only rendering a site shows to be wrong, looked for while the site is served already: it holds up
//! neither a page nor the next edit.

use super::current::CurrentSite;
use super::terminal::Terminal;
use super::{errors_of, locked, surviving};
use crate::commands::pipeline::Prepared;
use crate::diag::report::{self, Style};
use crate::diag::{Diagnostic, has_errors};
use crate::load::theme::Theme;
use crate::model::face;
use crate::model::page::PageId;
use crate::model::site::Site;
use crate::render;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// How long nothing else may be saved before it is looked further.
const PATIENCE: Duration = Duration::from_millis(200);

/// Looks further at one site after another.
pub(super) struct Further {
    current: Arc<CurrentSite>,
    terminal: Arc<Mutex<Terminal>>,
    style: Style,
    /// One thread for all of it, so that the others are left to whoever reads or saves. Without one, the
    /// errors of a page are told when it is asked for.
    pool: Option<Arc<ThreadPool>>,
    /// Tells the look that has not come to its end to come to it.
    stop: Arc<AtomicBool>,
    /// The last site in which all was looked at and nothing found.
    clean: Arc<Mutex<Option<Clean>>>,
}

/// A site in which nothing is wrong.
struct Clean {
    site: Site,
    theme: Arc<Theme>,
}

impl Further {
    pub(super) fn new(
        current: &Arc<CurrentSite>,
        terminal: &Arc<Mutex<Terminal>>,
        style: Style,
    ) -> Self {
        let (current, terminal) = (Arc::clone(current), Arc::clone(terminal));
        let pool = ThreadPoolBuilder::new().num_threads(1).build().ok().map(Arc::new);
        Self { current, terminal, style, pool, stop: Arc::default(), clean: Arc::default() }
    }

    /// Ends looking: there is something newer to look at.
    pub(super) fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Begins to look at a site for as long as it is the one shown.
    pub(super) fn look(&mut self, prepared: Arc<Prepared>) {
        self.stop();
        let Some(pool) = self.pool.clone().filter(|_| !has_errors(&prepared.diagnostics)) else {
            return;
        };
        self.stop = Arc::default();
        let look = Look {
            pages: Arc::clone(&self.current.now().pages),
            current: Arc::clone(&self.current),
            terminal: Arc::clone(&self.terminal),
            style: self.style,
            stop: Arc::clone(&self.stop),
            clean: Arc::clone(&self.clean),
            prepared,
        };
        let _ = thread::Builder::new().name("check".to_owned()).spawn(move || {
            thread::sleep(PATIENCE);
            look.end(pool.install(|| look.found()));
        });
    }
}

/// One look at a site.
struct Look {
    current: Arc<CurrentSite>,
    terminal: Arc<Mutex<Terminal>>,
    style: Style,
    stop: Arc<AtomicBool>,
    clean: Arc<Mutex<Option<Clean>>>,
    prepared: Arc<Prepared>,
    pages: Arc<super::pages::Pages>,
}

impl Look {
    fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// What is wrong, or why that cannot be said.
    fn found(&self) -> Result<Vec<Diagnostic>, super::Failure> {
        let Prepared { site, sources, theme, cache, .. } = &*self.prepared;
        let (only, stopped) = (self.changed(), || self.is_stopped());
        surviving(|| {
            Ok(match &only {
                Some(pages) => render::check_pages(site, sources, theme, cache, pages, &stopped),
                None => render::check(site, sources, theme, cache, &stopped),
            })
        })
    }

    /// The pages that are all that is other than in a site in which nothing was wrong.
    fn changed(&self) -> Option<Vec<PageId>> {
        let clean = self.clean.lock().unwrap_or_else(PoisonError::into_inner);
        let Clean { site, theme } = clean.as_ref()?;
        let same = Arc::ptr_eq(theme, &self.prepared.theme);
        same.then(|| face::changed(site, &self.prepared.site)).flatten()
    }

    fn end(&self, found: Result<Vec<Diagnostic>, super::Failure>) {
        if self.is_stopped() {
            return;
        }
        match found {
            Ok(found) => {
                let Prepared { site, sources, theme, diagnostics, .. } = &*self.prepared;
                let clean = found.is_empty();
                let mut all = diagnostics.clone();
                all.extend(found);
                report::sort(&mut all, sources);
                locked(&self.terminal).found(&all, sources);
                if let Some(report) = errors_of(&all, sources, self.style) {
                    self.current.find(&self.pages, report);
                }
                let known = clean.then(|| Clean { site: site.clone(), theme: Arc::clone(theme) });
                *self.clean.lock().unwrap_or_else(PoisonError::into_inner) = known;
            }
            Err(failure) => {
                let report = locked(&self.terminal).failed(&failure);
                self.current.find(&self.pages, report);
            }
        }
    }
}
