//! How serde reads the structs and the words of the model.
//!
//! serde's own derive builds a struct from its fields at the end of all of them, and so writes out, after every
//! field, how to drop all those before it where that field fails. Here a value that lacks everything is filled
//! field by field: the same reading in a third of the code (see ARCHITECTURE.md).

use std::fmt;

use serde::{
    Deserializer,
    de::{self, DeserializeSeed, Visitor},
};

use crate::content::{diagnostic::did_you_mean, hints};

/// Implements [`serde::Deserialize`] and [`Plain`](crate::util::json::Plain) for a struct that has a [`Default`]: each field
/// with its name in the JSON; a field that must be there says so, and one that is read through another type names
/// that, a tuple struct.
macro_rules! record {
    ($type:ident { $($field:ident $name:literal $(=> $through:ident)? $($must:ident)?,)+ }) => {
        impl $type {
            /// The names of the fields in the JSON.
            pub(crate) const FIELDS: &'static [&'static str] = &[$($name),+];

            /// Those that must be there.
            pub(crate) const REQUIRED: &'static [&'static str] = &[$($(record!(@required $must $name),)?)+];

            fn fill<'de, A: serde::de::MapAccess<'de>>(mut map: A) -> Result<$type, A::Error> {
                #[allow(non_camel_case_types)]
                enum Index { $($field),+ }
                let mut filled = $type::default();
                let mut seen = 0_u32;
                while let Some(index) = map.next_key_seed(crate::content::macros::Name($type::FIELDS))? {
                    seen |= 1 << index;
                    match index {
                        $(_ if index == Index::$field as usize => {
                            filled.$field = record!(@value map $($through)?);
                        })+
                        _ => drop(map.next_value::<serde::de::IgnoredAny>()?),
                    }
                }
                crate::content::macros::complete($type::FIELDS, $type::REQUIRED, seen)?;
                Ok(filled)
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

        impl crate::util::json::Plain for $type {
            fn read(json: &mut crate::util::json::Source) -> $type {
                #[allow(non_camel_case_types)]
                enum Index { $($field),+ }
                let mut filled = $type::default();
                json.fields($type::FIELDS, &mut |json, index| match index {
                    $(_ if index == Index::$field as usize => {
                        filled.$field = record!(@item json $($through)?);
                    })+
                    _ => {}
                });
                filled
            }

            fn write(&self, json: &mut String) {
                json.push('{');
                $(crate::util::json::write_field($name, &self.$field, json);)+
                json.push('}');
            }
        }
    };
    (@required required $name:literal) => { $name };
    (@value $map:ident) => { $map.next_value()? };
    (@value $map:ident $through:ident) => { $map.next_value::<$through>()?.0 };
    (@item $json:ident) => { crate::util::json::Plain::read($json) };
    (@item $json:ident $through:ident) => { <$through as crate::util::json::Plain>::read($json).0 };
}

pub(crate) use record;

/// Declares an enum of words: its JSON spelling, its label for a reader, and the list of all values.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident $word:literal $label:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, schemars::JsonSchema)]
        pub enum $name { $($(#[$doc])* #[schemars(rename = $word)] $variant,)+ }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<$name, D::Error> {
                crate::content::macros::Word(&[$($word),+]).read(deserializer).map(|place| $name::ALL[place])
            }
        }

        impl crate::util::json::Plain for $name {
            fn read(json: &mut crate::util::json::Source) -> $name {
                $name::ALL[json.one_of(&[$($word),+])]
            }

            fn write(&self, json: &mut String) {
                crate::util::json::write_string(self.word(), json);
            }
        }

        impl $name {
            /// Every value, in the order of their declaration.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// The word in `content.json` and in addresses.
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $word,)+ }
            }

            /// The word for a reader.
            pub fn label(self) -> &'static str {
                match self { $($name::$variant => $label,)+ }
            }
        }
    };
}

pub(crate) use words;

/// The name under which a type asks to be read from a string or from an object.
pub(crate) const STRING_OR_OBJECT: &str = "string or object";

/// Reads `$type` from a string or from the object `$fields`. serde's untagged enums would do, but they
/// answer every mistake inside the object with "did not match any variant".
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
                // The name and the fields let the reader of the file check the names of fields.
                deserializer.deserialize_struct(crate::content::macros::STRING_OR_OBJECT, $fields::FIELDS, Visitor)
            }
        }

        impl crate::util::json::Plain for $type {
            fn read(json: &mut crate::util::json::Source) -> $type {
                match json.peek() {
                    b'"' => json.string().into(),
                    _ => $fields::read(json).into(),
                }
            }

            fn write(&self, json: &mut String) {
                $fields::from(self.clone()).write(json);
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

/// Reads a name among those of the fields, as its place there; any other name as the place after the last.
pub(crate) struct Name(pub &'static [&'static str]);

impl<'de> DeserializeSeed<'de> for Name {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Name {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E: de::Error>(self, found: &str) -> Result<usize, E> {
        Ok(self.0.iter().position(|name| *name == found).unwrap_or(self.0.len()))
    }
}

/// Refuses an object that lacks a field that must be there; `seen` has a bit for each field that was.
pub(crate) fn complete<E: de::Error>(
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

/// Reads one of some words, as its place among them.
pub(crate) struct Word(pub &'static [&'static str]);

impl Word {
    pub(crate) fn read<'de, D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Word {
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
