//! Views to files: what is published, and what stands already and need not be made again.
//!
//! A file follows from its template and its view, from what all templates see, and in a further edition
//! from how that is written. Making the view is cheaper than filling it into the template and converting the
//! result, so these are left out where it is known what comes of them and that it stands. Where nothing has
//! changed of what the view is made from, as [`super::inputs`] says, not even that is made.

use super::inputs::Inputs;
use super::relative;
use super::script;
use super::template::Engine;
use super::view::Global;
use crate::base::cache::Key;
use crate::base::output::{Output, Standing};
use crate::diag::Diagnostic;
use crate::load::theme::Theme;
use crate::model::addresses::{self, Address};
use crate::model::edition::Edition;
use crate::model::site::Site;
use serde::Serialize;

/// Turns views into files.
pub(super) struct FileWriter<'a> {
    /// The templates.
    pub(super) engine: &'a Engine<'a>,
    /// The edition whose files they are.
    pub(super) edition: &'a Edition<'a>,
    /// Where they go.
    pub(super) sink: &'a (dyn Fn(Output) + Sync),
    /// The base of all addresses, if they are to be relative.
    pub(super) relative_to: Option<&'a str>,
    /// What need not be made, if anybody knows.
    pub(super) standing: Option<Known<'a>>,
}

/// What stands, and the key of all that the files of an edition have in common.
pub(super) struct Known<'a> {
    standing: &'a dyn Standing,
    inputs: &'a Inputs<'a>,
    shared: Key,
}

impl<'a> Known<'a> {
    /// What stands of an edition. `None` where it cannot be told what its files follow from.
    pub(super) fn new(
        (standing, inputs): (&'a dyn Standing, &'a Inputs<'a>),
        theme: &Theme,
        global: &Global,
        edition: &Edition<'_>,
    ) -> Option<Self> {
        let global = serde_json::to_vec(global).ok()?;
        let written = edition.written();
        let mut parts: Vec<&[u8]> = vec![&global, written.as_bytes()];
        for (path, bytes, own) in theme.files() {
            parts.extend([path.as_bytes(), bytes, if own { b"own" } else { b"" }]);
        }
        Some(Self { standing, inputs, shared: Key::of("edition", &parts) })
    }

    /// The key of the file at an address, by what it follows from and not by what is to be seen in it.
    fn of_address(&self, address: &Address) -> Option<Key> {
        let inputs = self.inputs.key(address)?;
        Some(self.key(&address.path, "inputs", &inputs.0))
    }

    fn key(&self, path: &str, template: &str, content: &[u8]) -> Key {
        Key::of("file", &[&self.shared.0, path.as_bytes(), template.as_bytes(), content])
    }
}

impl FileWriter<'_> {
    /// Whether it is known what is to stand at an address, and stands there.
    pub(super) fn stands(&self, address: &Address) -> bool {
        let Some(known) = &self.standing else { return false };
        let path = format!("{}{}", self.edition.prefix, address.file());
        known.of_address(address).is_some_and(|key| known.standing.stands(&path, key))
    }

    /// Takes note of what was made of an address without any fault.
    pub(super) fn made(&self, address: &Address) {
        if let Some(known) = &self.standing
            && let Some(key) = known.of_address(address)
        {
            known.standing.follows(&format!("{}{}", self.edition.prefix, address.file()), key);
        }
    }

    /// Renders to the file of an address.
    pub(super) fn page(
        &self,
        address: &str,
        template: &str,
        view: &impl Serialize,
    ) -> Option<Diagnostic> {
        self.file(&addresses::file(address), template, view)
    }

    /// Renders to the file at a path.
    pub(super) fn file(
        &self,
        path: &str,
        template: &str,
        view: &impl Serialize,
    ) -> Option<Diagnostic> {
        let seen = self.standing.as_ref().and_then(|known| {
            let parts = [&known.shared.0, path.as_bytes(), template.as_bytes()];
            Some((known, Key::of_value("view", &parts, view)?))
        });
        let make = || self.engine.bytes(template, view);
        self.make(path, seen, make).err().map(|diagnostic| *diagnostic)
    }

    /// Publishes a text below the edition's address, in its script.
    pub(super) fn put(&self, path: &str, text: impl Into<Vec<u8>>) -> Option<Diagnostic> {
        let text = text.into();
        // In the author's own edition it is what it is.
        let known = self.standing.as_ref().filter(|_| self.edition.is_further());
        let seen = known.map(|known| (known, known.key(path, "", &text)));
        self.make(path, seen, || Ok(text)).err().map(|diagnostic| *diagnostic)
    }

    /// Publishes a text unless the site has a file of its own there.
    pub(super) fn put_unless_given(
        &self,
        site: &Site,
        path: &str,
        text: impl FnOnce() -> String,
    ) -> Option<Diagnostic> {
        let given = site.addresses.site_file(&format!("{}{path}", self.edition.prefix)).is_some();
        if given { None } else { self.put(path, text()) }
    }

    /// Publishes what `make` gives, in the edition's script; makes nothing if it is known to stand.
    fn make(
        &self,
        path: &str,
        seen: Option<(&Known<'_>, Key)>,
        make: impl FnOnce() -> Result<Vec<u8>, Box<Diagnostic>>,
    ) -> Result<(), Box<Diagnostic>> {
        let whole = format!("{}{path}", self.edition.prefix);
        if seen.is_some_and(|(known, key)| known.standing.stands(&whole, key)) {
            return Ok(());
        }
        let mut bytes = script::convert(self.edition, path, make()?);
        if let Some(base) = self.relative_to.filter(|_| path.ends_with(".html")) {
            bytes = relative::page(&String::from_utf8_lossy(&bytes), &whole, base).into_bytes();
        }
        let file = Output::new(whole, bytes);
        if let Some(known) = &self.standing {
            known.standing.made(seen.map(|(_, key)| key), &file);
        }
        (self.sink)(file);
        Ok(())
    }
}
