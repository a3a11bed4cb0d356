//! The stages in a row. `build`, `check` and `serve` are these with different endings.

mod build;
mod failure;
mod inputs;
mod kept;
mod mend;
mod note;
mod scope;
mod standing;
mod store;
mod understood;

pub use build::{Build, Built, build};
pub use failure::{Failure, NoSite};
pub use kept::{Changes, KeptSite};
pub use mend::{Mended, mend};
pub use scope::Scope;

pub(crate) use failure::find_site;

use crate::base::cache::Cache;
use crate::base::day::{self, Day};
use crate::base::output::{Output, Standing};
use crate::base::source::Sources;
use crate::check::{self, Occasion};
use crate::commands::external::{self, RequestPolicy};
use crate::commands::search_test;
use crate::commands::{calculator_test, flow_test};
use crate::diag::report;
use crate::diag::{Diagnostic, Problem, has_errors};
use crate::index;
use crate::load;
use crate::load::history::{self, Walk};
use crate::load::theme::Theme;
use crate::model::config::{self, Config};
use crate::model::site::Site;
use crate::render;
use rayon::prelude::*;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use understood::{Lifetime, Understood};

/// What to build.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The site's folder.
    pub root: PathBuf,
    /// Where the site will be found, instead of what its settings say.
    pub base_url: Option<String>,
    /// Whether addresses are relative, so that the folder can be opened from a disk.
    pub relative: bool,
    /// Whether drafts are shown.
    pub drafts: bool,
    /// The day the site speaks for, instead of today.
    pub at: Option<Day>,
    /// `SOURCE_DATE_EPOCH`: the day instead of today when none was asked for.
    pub epoch: Option<i64>,
    /// Whether pages that do not say when they were updated ask Git.
    pub history: bool,
    /// Whether results that are dear outlast the program, in the site's folder.
    pub cache: bool,
}

/// A site that was read and linked, with everything that is wrong so far.
#[derive(Debug)]
pub struct Prepared {
    /// The files.
    pub sources: Sources,
    /// The linked site.
    pub site: Site,
    /// Its theme.
    pub theme: Arc<Theme>,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// How long each stage took.
    pub timings: Timings,
    /// What is dear to render.
    pub cache: Arc<Cache>,
}

/// Stage names with the time each took.
pub type Timings = Vec<(&'static str, Duration)>;

/// Reads and links a site: load, parse, link; then applies the rules as a build does.
pub fn prepare(request: &Request) -> Result<Prepared, Failure> {
    prepare_for(request, Occasion::Build)
}

fn prepare_for(request: &Request, occasion: Occasion) -> Result<Prepared, Failure> {
    let (gathered, mut walk) = gather(request)?;
    Ok(understand(gathered, walk.as_mut(), request, occasion))
}

/// All that a site is made from: what is on the disk, and the day.
#[derive(Debug)]
struct Gathered {
    sources: Sources,
    config: Arc<Config>,
    theme: Arc<Theme>,
    day: Day,
    diagnostics: Vec<Diagnostic>,
    timings: Timings,
    cache: Arc<Cache>,
}

/// Reads a site. Its history is still being read when the rest is there.
fn gather(request: &Request) -> Result<(Gathered, Option<Walk>), Failure> {
    let mut timings = Timings::new();
    find_site(&request.root)?;
    if request.cache {
        // The cache will ask for it: until then a folder is walked through, which is work for one.
        rayon::spawn(|| _ = inputs::program());
    }
    let (sources, mut diagnostics) = timed(&mut timings, "load", || read(&request.root))?;
    let walk = request.history.then(|| history::start(&request.root, &sources));
    let config = Arc::new(settings(&sources, request, &mut diagnostics)?);
    let theme = Arc::new(theme(request, &config, &mut diagnostics));
    let day = day_of(request, &config);
    let cache = store::cache(&request.root, request.cache);
    Ok((Gathered { sources, config, theme, day, diagnostics, timings, cache }, walk))
}

/// The theme that the settings ask for, and what is wrong with what they ask of it.
fn theme(request: &Request, config: &Config, out: &mut Vec<Diagnostic>) -> Theme {
    let (theme, found) = Theme::load(&request.root, config.theme.as_ref());
    out.extend(found);
    out.extend(theme.check_options(&config.options));
    out.extend(theme.check_language(&config.language, config.language_span));
    theme
}

fn day_of(request: &Request, config: &Config) -> Day {
    request.at.unwrap_or_else(|| day::today(&config.timezone, request.epoch))
}

fn understand(
    gathered: Gathered,
    walk: Option<&mut Walk>,
    request: &Request,
    occasion: Occasion,
) -> Prepared {
    Understood::of(gathered, walk, request, Lifetime::Once).into_prepared(occasion)
}

/// Renders and indexes a prepared site, handing every file to `sink`.
pub fn render_all(prepared: &mut Prepared, sink: &(dyn Fn(Output) + Sync)) {
    render_pages(prepared, sink, None);
    index_pages(prepared, sink);
}

fn render_pages(
    prepared: &mut Prepared,
    sink: &(dyn Fn(Output) + Sync),
    standing: Option<&dyn Standing>,
) {
    let Prepared { sources, site, theme, diagnostics, timings, cache } = prepared;
    let danger = index::danger::words(&site.registry.crisis);
    diagnostics.extend(timed(timings, "render", || {
        render::render(site, sources, theme, &danger, cache, (sink, standing))
    }));
}

fn index_pages(prepared: &mut Prepared, sink: &(dyn Fn(Output) + Sync)) {
    let Prepared { site, timings, cache, .. } = prepared;
    timed(timings, "index", || index::index(site, cache).into_par_iter().for_each(sink));
}

/// How many expectations a site's own tests have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tested {
    /// Of the search.
    pub queries: usize,
    /// Of its flows.
    pub ways: usize,
}

/// Puts the site's own tests to the site as it would be published: what is wrong with it or with them,
/// and how many there are. A site with errors is not tried.
pub fn test(request: &Request) -> Result<(Prepared, Tested), Failure> {
    let mut prepared = prepare(request)?;
    let published: Mutex<HashMap<String, Vec<u8>>> = Mutex::default();
    render_all(&mut prepared, &|output| {
        let script = |name: &&str| output.path.strip_suffix(*name).is_some_and(is_assets);
        let script = [CLIENT, CALCULATOR].into_iter().find(script);
        if let Some(name) = script.or_else(|| output.path.strip_prefix("search/")) {
            let mut published = published.lock().unwrap_or_else(PoisonError::into_inner);
            published.insert(name.to_owned(), output.bytes);
        }
    });
    let mut files = published.into_inner().unwrap_or_else(PoisonError::into_inner);
    let client = files.remove(CLIENT).unwrap_or_default();
    let calculator = files.remove(CALCULATOR);
    let Prepared { sources, site, diagnostics, .. } = &mut prepared;
    let expected = search_test::expectations(site, sources, diagnostics);
    let ways = flow_test::expectations(site, sources, diagnostics);
    if !has_errors(diagnostics) {
        let queries: Vec<&str> = expected.iter().map(|e| e.query.value.as_str()).collect();
        let found = search_test::ask(files, &String::from_utf8_lossy(&client), &queries)?;
        diagnostics.extend(search_test::failures(site, &expected, &found));
        diagnostics.extend(flow_test::failures(site, &ways));
        if let Some(script) = calculator.filter(|_| !site.registry.calculators.is_empty()) {
            let script = String::from_utf8_lossy(&script);
            diagnostics.extend(calculator_test::failures(site, &script)?);
        }
    }
    report::sort(&mut prepared.diagnostics, &prepared.sources);
    Ok((prepared, Tested { queries: expected.len(), ways: ways.len() }))
}

/// The search client among the files that a test keeps; no file of the index has such a name.
const CLIENT: &str = "/js/client.js";

/// The script of calculators.
const CALCULATOR: &str = "/js/calculator.js";

/// Whether it is the folder of the theme's files.
fn is_assets(folder: &str) -> bool {
    folder.strip_prefix("assets/").is_some_and(|hash| !hash.contains('/'))
}

/// Everything that is wrong with a site, nothing written.
pub fn check(request: &Request) -> Result<Prepared, Failure> {
    let mut prepared = prepare_for(request, Occasion::Check)?;
    let Prepared { sources, site, theme, diagnostics, timings, cache } = &mut prepared;
    diagnostics
        .extend(timed(timings, "render", || render::check(site, sources, theme, cache, &|| false)));
    report::sort(&mut prepared.diagnostics, &prepared.sources);
    Ok(prepared)
}

/// Asks the addresses elsewhere that a part of a checked site leads to, and adds what is wrong with
/// them.
pub fn check_external(
    prepared: &mut Prepared,
    root: &Path,
    scope: &Scope,
    policy: RequestPolicy,
) -> Result<(), Failure> {
    let files = scope.files_of(prepared, root)?;
    let wanted = |path: &str| files.as_ref().is_none_or(|files| files.contains(path));
    let Prepared { sources, site, diagnostics, timings, .. } = prepared;
    let mut found =
        timed(timings, "external", || external::check(site, sources, root, policy, wanted));
    check::settle_further(&mut found, site, sources);
    diagnostics.extend(found);
    report::sort(diagnostics, sources);
    Ok(())
}

/// The files of a site.
fn read(root: &Path) -> Result<(Sources, Vec<Diagnostic>), Failure> {
    load::load(root).map_err(|error| Failure::Unreadable(root.join("content"), error))
}

/// A site's settings, as far as they can be read.
pub fn settings_of(root: &Path) -> Result<Config, Failure> {
    find_site(root)?;
    let (sources, mut out) = read(root)?;
    settings(&sources, &Request::default(), &mut out)
}

/// The site's settings, with what the command says instead.
fn settings(
    sources: &Sources,
    request: &Request,
    out: &mut Vec<Diagnostic>,
) -> Result<Config, Failure> {
    let mut config = match sources.by_path(config::FILE) {
        Some(source) => config::parse(source, out),
        None => {
            // A settings file that could not be read has been reported.
            if !out.iter().any(|d| names_file(d, config::FILE)) {
                out.push(Diagnostic::in_file(config::FILE, Problem::NoSettings));
            }
            Config::default()
        }
    };
    config.relative = request.relative;
    if let Some(base_url) = &request.base_url {
        config.live_at(base_url).map_err(Failure::BaseUrl)?;
    }
    Ok(config)
}

fn names_file(diagnostic: &Diagnostic, wanted: &str) -> bool {
    use crate::diag::Place;
    matches!(&diagnostic.place, Some(Place::File { path, .. }) if path == wanted)
}

fn timed<T>(timings: &mut Timings, stage: &'static str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = work();
    timings.push((stage, start.elapsed()));
    done
}

/// The folder a site is published to when nothing else is said.
pub fn default_output(root: &Path) -> PathBuf {
    root.join("public")
}
