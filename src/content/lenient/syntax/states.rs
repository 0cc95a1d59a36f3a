//! Processes the next token in each [`State`].

use std::borrow::Cow;

use crate::content::{
    Message,
    lenient::syntax::{
        excerpt::shortened,
        parser::{Frame, Items, Name, Parser, Place, State},
    },
};

impl<'t> Parser<'t> {
    pub(super) fn name(&mut self, byte: u8) {
        let at = self.at;
        match byte {
            b'}' | b']' => self.closing_bracket(byte),
            b',' => self.superfluous_comma(),
            b':' => {
                self.error(at, Message::found("a colon without a field name before it").suggest("remove it"));
                self.advance(at + 1);
            }
            b'{' => self.brace_for_name(),
            b'[' => {
                let next = self.look(at + 1).0;
                if let Some(Frame { start, items: Items::Object { fields, name: None }, .. }) = self.stack.last()
                    && fields.is_empty()
                    && self.comma.is_none()
                    && self.stack.len() > 1
                {
                    self.bracket_error(*start, Message::found("{ before [").suggest("remove the {"));
                    self.stack.pop();
                    self.open();
                } else if self.starts_field(next) {
                    self.bracket_error(at, Message::found("[ before a field name").suggest("remove it"));
                    self.advance(at + 1);
                } else {
                    self.bracket_error(
                        at,
                        Message::found("a list without a field name").expected("\"name\": before it"),
                    );
                    self.open();
                }
            }
            _ if self.quote(at).is_some() => {
                if self.opens_list_before(at) {
                    return;
                }
                let start = at;
                if let Some(name) = self.string(Place::Name) {
                    self.set_name(start, self.at, name);
                }
            }
            _ => self.bare_name(),
        }
    }

    pub(super) fn colon(&mut self, byte: u8) {
        let at = self.at;
        match byte {
            b':' => {
                self.advance(at + 1);
                self.state = State::Value;
            }
            b'=' => {
                self.error(at, Message::found("=").expected("a colon (:) between a field name and its value"));
                self.advance(if self.byte(at + 1) == Some(b'>') { at + 2 } else { at + 1 });
                self.state = State::Value;
            }
            b',' if self.byte(self.look(at + 1).0) == Some(b':') => self.superfluous_comma(),
            b'}' | b']' if self.byte(self.look(at + 1).0) == Some(b':') => self.superfluous_bracket(byte),
            b',' | b'}' | b']' => self.no_value(),
            _ if self.starts_field(at) => {
                self.no_value();
                self.state = State::Name;
            }
            _ => {
                if let Some((end, name)) = self.pending_name() {
                    self.error(end, Message::problem(format!("a colon (:) is missing after the field name {name}")));
                }
                self.state = State::Value;
            }
        }
    }

    pub(super) fn field_value(&mut self, byte: u8) {
        let at = self.at;
        match byte {
            b'{' | b'[' => self.open(),
            b':' => {
                self.error(at, Message::found("two colons").suggest("remove one"));
                self.advance(at + 1);
            }
            b',' => {
                let next = self.look(at + 1).0;
                if self.starts_value(next) {
                    self.superfluous_comma();
                } else {
                    self.no_value();
                }
            }
            b'}' | b']' if self.starts_value(self.look(at + 1).0) => self.superfluous_bracket(byte),
            b'}' | b']' => self.no_value(),
            _ if self.starts_field(at) => {
                // In place of a value, a name means that its bracket or the value is missing.
                let is_inside = !self.is_first_of_line || self.indent > self.pending_indent();
                self.document.has_bracket_error = true;
                if is_inside || self.repair.opens {
                    let name = self.pending_name().map(|(_, name)| name).unwrap_or_default();
                    self.bracket_error(at, Message::problem(format!("a {{ is missing after the field name {name}")));
                    self.push(at, at, Items::Object { fields: Vec::new(), name: None });
                } else {
                    self.no_value();
                    self.state = State::Name;
                }
            }
            _ => self.value(Place::Value),
        }
    }

    pub(super) fn item(&mut self, byte: u8) {
        let at = self.at;
        match byte {
            b'}' | b']' => self.closing_bracket(byte),
            b',' => self.superfluous_comma(),
            b':' => self.superfluous_colon(),
            b'{' | b'[' => self.open(),
            _ if self.starts_field(at) => self.field_in_list(),
            _ => self.value(Place::Item),
        }
    }

    pub(super) fn after(&mut self, byte: u8) {
        let at = self.at;
        let in_list = matches!(self.stack.last(), Some(Frame { items: Items::Array(_), .. }));
        let next = if in_list { State::Item } else { State::Name };
        match byte {
            b',' => {
                self.comma = Some(at);
                self.advance(at + 1);
                self.state = next;
            }
            b'}' | b']' => self.closing_bracket(byte),
            b':' => self.superfluous_colon(),
            b';' => {
                self.error(at, Message::found("a semicolon").expected("a comma"));
                self.comma = Some(at);
                self.advance(at + 1);
                self.state = next;
            }
            b'{' if !in_list => self.brace_for_name(),
            b'[' if !in_list => {
                self.missing_comma();
                self.state = State::Name;
            }
            b'{' | b'[' => {
                self.missing_comma();
                self.state = State::Item;
            }
            _ if in_list && self.starts_field(at) => self.field_in_list(),
            _ if self.quote(at).is_some() => {
                let (_, length) = self.quote(at).unwrap_or(('"', 1));
                if self.ends_text(at + length) {
                    self.error(at, Message::found("an extra quote").suggest("remove it"));
                    self.advance(at + length);
                } else {
                    self.missing_comma();
                    self.state = next;
                }
            }
            _ if !in_list && self.bare_name_end(at).is_some() => {
                self.missing_comma();
                self.state = State::Name;
            }
            _ if in_list && self.is_literal(at) => {
                self.missing_comma();
                self.state = State::Item;
            }
            _ => self.skip_garbage("a comma"),
        }
    }
}

// Names, commas and colons

impl<'t> Parser<'t> {
    pub(super) fn superfluous_comma(&mut self) {
        let at = self.at;
        let message = if self.comma.is_some() {
            Message::found("two commas").suggest("remove one")
        } else {
            Message::found("a comma without a value before it").suggest("remove it")
        };
        self.error(at, message);
        self.advance(at + 1);
    }

    pub(super) fn superfluous_colon(&mut self) {
        self.error(self.at, Message::found("a colon").expected("a comma or a closing bracket"));
        self.advance(self.at + 1);
    }

    pub(super) fn missing_comma(&mut self) {
        let before = self.shown_before(self.last_end);
        self.error(self.last_end, Message::problem(format!("a comma is missing after {before}")));
    }

    pub(super) fn set_name(&mut self, start: usize, end: usize, new: Cow<'t, str>) {
        if let Some(Frame { items: Items::Object { name, .. }, .. }) = self.stack.last_mut() {
            self.comma = None;
            self.last_end = end;
            *name = Some(Name { start, end, indent: self.indent, name: new });
            self.state = State::Colon;
        }
    }

    /// Returns the end of the name whose value is expected, and the name for a message.
    pub(super) fn pending_name(&self) -> Option<(usize, String)> {
        match self.stack.last() {
            Some(Frame { items: Items::Object { name: Some(name), .. }, .. }) => {
                Some((name.end, format!("\"{}\"", shortened(&name.name))))
            }
            _ => None,
        }
    }

    pub(super) fn pending_indent(&self) -> usize {
        match self.stack.last() {
            Some(Frame { items: Items::Object { name: Some(name), .. }, .. }) => name.indent,
            _ => 0,
        }
    }

    /// Drops a name without a value.
    pub(super) fn no_value(&mut self) {
        if let Some((end, name)) = self.pending_name() {
            self.error(
                end,
                Message::problem(format!("the field {name} has no value"))
                    .suggest("write one after a colon, or remove the field"),
            );
            self.last_end = end;
        }
        if let Some(Frame { items: Items::Object { name, .. }, .. }) = self.stack.last_mut() {
            *name = None;
        }
        self.state = State::After;
    }

    pub(super) fn skip_garbage(&mut self, expected: &str) {
        let at = self.at;
        let end = self.phrase_end(at).max(self.next_letter(at));
        let found = self.shown(at);
        self.error(at, Message::found(found).expected(expected));
        self.advance(end);
    }
}
