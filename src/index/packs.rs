//! Puts shards into few files. A page asks for a range of one; a server that knows no ranges sends
//! the whole, which is why no pack is large.

use crate::base::output::Output;

/// A pack is closed before it would grow beyond this, on a site of any usual size.
const PACK: usize = 192 * 1024;
/// There shall not be more of them than this: the manifest names each.
const MOST: usize = 64;

/// So many parts lengthen the unit by a byte.
const PARTS_PER_BYTE: usize = 60;

/// The unit in which the lengths of so many parts are listed: twice as long a unit saves a bit for
/// every part, once, and costs half as much again for each of the ten that a query reads.
pub(crate) fn unit(parts: usize) -> usize {
    1 << (parts / PARTS_PER_BYTE).max(1).ilog2()
}

/// Fills a part up with zeros to a whole number of units.
pub(crate) fn pad(part: &mut Vec<u8>, unit: usize) {
    part.resize(part.len().div_ceil(unit) * unit, 0);
}

/// Files with hashed names, and what the manifest says of them.
#[derive(Debug, Default)]
pub(crate) struct Packs {
    /// The files.
    pub outputs: Vec<Output>,
    /// Their names, in order.
    pub names: Vec<String>,
    /// No pack is longer than this, unless one part alone is.
    pub limit: usize,
}

/// Concatenates parts into packs, in order. The reader repeats the division from the lengths alone.
pub(crate) fn pack<'a>(parts: impl Iterator<Item = &'a [u8]> + Clone) -> Packs {
    let total: usize = parts.clone().map(<[u8]>::len).sum();
    let limit = (total / MOST).next_power_of_two().max(PACK);
    let mut packs = Packs { limit, ..Packs::default() };
    let mut bytes: Vec<u8> = Vec::new();
    for part in parts {
        if !bytes.is_empty() && bytes.len() + part.len() > limit {
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
