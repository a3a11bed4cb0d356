//! Code to HTML with classes. Pure, and remembered: highlighting costs a hundred times what the rest
//! of a page does, and examples repeat, or differ in a few of their lines.

use crate::base::cache::{Cache, Key};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use syntect::parsing::{ParseState, Scope, ScopeStack, ScopeStackOp, SyntaxSet};
use syntect::util::LinesWithEndings;

/// Longer code is shown plain: some grammars take quadratic time on machine-made text.
const LONGEST: usize = 24 * 1024;
/// The same for a single line. What a character costs grows with its line, whatever the block: this bounds
/// what any amount of code can cost. People do not read longer lines.
const LONGEST_LINE: usize = 240;

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// Highlights code, and asks the cache before.
#[derive(Debug, Default)]
pub(crate) struct Highlighter {
    cache: Arc<Cache>,
    lines: Lines,
}

impl Highlighter {
    pub(crate) fn new(cache: &Arc<Cache>) -> Self {
        Self { cache: Arc::clone(cache), lines: Lines::default() }
    }

    /// The inside of a `<code>` element for `code` in `language`.
    pub(crate) fn html(&self, language: Option<&str>, code: &str) -> Arc<str> {
        let Some(language) = language.filter(|_| fits(code)) else { return escaped(code).into() };
        let key = Key::of("code", &[language.as_bytes(), code.as_bytes()]);
        let read = |stored: &Arc<[u8]>| Some(Arc::from(str::from_utf8(stored).ok()?));
        self.cache.get_or(key, read, || {
            let html = self.classed(language, code).unwrap_or_else(|| escaped(code));
            (Arc::from(html.as_str()), Some(html.into_bytes()))
        })
    }

    fn classed(&self, language: &str, code: &str) -> Option<String> {
        let syntax = SYNTAXES.find_syntax_by_token(language)?;
        let (mut state, mut stack) = (ParseState::new(syntax), ScopeStack::new());
        let mut runs = Runs::default();
        for text in LinesWithEndings::from(code) {
            let line = self.lines.parse(text, state)?;
            let mut from = 0;
            for (at, change) in &line.changes {
                runs.push(class(&stack), &text[from..*at]);
                from = *at;
                stack.apply(change).ok()?;
            }
            runs.push(class(&stack), &text[from..]);
            state = line.after.clone();
        }
        Some(runs.finish())
    }
}

/// So many lines are remembered, and each in so many states: a few megabytes at most.
const LINES: usize = 4096;
const STATES: usize = 8;

/// Lines that were parsed, by their text.
#[derive(Debug, Default)]
struct Lines(Mutex<HashMap<String, Vec<Arc<Line>>>>);

/// A line that was parsed: the state in which it begins, what changes in it, and the state behind it.
#[derive(Debug)]
struct Line {
    before: ParseState,
    changes: Vec<(usize, ScopeStackOp)>,
    after: ParseState,
}

impl Lines {
    /// Parses a line, unless the same one was parsed in the same state.
    fn parse(&self, text: &str, before: ParseState) -> Option<Arc<Line>> {
        let lines = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let same =
            |known: &Vec<Arc<Line>>| known.iter().find(|line| line.before == before).cloned();
        let known = lines().get(text).and_then(same);
        if known.is_some() {
            return known;
        }
        let mut after = before.clone();
        let changes = after.parse_line(text, &SYNTAXES).ok()?;
        let line = Arc::new(Line { before, changes, after });
        let mut lines = lines();
        if lines.len() < LINES {
            let known = lines.entry(text.to_owned()).or_default();
            known.truncate(STATES - 1);
            known.push(Arc::clone(&line));
        }
        Some(line)
    }
}

fn fits(code: &str) -> bool {
    code.len() <= LONGEST && code.lines().all(|line| line.len() <= LONGEST_LINE)
}

/// The few things worth a colour, by the grammars' own names; the innermost that applies counts. The
/// grammars know hundreds: an element for each would make the code ten times as long as it reads.
const CLASSES: [(&str, &str); 7] = [
    ("comment", "c"),
    ("string", "s"),
    ("constant", "n"),
    ("keyword", "k"),
    ("storage", "k"),
    ("entity.name", "f"),
    ("support.function", "f"),
];

static SCOPES: LazyLock<Vec<(Scope, &str)>> = LazyLock::new(|| {
    let known = CLASSES.iter().filter_map(|(name, class)| Some((Scope::new(name).ok()?, *class)));
    known.collect()
});

fn class(stack: &ScopeStack) -> Option<&'static str> {
    stack.as_slice().iter().rev().find_map(|scope| {
        SCOPES.iter().find(|(known, _)| known.is_prefix_of(*scope)).map(|(_, class)| *class)
    })
}

/// HTML in which neighbours of one class share an element.
#[derive(Default)]
struct Runs {
    html: String,
    class: Option<&'static str>,
    text: String,
}

impl Runs {
    fn push(&mut self, class: Option<&'static str>, text: &str) {
        if class != self.class && !text.trim().is_empty() {
            self.flush();
            self.class = class;
        }
        self.text.push_str(text);
    }

    fn flush(&mut self) {
        let text = escaped(&self.text);
        self.text.clear();
        let _ = match self.class {
            _ if text.is_empty() => Ok(()),
            Some(class) => write!(self.html, "<i class=\"{class}\">{text}</i>"),
            None => self.html.write_str(&text),
        };
    }

    fn finish(mut self) -> String {
        self.flush();
        self.html
    }
}

/// Text as HTML, safe in content and in quoted attributes.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        let _ = match c {
            '&' => out.write_str("&amp;"),
            '<' => out.write_str("&lt;"),
            '>' => out.write_str("&gt;"),
            '"' => out.write_str("&quot;"),
            '\'' => out.write_str("&#39;"),
            c => out.write_char(c),
        };
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_languages_get_classes_and_others_stay_plain() {
        let highlighter = Highlighter::default();
        let html = highlighter.html(Some("rust"), "fn a() {} // b");
        assert_eq!(
            &*html,
            "<i class=\"k\">fn </i><i class=\"f\">a</i>() {} <i class=\"c\">// b</i>"
        );
        assert_eq!(&*highlighter.html(Some("no-such"), "a < b"), "a &lt; b");
        assert_eq!(&*highlighter.html(None, "'\""), "&#39;&quot;");
    }

    #[test]
    fn a_line_is_what_its_place_makes_of_it() {
        let known = Highlighter::default();
        let codes = [
            ("python", "a = 1\nb = 2\n"),
            ("python", "\"\"\"\na = 1\n\"\"\"\nb = 2\n"),
            ("python", "b = 2\na = 1"),
            ("bash", "a = 1\ncat <<E\nb = 2\nE\nb = 2\n"),
            ("bash", "cat <<F\nE\nb = 2\nF\nb = 2\n"),
        ];
        for (language, code) in codes {
            let html = known.html(Some(language), code);
            assert_eq!(html, Highlighter::default().html(Some(language), code), "{code}");
        }
    }
}
