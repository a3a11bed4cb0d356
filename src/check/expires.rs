//! Pages whose own last day has passed: readers are told, and so is the author.

use super::at;
use crate::diag::{Age, Diagnostic};
use crate::model::page::Page;
use crate::model::review;
use crate::model::site::Site;

/// Whether a page holds until a day that has passed.
pub(super) fn check(site: &Site, page: &Page, out: &mut Vec<Diagnostic>) {
    if let Some(day) = page.meta.expires.filter(|day| review::is_overdue(*day, site.day)) {
        out.push(at(page.head(), Age::ExpiredPage { date: day.to_string() }));
    }
}
