//! Reads a file in any of the formats.

use std::fmt;

use crate::import::{
    bibtex,
    decode::decode,
    work::{Format, ReadFile, Warning},
};

/// Reads a file, whose format is detected from its content. `name` is its name for messages.
///
/// # Errors
///
/// Returns an error if the content has none of the formats.
pub fn read(name: &str, bytes: &[u8]) -> Result<ReadFile, ReadError> {
    let decoded = decode(bytes);
    let text = decoded.text.as_str();
    let mut file = match detect(text) {
        Ok(Format::Bibtex) => bibtex::read(text),
        Ok(_) => return Err(ReadError::new(name, "a format that is not supported yet".to_owned())),
        Err(found) => return Err(ReadError::new(name, found)),
    };
    if let Some(message) = decoded.warning {
        file.warnings.insert(0, Warning { line: 0, path: String::new(), message });
    }
    Ok(file)
}

/// The reason why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    message: String,
}

impl ReadError {
    fn new(name: &str, found: String) -> ReadError {
        let message = format!(
            "{name}: found {found}; expected BibTeX, CSL-JSON, RIS, the record or the works of ORCID, or the XML of a person at \
             dblp; export the list in one of these formats"
        );
        ReadError { message }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ReadError {}

/// Returns the format of a text, or a description of an unknown one.
fn detect(text: &str) -> Result<Format, String> {
    let start = text.trim_start();
    if start.is_empty() {
        return Err("an empty file".to_owned());
    }
    if bibtex::has_entries(text) {
        return Ok(Format::Bibtex);
    }
    let first: String = start.lines().next().unwrap_or_default().chars().take(60).collect();
    Err(format!("a text that begins with \"{}\"", first.trim_end()))
}
