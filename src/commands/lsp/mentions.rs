//! What a file names, place by place: pages, entries of registries, tags.

use super::workspace::Workspace;
use crate::base::source::{Source, Span, Spanned};
use crate::commands::{flow_test, search_test};
use crate::model::document::{Document, Target};
use crate::model::impact::Subject;
use crate::model::kind::FieldType;
use crate::model::linked::LinkedDocument;
use crate::model::links::Resolved;
use crate::model::page::{OwnValue, Page, PageId};
use crate::model::registry::{EntryId, Scheme};
use crate::model::site::Site;
use crate::parse::front_matter;
use crate::parse::markdown::{self, Mode};
use crate::yaml::{self, Node, Value};

/// What is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Named {
    /// A page or an entry.
    Subject(Subject),
    /// A heading of a page, by its id.
    Heading(PageId, String),
    /// A tag, as an index into the site's tags.
    Tag(usize),
    /// A file that is published as it is.
    Asset(usize),
}

/// Something that is named somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    pub(super) span: Span,
    pub(super) of: Named,
}

/// What stands at a byte of a file; the least of it where one thing stands in another.
pub(super) fn at(workspace: &Workspace, source: &Source, offset: usize) -> Option<Mention> {
    let covers = |mention: &Mention| {
        let range = mention.span.range();
        range.start <= offset && offset <= range.end
    };
    let found = all(workspace, source).into_iter().filter(covers);
    found.min_by_key(|mention| mention.span.range().len())
}

/// Everything that a file names, and what it defines.
pub(super) fn all(workspace: &Workspace, source: &Source) -> Vec<Mention> {
    let site = &workspace.now.site;
    let mut found = Found { site, source, mentions: Vec::new() };
    match workspace.page(source) {
        Some((id, page)) => found.in_page(id, page),
        None if source.is_page() => found.in_hidden_page(),
        None => found.in_data(),
    }
    found.mentions
}

/// The tag of this id, label or other word.
pub(super) fn tag(site: &Site, written: &str) -> Option<usize> {
    let by = |is: &dyn Fn(usize) -> bool| (0..site.tags.len()).find(|tag| is(*tag));
    by(&|tag| site.tags[tag].id == written)
        .or_else(|| by(&|tag| site.tags[tag].label == written))
        .or_else(|| by(&|tag| site.tags[tag].aka.iter().any(|aka| aka == written)))
}

/// The page of this id.
pub(super) fn page(site: &Site, id: &str) -> Option<PageId> {
    site.iter().find(|(_, page)| page.meta.id == id).map(|(id, _)| id)
}

/// The entry of this id, with its article: `civil-code/680`.
pub(super) fn entry(site: &Site, scheme: Scheme, id: &str) -> Option<Named> {
    let (whole, article) = match scheme {
        Scheme::Law => id.split_once('/').map_or((id, None), |(law, key)| (law, Some(key))),
        _ => (id, None),
    };
    let index = site.registry.entries(scheme).iter().position(|entry| entry.id() == whole)?;
    let mut entry = EntryId::new(scheme, index);
    if let Some(key) = article {
        let articles = &site.registry.laws[index].articles;
        entry.article = Some(articles.iter().position(|article| article.key == key)?);
    }
    Some(Named::Subject(Subject::Entry(entry)))
}

/// The page that `[[…]]` means.
pub(super) fn wiki(site: &Site, written: &str) -> Option<PageId> {
    let written = written.trim();
    let named = |page: &Page| {
        page.name() == written
            || page.meta.title == written
            || page.meta.names.iter().any(|name| name == written)
    };
    page(site, written).or_else(|| site.iter().find(|(_, page)| named(page)).map(|(id, _)| id))
}

struct Found<'w> {
    site: &'w Site,
    source: &'w Source,
    mentions: Vec<Mention>,
}

impl Found<'_> {
    fn add(&mut self, span: Span, of: Option<Named>) {
        if let Some(of) = of.filter(|_| span.source == self.source.id) {
            self.mentions.push(Mention { span, of });
        }
    }

    fn in_page(&mut self, id: PageId, page: &Page) {
        let own = Named::Subject(Subject::Page(id));
        self.add(page.meta.id_span.unwrap_or_else(|| page.head()), Some(own));
        let site = self.site;
        let documents = LinkedDocument::all(site, id);
        for (reference, resolved) in documents.flat_map(LinkedDocument::references) {
            if !reference.automatic {
                self.add(reference.span, self.resolved(id, resolved));
            }
        }
        self.in_front_matter(page);
    }

    fn resolved(&self, here: PageId, resolved: &Resolved) -> Option<Named> {
        Some(match resolved {
            Resolved::Page(page, None) => Named::Subject(Subject::Page(*page)),
            Resolved::Page(page, Some(heading)) => Named::Heading(*page, heading.clone()),
            Resolved::Anchor(heading) => Named::Heading(here, heading.clone()),
            Resolved::Entry(entry) => Named::Subject(Subject::Entry(*entry)),
            Resolved::Asset(asset) => Named::Asset(*asset),
            Resolved::Path { .. } | Resolved::External(_) | Resolved::Words(_) => return None,
        })
    }

    fn in_front_matter(&mut self, page: &Page) {
        let meta = &page.meta;
        for written in &meta.tags {
            self.add(written.span, tag(self.site, &written.value).map(Named::Tag));
        }
        self.entries(&meta.sources, Scheme::Source);
        let original = meta.translates.as_ref().map(std::slice::from_ref);
        let lists = [meta.related.as_deref(), meta.next.as_deref(), Some(&meta.not_you), original];
        lists.into_iter().flatten().for_each(|ids| self.pages(ids));
        for own in &meta.own {
            let field = &self.site.config.kinds[page.kind].fields[own.field];
            let (FieldType::Ref(to) | FieldType::Refs(to), OwnValue::Refs(ids)) =
                (&field.ty, &own.value)
            else {
                continue;
            };
            match Scheme::from_name(to) {
                Some(scheme) => self.entries(ids, scheme),
                None => self.pages(ids),
            }
        }
    }

    /// A page that is not published, such as a draft: nothing was linked to it.
    fn in_hidden_page(&mut self) {
        let body = front_matter::cut(self.source, &mut Vec::new()).body;
        let document: Document = markdown::parse(self.source, body, Mode::default()).0;
        for reference in &document.references {
            self.add(reference.span, self.target(&reference.target));
        }
    }

    fn target(&self, target: &Target) -> Option<Named> {
        let of = |page: PageId, heading: &Option<String>| match heading {
            Some(heading) => Named::Heading(page, heading.clone()),
            None => Named::Subject(Subject::Page(page)),
        };
        match target {
            Target::Wiki { page, heading } => wiki(self.site, page).map(|page| of(page, heading)),
            Target::Entry { scheme, id } => entry(self.site, *scheme, id),
            _ => None,
        }
    }

    fn pages(&mut self, ids: &[Spanned<String>]) {
        for id in ids.iter().filter(|id| id.span.source == self.source.id) {
            let page = page(self.site, &id.value).map(|page| Named::Subject(Subject::Page(page)));
            self.add(id.span, page);
        }
    }

    fn entries(&mut self, ids: &[Spanned<String>], scheme: Scheme) {
        for id in ids.iter().filter(|id| id.span.source == self.source.id) {
            self.add(id.span, entry(self.site, scheme, &id.value));
        }
    }

    /// Registries, settings, and the site's own tests.
    fn in_data(&mut self) {
        let site = self.site;
        let registry = &site.registry;
        for scheme in Scheme::ALL {
            for (index, entry) in registry.entries(scheme).iter().enumerate() {
                let subject = Subject::Entry(EntryId::new(scheme, index));
                self.add(entry.span(), Some(Named::Subject(subject)));
            }
        }
        for law in &registry.laws {
            for article in &law.articles {
                let id = format!("{}/{}", law.id, article.key);
                self.add(article.span, entry(site, Scheme::Law, &id));
            }
            self.entries(law.superseded_by.as_slice(), Scheme::Law);
        }
        for listed in &registry.tags {
            self.add(listed.span, tag(site, &listed.id).map(Named::Tag));
            if let Some(parent) = &listed.parent {
                self.add(parent.span, tag(site, &parent.value).map(Named::Tag));
            }
        }
        for fact in &registry.facts {
            self.entries(fact.verified.source.as_slice(), Scheme::Source);
            self.entries(fact.law.as_slice(), Scheme::Law);
        }
        for contact in &registry.contacts {
            self.entries(contact.verified.source.as_slice(), Scheme::Source);
        }
        for calculator in &registry.calculators {
            self.entries(calculator.rest_days.as_slice(), Scheme::Fact);
            self.entries(&calculator.compare, Scheme::Fact);
        }
        self.entries(&registry.crisis.contacts, Scheme::Contact);
        self.pages(registry.crisis.page.as_slice());
        self.entries(&site.config.footer_contacts, Scheme::Contact);
        for situation in &site.config.situations {
            self.pages(std::slice::from_ref(&situation.to));
        }
        if [search_test::FILE, flow_test::FILE].contains(&self.source.path.as_str()) {
            let root = yaml::parse(self.source, 0..self.source.text.len(), &mut Vec::new());
            root.iter().for_each(|root| self.in_test(root));
        }
    }

    /// Every text in a test that is a page's id, and no query.
    fn in_test(&mut self, node: &Node) {
        match &node.value {
            Value::List(items) => items.iter().for_each(|item| self.in_test(item)),
            Value::Map(entries) => {
                let named = entries.iter().filter(|entry| PAGES.contains(&entry.key.as_str()));
                named.for_each(|entry| self.in_test(&entry.node));
            }
            Value::Text(text) => {
                self.pages(&[Spanned { value: text.clone(), span: node.span }]);
            }
            _ => {}
        }
    }
}

/// The keys of tests that name pages.
const PAGES: [&str; 5] = ["first", "top_three", "never", "flow", "ends"];
