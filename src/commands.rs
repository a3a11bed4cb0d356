//! What the commands do: the stages in a row with different endings, and what stands around them — a new
//! site, schemas for editors, the site's own tests, addresses elsewhere, the server, the
//! server of editors, the command line.

pub mod bundle;
pub mod calculator_test;
pub(crate) mod ci;
pub mod cli;
pub mod external;
pub mod flow_test;
#[cfg(any(test, fuzzing))]
pub mod fuzzing;
pub mod import;
pub(crate) mod lsp;
pub mod pipeline;
pub mod scaffold;
pub mod schema;
pub mod search_test;
pub(crate) mod serve;
