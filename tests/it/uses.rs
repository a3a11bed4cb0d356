//! Which module of `src/` names which, read from the sources: for the rules of the house.

use crate::support::repository;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Every file of `src/` by its module path (`link/auto`), without its unit tests.
pub(crate) fn modules() -> BTreeMap<String, String> {
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

/// For every module the modules that it names, itself not among them.
pub(crate) fn uses(modules: &BTreeMap<String, String>) -> BTreeMap<&str, BTreeSet<&str>> {
    let named = |path: &[&str]| {
        let whole = (1..=path.len()).rev().map(|n| path[..n].join("/"));
        whole.into_iter().find_map(|path| modules.get_key_value(&path).map(|(key, _)| key.as_str()))
    };
    let of_module = |(module, text): (&'_ String, &String)| -> BTreeSet<&str> {
        let code: Vec<&str> =
            text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        let code = code.join("\n");
        let here: Vec<&str> = module.split('/').collect();
        let paths = paths(&code, &here);
        let found = paths
            .iter()
            .filter_map(|path| named(&path.iter().map(String::as_str).collect::<Vec<_>>()));
        found.filter(|found| *found != module).collect()
    };
    modules.iter().map(|entry| (entry.0.as_str(), of_module(entry))).collect()
}

/// All paths that begin with `crate::` or `super::`, from the root.
fn paths(code: &str, here: &[&str]) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for start in ["crate::", "super::"] {
        for (at, _) in code.match_indices(start) {
            let before = code[..at].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
                continue;
            }
            let (mut base, mut rest) = (Vec::new(), &code[at..]);
            match rest.strip_prefix("crate::") {
                Some(after) => rest = after,
                None => {
                    let mut above = here.len();
                    while let Some(after) = rest.strip_prefix("super::") {
                        (above, rest) = (above.saturating_sub(1), after);
                    }
                    base = here[..above].iter().map(|part| (*part).to_owned()).collect();
                }
            }
            branches(rest, &base, &mut found);
        }
    }
    found
}

/// Follows a path and each branch of `{…}` in it; returns what stands behind it.
fn branches<'c>(code: &'c str, base: &[String], found: &mut Vec<Vec<String>>) -> &'c str {
    let mut path = base.to_vec();
    let mut rest = code.trim_start();
    loop {
        if let Some(mut inside) = rest.strip_prefix('{') {
            while !inside.trim_start().starts_with('}') && !inside.is_empty() {
                inside = branches(inside, &path, found).trim_start();
                let end = inside.find([',', '}']).unwrap_or(inside.len());
                inside = inside[end..].trim_start_matches(',');
            }
            return inside.trim_start().strip_prefix('}').unwrap_or(inside);
        }
        let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        if length == 0 {
            return rest;
        }
        if &rest[..length] != "self" {
            path.push(rest[..length].to_owned());
        }
        match rest[length..].strip_prefix("::") {
            Some(after) => rest = after,
            None => {
                found.push(path);
                return &rest[length..];
            }
        }
    }
}

#[test]
fn paths_are_followed_into_their_branches() {
    let code =
        "use crate::{a::b, c::{self, d::E}};\nlet x = super::super::f::g(1); mycrate::no::no();";
    let found: Vec<String> =
        paths(code, &["here", "deep", "file"]).iter().map(|path| path.join("/")).collect();
    assert_eq!(found, ["a/b", "c", "c/d/E", "here/f/g"]);
}
