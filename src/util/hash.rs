//! Hashes of content, for file names.

/// Returns the hash of a text: FNV-1a, 64 bits (Fowler, Noll and Vo), as 16 hexadecimal digits.
pub fn content_hash(text: &str) -> String {
    let mut hash = ContentHasher::default();
    hash.add(text.as_bytes());
    hash.digits()
}

/// A hasher that computes the [`content_hash`] of a text that arrives in parts.
pub struct ContentHasher(u64);

impl Default for ContentHasher {
    fn default() -> ContentHasher {
        ContentHasher(0xcbf2_9ce4_8422_2325)
    }
}

impl ContentHasher {
    /// Adds a part of the text.
    pub fn add(&mut self, piece: &[u8]) {
        for byte in piece {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    /// Returns the hash of all parts so far.
    pub fn digits(&self) -> String {
        format!("{:016x}", self.0)
    }
}
