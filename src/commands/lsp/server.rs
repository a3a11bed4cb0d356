//! The loop: reads what an editor says, does it, answers; and, when there is nothing to read, tells what is
//! wrong by now.
//!
//! Whatever goes wrong in one request ends that request and nothing else: the site is read anew, and the
//! editor is told.

use super::client::Client;
use super::diagnostics::Told;
use super::mentions;
use super::rename::{self, Refusal};
use super::text::Lines;
use super::workspace::{OpenText, Workspace};
use super::{actions, complete, hover, keys, places, symbols};
use crate::base::lang::Lang;
use crate::base::source::Source;
use crate::commands::pipeline::{self, Failure, Prepared};
use crate::diag::{Diagnostic, Place};
use crate::render;
use gen_lsp_types as lsp;
use gen_lsp_types::{Notification as _, Request as _};
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;
use std::panic::{self, AssertUnwindSafe};
use std::time::Duration;

/// How long an editor is quiet before it is looked for what only rendering shows.
const QUIET: Duration = Duration::from_millis(500);

/// Serves one editor.
pub(super) struct Server {
    connection: Connection,
    client: Client,
    /// What was asked for on the command line.
    request: pipeline::Request,
    workspace: Option<Workspace>,
    told: Told,
    /// What rendering has shown, and whether it has since the last change.
    further: Vec<Diagnostic>,
    is_rendered: bool,
    /// Whether something changed that was not told.
    news: bool,
    is_leaving: bool,
}

/// Why a request has no answer.
struct Fault {
    code: ErrorCode,
    message: String,
}

impl From<Failure> for Fault {
    fn from(failure: Failure) -> Self {
        Self { code: ErrorCode::RequestFailed, message: failure.sentence(Lang::En) }
    }
}

/// An answer, or why there is none.
type Answer<T> = Result<T, Fault>;

impl Server {
    pub(super) fn new(connection: Connection, client: Client, request: pipeline::Request) -> Self {
        Self {
            connection,
            client,
            request,
            workspace: None,
            told: Told::default(),
            further: Vec::new(),
            is_rendered: false,
            news: false,
            is_leaving: false,
        }
    }

    /// Serves until the editor leaves. Whether it took its leave first.
    pub(super) fn run(mut self) -> bool {
        self.watch();
        self.survive(|server| server.find(None));
        loop {
            let message = match self.connection.receiver.try_recv() {
                Ok(message) => message,
                Err(_) if self.news => {
                    self.survive(Self::tell);
                    continue;
                }
                Err(_) if self.workspace.is_some() && !self.is_rendered => {
                    match self.connection.receiver.recv_timeout(QUIET) {
                        Ok(message) => message,
                        Err(error) if error.is_timeout() => {
                            self.survive(Self::look_further);
                            continue;
                        }
                        Err(_) => return false,
                    }
                }
                Err(_) => match self.connection.receiver.recv() {
                    Ok(message) => message,
                    Err(_) => return false,
                },
            };
            match message {
                Message::Request(request) => {
                    self.answer(request);
                    // What an answer has had read is told at once.
                    if self.news && self.workspace.as_ref().is_some_and(|w| !w.is_behind()) {
                        self.survive(Self::tell);
                    }
                }
                Message::Notification(note) if note.method == "exit" => return self.is_leaving,
                Message::Notification(note) => {
                    self.survive(|server| server.take_note(note));
                }
                // To what we ask for, nothing follows.
                Message::Response(_) => {}
            }
        }
    }

    /// Does something of which nothing is expected. What goes wrong is told, and what has panicked is read
    /// anew.
    fn survive(&mut self, act: impl FnOnce(&mut Self) -> Result<(), Failure>) {
        match surviving(|| act(self)) {
            Ok(Ok(())) => {}
            Ok(Err(failure)) => self.log(&failure.sentence(self.client.lang)),
            Err(said) => self.recover(said),
        }
    }

    fn recover(&mut self, said: String) {
        self.log(&Failure::Panicked(said).sentence(self.client.lang));
        let reopened = surviving(|| self.workspace.as_mut().map(Workspace::reopen));
        if !matches!(reopened, Ok(None | Some(Ok(())))) {
            self.workspace = None;
        }
        self.news = true;
    }

    fn log(&self, message: &str) {
        let message = message.to_owned();
        let params = lsp::LogMessageParams { kind: lsp::MessageType::Error, message };
        self.say::<lsp::LogMessageNotification>(params);
    }

    fn say<N: lsp::Notification>(&self, params: N::Params) {
        let note = Notification::new(N::METHOD.to_string(), params);
        // An editor that is gone needs no news.
        let _ = self.connection.sender.send(note.into());
    }

    /// Asks to be told of files that others change.
    fn watch(&self) {
        if !self.client.watches {
            return;
        }
        let watchers = ["**/content/**", "**/themes/**"].map(|pattern| lsp::FileSystemWatcher {
            glob_pattern: lsp::GlobPattern::Pattern(pattern.to_owned()),
            kind: None,
        });
        let options = lsp::DidChangeWatchedFilesRegistrationOptions { watchers: watchers.to_vec() };
        let method = lsp::DidChangeWatchedFilesNotification::METHOD.to_string();
        let register_options = serde_json::to_value(options).ok();
        let registration = lsp::Registration { id: "files".to_owned(), method, register_options };
        let params = lsp::RegistrationParams { registrations: vec![registration] };
        let method = lsp::RegistrationRequest::METHOD.to_string();
        let request = Request::new(RequestId::from("files".to_owned()), method, params);
        let _ = self.connection.sender.send(request.into());
    }

    /// Looks for the site: in what the editor has open, or around a file that it opens.
    fn find(&mut self, opened: Option<&lsp::Uri>) -> Result<(), Failure> {
        if self.workspace.is_none()
            && let Some(folder) = self.client.folder(opened)
        {
            let (encoding, lang) = (self.client.encoding, self.client.lang);
            self.workspace = Some(Workspace::open(folder, &self.request, encoding, lang)?);
            self.news = true;
        }
        Ok(())
    }

    /// Tells what is wrong by now.
    fn tell(&mut self) -> Result<(), Failure> {
        self.news = false;
        let Some(workspace) = &mut self.workspace else { return Ok(()) };
        let read = if workspace.is_behind() { workspace.catch_up() } else { Ok(()) };
        for params in self.told.news(workspace, &self.further) {
            self.say::<lsp::PublishDiagnosticsNotification>(params);
        }
        read
    }

    /// Looks for what only rendering shows, until the editor says something.
    fn look_further(&mut self) -> Result<(), Failure> {
        let Some(workspace) = &self.workspace else { return Ok(()) };
        let Prepared { site, sources, theme, cache, .. } = &workspace.now;
        let receiver = &self.connection.receiver;
        let stopped = || !receiver.is_empty();
        let mut found = render::check(site, sources, theme, cache, &stopped);
        if !stopped() {
            crate::check::settle_further(&mut found, site, sources);
            self.news = found != self.further;
            (self.further, self.is_rendered) = (found, true);
        }
        Ok(())
    }

    /// Something has changed: in these files, if it is known which.
    fn changed(&mut self, path: Option<&str>) {
        (self.news, self.is_rendered) = (true, false);
        let Some(workspace) = &self.workspace else { return };
        let sources = &workspace.now.sources;
        // Places in a text that is another one by now are none.
        self.further.retain(|diagnostic| match (&diagnostic.place, path) {
            (Some(Place::Span(span)), Some(path)) => sources.get(span.source).path != path,
            (Some(Place::Span(_)), None) => false,
            _ => true,
        });
    }

    /// What an editor tells.
    fn take_note(&mut self, note: Notification) -> Result<(), Failure> {
        let method = note.method.as_str();
        if method == lsp::DidOpenTextDocumentNotification::METHOD.as_str() {
            params::<lsp::DidOpenTextDocumentParams>(note.params).map_or(Ok(()), |p| self.opened(p))
        } else if method == lsp::DidChangeTextDocumentNotification::METHOD.as_str() {
            if let Some(params) = params::<lsp::DidChangeTextDocumentParams>(note.params) {
                self.edited(params);
            }
            Ok(())
        } else if method == lsp::DidCloseTextDocumentNotification::METHOD.as_str() {
            let params: Option<lsp::DidCloseTextDocumentParams> = params(note.params);
            params.map_or(Ok(()), |params| self.closed(&params.text_document.uri))
        } else if method == lsp::DidSaveTextDocumentNotification::METHOD.as_str() {
            let params: Option<lsp::DidSaveTextDocumentParams> = params(note.params);
            params.map_or(Ok(()), |params| self.saved(&params.text_document.uri))
        } else if method == lsp::DidChangeWatchedFilesNotification::METHOD.as_str() {
            let params: Option<lsp::DidChangeWatchedFilesParams> = params(note.params);
            params.map_or(Ok(()), |params| self.moved(&params.changes))
        } else {
            Ok(())
        }
    }

    fn opened(&mut self, params: lsp::DidOpenTextDocumentParams) -> Result<(), Failure> {
        let lsp::TextDocumentItem { uri, version, text, .. } = params.text_document;
        self.find(Some(&uri))?;
        let Some(workspace) = &mut self.workspace else { return Ok(()) };
        let Some(path) = workspace.folder.path_of(&uri) else { return Ok(()) };
        let is_new = workspace.source(&path).is_none() && workspace.folder.has(&path);
        workspace.opened(path.clone(), OpenText { uri, version, text });
        let read = if is_new { workspace.moved(Some(BTreeSet::from([path]))) } else { Ok(()) };
        self.changed(None);
        read
    }

    fn edited(&mut self, params: lsp::DidChangeTextDocumentParams) {
        let lsp::DidChangeTextDocumentParams { text_document, content_changes } = params;
        let uri = &text_document.text_document_identifier.uri;
        let Some(workspace) = &mut self.workspace else { return };
        let Some(path) = workspace.folder.path_of(uri) else { return };
        workspace.edited(&path, text_document.version, content_changes);
        self.changed(Some(&path));
    }

    fn closed(&mut self, uri: &lsp::Uri) -> Result<(), Failure> {
        let Some(workspace) = &mut self.workspace else { return Ok(()) };
        let Some(path) = workspace.folder.path_of(uri) else { return Ok(()) };
        let read = workspace.closed(&path);
        self.changed(Some(&path));
        read
    }

    /// What is saved is known already, unless it is new, or nobody tells of what else has changed.
    fn saved(&mut self, uri: &lsp::Uri) -> Result<(), Failure> {
        self.find(Some(uri))?;
        let watches = self.client.watches;
        let Some(workspace) = &mut self.workspace else { return Ok(()) };
        let Some(path) = workspace.folder.path_of(uri) else { return Ok(()) };
        let read = match (watches, workspace.source(&path).is_some()) {
            (true, true) => return Ok(()),
            (true, false) => workspace.moved(Some(BTreeSet::from([path]))),
            (false, _) => workspace.moved(None),
        };
        self.changed(None);
        read
    }

    fn moved(&mut self, changes: &[lsp::FileEvent]) -> Result<(), Failure> {
        self.find(None)?;
        let Some(workspace) = &mut self.workspace else { return Ok(()) };
        let paths = changes.iter().filter_map(|change| workspace.folder.path_of(&change.uri));
        let paths: BTreeSet<String> = paths.collect();
        if paths.is_empty() {
            return Ok(());
        }
        let read = workspace.moved(Some(paths));
        self.changed(None);
        read
    }

    fn answer(&mut self, request: Request) {
        self.answer_by(request.id.clone(), |server| server.dispatch(request));
    }

    /// Answers a request, whatever happens.
    fn answer_by(
        &mut self,
        id: RequestId,
        answer: impl FnOnce(&mut Self) -> Answer<serde_json::Value>,
    ) {
        let response = match surviving(|| answer(self)) {
            Ok(Ok(value)) => Response::new_ok(id, value),
            Ok(Err(fault)) => Response::new_err(id, fault.code as i32, fault.message),
            Err(said) => {
                self.recover(said.clone());
                Response::new_err(id, ErrorCode::InternalError as i32, said)
            }
        };
        let _ = self.connection.sender.send(response.into());
    }

    fn dispatch(&mut self, request: Request) -> Answer<serde_json::Value> {
        let Request { method, params, .. } = request;
        if self.is_leaving {
            let message = "the server is shutting down".to_owned();
            return Err(Fault { code: ErrorCode::InvalidRequest, message });
        }
        match method.as_str() {
            "shutdown" => {
                self.is_leaving = true;
                Ok(serde_json::Value::Null)
            }
            "textDocument/completion" => self.reply(params, Self::complete),
            "textDocument/hover" => self.reply(params, Self::hover),
            "textDocument/definition" => self.reply(params, Self::definition),
            "textDocument/references" => self.reply(params, Self::references),
            "textDocument/documentSymbol" => self.reply(params, Self::symbols),
            "textDocument/codeAction" => self.reply(params, Self::actions),
            "textDocument/prepareRename" => self.reply(params, Self::prepare_rename),
            "textDocument/rename" => self.reply(params, Self::rename),
            _ => {
                let message = format!("there is no method {method}");
                Err(Fault { code: ErrorCode::MethodNotFound, message })
            }
        }
    }

    fn reply<P: DeserializeOwned, R: Serialize>(
        &mut self,
        params: serde_json::Value,
        answer: impl FnOnce(&mut Self, P) -> Answer<R>,
    ) -> Answer<serde_json::Value> {
        let invalid = |error: serde_json::Error| Fault {
            code: ErrorCode::InvalidParams,
            message: error.to_string(),
        };
        let params = serde_json::from_value(params).map_err(invalid)?;
        serde_json::to_value(answer(self, params)?).map_err(invalid)
    }

    /// The site with all that was typed, and a file of it.
    fn file(&mut self, uri: &lsp::Uri) -> Answer<Option<(&Workspace, &Source)>> {
        let Some(workspace) = &mut self.workspace else { return Ok(None) };
        if workspace.is_behind() {
            workspace.catch_up()?;
        }
        let workspace = &*workspace;
        let source = workspace.folder.path_of(uri).and_then(|path| workspace.source(&path));
        Ok(source.map(|source| (workspace, source)))
    }

    /// The same, and the byte at a place.
    fn place(
        &mut self,
        at: &lsp::TextDocumentPositionParams,
    ) -> Answer<Option<(&Workspace, &Source, usize)>> {
        let file = self.file(&at.text_document.uri)?;
        Ok(file.map(|(workspace, source)| {
            (workspace, source, workspace.lines(source).offset(at.position))
        }))
    }

    /// Answers from the text alone: what was typed last need not be read for it.
    fn complete(
        &mut self,
        params: lsp::CompletionParams,
    ) -> Answer<Option<lsp::CompletionResponse>> {
        let at = &params.text_document_position_params;
        let Some(workspace) = &self.workspace else { return Ok(None) };
        let path = workspace.folder.path_of(&at.text_document.uri);
        let Some(path) = path else { return Ok(None) };
        let Some(text) = workspace.text(&path) else { return Ok(None) };
        let offset = Lines::of(text, workspace.encoding).offset(at.position);
        Ok(Some(complete::at(workspace, &path, text, offset, self.client.snippets).into()))
    }

    fn hover(&mut self, params: lsp::HoverParams) -> Answer<Option<lsp::Hover>> {
        let at = &params.text_document_position_params;
        let Some((workspace, source, offset)) = self.place(at)? else { return Ok(None) };
        let lines = workspace.lines(source);
        let mention = mentions::at(workspace, source, offset);
        let named = mention.map(|mention| {
            let said = hover::said(&workspace.now, &mention.of, workspace.lang);
            (mention.span.range(), said)
        });
        let found = named.or_else(|| keys::about(workspace, &source.path, &source.text, offset));
        Ok(found.map(|(range, value)| {
            let kind = lsp::MarkupKind::Markdown;
            let contents = lsp::MarkupContent { kind, value }.into();
            lsp::Hover { contents, range: Some(lines.range(&range)) }
        }))
    }

    fn definition(
        &mut self,
        params: lsp::DefinitionParams,
    ) -> Answer<Option<lsp::DefinitionResponse>> {
        let at = &params.text_document_position_params;
        let Some((workspace, source, offset)) = self.place(at)? else { return Ok(None) };
        let mention = mentions::at(workspace, source, offset);
        let found = mention.and_then(|mention| places::definition(workspace, &mention.of));
        Ok(found.map(|location| lsp::Definition::Location(location).into()))
    }

    fn references(&mut self, params: lsp::ReferenceParams) -> Answer<Option<Vec<lsp::Location>>> {
        let at = &params.text_document_position_params;
        let Some((workspace, source, offset)) = self.place(at)? else { return Ok(None) };
        let Some(mention) = mentions::at(workspace, source, offset) else { return Ok(None) };
        let declared = params.context.include_declaration;
        let declared = declared.then(|| places::declaration(workspace, &mention.of)).flatten();
        let uses = places::uses(workspace, &mention.of);
        let spans = declared.into_iter().chain(uses);
        Ok(Some(spans.filter_map(|span| workspace.location(span)).collect()))
    }

    fn symbols(
        &mut self,
        params: lsp::DocumentSymbolParams,
    ) -> Answer<Option<lsp::DocumentSymbolResponse>> {
        let file = self.file(&params.text_document.uri)?;
        Ok(file.map(|(workspace, source)| symbols::of(workspace, source).into()))
    }

    fn actions(
        &mut self,
        params: lsp::CodeActionParams,
    ) -> Answer<Option<Vec<lsp::CodeActionResponse>>> {
        let Some((workspace, source)) = self.file(&params.text_document.uri)? else {
            return Ok(None);
        };
        let only = params.context.only.as_deref();
        let found = actions::of(workspace, source, params.range, only);
        let client = &self.client;
        let found = found.into_iter().map(|mut action| {
            action.edit = action.edit.map(|edit| client.edit(edit));
            action.into()
        });
        Ok(Some(found.collect()))
    }

    fn prepare_rename(
        &mut self,
        params: lsp::PrepareRenameParams,
    ) -> Answer<Option<lsp::PrepareRenameResult>> {
        let at = &params.text_document_position_params;
        let Some((workspace, source, offset)) = self.place(at)? else { return Ok(None) };
        let lines = workspace.lines(source);
        let found = rename::word_at(workspace, source, offset);
        Ok(found.map(|(range, placeholder)| {
            let range = lines.range(&range);
            lsp::PrepareRenamePlaceholder { range, placeholder }.into()
        }))
    }

    fn rename(&mut self, params: lsp::RenameParams) -> Answer<Option<lsp::WorkspaceEdit>> {
        let at = &params.text_document_position_params;
        let renames = self.client.renames_files && self.client.versions_edits;
        let lang = self.client.lang;
        let Some((workspace, source, offset)) = self.place(at)? else { return Ok(None) };
        let edit = rename::edit(workspace, source, offset, &params.new_name, renames);
        let edit = edit.map_err(|refusal| {
            let message = refused(refusal, lang).to_owned();
            Fault { code: ErrorCode::RequestFailed, message }
        })?;
        Ok(Some(self.client.edit(edit)))
    }
}

fn refused(refusal: Refusal, lang: Lang) -> &'static str {
    match refusal {
        Refusal::Nothing => lang.choose("this cannot be renamed here", "这里没有可以改名的"),
        Refusal::NoWord => lang.choose(
            "a name is made of letters, digits, - and _, without spaces",
            "名称只能用字、数字、- 和 _，中间不能有空格",
        ),
        Refusal::Taken => lang.choose("something else has this name already", "这个名称已经有了"),
    }
}

/// What an editor tells, if it is what the protocol says.
fn params<P: DeserializeOwned>(value: serde_json::Value) -> Option<P> {
    serde_json::from_value(value).ok()
}

/// Does something; what it said if it panicked.
fn surviving<T>(act: impl FnOnce() -> T) -> Result<T, String> {
    panic::catch_unwind(AssertUnwindSafe(act)).map_err(|panic| {
        let said = panic.downcast_ref::<String>().map(String::as_str);
        said.or_else(|| panic.downcast_ref().copied()).unwrap_or("a panic").to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn a_panic_ends_one_request_and_nothing_else() {
        let root = tempfile::tempdir().expect("a folder");
        std::fs::create_dir_all(root.path().join("content")).expect("writable");
        let page = "---\ntitle: 甲\n---\n\n## 乙\n";
        std::fs::write(root.path().join("content/a.md"), page).expect("writable");
        let (ours, theirs) = Connection::memory();
        let params = lsp::InitializeParams::default();
        let client = Client::new(&params, root.path(), Some(Lang::En), Lang::En);
        let request = pipeline::Request { root: root.path().to_owned(), ..Default::default() };
        let mut server = Server::new(ours, client, request);
        server.survive(|server| server.find(None));
        server.answer_by(RequestId::from(1), |_| panic!("as if"));
        let uri = url::Url::from_file_path(Path::new(root.path()).join("content/a.md"));
        let uri = uri.expect("absolute").to_string();
        let params = serde_json::json!({ "textDocument": { "uri": uri } });
        let method = "textDocument/documentSymbol".to_owned();
        server.answer(Request { id: RequestId::from(2), method, params });
        let responses: Vec<Response> = theirs.receiver.try_iter().filter_map(response).collect();
        let results: Vec<_> = responses.into_iter().map(|r| r.response_result).collect();
        let fault = results[0].as_ref().expect_err("a panic");
        assert_eq!(fault.code, ErrorCode::InternalError as i32);
        assert_eq!(results[1].as_ref().expect("an answer")[0]["name"], "乙");
    }

    fn response(message: Message) -> Option<Response> {
        match message {
            Message::Response(response) => Some(response),
            Message::Request(_) | Message::Notification(_) => None,
        }
    }
}
