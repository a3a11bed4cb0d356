//! What is being typed: told from the text before the cursor alone, because what is half typed is read as
//! something else.

use crate::model::registry::Scheme;

/// The beginning of a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Link<'t> {
    /// `[[` and what follows.
    Wiki(&'t str),
    /// `[[page#` and what follows; without a page this one.
    WikiHeading(&'t str, &'t str),
    /// `<` or `](`, and the beginning of a scheme or of a path; whether it is in parentheses.
    Address(&'t str, bool),
    /// `law:` and what follows; whether it is in parentheses.
    Entry(Scheme, &'t str, bool),
    /// `](blank:` and what follows.
    Blank(&'t str),
    /// `](path#` and what follows; without a path this page.
    FileHeading(&'t str, &'t str),
    /// `> [!` and what follows.
    Alert(&'t str),
}

/// The reference at the end of a line that is cut off at the cursor.
pub(super) fn link(line: &str) -> Option<Link<'_>> {
    let trimmed = line.trim_start_matches(['>', ' ', '-', '*']);
    if let Some(typed) = trimmed.strip_prefix("[!")
        && line.contains('>')
    {
        return typed.chars().all(|c| c.is_ascii_alphabetic()).then_some(Link::Alert(typed));
    }
    let wiki = line.rfind("[[").map(|at| (at, &line[at + 2..]));
    if let Some((_, typed)) = wiki.filter(|(_, typed)| !typed.contains("]]")) {
        if typed.contains('|') {
            return None;
        }
        return Some(match typed.split_once('#') {
            Some((page, heading)) => Link::WikiHeading(page, heading),
            None => Link::Wiki(typed),
        });
    }
    let (angle, round) = (line.rfind('<').map(|at| at + 1), line.rfind("](").map(|at| at + 2));
    let (start, in_parentheses) = match (angle, round) {
        (Some(angle), Some(round)) if angle > round => (angle, false),
        (Some(angle), None) => (angle, false),
        (_, Some(round)) => (round, true),
        (None, None) => return None,
    };
    let typed = &line[start..];
    if typed.contains([' ', '>', ')', '<', '(', '"']) {
        return None;
    }
    if let Some(("blank", id)) = typed.split_once(':').filter(|_| in_parentheses) {
        return Some(Link::Blank(id));
    }
    if let Some((scheme, id)) = typed.split_once(':') {
        return Scheme::from_name(scheme).map(|scheme| Link::Entry(scheme, id, in_parentheses));
    }
    match typed.split_once('#') {
        Some((path, heading)) => in_parentheses.then_some(Link::FileHeading(path, heading)),
        None => Some(Link::Address(typed, in_parentheses)),
    }
}

/// A place in YAML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place<'t> {
    /// The keys in which it stands, the outermost first; lists count for nothing.
    pub(super) path: Vec<&'t str>,
    pub(super) at: At<'t>,
}

/// What stands at a place in YAML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum At<'t> {
    /// The beginning of a key.
    Key(&'t str),
    /// The beginning of a value, or of an item of a list, of the last key of the path.
    Value(&'t str),
}

/// A line of YAML.
struct Line<'t> {
    /// Where its first word begins.
    column: usize,
    /// Where its hyphen stands, if it is an item.
    dash: Option<usize>,
    rest: &'t str,
}

impl<'t> Line<'t> {
    fn of(line: &'t str) -> Self {
        let mut rest = line.trim_start_matches(' ');
        let mut dash = None;
        while let Some(item) =
            rest.strip_prefix("- ").or_else(|| rest.strip_prefix("-").filter(|r| r.is_empty()))
        {
            dash = dash.or(Some(line.len() - rest.len()));
            rest = item.trim_start_matches(' ');
        }
        Self { column: line.len() - rest.len(), dash, rest }
    }

    /// Its key, with what stands behind the colon.
    fn key(&self) -> Option<(&'t str, &'t str)> {
        let (key, value) = self.rest.split_once(':')?;
        let is_key = value.is_empty() || value.starts_with([' ', '\r']);
        let key = key.trim().trim_matches(['"', '\'']);
        (is_key && !key.is_empty() && !key.starts_with('#')).then_some((key, value.trim_start()))
    }
}

/// The place at the end of YAML that is cut off at the cursor.
pub(super) fn yaml(text: &str) -> Place<'_> {
    let mut lines = text.split('\n').rev();
    let last = Line::of(lines.next().unwrap_or_default());
    let mut limit = last.dash.unwrap_or(last.column);
    // A list may stand as far left as the key that it belongs to.
    let mut in_list = last.dash.is_some();
    let mut path = Vec::new();
    for line in lines {
        let line = Line::of(line.trim_end());
        let Some((key, _)) = line.key() else { continue };
        let above = line.column < limit;
        if above || (in_list && line.dash.is_none() && line.column == limit) {
            path.push(key);
            limit = line.dash.unwrap_or(line.column);
            in_list = line.dash.is_some();
        }
    }
    path.reverse();
    let at = match flow(last.rest).or_else(|| last.key().map(|(key, value)| (Some(key), value))) {
        Some((key, value)) => {
            path.extend(key);
            let item = value.rfind(['[', ',']).map_or(value, |at| &value[at + 1..]);
            let item = if value.starts_with('[') { item } else { value };
            At::Value(item.trim_start().trim_start_matches(['"', '\'']))
        }
        // An item may be a text, or the first key of a mapping: whoever knows what is expected tells.
        None => At::Key(last.rest),
    };
    Place { path, at }
}

/// In a mapping in braces the last key and what stands behind it: `{flow: call, ends: `.
fn flow(rest: &str) -> Option<(Option<&str>, &str)> {
    let inside = rest.strip_prefix('{')?;
    let open = inside.rfind('[').filter(|at| !inside[*at..].contains(']'));
    let last = match open {
        Some(at) => inside[..at].rfind(',').map_or(0, |at| at + 1),
        None => inside.rfind(',').map_or(0, |at| at + 1),
    };
    let (key, value) = inside[last..].split_once(':')?;
    Some((Some(key.trim()), value.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_known_by_its_beginning() {
        assert_eq!(link("见 [[花"), Some(Link::Wiki("花")));
        assert_eq!(link("[[a]] 和 [["), Some(Link::Wiki("")));
        assert_eq!(link("[[a]] 之后"), None);
        assert_eq!(link("[[a|词"), None);
        assert_eq!(link("[[privacy#怎"), Some(Link::WikiHeading("privacy", "怎")));
        assert_eq!(
            link("按 <law:civil-code/6"),
            Some(Link::Entry(Scheme::Law, "civil-code/6", false))
        );
        assert_eq!(link("[话](contact:1"), Some(Link::Entry(Scheme::Contact, "1", true)));
        assert_eq!(link("[话](../rights/p.md#x"), Some(Link::FileHeading("../rights/p.md", "x")));
        assert_eq!(link("[话](#x"), Some(Link::FileHeading("", "x")));
        assert_eq!(link("[你的名字](blank:na"), Some(Link::Blank("na")));
        assert_eq!(link("<la"), Some(Link::Address("la", false)));
        assert_eq!(link("[话](https://x"), None);
        assert_eq!(link("[话](a.md) 后"), None);
        assert_eq!(link("> [!WA"), Some(Link::Alert("WA")));
        assert_eq!(link("没有"), None);
    }

    #[test]
    fn a_place_in_yaml_is_told_by_what_stands_above() {
        let place = |text: &'static str| yaml(text);
        let of = |path: &[&'static str], at| Place { path: path.to_vec(), at };
        assert_eq!(place("title: x\nta"), of(&[], At::Key("ta")));
        assert_eq!(place("tags: [催收, 花"), of(&["tags"], At::Value("花")));
        assert_eq!(place("kind: "), of(&["kind"], At::Value("")));
        assert_eq!(place("next:\n  - ver"), of(&["next"], At::Key("ver")));
        assert_eq!(place("next:\n- ver"), of(&["next"], At::Key("ver")));
        assert_eq!(
            place("changes:\n  - date: 2026-01-01\n    no"),
            of(&["changes"], At::Key("no"))
        );
        assert_eq!(place("- id: a\n  label: b\n- "), of(&[], At::Key("")));
        assert_eq!(place("- id: a\n  source: s"), of(&["source"], At::Value("s")));
        assert_eq!(place("articles:\n  \"680\":\n    gi"), of(&["articles", "680"], At::Key("gi")));
        assert_eq!(place("a:\n  b: 1\nc: "), of(&["c"], At::Value("")));
        assert_eq!(place("- {flow: call, choose: [a, b], ends: v"), of(&["ends"], At::Value("v")));
        assert_eq!(place("- {flow: c"), of(&["flow"], At::Value("c")));
    }
}
