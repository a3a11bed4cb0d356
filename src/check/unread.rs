//! Files that look like settings or registries and that nothing reads, because of their names.

use super::at;
use crate::base::source::{Source, Sources, Span, is_inner};
use crate::base::suggest::nearest;
use crate::diag::{Diagnostic, Problem, Slip};
use crate::model::config;
use crate::model::registry;
use crate::model::site::Site;
use crate::yaml::key;
use std::sync::Arc;

/// Finds them: YAML anywhere, and whatever else is where nothing else belongs.
pub(super) fn check(site: &Site, sources: &Sources, out: &mut Vec<Diagnostic>) {
    let unread = |s: &&Arc<Source>| (s.is_yaml() || is_inner(&s.path)) && !is_read(&s.path);
    let texts = sources.files.iter().filter(unread);
    let taken = |path: &str| sources.by_path(path).is_some();
    out.extend(texts.map(|source| at(Span::new(source.id, 0..0), finding(&source.path, taken))));
    let others = site.assets.iter().map(|asset| asset.path.as_str()).filter(|path| is_inner(path));
    out.extend(others.map(|path| {
        Diagnostic::in_file(path, Problem::Rule { finding: finding(path, taken).into() })
    }));
}

/// What is read besides the registries.
const SETTINGS: [&str; 3] = [config::FILE, config::SEARCH_TESTS, config::FLOW_TESTS];

fn is_read(path: &str) -> bool {
    SETTINGS.contains(&path) || registry::name_of(path).is_some()
}

fn finding(path: &str, taken: impl Fn(&str) -> bool) -> Slip {
    let nearest = meant(path).filter(|meant| !taken(meant));
    let registries = key::names(registry::FILES).map(registry::pattern);
    let read = SETTINGS.map(str::to_owned).into_iter();
    let below = |path: String| path.trim_start_matches("content/").to_owned();
    Slip::UnreadFile { nearest, read: read.chain(registries).map(below).collect() }
}

/// The name that a file should have, as far as its own tells.
fn meant(path: &str) -> Option<String> {
    let (folder, file) = path.rsplit_once('/')?;
    let name = file.split('.').next().unwrap_or(file);
    let of_registry = |name: &str| nearest(name, key::names(registry::FILES));
    if let Some(inner) = folder.strip_prefix(registry::FOLDER) {
        // A folder of the registries' own: each law has a file there, the others are one file.
        let registry = of_registry(inner)?;
        return Some(registry::pattern(&registry).replace('*', name));
    }
    if folder == "content"
        && let Some(settings) = nearest(name, ["site"])
    {
        return Some(format!("content/{settings}.yaml"));
    }
    if folder.starts_with("content/test")
        && let Some(tests) = nearest(name, ["search", "flows"])
    {
        return Some(format!("content/tests/{tests}.yaml"));
    }
    of_registry(name).map(|registry| registry::pattern(&registry))
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn a_misnamed_file_is_told_its_name() {
        for (path, expected) in [
            ("content/data/facts.yml", Some("content/data/facts.yaml")),
            ("content/data/fact.yaml", Some("content/data/facts.yaml")),
            ("content/data/Contacts.YAML", Some("content/data/contacts.yaml")),
            ("content/data/facts.yaml.bak", Some("content/data/facts.yaml")),
            ("content/data/law/civil-code.yaml", Some("content/data/laws/civil-code.yaml")),
            ("content/data/laws/civil-code.yml", Some("content/data/laws/civil-code.yaml")),
            ("content/data/laws.yaml", Some("content/data/laws/*.yaml")),
            ("content/data/tags/all.yaml", Some("content/data/tags.yaml")),
            ("content/glossary.yaml", Some("content/data/glossary.yaml")),
            ("content/site.yml", Some("content/site.yaml")),
            ("content/tests/serach.yaml", Some("content/tests/search.yaml")),
            ("content/test/search.yaml", Some("content/tests/search.yaml")),
            ("content/tests/flow.yaml", Some("content/tests/flows.yaml")),
            ("content/data/notes.txt", None),
            ("content/rights/quiet.yaml", None),
        ] {
            assert_eq!(meant(path).as_deref(), expected, "{path}");
        }
    }
}
