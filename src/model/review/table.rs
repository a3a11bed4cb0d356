//! The pages to look at, in columns for people.

use super::Call;
use crate::base::lang::Lang;
use crate::base::source::Sources;
use crate::model::site::Site;
use std::fmt::Write as _;

/// One line a page: state, day, file, owner, title and reasons.
pub(crate) fn render(site: &Site, sources: &Sources, calls: &[Call], lang: Lang) -> String {
    let rows = calls.iter().map(|call| {
        let page = site.page(call.page);
        let path = sources.get(page.source).path.as_str();
        let owner = page.meta.owner.as_deref().unwrap_or("-");
        (call, path, owner, page.meta.title.as_str())
    });
    let rows: Vec<_> = rows.collect();
    let widest = |cell: fn(&(&Call, &str, &str, &str)) -> usize| rows.iter().map(cell).max();
    let state = widest(|(call, ..)| call.state.word().len()).unwrap_or(0);
    let path = widest(|(_, path, ..)| path.chars().count()).unwrap_or(0);
    let owner = widest(|(_, _, owner, _)| owner.chars().count()).unwrap_or(0);
    let mut text = String::new();
    for (call, file, who, title) in &rows {
        let (word, due) = (call.state.word(), call.due);
        let _ = writeln!(
            text,
            "{word:<state$}  {due}  {file:<path$}  {who:<owner$}  {title} ({})",
            reasons(call, lang)
        );
    }
    text
}

/// All reasons of a call, in a row.
pub(super) fn reasons(call: &Call, lang: Lang) -> String {
    let reasons = call.reasons.iter().map(|(day, reason)| reason.sentence(*day, lang));
    let mut reasons: Vec<String> = reasons.collect();
    reasons.dedup();
    reasons.join("; ")
}
