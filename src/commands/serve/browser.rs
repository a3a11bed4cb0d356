//! Opens the author's browser.

use std::process::{Command, Stdio};
use std::thread;

#[cfg(target_os = "macos")]
const OPENER: &[&str] = &["open"];
#[cfg(windows)]
const OPENER: &[&str] = &["explorer"];
#[cfg(not(any(target_os = "macos", windows)))]
const OPENER: &[&str] = &["xdg-open"];

/// Opens an address. Where that cannot be done, the address has been printed.
pub(super) fn open(address: &str) {
    let [program, arguments @ ..] = OPENER else { return };
    let mut command = Command::new(program);
    command.args(arguments).arg(address);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // Waiting for it leaves no dead process behind.
    thread::spawn(move || command.status());
}
