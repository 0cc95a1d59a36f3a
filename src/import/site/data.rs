//! Reads YAML, TOML and JSON as JSON values.

use serde_json::{Map, Value};

/// An error of the syntax of a data file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DataError {
    /// The line in the text, from 1; 0 if it is unknown.
    pub line: usize,
    pub message: String,
}

/// The language of a data file or of front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    Yaml,
    Toml,
    Json,
}

impl Language {
    /// Returns the language of a data file by its name.
    pub fn of(path: &str) -> Option<Language> {
        match path.rsplit_once('.')?.1 {
            "yml" | "yaml" => Some(Language::Yaml),
            "toml" => Some(Language::Toml),
            "json" => Some(Language::Json),
            _ => None,
        }
    }
}

/// Parses a data file. An empty file is `null`.
pub(super) fn parse(text: &str, language: Language) -> Result<Value, DataError> {
    if text.trim().is_empty() {
        return Ok(Value::Null);
    }
    match language {
        Language::Yaml => yaml(text),
        Language::Toml => match toml::from_str::<toml::Table>(text) {
            Ok(table) => Ok(Value::Object(table.into_iter().map(|(key, value)| (key, from_toml(value))).collect())),
            Err(error) => {
                let before = error.span().map_or("", |span| text.get(..span.start).unwrap_or_default());
                Err(DataError { line: before.matches('\n').count() + 1, message: error.message().to_owned() })
            }
        },
        Language::Json => {
            serde_json::from_str(text).map_err(|error| DataError { line: error.line(), message: error.to_string() })
        }
    }
}

/// Parses YAML as Jekyll and Hugo do: the last of several equal keys counts. `yes`, `y` and `on` are texts, which the reader
/// of a Boolean field understands.
fn yaml(text: &str) -> Result<Value, DataError> {
    let mut options = serde_saphyr::Options::default();
    options.duplicate_keys = serde_saphyr::DuplicateKeyPolicy::LastWins;
    options.with_snippet = false;
    options.strict_booleans = true;
    options.leading_zero_numbers_as_strings = true;
    serde_saphyr::from_str_with_options(text, options).map_err(|error| DataError {
        line: error.location().map_or(0, |location| usize::try_from(location.line()).unwrap_or(0)),
        message: error.to_string().lines().next().unwrap_or_default().to_owned(),
    })
}

fn from_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(flag) => flag.into(),
        toml::Value::Datetime(time) => Value::String(time.to_string()),
        toml::Value::Array(items) => items.into_iter().map(from_toml).collect(),
        toml::Value::Table(table) => {
            Value::Object(table.into_iter().map(|(key, value)| (key, from_toml(value))).collect::<Map<_, _>>())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_languages_give_the_same_values() {
        let expected = serde_json::json!({ "title": "A: b", "year": 2020, "date": "2020-01-02", "tags": ["x", "y"] });
        for (text, language) in [
            ("title: 'A: b'\nyear: 2020\ndate: 2020-01-02\ntags: [x, y]\n", Language::Yaml),
            ("title = 'A: b'\nyear = 2020\ndate = 2020-01-02\ntags = ['x', 'y']\n", Language::Toml),
            (r#"{"title": "A: b", "year": 2020, "date": "2020-01-02", "tags": ["x", "y"]}"#, Language::Json),
        ] {
            assert_eq!(parse(text, language).unwrap(), expected, "{language:?}");
        }
    }

    #[test]
    fn anchors_and_repeated_keys_are_accepted() {
        let value = parse("name: &name \"Ada\"\nother: *name\na: 1\na: 2\nempty:\n", Language::Yaml).unwrap();
        assert_eq!(value, serde_json::json!({ "name": "Ada", "other": "Ada", "a": 2, "empty": null }));
    }

    #[test]
    fn errors_have_a_line() {
        assert!(parse("a: 1\nb: [\n", Language::Yaml).unwrap_err().line > 0);
        assert!(parse("a = 1\nb = [\nc = 2", Language::Toml).unwrap_err().line >= 2);
        assert_eq!(parse("{\n\"a\": }", Language::Json).unwrap_err().line, 2);
    }
}
