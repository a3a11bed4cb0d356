//! The site that is served, by address. What it does not have does not exist: no path leads to a disk.

use super::address::{Address, encode};
use super::body::Body;
use super::files::Files;
use std::collections::{BTreeMap, HashMap};

/// A site's files by path, and the path they are served under.
#[derive(Debug)]
pub(super) struct Pages {
    /// `/`, or `/name/` for a project page; decoded.
    pub(super) base: String,
    /// A fingerprint: sites that have the same one are the same.
    name: String,
    files: Box<dyn Files>,
}

/// What is at an address.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// A file with its name.
    File(String, Body),
    /// Something at another address, ready for a `Location` header.
    Elsewhere(String),
    /// A page that cannot be made, and why.
    Broken(String),
    /// Nothing.
    Nothing,
}

impl Pages {
    /// A site under `base_path`, as its settings print it.
    pub(super) fn new(base_path: &str, name: String, files: impl Files + 'static) -> Self {
        let base = Address::parse(base_path).map_or_else(|| "/".to_owned(), |a| a.path);
        Self { base, name, files: Box::new(files) }
    }

    /// A site whose files are all there.
    pub(super) fn held(base_path: &str, files: HashMap<String, Body>) -> Self {
        let name = format!("{:?}", files.iter().collect::<BTreeMap<_, _>>());
        Self::new(base_path, name, files)
    }

    /// Looks an address up: `/dir/` is its `index.html`, `/dir` leads to `/dir/`, and `/` to the site.
    pub(super) fn find(&self, address: &Address) -> Content {
        let Address { path, query } = address;
        let Some(below) = path.strip_prefix(&self.base) else {
            let to_site = path == "/" || *path == self.base.trim_end_matches('/');
            return if to_site { Content::Elsewhere(encode(&self.base)) } else { Content::Nothing };
        };
        let name = match below {
            "" => "index.html".to_owned(),
            folder if folder.ends_with('/') => format!("{folder}index.html"),
            file => file.to_owned(),
        };
        if let Some(file) = self.file(&name) {
            return file;
        }
        if !name.is_empty() && self.files.has(&format!("{name}/index.html")) {
            let query = query.as_ref().filter(|q| q.bytes().all(|b| b.is_ascii_graphic()));
            let query = query.map_or_else(String::new, |q| format!("?{q}"));
            return Content::Elsewhere(format!("{}/{query}", encode(path)));
        }
        Content::Nothing
    }

    /// The page shown where there is none.
    pub(super) fn missing(&self) -> Option<Body> {
        self.files.get("404.html")?.ok()
    }

    fn file(&self, name: &str) -> Option<Content> {
        Some(match self.files.get(name)? {
            Ok(body) => Content::File(name.to_owned(), body),
            Err(report) => Content::Broken(report),
        })
    }
}

impl PartialEq for Pages {
    fn eq(&self, other: &Self) -> bool {
        (&self.base, &self.name) == (&other.base, &other.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(base: &str) -> Pages {
        let names = ["index.html", "a/index.html", "花呗/index.html", "style.css", "404.html"];
        let files = names.map(|name| (name.to_owned(), Body::from(name)));
        Pages::held(base, files.into())
    }

    fn find(base: &str, target: &str) -> String {
        match pages(base).find(&Address::parse(target).unwrap()) {
            Content::File(name, bytes) => {
                assert_eq!(Some(name.as_bytes()), bytes.held());
                name
            }
            Content::Elsewhere(to) => format!("-> {to}"),
            Content::Broken(report) => panic!("{report}"),
            Content::Nothing => "nothing".to_owned(),
        }
    }

    #[test]
    fn folders_have_an_index_and_a_final_slash() {
        assert_eq!(find("/", "/"), "index.html");
        assert_eq!(find("/", "/a/"), "a/index.html");
        assert_eq!(find("/", "/a/index.html"), "a/index.html");
        assert_eq!(find("/", "/a?x=1"), "-> /a/?x=1");
        assert_eq!(find("/", "/%E8%8A%B1%E5%91%97"), "-> /%E8%8A%B1%E5%91%97/");
        assert_eq!(find("/", "/style.css"), "style.css");
        assert_eq!(find("/", "/b/"), "nothing");
    }

    #[test]
    fn a_site_may_live_below_a_path() {
        assert_eq!(find("/my%20site/", "/"), "-> /my%20site/");
        assert_eq!(find("/my%20site/", "/my%20site"), "-> /my%20site/");
        assert_eq!(find("/my%20site/", "/my%20site/a/"), "a/index.html");
        assert_eq!(find("/my%20site/", "/a/"), "nothing");
    }

    #[test]
    fn no_path_leads_out_or_elsewhere() {
        let paths =
            ["/../etc/passwd", "/a/../style.css", "/%2e%2e/style.css", "//a", "/a//", "/./"];
        for path in paths {
            assert_eq!(find("/", path), "nothing", "{path}");
        }
    }
}
