//! A parser for strict JSON (RFC 8259) that continues after every syntax error.
//!
//! The result is a tree of values with their byte spans and a list of errors. For valid JSON the tree is exact and the
//! list is empty. For any other text, the parser guesses the intended text from the bytes around the error.
//!
//! - A quote ends a text only if a comma, a colon, a closing bracket or the end of the file follows. Any other quote is
//!   a quote within the text.
//! - A text that is not closed ends at the end of its line.
//! - Where the brackets do not match, the text is parsed once for each strategy of [`Repair`]; the result with the
//!   fewest errors is returned.
//!
//! Every look ahead is bounded by the next quote or the end of the line, so the parser takes linear time.

mod look_ahead;
mod texts;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

/// The maximum number of errors in a [`Document`]. One more says that there are others.
pub const MAX_ERRORS: usize = 100;

/// The maximum number of bytes that a look ahead reads where no quote bounds it.
const MAX_LOOK_AHEAD: usize = 2000;

/// The maximum number of fields in which the parser looks for a name that is repeated.
const MAX_COMPARED_FIELDS: usize = 64;

/// A value and its span in the text.
#[derive(Clone, Debug)]
pub struct Value<'t> {
    /// The offset of the first byte.
    pub start: usize,
    /// The offset after the last byte.
    pub end: usize,
    /// The value itself.
    pub kind: Kind<'t>,
}

/// The kinds of JSON values.
#[derive(Clone, Debug)]
pub enum Kind<'t> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number as it is written in the text.
    Number(&'t str),
    /// A text with its escapes decoded.
    String(Cow<'t, str>),
    /// A list.
    Array(Vec<Value<'t>>),
    /// An object.
    Object(Object<'t>),
}

/// An object. A name may be repeated.
#[derive(Clone, Debug, Default)]
pub struct Object<'t> {
    /// The fields in the order of the text.
    pub fields: Vec<Field<'t>>,
}

impl<'t> Object<'t> {
    /// Returns the first field with a name.
    pub fn get(&self, name: &str) -> Option<&Field<'t>> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// A field of an object.
#[derive(Clone, Debug)]
pub struct Field<'t> {
    /// The offset of the name.
    pub start: usize,
    /// The name.
    pub name: Cow<'t, str>,
    /// The value.
    pub value: Value<'t>,
}

/// A syntax error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// The offset of the error.
    pub offset: usize,
    /// A description of the error and of its correction.
    pub message: String,
    /// Whether the error is within a text, so that the path of that text is known.
    pub is_in_text: bool,
}

/// A parsed text.
#[derive(Debug)]
pub struct Document<'t> {
    /// The value of the text, or `None` if there is none.
    pub root: Option<Value<'t>>,
    /// The errors in the order of the text; at most [`MAX_ERRORS`] and one that says that there are more.
    pub errors: Vec<SyntaxError>,
    /// The offset at which lists and objects are nested too deeply. The parser stops there.
    pub too_deep: Option<usize>,
    /// The offsets of the brackets that are not closed at the end of the text, outermost first.
    pub unclosed: Vec<usize>,
    /// Whether the text ends within a text, or where a name or a value must follow.
    pub ends_inside: bool,
    error_count: usize,
    /// The number of brackets that were taken for superfluous.
    removed_brackets: usize,
    has_bracket_error: bool,
    has_text_after_end: bool,
}

impl Document<'_> {
    /// Returns a measure of how bad a repair is: the number of errors, and a penalty for what the repair lost.
    fn cost(&self) -> usize {
        let lost = [self.too_deep.is_some(), self.has_text_after_end, self.root.is_none()];
        // A bracket is more often missing than superfluous.
        self.error_count * 2 + self.removed_brackets + lost.into_iter().filter(|lost| *lost).count() * 1000
    }
}

/// Parses a text in which lists and objects are nested at most `max_depth` levels deep.
pub fn parse(text: &str, max_depth: usize) -> Document<'_> {
    let first = Parser::new(text, max_depth, Repair::default()).run();
    if !first.has_bracket_error || text.trim_end().len() <= 1 {
        return first;
    }
    let mut best: Option<Document> = None;
    for repair in Repair::all() {
        let document = Parser::new(text, max_depth, repair).run();
        if best.as_ref().is_none_or(|best| document.cost() < best.cost()) {
            best = Some(document);
        }
    }
    best.unwrap_or(first)
}

/// A strategy for brackets that do not match.
#[derive(Clone, Copy, Debug, Default)]
struct Repair {
    /// Whether a line that is indented no further than the line of a bracket ends that bracket.
    follows_layout: bool,
    mismatch: Mismatch,
    /// Whether a field name in a place for values always means that a `{` is missing.
    opens: bool,
}

/// A closing bracket of the wrong kind…
#[derive(Clone, Copy, Debug, Default)]
enum Mismatch {
    /// … closes the nearest bracket of its kind; those between are not closed.
    #[default]
    Closes,
    /// … is superfluous.
    Superfluous,
    /// … is written in place of the right one.
    Replaces,
}

impl Repair {
    /// Returns all strategies. Of those with the same cost the first is preferred.
    fn all() -> impl Iterator<Item = Repair> {
        [true, false].into_iter().flat_map(|follows_layout| {
            [Mismatch::Closes, Mismatch::Superfluous, Mismatch::Replaces].into_iter().flat_map(move |mismatch| {
                [false, true].into_iter().map(move |opens| Repair { follows_layout, mismatch, opens })
            })
        })
    }
}

/// What the parser expects next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
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
    /// Nothing.
    End,
}

/// The place of a text, which decides what may follow it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Name,
    Value,
    Item,
}

/// A list or an object that is not closed yet.
struct Frame<'t> {
    start: usize,
    line: usize,
    /// The offset of the line, and the number of bytes before its first token.
    line_start: usize,
    indent: usize,
    items: Items<'t>,
}

enum Items<'t> {
    Array(Vec<Value<'t>>),
    Object { fields: Vec<Field<'t>>, name: Option<Name<'t>> },
}

struct Name<'t> {
    start: usize,
    end: usize,
    /// The number of bytes before the first token of its line.
    indent: usize,
    name: Cow<'t, str>,
}

struct Parser<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    max_depth: usize,
    repair: Repair,
    stack: Vec<Frame<'t>>,
    state: State,
    /// The offset of a comma after which nothing has followed yet.
    comma: Option<usize>,
    /// The end of the last value.
    last_end: usize,
    line: usize,
    line_start: usize,
    /// The number of bytes before the first token of this line.
    indent: usize,
    /// Whether the next token is the first one of its line.
    is_first_of_line: bool,
    /// Whether no `*/` follows.
    is_last_comment_over: bool,
    document: Document<'t>,
}

impl<'t> Parser<'t> {
    fn new(text: &'t str, max_depth: usize, repair: Repair) -> Parser<'t> {
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

    fn run(mut self) -> Document<'t> {
        self.begin();
        // Each step reads something or leaves a state for another one. The limit guards against a cycle of states.
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
    fn begin(&mut self) {
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
                    self.bracket_error(at, format!("found {} before the profile; remove it", char::from(byte)));
                    self.advance(at + 1);
                }
                Some(b'"') if self.precedes_profile(at + 1) && !self.is_one_string(at) => {
                    self.error(at, "found a quote (\") before the profile; remove it".to_owned());
                    self.advance(at + 1);
                }
                Some(_) if self.starts_field(at) => {
                    self.bracket_error(at, "a { is missing at the start of the profile".to_owned());
                    return self.push(at, at, Items::Object { fields: Vec::new(), name: None });
                }
                Some(_) => {
                    let end = self.phrase_end(at);
                    if end > at && self.byte(end) == Some(b'{') && self.quote(at).is_none() && !self.is_literal(at) {
                        let found = self.shown(at);
                        self.error(at, format!("found {found} before the profile; remove it"));
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

    /// Returns `true` if the quote at an offset and the next one enclose all that is left of the text.
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

    /// Whether an object with fields starts at an offset.
    fn precedes_profile(&self, at: usize) -> bool {
        let (brace, _) = self.look(at);
        let (first, is_next_line) = self.look(brace + 1);
        self.byte(brace) == Some(b'{') && (is_next_line || self.starts_field(first))
    }

    fn finish(mut self) -> Document<'t> {
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
            let message =
                format!("a {close} is missing at the end of the file; it closes the {open} of line {}", frame.line);
            let end = self.last_end.max(frame.start + 1).min(self.text.len());
            self.bracket_error(end, message);
            self.comma = None;
            self.close(end);
        }
        // A profile with one bracket too many before it.
        if let Some(Value { kind: Kind::Array(items), .. }) = &mut self.document.root
            && self.document.unclosed.len() == 1
            && let [Value { kind: Kind::Object(_), .. }] = items.as_slice()
        {
            self.document.root = items.pop();
            self.document.ends_inside = false;
            // In place of the bracket that is missing for it.
            let start = self.document.unclosed.pop().unwrap_or_default();
            if self.document.error_count <= MAX_ERRORS && self.document.errors.pop().is_some() {
                let message = "found [ before the profile; remove it".to_owned();
                self.document.errors.push(SyntaxError { offset: start, message, is_in_text: false });
            }
        }
        let Document { errors, error_count, .. } = &mut self.document;
        errors.sort_by_key(|error| error.offset);
        if *error_count > MAX_ERRORS {
            let offset = errors.last().map_or(0, |error| error.offset);
            let message = format!("found more than {MAX_ERRORS} errors in the JSON; correct these first");
            errors.push(SyntaxError { offset, message, is_in_text: false });
        }
        self.document
    }

    /// Parses one token; false at the end.
    fn step(&mut self) -> bool {
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

    fn text_after_end(&mut self, byte: u8) -> bool {
        if matches!(byte, b'}' | b']') {
            self.superfluous_bracket(byte);
            return true;
        }
        let found = self.shown(self.at);
        self.error(self.at, format!("found {found} after the end of the profile; remove it"));
        self.document.has_text_after_end = self.document.root.is_some();
        false
    }

    // States

    fn name(&mut self, byte: u8) {
        let at = self.at;
        match byte {
            b'}' | b']' => self.closing_bracket(byte),
            b',' => self.superfluous_comma(),
            b':' => {
                self.error(at, "found a colon without a field name before it; remove it".to_owned());
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
                    self.bracket_error(*start, "found { before [; remove the {".to_owned());
                    self.stack.pop();
                    self.open();
                } else if self.starts_field(next) {
                    self.bracket_error(at, "found [ before a field name; remove it".to_owned());
                    self.advance(at + 1);
                } else {
                    self.bracket_error(
                        at,
                        "found a list without a field name; expected \"name\": before it".to_owned(),
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

    fn colon(&mut self, byte: u8) {
        let at = self.at;
        match byte {
            b':' => {
                self.advance(at + 1);
                self.state = State::Value;
            }
            b'=' => {
                self.error(at, "found =; expected a colon (:) between a field name and its value".to_owned());
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
                    self.error(end, format!("a colon (:) is missing after the field name {name}"));
                }
                self.state = State::Value;
            }
        }
    }

    fn field_value(&mut self, byte: u8) {
        let at = self.at;
        match byte {
            b'{' | b'[' => self.open(),
            b':' => {
                self.error(at, "found two colons; keep one".to_owned());
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
                // A name where a value is expected: its bracket is missing, or the value is.
                let is_inside = !self.is_first_of_line || self.indent > self.pending_indent();
                self.document.has_bracket_error = true;
                if is_inside || self.repair.opens {
                    let name = self.pending_name().map(|(_, name)| name).unwrap_or_default();
                    self.bracket_error(at, format!("a {{ is missing after the field name {name}"));
                    self.push(at, at, Items::Object { fields: Vec::new(), name: None });
                } else {
                    self.no_value();
                    self.state = State::Name;
                }
            }
            _ => self.value(Place::Value),
        }
    }

    fn item(&mut self, byte: u8) {
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

    fn after(&mut self, byte: u8) {
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
                self.error(at, "found a semicolon; expected a comma".to_owned());
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
                    self.error(at, "found one quote too many; remove it".to_owned());
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

    // Brackets

    /// Opens the list or the object whose bracket is next.
    fn open(&mut self) {
        let at = self.at;
        let items = match self.byte(at) {
            Some(b'[') => Items::Array(Vec::new()),
            _ => Items::Object { fields: Vec::new(), name: None },
        };
        self.push(at, at + 1, items);
    }

    fn push(&mut self, start: usize, next: usize, items: Items<'t>) {
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
    fn close(&mut self, end: usize) {
        let Some(frame) = self.stack.pop() else { return };
        let kind = match frame.items {
            Items::Array(items) => Kind::Array(items),
            Items::Object { fields, .. } => Kind::Object(Object { fields }),
        };
        self.attach(Value { start: frame.start, end, kind });
    }

    /// Puts a value into the innermost list or object.
    fn attach(&mut self, value: Value<'t>) {
        self.last_end = value.end;
        self.comma = None;
        self.state = State::After;
        match self.stack.last_mut().map(|frame| &mut frame.items) {
            Some(Items::Array(items)) => items.push(value),
            // A value without a name is an error that is noted already.
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

    fn closing_bracket(&mut self, byte: u8) {
        let Some(frame) = self.stack.last() else { return self.superfluous_bracket(byte) };
        let fits = frame.closes_with(byte);
        let (next, is_next_line) = self.look(self.at + 1);
        let more_follows = match self.byte(next) {
            Some(b',') => self.byte(self.look(next + 1).0).is_some(),
            _ => self.starts_field(next),
        };
        if fits {
            // A value follows a comma or an opening bracket, not a closing one.
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
                self.bracket_error(self.at, format!("found {}; expected {close}", char::from(byte)));
                self.close_with_bracket();
            }
            _ => self.superfluous_bracket(byte),
        }
    }

    fn close_with_bracket(&mut self) {
        let at = self.at;
        if let Some(comma) = self.comma {
            let bracket = &self.text[at..at + 1];
            self.error(comma, format!("found a comma before {bracket}; remove the comma"));
        }
        self.advance(at + 1);
        self.close(at + 1);
    }

    fn superfluous_bracket(&mut self, byte: u8) {
        self.bracket_error(self.at, format!("found {}, which closes nothing; remove it", char::from(byte)));
        self.document.removed_brackets += 1;
        self.advance(self.at + 1);
    }

    /// Closes the innermost list or object, whose bracket is missing. A comma belongs to the one around it.
    fn close_missing(&mut self) {
        let Some(frame) = self.stack.last_mut() else { return };
        // A list in it, of other values than those before, is most likely a bracket too many.
        if let Items::Array(items) = &mut frame.items
            && let Some((Value { kind: Kind::Array(_), .. }, before)) = items.split_last()
            && before.iter().take(MAX_COMPARED_FIELDS).all(|item| !matches!(item.kind, Kind::Array(_)))
            && let Some(Value { start, kind: Kind::Array(inner), .. }) = items.pop()
        {
            items.extend(inner);
            self.bracket_error(start, "found [ within a list, which another ] does not close; remove it".to_owned());
            let comma = self.comma;
            self.close(self.last_end);
            return self.continue_after(comma);
        }
        let (open, close) = frame.brackets();
        let message = format!("a {close} is missing here; it closes the {open} of line {}", frame.line);
        let comma = self.comma;
        self.bracket_error(self.last_end, message);
        self.close(self.last_end);
        self.continue_after(comma);
    }

    /// Continues after a comma, if there was one.
    fn continue_after(&mut self, comma: Option<usize>) {
        self.comma = comma;
        if comma.is_some() {
            let in_list = matches!(self.stack.last(), Some(Frame { items: Items::Array(_), .. }));
            self.state = if in_list { State::Item } else { State::Name };
        }
    }

    /// Closes the brackets that the indentation of a line says are closed.
    fn follow_layout(&mut self) {
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

    /// Whether the lines after a closing bracket are indented too far for it to close anything of that indentation.
    fn is_against_layout(&self, indent: usize) -> bool {
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

    /// A `{` where a name is expected: the object before it is not closed, or its list is not opened, or the bracket is
    /// superfluous.
    fn brace_for_name(&mut self) {
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
                // One bracket and one comma are missing, most likely on one line of their own.
                self.close_missing();
                self.state = State::Item;
            } else {
                self.close_missing();
            }
            return;
        }
        self.bracket_error(at, "found { where a field name is expected; remove it".to_owned());
        self.document.removed_brackets += 1;
        self.advance(at + 1);
        self.state = State::Name;
    }

    /// A field in a list: the list is not closed, or the object of the field is not opened.
    fn field_in_list(&mut self) {
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
            self.bracket_error(at, format!("a {{ is missing before the field \"{name}\""));
            return self.push(at, at, Items::Object { fields: Vec::new(), name: None });
        }
        while matches!(self.stack.last(), Some(Frame { items: Items::Array(_), .. })) {
            self.close_missing();
        }
        self.state = State::Name;
    }

    /// Texts after a comma that a `]` follows: the list that begins with the last value is not opened.
    fn opens_list_before(&mut self, at: usize) -> bool {
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

    /// Makes the last value of the innermost object the first element of a list that is not closed yet.
    fn open_list_before_last(&mut self) {
        let Some(Frame { items: Items::Object { fields, name }, .. }) = self.stack.last_mut() else { return };
        let Some(Field { start, name: field, value }) = fields.pop() else { return };
        let offset = value.start;
        let shown = format!("\"{field}\"");
        *name = Some(Name { start, end: offset, indent: self.indent, name: field });
        let (comma, at) = (self.comma, self.at);
        self.bracket_error(offset, format!("a [ is missing after the field name {shown}"));
        // Offsets tell values apart, so the list begins before its first element.
        self.push(offset.saturating_sub(1), at, Items::Array(vec![value]));
        self.comma = comma;
        if comma.is_none() && self.document.too_deep.is_none() {
            self.state = State::After;
        }
    }

    // Commas, colons, garbage

    fn superfluous_comma(&mut self) {
        let at = self.at;
        let message = if self.comma.is_some() {
            "found two commas; keep one"
        } else {
            "found a comma with nothing before it; remove the comma"
        };
        self.error(at, message.to_owned());
        self.advance(at + 1);
    }

    fn superfluous_colon(&mut self) {
        self.error(self.at, "found a colon; expected a comma or a closing bracket".to_owned());
        self.advance(self.at + 1);
    }

    fn missing_comma(&mut self) {
        let before = self.shown_before(self.last_end);
        self.error(self.last_end, format!("a comma is missing after {before}"));
    }

    fn set_name(&mut self, start: usize, end: usize, new: Cow<'t, str>) {
        if let Some(Frame { items: Items::Object { name, .. }, .. }) = self.stack.last_mut() {
            self.comma = None;
            self.last_end = end;
            *name = Some(Name { start, end, indent: self.indent, name: new });
            self.state = State::Colon;
        }
    }

    /// Returns the end of the name whose value is expected, and the name as the text has it.
    fn pending_name(&self) -> Option<(usize, String)> {
        match self.stack.last() {
            Some(Frame { items: Items::Object { name: Some(name), .. }, .. }) => {
                Some((name.end, format!("\"{}\"", shortened(&name.name))))
            }
            _ => None,
        }
    }

    fn pending_indent(&self) -> usize {
        match self.stack.last() {
            Some(Frame { items: Items::Object { name: Some(name), .. }, .. }) => name.indent,
            _ => 0,
        }
    }

    /// Drops a name without a value.
    fn no_value(&mut self) {
        if let Some((end, name)) = self.pending_name() {
            self.error(end, format!("the field {name} has no value; write one after a colon, or remove the field"));
            self.last_end = end;
        }
        if let Some(Frame { items: Items::Object { name, .. }, .. }) = self.stack.last_mut() {
            *name = None;
        }
        self.state = State::After;
    }

    fn skip_garbage(&mut self, expected: &str) {
        let at = self.at;
        let end = self.phrase_end(at).max(self.next_letter(at));
        let found = self.shown(at);
        self.error(at, format!("found {found}; expected {expected}"));
        self.advance(end);
    }

    // Values without quotes

    fn value(&mut self, place: Place) {
        if self.quote(self.at).is_none() {
            return self.bare_value();
        }
        let start = self.at;
        if let Some(text) = self.string(place) {
            self.attach(Value { start, end: self.at, kind: Kind::String(text) });
        }
    }

    /// Returns the end of the letters from an offset that no space, quote or bracket interrupts.
    fn bare_end(&self, at: usize) -> usize {
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

    /// Returns the word at an offset, at most [`MAX_LOOK_AHEAD`] bytes of it.
    fn word(&self, at: usize) -> &'t str {
        let window = &self.bytes[at..self.text.len().min(at + MAX_LOOK_AHEAD)];
        let stops = |byte: &u8| !byte.is_ascii_alphanumeric() && !matches!(byte, b'-' | b'+' | b'.');
        let length = window.iter().position(stops).unwrap_or(window.len());
        &self.text[at..at + length]
    }

    fn is_literal(&self, at: usize) -> bool {
        literal(self.word(at)).is_some()
    }

    /// Returns the end of the words from an offset: the next comma, colon, quote, bracket or end of the line.
    fn phrase_end(&self, at: usize) -> usize {
        let rest = &self.bytes[at..];
        at + rest.iter().position(ends_phrase).unwrap_or(rest.len())
    }

    /// Returns the end of the words from an offset, if it is near.
    fn near_phrase_end(&self, at: usize) -> Option<usize> {
        let window = &self.bytes[at..self.text.len().min(at + MAX_LOOK_AHEAD)];
        window.iter().position(ends_phrase).map(|length| at + length)
    }

    fn bare_value(&mut self) {
        let at = self.at;
        let end = self.bare_end(at);
        let word = &self.text[at..end];
        let is_quoted = self.byte(end) == Some(b'"') && self.ends_text(end + 1) && !word.is_empty();
        if let Some(kind) = literal(word).filter(|_| !is_quoted) {
            self.advance(end);
            return self.attach(Value { start: at, end, kind });
        }
        // A quote that ends a text ends this one, too.
        let window = &self.bytes[at..self.text.len().min(at + MAX_LOOK_AHEAD)];
        let stop = window.iter().position(|byte| matches!(byte, b'"' | b'\n')).map(|length| at + length);
        let quote = stop.filter(|stop| self.bytes[*stop] == b'"' && *stop > at && self.ends_text(stop + 1));
        if let Some(quote) = quote {
            let shown = shortened(&self.text[at..quote]);
            self.error(at, format!("the opening quote (\") is missing before {shown}"));
            let text = self.decoded(at, quote, true);
            self.advance(quote + 1);
            return self.attach(Value { start: at, end: quote + 1, kind: Kind::String(text) });
        }
        let mut end = self.phrase_end(at);
        // A colon belongs to the words, as in a time of day or an address.
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
        self.error(at, format!("found {} without quotes; write {right}", shortened(words)));
        self.advance(end);
        self.attach(Value { start: at, end, kind });
    }

    /// Returns the end of a name without its quotes, or without the opening one.
    fn bare_name_end(&self, at: usize) -> Option<usize> {
        let end = self.near_phrase_end(at)?;
        let is_name = end > at
            && match self.byte(end) {
                Some(b':') => true,
                Some(b'"') => self.byte(self.look(end + 1).0) == Some(b':'),
                _ => false,
            };
        is_name.then_some(end)
    }

    fn bare_name(&mut self) {
        let at = self.at;
        let Some(end) = self.bare_name_end(at) else { return self.skip_garbage("a field name in quotes") };
        let name = self.text[at..end].trim_end();
        let shown = shortened(name);
        if self.byte(end) == Some(b'"') {
            self.error(at, format!("the opening quote (\") is missing before the field name {shown}"));
            self.advance(end + 1);
        } else {
            self.error(at, format!("found the field name {shown} without quotes; write \"{shown}\""));
            self.advance(end);
        }
        self.set_name(at, at + name.len(), Cow::Borrowed(name));
    }

    // The text

    /// Continues at an offset. Nothing before it is read again.
    fn advance(&mut self, to: usize) {
        let to = to.min(self.text.len());
        for (place, byte) in self.bytes[self.at..to].iter().enumerate() {
            if *byte == b'\n' {
                self.line += 1;
                self.line_start = self.at + place + 1;
            }
        }
        self.at = to;
    }

    /// Skips white space and comments. Notes those that JSON does not have.
    fn skip_space(&mut self) {
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

    fn skip_comment(&mut self) {
        let at = self.at;
        let message = "found a comment; JSON has no comments, remove it";
        self.error(at, message.to_owned());
        let rest = &self.text[at..];
        let line = rest.find('\n').unwrap_or(rest.len());
        let mut end = at + line;
        if rest.starts_with("/*") && !self.is_last_comment_over {
            match rest[2..].find("*/") {
                Some(length) => end = at + 2 + length + 2,
                None => self.is_last_comment_over = true,
            }
        }
        self.advance(end);
    }

    fn skip_foreign_space(&mut self) {
        let at = self.at;
        let Some(first) = self.letter(at) else { return };
        let name = match first {
            '\u{a0}' => "a no-break space",
            '\u{feff}' => "a byte order mark",
            '\u{200b}'..='\u{200f}' | '\u{2060}' => "an invisible character",
            _ => "a space of another kind",
        };
        let code = u32::from(first);
        let message = format!(
            "found {name} (U+{code:04X}) between values, which no JSON may have there; replace it by a plain space"
        );
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

    // Errors

    fn error(&mut self, offset: usize, message: String) {
        self.note(offset, message, false);
    }

    fn text_error(&mut self, offset: usize, message: String) {
        self.note(offset, message, true);
    }

    fn bracket_error(&mut self, offset: usize, message: String) {
        self.document.has_bracket_error = true;
        self.note(offset, message, false);
    }

    fn note(&mut self, offset: usize, message: String, is_in_text: bool) {
        self.document.error_count += 1;
        if self.document.error_count <= MAX_ERRORS {
            self.document.errors.push(SyntaxError { offset, message, is_in_text });
        }
    }

    /// Returns what starts at an offset, for a message.
    fn shown(&self, at: usize) -> String {
        let end = self.phrase_end(at).max(self.next_letter(at));
        match self.letter(at) {
            Some(letter) if letter.is_control() => format!("the control character U+{:04X}", u32::from(letter)),
            _ => shortened(self.text[at..end].trim_end()),
        }
    }

    /// Returns what ends at an offset, for a message: a bracket, a text, or the last words.
    fn shown_before(&self, end: usize) -> String {
        const MAX_LETTERS: usize = 40;
        let before = &self.text[..end];
        if before.ends_with(['}', ']']) {
            return before[end - 1..].to_owned();
        }
        let start = before.char_indices().rev().take(MAX_LETTERS).last().map_or(end, |(start, _)| start);
        let words = &before[start..];
        match words.strip_suffix('"').map(|inner| inner.rfind('"')) {
            Some(Some(quote)) => words[quote..].to_owned(),
            Some(None) => last_words(words),
            None => words.rsplit(['"', ':', ',', '[', ' ', '\n']).next().unwrap_or(words).to_owned(),
        }
    }
}

impl Frame<'_> {
    fn brackets(&self) -> (char, char) {
        match self.items {
            Items::Array(_) => ('[', ']'),
            Items::Object { .. } => ('{', '}'),
        }
    }

    fn closes_with(&self, byte: u8) -> bool {
        self.brackets().1 == char::from(byte)
    }
}

/// Whether a byte ends words without quotes.
fn ends_phrase(byte: &u8) -> bool {
    matches!(byte, b',' | b':' | b'{' | b'}' | b'[' | b']' | b'"' | b'\n' | b'\r')
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

fn is_curly_quote(letter: char) -> bool {
    matches!(letter, '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '＂' | '〝' | '〞' | '〟')
}

fn is_single_quote(letter: char) -> bool {
    matches!(letter, '\'' | '‘' | '’' | '‚' | '‛' | '‹' | '›' | '`' | '´' | '′')
}

/// Whether a character is white space, or invisible, but not white space of JSON.
fn is_foreign_space(letter: char) -> bool {
    match letter {
        ' ' | '\t' | '\n' | '\r' => false,
        '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' => true,
        _ => letter.is_whitespace(),
    }
}

/// Returns the value of a word that JSON has.
fn literal(word: &str) -> Option<Kind<'_>> {
    match word {
        "null" => Some(Kind::Null),
        "true" => Some(Kind::Boolean(true)),
        "false" => Some(Kind::Boolean(false)),
        _ => is_number(word).then_some(Kind::Number(word)),
    }
}

/// Whether a word is a number (RFC 8259, section 6).
fn is_number(word: &str) -> bool {
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

/// Returns the first words of a text, for a message.
fn shortened(text: &str) -> String {
    const MAX_LETTERS: usize = 40;
    match text.char_indices().nth(MAX_LETTERS) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

/// Returns the last words of a text, for a message.
fn last_words(text: &str) -> String {
    const MAX_LETTERS: usize = 30;
    let text = text.rsplit('\n').next().unwrap_or(text).trim();
    match text.char_indices().rev().nth(MAX_LETTERS) {
        Some((start, letter)) => format!("…{}", text[start + letter.len_utf8()..].trim_start()),
        None => text.to_owned(),
    }
}
