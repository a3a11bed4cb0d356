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
//! Six stages, one module each, with plain data between them:
//!
//! 1. [`load`] reads the site's folder into [`source::Sources`]; [`theme`] reads the templates.
//! 2. [`parse`] turns each file, on its own and in parallel, into a [`page::Page`] or a part of the
//!    [`registry::Registry`].
//! 3. [`link`] puts everything together into a [`site::Site`]: the only step that sees all of it.
//! 4. [`render`] turns the site into pages, in parallel.
//! 5. [`index`] turns it into what the reader's browser searches.
//! 6. [`mod@write`] publishes all of it or nothing.
//!
//! Every stage but the last also yields [`diagnostic::Diagnostic`]s: an author's mistake is a value,
//! and one mistake never hides the next. `Result` means that the machine failed. Only `load`,
//! `theme` and `write` touch the disk. The rules of what may use what are a test,
//! `tests/it/tidy.rs`.

pub mod address;
pub mod addresses;
pub mod chars;
pub mod check;
pub mod cjk;
pub mod cli;
pub mod config;
pub mod day;
pub mod diagnostic;
pub mod edition;
pub mod editions;
pub mod external;
pub mod fields;
pub mod fold;
pub mod history;
pub mod impact;
pub mod index;
pub mod key;
pub mod kind;
pub mod lang;
pub mod link;
pub mod load;
pub mod location;
pub mod message;
pub mod output;
pub mod page;
pub mod parse;
pub mod picture;
pub mod pipeline;
pub mod registry;
pub mod render;
pub mod report;
pub mod review;
pub mod scaffold;
pub mod schema;
pub mod search_test;
pub mod serve;
pub mod site;
pub mod slug;
pub mod source;
pub mod suggest;
pub mod theme;
pub mod write;
pub mod yaml;

pub use pipeline::{Build, Built, Failure, Prepared, Request, build, check, prepare, render_all};
