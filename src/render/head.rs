//! The head of a page: what it is called, where it lives, and where else it can be read.

use super::entries::Views;
use super::structured;
use super::view::{AlternateView, HeadView, ImageView, LinkView};
use crate::base::address;

/// The head of a page at `path`, below the edition's base. `title` is the page's own.
pub(super) fn head(views: Views<'_>, title: &str, description: &str, path: &str) -> HeadView {
    let config = &views.site.config;
    HeadView {
        title: match title {
            "" => config.title.clone(),
            title => format!("{title} · {}", config.title),
        },
        description: description.to_owned(),
        path: path.to_owned(),
        canonical: views.whole(path),
        twin: None,
        alternates: alternates(views, path),
        other_editions: other_editions(views, path),
        image: views.site.image.and_then(|image| picture(views, image, &config.title)),
        json_ld: Vec::new(),
        lang: None,
        noindex: false,
        feed: None,
        parts: Vec::new(),
    }
}

/// A head that also says what it is a page of, for search engines.
pub(super) fn with_breadcrumbs(
    views: Views<'_>,
    mut head: HeadView,
    crumbs: &[LinkView],
) -> HeadView {
    head.json_ld.extend(structured::breadcrumbs(views, &head, crumbs));
    head
}

/// A picture for whoever shares the page, if the site knows its address.
pub(super) fn picture(views: Views<'_>, asset: usize, alt: &str) -> Option<ImageView> {
    let (file, (width, height)) = views.pictures.get(asset)?.shared()?;
    let url = address::whole(&views.site.config.base_url, file);
    (!url.is_empty()).then(|| ImageView { url, width, height, alt: alt.to_owned() })
}

/// The page's address in every edition, and in the one for readers of any other language.
fn alternates(views: Views<'_>, path: &str) -> Vec<AlternateView> {
    let [own, _, ..] = views.editions else { return Vec::new() };
    if own.base_url.is_empty() {
        return Vec::new();
    }
    let of = |lang: &str, base_url: &str| AlternateView {
        lang: lang.to_owned(),
        label: String::new(),
        url: address::whole(base_url, path),
    };
    let mut alternates: Vec<AlternateView> =
        views.editions.iter().map(|e| of(&e.language, &e.base_url)).collect();
    alternates.push(of("x-default", &own.base_url));
    alternates
}

/// The same page in the other editions, for links on it.
fn other_editions(views: Views<'_>, path: &str) -> Vec<AlternateView> {
    let others = views.editions.iter().filter(|e| e.prefix != views.edition.prefix);
    let links = others.map(|e| AlternateView {
        lang: e.language.clone(),
        label: views.word(&format!("edition_{}", e.language)),
        url: address::below(&e.base, path),
    });
    links.collect()
}
