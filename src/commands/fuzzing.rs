//! Entry points of fuzzing: a function a target, which takes any bytes and panics when a promise is broken.
//!
//! They are compiled for tests, which replay what fuzzing begins with and what it once found, and for
//! `cargo fuzz` (`fuzz/README.md`); no program that is shipped has them. What is looked into stays private:
//! targets for the server's and the publication's own parts stand beside these.

#![expect(clippy::expect_used, reason = "a broken promise is what is looked for")]

mod search;
mod site;
mod texts;

/// A target's name, which is that of its folder in `fuzz/corpus`, and its function.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const TARGETS: [Target; 11] = [
    ("front_matter", texts::front_matter),
    ("index", search::index),
    ("journal", crate::write::fuzzing::journal),
    ("manifest", crate::write::fuzzing::manifest),
    ("markdown", texts::markdown),
    ("query", search::query),
    ("redirects", site::redirects),
    ("references", site::references),
    ("request", crate::commands::serve::fuzzing::request),
    ("theme", site::theme),
    ("yaml", texts::yaml),
];

/// Runs the target of this name.
pub fn run(name: &str, data: &[u8]) {
    let target = TARGETS.iter().find(|(known, _)| *known == name);
    target.map_or_else(|| panic!("there is no target {name}"), |(_, run)| run(data));
}

#[cfg(test)]
mod tests {
    use super::TARGETS;
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    #[test]
    fn what_fuzzing_began_with_and_found_is_fine() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
        for (name, run) in TARGETS {
            let mut tried = 0;
            for part in ["corpus", "crashes"] {
                let Ok(files) = fs::read_dir(folder.join(part).join(name)) else { continue };
                for file in files.map(|file| file.expect("an entry").path()) {
                    // So that a failure says which.
                    println!("{}", file.display());
                    run(&fs::read(file).expect("readable"));
                    tried += 1;
                }
            }
            assert!(tried > 0, "fuzz/corpus/{name} is empty");
        }
    }

    #[test]
    fn every_target_can_be_fuzzed() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
        let files = fs::read_dir(folder.join("fuzz_targets")).expect("there");
        let files = files.map(|file| file.expect("an entry").file_name());
        let files: BTreeSet<String> =
            files.map(|name| name.to_string_lossy().trim_end_matches(".rs").to_owned()).collect();
        assert_eq!(files, TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect());
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).expect("there");
        for name in files {
            assert!(manifest.contains(&format!("name = \"{name}\"")), "fuzz/Cargo.toml: {name}");
        }
    }
}
