//! `check --external` against a server on this machine, never the network. What authors are told of
//! it is `tests/external/report.txt`; the server's port stands there as `PORT`.

use crate::support::{first_difference, put, repository, request, update};
use mingbai::commands::external::RequestPolicy;
use mingbai::commands::pipeline::{self, Scope};
use mingbai::diag::report::{self, Format, Style};
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;
use tempfile::TempDir;

/// Long enough for a busy machine: only the page that never comes takes so long.
const TIMEOUT: Duration = Duration::from_secs(3);

fn policy() -> RequestPolicy {
    let pause = Duration::from_millis(1);
    let whole = Duration::from_secs(60);
    RequestPolicy { hosts: 4, pause, timeout: TIMEOUT, attempts: 2, patience: pause, whole }
}

/// A site that leads to every page of the server, and to a port where nobody listens.
const SITE: &[(&str, &str)] = &[
    (
        "content/site.yaml",
        "title: 外\nbase_url: http://127.0.0.1:PORT/own/\n\
         check: {external: {allow: [127.0.0.1], ignore: [\"*/ignored*\"]}}\n\
         menu: [{label: 外, url: \"http://127.0.0.1:PORT/gone?menu\"}]\n\
         kinds: {scam: {label: 骗, fields: {form: {type: url, label: 表}}}}\n",
    ),
    (
        "content/rights/out.md",
        "---\ntitle: 外面\nanswer: 看[那里](http://127.0.0.1:PORT/gone?answer)。\n---\n\
         [在](http://127.0.0.1:PORT/there)，[又在](http://127.0.0.1:PORT/there#part)，[没了](http://127.0.0.1:PORT/gone)。\n\n\
         <http://127.0.0.1:PORT/moved>、[两步](http://127.0.0.1:PORT/twice)、[暂时](http://127.0.0.1:PORT/away)。\n\n\
         - [不认 HEAD](http://127.0.0.1:PORT/no-head)\n\
         - [忙过一阵](http://127.0.0.1:PORT/busy)\n\
         - [一直忙](http://127.0.0.1:PORT/limit)\n\
         - [转圈](http://127.0.0.1:PORT/circle)\n\
         - [等不到](http://127.0.0.1:PORT/slow)\n\
         - [没人](http://127.0.0.1:CLOSED/)\n\
         - [中文](http://127.0.0.1:PORT/路)\n\
         - [不问](http://127.0.0.1:PORT/ignored/x)\n\
         - [自己](http://127.0.0.1:PORT/own/gone)\n\n\
         <!-- allow gone-link: 留个念想 -->\n\
         [放行](http://127.0.0.1:PORT/gone?allowed)\n\n\
         ![图](http://127.0.0.1:PORT/gone.png)\n",
    ),
    ("content/scam/form.md", "---\ntitle: 表\nform: http://127.0.0.1:PORT/gone?field\n---\n正文\n"),
    (
        "content/data/laws/old-law.yaml",
        "title: 某法\nshort: 某法\nforce: law\nsource: http://127.0.0.1:PORT/gone?law\narticles: {}\n",
    ),
    (
        "content/data/contacts.yaml",
        "- id: site\n  name: 某处\n  url: http://127.0.0.1:PORT/gone?contact\n  scope: 都管\n",
    ),
    (
        "content/data/sources.yaml",
        "- id: news\n  title: 某报\n  tier: media\n  url: http://127.0.0.1:PORT/gone?source\n",
    ),
];

/// Requests by method and path, how often each came.
type Asked = BTreeMap<String, usize>;

struct Server {
    port: u16,
    asked: Arc<Mutex<Asked>>,
}

impl Server {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::default();
        let seen = Arc::clone(&asked);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let seen = Arc::clone(&seen);
                thread::spawn(move || answer(stream, &seen));
            }
        });
        Self { port, asked }
    }

    fn asked(&self) -> Asked {
        std::mem::take(&mut self.asked.lock().unwrap())
    }
}

/// Answers one request and closes.
fn answer(mut stream: TcpStream, asked: &Mutex<Asked>) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
    let Some(first) = lines.next() else { return };
    lines.take_while(|line| !line.is_empty()).count();
    let request = first.trim_end_matches(" HTTP/1.1").to_owned();
    let times = {
        let mut asked = asked.lock().unwrap();
        let times = asked.entry(request.clone()).or_default();
        *times += 1;
        *times
    };
    let (method, path) = request.split_once(' ').unwrap();
    let page = path.split('?').next().unwrap();
    let (status, more) = match (method, page, times) {
        (_, "/there" | "/%E8%B7%AF", _) | ("GET", "/no-head", _) | (_, "/busy", 2..) => {
            ("200 OK", "")
        }
        ("HEAD", "/no-head", _) => ("405 No", ""),
        (_, "/moved", _) => ("301 Moved", "Location: /there\r\n"),
        (_, "/twice", _) => ("308 Moved", "Location: moved\r\n"),
        (_, "/away", _) => ("302 Found", "Location: //HOST/there#x\r\n"),
        (_, "/circle", _) => ("302 Found", "Location: ?again\r\n"),
        (_, "/busy", _) => ("503 Busy", "Retry-After: 0\r\n"),
        (_, "/limit", _) => ("429 Later", "Retry-After: 0\r\n"),
        (_, "/drop", _) => return,
        (_, "/slow", _) => {
            // Until the other side has given up.
            let _ = stream.set_read_timeout(Some(TIMEOUT * 4));
            let _ = std::io::Read::read(&mut stream, &mut [0]);
            return;
        }
        _ => ("404 Nothing", ""),
    };
    let host = stream.local_addr().unwrap().to_string();
    let more = more.replace("HOST", &host);
    let length = "Content-Length: 0\r\nConnection: close\r\n";
    let _ = stream.write_all(format!("HTTP/1.1 {status}\r\n{more}{length}\r\n").as_bytes());
}

/// A port on which nobody listens.
fn closed() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn site(files: &[(&str, &str)], server: &Server) -> TempDir {
    let site = tempfile::tempdir().unwrap();
    let (port, closed) = (server.port.to_string(), closed().to_string());
    for (path, text) in files {
        put(site.path(), path, text.replace("PORT", &port).replace("CLOSED", &closed));
    }
    site
}

/// The report of a check of a part of the site.
fn report(root: &Path, scope: &Scope) -> String {
    report_with(root, scope, policy())
}

fn report_with(root: &Path, scope: &Scope, policy: RequestPolicy) -> String {
    let mut prepared = pipeline::check(&request(root)).expect("readable");
    assert_eq!(prepared.diagnostics, [], "nothing else is wrong");
    pipeline::check_external(&mut prepared, root, scope, policy).expect("readable");
    let style = Style { format: Format::Short, ..Style::default() };
    report::render(&prepared.diagnostics, &prepared.sources, style)
}

#[test]
fn every_link_elsewhere_is_asked_and_told_at_its_place() {
    let server = Server::start();
    let site = site(SITE, &server);
    let report = report(site.path(), &Scope::default());
    let names = |text: &str| {
        let port = format!("127.0.0.1:{}", server.port);
        let text = text.replace(&port, "127.0.0.1:PORT");
        let closed =
            text.split("127.0.0.1:").find(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        let closed = closed.and_then(|rest| rest.split('/').next()).unwrap_or_default().to_owned();
        text.replace(&closed, "CLOSED")
    };
    let actual = names(&report);
    let file = repository("tests/external/report.txt");
    if update() {
        fs::write(&file, &actual).unwrap();
    }
    let expected = fs::read_to_string(&file).unwrap();
    assert!(expected == actual, "{}\n{actual}", first_difference(&expected, &actual));

    let asked = server.asked();
    assert_eq!(asked.get("HEAD /there"), Some(&4), "once itself, and behind three redirects");
    assert_eq!(asked.get("GET /there"), None, "the head is enough");
    assert_eq!(asked.get("GET /no-head"), Some(&1));
    assert_eq!(asked.get("HEAD /busy"), Some(&2));
    assert_eq!(asked.get("HEAD /limit"), Some(&2), "as often as the policy say");
    assert_eq!(asked.get("HEAD /gone"), Some(&1), "a page that is gone is gone");
    let wrong = |path: &&String| path.contains("ignored") || path.contains("/own/");
    assert_eq!(asked.keys().find(wrong), None);
}

#[test]
fn answers_are_remembered_beside_the_content() {
    let server = Server::start();
    let site = site(SITE, &server);
    let only = |file: &str| Scope { files: vec![site.path().join(file)], owner: None };
    let law = only("content/data/laws/old-law.yaml");
    let first = report(site.path(), &law);
    let asked: Vec<String> = server.asked().into_keys().collect();
    assert_eq!(asked, ["GET /gone?law", "HEAD /gone?law"], "only the file that was named");
    assert_eq!(report(site.path(), &law), first);
    assert_eq!(server.asked(), Asked::new(), "nobody was asked again");
    assert!(site.path().join(".mingbai/links.json").is_file());
    assert_eq!(fs::read_to_string(site.path().join(".mingbai/.gitignore")).unwrap(), "*\n");
    // A file that makes no sense is as good as none.
    fs::write(site.path().join(".mingbai/links.json"), "[1, 2").unwrap();
    assert_eq!(report(site.path(), &law), first);
    assert_eq!(server.asked().len(), 2);
}

#[test]
fn the_own_network_is_asked_only_where_the_settings_say_so() {
    let server = Server::start();
    let site = site(SITE, &server);
    let settings = site.path().join("content/site.yaml");
    let text = fs::read_to_string(&settings).unwrap();
    fs::write(&settings, text.replace("allow: [127.0.0.1]", "allow: [intern]")).unwrap();
    let law = Scope { files: vec![site.path().join("content/data/sources.yaml")], owner: None };
    let report = report(site.path(), &law);
    assert!(report.contains("could not be checked: it is in a local network"), "{report}");
    assert_eq!(server.asked(), Asked::new());
}

#[test]
fn a_host_that_is_silent_is_left_alone() {
    let server = Server::start();
    let links: String =
        (1..=5).map(|n| format!("[{n}](http://127.0.0.1:PORT/drop?{n})\n\n")).collect();
    let guide = format!("---\ntitle: 外\n---\n{links}");
    let settings = "title: 外\ncheck: {external: {allow: [\"127.0.0.1:PORT\"]}}\n";
    let files = [("content/site.yaml", settings), ("content/rights/out.md", guide.as_str())];
    let site = site(&files, &server);
    let report = report(site.path(), &Scope::default());
    assert_eq!(report.matches("could not be checked: no connection").count(), 5, "{report}");
    let asked: Vec<String> = server.asked().into_keys().collect();
    assert_eq!(asked, ["HEAD /drop?1", "HEAD /drop?2"]);
}

#[test]
fn a_run_ends_when_its_time_is_up_and_says_what_it_left() {
    let server = Server::start();
    let site = site(SITE, &server);
    let policy = RequestPolicy { whole: Duration::ZERO, ..policy() };
    let law =
        Scope { files: vec![site.path().join("content/data/laws/old-law.yaml")], owner: None };
    let file = repository("tests/external/unasked.txt");
    let actual = report_with(site.path(), &law, policy);
    if update() {
        fs::write(&file, &actual).unwrap();
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), actual);
    assert_eq!(server.asked(), Asked::new());
    assert!(report(site.path(), &law).contains("gone-link"), "the next run asks it");
}

#[test]
fn a_build_asks_nobody() {
    let server = Server::start();
    let site = site(SITE, &server);
    crate::support::build(site.path());
    pipeline::check(&request(site.path())).expect("readable");
    assert_eq!(server.asked(), Asked::new());
    assert!(!site.path().join(".mingbai").exists());
}
