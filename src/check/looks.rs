//! What words in brackets look like: an address, or a remark.

use crate::model::registry::Scheme;

/// What an address begins with.
const STARTS: [&str; 9] = ["/", "./", "../", "#", "http://", "https://", "www.", "mailto:", "tel:"];

/// What the path of a page ends with.
const PAGES: [&str; 2] = [".md", ".html"];

/// What the path of a picture ends with.
const PICTURES: [&str; 7] = [".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif"];

/// Whether brackets hold an address rather than a remark.
pub(super) fn is_address(bracketed: &str) -> bool {
    let inside = bracketed.trim_matches(['(', ')', '（', '）', '[', ']', '<', '>']).trim();
    let path = inside.split(['#', '?']).next().unwrap_or(inside);
    let scheme =
        |scheme: Scheme| inside.strip_prefix(scheme.name()).is_some_and(|r| r.starts_with(':'));
    STARTS.iter().any(|start| inside.starts_with(start))
        || PAGES.iter().chain(&PICTURES).chain(&[".pdf"]).any(|end| path.ends_with(end))
        || Scheme::ALL.into_iter().any(scheme)
}

/// Whether a path is that of a picture.
pub(super) fn is_picture(path: &str) -> bool {
    PICTURES.iter().any(|end| path.ends_with(end))
}
