//! The files of a site that is served: rendered when they are asked for, so that an edit is seen as soon as
//! its page is made, and nothing that nobody looks at is ever held.

use super::body::Body;
use crate::base::output::Output;
use crate::commands::pipeline::Prepared;
use crate::diag::report::{self, Style};
use crate::index;
use crate::render::on_demand::OnDemand;
use std::collections::HashMap;
use std::fmt::{self, Debug};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Files by their path below the output.
pub(super) trait Files: Debug + Send + Sync {
    /// Whether there is such a file.
    fn has(&self, path: &str) -> bool;

    /// The file, or why there is none although there should be, in words.
    fn get(&self, path: &str) -> Option<Result<Body, String>>;
}

/// Files that are all there.
impl Files for HashMap<String, Body> {
    fn has(&self, path: &str) -> bool {
        self.contains_key(path)
    }

    fn get(&self, path: &str) -> Option<Result<Body, String>> {
        HashMap::get(self, path).cloned().map(Ok)
    }
}

/// The files of a linked site.
pub(super) struct Rendered {
    prepared: Arc<Prepared>,
    /// How what is wrong is told.
    style: Style,
    shared: Arc<Shared>,
    /// What is searched, once somebody searches.
    index: OnceLock<HashMap<String, Body>>,
}

/// What many sites have in common that follow each other while an author works.
pub(super) struct Shared {
    on_demand: OnDemand,
    /// What belongs to no page: the theme's files, scaled pictures.
    fixed: HashMap<String, Body>,
}

impl Rendered {
    /// Gets ready to render, and adds what is wrong with the templates to what is wrong with the site.
    pub(super) fn new(mut prepared: Prepared, style: Style, before: Option<&Arc<Shared>>) -> Self {
        let Prepared { site, theme, .. } = &prepared;
        let same = before.filter(|before| before.on_demand.serves(site, theme));
        let shared = same.map_or_else(|| Arc::new(Shared::new(&prepared)), Arc::clone);
        prepared.diagnostics.extend(shared.on_demand.found().iter().cloned());
        report::sort(&mut prepared.diagnostics, &prepared.sources);
        Self { prepared: Arc::new(prepared), style, shared, index: OnceLock::new() }
    }

    /// The site.
    pub(super) fn prepared(&self) -> &Arc<Prepared> {
        &self.prepared
    }

    /// What the next site may have in common with this one.
    pub(super) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    fn index(&self) -> &HashMap<String, Body> {
        self.index.get_or_init(|| {
            let Prepared { site, cache, .. } = &*self.prepared;
            let files = index::index(site, cache).into_iter();
            files.map(|file| (file.path.clone(), body(file))).collect()
        })
    }
}

impl Shared {
    fn new(prepared: &Prepared) -> Self {
        let fixed = Mutex::new(HashMap::new());
        let Prepared { site, sources, theme, cache, .. } = prepared;
        let danger = index::danger::words(&site.registry.crisis);
        let on_demand = OnDemand::new(site, sources, theme, &danger, cache, &|file| {
            fixed
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .insert(file.path.clone(), body(file));
        });
        Self { on_demand, fixed: fixed.into_inner().unwrap_or_else(PoisonError::into_inner) }
    }
}

impl Files for Rendered {
    fn has(&self, path: &str) -> bool {
        self.shared.fixed.contains_key(path) || OnDemand::has(&self.prepared.site, path)
    }

    fn get(&self, path: &str) -> Option<Result<Body, String>> {
        if let Some(body) = self.shared.fixed.get(path) {
            return Some(Ok(body.clone()));
        }
        let Prepared { site, sources, theme, .. } = &*self.prepared;
        match self.shared.on_demand.file(site, sources, theme, path) {
            Some(Ok(file)) => Some(Ok(body(file))),
            Some(Err(found)) if !found.is_empty() => {
                Some(Err(report::render(&found, sources, self.style)))
            }
            // Of the index one file has an address, and whoever searches asks for it first: what else there
            // is, is known from then on. A name that somebody made up builds nothing.
            _ => {
                let index = match OnDemand::has(site, path) {
                    true => Some(self.index()),
                    false => self.index.get(),
                };
                index?.get(path).cloned().map(Ok)
            }
        }
    }
}

impl Debug for Rendered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rendered").finish_non_exhaustive()
    }
}

fn body(file: Output) -> Body {
    Body::of(file.bytes, file.on_disk)
}
