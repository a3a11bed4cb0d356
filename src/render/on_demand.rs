//! One file at a time, for who is about to look at it: the same bytes as those of the whole site.

use super::{Frame, Rendered, at_address, in_edition, pictures, site_file};
use crate::base::cache::Cache;
use crate::base::output::Output;
use crate::base::source::{Asset, Sources};
use crate::diag::Diagnostic;
use crate::load::theme::Theme;
use crate::model::addresses::Address;
use crate::model::config::Config;
use crate::model::edition::Edition;
use crate::model::registry::Registry;
use crate::model::site::Site;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

/// A site whose files are rendered when they are asked for. What is asked of it must be asked with the
/// site, the files and the theme that it was made for.
pub struct OnDemand {
    frame: Frame,
    /// By what the frame was made from.
    inputs: Inputs,
    /// What is wrong with all that pages share.
    found: Vec<Diagnostic>,
}

impl OnDemand {
    /// Makes what all pages share, and hands every file that belongs to no address to `sink`.
    pub fn new(
        site: &Site,
        sources: &Sources,
        theme: &Arc<Theme>,
        danger: &str,
        cache: &Arc<Cache>,
        sink: &(dyn Fn(Output) + Sync),
    ) -> Self {
        let (frame, mut found) = Frame::new(site, theme, danger, cache, sink);
        let rendered = Rendered { site, sources, theme, frame: &frame, standing: None };
        let editions = Edition::all(&site.config, &site.registry);
        if let Some(own) = editions.first() {
            let nothing = |_: Output| ();
            found.extend(in_edition(rendered, &editions, own, &nothing, |_, _| Vec::new()));
        }
        Self { frame, inputs: Inputs::of(site, theme), found }
    }

    /// Whether it would be the same for another site: what pages share follows from little of it.
    pub fn serves(&self, site: &Site, theme: &Arc<Theme>) -> bool {
        self.inputs == Inputs::of(site, theme)
    }

    /// What is wrong with what all pages share, or with the templates before any page is filled into them.
    pub fn found(&self) -> &[Diagnostic] {
        &self.found
    }

    /// Whether there is a file at this path below the output.
    pub fn has(site: &Site, path: &str) -> bool {
        place(site, path).is_some()
    }

    /// The file at a path below the output, or what is wrong with it; `None` where nothing stands that has
    /// an address.
    pub fn file(
        &self,
        site: &Site,
        sources: &Sources,
        theme: &Theme,
        path: &str,
    ) -> Option<Result<Output, Vec<Diagnostic>>> {
        let (edition, address) = place(site, path)?;
        if let Some(file) = site_file(site, address) {
            return Some(Ok(file));
        }
        let rendered = Rendered { site, sources, theme, frame: &self.frame, standing: None };
        let editions = Edition::all(&site.config, &site.registry);
        let made: Mutex<Option<Output>> = Mutex::default();
        let sink = |file: Output| {
            if file.path == path {
                *made.lock().unwrap_or_else(PoisonError::into_inner) = Some(file);
            }
        };
        let found =
            in_edition(rendered, &editions, editions.get(edition)?, &sink, |bodies, writer| {
                at_address(bodies, writer, sources, address)
            });
        let made = made.into_inner().unwrap_or_else(PoisonError::into_inner);
        Some(made.ok_or(found))
    }
}

/// All that the files which belong to no address are made from, and what is wrong with what pages share.
struct Inputs {
    theme: Arc<Theme>,
    config: Arc<Config>,
    registry: Arc<Registry>,
    assets: Arc<Vec<Arc<Asset>>>,
    asset_urls: Arc<Vec<Option<String>>>,
    pictures: BTreeSet<usize>,
}

impl Inputs {
    fn of(site: &Site, theme: &Arc<Theme>) -> Self {
        Self {
            theme: Arc::clone(theme),
            config: Arc::clone(&site.config),
            registry: Arc::clone(&site.registry),
            assets: Arc::clone(&site.assets),
            asset_urls: Arc::clone(&site.asset_urls),
            pictures: pictures::shown(site, theme),
        }
    }
}

impl PartialEq for Inputs {
    fn eq(&self, other: &Self) -> bool {
        let assets = |inputs: &Self| inputs.assets.iter().map(Arc::as_ptr).collect::<Vec<_>>();
        Arc::ptr_eq(&self.theme, &other.theme)
            && Arc::ptr_eq(&self.config, &other.config)
            && Arc::ptr_eq(&self.registry, &other.registry)
            && (Arc::ptr_eq(&self.assets, &other.assets) || assets(self) == assets(other))
            && self.asset_urls == other.asset_urls
            && self.pictures == other.pictures
    }
}

/// The address at which a file stands, and the number of its edition.
fn place<'s>(site: &'s Site, path: &str) -> Option<(usize, &'s Address)> {
    let at = |path: &str| site.addresses.find(path).filter(|address| address.file() == path);
    if let Some(address) = at(path) {
        return Some((0, address));
    }
    let prefixes = site.config.prefixes().into_iter().enumerate().skip(1);
    let below = prefixes.filter_map(|(n, prefix)| Some((n, at(path.strip_prefix(&prefix)?)?)));
    below.into_iter().find(|(_, address)| !address.what.is_shared())
}
