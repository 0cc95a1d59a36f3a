//! Skips white space and comments between tokens.

use crate::content::{
    Message,
    lenient::syntax::{characters::is_foreign_space, parser::Parser},
};

impl<'t> Parser<'t> {
    /// Skips white space and comments. Reports white space and comments of other languages.
    pub(super) fn skip_space(&mut self) {
        let line = self.line;
        let mut is_line_over = self.at == 0;
        loop {
            match self.byte(self.at) {
                Some(b' ' | b'\t' | b'\r') => self.at += 1,
                Some(b'\n') => {
                    self.advance(self.at + 1);
                    is_line_over = true;
                }
                Some(b'/') if matches!(self.byte(self.at + 1), Some(b'/' | b'*')) => self.skip_comment(),
                Some(b'#') => self.skip_comment(),
                Some(0x0b | 0x0c | 0x80..) if self.letter(self.at).is_some_and(is_foreign_space) => {
                    self.skip_foreign_space();
                }
                _ => break,
            }
        }
        self.is_first_of_line = is_line_over || self.line != line;
        if self.is_first_of_line {
            self.indent = self.at - self.line_start;
        }
    }

    /// Skips a comment: `//` up to the end of the line, or `/* … */`. Reports comments of other languages, and those that
    /// do not end.
    pub(super) fn skip_comment(&mut self) {
        let at = self.at;
        let rest = &self.text[at..];
        let line = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let mut end = at + line;
        if rest.starts_with('#') {
            self.error(at, Message::found("a comment that begins with #").suggest("begin it with //"));
        } else if let Some(inner) = rest.strip_prefix("/*") {
            match if self.is_last_comment_over { None } else { inner.find("*/") } {
                Some(length) => end = at + 2 + length + 2,
                None => {
                    self.is_last_comment_over = true;
                    self.error(at, Message::problem("the end of a comment is missing").suggest("write */ after it"));
                }
            }
        }
        self.advance(end);
    }

    pub(super) fn skip_foreign_space(&mut self) {
        let at = self.at;
        let Some(first) = self.letter(at) else { return };
        let name = match first {
            '\u{a0}' => "a no-break space",
            '\u{feff}' => "a byte order mark",
            '\u{200b}'..='\u{200f}' | '\u{2060}' => "an invisible character",
            _ => "a non-standard space",
        };
        let code = u32::from(first);
        let message = Message::found(format!("{name} (U+{code:04X}) between values, where JSON does not allow it"))
            .suggest("replace it with a normal space");
        self.error(at, message);
        while let Some(letter) = self.letter(self.at) {
            if is_foreign_space(letter) {
                self.at += letter.len_utf8();
            } else if letter == ' ' {
                self.at += 1;
            } else {
                break;
            }
        }
    }
}
