//! One test binary. A module says in its first line what goes there; most cases are files.

mod cli;
mod commonmark;
mod determinism;
mod diagnostics;
mod golden;
mod serve;
mod support;
mod tidy;
mod write;
