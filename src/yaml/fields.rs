//! Reads YAML trees as typed fields, reporting every value that does not fit.
//!
//! Shared by the site's settings, front matter and registries; what the fields mean is theirs.

use crate::base::day::{Day, Loose, parse_day, parse_period, read_loosely};
use crate::base::source::{Source, Span, Spanned};
use crate::base::suggest::nearest;
use crate::diag::{Diagnostic, Expected, Problem, Read};
use crate::yaml::key::{self, Key, Keys};
use crate::yaml::{Entry, Node, Value};

/// Reads the fields of one file.
pub struct Fields<'a> {
    source: &'a Source,
    out: &'a mut Vec<Diagnostic>,
    /// The site's time zone, where it is known.
    timezone: Option<&'a str>,
}

impl<'a> Fields<'a> {
    /// A reader for values of `source`, reporting to `out`.
    pub fn new(source: &'a Source, out: &'a mut Vec<Diagnostic>) -> Self {
        Self { source, out, timezone: None }
    }

    /// The same for a site whose calendar is that of `timezone`.
    pub fn in_zone(self, timezone: &'a str) -> Self {
        Self { timezone: Some(timezone), ..self }
    }

    /// Reports a problem.
    pub fn report(&mut self, span: Span, problem: Problem) {
        self.out.push(Diagnostic::at(span, problem));
    }

    /// Reports a key that nothing reads.
    pub fn unknown_key<'k>(&mut self, entry: &Entry, known: impl IntoIterator<Item = &'k str>) {
        let (key, nearest) = (entry.key.clone(), nearest(&entry.key, known));
        self.report(entry.key_span, Problem::UnknownKey { key, nearest, kinds: Vec::new() });
    }

    /// The same for front matter: guides of these kinds have the key, which are other kinds than this
    /// one's. A key that is like none here is another generator's, and said once a site.
    pub fn foreign_key<'k>(
        &mut self,
        entry: &Entry,
        known: impl IntoIterator<Item = &'k str>,
        kinds: Vec<String>,
    ) {
        let key = entry.key.clone();
        let problem = match nearest(&key, known) {
            None if kinds.is_empty() => Problem::ForeignKey { key, instead: None, times: 1 },
            nearest => Problem::UnknownKey { key, nearest, kinds },
        };
        self.report(entry.key_span, problem);
    }

    /// Hands every entry of a mapping that is in the table `K` to `set`, and reports the others. False
    /// when it is no mapping or lacks a required key.
    pub fn record<K: Keys>(&mut self, node: &Node, set: impl FnMut(K, &Entry, &mut Self)) -> bool {
        let Value::Map(entries) = &node.value else {
            self.report(node.span, Problem::NotAMapping);
            return false;
        };
        let (start, text) = (node.span.range().start, &self.source.text[node.span.range()]);
        let first_line = start..start + text.lines().next().map_or(0, str::len);
        self.entries(entries, self.source.span(first_line), set)
    }

    /// The same for the mapping behind a key, which is where a missing key is reported.
    pub fn record_of<K: Keys>(
        &mut self,
        entry: &Entry,
        set: impl FnMut(K, &Entry, &mut Self),
    ) -> bool {
        let Some(entries) = self.map(entry) else { return false };
        self.entries(entries, entry.key_span, set)
    }

    fn entries<K: Keys>(
        &mut self,
        entries: &[Entry],
        head: Span,
        mut set: impl FnMut(K, &Entry, &mut Self),
    ) -> bool {
        for entry in entries {
            match K::of(&entry.key) {
                Some(key) => set(key, entry, self),
                None => self.unknown_key(entry, key::names(K::KEYS)),
            }
        }
        let given = |key: &Key| entries.iter().any(|entry| entry.key == key.name);
        let mut complete = true;
        for key in K::KEYS.iter().filter(|key| key.required && !given(key)) {
            self.report(head, Problem::MissingField { key: key.name.to_owned() });
            complete = false;
        }
        complete
    }

    /// A text. Numbers are taken as they are written; nothing, or only white space, is an error.
    pub fn text(&mut self, entry: &Entry) -> Option<String> {
        self.spanned_text(entry).map(|s| s.value)
    }

    /// A text with its place.
    pub fn spanned_text(&mut self, entry: &Entry) -> Option<Spanned<String>> {
        let value = self.scalar(&entry.key, &entry.node)?;
        Some(Spanned { value, span: entry.node.span })
    }

    /// A text that can be part of an address.
    pub fn slug(&mut self, entry: &Entry) -> Option<String> {
        let slug = self.text(entry)?;
        if slug.starts_with('.') || slug.contains(['/', '\\', '?', '#', '%', ' ', ':']) {
            self.report(entry.node.span, Problem::BadId { id: slug });
            return None;
        }
        Some(slug)
    }

    /// A list of texts with their places. One text is a list of one, nothing a list of none.
    pub fn texts(&mut self, entry: &Entry) -> Option<Vec<Spanned<String>>> {
        match &entry.node.value {
            Value::Text(_) | Value::Int(_) | Value::Float(_) | Value::Null => {
                if self.is_nothing(entry) {
                    return Some(Vec::new());
                }
                let text = self.spanned_text(entry)?;
                self.loose(entry, Read::List { items: vec![text.value.clone()] });
                Some(vec![text])
            }
            Value::List(items) => {
                let mut texts = Vec::with_capacity(items.len());
                for item in items {
                    if let Some(value) = self.scalar(&entry.key, item) {
                        texts.push(Spanned { value, span: item.span });
                    }
                }
                Some(texts)
            }
            _ => self.wrong(entry, Expected::TextList),
        }
    }

    /// A text, or a list of texts, with their places.
    pub fn one_or_more(&mut self, entry: &Entry) -> Vec<Spanned<String>> {
        match entry.node.value {
            Value::List(_) => self.texts(entry).unwrap_or_default(),
            Value::Map(_) => self.wrong(entry, Expected::TextList).unwrap_or_default(),
            _ => self.spanned_text(entry).into_iter().collect(),
        }
    }

    /// A list of names or ids with their places: of a text, commas divide it.
    pub fn names(&mut self, entry: &Entry) -> Option<Vec<Spanned<String>>> {
        let Value::Text(text) = &entry.node.value else { return self.texts(entry) };
        if self.is_nothing(entry) {
            return Some(Vec::new());
        }
        let written = &self.source.text[entry.node.span.range()];
        let start = written.find(text.as_str()).map(|at| entry.node.span.range().start + at);
        let mut names = Vec::new();
        let mut at = 0;
        for part in text.split_inclusive([',', '，', '、', '；', ';']) {
            let name = part.trim_end_matches([',', '，', '、', '；', ';']);
            let (lead, trimmed) = (name.len() - name.trim_start().len(), name.trim());
            // A folded text stands otherwise in the file.
            let span = start.map_or(entry.node.span, |start| {
                let from = start + at + lead;
                self.source.span(from..from + trimmed.len())
            });
            at += part.len();
            if !trimmed.is_empty() {
                names.push(Spanned { value: trimmed.to_owned(), span });
            }
        }
        let items = names.iter().map(|name| name.value.clone()).collect();
        self.loose(entry, Read::List { items });
        Some(names)
    }

    /// A list of names or ids, without places.
    pub fn plain_names(&mut self, entry: &Entry) -> Option<Vec<String>> {
        Some(self.names(entry)?.into_iter().map(|s| s.value).collect())
    }

    /// Whether nothing stands where a list could, which is said.
    fn is_nothing(&mut self, entry: &Entry) -> bool {
        let nothing = match &entry.node.value {
            Value::Null => true,
            Value::Text(text) => text.trim().is_empty(),
            _ => false,
        };
        if nothing {
            self.loose(entry, Read::Nothing);
        }
        nothing
    }

    /// Says how something is read that should be written otherwise.
    fn loose(&mut self, entry: &Entry, read: Read) {
        let key = entry.key.clone();
        self.report(entry.node.span, Problem::LooseValue { key, read });
    }

    /// A list of texts, without places.
    pub fn plain_texts(&mut self, entry: &Entry) -> Option<Vec<String>> {
        Some(self.texts(entry)?.into_iter().map(|s| s.value).collect())
    }

    /// A day.
    pub fn day(&mut self, entry: &Entry) -> Option<Day> {
        let text = match &entry.node.value {
            Value::Text(text) => text.clone(),
            Value::Int(number) => number.to_string(),
            _ => return self.wrong(entry, Expected::Date),
        };
        if let Some(day) = parse_day(&text) {
            return Some(day);
        }
        let Some(Loose { day, timed }) = read_loosely(&text, self.timezone) else {
            return self.wrong(entry, Expected::Date);
        };
        self.loose(entry, Read::Day { day: day.to_string(), timed });
        Some(day)
    }

    /// A period in days.
    pub fn period(&mut self, entry: &Entry) -> Option<u32> {
        match &entry.node.value {
            Value::Text(text) if parse_period(text).is_some() => parse_period(text),
            _ => self.wrong(entry, Expected::Duration),
        }
    }

    /// `true` or `false`.
    pub fn flag(&mut self, entry: &Entry) -> Option<bool> {
        match entry.node.value {
            Value::Bool(b) => Some(b),
            _ => self.wrong(entry, Expected::Bool),
        }
    }

    /// A whole number.
    pub fn number(&mut self, entry: &Entry) -> Option<i64> {
        match entry.node.value {
            Value::Int(n) => Some(n),
            _ => self.wrong(entry, Expected::Number),
        }
    }

    /// A list of whole numbers above zero.
    pub fn sizes(&mut self, entry: &Entry) -> Option<Vec<u32>> {
        let mut sizes = Vec::new();
        let Value::List(items) = &entry.node.value else {
            return self.wrong(entry, Expected::List);
        };
        for item in items {
            let size = match item.value {
                Value::Int(n) => u32::try_from(n).ok().filter(|n| *n > 0),
                _ => None,
            };
            sizes.push(size.or_else(|| self.wrong_node(&entry.key, item, Expected::Number))?);
        }
        Some(sizes)
    }

    /// An address that begins with `https://` or `http://`.
    pub fn url(&mut self, entry: &Entry) -> Option<String> {
        match self.text(entry)? {
            url if url.starts_with("https://") || url.starts_with("http://") => Some(url),
            _ => self.wrong(entry, Expected::Url),
        }
    }

    /// A telephone number: digits, with `+`, `-` and spaces between.
    pub fn phone(&mut self, entry: &Entry) -> Option<String> {
        let text = self.text(entry)?;
        let fits = text.chars().any(|c| c.is_ascii_digit())
            && text.chars().all(|c| c.is_ascii_digit() || "+- ".contains(c));
        if fits { Some(text) } else { self.wrong(entry, Expected::Phone) }
    }

    /// One of `words`, which are divided by `, `.
    pub fn one_of(&mut self, entry: &Entry, words: &'static str) -> Option<String> {
        match self.text(entry)? {
            word if words.split(", ").any(|w| w == word) => Some(word),
            _ => self.wrong(entry, Expected::OneOf(words)),
        }
    }

    /// The items of a list.
    pub fn list<'n>(&mut self, entry: &'n Entry) -> Option<&'n [Node]> {
        match &entry.node.value {
            Value::List(items) => Some(items),
            _ if self.is_nothing(entry) => Some(&[]),
            _ => self.wrong(entry, Expected::List),
        }
    }

    /// The entries of a mapping.
    pub fn map<'n>(&mut self, entry: &'n Entry) -> Option<&'n [Entry]> {
        match &entry.node.value {
            Value::Map(entries) => Some(entries),
            _ => self.wrong(entry, Expected::Mapping),
        }
    }

    /// Reports that the value is not what the field takes.
    pub fn wrong<T>(&mut self, entry: &Entry, expected: Expected) -> Option<T> {
        self.wrong_node(&entry.key, &entry.node, expected)
    }

    fn wrong_node<T>(&mut self, key: &str, node: &Node, expected: Expected) -> Option<T> {
        let key = key.to_owned();
        let problem = match node.value {
            Value::Null => Problem::EmptyValue { key },
            _ => Problem::WrongType { key, expected },
        };
        self.report(node.span, problem);
        None
    }

    /// A number as it stands in the file, if its place is known.
    fn written(&self, node: &Node, read: &str) -> String {
        let written = &self.source.text[node.span.range()];
        if written.is_empty() { read.to_owned() } else { written.to_owned() }
    }

    fn scalar(&mut self, key: &str, node: &Node) -> Option<String> {
        match &node.value {
            Value::Text(text) if text.trim().is_empty() => {
                self.report(node.span, Problem::EmptyValue { key: key.to_owned() });
                None
            }
            Value::Text(text) => Some(text.trim().to_owned()),
            // As written: `010` and `3.0` keep their zeros.
            Value::Int(number) => Some(self.written(node, &number.to_string())),
            Value::Float(number) => Some(self.written(node, &number.to_string())),
            _ => self.wrong_node(key, node, Expected::Text),
        }
    }
}
