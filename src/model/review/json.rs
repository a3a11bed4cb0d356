//! The pages to look at, for programs.

use super::{Call, Reason};
use crate::base::address;
use crate::base::source::Sources;
use crate::model::site::Site;
use serde_json::{Value, json};

/// A JSON array with an object a page. Private keys may stand in it: it is the team's.
pub(crate) fn render(site: &Site, sources: &Sources, calls: &[Call]) -> String {
    let calls: Vec<Value> = calls.iter().map(|call| object(site, sources, call)).collect();
    format!("{:#}\n", Value::Array(calls))
}

fn object(site: &Site, sources: &Sources, call: &Call) -> Value {
    let page = site.page(call.page);
    let day = |day: Option<crate::base::day::Day>| day.map(|day| day.to_string());
    let reasons = call.reasons.iter().map(|(day, reason)| match reason {
        Reason::Entry(name, event) => {
            json!({"day": day.to_string(), "why": event.key(), "entry": name})
        }
        Reason::Expires => json!({"day": day.to_string(), "why": "expires"}),
        Reason::Checked(_) => json!({"day": day.to_string(), "why": "period"}),
    });
    json!({
        "id": page.meta.id,
        "path": sources.get(page.source).path,
        "url": address::below(&site.config.base_url, &page.url),
        "title": page.meta.title,
        "kind": site.kind_of(page).id,
        "state": call.state.word(),
        "due": call.due.to_string(),
        "owner": page.meta.owner,
        "as_of": day(page.meta.as_of),
        "reviewed": day(page.meta.reviewed),
        "reviewed_by": page.meta.reviewed_by,
        "reasons": reasons.collect::<Vec<_>>(),
    })
}
