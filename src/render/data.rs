//! `data.json`: guides, entries and how they belong together, for other programs.
//!
//! Only what is published, and of that only what search engines may know. Pages are named by their
//! addresses, which are unique, entries as authors name them: `law:civil-code/680`. The order is that of
//! folders and files, keys are in that of the alphabet, what is empty is left out. docs/data.md says what each
//! key holds.

use super::entries::Views;
use crate::base::address;
use crate::base::day::Day;
use crate::model::changes;
use crate::model::kind::{FieldType, Kind};
use crate::model::linked::LinkedDocument;
use crate::model::links::Resolved;
use crate::model::page::{OwnValue, Page, PageId};
use crate::model::registry::{Article, EntryId, Law, Scheme};
use crate::model::site::Site;
use serde::Serialize;
use serde_json::{Value, json};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Keys may be added; when one is taken away or means something else, this grows.
const FORMAT: u32 = 1;

/// The file: a line for each guide and entry.
pub(super) fn data(views: Views<'_>) -> Vec<u8> {
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
    let mut text = head.to_string().into_bytes();
    text.pop();
    list(&mut text, "kinds", kinds);
    list(&mut text, "tags", tags);
    lines(&mut text, "guides", data.guides());
    list(&mut text, "laws", laws);
    list(&mut text, "contacts", data.contacts());
    list(&mut text, "facts", data.facts());
    list(&mut text, "terms", data.terms());
    list(&mut text, "sources", data.sources());
    text.extend(b"}\n");
    text
}

/// Appends a list.
fn list(text: &mut Vec<u8>, name: &str, values: impl IntoIterator<Item = Value>) {
    lines(text, name, values.into_iter().map(|value| object(value).to_string().into_bytes()));
}

/// Appends a list of what is written already. What it lists is made one by one: all values of a large site at once
/// would be several times as large as the text.
fn lines(text: &mut Vec<u8>, name: &str, lines: impl Iterator<Item = Vec<u8>>) {
    text.extend(format!(",\n\"{name}\":[").as_bytes());
    let start = text.len();
    for line in lines {
        text.extend(if text.len() == start { &b"\n"[..] } else { b",\n" });
        text.extend(line);
    }
    text.extend(if text.len() == start { &b"\n\n]"[..] } else { b"\n]" });
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

/// An object that is written as its keys come, without what is empty. There is a guide for each page: a tree of
/// values for each would take longer to make than the text.
struct Object(Vec<u8>);

/// What is empty, as JSON.
const EMPTY: [&[u8]; 4] = [b"null", b"\"\"", b"[]", b"{}"];

impl Object {
    fn new() -> Self {
        Self(Vec::with_capacity(1024))
    }

    fn with(mut self, key: &str, value: impl Serialize) -> Self {
        let Self(text) = &mut self;
        let start = text.len();
        text.push(if start == 0 { b'{' } else { b',' });
        text.extend(format!("\"{key}\":").as_bytes());
        let from = text.len();
        let written = serde_json::to_writer(&mut *text, &value);
        if written.is_err() || EMPTY.contains(&&text[from..]) {
            text.truncate(start);
        }
        self
    }

    fn finish(mut self) -> Vec<u8> {
        if self.0.is_empty() {
            self.0.push(b'{');
        }
        self.0.push(b'}');
        self.0
    }
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

    fn guides(&self) -> impl Iterator<Item = Vec<u8>> {
        let told = self.site.guides().filter(|(id, _)| self.is_told(*id));
        told.map(|(id, page)| self.guide(id, page))
    }

    fn guide(&self, id: PageId, page: &'s Page) -> Vec<u8> {
        let (site, meta) = (self.site, &page.meta);
        let links = site.links_of(id);
        let changes = meta.changes.iter().map(|change| {
            object(json!({"date": change.date.to_string(), "note": change.note, "type": change.ty}))
        });
        let changes: Vec<Value> = changes.collect();
        let sources = links.sources.iter().map(|n| site.registry.sources[*n].id.as_str());
        let tags = links.tags.iter().map(|tag| site.tags[*tag].id.as_str());
        let original = links.original.filter(|id| self.is_told(*id));
        let guide = Object::new()
            .with("answer", self.summary(id, page))
            .with("applies_to", &meta.applies_to)
            .with("as_of", day(meta.as_of))
            .with("changed", day(changes::changed(site, id)))
            .with("changes", changes)
            .with("date", day(meta.date.as_ref().map(|date| date.value)))
            .with("expires", day(meta.expires))
            .with("fields", self.fields(page))
            .with("id", &meta.id)
            .with("kind", &site.kind_of(page).id)
            .with("lang", &meta.lang)
            .with("mentions", self.mentions(id))
            .with("name", page.name())
            .with("names", &meta.names)
            .with("next", self.pages(&links.next))
            .with("not_for", &meta.not_for)
            .with("not_you", self.pages(&links.not_you))
            .with("related", self.pages(&links.related))
            .with("relations", self.relations(id, page))
            .with("reviewed", day(meta.reviewed))
            .with("sources", sources.collect::<Vec<&str>>())
            .with("tags", tags.collect::<Vec<&str>>())
            .with("title", &meta.title)
            .with("translates", original.map(|id| self.address(&site.page(id).url)))
            .with("url", self.address(&page.url));
        guide.finish()
    }

    /// A page's short answer, or what it says of itself.
    fn summary(&self, id: PageId, page: &'s Page) -> Cow<'s, str> {
        match LinkedDocument::answer(self.site, id) {
            Some(answer) => Cow::Owned(answer.text().trim().to_owned()),
            None => Cow::Borrowed(page.meta.description.as_deref().unwrap_or_default()),
        }
    }

    /// The texts of the kind's own fields.
    fn fields(&self, page: &Page) -> BTreeMap<&'s str, Value> {
        let fields = &self.site.kind_of(page).fields;
        let own = page.meta.own.iter().filter_map(|own| {
            let value = match &own.value {
                OwnValue::Text(text) => json!(text),
                OwnValue::List(texts) => json!(texts),
                OwnValue::Refs(_) => return None,
            };
            Some((fields[own.field].name.as_str(), value))
        });
        own.collect()
    }

    /// What the kind's own fields name.
    fn relations(&self, id: PageId, page: &Page) -> BTreeMap<&'s str, Vec<String>> {
        let fields = &self.site.kind_of(page).fields;
        let relations = self.site.links_of(id).relations.iter();
        let named = |to: &[Resolved]| to.iter().filter_map(|to| self.name(to)).collect();
        relations.map(|(field, to)| (fields[*field].name.as_str(), named(to))).collect()
    }

    /// Pages and entries that its author leads to, each once, in the order of their names. That a name was
    /// linked by itself is nobody's word.
    fn mentions(&self, id: PageId) -> BTreeSet<String> {
        let references = LinkedDocument::all(self.site, id).flat_map(LinkedDocument::references);
        let written = references.filter(|(reference, _)| !reference.automatic);
        written.filter_map(|(_, to)| self.name(to)).collect()
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
