//! Puts shards into few files. A page asks for a range of one; a server that knows no ranges sends
//! the whole, which is why no pack is large.

use crate::output::Output;

/// A pack is closed before it would grow beyond this.
pub const PACK: usize = 192 * 1024;

/// Files with hashed names, and what the manifest says of them.
#[derive(Debug, Default)]
pub struct Packs {
    /// The files.
    pub outputs: Vec<Output>,
    /// Their names, in order.
    pub names: Vec<String>,
}

/// Concatenates parts into packs, in order. The reader repeats the division from the lengths alone.
pub fn pack<'a>(parts: impl Iterator<Item = &'a [u8]>) -> Packs {
    let mut packs = Packs::default();
    let mut bytes: Vec<u8> = Vec::new();
    for part in parts {
        if !bytes.is_empty() && bytes.len() + part.len() > PACK {
            packs.close(std::mem::take(&mut bytes));
        }
        bytes.extend(part);
    }
    if !bytes.is_empty() {
        packs.close(bytes);
    }
    packs
}

impl Packs {
    fn close(&mut self, bytes: Vec<u8>) {
        let name = blake3::hash(&bytes).to_hex()[..12].to_owned();
        self.outputs.push(Output::new(format!("search/{name}.bin"), bytes));
        self.names.push(name);
    }
}
