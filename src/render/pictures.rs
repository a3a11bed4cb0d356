//! The pictures that pages show: published in the widths that the theme asks for, under names made
//! from their contents, and written so that a browser chooses before it loads anything.
//!
//! A file beside a guide keeps its own address as well, for links. Each content is scaled once,
//! however many pages and editions show it, and not again while the cache has it.

use super::highlight::escaped;
use crate::base::address::Local;
use crate::base::cache::{Cache, Key};
use crate::base::output::Output;
use crate::base::picture::{self, PictureError, Step, Steps};
use crate::base::source::Asset;
use crate::diag::{Diagnostic, Problem};
use crate::load::theme::{Choice, Theme};
use crate::model::site::Site;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

/// The pictures of a site, by index into its assets.
pub(super) struct Pictures {
    shown: BTreeMap<usize, Shown>,
    /// How wide a picture is shown, in the words of the `sizes` attribute.
    sizes: String,
}

/// A picture as pages show it. Addresses are below the site's base.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    /// The widest file.
    file: String,
    /// What kind of file that is, by the end of its name.
    extension: String,
    /// Its width and height in pixels, if they are known.
    size: Option<(usize, usize)>,
    /// Address and width of every file, from narrow to wide.
    plain: Vec<(String, u32)>,
    /// The same as WebP.
    webp: Vec<(String, u32)>,
}

impl Shown {
    /// The narrowest file, with the size of the picture.
    pub(super) fn small(&self) -> (&str, Option<(usize, usize)>) {
        (self.plain.first().map_or(&self.file, |(file, _)| file), self.size)
    }

    /// The widest file with its size, if it is of a kind that every program shows.
    pub(super) fn shared(&self) -> Option<(&str, (usize, usize))> {
        let common = ["jpg", "jpeg", "png", "gif"].contains(&self.extension.as_str());
        self.size.filter(|_| common).map(|size| (self.file.as_str(), size))
    }
}

impl Pictures {
    /// Scales every picture that a page shows, and publishes all of it.
    pub(super) fn of(
        site: &Site,
        theme: &Theme,
        cache: &Cache,
        sink: &(dyn Fn(Output) + Sync),
        out: &mut Vec<Diagnostic>,
    ) -> Self {
        let widths = theme.picture_widths();
        Self::with(site, theme, contents(site, theme), out, |name, asset| {
            let scaled = scaled(cache, &asset.bytes, widths);
            let shown = publish(name, &asset.path, &asset.bytes, &scaled, sink);
            let fault = match scaled {
                Err(fault) => Some(fault),
                Ok(None) => misnamed(&asset.path, &asset.bytes),
                Ok(Some(_)) => None,
            };
            (shown, fault)
        })
    }

    /// The same for a site that is only checked: each is read, none is scaled or published.
    pub(super) fn examined(site: &Site, theme: &Theme, out: &mut Vec<Diagnostic>) -> Self {
        Self::with(site, theme, contents(site, theme), out, |name, asset| {
            let shown = publish(name, &asset.path, &asset.bytes, &Ok(None), &|_| ());
            let fault = picture::examine(&asset.bytes).err();
            (shown, fault.or_else(|| misnamed(&asset.path, &asset.bytes)))
        })
    }

    fn with(
        site: &Site,
        theme: &Theme,
        contents: BTreeMap<String, Vec<usize>>,
        out: &mut Vec<Diagnostic>,
        make: impl Fn(&str, &Asset) -> (Shown, Option<PictureError>) + Sync,
    ) -> Self {
        let made: Vec<_> = contents
            .into_par_iter()
            .map(|(name, assets)| {
                let asset = &site.assets[assets[0]];
                let (shown, fault) = make(&name, asset);
                let fault = fault.map(|fault| Diagnostic::in_file(&asset.path, problem(fault)));
                (assets, shown, fault)
            })
            .collect();
        let mut shown = BTreeMap::new();
        for (assets, picture, fault) in made {
            out.extend(fault);
            shown.extend(assets.into_iter().map(|asset| (asset, picture.clone())));
        }
        Self { shown, sizes: theme.picture_sizes().to_owned() }
    }

    /// A picture that some page shows.
    pub(super) fn get(&self, asset: usize) -> Option<&Shown> {
        self.shown.get(&asset)
    }

    /// The element for a picture; `address` makes one below the site's base printable.
    pub(super) fn html(
        &self,
        asset: usize,
        alt: &str,
        address: &dyn Fn(&str) -> String,
    ) -> Option<String> {
        let shown = self.shown.get(&asset)?;
        let sizes = escaped(&self.sizes);
        let list = |files: &[(String, u32)]| {
            let files = files.iter().map(|(path, width)| format!("{} {width}w", address(path)));
            escaped(&files.collect::<Vec<_>>().join(", "))
        };
        let mut html = String::new();
        if !shown.webp.is_empty() {
            let files = list(&shown.webp);
            let _ = write!(
                html,
                "<picture><source type=\"image/webp\" srcset=\"{files}\" sizes=\"{sizes}\">"
            );
        }
        let _ = write!(html, "<img src=\"{}\"", escaped(&address(&shown.file)));
        if shown.plain.len() > 1 {
            let _ = write!(html, " srcset=\"{}\" sizes=\"{sizes}\"", list(&shown.plain));
        }
        let _ = write!(html, " alt=\"{}\"", escaped(alt));
        if let Some((width, height)) = shown.size {
            let _ = write!(html, " width=\"{width}\" height=\"{height}\"");
        }
        html.push_str(" loading=\"lazy\">");
        if !shown.webp.is_empty() {
            html.push_str("</picture>");
        }
        Some(html)
    }
}

/// The files that are shown as pictures, as indices into the site's assets.
pub(super) fn shown(site: &Site, theme: &Theme) -> BTreeSet<usize> {
    let texts = site.linked.iter().flat_map(|linked| [&linked.answer, &linked.body]);
    let on_pages = texts.flat_map(|links| links.images.iter().flatten().copied());
    on_pages.chain(of_options(site, theme)).chain(site.image).collect()
}

/// The same by their contents: the first of several equal files stands for all.
fn contents(site: &Site, theme: &Theme) -> BTreeMap<String, Vec<usize>> {
    let mut contents: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for asset in shown(site, theme) {
        let name = picture::fingerprint(&site.assets[asset].bytes);
        contents.entry(name).or_default().push(asset);
    }
    contents
}

/// Files of the site that its options name, as indices into its assets.
fn of_options(site: &Site, theme: &Theme) -> Vec<usize> {
    let chosen = theme.options(&site.config.options);
    let files = chosen.iter().filter_map(|(_, choice)| match choice {
        Choice::File(path) => asset(site, path),
        _ => None,
    });
    files.collect()
}

/// The site's file at an address that begins with `/`.
pub(super) fn asset(site: &Site, path: &str) -> Option<usize> {
    site.addresses.site_file(&Local::parse(path)?.path)
}

/// Hands a picture's files over and says what they are called.
fn publish(
    name: &str,
    path: &str,
    bytes: &[u8],
    scaled: &Result<Option<Steps>, PictureError>,
    sink: &(dyn Fn(Output) + Sync),
) -> Shown {
    let whole = |extension: &str| format!("assets/pictures/{name}.{extension}");
    let as_it_came = |extension: &str| {
        let file = whole(extension);
        sink(Output::new(file.clone(), picture::without_metadata(bytes)));
        file
    };
    let Ok(Some(steps)) = scaled else {
        let extension = extension(path);
        let file = as_it_came(&extension);
        let size = picture::size(bytes);
        return Shown { file, extension, size, plain: Vec::new(), webp: Vec::new() };
    };
    let put = |step: &Step, extension: &str| {
        let path = match &step.bytes {
            None => as_it_came(extension),
            Some(bytes) => {
                let path = format!("assets/pictures/{name}-{}.{extension}", step.width);
                sink(Output::new(path.clone(), bytes.clone()));
                path
            }
        };
        (path, step.width)
    };
    let extension = steps.extension;
    let plain: Vec<(String, u32)> = steps.plain.iter().map(|s| put(s, extension)).collect();
    let webp = steps.webp.iter().map(|s| put(s, "webp")).collect();
    let size = steps.plain.last().map(|s| (s.width as usize, s.height as usize));
    let file = plain.last().map_or_else(|| whole(extension), |(path, _)| path.clone());
    Shown { file, extension: extension.to_owned(), size, plain, webp }
}

/// The end of a file's name, in lower case.
fn extension(path: &str) -> String {
    path.rsplit_once('.').map_or("", |(_, e)| e).to_lowercase()
}

/// A file that calls itself a picture and is none.
fn misnamed(path: &str, bytes: &[u8]) -> Option<PictureError> {
    let extension = extension(path);
    let claims = ["jpg", "jpeg", "png", "webp", "gif"].contains(&extension.as_str());
    (claims && picture::size(bytes).is_none())
        .then(|| PictureError::Broken(format!("it is not what .{extension} says")))
}

fn problem(fault: PictureError) -> Problem {
    match fault {
        PictureError::TooLarge { width, height, limit } => {
            Problem::LargePicture { width, height, limit: limit / 1_000_000 }
        }
        PictureError::Broken(reason) => Problem::BrokenPicture { reason },
    }
}

/// A picture's content in these widths, scaled once.
fn scaled(cache: &Cache, bytes: &[u8], widths: &[u32]) -> Result<Option<Steps>, PictureError> {
    let widths_key: Vec<u8> = widths.iter().flat_map(|width| width.to_le_bytes()).collect();
    let key = Key::of("picture", &[&widths_key, bytes]);
    let read = |stored: &Arc<[u8]>| Steps::unpack(stored).map(Ok);
    cache.get_or(key, read, || {
        let scaled = picture::steps(bytes, widths);
        let packed = scaled.as_ref().ok().and_then(|steps| Steps::pack(steps.as_ref()));
        (scaled, packed)
    })
}
