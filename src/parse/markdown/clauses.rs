//! Says in a heading's HTML where its lines end: between its clauses, and in a clause that is longer than
//! a line wherever they can.

use super::Builder;
use crate::base::cjk::is_cjk;
use crate::base::clauses::{clauses, is_long};
use pulldown_cmark::{CowStr, Event, Tag};
use std::ops::Range;

impl<'e> Builder<'e> {
    /// For the heading of `level` whose tag stands just before `from` among the HTML's events.
    pub(super) fn keep_clauses(&mut self, from: usize, level: u8) {
        let (words, places) = words(&self.html[from..]);
        let clauses = places_of(&words);
        if clauses.len() < 2 || !words.chars().any(is_cjk) {
            return;
        }
        let long = |clause: &Range<usize>| is_long(&words[clause.clone()], level);
        let in_one = |clause: &Range<usize>| {
            places.iter().flatten().any(|p| p.start <= clause.start && clause.end <= p.end)
        };
        // A clause of several elements cannot be put into one of its own.
        let split = clauses.iter().any(|clause| long(clause) && !in_one(clause));
        if split {
            return;
        }
        let mut inside = Vec::with_capacity(places.len());
        for (event, place) in self.html.split_off(from).into_iter().zip(places) {
            let Some(place) = place else {
                inside.push(event);
                continue;
            };
            for clause in clauses.iter().filter(|c| c.start < place.end && place.start < c.end) {
                let piece = clause.start.max(place.start)..clause.end.min(place.end);
                let text = Event::Text(CowStr::from(words[piece].to_owned()));
                match long(clause) {
                    true => inside.extend([html("<span>"), text, html("</span>")]),
                    false => inside.push(text),
                }
                if clause.end <= place.end && clause.end < words.len() {
                    inside.push(html("<wbr>"));
                }
            }
        }
        self.html.extend(inside);
        if let Some(Event::Start(Tag::Heading { classes, .. })) = self.html.get_mut(from - 1) {
            classes.push("whole".into());
        }
    }
}

/// The words of some events, and where among them the text of each stands. Code is a word that is left
/// alone.
fn words(events: &[Event<'_>]) -> (String, Vec<Option<Range<usize>>>) {
    let mut words = String::new();
    let mut places = Vec::with_capacity(events.len());
    for event in events {
        let start = words.len();
        places.push(match event {
            Event::Text(text) => {
                words.push_str(text);
                Some(start..words.len())
            }
            Event::Code(text) => {
                words.extend(text.chars().map(|_| 'x'));
                None
            }
            _ => None,
        });
    }
    (words, places)
}

/// Where the clauses stand.
fn places_of(words: &str) -> Vec<Range<usize>> {
    let mut at = 0;
    let place = |clause: &str| {
        at += clause.len();
        at - clause.len()..at
    };
    clauses(words).into_iter().map(place).collect()
}

fn html(tag: &'static str) -> Event<'static> {
    Event::InlineHtml(tag.into())
}
