//! What is done before the program is compiled: the scripts of the embedded theme are shortened, so that a
//! phone on a slow net has them sooner; characters are taken from the converter between the scripts, whose tables
//! take longer to load than a small site takes to check; and the program is compiled again when a file is added to
//! the embedded folders (the macro that embeds them only notices changed ones; a folder that is not there would
//! count as changed every time).

use opencc_fmmseg::DictionaryMaxlength;
use oxc_allocator::Allocator;
use oxc_codegen::{Codegen, CodegenOptions};
use oxc_mangler::{MangleOptions, Mangler};
use oxc_parser::Parser;
use oxc_span::SourceType;
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::Path;
use std::{env, fs};

/// The embedded folders, below the repository.
const EMBEDDED: [&str; 2] = ["themes/default", "src/commands/scaffold/starter"];

/// The folder of the embedded scripts.
const SCRIPTS: &str = "themes/default/js";

/// What stands before the name of something that a module exports.
const KEYWORDS: [&str; 5] = ["async", "class", "const", "function", "let"];

fn main() -> Result<(), Box<dyn Error>> {
    for folder in EMBEDDED {
        println!("cargo::rerun-if-changed={folder}");
    }
    let out = env::var("OUT_DIR")?;
    fs::write(Path::new(&out).join("simplified.rs"), simplified(&DictionaryMaxlength::new()?))?;
    let folder = Path::new(&out).join("js");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir(&folder)?;
    for entry in fs::read_dir(SCRIPTS)? {
        let entry = entry?;
        let short = shorten(&fs::read_to_string(entry.path())?);
        let short = short.map_err(|what| format!("{}: {what}", entry.path().display()))?;
        fs::write(folder.join(entry.file_name()), short)?;
    }
    Ok(())
}

/// What `base::fold` says of the two scripts, as two lists in Rust: every character that Simplified text writes
/// with another one, with that; and the phrases that it writes otherwise although they have none of those.
fn simplified(dictionary: &DictionaryMaxlength) -> String {
    let DictionaryMaxlength { ts_characters, ts_phrases, .. } = dictionary;
    let mut alone: BTreeMap<char, char> = BTreeMap::new();
    for (from, to) in ts_characters.iter().chain(ts_phrases.iter()) {
        if let (&[from], Some(to)) = (from, to.chars().next()) {
            alone.insert(from, to);
        }
    }
    alone.retain(|from, to| from != to);
    let phrases = ts_phrases.iter().filter(|(from, _)| !from.iter().any(|c| alone.contains_key(c)));
    let phrases = phrases.map(|(from, to)| (String::from_iter(from), to));
    let phrases: BTreeSet<String> =
        phrases.filter(|(from, to)| from != to).map(|(from, _)| from).collect();
    format!("({:?}, {:?})", Vec::from_iter(alone), Vec::from_iter(phrases)).replace('[', "&[")
}

/// A module without comments and spaces, in which whatever is not seen outside a function has a short name.
/// Its imports stand before it as they were, one in a line, its exports behind it in one: so modules can
/// still be joined, line by line.
fn shorten(module: &str) -> Result<String, String> {
    let mut imports = String::new();
    let mut exports = Vec::new();
    let mut body = String::new();
    for line in module.lines() {
        let exported = line.strip_prefix("export ");
        exports.extend(exported.and_then(name));
        let into = if line.starts_with("import ") { &mut imports } else { &mut body };
        into.push_str(exported.unwrap_or(line));
        into.push('\n');
    }
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, &body, SourceType::mjs()).parse();
    if let Some(error) = parsed.errors.first() {
        return Err(error.to_string());
    }
    // What is imported is a name that the body does not explain, and keeps it.
    let options = MangleOptions { top_level: false, ..MangleOptions::default() };
    let names = Mangler::new().with_options(options).build(&parsed.program).scoping;
    let codegen = Codegen::new().with_options(CodegenOptions::minify()).with_scoping(Some(names));
    let body = codegen.build(&parsed.program).code;
    // A script that is no module must not say that it exports nothing.
    let exports = match exports.as_slice() {
        [] => String::new(),
        names => format!("export{{{}}};\n", names.join(",")),
    };
    Ok(format!("{imports}{body}\n{exports}"))
}

/// The name of something, behind what kind of thing it is.
fn name(declaration: &str) -> Option<&str> {
    let mut words = declaration.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '$');
    words.find(|word| !KEYWORDS.contains(word))
}
