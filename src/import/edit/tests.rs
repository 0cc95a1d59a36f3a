//! Tests of the layout that edits keep.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::import::edit::{edit, parse, pretty};

#[track_caller]
fn check(text: &str, new: &Value, expected: &str) {
    assert_eq!(edit(text, new).unwrap(), expected);
    assert_eq!(parse(expected).unwrap(), *new);
}

#[test]
fn an_entry_is_inserted_in_the_layout_of_its_neighbors() {
    check(
        "{\n  \"publications\": [ // newest first\n    {\n      \"id\": \"b\",\n      \"title\": \"B\"\n    } // old\n  ]\n}\n",
        &json!({ "publications": [{ "id": "a", "title": "A" }, { "id": "b", "title": "B" }, { "id": "c" }] }),
        "{\n  \"publications\": [ // newest first\n    {\n      \"id\": \"a\",\n      \"title\": \"A\"\n    },\n    {\n      \
         \"id\": \"b\",\n      \"title\": \"B\"\n    }, // old\n    {\n      \"id\": \"c\"\n    }\n  ]\n}\n",
    );
    check(
        "{\r\n\t\"venues\": {\r\n\t\t\"b\": { \"name\": \"B\" }, // best\r\n\t}\r\n}",
        &json!({ "venues": { "b": { "name": "B" }, "c": { "name": "C" } } }),
        "{\r\n\t\"venues\": {\r\n\t\t\"b\": { \"name\": \"B\" }, // best\r\n\t\t\"c\": { \"name\": \"C\" },\r\n\t}\r\n}",
    );
    check("{\"a\":[1,2]}", &json!({ "a": [1, 2, 3], "b": { "c": 1 } }), "{\"a\":[1,2,3],\"b\":{\"c\":1}}");
    check(
        "{ \"a\": [{ \"id\": \"x\" }] }",
        &json!({ "a": [{ "id": "x", "n": 1 }, { "id": "y" }] }),
        "{ \"a\": [{ \"id\": \"x\", \"n\": 1 }, { \"id\": \"y\" }] }",
    );
}

#[test]
fn comments_and_commas_are_kept() {
    check(
        "{\n  // first\n  \"a\": 1, /* one */ // more\n  /* before b */\n  \"b\": [\n    // none yet\n  ] // end\n}\n// last",
        &json!({ "a": 2, "x": true, "b": ["new"] }),
        "{\n  // first\n  \"a\": 2, /* one */ // more\n  \"x\": true,\n  /* before b */\n  \"b\": [\n    // none yet\n    \
         \"new\"\n  ] // end\n}\n// last",
    );
    check(
        "{\n  \"a\": 1\n  , \"b\": 2\n}",
        &json!({ "a": 1, "c": 3, "b": 2 }),
        "{\n  \"a\": 1,\n  \"c\": 3\n  , \"b\": 2\n}",
    );
}

#[test]
fn fields_are_removed_with_their_commas() {
    check("{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3\n}", &json!({ "a": 1, "c": 3 }), "{\n  \"a\": 1,\n  \"c\": 3\n}");
    check("{\n  \"a\": 1,\n  \"c\": 3\n}", &json!({ "a": 1 }), "{\n  \"a\": 1\n}");
    check("{ \"a\": 1, \"b\": 2, \"c\": 3 }", &json!({ "a": 1, "c": 3 }), "{ \"a\": 1, \"c\": 3 }");
    check("{ \"a\": 1, \"c\": 3 }", &json!({ "a": 1 }), "{ \"a\": 1 }");
}

#[test]
fn long_values_take_several_lines() {
    let names: Vec<String> = (0..20).map(|number| format!("Author Number{number}")).collect();
    let text = edit("{\n  \"a\": 1\n}", &json!({ "a": 1, "names": names })).unwrap();
    assert!(text.lines().count() > 4 && text.lines().all(|line| line.len() <= 120), "{text}");
}

/// Returns a strategy for small values whose lists and objects have few names, so that many of them agree.
fn value() -> impl Strategy<Value = Value> {
    let leaf =
        prop_oneof![Just(json!("x")), Just(json!("a \"text\", // with [marks]")), Just(json!(1)), Just(json!(null))];
    leaf.prop_recursive(3, 24, 4, |inner| {
        let object = prop::collection::vec(("(id|a|b|c|d)", inner.clone()), 0..4)
            .prop_map(|fields| Value::Object(fields.into_iter().collect::<Map<_, _>>()));
        prop_oneof![prop::collection::vec(inner, 0..4).prop_map(Value::Array), object]
    })
}

/// Writes a value with comments, trailing commas and irregular white space between its tokens.
fn decorated(value: &Value, marks: &mut impl Iterator<Item = u8>) -> String {
    let space = |marks: &mut dyn Iterator<Item = u8>| match marks.next().unwrap_or(0) % 8 {
        1 => "\n  ",
        2 => " /* , } */ ",
        3 => " // ] \"\n",
        4 => "\r\n\t",
        5 => " ",
        6 => "/*\n*/",
        _ => "",
    };
    let mut text = space(marks).to_owned();
    match value {
        Value::Array(elements) => {
            text.push('[');
            for (index, element) in elements.iter().enumerate() {
                text += &decorated(element, marks);
                let is_trailing = marks.next().unwrap_or(0).is_multiple_of(2);
                text += if index + 1 < elements.len() || is_trailing { "," } else { "" };
            }
            text += space(marks);
            text.push(']');
        }
        Value::Object(fields) => {
            text.push('{');
            for (index, (name, field)) in fields.iter().enumerate() {
                text += space(marks);
                text += &format!("\"{name}\"{}:{}", space(marks), decorated(field, marks));
                let is_trailing = marks.next().unwrap_or(0).is_multiple_of(2);
                text += if index + 1 < fields.len() || is_trailing { "," } else { "" };
            }
            text += space(marks);
            text.push('}');
        }
        scalar => text += &scalar.to_string(),
    }
    text += space(marks);
    text
}

/// Returns the comments of a text that `decorated` has written.
fn comments(text: &str) -> usize {
    text.matches("/* , } */").count() + text.matches("// ] \"").count() + text.matches("/*\n*/").count()
}

proptest! {
    #[test]
    fn an_edited_text_has_the_new_value(old in value(), new in value(), marks in prop::collection::vec(any::<u8>(), 0..60)) {
        let text = decorated(&old, &mut marks.into_iter());
        prop_assert_eq!(parse(&text).unwrap(), old.clone());
        let edited = edit(&text, &new).unwrap();
        prop_assert_eq!(parse(&edited), Ok(new.clone()), "{:?} became {:?}", text, edited);
        prop_assert_eq!(&edit(&edited, &new).unwrap(), &edited);
        prop_assert_eq!(edit(&text, &old).unwrap(), text);
    }

    #[test]
    fn additions_keep_every_comment(old in value(), extra in value(), marks in prop::collection::vec(any::<u8>(), 0..60)) {
        let Value::Object(mut fields) = old.clone() else { return Ok(()) };
        let text = decorated(&old, &mut marks.into_iter());
        fields.insert("new".to_owned(), extra);
        let edited = edit(&text, &Value::Object(fields)).unwrap();
        prop_assert_eq!(comments(&edited), comments(&text), "{:?} became {:?}", text, edited);
    }

    #[test]
    fn a_written_value_is_read_again(value in value()) {
        prop_assert_eq!(parse(&pretty(&value)).unwrap(), value);
    }
}
