//! The first profile of a site.

use serde_json::Value;

use crate::content::SAMPLE_MARKER;

/// The first profile: what `frontispiece new` writes, and what an import into a folder without a profile begins with.
pub const NEW_PROFILE: &str = include_str!("../../../template/content.json");

/// Returns `true` for a sample text that the scholar has not replaced yet.
pub(super) fn is_placeholder(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.trim_start().starts_with(SAMPLE_MARKER))
}

/// Returns the text of a profile, or [`NEW_PROFILE`] if there is nothing in it.
pub(super) fn or_new(profile: &str) -> &str {
    match profile.trim_matches('\u{feff}').split_whitespace().collect::<String>().as_str() {
        "" | "{}" => NEW_PROFILE,
        _ => profile,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Map;

    use super::*;
    use crate::{
        check::{CheckContext, Files, check},
        content::MarkdownFiles,
        import::edit::parse,
        util::text::normalize,
    };

    #[test]
    fn the_first_profile_has_no_errors_or_warnings() {
        let diagnostics = check(
            NEW_PROFILE,
            &CheckContext {
                files: &Files::default(),
                markdown: &MarkdownFiles::default(),
                carries: &|_| {},
                normalize,
            },
        );
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
    }

    /// Nothing in the first profile could be taken for a fact about the scholar.
    #[test]
    fn the_first_profile_says_nothing_about_the_scholar() {
        let profile = parse(NEW_PROFILE).unwrap();
        let person = profile["person"].as_object().unwrap();
        assert!(person.values().all(is_placeholder), "{person:?}");
        assert_eq!(profile["publications"], Value::Array(Vec::new()));
        assert_eq!(profile["site"], Value::Object(Map::new()));
        let texts = profile["pages"].as_array().unwrap().iter().flat_map(|page| page["sections"].as_array());
        let mut texts = texts.flatten().filter_map(|section| section.get("text")).peekable();
        assert!(texts.peek().is_some() && texts.all(is_placeholder));
    }

    #[test]
    fn a_profile_without_content_is_new() {
        for text in ["", "\u{feff}\n", " { } "] {
            assert_eq!(or_new(text), NEW_PROFILE);
        }
        assert_eq!(or_new("{\"person\": {}}"), "{\"person\": {}}");
    }
}
