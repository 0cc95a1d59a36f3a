//! Looks ahead without moving the parser.

use crate::content::lenient::syntax::{
    characters::{is_curly_quote, is_foreign_space, is_single_quote},
    parser::{MAX_LOOK_AHEAD, Parser},
};

impl<'t> Parser<'t> {
    pub(super) fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    pub(super) fn letter(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    pub(super) fn next_letter(&self, at: usize) -> usize {
        self.letter(at).map_or(self.text.len(), |letter| at + letter.len_utf8())
    }

    /// Returns the quote of any kind at an offset, and its length.
    pub(super) fn quote(&self, at: usize) -> Option<(char, usize)> {
        match self.byte(at)? {
            b'"' => Some(('"', 1)),
            byte if byte < 0x80 && !matches!(byte, b'\'' | b'`') => None,
            _ => {
                let letter = self.letter(at)?;
                (is_curly_quote(letter) || is_single_quote(letter)).then_some((letter, letter.len_utf8()))
            }
        }
    }

    /// Returns the offset of the next byte that is neither white space nor in a comment, and `true` if a line ends before
    /// it. Returns the start of the comment if there are more than [`MAX_LOOK_AHEAD`] bytes of comments.
    pub(super) fn look(&self, at: usize) -> (usize, bool) {
        let (mut next, mut is_next_line) = (at, false);
        let mut left = MAX_LOOK_AHEAD;
        while let Some(byte) = self.byte(next) {
            match byte {
                b'\n' => is_next_line = true,
                b' ' | b'\t' | b'\r' => {}
                0x0b | 0x0c | 0x80.. if self.letter(next).is_some_and(is_foreign_space) => {
                    next = self.next_letter(next);
                    continue;
                }
                b'/' => match self.comment_end(next, left) {
                    Some(end) => {
                        is_next_line |= self.bytes[next..end].contains(&b'\n');
                        left -= end - next;
                        next = end;
                        continue;
                    }
                    None => break,
                },
                _ => break,
            }
            next += 1;
        }
        (next, is_next_line)
    }

    /// Returns the end of the comment at an offset, if it has at most this number of bytes.
    fn comment_end(&self, at: usize, limit: usize) -> Option<usize> {
        let window = &self.bytes[at..self.text.len().min(at + limit)];
        match window {
            [b'/', b'/', ..] => {
                let end = window.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
                end.or_else(|| (at + window.len() == self.text.len()).then_some(window.len())).map(|length| at + length)
            }
            [b'/', b'*', rest @ ..] => rest.windows(2).position(|end| end == b"*/").map(|length| at + length + 4),
            _ => None,
        }
    }

    /// Returns `true` if a comment starts at an offset.
    pub(super) fn starts_comment(&self, at: usize) -> bool {
        matches!(self.bytes.get(at..at + 2), Some(b"//" | b"/*"))
    }

    /// Returns `true` if a text may end before an offset, because a comma, a closing bracket, a long comment or the end of
    /// a line follows.
    pub(super) fn ends_text(&self, at: usize) -> bool {
        let (next, is_next_line) = self.look(at);
        is_next_line || matches!(self.byte(next), None | Some(b',' | b'}' | b']')) || self.starts_comment(next)
    }

    /// Returns the offset after the closing quote of the text that starts at an offset, if it ends on the same line.
    pub(super) fn quoted_end(&self, at: usize) -> Option<usize> {
        let (open, length) = self.quote(at)?;
        let mut end = at + length;
        loop {
            match self.byte(end)? {
                b'\n' => return None,
                b'\\' => end += 2,
                _ => {
                    if self.text.is_char_boundary(end)
                        && let Some(length) = self.closing_quote(end, open)
                    {
                        return Some(end + length);
                    }
                    end += 1;
                }
            }
        }
    }

    /// Returns `true` if a name in quotes, a colon and a value start at an offset.
    pub(super) fn starts_field(&self, at: usize) -> bool {
        let Some(end) = self.quoted_end(at) else { return false };
        let colon = self.look(end).0;
        self.byte(colon) == Some(b':') && self.may_start_value(self.look(colon + 1).0)
    }

    /// Returns `true` if a value starts at an offset, and not a field.
    pub(super) fn starts_value(&self, at: usize) -> bool {
        self.byte(at).is_some() && self.may_start_value(at) && !self.starts_field(at)
    }

    /// Returns the name in quotes at an offset, without decoding escapes.
    pub(super) fn peek_name(&self, at: usize) -> Option<&'t str> {
        let (_, length) = self.quote(at)?;
        let end = self.quoted_end(at)?;
        let last = self.text[..end].chars().next_back().map_or(1, char::len_utf8);
        self.text.get(at + length..end - last)
    }

    pub(super) fn may_start_value(&self, at: usize) -> bool {
        match self.byte(at) {
            None | Some(b'"' | b'{' | b'[' | b'-' | b'0'..=b'9') => true,
            Some(byte) if byte.is_ascii_alphabetic() => {
                let words = ["true", "false", "null", "none"];
                words.iter().any(|word| word.eq_ignore_ascii_case(self.word(at)))
            }
            Some(_) => self.quote(at).is_some(),
        }
    }
}
