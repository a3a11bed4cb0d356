//! Everything that a build's result follows from, as one fingerprint: equal inputs, equal bytes and equal words.
//!
//! What was read goes in as it was read, not as the disk describes it: a file that was changed and
//! has its old size and day is another file.

use super::{Build, Gathered, Request};
use std::env;
use std::fmt::{Debug, Write};
use std::fs;
use std::sync::LazyLock;

/// The fingerprint of all inputs but the history, which is still being read; nothing if the program
/// cannot read itself.
pub(super) fn fingerprint(gathered: &Gathered, request: &Request, build: &Build) -> Option<String> {
    let mut inputs = Inputs(blake3::Hasher::new());
    inputs.bytes(PROGRAM.as_ref()?.as_bytes());
    let Build { output: _, strict, style, brief, waiting: _ } = build;
    inputs.value(&(strict, style, brief));
    inputs.site(gathered, request);
    Some(inputs.finish())
}

/// The same for a site that one program builds again and again in one way.
pub(super) fn of_site(gathered: &Gathered, request: &Request) -> String {
    let mut inputs = Inputs(blake3::Hasher::new());
    inputs.site(gathered, request);
    inputs.finish()
}

/// The fingerprint of a text, as one word.
pub(super) fn of_text(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().to_string()
}

/// The running program: another one may build another site from the same files. Its version would
/// not do, as whoever works on it knows.
static PROGRAM: LazyLock<Option<blake3::Hash>> = LazyLock::new(|| {
    let program = fs::File::open(env::current_exe().ok()?).ok()?;
    Some(blake3::Hasher::new().update_reader(program).ok()?.finalize())
});

struct Inputs(blake3::Hasher);

impl Inputs {
    /// Adds all that was read, and what was asked for.
    fn site(&mut self, gathered: &Gathered, request: &Request) {
        // The day says what `at` and `epoch` were asked for.
        let Request { root: _, base_url, drafts, at: _, epoch: _, history } = request;
        self.value(&(base_url, drafts, history, gathered.day));
        self.value(&gathered.sources.files.len());
        for source in &gathered.sources.files {
            self.bytes(source.path.as_bytes());
            self.bytes(source.text.as_bytes());
        }
        for asset in &gathered.sources.assets {
            self.bytes(asset.path.as_bytes());
            self.bytes(&asset.bytes);
            let there = asset.on_disk.as_ref().map(|there| (there.size, there.hash));
            self.value(&(there, &asset.real));
        }
        self.value(&gathered.theme.name);
        for (path, bytes, own) in gathered.theme.files() {
            self.bytes(path.as_bytes());
            self.bytes(bytes);
            self.value(&own);
        }
        // What could not be read is known only from what is said of it.
        self.value(&gathered.diagnostics);
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
