//! Checks that README.md names every field of `content.json`, and that its examples pass the check.

use std::collections::BTreeMap;

use frontispiece::{
    check::{CheckContext, check},
    content::{MarkdownFiles, schema},
    util::text::normalize,
};
use serde_json::{Map, Value, json};

const README: &str = include_str!("../../README.md");

/// A field of the schema or of the README.
#[derive(Debug, PartialEq)]
struct Field {
    /// The first word of its type.
    kind: &'static str,
    is_required: bool,
    /// The allowed values, or empty if any text is allowed.
    words: Vec<String>,
}

/// Returns every field of the schema by its path: "publications.links.url". A type that several fields share is
/// described at the first of them.
fn fields_of_the_schema() -> BTreeMap<String, Field> {
    let schema: Value = serde_json::from_str(&schema::schema()).unwrap();
    let mut fields = BTreeMap::new();
    collect(&schema, &schema, "", &mut Vec::new(), &mut fields);
    fields
}

fn collect(object: &Value, schema: &Value, path: &str, seen: &mut Vec<String>, fields: &mut BTreeMap<String, Field>) {
    let required = object["required"].as_array().cloned().unwrap_or_default();
    let Some(properties) = object["properties"].as_object() else { return };
    let mut inside = Vec::new();
    for (name, property) in properties {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        let (kind, words, object) = kind_of(property, schema);
        if let Some(name) = object
            && !seen.contains(&name)
        {
            seen.push(name.clone());
            inside.push((name, path.clone()));
        }
        let field = Field { kind, is_required: required.contains(&name.as_str().into()), words };
        assert!(fields.insert(path, field).is_none());
    }
    for (name, path) in inside {
        collect(&schema["$defs"][name], schema, &path, seen, fields);
    }
}

/// Returns the type of a property in the words of the README, the allowed values, and the type of the objects in it.
fn kind_of(property: &Value, schema: &Value) -> (&'static str, Vec<String>, Option<String>) {
    if let Some(name) = property["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/")) {
        let definition = &schema["$defs"][name];
        return match name {
            "Address" | "VideoAddress" => ("URL", Vec::new(), None),
            "Date" => ("date", Vec::new(), None),
            "Markdown" => ("Markdown", Vec::new(), None),
            _ if definition.get("properties").is_some() => ("object", Vec::new(), Some(name.to_owned())),
            _ => kind_of(definition, schema),
        };
    }
    // Either a type and null, or a string and an object.
    if let Some(any) = property["anyOf"].as_array() {
        let last = any.iter().rfind(|one| one["type"] != "null").unwrap();
        return kind_of(last, schema);
    }
    let words = property["enum"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let words: Vec<String> = words.map(str::to_owned).collect();
    let name = match &property["type"] {
        Value::Array(names) => names[0].as_str(),
        name => name.as_str(),
    };
    let object = |inside: &Value| kind_of(inside, schema).2;
    match name.unwrap_or_else(|| panic!("{property}")) {
        "array" => ("list", words, object(&property["items"])),
        "object" => ("object", words, object(&property["additionalProperties"])),
        "boolean" => ("`true`", words, None),
        "integer" => ("number", words, None),
        "string" if !words.is_empty() => ("one", words, None),
        "string" if property["pattern"].as_str().is_some_and(|pattern| pattern.contains("[0-9]{4}")) => {
            ("date", words, None)
        }
        "string" => ("text", words, None),
        other => panic!("README has no word for the type {other}"),
    }
}

/// The types in the README, and their equivalents in the schema.
const KINDS: [(&str, &str); 9] = [
    ("text", "text"),
    ("Markdown", "Markdown"),
    ("date", "date"),
    ("URL", "URL"),
    ("number", "number"),
    ("`true`", "`true`"),
    ("one", "one"),
    ("list", "list"),
    ("object", "object"),
];

/// Returns the code spans of a text.
fn spans(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// Returns every field that the README describes, by its path. The head of each table names the object of its fields.
fn fields_of_the_reference() -> BTreeMap<String, Field> {
    let mut fields = BTreeMap::new();
    let mut object = None;
    for line in README.lines() {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        match cells.as_slice() {
            [head, "Type", "Meaning"] => object = Some(spans(head).first().copied().unwrap_or_default()),
            ["---", ..] => {}
            [name, kind, meaning] if line.starts_with('|') => {
                let Some(object) = object else { continue };
                let [name] = spans(name)[..] else { panic!("a field is named in {line}") };
                let path = [object, name].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>();
                let path = path.join(".").replace("[]", "");
                let word = kind.split([' ', ',']).next().unwrap();
                let known = KINDS.iter().find(|(known, _)| *known == word);
                let (_, known) = known.unwrap_or_else(|| panic!("{line} names a type that README explains"));
                let words = if *known == "one" { spans(meaning) } else { Vec::new() };
                let field = Field {
                    kind: known,
                    is_required: kind.ends_with("required"),
                    words: words.into_iter().map(str::to_owned).collect(),
                };
                assert!(fields.insert(path.clone(), field).is_none(), "{path} is described twice");
            }
            _ => object = None,
        }
    }
    fields
}

#[test]
fn the_reference_names_every_field_and_no_other() {
    let (schema, reference) = (fields_of_the_schema(), fields_of_the_reference());
    let missing: Vec<&String> = schema.keys().filter(|path| !reference.contains_key(*path)).collect();
    let unknown: Vec<&String> = reference.keys().filter(|path| !schema.contains_key(*path)).collect();
    assert!(missing.is_empty() && unknown.is_empty(), "README lacks {missing:?} and invents {unknown:?}");
    assert!(schema.len() > 90, "{}", schema.len());
}

#[test]
fn the_reference_has_the_types_of_the_schema() {
    let reference = fields_of_the_reference();
    for (path, expected) in fields_of_the_schema() {
        assert_eq!(reference.get(&path), Some(&expected), "{path}");
    }
}

/// Returns the JSON in the README: fenced blocks, and indented ones, which are fields of `site`.
fn examples() -> (Vec<Value>, Vec<Map<String, Value>>) {
    let read = |text: &str| -> Value { serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}")) };
    let mut fenced = Vec::new();
    let mut of_site = Vec::new();
    let mut lines = README.lines().peekable();
    while let Some(line) = lines.next() {
        if line.trim() == "```json" {
            let block: Vec<&str> = lines.by_ref().take_while(|line| line.trim() != "```").collect();
            fenced.push(read(&block.join("\n")));
        } else if line.starts_with("    \"") {
            let mut block = vec![line];
            while let Some(line) = lines.next_if(|line| line.starts_with("    ")) {
                block.push(line);
            }
            let Value::Object(fields) = read(&format!("{{{}}}", block.join("\n"))) else { unreachable!() };
            of_site.push(fields);
        }
    }
    (fenced, of_site)
}

#[test]
fn the_json_examples_pass_the_check() {
    let (fenced, of_site) = examples();
    let mut profile = json!({
        "site": {},
        "person": { "name": "Ada Lovelace" },
        "venues": { "memoirs": { "name": "Scientific Memoirs" } },
        "topics": { "computing": { "label": "Computing" } },
        "publications": [],
        "pages": [{ "slug": "", "title": "Home" }, { "slug": "posts", "title": "Posts", "menu": false }]
    });
    for example in fenced {
        let list = if example.get("slug").is_some() { "pages" } else { "publications" };
        profile[list].as_array_mut().unwrap().push(example);
    }
    for fields in of_site {
        profile["site"].as_object_mut().unwrap().extend(fields);
    }
    let files = ["files/notes.pdf", "files/cs101.pdf"].map(|path| (path.to_owned(), 1000)).into_iter().collect();
    let diagnostics = check(
        &profile.to_string(),
        &CheckContext { files: &files, markdown: &MarkdownFiles::default(), carries: &|_| {}, normalize },
    );
    assert!(diagnostics.is_empty(), "{diagnostics:#?}");

    let page = &profile["pages"][2];
    let titles: Vec<&str> =
        page["sections"].as_array().unwrap().iter().filter_map(|one| one["title"].as_str()).collect();
    assert_eq!(titles, ["News", "Students", "Teaching"]);
    assert_eq!(profile["publications"].as_array().unwrap().len(), 1);
    let names: Vec<&String> = profile["site"].as_object().unwrap().keys().collect();
    assert_eq!(names, ["offline", "redirects"]);
}
