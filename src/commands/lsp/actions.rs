//! What can be mended by one choice: the word that was probably meant, and what `check --fix` mends.

use super::diagnostics;
use super::rename::document_edit;
use super::workspace::Workspace;
use crate::base::source::Source;
use crate::check::fix::fixes;
use crate::diag::{Allowing, Diagnostic, Finding, LetterRule, Problem, Slip};
use gen_lsp_types as lsp;
use std::ops::Range;

/// The actions for a part of a file, of those kinds that are asked for.
pub(super) fn of(
    workspace: &Workspace,
    source: &Source,
    range: lsp::Range,
    only: Option<&[lsp::CodeActionKind]>,
) -> Vec<lsp::CodeAction> {
    let wanted = |kind: &lsp::CodeActionKind| {
        only.is_none_or(|only| only.iter().any(|asked| covers(asked, kind)))
    };
    let found = &workspace.now.diagnostics;
    let here = found.iter().filter(|d| diagnostics::span(d).is_some_and(|s| s.source == source.id));
    let here: Vec<&Diagnostic> = here.collect();
    let lines = workspace.lines(source);
    let mut actions = Vec::new();
    if wanted(&lsp::CodeActionKind::QuickFix) {
        for diagnostic in &here {
            let Some(span) = diagnostics::span(diagnostic) else { continue };
            let place = lines.range(&span.range());
            if place.start <= range.end && range.start <= place.end {
                let told = diagnostics::one(workspace, diagnostic, place);
                actions.extend(quick(workspace, source, diagnostic, told));
            }
        }
        // Of several none is the one that is taken without asking.
        let only = actions.len() == 1;
        actions.iter_mut().for_each(|action| action.is_preferred = Some(only));
    }
    let all = lsp::CodeActionKind::SourceFixAll;
    if wanted(&all) {
        let all_here: Vec<Diagnostic> = here.into_iter().cloned().collect();
        if let Some(edit) = mended(workspace, source, &all_here) {
            let title = workspace.lang.choose("Mend all that is certain", "改好所有有把握的");
            actions.push(action(workspace, source, title, all, &[edit]));
        }
    }
    actions
}

/// Whether actions of a kind are asked for by naming it, or what it is one of.
fn covers(asked: &lsp::CodeActionKind, kind: &lsp::CodeActionKind) -> bool {
    let (asked, kind) = (asked.to_string(), kind.to_string());
    asked.is_empty() || asked == kind || kind.starts_with(&format!("{asked}."))
}

/// What mends one finding.
fn quick(
    workspace: &Workspace,
    source: &Source,
    diagnostic: &Diagnostic,
    told: lsp::Diagnostic,
) -> Option<lsp::CodeAction> {
    let lang = workspace.lang;
    let (title, edit) = match meant(source, diagnostic) {
        Some((range, right)) => {
            (format!("{} `{right}`", lang.choose("Change to", "改成")), (range, right))
        }
        None => {
            let edit = mended(workspace, source, std::slice::from_ref(diagnostic))?;
            (lang.choose("Mend it", "改好").to_owned(), edit)
        }
    };
    let kind = lsp::CodeActionKind::QuickFix;
    let mut action = action(workspace, source, &title, kind, &[edit]);
    action.diagnostics = Some(vec![told]);
    Some(action)
}

fn action(
    workspace: &Workspace,
    source: &Source,
    title: &str,
    kind: lsp::CodeActionKind,
    edits: &[(Range<usize>, String)],
) -> lsp::CodeAction {
    let changes =
        workspace.uri(&source.path).map(|uri| document_edit(workspace, source, uri, edits));
    let edit = lsp::WorkspaceEdit {
        document_changes: Some(changes.into_iter().collect()),
        ..lsp::WorkspaceEdit::default()
    };
    lsp::CodeAction {
        title: title.to_owned(),
        kind: Some(kind),
        edit: Some(edit),
        ..lsp::CodeAction::default()
    }
}

/// The word that was probably meant, and where the other one stands.
fn meant(source: &Source, diagnostic: &Diagnostic) -> Option<(Range<usize>, String)> {
    let (wrong, right) = wrong_and_right(&diagnostic.problem)?;
    let range = diagnostics::span(diagnostic)?.range();
    let written = &source.text[range.clone()];
    // Of `[[page|words]]` the page comes first, of a link the address last; the words may say the same.
    let found = if written.starts_with("[[") { written.find(wrong) } else { written.rfind(wrong) };
    let at = range.start + found?;
    Some((at..at + wrong.len(), right.to_owned()))
}

/// What is written, and what was probably meant.
fn wrong_and_right(problem: &Problem) -> Option<(&str, &str)> {
    let (wrong, right) = match problem {
        Problem::UnknownKey { key, nearest, .. } => (key, nearest),
        Problem::UnknownKind { kind, nearest } => (kind, nearest),
        Problem::UnknownTag { tag, nearest } => (tag, nearest),
        Problem::DanglingId { id, nearest, .. } => (id, nearest),
        Problem::DeadLink { target, nearest } => (target, nearest),
        Problem::DeadAnchor { anchor, nearest, .. } => (anchor, nearest),
        Problem::DeadWiki { target, nearest } => (target, nearest),
        Problem::DeadReference { target, nearest, .. } => (target, nearest),
        Problem::DeadArticle { article, nearest, .. } => (article, nearest),
        Problem::Rule { finding: Finding::Allowing(Allowing::UnknownRule { code, nearest }) } => {
            (code, nearest)
        }
        Problem::Rule { finding: Finding::Slip(Slip::UnknownAlert { written, meant }) } => {
            (written, meant)
        }
        Problem::Rule { finding: Finding::LetterRule(LetterRule::BlankNearly { id, nearest }) } => {
            return Some((id, nearest));
        }
        _ => return None,
    };
    right.as_deref().map(|right| (wrong.as_str(), right))
}

/// What `--fix` makes of a file with these findings, as one edit.
fn mended(
    workspace: &Workspace,
    source: &Source,
    found: &[Diagnostic],
) -> Option<(Range<usize>, String)> {
    let sources = &workspace.now.sources;
    let fixed = fixes(found, sources).into_iter().find(|fixed| fixed.source == source.id)?;
    Some(difference(sources.written(source.id), &fixed.text))
}

/// The one stretch in which two texts differ, and what stands there in the other one.
fn difference(old: &str, new: &str) -> (Range<usize>, String) {
    let same = |(a, b): &(char, char)| a == b;
    let start: usize =
        old.chars().zip(new.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let (old_rest, new_rest) = (&old[start..], &new[start..]);
    let back = old_rest.chars().rev().zip(new_rest.chars().rev());
    let end: usize = back.take_while(same).map(|(c, _)| c.len_utf8()).sum();
    (start..old.len() - end, new_rest[..new_rest.len() - end].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_as_short_as_can_be() {
        assert_eq!(difference("标签：甲", "标签: 甲"), (6..9, ": ".to_owned()));
        assert_eq!(difference("aaa", "aa"), (2..3, String::new()));
        assert_eq!(difference("同", "同"), (3..3, String::new()));
    }
}
