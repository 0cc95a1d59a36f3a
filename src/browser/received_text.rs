//! Text that arrives in parts.

use js_sys::Uint8Array;

use crate::util::hash::ContentHasher;

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

    /// Adds a part: hashes it, and decodes it up to the first incomplete or invalid character.
    pub fn add(&mut self, part: &Uint8Array) {
        let start = self.undecoded.len();
        self.undecoded.resize(start + part.length() as usize, 0);
        part.copy_to(&mut self.undecoded[start..]);
        self.hash.add(&self.undecoded[start..]);
        let valid = self.undecoded.utf8_chunks().next().map_or("", |chunk| chunk.valid());
        self.text.push_str(valid);
        let length = valid.len();
        self.undecoded.drain(..length);
    }

    /// Returns the text and its hash.
    ///
    /// # Errors
    /// Returns the offset of the first byte that is not UTF-8.
    pub fn finish(self) -> Result<(String, String), usize> {
        if self.undecoded.is_empty() { Ok((self.text, self.hash.digits())) } else { Err(self.text.len()) }
    }
}
