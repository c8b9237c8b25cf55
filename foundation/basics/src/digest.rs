//! SHA-256, the one digest of the books.

use sha2::Digest as _;

/// A SHA-256 digest.
pub type Digest = [u8; 32];

/// SHA-256 over the parts, one after the other with nothing between.
pub fn sha256(parts: &[&[u8]]) -> Digest {
    let mut hasher = sha2::Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    hasher.finalize().into()
}
