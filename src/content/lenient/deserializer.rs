//! Lets serde read from the tree of a text.

use std::fmt::{self, Write};

use serde::{
    de::{self, DeserializeSeed, IntoDeserializer, Visitor, value::StrDeserializer},
    forward_to_deserialize_any,
};

use crate::content::{
    diagnostic::did_you_mean,
    hints,
    lenient::{
        source::{Source, describe},
        syntax::{Field, Kind, Object, Value},
    },
    macros::STRING_OR_OBJECT,
};

/// Why a value could not be read. Without a message it is the consequence of what is already noted.
///
/// Behind a pointer, since it passes through every function that serde writes.
#[derive(Debug)]
pub(super) struct Fault(pub(super) Box<Fields>);

#[derive(Debug, Default)]
pub(super) struct Fields {
    pub(super) offset: Option<usize>,
    pub(super) message: Option<String>,
    expected: Option<String>,
    missing: Option<&'static str>,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.message.as_deref().unwrap_or("unreadable"))
    }
}

impl std::error::Error for Fault {}

impl de::Error for Fault {
    fn custom<T: fmt::Display>(message: T) -> Fault {
        Fault(Box::new(Fields { message: Some(message.to_string()), ..Fields::default() }))
    }

    fn invalid_type(_: de::Unexpected, expected: &dyn de::Expected) -> Fault {
        Fault(Box::new(Fields { expected: Some(expected.to_string()), ..Fields::default() }))
    }

    fn invalid_value(_: de::Unexpected, expected: &dyn de::Expected) -> Fault {
        Fault(Box::new(Fields { expected: Some(expected.to_string()), ..Fields::default() }))
    }

    fn unknown_variant(found: &str, expected: &'static [&'static str]) -> Fault {
        let hint = did_you_mean(found, expected.iter().copied());
        Fault::custom(format_args!("found \"{found}\"; expected one of {}{hint}", expected.join(", ")))
    }

    fn missing_field(field: &'static str) -> Fault {
        Fault(Box::new(Fields { missing: Some(field), ..Fields::default() }))
    }
}

impl Fault {
    /// The fault with its place, unless a value further in has claimed it.
    fn within(mut self, node: Node) -> Fault {
        let fault = &mut *self.0;
        if fault.offset.is_some() {
            return self;
        }
        fault.offset = Some(node.value.start);
        if let Some(field) = fault.missing {
            // A required field that is there was struck out, and why is noted.
            let noted = matches!(&node.value.kind, Kind::Object(object) if object.get(field).is_some());
            fault.message = (!noted).then(|| format!("the field \"{field}\" is missing"));
        } else if let Some(expected) = &fault.expected {
            let expected = match expected.as_str() {
                "a sequence" => "a list",
                "a boolean" => "true or false",
                "u8" => "a whole number from 0 to 255",
                "u16" | "u32" => "a whole number",
                other if other.starts_with("struct ") => "an object",
                other => other,
            };
            let mut message = format!("found {}; expected {expected}", describe(node.value));
            // A list of one element, or of names in one text.
            if expected == "a list"
                && let Kind::String(text) = &node.value.kind
                && let Some(example) = hints::list(&node.source.path_of(node.value.start), text)
            {
                let _ = write!(message, ": {example}");
            }
            fault.message = Some(message);
        }
        self
    }
}

/// A value to be read by serde.
#[derive(Clone, Copy)]
pub(super) struct Node<'s, 't> {
    pub(super) value: &'s Value<'t>,
    pub(super) source: &'s Source<'t>,
}

impl<'s, 't> Node<'s, 't> {
    /// Reads a value; a fault of a type that checks what it read (a date, an address) gets its place here.
    fn read<'de, T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Fault> {
        seed.deserialize(self).map_err(|fault| fault.within(self))
    }

    fn object<'de, V: Visitor<'de>>(
        self,
        object: &'s Object<'t>,
        fields: Option<&'static [&'static str]>,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_map(Properties { rest: object.fields.iter(), value: None, fields, source: self.source })
    }
}

impl<'de> de::Deserializer<'de> for Node<'_, '_> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match &self.value.kind {
            Kind::String(text) => visitor.visit_str(text),
            Kind::Number(number) => match number.parse() {
                Ok(number) => visitor.visit_u64(number),
                Err(_) => Err(de::Error::invalid_type(de::Unexpected::Other("number"), &visitor)),
            },
            Kind::Boolean(boolean) => visitor.visit_bool(*boolean),
            Kind::Object(object) => self.object(object, None, visitor),
            Kind::Array(array) => visitor.visit_seq(Elements { rest: array.iter(), source: self.source }),
            Kind::Null => visitor.visit_unit(),
        }
        .map_err(|fault| fault.within(self))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        // A year or a volume without its quotes is plain enough to be shown, if not to pass the check.
        if let Kind::Number(number) = &self.value.kind {
            let offset = self.value.start;
            if self.source.numbers.borrow_mut().insert(offset) {
                let message = format!("found the number {number}; expected text: \"{number}\"");
                self.source.note(offset, message);
            }
            return visitor.visit_str(number).map_err(|fault: Fault| fault.within(self));
        }
        self.deserialize_any(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_string(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.value.kind {
            Kind::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match &self.value.kind {
            Kind::Object(object) => self.object(object, Some(fields), visitor),
            Kind::String(text) if name == STRING_OR_OBJECT => visitor.visit_str(text),
            _ => Err(de::Error::invalid_type(de::Unexpected::Other("value"), &visitor)),
        }
        .map_err(|fault| fault.within(self))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct seq tuple
        tuple_struct map enum identifier ignored_any
    }
}

struct Elements<'s, 't> {
    rest: std::slice::Iter<'s, Value<'t>>,
    source: &'s Source<'t>,
}

impl<'de> de::SeqAccess<'de> for Elements<'_, '_> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Fault> {
        let source = self.source;
        let next = self.rest.find(|value| !source.is_struck(value));
        next.map(|value| Node { value, source }.read(seed)).transpose()
    }
}

struct Properties<'s, 't> {
    rest: std::slice::Iter<'s, Field<'t>>,
    value: Option<&'s Value<'t>>,
    /// The fields there may be; where this is absent, any.
    fields: Option<&'static [&'static str]>,
    source: &'s Source<'t>,
}

impl<'de> de::MapAccess<'de> for Properties<'_, '_> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Fault> {
        for property in self.rest.by_ref() {
            let name = &*property.name;
            if self.source.is_struck(&property.value) {
                continue;
            }
            if let Some(fields) = self.fields
                && !fields.contains(&name)
            {
                self.source.note_unknown_field(property, fields);
                continue;
            }
            self.value = Some(&property.value);
            let name: StrDeserializer<Fault> = name.into_deserializer();
            return seed.deserialize(name).map(Some);
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        let value = self.value.take().ok_or_else(|| de::Error::custom("a value was asked for before its key"))?;
        Node { value, source: self.source }.read(seed)
    }
}
