//! What the site's settings point at: links of the menus, and the picture for shared links.

use super::resolve;
use crate::diagnostic::{Diagnostic, Problem};
use crate::site::Site;
use crate::source::Spanned;
use crate::suggest::Guesses;

/// Reports links of the menus that lead nowhere.
pub(super) fn menus(site: &Site, out: &mut Vec<Diagnostic>) {
    let links = site.config.menu.iter().chain(&site.config.footer_menu);
    let mut local = links.map(|link| &link.url).filter(|url| url.value.starts_with('/')).peekable();
    if local.peek().is_none() {
        return;
    }
    let (known, guesses) = (resolve::addresses(site), Guesses::default());
    for url in local {
        let address = url.value.split(['#', '?']).next().unwrap_or_default();
        if !known.contains(address.trim_start_matches('/')) {
            out.push(dead(url, &guesses, known.iter().map(String::as_str)));
        }
    }
}

/// The asset that `image` names.
pub(super) fn image(site: &Site, out: &mut Vec<Diagnostic>) -> Option<usize> {
    let image = site.config.image.as_ref()?;
    let path = image.value.strip_prefix('/').unwrap_or(&image.value);
    let found = site.asset_urls.iter().position(|url| url == path);
    if found.is_none() {
        let urls = site.asset_urls.iter().map(String::as_str);
        out.push(dead(image, &Guesses::default(), urls));
    }
    found
}

fn dead<'a>(
    given: &Spanned<String>,
    guesses: &Guesses,
    known: impl Iterator<Item = &'a str>,
) -> Diagnostic {
    let target = given.value.clone();
    let nearest = guesses.nearest("dead-link", target.trim_start_matches('/'), known);
    let nearest = nearest.map(|n| format!("/{n}"));
    Diagnostic::at(given.span, Problem::DeadLink { target, nearest })
}
