//! The pages to look at, as all-day events for a calendar (RFC 5545).

use super::{Call, table};
use crate::base::address;
use crate::base::cjk::is_chinese;
use crate::base::day::{Day, days_after};
use crate::base::lang::Lang;
use crate::base::source::Sources;
use crate::model::review;
use crate::model::site::Site;

/// Octets that a line of the file may have, its end not counted.
const LINE: usize = 75;

/// A calendar with one event a page, for the team. A page keeps its event's id, so that a calendar that loads
/// the file again moves the event instead of adding another.
pub fn render(site: &Site, sources: &Sources, calls: &[Call], lang: Lang) -> String {
    let events = calls.iter().map(|call| {
        let page = site.page(call.page);
        let path = &sources.get(page.source).path;
        let owner = page.meta.owner.as_ref().map(|owner| format!("{owner}\n")).unwrap_or_default();
        let description = format!("{path}\n{owner}{}", table::reasons(call, lang));
        (call, path.clone(), description)
    });
    calendar(site, events, lang)
}

/// The same for everybody: nothing private, and no page that search engines are not told of.
pub fn published(site: &Site) -> String {
    let lang = if is_chinese(&site.config.language) { Lang::Zh } else { Lang::En };
    let calls = review::calls(site);
    let told = |call: &&Call| {
        let meta = &site.page(call.page).meta;
        !meta.draft && !meta.noindex
    };
    let events = calls
        .iter()
        .filter(told)
        .map(|call| (call, site.page(call.page).url.clone(), table::reasons(call, lang)));
    calendar(site, events, lang)
}

/// Calls with what they are known by and what is said of each.
fn calendar<'c>(
    site: &Site,
    events: impl Iterator<Item = (&'c Call, String, String)>,
    lang: Lang,
) -> String {
    let mut file = File::default();
    file.line("BEGIN", "VCALENDAR");
    file.line("VERSION", "2.0");
    file.line("PRODID", "-//Mingbai//Review//EN");
    file.line("CALSCALE", "GREGORIAN");
    for (call, id, description) in events {
        event(&mut file, site, call, (&id, &description), lang);
    }
    file.line("END", "VCALENDAR");
    file.text
}

fn event(file: &mut File, site: &Site, call: &Call, (id, description): (&str, &str), lang: Lang) {
    let page = site.page(call.page);
    let what = match lang {
        Lang::En => "Review",
        Lang::Zh => "复核",
    };
    file.line("BEGIN", "VEVENT");
    file.line("UID", &escaped(&format!("{id}@{}", host(&site.config.base_url))));
    file.line("DTSTAMP", &format!("{}T000000Z", basic(site.day)));
    file.line("DTSTART;VALUE=DATE", &basic(call.due));
    file.line("DTEND;VALUE=DATE", &basic(days_after(call.due, 1)));
    file.line("SUMMARY", &escaped(&format!("{what}: {}", page.meta.title)));
    file.line("DESCRIPTION", &escaped(description));
    file.line("CATEGORIES", &escaped(call.state.word()));
    if !site.config.base_url.is_empty() {
        file.line("URL", &address::whole(&site.config.base_url, &page.url));
    }
    file.line("TRANSP", "TRANSPARENT");
    file.line("END", "VEVENT");
}

/// `20261122`
fn basic(day: Day) -> String {
    day.to_string().replace('-', "")
}

/// What makes an id one of this site's.
fn host(base_url: &str) -> &str {
    let rest = base_url.split_once("://").map_or("", |(_, rest)| rest);
    rest.split('/').next().filter(|host| !host.is_empty()).unwrap_or("mingbai.invalid")
}

/// A text value: the four characters with a meaning of their own, and no other control characters.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Content lines, folded.
#[derive(Default)]
struct File {
    text: String,
}

impl File {
    /// A long line goes on behind a line break and a space, and is cut between characters only.
    fn line(&mut self, name: &str, value: &str) {
        let mut room = LINE;
        for c in name.chars().chain([':']).chain(value.chars()) {
            if c.len_utf8() > room {
                self.text.push_str("\r\n ");
                room = LINE - 1;
            }
            room -= c.len_utf8();
            self.text.push(c);
        }
        self.text.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_fold_between_characters_within_75_octets() {
        let mut file = File::default();
        file.line("SUMMARY", &"催收电话".repeat(20));
        let lines: Vec<&str> = file.text.split("\r\n").collect();
        assert!(lines.len() > 3);
        assert!(lines.iter().all(|line| line.len() <= LINE), "{lines:?}");
        let unfolded = file.text.replace("\r\n ", "");
        assert_eq!(unfolded, format!("SUMMARY:{}\r\n", "催收电话".repeat(20)));
    }

    #[test]
    fn text_is_escaped() {
        assert_eq!(escaped("a,b;c\\d\ne\tf"), "a\\,b\\;c\\\\d\\nef");
    }
}
