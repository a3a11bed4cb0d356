//! Containers, `:::tip Title`, and callouts, `> [!info] Title`, made alerts.

use super::super::report::{Change, Notes};
use super::super::text::{indent, lines};
use crate::check::alert;

/// Containers that only arrange what they hold.
const ARRANGING: [&str; 12] = [
    "code-group",
    "tabs",
    "tab",
    "raw",
    "v-pre",
    "steps",
    "columns",
    "column",
    "cards",
    "card-grid",
    "div",
    "center",
];

/// A container that is being read.
struct Open<'t> {
    indent: &'t str,
    /// Whether it is an alert, whose lines are quoted.
    alert: bool,
}

/// Converts all containers of a text.
pub(super) fn convert(text: &str, notes: &mut Notes) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut open: Vec<Open<'_>> = Vec::new();
    for (line, code) in lines(text) {
        let mark = if code { None } else { Mark::of(line) };
        match mark {
            Some(Mark::Ends) if !open.is_empty() => {
                let closed = open.pop();
                // What follows must not be taken for a line of the quotation.
                if closed.is_some_and(|closed| closed.alert) {
                    out.push(quoted(&open, ""));
                }
            }
            Some(Mark::Begins { name, title }) => {
                notes.count(Change::Alert, 1);
                let alert_of = (!ARRANGING.contains(&name)).then(|| alert(name));
                if let Some(alert) = alert_of {
                    if out.last().is_some_and(|line| !is_blank(line)) {
                        out.push(quoted(&open, ""));
                    }
                    let marks = format!("> [!{alert}]");
                    out.push(quoted(&open, &format!("{}{marks}", indent(line))));
                }
                open.push(Open { indent: indent(line), alert: alert_of.is_some() });
                if !title.is_empty() {
                    let lead = open.last().map_or("", |o| o.indent);
                    out.push(quoted(&open, &format!("{lead}**{title}**")));
                    out.push(quoted(&open, lead));
                }
            }
            _ => {
                let line = if code { line.to_owned() } else { callout(line, notes) };
                out.push(quoted(&open, &line));
            }
        }
    }
    out.join("\n") + "\n"
}

/// A line inside the containers that are open: `> ` for each alert, where that one stands.
fn quoted(open: &[Open<'_>], line: &str) -> String {
    let Some(outer) = open.iter().find(|open| open.alert) else { return line.to_owned() };
    let depth = open.iter().filter(|open| open.alert).count();
    let rest = line.strip_prefix(outer.indent).unwrap_or_else(|| line.trim_start());
    let quoted = format!("{}{}{rest}", outer.indent, "> ".repeat(depth));
    quoted.trim_end().to_owned()
}

fn is_blank(line: &str) -> bool {
    line.trim_matches([' ', '>', '\t']).is_empty()
}

enum Mark<'t> {
    Begins { name: &'t str, title: &'t str },
    Ends,
}

impl<'t> Mark<'t> {
    fn of(line: &'t str) -> Option<Self> {
        let shown = line.trim();
        let rest = shown.trim_start_matches(':');
        if shown.len() - rest.len() < 3 {
            return None;
        }
        let rest = rest.trim();
        if rest.is_empty() {
            return Some(Self::Ends);
        }
        let rest = rest.trim_start_matches(['{', '.']);
        let length = rest.find(|c: char| !c.is_alphanumeric() && c != '-' && c != '_');
        let (name, rest) = rest.split_at(length.unwrap_or(rest.len()));
        if name.is_empty() {
            return None;
        }
        // `[Title]`, `{attributes}`, or plain words.
        let rest = rest.trim().trim_start_matches('}').trim();
        let (title, rest) = match rest.strip_prefix('[') {
            Some(inside) => inside.split_once(']').unwrap_or((inside, "")),
            None => (rest, ""),
        };
        let title = title.split('{').next().unwrap_or_default().trim();
        (rest.is_empty() || rest.trim_start().starts_with('{'))
            .then_some(Self::Begins { name, title })
    }
}

/// The first line of a callout, with its title on the line below.
fn callout(line: &str, notes: &mut Notes) -> String {
    let inside = line.trim_start_matches([' ', '>', '\t']);
    let lead = &line[..line.len() - inside.len()];
    let found = inside.strip_prefix("[!").and_then(|rest| rest.split_once(']'));
    let Some((name, rest)) = found.filter(|(name, _)| lead.contains('>') && !name.is_empty())
    else {
        return line.to_owned();
    };
    let name = name.split('|').next().unwrap_or_default().trim();
    let known = ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"];
    let known = known.into_iter().find(|known| known.eq_ignore_ascii_case(name));
    let title = rest.trim_start_matches(['-', '+']).trim();
    if known == Some(name) && title.is_empty() && !rest.starts_with(['-', '+']) {
        return line.to_owned();
    }
    notes.count(Change::Alert, 1);
    let first = format!("{lead}[!{}]", known.unwrap_or_else(|| alert(name)));
    if title.is_empty() {
        return first;
    }
    format!("{first}\n{lead}**{title}**\n{}", lead.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn containers_become_alerts() {
        for (text, expected) in [
            ("::: tip 标题\n甲\n\n乙\n:::\n丙\n", "> [!TIP]\n> **标题**\n>\n> 甲\n>\n> 乙\n\n丙\n"),
            ("甲\n:::danger\n乙\n:::\n", "甲\n\n> [!CAUTION]\n> 乙\n\n"),
            (":::note[题]{icon=\"x\"}\n甲\n:::\n", "> [!NOTE]\n> **题**\n>\n> 甲\n\n"),
            ("- 甲\n\n  :::tip\n  乙\n  :::\n", "- 甲\n\n  > [!TIP]\n  > 乙\n\n"),
            ("::::note\n:::tip\n甲\n:::\n::::\n", "> [!NOTE]\n>\n> > [!TIP]\n> > 甲\n>\n\n"),
            ("::: code-group\n```sh\n:::x\n```\n:::\n", "```sh\n:::x\n```\n"),
            ("> [!info]- 题\n> 甲\n", "> [!NOTE]\n> **题**\n>\n> 甲\n"),
            ("> [!WARNING]\n> 甲\n", "> [!WARNING]\n> 甲\n"),
            ("> > [!tip] 题\n", "> > [!TIP]\n> > **题**\n> >\n"),
            (":::\n", ":::\n"),
        ] {
            assert_eq!(convert(text, &mut Notes::default()), expected, "{text}");
        }
    }
}
