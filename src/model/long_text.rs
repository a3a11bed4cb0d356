//! Long texts in what is written out: bytes, of which whoever reads them back asks several at once whether they are
//! UTF-8.

use serde::de::{Deserializer, Error, Visitor};
use serde::ser::Serializer;
use simdutf8::basic::from_utf8;
use std::fmt;

pub(super) fn serialize<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(text.as_bytes())
}

pub(super) fn deserialize<'d, D: Deserializer<'d>>(deserializer: D) -> Result<String, D::Error> {
    deserializer.deserialize_bytes(Text)
}

struct Text;

impl Visitor<'_> for Text {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text in UTF-8")
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<String, E> {
        from_utf8(bytes).map(str::to_owned).map_err(E::custom)
    }
}
