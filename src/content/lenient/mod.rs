//! The lenient parser, which continues after every error.
//!
//! The types of the model define the valid values by implementing serde's `Deserialize`. This module deserializes them
//! from a JSON tree that knows the position of each value in the text. serde stops at the first error. So the parser
//! records the error, marks the value as skipped and deserializes the surrounding entry again, as if the field were
//! absent. If the field is required, the surrounding value is skipped. So one run finds every error of the file, and
//! the page loses as little content as possible.

mod deserializer;
mod file_text;
mod ids;
#[cfg(not(target_arch = "wasm32"))]
mod placeholders;
mod profile;
mod source;
mod syntax;
mod tree_checks;

pub use file_text::markdown_paths;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use ids::MAX_NAME_LENGTH;
pub use source::FileValue;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use source::PathSegment;
pub(crate) use source::SourceTree;

#[cfg(not(target_arch = "wasm32"))]
use crate::util::json::encode_string;
use crate::{
    content::{Content, Diagnostic, MarkdownFiles},
    util::text::Normalizer,
};

/// The readable part of a profile, and its diagnostics.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The profile. Publications and entries are in display order.
    pub content: Content,
    /// The diagnostics in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether the text is valid JSON, so that no diagnostic is a syntax error.
    pub is_valid_json: bool,
    /// The values that name a Markdown file whose text is part of the profile, in the order of the file.
    pub file_values: Vec<FileValue>,
}

/// Parses a `content.json` that names no Markdown files.
///
/// An error discards no more than the smallest optional value around it. [`Reading::diagnostics`] lists all errors,
/// including syntax errors.
///
/// # Errors
/// Fails if the text has no object at its root (it is empty, HTML, a list, …), is nested too deeply, or is cut off. A
/// text is cut off if it ends inside a string, after a comma or a colon, with two or more open brackets, or before the
/// field `pages`. One missing closing bracket at the end of the file, after `pages`, is an ordinary syntax error.
///
/// ```
/// let reading = frontispiece::content::read(
///     r#"{ "person": { "name": "Ada" }, "pages": [], "publications": [{ "id": "a", "title": "A", "date": "soon" }] }"#,
/// )
/// .unwrap();
/// assert_eq!(reading.content.publications[0].title.as_str(), "A");
/// assert_eq!(
///     reading.diagnostics[0].to_string(),
///     "1:97: publications[0].date: found \"soon\"; expected a date: a date is written YYYY, YYYY-MM or YYYY-MM-DD",
/// );
/// ```
#[cfg(not(target_arch = "wasm32"))]
pub fn read(text: &str) -> Result<Reading, Diagnostic> {
    read_with_files(text, &MarkdownFiles::default())
}

/// Parses `content.json` with the Markdown files that it names.
///
/// # Errors
/// Those of [`read`].
#[cfg(not(target_arch = "wasm32"))]
pub fn read_with_files(text: &str, files: &MarkdownFiles) -> Result<Reading, Diagnostic> {
    let mut reading = read_with(text, files, crate::util::text::normalize)?;
    reading.content.complete_titles(&crate::markdown::parse_title);
    Ok(reading)
}

/// Parses `content.json` with the Markdown files that it names, with a given normalizer, by which names of people are
/// compared, and without the markup of titles.
///
/// # Errors
/// Those of `read`.
pub fn read_with(text: &str, files: &MarkdownFiles, normalize: Normalizer) -> Result<Reading, Diagnostic> {
    let source = SourceTree::parse(text, files).map_err(|unreadable| *unreadable.diagnostic)?;
    let mut content = source.content();
    content.unfold_invalid();
    content.sort_publications();
    content.sort_entries();
    content.complete_venues();
    content.complete_authors(normalize);
    Ok(Reading {
        content,
        diagnostics: source.diagnostics(),
        is_valid_json: source.is_valid_json,
        file_values: source.file_values.take(),
    })
}

/// Returns a profile with the texts of its Markdown files in place of the values that name them. `values` are the
/// [`Reading::file_values`] of this text.
#[cfg(not(target_arch = "wasm32"))]
pub fn with_file_texts(text: &str, values: &[FileValue], files: &MarkdownFiles) -> String {
    // The ranges begin after a byte order mark.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (mut json, mut end) = (String::new(), 0);
    for FileValue { range, path } in values {
        if let Ok(markdown) = files.get(path) {
            json.push_str(&text[end..range.start]);
            encode_string(markdown, &mut json);
            end = range.end;
        }
    }
    json.push_str(&text[end..]);
    json
}

/// Parses `content.json`. If it is unreadable, parses the last text that was valid JSON, and puts the reason first in
/// the diagnostics.
///
/// # Errors
/// Fails if the text is unreadable, and the last text is unreadable too or missing.
pub fn read_or_last(
    text: &str,
    last: Option<&str>,
    files: &MarkdownFiles,
    normalize: Normalizer,
) -> Result<Reading, Diagnostic> {
    let read = |text| read_with(text, files, normalize);
    let mut diagnostic = match read(text) {
        Err(diagnostic) => diagnostic,
        readable => return readable,
    };
    let Some(Ok(mut reading)) = last.map(read) else { return Err(diagnostic) };
    diagnostic.message = diagnostic.message.note("this page shows the last readable content");
    reading.diagnostics.insert(0, diagnostic);
    reading.is_valid_json = false;
    Ok(reading)
}

/// Returns the syntax errors of a text, or the reason why it is not a profile at all. Returns nothing if it is valid
/// JSON.
pub fn syntax_errors(text: &str) -> Vec<Diagnostic> {
    match SourceTree::parse(text, &MarkdownFiles::default()) {
        Ok(source) => source.diagnostics(),
        Err(unreadable) => unreadable.diagnostics(),
    }
}
