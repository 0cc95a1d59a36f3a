//! The parser: its state, its start and its end.

use std::borrow::Cow;

use crate::content::{
    Message,
    lenient::syntax::{
        document::{Document, Field, Kind, MAX_ERRORS, SyntaxError, Value},
        repair::Repair,
    },
};

/// The maximum number of bytes of a look-ahead that no quote ends.
pub(super) const MAX_LOOK_AHEAD: usize = 2000;

/// The maximum number of fields in which the parser searches for a repeated name.
pub(super) const MAX_COMPARED_FIELDS: usize = 64;

/// The token that the parser expects next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// A name, or `}`.
    Name,
    /// `:`.
    Colon,
    /// The value of a field.
    Value,
    /// An element of a list, or `]`.
    Item,
    /// `,` or a closing bracket.
    After,
    /// The end of the file.
    End,
}

/// The position of a text, which decides which tokens may follow it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Name,
    Value,
    Item,
}

/// A list or an object that is not closed yet.
pub(super) struct Frame<'t> {
    pub(super) start: usize,
    pub(super) line: usize,
    /// The offset of the line, and the number of bytes before its first token.
    pub(super) line_start: usize,
    pub(super) indent: usize,
    pub(super) items: Items<'t>,
}

pub(super) enum Items<'t> {
    Array(Vec<Value<'t>>),
    Object { fields: Vec<Field<'t>>, name: Option<Name<'t>> },
}

pub(super) struct Name<'t> {
    pub(super) start: usize,
    pub(super) end: usize,
    /// The number of bytes before the first token of its line.
    pub(super) indent: usize,
    pub(super) name: Cow<'t, str>,
}

pub(super) struct Parser<'t> {
    pub(super) text: &'t str,
    pub(super) bytes: &'t [u8],
    pub(super) at: usize,
    pub(super) max_depth: usize,
    pub(super) repair: Repair,
    pub(super) stack: Vec<Frame<'t>>,
    pub(super) state: State,
    /// The offset of a comma, if no token has followed it yet.
    pub(super) comma: Option<usize>,
    /// The end of the last value.
    pub(super) last_end: usize,
    pub(super) line: usize,
    pub(super) line_start: usize,
    /// The number of bytes before the first token of this line.
    pub(super) indent: usize,
    /// Whether the next token is the first one of its line.
    pub(super) is_first_of_line: bool,
    /// Whether there is no further `*/`.
    pub(super) is_last_comment_over: bool,
    pub(super) document: Document<'t>,
}

impl<'t> Parser<'t> {
    pub(super) fn new(text: &'t str, max_depth: usize, repair: Repair) -> Parser<'t> {
        Parser {
            text,
            bytes: text.as_bytes(),
            at: 0,
            max_depth,
            repair,
            stack: Vec::new(),
            state: State::Value,
            comma: None,
            last_end: 0,
            line: 1,
            line_start: 0,
            indent: 0,
            is_first_of_line: true,
            is_last_comment_over: false,
            document: Document {
                root: None,
                errors: Vec::new(),
                too_deep: None,
                unclosed: Vec::new(),
                ends_inside: false,
                error_count: 0,
                removed_brackets: 0,
                has_bracket_error: false,
                has_text_after_end: false,
            },
        }
    }

    pub(super) fn run(mut self) -> Document<'t> {
        self.begin();
        // Each step consumes bytes or changes the state. The limit guards against a cycle of states.
        let limit = 2 * self.max_depth + 16;
        let (mut last, mut idle) = (0, 0);
        while self.document.too_deep.is_none() && self.step() {
            idle = if self.at == last { idle + 1 } else { 0 };
            if idle > limit {
                self.advance(self.next_letter(self.at));
                idle = 0;
            }
            last = self.at;
        }
        self.finish()
    }

    /// Begins the root.
    pub(super) fn begin(&mut self) {
        let last_brace = self.text.rfind('{');
        loop {
            self.skip_space();
            let at = self.at;
            match self.byte(at) {
                None => {
                    self.state = State::End;
                    return;
                }
                Some(b'{' | b'[') => return self.open(),
                Some(byte @ (b',' | b':' | b'}' | b']')) if last_brace > Some(at) => {
                    self.bracket_error(
                        at,
                        Message::found(format!("{} before the profile", char::from(byte))).suggest("remove it"),
                    );
                    self.advance(at + 1);
                }
                Some(b'"') if self.precedes_profile(at + 1) && !self.is_one_string(at) => {
                    self.error(at, Message::found("a quote (\") before the profile").suggest("remove it"));
                    self.advance(at + 1);
                }
                Some(_) if self.starts_field(at) => {
                    self.bracket_error(at, Message::problem("a { is missing at the start of the profile"));
                    return self.push(at, at, Items::Object { fields: Vec::new(), name: None });
                }
                Some(_) => {
                    let end = self.phrase_end(at);
                    if end > at && self.byte(end) == Some(b'{') && self.quote(at).is_none() && !self.is_literal(at) {
                        let found = self.shown(at);
                        self.error(at, Message::found(format!("{found} before the profile")).suggest("remove it"));
                        self.advance(end);
                    } else {
                        self.value(Place::Item);
                    }
                }
            }
            if self.document.root.is_some() || !self.stack.is_empty() {
                return;
            }
        }
    }

    /// Returns `true` if the quote at an offset and the next one enclose the entire rest of the text.
    fn is_one_string(&self, at: usize) -> bool {
        let rest = self.text[at..].trim_end().as_bytes();
        let mut is_escaped = false;
        let end = rest.iter().skip(1).position(|byte| {
            let is_end = *byte == b'"' && !is_escaped;
            is_escaped = *byte == b'\\' && !is_escaped;
            is_end
        });
        end.is_some_and(|end| end + 2 == rest.len())
    }

    /// Returns `true` if an object with fields starts at an offset.
    pub(super) fn precedes_profile(&self, at: usize) -> bool {
        let (brace, _) = self.look(at);
        let (first, is_next_line) = self.look(brace + 1);
        self.byte(brace) == Some(b'{') && (is_next_line || self.starts_field(first))
    }

    pub(super) fn finish(mut self) -> Document<'t> {
        let is_open = !self.stack.is_empty();
        if is_open && self.document.too_deep.is_none() {
            let inside = matches!(self.state, State::Colon | State::Value) || self.comma.is_some();
            self.document.ends_inside |= inside;
        } else {
            self.document.ends_inside = false;
        }
        self.document.unclosed = self.stack.iter().map(|frame| frame.start).collect();
        while let Some(frame) = self.stack.last() {
            let (open, close) = frame.brackets();
            let message = Message::problem(format!(
                "a {close} is missing at the end of the file; it closes the {open} of line {}",
                frame.line
            ));
            let end = self.last_end.max(frame.start + 1).min(self.text.len());
            self.bracket_error(end, message);
            self.comma = None;
            self.close(end);
        }
        // The root is a profile with one superfluous bracket before it.
        if let Some(Value { kind: Kind::Array(items), .. }) = &mut self.document.root
            && self.document.unclosed.len() == 1
            && let [Value { kind: Kind::Object(_), .. }] = items.as_slice()
        {
            self.document.root = items.pop();
            self.document.ends_inside = false;
            // The new error replaces the one about the missing bracket.
            let start = self.document.unclosed.pop().unwrap_or_default();
            if self.document.error_count <= MAX_ERRORS && self.document.errors.pop().is_some() {
                let message = Message::found("[ before the profile").suggest("remove it");
                self.document.errors.push(SyntaxError { offset: start, message, is_in_text: false });
            }
        }
        let Document { errors, error_count, .. } = &mut self.document;
        errors.sort_by_key(|error| error.offset);
        if *error_count > MAX_ERRORS {
            let offset = errors.last().map_or(0, |error| error.offset);
            let message =
                Message::found(format!("more than {MAX_ERRORS} errors in the JSON")).suggest("correct these first");
            errors.push(SyntaxError { offset, message, is_in_text: false });
        }
        self.document
    }

    /// Parses one token. Returns `false` at the end.
    pub(super) fn step(&mut self) -> bool {
        self.skip_space();
        self.follow_layout();
        let Some(byte) = self.byte(self.at) else {
            return false;
        };
        match self.state {
            State::End => return self.text_after_end(byte),
            State::Name => self.name(byte),
            State::Colon => self.colon(byte),
            State::Value => self.field_value(byte),
            State::Item => self.item(byte),
            State::After => self.after(byte),
        }
        true
    }

    pub(super) fn text_after_end(&mut self, byte: u8) -> bool {
        if matches!(byte, b'}' | b']') {
            self.superfluous_bracket(byte);
            return true;
        }
        let found = self.shown(self.at);
        self.error(self.at, Message::found(format!("{found} after the end of the profile")).suggest("remove it"));
        self.document.has_text_after_end = self.document.root.is_some();
        false
    }

    /// Continues at an offset. Bytes before it are not parsed again.
    pub(super) fn advance(&mut self, to: usize) {
        let to = to.min(self.text.len());
        for (place, byte) in self.bytes[self.at..to].iter().enumerate() {
            if *byte == b'\n' {
                self.line += 1;
                self.line_start = self.at + place + 1;
            }
        }
        self.at = to;
    }

    // Errors

    pub(super) fn error(&mut self, offset: usize, message: Message) {
        self.report(offset, message, false);
    }

    pub(super) fn text_error(&mut self, offset: usize, message: Message) {
        self.report(offset, message, true);
    }

    pub(super) fn bracket_error(&mut self, offset: usize, message: Message) {
        self.document.has_bracket_error = true;
        self.report(offset, message, false);
    }

    pub(super) fn report(&mut self, offset: usize, message: Message, is_in_text: bool) {
        self.document.error_count += 1;
        if self.document.error_count <= MAX_ERRORS {
            self.document.errors.push(SyntaxError { offset, message, is_in_text });
        }
    }
}

impl Frame<'_> {
    pub(super) fn brackets(&self) -> (char, char) {
        match self.items {
            Items::Array(_) => ('[', ']'),
            Items::Object { .. } => ('{', '}'),
        }
    }

    pub(super) fn closes_with(&self, byte: u8) -> bool {
        self.brackets().1 == char::from(byte)
    }
}
