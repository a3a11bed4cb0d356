//! What is built in: licences that go with ours, one registry, no `unsafe` of our own. `cargo deny` says more
//! where it is installed (`.ci/run`); this needs nothing but the lock file and what cargo has fetched.

use crate::support::repository;
use crate::uses::modules;
use serde_json::Value;
use std::fs;
use std::process::Command;

fn packages() -> Vec<Value> {
    let cargo = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        .current_dir(repository(""))
        .output()
        .expect("cargo is there");
    assert!(cargo.status.success(), "{}", String::from_utf8_lossy(&cargo.stderr));
    let metadata: Value = serde_json::from_slice(&cargo.stdout).expect("JSON");
    metadata["packages"].as_array().expect("a list").clone()
}

/// The licences that `deny.toml` allows.
fn allowed() -> Vec<String> {
    let text = fs::read_to_string(repository("deny.toml")).expect("there");
    let (_, list) = text.split_once("allow = [").expect("a list");
    let (list, _) = list.split_once(']').expect("it ends");
    list.split(',')
        .map(|l| l.trim().trim_matches('"').to_owned())
        .filter(|l| !l.is_empty())
        .collect()
}

/// Whether an expression such as `(MIT OR Apache-2.0) AND Unicode-3.0` can be met.
fn fits(expression: &str, allowed: &[String]) -> bool {
    let plain = expression.replace(['(', ')'], " ").replace('/', " OR ");
    plain
        .split(" AND ")
        .all(|part| part.split(" OR ").any(|licence| allowed.iter().any(|a| a == licence.trim())))
}

#[test]
fn every_crate_has_a_licence_that_goes_with_ours_and_comes_from_the_registry() {
    let (packages, allowed) = (packages(), allowed());
    assert!(packages.len() > 100 && allowed.len() > 5);
    for package in packages {
        let name = package["name"].as_str().unwrap_or_default();
        // Of a licence that is only a file `cargo deny` reads the text.
        let licence = package["license"].as_str().unwrap_or_default();
        let file = licence.is_empty() && package["license_file"].is_string();
        assert!(file || fits(licence, &allowed), "{name}: {licence}");
        let source = package["source"].as_str();
        assert!(source.is_none_or(|s| s.starts_with("registry+")), "{name}: {source:?}");
        assert!(source.is_some() || name == "mingbai", "{name} is of no registry");
    }
    assert!(!fits("GPL-3.0-only", &allowed) && !fits("MIT AND GPL-3.0-only", &allowed));
}

#[test]
fn no_module_of_ours_is_unsafe() {
    for (module, code) in modules() {
        let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        let found = lines.filter(|line| {
            line.split(|c: char| !c.is_alphanumeric() && c != '_').any(|w| w == "unsafe")
        });
        assert_eq!(found.count(), 0, "src/{module}.rs");
    }
    let manifest = fs::read_to_string(repository("Cargo.toml")).expect("there");
    assert!(manifest.contains("unsafe_code = \"deny\""));
}
