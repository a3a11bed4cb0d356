//! `mingbai bundle`: a site, or parts of it, as one file.

use crate::base::lang::Lang;
use crate::commands::pipeline::{self, Failure, Prepared, Request};
use crate::diag::has_errors;
use crate::diag::report;
use crate::index;
use crate::model::bundle::Bundle;
use crate::model::bundle::part::{self, Part};
use crate::render::bundle::{self, Of};

/// A bundle, and what is wrong with the site.
#[derive(Debug)]
pub struct Bundled {
    /// The site.
    pub prepared: Prepared,
    /// The file; nothing if the site has errors.
    pub file: Option<Vec<u8>>,
    /// How many pages are in it.
    pub pages: usize,
}

/// Makes a bundle of the parts that are asked for by these words; of the whole site if there are none.
pub fn bundle(request: &Request, only: &[String], lang: Lang) -> Result<Bundled, Failure> {
    let mut prepared = pipeline::prepare(request)?;
    let Prepared { sources, site, theme, diagnostics, cache, .. } = &mut prepared;
    let found = only.iter().map(|word| {
        part::find(site, word).map_err(|unknown| Failure::Usage(unknown.sentence(word, lang)))
    });
    let parts = found.collect::<Result<Vec<Part>, Failure>>()?;
    let bundle = match parts.as_slice() {
        [] => Bundle::whole(site),
        parts => Bundle::of(site, parts),
    };
    let mut made = None;
    if !has_errors(diagnostics) {
        let danger = index::danger::words(&site.registry.crisis);
        let index = index::inside(site, &|url| bundle.link(url), cache);
        let (site, sources, theme) = (&*site, &*sources, &**theme);
        let of =
            Of { site, sources, theme, danger: &danger, cache, bundle: &bundle, index: &index };
        let (file, wrong) = bundle::file(of);
        diagnostics.extend(wrong);
        made = file.filter(|_| !has_errors(diagnostics));
    }
    report::sort(&mut prepared.diagnostics, &prepared.sources);
    Ok(Bundled { prepared, file: made, pages: bundle.pages().count() })
}
