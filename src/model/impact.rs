//! What a change touches: every page, heading and line that uses a page or a registry entry.
//!
//! Reads the linked site and prints nothing. Text, short answers and front matter count alike; so do
//! the entries of registries that rest on it, and the settings, which put pages and contacts on the
//! home page and into the footer.

use crate::base::lang::Lang;
use crate::base::source::{Sources, Span, Spanned};
use crate::base::suggest::nearest;
use crate::model::kind::FieldType;
use crate::model::linked::LinkedDocument;
use crate::model::links::Resolved;
use crate::model::page::{OwnValue, Page, PageId, Role};
use crate::model::registry::{EntryId, Scheme};
use crate::model::site::Site;
use std::fmt::Write as _;

/// Something that pages can use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A page.
    Page(PageId),
    /// An entry of a registry: a law as a whole, or one article of it.
    Entry(EntryId),
}

/// Why an id names nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unknown {
    /// Nothing has it; the nearest that something has.
    Nothing(Option<String>),
    /// Several things have it; each as it must be asked for.
    Several(Vec<String>),
}

/// One use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Usage {
    /// Where it is written.
    pub span: Span,
    /// The heading above it, or the page's title.
    pub heading: String,
}

/// What an id means: `law:x`, `law:x/680`, `contact:…`, `page:…`, or a bare id that one thing has.
pub fn find(site: &Site, id: &str) -> Result<Subject, Unknown> {
    let id = id.trim();
    if let Some((scheme, rest)) = id.split_once(':') {
        let found = match Scheme::from_name(scheme) {
            Some(scheme) => Some(entry(site, scheme, rest).map(Subject::Entry)),
            None if scheme.eq_ignore_ascii_case("page") => match pages(site, rest).as_slice() {
                [_, _, ..] => return Err(Unknown::Several(addresses(site, rest))),
                found => Some(found.first().map(|page| Subject::Page(*page))),
            },
            None => None,
        };
        if let Some(found) = found {
            let known = known_ids(site).into_iter().map(|(id, _)| id).collect::<Vec<_>>();
            return found
                .ok_or_else(|| Unknown::Nothing(nearest(id, known.iter().map(String::as_str))));
        }
    }
    let mut found: Vec<(String, Subject)> = Vec::new();
    match pages(site, id).as_slice() {
        [page] => found.push((format!("page:{id}"), Subject::Page(*page))),
        several => {
            let several = several.iter().map(|page| Subject::Page(*page));
            found.extend(addresses(site, id).into_iter().zip(several));
        }
    }
    for scheme in Scheme::ALL {
        let subject = entry(site, scheme, id).map(Subject::Entry);
        found.extend(subject.map(|subject| (format!("{}:{id}", scheme.name()), subject)));
    }
    match found.as_slice() {
        [(_, subject)] => Ok(*subject),
        [] => {
            let known = known_ids(site);
            let near = nearest(id, known.iter().map(|(_, bare)| bare.as_str()));
            // The whole form is always right, however many registries share the bare one.
            let whole = near.and_then(|n| known.into_iter().find(|(_, bare)| *bare == n));
            Err(Unknown::Nothing(whole.map(|(id, _)| id)))
        }
        several => Err(Unknown::Several(several.iter().map(|(id, _)| id.clone()).collect())),
    }
}

impl Unknown {
    /// What to tell whoever asked for `id`.
    pub fn sentence(&self, id: &str, lang: Lang) -> String {
        match (self, lang) {
            (Self::Nothing(Some(near)), Lang::En) => {
                format!("nothing has the id `{id}`; did you mean `{near}`?")
            }
            (Self::Nothing(Some(near)), Lang::Zh) => {
                format!("没有 `{id}` 这个 id；是不是 `{near}`？")
            }
            (Self::Nothing(None), Lang::En) => format!("nothing has the id `{id}`"),
            (Self::Nothing(None), Lang::Zh) => format!("没有 `{id}` 这个 id"),
            (Self::Several(ids), Lang::En) => {
                format!("`{id}` is the id of several things; ask for {}", ids.join(", "))
            }
            (Self::Several(ids), Lang::Zh) => {
                format!("`{id}` 不止一个；请写明 {}", ids.join("、"))
            }
        }
    }
}

/// The pages with an id: several where files in different folders have one name, which are told
/// apart by their addresses.
fn pages(site: &Site, id: &str) -> Vec<PageId> {
    let shown = |p: &Page| !matches!(p.role, Role::Home | Role::Section);
    let with = |is: &dyn Fn(&Page) -> bool| -> Vec<PageId> {
        site.iter().filter(|(_, p)| shown(p) && is(p)).map(|(id, _)| id).collect()
    };
    let by_id = with(&|p| p.meta.id == id);
    if !by_id.is_empty() {
        return by_id;
    }
    let address = id.trim_matches('/');
    with(&|p| address.contains('/') && p.url.trim_end_matches('/') == address)
}

/// How the pages with an id are asked for.
fn addresses(site: &Site, id: &str) -> Vec<String> {
    let address = |id: &PageId| format!("page:{}", site.page(*id).url.trim_end_matches('/'));
    pages(site, id).iter().map(address).collect()
}

fn entry(site: &Site, scheme: Scheme, id: &str) -> Option<EntryId> {
    let (id, article) = match scheme {
        Scheme::Law => id.split_once('/').map_or((id, None), |(law, key)| (law, Some(key))),
        _ => (id, None),
    };
    let index = site.registry.entries(scheme).iter().position(|entry| entry.id() == id)?;
    let Some(key) = article else { return Some(EntryId::new(scheme, index)) };
    let articles = &site.registry.laws[index].articles;
    Some(EntryId::law(index, Some(articles.iter().position(|article| article.key == key)?)))
}

/// Everything that can be asked for: in full, and bare.
fn known_ids(site: &Site) -> Vec<(String, String)> {
    let registry = &site.registry;
    let mut ids: Vec<(String, String)> = Vec::new();
    let pages = site.pages.iter().filter(|p| !matches!(p.role, Role::Home | Role::Section));
    ids.extend(pages.map(|p| (p.meta.id.clone(), p.meta.id.clone())));
    for scheme in Scheme::ALL {
        let named = |id: &str| (format!("{}:{id}", scheme.name()), id.to_owned());
        ids.extend(registry.entries(scheme).iter().map(|entry| named(entry.id())));
    }
    for law in &registry.laws {
        let articles = law.articles.iter().map(|article| format!("{}/{}", law.id, article.key));
        ids.extend(articles.map(|id| (format!("{}:{id}", Scheme::Law.name()), id)));
    }
    ids
}

/// Every use of a subject, in the order of files and lines.
pub fn uses(site: &Site, sources: &Sources, subject: Subject) -> Vec<Usage> {
    let mut uses = Vec::new();
    for (id, page) in site.iter() {
        let mut found = UsesOnPage { site, subject, page, uses: &mut uses };
        LinkedDocument::all(site, id).for_each(|document| found.in_document(document));
        found.in_front_matter();
    }
    in_registry(site, subject, &mut uses);
    in_settings(site, subject, &mut uses);
    uses.sort_by_key(|usage| sources.order(usage.span));
    uses.dedup();
    uses
}

/// One line a use: `path:line:column: heading`.
pub fn lines(uses: &[Usage], sources: &Sources) -> String {
    let mut text = String::new();
    for usage in uses {
        let source = sources.get(usage.span.source);
        let at = source.position(usage.span.start.get());
        let _ = writeln!(text, "{}:{}:{}: {}", source.path, at.line, at.column, usage.heading);
    }
    text
}

/// Collects the uses on one page.
struct UsesOnPage<'a> {
    site: &'a Site,
    subject: Subject,
    page: &'a Page,
    uses: &'a mut Vec<Usage>,
}

impl UsesOnPage<'_> {
    fn in_document(&mut self, linked: LinkedDocument<'_>) {
        for (reference, resolved) in linked.references() {
            if is_use(self.site, self.subject, resolved) {
                let headings = &linked.document.headings;
                let heading = reference.heading.and_then(|h| headings.get(h as usize));
                let heading = heading.map(|h| linked.heading_text(h).into_owned());
                self.add(reference.span, heading);
            }
        }
    }

    fn in_front_matter(&mut self) {
        let meta = &self.page.meta;
        for own in &meta.own {
            let field = &self.site.config.kinds[self.page.kind].fields[own.field];
            if let (FieldType::Ref(to) | FieldType::Refs(to), OwnValue::Refs(ids)) =
                (&field.ty, &own.value)
            {
                self.named(ids, Scheme::from_name(to));
            }
        }
        self.named(&meta.sources, Some(Scheme::Source));
        let original = meta.translates.as_ref().map(std::slice::from_ref);
        let lists = [meta.related.as_deref(), meta.next.as_deref(), Some(&meta.not_you), original];
        lists.into_iter().flatten().for_each(|ids| self.named(ids, None));
    }

    /// Adds the ids that name the subject; without a scheme they are pages'.
    fn named(&mut self, ids: &[Spanned<String>], scheme: Option<Scheme>) {
        for id in ids {
            if names(self.site, self.subject, &id.value, scheme) {
                self.add(id.span, None);
            }
        }
    }

    fn add(&mut self, span: Span, heading: Option<String>) {
        let heading = heading.unwrap_or_else(|| self.page.meta.title.clone());
        self.uses.push(Usage { span, heading });
    }
}

/// What entries rest on: laws and sources.
fn in_registry(site: &Site, subject: Subject, uses: &mut Vec<Usage>) {
    let registry = &site.registry;
    let facts = registry.facts.iter().map(|f| (&f.verified.source, &f.label));
    let contacts = registry.contacts.iter().map(|c| (&c.verified.source, &c.name));
    for (source, heading) in facts.chain(contacts) {
        let named = |id: &&Spanned<String>| names(site, subject, &id.value, Some(Scheme::Source));
        if let Some(id) = source.as_ref().filter(named) {
            uses.push(Usage { span: id.span, heading: heading.clone() });
        }
    }
    for calculator in &registry.calculators {
        let named = calculator.compare.iter().chain(&calculator.rest_days);
        for fact in named.filter(|id| names(site, subject, &id.value, Some(Scheme::Fact))) {
            uses.push(Usage { span: fact.span, heading: calculator.label.clone() });
        }
    }
    for fact in &registry.facts {
        let rests = |id: &&Spanned<String>| {
            let law = entry(site, Scheme::Law, &id.value).map(Resolved::Entry);
            law.is_some_and(|law| is_use(site, subject, &law))
        };
        if let Some(id) = fact.law.as_ref().filter(rests) {
            uses.push(Usage { span: id.span, heading: fact.label.clone() });
        }
    }
}

/// The home page's situations, the footer's contacts, and who helps people in danger.
fn in_settings(site: &Site, subject: Subject, uses: &mut Vec<Usage>) {
    let crisis = &site.registry.crisis;
    for page in crisis.page.iter().filter(|page| names(site, subject, &page.value, None)) {
        uses.push(Usage { span: page.span, heading: site.config.title.clone() });
    }
    for situation in &site.config.situations {
        if names(site, subject, &situation.to.value, None) {
            uses.push(Usage { span: situation.to.span, heading: situation.label.clone() });
        }
    }
    for contact in site.config.footer_contacts.iter().chain(&crisis.contacts) {
        if names(site, subject, &contact.value, Some(Scheme::Contact)) {
            uses.push(Usage { span: contact.span, heading: site.config.title.clone() });
        }
    }
}

fn names(site: &Site, subject: Subject, id: &str, scheme: Option<Scheme>) -> bool {
    match (subject, scheme) {
        (Subject::Page(page), None) => site.page(page).meta.id == id,
        (Subject::Entry(own), Some(scheme)) if own.scheme == scheme => {
            own.article.is_none() && site.registry.entry(own).id() == id
        }
        _ => false,
    }
}

/// Whether a reference leads to the subject: a law by any of its articles, an article by its
/// paragraphs as well, a page by any of its headings.
fn is_use(site: &Site, subject: Subject, resolved: &Resolved) -> bool {
    match (subject, resolved) {
        (Subject::Page(page), Resolved::Page(to, _)) => page == *to,
        (Subject::Entry(own), Resolved::Entry(to)) => {
            let is = |to: EntryId| {
                (own.scheme, own.index) == (to.scheme, to.index) && covers(site, own, to.article)
            };
            is(*to) || site.registry.rests_on(*to).into_iter().any(is)
        }
        _ => false,
    }
}

/// Whether a law, or one of its articles, is used where this article of it is cited.
fn covers(site: &Site, own: EntryId, cited: Option<usize>) -> bool {
    let Some(article) = own.article else { return true };
    let key = |article: usize| site.registry.laws[own.index].articles[article].key.as_str();
    cited.is_some_and(|cited| {
        let paragraph = key(cited).strip_prefix(key(article));
        article == cited || paragraph.is_some_and(|rest| rest.starts_with('.'))
    })
}
