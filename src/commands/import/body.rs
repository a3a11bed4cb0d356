//! The text of a page: mark-up of the old generator made plain Markdown. What `check` calls
//! `foreign-syntax` and `foreign-comment` is what is looked for here.
//!
//! Everything that means a container becomes `:::name` first, whatever it was, and is made an alert
//! last. Links are [`super::links`]'s.

mod components;
mod containers;
mod hugo;
mod liquid;
mod obsidian;
mod tags;

use super::generator::Generator;
use super::report::Notes;

/// Converts a text. `path`: what the file is called in the notes.
pub(super) fn convert(text: &str, generator: Generator, path: &str, notes: &mut Notes) -> String {
    let text = text.replace("\r\n", "\n");
    let text = match generator {
        Generator::Hugo => hugo::convert(&text, path, notes),
        Generator::Hexo | Generator::Jekyll => liquid::convert(&text, generator, path, notes),
        Generator::VitePress | Generator::Docusaurus | Generator::Starlight => {
            components::convert(&text, path, notes)
        }
        Generator::Obsidian => obsidian::convert(&text, notes),
    };
    containers::convert(&text, notes)
}
