//! The theme's options with the site's choices, as templates see them.

use super::entries::Views;
use super::view::{FileView, OptionView};
use crate::address::Local;
use crate::diagnostic::{Diagnostic, Problem};
use crate::picture;
use crate::site::Site;
use crate::suggest::nearest;
use crate::theme::{Assets, Choice, Theme};
use std::collections::BTreeMap;

/// Files of the site that its options name, as indices into its assets.
pub(super) fn files(site: &Site, theme: &Theme) -> Vec<usize> {
    let chosen = theme.options(&site.config.options);
    let files = chosen.iter().filter_map(|(_, choice)| match choice {
        Choice::File(path) => asset(site, path),
        _ => None,
    });
    files.collect()
}

/// Every option by name. A file that is not there is reported, and missing.
pub(super) fn view(
    views: Views<'_>,
    theme: &Theme,
    assets: &Assets,
    out: &mut Vec<Diagnostic>,
) -> BTreeMap<String, OptionView> {
    let options = theme.options(&views.site.config.options).into_iter().map(|(name, choice)| {
        let view = match choice {
            Choice::None => OptionView::None,
            Choice::Text(text) => OptionView::Text(text),
            Choice::Flag(flag) => OptionView::Flag(flag),
            Choice::File(path) => match file(views, theme, assets, &path) {
                Some(file) => OptionView::File(file),
                None => {
                    out.extend(missing(views.site, name, path));
                    OptionView::None
                }
            },
        };
        (name.to_owned(), view)
    });
    options.collect()
}

fn file(views: Views<'_>, theme: &Theme, assets: &Assets, path: &str) -> Option<FileView> {
    if let Some(shown) = asset(views.site, path).and_then(|a| views.pictures.get(a)) {
        let (file, size) = shown.small();
        let (width, height) = size.unzip();
        return Some(FileView { url: views.shared(file), width, height });
    }
    let (width, height) = picture::size(theme.asset(path)?).unzip();
    Some(FileView { url: views.shared(&format!("{}/{path}", assets.folder)), width, height })
}

/// The site's file at an address that begins with `/`.
fn asset(site: &Site, path: &str) -> Option<usize> {
    site.addresses.site_file(&Local::parse(path)?.path)
}

fn missing(site: &Site, name: &str, path: String) -> Option<Diagnostic> {
    let given = site.config.options.iter().find(|g| g.name.value == name)?;
    let known = site.asset_urls.iter().flatten().map(String::as_str);
    let nearest = nearest(path.trim_start_matches('/'), known).map(|n| format!("/{n}"));
    Some(Diagnostic::at(given.value.span, Problem::DeadLink { target: path, nearest }))
}
