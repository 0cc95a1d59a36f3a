//! Checks that the generated profile has every field of the model and every word of its enums, so that the tests on it
//! meet all of them.

use std::collections::BTreeSet;

use frontispiece::content::schema;
use serde_json::Value;

const MADE: &str = include_str!("../fixtures/scholar-300.json");

/// The types and fields that the profile does not have. A portrait is a file that a browser requests, so tests with a
/// portrait make one. Tests of images and videos have a profile of their own, `tests/fixtures/media`.
///
/// `tests/host/cases.rs` tests folded publications. Other tests count the publications of the profile in lists.
const EXCEPTIONS: [&str; 12] = [
    "Person.image",
    "Image.src",
    "Image.alt",
    "Relation.folded",
    "Publication.image",
    "Publication.video",
    "Figure.src",
    "Figure.alt",
    "Figure.caption",
    "Video.src",
    "Video.alt",
    "Video.caption",
];

/// Adds each field and each word of a value, which has a schema: "Author.suffix", "LinkKind=slides".
fn collect(value: &Value, property: &Value, name: &str, schema: &Value, found: &mut BTreeSet<String>) {
    if let Some(name) = property["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/")) {
        return collect(value, &schema["$defs"][name], name, schema, found);
    }
    for one in property["anyOf"].as_array().into_iter().flatten() {
        collect(value, one, name, schema, found);
    }
    match value {
        Value::Object(fields) => {
            for (field, value) in fields {
                if let Some(property) = property["properties"].get(field) {
                    found.insert(format!("{name}.{field}"));
                    collect(value, property, "", schema, found);
                } else if property["additionalProperties"].is_object() {
                    collect(value, &property["additionalProperties"], "", schema, found);
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, &property["items"], "", schema, found)),
        Value::String(word) if property["enum"].is_array() => {
            found.insert(format!("{name}={word}"));
        }
        _ => {}
    }
}

/// Returns every field and every word of the schema.
fn all(schema: &Value) -> BTreeSet<String> {
    let content = ("Content".to_owned(), schema);
    let types = schema["$defs"].as_object().unwrap().iter().map(|(name, one)| (name.clone(), one)).chain([content]);
    types
        .flat_map(|(name, one)| {
            let fields = one["properties"].as_object().into_iter().flatten().map(|(field, _)| format!(".{field}"));
            let words =
                one["enum"].as_array().into_iter().flatten().filter_map(Value::as_str).map(|word| format!("={word}"));
            fields.chain(words).map(|part| name.clone() + &part).collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn the_generated_profile_has_every_field_and_word() {
    let schema: Value = serde_json::from_str(&schema::schema()).unwrap();
    let made: Value = serde_json::from_str(MADE).unwrap();
    let mut found = BTreeSet::new();
    collect(&made, &schema, "Content", &schema, &mut found);
    let all = all(&schema);
    assert!(all.len() > 180, "{}", all.len());
    // A site has one look.
    let is_needed = |part: &&String| !EXCEPTIONS.contains(&part.as_str()) && !part.starts_with("Look=");
    let missing: Vec<&String> = all.difference(&found).filter(is_needed).collect();
    assert!(missing.is_empty(), "let tests/fixtures/generate produce {missing:?}");
    assert!(EXCEPTIONS.iter().all(|one| all.contains(*one)), "{EXCEPTIONS:?}");
}
