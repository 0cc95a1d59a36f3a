//! The JSON tree of a text, and its syntax errors.

use std::borrow::Cow;

use crate::content::Message;

/// The maximum number of errors in a [`Document`]. One more error says that there are others.
pub const MAX_ERRORS: usize = 100;

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
    /// A description of the error and its correction.
    pub message: Message,
    /// Whether the error is inside a text, so that the path of that text is known.
    pub is_in_text: bool,
}

/// A parsed text.
#[derive(Debug)]
pub struct Document<'t> {
    /// The value of the text, or `None` if there is none.
    pub root: Option<Value<'t>>,
    /// The errors in the order of the text: at most [`MAX_ERRORS`], and one that says that there are more.
    pub errors: Vec<SyntaxError>,
    /// The offset at which lists and objects are nested too deeply. The parser stops there.
    pub too_deep: Option<usize>,
    /// The offsets of the brackets that are not closed at the end of the text, outermost first.
    pub unclosed: Vec<usize>,
    /// Whether the file ends inside a text, or where a name or a value is required.
    pub ends_inside: bool,
    pub(super) error_count: usize,
    /// The number of brackets that were treated as superfluous.
    pub(super) removed_brackets: usize,
    pub(super) has_bracket_error: bool,
    pub(super) has_text_after_end: bool,
}

impl Document<'_> {
    /// Returns the cost of a repair: the number of errors, plus a penalty for lost content.
    pub(super) fn cost(&self) -> usize {
        let lost = [self.too_deep.is_some(), self.has_text_after_end, self.root.is_none()];
        // Missing brackets are more common than superfluous ones.
        self.error_count * 2 + self.removed_brackets + lost.into_iter().filter(|lost| *lost).count() * 1000
    }
}
