//! Pages as they were parsed, between one build and the next: some files at a time, by the key of all that
//! they follow from. A page in which something is wrong is parsed again, so that it is said again.

use super::{File, PageAndText, Reading};
use crate::base::cache::{Cache, Key};
use crate::base::packing;
use crate::base::source::Source;
use crate::model::config::Config;
use crate::model::document::Document;
use crate::model::page::Page;
use rayon::prelude::*;
use std::sync::Arc;

/// A file, and how it is read.
pub(super) type Task<'s> = (&'s Arc<Source>, Reading);

/// Parses all files but those that are known from before.
pub(super) fn parse(tasks: &[Task<'_>], config: &Config, cache: &Cache) -> Vec<Arc<File>> {
    let shared = Key::of("parsed with", &[format!("{config:?}").as_bytes()]);
    let groups: Vec<&[Task<'_>]> =
        tasks.chunk_by(|(source, _), _| !Key::ends_group(&source.path)).collect();
    // The largest group has several times as many pages as most.
    groups
        .par_iter()
        .with_max_len(1)
        .flat_map_iter(|tasks| group(tasks, &shared, config, cache))
        .collect()
}

fn group(tasks: &[Task<'_>], shared: &Key, config: &Config, cache: &Cache) -> Vec<Arc<File>> {
    let mut parsed = None;
    let kept = cache.kept(key(tasks, shared), || {
        let files =
            parsed.insert(tasks.par_iter().map(|task| fresh(task, config)).collect::<Vec<_>>());
        let pages: Vec<_> = files.iter().map(|file| sound(file)).collect();
        let size: usize = tasks.iter().map(|(source, _)| source.text.len()).sum();
        packing::append(&pages, Vec::with_capacity(size * 3)).unwrap_or_default()
    });
    if let Some(parsed) = parsed {
        return parsed;
    }
    let pages: Vec<Option<(Page, Document)>> = postcard::from_bytes(&kept).unwrap_or_default();
    let pages = pages.into_iter().chain(std::iter::repeat_with(|| None));
    let file = |(task, page): (&Task<'_>, Option<(Page, Document)>)| match page {
        Some((page, body)) => known(task, (Arc::new(page), Arc::new(body))),
        None => fresh(task, config),
    };
    tasks.iter().zip(pages).map(file).collect()
}

fn key(tasks: &[Task<'_>], shared: &Key) -> Key {
    let task = |(source, reading): &Task<'_>| (source.key().0, format!("{reading:?}"));
    let tasks: Vec<([u8; 32], String)> = tasks.iter().map(task).collect();
    let parts = tasks.iter().flat_map(|(source, reading)| [&source[..], reading.as_bytes()]);
    Key::of("parsed", &[&shared.0[..]].into_iter().chain(parts).collect::<Vec<_>>())
}

fn fresh((source, reading): &Task<'_>, config: &Config) -> Arc<File> {
    Arc::new(File::parse(source, *reading, config))
}

fn known((source, reading): &Task<'_>, page: PageAndText) -> Arc<File> {
    let (source, reading) = (Arc::clone(source), *reading);
    Arc::new(File { source, reading, page: Some(page), registry: None, found: Vec::new() })
}

/// A file's page if nothing is wrong with it.
fn sound(file: &File) -> Option<(&Page, &Document)> {
    let (page, body) = file.page.as_ref()?;
    let mut texts = page.meta.answer.as_deref().into_iter().chain([&**body]);
    let sound = file.found.is_empty() && texts.all(|text| text.found.is_empty());
    sound.then_some((page, body))
}
