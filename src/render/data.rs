//! `data.json`: guides, entries and how they belong together, for other programs.
//!
//! Only what is published, and of that only what search engines may know. Pages are named by their
//! addresses, which are unique, entries as authors name them: `law:civil-code/680`. The order is that of
//! folders and files, keys are in that of the alphabet, what is empty is left out. docs/data.md says what each
//! key holds.

mod guide;

use super::entries::Views;
use super::json;
use crate::base::address;
use crate::base::day::Day;
use crate::model::kind::{FieldType, Kind};
use crate::model::links::Resolved;
use crate::model::page::PageId;
use crate::model::registry::{Article, EntryId, Law, Scheme};
use crate::model::site::Site;
use guide::Guide;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Keys may be added; when one is taken away or means something else, this grows.
const FORMAT: u32 = 1;

/// The file: a line for each guide and entry.
pub(super) fn data(views: Views<'_>) -> String {
    let data = Data { site: views.site };
    let site = views.site;
    let head = object(json!({
        "format": FORMAT,
        "title": site.config.title,
        "description": site.config.description,
        "language": site.config.language,
        "base_url": site.config.base_url,
        "day": site.day.to_string(),
    }));
    let kinds = site.config.kinds.iter().filter(|kind| data.is_used(kind)).map(kind);
    let tags =
        site.tags.iter().filter(|tag| tag.pages.iter().any(|id| data.is_told(*id))).map(|tag| {
            let parent = tag.parent.map(|parent| &site.tags[parent].id);
            let url = data.address(&format!("tags/{}/", tag.slug));
            json!({"id": tag.id, "label": tag.label, "url": url, "parent": parent})
        });
    let laws = site.registry.laws.iter().map(|law| data.law(law));
    let mut text = json::text(&head);
    text.pop();
    list(&mut text, "kinds", kinds);
    list(&mut text, "tags", tags);
    lines(&mut text, "guides", data.guides().map(|guide| json::text(&guide)));
    list(&mut text, "laws", laws);
    list(&mut text, "contacts", data.contacts());
    list(&mut text, "facts", data.facts());
    list(&mut text, "terms", data.terms());
    list(&mut text, "sources", data.sources());
    text + "}\n"
}

/// Appends a list of objects, without what is empty.
fn list(text: &mut String, name: &str, values: impl IntoIterator<Item = Value>) {
    lines(text, name, values.into_iter().map(|value| json::text(&object(value))));
}

/// Appends a list, a line for each. What it lists is made one by one: all values of a large site at once would be
/// several times as large as the text.
fn lines(text: &mut String, name: &str, values: impl Iterator<Item = String>) {
    text.push_str(&format!(",\n\"{name}\":["));
    let start = text.len();
    for value in values {
        text.push_str(if text.len() == start { "\n" } else { ",\n" });
        text.push_str(&value);
    }
    text.push_str(if text.len() == start { "\n\n]" } else { "\n]" });
}

/// An object without what is empty.
fn object(mut value: Value) -> Value {
    if let Value::Object(map) = &mut value {
        map.retain(|_, value| match value {
            Value::Null => false,
            Value::String(text) => !text.is_empty(),
            Value::Array(list) => !list.is_empty(),
            Value::Object(map) => !map.is_empty(),
            _ => true,
        });
    }
    value
}

fn day(day: Option<Day>) -> Option<String> {
    day.map(|day| day.to_string())
}

fn kind(kind: &Kind) -> Value {
    let fields = kind.fields.iter().map(|field| {
        let (ty, to) = match &field.ty {
            FieldType::Text => ("text", None),
            FieldType::Date => ("date", None),
            FieldType::Url => ("url", None),
            FieldType::Phone => ("phone", None),
            FieldType::Money => ("money", None),
            FieldType::List => ("list", None),
            FieldType::Ref(to) => ("ref", Some(to)),
            FieldType::Refs(to) => ("refs", Some(to)),
        };
        object(json!({
            "name": field.name, "label": field.label, "type": ty, "to": to, "inverse": field.inverse,
        }))
    });
    let fields: Vec<Value> = fields.collect();
    json!({"id": kind.id, "label": kind.label, "folder": kind.folder, "fields": fields})
}

struct Data<'s> {
    site: &'s Site,
}

impl<'s> Data<'s> {
    fn address(&self, path: &str) -> String {
        address::below(self.site.config.base_path(), path)
    }

    fn is_used(&self, kind: &Kind) -> bool {
        self.site.guides().any(|(_, page)| self.site.kind_of(page).id == kind.id)
    }

    /// Whether search engines may know of a page.
    fn is_told(&self, id: PageId) -> bool {
        let meta = &self.site.page(id).meta;
        !meta.noindex && !meta.draft
    }

    fn pages(&self, ids: &[PageId]) -> Vec<String> {
        let told = ids.iter().filter(|id| self.is_told(**id));
        told.map(|id| self.address(&self.site.page(*id).url)).collect()
    }

    fn guides(&self) -> impl Iterator<Item = Guide<'s>> {
        let told = self.site.guides().filter(|(id, _)| self.is_told(*id));
        told.map(|(id, page)| Guide::new(self, id, page))
    }

    fn name(&self, to: &Resolved) -> Option<String> {
        match to {
            Resolved::Page(id, _) => {
                self.is_told(*id).then(|| self.address(&self.site.page(*id).url))
            }
            Resolved::Entry(entry) => Some(self.entry(*entry)),
            _ => None,
        }
    }

    fn entry(&self, entry: EntryId) -> String {
        let registry = &self.site.registry;
        let name = format!("{}:{}", entry.scheme.name(), registry.entry(entry).id());
        match entry.article {
            Some(article) => {
                format!("{name}/{}", registry.laws[entry.index].articles[article].key)
            }
            None => name,
        }
    }

    fn law(&self, law: &Law) -> Value {
        let article = |article: &Article| {
            object(json!({
                "key": article.key, "title": article.title, "gist": article.gist,
                "quote": article.quote, "was": article.was,
            }))
        };
        json!({
            "id": law.id,
            "url": self.address(&format!("laws/{}/", law.id)),
            "title": law.title,
            "short": law.short,
            "force": law.force.name(),
            "basis": if law.report { "report" } else { "text" },
            "status": law.status(self.site.day).name(),
            "issuer": law.issuer,
            "number": law.number,
            "issued": day(law.issued),
            "effective": day(law.effective),
            "repealed": day(law.repealed),
            "superseded_by": law.superseded_by.as_ref().map(|id| &id.value),
            "source": law.source,
            "articles": law.articles.iter().map(article).collect::<Vec<Value>>(),
        })
    }

    fn contacts(&self) -> Vec<Value> {
        let contact = |index: usize| {
            let contact = &self.site.registry.contacts[index];
            json!({
                "id": contact.id,
                "url": self.place(EntryId::new(Scheme::Contact, index)),
                "name": contact.name,
                "number": contact.number,
                "site": contact.url,
                "scope": contact.scope,
                "group": contact.group,
                "note": contact.note,
                "verified": day(contact.verified.day),
                "source": contact.verified.source.as_ref().map(|id| &id.value),
            })
        };
        (0..self.site.registry.contacts.len()).map(contact).collect()
    }

    /// The facts that some page shows: those nobody uses may be of a draft.
    fn facts(&self) -> Vec<Value> {
        let facts = self.site.registry.facts.iter().enumerate();
        let shown = |index: usize| self.is_shown(EntryId::new(Scheme::Fact, index));
        let facts = facts.filter(|(index, _)| shown(*index)).map(|(_, fact)| {
            json!({
                "id": fact.id,
                "label": fact.label,
                "value": fact.value,
                "note": fact.note,
                "as_of": day(fact.verified.day),
                "law": fact.law.as_ref().map(|law| &law.value),
                "source": fact.verified.source.as_ref().map(|id| &id.value),
            })
        });
        facts.collect()
    }

    /// Whether a page that is told of uses an entry.
    fn is_shown(&self, entry: EntryId) -> bool {
        self.site.uses_of(entry).any(|(page, _)| self.is_told(page))
    }

    fn terms(&self) -> Vec<Value> {
        let term = |index: usize| {
            let term = &self.site.registry.terms[index];
            let url = self.place(EntryId::new(Scheme::Term, index));
            json!({"term": term.term, "url": url, "definition": term.definition})
        };
        (0..self.site.registry.terms.len()).map(term).collect()
    }

    /// The sources of what is shown.
    fn sources(&self) -> Vec<Value> {
        let registry = &self.site.registry;
        let facts = registry.facts.iter().enumerate();
        let facts = facts.filter(|(n, _)| self.is_shown(EntryId::new(Scheme::Fact, *n)));
        let verified = facts.map(|(_, fact)| &fact.verified);
        let verified = verified.chain(registry.contacts.iter().map(|contact| &contact.verified));
        let named: BTreeSet<&str> =
            verified.filter_map(|v| v.source.as_ref()).map(|id| id.value.as_str()).collect();
        let sources = registry.sources.iter().enumerate().filter(|(index, source)| {
            named.contains(&*source.id) || self.is_shown(EntryId::new(Scheme::Source, *index))
        });
        let sources = sources.map(|(_, source)| {
            json!({
                "id": source.id,
                "title": source.title,
                "publisher": source.publisher,
                "date": day(source.date),
                "tier": source.tier.name(),
                "url": source.url,
            })
        });
        sources.collect()
    }

    fn place(&self, entry: EntryId) -> String {
        let base = self.site.config.base_path();
        format!("{base}{}", self.site.registry.place(entry).address())
    }
}
