//! A guide in `data.json`, as it is written: its keys in the order of the alphabet, without what is empty. Of a large
//! site nearly all of the file is this.

use super::{Data, day};
use crate::model::changes;
use crate::model::linked::LinkedDocument;
use crate::model::links::Resolved;
use crate::model::page::{Change, OwnValue, Page, PageId};
use serde::Serialize;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Serialize)]
pub(super) struct Guide<'s> {
    #[serde(skip_serializing_if = "str::is_empty")]
    answer: Cow<'s, str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    applies_to: &'s [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    as_of: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    changed: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    changes: Vec<Changed<'s>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires: Option<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    fields: BTreeMap<&'s str, Field<'s>>,
    #[serde(skip_serializing_if = "str::is_empty")]
    id: &'s str,
    #[serde(skip_serializing_if = "str::is_empty")]
    kind: &'s str,
    #[serde(skip_serializing_if = "str::is_empty")]
    lang: &'s str,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    mentions: BTreeSet<String>,
    #[serde(skip_serializing_if = "str::is_empty")]
    name: &'s str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    names: &'s [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    next: Vec<String>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    not_for: &'s [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    not_you: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    relations: BTreeMap<&'s str, Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reviewed: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sources: Vec<&'s str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<&'s str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    title: &'s str,
    #[serde(skip_serializing_if = "Option::is_none")]
    translates: Option<String>,
    #[serde(skip_serializing_if = "str::is_empty")]
    url: String,
}

/// What a field of the kind's own says.
#[derive(Serialize)]
#[serde(untagged)]
enum Field<'s> {
    Text(&'s str),
    List(&'s [String]),
}

#[derive(Serialize)]
struct Changed<'s> {
    date: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    note: &'s str,
    #[serde(rename = "type", skip_serializing_if = "str::is_empty")]
    ty: &'s str,
}

impl<'s> Guide<'s> {
    pub(super) fn new(data: &Data<'s>, id: PageId, page: &'s Page) -> Self {
        let (site, meta) = (data.site, &page.meta);
        let links = site.links_of(id);
        let answer = LinkedDocument::answer(site, id).map(|answer| answer.text().trim().to_owned());
        let answer =
            answer.map(Cow::Owned).or_else(|| meta.description.as_deref().map(Cow::Borrowed));
        Self {
            answer: answer.unwrap_or_default(),
            applies_to: &meta.applies_to,
            as_of: day(meta.as_of),
            changed: day(changes::changed(site, id)),
            changes: meta.changes.iter().map(Changed::from).collect(),
            date: day(meta.date.as_ref().map(|date| date.value)),
            expires: day(meta.expires),
            fields: fields(data, page),
            id: &meta.id,
            kind: &site.kind_of(page).id,
            lang: meta.lang.as_deref().unwrap_or_default(),
            mentions: mentions(data, id),
            name: page.name(),
            names: &meta.names,
            next: data.pages(&links.next),
            not_for: &meta.not_for,
            not_you: data.pages(&links.not_you),
            related: data.pages(&links.related),
            relations: relations(data, id, page),
            reviewed: day(meta.reviewed),
            sources: links.sources.iter().map(|n| &*site.registry.sources[*n].id).collect(),
            tags: links.tags.iter().map(|tag| &*site.tags[*tag].id).collect(),
            title: &meta.title,
            translates: data.pages(links.original.as_slice()).pop(),
            url: data.address(&page.url),
        }
    }
}

impl<'s> From<&'s Change> for Changed<'s> {
    fn from(change: &'s Change) -> Self {
        let ty = change.ty.as_deref().unwrap_or_default();
        Self { date: change.date.to_string(), note: &change.note, ty }
    }
}

/// The texts of the kind's own fields.
fn fields<'s>(data: &Data<'s>, page: &'s Page) -> BTreeMap<&'s str, Field<'s>> {
    let fields = &data.site.kind_of(page).fields;
    let own = page.meta.own.iter().filter_map(|own| {
        let value = match &own.value {
            OwnValue::Text(text) => Field::Text(text),
            OwnValue::List(texts) => Field::List(texts),
            OwnValue::Refs(_) => return None,
        };
        Some((&*fields[own.field].name, value))
    });
    own.collect()
}

/// What the kind's own fields name.
fn relations<'s>(data: &Data<'s>, id: PageId, page: &Page) -> BTreeMap<&'s str, Vec<String>> {
    let fields = &data.site.kind_of(page).fields;
    let relations = data.site.links_of(id).relations.iter();
    let named = |to: &Vec<Resolved>| to.iter().filter_map(|to| data.name(to)).collect();
    relations.map(|(field, to)| (&*fields[*field].name, named(to))).collect()
}

/// Pages and entries that its author leads to, each once, in the order of their names. That a name was
/// linked by itself is nobody's word.
fn mentions(data: &Data<'_>, id: PageId) -> BTreeSet<String> {
    let references = LinkedDocument::all(data.site, id).flat_map(LinkedDocument::references);
    let written = references.filter(|(reference, _)| !reference.automatic);
    written.filter_map(|(_, to)| data.name(to)).collect()
}
