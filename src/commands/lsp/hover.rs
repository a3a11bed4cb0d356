//! What is shown where the pointer rests: what an entry says and until when that is verified, a page's
//! short answer, what a key is for.

use super::mentions::Named;
use crate::base::day::Day;
use crate::base::lang::Lang;
use crate::commands::pipeline::Prepared;
use crate::model::impact::Subject;
use crate::model::linked::LinkedDocument;
use crate::model::page::PageId;
use crate::model::registry::{Contact, EntryId, Fact, Law, Provenance, Scheme, Status, Verified};
use crate::model::site::Site;

/// What there is to say about something, as Markdown.
pub(super) fn said(prepared: &Prepared, named: &Named, lang: Lang) -> String {
    let site = &prepared.site;
    match named {
        Named::Subject(Subject::Page(page)) => of_page(site, *page, lang),
        Named::Heading(page, heading) => {
            let body = LinkedDocument::body(site, *page);
            let mut headings = body.document.headings.iter().enumerate();
            let found = headings.find(|(n, _)| body.heading_id(*n) == heading);
            let words = found.map(|(_, heading)| body.heading_text(heading).into_owned());
            let words = words.unwrap_or_else(|| heading.clone());
            format!("**{}**\n\n{}", plain(&words), plain(site.page(*page).name()))
        }
        Named::Subject(Subject::Entry(entry)) => of_entry(site, *entry, lang),
        Named::Tag(tag) => of_tag(site, *tag, lang),
        Named::Asset(asset) => format!("`{}`", site.assets[*asset].path),
    }
}

fn of_page(site: &Site, id: PageId, lang: Lang) -> String {
    let page = site.page(id);
    let meta = &page.meta;
    let kind = Some(site.kind_of(page).label.as_str()).filter(|label| !label.is_empty());
    let id_and_kind = [Some(format!("`{}`", meta.id)), kind.map(plain)];
    let mut lines = vec![format!("**{}**", plain(&meta.title)), joined(id_and_kind)];
    let answer = LinkedDocument::answer(site, id).map(|answer| answer.text().trim().to_owned());
    lines.extend(answer.filter(|answer| !answer.is_empty()).map(|answer| plain(&answer)));
    lines.push(joined([
        meta.draft.then(|| lang.choose("draft", "草稿").to_owned()),
        meta.as_of.map(|day| dated(lang.choose("checked up to", "核对到"), day)),
        meta.reviewed.map(|day| dated(lang.choose("reviewed", "复核于"), day)),
        meta.expires.map(|day| dated(lang.choose("holds until", "有效到"), day)),
    ]));
    paragraphs(lines)
}

fn of_tag(site: &Site, tag: usize, lang: Lang) -> String {
    let tag = &site.tags[tag];
    let pages = tag.pages.len();
    let used = match lang {
        Lang::En if pages == 1 => "on 1 page".to_owned(),
        Lang::En => format!("on {pages} pages"),
        Lang::Zh => format!("{pages} 页用到"),
    };
    let aka = (!tag.aka.is_empty()).then(|| plain(&tag.aka.join("、")));
    paragraphs(vec![
        format!("**{}**", plain(&tag.label)),
        joined([Some(format!("`{}`", tag.id)), Some(used)]),
        joined([aka]),
    ])
}

fn of_entry(site: &Site, id: EntryId, lang: Lang) -> String {
    let registry = &site.registry;
    match id.scheme {
        Scheme::Law => of_law(site, &registry.laws[id.index], id, lang),
        Scheme::Contact => of_contact(site, &registry.contacts[id.index], lang),
        Scheme::Fact => of_fact(site, &registry.facts[id.index], lang),
        Scheme::Source => of_source(&registry.sources[id.index]),
        Scheme::Calculator => {
            let calculator = &registry.calculators[id.index];
            let note = plain(calculator.note.as_deref().unwrap_or_default());
            paragraphs(vec![format!("**{}**", plain(&calculator.label)), note])
        }
        _ => {
            let term = registry.terms.get(id.index).filter(|_| id.scheme == Scheme::Term);
            let definition = term.map_or("", |term| &term.definition);
            paragraphs(vec![
                format!("**{}**", plain(registry.entry(id).words())),
                plain(definition),
            ])
        }
    }
}

fn of_law(site: &Site, law: &Law, id: EntryId, lang: Lang) -> String {
    let mut lines = vec![format!("**{}**", plain(&site.registry.label(id, &site.config.language)))];
    if let Some(article) = id.article.map(|article| &law.articles[article]) {
        lines.push(plain(&article.gist));
        lines.extend(article.quote.as_deref().map(|quote| format!("> {}", plain(quote))));
    }
    let day = |words, day: Option<Day>| day.map(|day| dated(words, day));
    let status = match law.status(site.day) {
        Status::InForce => day(lang.choose("in force since", "施行于"), law.effective),
        Status::Undated => None,
        Status::ToCome => day(lang.choose("in force from", "将施行于"), law.effective),
        Status::Repealed => day(lang.choose("repealed on", "废止于"), law.repealed),
    };
    let report =
        law.report.then(|| lang.choose("known from a report only", "只见于报道").to_owned());
    let by = law
        .superseded_by
        .as_ref()
        .map(|by| format!("{} `law:{}`", lang.choose("superseded by", "改用"), by.value));
    lines.push(plain(&law.title));
    lines.push(joined([Some(law.force.name().to_owned()), status, by, report]));
    paragraphs(lines)
}

fn of_contact(site: &Site, contact: &Contact, lang: Lang) -> String {
    paragraphs(vec![
        format!("**{}**", plain(&contact.name)),
        joined([contact.number.clone(), contact.url.clone()]),
        plain(&contact.scope),
        plain(contact.note.as_deref().unwrap_or_default()),
        verified(site, &contact.verified, lang),
    ])
}

fn of_fact(site: &Site, fact: &Fact, lang: Lang) -> String {
    paragraphs(vec![
        format!("**{}**", plain(&fact.value)),
        plain(&fact.label),
        plain(fact.note.as_deref().unwrap_or_default()),
        joined([fact.law.as_ref().map(|law| format!("`law:{}`", law.value))]),
        verified(site, &fact.verified, lang),
    ])
}

fn of_source(source: &Provenance) -> String {
    let date = source.date.map(|day| day.to_string());
    paragraphs(vec![
        format!("**{}**", plain(&source.title)),
        joined([Some(source.tier.name().to_owned()), source.publisher.clone(), date]),
        joined([source.url.as_deref().map(|url| format!("<{url}>"))]),
    ])
}

/// When an entry was right, and until when that need not be looked at again.
fn verified(site: &Site, verified: &Verified, lang: Lang) -> String {
    let source = verified.source.as_ref();
    let due = verified.due().map(|due| match due < site.day {
        true => {
            dated(lang.choose("**to be verified again since**", "**该重新核对了，到期于**"), due)
        }
        false => dated(lang.choose("good until", "有效到"), due),
    });
    joined([
        verified.day.map(|day| dated(lang.choose("verified", "核对于"), day)),
        due,
        source.map(|source| format!("`source:{}`", source.value)),
    ])
}

fn dated(words: &str, day: Day) -> String {
    format!("{words} {day}")
}

fn joined<const N: usize>(parts: [Option<String>; N]) -> String {
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn paragraphs(lines: Vec<String>) -> String {
    lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// Words that are no mark-up.
fn plain(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for c in words.chars() {
        if matches!(c, '*' | '_' | '`' | '<' | '>' | '[' | ']' | '\\' | '#' | '|') {
            text.push('\\');
        }
        text.push(if c == '\n' { ' ' } else { c });
    }
    text
}
