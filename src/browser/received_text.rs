//! Text that arrives in parts.

use js_sys::Uint8Array;

use crate::util::hash::ContentHasher;

/// The maximum number of bytes that are added at a time. This takes some milliseconds on a slow phone. The first part of a
/// response can have 2 MB.
const MAX_ADDED: u32 = 1 << 18;

/// A text in UTF-8 of which parts have arrived.
#[derive(Default)]
pub struct ReceivedText {
    text: String,
    /// The bytes from the first character that is invalid or not complete yet.
    undecoded: Vec<u8>,
    /// The hash of all bytes.
    hash: ContentHasher,
}

impl ReceivedText {
    /// Returns an empty text with room for a number of bytes, if there is so much memory.
    pub fn with_capacity(bytes: usize) -> ReceivedText {
        let mut received = ReceivedText::default();
        let _ = received.text.try_reserve_exact(bytes);
        received
    }

    /// Returns the text that has arrived.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Adds the bytes of a part from an offset, but not more than [`MAX_ADDED`]: hashes them, and decodes them up to the first
    /// incomplete or invalid character. Returns the offset of the bytes that remain.
    pub fn add(&mut self, part: &Uint8Array, from: u32) -> u32 {
        let to = part.length().min(from + MAX_ADDED);
        let start = self.undecoded.len();
        self.undecoded.resize(start + (to - from) as usize, 0);
        part.subarray(from, to).copy_to(&mut self.undecoded[start..]);
        self.hash.add(&self.undecoded[start..]);
        let valid = self.undecoded.utf8_chunks().next().map_or("", |chunk| chunk.valid());
        self.text.push_str(valid);
        let length = valid.len();
        self.undecoded.drain(..length);
        to
    }

    /// Returns the text and its hash.
    ///
    /// # Errors
    /// Returns the offset of the first byte that is not UTF-8.
    pub fn finish(self) -> Result<(String, String), usize> {
        if self.undecoded.is_empty() { Ok((self.text, self.hash.digits())) } else { Err(self.text.len()) }
    }
}
