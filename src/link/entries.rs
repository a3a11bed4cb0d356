//! Which entry of a registry a reference means.

use crate::base::source::Span;
use crate::base::suggest::Guesses;
use crate::diag::{Diagnostic, Problem};
use crate::model::links::Resolved;
use crate::model::registry::{EntryId, PerScheme, Registry, Scheme};
use std::collections::HashMap;

/// The ids of registry entries.
#[derive(Debug)]
pub(super) struct Registered {
    /// The places of each registry's entries.
    pub(super) ids: PerScheme<HashMap<String, usize>>,
    /// Suggestions for what front matter, settings and registries name wrongly.
    pub(super) guesses: Guesses,
}

impl Registered {
    pub(super) fn new(registry: &Registry, out: &mut Vec<Diagnostic>) -> Self {
        let ids = PerScheme::new(|scheme| {
            let entries = registry.entries(scheme).into_iter();
            unique(entries.map(|entry| (entry.id(), entry.span())), out)
        });
        Self { ids, guesses: Guesses::default() }
    }
}

fn unique<'a>(
    entries: impl Iterator<Item = (&'a str, Span)>,
    out: &mut Vec<Diagnostic>,
) -> HashMap<String, usize> {
    let mut ids = HashMap::new();
    let mut first: HashMap<&str, Span> = HashMap::new();
    for (index, (id, span)) in entries.enumerate() {
        match first.get(id) {
            Some(other) => {
                let problem = Problem::DuplicateId { id: id.to_owned() };
                out.push(Diagnostic::at(span, problem).and(*other));
            }
            None => {
                first.insert(id, span);
                ids.insert(id.to_owned(), index);
            }
        }
    }
    ids
}

/// An entry of a registry, to which a text gave these words, if any.
pub(super) fn entry(
    registry: &Registry,
    registered: &Registered,
    scheme: Scheme,
    id: &str,
    words: Option<&str>,
    guesses: &Guesses,
) -> Result<Resolved, Problem> {
    if scheme == Scheme::Law {
        return law(registry, registered, id, guesses);
    }
    let index = *registered.ids[scheme]
        .get(id)
        .ok_or_else(|| dead_entry(scheme, id, registered, guesses))?;
    // The author's words must be the fact's value, or they would drift from it.
    if let (Scheme::Fact, Some(words)) = (scheme, words)
        && words != registry.facts[index].value
    {
        let (fact, value) = (id.to_owned(), registry.facts[index].value.clone());
        return Err(Problem::FactWords { fact, value, words: words.to_owned() });
    }
    Ok(Resolved::Entry(EntryId::new(scheme, index)))
}

/// A law, or one of its articles.
pub(super) fn law(
    registry: &Registry,
    registered: &Registered,
    id: &str,
    guesses: &Guesses,
) -> Result<Resolved, Problem> {
    let (law_id, article) = id.split_once('/').map_or((id, None), |(l, a)| (l, Some(a)));
    let laws = &registered.ids[Scheme::Law];
    let index =
        *laws.get(law_id).ok_or_else(|| dead_entry(Scheme::Law, law_id, registered, guesses))?;
    let law = &registry.laws[index];
    let Some(key) = article else { return Ok(Resolved::Entry(EntryId::law(index, None))) };
    if law.report {
        let (law, id) = (law.short.clone(), law.id.clone());
        return Err(Problem::ReportArticle { law, id });
    }
    let found = law.articles.iter().position(|a| a.key == key);
    found.map(|a| Resolved::Entry(EntryId::law(index, Some(a)))).ok_or_else(|| {
        let renumbered = law.articles.iter().find(|a| a.was.as_deref() == Some(key));
        let near = renumbered.map(|a| a.key.clone());
        Problem::DeadArticle {
            law: law.short.clone(),
            article: key.to_owned(),
            nearest: near.or_else(|| {
                let known = law.articles.iter().map(|a| a.key.as_str());
                guesses.nearest("dead-article", key, known)
            }),
        }
    })
}

fn dead_entry(scheme: Scheme, id: &str, registered: &Registered, guesses: &Guesses) -> Problem {
    let known = registered.ids[scheme].keys().map(String::as_str);
    let nearest = guesses.nearest("dead-reference", id, known);
    Problem::DeadReference { scheme: scheme.name(), target: id.to_owned(), nearest }
}
