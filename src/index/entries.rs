//! The registries as the search shows them: a law, an article, a contact, a word of the glossary is an
//! answer by itself when somebody types its name. They stand behind the pages in the index and are
//! found by their names alone; what they say is only shown.

use super::corpus::{Doc, Entry};
use crate::model::registry::{Article, Entry as _, EntryId, Law, Registry};
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
            let place = |article| registry.place(EntryId::law(index, article));
            made.push(of_law(law, place(None).address(), title(None)));
            made.extend(law.articles.iter().enumerate().map(|(i, article)| {
                of_article(law, article, place(Some(i)).address(), title(Some(i)))
            }));
        }
        made.extend(registry.contacts.iter().map(|contact| Made {
            url: contact.place().address(),
            scheme: "contact",
            title: contact.name.clone(),
            number: contact.number.clone().unwrap_or_default(),
            names: contact.number.iter().chain(&contact.aka).cloned().collect(),
            text: contact.scope.clone(),
        }));
        made.extend(registry.terms.iter().map(|term| Made {
            url: term.place().address(),
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

fn of_law(law: &Law, url: String, title: String) -> Made {
    Made {
        url,
        scheme: "law",
        title,
        number: String::new(),
        names: [&law.title].into_iter().chain(&law.aka).cloned().collect(),
        text: law.covers.clone().unwrap_or_else(|| law.title.clone()),
    }
}

/// Readers write numbers in any way; the browser makes `680条` of all of them.
fn of_article(law: &Law, article: &Article, url: String, title: String) -> Made {
    let label = article.label();
    let label = label.trim_start_matches('第');
    let mut names = vec![label.to_owned()];
    for number in [label, &article.key].into_iter().chain(article.was.as_deref()) {
        names.extend([&law.short].into_iter().chain(&law.aka).map(|law| format!("{law}{number}")));
    }
    Made { url, scheme: "law", title, number: String::new(), names, text: article.gist.clone() }
}
