//! Another id for a page or an entry, or another word for a tag, in all files at once.
//!
//! What leads to a page by its name, its title or its file stays as it is: it still does.

use super::mentions::{self, Named};
use super::places;
use super::workspace::Workspace;
use crate::base::address::{ascii, encoded};
use crate::base::source::{Source, Span};
use crate::model::impact::Subject;
use crate::model::registry::Scheme;
use crate::yaml::{self, Node, Value};
use gen_lsp_types as lsp;
use std::collections::BTreeMap;
use std::ops::Range;

/// Why something cannot be called otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Nothing that has a name of its own stands there.
    Nothing,
    /// It would not be read as one word everywhere.
    NoWord,
    /// Something else is called so.
    Taken,
}

/// Something that can be called otherwise.
struct Called {
    of: Named,
    /// The word that stands for it at this place.
    word: String,
    /// Where that is.
    at: Range<usize>,
}

/// What stands at a byte and can be called otherwise: where, and what it is called.
pub(super) fn word_at(
    workspace: &Workspace,
    source: &Source,
    offset: usize,
) -> Option<(Range<usize>, String)> {
    called(workspace, source, offset).map(|called| (called.at, called.word))
}

/// The edits that call what stands at a byte `new`.
pub(super) fn edit(
    workspace: &Workspace,
    source: &Source,
    offset: usize,
    new: &str,
    renames_files: bool,
) -> Result<lsp::WorkspaceEdit, Refusal> {
    let Called { of, word, .. } = called(workspace, source, offset).ok_or(Refusal::Nothing)?;
    let new = new.trim();
    if !is_word(new) {
        return Err(Refusal::NoWord);
    }
    if is_taken(workspace, &of, new) {
        return Err(Refusal::Taken);
    }
    let mut edits = Edits { workspace, files: BTreeMap::new() };
    for span in places::uses(workspace, &of) {
        edits.replace(span, scheme(&of), &word, new);
    }
    match &of {
        Named::Subject(Subject::Page(page)) => {
            edits.declare_page(workspace.now.site.page(*page), new);
        }
        Named::Tag(tag) => edits.declare_tag(&workspace.now.site.tags[*tag].id, &word, new),
        _ => places::declaration(workspace, &of)
            .into_iter()
            .for_each(|span| edits.replace(span, None, &word, new)),
    }
    let file = law_file(workspace, &of, new);
    if file.is_some() && !renames_files {
        return Err(Refusal::Nothing);
    }
    Ok(edits.finish(file))
}

fn called(workspace: &Workspace, source: &Source, offset: usize) -> Option<Called> {
    let mention = mentions::at(workspace, source, offset)?;
    let range = mention.span.range();
    let written = &source.text[range.clone()];
    let site = &workspace.now.site;
    let at = |found: Range<usize>| range.start + found.start..range.start + found.end;
    match mention.of {
        Named::Subject(subject) => {
            let of = Named::Subject(subject);
            let id = match subject {
                Subject::Page(page) => site.page(page).meta.id.clone(),
                // An article is called what the law calls it.
                Subject::Entry(entry) => site.registry.entry(entry).id().to_owned(),
            };
            let of = match of {
                Named::Subject(Subject::Entry(mut entry)) => {
                    entry.article = None;
                    Named::Subject(Subject::Entry(entry))
                }
                of => of,
            };
            // At a page's title its id is meant, wherever that is written.
            let found = within(written, scheme(&of), &id).unwrap_or(0..written.len());
            Some(Called { at: at(found), word: id, of })
        }
        Named::Heading(page, _) => {
            let of = Named::Subject(Subject::Page(page));
            let id = site.page(page).meta.id.clone();
            within(written, None, &id).map(|found| Called { at: at(found), word: id, of })
        }
        Named::Tag(tag) => {
            let node = yaml_text(written)?;
            let found = written.find(&node)?;
            Some(Called { at: at(found..found + node.len()), word: node, of: Named::Tag(tag) })
        }
        Named::Asset(_) => None,
    }
}

/// The registry whose scheme stands before the id.
fn scheme(of: &Named) -> Option<Scheme> {
    match of {
        Named::Subject(Subject::Entry(entry)) => Some(entry.scheme),
        _ => None,
    }
}

/// Where in a reference, or a value of YAML, the id is written; nothing where it goes by another name.
fn within(written: &str, scheme: Option<Scheme>, id: &str) -> Option<Range<usize>> {
    let ends = |rest: &str, of: &[char]| rest.is_empty() || rest.starts_with(of);
    if let Some(inside) = written.strip_prefix("[[") {
        let start = written.len() - inside.trim_start().len();
        let rest = written[start..].strip_prefix(id)?;
        return ends(rest.trim_start(), &['#', '|', ']', '\\']).then_some(start..start + id.len());
    }
    if let Some(scheme) = scheme {
        let lower = written.to_ascii_lowercase();
        let named = format!("{}:", scheme.name());
        // Of a link the address comes last; its words may say the same.
        if let Some(at) = lower.rfind(&named) {
            let start = at + named.len();
            return [id.to_owned(), encoded(id), ascii(&encoded(id))].into_iter().find_map(|id| {
                let rest = written[start..].strip_prefix(id.as_str())?;
                let ends = ends(rest, &['/', '>', ')', ' ', '"', '\'', '#', '\n']);
                ends.then_some(start..start + id.len())
            });
        }
    }
    let start = written.len() - written.trim_start_matches(['"', '\'']).len();
    let rest = written[start..].strip_prefix(id)?;
    ends(rest, &['"', '\'', '/', ' ']).then_some(start..start + id.len())
}

/// A value of YAML without its quotation marks.
fn yaml_text(written: &str) -> Option<String> {
    let source = Source::new("", written);
    match yaml::parse(&source, 0..written.len(), &mut Vec::new())?.value {
        Value::Text(text) => Some(text),
        Value::Int(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Whether a name is read as itself in YAML, in brackets and behind a scheme.
fn is_word(new: &str) -> bool {
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '·' | '（' | '）');
    !new.is_empty()
        && new.chars().all(allowed)
        && !new.starts_with(['-', '.'])
        && yaml_text(new).is_some_and(|text| text == new)
}

fn is_taken(workspace: &Workspace, of: &Named, new: &str) -> bool {
    let site = &workspace.now.site;
    match of {
        Named::Subject(Subject::Page(_)) => mentions::page(site, new).is_some(),
        Named::Subject(Subject::Entry(entry)) => {
            site.registry.entries(entry.scheme).iter().any(|other| other.id() == new)
        }
        Named::Tag(tag) => mentions::tag(site, new).is_some_and(|other| other != *tag),
        _ => false,
    }
}

/// A law is called by its file's name: that file's address now and then.
fn law_file(workspace: &Workspace, of: &Named, new: &str) -> Option<(lsp::Uri, lsp::Uri)> {
    let Named::Subject(Subject::Entry(entry)) = of else { return None };
    if entry.scheme != Scheme::Law {
        return None;
    }
    let span = workspace.now.site.registry.entry(*entry).span();
    let path = &workspace.now.sources.get(span.source).path;
    let (folder, _) = path.rsplit_once('/')?;
    Some((workspace.uri(path)?, workspace.folder.uri_of(&format!("{folder}/{new}.yaml"))?))
}

/// Edits of several files.
struct Edits<'w> {
    workspace: &'w Workspace,
    files: BTreeMap<String, Vec<(Range<usize>, String)>>,
}

impl Edits<'_> {
    fn add(&mut self, source: &Source, range: Range<usize>, text: String) {
        self.files.entry(source.path.clone()).or_default().push((range, text));
    }

    /// Writes `new` for the id at a place, if it goes by its id there.
    fn replace(&mut self, span: Span, scheme: Option<Scheme>, old: &str, new: &str) {
        let source = self.workspace.now.sources.get(span.source);
        let range = span.range();
        if let Some(found) = within(&source.text[range.clone()], scheme, old) {
            self.add(source, range.start + found.start..range.start + found.end, new.to_owned());
        }
    }

    /// A page that went by its file's name says its id from now on.
    fn declare_page(&mut self, page: &crate::model::page::Page, new: &str) {
        if let Some(span) = page.meta.id_span {
            return self.replace(span, None, &page.meta.id, new);
        }
        let source = self.workspace.now.sources.get(page.source);
        match &page.yaml {
            Some(yaml) => self.add(source, yaml.start..yaml.start, format!("id: {new}\n")),
            None => self.add(source, 0..0, format!("---\nid: {new}\n---\n\n")),
        }
    }

    /// The word in the list of tags: id, label or another word, whichever it is.
    fn declare_tag(&mut self, id: &str, old: &str, new: &str) {
        let registry = &self.workspace.now.site.registry;
        let Some(listed) = registry.tags.iter().find(|tag| tag.id == id) else { return };
        let source = self.workspace.now.sources.get(listed.span.source);
        let root = yaml::parse(source, 0..source.text.len(), &mut Vec::new());
        let Some(Node { value: Value::List(items), .. }) = root else { return };
        let inside = |item: &&Node| {
            let range = item.span.range();
            range.start <= listed.span.start.get() && listed.span.end.get() <= range.end
        };
        let Some(item) = items.iter().find(inside) else { return };
        let values = ["id", "label"].iter().filter_map(|key| item.get(key));
        let others = item.get("aka").map_or(&[][..], |aka| match &aka.value {
            Value::List(words) => words,
            _ => &[],
        });
        let whole = |node: &&Node| source.text[node.span.range()].trim_matches(['"', '\'']) == old;
        if let Some(node) = values.chain(others).find(whole) {
            self.replace(node.span, None, old, new);
        }
    }

    fn finish(self, renamed: Option<(lsp::Uri, lsp::Uri)>) -> lsp::WorkspaceEdit {
        let mut changes = Vec::new();
        for (path, mut edits) in self.files {
            let known = self.workspace.source(&path).zip(self.workspace.uri(&path));
            let Some((source, uri)) = known else { continue };
            edits.sort_by_key(|(range, _)| (range.start, range.end));
            edits.dedup();
            changes.push(document_edit(self.workspace, source, uri, &edits));
        }
        if let Some((old_uri, new_uri)) = renamed {
            let file = lsp::RenameFile { old_uri, new_uri, options: None, annotation_id: None };
            changes.push(lsp::DocumentChange::RenameFile(file));
        }
        lsp::WorkspaceEdit { document_changes: Some(changes), ..lsp::WorkspaceEdit::default() }
    }
}

/// Edits of one file, of the version in which the places are.
pub(super) fn document_edit(
    workspace: &Workspace,
    source: &Source,
    uri: lsp::Uri,
    edits: &[(Range<usize>, String)],
) -> lsp::DocumentChange {
    let lines = workspace.lines(source);
    let edits = edits.iter().map(|(range, text)| {
        let (range, new_text) = (lines.range(range), text.clone());
        lsp::Edit::TextEdit(lsp::TextEdit { range, new_text })
    });
    let text_document = lsp::OptionalVersionedTextDocumentIdentifier {
        version: workspace.open_text(&source.path).map(|open| open.version),
        text_document_identifier: lsp::TextDocumentIdentifier { uri },
    };
    let edits = edits.collect();
    lsp::DocumentChange::TextDocumentEdit(lsp::TextDocumentEdit { text_document, edits })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_found_where_it_is_written() {
        let found = |written: &str, scheme, id: &str| {
            within(written, scheme, id).map(|range| written[range].to_owned())
        };
        let law = Some(Scheme::Law);
        assert_eq!(found("[[huabei|花呗]]", None, "huabei").as_deref(), Some("huabei"));
        assert_eq!(found("[[ huabei#a ]]", None, "huabei").as_deref(), Some("huabei"));
        assert_eq!(found("[[huabei-2]]", None, "huabei"), None);
        assert_eq!(found("[[花呗]]", None, "huabei"), None);
        assert_eq!(found("<law:civil-code/680>", law, "civil-code").as_deref(), Some("civil-code"));
        assert_eq!(within("[law:a](law:a)", law, "a"), Some(12..13));
        assert_eq!(found("<law:civil-code-2>", law, "civil-code"), None);
        assert_eq!(
            found("[x](term:%E7%BD%9A%E6%81%AF)", Some(Scheme::Term), "罚息").as_deref(),
            Some("%E7%BD%9A%E6%81%AF")
        );
        assert_eq!(found("\"huabei\"", None, "huabei").as_deref(), Some("huabei"));
        assert_eq!(found("civil-code/680", law, "civil-code").as_deref(), Some("civil-code"));
    }

    #[test]
    fn names_are_words_wherever_they_stand() {
        for word in ["huabei-2", "罚息", "12378", "a.b", "利息（年）"] {
            assert!(is_word(word), "{word}");
        }
        for other in ["", "a b", "a]", "true", "null", "-a", "a:b", "a/b", "a#b", "1.0", "#a"] {
            assert!(!is_word(other), "{other}");
        }
    }
}
