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
    on_demand: OnDemand,
    /// What belongs to no page: the theme's files, scaled pictures.
    fixed: HashMap<String, Body>,
    /// What is searched, once somebody searches.
    index: OnceLock<HashMap<String, Body>>,
}

impl Rendered {
    /// Gets ready to render, and adds what is wrong with the templates to what is wrong with the site.
    pub(super) fn new(mut prepared: Prepared, style: Style) -> Self {
        let fixed = Mutex::new(HashMap::new());
        let Prepared { site, sources, theme, .. } = &prepared;
        let danger = index::danger::words(&site.registry.crisis);
        let (on_demand, found) = OnDemand::new(site, sources, theme, &danger, &|file| {
            fixed
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .insert(file.path.clone(), body(file));
        });
        let fixed = fixed.into_inner().unwrap_or_else(PoisonError::into_inner);
        prepared.diagnostics.extend(found);
        report::sort(&mut prepared.diagnostics, &prepared.sources);
        Self { prepared: Arc::new(prepared), style, on_demand, fixed, index: OnceLock::new() }
    }

    /// The site.
    pub(super) fn prepared(&self) -> &Arc<Prepared> {
        &self.prepared
    }

    fn index(&self) -> &HashMap<String, Body> {
        self.index.get_or_init(|| {
            let files = index::index(&self.prepared.site).into_iter();
            files.map(|file| (file.path.clone(), body(file))).collect()
        })
    }
}

impl Files for Rendered {
    fn has(&self, path: &str) -> bool {
        self.fixed.contains_key(path) || OnDemand::has(&self.prepared.site, path)
    }

    fn get(&self, path: &str) -> Option<Result<Body, String>> {
        if let Some(body) = self.fixed.get(path) {
            return Some(Ok(body.clone()));
        }
        let Prepared { site, sources, theme, .. } = &*self.prepared;
        match self.on_demand.file(site, sources, theme, path) {
            Some(Ok(file)) => Some(Ok(body(file))),
            Some(Err(found)) if !found.is_empty() => {
                Some(Err(report::render(&found, sources, self.style)))
            }
            _ => {
                let is_index = path.split('/').rev().nth(1) == Some("search");
                is_index.then(|| self.index().get(path).cloned().map(Ok)).flatten()
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
