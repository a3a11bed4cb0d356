//! Starting things: a small working site, and a guide with its kind's fields.

use crate::base::path::Shown as _;
use crate::base::source::Source;
use crate::commands::pipeline::{self, Failure};
use crate::model::config;
use crate::model::kind::{FieldType, Kind, PLAIN};
use include_dir::{Dir, include_dir};
use pinyin::ToPinyin;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The site that `init` makes.
static STARTER: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/commands/scaffold/starter");

/// Makes a site in a new or empty folder.
pub fn init(dir: &Path) -> Result<(), Failure> {
    claim(dir)?;
    write_folder(&STARTER, dir)?;
    Ok(())
}

/// Makes a folder for a new site, or takes an empty one.
pub(crate) fn claim(dir: &Path) -> Result<(), Failure> {
    let taken = match fs::read_dir(dir) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => false,
        Err(error) => return Err(error.into()),
    };
    if taken {
        return Err(Failure::Usage(format!("{} is not empty; choose a new folder", dir.shown())));
    }
    fs::create_dir_all(dir)?;
    Ok(())
}

fn write_folder(folder: &Dir<'_>, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for file in folder.files() {
        let name = file.path().file_name().unwrap_or_default();
        fs::write(to.join(name), file.contents())?;
    }
    for dir in folder.dirs() {
        write_folder(dir, &to.join(dir.path().file_name().unwrap_or_default()))?;
    }
    Ok(())
}

/// Writes a new guide of `kind` and returns its path.
pub fn start_guide(root: &Path, kind: &str, title: &str) -> Result<PathBuf, Failure> {
    pipeline::find_site(root)?;
    let text = fs::read_to_string(root.join(config::FILE)).unwrap_or_default();
    let settings = Source::new(config::FILE, text);
    let kinds = config::parse(&settings, &mut Vec::new()).kinds;
    let Some(kind) = kinds.iter().find(|k| k.id == kind && k.id != PLAIN) else {
        let known: Vec<&str> =
            kinds.iter().map(|k| k.id.as_str()).filter(|k| *k != PLAIN).collect();
        let known = known.join(", ");
        return Err(Failure::Usage(format!("there is no kind `{kind}`; the kinds are {known}")));
    };
    let folder = root.join("content").join(&kind.folder);
    let path = free_path(&folder, &file_stem(title));
    fs::create_dir_all(&folder)?;
    fs::write(&path, guide_text(kind, title))?;
    Ok(path)
}

/// A name for the file that can be typed anywhere: pinyin for Chinese, Latin letters as they are.
pub(crate) fn file_stem(title: &str) -> String {
    let mut stem = String::new();
    let mut word_open = false;
    for (c, pinyin) in title.chars().zip(title.to_pinyin()) {
        if let Some(pinyin) = pinyin {
            separate(&mut stem);
            stem.push_str(pinyin.plain());
            word_open = false;
        } else if c.is_ascii_alphanumeric() {
            if !word_open {
                separate(&mut stem);
            }
            stem.push(c.to_ascii_lowercase());
            word_open = true;
        } else {
            word_open = false;
        }
    }
    // Long titles make long addresses; six words are enough to know a page by.
    let short: Vec<&str> = stem.split('-').filter(|p| !p.is_empty()).take(6).collect();
    if short.is_empty() { "guide".to_owned() } else { short.join("-") }
}

fn separate(stem: &mut String) {
    if !stem.is_empty() && !stem.ends_with('-') {
        stem.push('-');
    }
}

/// The path of a file that does not exist yet.
fn free_path(folder: &Path, stem: &str) -> PathBuf {
    let numbered = (2..).map(|n| format!("{stem}-{n}"));
    let mut names = std::iter::once(stem.to_owned()).chain(numbered);
    let free = names.find(|name| !folder.join(format!("{name}.md")).exists());
    folder.join(free.unwrap_or_default() + ".md")
}

/// The guide as a draft, with everything its kind asks for still to be filled in.
pub(crate) fn guide_text(kind: &Kind, title: &str) -> String {
    let quoted = title.replace('\\', "\\\\").replace('"', "\\\"");
    let mut text = format!("---\ntitle: \"{quoted}\"\ndraft: true\ntags: []\naka: []\n");
    for field in &kind.fields {
        let empty = match field.ty {
            FieldType::List | FieldType::Refs(_) => "[]",
            _ => "",
        };
        // A field without a value would be an error; until it has one it is a comment.
        let hint = if empty.is_empty() { "# " } else { "" };
        let _ = writeln!(text, "{hint}{}: {empty}# {}", field.name, field.label);
    }
    text = text.replace("[]# ", "[]  # ").replace(": # ", ":  # ");
    text.push_str("# answer:  # 先说结论，连同例外，不超过 120 个字\n# sources: []\n---\n\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_can_be_typed() {
        assert_eq!(file_stem("花呗被催收怎么办？"), "hua-bei-bei-cui-shou-zen");
        assert_eq!(file_stem("What is APR 年化"), "what-is-apr-nian-hua");
        assert_eq!(file_stem("？！"), "guide");
    }
}
