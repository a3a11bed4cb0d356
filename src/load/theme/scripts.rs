//! Scripts as readers get them: the embedded modules as src/build.rs shortened them, modules as one file,
//! the module that a build writes. Which modules are one is the theme's business.

use include_dir::{Dir, include_dir};
use std::borrow::Cow;

/// The embedded modules, with short names.
static SHORT: Dir<'static> = include_dir!("$OUT_DIR/js");

/// An embedded module, shortened.
pub(super) fn short(name: &str) -> Option<&'static [u8]> {
    SHORT.get_file(name).map(include_dir::File::contents)
}

/// The module that has a site's words for danger. They hold nothing that means something in a script.
pub(super) fn danger_words(words: &str) -> String {
    format!("export const WORDS = \"{words}\";\n")
}

/// Modules as one, without the lines by which they find each other: what is imported from one of them, and
/// what is exported by any but the last. Each import and each export is a line.
pub(super) fn join(modules: &[Cow<'_, str>], is_part: impl Fn(&str) -> bool) -> String {
    let mut joined = String::new();
    for (number, module) in modules.iter().enumerate() {
        let is_last = number + 1 == modules.len();
        for line in module.lines() {
            let imported = line.strip_prefix("import ").and_then(|l| l.split("\"./").nth(1));
            let within = imported.is_some_and(|name| is_part(name.trim_end_matches("\";")));
            if within || !is_last && line.starts_with("export{") {
                continue;
            }
            let inner = if is_last { None } else { line.strip_prefix("export ") };
            joined.push_str(inner.unwrap_or(line));
            joined.push('\n');
        }
    }
    joined
}
