//! What knows nothing of a site: an author's file and places in it, days, addresses as text, the folding
//! and cutting of words, the bytes of pictures, a file of the finished site.

pub mod address;
pub(crate) mod bug;
pub mod cache;
pub(crate) mod chars;
pub mod cjk;
pub(crate) mod clauses;
pub mod day;
pub(crate) mod evenly;
pub(crate) mod fold;
pub(crate) mod integrity;
pub mod lang;
pub(crate) mod location;
pub mod noted;
pub(crate) mod offset;
pub mod output;
pub(crate) mod packing;
pub(crate) mod path;
pub mod picture;
pub mod slug;
pub mod source;
pub(crate) mod suggest;
