//! The JSON Schema of `content.json`, generated from the model's types and their doc comments.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::{
    content::{Date, Markdown, Title},
    url::{ImageUrl, SafeUrl, VideoUrl},
};

/// Returns the schema (JSON Schema, draft 2020-12) for `public/content.schema.json`.
///
/// ```
/// assert!(frontispiece::content::schema::schema().contains("\"publications\""));
/// ```
pub fn schema() -> String {
    let schema = schemars::schema_for!(super::Content);
    let text = serde_json::to_string_pretty(&schema).expect("a schema is a JSON value");
    text + "\n"
}

/// Returns the pattern of a date in EDTF, as far as [`Date`] reads it.
fn date_pattern() -> String {
    const DAY: &str = "[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?|-2[1-4])?";
    format!("^{DAY}(/{DAY})?$")
}

impl JsonSchema for Date {
    fn schema_name() -> Cow<'static, str> {
        "Date".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "YYYY, YYYY-MM or YYYY-MM-DD; a season: YYYY-21 (spring) to YYYY-24 (winter); an interval: YYYY/YYYY",
            "type": "string",
            "pattern": date_pattern()
        })
    }
}

impl JsonSchema for Title {
    fn schema_name() -> Cow<'static, str> {
        String::schema_name()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        String::json_schema(generator)
    }
}

impl JsonSchema for Markdown {
    fn schema_name() -> Cow<'static, str> {
        "Markdown".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Markdown, or { \"file\": \"about.md\" }: a Markdown file in the folder of content.json",
            "anyOf": [
                { "type": "string" },
                {
                    "type": "object",
                    "properties": {
                        "file": {
                            "description": "The path of a Markdown file, relative to the folder of content.json: \"about.md\".",
                            "type": "string",
                            "minLength": 4
                        }
                    },
                    "additionalProperties": false,
                    "required": ["file"]
                }
            ]
        })
    }
}

impl JsonSchema for SafeUrl {
    fn schema_name() -> Cow<'static, str> {
        "Address".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "http, https, mailto, a path of this site (\"files/paper.pdf\", \"/teaching/\") or a #fragment",
            "type": "string",
            "minLength": 1
        })
    }
}

impl JsonSchema for ImageUrl {
    fn schema_id() -> Cow<'static, str> {
        SafeUrl::schema_id()
    }

    fn schema_name() -> Cow<'static, str> {
        SafeUrl::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        SafeUrl::json_schema(generator)
    }
}

impl JsonSchema for VideoUrl {
    fn schema_name() -> Cow<'static, str> {
        "VideoAddress".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "The path of an MP4 or WebM file of this site: \"files/demo.mp4\"",
            "type": "string",
            "pattern": "\\.([mM][pP]4|[wW][eE][bB][mM])([?#]|$)"
        })
    }
}
