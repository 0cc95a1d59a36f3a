//! Tests of the parser: the message of each error, and properties of any text.

use std::sync::LazyLock;

use proptest::prelude::*;

use crate::content::{
    Reading,
    lenient::syntax::{document::MAX_ERRORS, *},
    plain_json, read,
};

const DEPTH: usize = 127;

/// Asserts the errors of a text and the profile that remains. A caret in the text marks the position of each error.
#[track_caller]
fn recovers(marked: &str, left: &str, expected: &[&str]) {
    const CARET: char = '‸';
    let text = marked.replace(CARET, "");
    let document = parse(&text, DEPTH);
    let places: Vec<usize> =
        marked.match_indices(CARET).enumerate().map(|(count, (place, _))| place - count * CARET.len_utf8()).collect();
    let errors: Vec<(usize, &str)> =
        document.errors.iter().map(|error| (error.offset, error.message.as_str())).collect();
    let expected: Vec<(usize, &str)> = places.into_iter().zip(expected.iter().copied()).collect();
    assert_eq!(errors, expected, "{text}");
    let left: serde_json::Value = serde_json::from_str(left).expect("it is JSON");
    assert_eq!(document.root.as_ref().map(value_of), Some(left), "{text}");
}

/// Converts a value to serde_json's type, with numbers as texts.
fn value_of(value: &Value) -> serde_json::Value {
    match &value.kind {
        Kind::Null => serde_json::Value::Null,
        Kind::Boolean(boolean) => (*boolean).into(),
        Kind::Number(number) => number.parse::<serde_json::Number>().map_or_else(|_| (*number).into(), Into::into),
        Kind::String(text) => text.clone().into_owned().into(),
        Kind::Array(items) => items.iter().map(value_of).collect(),
        Kind::Object(object) => {
            let fields = object.fields.iter().map(|field| (field.name.clone().into_owned(), value_of(&field.value)));
            fields.collect::<serde_json::Map<_, _>>().into()
        }
    }
}

#[test]
fn wrong_commas_and_colons_are_corrected() {
    recovers(r#"{ "a": "x"‸ "b": "y" }"#, r#"{ "a": "x", "b": "y" }"#, &["a comma is missing after \"x\""]);
    recovers(r#"[{ "a": 1 }‸ { "a": 2 }]"#, r#"[{ "a": 1 }, { "a": 2 }]"#, &["a comma is missing after }"]);
    recovers(
        "{ \"a\": [1, \"Jane Doe\"‸ \"Max\"]‸\n  \"b\": 1,\n}",
        r#"{ "a": [1, "Jane Doe", "Max"], "b": 1 }"#,
        &["a comma is missing after \"Jane Doe\"", "a comma is missing after ]"],
    );
    recovers(r#"{ "a": 1,‸, "b": 2 }"#, r#"{ "a": 1, "b": 2 }"#, &["found two commas; remove one"]);
    recovers(r#"{ "a": "x"‸; "b": 2 }"#, r#"{ "a": "x", "b": 2 }"#, &["found a semicolon; expected a comma"]);
    recovers(
        r#"{ "a"‸ "x", "b" ‸= 1, "c":‸: 2 }"#,
        r#"{ "a": "x", "b": 1, "c": 2 }"#,
        &[
            "a colon (:) is missing after the field name \"a\"",
            "found =; expected a colon (:) between a field name and its value",
            "found two colons; remove one",
        ],
    );
    let no_value = "the field \"a\" has no value; write one after a colon, or remove the field";
    recovers(r#"{ "a"‸: , "b": 1 }"#, r#"{ "b": 1 }"#, &[no_value]);
}

#[test]
fn comments_and_trailing_commas_are_accepted() {
    recovers("{ \"a\": 1, // note\n /* , */ \"b\" /* : */ : [2, /**/ ], }//", r#"{ "a": 1, "b": [2] }"#, &[]);
    recovers("[\"a\"/*\"*/,\"b\" // \"c\",\n ,\"c:d\"// ]\n]", r#"["a", "b", "c:d"]"#, &[]);
    recovers("{ \"a:b\" /* c */ : \"d\" /* } */ }", r#"{ "a:b": "d" }"#, &[]);
    let long = format!("{{ \"a:b\" /*{0}*/ : \"x\" //{0}\n, \"c\": [1 /*{0}*/, ] }}", "y\"".repeat(3000));
    recovers(&long, r#"{ "a:b": "x", "c": [1] }"#, &[]);
    recovers("[‸,]", "[]", &["found a comma without a value before it; remove it"]);
    recovers("[1,‸,]", "[1]", &["found two commas; remove one"]);
}

#[test]
fn other_comments_are_refused() {
    recovers("{ \"a\": 2 ‸# x\n}", r#"{ "a": 2 }"#, &["found a comment that begins with #; begin it with //"]);
    let message = "the end of a comment is missing; write */ after it";
    recovers("{ ‸/* not closed\n \"a\": 1 }", r#"{ "a": 1 }"#, &[message]);
}

#[test]
fn missing_quotes_are_added() {
    let after = |text: &str| format!("the closing quote (\") is missing after {text}");
    let before = |text: &str| format!("the opening quote (\") is missing before {text}");
    recovers("{ \"a\": \"Foo‸,\n  \"b\": \"2\" }", r#"{ "a": "Foo", "b": "2" }"#, &[&after("Foo")]);
    recovers("{ \"a\": \"see [1]‸\n}", r#"{ "a": "see [1]" }"#, &[&after("see [1]")]);
    recovers("[{ \"a\": \"Foo‸ },\n  { \"a\": 1 }]", r#"[{ "a": "Foo" }, { "a": 1 }]"#, &[&after("Foo")]);
    recovers(r#"{ "a": "Foo‸, "b": "2" }"#, r#"{ "a": "Foo", "b": "2" }"#, &[&after("Foo")]);
    recovers(r#"["Ada‸, "Bob", "Carl"]"#, r#"["Ada", "Bob", "Carl"]"#, &[&after("Ada")]);
    recovers(r#"{ "a‸: 1, "b‸: "x" }"#, r#"{ "a": 1, "b": "x" }"#, &[&after("a"), &after("b")]);
    recovers(r#"{ "a": ‸Foo, and bar" }"#, r#"{ "a": "Foo, and bar" }"#, &[&before("Foo, and bar")]);
    recovers(r#"{ ‸a": 1 }"#, r#"{ "a": 1 }"#, &[&before("the field name a")]);
}

#[test]
fn superfluous_quotes_are_removed() {
    let inside = "found a quote (\") inside a text; write \\\" instead";
    recovers(r#"{ "a": "he said ‸"hi", and left" }"#, r#"{ "a": "he said \"hi\", and left" }"#, &[inside]);
    recovers(r#"{ "a": "the ‸"best"", "b": 1 }"#, r#"{ "a": "the \"best\"", "b": 1 }"#, &[inside]);
    recovers(r#"["see [the ‸"A"], then B", 1]"#, r#"["see [the \"A\"], then B", 1]"#, &[inside]);
    let extra = "found an extra quote (\"); remove it";
    recovers(r#"{ "a": ‸""x", "b": "y"‸", "c"‸": 1 }"#, r#"{ "a": "x", "b": "y", "c": 1 }"#, &[extra; 3]);
    recovers(r#"{ "a": 1 ‸", "b": 2 }"#, r#"{ "a": 1, "b": 2 }"#, &["found an extra quote; remove it"]);
}

#[test]
fn other_kinds_of_quotes_are_replaced() {
    let curly = |quote: char| format!("found the curly quote {quote}; expected a straight double quote (\")");
    let single = |quote: char| format!("found the single quote {quote}; expected a straight double quote (\")");
    for (open, close) in [('“', '”'), ('”', '“'), ('„', '“'), ('«', '»'), ('»', '«'), ('“', '"')] {
        let message = curly(open);
        recovers(
            &format!("{{ ‸{open}a{close}: [‸{open}it's x, y{close}, 1], \"b\": ‸{open}{close} }}"),
            r#"{ "a": ["it's x, y", 1], "b": "" }"#,
            &[&message, &message, &message],
        );
    }
    recovers(r#"{ ‸'a': ‸‘it's’ }"#, r#"{ "a": "it's" }"#, &[&single('\''), &single('‘')]);
    recovers("{ \"a\": \"x‸”,\n \"b\": 1 }", r#"{ "a": "x", "b": 1 }"#, &[&curly('”')]);
    recovers(r#"{ "a": "x‸”, "b": "y" }"#, r#"{ "a": "x", "b": "y" }"#, &[&curly('”')]);
    recovers(r#"{ "a": "a “quoted” ‘word’" }"#, r#"{ "a": "a “quoted” ‘word’" }"#, &[]);
}

#[test]
fn invalid_escapes_are_corrected() {
    let twice = |typed: &str| format!("found \\{typed}; double the backslash: \\\\{typed}");
    recovers(
        r#"["1 ‸\pm 2", "Ren‸\'e", "‸\url{x}", "‸\u12", "C:‸\"]"#,
        r#"["1 \\pm 2", "Ren\\'e", "\\url{x}", "\\u12", "C:\\"]"#,
        &[&twice("pm"), &twice("'e"), &twice("url"), &twice("u"), &twice("")].map(|message| message.as_str()),
    );
    recovers(
        r#"{ "url": "files‸\paper.pdf" }"#,
        r#"{ "url": "files\\paper.pdf" }"#,
        &["found \\paper in a URL; replace the backslash with a slash: /paper"],
    );
    let half = |typed: &str| {
        format!("found {typed}, which is an unpaired surrogate (half of a character); write the character itself")
    };
    recovers(
        r#"["‸\ud83d x", "‸\udc00", "\ud83d\ude00"]"#,
        r#"["� x", "�", "😀"]"#,
        &[&half("\\ud83d"), &half("\\udc00")],
    );
}

#[test]
fn missing_brackets_are_added() {
    let missing = |close: char, open: char, line: usize| {
        format!("a {close} is missing here; it closes the {open} of line {line}")
    };
    recovers(
        "{ \"p\": [ { \"id\": \"a\", \"x\": 1‸,\n  { \"id\": \"b\" } ] }",
        r#"{ "p": [{ "id": "a", "x": 1 }, { "id": "b" }] }"#,
        &[&missing('}', '{', 1)],
    );
    recovers("{ \"a\": [\"x\", \"y\"‸,\n  \"b\": 1 }", r#"{ "a": ["x", "y"], "b": 1 }"#, &[&missing(']', '[', 1)]);
    recovers(
        "{ \"a\": [{ \"x\": 1 ‸], \"b\": 1 }".replace("1 ‸]", "1‸ ]").as_str(),
        r#"{ "a": [{ "x": 1 }], "b": 1 }"#,
        &[&missing('}', '{', 1)],
    );
    // The indentation shows the position.
    recovers(
        "{\n  \"v\": {\n    \"s\": { \"n\": 1‸,\n    \"t\": { \"n\": 2 }\n  },\n  \"x\": 1\n}",
        r#"{ "v": { "s": { "n": 1 }, "t": { "n": 2 } }, "x": 1 }"#,
        &[&missing('}', '{', 3)],
    );
    let opens = |name: &str| format!("a [ is missing after the field name \"{name}\"");
    recovers(r#"{ "a": ‸"A", "B"], "b": 1 }"#, r#"{ "a": ["A", "B"], "b": 1 }"#, &[&opens("a")]);
    recovers(
        r#"{ "p": ‸{ "id": 1 }, { "id": 2 }], "b": 1 }"#,
        r#"{ "p": [{ "id": 1 }, { "id": 2 }], "b": 1 }"#,
        &[&opens("p")],
    );
    recovers(
        r#"{ "p": [{ "id": 1 }, ‸"id": 2 }], "b": 1 }"#,
        r#"{ "p": [{ "id": 1 }, { "id": 2 }], "b": 1 }"#,
        &["a { is missing before the field \"id\""],
    );
    recovers(
        r#"{ "v": { "s": ‸"n": 1 } } }"#,
        r#"{ "v": { "s": { "n": 1 } } }"#,
        &["a { is missing after the field name \"s\""],
    );
    recovers(r#"‸"a": 1 }"#, r#"{ "a": 1 }"#, &["a { is missing at the start of the profile"]);
    recovers("{ \"a\": 1‸\n", r#"{ "a": 1 }"#, &["a } is missing at the end of the file; it closes the { of line 1"]);
}

#[test]
fn superfluous_and_wrong_brackets_are_corrected() {
    let closes_nothing = |bracket: char| format!("found {bracket}, which has no opening bracket; remove it");
    recovers(
        r#"{ "a": [1]‸], "b": { "x": 1 }, "c": 1 }‸}"#,
        r#"{ "a": [1], "b": { "x": 1 }, "c": 1 }"#,
        &[&closes_nothing(']'), &closes_nothing('}')],
    );
    recovers(
        "{\n  \"v\": {\n    \"s\": { \"n\": 1 }‸},\n    \"t\": { \"n\": 2 }\n  },\n  \"x\": 1\n}",
        r#"{ "v": { "s": { "n": 1 }, "t": { "n": 2 } }, "x": 1 }"#,
        &[&closes_nothing('}')],
    );
    recovers(
        r#"{ "p": [{ "id": 1‸], "x": 2 }, { "id": 3 }] }"#,
        r#"{ "p": [{ "id": 1, "x": 2 }, { "id": 3 }] }"#,
        &[&closes_nothing(']')],
    );
    recovers(r#"{ "a": ["x"‸}, "b": 1 }"#, r#"{ "a": ["x"], "b": 1 }"#, &["found }; expected ]"]);
    recovers(r#"‸[{ "a": 1 }"#, r#"{ "a": 1 }"#, &["found [ before the profile; remove it"]);
    recovers(r#"{ "a": ‸{[1, 2], "b": 1 }"#, r#"{ "a": [1, 2], "b": 1 }"#, &["found { before [; remove the {"]);
}

#[test]
fn words_without_quotes_are_quoted() {
    let write = |typed: &str, right: &str| format!("found {typed} without quotes; write {right}");
    recovers(
        r#"[‸True, ‸None, ‸some words, ‸01, ‸+1, ‸.5, ‸1., ‸2024-05-01, ‸NaN, -1.5e3]"#,
        r#"[true, null, "some words", "01", "+1", ".5", "1.", "2024-05-01", "NaN", -1500.0]"#,
        &[
            &write("True", "true"),
            &write("None", "null"),
            &write("some words", "\"some words\""),
            &write("01", "\"01\""),
            &write("+1", "\"+1\""),
            &write(".5", "\".5\""),
            &write("1.", "\"1.\""),
            &write("2024-05-01", "\"2024-05-01\""),
            &write("NaN", "\"NaN\""),
        ],
    );
    recovers(r#"{ ‸a: 1 }"#, r#"{ "a": 1 }"#, &["found the field name a without quotes; write \"a\""]);
}

#[test]
fn foreign_white_space_is_reported() {
    let space = |name: &str, code: &str| {
        format!("found {name} ({code}) between values, where JSON does not allow it; replace it with a normal space")
    };
    recovers(
        "{ \"a\":‸\u{a0}\u{a0} 1,‸\u{200b}\"b\": [‸\u{feff}2,‸\u{2003}3] ‸\u{c}}",
        r#"{ "a": 1, "b": [2, 3] }"#,
        &[
            &space("a no-break space", "U+00A0"),
            &space("an invisible character", "U+200B"),
            &space("a byte order mark", "U+FEFF"),
            &space("a non-standard space", "U+2003"),
            &space("a non-standard space", "U+000C"),
        ],
    );
}

#[test]
fn line_breaks_in_texts_are_reported() {
    let message = "found a line break inside a text; write \\n instead";
    recovers("{ \"a\": \"two‸\nlines\", \"b\": 1 }", r#"{ "a": "two\nlines", "b": 1 }"#, &[message]);
    recovers("{ \"a\": \"two‸\r\nlines\" }", r#"{ "a": "two\r\nlines" }"#, &[message]);
    recovers("{ \"a\": \"@misc{b,‸\n}\", \"b\": 1 }", r#"{ "a": "@misc{b,\n}", "b": 1 }"#, &[message]);
}

#[test]
fn text_around_the_profile_is_reported() {
    recovers(
        r#"‸var x = { "a": 1 }‸;"#,
        r#"{ "a": 1 }"#,
        &["found var x = before the profile; remove it", "found ; after the end of the profile; remove it"],
    );
}

#[test]
fn errors_are_listed_up_to_a_limit() {
    let document_of = |count: usize| format!("[{}]", "1 ".repeat(count + 1));
    let many = document_of(MAX_ERRORS + 1);
    let document = parse(&many, DEPTH);
    assert_eq!(document.errors.len(), MAX_ERRORS + 1);
    let last = document.errors.last().unwrap();
    assert_eq!(last.message, "found more than 100 errors in the JSON; correct these first");
    let few = document_of(MAX_ERRORS);
    assert_eq!(parse(&few, DEPTH).errors.len(), MAX_ERRORS);
    // The parser reads all values, although it lists only some of the errors.
    let Some(Value { kind: Kind::Array(items), .. }) = document.root else { panic!("a list") };
    assert_eq!(items.len(), MAX_ERRORS + 2);
}

/// Generates any JSON value, except for numbers that other parsers round.
fn json_value() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        any::<String>().prop_map(Into::into),
        "[\\[\\]{}:,\"\\\\u0-9a-d“”' \n]{0,12}".prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        let fields = proptest::collection::vec((any::<String>(), inner.clone()), 0..6);
        prop_oneof![
            proptest::collection::vec(inner, 0..6).prop_map(Into::into),
            fields.prop_map(|fields| fields.into_iter().collect::<serde_json::Map<_, _>>().into()),
        ]
    })
}

#[rustfmt::skip]
const TOKENS: &[&str] = &[
    "{", "}", "[", "]", ":", ",", "\"", "\"a\"", "\"b\":", "\"\"", "\\", "\\\"", "\\n", "\\u0041", "\\ud83d",
    "\\ude00", "\\p", " ", "\n", "\t", "\r", "\u{a0}", "\u{feff}", "\0", "true", "false", "null", "True", "0", "01",
    "-1", "-", "1.5", "1.", "2e3", "x", "y z", "“", "”", "'", "//", "/*", "*/", "#", "é", ";", "=", "日",
];

proptest! {
    /// Other parsers accept a text if and only if our parser finds no syntax error.
    #[test]
    fn other_parsers_agree_on_tokens(places in proptest::collection::vec(0..TOKENS.len(), 0..24)) {
        let text: String = places.into_iter().map(|place| TOKENS[place]).collect();
        let others = serde_json::from_str::<serde_json::Value>(&plain_json(&text));
        let document = parse(&text, DEPTH);
        let is_valid = document.errors.is_empty() && document.root.is_some();
        prop_assert_eq!(others.is_ok(), is_valid, "{:?}: {:?} {:?}", text, others, document);
        prop_assert!(document.errors.is_sorted_by_key(|error| error.offset));
        prop_assert!(document.errors.iter().all(|error| text.is_char_boundary(error.offset)));
    }

    /// The same holds for valid texts in which a part is deleted, inserted or repeated.
    #[test]
    fn other_parsers_agree_on_changed_values(
        value in json_value(),
        at in any::<proptest::sample::Index>(),
        length in 0_usize..4,
        token in 0..TOKENS.len(),
    ) {
        let mut text = value.to_string();
        let boundaries: Vec<usize> = text.char_indices().map(|(place, _)| place).collect();
        let first = at.index(boundaries.len());
        let end = boundaries.get(first + length).copied().unwrap_or(text.len());
        text.replace_range(boundaries[first]..end, TOKENS[token]);
        let others = serde_json::from_str::<serde_json::Value>(&plain_json(&text));
        // serde_json stops at a number that is too large and does not check the rest.
        prop_assume!(!others.as_ref().is_err_and(|error| error.to_string().starts_with("number out of range")));
        let document = parse(&text, DEPTH);
        let is_valid = document.errors.is_empty() && document.root.is_some();
        prop_assert_eq!(others.is_ok(), is_valid, "{}: {:?} {:?}", text, others, document.errors);
    }

    /// The tree of valid JSON is exact.
    #[test]
    fn the_tree_matches_other_parsers(value in json_value()) {
        for text in [value.to_string(), format!("{value:#}")] {
            let document = parse(&text, DEPTH);
            prop_assert_eq!(&document.errors, &[]);
            let others: serde_json::Value = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(document.root.as_ref().map(value_of), Some(others));
        }
    }

    #[test]
    fn spans_are_exact(value in json_value()) {
        fn check(value: &Value, text: &str) {
            let own = parse(&text[value.start..value.end], DEPTH);
            assert!(own.errors.is_empty() && own.root.is_some_and(|own| value_of(&own) == value_of(value)));
            match &value.kind {
                Kind::Array(items) => items.iter().for_each(|item| check(item, text)),
                Kind::Object(object) => object.fields.iter().for_each(|field| check(&field.value, text)),
                _ => {}
            }
        }
        let text = format!("{value:#}");
        check(&parse(&text, DEPTH).root.unwrap(), &text);
    }
}

/// A profile, and the number of its publications.
type Profile = (&'static str, usize);

fn profile(text: &'static str) -> Profile {
    (text, read(text).unwrap().content.publications.len())
}

static FIRST: LazyLock<Profile> = LazyLock::new(|| profile(include_str!("../../../../public/content.json")));
static LARGE: LazyLock<Profile> =
    LazyLock::new(|| profile(include_str!("../../../../tests/fixtures/scholar-300.json")));

/// Checks that one deleted or inserted character is reported at its line and loses at most [`MAX_LOST`] publications.
fn check_change((text, all): Profile, place: usize, token: Option<char>) -> Result<(), TestCaseError> {
    const MAX_LOST: usize = 3;
    const STRUCTURE: [char; 7] = ['{', '}', '[', ']', ',', ':', '"'];
    let places: Vec<usize> = text.match_indices(STRUCTURE).map(|(place, _)| place).collect();
    let at = places[place % places.len()];
    let changed = match token {
        Some(token) => format!("{}{token}{}", &text[..at], &text[at..]),
        None => [&text[..at], &text[at + 1..]].concat(),
    };
    let line = text[..at].matches('\n').count() + 1;
    let Ok(Reading { content, diagnostics, is_valid_json, .. }) = read(&changed) else {
        return Err(TestCaseError::fail(format!("line {line}: {token:?} makes it unreadable")));
    };
    prop_assert_eq!(is_valid_json, serde_json::from_str::<serde_json::Value>(&plain_json(&changed)).is_ok());
    if is_valid_json {
        // The change is inside a text, such as the name of a field.
        return Ok(());
    }
    let is_near = diagnostics.iter().any(|diagnostic| diagnostic.position.line.abs_diff(line) <= 1);
    prop_assert!(is_near, "line {line}: {token:?}: {diagnostics:?}");
    let kept = content.publications.len();
    prop_assert!(
        kept + MAX_LOST >= all && kept <= all + 1,
        "line {line}: {token:?} leaves {kept} of {all}: {diagnostics:?}"
    );
    Ok(())
}

fn token() -> impl Strategy<Value = Option<char>> {
    proptest::option::of(proptest::sample::select(vec!['{', '}', '[', ']', ',', ':', '"']))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn a_changed_character_is_located(place in any::<usize>(), token in token()) {
        check_change(*FIRST, place, token)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]
    #[test]
    fn a_changed_character_in_a_large_profile_is_located(place in any::<usize>(), token in token()) {
        check_change(*LARGE, place, token)?;
    }
}
