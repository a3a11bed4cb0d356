//! The view of a guide, a plain page or a folder's introduction.

use super::bodies::BodyRenderer;
use super::calculator;
use super::entries::Views;
use super::head;
use super::highlight::escaped;
use super::letter;
use super::reply;
use super::structured;
use super::translations;
use super::view::{
    ChangeView, ContactView, FieldView, HeadView, HeadingView, ImageView, LetterView, LinkView,
    NoticeView, PageView,
};
use crate::base::cjk;
use crate::base::clauses::{clauses, is_long};
use crate::base::day::Day;
use crate::diag::Diagnostic;
use crate::model::addresses::{LETTER_TEXT, TWIN};
use crate::model::kind::{Field, FieldType};
use crate::model::linked::LinkedDocument;
use crate::model::links::{Links, Resolved};
use crate::model::page::{OwnValue, Page, PageId, Role};
use crate::model::registry::{EntryId, Scheme};
use crate::model::review;
use crate::model::site::Site;
use std::collections::BTreeSet;

/// Everything a page's template sees. `file`: the path of its file below the site's folder.
pub(super) fn view(
    bodies: &BodyRenderer<'_>,
    id: PageId,
    file: &str,
    out: &mut Vec<Diagnostic>,
) -> PageView {
    let views = bodies.views;
    let site = views.site;
    let (page, links) = (site.page(id), site.links_of(id));
    let (meta, kind) = (&page.meta, site.kind_of(page));
    let length = cjk::length(LinkedDocument::texts(site, id));
    let headings = headings(views, id);
    let day = |d: Option<Day>| d.map(|d| d.to_string());
    PageView {
        head: own_head(views, id),
        title: views.own(id, &meta.title),
        title_html: views.own(id, &title_html(&meta.title)),
        name: views.own(id, page.name()),
        url: views.local(&page.url),
        kind: kind.id.clone(),
        kind_label: kind.label.clone(),
        breadcrumbs: breadcrumbs(views, page),
        answer_html: bodies.answer(id, out),
        body_html: bodies.body(id, out),
        contents: contents(views, id, &headings),
        headings,
        applies_to: meta.applies_to.iter().map(|text| views.own(id, text)).collect(),
        not_for: meta.not_for.iter().map(|text| views.own(id, text)).collect(),
        as_of: day(meta.as_of),
        date: day(meta.date.as_ref().map(|d| d.value)),
        updated: day(links.updated),
        reviewed: day(meta.reviewed),
        reviewed_by: role(views, page),
        notices: notices(views, page),
        next: views.cards(&links.next),
        not_you: views.cards(&links.not_you),
        translations: translations::views(views, id),
        behind: translations::behind(views, id),
        related: views.cards(&links.related),
        facts: facts(views, id),
        inverse: inverse(views, links),
        letters: letter::of_guide(views, id),
        letter: is_letter(views.site, page)
            .then(|| LetterView { text: views.local(&format!("{}{LETTER_TEXT}", page.url)) }),
        tags: links.tags.iter().map(|t| tag_link(views, *t)).collect(),
        contacts: cited(site, id, Scheme::Contact).into_iter().map(|n| views.contact(n)).collect(),
        laws: cited(site, id, Scheme::Law).into_iter().map(|n| views.law(n, None)).collect(),
        sources: links.sources.iter().map(|s| views.source(*s)).collect(),
        backlinks: views.uses(&Resolved::Page(id, None), site.backlinks(id)),
        changes: changes(views, id),
        previous: links.previous.map(|p| views.card(p)),
        following: links.following.map(|p| views.card(p)),
        characters: length.characters,
        minutes: length.minutes,
        crisis: links.crisis,
        urgent: urgent(views, id),
        draft: meta.draft,
        feedback: reply::feedback(views, id, file),
        edit_url: reply::edit_url(views, file),
    }
}

/// Who helps people in danger, first those whom the page names, in its order.
fn urgent(views: Views<'_>, id: PageId) -> Vec<ContactView> {
    let place = |contact: usize| {
        let contact = Resolved::Entry(EntryId::new(Scheme::Contact, contact));
        views.site.resolved(id).position(|to| *to == contact).unwrap_or(usize::MAX)
    };
    let mut contacts = views.site.crisis_contacts.clone();
    contacts.sort_by_key(|contact| place(*contact));
    contacts.into_iter().map(|contact| views.contact(contact)).collect()
}

/// A title whose lines end between its clauses.
fn title_html(title: &str) -> String {
    let clause = |clause: &str| match is_long(clause, 1) {
        true => format!("<span>{}</span>", escaped(clause)),
        false => escaped(clause),
    };
    clauses(title).into_iter().map(clause).collect::<Vec<_>>().join("<wbr>")
}

/// The head of a page.
pub(super) fn head(views: Views<'_>, id: PageId) -> HeadView {
    let page = views.site.page(id);
    let title = if page.role == Role::Home { "" } else { page.meta.title.as_str() };
    let mut head = head::head(views, &views.own(id, title), &views.description(id), &page.url);
    let calculates =
        |to: &Resolved| matches!(to, Resolved::Entry(entry) if entry.scheme == Scheme::Calculator);
    if views.site.resolved(id).any(calculates) {
        head.parts.push(calculator::PART);
    }
    head.parts.extend(views.site.links_of(id).matrix.as_ref().map(|_| "matrix"));
    head.lang = views.lang(id);
    head.alternates = translations::alternates(views, id).unwrap_or(head.alternates);
    head.noindex = page.meta.noindex || page.meta.draft;
    head.image = first_picture(views, id).or(head.image);
    head
}

/// The first picture of a page that can stand for it elsewhere.
fn first_picture(views: Views<'_>, id: PageId) -> Option<ImageView> {
    let images = LinkedDocument::all(views.site, id).flat_map(LinkedDocument::images);
    let mut shown = images.filter_map(|(image, asset)| Some((image, asset?)));
    shown.find_map(|(image, asset)| head::picture(views, asset, &views.own(id, &image.alt)))
}

/// The head of a page that stands for itself: what it is, the way to it, and its twin.
fn own_head(views: Views<'_>, id: PageId) -> HeadView {
    let page = views.site.page(id);
    let mut head = head(views, id);
    if page.role == Role::Guide {
        head.twin = Some(views.local(&format!("{}{TWIN}", page.url)));
        let kind = views.site.kind_of(page);
        head.parts.extend(kind.flow.then_some("flow"));
        head.parts.extend(kind.letter.then_some("letter"));
        head.json_ld.extend(structured::article(views, &head, id));
    }
    head::with_breadcrumbs(views, head, &breadcrumbs(views, page))
}

/// Whether a page is a letter, on which its reader writes.
fn is_letter(site: &Site, page: &Page) -> bool {
    site.kind_of(page).letter && page.role == Role::Guide
}

/// The way from the home page to a page's folder.
pub(super) fn breadcrumbs(views: Views<'_>, page: &Page) -> Vec<LinkView> {
    let home = LinkView { label: views.word("home"), url: views.local("") };
    let folder = views
        .site
        .folder_of(page)
        .filter(|folder| page.role != Role::Section && folder.is_listed())
        .map(|f| LinkView {
            label: views.folder_label(f),
            url: views.local(&format!("{}/", f.name)),
        });
    std::iter::once(home).chain(folder).collect()
}

/// In which role a page was reviewed. What stands in the front matter may be a name, and is no
/// reader's business.
fn role(views: Views<'_>, page: &Page) -> Option<String> {
    let who = page.meta.reviewed_by.as_ref()?;
    let roles = &views.site.config.reviewers;
    let of_name = roles.iter().find(|(name, _)| name == who);
    of_name.or_else(|| roles.iter().find(|(_, role)| role == who)).map(|(_, role)| role.clone())
}

/// That and when somebody reviewed the page.
pub(super) fn reviewed(views: Views<'_>, page: &Page, day: Day) -> String {
    let day = day.to_string();
    match role(views, page) {
        Some(role) => views.word("reviewed").replace("{d}", &day).replace("{who}", &role),
        None => views.word("reviewed_on").replace("{d}", &day),
    }
}

/// That a review was due and that the page has expired, the earlier first. Of two that hold, the
/// later one says enough.
pub(super) fn notices(views: Views<'_>, page: &Page) -> Vec<NoticeView> {
    let expires = page.meta.expires;
    let due = review::due(views.site, page).filter(|due| expires.is_none_or(|e| *due < e));
    let days: Vec<_> = [(due, "overdue"), (expires, "expired")]
        .into_iter()
        .filter_map(|(day, key)| Some((day?, key)))
        .collect();
    let passed = days.iter().filter(|(day, _)| review::is_overdue(*day, views.site.day)).count();
    let notice = |(i, (day, key)): (usize, &(Day, &str))| NoticeView {
        day: day.to_string(),
        text: views.word(key).replace("{d}", &day.to_string()),
        shown: i + 1 == passed,
    };
    days.iter().enumerate().map(notice).collect()
}

fn headings(views: Views<'_>, id: PageId) -> Vec<HeadingView> {
    let body = LinkedDocument::body(views.site, id);
    let headings = body.document.headings.iter().enumerate().map(|(n, heading)| HeadingView {
        level: heading.level,
        id: body.heading_id(n).to_owned(),
        text: views.own(id, &body.heading_text(heading)),
    });
    headings.collect()
}

/// Fewer sections than this are seen at a glance.
const CONTENTS: usize = 3;

/// The sections of a page. Steps of a flow are none: they are come to by choosing.
fn contents(views: Views<'_>, id: PageId, headings: &[HeadingView]) -> Vec<HeadingView> {
    let sections = headings.iter().filter(|heading| heading.level == 2);
    let is_flow = !LinkedDocument::body(views.site, id).document.steps.is_empty();
    if is_flow || sections.clone().count() < CONTENTS {
        return Vec::new();
    }
    sections.cloned().collect()
}

fn tag_link(views: Views<'_>, tag: usize) -> LinkView {
    let tag = views.tag(tag);
    LinkView { label: tag.label, url: tag.url }
}

/// Entries of a registry that the page cites, each once, in order of number.
fn cited(site: &Site, id: PageId, scheme: Scheme) -> BTreeSet<usize> {
    let cited = site.resolved(id).filter_map(|resolved| match resolved {
        Resolved::Entry(entry) if entry.scheme == scheme => Some(entry.index),
        _ => None,
    });
    cited.collect()
}

/// The kind's own fields that the page has, in the order of their declaration.
fn facts(views: Views<'_>, id: PageId) -> Vec<FieldView> {
    let (page, links) = (views.site.page(id), views.site.links_of(id));
    let kind = views.site.kind_of(page);
    let mut facts = Vec::new();
    for own in &page.meta.own {
        let field = &kind.fields[own.field];
        let mut view = empty(views.site, field, &field.label);
        match &own.value {
            OwnValue::Text(text) => view.text = Some(views.own(id, text)),
            OwnValue::List(items) => {
                view.items = items.iter().map(|item| views.own(id, item)).collect();
            }
            OwnValue::Refs(_) => {
                let targets = links.relations.iter().find(|(f, _)| *f == own.field);
                let targets = targets.map_or(&[][..], |(_, to)| to.as_slice());
                view.links = targets.iter().map(|r| views.link(r)).collect();
                if view.links.is_empty() {
                    continue;
                }
            }
        }
        facts.push(view);
    }
    facts
}

/// Relations of other pages to this one; those with one heading are one list.
fn inverse(views: Views<'_>, links: &Links) -> Vec<FieldView> {
    let mut lists: Vec<FieldView> = Vec::new();
    for inverse in &links.inverse {
        let field = &views.site.config.kinds[inverse.kind].fields[inverse.field];
        let Some(label) = &field.inverse else { continue };
        let letters = views.site.config.kinds[inverse.kind].letter;
        let pages = inverse.pages.iter().map(|p| views.link(&Resolved::Page(*p, None)));
        match lists.iter_mut().find(|l| l.label == *label) {
            Some(list) => list.links.extend(pages),
            None => {
                let mut list = empty(views.site, field, label);
                list.letters = letters;
                list.links.extend(pages);
                lists.push(list);
            }
        }
    }
    lists
}

fn empty(site: &Site, field: &Field, label: &str) -> FieldView {
    let letter = |id: &str| site.config.kinds.iter().any(|kind| kind.letter && kind.id == id);
    let ty = match field.ty {
        FieldType::Text => "text",
        FieldType::Date => "date",
        FieldType::Url => "url",
        FieldType::Phone => "phone",
        FieldType::Money => "money",
        FieldType::List => "list",
        FieldType::Ref(_) | FieldType::Refs(_) => "refs",
    };
    FieldView {
        name: field.name.clone(),
        label: label.to_owned(),
        ty,
        text: None,
        items: Vec::new(),
        links: Vec::new(),
        letters: matches!(&field.ty, FieldType::Ref(to) | FieldType::Refs(to) if letter(to)),
    }
}

fn changes(views: Views<'_>, id: PageId) -> Vec<ChangeView> {
    let changes = views.site.page(id).meta.changes.iter().map(|c| ChangeView {
        date: c.date.to_string(),
        note: views.own(id, &c.note),
        ty: c.ty.clone(),
    });
    changes.collect()
}
