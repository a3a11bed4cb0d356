//! The development server as its visitors see it: the real binary on a port of its own, asked through
//! plain sockets. Waiting is bounded by [`PATIENCE`] and ends with what is waited for.

use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use crate::support::put;
use tempfile::TempDir;

/// Long enough for the slowest machine; reached only when something is wrong.
const PATIENCE: Duration = Duration::from_secs(60);

/// A site of two pages with a theme of a few lines.
const SITE: &[(&str, &str)] = &[
    ("content/site.yaml", "title: Site\n"),
    ("content/index.md", "---\ntitle: Home\n---\n\nWelcome.\n"),
    ("content/花呗.md", "---\ntitle: Guide\n---\n\nFirst words.\n"),
    ("content/static/notes.txt", "plain <body></body>\n"),
    ("themes/default/templates/home.html", "<body>{{ body_html | safe }}</body>\n"),
    ("themes/default/templates/page.html", "<body>{{ body_html | safe }}</body>\n"),
    ("themes/default/templates/folder.html", "<body>{{ title }}</body>\n"),
    ("themes/default/templates/search.html", "<body>search</body>\n"),
    ("themes/default/templates/404.html", "<body>Not here.</body>\n"),
    ("themes/default/templates/robots.txt", "robots\n"),
];

/// The address of [`GUIDE_FILE`], as browsers send it.
const GUIDE: &str = "/%E8%8A%B1%E5%91%97/";
const GUIDE_FILE: &str = "content/花呗.md";

/// A guide with a link that leads nowhere.
const BROKEN: &str = "---\ntitle: Guide\n---\n\nSecond words, [[nowhere]].\n";

/// A running server and its site. Ends with its owner.
struct Server {
    site: TempDir,
    process: Child,
    /// What it printed first.
    address: String,
    /// The lines of its stderr.
    said: Receiver<String>,
}

impl Server {
    fn start(changes: &[(&str, &str)]) -> Self {
        let site = tempfile::tempdir().unwrap();
        for (path, text) in SITE.iter().chain(changes) {
            put(site.path(), path, text);
        }
        let mut process = command(site.path(), "0").spawn().unwrap();
        let said = lines(process.stderr.take().unwrap());
        let printed = lines(process.stdout.take().unwrap());
        let Ok(address) = printed.recv_timeout(PATIENCE) else {
            let _ = process.kill();
            panic!("no address; stderr: {:?}", said.iter().collect::<Vec<_>>());
        };
        Self { site, process, address, said }
    }

    /// `127.0.0.1:4321`
    fn host(&self) -> &str {
        self.address.trim_start_matches("http://").split('/').next().unwrap()
    }

    /// Replaces a file at once, as editors do: a build must not see half of it.
    fn edit(&self, path: &str, text: &str) {
        put(self.site.path(), ".edit", text);
        fs::rename(self.site.path().join(".edit"), self.site.path().join(path)).unwrap();
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.host()).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Sends these lines and reads the whole answer.
    fn ask(&self, head: &str) -> Reply {
        let mut stream = self.connect();
        stream.write_all(format!("{}\r\n\r\n", head.replace('\n', "\r\n")).as_bytes()).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        Reply { head: head.to_owned(), body: body.to_owned() }
    }

    fn get(&self, target: &str) -> Reply {
        self.ask(&format!("GET {target} HTTP/1.1\nHost: {}", self.host()))
    }

    /// Opens a page: its text, and what it hears of builds from then on.
    fn open(&self, target: &str) -> Page {
        let page = self.get(target);
        let version = page.body.split_once("data-version=\"").unwrap().1;
        Page { version: version.split('"').next().unwrap().to_owned(), events: self.listen() }
    }

    fn listen(&self) -> Events {
        let mut stream = self.connect();
        let head = format!("GET /__mingbai/events HTTP/1.1\r\nHost: {}\r\n\r\n", self.host());
        stream.write_all(head.as_bytes()).unwrap();
        let mut lines = BufReader::new(stream);
        let mut status = String::new();
        lines.read_line(&mut status).unwrap();
        Events { accepted: status.contains(" 200 "), lines }
    }

    /// Reads stderr until a line has these words; gives all lines read.
    fn hear(&self, words: &str) -> String {
        let mut heard = String::new();
        while !heard.contains(words) {
            match self.said.recv_timeout(PATIENCE) {
                Ok(line) => heard.push_str(&(line + "\n")),
                Err(error) => panic!("{error}: no {words:?} in {heard:?}"),
            }
        }
        heard
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn command(root: &Path, port: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mingbai"));
    command.args(["serve", "--lang", "en", "--color", "never", "--port", port, "--root"]).arg(root);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Lines as they come, read on a thread so that waiting for one can end.
fn lines(from: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let lines = BufReader::new(from).lines().map_while(Result::ok);
        lines.map(|line| sender.send(line)).take_while(Result::is_ok).count()
    });
    receiver
}

struct Reply {
    head: String,
    body: String,
}

impl Reply {
    fn status(&self) -> &str {
        self.head.split(' ').nth(1).unwrap()
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

struct Page {
    version: String,
    events: Events,
}

impl Page {
    /// Waits until the page would load itself again.
    fn wait_for_reload(&mut self) {
        while self.events.next("version") == self.version {}
    }
}

struct Events {
    accepted: bool,
    lines: BufReader<TcpStream>,
}

impl Events {
    /// Waits for the next event of this name and gives its data.
    fn next(&mut self, name: &str) -> String {
        loop {
            if self.line() == format!("event: {name}") {
                break;
            }
        }
        let mut data = Vec::new();
        loop {
            match self.line().strip_prefix("data: ") {
                Some(line) => data.push(line.to_owned()),
                None => return data.join("\n"),
            }
        }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        let read = self.lines.read_line(&mut line).expect("an event in time");
        assert!(read > 0, "the stream has ended");
        line.trim_end_matches('\n').to_owned()
    }
}

#[test]
fn quiet_says_only_what_is_wrong() {
    let site = tempfile::tempdir().unwrap();
    SITE.iter().for_each(|(path, text)| put(site.path(), path, text));
    let mut process = command(site.path(), "0").arg("--quiet").spawn().unwrap();
    let said = lines(process.stderr.take().unwrap());
    let printed = lines(process.stdout.take().unwrap());
    let address = printed.recv_timeout(PATIENCE);
    let server = Server { site, process, address: address.unwrap(), said };
    server.edit(GUIDE_FILE, BROKEN);
    let heard = server.hear("1 error");
    assert!(heard.starts_with("error[dead-wiki]"), "nothing was said before: {heard}");
    assert!(!heard.contains(" ms"), "{heard}");
}

#[test]
fn an_edit_reaches_the_open_page() {
    let server = Server::start(&[]);
    let mut page = server.open(GUIDE);
    assert!(server.get(GUIDE).body.contains("First words."));
    assert_eq!(page.events.next("report"), "");
    server.edit(GUIDE_FILE, "---\ntitle: Guide\n---\n\nSecond words.\n");
    page.wait_for_reload();
    assert!(server.get(GUIDE).body.contains("Second words."));
    server.hear("rebuilt in");

    let mut page = server.open("/");
    server.edit("content/new.md", "---\ntitle: New\n---\n\nNew page.\n");
    page.wait_for_reload();
    assert!(server.get("/new/").body.contains("New page."));

    let mut page = server.open("/");
    server.edit("themes/default/templates/home.html", "<body>other theme</body>");
    page.wait_for_reload();
    assert!(server.get("/").body.contains("other theme"));
    assert!(!server.site.path().join("public").exists(), "nothing is written");
}

#[test]
fn a_search_page_that_is_open_is_told_to_look_again() {
    let server = Server::start(&[]);
    let mut page = server.open("/");
    let packs = || -> Vec<String> {
        let manifest: serde_json::Value =
            serde_json::from_str(&server.get("/search/manifest.json").body).expect("JSON");
        let names = ["terms", "texts"].map(|key| manifest[key].as_str().expect("names").to_owned());
        // Twelve digits each.
        let starts = |names: &String| (0..names.len()).step_by(12).collect::<Vec<_>>();
        let names = names.iter().flat_map(|names| {
            starts(names).into_iter().map(|start| names[start..start + 12].to_owned())
        });
        names.map(|name| format!("/search/{name}-0.bin")).collect()
    };
    let status = |pack: &String| {
        let head = format!("HEAD {pack} HTTP/1.1\nHost: {}", server.host());
        server.ask(&head).status().to_owned()
    };
    let before = packs();
    assert!(!before.is_empty() && before.iter().all(|pack| status(pack) == "200"));
    server.edit(GUIDE_FILE, "---\ntitle: Guide\n---\n\nSecond words, and others.\n");
    page.wait_for_reload();
    // Before anybody asks for the new manifest and after: what is gone is not there, which is what makes the
    // script ask for the manifest again.
    assert!(before.iter().any(|pack| status(pack) == "404"));
    let after = packs();
    assert!(after.iter().all(|pack| status(pack) == "200"));
    assert!(before.iter().filter(|pack| !after.contains(pack)).all(|pack| status(pack) == "404"));
    assert_ne!(before, after);
}

#[test]
fn errors_keep_the_last_good_site() {
    let server = Server::start(&[]);
    let mut page = server.open(GUIDE);
    assert_eq!(page.events.next("report"), "");
    server.edit(GUIDE_FILE, BROKEN);
    let report = page.events.next("report");
    assert!(report.contains("error[dead-wiki]") && report.contains("花呗.md:5:"), "{report}");
    assert!(server.get(GUIDE).body.contains("First words."));
    assert!(server.hear("the last good site stays").contains("error[dead-wiki]"));
    // A page opened now shows the report as well.
    assert_eq!(server.listen().next("report"), report);

    server.edit(GUIDE_FILE, "---\ntitle: Guide\n---\n\nThird words.\n");
    page.wait_for_reload();
    assert_eq!(page.events.next("report"), "");
    assert!(server.get(GUIDE).body.contains("Third words."));
    server.hear("good again");
}

#[test]
fn a_first_build_with_errors_is_shown_as_far_as_it_goes() {
    let server = Server::start(&[(GUIDE_FILE, BROKEN)]);
    assert!(server.get(GUIDE).body.contains("Second words"));
    assert!(server.listen().next("report").contains("error[dead-wiki]"));
}

#[test]
fn without_any_page_the_report_is_the_page() {
    let template = "themes/default/templates/404.html";
    let server = Server::start(&[(template, "<body>{% if %}</body>")]);
    let reply = server.get("/");
    assert_eq!(reply.status(), "500");
    assert!(reply.body.contains("<pre>error[template]"), "{}", reply.body);
    let mut page = server.open("/");
    server.edit(template, "<body>Not here.</body>");
    page.wait_for_reload();
    assert!(server.get("/").body.contains("Welcome."));
}

#[test]
fn sources_that_go_away_are_reported_and_may_come_back() {
    let server = Server::start(&[]);
    let mut page = server.open(GUIDE);
    assert_eq!(page.events.next("report"), "");
    let (content, away) = (server.site.path().join("content"), server.site.path().join("away"));
    fs::rename(&content, &away).unwrap();
    assert!(page.events.next("report").contains("there is no folder"));
    assert!(server.get(GUIDE).body.contains("First words."));
    fs::rename(&away, &content).unwrap();
    while !page.events.next("report").is_empty() {}
    server.edit(GUIDE_FILE, "---\ntitle: Guide\n---\n\nBack again.\n");
    page.wait_for_reload();
    assert!(server.get(GUIDE).body.contains("Back again."));
}

#[test]
fn addresses_are_those_of_the_published_site() {
    let server = Server::start(&[("content/café.md", "---\ntitle: Café\n---\n\nNFC.\n")]);
    assert_eq!(server.address, format!("http://{}/", server.host()));

    let home = server.get("/");
    assert_eq!(home.status(), "200");
    assert_eq!(home.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(home.header("content-security-policy"), Some("default-src 'self'"));
    assert_eq!(home.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(home.header("referrer-policy"), Some("no-referrer"));
    assert_eq!(home.header("cache-control"), Some("no-store"));
    assert!(home.body.contains("Welcome.") && home.body.contains("src=\"/__mingbai/live.js\""));

    let notes = server.get("/notes.txt");
    assert_eq!(notes.header("content-type"), Some("text/plain; charset=utf-8"));
    assert_eq!(notes.body, "plain <body></body>\n");

    let script = server.get("/__mingbai/live.js");
    assert_eq!(script.header("content-type"), Some("text/javascript; charset=utf-8"));

    let folder = server.get(GUIDE.trim_end_matches('/'));
    assert_eq!((folder.status(), folder.header("location")), ("302", Some(GUIDE)));

    assert!(server.get("/cafe%CC%81/").body.contains("NFC."));

    let missing = server.get("/nothing/");
    assert_eq!(missing.status(), "404");
    assert!(missing.body.contains("Not here."));

    let head = server.ask(&format!("HEAD / HTTP/1.1\nHost: {}", server.host()));
    assert_eq!(head.header("content-length"), Some(home.body.len().to_string().as_str()));
    assert_eq!(head.body, "");
}

#[test]
fn a_site_may_live_below_a_path() {
    let settings = "title: Site\nbase_url: https://example.org/project/\n";
    let server = Server::start(&[
        ("content/site.yaml", settings),
        ("themes/default/templates/feed.xml", "feed"),
        ("themes/default/templates/sitemap.xml", "sitemap"),
    ]);
    assert_eq!(server.address, format!("http://{}/project/", server.host()));
    let root = server.get("/");
    assert_eq!((root.status(), root.header("location")), ("302", Some("/project/")));
    assert!(server.get("/project/").body.contains("Welcome."));
    assert!(server.get(&format!("/project{GUIDE}")).body.contains("First words."));
    assert_eq!(server.get(GUIDE).status(), "404");
}

#[test]
fn strangers_are_refused() {
    let server = Server::start(&[]);
    let ask = |head: &str| server.ask(head).status().to_owned();
    assert_eq!(ask("GET / HTTP/1.1\nHost: localhost:1"), "200");
    assert_eq!(ask("GET / HTTP/1.1\nHost: [::1]\nOrigin: http://127.0.0.1:9"), "200");
    assert_eq!(ask("GET / HTTP/1.1\nHost: evil.example"), "403");
    assert_eq!(ask("GET / HTTP/1.1"), "403");
    for origin in ["http://evil.example", "null", "http://localhost.evil.example"] {
        let asked = format!("GET /__mingbai/events HTTP/1.1\nHost: localhost\nOrigin: {origin}");
        assert_eq!(ask(&asked), "403", "{origin}");
    }
    assert_eq!(ask("POST / HTTP/1.1\nHost: localhost\nContent-Length: 3\n\nabc"), "405");
    assert_eq!(ask("GET http://evil.example/ HTTP/1.1\nHost: localhost"), "400");
    let huge = format!("GET / HTTP/1.1\nHost: localhost\nContent-Length: {}", u64::MAX);
    assert_eq!(ask(&huge), "200");
    assert_eq!(ask(&format!("GET /{} HTTP/1.1\nHost: localhost", "a".repeat(40_000))), "400");
    assert_eq!(server.get("/").status(), "200", "and it still runs");
}

#[test]
fn nothing_outside_the_site_is_served() {
    let server = Server::start(&[("secret.txt", "secret")]);
    let targets = [
        "/../secret.txt",
        "/notes.txt/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/%252e%252e/secret.txt",
        "/..\\secret.txt",
        "//etc/passwd",
        "/content/site.yaml",
        "/notes.txt%00",
    ];
    for target in targets {
        let reply = server.get(target);
        assert_eq!(reply.status(), "404", "{target}");
        assert!(reply.body.contains("Not here."), "{target}");
    }
}

#[test]
fn the_slow_and_the_idle_hold_up_nobody() {
    let server = Server::start(&[]);
    let idle: Vec<TcpStream> = (0..60).map(|_| server.connect()).collect();
    for mut stream in &idle[..30] {
        stream.write_all(b"GET / HTTP/1.1\r\nHo").unwrap();
    }
    assert_eq!(server.get("/").status(), "200");

    let mut pages: Vec<Events> = (0..64).map(|_| server.listen()).collect();
    assert!(pages.iter().all(|page| page.accepted));
    assert!(!server.listen().accepted, "their number is bounded");
    assert_eq!(server.get("/").status(), "200");
    pages.clear();
    let start = Instant::now();
    while !server.listen().accepted {
        assert!(start.elapsed() < PATIENCE, "pages that were closed make room");
        thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn a_port_that_is_taken_is_a_failure() {
    let server = Server::start(&[]);
    let port = server.host().rsplit(':').next().unwrap();
    let output = command(server.site.path(), port).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains(&format!("port {port} is taken")) && said.contains("--port 0"), "{said}");
}

#[test]
fn a_folder_without_content_is_a_failure() -> io::Result<()> {
    let empty = tempfile::tempdir()?;
    let output = command(empty.path(), "0").output()?;
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "", "no address is promised");
    Ok(())
}
