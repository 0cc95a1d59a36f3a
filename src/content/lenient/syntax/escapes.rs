//! The content of texts: escapes and control characters (RFC 8259, section 7).

use std::borrow::Cow;

use crate::content::{
    Message,
    lenient::syntax::parser::{Frame, Items, Parser},
};

impl<'t> Parser<'t> {
    /// Decodes the content of a text and reports its errors.
    pub(super) fn decoded(&mut self, start: usize, end: usize, is_straight: bool) -> Cow<'t, str> {
        let content = &self.text[start..end];
        let Some(first) = content.bytes().position(|byte| byte == b'\\' || byte < 0x20) else {
            return Cow::Borrowed(content);
        };
        let mut decoded = String::with_capacity(content.len());
        decoded.push_str(&content[..first]);
        let (mut at, mut from) = (start + first, start + first);
        while at < end {
            match self.bytes[at] {
                b'\\' => {
                    decoded.push_str(&self.text[from..at]);
                    at = self.escape(at, end, is_straight, &mut decoded);
                    from = at;
                }
                byte @ 0..0x20 => {
                    self.text_error(at, control_character(byte));
                    at += if byte == b'\r' && self.byte(at + 1) == Some(b'\n') && at + 1 < end { 2 } else { 1 };
                }
                _ => at += 1,
            }
        }
        decoded.push_str(&self.text[from..end]);
        Cow::Owned(decoded)
    }

    /// Decodes the escape at an offset. Returns the offset after it. A backslash that begins no escape is kept.
    fn escape(&mut self, at: usize, end: usize, is_straight: bool, decoded: &mut String) -> usize {
        let next = self.byte(at + 1).filter(|_| at + 1 < end);
        let simple = match next {
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(at, end, decoded),
            // Other kinds of quotes need no escape once the outer quotes are corrected.
            Some(b'\'') if !is_straight => '\'',
            _ => {
                self.bad_escape(at, end);
                decoded.push('\\');
                return at + 1;
            }
        };
        decoded.push(simple);
        at + 2
    }

    fn unicode_escape(&mut self, at: usize, end: usize, decoded: &mut String) -> usize {
        let code = |at: usize| {
            let digits = self.text.get(at + 2..at + 6).filter(|_| at + 6 <= end && self.bytes[at + 1] == b'u')?;
            digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
        };
        let Some(high) = code(at) else {
            self.bad_escape(at, end);
            decoded.push('\\');
            return at + 1;
        };
        if (0xD800..0xDC00).contains(&high)
            && self.byte(at + 6) == Some(b'\\')
            && let Some(low @ 0xDC00..0xE000) = code(at + 6)
        {
            let letter = char::from_u32(0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00));
            decoded.push(letter.unwrap_or(char::REPLACEMENT_CHARACTER));
            return at + 12;
        }
        match char::from_u32(high) {
            Some(letter) => decoded.push(letter),
            None => {
                let typed = &self.text[at..at + 6];
                let message = Message::found(format!("{typed}, which is an unpaired surrogate (half of a character)"))
                    .suggest("write the character itself");
                self.text_error(at, message);
                decoded.push(char::REPLACEMENT_CHARACTER);
            }
        }
        at + 6
    }

    fn bad_escape(&mut self, at: usize, end: usize) {
        let rest = &self.text[at + 1..end];
        let mut length = rest.bytes().take(20).take_while(u8::is_ascii_alphabetic).count();
        if length == 0 {
            // A LaTeX accent and its letter.
            length = rest.char_indices().nth(2).map_or(rest.len(), |(place, _)| place);
        }
        let typed = rest[..length].trim_end();
        let is_address = matches!(
            self.stack.last(),
            Some(Frame { items: Items::Object { name: Some(name), .. }, .. }) if matches!(&*name.name, "url" | "src")
        );
        let message = if is_address {
            Message::found(format!("\\{typed} in a URL"))
                .suggest(format!("replace the backslash with a slash: /{typed}"))
        } else {
            Message::found(format!("\\{typed}")).suggest(format!("double the backslash: \\\\{typed}"))
        };
        self.text_error(at, message);
    }
}

fn control_character(byte: u8) -> Message {
    match byte {
        b'\n' | b'\r' => Message::found("a line break inside a text").suggest("write \\n instead"),
        b'\t' => Message::found("a tab inside a text").suggest("write \\t instead"),
        _ => Message::found(format!("the control character U+{byte:04X} inside a text"))
            .suggest(format!("write \\u{byte:04x} instead")),
    }
}
