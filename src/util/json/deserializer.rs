//! The decoder as a deserializer for serde.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{self, DeserializeSeed, Expected, MapAccess, SeqAccess, Visitor},
    forward_to_deserialize_any,
};

use crate::util::json::Decoder;

/// The name with which a type tells [`Deserializer::deserialize_struct`] that it may also be written as a string.
pub const STRING_OR_OBJECT: &str = "string or object";

/// Deserializes a whole text, or returns `None` if it is not as expected.
///
/// ```
/// use frontispiece::util::json::from_str;
/// assert_eq!(from_str("[1, 2]"), Some(vec![1_u32, 2]));
/// assert_eq!(from_str::<Vec<u32>>("[1, \"2\"]"), None);
/// ```
pub fn from_str<'de, T: Deserialize<'de>>(text: &str) -> Option<T> {
    let mut decoder = Decoder::new(text);
    let value = T::deserialize(&mut decoder).ok();
    value.filter(|_| decoder.is_ok())
}

impl Decoder<'_> {
    /// Deserializes a value.
    pub fn value<'de, T: Deserialize<'de> + Default>(&mut self) -> T {
        T::deserialize(&mut *self).unwrap_or_else(|_| {
            self.fail();
            T::default()
        })
    }
}

/// The error of a text that is not as expected. It has no size and no message, so that the code that writes messages is
/// not part of the visitor's module.
#[derive(Debug)]
pub struct Unexpected;

impl fmt::Display for Unexpected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the JSON is not as expected")
    }
}

impl std::error::Error for Unexpected {}

impl de::Error for Unexpected {
    fn custom<T: fmt::Display>(_: T) -> Unexpected {
        Unexpected
    }

    fn invalid_type(_: de::Unexpected, _: &dyn Expected) -> Unexpected {
        Unexpected
    }

    fn invalid_value(_: de::Unexpected, _: &dyn Expected) -> Unexpected {
        Unexpected
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Unexpected {
        Unexpected
    }

    fn missing_field(_: &'static str) -> Unexpected {
        Unexpected
    }
}

/// The decoder's own failures are recorded in the decoder, and the value is then arbitrary. Only a visitor's failure is
/// an `Err`.
impl<'de> Deserializer<'de> for &mut Decoder<'_> {
    type Error = Unexpected;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Unexpected> {
        Err(Unexpected)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unexpected> {
        visitor.visit_bool(self.boolean())
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unexpected> {
        visitor.visit_u32(self.number())
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unexpected> {
        visitor.visit_u32(self.number())
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unexpected> {
        visitor.visit_str(&self.text())
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unexpected> {
        visitor.visit_string(self.string())
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unexpected> {
        visitor.visit_str(&self.text())
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unexpected> {
        if self.literal("null") { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Unexpected> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unexpected> {
        self.expect_byte(b'[');
        visitor.visit_seq(self)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unexpected> {
        self.expect_byte(b'{');
        visitor.visit_map(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unexpected> {
        if name == STRING_OR_OBJECT && self.peek() == b'"' {
            visitor.visit_string(self.string())
        } else {
            self.deserialize_map(visitor)
        }
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u16 u64 u128 f32 f64 char bytes byte_buf unit unit_struct tuple
        tuple_struct enum ignored_any
    }
}

/// The elements of a list whose opening bracket is consumed.
impl<'de> SeqAccess<'de> for Decoder<'_> {
    type Error = Unexpected;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Unexpected> {
        if self.has_next(b']') { seed.deserialize(self).map(Some) } else { Ok(None) }
    }
}

/// The fields of an object whose opening bracket is consumed.
impl<'de> MapAccess<'de> for Decoder<'_> {
    type Error = Unexpected;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Unexpected> {
        if self.has_next(b'}') { seed.deserialize(self).map(Some) } else { Ok(None) }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Unexpected> {
        self.expect_byte(b':');
        seed.deserialize(self)
    }
}
