//! Markdown in the profile.

use std::{fmt, ops::Deref};

use serde::{Deserialize, Deserializer, de::Visitor};

use crate::util::json::{Encode, encode_string};

/// The name with which [`Markdown`] tells [`Deserializer::deserialize_newtype_struct`] that the text may be in a file.
pub(crate) const MARKDOWN: &str = "Markdown";

/// A text in Markdown.
///
/// `content.json` may name a file in its place: `{ "file": "about.md" }`. Only the lenient reader knows this form. It reads
/// the text of the file, and the build publishes the text.
///
/// ```
/// use frontispiece::content::{MarkdownFiles, read_with_files};
/// let profile = r#"{
///     "person": { "name": "Ada" },
///     "pages": [{ "slug": "", "title": "Home", "sections": [{ "text": { "file": "about.md" } }] }]
/// }"#;
/// let files = MarkdownFiles::from_iter([("about.md".to_owned(), b"Hello *there*".to_vec())]);
/// let content = read_with_files(profile, &files).unwrap().content;
/// assert_eq!(content.pages[0].sections[0].text.as_deref(), Some("Hello *there*"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Markdown(String);

impl Deref for Markdown {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Markdown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl From<String> for Markdown {
    fn from(text: String) -> Markdown {
        Markdown(text)
    }
}

impl<'de> Deserialize<'de> for Markdown {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Markdown, D::Error> {
        deserializer.deserialize_newtype_struct(MARKDOWN, MarkdownVisitor)
    }
}

impl Encode for Markdown {
    fn encode(&self, json: &mut String) {
        encode_string(self, json);
    }
}

struct MarkdownVisitor;

impl<'de> Visitor<'de> for MarkdownVisitor {
    type Value = Markdown;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Markdown, D::Error> {
        String::deserialize(deserializer).map(Markdown)
    }
}
