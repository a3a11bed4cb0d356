//! The `mingbai` command. Everything it does is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    mingbai::commands::cli::run()
}
