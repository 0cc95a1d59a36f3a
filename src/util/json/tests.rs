use proptest::prelude::*;

use crate::util::json::{encode, from_str};

#[test]
fn strings_are_read_as_the_standard_says() {
    fn check(json: &str, expected: Option<&str>) {
        assert_eq!(from_str::<String>(json).as_deref(), expected, "{json}");
    }
    check(r#" "plain" "#, Some("plain"));
    check(r#""a\"\\\/\b\f\n\r\tz""#, Some("a\"\\/\u{8}\u{c}\n\r\tz"));
    check(r#""\u00e9\u6587 é文""#, Some("é文 é文"));
    check(r#""\ud83d\ude00""#, Some("😀"));
    check(r#""\ud83d""#, None);
    check(r#""\udE00""#, None);
    check(r#""\u12""#, None);
    check(r#""\u12x4""#, None);
    check(r#""\q""#, None);
    check(r#""open"#, None);
    check(r#""open\"#, None);
    check("7", None);
    check("", None);
}

#[test]
fn other_values_are_refused() {
    assert_eq!(from_str::<Vec<u32>>("[1, 20 ,\n300]"), Some(vec![1, 20, 300]));
    assert_eq!(from_str::<Vec<Option<bool>>>("[true,null,false]"), Some(vec![Some(true), None, Some(false)]));
    for json in ["[1", "[1,x]", "{}", "[true]", "[\"1\"]"] {
        assert_eq!(from_str::<Vec<u32>>(json), None, "{json}");
    }
    assert_eq!(from_str::<bool>("maybe"), None);
    assert_eq!(from_str::<Vec<u8>>("[0, 255]"), Some(vec![0, 255]));
    assert_eq!(from_str::<u8>("256"), None);
    assert_eq!(from_str::<String>("null"), None);
}

proptest! {
    #[test]
    fn what_is_written_is_read(list in proptest::collection::vec(proptest::option::of("\\PC*|[\\x00-\\x1f\"\\\\]*"), 0..6)) {
        let json = encode(&list);
        prop_assert_eq!(serde_json::from_str::<Vec<Option<String>>>(&json).unwrap(), list.clone());
        prop_assert_eq!(from_str::<Vec<Option<String>>>(&json), Some(list));
    }

    #[test]
    fn no_text_makes_it_panic(json in "[\\[\\]{}:,\"\\\\u0-9a-dé ]{0,40}") {
        from_str::<Vec<Vec<String>>>(&json);
        from_str::<Vec<u32>>(&json);
    }
}
