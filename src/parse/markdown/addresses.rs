//! Addresses in the author's own HTML: they are references like those of Markdown, so that they are
//! checked and led through the site's own addresses; what stands around them stays as it is.

use super::marks::mark;
use super::{Builder, index};
use crate::model::document::{HoleKind, Reference, Target};
use crate::parse::target::{Class, classify};
use pulldown_cmark::CowStr;
use std::ops::Range;

impl<'e> Builder<'e> {
    /// A piece of raw HTML with a hole for every address in it. `range`: where it stands in the file.
    pub(super) fn own_addresses(&mut self, html: &CowStr<'e>, range: &Range<usize>) -> CowStr<'e> {
        let first = self.addresses.partition_point(|found| found.start < range.start);
        let here = self.addresses[first..].iter().take_while(|found| found.end <= range.end);
        let here: Vec<Range<usize>> = here.cloned().collect();
        // What is not as it is written is left alone: nobody can say where an address stands in it.
        if here.is_empty() || self.source.text.get(range.clone()) != Some(&**html) {
            return html.clone();
        }
        let (mut out, mut copied) = (String::with_capacity(html.len()), range.start);
        for found in here {
            let written = &self.source.text[found.clone()];
            let Some(target) = target(written) else { continue };
            out.push_str(&self.source.text[copied..found.start]);
            copied = found.end;
            let reference = Reference {
                attribute: true,
                ..self.new_reference(target, self.source.span(found))
            };
            self.doc.references.push(reference);
            out.push_str(&mark(HoleKind::Address(index(self.doc.references.len() - 1))));
        }
        out.push_str(&self.source.text[copied..range.end]);
        out.into()
    }
}

/// An attribute's value without its character references: those of characters that have to be written so,
/// and numbers.
fn without_references(written: &str) -> String {
    let mut parts = written.split('&');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once(';').and_then(|(name, rest)| Some((character(name)?, rest))) {
            Some((character, rest)) => {
                out.push(character);
                out.push_str(rest);
            }
            None => {
                out.push('&');
                out.push_str(part);
            }
        }
    }
    out
}

fn character(name: &str) -> Option<char> {
    let Some(number) = name.strip_prefix('#') else {
        return match name {
            "amp" => Some('&'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            "lt" => Some('<'),
            "gt" => Some('>'),
            _ => None,
        };
    };
    let number = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    };
    char::from_u32(number.ok()?).filter(|c| !c.is_control())
}

/// What an address leads to. Some lead nowhere and are meant to: the top of the page, a picture's data.
fn target(written: &str) -> Option<Target> {
    let address = without_references(written);
    if ["", "#", "#top"].contains(&address.as_str()) {
        return None;
    }
    let target = classify(Class::Plain, &address);
    let data = matches!(&target, Target::Inert(scheme) if scheme.eq_ignore_ascii_case("data"));
    (!(data && is_harmless(&address))).then_some(target)
}

/// Whether data is a picture, a sound, a font or plain text, as it is where it does not say. Anything else would be
/// a page of its own, with scripts that nobody has looked at.
fn is_harmless(data: &str) -> bool {
    let kind = data.split_once(':').map_or("", |(_, kind)| kind.trim_start()).to_ascii_lowercase();
    let harmless = ["image/", "audio/", "video/", "font/", "text/plain", ",", ";"];
    harmless.iter().any(|harmless| kind.starts_with(harmless))
}
