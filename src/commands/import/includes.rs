//! Text of other files that a page of the old site takes in: it is put where it was asked for.
//!
//! Only what is asked for by a line of its own and is a file of Markdown in the old site; the rest stays for
//! [`super::body`], which names it.

use super::front;
use super::generator::{Generator, Layout};
use super::report::{Change, Notes};
use super::text::{indent, lines};
use std::fs;
use std::path::{Path, PathBuf};

/// Where files are looked for.
pub(super) struct Includes<'a> {
    pub(super) generator: Generator,
    pub(super) layout: &'a Layout,
    /// The folder of the site's language below that of the pages.
    pub(super) below: &'a str,
}

/// How deep texts take in others, and how long a page may become.
const DEPTH: usize = 4;
const LONGEST: usize = 1 << 20;

impl Includes<'_> {
    /// A text with the texts in it that it asks for. `disk`: its file.
    pub(super) fn fill(&self, text: &str, disk: &Path, notes: &mut Notes) -> String {
        self.filled(text, disk, 0, notes)
    }

    fn filled(&self, text: &str, disk: &Path, depth: usize, notes: &mut Notes) -> String {
        let mut out = String::with_capacity(text.len());
        for (line, code) in lines(text) {
            let wanted = asked(self.generator, line.trim()).filter(|_| !code && depth < DEPTH);
            let found = wanted.and_then(|wanted| self.find(&wanted, disk));
            let read = found.and_then(|path| Some((fs::read_to_string(&path).ok()?, path)));
            let Some((taken, path)) = read.filter(|(t, _)| out.len() + t.len() <= LONGEST) else {
                out.push_str(line);
                out.push('\n');
                continue;
            };
            notes.count(Change::Included, 1);
            let taken = self.filled(front::cut(&taken).1.trim(), &path, depth + 1, notes);
            let lead = indent(line);
            // Both may say where the same label leads.
            let said = |line: &str| {
                line.contains("]: ") && [text, &out].iter().any(|t| t.lines().any(|l| l == line))
            };
            let new: Vec<&str> =
                taken.lines().filter(|line| !line.starts_with('[') || !said(line)).collect();
            for line in new {
                out.push_str(if line.is_empty() { "" } else { lead });
                out.push_str(line);
                out.push('\n');
            }
        }
        out
    }

    /// The file of the old site that is meant.
    fn find(&self, wanted: &str, disk: &Path) -> Option<PathBuf> {
        let beside = disk.parent().unwrap_or(disk);
        let content = &self.layout.content;
        let rooted = wanted.strip_prefix('/').or_else(|| wanted.strip_prefix("@/"));
        let inner = rooted.unwrap_or(wanted);
        let of_pages = [content.join(self.below).join(inner), content.join(inner)];
        let folders = match self.generator {
            Generator::Jekyll => {
                [self.layout.root.join("_includes").join(inner), beside.join(inner)]
            }
            _ => of_pages,
        };
        let near = rooted.is_none().then(|| beside.join(wanted));
        near.into_iter().chain(folders).find_map(|path| self.file(&path))
    }

    fn file(&self, path: &Path) -> Option<PathBuf> {
        let text = path.to_str()?;
        let ways = ["", ".md", "/index.md", "/_index.md"];
        let found = ways.into_iter().map(|end| PathBuf::from(format!("{text}{end}")));
        let found = found.filter_map(|path| path.canonicalize().ok());
        let root = self.layout.root.canonicalize().ok()?;
        found
            .filter(|path| path.is_file() && path.starts_with(&root))
            .find(|path| path.extension().is_some_and(|end| end == "md" || end == "markdown"))
    }
}

/// The file that a line asks for and nothing besides.
fn asked(generator: Generator, line: &str) -> Option<String> {
    let inside = match generator {
        Generator::Hugo => {
            let inside = between(line, "{{%", "%}}").or_else(|| between(line, "{{<", ">}}"))?;
            inside.strip_prefix("include ")?
        }
        Generator::Jekyll => {
            let inside = between(line, "{%", "%}")?.trim_matches('-').trim();
            inside.strip_prefix("include ").or_else(|| inside.strip_prefix("include_relative "))?
        }
        Generator::VitePress => between(line, "<!--", "-->")?.strip_prefix("@include:")?,
        _ => return None,
    };
    let path = inside.trim().trim_matches(['"', '\'']);
    let plain = !path.is_empty() && !path.contains([' ', '"', '{', '#', '=']);
    plain.then(|| path.to_owned())
}

fn between<'t>(line: &'t str, open: &str, close: &str) -> Option<&'t str> {
    let inside = line.strip_prefix(open)?.strip_suffix(close)?;
    (!inside.contains(close)).then(|| inside.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_asks_for_a_file() {
        for (generator, line, path) in [
            (Generator::Hugo, "{{% include \"/_common/a.md\" %}}", Some("/_common/a.md")),
            (Generator::Hugo, "{{% include a.md %}} 甲", None),
            (Generator::Jekyll, "{% include a.md %}", Some("a.md")),
            (Generator::Jekyll, "{%- include_relative b/a.md -%}", Some("b/a.md")),
            (Generator::Jekyll, "{% include a.md title=\"甲\" %}", None),
            (Generator::VitePress, "<!--@include: ./a.md-->", Some("./a.md")),
            (Generator::VitePress, "<!--@include: ./a.md{1,3}-->", None),
            (Generator::Hexo, "{% include a.md %}", None),
        ] {
            assert_eq!(asked(generator, line).as_deref(), path, "{line}");
        }
    }
}
