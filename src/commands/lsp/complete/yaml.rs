//! What can be written in YAML: the keys that may stand there, and what their values may be.

use super::items::{Item, Items};
use super::links;
use crate::commands::lsp::cursor::{At, Place};
use crate::commands::lsp::keys::{self, Known};
use crate::model::page::Role;
use crate::model::registry::Scheme;
use crate::yaml::key::Shape;
use gen_lsp_types::CompletionItemKind as Kind;

/// Offers what can be written at a place in the YAML of the file at `path`, of which `before` stands
/// before it.
pub(super) fn offer(items: &mut Items<'_>, path: &str, before: &str, place: &Place<'_>) {
    match place.at {
        At::Value(typed) => {
            items.begin(typed);
            let known = keys::last(items.workspace, path, &place.path);
            known.into_iter().for_each(|known| values(items, path, &place.path, &known));
        }
        At::Key(typed) => {
            items.begin(typed);
            let below = keys::below(items.workspace, path, &place.path);
            if below.is_empty() {
                let known = keys::last(items.workspace, path, &place.path);
                return known
                    .into_iter()
                    .for_each(|known| values(items, path, &place.path, &known));
            }
            let written: Vec<&str> = match place.path.is_empty() && path.ends_with(".md") {
                true => before.lines().filter_map(|line| Some(line.split_once(':')?.0)).collect(),
                false => Vec::new(),
            };
            let mut offered: Vec<&Known> =
                below.iter().filter(|known| !written.contains(&known.name.as_str())).collect();
            offered.sort_by_key(|known| !known.required);
            for known in offered {
                let item = Item::new(&known.name, &known.about, Kind::Property);
                items.add(&Item { closing: ": ", ..item });
            }
        }
    }
}

/// What a value names.
enum Names {
    /// Pages, perhaps of one kind.
    Pages(Option<String>),
    Entries(Scheme),
    Tags,
    Kinds,
}

fn values(items: &mut Items<'_>, path: &str, keys: &[&str], known: &Known) {
    if let Some(names) = names(path, keys, known) {
        return named(items, &names);
    }
    let workspace = items.workspace;
    let config = &workspace.now.site.config;
    match known.shape {
        Shape::OneOf(words) | Shape::SomeOf(words) => {
            words.split(", ").for_each(|word| items.add(&Item::new(word, "", Kind::EnumMember)));
        }
        Shape::Flag => {
            ["true", "false"].iter().for_each(|w| items.add(&Item::new(w, "", Kind::EnumMember)));
        }
        Shape::Kind => named(items, &Names::Kinds),
        Shape::Date => {
            let today = workspace.now.site.day.to_string();
            items.add(&Item::new(&today, "", Kind::Value));
        }
        Shape::Period => {
            ["30d", "90d", "6m", "1y"]
                .iter()
                .for_each(|w| items.add(&Item::new(w, "", Kind::Value)));
        }
        Shape::Text if known.name == "reviewed_by" => {
            for (name, role) in &config.reviewers {
                items.add(&Item::new(name, role, Kind::Value));
            }
        }
        _ => {}
    }
}

/// What the values of a key name, where they name something.
fn names(path: &str, keys: &[&str], known: &Known) -> Option<Names> {
    if let Some(to) = &known.to {
        let entries = Scheme::from_name(to).map(Names::Entries);
        return Some(entries.unwrap_or_else(|| Names::Pages(Some(to.clone()))));
    }
    let key = known.name.as_str();
    if path.ends_with(".md") {
        return Some(match key {
            "tags" => Names::Tags,
            "sources" => Names::Entries(Scheme::Source),
            "related" | "next" | "not_you" | "translates" => Names::Pages(None),
            "rows" | "columns" => Names::Kinds,
            _ => return None,
        });
    }
    Some(match key {
        "source" if matches!(known.shape, Shape::Text) => Names::Entries(Scheme::Source),
        "law" | "superseded_by" => Names::Entries(Scheme::Law),
        "rest_days" | "compare" => Names::Entries(Scheme::Fact),
        "parent" => Names::Tags,
        "contacts" | "footer_contacts" => Names::Entries(Scheme::Contact),
        "to" if keys.contains(&"kinds") => Names::Kinds,
        "to" | "page" | "first" | "top_three" | "never" | "flow" | "ends" => Names::Pages(None),
        _ => return None,
    })
}

fn named(items: &mut Items<'_>, names: &Names) {
    let site = &items.workspace.now.site;
    match names {
        Names::Entries(scheme) => links::entries(items, *scheme, ""),
        Names::Kinds => {
            for kind in &site.config.kinds {
                items.add(&Item::new(&kind.id, &kind.label, Kind::EnumMember));
            }
        }
        Names::Tags => {
            for tag in site.tags.iter() {
                let aka = tag.aka.join(" ");
                let item = Item::new(&tag.id, &tag.label, Kind::EnumMember);
                items.add(&Item { aka: &aka, ..item });
            }
        }
        Names::Pages(kind) => {
            let pages = site.pages.iter().filter(|page| {
                let of_kind = kind.as_ref().is_none_or(|kind| site.kind_of(page).id == *kind);
                of_kind && !matches!(page.role, Role::Home | Role::Section)
            });
            for page in pages {
                let item = Item::new(&page.meta.id, page.name(), Kind::File);
                items.add(&Item { aka: &page.meta.title, ..item });
            }
        }
    }
}
