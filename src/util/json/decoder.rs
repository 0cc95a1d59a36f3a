//! A cursor over a JSON text.

use std::borrow::Cow;

/// The maximum nesting depth of lists and objects. Decoding and all later steps are recursive.
pub const MAX_DEPTH: usize = 128;

/// A decoder for a JSON text.
pub struct Decoder<'t> {
    text: &'t str,
    at: usize,
    /// The number of open lists and objects.
    depth: usize,
    failed: bool,
}

/// A position in a JSON text.
#[derive(Clone, Copy, Default)]
pub struct Position {
    /// The offset in bytes. A byte order mark does not count.
    at: usize,
    /// The number of open lists and objects.
    depth: usize,
}

impl<'t> Decoder<'t> {
    /// Returns a decoder at the start of a text.
    pub fn new(text: &'t str) -> Decoder<'t> {
        Decoder::resume(text, Position::default())
    }

    /// Returns a decoder at a position that [`Decoder::position`] returned for the same text, or for a beginning of it.
    pub fn resume(text: &'t str, Position { at, depth }: Position) -> Decoder<'t> {
        Decoder { text: text.strip_prefix('\u{feff}').unwrap_or(text), at, depth, failed: false }
    }

    /// Returns the position.
    pub fn position(&self) -> Position {
        Position { at: self.at, depth: self.depth }
    }

    /// Records that the text is not as expected.
    pub fn fail(&mut self) {
        self.failed = true;
    }

    /// Returns `true` if there was no failure so far.
    pub fn is_ok(&self) -> bool {
        !self.failed
    }

    /// Returns the number of bytes that are not decoded yet.
    pub fn remaining(&self) -> usize {
        self.text.len().saturating_sub(self.at)
    }

    /// Returns the rest of the text.
    fn rest(&self) -> &'t [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// Returns the next byte that is not white space, or 0 at the end. Skips commas, because they carry no information.
    #[inline(never)]
    pub fn peek(&mut self) -> u8 {
        loop {
            match self.text.as_bytes().get(self.at) {
                Some(b' ' | b'\n' | b'\r' | b'\t' | b',') => self.at += 1,
                Some(byte) => return *byte,
                None => return 0,
            }
        }
    }

    /// Consumes the next byte. Fails if it is a different byte.
    #[inline(never)]
    pub fn expect_byte(&mut self, byte: u8) {
        if self.peek() == byte {
            self.step(byte);
        } else {
            self.fail();
        }
    }

    /// Moves past a byte.
    fn step(&mut self, byte: u8) {
        self.at += 1;
        match byte {
            b'[' | b'{' => self.depth += 1,
            b']' | b'}' => self.depth = self.depth.wrapping_sub(1),
            _ => {}
        }
        self.failed |= self.depth > MAX_DEPTH;
    }

    /// Returns `true` if another element precedes the closing bracket. Otherwise consumes the bracket.
    #[inline(never)]
    pub fn has_next(&mut self, close: u8) -> bool {
        let next = self.peek();
        if next == close {
            self.step(next);
        } else if next == 0 {
            self.fail();
        }
        next != close && !self.failed
    }

    /// Consumes a literal if it is next. Returns `true` if it was.
    #[inline(never)]
    pub fn literal(&mut self, word: &str) -> bool {
        self.peek();
        let comes = self.rest().starts_with(word.as_bytes());
        if comes {
            self.at += word.len();
        }
        comes
    }

    /// Decodes one of several words, and returns its index.
    #[inline(never)]
    pub fn one_of(&mut self, words: &[&str]) -> usize {
        let word = self.text();
        words.iter().position(|known| **known == *word).unwrap_or_else(|| {
            self.fail();
            0
        })
    }

    /// Decodes a string.
    pub fn string(&mut self) -> String {
        self.text().into_owned()
    }

    /// Decodes a string (RFC 8259, section 7). It is borrowed if it has no escapes.
    #[inline(never)]
    pub fn text(&mut self) -> Cow<'t, str> {
        self.expect_byte(b'"');
        let mut decoded = String::new();
        loop {
            let start = self.at;
            let end = end_of_plain_text(self.rest());
            let Some(end) = end.map(|length| start + length).filter(|_| !self.failed) else {
                self.fail();
                return decoded.into();
            };
            let plain = self.text.get(start..end).unwrap_or_default();
            self.at = end + 1;
            let is_end = self.text.as_bytes()[end] == b'"';
            if is_end && decoded.is_empty() {
                return plain.into();
            }
            decoded.push_str(plain);
            if is_end {
                return decoded.into();
            }
            decoded.push(self.escaped());
        }
    }

    /// Decodes an escape after its backslash.
    fn escaped(&mut self) -> char {
        let letter = self.rest().first().copied().unwrap_or(0);
        self.at += 1;
        match letter {
            b'"' | b'\\' | b'/' => char::from(letter),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let mut code = self.hex();
                // A surrogate pair encodes one character.
                if (0xD800..0xDC00).contains(&code) && self.literal("\\u") {
                    code = 0x1_0000 + ((code - 0xD800) << 10) + (self.hex().wrapping_sub(0xDC00) & 0x3FF);
                }
                char::from_u32(code).unwrap_or_else(|| {
                    self.fail();
                    ' '
                })
            }
            _ => {
                self.fail();
                ' '
            }
        }
    }

    fn hex(&mut self) -> u32 {
        let digits = self.text.get(self.at..self.at + 4).unwrap_or_default();
        self.at += 4;
        u32::from_str_radix(digits, 16).unwrap_or_else(|_| {
            self.fail();
            0
        })
    }

    /// Decodes a whole number.
    #[inline(never)]
    pub fn number(&mut self) -> u32 {
        let mut number = 0_u32;
        if !self.peek().is_ascii_digit() {
            self.fail();
        }
        while let Some(digit @ b'0'..=b'9') = self.rest().first() {
            number = number.wrapping_mul(10).wrapping_add(u32::from(digit - b'0'));
            self.at += 1;
        }
        number
    }

    /// Decodes `true` or `false`.
    pub fn boolean(&mut self) -> bool {
        let is_true = self.literal("true");
        if !is_true && !self.literal("false") {
            self.fail();
        }
        is_true
    }

    /// Decodes a value that may be null.
    pub fn optional<T>(&mut self, value: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (!self.literal("null")).then(|| value(self))
    }

    /// Decodes a list.
    pub fn list<T>(&mut self, element: impl Fn(&mut Self) -> T) -> Vec<T> {
        self.expect_byte(b'[');
        let mut list = Vec::new();
        while self.has_next(b']') {
            list.push(element(self));
        }
        list
    }
}

/// Returns the position of the first quotation mark or backslash. It compares 8 bytes at a time (Warren, Hacker's Delight, section
/// 6-1, "Find First 0-Byte").
fn end_of_plain_text(text: &[u8]) -> Option<usize> {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    let (words, rest) = text.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        // Sets the highest bit of each byte that equals `byte`. It may also set that of bytes after the first such byte, but not
        // before it.
        let equal = |byte: u8| {
            let difference = word ^ (ONES * u64::from(byte));
            difference.wrapping_sub(ONES) & !difference & (ONES << 7)
        };
        let found = equal(b'"') | equal(b'\\');
        if found != 0 {
            return Some(index * 8 + found.trailing_zeros() as usize / 8);
        }
    }
    let place = rest.iter().position(|byte| matches!(byte, b'"' | b'\\'))?;
    Some(words.len() * 8 + place)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_end_of_plain_text_is_that_of_a_simple_search(text in "[ !\"#\\[\\\\\\]é\u{0}\u{a2}\u{700}]{0,40}") {
            let expected = text.bytes().position(|byte| matches!(byte, b'"' | b'\\'));
            prop_assert_eq!(end_of_plain_text(text.as_bytes()), expected);
        }
    }
}
