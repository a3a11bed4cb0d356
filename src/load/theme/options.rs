//! What a theme lets a site choose without touching a file: options, each with a type and a default.
//!
//! Colours become custom properties of the stylesheet, in shades that can be read on the theme's
//! grounds; everything else is handed to templates.

use super::colour::Colour;
use crate::base::suggest::nearest;
use crate::diag::{Diagnostic, Expected, Problem};
use crate::model::config::Given;
use crate::yaml::fields::Fields;
use crate::yaml::key::{Shape, key, keys};
use crate::yaml::{Entry, Value};
use std::fmt::Write as _;

keys! {
    /// What the declaration of an option may say.
    pub(super) KEYS: OptionKey {
        Type = key(
            "type",
            Shape::OneOf(TYPES),
            "What it takes; text if it does not say",
            "填什么；不写就是文字",
        ),
        Default = key(
            "default",
            Shape::Plain,
            "What holds where a site says nothing",
            "站点没写时用什么",
        ),
        Light = key(
            "light",
            Shape::Colours,
            "For a colour: the light grounds on which it must be readable",
            "颜色：要在哪些浅色底上看得清",
        ),
        Dark = key(
            "dark",
            Shape::Colours,
            "For a colour: the dark grounds on which it must be readable",
            "颜色：要在哪些深色底上看得清",
        ),
    }
}

const TYPES: &str = "text, flag, file, colour";

/// The options that a theme declares.
#[derive(Debug, Default)]
pub(super) struct Options {
    declared: Vec<Declared>,
}

#[derive(Debug)]
struct Declared {
    name: String,
    ty: Type,
    default: Option<String>,
}

#[derive(Debug)]
enum Type {
    Text,
    Flag,
    File,
    /// With the grounds it must be readable on, in light and in dark.
    Colour {
        light: Vec<Colour>,
        dark: Vec<Colour>,
    },
}

/// What is chosen for an option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// Nothing, and the theme has no default.
    None,
    /// A text, or a colour as it was given.
    Text(String),
    /// Yes or no.
    Flag(bool),
    /// A file: of the site when it begins with `/`, else below the theme's `assets/`.
    File(String),
}

impl Options {
    /// Reads `options:` of `theme.yaml`: `name: {type: colour, default: "#0a5a53"}`, or `name: text`.
    pub(super) fn read(entry: &Entry, fields: &mut Fields<'_>) -> Self {
        let entries = fields.map(entry).unwrap_or_default();
        Self { declared: entries.iter().filter_map(|e| Declared::read(e, fields)).collect() }
    }

    /// What is wrong with what a site chose.
    pub(super) fn check(&self, given: &[Given]) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        for Given { name, value } in given {
            let key = name.value.clone();
            let Some(declared) = self.declared.iter().find(|d| d.name == key) else {
                let nearest = nearest(&key, self.declared.iter().map(|d| d.name.as_str()));
                out.push(Diagnostic::at(
                    name.span,
                    Problem::UnknownKey { key, nearest, kinds: Vec::new() },
                ));
                continue;
            };
            let problem = match &declared.ty {
                Type::Flag if !["true", "false"].contains(&value.value.as_str()) => {
                    Problem::WrongType { key, expected: Expected::Bool }
                }
                Type::Colour { light, .. } => match Colour::parse(&value.value) {
                    None => Problem::WrongType { key, expected: Expected::Colour },
                    Some(colour) => match faint(key, colour, light) {
                        Some(problem) => problem,
                        None => continue,
                    },
                },
                _ => continue,
            };
            out.push(Diagnostic::at(value.span, problem));
        }
        out
    }

    /// What is chosen for every option: the site's word, else the theme's.
    pub(super) fn chosen(&self, given: &[Given]) -> Vec<(&str, Choice)> {
        let chosen = self.declared.iter().map(|declared| {
            let value = declared.value(given).map(str::to_owned);
            let choice = value.map_or(Choice::None, |value| match declared.ty {
                Type::Flag => Choice::Flag(value == "true"),
                Type::File => Choice::File(value),
                Type::Text | Type::Colour { .. } => Choice::Text(value),
            });
            (declared.name.as_str(), choice)
        });
        chosen.collect()
    }

    /// Custom properties for the colours that were chosen: `--accent`, `--on-accent` for words on it,
    /// `--accent-wash` for a ground touched by it. Paper keeps the theme's own.
    pub(super) fn stylesheet(&self, given: &[Given]) -> String {
        let mut css = String::new();
        for declared in &self.declared {
            let Type::Colour { light, dark } = &declared.ty else { continue };
            let Some(colour) = declared.value(given).and_then(Colour::parse) else { continue };
            let schemes = [
                ("screen", colour.readable(Colour::BLACK, light), light),
                (
                    "screen and (prefers-color-scheme: dark)",
                    colour.readable(Colour::WHITE, dark),
                    dark,
                ),
            ];
            for (media, shade, grounds) in schemes {
                let (name, words) = (&declared.name, shade.words());
                let wash = shade.wash(grounds.first().copied().unwrap_or(words));
                let _ = writeln!(
                    css,
                    "@media {media} {{ :root {{ --{name}: {shade}; --on-{name}: {words}; \
                     --{name}-wash: {wash}; }} }}"
                );
            }
        }
        css
    }
}

impl Declared {
    fn read(entry: &Entry, fields: &mut Fields<'_>) -> Option<Self> {
        let name = entry.key.clone();
        let Value::Map(_) = &entry.node.value else {
            let default = match entry.node.value {
                Value::Null => None,
                _ => Some(given_text(entry, fields)?),
            };
            return Some(Self { name, ty: Type::Text, default });
        };
        let (mut ty, mut default) = (None, None);
        let (mut light, mut dark) = (Vec::new(), Vec::new());
        fields.record_of(entry, |key, e, fields| match key {
            OptionKey::Type => ty = fields.one_of(e, TYPES),
            OptionKey::Default => default = given_text(e, fields),
            OptionKey::Light => light = colours(e, fields),
            OptionKey::Dark => dark = colours(e, fields),
        });
        let ty = match ty.as_deref() {
            Some("flag") => Type::Flag,
            Some("file") => Type::File,
            Some("colour") => Type::Colour { light, dark },
            _ => Type::Text,
        };
        Some(Self { name, ty, default })
    }

    /// The site's value, else the theme's.
    fn value<'v>(&'v self, given: &'v [Given]) -> Option<&'v str> {
        let given = given.iter().find(|g| g.name.value == self.name);
        given.map(|g| g.value.value.as_str()).or(self.default.as_deref())
    }
}

/// A text, or `true` or `false`, as it is written.
fn given_text(entry: &Entry, fields: &mut Fields<'_>) -> Option<String> {
    match entry.node.value {
        Value::Bool(flag) => Some(flag.to_string()),
        _ => fields.text(entry),
    }
}

fn colours(entry: &Entry, fields: &mut Fields<'_>) -> Vec<Colour> {
    let mut colours = Vec::new();
    for text in fields.texts(entry).unwrap_or_default() {
        match Colour::parse(&text.value) {
            Some(colour) => colours.push(colour),
            None => {
                let (key, expected) = (entry.key.clone(), Expected::Colour);
                fields.report(text.span, Problem::WrongType { key, expected });
            }
        }
    }
    colours
}

/// What to say of a colour that cannot be used as it is where its readers see it most.
fn faint(key: String, colour: Colour, light: &[Colour]) -> Option<Problem> {
    let used = colour.readable(Colour::BLACK, light);
    let worst = light.iter().map(|ground| colour.contrast(*ground)).fold(21.0, f64::min);
    // Cut, not rounded: 4.49 is not 4.5.
    let ratio = format!("{:.1}", (worst * 10.0).floor() / 10.0);
    let (colour, used_text) = (colour.to_string(), used.to_string());
    (colour != used_text).then_some(Problem::FaintColour { key, colour, ratio, used: used_text })
}
