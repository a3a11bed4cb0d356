//! What a dead link was probably meant to be: the same place as other generators write it, else the
//! nearest that there is. Everything is told as it has to be typed into a link.

use super::names::Names;
use crate::base::address::encoded;
use crate::base::suggest::Guesses;
use crate::model::addresses::What;
use crate::model::site::Site;

/// What to write for a path of a file that is not there; `full` is it below `content/`, `folder` that of
/// the page where it stands.
pub(super) fn file(
    site: &Site,
    names: &Names,
    guesses: &Guesses,
    folder: &str,
    path: &str,
    full: Option<&str>,
) -> Option<String> {
    let here = |found: &str| match path.starts_with('/') {
        true => format!("/{}", encoded(found)),
        false => encoded(&relative(folder, found)),
    };
    let other = full.into_iter().flat_map(other_spellings);
    if let Some(known) = other.into_iter().find(|path| names.by_path(path).is_some()) {
        return Some(here(&known));
    }
    if let Some(full) = full
        && site.addresses.find(&format!("{}/", full.trim_end_matches('/'))).is_some()
    {
        return Some(format!("/{}/", encoded(full.trim_end_matches('/'))));
    }
    let files = site.assets.iter().zip(site.asset_urls.iter()).filter(|(_, url)| url.is_some());
    let files = files.map(|(asset, _)| asset.path.strip_prefix("content/").unwrap_or(&asset.path));
    names.nearest_path(full.unwrap_or(path), files, guesses).map(|found| here(&found))
}

/// What to write for an address below the site at which nothing will be.
pub(super) fn address(site: &Site, guesses: &Guesses, path: &str) -> Option<String> {
    let bare = path.strip_suffix("index.html").or_else(|| path.strip_suffix(".html"));
    let bare = bare.or_else(|| path.strip_suffix(".md")).unwrap_or(path).trim_end_matches('/');
    let known = [format!("{bare}/"), bare.to_owned()];
    if let Some(known) = known.into_iter().find(|path| site.addresses.find(path).is_some()) {
        return Some(format!("/{}", encoded(&known)));
    }
    let worth =
        |what: What| !matches!(what, What::Twin(_) | What::LetterText(_) | What::Redirect { .. });
    let list = site.addresses.list().iter().filter(|address| worth(address.what));
    let known = list.map(|address| address.path.as_str());
    guesses.nearest("dead-path", path, known).map(|near| format!("/{}", encoded(&near)))
}

/// The files that a link of another generator means: without `.md`, with `.html`, to a folder.
fn other_spellings(full: &str) -> Vec<String> {
    let bare = full.trim_end_matches('/');
    let page = [".html", ".htm", ".markdown", ".mdx", ".MD"]
        .into_iter()
        .find_map(|end| bare.strip_suffix(end))
        .unwrap_or(bare);
    let folder = page.strip_suffix("/index").or_else(|| page.strip_suffix("/README"));
    let folder = folder.unwrap_or(page);
    vec![
        format!("{page}.md"),
        format!("{folder}/index.md"),
        format!("{folder}.md"),
        format!("{folder}/README.md"),
    ]
}

/// A path below `content/` as it is written in a file of `folder`.
fn relative(folder: &str, path: &str) -> String {
    let from: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<&str> = path.split('/').collect();
    let folders = &to[..to.len().saturating_sub(1)];
    let shared = from.iter().zip(folders).take_while(|(a, b)| a == b).count();
    let up = "../".repeat(from.len() - shared);
    up + &to[shared..].join("/")
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn a_path_is_told_from_where_it_is_written() {
        assert_eq!(relative("rights", "methods/x.md"), "../methods/x.md");
        assert_eq!(relative("rights", "rights/x.md"), "x.md");
        assert_eq!(relative("a/b", "a/c/x.md"), "../c/x.md");
        assert_eq!(relative("", "a/x.md"), "a/x.md");
        assert_eq!(relative("a", "x.md"), "../x.md");
    }
}
