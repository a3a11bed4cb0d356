//! Files that look like pages and are read as none: Markdown under other names, and copied files that
//! begin with front matter; and pages whose folder says elsewhere that they are drafts. What their authors took for private must not be published with them.

use super::at;
use crate::base::source::{Asset, MARKDOWN, Source, Sources, is_inner};
use crate::diag::{Diagnostic, Problem, Slip};
use crate::model::site::Site;
use crate::parse::front_matter;

/// Where files are copied from as they are.
const STATIC: &str = "content/static/";

/// How much of a file is looked at: front matter is at its head, and short.
const HEAD: usize = 64 * 1024;

/// Endings that editors and systems add to a name.
const ADDED: [&str; 10] =
    ["txt", "bak", "old", "orig", "tmp", "save", "swp", "copy", "backup", "part"];

/// Folders that other generators do not publish.
const DRAFTS: [&str; 2] = ["_drafts", "_draft"];

/// Finds them.
pub(super) fn check(site: &Site, sources: &Sources, out: &mut Vec<Diagnostic>) {
    let introductions = sources.second_introductions();
    out.extend(sources.files.iter().filter_map(|second| {
        let first = introductions.get(&second.id)?;
        let used = file(&sources.get(*first).path).to_owned();
        Some(at(second.span(0..0), Slip::SecondIntroduction { used }))
    }));
    let texts = sources.files.iter().filter(|source| !is_inner(&source.path));
    out.extend(texts.filter_map(|source| {
        let name = meant(file(&source.path))?;
        Some(Diagnostic::at(source.span(0..0), Problem::PageName { name }))
    }));
    let shown = site.pages.iter().filter(|page| !page.meta.draft);
    out.extend(shown.filter_map(|page| {
        let source = sources.get(page.source);
        let folder = source.path.split('/').find(|part| DRAFTS.contains(part))?;
        let problem = Problem::DraftsFolder { folder: folder.to_owned() };
        Some(Diagnostic::at(source.span(0..0), problem))
    }));
    let copied = site.assets.iter().filter(|asset| !is_inner(&asset.path));
    out.extend(copied.filter_map(|asset| {
        let problem = of_asset(asset)?;
        Some(Diagnostic::in_file(asset.path.clone(), problem))
    }));
}

fn file(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// What is wrong with a file that would be copied.
fn of_asset(asset: &Asset) -> Option<Problem> {
    let (file, below_static) = (file(&asset.path), asset.path.starts_with(STATIC));
    let name = meant(file).or_else(|| below_static.then(|| file.to_owned()));
    let name = name.filter(|name| name.ends_with(".md"));
    match (&name, below_static) {
        (Some(name), false) => Some(Problem::PageName { name: name.clone() }),
        _ if has_front_matter(asset, name.is_some()) => Some(Problem::FrontMatterFile { name }),
        _ => None,
    }
}

/// Endings of texts that people write by hand.
const PLAIN: [&str; 6] = [".txt", ".text", ".adoc", ".asciidoc", ".org", ".rst"];

/// Whether a file begins with front matter. In Markdown it may look like that of any generator.
fn has_front_matter(asset: &Asset, markdown: bool) -> bool {
    let head = &asset.bytes[..asset.bytes.len().min(HEAD)];
    let head = head.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(head);
    let lower = asset.path.to_ascii_lowercase();
    let is_yaml = [".yaml", ".yml"].iter().any(|ending| lower.ends_with(ending));
    let looks = head.starts_with(b"---") || head.starts_with(b"+++");
    let is_plain = PLAIN.iter().any(|ending| lower.ends_with(ending));
    if is_yaml || !(looks || markdown || is_plain) {
        return false;
    }
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        // Perhaps cut within a character.
        Err(error) => std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default(),
    };
    // A plain text may begin with keys of its own: `security.txt` does.
    if !looks && !markdown && !front_matter::may_be_private(text) {
        return false;
    }
    let source = Source::new(asset.path.clone(), text);
    front_matter::stands_in(&source)
}

/// The name that a file should have to be read as a page, or as what it is; nothing when it is.
fn meant(file: &str) -> Option<String> {
    let (stem, extension) = file.rsplit_once('.')?;
    let lower = extension.to_ascii_lowercase();
    if ADDED.contains(&lower.as_str()) {
        let (inner, of_inner) = stem.rsplit_once('.')?;
        let markdown = MARKDOWN.contains(&of_inner.to_ascii_lowercase().as_str());
        return markdown.then(|| format!("{}.md", page(inner)));
    }
    if !MARKDOWN.contains(&lower.as_str()) {
        return None;
    }
    let small = stem.to_ascii_lowercase();
    if let Some(settings) = [".yaml", ".yml"].iter().find_map(|end| small.strip_suffix(end)) {
        let name = &stem[..settings.len()];
        return Some(match settings {
            "site" => "site.yaml".to_owned(),
            _ => format!("{}.md", page(name)),
        });
    }
    let right = format!("{}.md", page(stem));
    (right != file).then_some(right)
}

/// The stem of a page: what introduces a folder is written in small letters.
fn page(stem: &str) -> &str {
    ["index", "_index"].into_iter().find(|name| stem.eq_ignore_ascii_case(name)).unwrap_or(stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_under_another_name_is_told_its_own() {
        for (file, expected) in [
            ("a.md", None),
            ("a.txt.md", None),
            ("README.md", None),
            ("readme.md", None),
            ("_index.md", None),
            ("a.txt", None),
            ("a.pdf", None),
            ("md", None),
            ("a.markdown", Some("a.md")),
            ("a.MD", Some("a.md")),
            ("a.Md", Some("a.md")),
            ("a.mdx", Some("a.md")),
            ("a.qmd", Some("a.md")),
            ("a.Rmd", Some("a.md")),
            ("a.md.txt", Some("a.md")),
            ("a.MD.TXT", Some("a.md")),
            ("a.markdown.bak", Some("a.md")),
            ("a.yaml.md", Some("a.md")),
            ("site.yaml.md", Some("site.yaml")),
            ("INDEX.md", Some("index.md")),
            ("Index.MD", Some("index.md")),
            ("README.MD", Some("README.md")),
            ("README.markdown", Some("README.md")),
        ] {
            assert_eq!(meant(file).as_deref(), expected, "{file}");
        }
    }
}
