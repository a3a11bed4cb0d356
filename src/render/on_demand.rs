//! One file at a time, for who is about to look at it: the same bytes as those of the whole site.

use super::{Frame, Rendered, at_address, in_edition, site_file};
use crate::base::output::Output;
use crate::base::source::Sources;
use crate::diag::Diagnostic;
use crate::load::theme::Theme;
use crate::model::addresses::Address;
use crate::model::edition::Edition;
use crate::model::site::Site;
use std::sync::{Mutex, PoisonError};

/// A site whose files are rendered when they are asked for. What is asked of it must be asked with the
/// site, the files and the theme that it was made for.
pub struct OnDemand {
    frame: Frame,
}

impl OnDemand {
    /// Makes what all pages share, and hands every file that belongs to no address to `sink`. What is wrong
    /// with it, or with the templates before any page is filled into them, comes with it.
    pub fn new(
        site: &Site,
        sources: &Sources,
        theme: &Theme,
        danger: &str,
        sink: &(dyn Fn(Output) + Sync),
    ) -> (Self, Vec<Diagnostic>) {
        let (frame, mut found) = Frame::new(site, theme, danger, sink);
        let rendered = Rendered { site, sources, theme, frame: &frame };
        let editions = Edition::all(&site.config, &site.registry);
        if let Some(own) = editions.first() {
            let nothing = |_: Output| ();
            found.extend(in_edition(rendered, &editions, own, &nothing, |_, _| Vec::new()));
        }
        (Self { frame }, found)
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
        let rendered = Rendered { site, sources, theme, frame: &self.frame };
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
