//! The JSON Schema of the types of the model.

use std::{borrow::Cow, marker::PhantomData};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use crate::content::macros::object::Object;

/// The parts of the schema of a type that is an object. [`model!`](crate::content::macros::model) implements it.
pub(crate) trait ObjectSchema: Object {
    /// The name of the type.
    const NAME: &'static str;

    /// The lines of the doc comment.
    const DESCRIPTION: &'static [&'static str];

    /// Returns the fields.
    fn properties(generator: &mut SchemaGenerator) -> Vec<Property>;
}

/// A field of an object.
pub(crate) struct Property {
    pub name: &'static str,
    /// The lines of the doc comment.
    pub description: &'static [&'static str],
    pub is_optional: bool,
    /// The schema of the type.
    pub schema: Schema,
    /// More keywords.
    pub keywords: Schema,
}

/// Returns the schema of a type, which is an object or, for some types, also a string.
pub(crate) fn of_type<T: ObjectSchema>(generator: &mut SchemaGenerator) -> Schema {
    match T::FROM_STRING {
        Some(_) => {
            let object = generator.subschema_for::<Fields<T>>();
            json_schema!({ "anyOf": [{ "type": "string" }, object] })
        }
        None => Fields::<T>::json_schema(generator),
    }
}

/// The object of a type that may also be a string.
struct Fields<T>(PhantomData<T>);

impl<T: ObjectSchema> JsonSchema for Fields<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("{}Fields", T::NAME).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let (mut properties, mut required) = (Map::new(), Vec::new());
        for property in T::properties(generator) {
            if !property.is_optional {
                required.push(property.name);
            }
            properties.insert(property.name.to_owned(), property.into_schema().to_value());
        }
        let mut schema = json_schema!({
            "description": text(T::DESCRIPTION),
            "type": "object",
            "properties": properties,
            "additionalProperties": false,
        });
        if !required.is_empty() {
            schema.insert("required".to_owned(), json!(required));
        }
        schema
    }
}

impl Property {
    fn into_schema(self) -> Schema {
        let mut property = json_schema!({ "description": text(self.description) });
        let schema = if self.is_optional { self.schema } else { without_null(self.schema) };
        for (key, value) in into_keys(schema).chain(into_keys(self.keywords)) {
            property.insert(key, value);
        }
        let default = match property.get("type").and_then(Value::as_str) {
            Some("array") if self.is_optional => json!([]),
            Some("boolean") if self.is_optional => json!(false),
            _ => return property,
        };
        property.insert("default".to_owned(), default);
        property
    }
}

fn into_keys(mut schema: Schema) -> impl Iterator<Item = (String, Value)> {
    std::mem::take(schema.ensure_object()).into_iter()
}

/// Returns the schema of a type without null, which [`Option`] adds.
fn without_null(mut schema: Schema) -> Schema {
    let pair = |key: &str| match schema.get(key)?.as_array()?.as_slice() {
        [one, null] if *null == "null" || null["type"] == "null" => Some(one.clone()),
        _ => None,
    };
    if let Some(Ok(one)) = pair("anyOf").map(Schema::try_from) {
        return one;
    }
    if let Some(name) = pair("type") {
        schema.insert("type".to_owned(), name);
    }
    schema
}

/// Returns the schema of one of several words.
pub(crate) fn one_of(description: &[&str], words: &[&str]) -> Schema {
    json_schema!({ "description": text(description), "type": "string", "enum": words })
}

/// Returns the text of a doc comment.
fn text(lines: &[&str]) -> String {
    lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ")
}
