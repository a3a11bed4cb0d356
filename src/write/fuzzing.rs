//! Targets of fuzzing: what is read back from a folder in which anybody may have written.

#![expect(clippy::expect_used, reason = "a broken promise is what is looked for")]

use super::journal::redo;
use super::manifest::Manifest;
use super::scratch;
use std::fs;
use std::path::{Component, Path};
use std::process;

/// Any manifest: what it names lies below the output, and it is read again as it was written.
pub(crate) fn manifest(data: &[u8]) {
    let Some(manifest) = Manifest::parse(data) else { return };
    for path in manifest.paths() {
        let inside = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
        assert!(inside && !path.is_empty(), "{path:?} leads out of the output");
    }
    let again = Manifest::parse(&manifest.bytes()).expect("what was written can be read");
    assert_eq!(again.bytes(), manifest.bytes());
}

/// Any journal of an interrupted publication: nothing outside of the output changes.
pub(crate) fn journal(data: &[u8]) {
    let root = std::env::temp_dir().join(format!("mingbai-fuzzing-{}", process::id()));
    let (live, waiting) = (root.join("public"), root.join("public").join(scratch::SCRATCH));
    fs::create_dir_all(live.join("a")).expect("writable");
    fs::create_dir_all(&waiting).expect("writable");
    for file in [
        root.join("other"),
        live.join("foreign"),
        live.join("a/b"),
        waiting.join(scratch::name("c")),
    ] {
        fs::write(file, "kept").expect("writable");
    }
    fs::write(scratch::journal(&waiting), data).expect("writable");
    // A journal that is none is an error, never a panic.
    let done = redo(&live, &waiting);
    for file in [root.join("other"), live.join("foreign")] {
        let kept = fs::read(&file).is_ok_and(|bytes| bytes == b"kept");
        assert!(kept, "{} is gone after {done:?}", file.display());
    }
    fs::remove_dir_all(&root).expect("writable");
}
