//! Splits a text into words.
//!
//! A word is a run of letters and digits. In scripts without spaces between words, each character is a word.
//!
//! Some punctuation is part of a name: "C++", "C#", "A*", ".NET". Each such sign is a word of its own: `+`, `#` or `*`
//! directly after a word or a sign, and a dot directly before a word but not after one. So "C++" is a phrase of three
//! words. A phrase without signs ignores the signs of a text ([`is_sign`]).

/// Returns `true` if a text contains a letter or a digit.
pub(crate) fn has_word(text: &str) -> bool {
    text.chars().any(|char| CharClass::of(char) != CharClass::Separator)
}

/// Returns `true` for a word that is a sign or an identifier. In alphabetical order, signs precede all other words.
pub(crate) fn is_sign(word: &[u8]) -> bool {
    word.first().is_some_and(|byte| *byte < b'0')
}

/// An iterator over the words of a folded text. It yields the offsets of their starts and ends.
pub(crate) struct Tokens<'t> {
    text: &'t str,
    offset: usize,
    /// The end of the last word.
    end: usize,
}

impl<'t> Tokens<'t> {
    pub fn new(text: &'t str) -> Tokens<'t> {
        Tokens { text, offset: 0, end: usize::MAX }
    }

    /// Returns `true` if the next character is a sign.
    fn is_at_sign(&self) -> bool {
        let bytes = self.text.as_bytes();
        let at = self.offset;
        match bytes[at] {
            b'+' | b'#' | b'*' => at == self.end,
            b'.' => {
                let is_after_dot = at > 0 && bytes[at - 1] == b'.';
                at != self.end && !is_after_dot && bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric)
            }
            _ => false,
        }
    }

    /// Returns the class of the next character, and the offset after it.
    fn peek(&self) -> Option<(CharClass, usize)> {
        match *self.text.as_bytes().get(self.offset)? {
            byte if byte.is_ascii_alphanumeric() => Some((CharClass::Word, self.offset + 1)),
            0..0x80 => Some((CharClass::Separator, self.offset + 1)),
            _ => {
                let char = self.text[self.offset..].chars().next()?;
                Some((CharClass::of(char), self.offset + char.len_utf8()))
            }
        }
    }
}

impl Iterator for Tokens<'_> {
    type Item = (usize, usize);

    fn next(&mut self) -> Option<(usize, usize)> {
        loop {
            let (class, after) = self.peek()?;
            let start = self.offset;
            let is_sign = self.is_at_sign();
            self.offset = after;
            if class == CharClass::Word {
                while let Some((CharClass::Word, after)) = self.peek() {
                    self.offset = after;
                }
            }
            if is_sign || class != CharClass::Separator {
                self.end = self.offset;
                return Some((start, self.offset));
            }
        }
    }
}

/// The role of a character in splitting a text into words.
#[derive(Clone, Copy, PartialEq)]
enum CharClass {
    /// A separator of words: blanks, punctuation, arrows, mathematical signs.
    Separator,
    /// A letter or a digit of a word.
    Word,
    /// A whole word, in a script without spaces between words.
    Unspaced,
}

impl CharClass {
    /// Returns the class by the blocks of Unicode. Other characters beyond ASCII belong to words.
    fn of(char: char) -> CharClass {
        match char as u32 {
            code @ 0..0x80 if (code as u8).is_ascii_alphanumeric() => CharClass::Word,
            // ASCII and Latin-1.
            0..=0xA9 | 0xAB..=0xB1 | 0xB4 | 0xB6..=0xB8 | 0xBB | 0xBF | 0xD7 | 0xF7
            // Armenian, Hebrew, Arabic, Devanagari, Thai, Tibetan, Myanmar, Ethiopic, Khmer, Mongolian.
            | 0x055A..=0x055F | 0x0589 | 0x058A | 0x05BE | 0x05C0 | 0x05C3 | 0x05F3 | 0x05F4 | 0x060C | 0x060D
            | 0x061B..=0x061F | 0x066A..=0x066D | 0x06D4 | 0x0964 | 0x0965 | 0x0E5A | 0x0E5B | 0x0F04..=0x0F14
            | 0x0F3A..=0x0F3D | 0x104A..=0x104F | 0x1360..=0x1368 | 0x17D4..=0x17DA | 0x1800..=0x180A
            // General and supplemental punctuation, symbols, CJK punctuation.
            | 0x2000..=0x206F | 0x2190..=0x2BFF | 0x2E00..=0x2E7F | 0x3000..=0x3004 | 0x3008..=0x3020 | 0x3030
            | 0x303D | 0x30A0 | 0x30FB => CharClass::Separator,
            // Thai and Lao, Myanmar, Khmer, Han, Hiragana and Katakana.
            0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x2E80..=0x30FF | 0x31F0..=0x31FF | 0x3400..=0x4DBF
            | 0x4E00..=0x9FFF | 0xA9E0..=0xA9FF | 0xAA60..=0xAA7F
            | 0xF900..=0xFAFF | 0x20000..=0x3FFFF => CharClass::Unspaced,
            _ => CharClass::Word,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_split_into_words() {
        fn check(text: &str, expected: &str) {
            let split: Vec<&str> = Tokens::new(text).map(|(start, end)| &text[start..end]).collect();
            assert_eq!(split.join("|"), expected, "{text}");
        }
        check("in-network o'brien, 2nd", "in|network|o|brien|2nd");
        check("雾中x寻路。", "雾|中|x|寻|路");
        check("霧の中・キ、", "霧|の|中|キ");
        check("안개 속의", "안개|속의");
        check("بن־ערפל — наука…", "بن|ערפל|наука");
        check("a→b ∞ c·d", "a|b|c|d");
        check("c++, c#/f#: a* (.net)", "c|+|+|c|#|f|#|a|*|.|net");
        check("c++11 asp.net ...and # + * a + b. *a*", "c|+|+|11|asp|net|and|a|b|a|*");
    }
}
