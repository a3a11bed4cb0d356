//! Building and publishing a site: every stage, unless an earlier build has done just that.

use super::note::Note;
use super::standing::Earlier;
use super::{
    Failure, Gathered, Prepared, Request, Timings, find_site, gather, index_pages, inputs,
    render_pages, timed, understand,
};
use crate::base::bug::bug;
use crate::base::output::{Output, Standing};
use crate::base::source::Sources;
use crate::check::Occasion;
use crate::diag::report::{self, Style};
use crate::diag::{Diagnostic, Problem, Severity, has_errors};
use crate::load::history::Walk;
use crate::model::config::Config;
use crate::model::document::Document;
use crate::model::site::Site;
use crate::write::{Publication, Target, Written};
use rayon::prelude::*;
use std::io;
use std::mem;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// What a build did.
#[derive(Debug)]
pub struct Built {
    /// How many guides the site has.
    pub guides: usize,
    /// What is wrong, in words.
    pub report: String,
    /// What was published; `None` when errors forbade it.
    pub written: Option<Written>,
    /// How long each stage took.
    pub timings: Timings,
    /// What it was built from.
    rest: Box<(Site, Sources)>,
}

impl Built {
    /// Leaves what is left to the system, for a program that ends: a large site is many small pieces, and nobody
    /// has to wait until each is given back.
    pub fn abandon(self) {
        mem::forget(self.rest);
    }
}

/// Where and how strictly to publish, and how to say what is wrong.
#[derive(Debug, Clone)]
pub struct Build {
    /// The folder.
    pub output: PathBuf,
    /// Whether warnings stop publication too.
    pub strict: bool,
    /// How the report is printed.
    pub style: Style,
    /// Whether notes are only counted.
    pub brief: bool,
    /// Whether what was published from the same inputs and still stands may be left as it is.
    pub recalling: bool,
    /// Called once if another build of the same output has to be waited for.
    pub waiting: fn(),
}

/// Builds a site and publishes it, unless something in it is wrong. What was published from the same
/// inputs and still stands is not built again.
pub fn build(request: &Request, build: &Build) -> Result<Built, Failure> {
    find_site(&request.root)?;
    let (target, gathered) =
        rayon::join(|| Target::check(&build.output, &request.root), || gather(request));
    let target = target.map_err(Failure::Refused)?;
    let (mut gathered, mut walk) = gathered?;
    let publication = Publication::begin_telling(&target, build.waiting)?;
    let inputs = inputs::fingerprint(&gathered, request, build);
    let known = inputs
        .as_ref()
        .filter(|_| build.recalling)
        .and_then(|inputs| same(&publication, inputs, &mut gathered, &mut walk));
    if let Some(built) = known {
        return Ok(built);
    }
    let (mut prepared, earlier) = {
        let cache = Arc::clone(&gathered.cache);
        thread::scope(|scope| {
            let looking = scope.spawn(|| {
                publication.look_ahead();
                cache.lasts().then(|| Earlier::new(&publication, &cache))
            });
            let prepared = understand(gathered, walk.as_mut(), request, Occasion::Build);
            let lost = |_| bug("a thread that only looks has panicked");
            (prepared, looking.join().unwrap_or_else(lost))
        })
    };
    let first_error: Mutex<Option<io::Error>> = Mutex::new(None);
    let put = |output| {
        if let Err(error) = publication.put(output) {
            first_error.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
        }
    };
    if let Err(error) = make_files(&mut prepared, earlier, &put) {
        first_error.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
    }
    let gone = gone(&publication, &prepared.site);
    // That a page is gone is said once, so a build that says it is not the same as the next.
    let inputs = inputs.filter(|_| gone.is_empty());
    let Prepared { sources, site, theme: _, mut diagnostics, mut timings, cache } = prepared;
    diagnostics.extend(gone);
    report::sort(&mut diagnostics, &sources);
    let guides = site.guides().count();
    let report = report::in_full(&diagnostics, &sources, build.style, build.brief);
    let history = history(&mut walk, &site.config);
    let rest = Box::new((site, sources));
    let warned = build.strict && diagnostics.iter().any(is_warning);
    if warned || has_errors(&diagnostics) {
        return Ok(Built { guides, report, written: None, timings, rest });
    }
    // Two pages at one address fail to be written as well; what is wrong in the content says more.
    if let Some(error) = first_error.into_inner().unwrap_or_else(PoisonError::into_inner) {
        return Err(Failure::Io(error));
    }
    let note = Note { guides, history, report };
    let commit = || match inputs {
        Some(inputs) => publication.commit_remembering(&inputs, &note.to_string()),
        None => publication.commit(),
    };
    // A folder of values is tidied up when it is let go of.
    let written = timed(&mut timings, "write", || {
        thread::scope(|scope| {
            scope.spawn(|| drop(cache));
            commit()
        })
    })?;
    Ok(Built { guides, report: note.report, written: Some(written), timings, rest })
}

/// Renders and indexes the site but for what stands already.
fn make_files(
    prepared: &mut Prepared,
    earlier: Option<Earlier<'_>>,
    put: &(dyn Fn(Output) + Sync),
) -> io::Result<()> {
    // On a large site each step needs the room of what the one before has read.
    keep(&mut prepared.site, Document::keep_page);
    render_pages(prepared, put, earlier.as_ref().map(|earlier| earlier as &dyn Standing));
    let cache = Arc::clone(&prepared.cache);
    let (left, ()) = rayon::join(
        || earlier.map_or(Ok(()), |earlier| earlier.leave(&cache)),
        || {
            forget_pages(prepared);
            index_pages(prepared, put);
        },
    );
    left
}

/// Lets go of parts of all texts.
fn keep(site: &mut Site, part: fn(&mut Document)) {
    site.bodies.par_iter_mut().filter_map(Arc::get_mut).for_each(part);
}

/// Lets go of all that only pages show.
fn forget_pages(prepared: &mut Prepared) {
    let Prepared { site, sources, diagnostics, .. } = prepared;
    keep(site, Document::keep_text);
    forget_uses(site);
    let diagnosed = diagnostics.iter().flat_map(Diagnostic::spans).map(|span| span.source);
    sources.keep_texts_of(&diagnosed.collect());
    if site.bodies.iter().map(|body| body.text.len()).sum::<usize>() > LARGE {
        compact(site);
    }
}

/// Lets go of what the site says of its own pages and entries: only pages show it.
fn forget_uses(site: &mut Site) {
    let linked = site.linked.par_iter_mut().filter_map(Arc::get_mut);
    linked.for_each(|linked| linked.uses = Vec::new());
    (site.backlinks, site.uses) = Default::default();
}

/// The texts of a site that is worth it, in bytes: some ten thousand guides.
const LARGE: usize = 64 << 20;

/// How many texts are moved at a time.
const MOVED: usize = 1024;

/// Moves the texts that are kept to where others were: what was let go of lies between them, and goes back to the
/// system where nothing else is left.
fn compact(site: &mut Site) {
    site.bodies.par_chunks_mut(MOVED).for_each(|bodies| {
        // All are copied before the first is let go of, or each would move to where the last one was.
        let copies: Vec<String> = bodies.iter().map(|body| body.text.clone()).collect();
        let bodies = bodies.iter_mut().map(Arc::get_mut).zip(copies);
        bodies.for_each(|(body, text)| _ = body.map(|body| body.text = text));
    });
}

/// What an earlier build of the same inputs did, if all that it published still stands.
fn same(
    publication: &Publication,
    inputs: &str,
    gathered: &mut Gathered,
    walk: &mut Option<Walk>,
) -> Option<Built> {
    let (written, note) = timed(&mut gathered.timings, "compare", || publication.recall(inputs))?;
    let note = Note::parse(&note)?;
    // Only now is the history worth waiting for; a build does so when it has parsed the files.
    (note.history == history(walk, &gathered.config)).then(|| Built {
        guides: note.guides,
        report: note.report,
        written: Some(written),
        timings: mem::take(&mut gathered.timings),
        rest: Box::default(),
    })
}

/// The fingerprint of what the history says.
fn history(walk: &mut Option<Walk>, config: &Config) -> String {
    let told = walk.as_mut().map(|walk| walk.told(&config.timezone));
    inputs::of_text(&told.unwrap_or_default())
}

/// Addresses that readers may have kept and that would lead nowhere from now on. Further pages of a
/// list come and go with its length.
fn gone(publication: &Publication, site: &Site) -> Vec<Diagnostic> {
    let prefixes = site.config.prefixes();
    let stands = |url: &str| {
        prefixes.iter().any(|prefix| {
            let address = url.strip_prefix(prefix).and_then(|url| site.addresses.find(url));
            address.is_some_and(|address| prefix.is_empty() || !address.what.is_shared())
        })
    };
    let before = publication.previous().filter_map(|path| {
        let url = path.strip_suffix("index.html").filter(|url| !url.contains("/page/"))?;
        (!stands(url)).then(|| url.to_owned())
    });
    before.map(|url| Diagnostic::in_file("content", Problem::GoneUrl { url })).collect()
}

fn is_warning(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity == Severity::Warning
}
