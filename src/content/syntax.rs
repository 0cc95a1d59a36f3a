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

/// The end of a text that begins with a quote.
struct Ending {
    /// The offset after the content.
    content_end: usize,
    /// The offset at which parsing continues.
    resume: usize,
    how: How,
    /// The offset of the first quote that belongs to the text.
    inner_quote: Option<usize>,
}

enum How {
    /// By a quote.
    Closed,
    /// By two quotes.
    ClosedTwice,
    /// The closing quote is missing.
    Unclosed,
    /// The opening quote opens nothing.
    Stray,
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
        loop {
            self.skip_space();
            let at = self.at;
            match self.byte(at) {
                None => {
                    self.state = State::End;
                    return;
                }
                Some(b'{' | b'[') => return self.open(),
                Some(byte @ (b',' | b':' | b'}' | b']')) if self.text[at + 1..].contains('{') => {
                    self.bracket_error(at, format!("found {} before the profile; remove it", char::from(byte)));
                    self.advance(at + 1);
                }
                Some(b'"') if self.precedes_profile(at + 1) => {
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
            if self.document.errors.pop().is_some() {
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

    // Texts

    /// Parses the text whose opening quote is next, or nothing where that quote opens none.
    fn string(&mut self, place: Place) -> Option<Cow<'t, str>> {
        let at = self.at;
        let (open, length) = self.quote(at)?;
        let start = at + length;
        let Ending { mut content_end, resume, how, inner_quote } = self.ending(start, open, place);
        let is_straight = open == '"';
        if matches!(how, How::Stray) {
            self.text_error(at, format!("found one quote ({open}) too many; remove it"));
            self.advance(resume);
            return None;
        }
        if !is_straight {
            let kind = if is_single_quote(open) { "single" } else { "curly" };
            self.text_error(at, format!("found the {kind} quote {open}; expected a straight double quote (\")"));
        }
        match how {
            How::Unclosed => {
                let rest = self.bytes[resume..].iter();
                let is_end = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b',' | b';' | b'}' | b']');
                self.document.ends_inside |= rest.take_while(|byte| is_end(byte)).count() == self.text.len() - resume;
                let content = &self.text[start..content_end];
                // A text that ends with another kind of quote has only the wrong one.
                let last = content.chars().next_back().filter(|last| is_curly_quote(*last) && *last != open);
                if let Some(last) = last.filter(|_| content.len() > last_length(content)) {
                    content_end -= last.len_utf8();
                    if is_straight {
                        let message = format!("found the curly quote {last}; expected a straight double quote (\")");
                        self.text_error(content_end, message);
                    }
                } else if content.ends_with("\\\"") {
                    content_end -= 1;
                } else {
                    let shown = last_words(content);
                    self.text_error(content_end, format!("the closing quote (\") is missing after {shown}"));
                }
            }
            How::ClosedTwice => {
                let extra = content_end + self.letter(content_end).map_or(1, char::len_utf8);
                self.text_error(extra, "found one quote (\") too many; remove it".to_owned());
            }
            How::Closed | How::Stray => {}
        }
        if let Some(inner) = inner_quote.filter(|inner| is_straight && *inner < content_end) {
            self.text_error(inner, "found a quote (\") within a text; write \\\" in its place".to_owned());
        }
        let mut text = self.decoded(start, content_end, is_straight);
        if place == Place::Name && inner_quote.is_some() {
            text = Cow::Owned(text.replace('"', ""));
        }
        self.advance(resume);
        Some(text)
    }

    /// Looks for the end of a text whose content starts at an offset.
    fn ending(&self, start: usize, open: char, place: Place) -> Ending {
        let mut at = start;
        let mut is_blank = true;
        let mut is_brackets = true;
        let mut first_colon = None;
        let (mut first_inner, mut last_inner) = (None, None);
        let closed = |content_end, resume, how, inner_quote| Ending { content_end, resume, how, inner_quote };
        loop {
            let Some(byte) = self.byte(at) else {
                return self.unclosed(start, at, first_colon.filter(|_| place == Place::Name), first_inner, last_inner);
            };
            match byte {
                b'\\' => {
                    (is_blank, is_brackets) = (false, false);
                    let next = self.byte(at + 1);
                    at += if matches!(next, Some(b'\n' | b'\r') | None) { 1 } else { 2 };
                    continue;
                }
                b'\n' => {
                    if place == Place::Name {
                        return self.unclosed(start, at, first_colon, first_inner, last_inner);
                    }
                    let (next, _) = self.look(at);
                    let is_list_of_texts = place == Place::Item && self.byte(next) == Some(b'"');
                    let is_over = match self.byte(next) {
                        None => true,
                        _ if self.starts_field(next) => true,
                        Some(b'"') => is_list_of_texts && !self.ends_text(next + 1),
                        Some(b'}' | b']') => self.continues_after_brackets(next),
                        Some(b'{') => matches!(self.byte(self.look(next + 1).0), Some(b'"')),
                        _ => false,
                    };
                    if is_over && (is_blank || is_brackets) && at > start {
                        return closed(start, start, How::Stray, None);
                    }
                    if is_over {
                        return self.unclosed(start, at, None, first_inner, last_inner);
                    }
                    at = next.max(at + 1);
                    continue;
                }
                _ => {}
            }
            if let Some(length) = self.closing_quote(at, open) {
                let after = at + length;
                match self.judge(at, after, place, first_colon, first_inner, last_inner, is_blank, is_brackets) {
                    Verdict::Closes => return closed(at, after, How::Closed, first_inner),
                    Verdict::ClosesTwice => {
                        return closed(at, self.next_letter(after), How::ClosedTwice, first_inner);
                    }
                    Verdict::IsStray => return closed(start, start, How::Stray, None),
                    Verdict::FollowsUnclosed(end) => {
                        let first_inner = first_inner.filter(|inner| *inner < end);
                        return self.unclosed(start, end, None, first_inner, None);
                    }
                    Verdict::IsInside => {
                        first_inner.get_or_insert(at);
                        last_inner = Some(at);
                        (is_blank, is_brackets) = (false, false);
                        at = after;
                        continue;
                    }
                }
            }
            if byte == b':' && first_colon.is_none() {
                first_colon = Some(at);
            }
            let is_space = matches!(byte, b' ' | b'\t' | b'\r');
            is_blank &= is_space;
            is_brackets &= is_space || matches!(byte, b'{' | b'[' | b'}' | b']' | b',');
            at += 1;
        }
    }

    /// Returns the length of the quote at an offset if it may close a text that another quote opens.
    fn closing_quote(&self, at: usize, open: char) -> Option<usize> {
        match self.bytes[at] {
            b'"' => Some(1),
            _ if open == '"' => None,
            0x80..=0xbf => None,
            byte if byte < 0x80 && !matches!(byte, b'\'' | b'`') => None,
            _ => {
                let letter = self.letter(at)?;
                let fits = if is_single_quote(open) { is_single_quote(letter) } else { is_curly_quote(letter) };
                fits.then_some(letter.len_utf8())
            }
        }
    }

    /// Decides whether a quote closes a text, by what follows. In valid JSON it always does.
    #[allow(clippy::too_many_arguments)]
    fn judge(
        &self,
        at: usize,
        after: usize,
        place: Place,
        first_colon: Option<usize>,
        first_inner: Option<usize>,
        last_inner: Option<usize>,
        is_blank: bool,
        is_brackets: bool,
    ) -> Verdict {
        let (next, is_next_line) = self.look(after);
        let byte = self.byte(next);
        let is_adjacent = next == after;
        if place == Place::Name {
            return match byte {
                Some(b':') => Verdict::Closes,
                Some(b'"') if is_adjacent && self.byte(self.look(after + 1).0) == Some(b':') => Verdict::ClosesTwice,
                _ if is_blank && !is_next_line && byte.is_some_and(is_word) => Verdict::IsStray,
                _ if first_colon.is_some() => Verdict::FollowsUnclosed(first_colon.unwrap_or(at)),
                Some(byte) if is_adjacent && is_word(byte) && !self.is_literal(next) => Verdict::IsInside,
                _ => Verdict::Closes,
            };
        }
        let inside_if = |is_inside: bool| if is_inside { Verdict::IsInside } else { Verdict::Closes };
        match byte {
            None => Verdict::Closes,
            Some(b',') => inside_if(!self.continues_after_comma(next + 1, place)),
            Some(b'}' | b']') => inside_if(!self.continues_after_brackets(next)),
            Some(b':') => match last_inner {
                Some(inner) if self.starts_field(inner) => Verdict::FollowsUnclosed(inner),
                _ => Verdict::Closes,
            },
            _ if is_next_line => Verdict::Closes,
            Some(b'{' | b'[') => {
                let opens = matches!(self.byte(self.look(next + 1).0), Some(b'"' | b'{'));
                if is_blank { Verdict::IsStray } else { inside_if(place == Place::Value || !opens) }
            }
            Some(b';') => inside_if(!self.ends_text(next + 1) && !self.starts_field(self.look(next + 1).0)),
            Some(b'/') if matches!(self.byte(next + 1), Some(b'/' | b'*')) => Verdict::Closes,
            Some(b'#') if !is_adjacent => {
                let window = &self.bytes[next..self.text.len().min(next + MAX_LOOK_AHEAD)];
                let is_end = |byte: &&u8| matches!(byte, b'\n' | b'"');
                inside_if(window.iter().find(is_end) == Some(&b'"'))
            }
            _ if self.starts_field(next) => Verdict::Closes,
            _ if self.quote(next).is_some() => {
                let (_, length) = self.quote(next).unwrap_or(('"', 1));
                match self.ends_text(next + length) {
                    true if is_adjacent && first_inner.is_none() => Verdict::ClosesTwice,
                    is_end => inside_if(is_end),
                }
            }
            _ if self.bare_name_end(next).is_some_and(|end| self.is_bare_field(next, end)) => Verdict::Closes,
            _ if is_blank || (is_brackets && at > 0) => Verdict::IsStray,
            // A quote after a comma may open the next text.
            _ if self.text[..at].trim_end_matches(' ').ends_with(',')
                && is_adjacent
                && self.quoted_end(at).is_some_and(|end| self.ends_text(end) || self.starts_field(at)) =>
            {
                Verdict::FollowsUnclosed(at)
            }
            _ => Verdict::IsInside,
        }
    }

    /// Whether a name without quotes is one word with a value after it.
    fn is_bare_field(&self, at: usize, end: usize) -> bool {
        let name = self.text[at..end].trim_end();
        self.byte(end) == Some(b':')
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
            && matches!(self.byte(self.look(end + 1).0), Some(b'"' | b'{' | b'[' | b'0'..=b'9'))
    }

    /// Whether what follows a comma may be the next value or field.
    fn continues_after_comma(&self, at: usize, place: Place) -> bool {
        let (next, is_next_line) = self.look(at);
        match self.byte(next) {
            _ if is_next_line => true,
            None | Some(b'{' | b'}' | b'[' | b']' | b',') => true,
            Some(b'/') if matches!(self.byte(next + 1), Some(b'/' | b'*')) => true,
            Some(b'"') => match self.quoted_end(next) {
                None => true,
                Some(end) => {
                    let (after, is_next_line) = self.look(end);
                    is_next_line
                        || match self.byte(after) {
                            None | Some(b':' | b'=' | b'"' | b',' | b'}' | b']' | b'{' | b'[') => true,
                            Some(byte) => place == Place::Value && byte.is_ascii_digit(),
                        }
                }
            },
            _ if self.quote(next).is_some() => true,
            Some(_) => {
                let end = self.near_phrase_end(next);
                end.is_none_or(|end| self.byte(end) != Some(b'"')) || self.bare_name_end(next).is_some()
            }
        }
    }

    /// Whether what follows some closing brackets may follow them.
    fn continues_after_brackets(&self, at: usize) -> bool {
        let mut next = at;
        let mut is_next_line = false;
        while matches!(self.byte(next), Some(b'}' | b']')) {
            (next, is_next_line) = self.look(next + 1);
        }
        match self.byte(next) {
            _ if is_next_line => true,
            None | Some(b'{' | b'[' | b';') => true,
            Some(b'/') => matches!(self.byte(next + 1), Some(b'/' | b'*')),
            Some(b',') => self.continues_after_comma(next + 1, Place::Item),
            Some(b'"') => self.starts_field(next) || !self.ends_text(next + 1),
            _ => false,
        }
    }

    /// Returns the ending of a text without a closing quote, which ends before `end` or, in a name, before its colon.
    /// A comma and closing brackets that the text does not open follow it.
    fn unclosed(
        &self,
        start: usize,
        end: usize,
        colon: Option<usize>,
        first_inner: Option<usize>,
        last_inner: Option<usize>,
    ) -> Ending {
        let ending = |content_end, resume, how| Ending { content_end, resume, how, inner_quote: first_inner };
        if let Some(colon) = colon {
            let content_end = start + self.text[start..colon].trim_end().len();
            return Ending { content_end, resume: colon, how: How::Unclosed, inner_quote: None };
        }
        // A last quote with nothing but punctuation after it closes the text after all.
        if let Some(quote) = last_inner
            && !self.text[self.next_letter(quote)..end].contains(char::is_alphanumeric)
        {
            let inner_quote = first_inner.filter(|first| *first < quote);
            return Ending { content_end: quote, resume: self.next_letter(quote), how: How::Closed, inner_quote };
        }
        let content = &self.text[start..end];
        let kept = content.trim_end_matches([' ', '\t', '\r', '\n', ',', ';', '}', ']']);
        let count = |bracket: char| kept.matches(bracket).count();
        let mut open = [count('[').saturating_sub(count(']')), count('{').saturating_sub(count('}'))];
        let mut content_end = start + kept.len();
        for (place, letter) in content[kept.len()..].char_indices() {
            let kind = match letter {
                ']' => 0,
                '}' => 1,
                _ => continue,
            };
            if open[kind] == 0 {
                break;
            }
            open[kind] -= 1;
            content_end = start + kept.len() + place + 1;
        }
        ending(content_end, content_end, How::Unclosed)
    }

    /// Decodes the content of a text and notes its errors.
    fn decoded(&mut self, start: usize, end: usize, is_straight: bool) -> Cow<'t, str> {
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

    /// Decodes the escape at an offset; returns the offset after it. A backslash that begins none stays.
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
            // Another kind of quote needs no escape once the quotes are right.
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
                let message = format!(
                    "found {typed}, which is half of a character (a surrogate without the other one); write the \
                     character itself"
                );
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
            // An accent of LaTeX and its letter.
            length = rest.char_indices().nth(2).map_or(rest.len(), |(place, _)| place);
        }
        let typed = rest[..length].trim_end();
        let is_address = matches!(
            self.stack.last(),
            Some(Frame { items: Items::Object { name: Some(name), .. }, .. }) if matches!(&*name.name, "url" | "src")
        );
        let message = if is_address {
            format!("found \\{typed} in an address; write / in place of the backslash: /{typed}")
        } else {
            format!("found \\{typed}; a backslash within a text is written twice: \\\\{typed}")
        };
        self.text_error(at, message);
    }

    // Looking ahead

    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    fn letter(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    fn next_letter(&self, at: usize) -> usize {
        self.letter(at).map_or(self.text.len(), |letter| at + letter.len_utf8())
    }

    /// Returns the quote at an offset, of whatever kind, and its length.
    fn quote(&self, at: usize) -> Option<(char, usize)> {
        match self.byte(at)? {
            b'"' => Some(('"', 1)),
            byte if byte < 0x80 && !matches!(byte, b'\'' | b'`') => None,
            _ => {
                let letter = self.letter(at)?;
                (is_curly_quote(letter) || is_single_quote(letter)).then_some((letter, letter.len_utf8()))
            }
        }
    }

    /// Returns the offset of the next byte that is no white space, and whether a line ends before it.
    fn look(&self, at: usize) -> (usize, bool) {
        let (mut next, mut is_next_line) = (at, false);
        while let Some(byte) = self.byte(next) {
            match byte {
                b'\n' => is_next_line = true,
                b' ' | b'\t' | b'\r' => {}
                0x0b | 0x0c | 0x80.. if self.letter(next).is_some_and(is_foreign_space) => {
                    next = self.next_letter(next);
                    continue;
                }
                _ => break,
            }
            next += 1;
        }
        (next, is_next_line)
    }

    /// Whether the end of a text may be before an offset: a comma, a closing bracket, or the end of a line follows.
    fn ends_text(&self, at: usize) -> bool {
        let (next, is_next_line) = self.look(at);
        is_next_line || matches!(self.byte(next), None | Some(b',' | b'}' | b']'))
    }

    /// Returns the offset after the closing quote of the text that starts at an offset, if it ends on the same line.
    fn quoted_end(&self, at: usize) -> Option<usize> {
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

    /// Whether a name in quotes, a colon and a value start at an offset.
    fn starts_field(&self, at: usize) -> bool {
        let Some(end) = self.quoted_end(at) else { return false };
        let colon = self.look(end).0;
        self.byte(colon) == Some(b':') && self.may_start_value(self.look(colon + 1).0)
    }

    /// Whether a value starts at an offset, and not a field.
    fn starts_value(&self, at: usize) -> bool {
        self.byte(at).is_some() && self.may_start_value(at) && !self.starts_field(at)
    }

    /// Returns the name in quotes at an offset, undecoded.
    fn peek_name(&self, at: usize) -> Option<&'t str> {
        let (_, length) = self.quote(at)?;
        let end = self.quoted_end(at)?;
        let last = self.text[..end].chars().next_back().map_or(1, char::len_utf8);
        self.text.get(at + length..end - last)
    }

    fn may_start_value(&self, at: usize) -> bool {
        match self.byte(at) {
            None | Some(b'"' | b'{' | b'[' | b'-' | b'0'..=b'9') => true,
            Some(byte) if byte.is_ascii_alphabetic() => {
                let words = ["true", "false", "null", "none"];
                words.iter().any(|word| word.eq_ignore_ascii_case(self.word(at)))
            }
            Some(_) => self.quote(at).is_some(),
        }
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

/// What a quote is for the text in which it is found.
enum Verdict {
    /// It closes the text.
    Closes,
    /// It closes the text, and so does the next one.
    ClosesTwice,
    /// It belongs to the text.
    IsInside,
    /// It opens another text; this one ends before the offset.
    FollowsUnclosed(usize),
    /// It opens a text; the quote before opens none.
    IsStray,
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

fn last_length(text: &str) -> usize {
    text.chars().next_back().map_or(0, char::len_utf8)
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

fn control_character(byte: u8) -> String {
    match byte {
        b'\n' | b'\r' => "found a line break within a text; expected \\n in its place".to_owned(),
        b'\t' => "found a tab within a text; expected \\t in its place".to_owned(),
        _ => format!("found the control character U+{byte:04X} within a text; expected \\u{byte:04x} in its place"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{
        super::{Reading, read},
        *,
    };

    const DEPTH: usize = 127;

    /// Asserts the errors of a text and the profile that is left; a caret in the text marks the place of each error.
    #[track_caller]
    fn recovers(marked: &str, left: &str, expected: &[&str]) {
        const CARET: char = '‸';
        let text = marked.replace(CARET, "");
        let document = parse(&text, DEPTH);
        let places: Vec<usize> = marked
            .match_indices(CARET)
            .enumerate()
            .map(|(count, (place, _))| place - count * CARET.len_utf8())
            .collect();
        let errors: Vec<(usize, &str)> =
            document.errors.iter().map(|error| (error.offset, error.message.as_str())).collect();
        let expected: Vec<(usize, &str)> = places.into_iter().zip(expected.iter().copied()).collect();
        assert_eq!(errors, expected, "{text}");
        let left: serde_json::Value = serde_json::from_str(left).expect("it is JSON");
        assert_eq!(document.root.as_ref().map(value_of), Some(left), "{text}");
    }

    /// Returns a value as serde_json has it, numbers as texts.
    fn value_of(value: &Value) -> serde_json::Value {
        match &value.kind {
            Kind::Null => serde_json::Value::Null,
            Kind::Boolean(boolean) => (*boolean).into(),
            Kind::Number(number) => number.parse::<serde_json::Number>().map_or_else(|_| (*number).into(), Into::into),
            Kind::String(text) => text.clone().into_owned().into(),
            Kind::Array(items) => items.iter().map(value_of).collect(),
            Kind::Object(object) => {
                let fields =
                    object.fields.iter().map(|field| (field.name.clone().into_owned(), value_of(&field.value)));
                fields.collect::<serde_json::Map<_, _>>().into()
            }
        }
    }

    #[test]
    fn commas_and_colons() {
        recovers(r#"{ "a": "x"‸ "b": "y" }"#, r#"{ "a": "x", "b": "y" }"#, &["a comma is missing after \"x\""]);
        recovers(r#"[{ "a": 1 }‸ { "a": 2 }]"#, r#"[{ "a": 1 }, { "a": 2 }]"#, &["a comma is missing after }"]);
        recovers(
            "{ \"a\": [1, \"Jane Doe\"‸ \"Max\"]‸\n  \"b\": 1‸,\n}",
            r#"{ "a": [1, "Jane Doe", "Max"], "b": 1 }"#,
            &[
                "a comma is missing after \"Jane Doe\"",
                "a comma is missing after ]",
                "found a comma before }; remove the comma",
            ],
        );
        recovers(r#"{ "a": 1,‸, "b": 2 }"#, r#"{ "a": 1, "b": 2 }"#, &["found two commas; keep one"]);
        recovers(r#"{ "a": "x"‸; "b": 2 }"#, r#"{ "a": "x", "b": 2 }"#, &["found a semicolon; expected a comma"]);
        recovers(
            r#"{ "a"‸ "x", "b" ‸= 1, "c":‸: 2 }"#,
            r#"{ "a": "x", "b": 1, "c": 2 }"#,
            &[
                "a colon (:) is missing after the field name \"a\"",
                "found =; expected a colon (:) between a field name and its value",
                "found two colons; keep one",
            ],
        );
        let no_value = "the field \"a\" has no value; write one after a colon, or remove the field";
        recovers(r#"{ "a"‸: , "b": 1 }"#, r#"{ "b": 1 }"#, &[no_value]);
    }

    #[test]
    fn comments() {
        let message = "found a comment; JSON has no comments, remove it";
        recovers("{ \"a\": 1, ‸// note\n ‸/* , */ \"b\": 2 ‸# x\n}", r#"{ "a": 1, "b": 2 }"#, &[message; 3]);
        recovers("{ ‸/* not closed\n \"a\": 1 }", r#"{ "a": 1 }"#, &[message]);
    }

    #[test]
    fn quotes_that_are_missing() {
        let after = |text: &str| format!("the closing quote (\") is missing after {text}");
        let before = |text: &str| format!("the opening quote (\") is missing before {text}");
        recovers("{ \"a\": \"Foo‸,\n  \"b\": \"2\" }", r#"{ "a": "Foo", "b": "2" }"#, &[&after("Foo")]);
        recovers("{ \"a\": \"see [1]‸\n}", r#"{ "a": "see [1]" }"#, &[&after("see [1]")]);
        recovers("[{ \"a\": \"Foo‸ },\n  { \"a\": 1 }]", r#"[{ "a": "Foo" }, { "a": 1 }]"#, &[&after("Foo")]);
        recovers(r#"{ "a": "Foo‸, "b": "2" }"#, r#"{ "a": "Foo", "b": "2" }"#, &[&after("Foo")]);
        recovers(r#"["Ada‸, "Bob", "Carl"]"#, r#"["Ada", "Bob", "Carl"]"#, &[&after("Ada")]);
        recovers(r#"{ "a‸: 1, "b‸: "x" }"#, r#"{ "a": 1, "b": "x" }"#, &[&after("a"), &after("b")]);
        recovers(r#"{ "a": ‸Foo, and bar" }"#, r#"{ "a": "Foo, and bar" }"#, &[&before("Foo, and bar")]);
        recovers(r#"{ ‸a": 1 }"#, r#"{ "a": 1 }"#, &[&before("the field name a")]);
    }

    #[test]
    fn quotes_that_are_too_many() {
        let inside = "found a quote (\") within a text; write \\\" in its place";
        recovers(r#"{ "a": "he said ‸"hi", and left" }"#, r#"{ "a": "he said \"hi\", and left" }"#, &[inside]);
        recovers(r#"{ "a": "the ‸"best"", "b": 1 }"#, r#"{ "a": "the \"best\"", "b": 1 }"#, &[inside]);
        recovers(r#"["see [the ‸"A"], then B", 1]"#, r#"["see [the \"A\"], then B", 1]"#, &[inside]);
        let extra = "found one quote (\") too many; remove it";
        recovers(r#"{ "a": ‸""x", "b": "y"‸", "c"‸": 1 }"#, r#"{ "a": "x", "b": "y", "c": 1 }"#, &[extra; 3]);
        recovers(r#"{ "a": 1 ‸", "b": 2 }"#, r#"{ "a": 1, "b": 2 }"#, &["found one quote too many; remove it"]);
    }

    #[test]
    fn other_quotes() {
        let curly = |quote: char| format!("found the curly quote {quote}; expected a straight double quote (\")");
        let single = |quote: char| format!("found the single quote {quote}; expected a straight double quote (\")");
        for (open, close) in [('“', '”'), ('”', '“'), ('„', '“'), ('«', '»'), ('»', '«'), ('“', '"')]
        {
            let message = curly(open);
            recovers(
                &format!("{{ ‸{open}a{close}: [‸{open}it's x, y{close}, 1], \"b\": ‸{open}{close} }}"),
                r#"{ "a": ["it's x, y", 1], "b": "" }"#,
                &[&message, &message, &message],
            );
        }
        recovers(r#"{ ‸'a': ‸‘it's’ }"#, r#"{ "a": "it's" }"#, &[&single('\''), &single('‘')]);
        recovers("{ \"a\": \"x‸”,\n \"b\": 1 }", r#"{ "a": "x", "b": 1 }"#, &[&curly('”')]);
        recovers(r#"{ "a": "x‸”, "b": "y" }"#, r#"{ "a": "x", "b": "y" }"#, &[&curly('”')]);
        recovers(r#"{ "a": "a “quoted” ‘word’" }"#, r#"{ "a": "a “quoted” ‘word’" }"#, &[]);
    }

    #[test]
    fn escapes() {
        let twice = |typed: &str| format!("found \\{typed}; a backslash within a text is written twice: \\\\{typed}");
        recovers(
            r#"["1 ‸\pm 2", "Ren‸\'e", "‸\url{x}", "‸\u12", "C:‸\"]"#,
            r#"["1 \\pm 2", "Ren\\'e", "\\url{x}", "\\u12", "C:\\"]"#,
            &[&twice("pm"), &twice("'e"), &twice("url"), &twice("u"), &twice("")].map(|message| message.as_str()),
        );
        recovers(
            r#"{ "url": "files‸\paper.pdf" }"#,
            r#"{ "url": "files\\paper.pdf" }"#,
            &["found \\paper in an address; write / in place of the backslash: /paper"],
        );
        let half = |typed: &str| {
            format!(
                "found {typed}, which is half of a character (a surrogate without the other one); write the character itself"
            )
        };
        recovers(
            r#"["‸\ud83d x", "‸\udc00", "\ud83d\ude00"]"#,
            r#"["� x", "�", "😀"]"#,
            &[&half("\\ud83d"), &half("\\udc00")],
        );
    }

    #[test]
    fn brackets_that_are_missing() {
        let missing = |close: char, open: char, line: usize| {
            format!("a {close} is missing here; it closes the {open} of line {line}")
        };
        recovers(
            "{ \"p\": [ { \"id\": \"a\", \"x\": 1‸,\n  { \"id\": \"b\" } ] }",
            r#"{ "p": [{ "id": "a", "x": 1 }, { "id": "b" }] }"#,
            &[&missing('}', '{', 1)],
        );
        recovers("{ \"a\": [\"x\", \"y\"‸,\n  \"b\": 1 }", r#"{ "a": ["x", "y"], "b": 1 }"#, &[&missing(']', '[', 1)]);
        recovers(
            "{ \"a\": [{ \"x\": 1 ‸], \"b\": 1 }".replace("1 ‸]", "1‸ ]").as_str(),
            r#"{ "a": [{ "x": 1 }], "b": 1 }"#,
            &[&missing('}', '{', 1)],
        );
        // Indentation says where.
        recovers(
            "{\n  \"v\": {\n    \"s\": { \"n\": 1‸,\n    \"t\": { \"n\": 2 }\n  },\n  \"x\": 1\n}",
            r#"{ "v": { "s": { "n": 1 }, "t": { "n": 2 } }, "x": 1 }"#,
            &[&missing('}', '{', 3)],
        );
        let opens = |name: &str| format!("a [ is missing after the field name \"{name}\"");
        recovers(r#"{ "a": ‸"A", "B"], "b": 1 }"#, r#"{ "a": ["A", "B"], "b": 1 }"#, &[&opens("a")]);
        recovers(
            r#"{ "p": ‸{ "id": 1 }, { "id": 2 }], "b": 1 }"#,
            r#"{ "p": [{ "id": 1 }, { "id": 2 }], "b": 1 }"#,
            &[&opens("p")],
        );
        recovers(
            r#"{ "p": [{ "id": 1 }, ‸"id": 2 }], "b": 1 }"#,
            r#"{ "p": [{ "id": 1 }, { "id": 2 }], "b": 1 }"#,
            &["a { is missing before the field \"id\""],
        );
        recovers(
            r#"{ "v": { "s": ‸"n": 1 } } }"#,
            r#"{ "v": { "s": { "n": 1 } } }"#,
            &["a { is missing after the field name \"s\""],
        );
        recovers(r#"‸"a": 1 }"#, r#"{ "a": 1 }"#, &["a { is missing at the start of the profile"]);
        recovers(
            "{ \"a\": 1‸\n",
            r#"{ "a": 1 }"#,
            &["a } is missing at the end of the file; it closes the { of line 1"],
        );
    }

    #[test]
    fn brackets_that_are_too_many_or_of_the_wrong_kind() {
        let closes_nothing = |bracket: char| format!("found {bracket}, which closes nothing; remove it");
        recovers(
            r#"{ "a": [1]‸], "b": { "x": 1 }, "c": 1 }‸}"#,
            r#"{ "a": [1], "b": { "x": 1 }, "c": 1 }"#,
            &[&closes_nothing(']'), &closes_nothing('}')],
        );
        recovers(
            "{\n  \"v\": {\n    \"s\": { \"n\": 1 }‸},\n    \"t\": { \"n\": 2 }\n  },\n  \"x\": 1\n}",
            r#"{ "v": { "s": { "n": 1 }, "t": { "n": 2 } }, "x": 1 }"#,
            &[&closes_nothing('}')],
        );
        recovers(
            r#"{ "p": [{ "id": 1‸], "x": 2 }, { "id": 3 }] }"#,
            r#"{ "p": [{ "id": 1, "x": 2 }, { "id": 3 }] }"#,
            &[&closes_nothing(']')],
        );
        recovers(r#"{ "a": ["x"‸}, "b": 1 }"#, r#"{ "a": ["x"], "b": 1 }"#, &["found }; expected ]"]);
        recovers(r#"‸[{ "a": 1 }"#, r#"{ "a": 1 }"#, &["found [ before the profile; remove it"]);
        recovers(r#"{ "a": ‸{[1, 2], "b": 1 }"#, r#"{ "a": [1, 2], "b": 1 }"#, &["found { before [; remove the {"]);
    }

    #[test]
    fn words_without_quotes() {
        let write = |typed: &str, right: &str| format!("found {typed} without quotes; write {right}");
        recovers(
            r#"[‸True, ‸None, ‸some words, ‸01, ‸+1, ‸.5, ‸1., ‸2024-05-01, ‸NaN, -1.5e3]"#,
            r#"[true, null, "some words", "01", "+1", ".5", "1.", "2024-05-01", "NaN", -1500.0]"#,
            &[
                &write("True", "true"),
                &write("None", "null"),
                &write("some words", "\"some words\""),
                &write("01", "\"01\""),
                &write("+1", "\"+1\""),
                &write(".5", "\".5\""),
                &write("1.", "\"1.\""),
                &write("2024-05-01", "\"2024-05-01\""),
                &write("NaN", "\"NaN\""),
            ],
        );
        recovers(r#"{ ‸a: 1 }"#, r#"{ "a": 1 }"#, &["found the field name a without quotes; write \"a\""]);
    }

    #[test]
    fn spaces_that_json_does_not_have() {
        let space = |name: &str, code: &str| {
            format!("found {name} ({code}) between values, which no JSON may have there; replace it by a plain space")
        };
        recovers(
            "{ \"a\":‸\u{a0}\u{a0} 1,‸\u{200b}\"b\": [‸\u{feff}2,‸\u{2003}3] ‸\u{c}}",
            r#"{ "a": 1, "b": [2, 3] }"#,
            &[
                &space("a no-break space", "U+00A0"),
                &space("an invisible character", "U+200B"),
                &space("a byte order mark", "U+FEFF"),
                &space("a space of another kind", "U+2003"),
                &space("a space of another kind", "U+000C"),
            ],
        );
    }

    #[test]
    fn line_breaks_in_texts() {
        let message = "found a line break within a text; expected \\n in its place";
        recovers("{ \"a\": \"two‸\nlines\", \"b\": 1 }", r#"{ "a": "two\nlines", "b": 1 }"#, &[message]);
        recovers("{ \"a\": \"two‸\r\nlines\" }", r#"{ "a": "two\r\nlines" }"#, &[message]);
        recovers("{ \"a\": \"@misc{b,‸\n}\", \"b\": 1 }", r#"{ "a": "@misc{b,\n}", "b": 1 }"#, &[message]);
    }

    #[test]
    fn text_around_the_profile() {
        recovers(
            r#"‸var x = { "a": 1 }‸;"#,
            r#"{ "a": 1 }"#,
            &["found var x = before the profile; remove it", "found ; after the end of the profile; remove it"],
        );
    }

    #[test]
    fn errors_are_listed_up_to_a_limit() {
        let document_of = |count: usize| format!("[{}]", "1 ".repeat(count + 1));
        let many = document_of(MAX_ERRORS + 1);
        let document = parse(&many, DEPTH);
        assert_eq!(document.errors.len(), MAX_ERRORS + 1);
        let last = document.errors.last().unwrap();
        assert_eq!(last.message, "found more than 100 errors in the JSON; correct these first");
        let few = document_of(MAX_ERRORS);
        assert_eq!(parse(&few, DEPTH).errors.len(), MAX_ERRORS);
        // All of it is read, whatever is listed.
        let Some(Value { kind: Kind::Array(items), .. }) = document.root else { panic!("a list") };
        assert_eq!(items.len(), MAX_ERRORS + 2);
    }

    /// Any JSON value without numbers that others round.
    fn json_value() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(Into::into),
            any::<i64>().prop_map(Into::into),
            any::<f64>().prop_map(Into::into),
            any::<String>().prop_map(Into::into),
            "[\\[\\]{}:,\"\\\\u0-9a-d“”' \n]{0,12}".prop_map(Into::into),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            let fields = proptest::collection::vec((any::<String>(), inner.clone()), 0..6);
            prop_oneof![
                proptest::collection::vec(inner, 0..6).prop_map(Into::into),
                fields.prop_map(|fields| fields.into_iter().collect::<serde_json::Map<_, _>>().into()),
            ]
        })
    }

    #[rustfmt::skip]
    const TOKENS: &[&str] = &[
        "{", "}", "[", "]", ":", ",", "\"", "\"a\"", "\"b\":", "\"\"", "\\", "\\\"", "\\n", "\\u0041", "\\ud83d",
        "\\ude00", "\\p", " ", "\n", "\t", "\r", "\u{a0}", "\u{feff}", "\0", "true", "false", "null", "True", "0", "01",
        "-1", "-", "1.5", "1.", "2e3", "x", "y z", "“", "”", "'", "//", "/*", "*/", "#", "é", ";", "=", "日",
    ];

    proptest! {
        /// Other parsers accept a text if and only if there is no syntax error.
        #[test]
        fn other_parsers_agree_on_tokens(places in proptest::collection::vec(0..TOKENS.len(), 0..24)) {
            let text: String = places.into_iter().map(|place| TOKENS[place]).collect();
            let others = serde_json::from_str::<serde_json::Value>(&text);
            let document = parse(&text, DEPTH);
            let is_valid = document.errors.is_empty() && document.root.is_some();
            prop_assert_eq!(others.is_ok(), is_valid, "{:?}: {:?} {:?}", text, others, document);
            prop_assert!(document.errors.is_sorted_by_key(|error| error.offset));
            prop_assert!(document.errors.iter().all(|error| text.is_char_boundary(error.offset)));
        }

        /// The same of valid texts in which a piece is deleted, inserted or repeated.
        #[test]
        fn other_parsers_agree_on_changed_values(
            value in json_value(),
            at in any::<proptest::sample::Index>(),
            length in 0_usize..4,
            token in 0..TOKENS.len(),
        ) {
            let mut text = value.to_string();
            let boundaries: Vec<usize> = text.char_indices().map(|(place, _)| place).collect();
            let first = at.index(boundaries.len());
            let end = boundaries.get(first + length).copied().unwrap_or(text.len());
            text.replace_range(boundaries[first]..end, TOKENS[token]);
            let others = serde_json::from_str::<serde_json::Value>(&text);
            // serde_json stops at a number that is too large, whatever follows.
            prop_assume!(!others.as_ref().is_err_and(|error| error.to_string().starts_with("number out of range")));
            let document = parse(&text, DEPTH);
            let is_valid = document.errors.is_empty() && document.root.is_some();
            prop_assert_eq!(others.is_ok(), is_valid, "{}: {:?} {:?}", text, others, document.errors);
        }

        /// The tree of valid JSON is exact.
        #[test]
        fn the_tree_is_that_of_other_parsers(value in json_value()) {
            for text in [value.to_string(), format!("{value:#}")] {
                let document = parse(&text, DEPTH);
                prop_assert_eq!(&document.errors, &[]);
                let others: serde_json::Value = serde_json::from_str(&text).unwrap();
                prop_assert_eq!(document.root.as_ref().map(value_of), Some(others));
            }
        }

        #[test]
        fn spans_are_exact(value in json_value()) {
            fn check(value: &Value, text: &str) {
                let own = parse(&text[value.start..value.end], DEPTH);
                assert!(own.errors.is_empty() && own.root.is_some_and(|own| value_of(&own) == value_of(value)));
                match &value.kind {
                    Kind::Array(items) => items.iter().for_each(|item| check(item, text)),
                    Kind::Object(object) => object.fields.iter().for_each(|field| check(&field.value, text)),
                    _ => {}
                }
            }
            let text = format!("{value:#}");
            check(&parse(&text, DEPTH).root.unwrap(), &text);
        }
    }

    /// One character that is deleted or inserted is reported where it is, and costs at most some publications.
    fn check_change(text: &str, place: usize, token: Option<char>) -> Result<(), TestCaseError> {
        const MAX_LOST: usize = 3;
        const STRUCTURE: [char; 7] = ['{', '}', '[', ']', ',', ':', '"'];
        let places: Vec<usize> = text.match_indices(STRUCTURE).map(|(place, _)| place).collect();
        let at = places[place % places.len()];
        let changed = match token {
            Some(token) => format!("{}{token}{}", &text[..at], &text[at..]),
            None => [&text[..at], &text[at + 1..]].concat(),
        };
        let line = text[..at].matches('\n').count() + 1;
        let all = read(text).unwrap().content.publications.len();
        let Ok(Reading { content, problems, is_valid_json }) = read(&changed) else {
            return Err(TestCaseError::fail(format!("line {line}: {token:?} makes it unreadable")));
        };
        // A character within a text may be any.
        prop_assert_eq!(is_valid_json, serde_json::from_str::<serde_json::Value>(&changed).is_ok());
        if !is_valid_json {
            let is_near = problems.iter().any(|problem| problem.position.line.abs_diff(line) <= 1);
            prop_assert!(is_near, "line {line}: {token:?}: {problems:?}");
        }
        let kept = content.publications.len();
        prop_assert!(
            kept + MAX_LOST >= all && kept <= all + 1,
            "line {line}: {token:?} leaves {kept} of {all}: {problems:?}"
        );
        Ok(())
    }

    fn token() -> impl Strategy<Value = Option<char>> {
        proptest::option::of(proptest::sample::select(vec!['{', '}', '[', ']', ',', ':', '"']))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]
        #[test]
        fn a_change_of_one_character_is_found_where_it_is(place in any::<usize>(), token in token()) {
            check_change(include_str!("../../public/content.json"), place, token)?;
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(8))]
        #[test]
        fn a_change_in_a_large_profile_is_found_where_it_is(place in any::<usize>(), token in token()) {
            check_change(include_str!("../../tests/fixtures/scholar-300.json"), place, token)?;
        }
    }
}
