//! Views of pages and registry entries, as lists, cards and references show them.

use super::pictures::Pictures;
use super::template::Made;
use super::view::{
    ArticleView, CardView, ContactView, FactView, FolderView, LawLink, LinkView, SourceView,
    TagView, TermView, UseView,
};
use crate::base::address;
use crate::model::edition::Edition;
use crate::model::linked::LinkedDocument;
use crate::model::links::{Resolved, Use};
use crate::model::page::PageId;
use crate::model::registry::{EntryId, Force, Place, Scheme, Status};
use crate::model::site::{Folder, Site};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The site with the words of one language.
#[derive(Clone, Copy)]
pub(super) struct Views<'a> {
    /// The site.
    pub(super) site: &'a Site,
    /// Its pictures.
    pub(super) pictures: &'a Pictures,
    /// Interface words.
    pub(super) words: &'a BTreeMap<String, String>,
    /// The edition that is being rendered.
    pub(super) edition: &'a Edition<'a>,
    /// All editions, this one among them.
    pub(super) editions: &'a [Edition<'a>],
    /// Pages in lists, in this edition.
    pub(super) cards: &'a Cards,
}

/// Pages as lists show them, by number. Each is made when the first list asks for it: a page stands in lists of its
/// folder, its tags and of guides that it is related to.
pub(super) struct Cards(Vec<OnceLock<Made>>);

impl Cards {
    /// None yet of a site.
    pub(super) fn new(site: &Site) -> Self {
        Self(site.pages.iter().map(|_| OnceLock::new()).collect())
    }
}

impl Views<'_> {
    /// An interface word; its key when the theme has none.
    pub(super) fn word(&self, key: &str) -> String {
        self.words.get(key).cloned().unwrap_or_else(|| key.to_owned())
    }

    /// An address in this edition.
    pub(super) fn local(&self, path: &str) -> String {
        address::below(&self.edition.base, path)
    }

    /// An address in this edition at a part of a page.
    pub(super) fn local_at(&self, path: &str, anchor: &str) -> String {
        self.local(path) + &address::fragment(anchor)
    }

    /// An address of a file that all editions share.
    pub(super) fn shared(&self, path: &str) -> String {
        address::below(self.site.config.base_path(), path)
    }

    /// The whole address in this edition, or nothing when the site does not know where it lives.
    pub(super) fn whole(&self, path: &str) -> String {
        address::whole(&self.edition.base_url, path)
    }

    /// The whole address of a shared file, or as much of it as is known.
    pub(super) fn shared_whole(&self, path: &str) -> String {
        let whole = address::whole(&self.site.config.base_url, path);
        if whole.is_empty() { self.shared(path) } else { whole }
    }

    /// The base of an address: that of the site for what all editions share, else the edition's.
    pub(super) fn base(&self, shared: bool) -> &str {
        if shared { self.site.config.base_path() } else { &self.edition.base }
    }

    /// A page in a list.
    pub(super) fn card(&self, id: PageId) -> Made {
        self.cards.0[id.index()].get_or_init(|| Made::of(&self.card_view(id))).clone()
    }

    /// The same, as long as something of it may be otherwise.
    pub(super) fn card_view(&self, id: PageId) -> CardView {
        let page = self.site.page(id);
        let kind = self.site.kind_of(page);
        CardView {
            title: self.own(id, &page.meta.title),
            name: self.own(id, page.name()),
            action: page.meta.action.clone(),
            url: self.local(&page.url),
            whole_url: self.whole(&page.url),
            kind: kind.id.clone(),
            kind_label: kind.label.clone(),
            answer: self.summary(id),
            lang: self.lang(id),
            crisis: self.site.links_of(id).crisis,
        }
    }

    /// The language of a page's own text, when it differs from the site's.
    pub(super) fn lang(&self, id: PageId) -> Option<String> {
        let lang = self.site.page(id).meta.lang.clone();
        lang.filter(|lang| *lang != self.site.config.language)
    }

    /// Words of a page's author: in a further edition they stay as they are written if the page has a
    /// language of its own.
    pub(super) fn own(&self, id: PageId, words: &str) -> String {
        match self.lang(id) {
            Some(_) => self.edition.kept(words.to_owned()),
            None => words.to_owned(),
        }
    }

    /// What a folder is called: perhaps as the introduction that has a language of its own says.
    pub(super) fn folder_label(&self, folder: &Folder) -> String {
        match folder.section {
            Some(section) => self.own(section, &folder.label),
            None => folder.label.clone(),
        }
    }

    /// The name by which text refers to what a reference points at.
    pub(super) fn label(&self, resolved: &Resolved) -> String {
        let label = self.site.label(resolved);
        match resolved {
            Resolved::Page(page, _) => self.own(*page, &label),
            _ => label,
        }
    }

    /// Several pages in a list.
    pub(super) fn cards(&self, ids: &[PageId]) -> Vec<Made> {
        ids.iter().map(|id| self.card(*id)).collect()
    }

    /// A page's short answer as plain text, or what it says of itself.
    pub(super) fn summary(&self, id: PageId) -> String {
        self.own(id, &self.own_summary(id))
    }

    fn own_summary(&self, id: PageId) -> String {
        let meta = &self.site.page(id).meta;
        let answer = LinkedDocument::answer(self.site, id).map(|a| a.text().trim().to_owned());
        answer.or_else(|| meta.description.clone()).unwrap_or_default()
    }

    /// What a page's head says of it: its description, else its answer's first sentence.
    pub(super) fn description(&self, id: PageId) -> String {
        let meta = &self.site.page(id).meta;
        let description = meta.description.clone().unwrap_or_else(|| {
            let summary = self.own_summary(id);
            let end =
                summary.find(['。', '！', '？']).map_or(summary.len(), |i| i + '。'.len_utf8());
            summary[..end].to_owned()
        });
        self.own(id, &description)
    }

    /// A folder with some of its pages.
    pub(super) fn folder(&self, folder: &Folder, pages: &[PageId]) -> FolderView {
        let kind = folder.kind.map(|k| &self.site.config.kinds[k]);
        FolderView {
            label: self.folder_label(folder),
            url: self.local(&format!("{}/", folder.name)),
            kind: kind.map(|k| k.id.clone()).unwrap_or_default(),
            description: folder.section.map(|s| self.description(s)).unwrap_or_default(),
            intro_html: String::new(),
            pages: self.cards(pages),
            count: folder.pages.len(),
        }
    }

    /// A tag in a list.
    pub(super) fn tag(&self, tag: usize) -> TagView {
        let tag = &self.site.tags[tag];
        TagView {
            label: tag.label.clone(),
            url: self.local(&["tags/", &tag.slug, "/"].concat()),
            count: tag.pages.len(),
        }
    }

    /// A law, perhaps at an article.
    pub(super) fn law(&self, index: usize, article: Option<usize>) -> LawLink {
        let law = &self.site.registry.laws[index];
        let status = law.status(self.site.day);
        LawLink {
            short: law.short.clone(),
            title: law.title.clone(),
            url: self.entry_url(EntryId::law(index, article)),
            force: law.force.name(),
            force_label: self.word(&format!("force_{}", law.force.name().replace('-', "_"))),
            binding: !matches!(law.force, Force::RecommendedStandard | Force::SelfRegulation),
            report: law.report,
            in_force: matches!(status, Status::InForce | Status::Undated),
            status: status.name(),
            article: article.map(|a| self.article(index, a, Vec::new())),
            label: self.site.label(&Resolved::Entry(EntryId::law(index, article))),
        }
    }

    /// An article with its uses.
    pub(super) fn article(&self, law: usize, article: usize, uses: Vec<UseView>) -> ArticleView {
        let article = &self.site.registry.laws[law].articles[article];
        ArticleView {
            key: article.key.clone(),
            anchor: article.anchor(),
            label: article.label_in(&self.site.config.language),
            title: article.title.clone(),
            gist: article.gist.clone(),
            quote: article.quote.clone(),
            was: article.was.clone(),
            uses,
        }
    }

    /// A contact.
    pub(super) fn contact(&self, index: usize) -> ContactView {
        let contact = &self.site.registry.contacts[index];
        let tel = contact.number.as_ref().map(|n| format!("tel:{}", n.replace([' ', '-'], "")));
        ContactView {
            id: contact.id.clone(),
            name: contact.name.clone(),
            number: contact.number.clone(),
            href: tel.or_else(|| contact.url.clone()).unwrap_or_default(),
            scope: contact.scope.clone(),
            group: contact.group.clone(),
            note: contact.note.clone(),
            url: self.entry_url(EntryId::new(Scheme::Contact, index)),
            verified: contact.verified.day.map(|d| d.to_string()),
            uses: Vec::new(),
        }
    }

    /// A fact.
    pub(super) fn fact(&self, index: usize) -> FactView {
        let fact = &self.site.registry.facts[index];
        let sources = &self.site.registry.sources;
        let named = fact.verified.source.as_ref().map(|id| &id.value);
        let source = named.and_then(|id| sources.iter().position(|s| s.id == *id));
        let law = fact.law.as_ref().and_then(|cited| self.site.registry.law(&cited.value));
        FactView {
            value: fact.value.clone(),
            label: fact.label.clone(),
            note: fact.note.clone(),
            as_of: fact.verified.day.map(|d| d.to_string()),
            law: law.map(|law| self.law(law.index, law.article)),
            source: source.map(|s| self.source(s)),
        }
    }

    /// A term.
    pub(super) fn term(&self, index: usize) -> TermView {
        let term = &self.site.registry.terms[index];
        TermView {
            term: term.term.clone(),
            definition: term.definition.clone(),
            url: self.entry_url(EntryId::new(Scheme::Term, index)),
            anchor: term.anchor.clone(),
            uses: Vec::new(),
        }
    }

    /// A source.
    pub(super) fn source(&self, index: usize) -> SourceView {
        let source = &self.site.registry.sources[index];
        SourceView {
            title: source.title.clone(),
            publisher: source.publisher.clone(),
            date: source.date.map(|d| d.to_string()),
            tier: source.tier.name(),
            tier_label: self.word(&format!("tier_{}", source.tier.name())),
            url: source.url.clone(),
        }
    }

    /// Uses of `what` by pages, one a page: the first that has a sentence, else one that stands alone,
    /// else any.
    pub(super) fn uses<'u>(
        &self,
        what: &Resolved,
        uses: impl Iterator<Item = (PageId, &'u Use)>,
    ) -> Vec<UseView> {
        let worth = |usage: &Use| (!usage.sentence.is_empty(), !usage.alone);
        let mut best: Vec<(PageId, &Use)> = Vec::new();
        for (by, usage) in uses {
            // Those of one page come one after another.
            match best.last_mut().filter(|(known, _)| *known == by) {
                Some((_, known)) if worth(known) < worth(usage) => *known = usage,
                Some(_) => {}
                None => best.push((by, usage)),
            }
        }
        best.into_iter().map(|(by, usage)| self.used(what, by, usage)).collect()
    }

    /// One use of `what` by a page.
    fn used(&self, what: &Resolved, by: PageId, usage: &Use) -> UseView {
        let (page, body) = (self.site.page(by), LinkedDocument::body(self.site, by));
        let number = usage.heading.map(|heading| heading as usize);
        let heading = number.and_then(|number| body.document.headings.get(number));
        let heading = heading.map_or_else(Cow::default, |heading| body.heading_text(heading));
        UseView {
            title: self.own(by, &page.meta.title),
            url: self.local_at(&page.url, number.map_or("", |number| body.heading_id(number))),
            sentence: match usage.alone {
                true => self.sentence(what, by, &self.alone(what, &usage.sentence, &heading)),
                false => self.sentence(what, by, &usage.sentence),
            },
            lang: self.lang(by),
        }
    }

    /// A sentence around a use, in which the name of a page that has a language of its own stays.
    fn sentence(&self, what: &Resolved, by: PageId, words: &str) -> String {
        let words = match what {
            Resolved::Page(page, _) if self.lang(*page).is_some() => {
                let name = self.site.page(*page).name();
                words.replace(name, &self.own(*page, name))
            }
            _ => words.to_owned(),
        };
        self.own(by, &words)
    }

    /// What to say of a use that has no sentence around it: the heading that it answers, and what it
    /// is. A number by itself says nothing, so that it gets its name.
    fn alone(&self, what: &Resolved, words: &str, heading: &str) -> String {
        // A reference that is all of a heading answers none.
        let heading = if heading.trim() == words { "" } else { heading.trim() };
        let words = match what {
            Resolved::Entry(EntryId { scheme: Scheme::Contact, index, .. }) => {
                let contact = &self.site.registry.contacts[*index];
                match contact.number.as_deref() == Some(words) {
                    true => format!("{words} {}", contact.name),
                    false => words.to_owned(),
                }
            }
            _ => words.to_owned(),
        };
        match heading.chars().next_back() {
            None => words,
            Some('？' | '！' | '。' | '：') => format!("{heading}{words}"),
            Some('?' | '!' | '.' | ':') => format!("{heading} {words}"),
            Some(_) => format!("{heading}{}{words}", self.word("colon")),
        }
    }

    /// A link to whatever a relation or a menu names.
    pub(super) fn link(&self, resolved: &Resolved) -> LinkView {
        LinkView { label: self.label(resolved), url: self.url(resolved) }
    }

    /// Where an entry is, for an attribute; nothing for one that only text shows.
    fn entry_url(&self, entry: EntryId) -> String {
        match self.site.registry.place(entry) {
            Place::Here { page, anchor } => self.local_at(&page, &anchor),
            Place::Elsewhere(url) => url,
            Place::Nowhere => String::new(),
        }
    }

    /// The address of whatever a reference leads to, for an attribute; nothing for what has none.
    pub(super) fn url(&self, resolved: &Resolved) -> String {
        match resolved {
            Resolved::Page(page, anchor) => {
                self.local_at(&self.site.page(*page).url, anchor.as_deref().unwrap_or_default())
            }
            Resolved::Anchor(anchor) => address::fragment(anchor),
            Resolved::Path { address, shared } => [self.base(*shared), address].concat(),
            Resolved::Asset(asset) => self.shared(self.site.asset_url(*asset)),
            Resolved::External(url) => url.clone(),
            Resolved::Entry(entry) => self.entry_url(*entry),
            Resolved::Words(_) => String::new(),
        }
    }
}
