//! What a site is, as plain data: its settings and kinds, a page as its author wrote it, the registries,
//! the linked site with its addresses, editions and flows, and three questions that are asked of it: who uses an
//! entry, what must be looked at again, and what has changed. Making it is the work of `parse` and `link`.

pub mod addresses;
pub mod bundle;
pub mod changes;
pub mod config;
pub(crate) mod deferred;
pub mod document;
pub mod edition;
pub(crate) mod editions;
pub mod face;
pub mod flow;
pub mod formula;
pub mod impact;
pub(crate) mod kind;
pub mod linked;
pub(crate) mod links;
mod long_text;
pub mod page;
pub mod registry;
pub mod review;
pub(crate) mod site;
