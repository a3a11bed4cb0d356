//! The keys that may be written at a place in YAML, from the tables by which it is read.

use super::cursor::{self, At, Place};
use super::workspace::Workspace;
use crate::base::lang::Lang;
use crate::commands::{flow_test, search_test};
use crate::diag::rules;
use crate::load::theme;
use crate::model::config::{self, Config, LEVELS};
use crate::model::kind::{FieldType, Kind, PLAIN};
use crate::model::registry;
use crate::parse::front_matter::COMMON;
use crate::yaml::key::{Key, Shape};
use std::ops::Range;

/// A key that may be written.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) name: String,
    /// What it is for.
    pub(super) about: String,
    pub(super) required: bool,
    pub(super) shape: Shape,
    /// For a relation, the kind or registry that it leads to.
    pub(super) to: Option<String>,
}

/// Where the YAML of a file is: all of it, or what stands between its first lines `---`, the second of which
/// may not be written yet.
pub(super) fn yaml_range(path: &str, text: &str) -> Option<Range<usize>> {
    if path.ends_with(".yaml") {
        return Some(0..text.len());
    }
    let first = text.split_inclusive('\n').next().filter(|line| line.trim_end() == "---")?;
    let mut at = first.len();
    for line in text[at..].split_inclusive('\n') {
        if line.trim_end() == "---" {
            return Some(first.len()..at);
        }
        at += line.len();
    }
    Some(first.len()..text.len())
}

/// What is known of the last key of a path in the file at `path`; nothing of the top of it.
pub(super) fn last(workspace: &Workspace, path: &str, keys: &[&str]) -> Option<Known> {
    let (config, lang) = (&workspace.now.site.config, workspace.lang);
    let (first, rest) = keys.split_first()?;
    let mut known = match top(workspace, path)? {
        Top::FrontMatter(kind) => front_matter(kind, lang).into_iter().find(|k| k.name == *first),
        Top::Shape(shape) => inside(shape, first, config, lang),
    }?;
    for key in rest {
        known = inside(known.shape, key, config, lang)?;
    }
    Some(known)
}

/// The keys that may be written in the mapping below a path.
pub(super) fn below(workspace: &Workspace, path: &str, keys: &[&str]) -> Vec<Known> {
    let (config, lang) = (&workspace.now.site.config, workspace.lang);
    match last(workspace, path, keys) {
        Some(known) => of(known.shape, config, lang),
        None if keys.is_empty() => match top(workspace, path) {
            Some(Top::FrontMatter(kind)) => front_matter(kind, lang),
            Some(Top::Shape(shape)) => of(shape, config, lang),
            None => Vec::new(),
        },
        None => Vec::new(),
    }
}

/// What the key at a byte is for, and where it stands.
pub(super) fn about(
    workspace: &Workspace,
    path: &str,
    text: &str,
    offset: usize,
) -> Option<(Range<usize>, String)> {
    let yaml = yaml_range(path, text)?;
    let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    let line = text[start..].lines().next()?;
    let colon = line.find(':')?;
    let words = line[..colon].trim_start_matches([' ', '-']);
    let key = start + colon - words.len()..start + colon;
    let inside = yaml.start <= key.start && key.end <= yaml.end;
    if !inside || !(key.start..=key.end).contains(&offset) {
        return None;
    }
    let Place { path: above, at: At::Key(_) } = cursor::yaml(&text[yaml.start..key.end]) else {
        return None;
    };
    let name = words.trim().trim_matches(['"', '\'']);
    let keys: Vec<&str> = above.into_iter().chain([name]).collect();
    let known = last(workspace, path, &keys)?;
    let about = Some(known.about).filter(|about| !about.is_empty())?;
    Some((key, about))
}

/// What the top of a file may say.
enum Top<'w> {
    FrontMatter(&'w Kind),
    Shape(Shape),
}

fn top<'w>(workspace: &'w Workspace, path: &str) -> Option<Top<'w>> {
    if path.ends_with(".md") {
        return kind(workspace, path).map(Top::FrontMatter);
    }
    Some(Top::Shape(match path {
        config::FILE => Shape::Map(config::KEYS),
        search_test::FILE => search_test::FILE_KEY.shape,
        flow_test::FILE => flow_test::FILE_KEY.shape,
        path if path.starts_with("themes/") && path.ends_with(theme::FILE) => {
            Shape::Map(theme::KEYS)
        }
        path => {
            let name = registry::name_of(path)?;
            registry::FILES.iter().find(|file| file.name == name)?.shape
        }
    }))
}

/// The kind of a page: what it is, else what its folder says.
pub(super) fn kind<'w>(workspace: &'w Workspace, path: &str) -> Option<&'w Kind> {
    let site = &workspace.now.site;
    let page = workspace.source(path).and_then(|source| workspace.page(source));
    if let Some((_, page)) = page {
        return Some(site.kind_of(page));
    }
    let folder = path.strip_prefix("content/")?.split_once('/').map_or("", |(folder, _)| folder);
    let kinds = &site.config.kinds;
    let of_folder = kinds.iter().find(|kind| kind.folder == folder && !folder.is_empty());
    of_folder.or_else(|| kinds.iter().find(|kind| kind.id == PLAIN))
}

fn front_matter(kind: &Kind, lang: Lang) -> Vec<Known> {
    let required: Vec<&str> = kind.required().collect();
    let own = kind.fields.iter().map(|field| Known {
        name: field.name.clone(),
        about: field.label.clone(),
        required: field.required,
        shape: field.ty.shape(),
        to: match &field.ty {
            FieldType::Ref(to) | FieldType::Refs(to) => Some(to.clone()),
            _ => None,
        },
    });
    let common = COMMON.iter().map(|key| {
        let mut known = told(key, lang);
        known.required |= required.contains(&key.name);
        known
    });
    own.chain(common).collect()
}

fn told(key: &Key, lang: Lang) -> Known {
    Known {
        name: key.name.to_owned(),
        about: key.about(lang).to_owned(),
        required: key.required,
        shape: key.shape,
        to: None,
    }
}

/// A key of a mapping of this shape.
fn inside(shape: Shape, key: &str, config: &Config, lang: Lang) -> Option<Known> {
    let any = |shape: Shape| Known {
        name: key.to_owned(),
        about: String::new(),
        required: false,
        shape,
        to: None,
    };
    match shape {
        Shape::Named(values) => Some(any(*values)),
        Shape::Kinds(keys) => Some(any(Shape::Map(keys))),
        shape => of(shape, config, lang).into_iter().find(|known| known.name == key),
    }
}

/// The keys of a mapping of this shape, if they are known.
fn of(shape: Shape, config: &Config, lang: Lang) -> Vec<Known> {
    let named = |name: &str, about: &str, shape: Shape| Known {
        name: name.to_owned(),
        about: about.to_owned(),
        required: false,
        shape,
        to: None,
    };
    match shape {
        Shape::Map(keys) | Shape::Maps(keys) | Shape::Field(keys) | Shape::Choice(keys) => {
            keys.iter().map(|key| told(key, lang)).collect()
        }
        Shape::PerKind(values) => {
            config.kinds.iter().map(|kind| named(&kind.id, &kind.label, *values)).collect()
        }
        Shape::Levels => rules::codes().map(|code| named(code, "", Shape::OneOf(LEVELS))).collect(),
        _ => Vec::new(),
    }
}
