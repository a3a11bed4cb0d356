//! JSON as text.

use crate::base::bug::bug;
use serde::Serialize;

/// A value on one line. All that is written is of our own making: strings, numbers, lists and objects.
pub(super) fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| bug("a value that is no JSON"))
}
