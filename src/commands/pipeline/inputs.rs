//! Everything that a build's result follows from, as one fingerprint: equal inputs, equal bytes and equal words.
//!
//! What was read goes in as it was read, not as the disk describes it: a file that was changed and
//! has its old size and day is another file.

use super::{Build, Gathered, Request};
use crate::base::evenly::Evenly as _;
use crate::base::output::OnDisk;
use crate::base::source::{Asset, Source};
use crate::load::theme::Theme;
use rayon::prelude::*;
use std::env;
use std::fmt::{Debug, Write};
use std::fs;
use std::sync::{Arc, LazyLock};

/// The fingerprint of all inputs but the history, which is still being read; nothing if the program
/// cannot read itself.
pub(super) fn fingerprint(gathered: &Gathered, request: &Request, build: &Build) -> Option<String> {
    let mut inputs = Inputs(blake3::Hasher::new());
    inputs.bytes(&program()?.to_le_bytes());
    let Build { output: _, strict, style, brief, recalling: _, waiting: _ } = build;
    inputs.value(&(strict, style, brief));
    inputs.site(gathered, request);
    Some(inputs.finish())
}

/// The same for a site that one program builds again and again in one way: what it has seen before is not
/// read again.
#[derive(Debug, Default)]
pub(super) struct Fingerprints {
    assets: Option<(Vec<Arc<Asset>>, blake3::Hash)>,
    theme: Option<(Arc<Theme>, blake3::Hash)>,
}

impl Fingerprints {
    /// The fingerprint of a site as it is now.
    pub(super) fn of_site(&mut self, gathered: &Gathered, request: &Request) -> String {
        let mut inputs = Inputs(blake3::Hasher::new());
        inputs.request(gathered, request);
        inputs.sources(&gathered.sources.files);
        let assets = &gathered.sources.assets;
        let is_same =
            |known: &[Arc<Asset>]| known.iter().map(Arc::as_ptr).eq(assets.iter().map(Arc::as_ptr));
        let hash = match &self.assets {
            Some((known, hash)) if is_same(known) => *hash,
            _ => Inputs::alone(|inputs| inputs.assets(assets)),
        };
        inputs.0.update(hash.as_bytes());
        self.assets = Some((assets.clone(), hash));
        let hash = match &self.theme {
            Some((known, hash)) if Arc::ptr_eq(known, &gathered.theme) => *hash,
            _ => Inputs::alone(|inputs| inputs.theme(&gathered.theme)),
        };
        inputs.0.update(hash.as_bytes());
        self.theme = Some((Arc::clone(&gathered.theme), hash));
        inputs.value(&gathered.diagnostics);
        inputs.finish()
    }
}

/// The fingerprint of a text, as one word.
pub(super) fn of_text(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().to_string()
}

/// The fingerprint of the running program; nothing if it cannot read itself.
pub(super) fn program() -> Option<u128> {
    *PROGRAM
}

/// The running program: another one may build another site from the same files. Its version would
/// not do, as whoever works on it knows.
static PROGRAM: LazyLock<Option<u128>> = LazyLock::new(|| {
    let path = env::current_exe().ok()?;
    let program = fs::File::open(&path).ok()?;
    Some(OnDisk::of(&path, program, 0).ok()?.1.hash)
});

struct Inputs(blake3::Hasher);

impl Inputs {
    /// The fingerprint of one thing.
    fn alone(add: impl FnOnce(&mut Self)) -> blake3::Hash {
        let mut inputs = Self(blake3::Hasher::new());
        add(&mut inputs);
        inputs.0.finalize()
    }

    /// Adds all that was read, and what was asked for.
    fn site(&mut self, gathered: &Gathered, request: &Request) {
        self.request(gathered, request);
        self.sources(&gathered.sources.files);
        self.assets(&gathered.sources.assets);
        self.theme(&gathered.theme);
        // What could not be read is known only from what is said of it.
        self.value(&gathered.diagnostics);
    }

    fn request(&mut self, gathered: &Gathered, request: &Request) {
        // The day says what `at` and `epoch` were asked for.
        let Request { root: _, base_url, relative, drafts, at: _, epoch: _, history, cache: _ } =
            request;
        self.value(&(base_url, relative, drafts, history, gathered.day));
    }

    /// Adds texts by their keys, which whoever parses them asks for as well.
    fn sources(&mut self, sources: &[Arc<Source>]) {
        let keys: Vec<[u8; 32]> =
            sources.par_iter().evenly().map(|source| source.key().0).collect();
        self.bytes(keys.as_flattened());
    }

    fn assets(&mut self, assets: &[Arc<Asset>]) {
        for asset in assets {
            self.bytes(asset.path.as_bytes());
            self.bytes(&asset.bytes);
            let there = asset.on_disk.as_ref().map(|there| (there.size, there.hash));
            self.value(&(there, &asset.real));
        }
    }

    fn theme(&mut self, theme: &Theme) {
        self.value(&theme.name);
        for (path, bytes, own) in theme.files() {
            self.bytes(path.as_bytes());
            self.bytes(bytes);
            self.value(&own);
        }
    }

    fn finish(&self) -> String {
        self.0.finalize().to_hex().to_string()
    }

    /// Adds one thing with its length, so that two things cannot run into each other.
    fn bytes(&mut self, bytes: &[u8]) {
        self.0.update(&bytes.len().to_le_bytes()).update(bytes);
    }

    fn value(&mut self, value: &dyn Debug) {
        let mut text = String::new();
        let _ = write!(text, "{value:?}");
        self.bytes(text.as_bytes());
    }
}
