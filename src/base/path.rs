//! Paths as messages say them: with `/` on every system.

use std::path::{MAIN_SEPARATOR, Path};

/// How a path is said.
pub(crate) trait Shown {
    /// With `/` between its parts, and without the mark that Windows puts before a path that it has resolved.
    fn shown(&self) -> String;
}

impl Shown for Path {
    fn shown(&self) -> String {
        with_slashes(&self.display().to_string(), MAIN_SEPARATOR)
    }
}

fn with_slashes(path: &str, separator: char) -> String {
    if separator == '/' {
        return path.to_owned();
    }
    let path = path.strip_prefix(r"\\?\").unwrap_or(path);
    path.replace(separator, "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_said_alike_everywhere() {
        assert_eq!(with_slashes(r"content\a.md", '\\'), "content/a.md");
        assert_eq!(with_slashes(r"\\?\C:\site\b.html", '\\'), "C:/site/b.html");
        assert_eq!(with_slashes(r"a\b/c", '/'), r"a\b/c");
        assert_eq!(Path::new("a/b").shown(), "a/b");
    }
}
