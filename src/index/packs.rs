//! Puts shards into few files. A page asks for a range of one; a server that knows no ranges sends
//! the whole, which is why no file is long. Files are named by the pack that they are pieces of, so that
//! the manifest, which every reader loads, need not name each.

use crate::base::output::Output;

/// A pack is closed before it would grow beyond this, on a site of any usual size.
const PACK: usize = 192 * 1024;
/// There shall not be more of them than this: the manifest names each.
const MOST: usize = 64;

/// A file is closed before it would grow beyond this: a first question has parts of up to thirty files, which
/// a reader without ranges pays for as a whole.
const FILE: usize = 8 * 1024;

/// A smaller index is read as a whole, each pack as one file: then not even the ranges that are asked for
/// hint at words.
pub(super) const SMALL: usize = 64 * 1024;

/// So long is the sample: hosts that compress files leave very small ones as they are.
const SAMPLE: usize = 2 * 1024;

/// Names of packs have so many digits: the manifest has them one after another.
pub(super) const NAME: usize = 12;

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
    /// The names of the packs, in order.
    pub names: Vec<String>,
    /// No pack is longer than this, unless one part alone is.
    pub limit: usize,
}

/// A file of which a reader asks for two bytes first: whether they come as they are tells whether the server
/// sends ranges, before any file of the packs would be sent twice.
pub(crate) fn sample() -> Output {
    let bytes: Vec<u8> = (0..=u8::MAX).cycle().take(SAMPLE).collect();
    Output::new("search/sample.bin", bytes)
}

/// How an index of so many bytes in all is divided into files: none is longer, unless one part alone is.
pub(crate) fn file_limit(index: usize) -> usize {
    if index < SMALL { SMALL } else { FILE }
}

/// Concatenates parts into files of up to `file` bytes, and those into packs, in order. The reader repeats
/// the division from the lengths alone.
pub(crate) fn pack<'a>(parts: impl Iterator<Item = &'a [u8]> + Clone, file: usize) -> Packs {
    let total: usize = parts.clone().map(<[u8]>::len).sum();
    let limit = (total / MOST).next_power_of_two().max(PACK);
    let mut packs = Packs { limit, ..Packs::default() };
    let mut bytes: Vec<u8> = Vec::new();
    // Where the files of the pack begin.
    let mut starts = Vec::new();
    for part in parts {
        if !bytes.is_empty() && bytes.len() + part.len() > limit {
            packs.close(&std::mem::take(&mut bytes), &std::mem::take(&mut starts));
        }
        if starts.last().is_none_or(|start| bytes.len() + part.len() - start > file) {
            starts.push(bytes.len());
        }
        bytes.extend(part);
    }
    if !bytes.is_empty() {
        packs.close(&bytes, &starts);
    }
    packs
}

impl Packs {
    fn close(&mut self, bytes: &[u8], starts: &[usize]) {
        let name = blake3::hash(bytes).to_hex()[..NAME].to_owned();
        let ends = starts.iter().skip(1).copied().chain([bytes.len()]);
        for (number, (&start, end)) in starts.iter().zip(ends).enumerate() {
            let path = format!("search/{name}-{number}.bin");
            self.outputs.push(Output::new(path, bytes[start..end].to_vec()));
        }
        self.names.push(name);
    }
}
