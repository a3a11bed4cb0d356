//! What several tests need: the repository's folders, building a folder, comparing trees.

use mingbai::Request;
use mingbai::commands::pipeline;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// A path below the repository.
pub(crate) fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Writes a file of a site, with the folders above it.
pub(crate) fn put(root: &Path, below: &str, bytes: impl AsRef<[u8]>) {
    let file = root.join(below);
    fs::create_dir_all(file.parent().expect("below")).expect("writable");
    fs::write(file, bytes).expect("writable");
}

/// A request for the site in `root` on the day that all cases are built for.
pub(crate) fn request(root: &Path) -> Request {
    let at = mingbai::base::day::parse_day("2026-11-22");
    Request { root: root.to_owned(), at, ..Request::default() }
}

/// Every file of a site, built in memory, and the short report.
pub(crate) fn build(root: &Path) -> (BTreeMap<String, Vec<u8>>, String) {
    build_with(&request(root))
}

/// The same for any request.
pub(crate) fn build_with(request: &Request) -> (BTreeMap<String, Vec<u8>>, String) {
    let mut prepared = pipeline::prepare(request).expect("the folder can be read");
    let files = Mutex::new(BTreeMap::new());
    pipeline::render_all(&mut prepared, &|output| {
        let twice = files.lock().expect("no panic").insert(output.path.clone(), output.bytes);
        assert!(twice.is_none(), "two files at {}", output.path);
    });
    mingbai::diag::report::sort(&mut prepared.diagnostics, &prepared.sources);
    let style = mingbai::diag::report::Style {
        format: mingbai::diag::report::Format::Short,
        ..mingbai::diag::report::Style::default()
    };
    let report = mingbai::diag::report::render(&prepared.diagnostics, &prepared.sources, style);
    (files.into_inner().expect("no panic"), report)
}

/// All files below a folder, by path.
pub(crate) fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    collect(folder, folder, &mut files);
    files
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let name = path.strip_prefix(root).expect("below").to_string_lossy().replace('\\', "/");
            files.insert(name, fs::read(&path).expect("readable"));
        }
    }
}

/// The folders directly below `tests/<name>`, sorted.
pub(crate) fn cases(name: &str) -> Vec<PathBuf> {
    let folder = repository("tests").join(name);
    let mut cases: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap_or_else(|e| panic!("{}: {e}", folder.display()))
        .flatten()
        .map(|e| e.path())
        .collect();
    cases.sort();
    assert!(!cases.is_empty(), "no cases in {}", folder.display());
    cases
}

/// How many random cases a test tries: `MINGBAI_CASES`, or its own number.
pub(crate) fn tries(usual: u32) -> u32 {
    std::env::var("MINGBAI_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(usual)
}

/// Whether expectations are to be rewritten: `UPDATE=1 cargo test`.
pub(crate) fn update() -> bool {
    std::env::var_os("UPDATE").is_some()
}

/// Compares two trees in both directions; every difference is a line.
pub(crate) fn differences(
    expected: &BTreeMap<String, Vec<u8>>,
    actual: &BTreeMap<String, Vec<u8>>,
) -> Vec<String> {
    let mut lines = Vec::new();
    for (path, bytes) in expected {
        match actual.get(path) {
            None => lines.push(format!("missing: {path}")),
            Some(found) if found != bytes => lines.push(format!(
                "differs: {path}\n{}",
                first_difference(&String::from_utf8_lossy(bytes), &String::from_utf8_lossy(found))
            )),
            Some(_) => {}
        }
    }
    lines.extend(
        actual.keys().filter(|p| !expected.contains_key(*p)).map(|p| format!("not expected: {p}")),
    );
    lines
}

/// The first line in which two texts differ.
pub(crate) fn first_difference(expected: &str, actual: &str) -> String {
    let (mut a, mut b) = (expected.lines(), actual.lines());
    let mut line = 0;
    loop {
        line += 1;
        match (a.next(), b.next()) {
            (Some(x), Some(y)) if x == y => {}
            (None, None) => return "  only in line endings".to_owned(),
            (x, y) => {
                let (x, y) = (x.unwrap_or("(end)"), y.unwrap_or("(end)"));
                return format!("  line {line}\n  expected: {x}\n  actual:   {y}");
            }
        }
    }
}
