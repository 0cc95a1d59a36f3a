//! Parses values and names without quotes.

use std::borrow::Cow;

use crate::content::{
    Message,
    lenient::syntax::{
        characters::{ends_phrase, is_foreign_space},
        document::{Kind, Value},
        excerpt::shortened,
        parser::{MAX_LOOK_AHEAD, Parser, Place},
    },
};

impl<'t> Parser<'t> {
    pub(super) fn value(&mut self, place: Place) {
        if self.quote(self.at).is_none() {
            return self.bare_value();
        }
        let start = self.at;
        if let Some(text) = self.string(place) {
            self.attach(Value { start, end: self.at, kind: Kind::String(text) });
        }
    }

    /// Returns the end of the characters from an offset up to a space, a quote or a bracket.
    pub(super) fn bare_end(&self, at: usize) -> usize {
        let mut end = at;
        while let Some(byte) = self.byte(end) {
            match byte {
                b' ' | b'\t' | b'\n' | b'\r' | b',' | b':' | b'{' | b'}' | b'[' | b']' | b'"' => break,
                b'/' if matches!(self.byte(end + 1), Some(b'/' | b'*')) => break,
                0..=0x7f => end += 1,
                _ if self.letter(end).is_some_and(is_foreign_space) => break,
                _ => end = self.next_letter(end),
            }
        }
        end
    }

    /// Returns the word at an offset, up to [`MAX_LOOK_AHEAD`] bytes.
    pub(super) fn word(&self, at: usize) -> &'t str {
        let window = &self.bytes[at..self.text.len().min(at + MAX_LOOK_AHEAD)];
        let stops = |byte: &u8| !byte.is_ascii_alphanumeric() && !matches!(byte, b'-' | b'+' | b'.');
        let length = window.iter().position(stops).unwrap_or(window.len());
        &self.text[at..at + length]
    }

    pub(super) fn is_literal(&self, at: usize) -> bool {
        literal(self.word(at)).is_some()
    }

    /// Returns the end of the words from an offset: the next comma, colon, quote, bracket or end of the line.
    pub(super) fn phrase_end(&self, at: usize) -> usize {
        let rest = &self.bytes[at..];
        at + rest.iter().position(ends_phrase).unwrap_or(rest.len())
    }

    /// Returns the end of the words from an offset, if it is within [`MAX_LOOK_AHEAD`] bytes.
    pub(super) fn near_phrase_end(&self, at: usize) -> Option<usize> {
        let window = &self.bytes[at..self.text.len().min(at + MAX_LOOK_AHEAD)];
        window.iter().position(ends_phrase).map(|length| at + length)
    }

    pub(super) fn bare_value(&mut self) {
        let at = self.at;
        let end = self.bare_end(at);
        let word = &self.text[at..end];
        let is_quoted = self.byte(end) == Some(b'"') && self.ends_text(end + 1) && !word.is_empty();
        if let Some(kind) = literal(word).filter(|_| !is_quoted) {
            self.advance(end);
            return self.attach(Value { start: at, end, kind });
        }
        // A quote that may close a text closes these words too.
        let window = &self.bytes[at..self.text.len().min(at + MAX_LOOK_AHEAD)];
        let stop = window.iter().position(|byte| matches!(byte, b'"' | b'\n')).map(|length| at + length);
        let quote = stop.filter(|stop| self.bytes[*stop] == b'"' && *stop > at && self.ends_text(stop + 1));
        if let Some(quote) = quote {
            let shown = shortened(&self.text[at..quote]);
            self.error(at, Message::problem(format!("the opening quote (\") is missing before {shown}")));
            let text = self.decoded(at, quote, true);
            self.advance(quote + 1);
            return self.attach(Value { start: at, end: quote + 1, kind: Kind::String(text) });
        }
        let mut end = self.phrase_end(at);
        // A colon can belong to the words, as in a time of day or a URL.
        while self.byte(end) == Some(b':') {
            end = self.phrase_end(end + 1);
        }
        let words = self.text[at..end].trim_end();
        if words.is_empty() || words.starts_with(char::is_control) {
            return self.skip_garbage("a value");
        }
        let end = at + words.len();
        self.document.ends_inside |= end == self.text.len();
        let (right, kind) = match words.to_ascii_lowercase().as_str() {
            "true" => ("true".to_owned(), Kind::Boolean(true)),
            "false" => ("false".to_owned(), Kind::Boolean(false)),
            "none" | "null" | "nil" | "undefined" => ("null".to_owned(), Kind::Null),
            _ => (format!("\"{}\"", shortened(words)), Kind::String(Cow::Borrowed(words))),
        };
        self.error(
            at,
            Message::found(format!("{} without quotes", shortened(words))).suggest(format!("write {right}")),
        );
        self.advance(end);
        self.attach(Value { start: at, end, kind });
    }

    /// Returns the end of a name without its quotes, or without the opening one.
    pub(super) fn bare_name_end(&self, at: usize) -> Option<usize> {
        let end = self.near_phrase_end(at)?;
        let is_name = end > at
            && match self.byte(end) {
                Some(b':') => true,
                Some(b'"') => self.byte(self.look(end + 1).0) == Some(b':'),
                _ => false,
            };
        is_name.then_some(end)
    }

    pub(super) fn bare_name(&mut self) {
        let at = self.at;
        let Some(end) = self.bare_name_end(at) else { return self.skip_garbage("a field name in quotes") };
        let name = self.text[at..end].trim_end();
        let shown = shortened(name);
        if self.byte(end) == Some(b'"') {
            self.error(
                at,
                Message::problem(format!("the opening quote (\") is missing before the field name {shown}")),
            );
            self.advance(end + 1);
        } else {
            self.error(
                at,
                Message::found(format!("the field name {shown} without quotes")).suggest(format!("write \"{shown}\"")),
            );
            self.advance(end);
        }
        self.set_name(at, at + name.len(), Cow::Borrowed(name));
    }
}

/// Returns the value of a JSON literal.
pub(super) fn literal(word: &str) -> Option<Kind<'_>> {
    match word {
        "null" => Some(Kind::Null),
        "true" => Some(Kind::Boolean(true)),
        "false" => Some(Kind::Boolean(false)),
        _ => is_number(word).then_some(Kind::Number(word)),
    }
}

/// Returns `true` for a number (RFC 8259, section 6).
pub(super) fn is_number(word: &str) -> bool {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = word.strip_prefix('-').unwrap_or(word);
    let whole = digits(rest);
    if whole == 0 || (whole > 1 && rest.starts_with('0')) {
        return false;
    }
    let mut rest = &rest[whole..];
    if let Some(fraction) = rest.strip_prefix('.') {
        let length = digits(fraction);
        if length == 0 {
            return false;
        }
        rest = &fraction[length..];
    }
    if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        let length = digits(exponent);
        if length == 0 {
            return false;
        }
        rest = &exponent[length..];
    }
    rest.is_empty()
}
