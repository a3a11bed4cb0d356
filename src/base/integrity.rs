//! Subresource integrity: what a tag or a policy says of a script or stylesheet, so that a browser refuses
//! any other.
//!
//! SHA-256, the shortest digest browsers take: it does not compress, and every page carries several.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};

/// What `integrity` says of a file with these bytes; in quotation marks, what a content security policy says.
pub(crate) fn integrity(bytes: &[u8]) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_written_as_browsers_read_it() {
        // printf 'abc' | openssl dgst -sha256 -binary | base64
        let expected = "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";
        assert_eq!(integrity(b"abc"), expected);
    }
}
