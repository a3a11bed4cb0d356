//! The registries as the search shows them: a law, an article, a contact, a word of the glossary is an
//! answer by itself when somebody types its name. They stand behind the pages in the index and are
//! found by their names alone; what they say is only shown.

use super::corpus::{Doc, Entry};
use crate::base::address;
use crate::model::registry::{Article, EntryId, Law, Registry};
use std::borrow::Cow;

/// The entries of a registry, with the texts that no registry has.
#[derive(Debug)]
pub(super) struct Entries(Vec<Made>);

#[derive(Debug)]
struct Made {
    url: String,
    scheme: &'static str,
    title: String,
    number: String,
    names: Vec<String>,
    text: String,
}

impl Entries {
    /// Reads a registry of a site in `language`.
    pub(super) fn new(registry: &Registry, language: &str) -> Self {
        let mut made = Vec::new();
        for (index, law) in registry.laws.iter().enumerate() {
            let title = |article| registry.label(EntryId::law(index, article), language);
            made.push(of_law(law, title(None)));
            let articles = law.articles.iter().enumerate();
            made.extend(articles.map(|(i, article)| of_article(law, article, title(Some(i)))));
        }
        made.extend(registry.contacts.iter().map(|contact| Made {
            url: part_of("contacts/", &contact.anchor),
            scheme: "contact",
            title: contact.name.clone(),
            number: contact.number.clone().unwrap_or_default(),
            names: contact.number.iter().chain(&contact.aka).cloned().collect(),
            text: contact.scope.clone(),
        }));
        made.extend(registry.terms.iter().map(|term| Made {
            url: part_of("glossary/", &term.anchor),
            scheme: "term",
            title: term.term.clone(),
            number: String::new(),
            names: term.aka.iter().chain(&term.traditional).cloned().collect(),
            text: term.definition.clone(),
        }));
        Self(made)
    }

    /// As documents of a corpus, all of them in this language.
    pub(super) fn docs<'a>(&'a self, language: &'a str) -> impl Iterator<Item = Doc<'a>> {
        self.0.iter().map(move |made| Doc {
            url: made.url.clone(),
            title: &made.title,
            name: &made.title,
            kind: made.scheme,
            lang: language,
            aka: &made.names,
            answer: Cow::from(&made.text),
            entry: Some(Entry { number: &made.number }),
            ..Doc::default()
        })
    }
}

fn of_law(law: &Law, title: String) -> Made {
    Made {
        url: address::encoded(&format!("laws/{}/", law.id)),
        scheme: "law",
        title,
        number: String::new(),
        names: [&law.title].into_iter().chain(&law.aka).cloned().collect(),
        text: law.covers.clone().unwrap_or_else(|| law.title.clone()),
    }
}

/// Readers write numbers in any way; the browser makes `680条` of all of them.
fn of_article(law: &Law, article: &Article, title: String) -> Made {
    let label = article.label();
    let label = label.trim_start_matches('第');
    let mut names = vec![label.to_owned()];
    for number in [label, &article.key].into_iter().chain(article.was.as_deref()) {
        names.extend([&law.short].into_iter().chain(&law.aka).map(|law| format!("{law}{number}")));
    }
    Made {
        url: part_of(&format!("laws/{}/", law.id), &article.anchor()),
        scheme: "law",
        title,
        number: String::new(),
        names,
        text: article.gist.clone(),
    }
}

fn part_of(page: &str, anchor: &str) -> String {
    format!("{}#{}", address::encoded(page), address::encoded(anchor))
}
