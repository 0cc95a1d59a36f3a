//! The macro that declares the types of the model.

pub(crate) mod object;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) mod schema;
pub(crate) mod word;

/// Declares a type of the model. Everything that the program knows about the type follows from this declaration: the type
/// itself, its JSON Schema, how both readers read it and how it is written as JSON.
///
/// # Structs
///
/// A struct is a JSON object.
///
/// ```ignore
/// model! {
///     /// An author of a publication.
///     pub struct Author or String as name {
///         /// The name as printed on the paper.
///         required name: String,
///         /// The number of a group; its members contributed equally.
///         optional equal: Option<u8> where { "maximum": 9 },
///         /// What the author did.
///         optional kind as "type": Option<AuthorType>,
///     }
/// }
/// ```
///
/// - The doc comments become the descriptions in the schema.
/// - `required`: an object without this field is left out. `expected`: the strict check reports an error if the field is
///   absent, but a page shows the object. `optional`: the field may be absent. An absent field has the default value of
///   its type.
/// - `as "type"` is the name in the JSON. Without it, this is the name of the field.
/// - `where { … }` adds keywords of JSON Schema. The readers do not test them; `check/` does.
/// - `or String as name`: an object of which only the field `name` is known may be written as a string.
/// - `computed name: Type;` after the struct: a field that is not in the JSON, and has the default value of its type in an
///   object that was read.
///
/// The types of fields implement [`Default`], [`serde::Deserialize`], [`Encode`](crate::util::json::Encode) and
/// `schemars::JsonSchema`. A struct has at most 64 fields; the compiler refuses more.
///
/// # Enums
///
/// An enum is one of several strings. Each value has its string in the JSON and in URLs, and a label for readers.
///
/// ```ignore
/// model! {
///     /// What kind of venue it is.
///     pub enum VenueKind {
///         PreprintServer as "preprint server" => "Preprint server",
///     }
/// }
/// ```
macro_rules! model {
    (
        $(#[doc = $doc:literal])+
        pub struct $name:ident $(or String as $text:ident)? {
            $(
                $(#[doc = $field_doc:literal])+
                $need:ident $field:ident $(as $json:literal)?: $type:ty $(where $keywords:tt)?,
            )+
        }
        $(
            $(#[doc = $computed_doc:literal])+
            computed $computed:ident: $computed_type:ty;
        )?
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name {
            $(
                $(#[doc = $field_doc])+
                pub $field: $type,
            )+
            $(
                $(#[doc = $computed_doc])+
                pub(crate) $computed: $computed_type,
            )?
        }

        const _: () = {
            use crate::{content::macros::object::{Object, deserialize, read_value}, util::json::{Encode, encode_field}};

            #[allow(non_camel_case_types)]
            enum Index { $($field),+ }

            impl Object for $name {
                const FIELDS: &'static [&'static str] = &[$(model!(@name $field $($json)?)),+];
                const REQUIRED: u64 = $(model!(@required $need) << Index::$field as u32)|+;
                const EXPECTED: &'static str = model!(@expected $($text)?);
                const FROM_STRING: Option<fn(String) -> $name> = model!(@from_string $name $($text)?);

                fn read_field<'de, A: serde::de::MapAccess<'de>>(
                    &mut self,
                    index: usize,
                    map: &mut A,
                ) -> Result<(), A::Error> {
                    match index {
                        $(_ if index == Index::$field as usize => read_value(&mut self.$field, map),)+
                        _ => Ok(()),
                    }
                }
            }

            $(impl From<String> for $name {
                fn from($text: String) -> $name {
                    $name { $text: $text.into(), ..$name::default() }
                }
            })?

            impl<'de> serde::Deserialize<'de> for $name {
                fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<$name, D::Error> {
                    deserialize(deserializer)
                }
            }

            impl Encode for $name {
                fn encode(&self, json: &mut String) {
                    json.push('{');
                    $(encode_field(model!(@name $field $($json)?), &self.$field, json);)+
                    json.push('}');
                }
            }

            #[cfg(not(target_arch = "wasm32"))]
            impl crate::content::macros::schema::ObjectSchema for $name {
                const NAME: &'static str = stringify!($name);
                const DESCRIPTION: &'static [&'static str] = &[$($doc),+];

                fn properties(generator: &mut schemars::SchemaGenerator) -> Vec<crate::content::macros::schema::Property> {
                    vec![$(crate::content::macros::schema::Property {
                        name: model!(@name $field $($json)?),
                        description: &[$($field_doc),+],
                        is_optional: stringify!($need) == "optional",
                        schema: generator.subschema_for::<$type>(),
                        keywords: model!(@keywords $($keywords)?),
                    }),+]
                }
            }

            #[cfg(not(target_arch = "wasm32"))]
            impl schemars::JsonSchema for $name {
                fn schema_name() -> std::borrow::Cow<'static, str> {
                    stringify!($name).into()
                }

                fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                    crate::content::macros::schema::of_type::<$name>(generator)
                }
            }
        };
    };

    (
        $(#[doc = $doc:literal])+
        pub enum $name:ident {
            $($variant:ident as $word:literal => $label:literal,)+
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($variant,)+ }

        impl $name {
            /// Every value, in the order of their declaration.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            const WORDS: &'static [&'static str] = &[$($word),+];

            /// Returns the string in `content.json` and in URLs.
            pub fn as_str(self) -> &'static str {
                $name::WORDS[self as usize]
            }

            /// Returns the label for readers.
            pub fn label(self) -> &'static str {
                match self { $($name::$variant => $label,)+ }
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<$name, D::Error> {
                let index = deserializer.deserialize_identifier(crate::content::macros::word::WordIndex($name::WORDS))?;
                Ok($name::ALL[index])
            }
        }

        impl crate::util::json::Encode for $name {
            fn encode(&self, json: &mut String) {
                crate::util::json::encode_string(self.as_str(), json);
            }
        }

        #[cfg(not(target_arch = "wasm32"))]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                crate::content::macros::schema::one_of(&[$($doc),+], $name::WORDS)
            }
        }
    };

    (@name $field:ident) => { stringify!($field) };
    (@name $field:ident $json:literal) => { $json };
    (@required required) => { 1 };
    (@required expected) => { 0 };
    (@required optional) => { 0 };
    (@expected) => { "an object" };
    (@expected $text:ident) => { concat!("a ", stringify!($text), " or an object with a ", stringify!($text)) };
    (@from_string $name:ident) => { None };
    (@from_string $name:ident $text:ident) => { Some($name::from) };
    (@keywords) => { schemars::json_schema!({}) };
    (@keywords $keywords:tt) => { schemars::json_schema!($keywords) };
}

pub(crate) use model;

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::{
        content::macros::object::Object,
        util::json::{encode, from_str},
    };

    model! {
        /// What somebody likes.
        pub enum Taste {
            Sweet as "sweet" => "Sweet things",
            Hot as "very hot" => "Hot things",
        }
    }

    model! {
        /// A guest,
        /// or their name.
        pub struct Guest or String as name {
            /// The name.
            required name: String,
            /// What they like.
            expected taste as "likes": Option<Taste>,
            /// Where they may sit.
            optional seats: Vec<u8> where { "maxItems": 2 },
            /// A remark.
            optional note: Option<String>,
        }
        /// The length of the name.
        computed length: usize;
    }

    #[test]
    fn an_object_is_read_by_the_names_in_the_json() {
        let guest = Guest { name: "Ada".into(), taste: Some(Taste::Hot), seats: vec![1, 2], ..Guest::default() };
        assert_eq!(from_str(r#"{ "seats": [1, 2], "name": "Ada", "likes": "very hot" }"#), Some(guest.clone()));
        assert_eq!(encode(&guest), r#"{"name":"Ada","likes":"very hot","seats":[1,2]}"#);
        assert_eq!(from_str(&encode(&guest)), Some(guest));
        for wrong in
            [r#"{ "name": "Ada", "taste": "sweet" }"#, r#"{ "name": "Ada", "likes": "hot" }"#, r#"{ "name": 7 }"#]
        {
            assert_eq!(from_str::<Guest>(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn only_required_fields_are_needed() {
        assert_eq!(Guest::FIELDS, ["name", "likes", "seats", "note"]);
        assert_eq!(Guest::REQUIRED, 0b0001);
        assert_eq!(from_str(r#"{ "name": "Ada" }"#), Some(Guest::from("Ada".to_owned())));
        assert_eq!(from_str::<Guest>(r#"{ "likes": "sweet" }"#), None);
        let error = serde_json::from_str::<Guest>("{}").unwrap_err();
        assert_eq!(error.to_string(), "missing field `name` at line 1 column 2");
    }

    #[test]
    fn an_abbreviated_object_is_read_from_a_string() {
        assert_eq!(from_str("\"Ada\""), Some(Guest { name: "Ada".into(), ..Guest::default() }));
        let error = serde_json::from_str::<Guest>("7").unwrap_err();
        assert!(error.to_string().ends_with("expected a name or an object with a name at line 1 column 1"), "{error}");
    }

    #[test]
    fn the_schema_follows_from_the_declaration() {
        let schema = schemars::SchemaGenerator::default().into_root_schema_for::<Guest>();
        let guest = json!({
            "description": "A guest, or their name.",
            "type": "object",
            "properties": {
                "name": { "description": "The name.", "type": "string" },
                "likes": { "description": "What they like.", "$ref": "#/$defs/Taste" },
                "seats": {
                    "description": "Where they may sit.",
                    "type": "array",
                    "items": { "type": "integer", "format": "uint8", "minimum": 0, "maximum": 255 },
                    "maxItems": 2,
                    "default": [],
                },
                "note": { "description": "A remark.", "type": ["string", "null"] },
            },
            "additionalProperties": false,
            "required": ["name", "likes"],
        });
        assert_eq!(schema.get("anyOf"), Some(&json!([{ "type": "string" }, { "$ref": "#/$defs/GuestFields" }])));
        assert_eq!(schema.get("$defs").map(|defs| &defs["GuestFields"]), Some(&guest));
        let taste = json!({ "description": "What somebody likes.", "type": "string", "enum": ["sweet", "very hot"] });
        assert_eq!(schema.get("$defs").map(|defs| &defs["Taste"]), Some(&taste));
        assert_eq!(Taste::Hot.label(), "Hot things");
    }
}
