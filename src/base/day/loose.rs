//! Days as other generators and people write them: `2024/1/1`, `2024年1月1日`, `2024-01-01 12:00:00`,
//! `2024-01-01T12:00:00+08:00`. The site knows no times; of a time with a zone, the day is the one that
//! the site's clocks showed.

use super::Day;
use jiff::tz::{Offset, TimeZone};

/// A day that was written in another way than `2024-01-01`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loose {
    /// The day.
    pub day: Day,
    /// Whether a time of day stood there, which is lost.
    pub timed: bool,
}

/// Reads such a day. `timezone` is the site's; without one, the day stays as written.
pub fn read_loosely(text: &str, timezone: Option<&str>) -> Option<Loose> {
    let text: String = text.trim().chars().map(half_width).collect();
    let (day, rest) = date(&text)?;
    let time = rest.strip_prefix(['T', 't']).unwrap_or(rest).trim();
    if time.is_empty() {
        return Some(Loose { day, timed: false });
    }
    // Behind 日 a time may stand without a gap.
    let apart = rest.starts_with(['T', 't']) || rest.starts_with(char::is_whitespace);
    if !apart && text.is_ascii() {
        return None;
    }
    let (seconds, zone) = time_of_day(time)?;
    let minutes = match (zone, timezone) {
        ("", _) | (_, None) => return Some(Loose { day, timed: true }),
        ("Z" | "z" | "UTC" | "GMT", _) => 0,
        (zone, _) => distance(zone)?,
    };
    let day = in_zone(day, seconds, minutes, timezone?)?;
    Some(Loose { day, timed: true })
}

/// Full-width digits and punctuation as half-width ones.
fn half_width(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '　' => ' ',
        c => c,
    }
}

/// The date at the start of a text, and what follows it.
fn date(text: &str) -> Option<(Day, &str)> {
    let (year, rest) = digits(text, 4)?;
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return Some((civil(year, text[4..6].parse().ok()?, text[6..].parse().ok()?)?, ""));
    }
    let rest = rest.trim_start();
    let mark = rest.chars().next().filter(|c| "-/.年".contains(*c))?;
    let (month, rest) = digits(rest[mark.len_utf8()..].trim_start(), 2)?;
    let between = if mark == '年' { '月' } else { mark };
    let (day, rest) = digits(rest.trim_start().strip_prefix(between)?.trim_start(), 2)?;
    let rest = match mark {
        '年' => rest.trim_start().strip_prefix(['日', '号', '號']).unwrap_or(rest),
        _ => rest,
    };
    Some((civil(year, month, day)?, rest))
}

fn civil(year: u32, month: u32, day: u32) -> Option<Day> {
    let small = |n: u32| i8::try_from(n).ok();
    Day::new(i16::try_from(year).ok()?, small(month)?, small(day)?).ok()
}

/// A number of at most so many digits; a year has all four.
fn digits(text: &str, most: usize) -> Option<(u32, &str)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).take(most).count();
    let whole = most < 4 || length == most;
    let number = text[..length].parse().ok().filter(|_| whole)?;
    Some((number, &text[length..]))
}

/// Seconds since midnight, and what stands behind `12:00`, `12:00:00`, `12:00:00.000`.
fn time_of_day(text: &str) -> Option<(i64, &str)> {
    let (hours, rest) = digits(text, 2)?;
    let (minutes, rest) = digits(rest.strip_prefix(':')?, 2)?;
    let (seconds, rest) = match rest.strip_prefix(':') {
        Some(rest) => digits(rest, 2)?,
        None => (0, rest),
    };
    let rest = match rest.strip_prefix(['.', ',']) {
        Some(fraction) => fraction.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => rest,
    };
    let fits = hours < 24 && minutes < 60 && seconds <= 60;
    fits.then(|| (i64::from(hours * 3600 + minutes * 60 + seconds), rest.trim()))
}

/// Minutes by which a zone is ahead of UTC: `+08:00`, `+0800`, `-5`.
fn distance(zone: &str) -> Option<i64> {
    let (sign, rest) = zone.split_at_checked(1)?;
    let sign = match sign {
        "+" => 1,
        "-" => -1,
        _ => return None,
    };
    let (hours, rest) = digits(rest, 2)?;
    let rest = rest.strip_prefix(':').unwrap_or(rest);
    let minutes = if rest.is_empty() { 0 } else { digits(rest, 2).filter(|r| r.1.is_empty())?.0 };
    (hours <= 15 && minutes < 60).then(|| sign * i64::from(hours * 60 + minutes))
}

/// The day that the clocks in `timezone` show when they show this elsewhere.
fn in_zone(day: Day, seconds: i64, minutes: i64, timezone: &str) -> Option<Day> {
    let offset = Offset::from_seconds(i32::try_from(minutes * 60).ok()?).ok()?;
    let start = offset.to_timestamp(day.at(0, 0, 0, 0)).ok()?;
    let moment = start.checked_add(jiff::SignedDuration::from_secs(seconds)).ok()?;
    let zone = TimeZone::get(timezone).unwrap_or(TimeZone::UTC);
    Some(moment.to_zoned(zone).date())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_write_them() {
        for (text, day, timed) in [
            ("2024/1/1", "2024-01-01", false),
            ("2024-1-1", "2024-01-01", false),
            ("2024.1.1", "2024-01-01", false),
            ("2024.01.01", "2024-01-01", false),
            ("2024年1月1日", "2024-01-01", false),
            ("2024 年 1 月 1 日", "2024-01-01", false),
            ("2024年01月01号", "2024-01-01", false),
            ("２０２４－０１－０１", "2024-01-01", false),
            ("20240101", "2024-01-01", false),
            ("2024-01-01 12:00:00", "2024-01-01", true),
            ("2024-01-01 8:05", "2024-01-01", true),
            ("2024/1/1 12:00", "2024-01-01", true),
            ("2024年1月1日 12:00", "2024-01-01", true),
            ("2024年1月1日12:00", "2024-01-01", true),
            ("2024-01-01T12:00:00+08:00", "2024-01-01", true),
            ("2024-01-01T12:00:00.123Z", "2024-01-01", true),
            ("2024-01-01T16:00:00Z", "2024-01-02", true),
            ("2024-01-01T15:59:59Z", "2024-01-01", true),
            ("2024-01-01 23:00:00 -0500", "2024-01-02", true),
            ("2024-01-01 00:30:00 +0900", "2023-12-31", true),
            ("2023-12-31 20:00:00 UTC", "2024-01-01", true),
            ("2024-01-01T00:00:00+8", "2024-01-01", true),
            ("2024-02-30", "", false),
            ("2024-13-01", "", false),
            ("2024-1", "", false),
            ("2024", "", false),
            ("24-1-1", "", false),
            ("1/2/2024", "", false),
            ("2024-01/01", "", false),
            ("2024-01-01x", "", false),
            ("2024-01-0112:00", "", false),
            ("2024-01-01 25:00", "", false),
            ("2024-01-01 12", "", false),
            ("2024-01-01T12:00:00+99:00", "", false),
            ("2024-01-01T12:00:00 Beijing", "", false),
            ("明年", "", false),
            ("", "", false),
        ] {
            let read = read_loosely(text, Some("Asia/Shanghai"));
            let read = read.map(|loose| (loose.day.to_string(), loose.timed));
            let wanted = (!day.is_empty()).then(|| (day.to_owned(), timed));
            assert_eq!(read, wanted, "{text}");
        }
        let utc = read_loosely("2024-01-01T23:00:00Z", None).map(|loose| loose.day.to_string());
        assert_eq!(utc.as_deref(), Some("2024-01-01"), "without a zone, as written");
        for edge in
            ["9999-12-31T23:00:00-05:00", "0000-01-01T00:00:00+08:00", "9999-12-31T23:59:60Z"]
        {
            read_loosely(edge, Some("Asia/Shanghai"));
        }
    }
}
