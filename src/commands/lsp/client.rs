//! What an editor can do and wants, and what it is told that we can.

use super::folder::{Folder, file};
use super::text::Encoding;
use crate::base::lang::Lang;
use gen_lsp_types as lsp;
use std::path::{Path, PathBuf};

/// An editor.
#[derive(Debug)]
pub(super) struct Client {
    /// Folders in which the site may be, the best first.
    candidates: Vec<PathBuf>,
    pub(super) lang: Lang,
    pub(super) encoding: Encoding,
    /// Whether edits may say of which version of a text they are.
    pub(super) versions_edits: bool,
    /// Whether edits may rename files.
    pub(super) renames_files: bool,
    /// Whether what is completed may have a place for the cursor in it.
    pub(super) snippets: bool,
    /// Whether it tells of files that others change.
    pub(super) watches: bool,
}

impl Client {
    /// What an editor says of itself. `root` and `lang` were asked for on the command line.
    pub(super) fn new(
        params: &lsp::InitializeParams,
        root: &Path,
        lang: Option<Lang>,
        locale: Lang,
    ) -> Self {
        let capabilities = &params.capabilities;
        let own = params.locale.as_deref().map(|own| match own.starts_with("zh") {
            true => Lang::Zh,
            false => Lang::En,
        });
        let general = capabilities.general.as_ref();
        let offered = general.and_then(|general| general.position_encodings.as_deref());
        let workspace = capabilities.workspace.as_ref();
        let edits = workspace.and_then(|workspace| workspace.workspace_edit.as_ref());
        let operations = edits.and_then(|edits| edits.resource_operations.as_deref());
        let watched = workspace.and_then(|workspace| workspace.did_change_watched_files.as_ref());
        let texts = capabilities.text_document.as_ref();
        let completion = texts.and_then(|texts| texts.completion.as_ref());
        let item = completion.and_then(|completion| completion.completion_item.as_ref());
        Self {
            candidates: candidates(params, root),
            lang: lang.or(own).unwrap_or(locale),
            encoding: Encoding::agreed(offered.unwrap_or_default()),
            versions_edits: edits.and_then(|edits| edits.document_changes) == Some(true),
            renames_files: operations
                .is_some_and(|kinds| kinds.contains(&lsp::ResourceOperationKind::Rename)),
            snippets: item.and_then(|item| item.snippet_support) == Some(true),
            watches: watched.and_then(|watched| watched.dynamic_registration) == Some(true),
        }
    }

    /// The folder of the site, which may be known only when a file of it is opened.
    pub(super) fn folder(&self, opened: Option<&lsp::Uri>) -> Option<Folder> {
        let opened = opened.and_then(file);
        Folder::find(self.candidates.iter().cloned().chain(opened))
    }

    /// An edit as this editor takes it.
    pub(super) fn edit(&self, edit: lsp::WorkspaceEdit) -> lsp::WorkspaceEdit {
        if self.versions_edits {
            return edit;
        }
        let mut plain = lsp::WorkspaceEdit::default();
        let changes = plain.changes.get_or_insert_default();
        for change in edit.document_changes.unwrap_or_default() {
            let lsp::DocumentChange::TextDocumentEdit(change) = change else { continue };
            let edits = change.edits.into_iter().filter_map(|edit| match edit {
                lsp::Edit::TextEdit(edit) => Some(edit),
                _ => None,
            });
            let uri = change.text_document.text_document_identifier.uri;
            changes.entry(uri).or_default().extend(edits);
        }
        plain
    }

    /// What we can do.
    pub(super) fn capabilities(&self) -> lsp::ServerCapabilities {
        let sync = lsp::TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(lsp::TextDocumentSyncKind::Incremental),
            save: Some(lsp::Save::Bool(true)),
            ..lsp::TextDocumentSyncOptions::default()
        };
        let triggers = ["[", "<", "(", ":", "/", "#", "!", " "].map(str::to_owned).to_vec();
        let kinds = vec![lsp::CodeActionKind::QuickFix, lsp::CodeActionKind::SourceFixAll];
        lsp::ServerCapabilities {
            position_encoding: Some(self.encoding.kind()),
            text_document_sync: Some(sync.into()),
            completion_provider: Some(lsp::CompletionOptions {
                trigger_characters: Some(triggers),
                ..lsp::CompletionOptions::default()
            }),
            hover_provider: Some(true.into()),
            definition_provider: Some(true.into()),
            references_provider: Some(true.into()),
            document_symbol_provider: Some(true.into()),
            code_action_provider: Some(lsp::CodeActionProvider::CodeActionOptions(
                lsp::CodeActionOptions {
                    code_action_kinds: Some(kinds),
                    ..lsp::CodeActionOptions::default()
                },
            )),
            rename_provider: Some(lsp::RenameProvider::RenameOptions(lsp::RenameOptions {
                prepare_provider: Some(true),
                ..lsp::RenameOptions::default()
            })),
            ..lsp::ServerCapabilities::default()
        }
    }
}

/// Where to look for the site: where the command line says, else in what the editor has open, else here.
fn candidates(params: &lsp::InitializeParams, root: &Path) -> Vec<PathBuf> {
    let here = root == Path::new(".");
    let mut candidates: Vec<PathBuf> = Vec::new();
    candidates.extend((!here).then(|| root.to_owned()));
    let folders = &params.workspace_folders_initialize_params.workspace_folders;
    if let Some(lsp::WorkspaceFolders::WorkspaceFolderList(folders)) = folders {
        candidates.extend(folders.iter().filter_map(|folder| file(&folder.uri)));
    }
    #[expect(deprecated, reason = "older editors know nothing else")]
    candidates.extend(params.root_uri.as_ref().and_then(file));
    candidates.extend(here.then(|| root.to_owned()));
    candidates
}
