//! What rendering one page may cost. The engine has no limits of its own, so that a site's own templates are
//! compiled with calls in them that count: a step for each turn of a loop, each include and each component,
//! and a look at whatever `set` keeps. Counted, not timed, the same template always ends the same way.
//!
//! List comprehensions are not counted, but the ranges that they are made of are.

use std::cell::Cell;
use std::io::{self, Write};
use std::ops::Range;
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

/// Steps of one page: a list of ten thousand guides takes ten thousand.
const STEPS: u64 = 2_000_000;

/// The longest text that a variable may hold, in bytes.
const KEPT: usize = 1 << 20;

/// The largest page, in bytes.
const PAGE: usize = 64 << 20;

thread_local! {
    static LEFT: Cell<u64> = const { Cell::new(STEPS) };
}

/// Makes what counts known to the engine.
pub(super) fn install(tera: &mut Tera) {
    tera.register_function("mingbai_step", |_: Kwargs, _: &State<'_>| spend(1));
    tera.register_function("mingbai_kept", |given: Kwargs, _: &State<'_>| kept(&given));
    tera.register_function("range", |given: Kwargs, _: &State<'_>| range(&given));
}

/// Begins a page.
pub(super) fn begin() {
    LEFT.set(STEPS);
}

fn spend(steps: u64) -> TeraResult<&'static str> {
    let left = LEFT.get().checked_sub(steps);
    LEFT.set(left.unwrap_or(0));
    left.map(|_| "").ok_or_else(|| {
        Error::message(format!("this page takes more than {STEPS} steps: does a loop never end?"))
    })
}

fn kept(given: &Kwargs) -> TeraResult<&'static str> {
    let value = given.get::<Value>("value")?;
    match value.as_ref().and_then(Value::as_str).map_or(0, str::len) > KEPT {
        true => Err(Error::message(format!("a text grows beyond {KEPT} bytes"))),
        false => Ok(""),
    }
}

/// `range(start=0, end=…, step_by=1)`, as the engine's own; every number counts as a step.
fn range(given: &Kwargs) -> TeraResult<Vec<i64>> {
    let start = given.get::<i64>("start")?.unwrap_or(0);
    let end = given.must_get::<i64>("end")?;
    let step = given.get::<i64>("step_by")?.unwrap_or(1);
    if step == 0 || step > 0 && start > end {
        return Err(Error::message("`range` never comes from its `start` to its `end`"));
    }
    let way = if (start <= end) == (step > 0) { start.abs_diff(end) } else { 0 };
    let length = way.div_ceil(step.unsigned_abs());
    spend(length)?;
    Ok((0..length.cast_signed()).map(|n| start + n * step).collect())
}

/// What a page is written to, up to its limit.
pub(super) struct Page {
    /// What was written.
    pub(super) bytes: Vec<u8>,
    full: bool,
}

/// Most pages fit into this, in bytes.
const ROOM: usize = 1 << 14;

impl Page {
    /// An empty page that need not grow where it becomes one like most.
    pub(super) fn with_room() -> Self {
        Self { bytes: Vec::with_capacity(ROOM), full: false }
    }

    /// Why no more could be written.
    pub(super) fn fault(&self) -> Option<String> {
        self.full.then(|| format!("the page grows beyond {PAGE} bytes"))
    }
}

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > PAGE {
            self.full = true;
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A template with the calls in it.
#[derive(Debug, Default)]
pub(super) struct Metered {
    /// The text to compile.
    pub(super) text: String,
    /// Where something was put in: line, column in the new text from 0, length.
    put: Vec<(usize, usize, usize)>,
    /// What the blocks that are open set.
    setting: Vec<String>,
    /// Line ends so far, and where the last line begins.
    lines: usize,
    line_start: usize,
}

impl Metered {
    pub(super) fn of(template: &str) -> Self {
        let mut metered = Self::default();
        let mut at = 0;
        while let Some(tag) = Tag::next(template, at) {
            metered.push(&template[at..tag.range.start]);
            let whole = &template[tag.range.clone()];
            at = tag.range.end;
            if tag.word() == "include" {
                metered.put("mingbai_step()", whole.starts_with("{%-"));
            }
            metered.push(whole);
            let trims = whole.ends_with("-%}");
            match tag.word() {
                "for" | "component" => metered.put("mingbai_step()", trims),
                "set" | "set_global" if tag.inside.contains('=') => {
                    metered.put(&kept_call(tag.second()), trims);
                }
                "set" | "set_global" => metered.setting.push(tag.second().to_owned()),
                "endset" => {
                    let name = metered.setting.pop().unwrap_or_default();
                    metered.put(&kept_call(&name), trims);
                }
                _ => {}
            }
        }
        metered.push(&template[at..]);
        metered
    }

    /// Puts a call in, which prints nothing. `trims`: the white space here is trimmed, and has to be still.
    fn put(&mut self, call: &str, trims: bool) {
        let call = if trims { format!("{{{{- {call} -}}}}") } else { format!("{{{{ {call} }}}}") };
        let column = self.text[self.line_start..].chars().count();
        self.put.push((self.lines + 1, column, call.len()));
        self.push(&call);
    }

    fn push(&mut self, text: &str) {
        self.lines += text.bytes().filter(|b| *b == b'\n').count();
        if let Some(last) = text.rfind('\n') {
            self.line_start = self.text.len() + last + 1;
        }
        self.text.push_str(text);
    }

    /// The column in the author's text of a 1-based one in the compiled text.
    pub(super) fn column(&self, line: usize, column: usize) -> usize {
        let column = column.saturating_sub(1);
        let before = self.put.iter().filter(|(l, start, _)| *l == line && *start < column);
        let put: usize = before.map(|(_, start, length)| (*length).min(column - start)).sum();
        column - put + 1
    }
}

fn kept_call(name: &str) -> String {
    format!("mingbai_kept(value={name})")
}

/// A `{% … %}`.
struct Tag<'t> {
    range: Range<usize>,
    inside: &'t str,
}

impl<'t> Tag<'t> {
    /// The first at `from` or behind it that is neither a comment nor raw text.
    fn next(template: &'t str, mut from: usize) -> Option<Self> {
        loop {
            let start = from + template[from..].find("{%")?;
            // A comment or a variable may hold what looks like a tag.
            let before = &template[from..start];
            let other = ["{#", "{{"].iter().filter_map(|open| Some((before.find(open)?, *open)));
            if let Some((at, open)) = other.min() {
                let inner = from + at + 2;
                from = match open {
                    "{#" => inner + template[inner..].find("#}")? + 2,
                    _ => end_of(template, inner, "}}")?,
                };
                continue;
            }
            let end = end_of(template, start + 2, "%}")?;
            let inside = template[start + 2..end - 2].trim_matches('-').trim();
            let tag = Self { range: start..end, inside };
            if tag.word() != "raw" {
                return Some(tag);
            }
            from = end_of_raw(template, end)?;
        }
    }

    fn word(&self) -> &'t str {
        self.inside.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()
    }

    fn second(&self) -> &'t str {
        let rest = self.inside[self.word().len()..].trim_start();
        rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()
    }
}

/// Where what ends with `close` ends, texts in quotation marks aside.
fn end_of(template: &str, from: usize, close: &str) -> Option<usize> {
    let mut quote = None;
    let bytes = template.as_bytes();
    for at in from..bytes.len() {
        match (quote, bytes[at]) {
            (Some(open), b) if open == b => quote = None,
            (Some(_), _) => {}
            (None, b @ (b'"' | b'\'' | b'`')) => quote = Some(b),
            (None, _) if bytes[at..].starts_with(close.as_bytes()) => {
                return Some(at + close.len());
            }
            (None, _) => {}
        }
    }
    None
}

/// Where `{% endraw %}` ends.
fn end_of_raw(template: &str, mut from: usize) -> Option<usize> {
    loop {
        let start = from + template[from..].find("{%")?;
        let end = start + template[start..].find("%}")? + 2;
        if template[start + 2..end - 2].trim_matches('-').trim() == "endraw" {
            return Some(end);
        }
        from = start + 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loops_includes_and_what_is_kept_are_counted_and_nothing_else_changes() {
        for (template, expected) in [
            ("{% for a in b %}x{% endfor %}", "{% for a in b %}{{ S }}x{% endfor %}"),
            ("{% for a in b -%} x{% endfor %}", "{% for a in b -%}{{- S -}} x{% endfor %}"),
            ("{%- include 'for' %}", "{{- S -}}{%- include 'for' %}"),
            ("{% set_global s = s ~ '%}' %}", "{% set_global s = s ~ '%}' %}{{ K(value=s) }}"),
            ("{% set a | f %}x{% endset %}", "{% set a | f %}x{% endset %}{{ K(value=a) }}"),
            ("{% raw %}{% for %}{% endraw %}{# {% for %} #}{{ '{% for %}' }}", ""),
            ("{% if a %}{% endif %}{% broken", ""),
        ] {
            let whole = if expected.is_empty() { template } else { expected };
            let whole = whole.replace("S }", "mingbai_step() }").replace("S -", "mingbai_step() -");
            assert_eq!(Metered::of(template).text, whole.replace("K(", "mingbai_kept("));
        }
    }

    #[test]
    fn columns_are_those_of_the_authors_text() {
        let metered = Metered::of("{% for a in b %}x{% for c in a %}y\n{{ z }}");
        let of = |needle: &str| {
            let at = metered.text.find(needle).expect("there");
            let line_start = metered.text[..at].rfind('\n').map_or(0, |i| i + 1);
            metered.column(metered.text[..at].matches('\n').count() + 1, at - line_start + 1)
        };
        assert_eq!([of("x{%"), of("y\n"), of("z }}"), of("{{ mingbai_step")], [17, 34, 4, 17]);
    }

    #[test]
    fn a_range_is_the_engines_own() {
        let mut ours = Tera::default();
        install(&mut ours);
        let engine = Tera::default();
        for arguments in [
            "end=3",
            "start=2, end=9, step_by=3",
            "start=5, end=1, step_by=-2",
            "end=0",
            "end=3, step_by=-1",
        ] {
            let template = format!("{{{{ range({arguments}) }}}}");
            let of = |tera: &Tera| tera.render_str(&template, &tera::Context::new(), false).ok();
            begin();
            assert_eq!(of(&ours), of(&engine), "{arguments}");
        }
        for arguments in ["end=3, step_by=0", "start=3, end=1", "end=9999999"] {
            let template = format!("{{{{ range({arguments}) }}}}");
            begin();
            assert!(ours.render_str(&template, &tera::Context::new(), false).is_err());
        }
    }
}
