//! Hashes of content, for file names.

/// Returns the hash of a text as 16 hexadecimal digits. It recognizes changes, but an attacker can find another text with the
/// same hash.
pub fn content_hash(text: &str) -> String {
    let mut hash = ContentHasher::default();
    hash.add(text.as_bytes());
    hash.digits()
}

/// Adds 8 bytes to a hash: multiplicative hashing with the golden ratio (Knuth, The Art of Computer Programming, volume 3,
/// section 6.4). A bit changes only itself and those above it in the product, so its upper half is combined with the lower one.
fn mixed(hash: u64, word: u64) -> u64 {
    let product = (hash ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    product ^ product >> 32
}

/// A hasher that computes the [`content_hash`] of a text that arrives in parts.
#[derive(Default)]
pub struct ContentHasher {
    hash: u64,
    /// The number of bytes so far.
    length: u64,
    /// The last bytes, as long as they are no whole word of 8 bytes.
    word: u64,
}

impl ContentHasher {
    /// Adds a part of the text.
    pub fn add(&mut self, mut part: &[u8]) {
        loop {
            let place = self.length % 8;
            if place == 0
                && let Some((word, rest)) = part.split_first_chunk()
            {
                self.hash = mixed(self.hash, u64::from_le_bytes(*word));
                self.length += 8;
                part = rest;
            } else if let Some((byte, rest)) = part.split_first() {
                self.word |= u64::from(*byte) << (8 * place);
                self.length += 1;
                part = rest;
                if place == 7 {
                    self.hash = mixed(self.hash, self.word);
                    self.word = 0;
                }
            } else {
                return;
            }
        }
    }

    /// Returns the hash of all parts so far.
    pub fn digits(&self) -> String {
        format!("{:016x}", mixed(mixed(self.hash, self.word), self.length))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn parts_have_the_hash_of_the_whole(text in ".{0,60}", ends in proptest::collection::vec(0..100_usize, 0..5)) {
            let bytes = text.as_bytes();
            let mut ends: Vec<usize> = ends.into_iter().map(|end| end.min(bytes.len())).collect();
            ends.sort();
            let mut hasher = ContentHasher::default();
            let mut start = 0;
            for end in ends.into_iter().chain([bytes.len()]) {
                hasher.add(&bytes[start..end]);
                start = end;
            }
            prop_assert_eq!(hasher.digits(), content_hash(&text));
        }
    }

    #[test]
    fn small_changes_change_the_hash() {
        let mut hashes = HashSet::new();
        let mut count = 0;
        let mut add = |bytes: &[u8]| {
            count += 1;
            hashes.insert(content_hash(std::str::from_utf8(bytes).unwrap()));
        };
        let text = b"A text of some words, of which two change.";
        (0..=text.len()).for_each(|end| add(&text[..end]));
        // Every pair of changed bytes, also in the same place of two words.
        for first in 0..text.len() {
            for second in first + 1..text.len() {
                for change in 1..8 {
                    let mut changed = *text;
                    changed[first] ^= change;
                    changed[second] ^= 8 - change;
                    add(&changed);
                }
            }
        }
        assert_eq!(hashes.len(), count);
    }
}
