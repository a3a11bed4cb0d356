//! The theme's options with the site's choices, as templates see them.

use super::entries::Views;
use super::pictures::asset;
use super::view::{FileView, OptionView};
use crate::base::address::encoded;
use crate::base::picture;
use crate::base::suggest::nearest;
use crate::diag::{Diagnostic, Problem};
use crate::load::theme::{Assets, Choice, Theme};
use crate::model::site::Site;
use std::collections::BTreeMap;

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

fn missing(site: &Site, name: &str, path: String) -> Option<Diagnostic> {
    let given = site.config.options.iter().find(|g| g.name.value == name)?;
    let known = site.asset_urls.iter().flatten().map(String::as_str);
    let nearest =
        nearest(path.trim_start_matches('/'), known).map(|near| format!("/{}", encoded(&near)));
    Some(Diagnostic::at(given.value.span, Problem::DeadLink { target: path, nearest }))
}
