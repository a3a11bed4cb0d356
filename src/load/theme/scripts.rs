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

#[cfg(test)]
mod tests {
    use super::*;

    const KINDS: [&str; 4] = ["async", "class", "const", "function"];

    #[test]
    fn a_shortened_module_imports_and_exports_what_it_did() {
        let folder = super::super::EMBEDDED.get_dir("js").expect("embedded");
        assert!(folder.files().count() > 20);
        for file in folder.files() {
            let name = file.path().file_name().and_then(|name| name.to_str()).expect("a name");
            let (long, short) = (text(file.contents()), text(short(name).expect("shortened")));
            assert!(short.len() < long.len(), "{name}");
            assert_eq!(imports(long), imports(short), "{name}");
            let exported = long.lines().filter_map(|line| line.strip_prefix("export "));
            let exported = exported.filter_map(|line| {
                line.split(|c: char| !c.is_alphanumeric() && c != '_').find(|w| !KINDS.contains(w))
            });
            let listed = short.lines().filter_map(|line| line.strip_prefix("export{"));
            let listed = listed.flat_map(|line| line.trim_end_matches("};").split(','));
            assert_eq!(exported.collect::<Vec<_>>(), listed.collect::<Vec<_>>(), "{name}");
        }
    }

    #[test]
    fn joined_modules_import_what_is_not_among_them_and_export_what_the_last_does() {
        let modules = [
            "import { a } from \"./else.js\";\nexport const B = a;\n",
            "import { B } from \"./first.js\";\nfunction c(){}\nexport{c};\n",
            "import { c } from \"./second.js\";\nexport function d(){}\nexport{B};\n",
        ];
        let joined = join(&modules.map(Cow::from), |name| name != "else.js");
        let expected = "import { a } from \"./else.js\";\nconst B = a;\nfunction c(){}\n\
                        export function d(){}\nexport{B};\n";
        assert_eq!(joined, expected);
    }

    fn text(bytes: &[u8]) -> &str {
        std::str::from_utf8(bytes).expect("UTF-8")
    }

    fn imports(script: &str) -> Vec<&str> {
        script.lines().filter(|line| line.starts_with("import ")).collect()
    }
}
