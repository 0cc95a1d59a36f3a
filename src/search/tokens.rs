//! Splitting texts into words.

/// Whether a text holds a letter or a digit.
pub(crate) fn has_word(text: &str) -> bool {
    text.chars().any(|letter| kind(letter) != Kind::Between)
}

/// What a letter is to the splitting into words.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// Blanks, punctuation, arrows, mathematical signs.
    Between,
    /// A letter or a digit of a word.
    Inner,
    /// A word of its own: a letter of a script without spaces between words.
    Lone,
}

/// By the blocks of Unicode; what is not ASCII and in none of these is part of a word.
fn kind(letter: char) -> Kind {
    match letter as u32 {
        code @ 0..0x80 if (code as u8).is_ascii_alphanumeric() => Kind::Inner,
        // ASCII and Latin-1.
        0..=0xA9 | 0xAB..=0xB1 | 0xB4 | 0xB6..=0xB8 | 0xBB | 0xBF | 0xD7 | 0xF7
        // Armenian, Hebrew, Arabic, Devanagari, Thai, Tibetan, Myanmar, Ethiopic, Khmer, Mongolian.
        | 0x055A..=0x055F | 0x0589 | 0x058A | 0x05BE | 0x05C0 | 0x05C3 | 0x05F3 | 0x05F4 | 0x060C | 0x060D
        | 0x061B..=0x061F | 0x066A..=0x066D | 0x06D4 | 0x0964 | 0x0965 | 0x0E5A | 0x0E5B | 0x0F04..=0x0F14
        | 0x0F3A..=0x0F3D | 0x104A..=0x104F | 0x1360..=0x1368 | 0x17D4..=0x17DA | 0x1800..=0x180A
        // General and supplemental punctuation, symbols, CJK punctuation.
        | 0x2000..=0x206F | 0x2190..=0x2BFF | 0x2E00..=0x2E7F | 0x3000..=0x3004 | 0x3008..=0x3020 | 0x3030
        | 0x303D | 0x30A0 | 0x30FB => Kind::Between,
        // Thai and Lao, Myanmar, Khmer, Han, Hiragana and Katakana.
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x2E80..=0x30FF | 0x31F0..=0x31FF | 0x3400..=0x4DBF
        | 0x4E00..=0x9FFF | 0xA9E0..=0xA9FF | 0xAA60..=0xAA7F | 0xF900..=0xFAFF | 0x20000..=0x3FFFF => Kind::Lone,
        _ => Kind::Inner,
    }
}

/// The words of a folded text, by their offsets.
pub(crate) struct Words<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Words<'t> {
    pub fn of(text: &'t str) -> Words<'t> {
        Words { text, at: 0 }
    }

    /// The kind of the letter here, and the offset after it.
    fn peek(&self) -> Option<(Kind, usize)> {
        match *self.text.as_bytes().get(self.at)? {
            byte if byte.is_ascii_alphanumeric() => Some((Kind::Inner, self.at + 1)),
            0..0x80 => Some((Kind::Between, self.at + 1)),
            _ => self.text[self.at..].chars().next().map(|letter| (kind(letter), self.at + letter.len_utf8())),
        }
    }

    /// The next word.
    pub fn next(&mut self) -> Option<(usize, usize)> {
        loop {
            let (kind, after) = self.peek()?;
            let start = self.at;
            self.at = after;
            if kind == Kind::Inner {
                while let Some((Kind::Inner, after)) = self.peek() {
                    self.at = after;
                }
            }
            if kind != Kind::Between {
                return Some((start, self.at));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_split_into_words() {
        fn check(text: &str, expected: &str) {
            let mut words = Words::of(text);
            let mut split = Vec::new();
            while let Some((start, end)) = words.next() {
                split.push(&text[start..end]);
            }
            assert_eq!(split.join("|"), expected, "{text}");
        }
        check("in-network o'brien, 2nd", "in|network|o|brien|2nd");
        check("雾中x寻路。", "雾|中|x|寻|路");
        check("霧の中・キ、", "霧|の|中|キ");
        check("안개 속의", "안개|속의");
        check("بن־ערפל — наука…", "بن|ערפל|наука");
        check("a→b ∞ c·d", "a|b|c|d");
    }
}
