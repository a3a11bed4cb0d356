//! What the site's settings point at: links of the menus, and the picture for shared links.

use super::resolve::Resolver;
use crate::base::suggest::Guesses;
use crate::diag::{Diagnostic, Problem};
use crate::model::config::{Config, MenuLink};
use crate::model::links::Resolved;
use crate::model::site::MenuItem;
use crate::parse::target::{Class, classify};

/// The links of header and footer; those that lead nowhere are reported and left out.
pub(super) fn menus(
    config: &Config,
    resolver: &Resolver<'_>,
    guesses: &Guesses,
    out: &mut Vec<Diagnostic>,
) -> (Vec<MenuItem>, Vec<MenuItem>) {
    let mut menu = |links: &[MenuLink]| -> Vec<MenuItem> {
        links.iter().filter_map(|link| item(link, resolver, guesses, out)).collect()
    };
    (menu(&config.menu), menu(&config.footer_menu))
}

fn item(
    link: &MenuLink,
    resolver: &Resolver<'_>,
    guesses: &Guesses,
    out: &mut Vec<Diagnostic>,
) -> Option<MenuItem> {
    let target = classify(Class::Plain, &link.url.value);
    let to = resolver.of_settings(&target, link.url.span, guesses, out)?;
    Some(MenuItem { label: link.label.clone(), to })
}

/// The file that `image` names.
pub(super) fn image(
    config: &Config,
    resolver: &Resolver<'_>,
    guesses: &Guesses,
    out: &mut Vec<Diagnostic>,
) -> Option<usize> {
    let image = config.image.as_ref()?;
    let path = match image.value.strip_prefix('/') {
        Some(_) => image.value.clone(),
        None => format!("/{}", image.value),
    };
    match resolver.of_settings(&classify(Class::Plain, &path), image.span, guesses, out)? {
        Resolved::Asset(asset) if resolver.is_picture(asset) => Some(asset),
        _ => {
            let target = image.value.clone();
            out.push(Diagnostic::at(image.span, Problem::NotAPicture { target }));
            None
        }
    }
}
