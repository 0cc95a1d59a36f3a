//! Opens and closes lists and objects, and repairs brackets that do not match.

use crate::content::{
    Message,
    lenient::syntax::{
        document::{Field, Kind, Object, Value},
        parser::{Frame, Items, MAX_COMPARED_FIELDS, Name, Parser, State},
        repair::Mismatch,
    },
};

impl<'t> Parser<'t> {
    /// Opens the list or the object at the current bracket.
    pub(super) fn open(&mut self) {
        let at = self.at;
        let items = match self.byte(at) {
            Some(b'[') => Items::Array(Vec::new()),
            _ => Items::Object { fields: Vec::new(), name: None },
        };
        self.push(at, at + 1, items);
    }

    pub(super) fn push(&mut self, start: usize, next: usize, items: Items<'t>) {
        if self.stack.len() == self.max_depth {
            self.document.too_deep = Some(start);
            return;
        }
        self.state = if matches!(items, Items::Array(_)) { State::Item } else { State::Name };
        self.stack.push(Frame { start, line: self.line, line_start: self.line_start, indent: self.indent, items });
        self.comma = None;
        if next > self.at {
            self.last_end = next;
        }
        self.advance(next);
    }

    /// Closes the innermost list or object.
    pub(super) fn close(&mut self, end: usize) {
        let Some(frame) = self.stack.pop() else { return };
        let kind = match frame.items {
            Items::Array(items) => Kind::Array(items),
            Items::Object { fields, .. } => Kind::Object(Object { fields }),
        };
        self.attach(Value { start: frame.start, end, kind });
    }

    /// Adds a value to the innermost list or object.
    pub(super) fn attach(&mut self, value: Value<'t>) {
        self.last_end = value.end;
        self.comma = None;
        self.state = State::After;
        match self.stack.last_mut().map(|frame| &mut frame.items) {
            Some(Items::Array(items)) => items.push(value),
            // A value without a name is an error that has already been reported.
            Some(Items::Object { fields, name }) => {
                if let Some(Name { start, name, .. }) = name.take() {
                    fields.push(Field { start, name, value });
                }
            }
            None => {
                self.document.root = Some(value);
                self.state = State::End;
            }
        }
    }

    pub(super) fn closing_bracket(&mut self, byte: u8) {
        let Some(frame) = self.stack.last() else { return self.superfluous_bracket(byte) };
        let fits = frame.closes_with(byte);
        let (next, is_next_line) = self.look(self.at + 1);
        let more_follows = match self.byte(next) {
            Some(b',') => self.byte(self.look(next + 1).0).is_some(),
            _ => self.starts_field(next),
        };
        if fits {
            // A value may follow a comma or an opening bracket, but not a closing bracket.
            let is_empty_list = frame.start + 1 == self.at && is_next_line;
            let is_first = !is_empty_list && matches!(&frame.items, Items::Array(items) if items.is_empty());
            let precedes_value = match frame.items {
                Items::Array(_) => (self.comma.is_some() || is_first) && self.starts_value(next),
                Items::Object { .. } => self.comma.is_some() && self.starts_field(next),
            };
            let closes_early =
                self.stack.len() == 1 && more_follows || precedes_value || self.is_against_layout(frame.indent);
            return if closes_early { self.superfluous_bracket(byte) } else { self.close_with_bracket() };
        }
        let match_of = self.stack.iter().rposition(|frame| frame.closes_with(byte));
        let (_, close) = frame.brackets();
        match (self.repair.mismatch, match_of) {
            (Mismatch::Closes, Some(place)) if place > 0 || !more_follows => {
                while self.stack.len() > place + 1 {
                    self.close_missing();
                }
                self.close_with_bracket();
            }
            (Mismatch::Replaces, _) => {
                self.bracket_error(self.at, Message::found(char::from(byte)).expected(close));
                self.close_with_bracket();
            }
            _ => self.superfluous_bracket(byte),
        }
    }

    pub(super) fn close_with_bracket(&mut self) {
        let at = self.at;
        self.advance(at + 1);
        self.close(at + 1);
    }

    pub(super) fn superfluous_bracket(&mut self, byte: u8) {
        self.bracket_error(
            self.at,
            Message::found(format!("{}, which has no opening bracket", char::from(byte))).suggest("remove it"),
        );
        self.document.removed_brackets += 1;
        self.advance(self.at + 1);
    }

    /// Closes the innermost list or object, whose closing bracket is missing. A comma belongs to the surrounding list
    /// or object.
    pub(super) fn close_missing(&mut self) {
        let Some(frame) = self.stack.last_mut() else { return };
        // If the last element is a list and the elements before it are not, its opening bracket is most likely
        // superfluous.
        if let Items::Array(items) = &mut frame.items
            && let Some((Value { kind: Kind::Array(_), .. }, before)) = items.split_last()
            && before.iter().take(MAX_COMPARED_FIELDS).all(|item| !matches!(item.kind, Kind::Array(_)))
            && let Some(Value { start, kind: Kind::Array(inner), .. }) = items.pop()
        {
            items.extend(inner);
            self.bracket_error(start, Message::found("[ inside a list, but no ] closes it").suggest("remove it"));
            let comma = self.comma;
            self.close(self.last_end);
            return self.continue_after(comma);
        }
        let (open, close) = frame.brackets();
        let message =
            Message::problem(format!("a {close} is missing here; it closes the {open} of line {}", frame.line));
        let comma = self.comma;
        self.bracket_error(self.last_end, message);
        self.close(self.last_end);
        self.continue_after(comma);
    }

    /// Continues after a comma, if there is one.
    pub(super) fn continue_after(&mut self, comma: Option<usize>) {
        self.comma = comma;
        if comma.is_some() {
            let in_list = matches!(self.stack.last(), Some(Frame { items: Items::Array(_), .. }));
            self.state = if in_list { State::Item } else { State::Name };
        }
    }

    /// Closes the brackets that are closed according to the indentation of a line.
    pub(super) fn follow_layout(&mut self) {
        if !self.repair.follows_layout || !self.is_first_of_line {
            return;
        }
        let Some(byte) = self.byte(self.at) else { return };
        let closes = matches!(byte, b'}' | b']');
        while matches!(self.state, State::Name | State::Item | State::After)
            && self.stack.len() > 1
            && let Some(frame) = self.stack.last()
            && frame.line_start != self.line_start
            && (frame.indent > self.indent || (!closes && frame.indent == self.indent))
        {
            self.close_missing();
        }
    }

    /// Returns `true` if the lines after a closing bracket are indented too far for it to close a bracket with that
    /// indentation.
    pub(super) fn is_against_layout(&self, indent: usize) -> bool {
        if !self.repair.follows_layout {
            return false;
        }
        let (mut next, mut line) = self.look(self.at + 1);
        if self.byte(next) == Some(b',') {
            (next, line) = self.look(next + 1);
        }
        let Some(byte) = self.byte(next).filter(|_| line) else { return false };
        let start = self.text[..next].rfind('\n').map_or(0, |end| end + 1);
        let closes = matches!(byte, b'}' | b']');
        next - start > indent || (closes && next - start == indent)
    }

    /// Handles a `{` where a name is expected. Either the object before it is not closed, or its list is not opened, or
    /// the bracket is superfluous.
    pub(super) fn brace_for_name(&mut self) {
        let at = self.at;
        self.document.has_bracket_error = true;
        let next = self.look(at + 1).0;
        let name = self.peek_name(next);
        let repeats = |fields: &[Field]| {
            name.is_some_and(|name| fields.iter().take(MAX_COMPARED_FIELDS).any(|field| field.name == name))
        };
        let in_list = self.stack.len() > 1 && matches!(self.stack[self.stack.len() - 2].items, Items::Array(_));
        let Some(Frame { items: Items::Object { fields, .. }, .. }) = self.stack.last() else { return };
        if let Some(Field { value: Value { kind: Kind::Object(last), .. }, .. }) = fields.last()
            && repeats(&last.fields)
        {
            return self.open_list_before_last();
        }
        if in_list && repeats(fields) {
            if self.comma.is_none() {
                // One bracket and one comma are missing, most likely on a line of their own.
                self.close_missing();
                self.state = State::Item;
            } else {
                self.close_missing();
            }
            return;
        }
        self.bracket_error(at, Message::found("{ where a field name is expected").suggest("remove it"));
        self.document.removed_brackets += 1;
        self.advance(at + 1);
        self.state = State::Name;
    }

    /// Handles a field in a list. Either the list is not closed, or the object of the field is not opened.
    pub(super) fn field_in_list(&mut self) {
        let at = self.at;
        self.document.has_bracket_error = true;
        let Some(Frame { items: Items::Array(items), .. }) = self.stack.last() else { return };
        let name = self.peek_name(at);
        let belongs = match items.last() {
            None => true,
            Some(Value { kind: Kind::Object(object), .. }) => {
                name.is_some_and(|name| object.fields.iter().take(MAX_COMPARED_FIELDS).any(|field| field.name == name))
            }
            Some(_) => false,
        };
        let in_object = self.stack.iter().any(|frame| matches!(frame.items, Items::Object { .. }));
        if belongs || self.repair.opens || !in_object {
            if self.state == State::After {
                self.missing_comma();
            }
            let name = name.unwrap_or_default();
            self.bracket_error(at, Message::problem(format!("a {{ is missing before the field \"{name}\"")));
            return self.push(at, at, Items::Object { fields: Vec::new(), name: None });
        }
        while matches!(self.stack.last(), Some(Frame { items: Items::Array(_), .. })) {
            self.close_missing();
        }
        self.state = State::Name;
    }

    /// Opens a list before the last value if only texts and commas follow, up to a `]`. Returns `true` if it did.
    pub(super) fn opens_list_before(&mut self, at: usize) -> bool {
        const MAX_TEXTS: usize = 500;
        let Some(Frame { items: Items::Object { fields, .. }, .. }) = self.stack.last() else { return false };
        let is_text = |field: &Field| matches!(field.value.kind, Kind::String(_) | Kind::Object(_));
        if self.comma.is_none() || !fields.last().is_some_and(is_text) {
            return false;
        }
        let mut next = at;
        for _ in 0..MAX_TEXTS {
            let Some(end) = self.quoted_end(next).filter(|_| self.bytes[next] == b'"') else { return false };
            let after = self.look(end).0;
            match self.byte(after) {
                Some(b']') if self.byte(self.look(after + 1).0) != Some(b':') => {
                    self.open_list_before_last();
                    return true;
                }
                Some(b',') => next = self.look(after + 1).0,
                _ => return false,
            }
            if self.byte(next).is_none() {
                return false;
            }
        }
        false
    }

    /// Makes the last value of the innermost object the first element of an open list.
    pub(super) fn open_list_before_last(&mut self) {
        let Some(Frame { items: Items::Object { fields, name }, .. }) = self.stack.last_mut() else { return };
        let Some(Field { start, name: field, value }) = fields.pop() else { return };
        let offset = value.start;
        let shown = format!("\"{field}\"");
        *name = Some(Name { start, end: offset, indent: self.indent, name: field });
        let (comma, at) = (self.comma, self.at);
        self.bracket_error(offset, Message::problem(format!("a [ is missing after the field name {shown}")));
        // An offset identifies a value, so the list begins before its first element.
        self.push(offset.saturating_sub(1), at, Items::Array(vec![value]));
        self.comma = comma;
        if comma.is_none() && self.document.too_deep.is_none() {
            self.state = State::After;
        }
    }
}
