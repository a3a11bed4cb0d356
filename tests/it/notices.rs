//! The licences of what is built in, which every package carries: `packaging/THIRD-PARTY.txt` has them all.
//! `UPDATE=1 cargo test notices` writes it anew.

use crate::support::{first_difference, repository, update};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use walkdir::WalkDir;

const FILE: &str = "packaging/THIRD-PARTY.txt";

/// What a release may be for.
const TARGETS: [&str; 6] = [
    "x86_64-unknown-linux-gnu",
    "aarch64-unknown-linux-gnu",
    "x86_64-apple-darwin",
    "aarch64-apple-darwin",
    "x86_64-pc-windows-gnu",
    "x86_64-pc-windows-msvc",
];

/// The terms of a crate that comes without the text of its licence, which is MIT.
const MIT: &str = include_str!("../../LICENSE-MIT");

#[test]
fn packages_carry_the_licences_of_what_is_built_in() {
    let (told, file) = (told(&built_in()), repository(FILE));
    if update() {
        fs::write(&file, &told).expect("writable");
    }
    let written = fs::read_to_string(&file).expect("UTF-8");
    assert!(told == written, "UPDATE=1 rewrites {FILE}:\n{}", first_difference(&written, &told));
    let scripts = ["packaging/archive", "packaging/wheel", "packaging/npm/make.mjs"];
    for script in scripts {
        let text = fs::read_to_string(repository(script)).expect("UTF-8");
        assert!(text.contains("THIRD-PARTY.txt"), "{script} packs it");
    }
}

/// A crate that becomes part of the program.
struct Crate {
    name: String,
    licence: String,
    authors: String,
    folder: PathBuf,
}

/// All of them, by name, for every system.
fn built_in() -> Vec<Crate> {
    let cargo = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        .args(TARGETS.map(|target| format!("--filter-platform={target}")))
        .current_dir(repository(""))
        .output()
        .expect("cargo is there");
    // `cargo fetch --locked` brings what a build for this system alone does not.
    assert!(cargo.status.success(), "{}", String::from_utf8_lossy(&cargo.stderr));
    let metadata: Value = serde_json::from_slice(&cargo.stdout).expect("JSON");
    let list = |value: &Value| value.as_array().expect("a list").clone();
    let nodes = list(&metadata["resolve"]["nodes"]).into_iter();
    let nodes: BTreeMap<String, Value> =
        nodes.map(|node| (node["id"].as_str().expect("an id").to_owned(), node)).collect();
    let mut left = vec![metadata["resolve"]["root"].as_str().expect("an id").to_owned()];
    let mut found = BTreeSet::new();
    while let Some(id) = left.pop() {
        for dependency in list(&nodes[&id]["deps"]) {
            let id = dependency["pkg"].as_str().expect("an id").to_owned();
            let is_built_in = list(&dependency["dep_kinds"]).iter().any(|k| k["kind"].is_null());
            if is_built_in && found.insert(id.clone()) {
                left.push(id);
            }
        }
    }
    let packages = list(&metadata["packages"]);
    let packages = packages.iter().filter(|p| found.contains(p["id"].as_str().unwrap_or_default()));
    let mut crates: Vec<Crate> = packages.map(one).collect();
    crates.sort_by(|a, b| (&a.name, &a.folder).cmp(&(&b.name, &b.folder)));
    crates
}

fn one(package: &Value) -> Crate {
    let text = |key: &str| package[key].as_str().unwrap_or_default().to_owned();
    let authors = package["authors"].as_array().into_iter().flatten();
    let names = authors.filter_map(Value::as_str).map(|a| a.split(" <").next().unwrap_or(a));
    let authors: Vec<&str> = names.collect();
    let folder = Path::new(&text("manifest_path")).parent().expect("a folder").to_owned();
    Crate { name: text("name"), licence: text("license"), authors: authors.join(", "), folder }
}

/// The file: every text once, under the crates that have it.
fn told(crates: &[Crate]) -> String {
    let mut texts: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for one in crates {
        let mut licences = licences(one);
        if licences.is_empty() {
            licences.push(without_text(one));
        }
        for text in licences {
            texts.entry(text).or_default().insert(&one.name);
        }
    }
    let mut texts: Vec<(BTreeSet<&str>, String)> =
        texts.into_iter().map(|(text, names)| (names, text)).collect();
    texts.sort();
    let mut out =
        "The program mingbai has parts that others have written. These are their licences.\n"
            .to_owned();
    for (names, text) in texts {
        let names = names.into_iter().collect::<Vec<_>>().join(", ");
        let _ = write!(out, "\n{}\n{names}\n\n{text}\n", "=".repeat(80));
    }
    out
}

/// What is said of a crate that comes without the text of its licence.
fn without_text(of: &Crate) -> String {
    let mut choices = of.licence.split(" OR ");
    if choices.clone().any(|licence| licence == "Zlib") {
        return "Under the zlib licence, which asks for no notice beside a program.".to_owned();
    }
    assert!(choices.any(|licence| licence == "MIT"), "{} has no text", of.name);
    assert!(!of.authors.is_empty(), "nobody has written {}", of.name);
    let (_, terms) = MIT.split_once("\n\nPermission").expect("the MIT licence");
    format!("MIT License\n\nCopyright (c) {}\n\nPermission{}", of.authors, tidy(terms))
}

/// The texts that come with a crate; of two licences to choose from, the shorter.
fn licences(of: &Crate) -> Vec<String> {
    let files = WalkDir::new(&of.folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    let files = files.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path);
    let mut files: Vec<PathBuf> = files.filter(|path| is_licence(path)).collect();
    let has = |files: &[PathBuf], what: &str| files.iter().any(|path| name(path).contains(what));
    if of.licence.contains(['/']) || of.licence.contains(" OR ") {
        if has(&files, "MIT") {
            files.retain(|path| !name(path).contains("APACHE"));
        }
        files.retain(|path| !name(path).contains("UNLICENSE"));
    }
    let texts = files.iter().map(|path| {
        let bytes = fs::read(path).expect("readable");
        tidy(&String::from_utf8_lossy(&bytes))
    });
    texts.collect()
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().to_uppercase()
}

/// Whether a file has a licence or what must be said, going by its name.
fn is_licence(path: &Path) -> bool {
    let name = name(path);
    let begins = ["LICENSE", "LICENCE", "COPYING", "NOTICE", "COPYRIGHT", "UNLICENSE"];
    let ends = [".YML", ".RS", ".HTML", ".JS", ".TOML"];
    begins.iter().any(|b| name.starts_with(b)) && !ends.iter().any(|e| name.ends_with(e))
}

/// A text without what only differs to the eye of a program.
fn tidy(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}
