//! The tree of a JSON text with comments, with the position of each value.

use std::collections::HashSet;

use jsonc_parser::{CollectOptions, ParseOptions, ast, common::Ranged, parse_to_ast};
use serde_json::{Number, Value};

/// A value and its bytes in the text.
pub(super) struct Node {
    pub start: usize,
    pub end: usize,
    pub kind: Kind,
}

pub(super) enum Kind {
    Scalar(Value),
    Array(Vec<Node>),
    Object(Vec<Field>),
}

pub(super) struct Field {
    pub name: String,
    /// The offset of the name.
    pub start: usize,
    pub value: Node,
}

/// Parses a JSON text with comments and trailing commas.
///
/// # Errors
/// Fails with a description if the text is not valid, or if an object has two fields with the same name.
///
/// ```
/// let value = frontispiece::import::edit::parse("{ \"a\": [1, 2,] } // comment").unwrap();
/// assert_eq!(value, serde_json::json!({ "a": [1, 2] }));
/// assert!(frontispiece::import::edit::parse("{ 'a': 1 }").is_err());
/// ```
pub fn parse(text: &str) -> Result<Value, String> {
    Ok(Node::parse(text)?.to_value())
}

impl Node {
    pub fn parse(text: &str) -> Result<Node, String> {
        let options = ParseOptions {
            allow_comments: true,
            allow_trailing_commas: true,
            allow_loose_object_property_names: false,
            allow_missing_commas: false,
            allow_single_quoted_strings: false,
            allow_hexadecimal_numbers: false,
            allow_unary_plus_numbers: false,
            allow_bare_decimal_point_numbers: false,
            allow_non_finite_numbers: false,
            allow_extended_string_escapes: false,
        };
        let parsed = parse_to_ast(text, &CollectOptions::default(), &options).map_err(|error| error.to_string())?;
        let root = parsed.value.ok_or("the text has no value")?;
        Node::new(root)
    }

    fn new(value: ast::Value) -> Result<Node, String> {
        let range = value.range();
        let kind = match value {
            ast::Value::StringLit(text) => Kind::Scalar(Value::String(text.value.into_owned())),
            ast::Value::NumberLit(number) => Kind::Scalar(Value::Number(
                number.value.parse::<Number>().map_err(|error| format!("{}: {error}", number.value))?,
            )),
            ast::Value::BooleanLit(boolean) => Kind::Scalar(Value::Bool(boolean.value)),
            ast::Value::NullKeyword(_) => Kind::Scalar(Value::Null),
            ast::Value::Array(array) => {
                Kind::Array(array.elements.into_iter().map(Node::new).collect::<Result<_, _>>()?)
            }
            ast::Value::Object(object) => {
                let field = |property: ast::ObjectProp| {
                    let start = property.range.start;
                    Ok::<_, String>(Field {
                        name: property.name.into_string(),
                        start,
                        value: Node::new(property.value)?,
                    })
                };
                let fields = object.properties.into_iter().map(field).collect::<Result<Vec<Field>, _>>()?;
                let mut names = HashSet::new();
                if let Some(field) = fields.iter().find(|field| !names.insert(field.name.as_str())) {
                    return Err(format!("the field \"{}\" is twice in the same object; remove one", field.name));
                }
                Kind::Object(fields)
            }
        };
        Ok(Node { start: range.start, end: range.end, kind })
    }

    /// Returns the value without its positions.
    pub fn to_value(&self) -> Value {
        match &self.kind {
            Kind::Scalar(value) => value.clone(),
            Kind::Array(elements) => elements.iter().map(Node::to_value).collect(),
            Kind::Object(fields) => {
                Value::Object(fields.iter().map(|field| (field.name.clone(), field.value.to_value())).collect())
            }
        }
    }

    /// Returns the first field with a name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        match &self.kind {
            Kind::Object(fields) => fields.iter().find(|field| field.name == name),
            _ => None,
        }
    }

    /// Returns `true` if the node has a value, ignoring the order of fields.
    pub fn has_value(&self, value: &Value) -> bool {
        match (&self.kind, value) {
            (Kind::Scalar(own), value) => own == value,
            (Kind::Array(own), Value::Array(values)) => {
                own.len() == values.len() && own.iter().zip(values).all(|(own, value)| own.has_value(value))
            }
            (Kind::Object(own), Value::Object(values)) => {
                own.len() == values.len()
                    && own.iter().all(|field| values.get(&field.name).is_some_and(|value| field.value.has_value(value)))
            }
            _ => false,
        }
    }
}
