//! `mingbai serve`: builds into memory, shows the site on this machine, and keeps open pages in step
//! with their sources.
//!
//! The stages are those of [`crate::commands::pipeline`] with another ending: a page is rendered when it is
//! asked for, what is searched is made when somebody searches, and nothing is written to disk. The main
//! thread waits for changes, reads and links; another accepts connections, each of which has a thread of
//! its own. Between them stands the [`CurrentSite`], where one site replaces another at once and whole. What only
//! rendering all of it shows to be wrong is looked for meanwhile, and holds nothing up.

mod address;
mod answer;
mod body;
mod browser;
mod current;
mod events;
mod files;
mod further;
#[cfg(any(test, fuzzing))]
pub(crate) mod fuzzing;
mod guard;
mod http;
mod limit;
mod live;
mod media;
mod pages;
mod server;
mod terminal;
mod watch;

use crate::base::source::Sources;
use crate::check::Occasion;
use crate::commands::pipeline::{Changes, Failure, KeptSite, Prepared, Request};
use crate::diag::report::{self, Style};
use crate::diag::{Diagnostic, Severity};
use current::{CurrentSite, Made};
use files::{Rendered, Shared};
use further::Further;
use pages::Pages;
use std::collections::HashMap;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;
use terminal::Terminal;
use watch::Watch;

/// How to serve.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Options {
    /// The port on 127.0.0.1; 0 takes one that is free.
    pub port: u16,
    /// Whether to open the browser.
    pub open: bool,
    /// How to print.
    pub style: Style,
    /// Whether to say only what is wrong; the address is printed all the same.
    pub quiet: bool,
}

/// Serves the site until the process ends. Comes back only with a failure.
pub(crate) fn serve(request: &Request, options: &Options) -> Result<(), Failure> {
    let terminal = Arc::new(Mutex::new(Terminal::new(options.style, options.quiet)));
    let (listener, port) = server::listen(options.port)
        .map_err(|error| locked(&terminal).cannot_listen(options.port, error))?;
    // Watching begins before the first build: an edit made meanwhile is not lost.
    let watch = Watch::start(&request.root);
    let start = Instant::now();
    let mut kept = Keeper { request, kept: None, shared: None, style: options.style };
    let built = surviving(|| kept.build(&Changes::Anything));
    let mut watch = watch?;
    let (made, prepared) = match built {
        Ok(Built { pages, prepared }) => {
            locked(&terminal).built(&prepared, start.elapsed());
            let report = errors(&prepared, options.style);
            (Made { pages, report }, Some(prepared))
        }
        Err(failure @ Failure::Panicked(_)) => {
            let report = Some(locked(&terminal).failed(&failure));
            (Made { pages: Pages::held("/", HashMap::new()), report }, None)
        }
        Err(failure) => return Err(failure),
    };
    let address = format!("http://127.0.0.1:{port}{}", address::encode(&made.pages.base));
    let current = Arc::new(CurrentSite::new(made));
    server::start(listener, Arc::clone(&current))?;
    locked(&terminal).listening(&address);
    if options.open {
        browser::open(&address);
    }
    let mut further = Further::new(&current, &terminal, options.style);
    prepared.into_iter().for_each(|prepared| further.look(prepared));
    loop {
        let changes = watch.wait()?;
        further.stop();
        rebuild(&mut kept, &changes, &current, &terminal, &mut further);
    }
}

/// Builds once more. Whatever goes wrong, the site that is shown stays until a better one is there.
fn rebuild(
    kept: &mut Keeper<'_>,
    changes: &Changes,
    current: &CurrentSite,
    terminal: &Mutex<Terminal>,
    further: &mut Further,
) {
    let (start, style) = (Instant::now(), kept.style);
    match surviving(|| kept.build(changes)) {
        Ok(Built { pages, prepared }) => {
            let time = start.elapsed();
            current.show(Made { pages, report: errors(&prepared, style) });
            locked(terminal).rebuilt(&prepared, time);
            further.look(prepared);
        }
        Err(failure) => current.fail(locked(terminal).failed(&failure)),
    }
}

fn locked(terminal: &Mutex<Terminal>) -> MutexGuard<'_, Terminal> {
    terminal.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A build that may panic, which is a fault of this program and no reason to end it.
fn surviving<T>(build: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    // What a build leaves behind half-made is thrown away: it shares nothing but caches, whose locks are
    // taken over.
    panic::catch_unwind(AssertUnwindSafe(build)).unwrap_or_else(|payload| {
        let said = payload.downcast_ref::<String>().map(String::as_str);
        let said = said.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("panic");
        Err(Failure::Panicked(said.to_owned()))
    })
}

/// A site with what is wrong with it.
struct Built {
    pages: Pages,
    prepared: Arc<Prepared>,
}

/// The site between two builds.
struct Keeper<'r> {
    request: &'r Request,
    /// None while there is none that can be trusted.
    kept: Option<KeptSite>,
    /// What the next build may have in common with the last.
    shared: Option<Arc<Shared>>,
    style: Style,
}

impl Keeper<'_> {
    fn build(&mut self, changes: &Changes) -> Result<Built, Failure> {
        // What fails half-way is not gone on from: the next build reads everything.
        let mut kept = match self.kept.take() {
            Some(mut kept) => {
                kept.update(changes)?;
                kept
            }
            None => KeptSite::open(self.request, Occasion::Build)?,
        };
        let (prepared, name) = (kept.prepared(), kept.fingerprint());
        let base_path = prepared.site.config.base_path().to_owned();
        let style = Style { color: false, ..self.style };
        let files = Rendered::new(prepared, style, self.shared.as_ref());
        self.shared = Some(Arc::clone(files.shared()));
        let prepared = Arc::clone(files.prepared());
        self.kept = Some(kept);
        Ok(Built { pages: Pages::new(&base_path, name, files), prepared })
    }
}

/// The errors as text for the overlay, if there are any. Warnings do not cover a page; the terminal
/// has them.
fn errors(prepared: &Prepared, style: Style) -> Option<String> {
    errors_of(&prepared.diagnostics, &prepared.sources, style)
}

fn errors_of(diagnostics: &[Diagnostic], sources: &Sources, style: Style) -> Option<String> {
    let is_error = |d: &&Diagnostic| d.severity == Severity::Error;
    let errors: Vec<Diagnostic> = diagnostics.iter().filter(is_error).cloned().collect();
    let style = Style { color: false, ..style };
    (!errors.is_empty()).then(|| report::render(&errors, sources, style))
}

#[cfg(test)]
mod tests {
    use super::body::Body;
    use super::*;

    #[test]
    fn a_panic_of_a_build_is_told_and_the_site_stays() {
        let files = HashMap::from([("index.html".to_owned(), Body::from("good"))]);
        let current = CurrentSite::new(Made { pages: Pages::held("/", files), report: None });
        let style = Style::default();
        let failure = surviving::<()>(|| panic!("at a {}", "loss")).expect_err("it panicked");
        current.fail(Terminal::new(style, true).failed(&failure));
        let shown = current.now();
        assert!(shown.report.as_deref().is_some_and(|report| report.contains("at a loss")));
        let address = address::Address::parse("/").expect("an address");
        assert!(
            matches!(shown.pages.find(&address), pages::Content::File(name, _) if name == "index.html")
        );
        assert!(surviving(|| Ok(1)).is_ok_and(|n| n == 1), "and the next build is as any other");
    }
}
