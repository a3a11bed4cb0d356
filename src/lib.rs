//! Mingbai 明白 builds a folder of Markdown guides into a static, cross-linked, searchable site.
//!
//! # The house
//!
//! ```text
//! content/ ─load─▶ Sources ─parse─▶ Parsed ─link─▶ Site ─┬─render─▶ Outputs ─┐
//! themes/  ─load─▶ Theme ────────────────────────────────┤                   ├─write─▶ public/
//!                                            Site ─index─▶ Outputs ──────────┘
//! ```
//!
//! Six stages, one room each, with plain data between them:
//!
//! 1. [`mod@load`] reads the site's folder into [`base::source::Sources`], its templates into
//!    [`load::theme`], and its history from Git.
//! 2. [`parse`] turns each file, on its own and in parallel, into a [`model::page::Page`] or a part of the
//!    [`model::registry::Registry`].
//! 3. [`link`] puts everything together into a [`model::site::Site`]: the only step that sees all of it.
//! 4. [`render`] turns the site into pages, in parallel.
//! 5. [`index`] turns it into what the reader's browser searches.
//! 6. [`mod@write`] publishes all of it or nothing.
//!
//! Every stage but the last also yields [`diag::Diagnostic`]s: an author's mistake is a value,
//! and one mistake never hides the next. `Result` means that the machine failed.
//!
//! # The rooms
//!
//! In the order in which they stand; each uses only what stands before it, which is a test,
//! `tests/it/tidy.rs`:
//!
//! * [`base`]: what knows nothing of a site.
//! * [`diag`]: what is wrong, as data, as sentences, as print.
//! * [`yaml`]: trees of YAML with places, and typed fields of them.
//! * [`model`]: what a site is, as plain data.
//! * the stages [`mod@load`], [`parse`], [`link`], then [`mod@check`] with the rules that the linked site is
//!   held to, [`render`], [`index`], [`mod@write`].
//! * [`commands`]: the stages in a row with different endings, and what stands around them.
//!
//! The disk is read by `load`, written by `write`, and touched besides them only in `commands`: by new
//! sites, what outlasts builds in `.mingbai/`, the cache of `check --external`, `--fix`, and the server that
//! watches it.

pub mod base;
pub mod check;
pub mod commands;
pub mod diag;
pub mod index;
pub mod link;
pub mod load;
pub mod model;
pub mod parse;
pub mod render;
pub mod write;
pub mod yaml;

pub use commands::pipeline::{
    Build, Built, Failure, Prepared, Request, build, check, prepare, render_all,
};
