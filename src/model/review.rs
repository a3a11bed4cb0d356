//! When a page must be looked at again, and why.
//!
//! Three things call a page back: its period has run out since its facts were last checked, it said
//! itself how long it holds, or an entry it uses has changed since. Pure questions to a linked site;
//! the answers are printed by [`table`], [`json`] and [`ics`].

pub mod ics;
pub(crate) mod json;
pub(crate) mod table;

use crate::base::day::{Day, days_after};
use crate::base::lang::Lang;
use crate::model::links::Resolved;
use crate::model::page::{Page, PageId};
use crate::model::registry::Scheme;
use crate::model::site::Site;
use std::collections::BTreeSet;

/// How many days ahead a page is announced.
const AHEAD: u32 = 30;

/// A page that must be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The page.
    pub page: PageId,
    /// How urgent it is.
    pub state: State,
    /// The first of its days.
    pub due: Day,
    /// Every reason that holds today or will within a month, by day.
    pub reasons: Vec<(Day, Reason)>,
}

/// How urgent a call is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Something that the page uses has changed.
    CalledBack,
    /// Its day has passed.
    Overdue,
    /// Its day comes within a month.
    Soon,
}

/// Why a page must be looked at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// An entry that it uses has changed: its name, and what happened to it.
    Entry(String, Event),
    /// It says itself until when it holds.
    Expires,
    /// Its facts were last checked on this day.
    Checked(Day),
}

/// What can happen to an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Event {
    /// It says something else.
    Changed,
    /// It no longer binds.
    Repealed,
    /// It begins to bind.
    Effective,
}

impl State {
    /// The word printed, never translated.
    pub fn word(self) -> &'static str {
        match self {
            Self::CalledBack => "called-back",
            Self::Overdue => "overdue",
            Self::Soon => "soon",
        }
    }
}

impl Event {
    /// The key in the registry that says so.
    pub fn key(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Repealed => "repealed",
            Self::Effective => "effective",
        }
    }
}

impl Reason {
    /// For the team, in a few words.
    pub fn sentence(&self, day: Day, lang: Lang) -> String {
        match (self, lang) {
            (Self::Entry(name, event), Lang::En) => format!("{name} {} {day}", event.key()),
            (Self::Entry(name, event), Lang::Zh) => {
                let what = match event {
                    Event::Changed => "有变动",
                    Event::Repealed => "失效",
                    Event::Effective => "施行",
                };
                format!("{name} {day} {what}")
            }
            (Self::Expires, Lang::En) => format!("expires {day}"),
            (Self::Expires, Lang::Zh) => format!("{day} 到期"),
            (Self::Checked(checked), Lang::En) => format!("last checked {checked}"),
            (Self::Checked(checked), Lang::Zh) => format!("上次核对 {checked}"),
        }
    }
}

/// Every page to look at on the site's day or in the month after it, the most pressing first.
pub fn calls(site: &Site) -> Vec<Call> {
    let last = days_after(site.day, AHEAD);
    let mut calls: Vec<Call> = site
        .iter()
        .filter_map(|(id, _)| {
            let mut reasons = reasons(site, id);
            reasons.retain(|(day, _)| *day <= last);
            let due = reasons.first()?.0;
            Some(Call { page: id, state: state(site.day, &reasons), due, reasons })
        })
        .collect();
    calls.sort_by_key(|call| (call.state, call.due, call.page));
    calls
}

/// The day on which a page's facts were last known to be right.
pub fn checked(page: &Page) -> Option<Day> {
    page.meta.as_of.max(page.meta.reviewed)
}

/// The day by which a page should be looked at again, by its own period or its kind's.
pub fn due(site: &Site, page: &Page) -> Option<Day> {
    let period = page.meta.review_every.or(site.kind_of(page).review_every)?;
    Some(days_after(checked(page)?, period))
}

/// Whether the day by which something was to be done has passed. On the day itself there is time.
pub fn is_overdue(due: Day, today: Day) -> bool {
    due < today
}

fn state(today: Day, reasons: &[(Day, Reason)]) -> State {
    let of_entry = |why: &Reason| matches!(why, Reason::Entry(..));
    if reasons.iter().any(|(day, why)| of_entry(why) && *day <= today) {
        State::CalledBack
    } else if reasons.iter().any(|(day, why)| !of_entry(why) && is_overdue(*day, today)) {
        State::Overdue
    } else {
        State::Soon
    }
}

/// All days that call a page back, in their order.
fn reasons(site: &Site, id: PageId) -> Vec<(Day, Reason)> {
    let page = site.page(id);
    let mut reasons = BTreeSet::new();
    reasons.extend(page.meta.expires.map(|day| (day, Reason::Expires)));
    let checked = checked(page);
    reasons.extend(due(site, page).zip(checked).map(|(due, c)| (due, Reason::Checked(c))));
    let relations = site.links_of(id).relations.iter().flat_map(|(_, to)| to);
    let named: Vec<Resolved> =
        site.resolved(id).chain(relations).flat_map(|to| with_facts(site, to)).collect();
    for resolved in &named {
        let since = events(site, resolved).into_iter().filter_map(|(day, event)| {
            let new = match checked {
                Some(checked) => day? > checked,
                // Nobody knows since when such a page is right; that a law began to bind says nothing.
                None => event != Event::Effective,
            };
            day.filter(|_| new).map(|day| (day, event))
        });
        reasons.extend(since.map(|(day, e)| (day, Reason::Entry(site.label(resolved), e))));
    }
    reasons.into_iter().collect()
}

/// What a reference leads to, with the facts without which it is not shown.
fn with_facts(site: &Site, to: &Resolved) -> Vec<Resolved> {
    let facts = match to {
        Resolved::Entry(entry) => site.registry.rests_on(*entry),
        _ => Vec::new(),
    };
    std::iter::once(to.clone()).chain(facts.into_iter().map(Resolved::Entry)).collect()
}

/// What has happened, or will, to an entry. A cited article's own change counts beside its law's.
fn events(site: &Site, resolved: &Resolved) -> Vec<(Option<Day>, Event)> {
    let Resolved::Entry(entry) = resolved else { return Vec::new() };
    let mut events = vec![(site.registry.entry(*entry).changed(), Event::Changed)];
    if entry.scheme == Scheme::Law {
        let law = &site.registry.laws[entry.index];
        let article = entry.article.and_then(|article| law.articles[article].changed);
        events.push((article, Event::Changed));
        events.push((law.repealed, Event::Repealed));
        events.push((law.effective, Event::Effective));
    }
    events
}
