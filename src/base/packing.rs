//! Values as bytes, for keys and for what is kept.

use postcard::ser_flavors::Flavor;
use postcard::{Result, serialize_with_flavor};
use serde::Serialize;

/// Appends a value to bytes, which come back; an error if it cannot be written down. What the library has for this
/// copies each byte as if it were many.
pub(crate) fn append(value: &impl Serialize, bytes: Vec<u8>) -> Result<Vec<u8>> {
    serialize_with_flavor(value, Row(bytes))
}

struct Row(Vec<u8>);

impl Flavor for Row {
    type Output = Vec<u8>;

    fn try_push(&mut self, byte: u8) -> Result<()> {
        self.0.push(byte);
        Ok(())
    }

    fn try_extend(&mut self, bytes: &[u8]) -> Result<()> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    fn finalize(self) -> Result<Vec<u8>> {
        Ok(self.0)
    }
}
