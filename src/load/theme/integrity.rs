//! Subresource integrity: what a tag says of the file it loads, so that a browser refuses any other.

use sha2::{Digest, Sha384};

/// The value of an `integrity` attribute for a file.
pub(super) fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", base64(&Sha384::digest(bytes)))
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Base64 of a digest whose length is a multiple of three, so that there is nothing to pad.
fn base64(digest: &[u8]) -> String {
    let threes = digest.chunks_exact(3).map(|c| u32::from_be_bytes([0, c[0], c[1], c[2]]));
    let sixes = threes.flat_map(|n| [n >> 18, n >> 12, n >> 6, n].map(|n| (n & 63) as usize));
    sixes.map(|n| char::from(ALPHABET[n])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_written_as_browsers_read_it() {
        // printf 'abc' | openssl dgst -sha384 -binary | base64
        let expected = "sha384-ywB1P0WjXou1oD1pmsZQBycsMqsO3tFjGotgWkP/W+2AhgcroefMI1i67KE0yCWn";
        assert_eq!(integrity(b"abc"), expected);
    }
}
