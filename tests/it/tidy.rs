//! House rules that a compiler does not know: who may use whom, and what every file must have.

use crate::support::repository;
use crate::uses::{modules, uses};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// The rooms of the house in their order, and which of those before it each may use.
const ROOMS: &[(&str, &[&str])] = &[
    ("base", &[]),
    ("diag", &["base"]),
    ("yaml", &["base", "diag"]),
    ("model", &["base", "diag", "yaml"]),
    ("load", &["base", "diag", "yaml", "model"]),
    ("parse", &["base", "diag", "yaml", "model"]),
    ("link", &["base", "diag", "model", "parse"]),
    ("check", &["base", "diag", "yaml", "model", "parse"]),
    ("render", &["base", "diag", "model", "load"]),
    ("index", &["base", "model"]),
    ("write", &["base"]),
    (
        "commands",
        &[
            "base", "diag", "yaml", "model", "load", "parse", "link", "check", "render", "index",
            "write",
        ],
    ),
];

/// A crate, and the modules that may name it.
const HOMES: &[(&str, &[&str])] = &[
    ("pulldown_cmark", &["parse/markdown", "render/inert"]),
    ("tera", &["render/template"]),
    ("serde_yaml", &["yaml"]),
    ("saphyr_parser", &["yaml/places"]),
    ("walkdir", &["load"]),
    ("ammonia", &["render/sanitize"]),
    ("unicode_security", &["check/hidden"]),
    ("syntect", &["render/highlight"]),
    ("tikv_jemallocator", &["main"]),
    ("oxc_mangler", &["build"]),
    ("clap", &["commands/cli"]),
    ("annotate_snippets", &["diag/report"]),
    ("include_dir", &["load/theme", "commands/scaffold"]),
    ("jiff", &["base/day"]),
    ("notify", &["commands/serve"]),
    ("rustix", &["write/system/unix"]),
    ("indexmap", &["write/manifest"]),
    (
        "blake3",
        &["load/theme", "index", "base/cache", "base/picture", "base/source", "commands/pipeline"],
    ),
    ("sha2", &["base/integrity"]),
    ("base64", &["base/integrity", "render/bundle"]),
    ("html5ever", &["render/bundle/tree"]),
    ("markup5ever_rcdom", &["render/bundle/tree"]),
    ("exif", &["base/location", "base/picture"]),
    ("img_parts", &["base/picture"]),
    ("httparse", &["commands/serve"]),
    ("toml", &["commands/import"]),
    ("postcard", &["base/packing", "model/deferred", "parse/kept"]),
    ("ureq", &["commands/external"]),
    ("url", &["model/config", "commands/lsp/folder"]),
    ("lsp_server", &["commands/lsp"]),
    ("gen_lsp_types", &["commands/lsp"]),
    ("image", &["base/picture"]),
    ("imagesize", &["base/picture"]),
    ("rquickjs", &["commands/search_test", "commands/calculator_test"]),
    ("opencc_fmmseg", &["base/fold", "model/edition", "build"]),
    ("pinyin", &["commands/scaffold", "index"]),
    ("encoding_rs", &["index"]),
    ("aho_corasick", &["check/word_finder", "link/auto"]),
    ("memchr", &["base/chars", "parse"]),
    ("simdutf8", &["load", "model/long_text"]),
];

/// Only these touch the disk.
const DISK: &[&str] = &["load", "write", "commands", "main", "build"];

#[test]
fn a_room_uses_only_what_stands_before_it() {
    let modules = modules();
    let known: Vec<&str> = ROOMS.iter().map(|(room, _)| *room).collect();
    let outside = |room: &str| ["lib", "main", "build"].contains(&room);
    let mut wrong = Vec::new();
    for (number, (room, may)) in ROOMS.iter().enumerate() {
        let later = may.iter().filter(|used| !known[..number].contains(used));
        wrong.extend(
            later.map(|used| format!("{room} is to use {used}, which does not stand before it")),
        );
    }
    for (module, used) in uses(&modules) {
        let room = module.split('/').next().unwrap_or_default();
        if outside(room) {
            continue;
        }
        let Some((_, may)) = ROOMS.iter().find(|(known, _)| *known == room) else {
            wrong.push(format!("src/{module}.rs is in no room"));
            continue;
        };
        let rooms: BTreeSet<&str> = used.iter().filter_map(|path| path.split('/').next()).collect();
        let others = rooms.into_iter().filter(|used| *used != room && !may.contains(used));
        wrong.extend(others.map(|used| format!("src/{module}.rs uses {used}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_modules_that_stand_side_by_side_use_each_other() {
    let modules = modules();
    // By the module in which both stand: who uses whom among its parts.
    let mut parts: BTreeMap<String, BTreeMap<&str, BTreeSet<&str>>> = BTreeMap::new();
    for (module, used) in uses(&modules) {
        for used in used {
            let (one, other): (Vec<&str>, Vec<&str>) =
                (module.split('/').collect(), used.split('/').collect());
            let shared = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
            if let (Some(one), Some(other)) = (one.get(shared), other.get(shared)) {
                let above = module.split('/').take(shared).collect::<Vec<_>>().join("/");
                parts.entry(above).or_default().entry(one).or_default().insert(other);
            }
        }
    }
    let arrows: usize = parts.values().flat_map(BTreeMap::values).map(BTreeSet::len).sum();
    assert!(arrows > 200, "only {arrows} arrows are found");
    let mut circles = Vec::new();
    for (above, uses) in &parts {
        for part in uses.keys() {
            if reaches(uses, part).contains(part) {
                circles.push(format!("src/{above}: {part} uses itself by others"));
            }
        }
    }
    assert!(circles.is_empty(), "{}", circles.join("\n"));
}

/// All that a part uses, at once or by others.
fn reaches<'m>(uses: &BTreeMap<&'m str, BTreeSet<&'m str>>, from: &str) -> BTreeSet<&'m str> {
    let mut found = BTreeSet::new();
    let mut next: Vec<&str> = uses.get(from).into_iter().flatten().copied().collect();
    while let Some(part) = next.pop() {
        if found.insert(part) {
            next.extend(uses.get(part).into_iter().flatten());
        }
    }
    found
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
        let may = ["commands/cli", "commands/serve", "build"];
        if may.iter().any(|home| belongs(&module, home)) {
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

/// What can be written down: views, the files of a format, and what is kept between builds or goes into a key.
const WRITTEN_DOWN: [&str; 12] = [
    "render",
    "index",
    "commands/serve",
    "write",
    "commands/cli",
    "base/offset",
    "base/source",
    "model/document",
    "model/face",
    "model/links",
    "model/page",
    "model/registry",
];

#[test]
fn templates_see_only_views() {
    let modules = modules();
    for (module, text) in &modules {
        let mut derived = text.split("derive(").skip(1).filter_map(|rest| rest.split(')').next());
        let serializes = derived.any(|names| names.contains("Serialize"));
        let allowed = WRITTEN_DOWN.iter().any(|written| belongs(module, written));
        assert!(allowed || !serializes, "src/{module}.rs derives Serialize");
    }
    // A template that saw what the stages pass on would have to change with it.
    assert!(!modules["render/view"].contains("crate::model"), "a view shows parts of the model");
}

/// Whether `module` is `owner` or lies in it.
fn belongs(module: &str, owner: &str) -> bool {
    module == owner || module.strip_prefix(owner).is_some_and(|rest| rest.starts_with('/'))
}

#[test]
fn every_promise_names_a_test_that_there_is() {
    let text = fs::read_to_string(repository("docs/safety.md")).expect("there");
    let mut code = String::new();
    for folder in ["src", "tests/it"] {
        for (_, bytes) in crate::support::tree(&repository(folder)) {
            code.push_str(&String::from_utf8_lossy(&bytes));
        }
    }
    let named = text.split('`').skip(1).step_by(2).filter(|name| name.contains("::"));
    let tests = named.filter_map(|name| name.rsplit("::").next().filter(|last| last.contains('_')));
    let tests: Vec<&str> = tests.collect();
    assert!(tests.len() > 20, "{} tests", tests.len());
    for test in tests {
        assert!(code.contains(&format!("fn {test}(")), "there is no test {test}");
    }
}
