//! Days. The site knows no times of day: what it says depends on one calendar day only.

mod loose;

pub use loose::{Loose, read_loosely};

use jiff::civil::Date;
use jiff::tz::TimeZone;

/// A calendar day.
pub type Day = Date;

/// Reads `2026-11-22`; nothing shorter, longer or impossible.
pub fn parse_day(text: &str) -> Option<Day> {
    let shape = text.len() == 10 && text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-';
    shape.then(|| text.parse().ok()).flatten()
}

/// Reads a period such as `90d`, `26w`, `6m` or `1y` as a number of days (a month is 30, a year 365).
pub fn parse_period(text: &str) -> Option<u32> {
    let unit = text.chars().next_back()?;
    let count: u32 = text[..text.len() - unit.len_utf8()].parse().ok()?;
    let days = match unit {
        'd' => 1,
        'w' => 7,
        'm' => 30,
        'y' => 365,
        _ => return None,
    };
    count.checked_mul(days).filter(|n| *n > 0)
}

/// The day `days` after another; nothing beyond the calendar's end.
pub fn after(day: Day, days: u32) -> Option<Day> {
    day.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

/// The same, or the last day there is.
pub fn days_after(day: Day, days: u32) -> Day {
    after(day, days).unwrap_or(Day::MAX)
}

/// How many days a day comes after the first of 1970.
pub fn number(day: Day) -> i32 {
    (day - FIRST).get_days()
}

/// The day of that number, if the calendar has it.
pub fn of_number(number: i32) -> Option<Day> {
    FIRST.checked_add(jiff::Span::new().try_days(number).ok()?).ok()
}

/// The days of the week, counted from Sunday, that a day is.
pub fn weekday(day: Day) -> usize {
    usize::try_from(day.weekday().to_sunday_zero_offset()).unwrap_or_default()
}

/// The day that has the number 0.
const FIRST: Day = jiff::civil::date(1970, 1, 1);

/// The day a build speaks for when none was asked for: that of `SOURCE_DATE_EPOCH` if it is set,
/// else today, both in `timezone`.
pub fn today(timezone: &str, source_date_epoch: Option<i64>) -> Day {
    let zone = TimeZone::get(timezone).unwrap_or(TimeZone::UTC);
    let now = source_date_epoch
        .and_then(|seconds| jiff::Timestamp::from_second(seconds).ok())
        .unwrap_or_else(jiff::Timestamp::now);
    now.to_zoned(zone).date()
}

/// When a day begins in `timezone`, by RFC 3339 and with the zone's own distance from UTC on that day:
/// `2026-01-15T00:00:00-05:00`. Where clocks are set forward at midnight, a day begins at one.
pub fn begins(day: Day, timezone: &str) -> String {
    let zone = TimeZone::get(timezone).unwrap_or(TimeZone::UTC);
    match day.to_zoned(zone).ok().filter(|start| start.offset().seconds() % 60 == 0) {
        Some(start) => start.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        // Beyond the days that clocks know, or before there were zones.
        None => format!("{day}T00:00:00Z"),
    }
}

/// The day in `timezone` on which a second since 1970 falls; nothing for one beyond the calendar.
pub fn of_second(second: i64, timezone: &str) -> Option<Day> {
    let zone = TimeZone::get(timezone).unwrap_or(TimeZone::UTC);
    Some(jiff::Timestamp::from_second(second).ok()?.to_zoned(zone).date())
}

/// Whether a time zone of this name exists.
pub fn is_timezone(name: &str) -> bool {
    TimeZone::get(name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_strict() {
        assert!(parse_day("2026-11-22").is_some());
        for wrong in ["2026-1-2", "2026-02-30", "2026/11/22", "2026-11-22T00:00", "", "二〇二六"]
        {
            assert_eq!(parse_day(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_day_begins_where_its_readers_are() {
        let begins = |text: &str, zone: &str| begins(parse_day(text).expect("a day"), zone);
        assert_eq!(begins("2026-01-15", "Asia/Shanghai"), "2026-01-15T00:00:00+08:00");
        assert_eq!(begins("2026-01-15", "America/New_York"), "2026-01-15T00:00:00-05:00");
        assert_eq!(begins("2026-07-15", "America/New_York"), "2026-07-15T00:00:00-04:00");
        assert_eq!(begins("2026-03-08", "America/New_York"), "2026-03-08T00:00:00-05:00");
        assert_eq!(begins("2026-01-15", "Asia/Kathmandu"), "2026-01-15T00:00:00+05:45");
        assert_eq!(begins("2026-01-15", "UTC"), "2026-01-15T00:00:00+00:00");
        // No midnight there on that day.
        assert_eq!(begins("2018-11-04", "America/Sao_Paulo"), "2018-11-04T01:00:00-02:00");
        for day in ["0001-01-01", "9999-12-31"] {
            assert!(begins(day, "Asia/Shanghai").starts_with(day), "{day}");
            assert!(begins(day, "Asia/Shanghai").len() <= "2026-01-15T00:00:00+08:00".len());
        }
    }

    #[test]
    fn days_are_counted_to_the_end_of_the_calendar() {
        let day = parse_day("2026-11-22").expect("a day");
        assert_eq!(days_after(day, 90).to_string(), "2027-02-20");
        assert_eq!(days_after(day, u32::MAX), Day::MAX);
    }

    #[test]
    fn days_have_numbers_and_stand_in_a_week() {
        for (text, at, in_week) in [("1970-01-01", 0, 4), ("2026-03-17", 20_529, 2)] {
            let day = parse_day(text).expect("a day");
            assert_eq!((number(day), weekday(day)), (at, in_week), "{text}");
            assert_eq!(of_number(at), Some(day));
        }
        assert_eq!(of_number(i32::MAX), None);
    }

    #[test]
    fn the_epoch_is_read_in_the_sites_own_zone() {
        // 2026-11-21 18:00 UTC is already the 22nd in Shanghai.
        let day = today("Asia/Shanghai", Some(1_795_284_000));
        assert_eq!(day.to_string(), "2026-11-22");
        assert_eq!(today("UTC", Some(1_795_284_000)).to_string(), "2026-11-21");
    }
}
