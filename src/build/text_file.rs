//! Reads text files. It checks their encoding, and whether a profile is valid JSON.

use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};

use crate::{
    build::file,
    content::{self, decode},
};

/// Reads a file in UTF-8. The error names the file and, if it is in another encoding, the first invalid byte.
pub fn read(path: &Path) -> Result<String> {
    let bytes = file::read(path).with_context(|| path.display().to_string())?;
    decode(bytes).map_err(|error| anyhow!("{}:{error}", path.display()))
}

/// Refuses a profile that is not valid JSON.
///
/// # Errors
/// Returns all syntax errors, one per line.
pub fn refuse_syntax_errors(file: &Path, text: &str) -> Result<()> {
    let errors = content::syntax_errors(text);
    if errors.is_empty() {
        return Ok(());
    }
    let (count, them) = match errors.len() {
        1 => ("1 error".to_owned(), "it"),
        count => (format!("{count} errors"), "them"),
    };
    let count = format!("{count} in the JSON; correct {them} to check the rest of the profile");
    let lines = errors.iter().map(|error| format!("{}:{error}", file.display()));
    bail!(lines.chain([count]).collect::<Vec<_>>().join("\n"))
}
