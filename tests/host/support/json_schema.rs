//! JSON Schemas (<https://json-schema.org>), validated with the crate boon.

use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::Value;

/// A compiled JSON Schema.
pub struct JsonSchema {
    schemas: Schemas,
    index: SchemaIndex,
}

impl JsonSchema {
    /// Compiles a schema. Panics if it is invalid.
    pub fn parse(text: &str) -> JsonSchema {
        const NAME: &str = "schema.json";
        let mut compiler = Compiler::new();
        compiler.add_resource(NAME, serde_json::from_str(text).expect("it is JSON")).expect("the name is a URL");
        let mut schemas = Schemas::new();
        let index = compiler.compile(NAME, &mut schemas).unwrap_or_else(|error| panic!("no schema: {error:#}"));
        JsonSchema { schemas, index }
    }

    /// Panics unless a value is valid.
    pub fn assert_valid(&self, value: &Value) {
        if let Err(error) = self.schemas.validate(value, self.index) {
            panic!("{error}");
        }
    }
}

#[test]
#[should_panic(expected = "at '/0': missing properties 'type'")]
fn invalid_values_are_found() {
    let csl = JsonSchema::parse(include_str!("../../fixtures/csl-data.json"));
    csl.assert_valid(&serde_json::json!([{ "id": "a" }]));
}
