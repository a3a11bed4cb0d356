//! House rules that a compiler does not know: who may use whom, and what every file must have.

use crate::support::repository;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A module, and the modules of the house that it must not name.
const WALLS: &[(&str, &[&str])] = &[
    ("source", &["!chars"]),
    ("diagnostic", &["!source"]),
    ("output", &["*"]),
    ("parse", &["link", "render", "index", "write", "theme", "site", "pipeline", "cli", "serve"]),
    ("link", &["render", "index", "write", "theme", "pipeline", "cli", "serve"]),
    ("check", &["link", "render", "index", "write", "theme", "load", "pipeline", "cli", "serve"]),
    ("site", &["link", "render", "index", "write", "theme", "parse"]),
    ("index", &["render", "write", "theme", "parse", "link", "pipeline"]),
    ("address", &["*"]),
    ("addresses", &["!page"]),
    ("location", &["*"]),
    ("history", &["link", "render", "index", "write", "theme", "load", "parse", "pipeline", "cli"]),
    (
        "external",
        &["link", "render", "index", "write", "theme", "load", "parse", "pipeline", "cli"],
    ),
    ("picture", &["*"]),
    ("edition", &["render", "index", "write", "theme", "parse", "link", "site", "page"]),
    ("render", &["index", "write", "parse", "link", "pipeline", "load"]),
    ("write", &["!output"]),
    ("theme", &["render", "link", "parse", "site", "page"]),
    ("registry", &["parse", "link", "render", "site", "page"]),
];

/// A crate, and the modules that may name it.
const HOMES: &[(&str, &[&str])] = &[
    ("pulldown_cmark", &["parse/markdown"]),
    ("tera", &["render/template"]),
    ("serde_yaml", &["yaml"]),
    ("walkdir", &["load", "theme"]),
    ("syntect", &["render/highlight"]),
    ("clap", &["cli"]),
    ("annotate_snippets", &["report"]),
    ("include_dir", &["theme", "scaffold"]),
    ("jiff", &["day"]),
    ("notify", &["serve"]),
    ("rustix", &["write"]),
    ("blake3", &["theme", "index", "picture", "pipeline/inputs"]),
    ("sha2", &["theme"]),
    ("exif", &["location"]),
    ("ureq", &["external"]),
    ("url", &["config"]),
    ("image", &["picture"]),
    ("imagesize", &["picture"]),
    ("rquickjs", &["search_test"]),
    ("minifier", &["theme"]),
    ("opencc_fmmseg", &["fold", "index", "edition"]),
    ("pinyin", &["scaffold", "index"]),
    ("encoding_rs", &["index"]),
    ("aho_corasick", &["link/auto"]),
];

/// Only these touch the disk.
const DISK: &[&str] =
    &["load", "theme", "external", "write", "serve", "scaffold", "pipeline", "cli", "main"];

#[test]
fn no_use_crosses_a_wall() {
    let mut crossings = Vec::new();
    for (module, text) in modules() {
        for (owner, forbidden) in WALLS.iter().filter(|(owner, _)| belongs(&module, owner)) {
            for used in used_modules(&text).filter(|used| used != owner) {
                let crossed = match forbidden.first() {
                    Some(&"*") => true,
                    Some(allowed) if allowed.starts_with('!') => used != allowed[1..],
                    _ => forbidden.contains(&used.as_str()),
                };
                if crossed {
                    crossings.push(format!("src/{module}.rs names crate::{used}"));
                }
            }
        }
    }
    assert!(crossings.is_empty(), "{}", crossings.join("\n"));
}

#[test]
fn every_crate_has_one_home() {
    let mut strangers = Vec::new();
    for (module, text) in modules() {
        for (name, homes) in HOMES {
            let named =
                text.contains(&format!("{name}::")) || text.contains(&format!("use {name}"));
            if named && !homes.iter().any(|home| belongs(&module, home)) {
                strangers.push(format!("src/{module}.rs names {name}"));
            }
        }
    }
    assert!(strangers.is_empty(), "{}", strangers.join("\n"));
}

#[test]
fn only_the_outer_stages_touch_the_disk() {
    for (module, text) in modules() {
        let at_home = DISK.iter().any(|home| belongs(&module, home));
        let touches = text.contains("std::fs") || text.contains("fs::read");
        assert!(at_home || !touches, "src/{module}.rs touches the disk");
    }
}

#[test]
fn nobody_but_the_command_line_prints_or_exits() {
    for (module, text) in modules() {
        if belongs(&module, "cli") || belongs(&module, "serve") || module == "build" {
            continue;
        }
        for word in ["println!", "eprintln!", "process::exit", "dbg!", "todo!", "unimplemented!"] {
            assert!(!text.contains(word), "src/{module}.rs has {word}");
        }
    }
}

#[test]
fn every_module_says_what_it_is_for() {
    for (module, text) in modules() {
        assert!(text.starts_with("//! "), "src/{module}.rs has no module documentation");
    }
}

#[test]
fn what_a_build_watches_is_there() {
    let script = fs::read_to_string(repository("src/build.rs")).expect("UTF-8");
    let listed = script.split("const EMBEDDED").nth(1).and_then(|rest| rest.split(';').nth(1));
    let watched: Vec<&str> = listed.expect("a list").split('"').skip(1).step_by(2).collect();
    let modules = modules();
    let mut embedded: Vec<&str> = Vec::new();
    for text in modules.values() {
        let folders = text.split("include_dir!(\"$CARGO_MANIFEST_DIR/").skip(1);
        embedded.extend(folders.filter_map(|rest| rest.split('"').next()));
    }
    embedded.sort_unstable();
    let mut sorted = watched.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, embedded, "src/build.rs watches what is embedded, and nothing else");
    for folder in watched {
        // A path that is not there counts as changed, and everything is compiled again every time.
        assert!(repository(folder).is_dir(), "src/build.rs watches {folder}, which is not there");
    }
    let manifest = fs::read_to_string(repository("Cargo.toml")).expect("UTF-8");
    let include = manifest.lines().find(|line| line.starts_with("include = ")).expect("a list");
    for path in include.split('"').skip(1).step_by(2).filter(|path| !path.contains('*')) {
        assert!(repository(&path[1..]).exists(), "Cargo.toml includes {path}, which is not there");
    }
}

#[test]
fn templates_see_only_views() {
    for (module, text) in modules() {
        let serializes = text.contains("derive(") && text.contains("Serialize");
        let allowed =
            ["render", "index", "serve", "write", "cli"].iter().any(|h| belongs(&module, h));
        assert!(allowed || !serializes, "src/{module}.rs derives Serialize");
    }
}

/// Whether `module` is `owner` or lies in it.
fn belongs(module: &str, owner: &str) -> bool {
    module == owner || module.strip_prefix(owner).is_some_and(|rest| rest.starts_with('/'))
}

/// First names behind `crate::`, in code, not in comments or tests.
fn used_modules(text: &str) -> impl Iterator<Item = String> + '_ {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    code.flat_map(|line| {
        line.match_indices("crate::").flat_map(|(at, found)| {
            let rest = &line[at + found.len()..];
            let grouped = rest.strip_prefix('{').and_then(|r| r.split('}').next());
            let names: Vec<String> = match grouped {
                Some(group) => group.split(',').map(first_name).collect(),
                None => vec![first_name(rest)],
            };
            names.into_iter().filter(|name| name.starts_with(char::is_lowercase))
        })
    })
}

fn first_name(path: &str) -> String {
    path.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// Every file of `src/` by its module path, without its unit tests.
fn modules() -> BTreeMap<String, String> {
    let mut modules = BTreeMap::new();
    collect(&repository("src"), "", &mut modules);
    assert!(modules.len() > 30, "the sources are found");
    modules
}

fn collect(folder: &Path, prefix: &str, modules: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("readable").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{prefix}{name}/"), modules);
        } else if let Some(stem) = name.strip_suffix(".rs") {
            let text = fs::read_to_string(entry.path()).expect("UTF-8");
            let code = text.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
            modules.insert(format!("{prefix}{stem}"), code);
        }
    }
}
