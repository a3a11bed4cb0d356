//! The YAML block at the head of a page: cut out by our own rule, then read against the common keys
//! and the fields that the page's kind declares.

mod astray;
mod foreign;
mod keys;

pub use keys::COMMON;

use super::markdown::{self, Mode};
use crate::base::source::{Source, Span, Spanned};
use crate::diag::{Diagnostic, Finding, Problem};
use crate::model::document::{Document, Run};
use crate::model::kind::{FieldType, Kind};
use crate::model::page::{Axes, Change, Meta, OwnField, OwnValue};
use crate::yaml::fields::Fields;
use crate::yaml::key::{self, Keys};
use crate::yaml::{self, Entry, Value};
use keys::{ACTION_LIMIT, ANSWER_LIMIT, CHANGES, ChangeKey, CommonKey, MatrixKey};
use std::ops::Range;

/// YAML beyond this is refused: the parser's time grows faster than the text.
const LIMIT: usize = 16 * 1024;

/// Where the front matter and the body of a file are.
pub struct Parts {
    /// The YAML between the lines `---`.
    pub yaml: Option<Range<usize>>,
    /// Everything after it.
    pub body: Range<usize>,
}

/// Cuts a file: front matter is from a first line `---` to the next line `---`.
pub fn cut(source: &Source, out: &mut Vec<Diagnostic>) -> Parts {
    let text = source.text.as_str();
    let whole = Parts { yaml: None, body: 0..text.len() };
    let mut lines = text.split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| line.trim_end() == "---") else { return whole };
    let start = first.len();
    let mut at = start;
    for line in lines {
        if line.trim_end() == "---" {
            let body = at + line.len()..text.len();
            if at - start > LIMIT {
                let problem = Problem::FrontMatterSize { limit_kib: LIMIT / 1024 };
                out.push(Diagnostic::at(source.span(0..first.trim_end().len()), problem));
                return Parts { yaml: None, body };
            }
            return Parts { yaml: Some(start..at), body };
        }
        at += line.len();
    }
    out.push(Diagnostic::at(source.span(0..3), Problem::FrontMatterOpen));
    Parts { yaml: None, body: text.len()..text.len() }
}

/// Reports front matter that is not where it is read, of a page of this kind. Whether there is any.
pub fn report_astray(
    source: &Source,
    body: Range<usize>,
    kind: &Kind,
    out: &mut Vec<Diagnostic>,
) -> bool {
    let own = |key: &str| kind.field(key).is_some() || COMMON.iter().any(|k| k.name == key);
    let known = |key: &str| own(key) || foreign::is_known(key);
    let Some((place, looks)) = astray::find(&source.text, body, &known) else { return false };
    out.push(Diagnostic::at(source.span(place), Problem::FrontMatterAstray { looks }));
    true
}

/// Whether there is front matter, of any generator, in a file that is read as no page.
pub fn stands_in(source: &Source) -> bool {
    let known = |key: &str| COMMON.iter().any(|k| k.name == key) || foreign::is_known(key);
    let parts = cut(source, &mut Vec::new());
    let is_known = |line: &str| astray::key(line).is_some_and(|key| known(&key.to_lowercase()));
    let block = parts.yaml.map(|range| &source.text[range]);
    block.is_some_and(|yaml| yaml.lines().any(is_known))
        || astray::find(&source.text, 0..source.text.len(), &known).is_some()
}

/// Whether front matter that cannot be read may say that the page is not for readers.
pub fn may_be_private(yaml: &str) -> bool {
    astray::says_private(yaml)
}

/// Comments in what front matter says to readers. `answer` is Markdown, and read as such.
pub fn comments(entries: &[Entry]) -> Vec<(Span, Finding)> {
    let public = entries.iter().filter(|e| e.key != "answer" && !astray::is_private(&e.key));
    public.flat_map(super::comments::in_entry).collect()
}

/// Two keys that say something only together: a review has a day and a person.
pub const PAIR: [&str; 2] = ["reviewed", "reviewed_by"];

/// Parses the block; `None` when it is no mapping at all.
pub fn parse(
    source: &Source,
    range: Range<usize>,
    out: &mut Vec<Diagnostic>,
) -> Option<Vec<Entry>> {
    let node = yaml::parse(source, range, out)?;
    match node.value {
        Value::Map(entries) => Some(entries),
        _ => {
            out.push(Diagnostic::at(node.span, Problem::NotAMapping));
            None
        }
    }
}

/// Reads entries as front matter of `kind`, which is one of `kinds`. `untrusted`: whether the page is
/// somebody else's text, whatever it says itself.
pub fn read(
    source: &Source,
    entries: &[Entry],
    kind: &Kind,
    kinds: &[Kind],
    untrusted: bool,
    fields: &mut Fields<'_>,
) -> Meta {
    // Read before, because it decides how the answer is read.
    let own = entries.iter().find(|entry| entry.key == "untrusted");
    let own = own.is_some_and(|entry| fields.flag(entry).unwrap_or(true));
    let mut meta = Meta { autolink: true, untrusted: untrusted || own, ..Meta::default() };
    for entry in entries {
        if let Some(index) = kind.fields.iter().position(|f| f.name == entry.key) {
            if let Some(value) = own_value(&kind.fields[index].ty, entry, fields) {
                meta.own.push(OwnField { field: index, value });
            }
        } else if let Some(key) = CommonKey::of(&entry.key) {
            set(&mut meta, key, source, entry, fields);
        } else if foreign::is_known(&entry.key) {
            meta.withheld |= astray::is_private(&entry.key);
            let (key, instead) = (entry.key.clone(), foreign::instead(&entry.key));
            let problem = Problem::ForeignKey { key, instead, times: 1 };
            fields.report(entry.key_span, problem);
        } else {
            meta.withheld |= astray::is_private(&entry.key);
            let own = kind.fields.iter().map(|f| f.name.as_str());
            let others = kinds.iter().filter(|k| k.field(&entry.key).is_some());
            let others = others.map(|k| k.id.clone()).collect();
            fields.foreign_key(entry, own.chain(key::names(COMMON)), others);
        }
    }
    meta.own.sort_by_key(|own| own.field);
    check_pairs(entries, fields);
    meta
}

fn set(meta: &mut Meta, key: CommonKey, source: &Source, entry: &Entry, fields: &mut Fields<'_>) {
    match key {
        // Read before, because they decide how everything else is read.
        CommonKey::Kind | CommonKey::Untrusted => {}
        CommonKey::Title => {
            if let Some(title) = fields.spanned_text(entry) {
                meta.title = title.value;
                meta.title_span = Some(title.span);
            }
        }
        CommonKey::Name => meta.name = fields.text(entry),
        CommonKey::Action => meta.action = action(entry, fields),
        CommonKey::Answer => {
            meta.answer = answer(source, entry, meta.untrusted, fields).map(Box::new);
        }
        CommonKey::Description => meta.description = fields.text(entry),
        CommonKey::Id => {
            if let Some(id) = fields.spanned_text(entry) {
                (meta.id, meta.id_span) = (id.value, Some(id.span));
            }
        }
        CommonKey::Slug => meta.slug = fields.slug(entry),
        CommonKey::Order => meta.order = fields.number(entry),
        CommonKey::Tags => meta.tags = fields.names(entry).unwrap_or_default(),
        CommonKey::Names => meta.names = fields.plain_names(entry).unwrap_or_default(),
        CommonKey::NotIn => meta.not_in = fields.plain_names(entry).unwrap_or_default(),
        CommonKey::Aka => meta.aka = fields.plain_names(entry).unwrap_or_default(),
        CommonKey::Date => {
            let span = entry.node.span;
            meta.date = fields.day(entry).map(|value| Spanned { value, span });
        }
        CommonKey::Updated => meta.updated = fields.day(entry),
        CommonKey::AsOf => meta.as_of = fields.day(entry),
        CommonKey::Reviewed => meta.reviewed = fields.day(entry),
        CommonKey::ReviewedBy => meta.reviewed_by = fields.text(entry),
        CommonKey::ReviewEvery => meta.review_every = fields.period(entry),
        CommonKey::Owner => meta.owner = fields.text(entry),
        CommonKey::Expires => meta.expires = fields.day(entry),
        CommonKey::Publish => {
            meta.publish = fields.day(entry);
            meta.withheld |= meta.publish.is_none();
        }
        CommonKey::Draft => match fields.flag(entry) {
            Some(draft) => meta.draft = draft,
            None => meta.withheld = true,
        },
        CommonKey::Sources => meta.sources = fields.names(entry).unwrap_or_default(),
        CommonKey::Related => meta.related = chosen(entry, fields),
        CommonKey::Next => meta.next = chosen(entry, fields),
        CommonKey::NotYou => meta.not_you = fields.names(entry).unwrap_or_default(),
        CommonKey::Aliases => meta.aliases = fields.names(entry).unwrap_or_default(),
        CommonKey::Changes => meta.changes = changes(entry, fields),
        CommonKey::AppliesTo => meta.applies_to = fields.plain_texts(entry).unwrap_or_default(),
        CommonKey::NotFor => meta.not_for = fields.plain_texts(entry).unwrap_or_default(),
        CommonKey::Lang => meta.lang = fields.text(entry),
        CommonKey::Translates => meta.translates = fields.spanned_text(entry),
        CommonKey::Autolink => meta.autolink = fields.flag(entry).unwrap_or(true),
        CommonKey::Noindex => meta.noindex = fields.flag(entry).unwrap_or(false),
        CommonKey::Matrix => meta.matrix = matrix(entry, fields).map(Box::new),
    }
}

/// Pages that are chosen by hand: `[]` chooses none, while a key with nothing behind it is as good as none.
fn chosen(entry: &Entry, fields: &mut Fields<'_>) -> Option<Vec<Spanned<String>>> {
    let chosen = fields.names(entry);
    chosen.filter(|ids| !ids.is_empty() || matches!(entry.node.value, Value::List(_)))
}

/// What a button says must fit a line of a phone; a Latin letter takes half the room of a character.
fn action(entry: &Entry, fields: &mut Fields<'_>) -> Option<String> {
    let text = fields.spanned_text(entry)?;
    let halves: usize = text.value.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    let length = halves.div_ceil(2);
    if length > ACTION_LIMIT {
        let key = entry.key.clone();
        fields.report(text.span, Problem::TooLong { key, limit: ACTION_LIMIT, length });
    }
    Some(text.value)
}

/// The answer is a line of Markdown, so that references work in it.
fn answer(
    source: &Source,
    entry: &Entry,
    untrusted: bool,
    fields: &mut Fields<'_>,
) -> Option<Document> {
    let text = fields.spanned_text(entry)?;
    let length = text.value.chars().count();
    if length > ANSWER_LIMIT {
        let key = entry.key.clone();
        fields.report(text.span, Problem::TooLong { key, limit: ANSWER_LIMIT, length });
    }
    // Read from the file itself, so that a dead link in it is found at its column. A folded or
    // escaped answer reads differently from what stands in the file; its places are the field's.
    let written = &source.text[text.span.range()];
    let plain = written == text.value;
    let quoted = written.len() == text.value.len() + 2
        && written.get(1..).is_some_and(|w| w.starts_with(&text.value));
    let mode = Mode { line: true, untrusted, ..Mode::default() };
    if plain || quoted {
        let start = text.span.range().start + usize::from(quoted);
        return Some(markdown::parse(source, start..start + text.value.len(), mode).0);
    }
    let scratch = source.with_text(text.value.replace('\n', " "));
    let mut document = markdown::parse(&scratch, 0..scratch.text.len(), mode).0;
    document.references.iter_mut().for_each(|r| r.span = text.span);
    document.images.iter_mut().for_each(|i| i.span = text.span);
    document.found.iter_mut().for_each(|(span, _)| *span = text.span);
    document.words.runs = placed(&document.words.runs, &scratch.text, source, text.span);
    Some(document)
}

/// The runs of a folded text where they stand in the file: what a line break or an escape divides there
/// becomes several.
fn placed(runs: &[Run], folded: &str, source: &Source, span: Span) -> Vec<Run> {
    let mut placed = Vec::new();
    let written = &source.text[span.range()];
    let mut from = 0;
    for run in runs {
        let mut rest = folded.get(run.range()).unwrap_or_default();
        while let Some(word) = rest.split_whitespace().next() {
            rest = rest.trim_start();
            // A line break within a word of Chinese leaves no space: its start is enough.
            let start = word.char_indices().nth(2).map_or(word, |(i, _)| &word[..i]);
            let here = &written[from..];
            let Some(at) = here.find(word).or_else(|| here.find(start)).map(|at| from + at) else {
                rest = &rest[word.len()..];
                continue;
            };
            let alike = rest.chars().zip(written[at..].chars()).take_while(|(a, b)| a == b);
            let length = alike.map(|(c, _)| c.len_utf8()).sum::<usize>();
            let here = source.span(span.range().start + at..span.range().start + at + length);
            placed.push(run.at_place(here.start..here.end));
            (from, rest) = (at + length, &rest[length..]);
        }
    }
    placed
}

fn own_value(ty: &FieldType, entry: &Entry, fields: &mut Fields<'_>) -> Option<OwnValue> {
    Some(match ty {
        FieldType::Text | FieldType::Money => OwnValue::Text(fields.text(entry)?),
        FieldType::Date => OwnValue::Text(fields.day(entry)?.to_string()),
        FieldType::Url => OwnValue::Text(fields.url(entry)?),
        FieldType::Phone => OwnValue::Text(fields.phone(entry)?),
        FieldType::List => OwnValue::List(fields.plain_texts(entry)?),
        FieldType::Ref(_) => OwnValue::Refs(vec![fields.spanned_text(entry)?]),
        FieldType::Refs(_) => OwnValue::Refs(fields.names(entry)?),
    })
}

fn changes(entry: &Entry, fields: &mut Fields<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for item in fields.list(entry).unwrap_or_default() {
        let (mut date, mut note, mut ty) = (None, None, None);
        fields.record(item, |key, e, fields| match key {
            ChangeKey::Date => date = fields.day(e),
            ChangeKey::Note => note = fields.text(e),
            ChangeKey::Type => ty = fields.one_of(e, CHANGES),
        });
        if let (Some(date), Some(note)) = (date, note) {
            changes.push(Change { date, note, ty });
        }
    }
    changes.sort_by_key(|c| std::cmp::Reverse(c.date));
    changes
}

/// `{rows: method, columns: right}`: which kinds they are is for `link` to say.
fn matrix(entry: &Entry, fields: &mut Fields<'_>) -> Option<Axes> {
    let (mut rows, mut columns) = (None, None);
    fields.record_of(entry, |key, e, fields| match key {
        MatrixKey::Rows => rows = fields.spanned_text(e),
        MatrixKey::Columns => columns = fields.spanned_text(e),
    });
    Some(Axes { rows: rows?, columns: columns? })
}

/// A review has a day and a person; one without the other says nothing.
fn check_pairs(entries: &[Entry], fields: &mut Fields<'_>) {
    let [day, person] = PAIR;
    let given = |key: &str| entries.iter().any(|e| e.key == key);
    let (key, other) = match (given(day), given(person)) {
        (true, false) => (day, person),
        (false, true) => (person, day),
        _ => return,
    };
    if let Some(entry) = entries.iter().find(|e| e.key == key) {
        let problem = Problem::Paired { key: key.to_owned(), other: other.to_owned() };
        fields.report(entry.key_span, problem);
    }
}
