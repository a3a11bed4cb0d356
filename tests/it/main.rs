//! One test binary. A module says in its first line what goes there; most cases are files.

// A test that cannot read its own files may say so by a panic, and helpers print what was not run.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, clippy::print_stderr)]

mod addresses;
mod agreement;
mod autolink;
mod calculators;
mod check;
mod cli;
mod commonmark;
mod constants;
mod determinism;
mod diagnostics;
mod edition;
mod edits;
mod english;
mod external;
mod face;
mod faults;
mod golden;
mod history;
mod import;
mod kept;
mod leads;
mod lsp;
mod markdown;
mod on_demand;
mod opencc;
mod outside;
mod pictures;
mod published;
mod reading;
mod rebuilt;
mod reply;
mod review;
mod rules;
mod sarif;
mod scaling;
mod schema;
mod search_names;
mod search_promise;
mod search_sites;
mod serve;
mod standards;
mod supply;
mod support;
mod terminal;
mod theme;
mod tidy;
mod tokenize;
mod unchanged;
mod untrusted;
mod upheaval;
mod uses;
mod words;
mod write;
