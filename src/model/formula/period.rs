//! The formula about days: the first is not counted, and a last one on which nobody works moves on.

use super::{Given, Outcome};
use crate::base::day::{self, Day};

/// A period of days behind a day.
pub(super) fn period_days(given: &Given) -> Option<Outcome> {
    let (start, rest) = (given.one("start"), given.all("rest_days"));
    let counted = start + given.one("days");
    let mut last = counted;
    while rest.contains(&last) {
        last += 1.0;
    }
    let days = [start + 1.0, counted, last];
    Some(Outcome { values: days.into_iter().map(Some).collect(), owed: Vec::new() })
}

/// The days that a text names, as numbers: `2026-10-01—2026-10-07, 2027-01-01`. None where it names no day,
/// or more than anybody rests.
pub fn rest_days(text: &str) -> Option<Vec<f64>> {
    let mut days: Vec<i32> = Vec::new();
    let mut between = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        match rest.get(..LENGTH).and_then(day::parse_day) {
            Some(found) => {
                add(&mut days, found, is_dash(&between))?;
                between.clear();
                rest = &rest[LENGTH..];
            }
            None => {
                between.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    days.sort_unstable();
    days.dedup();
    (!days.is_empty()).then(|| days.into_iter().map(f64::from).collect())
}

/// How long a day is as a text.
const LENGTH: usize = "2026-10-01".len();

/// More days of rest than a list of some years has.
const MOST: usize = 2000;

/// Adds a day, with those since the one before it if a dash stands between.
fn add(days: &mut Vec<i32>, found: Day, to: bool) -> Option<()> {
    let found = day::number(found);
    let from = match days.last() {
        Some(before) if to => before.checked_add(1)?,
        _ => found,
    };
    let count = usize::try_from(found.checked_sub(from)?).ok()?;
    (days.len() + count < MOST).then(|| days.extend(from..=found))
}

fn is_dash(between: &str) -> bool {
    let between = between.trim();
    !between.is_empty() && between.chars().all(|c| "-–—~～至到".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_rest_are_read_from_a_text() {
        let number = |text: &str| f64::from(day::number(day::parse_day(text).expect("a day")));
        let days = rest_days("2026-10-01—2026-10-03、2027-01-01").expect("days");
        let wanted = ["2026-10-01", "2026-10-02", "2026-10-03", "2027-01-01"].map(number);
        assert_eq!(days, wanted);
        for none in ["", "元旦", "2026-1-1", "2026-01-09—2026-01-01", "0001-01-01—9999-01-01"]
        {
            assert_eq!(rest_days(none), None, "{none}");
        }
    }
}
