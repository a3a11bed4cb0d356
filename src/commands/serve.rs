//! `mingbai serve`: builds into memory, shows the site on this machine, and keeps open pages in step
//! with their sources.
//!
//! The stages are those of [`crate::commands::pipeline`] with another ending: files go into a map instead of
//! a folder, and nothing is written to disk. The main thread waits for changes and rebuilds; another
//! accepts connections, each of which has a thread of its own. Between them stands the
//! [`Stage`], where a finished site replaces the one before it at once and whole.

mod address;
mod answer;
mod body;
mod browser;
mod events;
mod guard;
mod http;
mod limit;
mod live;
mod media;
mod pages;
mod server;
mod stage;
mod voice;
mod watch;

use crate::commands::pipeline::{Failure, Prepared, Request, prepare, render_all};
use crate::diag::report::{self, Style};
use crate::diag::{Diagnostic, Severity};
use body::Body;
use pages::Pages;
use stage::{Made, Stage};
use std::collections::HashMap;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;
use voice::Voice;
use watch::Watch;

/// How to serve.
#[derive(Debug, Clone, Copy)]
pub struct Options {
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
pub fn serve(request: &Request, options: &Options) -> Result<(), Failure> {
    let mut voice = Voice::new(options.style, options.quiet);
    let (listener, port) =
        server::listen(options.port).map_err(|error| voice.cannot_listen(options.port, error))?;
    // Watching begins before the first build: an edit made meanwhile is not lost.
    let watch = Watch::start(&request.root);
    let start = Instant::now();
    let built = surviving(|| build(request));
    let mut watch = watch?;
    let made = match built {
        Ok(Built { pages, prepared }) => {
            voice.built(&prepared, start.elapsed());
            Made { pages, report: errors(&prepared, options.style) }
        }
        Err(failure @ Failure::Panicked(_)) => {
            let report = Some(voice.failed(&failure));
            Made { pages: Pages::new("/", HashMap::new()), report }
        }
        Err(failure) => return Err(failure),
    };
    let address = format!("http://127.0.0.1:{port}{}", address::encode(&made.pages.base));
    let stage = Arc::new(Stage::new(made));
    server::start(listener, Arc::clone(&stage))?;
    voice.listening(&address);
    if options.open {
        browser::open(&address);
    }
    loop {
        watch.wait()?;
        rebuild(request, &stage, &mut voice, options.style);
    }
}

/// Builds once more. Whatever goes wrong, the site that is shown stays until a better one is there.
fn rebuild(request: &Request, stage: &Stage, voice: &mut Voice, style: Style) {
    let start = Instant::now();
    match surviving(|| build(request)) {
        Ok(Built { pages, prepared }) => {
            let time = start.elapsed();
            stage.show(Made { pages, report: errors(&prepared, style) });
            voice.rebuilt(&prepared, time);
        }
        Err(failure) => stage.fail(voice.failed(&failure)),
    }
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

/// A site in memory with what is wrong with it.
struct Built {
    pages: Pages,
    prepared: Prepared,
}

fn build(request: &Request) -> Result<Built, Failure> {
    let mut prepared = prepare(request)?;
    let files = Mutex::new(HashMap::new());
    render_all(&mut prepared, &|output| {
        let body = Body::of(output.bytes, output.on_disk);
        files.lock().unwrap_or_else(PoisonError::into_inner).insert(output.path, body);
    });
    report::sort(&mut prepared.diagnostics, &prepared.sources);
    let files = files.into_inner().unwrap_or_else(PoisonError::into_inner);
    let pages = Pages::new(prepared.site.config.base_path(), files);
    Ok(Built { pages, prepared })
}

/// The errors as text for the overlay, if there are any. Warnings do not cover a page; the terminal
/// has them.
fn errors(prepared: &Prepared, style: Style) -> Option<String> {
    let is_error = |d: &&Diagnostic| d.severity == Severity::Error;
    let errors: Vec<Diagnostic> = prepared.diagnostics.iter().filter(is_error).cloned().collect();
    let style = Style { color: false, ..style };
    (!errors.is_empty()).then(|| report::render(&errors, &prepared.sources, style))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_of_a_build_is_told_and_the_site_stays() {
        let files = HashMap::from([("index.html".to_owned(), Body::from("good"))]);
        let stage = Stage::new(Made { pages: Pages::new("/", files), report: None });
        let style = Style::default();
        let failure = surviving::<()>(|| panic!("at a {}", "loss")).expect_err("it panicked");
        stage.fail(Voice::new(style, true).failed(&failure));
        let shown = stage.now();
        assert!(shown.report.as_deref().is_some_and(|report| report.contains("at a loss")));
        let address = address::Address::parse("/").expect("an address");
        assert!(matches!(shown.pages.find(&address), pages::Found::File("index.html", _)));
        assert!(surviving(|| Ok(1)).is_ok_and(|n| n == 1), "and the next build is as any other");
    }
}
