//! A serde deserializer for the JSON tree of a text.

use std::fmt;

use serde::{
    de::{self, DeserializeSeed, IntoDeserializer, Visitor, value::StrDeserializer},
    forward_to_deserialize_any,
};

use crate::{
    content::{
        Message,
        diagnostic::did_you_mean,
        hints,
        lenient::{
            source::{SourceTree, describe},
            syntax::{Field, Kind, Value},
        },
        markdown_files::MARKDOWN_FORMS,
        markdown_text::MARKDOWN,
    },
    util::json::STRING_OR_OBJECT,
};

/// The error of a value. It has no message if it follows from an error that has already been reported.
///
/// It is boxed, because every function that serde generates returns it.
#[derive(Debug)]
pub(super) struct Error(pub(super) Box<ErrorInner>);

#[derive(Debug, Default)]
pub(super) struct ErrorInner {
    pub(super) offset: Option<usize>,
    pub(super) message: Option<Message>,
    expected: Option<String>,
    missing: Option<&'static str>,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.message.as_deref().unwrap_or("unreadable"))
    }
}

impl std::error::Error for Error {}

impl de::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Error {
        Error(Box::new(ErrorInner {
            message: Some(Message::from_alternate_form(&format!("{message:#}"))),
            ..ErrorInner::default()
        }))
    }

    fn invalid_type(_: de::Unexpected, expected: &dyn de::Expected) -> Error {
        Error(Box::new(ErrorInner { expected: Some(expected.to_string()), ..ErrorInner::default() }))
    }

    fn invalid_value(_: de::Unexpected, expected: &dyn de::Expected) -> Error {
        Error(Box::new(ErrorInner { expected: Some(expected.to_string()), ..ErrorInner::default() }))
    }

    fn unknown_variant(found: &str, expected: &'static [&'static str]) -> Error {
        let hint = did_you_mean(found, expected.iter().copied());
        let message = Message::found(format!("\"{found}\"")).expected(format!("one of {}", expected.join(", ")));
        Error(Box::new(ErrorInner { message: Some(message.suggest(hint)), ..ErrorInner::default() }))
    }

    fn missing_field(field: &'static str) -> Error {
        Error(Box::new(ErrorInner { missing: Some(field), ..ErrorInner::default() }))
    }
}

impl Error {
    /// Returns the error of the value at an offset.
    pub(super) fn new(offset: usize, message: Option<Message>) -> Error {
        Error(Box::new(ErrorInner { offset: Some(offset), message, ..ErrorInner::default() }))
    }

    /// Returns the error with the offset and the message for a value, unless an inner value has already set them.
    fn within(mut self, deserializer: ValueDeserializer) -> Error {
        let error = &mut *self.0;
        if error.offset.is_some() {
            return self;
        }
        error.offset = Some(deserializer.value.start);
        if let Some(field) = error.missing {
            // If the required field is present, it was skipped and its error has been reported.
            let is_reported = matches!(&deserializer.value.kind, Kind::Object(object) if object.get(field).is_some());
            error.message = (!is_reported).then(|| Message::problem(format!("the field \"{field}\" is missing")));
        } else if let Some(expected) = &error.expected {
            let expected = match expected.as_str() {
                "a sequence" => "a list",
                "a boolean" => "true or false",
                "u8" => "a whole number from 0 to 255",
                "u16" | "u32" => "a whole number",
                other if other.starts_with("struct ") => "an object",
                other => other,
            };
            let mut message = Message::found(describe(deserializer.value)).expected(expected);
            // The text may be the only element of the list, or contain several names.
            if expected == "a list"
                && let Kind::String(text) = &deserializer.value.kind
                && let Some(example) = hints::list(&deserializer.source.path_of(deserializer.value.start), text)
            {
                message = message.instead(example);
            }
            error.message = Some(message);
        }
        self
    }
}

/// A deserializer for one value.
#[derive(Clone, Copy)]
pub(super) struct ValueDeserializer<'s, 't> {
    pub(super) value: &'s Value<'t>,
    pub(super) source: &'s SourceTree<'t>,
    /// Entries of a list or a map before this one are not read.
    pub(super) first_entry: usize,
}

impl<'s, 't> ValueDeserializer<'s, 't> {
    /// Deserializes a value. An error of a type that checks its text (a date, a URL) gets its offset here.
    fn read<'de, T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(self).map_err(|error| error.within(self))
    }

    fn object<'de, V: Visitor<'de>>(
        self,
        entries: &'s [Field<'t>],
        fields: Option<&'static [&'static str]>,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_map(ObjectAccess { rest: entries.iter(), value: None, fields, source: self.source })
    }
}

impl<'de> de::Deserializer<'de> for ValueDeserializer<'_, '_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.value.kind {
            Kind::String(text) => visitor.visit_str(text),
            Kind::Number(number) => match number.parse() {
                Ok(number) => visitor.visit_u64(number),
                Err(_) => Err(de::Error::invalid_type(de::Unexpected::Other("number"), &visitor)),
            },
            Kind::Boolean(boolean) => visitor.visit_bool(*boolean),
            Kind::Object(object) => self.object(&object.fields[self.first_entry..], None, visitor),
            Kind::Array(elements) => {
                let rest = elements[self.first_entry..].iter();
                visitor.visit_seq(ListAccess { rest, source: self.source })
            }
            Kind::Null => visitor.visit_unit(),
        }
        .map_err(|error| error.within(self))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        // A year or a volume without quotes is shown, but the check reports it.
        if let Kind::Number(number) = &self.value.kind {
            let offset = self.value.start;
            if self.source.numbers.borrow_mut().insert(offset) {
                let message = Message::found(format!("the number {number}")).expected(format!("text: \"{number}\""));
                self.source.report(offset, message);
            }
            return visitor.visit_str(number).map_err(|error: Error| error.within(self));
        }
        self.deserialize_any(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_string(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value.kind {
            Kind::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Error> {
        match &self.value.kind {
            Kind::Object(object) if name == MARKDOWN => {
                let text = self.source.file_text(self.value, object)?;
                let text: StrDeserializer<Error> = text.into_deserializer();
                visitor.visit_newtype_struct(text)
            }
            Kind::Array(_) | Kind::Boolean(_) if name == MARKDOWN => {
                let message = Message::found(describe(self.value)).expected(MARKDOWN_FORMS);
                Err(Error::new(self.value.start, Some(message)))
            }
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match &self.value.kind {
            Kind::Object(object) => self.object(&object.fields, Some(fields), visitor),
            Kind::String(text) if name == STRING_OR_OBJECT => visitor.visit_str(text),
            _ => Err(de::Error::invalid_type(de::Unexpected::Other("value"), &visitor)),
        }
        .map_err(|error| error.within(self))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct seq tuple
        tuple_struct map enum identifier ignored_any
    }
}

struct ListAccess<'s, 't> {
    rest: std::slice::Iter<'s, Value<'t>>,
    source: &'s SourceTree<'t>,
}

impl<'de> de::SeqAccess<'de> for ListAccess<'_, '_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        let source = self.source;
        let next = self.rest.find(|value| !source.is_skipped(value));
        next.map(|value| ValueDeserializer { value, source, first_entry: 0 }.read(seed)).transpose()
    }
}

pub(super) struct ObjectAccess<'s, 't> {
    rest: std::slice::Iter<'s, Field<'t>>,
    value: Option<ValueDeserializer<'s, 't>>,
    /// The known fields, or `None` if any field is allowed.
    fields: Option<&'static [&'static str]>,
    source: &'s SourceTree<'t>,
}

impl<'s, 't> ObjectAccess<'s, 't> {
    /// Returns access to the value of a field whose name is already read.
    pub(super) fn of_one_field(value: ValueDeserializer<'s, 't>) -> ObjectAccess<'s, 't> {
        ObjectAccess { rest: [].iter(), value: Some(value), fields: None, source: value.source }
    }
}

impl<'de> de::MapAccess<'de> for ObjectAccess<'_, '_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        for field in self.rest.by_ref() {
            let name = &*field.name;
            if self.source.is_skipped(&field.value) {
                continue;
            }
            if let Some(fields) = self.fields
                && !fields.contains(&name)
            {
                self.source.report_unknown_field(field, fields);
                continue;
            }
            self.value = Some(ValueDeserializer { value: &field.value, source: self.source, first_entry: 0 });
            let name: StrDeserializer<Error> = name.into_deserializer();
            return seed.deserialize(name).map(Some);
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let value = self.value.take().ok_or_else(|| de::Error::custom("a value was asked for before its key"))?;
        value.read(seed)
    }
}
