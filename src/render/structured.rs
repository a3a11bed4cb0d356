//! Structured data: what a page is, in the words of schema.org, as blocks of JSON-LD.
//!
//! Such a block is data that no browser executes, so a strict content policy has nothing against it.
//! A site that does not know its address has none: everything here is named by whole addresses.

use super::entries::Views;
use super::feeds;
use super::json;
use super::view::{HeadView, LinkView};
use crate::base::address::ascii;
use crate::base::chars::has_any;
use crate::model::addresses::LETTER_TEXT;
use crate::model::changes;
use crate::model::flow::{Answer, Flow, Way};
use crate::model::links::Resolved;
use crate::model::page::PageId;
use serde::Serialize;
use serde_json::{Value, json};

/// The site itself, for its home page.
pub(super) fn website(views: Views<'_>, head: &HeadView) -> Option<String> {
    let config = &views.site.config;
    (!head.canonical.is_empty()).then(|| {
        let mut site = json!({
            "@context": CONTEXT,
            "@type": "WebSite",
            "name": config.title,
            "url": head.canonical,
            "inLanguage": views.edition.language,
            "publisher": publisher(views),
        });
        set(&mut site, "description", Some(config.description.clone()).filter(|d| !d.is_empty()));
        block(&site)
    })
}

/// A guide.
pub(super) fn article(views: Views<'_>, head: &HeadView, id: PageId) -> Option<String> {
    let page = views.site.page(id);
    (!head.canonical.is_empty()).then(|| {
        let letter = views.site.kind_of(page).letter.then(|| MediaObject {
            ty: "MediaObject",
            url: views.whole(&format!("{}{LETTER_TEXT}", page.url)),
            format: "text/plain",
        });
        block(&Article {
            context: CONTEXT,
            ty: "Article",
            author: publisher(views),
            modified: changes::changed(views.site, id).map(|day| day.to_string()),
            published: feeds::published(views.site, id),
            description: Some(head.description.as_str()).filter(|text| !text.is_empty()),
            encoding: letter,
            parts: Flow::of(views.site, id).map(|flow| steps(views, head, id, &flow)),
            headline: &views.own(id, &page.meta.title),
            image: head.image.as_ref().map(|image| image.url.as_str()),
            language: page.meta.lang.as_ref().unwrap_or(&views.edition.language),
            page: &head.canonical,
            publisher: publisher(views),
        })
    })
}

/// What every block is in the words of.
const CONTEXT: &str = "https://schema.org";

// The fields of what stands on every page. They are in the order of their names, as a map of them would be.

#[derive(Serialize)]
struct Article<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    ty: &'static str,
    author: Organization<'a>,
    #[serde(rename = "dateModified", skip_serializing_if = "Option::is_none")]
    modified: Option<String>,
    #[serde(rename = "datePublished", skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    encoding: Option<MediaObject>,
    #[serde(rename = "hasPart", skip_serializing_if = "Option::is_none")]
    parts: Option<Value>,
    headline: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a str>,
    #[serde(rename = "inLanguage")]
    language: &'a str,
    #[serde(rename = "mainEntityOfPage")]
    page: &'a str,
    publisher: Organization<'a>,
}

#[derive(Serialize)]
struct Organization<'a> {
    #[serde(rename = "@type")]
    ty: &'static str,
    name: &'a str,
    url: String,
}

#[derive(Serialize)]
struct MediaObject {
    #[serde(rename = "@type")]
    ty: &'static str,
    #[serde(rename = "contentUrl")]
    url: String,
    #[serde(rename = "encodingFormat")]
    format: &'static str,
}

#[derive(Serialize)]
struct BreadcrumbList<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    ty: &'static str,
    #[serde(rename = "itemListElement")]
    items: Vec<ListItem<'a>>,
}

#[derive(Serialize)]
struct ListItem<'a> {
    #[serde(rename = "@type")]
    ty: &'static str,
    item: String,
    name: &'a str,
    position: usize,
}

/// The steps of a flow: questions with what can be answered, and outcomes.
fn steps(views: Views<'_>, head: &HeadView, id: PageId, flow: &Flow<'_>) -> Value {
    let address = |step: usize| format!("{}#{}", head.canonical, ascii(flow.anchor(step)));
    let answer = |answer: Answer<'_>| {
        let text = views.own(id, &answer.words);
        let mut value = json!({ "@type": "Answer", "text": text });
        let to = match answer.to {
            Way::Step(step) => Some(address(step)),
            Way::Away(Resolved::Page(page, _)) => Some(views.whole(&views.site.page(*page).url)),
            Way::Away(_) => None,
        };
        set(&mut value, "url", to);
        value
    };
    let step = |step: usize| {
        let answers: Vec<Value> = flow.answers(step).map(answer).collect();
        let ty = if answers.is_empty() { "WebPageElement" } else { "Question" };
        let name = views.own(id, &flow.name(step));
        let mut value = json!({ "@type": ty, "name": name, "url": address(step) });
        if !answers.is_empty() {
            value["suggestedAnswer"] = Value::Array(answers);
        }
        value
    };
    (0..flow.steps().len()).map(step).collect()
}

/// The way from the home page to the page; one step is no way.
pub(super) fn breadcrumbs(
    views: Views<'_>,
    head: &HeadView,
    crumbs: &[LinkView],
) -> Option<String> {
    if head.canonical.is_empty() || head.noindex || crumbs.is_empty() {
        return None;
    }
    let site = format!(" · {}", views.site.config.title);
    let here = head.title.strip_suffix(&site).unwrap_or(&head.title);
    let whole = |url: &str| {
        let below = url.strip_prefix(&views.edition.base).unwrap_or(url);
        views.edition.base_url.clone() + &ascii(below)
    };
    let above = crumbs.iter().map(|crumb| (crumb.label.as_str(), whole(&crumb.url)));
    let steps = above.chain([(here, head.canonical.clone())]).zip(1..);
    let items =
        steps.map(|((name, item), position)| ListItem { ty: "ListItem", item, name, position });
    Some(block(&BreadcrumbList { context: CONTEXT, ty: "BreadcrumbList", items: items.collect() }))
}

/// Who stands behind the site; the site itself when nobody is named.
fn publisher(views: Views<'_>) -> Organization<'_> {
    let config = &views.site.config;
    let name = config.publisher.as_ref().unwrap_or(&config.title);
    Organization { ty: "Organization", name, url: views.whole("") }
}

fn set(object: &mut Value, key: &str, value: Option<String>) {
    if let Some(value) = value {
        object[key] = Value::String(value);
    }
}

/// JSON that cannot end the element it stands in.
fn block(value: &impl Serialize) -> String {
    let block = json::text(value);
    if !has_any(&block, b"<>&") {
        return block;
    }
    block.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_cannot_leave_its_block() {
        let value = json!({ "name": "</script><b>&" });
        let text = block(&value);
        assert_eq!(text, r#"{"name":"\u003c/script\u003e\u003cb\u003e\u0026"}"#);
        assert_eq!(serde_json::from_str::<Value>(&text).expect("JSON"), value);
    }
}
