//! The server of editors, asked by an editor that is a test: `tests/lsp/*.txt` say what is done, and
//! what is answered; `UPDATE=1` writes the answers.
//!
//! A line that begins with `> ` is one thing that the editor does. The cursor is `‸` in a stretch of the
//! file's text; `\n` is the end of a line and `␣` a space. Answers come below it; places are lines and columns counted from 0, columns in UTF-16, with
//! the words that stand there by the editor's own count.

use crate::support::{first_difference, repository, tree, update};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

#[test]
fn an_editor_is_answered_as_written_down() {
    let folder = repository("tests/lsp");
    let mut wrong = Vec::new();
    let files = fs::read_dir(&folder).expect("there").flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> =
        files.filter(|p| p.extension().is_some_and(|e| e == "txt")).collect();
    files.sort();
    assert!(files.len() >= 8, "only {} transcripts", files.len());
    for file in files {
        let written = fs::read_to_string(&file).expect("UTF-8");
        let answered = play(&written);
        if update() {
            fs::write(&file, answered).expect("writable");
        } else if answered != written {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            wrong.push(format!("{name}:\n{}", first_difference(&written, &answered)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Does what a transcript says, and writes down what is answered.
fn play(transcript: &str) -> String {
    let mut out = String::new();
    let mut lines = transcript.lines().peekable();
    let mut options = json!({});
    while let Some(line) = lines.next_if(|line| !line.starts_with("> ")) {
        if let Some(given) = line.strip_prefix("capabilities ") {
            options = serde_json::from_str(given).expect("JSON");
        }
        let _ = writeln!(out, "{line}");
    }
    let mut editor = Editor::start(&options);
    for line in lines {
        if let Some(step) = line.strip_prefix("> ") {
            // A quotation in an answer is none of the editor's doings.
            let answer = editor.step(step).replace("\n>", "\n >");
            let end = if answer.is_empty() { "" } else { "\n" };
            let _ = write!(out, "> {step}\n{answer}{end}\n");
        }
    }
    let left = editor.leave();
    assert_eq!(left, Some(0), "the server ends well");
    out.trim_end().to_owned() + "\n"
}

/// An editor with a site of its own.
struct Editor {
    server: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    site: tempfile::TempDir,
    requests: i64,
    /// Open texts with their versions, by path.
    open: BTreeMap<String, (i32, String)>,
    /// What is wrong, as told last, by path.
    problems: BTreeMap<String, Value>,
    /// The last edit that was offered.
    offered: Value,
}

impl Editor {
    fn start(capabilities: &Value) -> Self {
        let site = tempfile::tempdir().expect("a folder");
        for (path, bytes) in tree(&repository("tests/lsp/site")) {
            crate::support::put(site.path(), &path, bytes);
        }
        Self::at(site, capabilities)
    }

    fn at(site: tempfile::TempDir, capabilities: &Value) -> Self {
        let mut server = Command::new(env!("CARGO_BIN_EXE_mingbai"))
            .args(["--lang", "en", "lsp"])
            .env("SOURCE_DATE_EPOCH", "1795305600")
            .current_dir(site.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program runs");
        let input = server.stdin.take().expect("piped");
        let output = BufReader::new(server.stdout.take().expect("piped"));
        let (open, problems) = (BTreeMap::new(), BTreeMap::new());
        let offered = Value::Null;
        let mut editor = Self { server, input, output, site, requests: 0, open, problems, offered };
        let root = editor.uri("");
        let params = json!({
            "processId": null,
            "capabilities": capabilities,
            "workspaceFolders": [{ "uri": root, "name": "site" }],
        });
        let answer = editor.request("initialize", params);
        assert!(answer["result"]["capabilities"]["hoverProvider"].is_boolean(), "{answer}");
        editor.notify("initialized", json!({}));
        editor
    }

    fn uri(&self, path: &str) -> String {
        let file = self.site.path().join(path);
        let file = file.to_str().expect("UTF-8").trim_end_matches('/').to_owned();
        format!("file://{file}")
    }

    /// The path below the site's folder.
    fn path(&self, uri: &Value) -> String {
        let uri = uri.as_str().expect("a text");
        let path = uri.strip_prefix(&self.uri("")).unwrap_or(uri);
        path.trim_start_matches('/').to_owned()
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len()).expect("it listens");
        self.input.flush().expect("it listens");
    }

    fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request and waits for the answer; what else the server says meanwhile is taken note of.
    fn request(&mut self, method: &str, params: Value) -> Value {
        self.requests += 1;
        let id = self.requests;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.read();
            if message["id"] == json!(id) && message.get("method").is_none() {
                return message;
            }
            self.hear(&message);
        }
    }

    /// The next message. Whatever is no message fails: nothing else may stand on the output.
    fn read(&mut self) -> Value {
        let mut length = None;
        loop {
            let mut line = String::new();
            let read = self.output.read_line(&mut line).expect("readable");
            assert!(read > 0, "the server has gone");
            let line = line.strip_suffix("\r\n").unwrap_or_else(|| panic!("no header: {line:?}"));
            if line.is_empty() {
                break;
            }
            let (name, value) =
                line.split_once(": ").unwrap_or_else(|| panic!("no header: {line:?}"));
            if name == "Content-Length" {
                length = value.parse::<usize>().ok();
            }
        }
        let mut bytes = vec![0; length.expect("a length")];
        self.output.read_exact(&mut bytes).expect("whole");
        serde_json::from_slice(&bytes).expect("JSON")
    }

    fn hear(&mut self, message: &Value) {
        if message["method"] == "textDocument/publishDiagnostics" {
            let path = self.path(&message["params"]["uri"]);
            self.problems.insert(path, message["params"]["diagnostics"].clone());
        } else if message.get("id").is_some() {
            let id = message["id"].clone();
            self.send(&json!({ "jsonrpc": "2.0", "id": id, "result": null }));
        }
    }

    /// The text of a file, as it is open or on the disk.
    fn text(&self, path: &str) -> String {
        let on_disk = || fs::read_to_string(self.site.path().join(path)).expect("there");
        self.open.get(path).map_or_else(on_disk, |(_, text)| text.clone())
    }

    fn step(&mut self, step: &str) -> String {
        // A space at the end of a line would be lost on the way.
        let step = step.replace("\\n", "\n").replace('␣', " ");
        let (what, rest) = step.split_once(' ').unwrap_or((&step, ""));
        let (path, rest) = match what {
            "request" | "notify" => rest.split_once(' ').unwrap_or((rest, "{}")),
            _ => rest.split_once(' ').unwrap_or((rest, "")),
        };
        match what {
            "open" => self.open(path, self.text(path)),
            "new" => self.open(path, rest.to_owned()),
            "close" => {
                self.open.remove(path);
                self.notify(
                    "textDocument/didClose",
                    json!({ "textDocument": self.document(path) }),
                );
            }
            "type" => {
                let (before, new) = rest.split_once('‸').expect("a cursor");
                self.replace(path, before, &format!("{before}{new}"));
            }
            "replace" => {
                let (old, new) = rest.split_once(" => ").expect("=>");
                self.replace(path, old, new);
            }
            "save" => {
                fs::write(self.site.path().join(path), self.text(path)).expect("writable");
                self.notify("textDocument/didSave", json!({ "textDocument": self.document(path) }));
            }
            "write" => self.write(path, rest),
            "delete" => {
                fs::remove_file(self.site.path().join(path)).expect("there");
                self.watched(path, 3);
            }
            "notify" => self.notify(path, serde_json::from_str(rest).expect("JSON")),
            "request" => {
                let answer = self.request(path, serde_json::from_str(rest).expect("JSON"));
                return answer.get("error").unwrap_or(&answer["result"]).to_string();
            }
            "problems" => return self.all_problems(),
            "wait" => return self.wait(path),
            "apply" => self.apply(),
            _ => return self.ask(what, path, rest),
        }
        String::new()
    }

    /// Asks for something at a place of a file.
    fn ask(&mut self, what: &str, path: &str, rest: &str) -> String {
        let (place, new) = rest.split_once(" => ").unwrap_or((rest, ""));
        let position = position_of(&self.text(path), place);
        let mut params = json!({ "textDocument": self.document(path), "position": position });
        let method = match what {
            "references" => {
                params["context"] = json!({ "includeDeclaration": true });
                "textDocument/references"
            }
            "rename" => {
                params["newName"] = json!(new);
                "textDocument/rename"
            }
            "actions" => {
                params["range"] = json!({ "start": position, "end": position });
                params["context"] = json!({ "diagnostics": [] });
                "textDocument/codeAction"
            }
            "complete" => "textDocument/completion",
            "hover" => "textDocument/hover",
            "definition" => "textDocument/definition",
            "prepare" => "textDocument/prepareRename",
            "symbols" => "textDocument/documentSymbol",
            _ => panic!("what is `{what}`?"),
        };
        let answer = self.request(method, params);
        if answer.get("error").is_some() {
            return format!("error: {}", answer["error"]["message"].as_str().unwrap_or_default());
        }
        let result = &answer["result"];
        if result.is_null() {
            return "nothing".to_owned();
        }
        match what {
            "complete" => self.completions(path, result),
            "hover" => {
                let at = self.place(path, &result["range"]);
                format!("{at}\n{}", result["contents"]["value"].as_str().unwrap_or_default())
            }
            "definition" => self.location(result),
            "references" => self.list(result, Self::location),
            "prepare" => {
                format!("{} {}", self.place(path, &result["range"]), result["placeholder"])
            }
            "rename" => self.edit(result),
            "actions" => {
                self.offered = result[0]["edit"].clone();
                self.list(result, |editor, action| {
                    let (title, kind) = (action["title"].as_str(), action["kind"].as_str());
                    let (title, kind) = (title.unwrap_or_default(), kind.unwrap_or_default());
                    format!("{kind}: {title}\n{}", editor.shown(&action["edit"]))
                })
            }
            _ => self.symbols(path, result, 0),
        }
    }

    fn document(&self, path: &str) -> Value {
        json!({ "uri": self.uri(path) })
    }

    fn open(&mut self, path: &str, text: String) {
        let uri = self.uri(path);
        let document = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": text });
        self.open.insert(path.to_owned(), (1, text));
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    fn replace(&mut self, path: &str, old: &str, new: &str) {
        let text = self.text(path);
        let start = text.find(old).unwrap_or_else(|| panic!("{path} has no {old:?}"));
        let (from, to) = (position(&text, start), position(&text, start + old.len()));
        let changed = text.replacen(old, new, 1);
        let version = self.open[path].0 + 1;
        self.open.insert(path.to_owned(), (version, changed));
        let document = json!({ "uri": self.uri(path), "version": version });
        let change = json!({ "range": { "start": from, "end": to }, "text": new });
        let params = json!({ "textDocument": document, "contentChanges": [change] });
        self.notify("textDocument/didChange", params);
    }

    fn write(&mut self, path: &str, text: &str) {
        let is_new = !self.site.path().join(path).exists();
        crate::support::put(self.site.path(), path, text);
        self.watched(path, if is_new { 1 } else { 2 });
    }

    fn watched(&mut self, path: &str, kind: u8) {
        let change = json!({ "uri": self.uri(path), "type": kind });
        self.notify("workspace/didChangeWatchedFiles", json!({ "changes": [change] }));
    }

    /// Everything that is wrong once all that was sent is read: what an answer has had read is told before
    /// the next one.
    fn all_problems(&mut self) -> String {
        for _ in 0..2 {
            let document = self.document("content/index.md");
            let params = json!({ "textDocument": document });
            self.request("textDocument/documentSymbol", params);
        }
        let mut lines = Vec::new();
        for (path, found) in &self.problems {
            for problem in found.as_array().expect("a list") {
                let words = problem["message"].as_str().unwrap_or_default().replace('\n', " — ");
                let severity = ["", "error", "warning", "note"];
                let severity = severity[problem["severity"].as_u64().unwrap_or_default() as usize];
                let code = problem["code"].as_str().unwrap_or_default();
                let at = self.place(path, &problem["range"]);
                lines.push(format!("{severity}[{code}] {path}:{at}: {words}"));
                for other in problem["relatedInformation"].as_array().into_iter().flatten() {
                    lines.push(format!("  see {}", self.location(&other["location"])));
                }
            }
        }
        if lines.is_empty() { "none".to_owned() } else { lines.join("\n") }
    }

    /// Waits for a problem that is found in the background.
    fn wait(&mut self, code: &str) -> String {
        let has = |problems: &BTreeMap<String, Value>| {
            let mut all =
                problems.values().flat_map(|found| found.as_array().into_iter().flatten());
            all.any(|problem| problem["code"] == code)
        };
        let start = Instant::now();
        while !has(&self.problems) {
            assert!(start.elapsed() < Duration::from_secs(60), "{code} is never told");
            let message = self.read();
            self.hear(&message);
        }
        "told".to_owned()
    }

    fn list(&mut self, found: &Value, of: impl Fn(&Self, &Value) -> String) -> String {
        let lines = found.as_array().expect("a list").iter().map(|one| of(self, one));
        let lines: Vec<String> = lines.collect();
        if lines.is_empty() { "none".to_owned() } else { lines.join("\n") }
    }

    fn location(&self, location: &Value) -> String {
        let path = self.path(&location["uri"]);
        format!("{path}:{}", self.place(&path, &location["range"]))
    }

    /// A range, with the words that stand there.
    fn place(&self, path: &str, range: &Value) -> String {
        let known = self.open.contains_key(path) || self.site.path().join(path).is_file();
        let text = if known { self.text(path) } else { String::new() };
        let (start, end) = (&range["start"], &range["end"]);
        let words = &text[offset(&text, start)..offset(&text, end)];
        let words: String = words.replace('\n', "⏎").chars().take(40).collect();
        let at = |place: &Value| format!("{}:{}", place["line"], place["character"]);
        format!("{}-{} «{words}»", at(start), at(end))
    }

    fn completions(&self, path: &str, list: &Value) -> String {
        let items = list["items"].as_array().expect("a list");
        let shown = items.iter().take(12).map(|item| {
            let edit = &item["textEdit"];
            let detail = item["detail"].as_str().unwrap_or_default();
            let new = edit["newText"].as_str().unwrap_or_default();
            let at = self.place(path, &edit["range"]);
            format!("{} | {detail} | {at} → {new}", item["label"].as_str().unwrap_or_default())
        });
        let mut lines: Vec<String> = shown.collect();
        if items.len() > lines.len() {
            lines.push(format!("… {} in all", items.len()));
        }
        if lines.is_empty() { "none".to_owned() } else { lines.join("\n") }
    }

    fn symbols(&self, path: &str, list: &Value, depth: usize) -> String {
        let mut out = Vec::new();
        for symbol in list.as_array().into_iter().flatten() {
            let at = self.place(path, &symbol["selectionRange"]);
            let detail = symbol["detail"].as_str().map(|d| format!(" | {d}")).unwrap_or_default();
            let name = symbol["name"].as_str().unwrap_or_default();
            out.push(format!("{}{name}{detail} | {at}", "  ".repeat(depth)));
            if symbol["children"].is_array() {
                out.push(self.symbols(path, &symbol["children"], depth + 1));
            }
        }
        out.join("\n")
    }

    fn edit(&mut self, edit: &Value) -> String {
        self.offered = edit.clone();
        self.shown(edit)
    }

    fn shown(&self, edit: &Value) -> String {
        let mut lines = Vec::new();
        for (path, edits) in self.edits(edit) {
            for edit in edits {
                let at = self.place(&path, &edit["range"]);
                lines.push(format!(
                    "{path}:{at} → {:?}",
                    edit["newText"].as_str().unwrap_or_default()
                ));
            }
        }
        for change in edit["documentChanges"].as_array().into_iter().flatten() {
            if change["kind"] == "rename" {
                let (old, new) = (self.path(&change["oldUri"]), self.path(&change["newUri"]));
                lines.push(format!("{old} → {new}"));
            }
        }
        lines.join("\n")
    }

    /// Edits by file, whichever way they are written.
    fn edits(&self, edit: &Value) -> BTreeMap<String, Vec<Value>> {
        let mut files: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        for change in edit["documentChanges"].as_array().into_iter().flatten() {
            if change.get("edits").is_some() {
                let path = self.path(&change["textDocument"]["uri"]);
                files
                    .entry(path)
                    .or_default()
                    .extend(change["edits"].as_array().cloned().unwrap_or_default());
            }
        }
        for (uri, edits) in edit["changes"].as_object().into_iter().flatten() {
            let path = self.path(&json!(uri));
            files.entry(path).or_default().extend(edits.as_array().cloned().unwrap_or_default());
        }
        files
    }

    /// Makes the edit that was offered last, in files, and in texts that are open.
    fn apply(&mut self) {
        let offered = self.offered.take();
        for (path, mut edits) in self.edits(&offered) {
            let mut text = self.text(&path);
            edits.sort_by_key(|edit| std::cmp::Reverse(offset(&text, &edit["range"]["start"])));
            for edit in edits {
                let range = &edit["range"];
                let bytes = offset(&text, &range["start"])..offset(&text, &range["end"]);
                text.replace_range(bytes, edit["newText"].as_str().expect("a text"));
            }
            if let Some((version, _)) = self.open.get(&path) {
                let version = version + 1;
                let document = json!({ "uri": self.uri(&path), "version": version });
                let params =
                    json!({ "textDocument": document, "contentChanges": [{ "text": text }] });
                self.open.insert(path, (version, text));
                self.notify("textDocument/didChange", params);
            } else {
                self.write(&path, &text);
            }
        }
        for change in offered["documentChanges"].as_array().cloned().into_iter().flatten() {
            if change["kind"] == "rename" {
                let (old, new) = (self.path(&change["oldUri"]), self.path(&change["newUri"]));
                let text = self.text(&old);
                fs::remove_file(self.site.path().join(&old)).expect("there");
                self.watched(&old, 3);
                self.write(&new, &text);
            }
        }
    }

    /// Takes leave; the server's exit code.
    fn leave(mut self) -> Option<i32> {
        let answer = self.request("shutdown", Value::Null);
        assert!(answer.get("error").is_none(), "{answer}");
        let answer = self.request("textDocument/hover", json!({}));
        assert_eq!(answer["error"]["code"], -32600, "nothing is done after that");
        self.notify("exit", Value::Null);
        let code = self.server.wait().expect("it ends").code();
        let mut rest = String::new();
        self.output.read_to_string(&mut rest).expect("readable");
        assert_eq!(rest, "", "nothing follows");
        code
    }
}

/// Where the cursor is that is marked in a stretch of a text.
fn position_of(text: &str, marked: &str) -> Value {
    let (before, after) = marked.split_once('‸').unwrap_or(("", ""));
    let start = text.find(&format!("{before}{after}")).unwrap_or_else(|| panic!("no {marked:?}"));
    position(text, start + before.len())
}

/// A byte as line and column, counted in UTF-16.
fn position(text: &str, offset: usize) -> Value {
    let before = &text[..offset];
    let line = before.rsplit('\n').next().unwrap_or_default();
    json!({ "line": before.matches('\n').count(), "character": line.encode_utf16().count() })
}

/// The other way round.
fn offset(text: &str, position: &Value) -> usize {
    let line = position["line"].as_u64().expect("a number") as usize;
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let mut units = position["character"].as_u64().expect("a number") as usize;
    let mut at = start;
    for c in text[start..].chars() {
        if units == 0 {
            break;
        }
        units -= c.len_utf16().min(units);
        at += c.len_utf8();
    }
    at
}

#[test]
fn a_server_whose_editor_is_gone_ends_with_a_failure() {
    for farewell in [&[][..], &["exit"][..]] {
        let mut editor = Editor::start(&json!({}));
        for method in farewell {
            editor.notify(method, Value::Null);
        }
        let Editor { mut server, input, .. } = editor;
        drop(input);
        assert_eq!(server.wait().expect("it ends").code(), Some(1));
    }
}

#[test]
fn a_file_elsewhere_is_none_of_its_business() {
    let mut editor = Editor::start(&json!({}));
    let uri = "file:///elsewhere/content/a.md";
    let document =
        json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": "[[nothing" });
    editor.notify("textDocument/didOpen", json!({ "textDocument": document }));
    let position = json!({ "line": 0, "character": 9 });
    let params = json!({ "textDocument": { "uri": uri }, "position": position });
    assert!(editor.request("textDocument/completion", params)["result"].is_null());
    assert_eq!(editor.all_problems(), "none");
    assert!(!editor.problems.keys().any(|path| path.contains("elsewhere")));
    assert_eq!(editor.leave(), Some(0));
}

#[test]
fn positions_are_counted_as_agreed() {
    for (offered, column) in [("utf-8", 14), ("utf-16", 8), ("utf-32", 7)] {
        let offer = json!({ "general": { "positionEncodings": [offered] } });
        let mut editor = Editor::start(&offer);
        // Behind `😀 先看 [[`, which is 14 bytes, 8 units or 7 characters.
        let position = json!({ "line": 4, "character": column });
        let params =
            json!({ "textDocument": editor.document("content/index.md"), "position": position });
        let answer = editor.request("textDocument/hover", params);
        let start = &answer["result"]["range"]["start"]["character"];
        assert_eq!(*start, json!(column - 2), "{offered}: {answer}");
        assert_eq!(editor.leave(), Some(0));
    }
}
