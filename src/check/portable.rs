//! Names that files cannot have on Windows, wherever the site lies now: of its own files, and of what is
//! published.

use super::at;
use crate::base::source::{Sources, Span};
use crate::diag::{Diagnostic, Problem, Slip};
use crate::model::addresses::What;
use crate::model::page::Page;
use crate::model::site::Site;

/// What Windows keeps for its devices, with any extension.
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8",
    "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Finds them. A page whose file has such a name has it in its address as well, and is told once.
pub(super) fn check(site: &Site, sources: &Sources, out: &mut Vec<Diagnostic>) {
    for source in &sources.files {
        let found = reserved(&source.path);
        out.extend(found.map(|name| at(Span::new(source.id, 0..0), finding(name))));
    }
    for asset in site.assets.iter() {
        let found = reserved(&asset.path).map(finding);
        out.extend(found.map(|finding| {
            Diagnostic::in_file(&asset.path, Problem::Rule { finding: finding.into() })
        }));
    }
    for address in site.addresses.list() {
        let Some(name) = reserved(&address.path) else { continue };
        let place = match address.what {
            What::Page(id) => Some(site.page(id))
                .filter(|page| reserved(&sources.get(page.source).path).is_none())
                .map(Page::head),
            What::Redirect { to, alias } => {
                site.page(to).meta.aliases.get(alias).map(|alias| alias.span)
            }
            What::Tag { tag, number: 1 } => {
                let id = &site.tags[tag].id;
                site.registry.tags.iter().find(|tag| tag.id == *id).map(|tag| tag.span)
            }
            _ => None,
        };
        out.extend(place.map(|span| at(span, finding(name))));
    }
}

fn finding(name: &str) -> Slip {
    Slip::ReservedName { name: name.escape_debug().to_string() }
}

/// The first part of a path that is no name on Windows.
fn reserved(path: &str) -> Option<&str> {
    path.split('/').find(|part| {
        let stem = part.split('.').next().unwrap_or_default().trim_end();
        DEVICES.iter().any(|device| device.eq_ignore_ascii_case(stem))
            || part.ends_with(['.', ' '])
            || part.contains([':', '*', '?', '"', '<', '>', '|', '\\'])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_windows_has_taken_are_known() {
        let bad = ["a/CON/b", "nul.md", "Com7.tar.gz", "x./y", "y ", "a?b", "aux .md"];
        bad.iter().for_each(|path| assert!(reserved(path).is_some(), "{path}"));
        let good = ["console/", "com10", "", "a/b.md", ".well-known/x", "con-artist", "问。"];
        good.iter().for_each(|path| assert!(reserved(path).is_none(), "{path}"));
    }
}
