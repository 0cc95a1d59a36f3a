//! Reading objects of the model.
//!
//! The code that serde's derive generates keeps all fields in local variables and, after every field, contains code to
//! drop the fields before it if that field fails. Here a default value is filled field by field, which takes a third of
//! the code (see ARCHITECTURE.md).

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{self, DeserializeSeed, MapAccess, Visitor},
};

use crate::util::json::STRING_OR_OBJECT;

/// A type of the model that is an object in the JSON. [`model!`](crate::content::macros::model) implements it.
pub(crate) trait Object: Default {
    /// The names of the fields in the JSON.
    const FIELDS: &'static [&'static str];

    /// The required fields: a bit for each field, the lowest for the first.
    const REQUIRED: u64;

    /// What a reader expects, for its messages.
    const EXPECTED: &'static str;

    /// Returns the object that a string abbreviates, if the type allows that.
    const FROM_STRING: Option<fn(String) -> Self>;

    /// Deserializes the value of the field at an index of [`Object::FIELDS`].
    fn read_field<'de, A: MapAccess<'de>>(&mut self, index: usize, map: &mut A) -> Result<(), A::Error>;
}

/// Deserializes an object of the model.
pub(crate) fn deserialize<'de, T: Object, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let name = if T::FROM_STRING.is_some() { STRING_OR_OBJECT } else { "" };
    // The deserializer may check the names of the fields.
    deserializer.deserialize_struct(name, T::FIELDS, ObjectVisitor(PhantomData))
}

/// Deserializes the value of a field. The structs of the model have many fields of few types, and this function is
/// compiled once for each type.
#[inline(never)]
pub(crate) fn read_value<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    field: &mut T,
    map: &mut A,
) -> Result<(), A::Error> {
    *field = map.next_value()?;
    Ok(())
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        self.visit_string(text.to_owned())
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<T, E> {
        match T::FROM_STRING {
            Some(from_string) => Ok(from_string(text)),
            None => Err(E::invalid_type(de::Unexpected::Str(&text), &self)),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut object = T::default();
        read_fields(T::FIELDS, T::REQUIRED, &mut map, &mut |index, map| object.read_field(index, map))?;
        Ok(object)
    }
}

/// Reads the value of the field at an index.
type ReadField<'f, A, E> = dyn FnMut(usize, &mut A) -> Result<(), E> + 'f;

/// Reads the fields of an object. This function is compiled once for all types.
#[inline(never)]
fn read_fields<'de, A: MapAccess<'de>>(
    fields: &'static [&'static str],
    required: u64,
    map: &mut A,
    read_field: &mut ReadField<A, A::Error>,
) -> Result<(), A::Error> {
    let mut missing = required;
    while let Some(index) = map.next_key_seed(FieldIndex(fields))? {
        missing &= !(1 << index);
        read_field(index, map)?;
    }
    match fields.get(missing.trailing_zeros() as usize) {
        Some(name) => Err(de::Error::missing_field(name)),
        None => Ok(()),
    }
}

/// Deserializes the name of a field as its index in the list.
pub(crate) struct FieldIndex(pub &'static [&'static str]);

impl<'de> DeserializeSeed<'de> for FieldIndex {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for FieldIndex {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E: de::Error>(self, found: &str) -> Result<usize, E> {
        self.0.iter().position(|name| *name == found).ok_or_else(|| E::unknown_field(found, self.0))
    }
}
