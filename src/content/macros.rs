//! Macros that implement deserialization for the types of the model.
//!
//! The code that serde's derive generates keeps all fields in local variables and, after every field, contains code to
//! drop the fields before it if that field fails. Here a default value is value field by field, which takes a third of
//! the code (see ARCHITECTURE.md).

use std::fmt;

use serde::{
    Deserializer,
    de::{self, DeserializeSeed, Visitor},
};

use crate::content::{diagnostic::did_you_mean, hints};

/// Implements [`serde::Deserialize`] and [`Codec`](crate::util::json::Codec) for a struct with a [`Default`]. Each field is
/// given with its name in the JSON. A required field is marked `required`. `=> Type` decodes a field via another type, a tuple
/// struct.
macro_rules! json_object {
    ($type:ident { $($field:ident $name:literal $(=> $via:ident)? $($required:ident)?,)+ }) => {
        impl $type {
            /// The names of the fields in the JSON.
            pub(crate) const FIELDS: &'static [&'static str] = &[$($name),+];

            /// The names of the required fields.
            pub(crate) const REQUIRED: &'static [&'static str] = &[$($(json_object!(@required $required $name),)?)+];

            fn fill<'de, A: serde::de::MapAccess<'de>>(mut map: A) -> Result<$type, A::Error> {
                #[allow(non_camel_case_types)]
                enum Index { $($field),+ }
                let mut value = $type::default();
                let mut seen = 0_u32;
                while let Some(index) = map.next_key_seed(crate::content::macros::FieldName($type::FIELDS))? {
                    seen |= 1 << index;
                    match index {
                        $(_ if index == Index::$field as usize => {
                            value.$field = json_object!(@value map $($via)?);
                        })+
                        _ => drop(map.next_value::<serde::de::IgnoredAny>()?),
                    }
                }
                crate::content::macros::check_required_fields($type::FIELDS, $type::REQUIRED, seen)?;
                Ok(value)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<$type, D::Error> {
                struct Visitor;
                impl<'de> serde::de::Visitor<'de> for Visitor {
                    type Value = $type;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("an object")
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<$type, A::Error> {
                        $type::fill(map)
                    }
                }
                deserializer.deserialize_struct(stringify!($type), $type::FIELDS, Visitor)
            }
        }

        impl crate::util::json::Codec for $type {
            fn decode(json: &mut crate::util::json::Decoder) -> $type {
                #[allow(non_camel_case_types)]
                enum Index { $($field),+ }
                let mut value = $type::default();
                json.fields($type::FIELDS, &mut |json, index| match index {
                    $(_ if index == Index::$field as usize => {
                        value.$field = json_object!(@item json $($via)?);
                    })+
                    _ => {}
                });
                value
            }

            fn encode(&self, json: &mut String) {
                json.push('{');
                $(crate::util::json::encode_field($name, &self.$field, json);)+
                json.push('}');
            }
        }
    };
    (@required required $name:literal) => { $name };
    (@value $map:ident) => { $map.next_value()? };
    (@value $map:ident $via:ident) => { $map.next_value::<$via>()?.0 };
    (@item $json:ident) => { crate::util::json::Codec::decode($json) };
    (@item $json:ident $via:ident) => { <$via as crate::util::json::Codec>::decode($json).0 };
}

pub(crate) use json_object;

/// Declares an enum whose values are strings in the JSON, with a label for each value.
macro_rules! string_enum {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident $word:literal $label:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, schemars::JsonSchema)]
        pub enum $name { $($(#[$doc])* #[schemars(rename = $word)] $variant,)+ }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<$name, D::Error> {
                crate::content::macros::EnumValue(&[$($word),+]).read(deserializer).map(|index| $name::ALL[index])
            }
        }

        impl crate::util::json::Codec for $name {
            fn decode(json: &mut crate::util::json::Decoder) -> $name {
                $name::ALL[json.one_of(&[$($word),+])]
            }

            fn encode(&self, json: &mut String) {
                crate::util::json::encode_string(self.as_str(), json);
            }
        }

        impl $name {
            /// Every value, in the order of their declaration.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// Returns the string in `content.json` and in URLs.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word,)+ }
            }

            /// Returns the label for readers.
            pub fn label(self) -> &'static str {
                match self { $($name::$variant => $label,)+ }
            }
        }
    };
}

pub(crate) use string_enum;

/// The name with which a type tells the deserializer that it accepts a string or an object.
pub(crate) const STRING_OR_OBJECT: &str = "string or object";

/// Implements deserialization of `$type` from a string or from the object `$fields`. serde's untagged enums would work
/// too, but they report every error inside the object as "did not match any variant".
macro_rules! string_or_object {
    ($type:ident, $fields:ident, $expected:literal) => {
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<$type, D::Error> {
                struct Visitor;
                impl<'de> serde::de::Visitor<'de> for Visitor {
                    type Value = $type;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str($expected)
                    }

                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$type, E> {
                        Ok(text.to_owned().into())
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<$type, A::Error> {
                        $fields::fill(map).map($type::from)
                    }
                }
                // The name and the fields let the deserializer check the names of fields.
                deserializer.deserialize_struct(crate::content::macros::STRING_OR_OBJECT, $fields::FIELDS, Visitor)
            }
        }

        impl crate::util::json::Codec for $type {
            fn decode(json: &mut crate::util::json::Decoder) -> $type {
                match json.peek() {
                    b'"' => json.string().into(),
                    _ => $fields::decode(json).into(),
                }
            }

            fn encode(&self, json: &mut String) {
                $fields::from(self.clone()).encode(json);
            }
        }

        impl schemars::JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let fields = generator.subschema_for::<$fields>();
                schemars::json_schema!({ "anyOf": [{ "type": "string" }, fields] })
            }
        }
    };
}

pub(crate) use string_or_object;

/// Deserializes the name of a field as its index in the list, and an unknown name as the length of the list.
pub(crate) struct FieldName(pub &'static [&'static str]);

impl<'de> DeserializeSeed<'de> for FieldName {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for FieldName {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E: de::Error>(self, found: &str) -> Result<usize, E> {
        Ok(self.0.iter().position(|name| *name == found).unwrap_or(self.0.len()))
    }
}

/// Returns an error if a required field is missing; `seen` has a bit for each field of the object.
pub(crate) fn check_required_fields<E: de::Error>(
    fields: &'static [&'static str],
    required: &'static [&'static str],
    seen: u32,
) -> Result<(), E> {
    let lacks = |name: &&&str| fields.iter().zip(0..).any(|(field, bit)| field == *name && seen & (1 << bit) == 0);
    match required.iter().find(lacks) {
        Some(name) => Err(E::missing_field(name)),
        None => Ok(()),
    }
}

/// Deserializes one of several strings as its index in the list.
pub(crate) struct EnumValue(pub &'static [&'static str]);

impl EnumValue {
    pub(crate) fn read<'de, D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for EnumValue {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a word")
    }

    fn visit_str<E: de::Error>(self, found: &str) -> Result<usize, E> {
        self.0.iter().position(|word| *word == found).ok_or_else(|| {
            let hint = match hints::word(found, self.0) {
                Some(word) => format!("; write \"{word}\" for it"),
                None => did_you_mean(found, self.0.iter().copied()),
            };
            E::custom(format_args!("found \"{found}\"; expected one of {}{hint}", self.0.join(", ")))
        })
    }
}
